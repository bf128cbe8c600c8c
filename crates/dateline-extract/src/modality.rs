//! How sure a statement is. The weakest hedge between the start of the clause and the value
//! decides; each hedge is kept with its place.

use crate::chart::{Chart, Kind};
use crate::document::Document;
use crate::lexicon::NamedClasses;
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
        let classes = document.tokens[at].classes;
        let class = if classes.has(c.hedge_uncommitted) {
            ModalityClass::U
        } else if classes.has(c.hedge_possible) {
            ModalityClass::PS
        } else if classes.has(c.hedge_probable) {
            ModalityClass::PR
        } else {
            continue;
        };
        let named = chart.within(Kind::Event, sentence.clone()).any(|a| a.tokens.contains(&at));
        // "Theresa May": a name.
        if document.tokens[at].capital && at > sentence.start {
            continue;
        }
        // "May 5": the month.
        let month = chart.within(Kind::Time, sentence.clone()).any(|a| a.tokens.start == at);
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
