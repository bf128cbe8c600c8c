//! From a time as said to its TIMEX3 type and value.
//!
//! The day of writing and the times spoken of before are what a time is placed by; tense decides to which
//! side of the day of writing a bare weekday, day or month lies. Without a day of writing nothing is guessed:
//! what is not told stays `X`.

use super::holidays;
use super::placed::{Placed, nowhere, vague};
use super::point::{Grain, Point};
use super::term::{Base, Count, Part, Term, Unit, Vague};
use super::value::duration;
use super::{TimexAnchor, TimexType};
use crate::verb_group::Direction;
use dateline_core::edtf::Edtf;
use jiff::civil::Date;

/// What is known when a time is placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// The day of writing.
    pub(super) written: Option<Date>,
    /// The time spoken of last.
    pub(super) previous: Option<Point>,
    /// The quarter, half or year that is reported on.
    pub(super) reported: Option<Point>,
    /// To which side of the day of writing the sentence looks.
    pub(super) direction: Direction,
    /// That is the side of the time's own verb, and not of the nearest one.
    pub(super) own_verb: bool,
}

impl Term {
    /// The days that a time denotes, and from what they were counted: by its own words, or seen from the day
    /// of writing, `direction` being that of its own verb. Of a day of writing that is not known: the part that
    /// needs none ("XXXX-11-23").
    pub(in crate::times) fn days(
        &self,
        written: Option<Date>,
        direction: Direction,
    ) -> Option<(Edtf, TimexAnchor)> {
        let context = Context { written, previous: None, reported: None, direction, own_verb: true };
        let placed = context.place(self)?;
        Some((placed.edtf()?, placed.anchor))
    }
}

impl Context {
    /// Places a term; `None` if it is no time.
    pub(super) fn place(&self, term: &Term) -> Option<Placed> {
        Some(match term {
            Term::Number(_) | Term::YearWords(_) | Term::Nothing => return None,
            Term::Date { year, month, day, weekday } => self.date(*year, *month, *day, *weekday)?,
            Term::Decade(year) => {
                Placed::at(Point::around(Grain::Decade, first_of(*year)?)?, TimexAnchor::Stated)
            }
            Term::Century(year) => {
                Placed::at(Point::around(Grain::Century, first_of((*year).max(1))?)?, TimexAnchor::Stated)
            }
            Term::Weekday { weekday, which } => self.weekday(*weekday, *which)?,
            Term::Part { part, which } => self.part(*part, *which)?,
            Term::Unit { unit, step } => self.unit(*unit, *step)?,
            Term::Same { unit, step } => self.same(*unit, *step)?,
            Term::Reported { unit, years_back } => self.reported(*unit, *years_back)?,
            Term::Shift { count, unit, sign, base } => self.shift(*count, *unit, *sign, base)?,
            Term::Day(days) => match self.written {
                Some(written) => {
                    let day = Point { grain: Grain::Day, first: written }.step(*days)?;
                    Placed::at(day, TimexAnchor::Written)
                }
                None => Placed::open("XXXX-XX-XX"),
            },
            Term::DayPart { part, of } => self.day_part(part, of.as_deref())?,
            Term::Clock { hour, minute, of } => self.clock(*hour, *minute, of.as_deref())?,
            Term::Vague(side) => {
                let value = match side {
                    Vague::Past => "PAST_REF",
                    Vague::Present => "PRESENT_REF",
                    Vague::Future => "FUTURE_REF",
                };
                Placed::new(TimexType::Date, value.into())
            }
            Term::Duration { count, unit, rest } => {
                Placed::new(TimexType::Duration, duration(*count, *unit, *rest))
            }
            Term::Every { count, unit } => Placed::new(TimexType::Set, duration(*count, *unit, None)),
            Term::EveryNamed(of) => {
                let nowhere = Self { written: None, previous: None, reported: None, ..*self };
                let placed = nowhere.place(of)?;
                Placed { kind: TimexType::Set, point: None, anchor: TimexAnchor::Stated, ..placed }
            }
            Term::Holiday { holiday, which } => self.holiday(*holiday, *which)?,
            Term::Within { inner, outer } => self.within(inner, outer)?,
            Term::Usual(of) => Placed { usual: true, ..self.place(of)? },
            Term::Modified { modifier, of } => Placed { modifier: Some(*modifier), ..self.place(of)? },
        })
    }

