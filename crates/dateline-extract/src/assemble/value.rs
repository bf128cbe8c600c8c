//! The value that a match gives.

use super::maker::Maker;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::pattern::Capture;
use crate::rules::Comparable;
use crate::subjects::role_normal;
use crate::verb_group::Direction;
use dateline_core::value::{EntityKind, EntityValue, Number, QuantityValue, TextValue, TimeValue, Value};

impl Maker<'_> {
    /// `None` when what the slot caught is no value of the kind that the rule asks for.
    pub(super) fn value(&self, capture: Option<&Capture>, text: &str, direction: Direction) -> Option<Value> {
        let reading = self.reading;
        let Some(capture) = capture else {
            let normal = match self.spec.normal.as_ref()? {
                Comparable::Fixed(normal) => normal.clone(),
                Comparable::Count => self.tally()?,
                Comparable::Words => text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
            };
            return Some(Value::Text(TextValue { text: text.to_owned(), normal }));
        };
        if self.spec.cause {
            return self.cause(capture, text);
        }
        match capture.annotation? {
            (Kind::Time, index) => self.time(index, direction, text, capture.tokens.start).map(Value::Time),
            (Kind::Quantity, index) => self.quantity(index, text),
            (Kind::Person, _) if self.is_end_of_name(capture) => None,
            (Kind::Person, mention) => {
                let person = reading.names.mentions[mention].person?;
                let name = reading.names.people[person].name.clone();
                Some(Value::Entity(EntityValue { text: text.to_owned(), name, entity: EntityKind::Person }))
            }
            (Kind::Place, _) => Some(Value::Entity(EntityValue {
                text: text.to_owned(),
                name: reading.name_of(capture),
                entity: EntityKind::Place,
            })),
            (Kind::Role, index) => {
                let role = &reading.names.roles[index];
                let normal = role_normal(text, role.plural);
                Some(Value::Text(TextValue { text: text.to_owned(), normal }))
            }
            _ => None,
        }
    }

    /// A time; what is not before it is on it or after it, and nothing else is "until" a time.
    fn time(&self, index: usize, direction: Direction, text: &str, at: usize) -> Option<TimeValue> {
        let reading = self.reading;
        let until = |at: usize| matches!(reading.document.word(at), "until" | "till");
        let from = at - usize::from(at > self.found.tokens.start && until(at - 1));
        if self.is_not_before(&(from..reading.times[index].tokens.end)) {
            return Some(reading.resolved_not_before(index, direction, text));
        }
        let time = reading.resolved(index, direction, text);
        (!self.spec.thing || from == at && !self.was_planned()).then_some(time)
    }

    /// "was due to be finished in August": whether it is so still, or came to be, nobody says.
    fn was_planned(&self) -> bool {
        let document = &self.reading.document;
        let mut tokens = self.found.tokens.clone();
        let was = tokens.clone().any(|at| matches!(document.word(at), "was" | "were"));
        was && tokens.any(|at| self.is_scheduling(at))
    }

    /// Whether a plain noun follows a number: "killed 40 cows" counts no people.
    fn counts_something_else(&self, next: usize) -> bool {
        let (reading, c) = (self.reading, self.reading.classes);
        let end = reading.document.sentences[self.sentence].tokens.end;
        next < end && {
            let token = &reading.document.tokens[next];
            let function =
                [c.preposition, c.conjunction, c.article, c.be, c.have, c.adverb, c.pronoun, c.modal];
            let measured = matches!(
                reading.document.word(next),
                "dead"
                    | "missing"
                    | "unaccounted"
                    | "others"
                    | "according"
                    | "more"
                    | "lives"
                    | "seriously"
                    | "critically"
                    | "slightly"
            );
            token.kind == TokenKind::Word
                && token.verb.is_none()
                // "killed seven Wednesday".
                && !reading.chart.at(next).iter().any(|a| a.kind == Kind::Time)
                && !token.classes.has_any(&function)
                && !measured
        }
    }

    /// "could exceed $14 billion".
    fn is_exceeded(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.reading.document.word(before));
        ["exceed", "surpass", "topp"].iter().any(|stem| before.starts_with(stem)) || before == "top"
    }

    fn quantity(&self, index: usize, text: &str) -> Option<Value> {
        let mention = &self.reading.quantities[index];
        let unit = mention.value.unit.0.as_str();
        let fits = self.fits_unit(unit);
        let adjective = self.spec.adjective.as_deref().is_none_or(|wanted| {
            mention.adjectives.clone().any(|at| self.reading.document.word(at) == wanted)
        });
        let noun = self.reading.document.word(mention.tokens.end - 1);
        if !self.spec.nouns.is_empty() && !self.spec.nouns.iter().any(|wanted| wanted == noun) {
            return None;
        }
        if !self.counts_the_whole(mention.adjectives.clone()) {
            return None;
        }
        let bare = unit.is_empty() && self.counts_something_else(mention.tokens.end);
        if !fits || !adjective || bare {
            return None;
        }
        let mut value = QuantityValue { text: text.to_owned(), ..mention.value.clone() };
        let exact = value.low.is_some() && value.low == value.high && !value.approximate;
        if let (Some(low), true) = (value.low, exact && self.is_exceeded(mention.tokens.start)) {
            value = QuantityValue::more_than(text.to_owned(), low, value.unit);
        }
        if let (Some(wanted @ ("person" | "case")), "") = (self.spec.unit.as_deref(), unit) {
            // Nobody counts them in parts.
            let whole = |end: Option<Number>| end.is_none_or(|end| end.as_integer().is_some());
            if !whole(value.low) || !whole(value.high) {
                return None;
            }
            wanted.clone_into(&mut value.unit.0);
        }
        Some(Value::Quantity(value))
    }
}
