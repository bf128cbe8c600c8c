//! One match of an assertion rule, and the drafts it makes.

use super::Draft;
use super::chain::Voices;
use super::measures::CountedIn;
use super::veto::Veto;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::pattern::{Capture, Match};
use crate::reading::Reading;
use crate::rules::{Assert, Rule};
use crate::subjects::SubjectKey;
use crate::verb_group::Direction;
use dateline_core::id::Slug;
use dateline_core::modality::{Modality, ModalityClass};
use dateline_core::value::Value;
use std::ops::Range;

/// A match with its rule and its place.
pub(super) struct Maker<'m> {
    pub(super) reading: &'m Reading<'m>,
    pub(super) rule: &'m Rule,
    pub(super) spec: &'m Assert,
    pub(super) found: &'m Match,
    pub(super) sentence: usize,
}

impl Maker<'_> {
    pub(super) fn slot(&self, name: &str) -> Option<&Capture> {
        self.found.slot(&self.reading.book.slots, name)
    }

    /// The assertions that the match makes, or for each why it is none.
    pub(super) fn make(&self) -> Vec<Result<Draft, Veto>> {
        if self.spec.office {
            let Some((subject, office)) = self.office() else { return vec![Err(Veto::Office)] };
            return vec![self.draft_of(subject, self.slot("value"), office, None)];
        }
        let values: Vec<&Capture> = [self.slot("value"), self.slot("also")].into_iter().flatten().collect();
        let people = [self.slot("subject"), self.slot("also")];
        if self.spec.attribute.as_str() == "role" {
            // One role, one or two people.
            let Some(value) = self.slot("value") else { return vec![Err(Veto::Value)] };
            let plural = value.annotation.is_some_and(|(_, role)| self.reading.names.roles[role].plural);
            let people = people.into_iter().take(if plural { 2 } else { 1 });
            return people.flatten().map(|person| self.draft(Some(person), Some(value))).collect();
        }
        if values.is_empty() {
            return vec![self.draft(self.slot("subject"), None)];
        }
        values.into_iter().map(|value| self.draft(self.slot("subject"), Some(value))).collect()
    }

    fn draft(&self, subject: Option<&Capture>, value: Option<&Capture>) -> Result<Draft, Veto> {
        let party = self.deciding_body()?;
        let capture = subject;
        let subject = self.subject(capture, party.as_ref()).ok_or(Veto::Subject)?;
        if self.is_far_from(&subject) {
            return Err(Veto::Subject);
        }
        if self.is_count_of_another(capture, &subject) {
            return Err(Veto::AnotherEvent);
        }
        let counted = matches!(self.spec.unit.as_deref(), Some("person" | "case"));
        let place = match &subject {
            SubjectKey::Event(event) | SubjectKey::Conflict(event, _) if counted => {
                match self.place_of_count(*event) {
                    CountedIn::Whole => None,
                    CountedIn::Place(place) => Some(place),
                    CountedIn::Unsettled => return Err(Veto::Part),
                }
            }
            _ => None,
        };
        let qualifier = self
            .spec
            .qualifier
            .clone()
            .or(party)
            .or_else(|| self.part_of_people(value).or_else(|| self.part_of_toll()));
        let qualifier = match (place, qualifier) {
            (Some(place), Some(part)) => Slug::from_text(&format!("{place} {part}")),
            (place, part) => place.or(part),
        };
        if self.spec.cause {
            self.tells_a_cause(&subject)?;
        }
        let attribute = self.start_of_campaign(&subject).unwrap_or_else(|| self.spec.attribute.clone());
        self.draft_of(subject, value, attribute, qualifier)
    }

    fn draft_of(
        &self,
        subject: SubjectKey,
        value: Option<&Capture>,
        attribute: Slug,
        qualifier: Option<Slug>,
    ) -> Result<Draft, Veto> {
        let reading = self.reading;
        let document = &reading.document;
        self.may_speak_of_it(value)?;
        let evidence_tokens = self.evidence(value).filter(|tokens| !tokens.is_empty()).ok_or(Veto::Value)?;
        if self.is_one_of_two(&evidence_tokens) {
            return Err(Veto::OneOfTwo);
        }
        let span = document.span(evidence_tokens.clone());
        let text = document.words(evidence_tokens.clone());
        let mut voices = reading.voices(span);
        if voices.withhold() {
            return Err(Veto::Withheld);
        }
        self.is_asserted(&evidence_tokens)?;
        // A title before a name is the reporter's wording, even inside reported speech, and no doubt of the clause
        // reaches it: "may meet President X" leaves him president.
        let titled = matches!(kind_of(value), Some(Kind::Role)) || self.spec.office;
        let nominal = titled && !self.has_verb();
        if nominal && document.quotation(span).is_none() {
            voices = Voices::default();
        }
        let mut modality =
            if nominal { Modality::certain() } else { self.modality(&evidence_tokens, &voices) };
        if !nominal && matches!(kind_of(value), Some(Kind::Quantity | Kind::Role)) || self.spec.office {
            self.foretell(&mut modality);
        }
        if self.spec.cause && modality.class == ModalityClass::U {
            return Err(Veto::Withheld);
        }
        let direction = self.direction(&modality, &evidence_tokens);
        let value = self.value(value, text, direction).ok_or(Veto::Value)?;
        if self.was_to_be_held(&voices) {
            return Err(Veto::FormerPlan);
        }
        if self.began_at_length(&value, direction) {
            return Err(Veto::Beginning);
        }
        let polarity = self.polarity(&evidence_tokens, &voices).ok_or(Veto::Negation)?;
        self.is_done(&mut modality, polarity)?;
        self.is_settled_state(&modality, polarity)?;
        let qualifier = qualifier.or_else(|| self.yet_to_come(&modality));
        let (mut attribution, said_at) =
            reading.attribution_of(&self.found.tokens, &evidence_tokens, &voices);
        self.add_blame(&mut attribution);
        let (subject, short_for) = self.named_here(subject);
        Ok(Draft {
            attribute,
            qualifier,
            value,
            modality,
            polarity,
            attribution,
            said_at,
            change_cue: self.change_cue(),
            former: self.former(direction),
            implied_subject: self.is_implied(&subject),
            subject_words: self.words_of_subject(&subject, &evidence_tokens),
            counted_since: self.counted_since(&evidence_tokens),
            evidence: reading.evidence(span),
            sentence: document.sentences[self.sentence].span,
            rule: self.rule.id.clone(),
            subject,
            short_for,
            reach: self.found.tokens.len(),
        })
    }

    /// Whether the words of the match, apart from those of its value, let it assert anything.
    fn may_speak_of_it(&self, value: Option<&Capture>) -> Result<(), Veto> {
        if self.former_plan() {
            return Err(Veto::FormerPlan);
        }
        if self.is_rate() || self.is_price(value) || self.is_capacity() {
            return Err(Veto::Rate);
        }
        if self.is_of_another_verb(value) {
            return Err(Veto::AnotherVerb);
        }
        if self.is_of_a_part() {
            return Err(Veto::NotAtLarge);
        }
        if self.is_some_of_them(value) || self.is_of_those_before(value) || self.is_of_two_places(value) {
            return Err(Veto::Part);
        }
        if self.is_not_its_subject() {
            return Err(Veto::NotSubject);
        }
        if self.is_time_of_another(value)
            || self.is_body()
            || self.only_starts()
            || self.is_place_of_speaker(value)
            || self.is_place_of_party(value)
            || self.is_hindrance()
            || self.is_only_a_party(value)
            || self.only_says_who()
        {
            return Err(Veto::AnotherEvent);
        }
        if self.slot("qualifier").is_some_and(|q| !self.spec.decided && self.is_function_word(q)) {
            return Err(Veto::Qualifier);
        }
        if self.is_limited_role(value) || self.is_no_apposition(value) {
            return Err(Veto::Role);
        }
        if self.is_increment(value) || self.is_step_of_toll() {
            return Err(Veto::Increment);
        }
        if self.is_alternative() {
            return Err(Veto::OneOfTwo);
        }
        Ok(())
    }

    /// Whether the attribute is a toll: its unit is people.
    pub(super) fn counts_people(&self) -> bool {
        self.spec.unit.as_deref() == Some("person")
    }

    /// "the parents of two people killed in the attack": some of the dead.
    fn is_some_of_them(&self, value: Option<&Capture>) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        let Some(value) = value.filter(|value| value.tokens.start > first) else { return false };
        let c = self.reading.classes;
        let after = value.tokens.end..self.found.tokens.end;
        self.counts_people()
            && document.word(value.tokens.start - 1) == "of"
            && after.into_iter().all(|at| !document.tokens[at].classes.has_any(&[c.be, c.have]))
            && self.found.tokens.start == value.tokens.start
    }

    /// The words that carry the value.
    fn evidence(&self, value: Option<&Capture>) -> Option<Range<usize>> {
        if let Some(value) = value.filter(|_| self.spec.cause) {
            return self.cause_words(value);
        }
        Some(match (&self.found.evidence, value, kind_of(value)) {
            // Of two people named together, each has the words that name it.
            (_, Some(value), Some(Kind::Person)) => value.tokens.clone(),
            (_, Some(value), Some(Kind::Role)) => self.reading.names.roles[value.annotation?.1].core.clone(),
            (Some(evidence), _, _) => evidence.clone(),
            (None, Some(value), _) => value.tokens.clone(),
            (None, None, _) => return None,
        })
    }

    pub(super) fn has_verb(&self) -> bool {
        self.reading.chart.within(Kind::Verb, self.found.tokens.clone()).next().is_some()
    }

    /// "a day", "each year", "on average": a rate is no count of what happened.
    fn is_rate(&self) -> bool {
        let counts = matches!(self.spec.unit.as_deref(), Some("person" | "case"));
        let document = &self.reading.document;
        let tokens = document.sentences[self.sentence].tokens.clone();
        counts
            && tokens.clone().any(|at| {
                let unit = self.reading.has_class(at, self.reading.classes.unit);
                let before =
                    at.checked_sub(1).filter(|b| *b >= tokens.start).map_or("", |b| document.word(b));
                let after = if at + 1 < tokens.end { document.word(at + 1) } else { "" };
                // "a year ago", "a day after": when, not how often.
                let when = matches!(
                    after,
                    "ago" | "after" | "before" | "later" | "earlier" | "since" | "of" | "old"
                );
                matches!(document.word(at), "average" | "annually" | "daily" | "yearly")
                    || unit && !when && matches!(before, "a" | "each" | "every" | "per")
            })
    }

    /// "$6 million/day", "$4,300 for each barrel": a rate is no cost and no fine.
    fn is_price(&self, value: Option<&Capture>) -> bool {
        let Some(value) = value.filter(|_| self.spec.unit.as_deref() == Some("money")) else { return false };
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let word = |at: usize| if sentence.contains(&at) { document.word(at) } else { "" };
        let end = value.tokens.end;
        let unit = self.reading.has_class((end + 1).min(sentence.end - 1), self.reading.classes.unit);
        matches!(word(end), "/" | "per" | "apiece" | "each" | "daily" | "annually" | "monthly" | "weekly")
            || matches!(word(end), "a" | "every") && unit
            || matches!(word(end), "for" | "on") && matches!(word(end + 1), "each" | "every")
    }

    /// "can collect 900 barrels a day": what could flow is not what flows.
    fn is_capacity(&self) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        let start = self.found.tokens.start.saturating_sub(2).max(first);
        self.spec.unit.as_deref() == Some("flow")
            && (start..self.found.tokens.end)
                .any(|at| matches!(document.word(at), "can" | "able" | "capable" | "capacity"))
    }

    fn is_function_word(&self, slot: &Capture) -> bool {
        let c = self.reading.classes;
        let document = &self.reading.document;
        let classes = document.tokens[slot.tokens.start].classes;
        // "led the Arkel Far-West Team": half of a name is no party.
        let end = document.sentences[self.sentence].tokens.end;
        let cut = slot.tokens.end < end && {
            let next = &document.tokens[slot.tokens.end];
            document.tag(slot.tokens.end).is_proper_noun() || next.capital && next.kind == TokenKind::Word
        };
        cut || classes.has_any(&[c.article, c.demonstrative, c.possessive, c.preposition, c.conjunction])
    }

    /// Whether a token says that something is planned for a time.
    pub(super) fn is_scheduling(&self, at: usize) -> bool {
        self.reading.has_class(at, self.reading.classes.schedule_participle)
    }

    /// The party in the slot `qualifier`, made comparable: "the US", "Russia's", "Russian".
    pub(super) fn qualifier(&self) -> Option<Slug> {
        let words = self.reading.words_of(self.slot("qualifier")?);
        let plain = words.trim_end_matches("'s").trim_end_matches("’s");
        Slug::from_text(self.reading.lexicon.country(plain))
    }

    pub(super) fn change_cue(&self) -> Option<String> {
        let cue = self.slot("change")?;
        let document = &self.reading.document;
        // The verb before "to" says what changed.
        let verb = self.verb_before(cue.tokens.start);
        let start = verb.map_or(cue.tokens.start, |tokens| tokens.start);
        Some(document.words(start..cue.tokens.end).to_owned())
    }

    /// The value that the words say it had ("to 54 from 61").
    fn former(&self, direction: Direction) -> Option<Value> {
        let former = self.slot("former")?;
        let text = self.reading.document.words(former.tokens.clone());
        self.value(Some(former), text, direction)
    }

    fn verb_before(&self, before: usize) -> Option<Range<usize>> {
        self.reading
            .chart
            .within(Kind::Verb, self.found.tokens.start..before)
            .last()
            .map(|annotation| annotation.tokens.clone())
    }
}

fn kind_of(value: Option<&Capture>) -> Option<Kind> {
    value?.annotation.map(|(kind, _)| kind)
}
