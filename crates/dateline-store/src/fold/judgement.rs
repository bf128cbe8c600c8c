//! Judgements as they were recorded, by their place in the ledger.

use super::{Digest, Told};
use dateline_core::id::{ArticleId, OperationNumber, Position, StoryName};
use dateline_core::judgement::{Current, Given, Links, Target, in_force};
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

/// What the judgements in force say of each story's links. `place_of` tells of an article where it belongs now,
/// and what became in its current reading of those of its assertions that were judged.
pub(crate) fn links<'g, E>(
    given: impl IntoIterator<Item = &'g Given>,
    undone: &BTreeSet<OperationNumber>,
    mut place_of: impl FnMut(&ArticleId, &[&Target]) -> Result<Option<(StoryName, Current)>, E>,
) -> Result<BTreeMap<StoryName, Links>, E> {
    let linking = in_force(given.into_iter().filter(|it| it.judgement.decision.links()), undone);
    let mut of_article: BTreeMap<&ArticleId, Vec<&Target>> = BTreeMap::new();
    for target in linking.iter().flat_map(|it| it.judgement.decision.targets()) {
        of_article.entry(&target.article).or_default().push(target);
    }
    let mut places = BTreeMap::new();
    for (article, targets) in of_article {
        places.extend(place_of(article, &targets)?.map(|place| (article, place)));
    }
    let mut of_story: BTreeMap<&StoryName, Vec<&Given>> = BTreeMap::new();
    for it in &linking {
        let targets = it.judgement.decision.targets().into_iter();
        let stories: BTreeSet<&StoryName> =
            targets.filter_map(|target| places.get(&target.article)).map(|(story, _)| story).collect();
        for story in stories {
            of_story.entry(story).or_default().push(it);
        }
    }
    let now = |target: &Target, rests_on| places.get(&target.article)?.1.find(target, rests_on).cloned();
    Ok(of_story.into_iter().map(|(story, given)| (story.clone(), Links::of(given, now))).collect())
}
