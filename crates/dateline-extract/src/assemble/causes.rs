//! Which of the happenings of a sentence killed, hurt, drove out: none of two that are joined, and none that those who
//! were hurt only met with.

use super::maker::Maker;
use crate::chart::Kind;
use crate::events::{EventMention, is_conflict, is_held};

impl Maker<'_> {
    /// "exploded and sank, killing 11", "the explosion and fire", "clashes and attacks": of two happenings that are joined
    /// the words do not say which it was.
    pub(super) fn is_joined(&self, mention: &EventMention) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let tokens = &mention.tokens;
        let other = |known: &&EventMention| {
            known.verb == mention.verb
                && !is_held(known.class)
                && !(is_conflict(known.class) && is_conflict(mention.class))
                && (known.entity.is_none() || known.entity != mention.entity)
        };
        let parted = |at: usize| {
            matches!(
                document.word(at),
                "when" | "after" | "as" | "which" | "who" | "that" | "where" | ";" | ":"
            )
        };
        let verb = |from: usize, to: usize| reading.chart.within(Kind::Verb, from..to).next().is_some();
        let before =
            tokens.start.checked_sub(1).filter(|&at| at > sentence.start && document.word(at) == "and");
        let joined_before = before.is_some_and(|and| {
            let last = reading.events.within(sentence.start..and).filter(other).last();
            last.is_some_and(|last| {
                let gap = last.tokens.end..and;
                !gap.clone().any(parted) && (mention.verb || !verb(gap.start, gap.end))
            })
        });
        let and = tokens.end;
        let joined_after = !mention.verb && and + 1 < sentence.end && document.word(and) == "and" && {
            let mut near = reading.events.within(and + 1..(and + 2).min(sentence.end));
            near.any(|known| other(&known))
        };
        joined_before || joined_after
    }

    /// "hurt when their lorry turned over on the way to a fire", "fled as the army cracked down on protests", "died
    /// fighting the blaze": what somebody does about a happening is not the happening.
    pub(super) fn is_met_with(&self, mention: &EventMention) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let start = mention.tokens.start;
        let from = self.found.tokens.end;
        if mention.verb || start <= sentence.start {
            return false;
        }
        let clause =
            (from..start).rev().find(|&at| matches!(document.word(at), "when" | "as" | "after" | "while"));
        let within = matches!(document.word(start - 1), "in" | "by" | "during");
        let own_verb = |at: usize| reading.chart.within(Kind::Verb, at + 1..start).next().is_some();
        clause.is_some_and(own_verb) && !within || self.is_dealt_with(start, sentence.start)
    }

    /// "responding to the fire", "cracking down on months of protests", "fighting the blaze".
    fn is_dealt_with(&self, start: usize, first: usize) -> bool {
        let document = &self.reading.document;
        let stem = |at: usize, stems: &[&str]| {
            at >= first && stems.iter().any(|stem| document.word(at).starts_with(stem))
        };
        let last = start - 1;
        if document.tag(last).is_verb()
            && stem(last, &["flee", "fled", "fight", "fought", "battl", "tackl", "extinguish"])
        {
            return true;
        }
        // "months of protests": over the noun of which the happening is; "responding to reports that the fire …" is of reports.
        let far = if document.word(last) == "of" { 4 } else { 1 };
        let phrase = (first..start).rev().take(far).take_while(|&at| !document.tag(at).is_verb());
        phrase.into_iter().any(|at| match document.word(at) {
            "on" => at >= first + 2 && document.word(at - 1) == "down" && stem(at - 2, &["crack", "clamp"]),
            "to" => at > first && stem(at - 1, &["respond"]),
            "against" => at > first && stem(at - 1, &["protest", "demonstrat", "rall"]),
            _ => false,
        })
    }
}
