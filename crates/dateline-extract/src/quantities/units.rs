//! What a number is of, beyond the counted noun: "a day", a scale said once for two numbers.

use super::Amount;
use crate::document::{Document, TokenKind};
use crate::lexicon::NamedClasses;

/// "barrels a day", "barrels of crude per day", "daily": what the amount is reckoned by, and where that ends.
pub(super) fn rate<'d>(
    document: &'d Document<'_>,
    c: &NamedClasses,
    at: usize,
    end: usize,
) -> Option<(&'d str, usize)> {
    let word = |i: usize| if i < end { document.word(i) } else { "" };
    let mut next = at;
    if word(next) == "of" {
        // "of oil", "of crude oil": what flows, said between amount and rate.
        next += 1;
        let plain = |i: usize| {
            i < end
                && document.tokens[i].kind == TokenKind::Word
                && !document.tokens[i].classes.has(c.article)
        };
        while next < at + 3 && plain(next) && word(next) != "per" {
            next += 1;
        }
    }
    if word(next) == "daily" {
        return Some(("day", next + 1));
    }
    let per = matches!(word(next), "per" | "each" | "every") || matches!(word(next), "a" | "an" | "the");
    let by = next + 1;
    let reckoned = by < end
        && (document.tokens[by].classes.has(c.unit) && !word(by).ends_with('s')
            || matches!(
                word(by),
                "second" | "barrel" | "gallon" | "share" | "ounce" | "litre" | "liter" | "tonne" | "ton"
            ));
    if word(next) == "the" && !matches!(word(by), "barrel") {
        return None;
    }
    // "200 people a day after the storm" is when, not how often.
    let when =
        matches!(word(by + 1), "after" | "before" | "earlier" | "later" | "ago" | "old" | "on" | "since");
    (per && reckoned && !when).then(|| (word(by), by + 1))
}

/// "20-40,000": the thousands are said once, for both.
pub(super) fn shares_thousands(document: &Document<'_>, first: usize, low: &Amount, high: &Amount) -> bool {
    let written = |at: usize| document.word(at).contains(',');
    let thousands = |amount: &Amount| amount.number.as_integer().filter(|n| *n >= 1000 && n % 1000 == 0);
    let Some(upper) = thousands(high).filter(|_| high.power == 0 && written(high.end - 1)) else {
        return false;
    };
    low.power == 0
        && low.end == first + 1
        && low.number.as_integer().is_some_and(|n| (1..1000).contains(&n) && n * 1000 < upper)
}

/// Whether the number at the end of which `at` stands is joined to a word by a hyphen ("11-month").
pub(super) fn is_part_of_word(document: &Document<'_>, at: usize) -> bool {
    let glued = |one: usize, other: usize| {
        document
            .tokens
            .get(other)
            .is_some_and(|token| token.span.start_byte == document.tokens[one].span.end_byte)
    };
    at > 0
        && at + 1 < document.tokens.len()
        && matches!(document.word(at), "-" | "–")
        && glued(at - 1, at)
        && glued(at, at + 1)
        && document.tokens[at + 1].kind == TokenKind::Word
}
