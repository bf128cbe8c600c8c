//! A day with a time of day.

use super::Part;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::fmt;

/// A day with a time of day (level 0), as the source gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub(super) date: Date,
    /// Seconds since midnight.
    pub(super) seconds: u32,
    /// Minutes east of UTC; `None` where the source gives no zone.
    pub(super) offset_minutes: Option<i16>,
}

impl Moment {
    /// The day, as the source gives it.
    pub fn date(self) -> Date {
        self.date
    }

    /// Seconds since midnight.
    pub fn seconds(self) -> u32 {
        self.seconds
    }

    /// Minutes east of UTC; `None` where the source gives no zone.
    pub fn offset_minutes(self) -> Option<i16> {
        self.offset_minutes
    }

    /// Seconds from midnight UTC of the stated day; without a zone as if it were UTC.
    pub(super) fn utc_seconds(self) -> i64 {
        i64::from(self.seconds) - i64::from(self.offset_minutes.unwrap_or(0)) * 60
    }

    /// Order in time: `None` where only one of them has a zone.
    pub(super) fn instant_order(self, other: Self) -> Option<Ordering> {
        if self.offset_minutes.is_some() != other.offset_minutes.is_some() {
            return None;
        }
        // Days are counted from one of the two, so that nothing leaves the calendar's range.
        let days = (other.date - self.date).get_days();
        Some(self.utc_seconds().cmp(&(i64::from(days) * 86_400 + other.utc_seconds())))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        write!(f, "{}T{hours:02}:{minutes:02}:{seconds:02}", Part::day(self.date))?;
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}
