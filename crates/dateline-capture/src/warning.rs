//! What the owner of an input should know though it was taken.

use crate::field::Key;
use crate::place::Place;
use dateline_core::text::LineNumber;
use std::fmt;

/// Something about an input that was taken which its owner should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptureWarning {
    /// The charset is a guess from the bytes.
    CharsetEstimated {
        /// The charset used.
        charset: String,
    },
    /// A page gives a field several values.
    Disagreement {
        /// The field.
        key: Key,
        /// The value that is used.
        used: String,
        /// Where it stands.
        place: Place,
        /// The others, and where they stand.
        others: Vec<(Place, String)>,
    },
    /// A field of an item that cannot be taken.
    FieldLeftOut {
        /// Why.
        why: String,
    },
    /// A page tells when it was published in UTC only, at an hour at which its own day may be the one before.
    DayInUtc {
        /// The value as it stands there.
        published: String,
    },
    /// A web archive holds the beginning of a page only.
    Truncated,
    /// Bytes of a page outside its article do not fit its charset.
    DamagedPage {
        /// The charset.
        charset: String,
    },
    /// A key in front matter that means nothing here.
    UnknownKey {
        /// The key.
        key: String,
        /// Its line.
        line: LineNumber,
        /// A key that is spelled almost like it.
        closest: Option<Key>,
    },
}

impl fmt::Display for CaptureWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CharsetEstimated { charset } => {
                write!(f, "its charset is not declared; read as {charset}. If that is wrong: --charset NAME")
            }
            Self::Disagreement { key, used, place, others } => {
                write!(f, "the page gives several values for `{key}`: used {used} ({place}); also ")?;
                for (at, (place, value)) in others.iter().enumerate() {
                    write!(f, "{}{value} ({place})", if at > 0 { ", " } else { "" })?;
                }
                Ok(())
            }
            Self::FieldLeftOut { why } => write!(f, "{why}; the field is left out"),
            Self::DayInUtc { published } => {
                write!(f, "the page was published at {published}, in UTC; its own day may be the one before")
            }
            Self::Truncated => {
                f.write_str("the archive holds the beginning of the page only; the article may go on")
            }
            Self::DamagedPage { charset } => {
                write!(
                    f,
                    "some bytes of the page are not valid {charset}; its article and what is said of it have none of them"
                )
            }
            Self::UnknownKey { key, line, closest } => {
                write!(f, "line {line}: front matter key `{key}` is unknown and was passed over")?;
                match closest {
                    Some(known) => write!(f, "; closest: {known}"),
                    None => Ok(()),
                }
            }
        }
    }
}
