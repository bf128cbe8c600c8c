//! Quantities: bounds, units, how approximate.

use super::Number;
use serde::{Deserialize, Serialize};

/// What is counted or measured: "people", "USD", "percent", "barrels/day". Lower case but for currencies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unit(pub String);

/// A quantity as reported. "12" is 12..12; "at least 12" is 12..; "up to 30" is ..30; "between 200 and
/// 250" is 200..250; "about 50" is 50..50, approximate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityValue {
    /// The verbatim words.
    pub text: String,
    /// Least possible amount; `None` if open.
    pub low: Option<Number>,
    /// Whether `low` itself is excluded ("more than 60").
    pub low_excluded: bool,
    /// Greatest possible amount; `None` if open.
    pub high: Option<Number>,
    /// Whether `high` itself is excluded ("fewer than 60").
    pub high_excluded: bool,
    /// "about", "some", "nearly": the bounds are not sharp.
    pub approximate: bool,
    /// The unit.
    pub unit: Unit,
}

impl QuantityValue {
    fn of(text: impl Into<String>, low: Option<Number>, high: Option<Number>, unit: Unit) -> Self {
        Self {
            text: text.into(),
            low,
            low_excluded: false,
            high,
            high_excluded: false,
            approximate: false,
            unit,
        }
    }

    /// "12".
    pub fn exact(text: impl Into<String>, amount: Number, unit: Unit) -> Self {
        Self::of(text, Some(amount), Some(amount), unit)
    }

    /// "at least 12".
    pub fn at_least(text: impl Into<String>, amount: Number, unit: Unit) -> Self {
        Self::of(text, Some(amount), None, unit)
    }

    /// "more than 60".
    pub fn more_than(text: impl Into<String>, amount: Number, unit: Unit) -> Self {
        Self { low_excluded: true, ..Self::at_least(text, amount, unit) }
    }

    /// "up to 30".
    pub fn up_to(text: impl Into<String>, amount: Number, unit: Unit) -> Self {
        Self::of(text, None, Some(amount), unit)
    }

    /// "fewer than 60".
    pub fn fewer_than(text: impl Into<String>, amount: Number, unit: Unit) -> Self {
        Self { high_excluded: true, ..Self::up_to(text, amount, unit) }
    }

    /// "between 200 and 250", both included; the two may be given in either order.
    pub fn between(text: impl Into<String>, one: Number, other: Number, unit: Unit) -> Self {
        Self::of(text, Some(one.min(other)), Some(one.max(other)), unit)
    }

    /// "about 50".
    pub fn about(text: impl Into<String>, amount: Number, unit: Unit) -> Self {
        Self { approximate: true, ..Self::exact(text, amount, unit) }
    }
}
