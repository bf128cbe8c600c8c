//! EDTF, the Extended Date/Time Format of ISO 8601-2:2019 (profile of the Library of Congress).
//!
//! Levels 0 and 1 are read in full, but for years beyond four digits; of level 2 what news needs:
//! quarters and halves of a year, unspecified digits on the left (`XXXX-11-23`: the year is not told),
//! and sets `[a,b]` (one of these).
//!
//! ```
//! use dateline_core::edtf::{Edtf, Part};
//! let after_august = Edtf::from(Part::month(2013, 9)?);
//! assert_eq!(after_august.to_string(), "2013-09/..");
//! assert_eq!(Edtf::parse("2013-09/..")?, after_august);
//! assert_eq!(after_august.bounds().latest, None);
//! # Ok::<(), dateline_core::edtf::EdtfError>(())
//! ```

mod bounds;
mod human;
mod moment;
mod parse;
mod part;
mod written;

pub use bounds::Bounds;
pub use moment::Moment;
pub use part::{MONTHS, Part, Within, Year};
pub use written::EdtfError;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// A calendar day.
    Day,
    /// A calendar month.
    Month,
    /// A season, quarter or half of a year.
    Season,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years, or more.
    Century,
}

/// How a date is qualified as a whole (`?`, `~`, `%` at its end).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// `?`: the source is not sure of it.
    Uncertain,
    /// `~`: near it.
    Approximate,
    /// `%`: both.
    Both,
}

impl Qualifier {
    /// The two qualifications together.
    #[must_use]
    fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }

    /// The sign that stands for it.
    pub fn sign(self) -> char {
        match self {
            Self::Uncertain => '?',
            Self::Approximate => '~',
            Self::Both => '%',
        }
    }
}

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// A date.
    At(Part),
    /// `..`: there is none.
    Open,
    /// Left empty: there is one, and it is not known.
    Unknown,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// One date.
    Date(Part),
    /// A day with a time of day.
    Moment(Moment),
    /// From one date to another, both included.
    Interval {
        /// The first.
        start: End,
        /// The last.
        end: End,
    },
    /// One of several dates, in order and without repetition; never fewer than two.
    OneOf(Vec<Part>),
}

/// An EDTF expression, valid and in canonical form.
///
/// Years lie within -9999 to 9999, the range of the calendar in use. Equal expressions are spelt the same;
/// the converse does not hold of meanings (`2013` and `2013-XX` have the same bounds and differ).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf {
    form: Form,
}

/// Most dates in a set: more say no more than their bounds do.
pub const MAX_SET: usize = 40;

