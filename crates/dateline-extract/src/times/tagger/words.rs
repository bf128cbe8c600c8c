//! The words that times are made of, read from `rules/lexicon/times.txt`.
//!
//! A lookup packs a word of up to sixteen bytes into one integer, so that it costs a multiplication and a
//! comparison; no time word of English is longer.

use crate::lexicon::DataError;
use std::collections::BTreeMap;

/// The file, for errors.
pub(super) const FILE: &str = "lexicon/times.txt";
/// Its text.
pub(super) const TEXT: &str = include_str!("../../../rules/lexicon/times.txt");

/// A word of the table; 0 is every other word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct WordId(pub(super) u16);

/// A class of words: a bit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordClass(pub(super) u8);

#[derive(Debug, Clone, Default)]
struct Entry {
    key: u128,
    classes: u128,
    values: Vec<(WordClass, i32)>,
}

/// The compiled table.
#[derive(Debug)]
pub(super) struct Words {
    /// By hash; a power of two in length, at most half full.
    table: Vec<u16>,
    entries: Vec<Entry>,
    classes: BTreeMap<String, WordClass>,
    /// Whether a word that makes a sentence worth reading has this length, as bits, by its first letter.
    shapes: [u32; 256],
    /// Classes whose words make a sentence worth reading.
    triggers: u128,
    /// Classes that a rule or operator has asked for, as bits.
    asked: u128,
}

impl Words {
    /// # Errors
    /// A fault in the file, with its line.
    pub(super) fn load() -> Result<Self, DataError> {
        let mut words = Self {
            table: vec![0; 4096],
            entries: vec![Entry::default()],
            classes: BTreeMap::new(),
            shapes: [0; 256],
            triggers: 0,
            asked: 0,
        };
        let mut current: Option<WordClass> = None;
        for (number, line) in TEXT.lines().enumerate() {
            let fail = |what: &str| DataError { file: FILE, line: number + 1, what: what.to_owned() };
            let mut rest = line.split('#').next().unwrap_or_default().trim();
            if rest.is_empty() {
                continue;
            }
            if !line.starts_with(' ') {
                let (head, body) = rest.split_once(':').ok_or_else(|| fail("expected `class NAME: …`"))?;
                let (kind, name) = head.split_once(' ').ok_or_else(|| fail("expected `class NAME: …`"))?;
                let next = u8::try_from(words.classes.len()).ok().filter(|n| *n < 128);
                let class = WordClass(next.ok_or_else(|| fail("more than 128 classes"))?);
                if words.classes.insert(name.to_owned(), class).is_some() {
                    return Err(fail("the class is there already"));
                }
                match kind {
                    "class" => {}
                    "trigger" => words.triggers |= 1_u128 << class.0,
                    _ => return Err(fail("a class begins with `class` or `trigger`")),
                }
                current = Some(class);
                rest = body.trim();
            }
            let class = current.ok_or_else(|| fail("words before a class"))?;
            for word in rest.split_whitespace() {
                let (word, value) = word.split_once('=').unwrap_or((word, "0"));
                let value = value.parse().map_err(|_| fail("a value is a whole number"))?;
                let id = words.intern(word).ok_or_else(|| fail("a word has at most sixteen bytes"))?;
                let entry = &mut words.entries[usize::from(id.0)];
                entry.classes |= 1_u128 << class.0;
                entry.values.push((class, value));
            }
        }
        for entry in words.entries.iter().filter(|entry| entry.classes & words.triggers != 0) {
            let length = (128 - entry.key.leading_zeros()).div_ceil(8);
            let first = usize::try_from(entry.key >> (8 * (length - 1)) & 0xff).unwrap_or_default();
            words.shapes[first] |= 1 << length;
        }
        Ok(words)
    }

    /// Whether a word may make its sentence worth reading: whether one that does has its first letter and its
    /// length, or might once full stops are taken off.
    pub(super) fn may_trigger(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else { return false };
        let shape = self.shapes[usize::from(first.to_ascii_lowercase())];
        let length = word.len();
        let dotted = word[length - 1] == b'.';
        length < 20 && (shape >> length & 1 == 1 || dotted || word.contains(&b'-') || !word.is_ascii())
    }

