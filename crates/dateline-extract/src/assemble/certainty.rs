//! How sure a match is, whether it is said or denied, and to which side of the text's own time it looks.

use super::chain::Voices;
use super::maker::Maker;
use crate::attribution::Attributed;
use crate::chart::{Annotation, Kind};
use crate::document::Document;
use crate::modality;
use crate::rules::Comparable;
use crate::tagger::Tag;
use crate::verb_group::Direction;
use dateline_core::modality::{Hedge, Modality, ModalityClass, Polarity};
use std::ops::Range;

impl Maker<'_> {
    /// Hedges from the start of the clause to the value, and those of the reporting words ("hopes that").
    pub(super) fn modality(&self, evidence: &Range<usize>, voices: &Voices<'_>) -> Modality {
        let reading = self.reading;
        let document = &reading.document;
        let reach = self.reach(evidence);
        let mut modality = modality::read(document, &reading.chart, reading.classes, reach.tokens.clone());
        if reach.closed {
            return modality;
        }
        let sentence = document.sentences[self.sentence].tokens.clone();
        // ", the ministry estimates": the words that end the sentence.
        let comma = (self.found.tokens.end..sentence.end).rev().take(7).find(|&at| document.word(at) == ",");
        if let Some(comma) = comma {
            let after = modality::read(document, &reading.chart, reading.classes, comma..sentence.end);
            // ", officials fear."
            let last = document.span(sentence.end.saturating_sub(2).max(sentence.start)..sentence.end);
            let ends = |hedge: &Hedge| {
                last.contains(hedge.span)
                    && ["fear", "believe", "think", "expect", "hope"]
                        .iter()
                        .any(|stem| hedge.text.starts_with(stem))
            };
            if after.hedges.iter().any(|hedge| hedge.text.starts_with("estimate") || ends(hedge)) {
                modality.class = modality.class.min(after.class);
                modality.hedges.extend(after.hedges);
            }
        }
        let closing = |at: &usize| matches!(document.word(*at), "?" | "." | "!" | ";");
        let asked = self.found.tokens.end.min(sentence.end)..sentence.end;
        let told = reach.passing || self.only_describes();
        if !told && asked.clone().find(closing).is_some_and(|at| document.word(at) == "?") {
            // A question asserts nothing.
            modality.class = ModalityClass::U;
        }
        if let Some(at) = self.hangs_on_condition(reach.own) {
            modality.class = ModalityClass::U;
            let hedge = Hedge { text: document.verbatim(at).to_owned(), span: document.tokens[at].span };
            if !modality.hedges.contains(&hedge) {
                modality.hedges.push(hedge);
            }
        }
        // "plans to speak at the hearing in May" doubts the speech, not the hearing.
        let presupposed = self.is_phrase();
        let governs = |a: &Attributed| {
            let after = reach.own.is_none_or(|own| a.reported.cue.start > own);
            let own = after || !reach.passing && a.stance.says;
            own && (a.stance.says || !presupposed && !self.is_beyond(a))
        };
        for attributed in voices.all.iter().copied().filter(|a| governs(a)) {
            let of_cue = modality::read(
                document,
                &reading.chart,
                reading.classes,
                cue_words(document, attributed, reach.tokens.start),
            );
            modality.class = modality.class.min(of_cue.class);
            let mut hedges = of_cue.hedges;
            hedges.retain(|hedge| !modality.hedges.contains(hedge));
            hedges.append(&mut modality.hedges);
            modality.hedges = hedges;
        }
        let weak = voices.at_most(governs).filter(|_| modality.class == ModalityClass::CT);
        if let Some((class, cue)) = weak {
            // "The mayor thinks that …": not as sure as if it were told.
            modality.class = class;
            let (text, span) = (document.words(cue.clone()).to_owned(), document.span(cue));
            modality.hedges.push(Hedge { text, span });
        }
        if let Some(at) = self.is_only_proposed() {
            modality.class = ModalityClass::U;
            let (text, span) = (document.verbatim(at).to_owned(), document.tokens[at].span);
            modality.hedges.push(Hedge { text, span });
        }
        if self.spec.cause {
            self.doubt_cause(&mut modality);
        }
        modality
    }

    /// "Unemployment would soar to 10 percent": a figure that is yet to be reached is at most probable.
    pub(super) fn foretell(&self, modality: &mut Modality) {
        let reading = self.reading;
        // "spending to cap the well had grown, bringing the total to …": what governs the figure stands next to it.
        let last = reading.chart.within(Kind::Verb, self.found.tokens.clone()).last();
        let verb = last.filter(|a| reading.verbs[a.index].irrealis).map(|a| a.tokens.start);
        let Some(at) = verb.or_else(|| self.modal()).filter(|_| modality.class == ModalityClass::CT) else {
            return;
        };
        let (text, span) = (reading.document.verbatim(at).to_owned(), reading.document.tokens[at].span);
        modality.class = ModalityClass::PR;
        modality.hedges.push(Hedge { text, span });
    }

    /// A modal before the value: "the cost would be $3 billion".
    pub(super) fn modal(&self) -> Option<usize> {
        let value = self.slot("value").map_or(self.found.tokens.end, |value| value.tokens.start);
        // "the May 17th attack": a month.
        let month = |at: usize| {
            let token = &self.reading.document.tokens[at];
            token.capital && token.classes.has(self.reading.classes.month)
        };
        (self.found.tokens.start..value)
            .find(|&at| self.reading.has_class(at, self.reading.classes.modal) && !month(at))
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
                && (self.spec.thing
                    || at + 1 == evidence.start
                    || evidence.contains(&at)
                    || at + 3 > evidence.start
                    // "planned to start on June 25"
                    || document.word(at + 1) == "to")
        });
        if scheduling {
            let past = tokens.clone().any(|at| matches!(document.word(at), "was" | "were"));
            return if past { Direction::Open } else { Direction::Future };
        }
        if self.is_perfect_of_time_to_come() || self.was_yet_to_come() {
            return Direction::Open;
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
        let before = reading.chart.within(Kind::Verb, sentence..self.found.tokens.start).last();
        // A modal after it belongs to a verb that is not known ("said he would press them at a meeting on Monday"), and what
        // is done ahead of a hearing tells not whether the hearing has been.
        let untold = |at: usize| {
            document.tag(at) == Tag::MD || matches!(document.word(at), "ahead" | "before" | "eve" | "prior")
        };
        // So does a participle behind what is to come ("will protest against arrests made at a rally in April").
        let past = |at: usize| matches!(document.tag(at), Tag::VBN | Tag::VBD);
        // "had warned before the vote on January 20": the vote is past.
        let had = |a: &&Annotation| a.tokens.clone().any(|at| document.word(at) == "had");
        if before.filter(|a| !had(a)).is_some_and(|a| {
            let ahead = reading.verbs[a.index].direction == Direction::Future;
            // "is pressed to step down before the meeting in October": that is yet to come, too.
            let side = |at: usize| untold(at) && (!ahead || document.tag(at) == Tag::MD);
            (a.tokens.end..evidence.start).any(|at| side(at) || ahead && past(at))
        }) {
            return Direction::Open;
        }
        match before.map(|a| reading.verbs[a.index].direction) {
            Some(direction @ (Direction::Past | Direction::Future))
                if verbs.is_empty() || self.only_names_its_event() =>
            {
                direction
            }
            None if self.was_done_before(sentence) => Direction::Past,
            _ => Direction::Open,
        }
    }

    /// Negations of the rule, of the verbs and of the cue, which cancel each other; `None` where it is not settled
    /// what is denied ("12 people, not 15, were killed", "the talks, which he did not attend, began in May").
    pub(super) fn polarity(&self, evidence: &Range<usize>, voices: &Voices<'_>) -> Option<Polarity> {
        let reading = self.reading;
        if self.spec.cause {
            let negative = self.is_cause_denied() != voices.denial().is_some();
            return Some(if negative { Polarity::Negative } else { Polarity::Positive });
        }
        let verbs: Vec<bool> = reading
            .chart
            .within(Kind::Verb, self.found.tokens.clone())
            .map(|a| reading.verbs[a.index].negated)
            .collect();
        let negated = verbs.iter().filter(|negated| **negated).count();
        if self.is_not_before(evidence) {
            return voices.denial().is_none().then_some(Polarity::Positive);
        }
        if negated > 0 && negated < verbs.len() {
            return None;
        }
        let mut negative = self.spec.negative ^ (negated % 2 == 1);
        let mut bare = self
            .found
            .tokens
            .clone()
            .filter(|&at| reading.document.word(at) == "not" && !reading.in_verb_group(at))
            // "pleaded not guilty" is what was pleaded.
            .filter(|at| !(self.spec.normal == Some(Comparable::Words) && evidence.contains(at)));
        if let Some(at) = bare.next() {
            let of_value = at + 1 == evidence.start || at == evidence.start;
            let counts =
                self.slot("value").is_some_and(|value| matches!(value.annotation, Some((Kind::Quantity, _))));
            if !of_value || counts || bare.next().is_some() {
                return None;
            }
            negative = !negative;
        }
        if let Some(denied) = voices.denial() {
            // "denied any part in the attack, in which 12 people died": who denies the part does not deny the dead.
            let between = denied.end..self.found.tokens.start.max(denied.end);
            let aside = between.into_iter().any(|at| {
                matches!(reading.document.word(at), "which" | "who" | "whom" | "whose" | "where" | "when")
            });
            if aside {
                return None;
            }
            negative = !negative;
        }
        Some(if negative { Polarity::Negative } else { Polarity::Positive })
    }
}

/// The reporting words before a clause that begins at `from`: the cue and what follows it, up to the content.
fn cue_words(document: &Document<'_>, attributed: &Attributed, from: usize) -> Range<usize> {
    let cue = &attributed.reported.cue;
    let cue_end = cue.end.min(from.max(cue.start));
    let content = attributed.reported.content.first().map_or(usize::MAX, |span| span.start_byte);
    let until = (cue_end..from).take_while(|&at| document.tokens[at].span.start_byte < content).last();
    cue.start..until.map_or(cue.end, |at| at + 1).min(from.max(cue.end))
}
