//! Assertions: one source, in one revision, giving one value for one claim. And what one reading of a
//! revision gives as a whole.

use crate::attribution::{Attribution, Mention};
use crate::edtf::Edtf;
use crate::evidence::Evidence;
use crate::id::{ArticleId, AssertionId, Sha256Hex, Slug};
use crate::modality::{Modality, Polarity};
use crate::text::{ByteSpan, LineNumber};
use crate::value::{EntityKind, TimeConstraint, TimeValue, Value};
use serde::{Deserialize, Serialize};

/// What is said of a subject: `date`, `place`, `killed`, `role`. Cumulative attributes may only grow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attribute(pub Slug);

impl Attribute {
    /// Measures that count up while an event is reported, so that a higher later value *rises* and does
    /// not contradict.
    pub const CUMULATIVE: [&str; 9] =
        ["killed", "injured", "arrested", "cases", "infected", "displaced", "cost", "rescued", "recovered"];

    /// Measures of the day: they go up and down, so a later figure replaces an earlier one and does not
    /// contradict it.
    pub const OF_THE_DAY: [&str; 1] = ["missing"];

    /// Attributes whose values are what someone said: two of them differ without contradicting, and
    /// listings of changes leave them out.
    pub const STATEMENTS: [&str; 1] = ["said"];

    /// Whether values may only grow.
    pub fn is_cumulative(&self) -> bool {
        Self::CUMULATIVE.contains(&self.0.as_str())
    }

    /// Whether a later figure replaces an earlier one.
    pub fn is_of_the_day(&self) -> bool {
        Self::OF_THE_DAY.contains(&self.0.as_str())
    }

    /// Whether values are statements.
    pub fn is_statement(&self) -> bool {
        Self::STATEMENTS.contains(&self.0.as_str())
    }

    /// The attribute as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl std::fmt::Display for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How many assertions there are, and how many of these are statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssertionCount {
    /// All of them.
    pub assertions: usize,
    /// Those among them that are only what someone said ([`Attribute::is_statement`]).
    pub statements: usize,
}

impl AssertionCount {
    /// Those that contradict each other, where they do.
    pub fn without_statements(self) -> usize {
        self.assertions - self.statements
    }
}

impl<'a> FromIterator<&'a Attribute> for AssertionCount {
    fn from_iter<I: IntoIterator<Item = &'a Attribute>>(attributes: I) -> Self {
        attributes.into_iter().fold(Self::default(), |count, attribute| Self {
            assertions: count.assertions + 1,
            statements: count.statements + usize::from(attribute.is_statement()),
        })
    }
}

impl std::ops::AddAssign for AssertionCount {
    fn add_assign(&mut self, more: Self) {
        self.assertions += more.assertions;
        self.statements += more.statements;
    }
}

/// Something that assertions of one article are about, as that article names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name in the article, verbatim ("Geneva II", "Rana Plaza collapse", "talks").
    pub name: String,
    /// The proper names used in the article, fullest first, without repetition; where there is none, every
    /// form used.
    pub names: Vec<String>,
    /// The head noun of an event that has no proper name ("talks", "collapse"), as a lemma.
    pub head: Option<String>,
    /// Every head noun used for an event, as lemmas ("conference", "talks").
    pub heads: Vec<String>,
    /// What kind of happening it is ("meeting", "collapse"): heads of one kind may name one event.
    pub class: Option<String>,
    /// Whether the article speaks of it as having happened.
    pub realised: bool,
    /// Whether the name is a proper name (then equal names in a story are one subject).
    pub proper: bool,
    /// When an event without a proper name took place, or will, as the article tells: it tells two of them apart.
    /// Of what was moved, when it had been planned, if that is told.
    pub when: Option<TimeValue>,
    /// Whether the article's main event.
    pub main: bool,
}

/// One source, in one revision, giving one value for one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Its identity.
    pub id: AssertionId,
    /// What it is about: index into [`Extraction::subjects`].
    pub subject: usize,
    /// Whether its sentence does not name the subject: then it is the one that the article is about ("The death toll
    /// has risen to 31"). Written only where it is so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub implied_subject: bool,
    /// How its sentence calls the subject, where that is not the subject's name: "Holm" of Ana Holm, "the blast" of the
    /// Arkel explosion. That they are one is what the reader took them for. Written only where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_words: Option<Mention>,
    /// What is said of the subject.
    pub attribute: Attribute,
    /// What keeps two measures of one attribute apart ("suspected", "confirmed"; the party that is led).
    pub qualifier: Option<Slug>,
    /// The value.
    pub value: Value,
    /// How sure.
    pub modality: Modality,
    /// Whether asserted or denied.
    pub polarity: Polarity,
    /// Who says it, through whom.
    pub attribution: Attribution,
    /// The day of the utterance, where the text gives one ("said Monday").
    pub said_at: Option<TimeValue>,
    /// Words that say the value has changed ("postponed to", "revised to"), if any.
    pub change_cue: Option<String>,
    /// The value that those words say it had ("to 54 from 61"), if they do.
    pub former: Option<Value>,
    /// The words that say from when a count counts ("since the protests began in March"): whoever compares two counts
    /// must know of them. Written only where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_since: Option<Mention>,
    /// Where the value's words stand; a doubled paragraph gives two. Never empty.
    pub evidence: Vec<Evidence>,
    /// The sentence (in the first evidence's place) that supports it.
    pub sentence: ByteSpan,
    /// The rule that read it, with its version ("date.set-for/1").
    pub rule: String,
}

