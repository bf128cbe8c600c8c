//! Numbers and years in words and digits, found before the rules run.

use super::pieces::{NO_NUMBER, Piece};
use super::term::{Count, Term};
use super::words::{WordClass, Words};
use crate::lexicon::DataError;

/// The word classes that numbers are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct NumberClasses {
    /// "one" to "nineteen".
    ones: WordClass,
    /// "twenty" to "ninety".
    tens: WordClass,
    /// "hundred", "thousand", "million", "dozen".
    scale: WordClass,
    /// "several", "few", "many".
    untold: WordClass,
    /// "a", "an".
    indefinite: WordClass,
    half: WordClass,
    and: WordClass,
    of: WordClass,
    couple: WordClass,
    hyphen: WordClass,
    slash: WordClass,
}

impl NumberClasses {
    pub(super) fn of(words: &mut Words) -> Result<Self, DataError> {
        let mut class = |name: &str| {
            let what = || format!("the word class `{name}` is needed and not there");
            words.class(name).ok_or_else(|| DataError { file: super::words::FILE, line: 1, what: what() })
        };
        Ok(Self {
            ones: class("ones")?,
            tens: class("tens")?,
            scale: class("scale")?,
            untold: class("untold")?,
            indefinite: class("indefinite")?,
            half: class("half-word")?,
            and: class("and-word")?,
            of: class("of-word")?,
            couple: class("couple")?,
            hyphen: class("hyphen")?,
            slash: class("slash")?,
        })
    }
}

/// A sentence in which numbers are looked for.
pub(super) struct Numbers<'n> {
    pub(super) pieces: &'n [Piece],
    pub(super) end: usize,
    pub(super) words: &'n Words,
    pub(super) classes: &'n NumberClasses,
}

