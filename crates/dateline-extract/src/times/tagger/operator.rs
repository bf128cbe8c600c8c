//! The operators: how a time is made of what the slots of a rule caught. The set is closed; rules combine
//! and compute nothing.

use super::term::{TimexModifier, Vague};

/// What a rule makes of its slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `y`, `m`, `d`, `w` as far as they are there; `y` of two digits is of the years 1930 to 2029.
    Date,
    /// `y`, `m`, `d` in figures, the month first: usual where the day could be first.
    MonthFirst,
    /// `y` is the first year: "1990s", "'90s"; or `k`, "nineties".
    Decade,
    /// `n` is the ordinal: "20th century".
    Century,
    /// `w`, `which`.
    Weekday,
    /// `p` (season) or `n` (ordinal) of `u`; `which`, `y`.
    Part,
    /// `u`, `which`: last, this, next, seen from the day of writing.
    Unit,
    /// `u` (and `which`), seen from the time spoken of before.
    Same,
    /// `u`, so many years before the quarter or year reported on.
    Reported(i16),
    /// `n`, `u` before or after the day of writing.
    FromWritten(i8),
    /// `n`, `u` before or after the time spoken of before.
    FromPrevious(i8),
    /// `n`, `u` before or after `x`.
    FromSaid(i8),
    Day(i32),
    /// `p`, the part of the day; `x`, the day, or so many days from the day of writing, or `which` day seen
    /// from the one spoken of before.
    DayPart(Option<i32>),
    /// `h`, `min`, `k` (a.m. or p.m.) or `p` (a part of the day), `x` the day.
    Clock,
    Vague(Vague),
    /// `n`, `u`, and a smaller `v` of unit `k`.
    Duration,
    /// `u`: a length that is not told.
    Untold,
    /// `n`, `u`.
    Every,
    /// `x`: every Monday.
    EveryNamed,
    /// `k`, `which`, `y`.
    Holiday,
    /// `x` of `z`.
    Within,
    /// The `u` that holds `x`: "the week of March 6".
    Holding,
    /// Changes `x`.
    Modify(TimexModifier),
    /// `x`, with more words than it had.
    Keep,
    /// No time.
    Nothing,
}

impl Operator {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, argument) = text.split_once(' ').unwrap_or((text, ""));
        let number = |text: &str| text.parse::<i32>().map_err(|_| format!("`{text}` is no number"));
        let sign = |text: &str| match text {
            "back" => Ok(-1),
            "on" => Ok(1),
            _ => Err(format!("`{text}` is neither `back` nor `on`")),
        };
        Ok(match (name, argument) {
            ("date", "") => Self::Date,
            ("month-first", "") => Self::MonthFirst,
            ("decade", "") => Self::Decade,
            ("century", "") => Self::Century,
            ("weekday", "") => Self::Weekday,
            ("part", "") => Self::Part,
            ("unit", "") => Self::Unit,
            ("same", "") => Self::Same,
            ("reported", years) => {
                Self::Reported(years.parse().map_err(|_| format!("`{years}` is no number"))?)
            }
            ("from-written", way) => Self::FromWritten(sign(way)?),
            ("from-previous", way) => Self::FromPrevious(sign(way)?),
            ("from-said", way) => Self::FromSaid(sign(way)?),
            ("day", days) => Self::Day(number(days)?),
            ("daypart", "") => Self::DayPart(None),
            ("daypart", days) => Self::DayPart(Some(number(days)?)),
            ("clock", "") => Self::Clock,
            ("vague", "past") => Self::Vague(Vague::Past),
            ("vague", "present") => Self::Vague(Vague::Present),
            ("vague", "future") => Self::Vague(Vague::Future),
            ("duration", "") => Self::Duration,
            ("untold", "") => Self::Untold,
            ("every", "") => Self::Every,
            ("every-named", "") => Self::EveryNamed,
            ("holiday", "") => Self::Holiday,
            ("within", "") => Self::Within,
            ("holding", "") => Self::Holding,
            ("modify", modifier) => Self::Modify(
                TimexModifier::named(modifier).ok_or_else(|| format!("unknown modifier `{modifier}`"))?,
            ),
            ("keep", "") => Self::Keep,
            ("nothing", "") => Self::Nothing,
            _ => return Err(format!("unknown time operator `{text}`")),
        })
    }
}
