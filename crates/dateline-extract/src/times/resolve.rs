//! From a time as said to a time on the calendar.
//!
//! The anchor is the publication date. Tense decides the direction of a bare weekday or month. A
//! publication date that is itself vague (a month) resolves a time only when every day of it gives the same
//! answer. Without an anchor nothing is guessed: the value keeps its constraint.

use super::TimeExpression;
use super::calendar::{
    choose, date, part_at, relative, season_near, shift, shifted, weekday_near, year_of_month, year_of_part,
};
use super::unplaced::{constraint, granularity, modifier, unknown_year};
use crate::verb_group::Direction;
use dateline_core::edtf::{Bounds, Edtf};
use dateline_core::value::{Basis, BasisKind, TimeModifier, TimeValue, Weekday};
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
            Edtf::month(year_of_month(*month, anchor, direction)?, *month).ok()
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
