//! Identifiers, each a newtype validated on every way in, `Deserialize` included.
//!
//! Two families: *content ids* are lower-case hexadecimal and any unambiguous prefix names them;
//! *readable ids* ([`Slug`], [`StoryName`]) are what people type.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Why a text is not the identifier it was given as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {what}: {why}")]
pub struct InvalidId {
    /// The text as given.
    pub text: String,
    /// What it was meant to be, with its article ("an article id").
    pub what: &'static str,
    /// What is wrong with it.
    pub why: &'static str,
}

/// Declares an id of exactly `$len` lower-case hexadecimal digits.
macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $len:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Length of the id in hexadecimal digits.
            pub const HEX_DIGITS: usize = $len;

            /// Checks `text` and takes it as an id.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                if text.len() != $len {
                    return Err(InvalidId { text, what: $what, why: concat!("it must have ", $len, " digits") });
                }
                if !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
                    return Err(InvalidId { text, what: $what, why: "only the digits 0-9 and a-f are allowed" });
                }
                Ok(Self(text))
            }

            /// An id from raw bytes (from a random source or a digest); as many are used as fit.
            ///
            /// # Panics
            /// If there are fewer bytes than the id needs.
            pub fn from_bytes(bytes: &[u8]) -> Self {
                Self(hex(&bytes[..$len / 2]))
            }

            /// All digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The first eight digits: what listings show.
            pub fn short(&self) -> &str {
                &self.0[..8]
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

hex_id!(
    /// SHA-256 of some bytes, as 64 digits.
    Sha256Hex, 64, "a SHA-256 digest"
);
hex_id!(
    /// Identity of a publication: derived from its canonical URL where one is known, else from the
    /// bytes of its first capture (then it is that file's SHA-256, so `sha256sum` finds it).
    ArticleId, 64, "an article id"
);
hex_id!(
    /// Identity of an assertion: a pure function of its article, revision, evidence, claim and value, so
    /// that reading the same text in the same way twice gives the same assertion.
    AssertionId, 32, "an assertion id"
);
hex_id!(
    /// Identity of an event: random, so that nothing in a ledger header confirms an erased text.
    EventId, 32, "an event id"
);
hex_id!(
    /// Identity of a commit: random.
    CommitId, 32, "a commit id"
);

impl Sha256Hex {
    /// The digest of `bytes`.
    ///
    /// ```
    /// use dateline_core::id::Sha256Hex;
    /// assert!(Sha256Hex::of(b"").as_str().starts_with("e3b0c442"));
    /// ```
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    /// The digest of several parts, each preceded by its length, under a domain name: parts that are
    /// joined differently give different digests.
    pub fn of_parts(domain: &str, parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in std::iter::once(domain.as_bytes()).chain(parts.iter().copied()) {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hex(&hasher.finalize()))
    }
}

impl AssertionId {
    /// The id that begins a digest.
    pub(crate) fn beginning(digest: &Sha256Hex) -> Self {
        Self(digest.as_str()[..Self::HEX_DIGITS].to_owned())
    }
}

impl ArticleId {
    /// The identity of an article known by its canonical URL.
    pub fn from_canonical_url(url: &str) -> Self {
        Self(Sha256Hex::of_parts("dateline.article.url", &[url.as_bytes()]).0)
    }

    /// The identity of an article known by nothing but the bytes first captured.
    pub fn from_first_capture(bytes: &Sha256Hex) -> Self {
        Self(bytes.as_str().to_owned())
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.extend(hex_digits(*byte).map(char::from));
    }
    out
}

/// A byte as two lower-case hexadecimal digits, in ASCII.
pub(crate) fn hex_digits(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)])
}

/// A readable part of an id: lower-case letters and digits of any script, joined by single hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Longest [`Slug`], in bytes.
pub const MAX_SLUG_BYTES: usize = 120;

