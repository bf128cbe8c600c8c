//! Time values: EDTF where it can be said, bounds always, and on what they rest.

use crate::edtf::{Bounds, Edtf, Granularity};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A time as reported.
///
/// Either resolved (`edtf`, or at least one of `earliest` and `latest`, is set) or only constrained
/// (`constraint` is set): a text without a date to anchor on gives "a Tuesday, November 5", never a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeValue {
    /// The verbatim words.
    pub text: String,
    /// The interval in EDTF (ISO 8601-2); `None` where EDTF cannot say it.
    pub edtf: Option<Edtf>,
    /// First day that is possible; `None` if open or unknown.
    pub earliest: Option<Date>,
    /// Last day that is possible; `None` if open or unknown.
    pub latest: Option<Date>,
    /// How fine the words are.
    pub granularity: Granularity,
    /// What the words add that the interval cannot say ("the end of June": June, its end).
    pub modifier: Option<TimeModifier>,
    /// What is known of an unresolved time.
    pub constraint: Option<TimeConstraint>,
    /// On what the value rests; never empty.
    pub basis: Vec<Basis>,
}

/// TIMEX3's `mod`, as far as it changes how a value reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeModifier {
    /// "early May".
    Start,
    /// "mid-September".
    Mid,
    /// "the end of June".
    End,
    /// "around May 3".
    Approx,
    /// "after August": the interval is what follows.
    After,
    /// "before May": the interval is what precedes.
    Before,
    /// "by May 3": on it or before.
    OnOrBefore,
    /// "no earlier than May 3", "since": on it or after.
    OnOrAfter,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// What a text says of a time whose year it does not give.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeConstraint {
    /// Day of the week, if said.
    pub weekday: Option<Weekday>,
    /// Month 1 to 12, if said.
    pub month: Option<u8>,
    /// Day of the month, if said.
    pub day: Option<u8>,
    /// The time cannot lie before this day (the text speaks of that day as past).
    pub not_before: Option<Date>,
    /// The time cannot lie after this day.
    pub not_after: Option<Date>,
    /// The constraint in words ("a Tuesday, November 5").
    pub in_words: String,
}

impl TimeConstraint {
    /// The days that fit month, day and weekday, from `not_before` (or forty years before `until`) up to
    /// `until` and `not_after`, in order. Empty when no day of the month is said.
    ///
    /// ```
    /// use dateline_core::value::{TimeConstraint, Weekday};
    /// let said = TimeConstraint {
    ///     weekday: Some(Weekday::Tuesday),
    ///     month: Some(11),
    ///     day: Some(5),
    ///     not_before: Some("2012-02-29".parse()?),
    ///     ..TimeConstraint::default()
    /// };
    /// let years: Vec<i16> = said.candidate_days("2026-11-21".parse()?).iter().map(|day| day.year()).collect();
    /// assert_eq!(years, [2013, 2019, 2024]);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn candidate_days(&self, until: Date) -> Vec<Date> {
        let (Some(month), Some(day)) = (self.month, self.day) else { return Vec::new() };
        let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Vec::new() };
        let latest = self.not_after.map_or(until, |last| last.min(until));
        let first_year = self.not_before.map_or(latest.year().saturating_sub(40), Date::year);
        (first_year..=latest.year())
            .filter_map(|year| Date::new(year, month, day).ok())
            .filter(|date| *date <= latest && self.not_before.is_none_or(|first| *date >= first))
            .filter(|date| self.weekday.is_none_or(|weekday| Weekday::of(*date) == weekday))
            .collect()
    }
}

impl Weekday {
    /// The weekday of a day.
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            jiff::civil::Weekday::Monday => Self::Monday,
            jiff::civil::Weekday::Tuesday => Self::Tuesday,
            jiff::civil::Weekday::Wednesday => Self::Wednesday,
            jiff::civil::Weekday::Thursday => Self::Thursday,
            jiff::civil::Weekday::Friday => Self::Friday,
            jiff::civil::Weekday::Saturday => Self::Saturday,
            jiff::civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

/// What a resolved part of a value rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisKind {
    /// The words say it in full.
    Stated,
    /// Resolved from the article's publication date.
    Published,
    /// Resolved from another time in the text.
    PreviousTime,
    /// Nothing to resolve it from.
    Unresolved,
}

/// On what a value rests, in a form for machines and one for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What it rests on.
    pub kind: BasisKind,
    /// The same in words ("year from the publication date 2013-11-05").
    pub why: String,
}

impl TimeValue {
    /// The days between which the time lies.
    pub fn bounds(&self) -> Bounds {
        Bounds { earliest: self.earliest, latest: self.latest }
    }

    /// Whether the time is placed on the calendar at all.
    pub fn is_resolved(&self) -> bool {
        self.constraint.is_none() && (self.earliest.is_some() || self.latest.is_some())
    }
}
