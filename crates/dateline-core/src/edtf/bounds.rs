//! The days between which something lies.

use crate::ends::{covers, precedes};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The days between which something lies, both included; `None` is open or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds {
    /// First possible day.
    pub earliest: Option<Date>,
    /// Last possible day.
    pub latest: Option<Date>,
}

impl Bounds {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self { earliest: Some(date), latest: Some(date) }
    }

    /// Whether no day lies in it.
    pub fn is_empty(self) -> bool {
        matches!((self.earliest, self.latest), (Some(first), Some(last)) if last < first)
    }

    /// Whether every day of `other` lies in it. A partial order.
    pub fn contains(self, other: Self) -> bool {
        covers(self.ends(), other.ends())
    }

    /// Whether `day` lies in it.
    pub fn contains_day(self, day: Date) -> bool {
        self.contains(Self::day(day))
    }

    /// Whether the last day of it precedes the first of `other`.
    pub fn wholly_before(self, other: Self) -> bool {
        precedes(self.ends(), other.ends())
    }

    /// Whether a day lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.meet(other).is_some()
    }

    /// The days that lie in both, if any.
    pub fn meet(self, other: Self) -> Option<Self> {
        let earliest = self.earliest.max(other.earliest); // `None` sorts first, as an open start does
        let latest = match (self.latest, other.latest) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        let meet = Self { earliest, latest };
        (!meet.is_empty()).then_some(meet)
    }

    /// The smallest stretch that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self {
            earliest: self.earliest.min(other.earliest),
            latest: self.latest.and_then(|ours| other.latest.map(|theirs| ours.max(theirs))),
        }
    }

    fn ends(self) -> [Option<Date>; 2] {
        [self.earliest, self.latest]
    }
}
