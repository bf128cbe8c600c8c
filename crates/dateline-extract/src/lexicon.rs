//! Word classes and verb forms, read from `rules/lexicon/`.

use std::collections::{BTreeMap, HashMap};

/// A set of word classes, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Classes(u128);

impl Classes {
    pub(crate) fn has(self, class: Class) -> bool {
        self.0 >> class.0 & 1 == 1
    }

    fn with(self, class: Class) -> Self {
        Self(self.0 | 1 << class.0)
    }
}

/// One word class: a bit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class(u8);

/// Which form of its verb a word may be.
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
    ("lexicon/words.txt", include_str!("../rules/lexicon/words.txt")),
    ("lexicon/verbs.txt", include_str!("../rules/lexicon/verbs.txt")),
    ("lexicon/places.txt", include_str!("../rules/lexicon/places.txt")),
    ("lexicon/organisations.txt", include_str!("../rules/lexicon/organisations.txt")),
    ("lexicon/first-names.txt", include_str!("../rules/lexicon/first-names.txt")),
];

/// The compiled lexicon.
#[derive(Debug)]
pub(crate) struct Lexicon {
    words: HashMap<String, Classes>,
    verbs: HashMap<String, VerbEntry>,
    classes: BTreeMap<String, Class>,
    /// Names of several words, by their first word, lower case; longest first.
    phrases: HashMap<String, Vec<Phrase>>,
}

/// What a gazetteer names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gazetteer {
    Place,
    Organisation,
    FirstName,
}

#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    kind: Gazetteer,
}

impl Lexicon {
    pub(crate) fn load() -> Result<Self, DataError> {
        let mut lexicon = Self {
            words: HashMap::new(),
            verbs: HashMap::new(),
            classes: BTreeMap::new(),
            phrases: HashMap::new(),
        };
        for (file, text) in FILES {
            match *file {
                "lexicon/places.txt" => lexicon.read_names(Gazetteer::Place, text),
                "lexicon/organisations.txt" => lexicon.read_names(Gazetteer::Organisation, text),
                "lexicon/first-names.txt" => lexicon.read_names(Gazetteer::FirstName, text),
                _ => lexicon.read_classes(file, text)?,
            }
        }
        Ok(lexicon)
    }

    fn read_classes(&mut self, file: &'static str, text: &str) -> Result<(), DataError> {
        let mut current: Option<(bool, Class)> = None;
        for (number, line) in text.lines().enumerate() {
            let fail = |what: String| DataError { file, line: number + 1, what };
            let line = line.split('#').next().unwrap_or_default();
            let mut rest = line.trim();
            if rest.is_empty() {
                continue;
            }
            if !line.starts_with(' ') {
                let (head, body) =
                    rest.split_once(':').ok_or_else(|| fail("expected `class NAME: …`".into()))?;
                let (kind, name) =
                    head.split_once(' ').ok_or_else(|| fail("expected `class NAME: …`".into()))?;
                let verb = match kind {
                    "class" => false,
                    "verb" => true,
                    _ => return Err(fail(format!("unknown kind `{kind}`"))),
                };
                current = Some((verb, self.add_class(name).ok_or_else(|| fail("too many classes".into()))?));
                rest = body.trim();
            }
            let (verb, class) = current.ok_or_else(|| fail("words before a class".into()))?;
            for word in rest.split_whitespace() {
                if verb {
                    self.add_verb(word, class);
                } else {
                    let entry = self.words.entry(word.to_owned()).or_default();
                    *entry = entry.with(class);
                }
            }
        }
        Ok(())
    }

    fn add_class(&mut self, name: &str) -> Option<Class> {
        let next = u8::try_from(self.classes.len()).ok().filter(|n| *n < 128)?;
        Some(*self.classes.entry(name.to_owned()).or_insert(Class(next)))
    }

