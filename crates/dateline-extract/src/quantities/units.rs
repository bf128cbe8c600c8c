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

/// Gives the lower end of a range the scale that is said once, at the upper one: "18 to 20 million", "20-40,000".
/// `None` where it is not settled what the lower end is: "$500 to $1 million", "between 10 and 15,000", "12 to 10".
pub(super) fn share_scale(
    document: &Document<'_>,
    first: usize,
    low: &mut Amount,
    high: &Amount,
) -> Option<()> {
    let joint = document.word(low.end);
    if high.dozens && !low.dozens {
        return None;
    }
    if high.power > 0 && low.power == 0 && !low.dozens {
        low.number = low.number.times_power_of_ten(high.power).ok()?;
    } else if shares_thousands(document, first, low, high) {
        if !matches!(joint, "-" | "–") {
            return None;
        }
        low.number = low.number.times_power_of_ten(3).ok()?;
    }
    (low.number < high.number || joint == "or").then_some(())
}

/// Whether thousands may be said once, for both.
fn shares_thousands(document: &Document<'_>, first: usize, low: &Amount, high: &Amount) -> bool {
    let written = |at: usize| document.word(at).contains(',');
    let thousands = |amount: &Amount| amount.number.as_integer().filter(|n| *n >= 1000 && n % 1000 == 0);
    let Some(upper) = thousands(high).filter(|_| high.power == 0 && written(high.end - 1)) else {
        return false;
    };
    low.power == 0
        && low.end == first + 1
        && low.number.as_integer().is_some_and(|n| (1..1000).contains(&n) && n * 1000 < upper)
}
