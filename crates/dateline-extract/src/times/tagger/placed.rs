//! A time that is placed: its type and value, and the days that it denotes.

use super::point::Point;
use super::term::{TimexModifier, Unit};
use super::value::unit_letter;
use super::{TimexAnchor, TimexType};
use dateline_core::edtf::Edtf;

/// A time with its type and value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) kind: TimexType,
    pub(super) value: String,
    pub(super) modifier: Option<TimexModifier>,
    /// Its place on the calendar.
    pub(super) point: Option<Point>,
    pub(super) anchor: TimexAnchor,
    /// The side was not told by a word or tense: the value is what is usual.
    pub(super) usual: bool,
    /// It is a stretch that the words mean only roughly.
    pub(super) about: bool,
}

impl Placed {
    pub(super) fn new(kind: TimexType, value: String) -> Self {
        Self {
            kind,
            value,
            modifier: None,
            point: None,
            anchor: TimexAnchor::Stated,
            usual: false,
            about: false,
        }
    }

    pub(super) fn at(point: Point, anchor: TimexAnchor) -> Self {
        Self { point: Some(point), anchor, ..Self::new(TimexType::Date, point.value()) }
    }

    pub(super) fn open(value: impl Into<String>) -> Self {
        Self { anchor: TimexAnchor::Open, ..Self::new(TimexType::Date, value.into()) }
    }

    /// The days that are denoted, if the words or the tense tell them.
    pub(super) fn edtf(&self) -> Option<Edtf> {
        if self.usual || !matches!(self.kind, TimexType::Date) {
            return None;
        }
        if self.anchor == TimexAnchor::Open {
            // A month, or a day of one, of a year that is not told.
            return self.value.strip_prefix("XXXX-").and_then(|_| Edtf::parse(&self.value).ok());
        }
        let edtf = self.point?.edtf()?;
        let about = self.about || self.modifier == Some(TimexModifier::Approx);
        Some(if about { edtf.approximate() } else { edtf })
    }
}

/// The value of what lies so far from somewhere that no number tells.
pub(super) fn vague(sign: i8) -> &'static str {
    if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }
}

/// The value of a unit whose place is not known.
pub(super) fn nowhere(unit: Unit) -> String {
    match unit {
        Unit::Day => "XXXX-XX-XX".into(),
        Unit::Week => "XXXX-WXX".into(),
        Unit::Weekend => "XXXX-WXX-WE".into(),
        Unit::Month => "XXXX-XX".into(),
        Unit::Quarter => "XXXX-QX".into(),
        Unit::Decade => "XXX".into(),
        Unit::Century => "XX".into(),
        Unit::Year => "XXXX".into(),
        other => format!("PX{}", unit_letter(other)),
    }
}
