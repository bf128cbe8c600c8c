//! From a time as said to a time on the calendar.
//!
//! The anchor is the publication date. Tense decides the direction of a bare weekday or month. A
//! publication date that is itself vague (a month) resolves a time only when every day of it gives the same
//! answer. Without an anchor nothing is guessed: the value keeps its constraint.

use super::{TimeExpression, Unit, Which};
use crate::verb_group::Direction;
use dateline_core::edtf::{Bounds, Edtf, Granularity, Part};
use dateline_core::value::{Basis, BasisKind, TimeConstraint, TimeModifier, TimeValue, Weekday};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// What a time can be resolved from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor<'a> {
    /// The publication date, if known.
    pub(crate) published: Option<&'a Edtf>,
}

/// A time on the calendar, on its way to a [`TimeValue`].
#[derive(Debug, Clone, PartialEq)]
struct Placed {
    edtf: Edtf,
    modifier: Option<TimeModifier>,
    basis: Basis,
}

/// Places `expression`, or keeps its constraint.
pub(crate) fn resolve(
    expression: &TimeExpression,
    anchor: Anchor<'_>,
    direction: Direction,
    text: &str,
) -> TimeValue {
    if let Some(placed) = place(expression, anchor, direction) {
        let bounds = placed.edtf.bounds();
        return TimeValue {
            text: text.to_owned(),
            granularity: placed.edtf.granularity(),
            edtf: Some(placed.edtf),
            earliest: bounds.earliest,
            latest: bounds.latest,
            modifier: placed.modifier,
            constraint: None,
            basis: vec![placed.basis],
        };
    }
    let why = match anchor.published {
        None => "the article has no publication date to resolve it from".to_owned(),
        Some(published) => format!("the publication date {published} does not settle which one is meant"),
    };
    TimeValue {
        text: text.to_owned(),
        edtf: unknown_year(expression),
        earliest: None,
        latest: None,
        granularity: granularity(expression),
        modifier: modifier(expression),
        constraint: Some(constraint(expression)),
        basis: vec![Basis { kind: BasisKind::Unresolved, why }],
    }
}

fn place(expression: &TimeExpression, anchor: Anchor<'_>, direction: Direction) -> Option<Placed> {
    if let Some(edtf) = stated(expression) {
        let basis = Basis { kind: BasisKind::Stated, why: "the words say it in full".into() };
        return Some(Placed { edtf, modifier: None, basis });
    }
    match expression {
        TimeExpression::Modified { modifier, inner } => {
            return modified(*modifier, place(inner, anchor, direction)?);
        }
        TimeExpression::Range { from, to } => return range(from, to, anchor, direction),
        _ => {}
    }
    let published = anchor.published?;
    let Bounds { earliest: Some(first), latest: Some(last) } = published.bounds() else { return None };
    let edtf = place_from(expression, first, direction)?;
    if first != last && place_from(expression, last, direction)? != edtf {
        return None;
    }
    let what = match expression {
        TimeExpression::Date { .. } => "year",
        TimeExpression::Weekday { .. } => "week",
        _ => "counted",
    };
    let why = format!("{what} from the publication date {published}, not from the words");
    Some(Placed { edtf, modifier: None, basis: Basis { kind: BasisKind::Published, why } })
}

/// What the words say in full, without an anchor.
fn stated(expression: &TimeExpression) -> Option<Edtf> {
    match expression {
        TimeExpression::Date { year: Some(year), month, day, .. } => match (month, day) {
            (Some(month), Some(day)) => Some(Edtf::day(date(*year, *month, *day)?)),
            (Some(month), None) => Edtf::month(*year, *month).ok(),
            (None, _) => Edtf::year(*year).ok(),
        },
        TimeExpression::Quarter { quarter, year: Some(year), .. } => Edtf::quarter(*year, *quarter).ok(),
        TimeExpression::Season { season, year: Some(year), .. } => Edtf::season(*year, *season).ok(),
        _ => None,
    }
}

