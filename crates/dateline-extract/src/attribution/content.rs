//! What is attributed, and what stands between the cue and it.

use super::{Attributed, Ground, Source};
use crate::chart::Kind;
use crate::document::{Document, TokenKind};
use dateline_core::text::ByteSpan;
use std::ops::Range;

/// Quotations of the same sentence, or of the paragraph right before the cue.
pub(super) fn quotations_of(
    document: &Document<'_>,
    sentence: &Range<usize>,
    cue: &Range<usize>,
    source: &Source,
) -> Vec<ByteSpan> {
    let span = document.span(sentence.clone());
    let clause = document.span(cue.start.min(source.tokens.start)..cue.end.max(source.tokens.end));
    // Quotations are in text order and do not overlap.
    let first = document.quotes.partition_point(|quote| quote.end_byte <= span.start_byte);
    document.quotes[first..]
        .iter()
        .copied()
        .take_while(|quote| quote.start_byte < span.end_byte)
        .filter(|quote| quote.overlaps(span) && !quote.overlaps(clause))
        // "so-called" words in quotation marks are no speech: three words at least.
        .filter(|quote| document.text[quote.start_byte..quote.end_byte].split_whitespace().count() >= 3)
        .collect()
}

/// The content in the reporter's words: what follows the cue, or, for a cue at the end, what precedes it.
pub(super) fn indirect_content(
    g: Ground<'_>,
    found: &Attributed,
    after: usize,
    that: Option<usize>,
    sentence: &Range<usize>,
) -> Option<ByteSpan> {
    let document = g.document;
    let clause_start = source_phrase_start(g, found.source.tokens.start.min(found.cue.start), sentence.start);
    let comma_before = clause_start > sentence.start
        && (document.word(clause_start - 1) == ","
            || document.tokens[clause_start - 1].kind == TokenKind::Quote);
    if let Some(that) = that {
        return (that < sentence.end).then(|| trimmed(document, that..sentence.end))?;
    }
    let rest = skip_adjuncts(g, after, sentence.end);
    let goes_on = rest + 1 < sentence.end
        && document.word(rest) == ","
        && g.chart.at(rest + 1).iter().any(|a| a.kind == Kind::Verb && !g.verbs[a.index].gerund);
    if goes_on && clause_start > sentence.start && document.word(clause_start - 1) == "," {
        // "The vote, Vos told the Times, will be held in August": the sentence around the aside.
        return trimmed(document, sentence.start..sentence.end);
    }
    let ends = rest >= sentence.end
        || matches!(document.word(rest), "." | "," | ";" | "!" | "?")
        || document.tokens[rest].kind == TokenKind::Quote;
    if ends {
        // ", Harf said." — the content stands before; so does a quotation, which is handled by its marks.
        return (comma_before && clause_start > sentence.start + 1)
            .then(|| trimmed(document, sentence.start..clause_start - 1))?;
    }
    let express = g
        .chart
        .at(found.cue.start)
        .iter()
        .any(|a| a.kind == Kind::Verb && g.verbs[a.index].classes.has(g.classes.express));
    // Without "that" only a clause is content: it has a verb of its own.
    let clause = g.chart.within(Kind::Verb, rest..sentence.end).any(|a| !g.verbs[a.index].infinitive);
    let inverted = found.source.tokens.start >= found.cue.end;
    if inverted || express || !clause || comma_before && document.word(rest) == "who" {
        return (inverted && comma_before).then(|| trimmed(document, sentence.start..clause_start - 1))?;
    }
    trimmed(document, rest..sentence.end)
}

/// Where the source's noun phrase begins: before its role and article (", the mayor said", ", Foreign Minister
/// Ana Prado said").
fn source_phrase_start(g: Ground<'_>, start: usize, sentence_start: usize) -> usize {
    let ends_here = |role: &&crate::names::RoleMention| {
        role.tokens.start < start && (role.tokens.end == start || role.core.end == start)
    };
    let mut first = g.names.roles.iter().find(ends_here).map_or(start, |role| role.tokens.start);
    while first > sentence_start && g.document.tokens[first - 1].classes.has(g.classes.article) {
        first -= 1;
    }
    first
}

/// Bytes of tokens, without marks at the ends.
pub(super) fn trimmed(document: &Document<'_>, mut tokens: Range<usize>) -> Option<ByteSpan> {
    let mark = |at: usize| {
        document.tokens[at].kind == TokenKind::Quote
            || matches!(document.word(at), "." | "," | ";" | "!" | "?")
    };
    while !tokens.is_empty() && mark(tokens.end - 1) {
        tokens.end -= 1;
    }
    while !tokens.is_empty() && mark(tokens.start) {
        tokens.start += 1;
    }
    (!tokens.is_empty()).then(|| document.span(tokens))
}

