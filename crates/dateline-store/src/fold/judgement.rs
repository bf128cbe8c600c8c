//! Judgements as they were recorded, by their place in the ledger.

use super::{Digest, Told};
use dateline_core::id::{ArticleId, OperationNumber, Position, StoryName};
use dateline_core::judgement::{Given, Links, in_force};
use std::collections::{BTreeMap, BTreeSet};

/// Judgements by position, those of undone operations included: whoever asks leaves them out.
pub(crate) type Judgements = BTreeMap<Position, Given>;

/// Folds an event.
pub(crate) fn judge(judgements: &mut Judgements, digest: &Digest) {
    let Digest { header, told } = digest;
    if let Told::Judged(judgement) = told {
        let given = Given {
            event: header.id.clone(),
            position: header.seq,
            operation: header.op,
            recorded_at: header.recorded_at.clone(),
            reviewer: header.actor.clone(),
            judgement: (**judgement).clone(),
        };
        judgements.insert(header.seq, given);
    }
}

/// What the judgements in force say of each story's links. `story_of` tells where an article belongs now.
pub(crate) fn links<'g, E>(
    given: impl IntoIterator<Item = &'g Given>,
    undone: &BTreeSet<OperationNumber>,
    mut story_of: impl FnMut(&ArticleId) -> Result<Option<StoryName>, E>,
) -> Result<BTreeMap<StoryName, Links>, E> {
    let linking = given.into_iter().filter(|it| it.judgement.decision.links());
    let mut of_story: BTreeMap<StoryName, Vec<&Given>> = BTreeMap::new();
    for it in in_force(linking, undone) {
        let mut stories = BTreeSet::new();
        for target in it.judgement.decision.targets() {
            stories.extend(story_of(&target.article)?);
        }
        for story in stories {
            of_story.entry(story).or_default().push(it);
        }
    }
    Ok(of_story.into_iter().map(|(story, given)| (story, Links::of(given))).collect())
}
