//! What came of a match.

use super::MatchOutcome;
use crate::assemble::{Draft, Explained};
use crate::reading::Reading;
use crate::rules::Action;
use crate::subjects;
use dateline_core::assertion::{Assertion, Extraction};
use dateline_core::text::ByteSpan;

/// One outcome for each value of the match, none of them twice; `extraction` is what came of `reading`.
pub(crate) fn outcomes(
    reading: &Reading<'_>,
    extraction: &Extraction,
    one: &Explained<'_>,
) -> Vec<MatchOutcome> {
    if matches!(one.rule.action, Action::Naming) {
        let name = one.found.evidence.clone().filter(|name| !name.is_empty());
        let name = name.map(|name| reading.document.span(name));
        return name.map(|name| naming(reading, extraction, one, name)).into_iter().collect();
    }
    let mut out = Vec::new();
    for made in &one.made {
        let outcome = match made {
            Err(veto) => MatchOutcome::Vetoed { why: veto.in_words().to_owned() },
            Ok(draft) => asserted(reading, extraction, one, draft),
        };
        if !out.contains(&outcome) {
            out.push(outcome);
        }
    }
    out
}

/// What came of one value.
fn asserted(
    reading: &Reading<'_>,
    extraction: &Extraction,
    one: &Explained<'_>,
    draft: &Draft,
) -> MatchOutcome {
    // Two people may have one role in the same words, so the identity is asked, of which the subject is a part.
    let subject = subjects::describe(reading, &draft.subject).name;
    let id = draft.identity(extraction, &subject).id();
    let span = draft.evidence[0].span;
    let in_place = |it: &&Assertion| it.attribute.0 == draft.attribute && it.evidence[0].span.overlaps(span);
    let same = extraction.assertions.iter().find(|it| it.id == id);
    let of_subject = |it: &&Assertion| extraction.subjects[it.subject].name == subject;
    let other = || {
        let mut there = extraction.assertions.iter().filter(in_place);
        there.clone().find(of_subject).or_else(|| there.next())
    };
    match same.or_else(other) {
        Some(it) if it.id == id && it.rule == one.rule.id => MatchOutcome::Asserted { id },
        Some(it) => MatchOutcome::Outdone { by: it.rule.clone() },
        None => MatchOutcome::Outdone { by: String::new() },
    }
}

/// What came of words that name an event.
fn naming(
    reading: &Reading<'_>,
    extraction: &Extraction,
    one: &Explained<'_>,
    name: ByteSpan,
) -> MatchOutcome {
    let named =
        reading.events.namings.iter().find(|naming| reading.document.span(naming.name.clone()) == name);
    let Some(rule) = named.map(|naming| &reading.book.rules[naming.rule].id) else {
        return MatchOutcome::Vetoed { why: "the text does not settle which event has the name".to_owned() };
    };
    let is_it = |it: &&Assertion| it.rule == *rule && it.evidence[0].span == name;
    match extraction.assertions.iter().find(is_it) {
        Some(it) if *rule == one.rule.id => MatchOutcome::Asserted { id: it.id.clone() },
        _ => MatchOutcome::Outdone { by: rule.clone() },
    }
}
