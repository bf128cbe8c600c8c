//! Lemmas: the form of a word that a dictionary lists. "were" is `be`, "hoping" is `hope`, "crises" is `crisis`.
//!
//! A word's tag says what form it is; rules of spelling undo it, and lists say what rules get wrong. Nothing is
//! allocated: a lemma is the beginning of its word with an ending, or a word of a list.

use crate::tagger::Tag;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// Irregular forms, written by hand.
static IRREGULAR: &str = include_str!("../models/irregular.txt");
/// Forms that the rules get wrong, found in the tagger's training text: `verb making make`.
static EXCEPTIONS: &str = include_str!("../models/lemmas.txt");

/// A lemma: `stem` with `ending` after it, in lower case.
#[derive(Debug, Clone, Copy)]
pub struct Lemma<'w> {
    stem: &'w str,
    ending: &'static str,
}

impl<'w> Lemma<'w> {
    const fn whole(stem: &'w str) -> Self {
        Self { stem, ending: "" }
    }

    /// As one string; it is borrowed where the lemma is the beginning of the word.
    pub fn text(self) -> Cow<'w, str> {
        if self.ending.is_empty() {
            Cow::Borrowed(self.stem)
        } else {
            Cow::Owned(format!("{}{}", self.stem, self.ending))
        }
    }
}

impl PartialEq<str> for Lemma<'_> {
    fn eq(&self, other: &str) -> bool {
        other.strip_prefix(self.stem) == Some(self.ending)
    }
}

impl PartialEq<&str> for Lemma<'_> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl fmt::Display for Lemma<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stem)?;
        f.write_str(self.ending)
    }
}

/// What kind of form a tag calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Verb,
    Noun,
    Adjective,
}

impl Kind {
    fn of(tag: Tag) -> Option<Self> {
        match tag {
            Tag::VB | Tag::VBD | Tag::VBG | Tag::VBN | Tag::VBP | Tag::VBZ => Some(Self::Verb),
            Tag::NNS => Some(Self::Noun),
            Tag::JJR | Tag::JJS | Tag::RBR | Tag::RBS => Some(Self::Adjective),
            _ => None,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "verb" => Self::Verb,
            "noun" => Self::Noun,
            "adjective" => Self::Adjective,
            _ => return None,
        })
    }
}

/// The lemma of a word in lower case with its tag. Proper nouns and what has one form are their own.
pub fn lemma(word: &str, tag: Tag) -> Lemma<'_> {
    let Some(kind) = Kind::of(tag) else {
        return match (tag, word) {
            (Tag::RB, "n't" | "n’t") => Lemma::whole("not"),
            (Tag::MD, "ca") => Lemma::whole("can"),
            (Tag::MD, "wo" | "'ll" | "’ll") => Lemma::whole("will"),
            (Tag::MD, "sha") => Lemma::whole("shall"),
            (Tag::MD, "'d" | "’d") => Lemma::whole("would"),
            _ => Lemma::whole(word),
        };
    };
    if let Some(listed) = listed(word, kind) {
        return Lemma::whole(listed);
    }
    by_rule(word, tag)
}

fn listed(word: &str, kind: Kind) -> Option<&'static str> {
    static LISTS: OnceLock<HashMap<(Kind, &'static str), &'static str>> = OnceLock::new();
    LISTS.get_or_init(lists).get(&(kind, word)).copied()
}

fn lists() -> HashMap<(Kind, &'static str), &'static str> {
    let mut out = HashMap::new();
    let lines = |text: &'static str| text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines(EXCEPTIONS) {
        let mut words = line.split(' ');
        if let (Some(kind), Some(form), Some(lemma)) =
            (words.next().and_then(Kind::named), words.next(), words.next())
        {
            out.insert((kind, form), lemma);
        }
    }
    // Written by hand, so it overrides; of two words with one form ("saw") the one that is listed last does.
    for line in lines(IRREGULAR) {
        let Some((kind, words)) = line.split_once(": ") else { continue };
        let Some(kind) = Kind::named(kind) else { continue };
        let base = words.split(' ').next().unwrap_or_default();
        out.extend(words.split(' ').map(|form| ((kind, form), base)));
    }
    out
}

/// The lemma by rules of spelling alone.
pub fn by_rule(word: &str, tag: Tag) -> Lemma<'_> {
    let cut = |length: usize, ending| Lemma { stem: &word[..word.len() - length], ending };
    let ends = |ending: &str| word.len() > ending.len() + 1 && word.ends_with(ending);
    match tag {
        Tag::VBG if ends("ing") => rebuilt(word, 3),
        Tag::VBD | Tag::VBN if ends("ied") => cut(3, "y"),
        Tag::VBD | Tag::VBN if ends("eed") => cut(1, ""),
        Tag::VBD | Tag::VBN if ends("ed") => rebuilt(word, 2),
        Tag::VBZ | Tag::NNS if ends("ies") && word.len() > 4 => cut(3, "y"),
        Tag::VBZ | Tag::NNS
            if ["ches", "shes", "xes", "sses", "zzes", "oes"].iter().any(|ending| ends(ending)) =>
        {
            cut(2, "")
        }
        Tag::VBZ | Tag::NNS if ends("s") && !ends("ss") && !ends("us") && !ends("is") => cut(1, ""),
        Tag::JJR | Tag::RBR if ends("ier") => cut(3, "y"),
        Tag::JJR | Tag::RBR if ends("er") => rebuilt(word, 2),
        Tag::JJS | Tag::RBS if ends("iest") => cut(4, "y"),
        Tag::JJS | Tag::RBS if ends("est") => rebuilt(word, 3),
        _ => Lemma::whole(word),
    }
}

