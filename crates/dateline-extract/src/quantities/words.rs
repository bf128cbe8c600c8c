//! Numbers in words, read whole or not at all.

use super::scales;
use crate::document::Document;
use dateline_core::value::Number;

/// A number in words.
pub(super) struct Said {
    pub(super) number: Number,
    /// The token after it.
    pub(super) end: usize,
    /// Its scale as a power of ten, where it is small numbers and one scale: "two hundred thousand" has 5.
    pub(super) power: i8,
    pub(super) dozens: bool,
}

/// "twelve", "twenty-three", "two hundred and five", "three thousand two hundred", "two dozen". A word that does not
/// go on with the number as numbers go on ("five six") ends it; what stands around it is for its reader to look at.
/// "one" alone is a pronoun too often.
pub(super) fn number_in_words(document: &Document<'_>, at: usize, end: usize) -> Option<Said> {
    let word = |i: usize| if i < end { document.word(i) } else { "" };
    let mut total: i64 = 0;
    let mut powers: Vec<i8> = Vec::new();
    let mut next = at;
    if word(at) == "a" && word(at + 1) == "hundred" {
        (total, next) = (100, at + 2);
        powers.push(2);
        if let Some((rest, after)) = below_hundred(document, after_and(document, next, end), end) {
            (total, next) = (total + rest, after);
            powers.clear();
        }
    } else {
        let mut from = at;
        let mut least = i64::MAX;
        while let Some((group, after, hundreds)) = below_thousand(document, from, end) {
            if word(after) == "dozen" && total == 0 && !hundreds {
                let number = Number::from_integer(group * 12).ok()?;
                return Some(Said { number, end: after + 1, power: 0, dozens: true });
            }
            let power = scales::of_thousands(word(after)).unwrap_or(0);
            let scale = 10_i64.pow(u32::from(power.unsigned_abs()));
            // Scales fall: after thousands come units.
            if scale >= least {
                break;
            }
            total = total.checked_add(group.checked_mul(scale)?)?;
            if total == group * scale {
                if hundreds && group % 100 == 0 {
                    powers.push(2);
                }
                if power > 0 {
                    powers.push(power);
                }
            } else {
                powers.clear();
            }
            least = scale;
            next = after + usize::from(scale > 1);
            if scale == 1 {
                break;
            }
            from = after_and(document, next, end);
        }
    }
    if next == at || next == at + 1 && word(at) == "one" {
        return None;
    }
    Some(Said {
        number: Number::from_integer(total).ok()?,
        end: next,
        power: powers.iter().sum(),
        dozens: false,
    })
}

/// Skips an "and" inside a number.
fn after_and(document: &Document<'_>, at: usize, end: usize) -> usize {
    at + usize::from(at < end && document.word(at) == "and")
}

/// Up to 9,900 in hundreds ("twenty-five hundred"), then units; with the token after it, and whether it has hundreds.
fn below_thousand(document: &Document<'_>, at: usize, end: usize) -> Option<(i64, usize, bool)> {
    let (small, next) = below_hundred(document, at, end)?;
    if next >= end || document.word(next) != "hundred" || small == 0 {
        return Some((small, next, false));
    }
    let hundreds = small * 100;
    let rest = below_hundred(document, after_and(document, next + 1, end), end);
    Some(rest.map_or((hundreds, next + 1, true), |(rest, after)| (hundreds + rest, after, true)))
}

/// "seven", "seventeen", "seventy", "seventy-seven", "seventy seven".
fn below_hundred(document: &Document<'_>, at: usize, end: usize) -> Option<(i64, usize)> {
    if at >= end {
        return None;
    }
    let word = document.word(at);
    if let Some((tens, unit)) = word.split_once('-') {
        return Some((tens_of(tens)? + unit_of(unit)?, at + 1));
    }
    if let Some(tens) = tens_of(word) {
        let unit = if at + 1 < end { unit_of(document.word(at + 1)) } else { None };
        return Some(unit.map_or((tens, at + 1), |unit| (tens + unit, at + 2)));
    }
    SMALL.iter().position(|small| *small == word).and_then(|n| Some((i64::try_from(n).ok()?, at + 1)))
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn tens_of(word: &str) -> Option<i64> {
    TENS.iter().position(|tens| *tens == word).and_then(|at| i64::try_from((at + 2) * 10).ok())
}

fn unit_of(word: &str) -> Option<i64> {
    SMALL[..10].iter().skip(1).position(|unit| *unit == word).and_then(|at| i64::try_from(at + 1).ok())
}

/// Whether a number may end with a word: one that stands after it would go on with it.
pub(super) fn ends_number(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    SMALL.contains(&last) || TENS.contains(&last) || scales::goes_on(last)
}

/// Whether a word goes on with a number before it: "three", "million", "million-plus"; not "two-storey".
pub(super) fn continues_number(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let first = word.split('-').next().unwrap_or(word);
    scales::goes_on(first) || ends_number(word)
}
