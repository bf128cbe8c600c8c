//! What stands between a cue and its content: who was told, when it was said, where.

use super::Ground;
use crate::chart::Kind;
use crate::document::TokenKind;
use std::ops::Range;

/// The index of the time of the utterance, looked for after the cue: "said on Monday in Geneva that …".
pub(super) fn said_at(g: Ground<'_>, from: usize, end: usize) -> Option<usize> {
    let document = g.document;
    let mut found = None;
    let mut at = from;
    while at < end && at < from + 14 {
        if let Some(time) = g.chart.at(at).iter().find(|a| a.kind == Kind::Time) {
            found = found.or(Some(time.index));
            at = time.tokens.end;
            continue;
        }
        let word = document.word(at);
        if word == "that" {
            return found;
        }
        let mark = matches!(word, "," | ";" | ".") || document.tokens[at].kind == TokenKind::Quote;
        if mark || at > from && g.chart.at(at).iter().any(|a| a.kind == Kind::Verb) {
            break;
        }
        at += 1;
    }
    // Without "that" a time counts as that of the utterance only right after the cue ("said Monday", "said on Monday").
    let near = g.chart.within(Kind::Time, from..end).find(|a| {
        a.tokens.start <= from + 1 || (a.tokens.start == from + 2 && document.word(from + 1) == "on")
    });
    let near = near.filter(|a| {
        a.tokens.start == from
            || matches!(document.word(a.tokens.start - 1), "on" | "late" | "early" | "earlier" | "also")
    });
    near.map(|a| a.index)
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
        } else if at + 1 < end && matches!(document.word(at + 1), "least" | "most") {
            // "says at least 40 people came": the clause itself.
            break;
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
    let to = at < end && document.word(at) == "to";
    if to {
        at += 1;
    }
    let start = at;
    while at < end && document.tokens[at].classes.has(g.classes.article) {
        at += 1;
    }
    if at >= end {
        return None;
    }
    // "told her that …", and not "told her deputy".
    let pronoun = matches!(document.word(at), "him" | "them" | "me" | "us" | "it" | "you" | "her");
    if pronoun && !(at + 1 < end && document.word(at) == "her" && document.tag(at + 1).is_common_noun()) {
        return Some(start..at + 1);
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
    // A name that nothing else is known of: "the diplomat told The Lakeside Courier". After "to" only where the
    // sentence ends.
    let is_time = |at: usize| g.chart.at(at).iter().any(|a| a.kind == Kind::Time);
    let is_name = |at: &usize| {
        document.tokens[*at].kind == TokenKind::Word && document.tokens[*at].capital && !is_time(*at)
    };
    let named = (at..end).take_while(is_name).last();
    if let Some(last) = named.filter(|last| !to || last + 2 >= end) {
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