    fn date(
        &self,
        year: Option<i16>,
        month: Option<u8>,
        day: Option<u8>,
        weekday: Option<u8>,
    ) -> Option<Placed> {
        let signed = |n: u8| i8::try_from(n).ok();
        match (year, month, day) {
            (Some(year), month, day) => {
                let grain = match (month, day) {
                    (None, _) => Grain::Year,
                    (Some(_), None) => Grain::Month,
                    _ => Grain::Day,
                };
                let first = Date::new(year, signed(month.unwrap_or(1))?, signed(day.unwrap_or(1))?).ok()?;
                Some(Placed::at(Point { grain, first }, TimexAnchor::Stated))
            }
            (None, Some(month), Some(day)) => {
                // Some year must have that day.
                Date::new(2000, signed(month)?, signed(day)?).ok()?;
                let Some(written) = self.written else {
                    return Some(Placed::open(format!("XXXX-{month:02}-{day:02}")));
                };
                let of_year = |year| Date::new(year, signed(month)?, signed(day)?).ok();
                let years = [written.year() - 1, written.year(), written.year() + 1];
                let days: Vec<Date> = years.into_iter().filter_map(of_year).collect();
                // "Tuesday, November 5": of a year in which they fall together; else it is a slip of the writer's.
                let falls = |day: &Date| weekday.is_none_or(|weekday| weekday_of(*day) == weekday);
                let fitting: Vec<Date> = days.iter().copied().filter(falls).collect();
                let near = |days: &[Date]| self.nearest(days, written, self.direction, 100);
                let (first, usual) = match near(&fitting) {
                    Some(placed) => placed,
                    None => (near(&days)?.0, true),
                };
                let point = Point { grain: Grain::Day, first };
                Some(Placed { usual, ..Placed::at(point, TimexAnchor::Written) })
            }
            (None, Some(month), None) => self.part(Part::Month(month), None),
            (None, None, Some(day)) => {
                let Some(written) = self.written else {
                    return Some(Placed::open(format!("XXXX-XX-{day:02}")));
                };
                let near = self.previous.map_or(written, |point| point.first);
                let first = Date::new(near.year(), near.month(), signed(day)?).ok()?;
                let point = Point { grain: Grain::Day, first };
                Some(Placed { usual: true, ..Placed::at(point, TimexAnchor::Previous) })
            }
            (None, None, None) => None,
        }
    }

    fn weekday(&self, weekday: u8, which: Option<i8>) -> Option<Placed> {
        let Some(written) = self.written else {
            return Some(Placed::open(format!("XXXX-WXX-{}", weekday + 1)));
        };
        let day = Point { grain: Grain::Day, first: written };
        let today = i32::from(written.weekday().to_monday_zero_offset());
        // Days ahead to that weekday, 0 to 6.
        let ahead = (i32::from(weekday) - today).rem_euclid(7);
        let (days, usual) = match (which, self.direction) {
            (Some(-1), _) => (if ahead == 0 { -7 } else { ahead - 7 }, false),
            (Some(1), _) => (if ahead == 0 { 7 } else { ahead }, false),
            (_, Direction::Future) => (ahead, false),
            (_, direction) => {
                (if ahead == 0 { 0 } else { ahead - 7 }, direction != Direction::Past && ahead != 0)
            }
        };
        Some(Placed { usual, ..Placed::at(day.step(days)?, TimexAnchor::Written) })
    }

    fn part(&self, part: Part, which: Option<i8>) -> Option<Placed> {
        let (grain, month) = match part {
            Part::Month(month) => (Grain::Month, month),
            Part::Quarter(quarter) => (Grain::Quarter, quarter * 3 - 2),
            Part::Half(half) => (Grain::Half, half * 6 - 5),
            Part::Season(season) => (Grain::Season, season * 3),
        };
        let month = i8::try_from(month).ok()?;
        let Some(written) = self.written else {
            return Some(Placed::open(match part {
                Part::Month(month) => format!("XXXX-{month:02}"),
                Part::Quarter(quarter) => format!("XXXX-Q{quarter}"),
                Part::Half(half) => format!("XXXX-H{half}"),
                Part::Season(season) => {
                    format!("XXXX-{}", ["SP", "SU", "FA", "WI"][usize::from(season - 1) % 4])
                }
            }));
        };
        let of_year = |year| Date::new(year, month, 1).ok();
        let years = [written.year() - 1, written.year(), written.year() + 1];
        let days: Vec<Date> = years.into_iter().filter_map(of_year).collect();
        let current = Point::around(grain, written)?.first;
        let (first, usual) = match which {
            Some(-1) => (days.iter().copied().filter(|day| *day < current).max()?, false),
            Some(0) => (of_year(written.year())?, false),
            Some(_) => (days.iter().copied().filter(|day| *day > current).min()?, false),
            // Results are of a quarter that has begun, whatever is expected of them.
            None => {
                let far = days.iter().filter(|day| **day >= current).min();
                let far = far.is_some_and(|day| (*day - current).get_days() > 120);
                let results = far && !self.own_verb && matches!(part, Part::Quarter(_) | Part::Half(_));
                let direction = if results { Direction::Past } else { self.direction };
                let (day, usual) = self.nearest(&days, current, direction, 100)?;
                // Nearness tells of months only.
                let told = matches!(part, Part::Month(_))
                    || matches!(direction, Direction::Past | Direction::Future);
                (day, usual || !told || results && self.direction != Direction::Past)
            }
        };
        let point = Point { grain, first };
        Some(Placed { usual, ..Placed::at(point, TimexAnchor::Written) })
    }

