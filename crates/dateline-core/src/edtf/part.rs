//! One date of an EDTF expression: a year, a part of it, and a qualifier.

use super::{Bounds, EdtfError, Granularity, Qualifier};
use jiff::civil::{Date, date};
use std::fmt;

/// A year of which digits on the right may be unspecified (`201X`, `20XX`, `XXXX`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year {
    /// The first year it can be.
    first: i16,
    /// How many digits on the right are unspecified, 0 to 4.
    unspecified: u8,
}

/// What part of its year a date is; `None` is an unspecified month or day (`XX`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// The whole year.
    Year,
    /// A season, quarter or half by its code in ISO 8601-2: 21 to 24, 33 to 36, 40 and 41.
    Season(u8),
    /// A month.
    Month(Option<u8>),
    /// A day: month, day of the month.
    Day(Option<u8>, Option<u8>),
}

/// One date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    year: Year,
    within: Within,
    qualifier: Option<Qualifier>,
}

impl Year {
    /// A year, -9999 to 9999.
    ///
    /// # Errors
    /// If it lies outside.
    pub fn new(year: i16) -> Result<Self, EdtfError> {
        Self::with_unspecified(year, 0)
    }

    /// The years that share all digits with `year` but the last `digits`.
    ///
    /// # Errors
    /// If `digits` is more than 4, or the year lies outside -9999 to 9999, or it is negative and digits
    /// are unspecified (ISO 8601-2 has no example, and no news story needs it).
    pub fn with_unspecified(year: i16, digits: u8) -> Result<Self, EdtfError> {
        let refused = |why: &str| Err(EdtfError::new(&year.to_string(), why));
        if !(-9999..=9999).contains(&year) {
            return refused("the year must lie within -9999 to 9999");
        }
        if digits > 4 || (digits > 0 && year < 0) {
            return refused("only the last digits of a year of four digits can be unspecified");
        }
        let span = [1, 10, 100, 1000, 10_000][usize::from(digits)];
        let first = i32::from(year) - i32::from(year) % span;
        Ok(Self { first: i16::try_from(first).unwrap_or(year), unspecified: digits })
    }

    /// The first year it can be.
    pub fn first(self) -> i16 {
        self.first
    }

    /// The last year it can be.
    pub fn last(self) -> i16 {
        self.first + [0, 9, 99, 999, 9999][usize::from(self.unspecified.min(4))]
    }

    /// Whether it is not told at all (`XXXX`).
    pub fn is_unknown(self) -> bool {
        self.unspecified == 4
    }
}

impl Part {
    /// A date from its year and the part of that year.
    ///
    /// # Errors
    /// If the calendar has no such month, season or day in any year it can be.
    pub fn new(year: Year, within: Within) -> Result<Self, EdtfError> {
        let part = Self { year, within, qualifier: None };
        let refused = |why: String| Err(EdtfError::new(&part.to_string(), why));
        match within {
            Within::Month(Some(month)) | Within::Day(Some(month), _) if !(1..=12).contains(&month) => {
                return refused(format!("there is no month {month}"));
            }
            Within::Season(code) if !matches!(code, 21..=24 | 33..=36 | 40..=41) => {
                return refused(format!(
                    "{code} is neither a month (01-12), a season (21-24), a quarter (33-36) nor a half (40-41)"
                ));
            }
            Within::Day(_, Some(0)) => return refused("days are counted from 01".into()),
            Within::Day(month, Some(day)) if part.extreme(false).is_none() => {
                return refused(match month {
                    Some(2) if day == 29 => format!("{} is not a leap year", year.first()),
                    Some(month) => format!("{} has no day {day}", MONTHS[usize::from(month - 1)]),
                    None => format!("no month has a day {day}"),
                });
            }
            _ => {}
        }
        Ok(part)
    }

    /// A calendar day.
    pub fn day(date: Date) -> Self {
        let day = |n: i8| u8::try_from(n).ok();
        let year = Year { first: date.year(), unspecified: 0 };
        Self { year, within: Within::Day(day(date.month()), day(date.day())), qualifier: None }
    }

    /// A month, 1 to 12, of a year.
    pub fn month(year: i16, month: u8) -> Result<Self, EdtfError> {
        Self::new(Year::new(year)?, Within::Month(Some(month)))
    }

    /// A year.
    pub fn year(year: i16) -> Result<Self, EdtfError> {
        Self::new(Year::new(year)?, Within::Year)
    }

    /// A season: 1 spring, 2 summer, 3 autumn, 4 winter.
    pub fn season(year: i16, season: u8) -> Result<Self, EdtfError> {
        Self::new(Year::new(year)?, Within::Season(nth(season, 4, 20)))
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: u8) -> Result<Self, EdtfError> {
        Self::new(Year::new(year)?, Within::Season(nth(quarter, 4, 32)))
    }

    /// A half, 1 or 2, of a year.
    pub fn half(year: i16, half: u8) -> Result<Self, EdtfError> {
        Self::new(Year::new(year)?, Within::Season(nth(half, 2, 39)))
    }

    /// The decade that holds `year`.
    pub fn decade(year: i16) -> Result<Self, EdtfError> {
        Self::new(Year::with_unspecified(year, 1)?, Within::Year)
    }

