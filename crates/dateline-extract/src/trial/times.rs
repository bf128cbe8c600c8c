//! The times that rules under trial make in a text.

use crate::chart::{Annotation, Kind};
use crate::reading::Reading;
use crate::rules::Action;
use crate::times::TimeMention;
use crate::verb_group::Direction;
use crate::{ExtractionInput, Extractor};
use dateline_core::assertion::Notice;
use dateline_core::edtf::Edtf;
use dateline_core::text::{ByteSpan, LineNumber};
use dateline_core::value::TimeValue;

/// A time that a rule made of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMade {
    /// The rule: `time.after/1`.
    pub rule: String,
    /// Where its sentence stands, in bytes of the text.
    pub sentence: ByteSpan,
    /// The line on which it begins, from 1.
    pub line: LineNumber,
    /// Its words.
    pub text: String,
    /// What it was taken to be, by the tense of the verb before it; `None` where EDTF cannot say it.
    pub edtf: Option<Edtf>,
}

impl Extractor {
    /// The times that rules added by [`Extractor::with_rules`] make in a text, in text order. Where no assertion uses
    /// such a time, this is all that its rule does. None if the text is not read.
    pub fn own_times(&self, input: &ExtractionInput<'_>) -> Vec<TimeMade> {
        let own = |mention: &TimeMention| mention.made_by.filter(|rule| *rule >= self.shipped);
        if !self.makes_times() || self.is_unread(input) {
            return Vec::new();
        }
        let reading = Reading::new(self, input);
        let made =
            reading.chart.within(Kind::Time, 0..reading.document.tokens.len()).filter_map(|annotation| {
                let mention = &reading.times[annotation.index];
                let span = reading.document.span(mention.tokens.clone());
                let value = by_verb_before(&reading, annotation);
                Some(TimeMade {
                    rule: reading.book.rules[own(mention)?].id.clone(),
                    sentence: reading.sentence_at(span)?,
                    line: reading.document.lines.line_of(span.start_byte),
                    text: value.text,
                    edtf: value.edtf,
                })
            });
        made.collect()
    }

    fn makes_times(&self) -> bool {
        self.own_rules().iter().any(|rule| matches!(rule.action, Action::Time(_)))
    }

    fn is_unread(&self, input: &ExtractionInput<'_>) -> bool {
        let notices = self.extract(input).notices;
        notices.iter().any(|notice| matches!(notice, Notice::OtherLanguage { .. }))
    }
}

/// A time as the tense of the verb before it places it.
pub(super) fn by_verb_before(reading: &Reading<'_>, time: &Annotation) -> TimeValue {
    let words = reading.document.words(time.tokens.clone());
    let before = reading.chart.within(Kind::Verb, 0..time.tokens.start).last();
    let direction = before.map_or(Direction::Open, |a| reading.verbs[a.index].direction);
    reading.resolved(time.index, direction, words)
}