fn place_from(expression: &TimeExpression, anchor: Date, direction: Direction) -> Option<Edtf> {
    match expression {
        TimeExpression::Date { month: Some(month), day: Some(day), weekday, .. } => {
            let years = [anchor.year() - 1, anchor.year(), anchor.year() + 1];
            let mut candidates: Vec<Date> =
                years.iter().filter_map(|year| date(*year, *month, *day)).collect();
            if let Some(weekday) = weekday {
                // "Tuesday, November 5": only years in which they fall together.
                candidates.retain(|candidate| Weekday::of(*candidate) == *weekday);
            }
            choose(&candidates, anchor, direction).map(Edtf::day)
        }
        TimeExpression::Date { month: Some(month), day: None, .. } => {
            let this = (anchor.year(), anchor.month().unsigned_abs());
            let month = *month;
            let year = match direction {
                // The month of publication counts as past and as future.
                Direction::Past => {
                    if month <= this.1 {
                        this.0
                    } else {
                        this.0 - 1
                    }
                }
                Direction::Future => {
                    if month >= this.1 {
                        this.0
                    } else {
                        this.0 + 1
                    }
                }
                Direction::Present | Direction::Open => {
                    let distance = i16::from(month) - i16::from(this.1);
                    if distance.abs() >= 5 && distance.abs() <= 7 {
                        return None;
                    }
                    if distance > 6 {
                        this.0 - 1
                    } else if distance < -6 {
                        this.0 + 1
                    } else {
                        this.0
                    }
                }
            };
            Edtf::month(year, month).ok()
        }
        TimeExpression::Weekday { weekday, which } => {
            weekday_near(*weekday, *which, anchor, direction).map(Edtf::day)
        }
        TimeExpression::Days(days) => shifted(anchor, *days).map(Edtf::day),
        TimeExpression::Relative { which, unit } => relative(*which, *unit, anchor),
        TimeExpression::Shift { count, unit } => shift(*count, *unit, anchor),
        TimeExpression::Quarter { quarter, which, .. } => {
            let this = (anchor.month().unsigned_abs() - 1) / 3 + 1;
            let year = year_of_part(anchor.year(), quarter.cmp(&this), *which, direction)?;
            Edtf::quarter(year, *quarter).ok()
        }
        TimeExpression::Season { season, which, .. } => season_near(*season, *which, anchor),
        _ => None,
    }
}

fn year_of_part(
    year: i16,
    order: std::cmp::Ordering,
    which: Option<Which>,
    direction: Direction,
) -> Option<i16> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    Some(match (which, direction, order) {
        (Some(Which::Last), _, _) => year - 1,
        (Some(Which::Next), _, _) | (None, Direction::Future, Less) => year + 1,
        (Some(Which::This), _, _)
        | (None, Direction::Past, Less | Equal)
        | (None, Direction::Future, Equal | Greater) => year,
        (None, Direction::Past, Greater) => year - 1,
        (None, Direction::Present | Direction::Open, _) => return None,
    })
}

