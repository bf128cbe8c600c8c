//! Makes a time of the slots that a rule caught.

use super::{TimeExpression, TimeMention, Unit, Which};
use crate::chart::Kind;
use crate::document::{Document, TokenKind};
use crate::lexicon::Lexicon;
use crate::pattern::{Capture, Match, Slots};
use crate::rules::TimeOperator;
use dateline_core::value::Weekday;

/// One match of a time rule.
pub(super) struct Builder<'b> {
    pub(super) document: &'b Document<'b>,
    pub(super) lexicon: &'b Lexicon,
    pub(super) slots: &'b Slots,
    pub(super) mentions: &'b [TimeMention],
    pub(super) found: &'b Match,
}

impl Builder<'_> {
    fn slot(&self, name: &str) -> Option<&Capture> {
        self.found.slot(self.slots, name)
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.slot(name).map(|capture| self.document.word(capture.tokens.start))
    }

    fn time(&self, name: &str) -> Option<TimeExpression> {
        let (kind, index) = self.slot(name)?.annotation?;
        (kind == Kind::Time).then(|| self.mentions[index].expression.clone())
    }

    fn year(&self) -> Option<i16> {
        self.word("y").and_then(|word| word.parse().ok())
    }

    pub(super) fn build(&self, operator: TimeOperator) -> Option<TimeExpression> {
        match operator {
            TimeOperator::Date => self.date(),
            TimeOperator::Weekday => {
                let weekday = self.weekday()?;
                let which = self.word("which").and_then(which);
                Some(TimeExpression::Weekday { weekday, which })
            }
            TimeOperator::Relative => Some(TimeExpression::Relative {
                which: self.word("which").and_then(which)?,
                unit: self.word("u").and_then(unit)?,
            }),
            TimeOperator::Day(days) => Some(TimeExpression::Days(days)),
            TimeOperator::Ago | TimeOperator::Hence => {
                let count = self.word("n").and_then(small_number)?;
                let unit = self.word("u").and_then(unit)?;
                let sign = if operator == TimeOperator::Ago { -1 } else { 1 };
                Some(TimeExpression::Shift { count: sign * count, unit })
            }
            TimeOperator::Quarter => Some(TimeExpression::Quarter {
                quarter: match self.word("q")? {
                    "first" => 1,
                    "second" => 2,
                    "third" => 3,
                    "fourth" => 4,
                    _ => return None,
                },
                year: self.year(),
                which: self.found.tokens.clone().find_map(|at| which(self.document.word(at))),
            }),
            TimeOperator::Season => Some(TimeExpression::Season {
                season: match self.word("s")? {
                    "spring" => 1,
                    "summer" => 2,
                    "autumn" | "fall" => 3,
                    "winter" => 4,
                    _ => return None,
                },
                year: self.year(),
                which: self.word("which").and_then(which),
            }),
            TimeOperator::Modify(modifier) => {
                Some(TimeExpression::Modified { modifier, inner: Box::new(self.time("x")?) })
            }
            TimeOperator::Range => Some(range(self.time("x")?, self.time("z")?)),
            TimeOperator::Days => {
                let month = self.month(self.slot("m")?.tokens.start)?;
                let day = |slot| {
                    let word = self.word(slot)?;
                    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                    digits.parse::<u8>().ok()
                };
                let date = |day| TimeExpression::Date {
                    year: self.year(),
                    month: Some(month),
                    day: Some(day),
                    weekday: None,
                };
                let (first, last) = (day("d")?, day("e")?);
                let both = self.found.tokens.clone().any(|at| self.document.word(at) == "and");
                match last.checked_sub(first)? {
                    1 => Some(range(date(first), date(last))),
                    0 => None,
                    // Days apart are no span, and one of them is not what was said.
                    _ if both => Some(TimeExpression::NotOne),
                    _ => Some(range(date(first), date(last))),
                }
            }
        }
    }

    fn date(&self) -> Option<TimeExpression> {
        let year = self.year();
        let month = match self.slot("m") {
            None => None,
            Some(capture) => Some(self.month(capture.tokens.start)?),
        };
        let day = self.word("d").or_else(|| {
            // ISO: the day is the last of the numbers.
            self.found.tokens.clone().len().eq(&5).then(|| self.document.word(self.found.tokens.end - 1))
        });
        let day = day.map(|word| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u8>());
        let day = day.transpose().ok()?;
        if day.is_none() && month.is_none() && !self.year_stands_alone() {
            return None;
        }
        if day.is_none() && year.is_none() && !self.month_stands_alone() {
            return None;
        }
        Some(TimeExpression::Date { year, month, day, weekday: self.slot("w").and(self.weekday()) })
    }

    fn month(&self, token: usize) -> Option<u8> {
        let word = self.document.word(token);
        if word.bytes().all(|b| b.is_ascii_digit()) {
            return word.parse().ok().filter(|m| (1..=12).contains(m));
        }
        if !self.document.tokens[token].capital {
            return None;
        }
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let at = months.iter().position(|month| word.starts_with(month))?;
        u8::try_from(at + 1).ok()
    }

    fn weekday(&self) -> Option<Weekday> {
        let token = self.slot("w")?.tokens.start;
        if !self.document.tokens[token].capital {
            return None;
        }
        Some(match &self.document.word(token)[..3] {
            "mon" => Weekday::Monday,
            "tue" => Weekday::Tuesday,
            "wed" => Weekday::Wednesday,
            "thu" => Weekday::Thursday,
            "fri" => Weekday::Friday,
            "sat" => Weekday::Saturday,
            "sun" => Weekday::Sunday,
            _ => return None,
        })
    }

    /// "May" and "March" are also a name, a modal and a walk: alone they are months only after a word that
    /// takes a time.
    fn month_stands_alone(&self) -> bool {
        let at = self.found.tokens.start;
        let sentence = &self.document.sentences[self.document.sentence_of(at)];
        let before = (at > sentence.tokens.start).then(|| self.document.word(at - 1));
        let word = self.document.word(at);
        if matches!(word, "mar" | "jan" | "jun") {
            return false;
        }
        let introduced = before.is_some_and(takes_a_time);
        if matches!(word, "may" | "march" | "august" | "april" | "june") {
            return introduced;
        }
        introduced || at == sentence.tokens.start || !self.document.tokens[at - 1].capital
    }

    fn year_stands_alone(&self) -> bool {
        let at = self.found.tokens.start;
        let sentence = &self.document.sentences[self.document.sentence_of(at)];
        if at == sentence.tokens.start || !takes_a_time(self.document.word(at - 1)) {
            return false;
        }
        let next = at + 1;
        if next >= sentence.tokens.end {
            return true;
        }
        let token = &self.document.tokens[next];
        let named = &self.lexicon.named;
        token.kind != TokenKind::Word && !matches!(self.document.word(next), "%" | "-")
            || token.classes.has_any(&[named.preposition, named.conjunction, named.article])
            || token.verb.is_some()
    }
}