impl Assertion {
    /// Words of the article of which no place is kept: that say that the value changed, and when it was said.
    pub fn unplaced_words(&self) -> impl Iterator<Item = &str> {
        let said_at = self.said_at.iter().map(|time| time.text.as_str());
        self.change_cue.as_deref().into_iter().chain(said_at)
    }
}

/// Something a reader should know about the reading itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// A passage is printed more than once.
    Doubled {
        /// Lines on which it stands.
        lines: Vec<LineNumber>,
    },
    /// Words that mean a time cannot be resolved, because the article has no publication date.
    Unresolved {
        /// The words ("Monday").
        text: String,
        /// Lines on which such words stand.
        lines: Vec<LineNumber>,
    },
    /// What the text says of its own date.
    DateBound {
        /// Lines it is read from.
        lines: Vec<LineNumber>,
        /// Everything known ("Tuesday", "November 5", after February 2012).
        constraint: TimeConstraint,
    },
    /// A stated weekday and a stated date do not fall together.
    WeekdayMismatch {
        /// The words.
        text: String,
        /// The line.
        line: LineNumber,
        /// What is wrong, in words.
        why: String,
    },
    /// The text is not in a language that can be read.
    OtherLanguage {
        /// ISO 639-1 code, or what was declared.
        language: String,
    },
    /// Posts of a social network stand in the text: nothing in them is asserted, as nobody but their authors says it.
    EmbeddedPosts {
        /// Lines on which they stand.
        lines: Vec<LineNumber>,
    },
    /// Control, bidirectional or invisible characters stand in the text.
    HiddenCharacters {
        /// Lines on which they stand.
        lines: Vec<LineNumber>,
    },
}

/// What one reading of one revision gives: a pure function of text, metadata and extractor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extraction {
    /// The article read.
    pub article: ArticleId,
    /// SHA-256 of the revision's text.
    pub revision: Sha256Hex,
    /// Digest of code version, rules and lexicons.
    pub extractor: String,
    /// The publication date the reading was anchored on, if any.
    pub published: Option<Edtf>,
    /// What the assertions are about.
    pub subjects: Vec<Subject>,
    /// The assertions, in text order.
    pub assertions: Vec<Assertion>,
    /// What a reader should know about the reading.
    pub notices: Vec<Notice>,
    /// Digests of word 5-grams with quotations removed, for finding copies. In JSON each is a text of 16
    /// hexadecimal digits: canonical JSON (RFC 8785) has no integers beyond 2^53.
    #[serde(with = "digests")]
    pub shingles: Vec<u64>,
}

/// 64-bit digests as texts of 16 hexadecimal digits.
mod digests {
    use crate::id::hex_digits;
    use serde::de::{self, Visitor};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::fmt;

    /// One of them. A reading has hundreds, so none is given a text of its own on the way in or out.
    struct Digest(u64);

    pub(super) fn serialize<S: Serializer>(digests: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(digests.iter().map(|digest| Digest(*digest)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
        let read = Vec::<Digest>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|Digest(digest)| digest).collect())
    }

    impl Serialize for Digest {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut digits = [0; 16];
            for (two, byte) in digits.chunks_exact_mut(2).zip(self.0.to_be_bytes()) {
                two.copy_from_slice(&hex_digits(byte));
            }
            serializer.serialize_str(std::str::from_utf8(&digits).unwrap_or_default())
        }
    }

    impl<'de> Deserialize<'de> for Digest {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_str(Digits)
        }
    }

    struct Digits;

    impl Visitor<'_> for Digits {
        type Value = Digest;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a digest of 16 lower-case hexadecimal digits")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Digest, E> {
            let digit = |digest: u64, byte: u8| match byte {
                b'0'..=b'9' => Some(digest << 4 | u64::from(byte - b'0')),
                b'a'..=b'f' => Some(digest << 4 | u64::from(byte - b'a' + 10)),
                _ => None,
            };
            let read = text.bytes().try_fold(0, digit).filter(|_| text.len() == 16);
            read.map(Digest).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shingles_keep_all_their_bits_in_canonical_json() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Shingles(#[serde(with = "digests")] Vec<u64>);
        let shingles = Shingles(vec![0, (1 << 53) + 1, u64::MAX]);
        let json = serde_json::to_string(&shingles).unwrap();
        assert_eq!(json, r#"["0000000000000000","0020000000000001","ffffffffffffffff"]"#);
        assert_eq!(serde_json::from_str::<Shingles>(&json).unwrap(), shingles);
        for bad in [
            r#"["1"]"#,
            r#"["00000000000000001"]"#,
            r#"["+fffffffffffffff"]"#,
            r#"["FFFFFFFFFFFFFFFF"]"#,
            "[1]",
        ] {
            assert!(serde_json::from_str::<Shingles>(bad).is_err(), "{bad} was taken for a digest");
        }
    }
}
