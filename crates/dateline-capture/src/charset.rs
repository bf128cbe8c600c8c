//! Charsets by name.

use encoding_rs::Encoding;
use std::fmt;

/// A charset, by one of the labels of the WHATWG Encoding Standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset(pub(crate) &'static Encoding);

/// A label that names no charset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no charset; examples: utf-8, windows-1252, iso-8859-2, shift_jis, gb18030, utf-16le")]
pub struct UnknownCharset(pub String);

impl Charset {
    /// The charset that `label` names ("latin1" is windows-1252, as on the web).
    pub fn for_label(label: &str) -> Result<Self, UnknownCharset> {
        Encoding::for_label_no_replacement(label.as_bytes())
            .map(Self)
            .ok_or_else(|| UnknownCharset(label.to_owned()))
    }

    /// Its name in lower case.
    pub fn name(self) -> String {
        self.0.name().to_ascii_lowercase()
    }
}

impl std::str::FromStr for Charset {
    type Err = UnknownCharset;
    fn from_str(label: &str) -> Result<Self, UnknownCharset> {
        Self::for_label(label)
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}