    fn add_verb(&mut self, entry: &str, class: Class) {
        let mut parts = entry.split('/');
        let base = parts.next().unwrap_or_default();
        let regular = with_ending(base, "ed");
        let past = parts.next().unwrap_or(&regular).to_owned();
        let participle = parts.next().unwrap_or(&past).to_owned();
        let form = |set: fn(&mut VerbForms)| {
            let mut forms = VerbForms::default();
            set(&mut forms);
            forms
        };
        for (word, forms) in [
            (base.to_owned(), form(|f| f.base = true)),
            (with_s(base), form(|f| f.present = true)),
            (with_ending(base, "ing"), form(|f| f.gerund = true)),
            (past, form(|f| f.past = true)),
            (participle, form(|f| f.participle = true)),
        ] {
            let verb = self
                .verbs
                .entry(word)
                .or_insert(VerbEntry { forms: VerbForms::default(), classes: Classes::default() });
            verb.classes = verb.classes.with(class);
            verb.forms.base |= forms.base;
            verb.forms.present |= forms.present;
            verb.forms.gerund |= forms.gerund;
            verb.forms.past |= forms.past;
            verb.forms.participle |= forms.participle;
        }
    }

    fn read_names(&mut self, kind: Gazetteer, text: &str) {
        for line in text.lines() {
            let name = line.split('#').next().unwrap_or_default().trim();
            if name.is_empty() {
                continue;
            }
            let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
            self.phrases.entry(words[0].clone()).or_default().push(Phrase { words, kind });
        }
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
    }

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

fn with_s(base: &str) -> String {
    let bytes = base.as_bytes();
    if base.ends_with('y') && bytes.len() > 1 && !is_vowel(bytes[bytes.len() - 2]) {
        return format!("{}ies", &base[..base.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) {
        return format!("{base}es");
    }
    format!("{base}s")
}

fn with_ending(base: &str, ending: &str) -> String {
    let bytes = base.as_bytes();
    let last = bytes.len() - 1;
    if base.ends_with("ie") && ending == "ing" {
        return format!("{}ying", &base[..last - 1]);
    }
    if base.ends_with('e') && !base.ends_with("ee") {
        return format!("{}{ending}", &base[..last]);
    }
    if base.ends_with('y') && last > 0 && !is_vowel(bytes[last - 1]) && ending == "ed" {
        return format!("{}ied", &base[..last]);
    }
    // One stressed vowel before one consonant doubles it: plan, set, put; not open, postpone, visit.
    let syllables = base.bytes().filter(|b| is_vowel(*b)).count();
    let doubles = last >= 2
        && (syllables == 1 || ["admit", "defer", "refer"].contains(&base))
        && !is_vowel(bytes[last])
        && !matches!(bytes[last], b'w' | b'x' | b'y')
        && is_vowel(bytes[last - 1])
        && !is_vowel(bytes[last - 2]);
    if doubles { format!("{base}{}{ending}", bytes[last] as char) } else { format!("{base}{ending}") }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verb_forms_are_spelt_as_english_does() {
        for (base, s, ing, ed) in [
            ("hold", "holds", "holding", "holded"),
            ("organise", "organises", "organising", "organised"),
            ("plan", "plans", "planning", "planned"),
            ("open", "opens", "opening", "opened"),
            ("deny", "denies", "denying", "denied"),
            ("launch", "launches", "launching", "launched"),
            ("delay", "delays", "delaying", "delayed"),
            ("die", "dies", "dying", "died"),
            ("admit", "admits", "admitting", "admitted"),
            ("head", "heads", "heading", "headed"),
        ] {
            assert_eq!(with_s(base), s);
            assert_eq!(with_ending(base, "ing"), ing);
            assert_eq!(with_ending(base, "ed"), ed);
        }
    }

    #[test]
    fn irregular_forms_replace_the_regular_ones() {
        let lexicon = Lexicon::load().unwrap();
        let held = lexicon.verb("held").unwrap();
        assert!(held.forms.past && held.forms.participle && !held.forms.base);
        assert!(held.classes.has(lexicon.class("hold").unwrap()));
        assert!(lexicon.verb("holded").is_none());
    }
}