impl Numbers<'_> {
    fn value(&self, at: usize, class: WordClass) -> Option<i64> {
        let piece = self.pieces.get(at).filter(|_| at < self.end)?;
        if piece.classes >> class.0 & 1 == 0 {
            return None;
        }
        self.words.value(piece.word, class).map(i64::from)
    }

    fn is(&self, at: usize, class: WordClass) -> bool {
        at < self.end && self.pieces[at].classes >> class.0 & 1 == 1
    }

    /// Gives the numbers that start at a piece to `add`, with their ends.
    pub(super) fn find(&self, at: usize, mut add: impl FnMut(usize, Term)) {
        if let Some((end, year)) = self.year_in_words(at) {
            add(end, Term::YearWords(year));
        }
        // No time is counted in more than a thousand million.
        let number = self.number(at).filter(|(_, count)| count.0.is_none_or(|n| n < 1_000_000_000_000));
        if let Some((end, count)) = number {
            add(end, Term::Number(count));
        }
    }

    fn number(&self, at: usize) -> Option<(usize, Count)> {
        let c = self.classes;
        let piece = &self.pieces[at];
        if piece.number != NO_NUMBER {
            return Some(self.digits(at));
        }
        // "a few", "a couple of", "several".
        let start = if self.is(at, c.indefinite) { at + 1 } else { at };
        if self.is(start, c.untold) {
            let end = start + 1;
            return Some((if self.is(end, c.of) { end + 1 } else { end }, Count(None)));
        }
        if self.is(start, c.couple) {
            let end = start + 1;
            return Some((if self.is(end, c.of) { end + 1 } else { end }, Count(Some(2000))));
        }
        if self.is(start, c.half) {
            let end = start + 1;
            let after = if self.is(end, c.indefinite) { end + 1 } else { end };
            return Some((after, Count(Some(500))));
        }
        let (end, whole) = self.cardinal(at)?;
        Some(self.and_a_half(end, whole * 1000))
    }

    /// "5", "5 1/2", "2.5 million".
    fn digits(&self, at: usize) -> (usize, Count) {
        let number = self.pieces[at].number;
        let fraction = |from: usize| {
            let top = self.pieces.get(from).filter(|p| from < self.end && p.digits == 1)?;
            let bottom = self.pieces.get(from + 2).filter(|p| from + 2 < self.end && p.digits == 1)?;
            let part = top.number.checked_div(bottom.number / 1000)?;
            (self.is(from + 1, self.classes.slash) && part < 1000).then_some((from + 3, part))
        };
        if let Some((end, part)) = fraction(at) {
            return (end, Count(Some(part)));
        }
        let hyphen = usize::from(self.is(at + 1, self.classes.hyphen));
        if let Some((end, part)) = fraction(at + 1 + hyphen) {
            return (end, Count(Some(number + part)));
        }
        if let Some(scale) = self.value(at + 1, self.classes.scale) {
            return (at + 2, Count(number.checked_mul(scale)));
        }
        self.and_a_half(at + 1, number)
    }

    fn and_a_half(&self, end: usize, thousandths: i64) -> (usize, Count) {
        let hyphen = |at: usize| if self.is(at, self.classes.hyphen) { at + 1 } else { at };
        let and = hyphen(end);
        let article = hyphen(and + 1);
        let half = hyphen(article + 1);
        let fits = self.is(and, self.classes.and)
            && self.is(article, self.classes.indefinite)
            && self.is(half, self.classes.half);
        if fits { (half + 1, Count(Some(thousandths + 500))) } else { (end, Count(Some(thousandths))) }
    }

    /// "twenty-four", "a hundred and five", "two thousand".
    fn cardinal(&self, at: usize) -> Option<(usize, i64)> {
        let c = self.classes;
        let mut total = 0_i64;
        let mut current = 0_i64;
        let mut end = at;
        let mut seen = false;
        if self.is(at, c.indefinite) && self.is(at + 1, c.scale) {
            current = 1;
            end = at + 1;
        }
        loop {
            let next = if seen && (self.is(end, c.hyphen) || self.is(end, c.and)) { end + 1 } else { end };
            if let Some(ten) = self.value(next, c.tens).filter(|_| current % 100 == 0) {
                // "and" joins only what follows a hundred.
                if next > end && current == 0 {
                    break;
                }
                current += ten;
                end = next + 1;
            } else if let Some(one) = self.value(next, c.ones).filter(|_| fits_ones(current)) {
                if next > end && current == 0 {
                    break;
                }
                current += one;
                end = next + 1;
            } else if let Some(scale) = self.value(end, c.scale).filter(|_| seen || current > 0) {
                if scale == 100 {
                    current *= 100;
                } else {
                    total += current.max(1) * scale;
                    current = 0;
                }
                end += 1;
            } else {
                break;
            }
            seen = true;
            if current > 1_000_000_000 || total > 1_000_000_000 {
                return None;
            }
        }
        (seen && total + current < 1_000_000_000).then_some((end, total + current))
    }

    /// "nineteen ninety-six", "nineteen oh five", "two thousand", "two thousand and five".
    fn year_in_words(&self, at: usize) -> Option<(usize, i16)> {
        let c = self.classes;
        let first = self.value(at, c.ones).or_else(|| self.value(at, c.tens))?;
        if matches!(first, 15..=20) {
            let ten = self.value(at + 1, c.tens)?;
            let mut end = at + 2;
            let hyphen = if self.is(end, c.hyphen) { end + 1 } else { end };
            let one = self.value(hyphen, c.ones).filter(|one| *one < 10);
            if one.is_some() {
                end = hyphen + 1;
            }
            return Some((end, i16::try_from(first * 100 + ten + one.unwrap_or(0)).ok()?));
        }
        if first == 2 && self.value(at + 1, c.scale) == Some(1000) {
            let and = if self.is(at + 2, c.and) { at + 3 } else { at + 2 };
            let one = self.value(and, c.ones);
            let end = if one.is_some() { and + 1 } else { at + 2 };
            return Some((end, i16::try_from(2000 + one.unwrap_or(0)).ok()?));
        }
        None
    }
}

/// Whether one to nineteen may follow what was read: not after another one, and no teens after tens.
fn fits_ones(current: i64) -> bool {
    current % 100 == 0 || (current % 10 == 0 && current % 100 >= 20)
}