impl Edtf {
    /// Reads an expression. Takes time linear in its length and never panics.
    ///
    /// # Errors
    /// Tells what is wrong, and for a date in a common human form ("5 November 2013") the form to use.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        parse::expression(text)
    }

    /// A calendar day.
    pub fn day(date: Date) -> Self {
        Self::date(Part::day(date))
    }

    /// A month, 1 to 12, of a year.
    pub fn month(year: i16, month: u8) -> Result<Self, EdtfError> {
        Part::month(year, month).map(Self::date)
    }

    /// A year.
    pub fn year(year: i16) -> Result<Self, EdtfError> {
        Part::year(year).map(Self::date)
    }

    /// A season: 1 spring, 2 summer, 3 autumn, 4 winter (`2013-21` to `2013-24`).
    pub fn season(year: i16, season: u8) -> Result<Self, EdtfError> {
        Part::season(year, season).map(Self::date)
    }

    /// A quarter, 1 to 4 (`2013-33` to `2013-36`).
    pub fn quarter(year: i16, quarter: u8) -> Result<Self, EdtfError> {
        Part::quarter(year, quarter).map(Self::date)
    }

    /// A half, 1 or 2, of a year (`2013-40`, `2013-41`).
    pub fn half(year: i16, half: u8) -> Result<Self, EdtfError> {
        Part::half(year, half).map(Self::date)
    }

    /// The decade that holds `year` (`201X`).
    pub fn decade(year: i16) -> Result<Self, EdtfError> {
        Part::decade(year).map(Self::date)
    }

    /// The century that holds `year` (`20XX`).
    pub fn century(year: i16) -> Result<Self, EdtfError> {
        Part::century(year).map(Self::date)
    }

    /// A month of a year that is not told (`XXXX-11`).
    pub fn month_of_unknown_year(month: u8) -> Result<Self, EdtfError> {
        Part::month_of_unknown_year(month).map(Self::date)
    }

    /// A day of a year that is not told (`XXXX-11-23`). February 29 is one.
    pub fn day_of_unknown_year(month: u8, day: u8) -> Result<Self, EdtfError> {
        Part::day_of_unknown_year(month, day).map(Self::date)
    }

    /// One date.
    pub fn date(part: Part) -> Self {
        Self { form: Form::Date(part) }
    }

    /// From `start` to `end`, both included.
    ///
    /// # Errors
    /// If `end` lies wholly before `start`.
    pub fn interval(start: Part, end: Part) -> Result<Self, EdtfError> {
        Self::between(End::At(start), End::At(end))
    }

    /// An interval with ends of any kind.
    ///
    /// # Errors
    /// If the end lies wholly before the start, or neither end is a date.
    pub fn between(start: End, end: End) -> Result<Self, EdtfError> {
        let this = Self { form: Form::Interval { start, end } };
        if !matches!(start, End::At(_)) && !matches!(end, End::At(_)) {
            return Err(EdtfError::new(&this.to_string(), "one end at least must be a date"));
        }
        if this.bounds().is_empty() {
            return Err(EdtfError::new(&this.to_string(), "it ends before it starts"));
        }
        Ok(this)
    }

    /// `part` and everything after it (`2013-09/..`).
    pub fn from(part: Part) -> Self {
        Self { form: Form::Interval { start: End::At(part), end: End::Open } }
    }

    /// Everything up to `part`, included (`../2013-09`).
    pub fn until(part: Part) -> Self {
        Self { form: Form::Interval { start: End::Open, end: End::At(part) } }
    }

    /// One of several dates. A single one is that date itself.
    ///
    /// # Errors
    /// If there is none, or more than [`MAX_SET`].
    pub fn one_of(mut parts: Vec<Part>) -> Result<Self, EdtfError> {
        parts.sort_unstable();
        parts.dedup();
        match parts.as_slice() {
            [] => Err(EdtfError::new("[]", "a set needs at least one date")),
            [part] => Ok(Self::date(*part)),
            [..] if parts.len() > MAX_SET => Err(EdtfError::new("[…]", "a set has at most 40 dates")),
            [..] => Ok(Self { form: Form::OneOf(parts) }),
        }
    }

    /// One of several days. A single one is that day itself.
    ///
    /// # Errors
    /// If there is none, or more than [`MAX_SET`].
    pub fn one_of_days(days: Vec<Date>) -> Result<Self, EdtfError> {
        Self::one_of(days.into_iter().map(Part::day).collect())
    }

    /// What the expression is.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The single date, if it is one.
    pub fn as_part(&self) -> Option<Part> {
        if let Form::Date(part) = self.form { Some(part) } else { None }
    }

    /// The same without the time of day, if it has one.
    #[must_use]
    pub fn without_time(&self) -> Self {
        if let Form::Moment(moment) = &self.form { Self::day(moment.date()) } else { self.clone() }
    }

    /// The same, marked as approximate (`~`). A time of day is dropped: an approximate one is no more
    /// than its day.
    #[must_use]
    pub fn approximate(self) -> Self {
        self.qualified(Qualifier::Approximate)
    }

    /// The same, marked as uncertain (`?`). A time of day is dropped.
    #[must_use]
    pub fn uncertain(self) -> Self {
        self.qualified(Qualifier::Uncertain)
    }

    fn qualified(self, qualifier: Qualifier) -> Self {
        let mark = |end| match end {
            End::At(part) => End::At(Part::qualified(part, qualifier)),
            other => other,
        };
        let form = match self.form {
            Form::Date(part) => Form::Date(part.qualified(qualifier)),
            Form::Moment(moment) => Form::Date(Part::day(moment.date()).qualified(qualifier)),
            Form::Interval { start, end } => Form::Interval { start: mark(start), end: mark(end) },
            // Marked alike, two of them may become one.
            Form::OneOf(parts) => {
                let mut parts: Vec<Part> = parts.into_iter().map(|part| part.qualified(qualifier)).collect();
                parts.sort_unstable();
                parts.dedup();
                match parts.as_slice() {
                    [only] => Form::Date(*only),
                    _ => Form::OneOf(parts),
                }
            }
        };
        Self { form }
    }

    /// Whether any part of it is approximate.
    pub fn is_approximate(&self) -> bool {
        self.parts().any(|part| matches!(part.qualifier(), Some(Qualifier::Approximate | Qualifier::Both)))
    }

    /// Whether any part of it is uncertain.
    pub fn is_uncertain(&self) -> bool {
        self.parts().any(|part| matches!(part.qualifier(), Some(Qualifier::Uncertain | Qualifier::Both)))
    }

    /// Whether a year in it is not told at all (`XXXX`): then it has a place in every year, and no
    /// bounds that could be compared.
    pub fn has_unknown_year(&self) -> bool {
        self.parts().any(|part| part.year_number().is_unknown())
    }

    fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        let (ends, set): ([Option<Part>; 2], &[Part]) = match &self.form {
            Form::Date(part) => ([Some(*part), None], &[]),
            Form::Moment(moment) => ([Some(Part::day(moment.date())), None], &[]),
            Form::Interval { start, end } => ([start.part(), end.part()], &[]),
            Form::OneOf(parts) => ([None, None], parts),
        };
        ends.into_iter().flatten().chain(set.iter().copied())
    }

    /// The days between which it lies; an end is `None` where it is open or unknown, both where the year
    /// is not told. Qualifiers change nothing here.
    pub fn bounds(&self) -> Bounds {
        match &self.form {
            Form::Date(part) => part.bounds(),
            Form::Moment(moment) => Bounds::day(moment.date()),
            Form::Interval { start, end } => Bounds {
                earliest: start.part().and_then(|part| part.bounds().earliest),
                latest: end.part().and_then(|part| part.bounds().latest),
            },
            Form::OneOf(parts) => parts
                .iter()
                .map(|part| part.bounds())
                .reduce(Bounds::cover)
                .unwrap_or(Bounds { earliest: None, latest: None }),
        }
    }

    /// The stretches of days of which it is one: several for a set, else its [`bounds`](Self::bounds).
    pub fn alternatives(&self) -> Vec<Bounds> {
        match &self.form {
            Form::OneOf(parts) => parts.iter().map(|part| part.bounds()).collect(),
            _ => vec![self.bounds()],
        }
    }

    /// How fine it is: of an interval or a set, the finest of its dates.
    pub fn granularity(&self) -> Granularity {
        self.parts().map(Part::granularity).min().unwrap_or(Granularity::Century)
    }

    /// Which of the two is earlier, where that is certain: all days of one precede all days of the other,
    /// or both give a time on the same day. Two zones that disagree with the order of the days leave it
    /// open.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        let (ours, theirs) = (self.bounds(), other.bounds());
        let by_day = if ours.wholly_before(theirs) {
            Some(Ordering::Less)
        } else if theirs.wholly_before(ours) {
            Some(Ordering::Greater)
        } else {
            None
        };
        let (Form::Moment(a), Form::Moment(b)) = (&self.form, &other.form) else { return by_day };
        match (a.instant_order(*b), by_day) {
            (Some(by_time), Some(by_day)) => (by_time == by_day).then_some(by_day),
            (by_time, None) => by_time.filter(|order| order.is_ne()),
            (None, by_day) => by_day,
        }
    }

    /// A key that sorts by first day, last day, time of day; what is open or unknown comes last.
    pub fn sort_key(&self) -> impl Ord + use<> {
        let bounds = self.bounds();
        let time = if let Form::Moment(moment) = &self.form { Some(moment.utc_seconds()) } else { None };
        (bounds.earliest.is_none(), bounds.earliest, bounds.latest.is_none(), bounds.latest, time)
    }
}

impl End {
    /// The date, if it is one.
    pub fn part(self) -> Option<Part> {
        if let Self::At(part) = self { Some(part) } else { None }
    }
}

#[cfg(test)]
pub(crate) mod tests;
