//! The fields a person can give an article, and why one cannot have a value.

use std::fmt;

/// A field that a person can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// When it was published: EDTF.
    Published,
    /// The outlet.
    Publisher,
    /// Its address: http or https.
    Url,
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// The news agency credited.
    Agency,
    /// The language: two or three letters of ISO 639.
    Lang,
    /// The story it belongs to.
    Story,
}

impl Key {
    /// All fields, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Published,
        Self::Publisher,
        Self::Url,
        Self::Title,
        Self::Byline,
        Self::Agency,
        Self::Lang,
        Self::Story,
    ];

    /// The name used in front matter, as a column and as a flag.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Publisher => "publisher",
            Self::Url => "url",
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Agency => "agency",
            Self::Lang => "lang",
            Self::Story => "story",
        }
    }

    /// The field called `name`; upper and lower case are not told apart.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name().eq_ignore_ascii_case(name))
    }

    /// All names, for messages: "published, publisher, …".
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Forms of a date that are taken, for messages.
pub const DATE_FORMS: &str =
    "2013-11-05, 2013-11, 2013 or another EDTF date (2013-11-05~, 2013-11-04/2013-11-05)";

/// How much of a value an error repeats, in characters.
pub(crate) const SHOWN_CHARS: usize = 80;

/// Why a field cannot have a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{key}` cannot be {value:?}: {why}")]
pub struct FieldError {
    /// The field.
    pub key: Key,
    /// The value as given; of a long one the beginning.
    pub value: String,
    /// What is wrong, and what is taken instead.
    pub why: String,
}

impl FieldError {
    pub(crate) fn new(key: Key, value: &str, why: impl Into<String>) -> Self {
        Self { key, value: shortened(value), why: why.into() }
    }
}

/// What an error repeats of a text: all of it, or the beginning of a long one.
pub(crate) fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name() {
        for key in Key::ALL {
            assert_eq!(Key::from_name(&key.name().to_uppercase()), Some(key));
        }
        assert_eq!(Key::from_name("date"), None);
    }
}
