//! How sure and whether: `FactBank`'s factuality, crossed with polarity (Saurí and Pustejovsky 2009).

use crate::text::ByteSpan;
use serde::{Deserialize, Serialize};

/// How sure the source is, weakest first (`FactBank`'s U, PS, PR, CT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ModalityClass {
    /// Underspecified: the source does not commit itself ("hopes", a question, a condition).
    U,
    /// Possible ("could", "might", "may").
    PS,
    /// Probable ("probably", "tentatively", "expected to").
    PR,
    /// Certain: stated without a hedge.
    CT,
}

/// A word that weakens a statement, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hedge {
    /// Its verbatim words.
    pub text: String,
    /// Its place in the revision.
    #[serde(flatten)]
    pub span: ByteSpan,
}

/// How sure, and the words that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modality {
    /// The weakest class any of the hedges gives; [`ModalityClass::CT`] without hedges.
    pub class: ModalityClass,
    /// The hedges, in text order.
    pub hedges: Vec<Hedge>,
}

impl Modality {
    /// Stated without a hedge.
    pub fn certain() -> Self {
        Self { class: ModalityClass::CT, hedges: Vec::new() }
    }
}

/// Whether the source asserts or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Polarity {
    /// Asserted.
    #[serde(rename = "+")]
    Positive,
    /// Denied ("will not be held in November").
    #[serde(rename = "-")]
    Negative,
    /// The source says neither.
    #[serde(rename = "u")]
    Unknown,
}

impl ModalityClass {
    /// In words, for screens: "certain", "probable", "possible", "uncommitted".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::CT => "certain",
            Self::PR => "probable",
            Self::PS => "possible",
            Self::U => "uncommitted",
        }
    }
}
