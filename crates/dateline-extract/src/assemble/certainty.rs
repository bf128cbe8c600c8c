//! How sure a match is, whether it is said or denied, and to which side of the text's own time it looks.

use super::chain::Voices;
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
    pub(super) fn modality(&self, evidence: &Range<usize>, voices: &Voices<'_>) -> Modality {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let mut from = self.found.tokens.start.min(evidence.start);
        // What hedges the clause does not hedge an aside in it ("…, tentatively set for …,").
        let within = self.found.tokens.start < evidence.start;
        let named = self.spec.attribute.as_str() == "successor";
        if within && !named && document.word(evidence.start - 1) == "," {
            return modality::read(document, &reading.chart, reading.classes, evidence.clone());
        }
        // "hopes that the 11 missing would be found": they are missing.
        if self.spec.attribute.as_str() == "missing" && !self.has_finite_verb() {
            return modality::read(document, &reading.chart, reading.classes, self.found.tokens.clone());
        }
        // "hopes to end the fighting, which has killed 12": what is said in passing of the event is not hoped for.
        let passing = self.relative_clause(evidence);
        from = passing.unwrap_or(from);
        // Back to where the clause begins: a mark, "that", or the cue. A participle or a phrase that only says more of
        // the event is presupposed: "could be settled at a trial set for May".
        while from > start && passing.is_none() && !self.only_describes() {
            let at = from - 1;
            let word = document.word(at);
            // "… asset sales The cost now stands at …": a headline that runs into its sentence.
            let runs_on = document.word(from) == "the" && document.tokens[from].capital;
            if runs_on || begins_clause(word) || document.tokens[at].kind == TokenKind::Quote {
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
        // ", the ministry estimates": the words that end the sentence.
        let comma = (self.found.tokens.end..sentence.end).rev().take(7).find(|&at| document.word(at) == ",");
        if let Some(comma) = comma {
            let after = modality::read(document, &reading.chart, reading.classes, comma..sentence.end);
            if after.hedges.iter().any(|hedge| hedge.text.starts_with("estimate")) {
                modality.class = modality.class.min(after.class);
                modality.hedges.extend(after.hedges);
            }
        }
        let closing = |at: &usize| matches!(document.word(*at), "?" | "." | "!" | ";");
        let asked = self.found.tokens.end.min(sentence.end)..sentence.end;
        if !self.only_describes() && asked.clone().find(closing).is_some_and(|at| document.word(at) == "?") {
            // A question asserts nothing.
            modality.class = ModalityClass::U;
        }
        if let Some(at) = self.hangs_on_condition() {
            modality.class = ModalityClass::U;
            let hedge = Hedge { text: document.verbatim(at).to_owned(), span: document.tokens[at].span };
            if !modality.hedges.contains(&hedge) {
                modality.hedges.push(hedge);
            }
        }
        // "plans to speak at the hearing in May" doubts the speech, not the hearing.
        let presupposed = self.is_phrase();
        let governs = |a: &Attributed| {
            let own = passing.is_none_or(|own| a.reported.cue.start > own);
            own && (a.stance.says || !presupposed && !self.is_beyond(a))
        };
        for attributed in voices.all.iter().copied().filter(|a| governs(a)) {
            let of_cue = modality::read(
                document,
                &reading.chart,
                reading.classes,
                cue_words(document, attributed, from),
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
        modality
    }

    /// Where the relative clause begins by which a match tells something of the event before it ("the blast, which killed
    /// 12").
    fn relative_clause(&self, evidence: &Range<usize>) -> Option<usize> {
        let (reading, subject) = (self.reading, self.slot("subject")?);
        let document = &reading.document;
        let between = subject.tokens.end..evidence.start.max(subject.tokens.end);
        let pronoun = between.clone().find(|at| matches!(document.word(*at), "that" | "which" | "who"))?;
        // "said of the blast that it killed 12" has a subject of its own.
        let adverb = |at: &usize| reading.has_class(*at, reading.classes.adverb);
        let next = (pronoun + 1..evidence.start).find(|at| !adverb(at))?;
        let verb = reading.chart.at(next).iter().any(|a| a.kind == Kind::Verb);
        (verb && subject.tokens.start == self.found.tokens.start).then_some(pronoun + 1)
    }

    /// Whether the match is no clause of its own: its words only describe the event.
    fn only_describes(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let described =
            self.slot("subject").is_some_and(|subject| subject.tokens.start <= self.found.tokens.start + 2);
        let tokens = self.found.tokens.clone();
        let c = reading.classes;
        let clause = tokens.clone().any(|at| document.tokens[at].classes.has_any(&[c.be, c.modal]));
        let mut verbs = reading.chart.within(Kind::Verb, tokens.clone()).peekable();
        // "at the hearing on Thursday" has no verb; "a trial set for May" has a participle.
        let set = verbs.peek().is_none()
            || tokens
                .clone()
                .any(|at| self.is_scheduling(at) || matches!(document.word(at), "set" | "fixed"));
        // "these talks already taking place in Oslo".
        let place = self.spec.attribute.as_str() == "place"
            && reading.chart.within(Kind::Verb, tokens.clone()).any(|a| reading.verbs[a.index].gerund);
        described
            && (set || place)
            && !clause
            && self.is_place_or_date()
            && verbs.all(|a| reading.verbs[a.index].reduced || place && reading.verbs[a.index].gerund)
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
        (self.found.tokens.start..value).find(|&at| self.reading.has_class(at, self.reading.classes.modal))
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
                    || at + 3 > evidence.start)
        });
        if scheduling {
            let past = tokens.clone().any(|at| matches!(document.word(at), "was" | "were"));
            return if past { Direction::Open } else { Direction::Future };
        }
        if self.is_perfect_of_time_to_come() {
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
        let before = reading.chart.within(Kind::Verb, sentence..evidence.start).last();
        // A modal after it belongs to a verb that is not known ("said he would press them at a meeting on Monday").
        let modal = |at: usize| document.tag(at) == Tag::MD;
        if before.is_some_and(|a| (a.tokens.end..evidence.start).any(modal)) {
            return Direction::Open;
        }
        match before.map(|a| reading.verbs[a.index].direction) {
            Some(direction @ (Direction::Past | Direction::Future)) if verbs.is_empty() => direction,
            _ => Direction::Open,
        }
    }

    /// Negations of the rule, of the verbs and of the cue, which cancel each other; `None` where it is not settled
    /// what is denied ("12 people, not 15, were killed", "the talks, which he did not attend, began in May").
    pub(super) fn polarity(&self, evidence: &Range<usize>, voices: &Voices<'_>) -> Option<Polarity> {
        let reading = self.reading;
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
            .filter(|&at| reading.document.word(at) == "not" && !reading.in_verb_group(at));
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

    /// "if the talks fail", "without a cease-fire": what hangs on a condition, wherever that stands, is uncommitted.
    fn hangs_on_condition(&self) -> Option<usize> {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let ahead = reading
            .chart
            .within(Kind::Verb, self.found.tokens.clone())
            .any(|a| reading.verbs[a.index].irrealis);
        if !ahead {
            return None;
        }
        let begins = |at: usize| at == sentence.start || document.tokens[at - 1].kind == TokenKind::Quote;
        // "is holding talks on a council that could help if the government falls": a condition of another clause.
        let end = self.found.tokens.end;
        let elsewhere =
            |at: usize| at > end && (end..at).any(|b| matches!(document.word(b), "that" | "which" | "who"));
        sentence.clone().filter(|at| !elsewhere(*at)).find(|&at| match document.word(at) {
            // "if possible" wishes; "as if" compares.
            "if" => {
                let next = if at + 1 < sentence.end { document.word(at + 1) } else { "" };
                // "to know if it works" asks.
                let asks = |word| {
                    matches!(
                        word,
                        "as" | "even"
                            | "know"
                            | "see"
                            | "tell"
                            | "ask"
                            | "asked"
                            | "wonder"
                            | "learn"
                            | "sure"
                    ) || matches!(word, "determine" | "decide" | "test" | "check" | "unclear" | "known")
                };
                !matches!(next, "possible" | "necessary" | "needed" | "not" | "any" | "only")
                    && (at == sentence.start || !asks(document.word(at - 1)))
            }
            "unless" => true,
            "without" => begins(at),
            _ => false,
        })
    }
}

/// Marks and words before which no hedge governs what follows them.
fn begins_clause(word: &str) -> bool {
    matches!(
        word,
        "that" | ";" | ":" | "," | "but" | "while" | "although" | "because" | "as" | "which" | "who"
    ) || matches!(word, "when" | "where" | "after" | "before" | "since")
}

/// The reporting words before a clause that begins at `from`: the cue and what follows it, up to the content.
fn cue_words(document: &Document<'_>, attributed: &Attributed, from: usize) -> Range<usize> {
    let cue = &attributed.reported.cue;
    let cue_end = cue.end.min(from.max(cue.start));
    let content = attributed.reported.content.first().map_or(usize::MAX, |span| span.start_byte);
    let until = (cue_end..from).take_while(|&at| document.tokens[at].span.start_byte < content).last();
    cue.start..until.map_or(cue.end, |at| at + 1).min(from.max(cue.end))
}
