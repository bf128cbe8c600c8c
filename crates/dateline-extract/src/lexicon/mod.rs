//! Word classes, verb forms, names and translations, read from `rules/lexicon/`.

mod named;
mod read;
mod spelling;

pub(crate) use named::NamedClasses;
pub(crate) use spelling::{with_ending, with_s};

use std::collections::{BTreeMap, HashMap};

/// A set of word classes, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Classes([u64; 4]);

impl Classes {
    /// How many classes there may be.
    const MOST: u8 = 255;

    pub(crate) fn has(self, class: Class) -> bool {
        self.0[usize::from(class.0 / 64)] >> (class.0 % 64) & 1 == 1
    }

    /// Whether one of `classes` is in the set.
    pub(crate) fn has_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    fn with(mut self, class: Class) -> Self {
        self.0[usize::from(class.0 / 64)] |= 1 << (class.0 % 64);
        self
    }
}

/// One word class: a bit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class(u8);

/// Which form of its verb a word may be.
#[allow(clippy::struct_excessive_bools, reason = "one spelling may be several forms: a set, not a state")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct VerbForms {
    pub(crate) base: bool,
    pub(crate) present: bool,
    pub(crate) gerund: bool,
    pub(crate) past: bool,
    pub(crate) participle: bool,
}

/// A word as a verb.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VerbEntry {
    pub(crate) forms: VerbForms,
    /// Classes of the verb (`hold`, `say`), not of the word.
    pub(crate) classes: Classes,
}

/// What is wrong in a lexicon or rule file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct DataError {
    /// The file.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// The lexicon files, in the order in which they are read.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("lexicon/words.txt", include_str!("../../rules/lexicon/words.txt")),
    ("lexicon/verbs.txt", include_str!("../../rules/lexicon/verbs.txt")),
    ("lexicon/measures.txt", include_str!("../../rules/lexicon/measures.txt")),
    ("lexicon/places.txt", include_str!("../../rules/lexicon/places.txt")),
    ("lexicon/countries.txt", include_str!("../../rules/lexicon/countries.txt")),
    ("lexicon/organisations.txt", include_str!("../../rules/lexicon/organisations.txt")),
    ("lexicon/first-names.txt", include_str!("../../rules/lexicon/first-names.txt")),
    ("lexicon/parties.txt", include_str!("../../rules/lexicon/parties.txt")),
    ("lexicon/currencies.txt", include_str!("../../rules/lexicon/currencies.txt")),
];

/// The compiled lexicon.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// The classes that the code asks for by name.
    pub(crate) named: NamedClasses,
    words: HashMap<String, Classes>,
    verbs: HashMap<String, VerbEntry>,
    classes: BTreeMap<String, Class>,
    /// Names of several words, by their first word, lower case; longest first.
    phrases: HashMap<String, Vec<Phrase>>,
    /// Countries by demonym or short name, as written.
    countries: HashMap<&'static str, &'static str>,
    /// Currency codes (ISO 4217) by word.
    currencies: HashMap<&'static str, &'static str>,
}

/// What a gazetteer names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gazetteer {
    Place,
    Country,
    Organisation,
    FirstName,
}

#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    kind: Gazetteer,
}

impl Lexicon {
    /// Classes of a lower-case word.
    pub(crate) fn classes_of(&self, word: &str) -> Classes {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The word as a verb, if it can be one that is known.
    pub(crate) fn verb(&self, word: &str) -> Option<VerbEntry> {
        self.verbs.get(word).copied()
    }

    /// A class by name.
    pub(crate) fn class(&self, name: &str) -> Option<Class> {
        self.classes.get(name).copied()
    }

    /// The names of some classes, by the alphabet.
    pub(crate) fn names_of(&self, classes: Classes) -> Vec<String> {
        let known = self.classes.iter().filter(|(_, class)| classes.has(**class));
        known.map(|(name, _)| name.clone()).collect()
    }

    /// That there is no class of this name, with those that look like it.
    pub(crate) fn unknown_class(&self, name: &str) -> String {
        let alike =
            |known: &&String| known.contains(name) || !known.is_empty() && name.contains(known.as_str());
        let alike: Vec<&str> = self.classes.keys().filter(alike).map(String::as_str).take(5).collect();
        let alike = if alike.is_empty() { String::new() } else { format!("; there is {}", alike.join(", ")) };
        format!("unknown word class `{name}`{alike}")
    }

    /// The country that a demonym or short name means ("American", "U.S."); other words as they are.
    pub(crate) fn country<'w>(&self, words: &'w str) -> &'w str {
        self.countries.get(words).copied().unwrap_or(words)
    }

    /// The currency that a lower-case word names, as its ISO 4217 code.
    pub(crate) fn currency(&self, word: &str) -> Option<&'static str> {
        self.currencies.get(word).copied()
    }

    /// The longest gazetteer entry of `kind` that the words given by `word_at` (lower case; `None` at the
    /// end) begin with, as a number of words.
    pub(crate) fn gazetteer<'w>(
        &self,
        kind: Gazetteer,
        word_at: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<usize> {
        let first = word_at(0)?;
        self.phrases.get(first)?.iter().filter(|phrase| phrase.kind == kind).find_map(|phrase| {
            let fits = phrase.words.iter().enumerate().all(|(at, word)| word_at(at) == Some(word.as_str()));
            fits.then_some(phrase.words.len())
        })
    }
}