    fn unit(&self, unit: Unit, step: i32) -> Option<Placed> {
        let Some(grain) = grain_of(unit) else {
            return Some(Placed::new(TimexType::Duration, duration(Count::ONE, unit, None)));
        };
        let Some(written) = self.written else { return Some(Placed::open(nowhere(unit))) };
        let mut here = Point::around(grain, written)?;
        // A weekend that has not come yet is not the last one.
        if grain == Grain::Weekend && step == 0 && self.direction == Direction::Past && here.first > written {
            here = here.step(-1)?;
        }
        Some(Placed::at(here.step(step)?, TimexAnchor::Written))
    }

    fn same(&self, unit: Unit, step: i32) -> Option<Placed> {
        let Some(grain) = grain_of(unit) else {
            return Some(Placed::new(TimexType::Duration, duration(Count::ONE, unit, None)));
        };
        let (near, anchor) = match (self.previous, self.written) {
            // A day is not told by a month or year spoken of before.
            (Some(previous), _) if previous.grain <= grain || step != 0 && grain > Grain::Week => {
                (previous.first, TimexAnchor::Previous)
            }
            (_, Some(written)) => (written, TimexAnchor::Written),
            (_, None) => return Some(Placed::open(nowhere(unit))),
        };
        let usual = anchor == TimexAnchor::Written;
        Some(Placed { usual, ..Placed::at(Point::around(grain, near)?.step(step)?, anchor) })
    }

    /// The quarter or year that a report is about.
    fn reported(&self, unit: Unit, years_back: i16) -> Option<Placed> {
        let wanted = match unit {
            Unit::Any => self.reported.map_or(Grain::Year, |point| point.grain),
            unit => grain_of(unit)?,
        };
        let here = match (self.reported.filter(|point| point.grain == wanted), self.written) {
            (Some(point), _) => point,
            (None, Some(written)) => {
                let here = Point::around(wanted, written)?;
                // Results are reported when the quarter is over.
                if wanted == Grain::Quarter { here.step(-1)? } else { here }
            }
            (None, None) => return Some(Placed::open(nowhere(unit))),
        };
        let point = here.years(-i32::from(years_back))?;
        Some(Placed { usual: true, ..Placed::at(point, TimexAnchor::Previous) })
    }

