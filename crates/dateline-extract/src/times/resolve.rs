//! From a time as said to a time on the calendar.
//!
//! The anchor is the publication date. Tense decides the direction of a bare weekday or month. A
//! publication date that is itself vague (a month) resolves a time only when every day of it gives the same
//! answer. Without an anchor nothing is guessed: the value keeps its constraint.

use super::tagger::TimexAnchor;
use super::tagger::term::{Part, Term, Unit};
use super::unplaced::{constraint, granularity, modifier};
use super::{Said, TimeExpression};
use crate::verb_group::Direction;
use dateline_core::edtf::{Bounds, Edtf, Granularity, Part as EdtfPart};
use dateline_core::value::{Basis, BasisKind, TimeModifier, TimeValue};
use jiff::civil::{Date, Weekday};

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
        edtf: of_unknown_year(expression),
        earliest: None,
        latest: None,
        granularity: granularity(expression),
        modifier: modifier(expression),
        constraint: Some(constraint(expression)),
        basis: vec![Basis { kind: BasisKind::Unresolved, why }],
    }
}

fn place(expression: &TimeExpression, anchor: Anchor<'_>, direction: Direction) -> Option<Placed> {
    let Said { term, rule } = match expression {
        TimeExpression::Said(said) => said,
        TimeExpression::Modified { modifier, inner } => {
            // What was done before Monday tells not whether Monday has come.
            let untold = *modifier == TimeModifier::Before && direction == Direction::Past;
            let direction = if untold { Direction::Open } else { direction };
            return modified(*modifier, place(inner, anchor, direction)?);
        }
        TimeExpression::Range { from, to } => return range(from, to, anchor, direction),
        TimeExpression::NotOne => return None,
    };
    if let Some((edtf, TimexAnchor::Stated)) = term.days(None, direction) {
        let basis = Basis { kind: BasisKind::Stated, why: format!("the words say it in full ({rule})") };
        return Some(Placed { edtf, modifier: None, basis });
    }
    let published = anchor.published?;
    let Bounds { earliest: Some(first), latest: Some(last) } = published.bounds() else { return None };
    // "meet this week", told on a Sunday: for some the week has begun, for others it ends.
    let sunday = first.weekday() == Weekday::Sunday || last.weekday() == Weekday::Sunday;
    let coming = Term::Unit { unit: Unit::Week, step: 1 };
    let term = match (term, direction) {
        (Term::Unit { unit: Unit::Week, step: 0 }, Direction::Future) if sunday => &coming,
        (Term::Unit { unit: Unit::Week, step: 0 }, Direction::Open | Direction::Present) if sunday => {
            return None;
        }
        _ => term,
    };
    let (edtf, _) = term.days(Some(first), direction)?;
    if first != last && term.days(Some(last), direction)?.0 != edtf {
        return None;
    }
    let what = match term {
        Term::Date { .. } | Term::Part { part: Part::Month(_), .. } => "year",
        Term::Weekday { .. } => "week",
        _ => "counted",
    };
    let why = format!("{what} from the publication date {published}, not from the words ({rule})");
    Some(Placed { edtf, modifier: None, basis: Basis { kind: BasisKind::Published, why } })
}

fn modified(modifier: TimeModifier, inner: Placed) -> Option<Placed> {
    let bounds = inner.edtf.bounds();
    let granularity = inner.edtf.granularity();
    // The first part of a year has ended before its second half begins, and its last has not begun before it.
    let early = matches!(inner.modifier, Some(TimeModifier::Start));
    let late = matches!(inner.modifier, Some(TimeModifier::Mid | TimeModifier::End));
    let edtf = match modifier {
        TimeModifier::Start | TimeModifier::Mid | TimeModifier::End => inner.edtf,
        TimeModifier::Approx => inner.edtf.approximate(),
        // "after early May", "before late May" may be in May.
        TimeModifier::After if early => Edtf::from(part_at(bounds.earliest?, granularity)?),
        TimeModifier::Before if late => Edtf::until(part_at(bounds.latest?, granularity)?),
        TimeModifier::After => Edtf::from(part_at(bounds.latest?.tomorrow().ok()?, granularity)?),
        TimeModifier::Before => Edtf::until(part_at(bounds.earliest?.yesterday().ok()?, granularity)?),
        TimeModifier::OnOrBefore if early => Edtf::until(end_of_first_half(bounds, granularity)?),
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

/// "November 23" of a year that is not known.
fn of_unknown_year(expression: &TimeExpression) -> Option<Edtf> {
    let TimeExpression::Said(Said { term, .. }) = expression else { return None };
    let (edtf, anchor) = term.days(None, Direction::Open)?;
    (anchor == TimexAnchor::Open).then_some(edtf)
}

/// The last month of the first half of the year that begins with a day, the fifteenth of a month; of what is neither, its
/// end.
fn end_of_first_half(whole: Bounds, granularity: Granularity) -> Option<EdtfPart> {
    let first = whole.earliest?;
    match granularity {
        Granularity::Year => EdtfPart::month(first.year(), 6).ok(),
        Granularity::Month => Some(EdtfPart::day(first.with().day(15).build().ok()?)),
        _ => part_at(whole.latest?, granularity),
    }
}

/// The calendar part of the given granularity that holds a day; days where EDTF has no such part.
fn part_at(day: Date, granularity: Granularity) -> Option<EdtfPart> {
    let month = day.month().unsigned_abs();
    match granularity {
        Granularity::Month => EdtfPart::month(day.year(), month).ok(),
        Granularity::Year => EdtfPart::year(day.year()).ok(),
        _ => Some(EdtfPart::day(day)),
    }
}
