//! The words of a cause: a noun group with as much of what follows it as it needs.

use super::maker::Maker;
use crate::chart::Kind;
use crate::noun_group::{self, NounGroup};
use crate::pattern::Capture;
use crate::tagger::Tag;
use dateline_core::value::{TextValue, Value};
use std::ops::Range;

/// How many groups one cause may be made of.
const MAX_GROUPS: usize = 6;

impl Maker<'_> {
    /// The words of a cause: the group that the slot caught with what belongs to it. `None` where that is not settled, or
    /// names nothing.
    pub(super) fn cause_words(&self, value: &Capture) -> Option<Range<usize>> {
        let document = &self.reading.document;
        let start = value.tokens.start;
        let before_verb = self.slot("subject").is_some_and(|subject| start < subject.tokens.start);
        let group = noun_group::at(document, start, value.tokens.end)?;
        if !self.names_a_cause(&group) {
            return None;
        }
        let end = document.sentences[self.sentence].tokens.end;
        let whole = self.whole_cause(group.tokens, end)?;
        // "A fault in the wiring | caused the fire": all that stands before the verb.
        let named = self.found.evidence.as_ref().is_some_and(|evidence| evidence.end == whole.end);
        (!before_verb || named).then_some(whole)
    }

    /// The value with its comparable form: the head with what modifies it, and what follows an "of".
    pub(super) fn cause(&self, value: &Capture, text: &str) -> Option<Value> {
        let document = &self.reading.document;
        let whole = self.cause_words(value)?;
        let group = noun_group::at(document, whole.start, whole.end)?;
        let from = group.tokens.clone().find(|&at| !is_determiner(document.tag(at)))?;
        let end = self.of_group(group.tokens.end, whole.end).unwrap_or(group.tokens.end);
        // "failures and blunders", and not half of it.
        let joined = (group.tokens.end..whole.end).any(|at| document.word(at) == "and");
        let end = if joined { whole.end } else { end };
        Some(Value::Text(TextValue {
            text: text.to_owned(),
            normal: document.name(from..end).to_lowercase(),
        }))
    }

    /// Whether a group names what can be a cause.
    fn names_a_cause(&self, group: &NounGroup) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let tag = document.tag(group.head);
        let first = group.tokens.start;
        let lemma = document.lemma(group.head);
        let of = group.tokens.end < document.tokens.len() && document.word(group.tokens.end) == "of";
        let time =
            reading.chart.at(first).iter().any(|a| a.kind == Kind::Time && a.tokens.end >= group.tokens.end);
        tag.is_noun()
            && !time
            && !matches!(
                document.word(first),
                "no" | "any" | "each" | "every" | "either" | "neither" | "what" | "which" | "such"
            )
            && document.tag(first) != Tag::WP_POSSESSIVE
            && (of || !says_nothing(&lemma.text()))
    }

    /// The group with its "of", its "and", and one phrase that follows it.
    fn whole_cause(&self, group: Range<usize>, end: usize) -> Option<Range<usize>> {
        let (reading, document) = (self.reading, &self.reading.document);
        let word = |at: usize| if at < end { document.word(at) } else { "" };
        let start = group.start;
        let mut at = group.end;
        for _ in 0..MAX_GROUPS {
            let next = word(at);
            let phrase = matches!(
                next,
                "of" | "in"
                    | "at"
                    | "with"
                    | "from"
                    | "between"
                    | "inside"
                    | "under"
                    | "near"
                    | "on"
                    | "aboard"
                    | "for"
            );
            let joins = next == "and";
            if !phrase && !joins {
                break;
            }
            let follows = noun_group::at(document, at + 1, end);
            let timed = reading.chart.at(at + 1).iter().any(|a| a.kind == Kind::Time);
            if joins {
                // "… and firefighters put it out": a clause of its own.
                let Some(other) = follows else {
                    return (!document.tag(at + 1).is_adjective()).then_some(start..at);
                };
                if is_clause(document.tag(other.tokens.end.min(end - 1))) && self.found.tokens.end <= at + 1 {
                    return Some(start..at);
                }
                at = other.tokens.end;
                continue;
            }
            match follows {
                Some(other) if !timed => at = other.tokens.end,
                _ if next == "of" => return None,
                _ => break,
            }
        }
        let stop = word(at);
        let tag = if at < end { document.tag(at) } else { Tag::STOP };
        let open = matches!(stop, "or" | "nor" | "than" | "to" | "as" | "well")
            || matches!(tag, Tag::VBG | Tag::HYPH | Tag::POS | Tag::CD | Tag::DOLLAR)
            || tag.is_adjective()
            || tag.is_noun();
        // "a leak, a spark and rain".
        let listed = stop == "," && {
            let next = at + 1 + usize::from(matches!(word(at + 1), "and" | "or" | "as" | "along"));
            let other = noun_group::at(document, next, end);
            let named = next > at + 1
                || other.as_ref().is_some_and(|other| matches!(word(other.tokens.end), "," | "and" | "or"));
            other.is_some_and(|other| named && !is_clause(document.tag(other.tokens.end.min(end - 1))))
        };
        // "a valve that had been left open": which one, only the clause says.
        let restricted = matches!(stop, "that" | "which" | "who" | "whose")
            && self.slot("value").is_some_and(|value| value.tokens.end > self.found.tokens.end - 1)
            && reading.events.within(start..at).next().is_none();
        (!open && !listed && !restricted).then_some(start..at)
    }

    /// The end of "of" and the groups after it.
    fn of_group(&self, mut at: usize, end: usize) -> Option<usize> {
        let document = &self.reading.document;
        let mut last = None;
        while at < end && document.word(at) == "of" {
            at = noun_group::at(document, at + 1, end)?.tokens.end;
            last = Some(at);
        }
        last
    }
}

/// A verb that has what stands before it for its subject.
fn is_clause(tag: Tag) -> bool {
    matches!(tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD)
}

/// What stands before the words that describe.
pub(super) fn is_determiner(tag: Tag) -> bool {
    matches!(tag, Tag::DT | Tag::PDT | Tag::PRP_POSSESSIVE | Tag::CD)
}

/// Nouns that stand for a cause without saying which.
fn says_nothing(lemma: &str) -> bool {
    matches!(
        lemma,
        "thing"
            | "something"
            | "anything"
            | "nothing"
            | "everything"
            | "someone"
            | "somebody"
            | "anyone"
            | "nobody"
            | "factor"
            | "force"
            | "reason"
            | "event"
            | "circumstance"
            | "one"
            | "other"
            | "result"
            | "mystery"
            | "subject"
            | "matter"
            | "question"
            | "cause"
            | "situation"
            | "chain"
            | "sequence"
            | "series"
            | "combination"
            | "number"
            | "lot"
            | "kind"
            | "type"
            | "sort"
            | "issue"
            | "decision"
            | "action"
            | "move"
            | "condition"
            | "problem"
            | "failing"
            | "unknown"
            | "day"
            | "way"
            | "that"
            | "this"
            | "what"
            | "step"
            | "concern"
    )
}
