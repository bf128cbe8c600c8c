//! How sure a statement is. The weakest hedge between the start of the clause and the value
//! decides; each hedge is kept with its place.

use crate::chart::{Annotation, Chart, Kind};
use crate::document::Document;
use crate::lexicon::{Class, NamedClasses};
use dateline_core::modality::{Hedge, Modality, ModalityClass};
use std::ops::Range;

/// Reads the hedges among `tokens`. Words inside a mention of an event or a time belong to the name ("the
/// planned conference") and hedge nothing.
pub(crate) fn read(
    document: &Document<'_>,
    chart: &Chart,
    c: &NamedClasses,
    tokens: Range<usize>,
) -> Modality {
    let mut modality = Modality::certain();
    let sentence = document.sentences[document.sentence_of(tokens.start)].tokens.clone();
    for at in tokens {
        let Some(class) = class_of(document, c, &sentence, at) else { continue };
        let classes = document.tokens[at].classes;
        // "the fire at the mill may have begun": no name goes on over its verb.
        let within = |a: &Annotation| {
            a.tokens.contains(&at) && !(a.tokens.start..=at).any(|at| document.tag(at).is_finite())
        };
        let named = chart.within(Kind::Event, sentence.clone()).any(within);
        // "Theresa May", "Hope Lund" at the head of a sentence: names.
        let in_name = || {
            let named = |kind| {
                chart.within(kind, sentence.clone()).any(|a| a.tokens.contains(&at) && a.tokens.len() > 1)
            };
            named(Kind::Person) || named(Kind::Organisation)
        };
        if document.tokens[at].capital && (at > sentence.start || in_name()) {
            continue;
        }
        // "May 5": the month.
        let month = chart.within(Kind::Time, sentence.clone()).any(|a| a.tokens.contains(&at));
        // "the plan", "its aim": a noun.
        let noun = at > sentence.start && {
            let before = document.word(at - 1);
            matches!(before, "the" | "a" | "an" | "its" | "their" | "his" | "her" | "this" | "that")
                && classes.has(c.hedge_noun)
                // "her wish that it would begin" hedges what follows.
                && !(at + 1 < sentence.end && document.word(at + 1) == "that")
        };
        // "an estimated 40 people" is an amount, not a doubt.
        let counted = chart.within(Kind::Quantity, sentence.clone()).any(|a| a.tokens.contains(&at));
        if named || month || noun || counted {
            continue;
        }
        modality.class = modality.class.min(class);
        modality
            .hedges
            .push(Hedge { text: document.verbatim(at).to_owned(), span: document.tokens[at].span });
    }
    modality
}

/// What one word of a sentence makes of what it governs.
fn class_of(
    document: &Document<'_>,
    c: &NamedClasses,
    sentence: &Range<usize>,
    at: usize,
) -> Option<ModalityClass> {
    let classes = document.tokens[at].classes;
    let word = document.word(at);
    let after = |offset: usize| if at + offset < sentence.end { document.word(at + offset) } else { "" };
    let before = if at > sentence.start { document.word(at - 1) } else { "" };
    if word.starts_with("fear") && classes.has(c.hedge_probable) {
        // "for fear of fire" doubts nothing.
        if word == "fear" && after(1) == "of" {
            return None;
        }
        // "12 are feared dead" is likely; whoever fears something does not say that it is so.
        let said = document.tag(at).is_finite() && !is_of(document, c, sentence, at, c.be);
        let state = matches!(after(1), "dead" | "lost" | "drowned" | "killed" | "missing" | "trapped" | "to");
        let fears = after(1) == "that" || said && !state;
        return Some(if fears { ModalityClass::U } else { ModalityClass::PR });
    }
    // "aims to finish it" wishes; "aimed at ending the war" tells what a thing is for.
    if word.starts_with("aim") && !matches!(after(1), "to" | "for") {
        return None;
    }
    if classes.has(c.hedge_uncommitted) {
        return Some(ModalityClass::U);
    }
    if classes.has(c.hedge_possible) {
        return Some(ModalityClass::PS);
    }
    // "is on course to open", "on track for May". A day that has been fixed is told as firmly as it can be: "scheduled", "set".
    let on_course = matches!(word, "course" | "track" | "schedule" | "target")
        && before == "on"
        && matches!(after(1), "to" | "for");
    (on_course || classes.has(c.hedge_probable)).then_some(ModalityClass::PR)
}

/// Whether a word of the class stands right before a token, adverbs apart.
fn is_of(
    document: &Document<'_>,
    c: &NamedClasses,
    sentence: &Range<usize>,
    at: usize,
    class: Class,
) -> bool {
    let adverb = |at: &usize| {
        document.tag(*at).is_adverb() || document.tokens[*at].classes.has_any(&[c.adverb, c.negator])
    };
    let first = (sentence.start..at).rev().find(|at| !adverb(at));
    first.is_some_and(|at| document.tokens[at].classes.has(class))
}