/// The word without its last `cut` bytes, which were put to a base that may have lost its "e" for them, or doubled
/// its consonant.
fn rebuilt(word: &str, cut: usize) -> Lemma<'_> {
    let stem = &word[..word.len() - cut];
    let bytes = stem.as_bytes();
    let vowel = |back: usize| {
        bytes
            .len()
            .checked_sub(back)
            .is_some_and(|at| matches!(bytes[at], b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
    };
    let Some(&last) = bytes.last() else { return Lemma::whole(word) };
    let before = bytes.len().checked_sub(2).map_or(b' ', |at| bytes[at]);
    let third = bytes.len().checked_sub(3).map_or(b' ', |at| bytes[at]);
    if !stem.is_ascii() || bytes.len() < 2 {
        return Lemma::whole(stem);
    }
    if last == before && !matches!(last, b'a' | b'e' | b'i' | b'o' | b'u') {
        // "stopped", "planning"; but "killed", "passed", "staffed".
        return match last {
            b'l' | b's' | b'f' | b'z' => Lemma::whole(stem),
            _ => Lemma::whole(&stem[..stem.len() - 1]),
        };
    }
    let with_e = match last {
        b'c' | b'v' | b'u' | b'z' => true,
        b'g' => before == b'r' || before == b'd' || (vowel(2) && before != b'o'),
        b's' => before != b's' && (vowel(2) || matches!(before, b'r' | b'n' | b'l' | b'p')),
        b'l' => matches!(before, b'b' | b'd' | b'g' | b'k' | b'p' | b't' | b'f'),
        b't' => {
            // "created", "united", "promoted"; but "visited", "wanted", "waited".
            (before == b'a' && !matches!(third, b'e' | b'o'))
                || stem.ends_with("creat")
                || (matches!(before, b'o' | b'u') && !vowel(3))
        }
        b'r' => {
            (before == b'a' && !matches!(third, b'e' | b'o'))
                || (matches!(before, b'i' | b'u') && (!vowel(3) || stem.ends_with("quir")))
        }
        b'd' => matches!(before, b'a' | b'i' | b'o' | b'u') && !vowel(3),
        b'm' | b'n' | b'p' | b'k' | b'b' => matches!(before, b'a' | b'i' | b'o' | b'u' | b'y') && !vowel(3),
        _ => false,
    };
    Lemma { stem, ending: if with_e { "e" } else { "" } }
}

#[cfg(test)]
mod tests {
    use super::{Lemma, by_rule, lemma};
    use crate::tagger::Tag;
    use proptest::prelude::*;

    #[test]
    fn forms_lead_to_their_lemma() {
        for (word, tag, base) in [
            ("were", Tag::VBD, "be"),
            ("held", Tag::VBN, "hold"),
            ("hoping", Tag::VBG, "hope"),
            ("planned", Tag::VBN, "plan"),
            ("killed", Tag::VBN, "kill"),
            ("postponed", Tag::VBN, "postpone"),
            ("denies", Tag::VBZ, "deny"),
            ("denied", Tag::VBD, "deny"),
            ("agreed", Tag::VBD, "agree"),
            ("launches", Tag::VBZ, "launch"),
            ("visiting", Tag::VBG, "visit"),
            ("created", Tag::VBN, "create"),
            ("died", Tag::VBD, "die"),
            ("dying", Tag::VBG, "die"),
            ("charged", Tag::VBN, "charge"),
            ("injured", Tag::VBN, "injure"),
            ("wounded", Tag::VBN, "wound"),
            ("arrested", Tag::VBN, "arrest"),
            ("convened", Tag::VBN, "convene"),
            ("using", Tag::VBG, "use"),
            ("evacuated", Tag::VBN, "evacuate"),
            ("released", Tag::VBN, "release"),
            ("announced", Tag::VBD, "announce"),
            ("struggling", Tag::VBG, "struggle"),
            ("crises", Tag::NNS, "crisis"),
            ("men", Tag::NNS, "man"),
            ("people", Tag::NNS, "person"),
            ("ministries", Tag::NNS, "ministry"),
            ("houses", Tag::NNS, "house"),
            ("crashes", Tag::NNS, "crash"),
            ("cases", Tag::NNS, "case"),
            ("viruses", Tag::NNS, "virus"),
            ("worse", Tag::JJR, "bad"),
            ("larger", Tag::JJR, "large"),
            ("earliest", Tag::JJS, "early"),
            ("n't", Tag::RB, "not"),
            ("geneva", Tag::NNP, "geneva"),
            ("meeting", Tag::NN, "meeting"),
        ] {
            let found = lemma(word, tag);
            assert_eq!(found.to_string(), base, "{word} {tag}");
            assert!(found == base && found.text() == base, "{word} {tag}");
        }
    }

    #[test]
    fn a_lemma_is_equal_to_its_own_words_alone() {
        let hope = Lemma { stem: "hop", ending: "e" };
        assert!(hope == "hope" && hope != "hop" && hope != "hoped" && hope != "e");
    }

    proptest! {
        #[test]
        fn any_word_has_a_lemma(word in "\\PC{0,12}", tag in 0_u8..48) {
            let tag = Tag::from_number(tag).unwrap();
            let found = lemma(&word, tag);
            prop_assert!(found == *found.text());
            prop_assert_eq!(by_rule(&word, tag).to_string(), by_rule(&word, tag).text());
        }
    }
}
