//! How two values relate: an interval order for times and quantities, equality for names and words.
//!
//! Approximate values are compared as what they are near to: "about 50" as 10 % to either side of 50, "around
//! November" as a month to either side. So "48" lies within "about 50", and "about 50" does not exclude "55".
//! Parts of a stretch are taken generously as halves: "the end of June" as the second half of June.

use super::name::is_one_person;
use super::{EntityKind, EntityValue, QuantityValue, TimeModifier, TimeValue, Value};
use crate::edtf::{Bounds, Edtf, Granularity};
use crate::ends::{covers, precedes};
use crate::id::Slug;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// How the later of two values relates to the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueRelation {
    /// They say the same.
    Equal,
    /// The later lies within the earlier.
    Narrower,
    /// The earlier lies within the later.
    Broader,
    /// They have something in common, and each has something of its own.
    Overlaps,
    /// They exclude each other.
    Disjoint,
    /// They cannot be compared.
    Incomparable,
}

impl ValueRelation {
    /// The word, as on screen and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Narrower => "narrower",
            Self::Broader => "broader",
            Self::Overlaps => "overlaps",
            Self::Disjoint => "disjoint",
            Self::Incomparable => "incomparable",
        }
    }

    /// The relation seen from the other side.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Narrower => Self::Broader,
            Self::Broader => Self::Narrower,
            same => same,
        }
    }

    /// A sharp value that happens to be just as wide as an approximate one still says more.
    fn unless_blurred(self, earlier: bool, later: bool) -> Self {
        match (self, earlier, later) {
            (Self::Equal, true, false) => Self::Narrower,
            (Self::Equal, false, true) => Self::Broader,
            (same, ..) => same,
        }
    }
}

/// How `later` relates to `earlier`.
///
/// Times that are not placed on the calendar are equal if they say the same of month and day, and else
/// incomparable, as they are with times that are placed. Names are equal by [`EntityValue::is_same`],
/// words by [`super::TextValue::normal`]; else they are incomparable: that two names differ does not say
/// that they exclude each other.
pub fn relate(earlier: &Value, later: &Value) -> ValueRelation {
    let equal_if = |equal| if equal { ValueRelation::Equal } else { ValueRelation::Incomparable };
    match (earlier, later) {
        (Value::Time(earlier), Value::Time(later)) => earlier.relation(later),
        (Value::Quantity(earlier), Value::Quantity(later)) => earlier.relation(later),
        (Value::Entity(earlier), Value::Entity(later)) => equal_if(earlier.is_same(later)),
        (Value::Text(earlier), Value::Text(later)) => equal_if(earlier.normal == later.normal),
        _ => ValueRelation::Incomparable,
    }
}

/// Two ends, `None` where open: how `later` relates to `earlier`. Ends are included.
fn relate_ends<T: Ord + Copy>(earlier: [Option<T>; 2], later: [Option<T>; 2]) -> ValueRelation {
    if earlier == later {
        ValueRelation::Equal
    } else if covers(earlier, later) {
        ValueRelation::Narrower
    } else if covers(later, earlier) {
        ValueRelation::Broader
    } else if precedes(earlier, later) || precedes(later, earlier) {
        ValueRelation::Disjoint
    } else {
        ValueRelation::Overlaps
    }
}

impl EntityValue {
    /// Whether the names are one, made comparable; of people, also where one of the two says more of the given names ("Ana
    /// Holm", "Ana M. Holm").
    pub fn is_same(&self, other: &Self) -> bool {
        let people = self.entity == EntityKind::Person && other.entity == EntityKind::Person;
        self.comparable() == other.comparable() || people && is_one_person(&self.name, &other.name)
    }

    /// The name made comparable: lower case, without "the", punctuation and spacing evened out.
    pub fn comparable(&self) -> String {
        let slug = Slug::from_text(&self.name).map_or_else(|| self.name.clone(), String::from);
        slug.strip_prefix("the-").map(str::to_owned).unwrap_or(slug)
    }
}

impl QuantityValue {
    /// How `later` relates to this, the earlier one. Other units are incomparable.
    pub fn relation(&self, later: &Self) -> ValueRelation {
        if self.unit == later.unit {
            relate_ends(self.ends(), later.ends()).unless_blurred(self.approximate, later.approximate)
        } else {
            ValueRelation::Incomparable
        }
    }

