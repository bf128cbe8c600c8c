//! A time as said: what a rule makes of a match, before it is placed on the calendar.

use super::lattice::Sort;

/// A number of thousandths; `None` is a number that is not told ("several").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::times) struct Count(pub(in crate::times) Option<i64>);

impl Count {
    pub(in crate::times) const ONE: Self = Self(Some(1000));

    /// The number, if it is a whole one.
    pub(in crate::times) fn whole(self) -> Option<i32> {
        self.0.filter(|n| n % 1000 == 0).and_then(|n| i32::try_from(n / 1000).ok())
    }
}

/// A unit of time. The numbers are those of `rules/lexicon/times.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::times) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Night,
    /// Time of no unit: "some time", "a while".
    Any,
}

impl Unit {
    const ALL: [Self; 13] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Weekend,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Decade,
        Self::Century,
        Self::Night,
        Self::Any,
    ];

    pub(super) fn of(value: i32) -> Option<Self> {
        Self::ALL.get(usize::try_from(value).ok()?).copied()
    }
}

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::times) enum Part {
    /// 1 spring to 4 winter.
    Season(u8),
    /// 1 to 4.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
    /// 1 to 12.
    Month(u8),
}

/// Time without a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::times) enum Vague {
    Past,
    Present,
    Future,
}

/// From where something is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::times) enum Base {
    /// The day on which the text was written.
    Written,
    /// The time spoken of before.
    Previous,
    /// A time said here.
    Said(Box<Term>),
}

/// TIMEX3's `mod`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexModifier {
    /// "early May".
    Start,
    /// "mid-September".
    Mid,
    /// "the end of June".
    End,
    /// "about two years".
    Approx,
    /// "more than two years".
    MoreThan,
    /// "nearly two years".
    LessThan,
    /// "at least two years".
    EqualOrMore,
    /// "up to two years".
    EqualOrLess,
    /// "1990 and beyond".
    After,
}

impl TimexModifier {
    const ALL: [(&'static str, Self); 9] = [
        ("START", Self::Start),
        ("MID", Self::Mid),
        ("END", Self::End),
        ("APPROX", Self::Approx),
        ("MORE_THAN", Self::MoreThan),
        ("LESS_THAN", Self::LessThan),
        ("EQUAL_OR_MORE", Self::EqualOrMore),
        ("EQUAL_OR_LESS", Self::EqualOrLess),
        ("AFTER", Self::After),
    ];

    /// As TIMEX3 writes it.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, modifier)| *modifier)
    }
}

/// A time as said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::times) enum Term {
    Number(Count),
    YearWords(i16),
    /// What is said of a calendar date.
    Date {
        year: Option<i16>,
        month: Option<u8>,
        day: Option<u8>,
        weekday: Option<u8>,
    },
    /// Ten years, by the year they begin with.
    Decade(i16),
    /// A hundred years, by the year they begin with.
    Century(i16),
    /// A day of the week, 0 Monday to 6 Sunday; `which` -1 last, 0 this, 1 next.
    Weekday {
        weekday: u8,
        which: Option<i8>,
    },
    /// A part of a year.
    Part {
        part: Part,
        which: Option<i8>,
    },
    /// The unit that holds the day of writing, or one so many steps from it.
    Unit {
        unit: Unit,
        step: i32,
    },
    /// The unit that holds the time spoken of before, or one so many steps from it.
    Same {
        unit: Unit,
        step: i32,
    },
    /// The last quarter, half or year reported on, so many years back.
    Reported {
        unit: Unit,
        years_back: i16,
    },
    /// So many units before (-1) or after (1) something.
    Shift {
        count: Count,
        unit: Unit,
        sign: i8,
        base: Base,
    },
    /// So many days from the day of writing.
    Day(i32),
    /// A part of a day ("TMO"), of a day said or else of the day spoken of.
    DayPart {
        part: &'static str,
        of: Option<Box<Term>>,
    },
    /// A time of day.
    Clock {
        hour: u8,
        minute: Option<u8>,
        of: Option<Box<Term>>,
    },
    Vague(Vague),
    Duration {
        count: Count,
        unit: Unit,
        rest: Option<(i64, Unit)>,
    },
    /// Every so many units.
    Every {
        count: Count,
        unit: Unit,
    },
    /// Every Monday, every July.
    EveryNamed(Box<Term>),
    /// A holiday, by its number in `holidays.rs`.
    Holiday {
        holiday: u8,
        which: Option<i8>,
    },
    /// A part of something longer: "January this year".
    Within {
        inner: Box<Term>,
        outer: Box<Term>,
    },
    Modified {
        modifier: TimexModifier,
        of: Box<Term>,
    },
    /// Read in the usual way, where the words have two ("3/4/2019").
    Usual(Box<Term>),
    /// Words that look like a time and are none.
    Nothing,
}

impl Term {
    /// The time that it is, without what changes it and without the hour or part of its day.
    pub(in crate::times) fn core(&self) -> &Self {
        match self {
            Self::Modified { of, .. }
            | Self::DayPart { of: Some(of), .. }
            | Self::Clock { of: Some(of), .. } => of.core(),
            other => other,
        }
    }

    /// Without its modifiers.
    pub(super) fn bare(&self) -> &Self {
        match self {
            Self::Modified { of, .. } => of.bare(),
            other => other,
        }
    }

    pub(super) fn is(&self, sort: Sort) -> bool {
        let bare = self.bare();
        let dated = matches!(
            bare,
            Self::Date { .. }
                | Self::Decade(_)
                | Self::Century(_)
                | Self::Weekday { .. }
                | Self::Part { .. }
                | Self::Unit { .. }
                | Self::Same { .. }
                | Self::Reported { .. }
                | Self::Shift { .. }
                | Self::Day(_)
                | Self::Holiday { .. }
                | Self::Within { .. }
                | Self::Usual(_)
        );
        match sort {
            Sort::Number => matches!(self, Self::Number(_)),
            Sort::YearWords => matches!(self, Self::YearWords(_)),
            Sort::Date => dated,
            Sort::Day => match bare {
                Self::Date { day, .. } => day.is_some(),
                Self::Within { inner, .. } => inner.is(Sort::Day),
                Self::Weekday { .. } | Self::Day(_) | Self::Holiday { .. } => true,
                Self::Unit { unit, .. } | Self::Same { unit, .. } => *unit == Unit::Day,
                _ => false,
            },
            Sort::PartOfYear => match bare {
                Self::Part { .. } => true,
                Self::Date { year, month, day, .. } => year.is_none() && month.is_some() && day.is_none(),
                _ => false,
            },
            Sort::Year => match bare {
                Self::Date { year, month, .. } => year.is_some() && month.is_none(),
                Self::Unit { unit, .. } | Self::Same { unit, .. } | Self::Reported { unit, .. } => {
                    *unit == Unit::Year
                }
                _ => false,
            },
            Sort::Counted => matches!(bare, Self::Shift { .. }),
            Sort::Compared => matches!(bare, Self::Reported { years_back: 1.., .. }),
            Sort::Clock => matches!(bare, Self::Clock { .. }),
            Sort::DayPart => matches!(bare, Self::DayPart { .. }),
            Sort::Duration => matches!(bare, Self::Duration { .. }),
        }
    }
}
