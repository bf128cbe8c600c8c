//! Numbered names ("Geneva II"): bare, introduced by a rule, and made comparable.

use super::{Determiner, EventMention, Ground, covering};
use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::pattern::View;
use crate::rules::{Action, RuleBook};
use std::ops::Range;

/// Words that a rule found to name an event.
#[derive(Debug, Clone)]
pub(super) struct Introduced {
    pub(super) mention: usize,
    /// Tokens of the name.
    pub(super) name: Range<usize>,
    /// Index of the rule.
    pub(super) rule: usize,
}

/// Numbered names standing alone ("organise Geneva 2"): those known by a noun elsewhere, and any place with
/// a numeral, which names a meeting held there.
pub(super) fn bare_names(
    g: Ground<'_>,
    chart: &Chart,
    mentions: &[EventMention],
    known: &[String],
) -> Vec<EventMention> {
    let document = g.document;
    let mut out = Vec::new();
    for sentence in &document.sentences {
        for at in sentence.tokens.start + 1..sentence.tokens.end {
            if numeral(document.word(at)).is_none() || !document.tokens[at - 1].capital {
                continue;
            }
            let mut first = at - 1;
            while first > sentence.tokens.start
                && document.tokens[first - 1].capital
                && !document.tokens[first - 1].classes.has(g.named().starter)
            {
                first -= 1;
            }
            let name = first..at + 1;
            let inside =
                mentions.iter().any(|m| !m.verb && m.tokens.start < name.end && name.start < m.tokens.end);
            let timed = covering(chart, Kind::Time, at, sentence.tokens.start).is_some();
            let is_known = known.contains(&key(document, name.clone()));
            let place = name.len() == 2 && g.is_place(first);
            if inside || timed || !(is_known || place) {
                continue;
            }
            let determined =
                first > sentence.tokens.start && document.tokens[first - 1].classes.has(g.named().article);
            let tokens = first - usize::from(determined)..at + 1;
            let bare = EventMention::unmodified(tokens, "event-meeting", Determiner::Definite);
            out.push(EventMention { name: Some(name), ..bare });
        }
    }
    out
}

/// What the naming rules find; of two that find one name the first counts.
pub(super) fn introductions(
    g: Ground<'_>,
    book: &RuleBook,
    chart: &Chart,
    mentions: &[EventMention],
) -> Vec<Introduced> {
    let view = View { document: g.document, chart, verbs: g.verbs };
    let mut out: Vec<Introduced> = Vec::new();
    let rules = book.rules.iter().enumerate().filter(|(_, rule)| matches!(rule.action, Action::Naming));
    for (index, rule) in rules {
        for sentence in &g.document.sentences {
            for at in sentence.tokens.clone() {
                for pattern in &rule.patterns {
                    let Some(found) = pattern.match_at(view, at, sentence.tokens.end) else { continue };
                    let subject = found.slot(&book.slots, "subject").and_then(|capture| capture.annotation);
                    let (Some((Kind::Event, mention)), Some(name)) = (subject, found.evidence) else {
                        continue;
                    };
                    if !is_all(g.document, chart, &name) {
                        continue;
                    }
                    if mention < mentions.len() && !out.iter().any(|known| known.name == name) {
                        out.push(Introduced { mention, name, rule: index });
                    }
                }
            }
        }
    }
    out
}

/// Whether a name ends where its words end: "the adviser to the campaign, called Mr. Prado's words …" names nothing.
/// A numeral ends a name wherever it stands.
fn is_all(document: &Document<'_>, chart: &Chart, name: &Range<usize>) -> bool {
    let day = chart.at(name.start).iter().any(|a| a.kind == Kind::Time);
    let numbered = numeral(document.word(name.end - 1)).is_some();
    let ends = document.tokens.get(name.end).is_none_or(|next| {
        !matches!(next.kind, TokenKind::Word | TokenKind::Number)
            && !matches!(document.word(name.end), "'" | "’")
    });
    !day && (numbered || ends)
}

/// The value of a roman or arabic numeral up to 20 that numbers a name.
pub(crate) fn numeral(word: &str) -> Option<u8> {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    if let Some(at) = ROMAN.iter().skip(1).position(|roman| *roman == word) {
        return u8::try_from(at + 2).ok();
    }
    word.parse().ok().filter(|n| (1..=20).contains(n))
}

/// A numbered name made comparable: "Geneva II" and "Geneva 2" are one.
pub(super) fn key(document: &Document<'_>, name: Range<usize>) -> String {
    let words: Vec<String> = name
        .map(|at| {
            let word = document.word(at);
            numeral(word).map_or_else(|| word.to_owned(), |n| n.to_string())
        })
        .collect();
    words.join(" ")
}
