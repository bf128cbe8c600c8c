//! When something began that goes on: its first day is no date of the whole.

use super::maker::Maker;
use crate::chart::Kind;
use crate::events::is_held;
use crate::pattern::Capture;
use crate::subjects::SubjectKey;
use crate::verb_group::Direction;
use dateline_core::edtf::Granularity;
use dateline_core::id::Slug;
use dateline_core::value::{TimeValue, Value};

impl Maker<'_> {
    /// Whether the match tells when or where something began that goes on: that is not its date or place.
    pub(super) fn only_begins(&self) -> bool {
        let reading = self.reading;
        matches!(self.spec.attribute.as_str(), "date" | "place")
            && reading
                .chart
                .within(Kind::Verb, self.found.tokens.clone())
                .any(|a| reading.verbs[a.index].classes.has(reading.classes.begin))
    }

    /// "The campaign was postponed to Thursday", "is set for Monday": of what lasts, that is when it starts.
    pub(super) fn start_of_campaign(&self, subject: &SubjectKey) -> Option<Slug> {
        let SubjectKey::Event(event) = subject else { return None };
        let campaign = self.reading.events.all[*event].class == "event-campaign";
        let planned =
            self.change_cue().is_some() || self.found.tokens.clone().any(|at| self.is_scheduling(at));
        let date = self.spec.attribute.as_str() == "date";
        (campaign && planned && date).then(|| Slug::from_text("started")).flatten()
    }

    /// "the talks began a year ago": what began in a month or a year of the past and is news has gone on. Talks go on
    /// where they are still to come, too ("negotiations will start next month"); a round that is resumed is held.
    pub(super) fn began_at_length(&self, value: &Value, direction: Direction) -> bool {
        let coarse = |time: &TimeValue| time.granularity > Granularity::Day;
        let word = |at: usize| self.reading.document.word(at);
        let resumed = self.found.tokens.clone().any(|at| word(at).starts_with("resum"));
        let talks = |subject: &Capture| {
            let mut words = subject.tokens.clone().map(word);
            !resumed && words.any(|word| matches!(word, "talks" | "negotiations" | "negotiation"))
        };
        self.only_begins()
            && (direction == Direction::Past || self.slot("subject").is_some_and(talks))
            && matches!(value, Value::Time(time) if coarse(time))
    }

    /// "begins tonight with a dinner, but the main talks are tomorrow": of several days told, the first is not the date.
    pub(super) fn begins_before_another_day(&self) -> bool {
        let reading = self.reading;
        let end = reading.document.sentences[self.sentence].tokens.end;
        self.spec.attribute.as_str() == "date"
            && self.only_begins()
            && reading
                .chart
                .within(Kind::Time, self.found.tokens.end..end)
                // "…, he said on Monday": when it was said.
                .filter(|a| !(a.tokens.start.saturating_sub(3)..a.tokens.start).any(|at| reading.says(at)))
                .any(|a| self.names_a_day(a.tokens.clone()))
    }

    /// "since the talks began last Monday": they go on, and that day is one of several.
    pub(super) fn only_begins_of(&self, subject: &Capture) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        let before = (first..=subject.tokens.start).rev().map(|at| document.word(at));
        self.only_begins() && before.take(3).any(|word| word == "since")
    }
}

/// Happenings of which the beginning is no date of the whole ("the uprising began in March", "the season was opened").
pub(super) fn goes_on(class: &str, noun: &str) -> bool {
    let lasts =
        matches!(noun, "season" | "term" | "course" | "exhibition" | "probe" | "inquiry" | "investigation");
    !is_held(class) || class == "event-campaign" || lasts
}
