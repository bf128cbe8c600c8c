//! What the tagger looks at: facts of a word, and of its neighbourhood, each as one number.

use super::model::Model;
use super::tag::Tag;

/// How many features a word has.
pub const FEATURES: usize = 27;

/// The tag of what stands before the text.
pub const BEFORE: u8 = 63;

/// What is known of one word without its neighbours.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// The word in lower case, digits made alike.
    lower: u32,
    /// The word as it stands, digits made alike.
    form: u32,
    suffixes: [u32; 4],
    prefix: u32,
    /// Capitals, digits, hyphens, dots.
    shape: u8,
    /// The tags that the word, as it stands or in lower case, had in training: a number.
    class: u8,
    /// Whether `class` is that of the word as it stands.
    pub(super) known: bool,
    /// The one tag that the word can have.
    pub(super) certain: Option<Tag>,
}

/// Facts of `word`; the dictionary of `model` adds what tags it had.
pub fn word(word: &str, model: &Model) -> Word {
    let bytes = word.as_bytes();
    let mut out = Word { shape: shape(bytes), ..Word::default() };
    let (mut lower, mut form) = (SEED, SEED);
    for &byte in bytes {
        let byte = if byte.is_ascii_digit() { b'0' } else { byte };
        form = step(form, byte);
        lower = step(lower, byte.to_ascii_lowercase());
    }
    (out.lower, out.form) = (lower, form);
    // Endings of one to four bytes: of other scripts than Latin, parts of characters, which are as good.
    let mut suffix = SEED;
    for (length, byte) in bytes.iter().rev().take(4).enumerate() {
        let byte = if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
        suffix = step(suffix, byte);
        out.suffixes[length] = suffix;
    }
    for length in 1..4 {
        if bytes.len() <= length {
            out.suffixes[length] = out.suffixes[length - 1];
        }
    }
    out.prefix = bytes.iter().take(2).fold(SEED, |hash, byte| step(hash, byte.to_ascii_lowercase()));
    if let Some(entry) = model.entry(dictionary_key(form)) {
        (out.class, out.known, out.certain) = (entry.class, true, entry.certain);
    } else if lower != form
        && let Some(entry) = model.entry(dictionary_key(lower))
    {
        out.class = entry.class;
    }
    out
}

/// The key of a dictionary entry, for a word as it stands.
pub fn entry_key(word: &str) -> u32 {
    let digits = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    dictionary_key(word.bytes().fold(SEED, |hash, byte| step(hash, digits(byte))))
}

/// The features of the word at `at`; `one` and `two` are the numbers of the tags before it.
#[inline]
pub fn of(words: &[Word], at: usize, one: u8, two: u8) -> [u32; FEATURES] {
    const NONE: Word = Word {
        lower: 1,
        form: 1,
        suffixes: [1; 4],
        prefix: 1,
        shape: 0,
        class: 0,
        known: false,
        certain: None,
    };
    let before = |back: usize| at.checked_sub(back).map_or(&NONE, |at| &words[at]);
    let after = |on: usize| words.get(at + on).unwrap_or(&NONE);
    let w = &words[at];
    let (b1, b2, a1, a2) = (before(1), before(2), after(1), after(2));
    let (one, two) = (u32::from(one), u32::from(two));
    let tags = one << 6 | two;
    let class = u32::from(w.class) << 1 | u32::from(w.known);
    let next = u32::from(a1.class) << 1 | u32::from(a1.known);
    let over = u32::from(a2.class);
    let shape = u32::from(w.shape);
    let around = u32::from(b1.shape) << 16 | shape << 8 | u32::from(a1.shape);
    [
        key(1, w.lower, shape & 3),
        key(2, w.suffixes[0], shape),
        key(3, w.suffixes[1], 0),
        key(4, w.suffixes[2], 0),
        key(5, w.suffixes[3], 0),
        key(6, w.prefix, shape & 3),
        key(7, one, 0),
        key(8, tags, 0),
        key(9, w.lower, one),
        key(10, two, class),
        key(11, b1.lower, 0),
        key(12, b2.lower, 0),
        key(13, a1.lower, 0),
        key(14, a2.lower, 0),
        key(15, b1.suffixes[2], one),
        key(16, a1.suffixes[2], class),
        key(17, next, class),
        key(18, next << 9 | over, class),
        key(19, one << 9 | next, class),
        key(20, one, class),
        key(21, tags, class),
        key(22, b1.lower, w.lower),
        key(23, w.lower, a1.lower),
        key(24, w.lower, next),
        key(25, around, class),
        key(26, w.lower, tags),
        key(27, b1.lower, class << 9 | next),
    ]
}

const SEED: u32 = 0x811c_9dc5;

/// One step of FNV-1a.
fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// A number of 30 bits for a kind of feature with two parts; never 0.
#[inline]
fn key(kind: u32, one: u32, two: u32) -> u32 {
    let mut hash = u64::from(one) << 32 | u64::from(two);
    hash = (hash ^ u64::from(kind) << 58).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^= hash >> 29;
    hash = hash.wrapping_add(u64::from(kind)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((hash >> 34) as u32) | 1
}

fn dictionary_key(hash: u32) -> u32 {
    key(40, hash, 0)
}

/// Bits: a capital first, all letters capitals, a digit, a hyphen, a dot, no letter at all.
fn shape(bytes: &[u8]) -> u8 {
    let any = |fits: fn(&u8) -> bool| u8::from(bytes.iter().any(fits));
    let upper = any(u8::is_ascii_uppercase);
    let lower = any(u8::is_ascii_lowercase);
    let first = u8::from(bytes.first().is_some_and(u8::is_ascii_uppercase));
    let letters = any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    first
        | (upper & (1 - lower)) << 1
        | any(u8::is_ascii_digit) << 2
        | any(|byte| *byte == b'-') << 3
        | any(|byte| *byte == b'.') << 4
        | (1 - letters) << 5
}

impl Word {
    /// The tags that the word may have: those it had in training, or any.
    pub fn allowed(&self, model: &Model) -> u64 {
        if self.known { model.tags_of(self.class) } else { u64::MAX }
    }

    /// The one tag that the word had in training, if it had no other.
    pub fn certain(&self) -> Option<Tag> {
        self.certain
    }
}
