//! EDTF, the Extended Date/Time Format of ISO 8601-2 (Library of Congress specification, 2019).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// A calendar day.
    Day,
    /// A calendar month.
    Month,
    /// A season or quarter of a year.
    Season,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// The days between which something lies, both included; `None` is open or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds {
    /// First possible day.
    pub earliest: Option<Date>,
    /// Last possible day.
    pub latest: Option<Date>,
}

/// An EDTF expression, kept in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf(String);

/// Why a text is no EDTF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an EDTF date: {why}")]
pub struct EdtfError {
    /// The text.
    pub text: String,
    /// What is wrong.
    pub why: String,
}

impl Edtf {
    /// Reads an expression.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        Ok(Self(text.to_owned()))
    }
}
impl TryFrom<String> for Edtf {
    type Error = EdtfError;
    fn try_from(text: String) -> Result<Self, EdtfError> {
        Self::parse(&text)
    }
}
impl From<Edtf> for String {
    fn from(edtf: Edtf) -> String {
        edtf.to_string()
    }
}
impl std::fmt::Display for Edtf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
