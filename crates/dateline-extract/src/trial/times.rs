//! The times that rules under trial make in a text.

use crate::chart::{Annotation, Kind};
use crate::reading::Reading;
use crate::times::TimeMention;
use crate::verb_group::Direction;
use crate::{ExtractionInput, Extractor};
use dateline_core::assertion::Extraction;
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
    /// Reads a revision, and gives also the times that rules added by [`Extractor::with_rules`] make in it, in text
    /// order: where no assertion uses such a time, this is all that its rule does.
    pub fn extract_with_own_times(&self, input: &ExtractionInput<'_>) -> (Extraction, Vec<TimeMade>) {
        let (extraction, reading) = self.read(input);
        let times = reading.map(|reading| self.own_times(&reading)).unwrap_or_default();
        (extraction, times)
    }

    fn own_times(&self, reading: &Reading<'_>) -> Vec<TimeMade> {
        let own = |mention: &TimeMention| mention.made_by.filter(|rule| *rule >= self.shipped);
        let made =
            reading.chart.within(Kind::Time, 0..reading.document.tokens.len()).filter_map(|annotation| {
                let mention = &reading.times[annotation.index];
                let rule = own(mention)?;
                let span = reading.document.span(mention.tokens.clone());
                let value = by_verb_before(reading, annotation);
                Some(TimeMade {
                    rule: reading.book.rules[rule].id.clone(),
                    sentence: reading.sentence_at(span)?,
                    line: reading.document.lines.line_of(span.start_byte),
                    text: value.text,
                    edtf: value.edtf,
                })
            });
        made.collect()
    }
}

/// A time as the tense of the verb before it places it.
pub(super) fn by_verb_before(reading: &Reading<'_>, time: &Annotation) -> TimeValue {
    let words = reading.document.words(time.tokens.clone());
    let before = reading.chart.within(Kind::Verb, 0..time.tokens.start).last();
    let direction = before.map_or(Direction::Open, |a| reading.verbs[a.index].direction);
    reading.resolved(time.index, direction, words)
}
