//! A place on the calendar: a day, or a longer stretch that begins on one.

use dateline_core::edtf::{Edtf, Part as EdtfPart};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// How long the stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    Half,
    Year,
    Decade,
    Century,
}

/// A stretch of the calendar, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) grain: Grain,
    pub(super) first: Date,
}

const SEASONS: [&str; 4] = ["SP", "SU", "FA", "WI"];

impl Point {
    /// The stretch of a grain that holds a day. Weeks begin on Monday (ISO 8601); the seasons in March,
    /// June, September and December.
    pub(super) fn around(grain: Grain, day: Date) -> Option<Self> {
        let month_of = |length: i8| Date::new(day.year(), (day.month() - 1) / length * length + 1, 1).ok();
        let year_of = |length: i16| Date::new(day.year().div_euclid(length) * length, 1, 1).ok();
        let monday = || day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok();
        let first = match grain {
            Grain::Day => day,
            Grain::Week => monday()?,
            Grain::Weekend => monday()?.checked_add(5.days()).ok()?,
            Grain::Month => month_of(1)?,
            Grain::Quarter => month_of(3)?,
            Grain::Half => month_of(6)?,
            Grain::Season => day.first_of_month().checked_sub((day.month() % 3).months()).ok()?,
            Grain::Year => year_of(1)?,
            Grain::Decade => year_of(10)?,
            Grain::Century => year_of(100)?,
        };
        Some(Self { grain, first })
    }

    /// The stretch so many of its kind later.
    pub(super) fn step(self, by: i32) -> Option<Self> {
        let months = |length: i32| {
            let span = jiff::Span::new().try_months(i64::from(by) * i64::from(length)).ok()?;
            self.first.checked_add(span).ok()
        };
        let days = |length: i32| {
            let span = jiff::Span::new().try_days(i64::from(by) * i64::from(length)).ok()?;
            self.first.checked_add(span).ok()
        };
        let first = match self.grain {
            Grain::Day => days(1)?,
            Grain::Week | Grain::Weekend => days(7)?,
            Grain::Month => months(1)?,
            Grain::Quarter | Grain::Season => months(if by.abs() < 2000 { 3 } else { return None })?,
            Grain::Half => months(6)?,
            Grain::Year => months(12)?,
            Grain::Decade => months(120)?,
            Grain::Century => months(1200)?,
        };
        Some(Self { grain: self.grain, first })
    }

    /// The same part of another year.
    pub(super) fn years(self, by: i32) -> Option<Self> {
        let span = jiff::Span::new().try_years(i64::from(by)).ok()?;
        Some(Self { grain: self.grain, first: self.first.checked_add(span).ok()? })
    }

    pub(super) fn year(self) -> i16 {
        // A winter is that of the year in which it begins.
        self.first.year()
    }

    /// The number of the quarter, half or season in its year, from 1.
    fn number(self) -> u8 {
        let month = self.first.month().unsigned_abs();
        match self.grain {
            Grain::Half => (month - 1) / 6 + 1,
            Grain::Season => month / 3,
            _ => (month - 1) / 3 + 1,
        }
    }

    /// TIMEX3's value.
    pub(super) fn value(self) -> String {
        let year = self.year();
        match self.grain {
            Grain::Day => self.first.to_string(),
            Grain::Week | Grain::Weekend => {
                let week = self.first.iso_week_date();
                let end = if self.grain == Grain::Weekend { "-WE" } else { "" };
                format!("{:04}-W{:02}{end}", week.year(), week.week())
            }
            Grain::Month => format!("{year:04}-{:02}", self.first.month()),
            Grain::Quarter => format!("{year:04}-Q{}", self.number()),
            Grain::Half => format!("{year:04}-H{}", self.number()),
            Grain::Season => format!("{year:04}-{}", SEASONS[usize::from(self.number() - 1) % 4]),
            Grain::Year => format!("{year:04}"),
            Grain::Decade => format!("{:03}", year.div_euclid(10)),
            Grain::Century => format!("{:02}", year.div_euclid(100)),
        }
    }

    /// The same in EDTF. A season has no days that all agree on, and keeps its own code.
    pub(super) fn edtf(self) -> Option<Edtf> {
        let year = self.year();
        match self.grain {
            Grain::Day => Some(Edtf::day(self.first)),
            Grain::Week => self.days(6),
            Grain::Weekend => self.days(1),
            Grain::Month => Edtf::month(year, self.first.month().unsigned_abs()).ok(),
            Grain::Quarter => Edtf::quarter(year, self.number()).ok(),
            Grain::Half => Edtf::half(year, self.number()).ok(),
            Grain::Season => Edtf::season(year, self.number()).ok(),
            Grain::Year => Edtf::year(year).ok(),
            Grain::Decade => Edtf::decade(year).ok(),
            Grain::Century => Edtf::century(year).ok(),
        }
    }

    fn days(self, more: i32) -> Option<Edtf> {
        let last = self.first.checked_add(more.days()).ok()?;
        Edtf::interval(EdtfPart::day(self.first), EdtfPart::day(last)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(grain: Grain, day: &str) -> Point {
        Point::around(grain, day.parse().unwrap()).unwrap()
    }

    #[test]
    fn stretches_are_written_as_timex3_does() {
        for (grain, day, value, edtf) in [
            (Grain::Day, "2020-06-17", "2020-06-17", "2020-06-17"),
            (Grain::Week, "2020-06-17", "2020-W25", "2020-06-15/2020-06-21"),
            (Grain::Weekend, "2020-06-17", "2020-W25-WE", "2020-06-20/2020-06-21"),
            (Grain::Week, "2021-01-02", "2020-W53", "2020-12-28/2021-01-03"),
            (Grain::Month, "2020-06-17", "2020-06", "2020-06"),
            (Grain::Quarter, "2020-06-17", "2020-Q2", "2020-34"),
            (Grain::Season, "2020-06-17", "2020-SU", "2020-22"),
            (Grain::Season, "2020-01-17", "2019-WI", "2019-24"),
            (Grain::Half, "2020-07-17", "2020-H2", "2020-41"),
            (Grain::Year, "2020-06-17", "2020", "2020"),
            (Grain::Decade, "1987-06-17", "198", "198X"),
            (Grain::Century, "1987-06-17", "19", "19XX"),
        ] {
            let point = around(grain, day);
            assert_eq!((point.value().as_str(), point.edtf().unwrap().to_string().as_str()), (value, edtf));
        }
    }

    #[test]
    fn steps_count_stretches_of_one_kind() {
        assert_eq!(around(Grain::Quarter, "2020-01-31").step(-1).unwrap().value(), "2019-Q4");
        assert_eq!(around(Grain::Season, "2020-01-31").step(1).unwrap().value(), "2020-SP");
        assert_eq!(around(Grain::Week, "2020-01-01").step(-1).unwrap().value(), "2019-W52");
        assert_eq!(around(Grain::Decade, "2020-01-01").step(-3).unwrap().value(), "199");
        assert_eq!(around(Grain::Century, "2020-01-01").step(i32::MAX), None);
        assert_eq!(around(Grain::Day, "2020-02-29").years(1).unwrap().value(), "2021-02-28");
    }
}