impl Slug {
    /// Checks `text` and takes it as it is.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let text = text.into();
        let invalid = |text, why| Err(InvalidId { text, what: "a readable id", why });
        if text.is_empty() {
            return invalid(text, "it is empty");
        }
        if text.len() > MAX_SLUG_BYTES {
            return invalid(text, "it is longer than 120 bytes");
        }
        if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return invalid(text, "hyphens stand singly, between letters or digits");
        }
        if !text.chars().all(|c| c == '-' || (c.is_alphanumeric() && !c.is_uppercase())) {
            return invalid(text, "only lower-case letters, digits and hyphens are allowed");
        }
        Ok(Self(text))
    }

    /// Makes a slug from any text: letters and digits kept and lower-cased, an apostrophe or full stop
    /// between letters dropped, everything else a hyphen. `None` if nothing is left.
    ///
    /// ```
    /// use dateline_core::id::Slug;
    /// assert_eq!(Slug::from_text("The U.S. Joint Envoy’s").unwrap().as_str(), "the-us-joint-envoys");
    /// assert_eq!(Slug::from_text("…"), None);
    /// ```
    pub fn from_text(text: &str) -> Option<Self> {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_alphanumeric() {
                for lower in c.to_lowercase().filter(|c| c.is_alphanumeric() && !c.is_uppercase()) {
                    if out.len() + lower.len_utf8() > MAX_SLUG_BYTES {
                        break;
                    }
                    out.push(lower);
                }
            } else if !matches!(c, '\'' | '’' | '.') && !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
        out.truncate(MAX_SLUG_BYTES.min(out.len()));
        let trimmed = out.trim_end_matches('-');
        (!trimmed.is_empty()).then(|| Self(trimmed.to_owned()))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        Self::new(text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> String {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A story: the scope, chosen by the user, in which names are resolved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoryName(pub Slug);

impl StoryName {
    /// The story of articles for which none was chosen.
    ///
    /// # Panics
    /// Never: the name is valid.
    pub fn inbox() -> Self {
        Self(Slug("inbox".to_owned()))
    }

    /// A story's name from what a person typed or a directory is called.
    pub fn from_text(text: &str) -> Result<Self, InvalidId> {
        Slug::from_text(text).map(Self).ok_or(InvalidId {
            text: text.to_owned(),
            what: "a story's name",
            why: "it has neither letters nor digits",
        })
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for StoryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Place of an event in the ledger, counted from 0 without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub u64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Number of an operation (one command of the user), counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationNumber(pub u64);

impl fmt::Display for OperationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn deserialize_is_a_checked_way_in() {
        assert!(serde_json::from_str::<Sha256Hex>("\"zz\"").is_err());
        assert!(serde_json::from_str::<EventId>("\"0123456789ABCDEF0123456789abcdef\"").is_err());
        assert!(serde_json::from_str::<Slug>("\"Geneva\"").is_err());
        assert!(serde_json::from_str::<StoryName>("\"a--b\"").is_err());
        assert!(serde_json::from_str::<StoryName>("\"geneva-ii\"").is_ok());
    }

    #[test]
    fn parts_are_not_joined_ambiguously() {
        assert_ne!(Sha256Hex::of_parts("d", &[b"ab", b"c"]), Sha256Hex::of_parts("d", &[b"a", b"bc"]));
    }

    proptest! {
        #[test]
        fn a_slug_made_from_text_is_valid(text in ".{0,200}") {
            if let Some(slug) = Slug::from_text(&text) {
                prop_assert_eq!(Slug::new(slug.as_str()).unwrap(), slug.clone());
                prop_assert_eq!(Slug::from_text(slug.as_str()), Some(slug));
            }
        }

        #[test]
        fn hex_ids_survive_serde(bytes in prop::array::uniform32(any::<u8>())) {
            let id = EventId::from_bytes(&bytes);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(serde_json::from_str::<EventId>(&json).unwrap(), id);
        }
    }
}
