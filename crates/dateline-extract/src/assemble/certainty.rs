//! How sure a match is, whether it denies, and to which side of the text's own time it looks.

use super::maker::Maker;
use crate::attribution::Attributed;
use crate::chart::Kind;
use crate::document::{Document, TokenKind};
use crate::modality;
use crate::tagger::Tag;
use crate::verb_group::Direction;
use dateline_core::modality::{Hedge, Modality, ModalityClass, Polarity};
use std::ops::Range;

impl Maker<'_> {
    /// Hedges from the start of the clause to the value, and those of the reporting words ("hopes that").
    pub(super) fn modality(&self, evidence: &Range<usize>, attributed: Option<&Attributed>) -> Modality {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let mut from = self.found.tokens.start.min(evidence.start);
        // What hedges the clause does not hedge an aside in it ("…, tentatively set for …,").
        if evidence.start > start && document.word(evidence.start - 1) == "," {
            return modality::read(document, &reading.chart, reading.classes, evidence.clone());
        }
        // Back to where the clause begins: a mark, "that", or the cue.
        while from > start {
            let at = from - 1;
            let word = document.word(at);
            if matches!(
                word,
                "that" | ";" | ":" | "," | "but" | "while" | "although" | "because" | "as" | "which" | "who"
            ) || document.tokens[at].kind == TokenKind::Quote
            {
                // "hoped that", "rumours that": what introduces the clause hedges it.
                let verb = if word == "that" { self.introducing(at, start) } else { None };
                from = verb.unwrap_or(from);
                break;
            }
            from = at;
        }
        let mut modality = modality::read(
            document,
            &reading.chart,
            reading.classes,
            from..evidence.end.max(self.found.tokens.end),
        );
        let sentence = document.sentences[self.sentence].tokens.clone();
        let closing = |at: &usize| matches!(document.word(*at), "?" | "." | "!");
        if sentence.rev().find(closing).is_some_and(|at| document.word(at) == "?") {
            // A question asserts nothing.
            modality.class = ModalityClass::U;
        }
        if let Some(attributed) = attributed {
            let of_cue = modality::read(
                document,
                &reading.chart,
                reading.classes,
                cue_words(document, attributed, from),
            );
            modality.class = modality.class.min(of_cue.class);
            let mut hedges = of_cue.hedges;
            hedges.append(&mut modality.hedges);
            modality.hedges = hedges;
        }
        modality
    }

    /// The verb or noun right before a "that" at `that`, if it says how sure the clause is.
    fn introducing(&self, that: usize, start: usize) -> Option<usize> {
        let c = self.reading.classes;
        let hedges = [c.hedge_probable, c.hedge_possible, c.hedge_uncommitted];
        let before = that.checked_sub(1).filter(|at| *at >= start)?;
        let verb = self.reading.chart.within(Kind::Verb, start..that).find(|a| a.tokens.end == that);
        let from = verb.map_or(before, |a| a.tokens.start);
        (from..that).any(|at| self.reading.document.tokens[at].classes.has_any(&hedges)).then_some(from)
    }

    /// Whether the clause stands under a verb that is negated, or whose subject is nobody ("Nobody believes
    /// that …", "did not say that …"): then nothing is asserted.
    pub(super) fn is_under_denial(&self, evidence: &Range<usize>) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let first = self.found.tokens.start.min(evidence.start);
        let Some(that) = (start..first).rev().find(|&at| document.word(at) == "that") else {
            return false;
        };
        // "It is not true that …".
        let negator = reading.classes.negator;
        let near = that.saturating_sub(3).max(start)..that;
        if near
            .clone()
            .any(|at| reading.has_class(at, negator) || matches!(document.word(at), "false" | "untrue"))
        {
            return true;
        }
        let Some(verb) = reading.chart.within(Kind::Verb, start..that).last() else {
            return false;
        };
        let subject = verb.tokens.start.checked_sub(1).filter(|at| *at >= start);
        let nobody = subject.is_some_and(|at| {
            let word = document.word(at);
            matches!(word, "nobody" | "none" | "neither")
                || word == "one" && at > start && document.word(at - 1) == "no"
        });
        let refused =
            (start..that).any(|at| matches!(document.word(at), "refused" | "declined" | "failed" | "unable"));
        that <= verb.tokens.end + 1 && (reading.verbs[verb.index].negated || nobody || refused)
    }

    /// "Cancel the conference": whoever asks for something does not say that it is so.
    pub(super) fn is_command(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let Some(verb) = reading.chart.within(Kind::Verb, self.found.tokens.clone()).next() else {
            return false;
        };
        let at = verb.tokens.start;
        let begins = at == start
            || document.tokens[at - 1].kind == TokenKind::Quote
            || matches!(document.word(at - 1), ":" | "please");
        begins && document.tag(at) == Tag::VB
    }

    /// "Unemployment would soar to 10 percent": a figure that is yet to be reached is at most probable.
    pub(super) fn foretell(&self, modality: &mut Modality) {
        let reading = self.reading;
        let value = self.slot("value").map_or(self.found.tokens.end, |value| value.tokens.start);
        let Some(verb) = reading.chart.within(Kind::Verb, self.found.tokens.start..value).last() else {
            return;
        };
        if modality.class != ModalityClass::CT || !reading.verbs[verb.index].irrealis {
            return;
        }
        let at = verb.tokens.start;
        let (text, span) = (reading.document.verbatim(at).to_owned(), reading.document.tokens[at].span);
        modality.class = ModalityClass::PR;
        modality.hedges.push(Hedge { text, span });
    }

    /// The side on which a bare weekday or month is looked for.
    pub(super) fn direction(&self, modality: &Modality, evidence: &Range<usize>) -> Direction {
        let reading = self.reading;
        let document = &reading.document;
        let tokens = self.found.tokens.clone();
        let verbs: Vec<_> =
            reading.chart.within(Kind::Verb, tokens.clone()).map(|a| &reading.verbs[a.index]).collect();
        if self.change_cue().is_some() {
            // "was postponed to March": the new date lies ahead, whatever the tense.
            return Direction::Future;
        }
        let scheduling = tokens.clone().any(|at| {
            self.is_scheduling(at)
                && (at + 1 == evidence.start || evidence.contains(&at) || at + 3 > evidence.start)
        });
        if scheduling {
            let past = tokens.clone().any(|at| matches!(document.word(at), "was" | "were"));
            return if past { Direction::Open } else { Direction::Future };
        }
        if let Some(verb) = verbs.iter().rev().find(|verb| verb.direction != Direction::Open) {
            // "The first round takes place on Wednesday": the present of a timetable.
            return if verb.direction == Direction::Present { Direction::Future } else { verb.direction };
        }
        if modality.class != ModalityClass::CT {
            return Direction::Future;
        }
        // Without a verb of its own the nearest one before decides ("was lambasted at a hearing on Thursday").
        let sentence = document.sentences[self.sentence].tokens.start;
        let before = reading
            .chart
            .within(Kind::Verb, sentence..evidence.start)
            .map(|a| &reading.verbs[a.index])
            .last();
        match before.map(|verb| verb.direction) {
            Some(direction @ (Direction::Past | Direction::Future)) if verbs.is_empty() => direction,
            _ => Direction::Open,
        }
    }

    /// Negations of the rule, of the verbs and of the cue, which cancel each other.
    pub(super) fn polarity(&self, attributed: Option<&Attributed>) -> Polarity {
        let reading = self.reading;
        let verbs = reading.chart.within(Kind::Verb, self.found.tokens.clone());
        let mut negative = self.spec.negative;
        for verb in verbs {
            negative ^= reading.verbs[verb.index].negated;
        }
        negative ^= self
            .found
            .tokens
            .clone()
            .any(|at| reading.document.word(at) == "not" && !reading.in_verb_group(at));
        negative ^= attributed.is_some_and(|a| a.denied);
        if negative { Polarity::Negative } else { Polarity::Positive }
    }
}

/// The reporting words before a clause that begins at `from`: the cue and what follows it, up to the content.
fn cue_words(document: &Document<'_>, attributed: &Attributed, from: usize) -> Range<usize> {
    let cue = &attributed.cue;
    let cue_end = cue.end.min(from.max(cue.start));
    let content = attributed.content.first().map_or(usize::MAX, |span| span.start_byte);
    let until = (cue_end..from).take_while(|&at| document.tokens[at].span.start_byte < content).last();
    cue.start..until.map_or(cue.end, |at| at + 1).min(from.max(cue.end))
}