    /// The century that holds `year`.
    pub fn century(year: i16) -> Result<Self, EdtfError> {
        Self::new(Year::with_unspecified(year, 2)?, Within::Year)
    }

    /// A month of a year that is not told.
    pub fn month_of_unknown_year(month: u8) -> Result<Self, EdtfError> {
        Self::new(Year::with_unspecified(0, 4)?, Within::Month(Some(month)))
    }

    /// A day of a year that is not told.
    pub fn day_of_unknown_year(month: u8, day: u8) -> Result<Self, EdtfError> {
        Self::new(Year::with_unspecified(0, 4)?, Within::Day(Some(month), Some(day)))
    }

    /// The same with a qualifier added to the one it has.
    #[must_use]
    pub fn qualified(self, qualifier: Qualifier) -> Self {
        Self { qualifier: Some(self.qualifier.map_or(qualifier, |had| had.and(qualifier))), ..self }
    }

    /// The same, approximate.
    #[must_use]
    pub fn approximate(self) -> Self {
        self.qualified(Qualifier::Approximate)
    }

    /// The same, uncertain.
    #[must_use]
    pub fn uncertain(self) -> Self {
        self.qualified(Qualifier::Uncertain)
    }

    /// Its year.
    pub fn year_number(self) -> Year {
        self.year
    }

    /// What part of the year it is.
    pub fn within(self) -> Within {
        self.within
    }

    /// How it is qualified.
    pub fn qualifier(self) -> Option<Qualifier> {
        self.qualifier
    }

    /// How fine it is, unspecified fields counted as written: `2013-XX` is some month, `XXXX-11-23` a day.
    pub fn granularity(self) -> Granularity {
        match self.within {
            Within::Day(..) => Granularity::Day,
            Within::Month(_) => Granularity::Month,
            Within::Season(_) => Granularity::Season,
            Within::Year => match self.year.unspecified {
                0 => Granularity::Year,
                1 => Granularity::Decade,
                _ => Granularity::Century,
            },
        }
    }

    /// The days between which it lies; both `None` where the year is not told.
    ///
    /// Seasons are those of the north by whole months (spring is March to May), winter from December of
    /// its year to February of the next.
    pub fn bounds(self) -> Bounds {
        if self.year.is_unknown() {
            return Bounds { earliest: None, latest: None };
        }
        Bounds { earliest: self.extreme(false), latest: self.extreme(true) }
    }

    /// Its first or last day. Only February 29 needs more than one year to be tried, and never more than
    /// eight (1896 to 1904).
    fn extreme(self, last: bool) -> Option<Date> {
        let (first_year, last_year) = (self.year.first(), self.year.last());
        (0..=last_year - first_year)
            .take(9)
            .find_map(|n| self.extreme_in(if last { last_year - n } else { first_year + n }, last))
    }

    fn extreme_in(self, year: i16, last: bool) -> Option<Date> {
        let months = |first: i8, end: i8| {
            if last {
                Date::new(year, end, 1).ok().map(Date::last_of_month)
            } else {
                Date::new(year, first, 1).ok()
            }
        };
        match self.within {
            Within::Year | Within::Month(None) | Within::Day(None, None) => months(1, 12),
            Within::Month(Some(month)) | Within::Day(Some(month), None) => {
                let month = i8::try_from(month).ok()?;
                months(month, month)
            }
            Within::Season(24) => {
                if last {
                    Some(Date::new(year + 1, 2, 1).map_or(date(9999, 12, 31), Date::last_of_month))
                } else {
                    months(12, 12)
                }
            }
            Within::Season(code) => {
                let code = i8::try_from(code).ok()?;
                match code {
                    21..=23 => months(3 * (code - 20), 3 * (code - 20) + 2),
                    33..=36 => months(3 * (code - 33) + 1, 3 * (code - 33) + 3),
                    _ => months(6 * (code - 40) + 1, 6 * (code - 40) + 6),
                }
            }
            Within::Day(Some(month), Some(day)) => {
                Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
            }
            Within::Day(None, Some(day)) => {
                let day = i8::try_from(day).ok()?;
                let in_month = |month| Date::new(year, month, day).ok();
                if last { (1..=12).rev().find_map(in_month) } else { (1..=12).find_map(in_month) }
            }
        }
    }
}

/// The code of the `n`th of `count` parts that follow `before`; 0, which is no code, where there is none.
fn nth(n: u8, count: u8, before: u8) -> u8 {
    if (1..=count).contains(&n) { before + n } else { 0 }
}

/// English month names, in order.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.first < 0 { "-" } else { "" };
        let digits = format!("{:04}", self.first.unsigned_abs());
        let told = 4 - usize::from(self.unspecified.min(4));
        write!(f, "{sign}{}{}", &digits[..told], &"XXXX"[told..])
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = |f: &mut fmt::Formatter<'_>, n: Option<u8>| match n {
            Some(n) => write!(f, "-{n:02}"),
            None => f.write_str("-XX"),
        };
        self.year.fmt(f)?;
        match self.within {
            Within::Year => {}
            Within::Season(code) => field(f, Some(code))?,
            Within::Month(month) => field(f, month)?,
            Within::Day(month, day) => {
                field(f, month)?;
                field(f, day)?;
            }
        }
        self.qualifier.map_or(Ok(()), |qualifier| write!(f, "{}", qualifier.sign()))
    }
}
