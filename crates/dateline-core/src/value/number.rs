//! Exact decimal numbers.
use serde::{Deserialize, Serialize};

/// An exact decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Number(i64);

/// Why a text is no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a number")]
pub struct NumberError {
    /// The text.
    pub text: String,
}