    /// The word's number, made if need be; `None` if it is too long.
    pub(super) fn intern(&mut self, word: &str) -> Option<WordId> {
        let key = pack(word)?;
        let known = self.find(key);
        if known != WordId(0) {
            return Some(known);
        }
        let id = u16::try_from(self.entries.len()).ok()?;
        if usize::from(id) * 2 >= self.table.len() {
            return None;
        }
        self.entries.push(Entry { key, ..Entry::default() });
        let mask = self.table.len() - 1;
        let mut at = hash(key) & mask;
        while self.table[at] != 0 {
            at = (at + 1) & mask;
        }
        self.table[at] = id;
        Some(WordId(id))
    }

    fn find(&self, key: u128) -> WordId {
        let mask = self.table.len() - 1;
        let mut at = hash(key) & mask;
        loop {
            let id = self.table[at];
            if id == 0 || self.entries[usize::from(id)].key == key {
                return WordId(id);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a word in any case; full stops do not count, and curly marks are straight ones.
    pub(super) fn lookup(&self, word: &str) -> WordId {
        pack(word).map_or(WordId(0), |key| self.find(key))
    }

    /// The class of a name, for a rule or an operator.
    pub(super) fn class(&mut self, name: &str) -> Option<WordClass> {
        let class = self.classes.get(name).copied()?;
        self.asked |= 1_u128 << class.0;
        Some(class)
    }

    /// # Errors
    /// A class that nobody has asked for and that triggers nothing: its words do nothing.
    pub(super) fn all_asked(&self) -> Result<(), DataError> {
        let idle = |class: &WordClass| (self.asked | self.triggers) >> class.0 & 1 == 0;
        match self.classes.iter().find(|(_, class)| idle(class)) {
            None => Ok(()),
            Some((name, _)) => Err(DataError {
                file: FILE,
                line: 1,
                what: format!("no rule or operator asks for the class `{name}`"),
            }),
        }
    }

    /// The classes of a word, as bits.
    pub(super) fn classes_of(&self, word: WordId) -> u128 {
        self.entries[usize::from(word.0)].classes
    }

    /// Whether a word makes its sentence worth reading.
    pub(super) fn triggers(&self, word: WordId) -> bool {
        self.classes_of(word) & self.triggers != 0
    }

    /// Whether all words of a class make a sentence worth reading.
    #[cfg(test)]
    pub(super) fn is_trigger(&self, class: WordClass) -> bool {
        let mut words = self.entries.iter().filter(|entry| entry.classes >> class.0 & 1 == 1);
        words.all(|entry| entry.classes & self.triggers != 0)
    }

    /// The value of a word in a class.
    pub(super) fn value(&self, word: WordId, class: WordClass) -> Option<i32> {
        let values = &self.entries[usize::from(word.0)].values;
        values.iter().find(|(known, _)| *known == class).map(|(_, value)| *value)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a hash takes what bits it needs")]
fn hash(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize
}

/// Up to sixteen bytes of a word, in lower case and without full stops.
fn pack(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    if bytes.len() > 24 {
        return None;
    }
    let mut key = 0_u128;
    let mut length = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = match bytes[at] {
            b'.' if bytes.len() > 1 => {
                at += 1;
                continue;
            }
            // U+2010 to U+2015 are dashes, U+2018 and U+2019 apostrophes.
            0xe2 if bytes.get(at + 1) == Some(&0x80) && at + 2 < bytes.len() => {
                let last = bytes[at + 2];
                at += 2;
                match last {
                    0x90..=0x95 => b'-',
                    0x98 | 0x99 => b'\'',
                    other => other,
                }
            }
            byte => byte.to_ascii_lowercase(),
        };
        at += 1;
        length += 1;
        if length > 16 {
            return None;
        }
        key = key << 8 | u128::from(byte);
    }
    (key != 0).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_with_their_full_stop() {
        let mut words = Words::load().unwrap();
        let month = words.class("month").unwrap();
        for (word, value) in [("September", 9), ("SEPT.", 9), ("sept", 9), ("may", 5)] {
            assert_eq!(words.value(words.lookup(word), month), Some(value), "{word}");
        }
        assert_eq!(words.lookup("o’clock"), words.lookup("o'clock"));
        assert_eq!(words.lookup("Septembers of old"), WordId(0));
        assert_eq!(words.lookup(""), WordId(0));
    }
}
