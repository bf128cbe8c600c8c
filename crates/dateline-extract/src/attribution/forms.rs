//! Attributions that no reporting verb makes: "according to", "quoted … as saying", a quotation carried on.

use super::content::trimmed;
use super::sources::{common_source, person_source, source_after};
use super::{Attributed, Ground};
use crate::chart::Kind;
use crate::document::{Document, TokenKind};
use dateline_core::attribution::Speech;
use std::ops::Range;

/// "according to the ministry": the rest of the clause is its content.
pub(super) fn according_to(g: Ground<'_>, at: usize, sentence: &Range<usize>) -> Option<Attributed> {
    let document = g.document;
    if document.word(at) != "according" || at + 2 >= sentence.end || document.word(at + 1) != "to" {
        return None;
    }
    let start = at + 2;
    let source = source_after(g, start, sentence).or_else(|| {
        // The phrase runs to the next mark; its last noun says what it is.
        let stop = (start..sentence.end).find(|&i| {
            document.tokens[i].kind != TokenKind::Word
                || document.word(i) == "who"
                || document.tokens[i].classes.has(g.classes.preposition) && i > start
        })?;
        if stop == start {
            return None;
        }
        common_source(g, stop, &(start..sentence.end))
    })?;
    let end = source.tokens.end.max(start);
    let content = if at == sentence.start {
        let comma = (end..sentence.end).find(|&i| document.word(i) == ",")?;
        trimmed(document, comma + 1..sentence.end)?
    } else {
        let clause =
            (sentence.start..at).rev().find(|&i| document.word(i) == ";").map_or(sentence.start, |i| i + 1);
        trimmed(document, clause..at)?
    };
    Some(Attributed::indirect(source, at..at + 2, vec![content]))
}

/// "Interfax quoted Gatilov as saying that …".
pub(super) fn quoted_as_saying(g: Ground<'_>, at: usize, sentence: &Range<usize>) -> Option<Attributed> {
    let document = g.document;
    if !matches!(document.word(at), "quoted" | "cited") {
        return None;
    }
    let saying = (at + 1..sentence.end.min(at + 16))
        .find(|&i| document.word(i) == "saying" && document.word(i - 1) == "as")?;
    let person = g.chart.within(Kind::Person, at + 1..saying).next()?;
    let mut start = saying + 1;
    if start < sentence.end && document.word(start) == "that" {
        start += 1;
    }
    let agency = g
        .chart
        .within(Kind::Organisation, sentence.start..at)
        .filter(|a| a.tokens.clone().any(|i| document.tokens[i].classes.has(g.classes.agency)))
        .last()
        .map(|a| a.tokens.clone());
    let content = vec![trimmed(document, start..sentence.end)?];
    let source = person_source(g, person, sentence);
    Some(Attributed { agency, ..Attributed::indirect(source, saying - 1..saying + 1, content) })
}

/// How far, in tokens and in attributions, a speaker is looked for.
const CUE_TOKENS: usize = 400;

/// A quotation without a cue in the paragraph of one that has a speaker is the same speaker's.
pub(super) fn carry_quotations(document: &Document<'_>, found: &mut [Attributed]) {
    let mut spans: Vec<_> = found.iter().flat_map(|a| a.content.iter().copied()).collect();
    spans.sort_unstable();
    // The furthest end of the contents up to each, so that one look says whether a quotation is taken.
    let ends: Vec<usize> = spans
        .iter()
        .scan(0, |furthest, span| {
            *furthest = span.end_byte.max(*furthest);
            Some(*furthest)
        })
        .collect();
    for quote in &document.quotes {
        let before = spans.partition_point(|span| span.start_byte < quote.end_byte);
        if before > 0 && ends[before - 1] > quote.start_byte {
            continue;
        }
        let at = document.paragraphs.partition_point(|p| p.end_byte < quote.end_byte);
        let Some(paragraph) = document.paragraphs.get(at).filter(|p| p.contains(*quote)) else { continue };
        // A cue stands at most a sentence after what it reports.
        let token = document.tokens.partition_point(|token| token.span.start_byte < quote.end_byte);
        let near = found.partition_point(|a| a.cue.start < token + CUE_TOKENS);
        let speaker = found[..near].iter_mut().rev().take(CUE_TOKENS).find(|a| {
            let last = a.content.last().copied();
            last.is_some_and(|span| span.end_byte <= quote.start_byte && paragraph.contains(span))
                && matches!(a.speech, Speech::Direct | Speech::Mixed)
        });
        if let Some(speaker) = speaker {
            speaker.content.push(*quote);
        }
    }
}