    fn shift(&self, count: Count, unit: Unit, sign: i8, base: &Base) -> Option<Placed> {
        let (from, anchor) = match base {
            Base::Written => {
                (self.written.map(|first| Point { grain: Grain::Day, first }), TimexAnchor::Written)
            }
            Base::Previous => (
                self.previous.or(self.written.map(|first| Point { grain: Grain::Day, first })),
                TimexAnchor::Previous,
            ),
            Base::Said(term) => {
                let placed = self.place(term)?;
                (placed.point, placed.anchor)
            }
        };
        let Some(number) = count.0 else {
            return Some(Placed::new(TimexType::Date, vague(sign).into()));
        };
        let grain = match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Any => {
                return Some(Placed::new(TimexType::Duration, duration(count, unit, None)));
            }
            Unit::Week | Unit::Day | Unit::Weekend | Unit::Night => Grain::Day,
            Unit::Month => Grain::Month,
            Unit::Quarter => Grain::Quarter,
            Unit::Year | Unit::Decade | Unit::Century => Grain::Year,
        };
        let times = match unit {
            Unit::Week => 7,
            Unit::Decade => 10,
            Unit::Century => 100,
            _ => 1,
        };
        let Some(from) = from else { return Some(Placed::open(nowhere(unit))) };
        let steps = i32::try_from(number * times / 1000).ok()?.checked_mul(i32::from(sign))?;
        let point = Point::around(grain.max(from.grain.min(grain)), from.first)?.step(steps)?;
        // Two days ago is a day; two weeks or years ago is about then.
        Some(Placed { about: unit != Unit::Day, ..Placed::at(point, anchor) })
    }

    fn day_part(&self, part: &str, of: Option<&Term>) -> Option<Placed> {
        let day = match of {
            Some(term) => self.place(term)?,
            None => self.same(Unit::Day, 0)?,
        };
        Some(Placed { kind: TimexType::Time, value: format!("{}T{part}", day.value), ..day })
    }

    fn clock(&self, hour: u8, minute: Option<u8>, of: Option<&Term>) -> Option<Placed> {
        let day = match of {
            Some(term) => self.place(term)?,
            None => self.same(Unit::Day, 0)?,
        };
        // A part of the day said with the hour is in the hour.
        let date = day.value.split('T').next().unwrap_or_default();
        let value = format!("{date}T{hour:02}:{:02}", minute.unwrap_or(0));
        Some(Placed { kind: TimexType::Time, value, ..day })
    }

    fn holiday(&self, holiday: u8, which: Option<i8>) -> Option<Placed> {
        let Some(written) = self.written else { return Some(Placed::open("XXXX-XX-XX")) };
        let years = [written.year() - 1, written.year(), written.year() + 1];
        let days: Vec<Date> = years.into_iter().filter_map(|y| holidays::day_of(holiday, y)).collect();
        let (first, usual) = match which {
            Some(-1) => (days.iter().copied().filter(|day| *day < written).max()?, false),
            Some(1) => (days.iter().copied().filter(|day| *day > written).min()?, false),
            _ => self.nearest(&days, written, self.direction, 100)?,
        };
        let point = Point { grain: Grain::Day, first };
        Some(Placed { usual, ..Placed::at(point, TimexAnchor::Written) })
    }

    fn within(&self, inner: &Term, outer: &Term) -> Option<Placed> {
        let whole = self.place(outer)?;
        let Some(stretch) = whole.point else { return self.place(inner) };
        if let Term::Modified { modifier, of } = inner {
            return Some(Placed { modifier: Some(*modifier), ..self.within(of, outer)? });
        }
        let year = stretch.year();
        let placed = |point| Placed { usual: whole.usual, ..Placed::at(point, whole.anchor) };
        let at = |grain, month: u8, day: u8| {
            let first = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            Some(placed(Point { grain, first }))
        };
        match inner {
            Term::Date { month: Some(month), day, .. } => {
                at(if day.is_some() { Grain::Day } else { Grain::Month }, *month, day.unwrap_or(1))
            }
            Term::Part { part, .. } => match part {
                Part::Month(month) => at(Grain::Month, *month, 1),
                Part::Quarter(quarter) => at(Grain::Quarter, quarter * 3 - 2, 1),
                Part::Half(half) => at(Grain::Half, half * 6 - 5, 1),
                Part::Season(season) => at(Grain::Season, season * 3, 1),
            },
            // "The week of March 6": the unit that holds the day.
            Term::Unit { unit, .. } => {
                let point = Point::around(grain_of(*unit)?, stretch.first)?;
                Some(placed(point))
            }
            Term::Holiday { holiday, .. } => {
                let first = holidays::day_of(*holiday, year)?;
                Some(placed(Point { grain: Grain::Day, first }))
            }
            Term::Weekday { weekday, .. } if stretch.grain == Grain::Week => {
                let day = Point { grain: Grain::Day, first: stretch.first }.step(i32::from(*weekday))?;
                Some(placed(day))
            }
            // "The 1988 quarter": the quarter reported on, of that year.
            Term::Reported { unit, .. } => {
                let same = self.reported(*unit, 0)?.point;
                match same.filter(|point| point.grain < Grain::Year) {
                    Some(point) => at(point.grain, point.first.month().unsigned_abs(), 1),
                    None => Some(whole),
                }
            }
            _ => Some(whole),
        }
    }
}

fn weekday_of(day: Date) -> u8 {
    day.weekday().to_monday_zero_offset().unsigned_abs()
}

fn first_of(year: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok()
}

fn grain_of(unit: Unit) -> Option<Grain> {
    Some(match unit {
        Unit::Day => Grain::Day,
        Unit::Week => Grain::Week,
        Unit::Weekend => Grain::Weekend,
        Unit::Month => Grain::Month,
        Unit::Quarter => Grain::Quarter,
        Unit::Year => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century => Grain::Century,
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Night | Unit::Any => return None,
    })
}
