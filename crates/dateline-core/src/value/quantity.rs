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
