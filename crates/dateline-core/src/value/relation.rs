//! How two values relate: an interval order for times and quantities, equality for names and words.

use super::Value;
use serde::{Deserialize, Serialize};

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

/// How `later` relates to `earlier`.
pub fn relate(earlier: &Value, later: &Value) -> ValueRelation {
    match (earlier, later) {
        (Value::Quantity(earlier), Value::Quantity(later)) => earlier.relation(later),
        _ => ValueRelation::Incomparable,
    }
}
