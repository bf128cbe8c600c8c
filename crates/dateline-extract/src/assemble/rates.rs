//! Rates of a whole country: unemployment, inflation. Words around the measure that limit it make another one of it.

use super::maker::Maker;
use crate::chart::Kind;
use crate::noun_group;
use crate::tagger::Tag;

impl Maker<'_> {
    /// "the city's unemployment rate", "core inflation", "9 percent among the young": of a part; "7.8 percent when she took
    /// office in January 2009", "under the last government": of then; "12 percent higher": a change.
    pub(super) fn is_of_a_part(&self) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        let mut before = first..self.found.tokens.start;
        let elsewhere = before.any(|at| matches!(document.word(at), "if" | "among" | "under" | "during"));
        // "0.4 percent, bringing the 12-month rate to 5.1": of a month.
        let end = document.sentences[self.sentence].tokens.end;
        let yearly = (self.found.tokens.end..end.saturating_sub(1)).any(|at| {
            matches!(document.word(at), "12-month" | "twelve-month" | "annual" | "yearly")
                && document.word(at + 1) == "rate"
        });
        self.spec.about.is_some()
            && (elsewhere
                || yearly
                || self.is_limited_before()
                || self.is_limited_behind()
                || self.names_a_year())
    }

    /// Whether what stands before the measure makes it that of something narrower.
    fn is_limited_before(&self) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let first = document.sentences[self.sentence].tokens.start;
        let mut at = self.found.tokens.start;
        while at > first {
            let before = at - 1;
            let word = document.word(before);
            let earlier = if before > first { document.word(before - 1) } else { "" };
            match word {
                "of" if matches!(earlier, "rate" | "level") => at = before - 1,
                "price" | "prices" if earlier == "consumer" => at = before - 1,
                "annual" | "overall" | "national" | "headline" | "adjusted" | "seasonally" => at = before,
                "'s" | "’s" => return !matches!(earlier, "nation" | "country"),
                "as" | "than" | "after" | "before" | "since" | "while" | "until" => return false,
                _ if reading.says(before) => return false,
                _ if reading.chart.at(before).iter().any(|a| a.kind == Kind::Time) => return false,
                _ => {
                    let tag = document.tag(before);
                    return tag.is_adjective()
                        || tag.is_noun()
                        || tag == Tag::VBG
                        || document.tokens[before].classes.has(reading.classes.demonym)
                        || reading.has_class(before, reading.classes.preposition);
                }
            }
        }
        false
    }

    /// "9 percent for women", "9 percent in the mills", "12 percent higher".
    fn is_limited_behind(&self) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let end = document.sentences[self.sentence].tokens.end;
        let at = self.found.tokens.end;
        if at + 1 >= end {
            return false;
        }
        match document.word(at) {
            "higher" | "lower" | "up" | "down" | "more" | "less" | "above" | "below" | "among" | "when" => {
                true
            }
            "in" | "for" => {
                let timed = (at + 1..end.min(at + 4))
                    .any(|i| reading.chart.at(i).iter().any(|a| a.kind == Kind::Time));
                let group = noun_group::at(document, at + 1, end);
                !timed
                    && group.is_some_and(|group| {
                        let of_time = reading.has_class(group.head, reading.classes.unit)
                            || document.word(group.head) == "period";
                        let year = document.word(group.head).parse::<u32>().is_ok();
                        !of_time && !year
                    })
            }
            _ => false,
        }
    }
}
