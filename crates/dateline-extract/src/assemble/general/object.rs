//! The object or complement of a plain clause, and whether the clause ends with it.

use super::phrases::{is_time, named, phrases};
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::noun_group;
use crate::reading::Reading;
use crate::tagger::Tag;
use dateline_core::text::ByteSpan;
use std::ops::Range;

/// The object or complement that begins with the token `at` and goes to the end of its clause; times, which may follow it,
/// are no part of it.
pub(super) fn object(reading: &Reading<'_>, at: usize, end: usize, copula: bool) -> Option<Range<usize>> {
    let document = &reading.document;
    if at >= end || is_time(reading, at) {
        return None;
    }
    let group = named(reading, at, end)?;
    let until = phrases(reading, group.end, end)?;
    let tokens = at..until;
    // "is sure", "is one of them": said of it, but no thing.
    let vague = copula && matches!(document.word(at), "one" | "part" | "what");
    // "… have died The lessons of the war": a headline that runs into its sentence.
    let runs_on = document.tokens[at].capital && reading.has_class(at, reading.classes.article);
    // "comes the day after …": a time.
    let vague =
        vague || reading.has_class(group.end - 1, reading.classes.unit) && document.tag(at) == Tag::DT;
    (!vague && !runs_on && ends(reading, until, end)).then_some(tokens)
}

/// Whether a clause may end before the token `at`: nothing that follows changes what it says.
fn ends(reading: &Reading<'_>, mut at: usize, end: usize) -> bool {
    let document = &reading.document;
    // "on Monday", "last week", "again": said of the whole clause.
    while at < end {
        let time =
            |at: usize| reading.chart.at(at).iter().find(|a| a.kind == Kind::Time).map(|a| a.tokens.end);
        if let Some(after) = time(at) {
            at = after;
        } else if let Some(after) = time(at + 1).filter(|_| {
            matches!(
                document.word(at),
                "on" | "in" | "at" | "since" | "during" | "for" | "after" | "before" | "by" | "from"
            )
        }) {
            at = after;
        } else if document.tag(at) == Tag::RB
            && matches!(
                document.word(at),
                "again" | "yesterday" | "today" | "there" | "here" | "too" | "also"
            )
        {
            at += 1;
        } else {
            break;
        }
    }
    if at >= end {
        return true;
    }
    let word = |at: usize| if at < end { document.word(at) } else { "" };
    let quote = document.tokens[at].kind == TokenKind::Quote;
    match word(at) {
        "." | "!" | ";" => true,
        // "described the plan | as a mistake", "the time | during which": the clause is not told without it.
        "as" => goes_on_with_clause(reading, at + 1, end),
        _ if matches!(word(at + 1), "which" | "whom" | "whose") => false,
        "after" | "before" | "when" | "while" | "because" | "since" | "but" | "although" | "though"
        | "during" | "despite" | "and" => true,
        "," => {
            let next = word(at + 1);
            let said = reading.attributions.all.iter().any(|a| {
                let next = a.reported.source.clone().map_or(a.reported.cue.start, |source| source.start);
                let holds = |span: &ByteSpan| span.contains(document.tokens[at - 1].span);
                (next == at + 1 || a.reported.cue.start == at + 1) && a.reported.content.iter().any(holds)
            });
            let as_clause = next == "as" && goes_on_with_clause(reading, at + 2, end);
            said || as_clause
                || matches!(
                    next,
                    "which"
                        | "who"
                        | "where"
                        | "when"
                        | "after"
                        | "while"
                        | "but"
                        | "although"
                        | "though"
                        | "according"
                        | "before"
                )
                || at + 1 < end && document.tag(at + 1) == Tag::VBG
                || document.tokens[(at + 1).min(end - 1)].kind == TokenKind::Quote
        }
        // The quotation in which the clause stands ends with it.
        _ => quote && document.quotation(document.tokens[at - 1].span).is_some(),
    }
}

/// "… as prices rose": a subject with a finite verb.
fn goes_on_with_clause(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let document = &reading.document;
    let verb = |group: noun_group::NounGroup| {
        let next = (group.tokens.end..end).find(|&at| !document.tag(at).is_adverb());
        next.is_some_and(|at| document.tag(at).is_finite())
    };
    noun_group::at(document, at, end).is_some_and(verb)
}
