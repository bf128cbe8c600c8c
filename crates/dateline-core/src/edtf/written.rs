//! An expression as text: how it is written, and what is wrong with a text that is none.

use super::{Edtf, End, Form};
use std::fmt;

/// Why a text is no EDTF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an EDTF date: {why}")]
pub struct EdtfError {
    /// The text, cut to its first 80 characters.
    pub text: String,
    /// What is wrong, and the form to use where that is clear.
    pub why: String,
}

impl EdtfError {
    pub(super) fn new(text: &str, why: impl Into<String>) -> Self {
        let text = match text.char_indices().nth(80) {
            Some((cut, _)) => format!("{}…", &text[..cut]),
            None => text.to_owned(),
        };
        Self { text, why: why.into() }
    }
}

impl TryFrom<String> for Edtf {
    type Error = EdtfError;
    fn try_from(text: String) -> Result<Self, EdtfError> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for Edtf {
    type Err = EdtfError;
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        Self::parse(text)
    }
}

impl From<Edtf> for String {
    fn from(edtf: Edtf) -> String {
        edtf.to_string()
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Date(part) => part.fmt(f),
            Form::Moment(moment) => moment.fmt(f),
            Form::Interval { start, end } => write!(f, "{start}/{end}"),
            Form::OneOf(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    write!(f, "{}{part}", if at == 0 { '[' } else { ',' })?;
                }
                f.write_str("]")
            }
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(part) => part.fmt(f),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}