fn choose(candidates: &[Date], anchor: Date, direction: Direction) -> Option<Date> {
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

fn weekday_near(weekday: Weekday, which: Option<Which>, anchor: Date, direction: Direction) -> Option<Date> {
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

fn relative(which: Which, unit: Unit, anchor: Date) -> Option<Edtf> {
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
fn shift(count: i32, unit: Unit, anchor: Date) -> Option<Edtf> {
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

fn season_near(season: u8, which: Option<Which>, anchor: Date) -> Option<Edtf> {
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

fn modified(modifier: TimeModifier, inner: Placed) -> Option<Placed> {
    let bounds = inner.edtf.bounds();
    let granularity = inner.edtf.granularity();
    let edtf = match modifier {
        TimeModifier::Start | TimeModifier::Mid | TimeModifier::End => inner.edtf,
        TimeModifier::Approx => inner.edtf.approximate(),
        TimeModifier::After => Edtf::from(part_at(bounds.latest?.tomorrow().ok()?, granularity)?),
        TimeModifier::Before => Edtf::until(part_at(bounds.earliest?.yesterday().ok()?, granularity)?),
        TimeModifier::OnOrBefore => Edtf::until(part_at(bounds.latest?, granularity)?),
        TimeModifier::OnOrAfter => Edtf::from(part_at(bounds.earliest?, granularity)?),
    };
    Some(Placed { edtf, modifier: Some(modifier), basis: inner.basis })
}

fn range(
    from: &TimeExpression,
    to: &TimeExpression,
    anchor: Anchor<'_>,
    direction: Direction,
) -> Option<Placed> {
    let end = place(to, anchor, direction)?;
    let start = place(from, anchor, direction)?;
    let bounds = (start.edtf.bounds().earliest?, end.edtf.bounds().latest?);
    if bounds.0 > bounds.1 {
        return None;
    }
    let edtf = Edtf::interval(
        part_at(bounds.0, start.edtf.granularity())?,
        part_at(bounds.1, end.edtf.granularity())?,
    )
    .ok()?;
    Some(Placed { edtf, modifier: None, basis: end.basis })
}

/// The calendar part of the given granularity that holds a day; days where EDTF has no such part.
fn part_at(day: Date, granularity: Granularity) -> Option<Part> {
    let month = day.month().unsigned_abs();
    match granularity {
        Granularity::Month => Part::month(day.year(), month).ok(),
        Granularity::Year => Part::year(day.year()).ok(),
        _ => Some(Part::day(day)),
    }
}

fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn shifted(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

fn days_between(one: Date, other: Date) -> i32 {
    one.since(other).map_or(i32::MAX, |span| span.get_days())
}

fn unknown_year(expression: &TimeExpression) -> Option<Edtf> {
    match expression {
        TimeExpression::Date { month: Some(month), day: Some(day), .. } => {
            Edtf::day_of_unknown_year(*month, *day).ok()
        }
        TimeExpression::Date { month: Some(month), day: None, .. } => {
            Edtf::month_of_unknown_year(*month).ok()
        }
        _ => None,
    }
}

fn granularity(expression: &TimeExpression) -> Granularity {
    match expression {
        TimeExpression::Date { day: Some(_), .. }
        | TimeExpression::Weekday { .. }
        | TimeExpression::Days(_) => Granularity::Day,
        TimeExpression::Date { month: Some(_), .. } => Granularity::Month,
        TimeExpression::Date { .. } => Granularity::Year,
        TimeExpression::Relative { unit, .. } | TimeExpression::Shift { unit, .. } => match unit {
            Unit::Day | Unit::Week | Unit::Weekend => Granularity::Day,
            Unit::Month => Granularity::Month,
            Unit::Quarter => Granularity::Season,
            Unit::Year => Granularity::Year,
            Unit::Decade => Granularity::Decade,
        },
        TimeExpression::Quarter { .. } | TimeExpression::Season { .. } => Granularity::Season,
        TimeExpression::Modified { inner, .. } | TimeExpression::Range { from: inner, .. } => {
            granularity(inner)
        }
    }
}

fn modifier(expression: &TimeExpression) -> Option<TimeModifier> {
    match expression {
        TimeExpression::Modified { modifier, .. } => Some(*modifier),
        _ => None,
    }
}

/// What is known of a time that cannot be placed.
pub(crate) fn constraint(expression: &TimeExpression) -> TimeConstraint {
    let mut known = TimeConstraint::default();
    match expression {
        TimeExpression::Date { month, day, weekday, .. } => {
            known.month = *month;
            known.day = *day;
            known.weekday = *weekday;
        }
        TimeExpression::Weekday { weekday, .. } => known.weekday = Some(*weekday),
        TimeExpression::Modified { inner, .. } => known = constraint(inner),
        _ => {}
    }
    known.in_words = in_words(expression);
    known
}

const MONTHS: [&str; 12] = [
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

fn in_words(expression: &TimeExpression) -> String {
    let month = |m: u8| MONTHS.get(usize::from(m).wrapping_sub(1)).copied().unwrap_or("?");
    match expression {
        TimeExpression::Date { month: Some(m), day, weekday, .. } => {
            let day = day.map(|d| format!(" {d}")).unwrap_or_default();
            let weekday = weekday.map(|w| format!("a {w:?}, ")).unwrap_or_default();
            format!("{weekday}{}{day} of a year not given", month(*m))
        }
        TimeExpression::Weekday { weekday, .. } => format!("a {weekday:?}"),
        TimeExpression::Modified { modifier, inner } => {
            let word = match modifier {
                TimeModifier::Start => "the start of",
                TimeModifier::Mid => "the middle of",
                TimeModifier::End => "the end of",
                TimeModifier::Approx => "about",
                TimeModifier::After => "after",
                TimeModifier::Before => "before",
                TimeModifier::OnOrBefore => "not after",
                TimeModifier::OnOrAfter => "not before",
            };
            format!("{word} {}", in_words(inner))
        }
        TimeExpression::Range { from, to } => format!("from {} to {}", in_words(from), in_words(to)),
        _ => "a time counted from a publication date that is not known".into(),
    }
}