fn takes_a_time(word: &str) -> bool {
    matches!(
        word,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "of"
            | "from"
            | "to"
            | "before"
            | "after"
            | "during"
            | "early"
            | "late"
            | "mid"
            | "mid-"
            | "through"
            | "between"
            | "and"
            | "for"
            | "last"
            | "next"
            | "this"
            | "than"
            | "around"
            | "about"
            | "or"
    )
}

fn which(word: &str) -> Option<Which> {
    Some(match word {
        "last" | "past" => Which::Last,
        "this" => Which::This,
        "next" | "coming" | "following" => Which::Next,
        _ => return None,
    })
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word.trim_end_matches('s') {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        _ => return None,
    })
}

fn small_number(word: &str) -> Option<i32> {
    let words = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if let Some(at) = words.iter().position(|known| *known == word) {
        return i32::try_from(at).ok();
    }
    word.parse().ok().filter(|n| (0..=1000).contains(n))
}

/// From one time to another. A year said only at the end is that of the start too ("from November 5 to
/// November 9, 2021"), or the one before it ("from December 30 to January 2, 2021").
fn range(from: TimeExpression, to: TimeExpression) -> TimeExpression {
    let from = match (from, &to) {
        (
            TimeExpression::Date { year: None, month: Some(month), day, weekday },
            TimeExpression::Date { year: Some(year), month: Some(end), .. },
        ) => {
            let year = if month > *end { year - 1 } else { *year };
            TimeExpression::Date { year: Some(year), month: Some(month), day, weekday }
        }
        (from, _) => from,
    };
    TimeExpression::Range { from: Box::new(from), to: Box::new(to) }
}
