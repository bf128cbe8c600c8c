//! Judgements that hold no longer, because an article is read otherwise now: nothing that was decided goes
//! unsaid.

use super::rows::judgement_line;
use super::story::Story;
use super::{Query, Reviewing};
use crate::answer::Warning;
use crate::error::Error;
use dateline_core::judgement::{Aspect, Decision, Destination, Given, RestsOn, Target};

/// How much of a judgement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    InPart,
    Nothing,
}

impl Query<'_> {
    /// A sentence for each judgement in force in the stories that are reviewed that holds no longer, or in part only,
    /// and that nobody has judged again since.
    pub fn lapsed(&self, reviewing: &Reviewing) -> Result<Vec<Warning>, Error> {
        let mut told = Vec::new();
        let all = reviewing.stories.iter().flat_map(|story| story.given().iter().map(move |it| (story, it)));
        for (story, given) in all {
            let Some(aspect) = given.aspect() else { continue };
            let mut gone = gone(story, given);
            gone.retain(|target| !is_settled(story, aspect, target));
            if gone.is_empty() {
                continue;
            }
            let places: Vec<String> =
                gone.iter().map(|target| self.place_of(target)).collect::<Result<_, Error>>()?;
            let holds = match holds(story, given) {
                Holds::InPart => "holds in part only",
                Holds::Nothing => "holds no longer",
            };
            let (line, op) = (judgement_line(given).in_words(), given.operation);
            let sentence = format!(
                "{line} (op {op}), and {holds}: it rests on what is not read any more in article {}",
                places.join(", in article ")
            );
            let hint = match aspect {
                Aspect::Link => format!("judge it again, then dateline undo {op}"),
                _ => format!("judge it again, or dateline undo {op}"),
            };
            told.push(Warning::new(sentence).hint(hint));
        }
        Ok(told)
    }

    /// Where the words stand that were judged. The words are not told: a judgement does not say in which text of its
    /// article they stand.
    fn place_of(&self, target: &Target) -> Result<String, Error> {
        let short = self.short_id(&target.article)?;
        Ok(format!("{short} (bytes {}..{})", target.span.start_byte, target.span.end_byte))
    }
}

/// What a judgement needs to be there, and is not. What it only tells apart from that is left out, and so is
/// what was said in another text of its article, except where it decides what belongs together.
fn gone<'g>(story: &Story, given: &'g Given) -> Vec<&'g Target> {
    let decision = &given.judgement.decision;
    let needed: Vec<(&Target, RestsOn)> = match decision {
        Decision::Split { targets, .. } => targets.iter().map(|it| (it, RestsOn::Subject)).collect(),
        Decision::Resolve { stands, .. } => stands.iter().map(|it| (it, RestsOn::Words)).collect(),
        other => other.rests_on(),
    };
    let is_link = given.aspect() == Some(Aspect::Link);
    let is_gone = |(target, on): &(&Target, RestsOn)| {
        let of_one_text = |target: &Target| {
            story.articles.get(&target.article).is_some_and(|record| {
                record.extraction.is_some() && (is_link || record.revisions().count() == 1)
            })
        };
        of_one_text(target) && story.now(target, *on).is_none()
    };
    needed.into_iter().filter(is_gone).map(|(target, _)| target).collect()
}

/// Whether the same was decided again, of what stands there in the current reading. What belongs together may be
/// decided by way of any assertion, so that this cannot be told: there somebody has to undo what lapsed.
fn is_settled(story: &Story, aspect: Aspect, gone: &Target) -> bool {
    let reading = story.articles.get(&gone.article).and_then(|record| record.reading.as_ref());
    let Some(reading) = reading.filter(|_| aspect != Aspect::Link) else { return false };
    let since =
        story.given().iter().filter(|it| it.aspect() == Some(aspect) && it.position > reading.position);
    since.flat_map(|it| it.judgement.decision.targets()).any(|target| {
        target.article == gone.article
            && story.now(target, RestsOn::Words) == Some(&target.assertion)
            && target.span.overlaps(gone.span)
    })
}

/// How much of a judgement holds of which something is gone.
fn holds(story: &Story, given: &Given) -> Holds {
    let left = |targets: &[Target], on: RestsOn| {
        targets.iter().filter(|target| story.now(target, on).is_some()).count()
    };
    let holds = match &given.judgement.decision {
        Decision::Merge { targets } => left(targets, RestsOn::Subject) > 1,
        Decision::Split { targets, .. } => left(targets, RestsOn::Subject) > 0,
        Decision::Resolve { stands, .. } => left(stands, RestsOn::Words) > 0,
        Decision::Move { targets, to } => {
            let is_there = match to {
                Destination::Beside { target } => story.now(target, RestsOn::Subject).is_some(),
                Destination::Subject { .. } => true,
            };
            is_there && left(targets, RestsOn::Words) > 0
        }
        Decision::Accept { .. } | Decision::Reject { .. } | Decision::Edit { .. } | Decision::Note { .. } => {
            false
        }
    };
    if holds { Holds::InPart } else { Holds::Nothing }
}
