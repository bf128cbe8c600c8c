//! Part-of-speech tags.

use std::fmt;

/// A part of speech: a tag of the Penn Treebank with the additions of `OntoNotes` 5 (Santorini 1990, LDC2013T19).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u8);

macro_rules! tags {
    ($($constant:ident $name:literal $what:literal)*) => {
        /// Numbers the tags: the order is that of the file format and must not change.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "names of the constants below")]
        #[derive(Clone, Copy)]
        enum Number { $($constant),* }

        impl Tag {
            $(#[doc = $what] pub const $constant: Self = Self(Number::$constant as u8);)*

            /// All tags, by number.
            pub const ALL: &'static [Self] = &[$(Self::$constant),*];

            /// The tag as it is written: `NN`, `PRP$`.
            pub const fn name(self) -> &'static str {
                const NAMES: &[&str] = &[$($name),*];
                NAMES[self.0 as usize]
            }
        }
    };
}

tags! {
    DOLLAR "$" "A sign of a currency."
    CLOSE_QUOTE "''" "A closing quotation mark."
    COMMA "," "A comma."
    OPEN_BRACKET "-LRB-" "An opening bracket."
    CLOSE_BRACKET "-RRB-" "A closing bracket."
    STOP "." "What ends a sentence: a full stop, a question mark, an exclamation mark."
    COLON ":" "A colon, a semicolon, a dash, dots."
    ADD "ADD" "An address: of a page, of a person."
    AFX "AFX" "A prefix that stands alone."
    CC "CC" "A coordinating conjunction: and, or, but."
    CD "CD" "A cardinal number."
    DT "DT" "A determiner: the, a, this, every."
    EX "EX" "The existential there."
    FW "FW" "A foreign word."
    HYPH "HYPH" "A hyphen between words."
    IN "IN" "A preposition or subordinating conjunction."
    JJ "JJ" "An adjective."
    JJR "JJR" "An adjective in the comparative."
    JJS "JJS" "An adjective in the superlative."
    LS "LS" "A mark of an item in a list."
    MD "MD" "A modal verb: will, may, could."
    NFP "NFP" "A mark that is no punctuation here."
    NN "NN" "A noun in the singular."
    NNP "NNP" "A proper noun in the singular."
    NNPS "NNPS" "A proper noun in the plural."
    NNS "NNS" "A noun in the plural."
    PDT "PDT" "A word before a determiner: all the, half a."
    POS "POS" "The ending of the possessive."
    PRP "PRP" "A personal pronoun."
    PRP_POSSESSIVE "PRP$" "A possessive pronoun: his, their."
    RB "RB" "An adverb; not."
    RBR "RBR" "An adverb in the comparative."
    RBS "RBS" "An adverb in the superlative."
    RP "RP" "A particle of a verb: set *up*."
    SYM "SYM" "A symbol."
    TO "TO" "The word to."
    UH "UH" "An interjection."
    VB "VB" "A verb in its base form."
    VBD "VBD" "A verb in the past tense."
    VBG "VBG" "A verb that ends in -ing: gerund or present participle."
    VBN "VBN" "A past participle."
    VBP "VBP" "A verb in the present tense, not third person singular."
    VBZ "VBZ" "A verb in the present tense, third person singular."
    WDT "WDT" "A determiner that asks or relates: which, that."
    WP "WP" "A pronoun that asks or relates: who, what."
    WP_POSSESSIVE "WP$" "whose."
    WRB "WRB" "An adverb that asks or relates: when, where."
    XX "XX" "What fits nowhere."
    OPEN_QUOTE "``" "An opening quotation mark."
}

impl Tag {
    /// How many tags there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The tag that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tag| tag.name() == name)
    }

    /// The tag of a number; `None` from [`Tag::COUNT`] on.
    pub fn from_number(number: u8) -> Option<Self> {
        (usize::from(number) < Self::COUNT).then_some(Self(number))
    }

    /// Its number, below [`Tag::COUNT`].
    pub const fn number(self) -> u8 {
        self.0
    }

    /// A noun of any kind.
    pub fn is_noun(self) -> bool {
        self.is_common_noun() || self.is_proper_noun()
    }

    /// A common noun.
    pub fn is_common_noun(self) -> bool {
        matches!(self, Self::NN | Self::NNS)
    }

    /// A proper noun.
    pub fn is_proper_noun(self) -> bool {
        matches!(self, Self::NNP | Self::NNPS)
    }

    /// A verb in any form; modals aside.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::VB | Self::VBD | Self::VBG | Self::VBN | Self::VBP | Self::VBZ)
    }

    /// A verb in a form that has a tense, or a modal.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::VBD | Self::VBP | Self::VBZ | Self::MD)
    }

    /// An adjective of any degree.
    pub fn is_adjective(self) -> bool {
        matches!(self, Self::JJ | Self::JJR | Self::JJS)
    }

    /// An adverb of any degree.
    pub fn is_adverb(self) -> bool {
        matches!(self, Self::RB | Self::RBR | Self::RBS)
    }

    /// A mark and no word.
    pub fn is_mark(self) -> bool {
        matches!(
            self,
            Self::CLOSE_QUOTE
                | Self::OPEN_QUOTE
                | Self::COMMA
                | Self::OPEN_BRACKET
                | Self::CLOSE_BRACKET
                | Self::STOP
                | Self::COLON
                | Self::HYPH
                | Self::NFP
        )
    }
}

/// A set of tags.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct TagSet(u64);

impl TagSet {
    /// The set that is written so: one tag by its name (`VBD`), or `noun` (`NN` to `NNPS`), `common` (`NN`, `NNS`),
    /// `proper` (`NNP`, `NNPS`), `verb` (`VB` to `VBZ`), `finite` (`VBD`, `VBP`, `VBZ`, `MD`), `adjective`, `adverb`.
    pub fn named(name: &str) -> Option<Self> {
        let fits: fn(Tag) -> bool = match name {
            "noun" => Tag::is_noun,
            "common" => Tag::is_common_noun,
            "proper" => Tag::is_proper_noun,
            "verb" => Tag::is_verb,
            "finite" => Tag::is_finite,
            "adjective" => Tag::is_adjective,
            "adverb" => Tag::is_adverb,
            _ => return Tag::named(name).map(|tag| Self(1 << tag.number())),
        };
        Some(Self(Tag::ALL.iter().filter(|tag| fits(**tag)).fold(0, |set, tag| set | 1 << tag.number())))
    }

    /// Whether a tag is in it.
    pub fn has(self, tag: Tag) -> bool {
        self.0 >> tag.number() & 1 == 1
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn sets_have_the_tags_of_their_name() {
        let verb = super::TagSet::named("verb").unwrap();
        assert!(verb.has(Tag::VBD) && !verb.has(Tag::MD) && !verb.has(Tag::NN));
        let one = super::TagSet::named("NNP").unwrap();
        assert!(one.has(Tag::NNP) && !one.has(Tag::NNPS));
        assert_eq!(super::TagSet::named("word"), None);
    }

    #[test]
    fn a_tag_is_found_by_its_name_and_number() {
        for (number, &tag) in Tag::ALL.iter().enumerate() {
            assert_eq!(Tag::named(tag.name()), Some(tag));
            assert_eq!(Tag::from_number(u8::try_from(number).unwrap()), Some(tag));
        }
        assert_eq!(Tag::named("NNPS"), Some(Tag::NNPS));
        assert_eq!(Tag::named("noun"), None);
        assert_eq!(Tag::from_number(u8::try_from(Tag::COUNT).unwrap()), None);
    }
}