/// A time of utterance and the token after "that", looked for after the cue.
pub(super) fn between(g: Ground<'_>, from: usize, end: usize) -> (Option<usize>, Option<usize>) {
    let document = g.document;
    let mut said_at = None;
    let mut at = from;
    while at < end && at < from + 14 {
        if let Some(time) = g.chart.at(at).iter().find(|a| a.kind == Kind::Time) {
            said_at = said_at.or(Some(time.index));
            at = time.tokens.end;
            continue;
        }
        let word = document.word(at);
        if word == "that" {
            return (said_at, Some(at + 1));
        }
        if matches!(word, "," | ";" | ".") || document.tokens[at].kind == TokenKind::Quote {
            break;
        }
        if at > from && g.chart.at(at).iter().any(|a| a.kind == Kind::Verb) {
            break;
        }
        at += 1;
    }
    // A time counts as that of the utterance only right after the cue ("said Monday", "said on Monday").
    let near = g.chart.within(Kind::Time, from..end).find(|a| {
        a.tokens.start <= from + 1 || (a.tokens.start == from + 2 && document.word(from + 1) == "on")
    });
    let near = near.filter(|a| {
        a.tokens.start == from
            || matches!(document.word(a.tokens.start - 1), "on" | "late" | "early" | "earlier" | "also")
    });
    (near.map(|a| a.index), None)
}

/// Over times, adverbs and phrases of place or occasion after the cue.
pub(super) fn skip_adjuncts(g: Ground<'_>, from: usize, end: usize) -> usize {
    let document = g.document;
    let mut at = from;
    while at < end {
        if let Some(time) = g.chart.at(at).iter().find(|a| a.kind == Kind::Time) {
            at = time.tokens.end;
        } else if matches!(document.word(at), "also" | "earlier" | "later" | "on" | "late" | "early") {
            at += 1;
        } else if matches!(document.word(at), "in" | "at" | "before" | "after" | "during" | "by") {
            // "in a statement", "before the meeting", "at a daily press briefing": to the next mark or clause.
            let mut stop = at + 1;
            while stop < end
                && stop < at + 8
                && document.tokens[stop].kind == TokenKind::Word
                && document.word(stop) != "that"
                && !g.chart.at(stop).iter().any(|a| a.kind == Kind::Verb)
            {
                stop += 1;
            }
            at = stop;
        } else {
            break;
        }
    }
    at
}

/// Who was spoken to, after "told" or "to".
pub(super) fn addressee(g: Ground<'_>, after: usize, end: usize) -> Option<Range<usize>> {
    let document = g.document;
    let mut at = after;
    if at < end && document.word(at) == "to" {
        at += 1;
    }
    let start = at;
    while at < end && document.tokens[at].classes.has(g.classes.article) {
        at += 1;
    }
    if at >= end {
        return None;
    }
    if let Some(name) = g.chart.at(at).iter().find(|a| matches!(a.kind, Kind::Organisation | Kind::Person)) {
        let mut stop = name.tokens.end;
        while stop < end
            && matches!(document.word(stop), "news" | "agency" | "television" | "radio" | "newspaper")
        {
            stop += 1;
        }
        return Some(start..stop);
    }
    // A name that nothing else is known of, where the sentence ends: "…, the diplomat told The Lakeside Courier."
    let is_name = |at: &usize| document.tokens[*at].kind == TokenKind::Word && document.tokens[*at].capital;
    let named = (at..end).take_while(is_name).last();
    let is_time = g.chart.at(at).iter().any(|a| a.kind == Kind::Time);
    if let Some(last) = named.filter(|last| last + 2 >= end && !is_time) {
        return Some(start..last + 1);
    }
    let mut stop = at;
    while stop < end && stop < at + 5 && document.tokens[stop].kind == TokenKind::Word {
        let token = &document.tokens[stop];
        let nouns = [g.classes.press_noun, g.classes.agency, g.classes.addressee_noun];
        if token.classes.has_any(&nouns) {
            return Some(start..stop + 1);
        }
        if token.verb.is_some() || token.classes.has(g.classes.preposition) || document.word(stop) == "that" {
            break;
        }
        stop += 1;
    }
    None
}
