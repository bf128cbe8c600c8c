//! Clauses that no rule covers, as subject, verb and object: what is asked for by itself, and never stored.
//!
//! Only the plainest clauses are given: one subject, one active verb in a finite form, and one object or complement that
//! the clause goes on to the end with. What could be cut in the wrong place gives nothing.

mod clause;
mod object;
mod phrases;

use super::{Draft, assertions};
use crate::modality;
use crate::reading::Reading;
use clause::Clause;
use dateline_core::attribution::{Attribution, Mention};
use dateline_core::modality::{Hedge, Modality, ModalityClass, Polarity};
use dateline_core::text::{ByteSpan, LineNumber};
use std::ops::Range;

/// A sentence of more tokens is no sentence, or none of which a clause is surely found.
const MAX_SENTENCE_TOKENS: usize = 120;

/// What a clause says that no rule covers. Its words stand side by side in the text: subject, verb, object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralAssertion {
    /// Of whom or what it is said: a noun group with what follows it up to the verb.
    pub subject: Mention,
    /// The verb with its auxiliaries and adverbs.
    pub verb: Mention,
    /// The lemma of the verb, with its particle: "set up".
    pub lemma: String,
    /// The object or complement: a noun group with what follows it to the end of the clause, times aside.
    pub object: Mention,
    /// How sure, with the words that say so.
    pub modality: Modality,
    /// Whether it is asserted or denied.
    pub polarity: Polarity,
    /// Who says it, and whether the text settles that.
    pub attribution: Attribution,
    /// The line on which the clause begins, from 1.
    pub line: LineNumber,
    /// The words from the subject to the object.
    pub clause: ByteSpan,
    /// The sentence, in bytes of the text.
    pub sentence: ByteSpan,
}

/// The clauses of a text that no rule covers, in text order.
pub(crate) fn general(reading: &Reading<'_>) -> Vec<GeneralAssertion> {
    let covered = covered(&assertions(reading));
    let document = &reading.document;
    let mut found = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let tokens = sentence.tokens.clone();
        if tokens.len() > MAX_SENTENCE_TOKENS || !document.is_readable(number, reading.lexicon) {
            continue;
        }
        let clauses = clause::find(reading, tokens.clone());
        let told = clauses.into_iter().filter_map(|clause| told(reading, &clause, &tokens));
        found.extend(
            told.filter(|one| {
                !covered.iter().any(|span| span.overlaps(one.verb.span.cover(one.object.span)))
            }),
        );
    }
    found
}

/// The words that some rule reads; that somebody says something is no rule's reading of what is said.
fn covered(drafts: &[Draft]) -> Vec<ByteSpan> {
    let of_rules = drafts.iter().filter(|draft| draft.attribute.as_str() != "said");
    of_rules.flat_map(|draft| draft.evidence.iter().map(|evidence| evidence.span)).collect()
}

/// The assertion that a clause makes, if its text asserts it.
fn told(reading: &Reading<'_>, clause: &Clause, sentence: &Range<usize>) -> Option<GeneralAssertion> {
    let document = &reading.document;
    let tokens = clause.subject.start..clause.object.end;
    let span = document.span(tokens.clone());
    let quotation = document.quotation(span);
    // Half of it in quotation marks: somebody else's words, or a name.
    let marked = document.quotes.iter().any(|quote| quote.overlaps(span));
    if marked && quotation.is_none() {
        return None;
    }
    let voices = reading.voices(span);
    let unheard = clause.said && voices.is_nobody();
    if voices.withhold() || !voices.only_say() || unheard {
        return None;
    }
    let mut modality = modality::read(document, &reading.chart, reading.classes, clause.auxiliaries.clone());
    if let Some((class, cue)) = voices.at_most(|_| true) {
        modality.class = modality.class.min(class);
        let hedge = Hedge { text: document.words(cue.clone()).to_owned(), span: document.span(cue) };
        modality.hedges.push(hedge);
    }
    if modality.class == ModalityClass::U {
        return None;
    }
    let mut denied = clause.negated;
    if voices.denial().is_some() {
        denied = !denied;
    }
    let (attribution, _) = reading.attribution_of(&tokens, &tokens, &voices);
    Some(GeneralAssertion {
        subject: reading.mention(clause.subject.clone()),
        verb: reading.mention(clause.verb.clone()),
        lemma: clause.lemma.clone(),
        object: reading.mention(clause.object.clone()),
        modality,
        polarity: if denied { Polarity::Negative } else { Polarity::Positive },
        attribution,
        line: document.lines.line_of(span.start_byte),
        clause: span,
        sentence: document.span(sentence.clone()),
    })
}

#[cfg(test)]
mod tests;