    /// Whether `later` is a higher amount (`Greater`) or a lower one (`Less`): all of it lies above or
    /// below, or neither has an upper end and the lower one has moved up ("at least 2,600", then "more than
    /// 2,700").
    pub fn movement(&self, later: &Self) -> Option<Ordering> {
        let (ours, theirs) = (self.ends(), later.ends());
        if self.unit != later.unit {
            None
        } else if precedes(ours, theirs) {
            Some(Ordering::Greater)
        } else if precedes(theirs, ours) {
            Some(Ordering::Less)
        } else if ours[1].is_none() && theirs[1].is_none() && theirs[0] > ours[0] {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    /// Lowest and highest amount in half millionths, so that an end that is excluded lies half a step
    /// inside; approximate ones widened.
    fn ends(&self) -> [Option<i128>; 2] {
        let margin = |amount: i128| if self.approximate { amount.abs() / 10 } else { 0 };
        let inside = |excluded| i128::from(excluded && !self.approximate);
        let low = self.low.map(|low| low.millionths() * 2);
        let high = self.high.map(|high| high.millionths() * 2);
        [
            low.map(|low| low - margin(low) + inside(self.low_excluded)),
            high.map(|high| high + margin(high) - inside(self.high_excluded)),
        ]
    }
}

impl TimeValue {
    /// How `later` relates to this, the earlier one.
    pub fn relation(&self, later: &Self) -> ValueRelation {
        match (self.is_placed(), later.is_placed()) {
            (true, true) => relate_stretches(&self.stretches(), &later.stretches())
                .unless_blurred(self.is_approximate(), later.is_approximate()),
            (false, false) if self.says_the_same(later) => ValueRelation::Equal,
            _ => ValueRelation::Incomparable,
        }
    }

    /// Whether its days can be compared with others.
    pub fn is_placed(&self) -> bool {
        self.is_resolved() && !self.edtf.as_ref().is_some_and(Edtf::has_unknown_year)
    }

    /// Whether the words give no sharp days ("around May 3").
    pub fn is_approximate(&self) -> bool {
        self.modifier == Some(TimeModifier::Approx) || self.edtf.as_ref().is_some_and(Edtf::is_approximate)
    }

    /// Of two times without a year: whether they name the same month (and day). A bare "Monday" names a
    /// day only within its article, so two of them are never the same.
    fn says_the_same(&self, later: &Self) -> bool {
        match (&self.constraint, &later.constraint) {
            (Some(ours), Some(theirs)) => {
                ours.month.is_some()
                    && (ours.weekday, ours.month, ours.day) == (theirs.weekday, theirs.month, theirs.day)
                    && (ours.not_before, ours.not_after) == (theirs.not_before, theirs.not_after)
                    && self.modifier == later.modifier
            }
            (None, None) => self.edtf.is_some() && self.edtf == later.edtf && self.modifier == later.modifier,
            _ => false,
        }
    }

    /// The stretches of days it can be: in order, none touching the next.
    fn stretches(&self) -> Vec<Bounds> {
        let given = match &self.edtf {
            Some(edtf) if edtf.alternatives().len() > 1 => edtf.alternatives(),
            _ => vec![self.bounds()],
        };
        let mut stretches: Vec<Bounds> = given
            .into_iter()
            .map(|bounds| self.modifier.map_or(bounds, |modifier| part_of(bounds, modifier)))
            .map(|bounds| if self.is_approximate() { widened(bounds, self.granularity) } else { bounds })
            .collect();
        stretches.sort_by_key(|bounds| bounds.earliest);
        let mut merged: Vec<Bounds> = Vec::with_capacity(stretches.len());
        for next in stretches {
            match merged.last_mut() {
                Some(last)
                    if !(Bounds { latest: last.latest.map(day_after), ..*last }).wholly_before(next) =>
                {
                    *last = last.cover(next);
                }
                _ => merged.push(next),
            }
        }
        merged
    }
}

fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The half that "early", "mid-" or "the end of" speaks of; other modifiers are in the bounds already.
fn part_of(bounds: Bounds, modifier: TimeModifier) -> Bounds {
    let (Some(first), Some(last)) = (bounds.earliest, bounds.latest) else { return bounds };
    let length = (last - first).get_days();
    let at = |days: i32| first.saturating_add(days.days());
    match modifier {
        TimeModifier::Start => Bounds { latest: Some(at(length / 2)), ..bounds },
        TimeModifier::Mid => Bounds { earliest: Some(at(length / 4)), latest: Some(at(length - length / 4)) },
        TimeModifier::End => Bounds { earliest: Some(at(length - length / 2)), ..bounds },
        _ => bounds,
    }
}

/// One step of the granularity to either side.
fn widened(bounds: Bounds, granularity: Granularity) -> Bounds {
    let step: Span = match granularity {
        Granularity::Day => 1.day(),
        Granularity::Month => 1.month(),
        Granularity::Season => 3.months(),
        Granularity::Year => 1.year(),
        Granularity::Decade => 10.years(),
        Granularity::Century => 100.years(),
    };
    let after = |day: Date| {
        let day = day.saturating_add(step);
        if granularity == Granularity::Day { day } else { day.last_of_month() }
    };
    Bounds { earliest: bounds.earliest.map(|day| day.saturating_sub(step)), latest: bounds.latest.map(after) }
}

/// The relation of two unions of stretches, each in order with none touching the next.
fn relate_stretches(earlier: &[Bounds], later: &[Bounds]) -> ValueRelation {
    let within = |inner: &[Bounds], outer: &[Bounds]| {
        inner.iter().all(|inner| outer.iter().any(|outer| outer.contains(*inner)))
    };
    match (within(later, earlier), within(earlier, later)) {
        (true, true) => ValueRelation::Equal,
        (true, false) => ValueRelation::Narrower,
        (false, true) => ValueRelation::Broader,
        (false, false) if earlier.iter().any(|one| later.iter().any(|other| one.overlaps(*other))) => {
            ValueRelation::Overlaps
        }
        (false, false) => ValueRelation::Disjoint,
    }
}

#[cfg(test)]
mod tests;
