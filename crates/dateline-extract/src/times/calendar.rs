//! Steps on the calendar, seen from a day.

use super::{Unit, Which};
use crate::verb_group::Direction;
use dateline_core::edtf::{Bounds, Edtf, Granularity, Part};
use dateline_core::value::Weekday;
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::cmp::Ordering;

/// The year of a bare month; `None` when it is about half a year away either way.
pub(super) fn year_of_month(month: u8, anchor: Date, direction: Direction) -> Option<i16> {
    let (year, this) = (anchor.year(), anchor.month().unsigned_abs());
    Some(match direction {
        // The month of publication counts as past and as future.
        Direction::Past => year - i16::from(month > this),
        Direction::Future => year + i16::from(month < this),
        Direction::Present | Direction::Open => {
            let distance = i16::from(month) - i16::from(this);
            match distance {
                5..=7 | -7..=-5 => return None,
                8.. => year - 1,
                ..=-8 => year + 1,
                _ => year,
            }
        }
    })
}

/// The year of a part of a year; `order` is that of the part and the anchor's own part.
pub(super) fn year_of_part(
    year: i16,
    order: Ordering,
    which: Option<Which>,
    direction: Direction,
) -> Option<i16> {
    Some(match (which, direction) {
        (Some(Which::Last), _) => year - 1,
        (Some(Which::This), _) => year,
        (Some(Which::Next), _) => year + 1,
        (None, Direction::Past) => year - i16::from(order == Ordering::Greater),
        (None, Direction::Future) => year + i16::from(order == Ordering::Less),
        (None, Direction::Present | Direction::Open) => return None,
    })
}

/// The candidate that the direction asks for.
pub(super) fn choose(candidates: &[Date], anchor: Date, direction: Direction) -> Option<Date> {
    match direction {
        Direction::Past => candidates.iter().copied().filter(|d| *d <= anchor).max(),
        Direction::Future => candidates.iter().copied().filter(|d| *d >= anchor).min(),
        Direction::Present | Direction::Open => {
            let nearest = candidates.iter().copied().min_by_key(|d| days_between(*d, anchor).abs())?;
            // Half a year away either way is no answer.
            (days_between(nearest, anchor).abs() <= 150).then_some(nearest)
        }
    }
}

/// The day of that weekday within a week of the anchor.
pub(super) fn weekday_near(
    weekday: Weekday,
    which: Option<Which>,
    anchor: Date,
    direction: Direction,
) -> Option<Date> {
    let back = |from: i32| (from..from + 7).find_map(|n| day_if(anchor, -n, weekday));
    let ahead = |from: i32| (from..from + 7).find_map(|n| day_if(anchor, n, weekday));
    match (which, direction) {
        (Some(Which::Last), _) => back(1),
        (Some(Which::Next), _) => ahead(1),
        (None | Some(Which::This), Direction::Past) => back(0),
        (None | Some(Which::This), Direction::Future) => ahead(0),
        (None | Some(Which::This), _) => None,
    }
}

fn day_if(anchor: Date, days: i32, weekday: Weekday) -> Option<Date> {
    shifted(anchor, days).filter(|day| Weekday::of(*day) == weekday)
}

/// "Last week", "this month", "next year".
pub(super) fn relative(which: Which, unit: Unit, anchor: Date) -> Option<Edtf> {
    let step = match which {
        Which::Last => -1,
        Which::This => 0,
        Which::Next => 1,
    };
    match unit {
        Unit::Day => shifted(anchor, step).map(Edtf::day),
        Unit::Week | Unit::Weekend => {
            // Weeks begin on Monday (ISO 8601).
            let monday = shifted(anchor, -i32::from(anchor.weekday().to_monday_zero_offset()) + 7 * step)?;
            let first = if unit == Unit::Week { monday } else { shifted(monday, 5)? };
            Edtf::interval(Part::day(first), Part::day(shifted(monday, 6)?)).ok()
        }
        Unit::Month => {
            let month = anchor.first_of_month().checked_add(step.months()).ok()?;
            Edtf::month(month.year(), month.month().unsigned_abs()).ok()
        }
        Unit::Quarter => {
            let month = anchor.first_of_month().checked_add((3 * step).months()).ok()?;
            Edtf::quarter(month.year(), (month.month().unsigned_abs() - 1) / 3 + 1).ok()
        }
        Unit::Year => Edtf::year(anchor.year() + i16::try_from(step).ok()?).ok(),
        Unit::Decade => None,
    }
}

/// "Two days ago" is a day; two weeks, months or years ago is about then.
pub(super) fn shift(count: i32, unit: Unit, anchor: Date) -> Option<Edtf> {
    match unit {
        Unit::Day => shifted(anchor, count).map(Edtf::day),
        Unit::Week => shifted(anchor, count.checked_mul(7)?).map(|day| Edtf::day(day).approximate()),
        Unit::Month => {
            let month = anchor.first_of_month().checked_add(count.months()).ok()?;
            Edtf::month(month.year(), month.month().unsigned_abs()).ok().map(Edtf::approximate)
        }
        Unit::Year => {
            Edtf::year(anchor.year().checked_add(i16::try_from(count).ok()?)?).ok().map(Edtf::approximate)
        }
        Unit::Weekend | Unit::Quarter | Unit::Decade => None,
    }
}

pub(super) fn season_near(season: u8, which: Option<Which>, anchor: Date) -> Option<Edtf> {
    let year = anchor.year();
    let bounds = |year| Edtf::season(year, season).ok().map(|s| (s.bounds(), s));
    let candidates: Vec<(Bounds, Edtf)> = [year - 1, year, year + 1].into_iter().filter_map(bounds).collect();
    match which? {
        Which::Last => candidates.into_iter().rfind(|(b, _)| b.latest.is_some_and(|end| end < anchor)),
        Which::Next => candidates.into_iter().find(|(b, _)| b.earliest.is_some_and(|start| start > anchor)),
        Which::This => candidates.into_iter().nth(1),
    }
    .map(|(_, edtf)| edtf)
}

/// The calendar part of the given granularity that holds a day; days where EDTF has no such part.
pub(super) fn part_at(day: Date, granularity: Granularity) -> Option<Part> {
    let month = day.month().unsigned_abs();
    match granularity {
        Granularity::Month => Part::month(day.year(), month).ok(),
        Granularity::Year => Part::year(day.year()).ok(),
        _ => Some(Part::day(day)),
    }
}

pub(super) fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) fn shifted(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

fn days_between(one: Date, other: Date) -> i32 {
    one.since(other).map_or(i32::MAX, |span| span.get_days())
}
