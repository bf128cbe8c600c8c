//! How far a hedge reaches. It governs its own complement; a relative clause that tells what happened, a clause that is
//! joined on with a subject of its own, and what a name presupposes stand as firm as they are told.

use super::maker::Maker;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::pattern::Capture;
use std::ops::Range;

/// Among which words of a sentence the hedges of a match are looked for.
pub(super) struct Reach {
    pub(super) tokens: Range<usize>,
    /// Where a clause begins that no doubt before it reaches.
    pub(super) own: Option<usize>,
    /// It tells in passing what is taken for granted: questions do not reach it.
    pub(super) passing: bool,
    /// No word outside of `tokens` counts.
    pub(super) closed: bool,
}

impl Maker<'_> {
    /// The words whose hedges count for a match: from the beginning of its clause to the value.
    pub(super) fn reach(&self, evidence: &Range<usize>) -> Reach {
        let found = self.found.tokens.clone();
        let closed = |tokens| Reach { tokens, own: None, passing: false, closed: true };
        // What hedges the clause does not hedge an aside in it ("…, tentatively set for …,").
        let within = found.start < evidence.start && self.reading.document.word(evidence.start - 1) == ",";
        let verb = evidence.clone().any(|at| self.reading.document.tag(at).is_verb());
        if within && (self.is_place_or_date() || !verb) && self.spec.attribute.as_str() != "successor" {
            return closed(evidence.clone());
        }
        // "hopes that the 11 missing would be found": they are missing. "And what of Mary Brown's successor, John Smith?"
        if self.spec.attribute.as_str() == "missing" && !self.has_finite_verb() || self.is_named_in_passing()
        {
            return closed(found);
        }
        // "could be a topic of the summit expected to be held in Oslo": the participle has its own doubt, and that alone.
        if let Some(subject) =
            self.slot("subject").filter(|s| self.is_place_or_date() && s.tokens.end < evidence.end)
        {
            let next = subject.tokens.end;
            let planned = self.is_scheduling(next) && !evidence.contains(&next)
                || self.is_scheduling(next) && self.reading.document.word(next + 1) == "to";
            if planned && subject.tokens.start <= found.start + 2 {
                return closed(next..evidence.end.max(found.end));
            }
        }
        let end = evidence.end.max(found.end);
        if self.tells_a_cause_in_passing() {
            return Reach { own: Some(found.start), tokens: found.start..end, passing: true, closed: false };
        }
        // "hopes to end the fighting, which has killed 12": what is said in passing of the event is not hoped for.
        let passing = self.relative_clause(evidence).or_else(|| self.clause_with_who(evidence));
        let own = passing.or_else(|| self.clause_joined_on(evidence));
        let from = own.unwrap_or_else(|| self.start_of_clause(found.start.min(evidence.start)));
        Reach { tokens: from..end, own, passing: passing.is_some(), closed: false }
    }

    /// Back from `from` to where its clause begins: a mark, "that", or the cue. A participle or a phrase that only says
    /// more of the event is presupposed: "could be settled at a trial set for May".
    fn start_of_clause(&self, mut from: usize) -> usize {
        let document = &self.reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        while from > start && !self.only_describes() {
            let at = from - 1;
            let word = document.word(at);
            // "… asset sales The cost now stands at …": a headline that runs into its sentence.
            let runs_on = document.word(from) == "the" && document.tokens[from].capital;
            let ends = begins_clause(word) || document.tokens[at].kind == TokenKind::Quote;
            if runs_on || ends || self.is_dash_before_words(at) {
                // "hoped that", "rumours that": what introduces the clause hedges it.
                let verb = if word == "that" { self.introducing(at, start) } else { None };
                return verb.unwrap_or(from);
            }
            from = at;
        }
        from
    }

    /// "can seal the well - an operation expected in August": a dash that opens words of their own. "hopes - against all odds
    /// - to seal it" goes on behind it.
    fn is_dash_before_words(&self, at: usize) -> bool {
        let document = &self.reading.document;
        let dash = matches!(document.word(at), "-" | "--" | "–" | "—" | "―");
        let spaced = at > 0 && document.tokens[at - 1].span.end_byte < document.tokens[at].span.start_byte;
        dash && (spaced || document.word(at) == "—") && document.word(at + 1) != "to"
    }

    /// "Mary Brown's successor, John Smith": the name takes for granted that he is.
    fn is_named_in_passing(&self) -> bool {
        let document = &self.reading.document;
        let mut words = self.found.tokens.clone();
        self.spec.attribute.as_str() == "successor"
            && words.any(|at| matches!(document.word(at), "successor" | "replacement"))
            && !self.has_finite_verb()
            && !self.has_verb()
    }

    /// The person at the head of a match.
    pub(super) fn person_ahead(&self) -> Option<&Capture> {
        let mut slots = [self.slot("subject"), self.slot("value")].into_iter().flatten();
        slots.find(|it| {
            matches!(it.annotation, Some((Kind::Person, _))) && it.tokens.start == self.found.tokens.start
        })
    }

    /// Where a clause begins that tells something of the person before it ("to replace Mary Brown, who resigned").
    fn clause_with_who(&self, evidence: &Range<usize>) -> Option<usize> {
        let (reading, document) = (self.reading, &self.reading.document);
        let person = self.person_ahead()?;
        let told = self.slot("subject").map_or(evidence.start, |it| it.tokens.start.max(evidence.start));
        let who = (person.tokens.end..told).rfind(|&at| document.word(at) == "who")?;
        let verb =
            (who + 1..self.found.tokens.end).find(|&at| !reading.has_class(at, reading.classes.adverb))?;
        let parted = (who..told).any(|at| document.word(at) == ",");
        (document.tag(verb).is_finite() && !parted).then_some(who + 1)
    }

    /// Where a main clause begins that is joined on within a match: "wells which it hopes will help - but they are not due
    /// until August".
    fn clause_joined_on(&self, evidence: &Range<usize>) -> Option<usize> {
        let document = &self.reading.document;
        let within =
            self.found.tokens.start + 1..evidence.start.saturating_sub(1).max(self.found.tokens.start + 1);
        let joins = |at: &usize| {
            matches!(document.word(*at), "but" | "and" | "though" | "although" | "while")
                && matches!(
                    document.word(*at + 1),
                    "it" | "they" | "he" | "she" | "this" | "that" | "these" | "those"
                )
        };
        let joined = within.rev().find(joins)?;
        (joined + 2..evidence.start).any(|at| document.tag(at).is_finite()).then_some(joined + 1)
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
    pub(super) fn only_describes(&self) -> bool {
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

    /// Whether a conjunction has a finite verb behind it, and no mark in between.
    fn opens_clause(&self, at: usize, end: usize) -> bool {
        let document = &self.reading.document;
        let mut words = (at + 1..end).take(12).take_while(|&i| !matches!(document.word(i), "," | ";" | ":"));
        words.any(|i| document.tag(i).is_finite())
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

    /// "if the talks fail", "without a cease-fire": what hangs on a condition, wherever that stands, is uncommitted.
    /// None before `own` reaches it.
    pub(super) fn hangs_on_condition(&self, own: Option<usize>) -> Option<usize> {
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
        let reaches = |at: &usize| !elsewhere(*at) && own.is_none_or(|own| *at >= own);
        sentence.clone().filter(reaches).find(|&at| match document.word(at) {
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
            // "only after the vote has been won", "once a heir has been found"; "only after May" is a time.
            "once" => at > sentence.start && self.opens_clause(at, sentence.end),
            "only" => {
                at + 1 < sentence.end
                    && matches!(document.word(at + 1), "after" | "when" | "once" | "if")
                    && self.opens_clause(at + 1, sentence.end)
            }
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
