//! Clauses of the plainest kind: a subject, an active finite verb, and an object or complement to the clause's end.

use super::object::object;
use super::phrases::{Verb, subject, verb};
use crate::document::TokenKind;
use crate::reading::Reading;
use crate::tagger::Tag;
use std::ops::Range;

/// A clause, as tokens that follow each other.
#[derive(Debug)]
pub(super) struct Clause {
    pub(super) subject: Range<usize>,
    pub(super) verb: Range<usize>,
    pub(super) object: Range<usize>,
    pub(super) lemma: String,
    pub(super) negated: bool,
    /// What stands before the main verb in its group: what hedges it.
    pub(super) auxiliaries: Range<usize>,
    /// It stands behind words of saying.
    pub(super) said: bool,
}

/// The clauses of a sentence that are surely found.
pub(super) fn find(reading: &Reading<'_>, sentence: Range<usize>) -> Vec<Clause> {
    let document = &reading.document;
    let asks = sentence.clone().any(|at| {
        matches!(
            document.word(at),
            "?" | "if" | "unless" | "whether" | "lest" | "suppose" | "imagine" | "pretend"
        )
    });
    if asks {
        return Vec::new();
    }
    let mut found: Vec<Clause> = Vec::new();
    let mut next = sentence.start;
    for at in sentence.clone() {
        if at < next || !begins(reading, at, &sentence) {
            continue;
        }
        if let Some(clause) = clause(reading, at, &sentence) {
            next = clause.object.end;
            found.push(clause);
        }
    }
    found
}

/// Whether a clause may begin at a token: with the sentence, after a mark that parts clauses, behind words of saying.
fn begins(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let document = &reading.document;
    if at == sentence.start {
        return true;
    }
    let before = at - 1;
    let quote = document.tokens[before].kind == TokenKind::Quote;
    match document.word(before) {
        ";" => true,
        // "…, but the mayor closed the bridge".
        // "Taxes, fees, and the mill pay for it": a list, of which only the last would be taken.
        "but" | "and" => {
            let parted = before > sentence.start && matches!(document.word(before - 1), "," | ";");
            parted && (sentence.start..before).any(|at| document.tag(at).is_finite())
        }
        "that" => before > sentence.start && is_saying(reading, before - 1, sentence.start),
        // "On Monday, rebels took the town": a phrase without a verb before it.
        "," => opens_with_phrase(reading, sentence.start, before),
        _ if quote => {
            before == sentence.start
                || matches!(document.word(before - 1), "," | ":") && reading.says(before.saturating_sub(2))
        }
        // "LONDON (Agency) - Rebels took the town".
        "-" | "--" | "–" | "—" => is_dateline(reading, sentence.start..before),
        _ => is_saying(reading, before, sentence.start),
    }
}

/// "On Monday", "In the north of the country": from the sentence's start to its first comma, with no verb.
fn opens_with_phrase(reading: &Reading<'_>, start: usize, comma: usize) -> bool {
    let document = &reading.document;
    let time =
        reading.chart.at(start).iter().any(|a| a.kind == crate::chart::Kind::Time && a.tokens.end == comma);
    let phrase = matches!(
        document.word(start),
        "on" | "in" | "at" | "after" | "during" | "since" | "for" | "by" | "despite"
    );
    let plain = |at: usize| {
        let tag = document.tag(at);
        !tag.is_verb() && tag != Tag::MD && document.word(at) != ","
    };
    (time || phrase) && (start..comma).all(plain)
}

/// The place and the agency before a story's first words.
fn is_dateline(reading: &Reading<'_>, before: Range<usize>) -> bool {
    let document = &reading.document;
    let small = |at: usize| document.tokens[at].kind == TokenKind::Word && !document.tokens[at].capital;
    !before.is_empty() && before.len() <= 10 && !before.clone().any(small)
}

/// A finite verb of saying; in "the last confirmed attack" it is none.
fn is_saying(reading: &Reading<'_>, at: usize, start: usize) -> bool {
    let document = &reading.document;
    let before = at > start && {
        let tag = document.tag(at - 1);
        !tag.is_adjective() && !matches!(tag, Tag::DT | Tag::CD | Tag::POS | Tag::PRP_POSSESSIVE | Tag::IN)
    };
    before && reading.says(at) && (document.tag(at).is_finite() || document.tag(at) == Tag::VBN)
}

/// The clause that begins with the token `at`.
fn clause(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> Option<Clause> {
    let document = &reading.document;
    let subject = subject(reading, at, sentence.end)?;
    let Verb { tokens, main, lemma, negated, copula } = verb(reading, subject.end, sentence.end)?;
    let object = object(reading, tokens.end, sentence.end, copula)?;
    let that = at > sentence.start && document.word(at - 1) == "that";
    let said = at > sentence.start + usize::from(that) && reading.says(at - 1 - usize::from(that));
    let auxiliaries = tokens.start..main;
    Some(Clause { subject, verb: tokens, object, lemma, negated, auxiliaries, said })
}
