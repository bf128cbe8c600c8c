//! What was decided before of the same thing, and whether a new judgement may take its place.

use super::judging::Named;
use super::rows::judgement_line;
use crate::error::Error;
use crate::ruling::{Asked, Ruling};
use dateline_core::id::{AssertionId, EventId};
use dateline_core::judgement::{Aspect, Decision, Given, RestsOn, Target};
use std::collections::BTreeSet;

/// The judgements that a new one takes the place of, and whether it says anything new.
pub(super) fn over(
    named: &Named,
    typed: &str,
    decision: &Decision,
    ruling: &Ruling,
    reviewer: &str,
) -> Result<(Vec<EventId>, bool), Error> {
    let Some(aspect) = decision.aspect() else { return Ok((Vec::new(), true)) };
    let before: Vec<&Given> =
        named.story.given().iter().filter(|it| concerns(it, aspect, decision, named)).collect();
    let repeats = |it: &&&Given| {
        it.judgement.decision == *decision
            && it.reviewer == reviewer
            && (ruling.reason.is_none() || it.judgement.reason == ruling.reason)
    };
    if before.len() == 1 && before.iter().find(repeats).is_some() {
        return Ok((Vec::new(), false));
    }
    // Who says the same as another agrees, and takes the place of nobody.
    let mut other = before.iter().filter(|it| it.judgement.decision != *decision);
    let by_others: Vec<String> =
        other.clone().filter(|it| it.reviewer != reviewer).map(|it| judgement_line(it).in_words()).collect();
    let is_new_voice = before.iter().all(|it| it.reviewer != reviewer);
    // To resolve what reviewers disagree on is to overrule one of them, with a reason.
    let overrules = ruling.overrule || ruling.asked == Asked::Resolve && aspect == Aspect::Link;
    if !by_others.is_empty() && !overrules {
        return Err(Error::DecidedBefore { reference: typed.to_owned(), before: by_others });
    }
    if other.next().is_none() && is_new_voice {
        return Ok((Vec::new(), true));
    }
    Ok((before.iter().map(|it| it.event.clone()).collect(), true))
}

/// Whether a judgement in force decides what `decision` decides.
fn concerns(given: &Given, aspect: Aspect, decision: &Decision, named: &Named) -> bool {
    // What was judged in another reading is compared by what it is now.
    let now =
        |target: &Target| named.story.now(target, RestsOn::Subject).unwrap_or(&target.assertion).clone();
    let ids = |targets: &[Target]| -> BTreeSet<AssertionId> { targets.iter().map(now).collect() };
    let shares = |one: &[Target], other: &[Target]| !ids(one).is_disjoint(&ids(other));
    match (&given.judgement.decision, decision) {
        (Decision::Merge { targets }, Decision::Split { targets: apart, from, .. })
        | (Decision::Split { targets: apart, from, .. }, Decision::Merge { targets }) => {
            shares(targets, apart) && shares(targets, from)
        }
        (Decision::Merge { targets }, Decision::Merge { targets: others }) => ids(targets) == ids(others),
        (Decision::Split { targets, .. }, Decision::Split { targets: others, .. })
        | (Decision::Move { targets, .. }, Decision::Move { targets: others, .. }) => shares(targets, others),
        (
            Decision::Resolve { stands, against },
            Decision::Resolve { stands: others, against: others_against },
        ) => shares(against, others) || shares(stands, others_against) || shares(against, others_against),
        _ if aspect == Aspect::Link || aspect == Aspect::Resolution => false,
        _ => {
            given.aspect() == Some(aspect) && {
                let reviewed = named.story.reviewed(&named.assertion.id);
                reviewed.is_some_and(|it| it.given.iter().any(|other| other.event == given.event))
            }
        }
    }
}
