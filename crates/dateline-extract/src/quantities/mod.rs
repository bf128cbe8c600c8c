//! Quantities. Numbers in words and digits with their bounds ("at least", "up to", "between …
//! and …"), currency or percent sign, and the noun they count.

mod numbers;
#[cfg(test)]
mod tests;
mod units;

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Lexicon, NamedClasses};
use dateline_core::value::{QuantityValue, Unit};
use numbers::{Amount, amount};
use std::ops::Range;

/// A quantity in the text.
#[derive(Debug, Clone)]
pub(crate) struct QuantityMention {
    /// From the bound's first word to the counted noun, if any.
    pub(crate) tokens: Range<usize>,
    /// The value; `text` holds the words of `tokens`.
    pub(crate) value: QuantityValue,
    /// The words between number and noun ("suspected").
    pub(crate) adjectives: Range<usize>,
}

/// What the words before a number make of it.
#[derive(Clone, Copy)]
enum Bound {
    Exact,
    AtLeast,
    MoreThan,
    UpTo,
    FewerThan,
    Between,
}

/// Words that bound the number after them, longest first.
const BOUNDS: &[(&[&str], Bound)] = &[
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["no", "more", "than"], Bound::UpTo),
    (&["as", "many", "as"], Bound::UpTo),
    (&["as", "much", "as"], Bound::UpTo),
    (&["at", "least"], Bound::AtLeast),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["more", "than"], Bound::MoreThan),
    (&["in", "excess", "of"], Bound::MoreThan),
    (&["upwards", "of"], Bound::AtLeast),
    (&["upward", "of"], Bound::AtLeast),
    (&["well", "over"], Bound::MoreThan),
    (&["just", "over"], Bound::MoreThan),
    (&["well", "under"], Bound::FewerThan),
    (&["just", "under"], Bound::FewerThan),
    (&["fewer", "than"], Bound::FewerThan),
    (&["less", "than"], Bound::FewerThan),
    (&["up", "to"], Bound::UpTo),
    (&["at", "most"], Bound::UpTo),
    (&["over"], Bound::MoreThan),
    (&["under"], Bound::FewerThan),
    (&["between"], Bound::Between),
    (&["from"], Bound::Between),
];

/// Finds the quantities of every sentence and puts them into the chart. Dates are not quantities: what a
/// time covers is passed over.
pub(crate) fn find(document: &Document<'_>, lexicon: &Lexicon, chart: &mut Chart) -> Vec<QuantityMention> {
    let mut found = Vec::new();
    for sentence in &document.sentences {
        let end = sentence.tokens.end;
        let mut at = sentence.tokens.start;
        while at < end {
            if let Some(time) = chart.at(at).iter().find(|a| a.kind == Kind::Time) {
                at = time.tokens.end;
                continue;
            }
            let name = is_in_a_name(document, &lexicon.named, sentence.tokens.start, at, end);
            let Some(mention) = read(document, lexicon, chart, at, end).filter(|_| !name) else {
                at += 1;
                continue;
            };
            at = mention.tokens.end;
            chart.add(Kind::Quantity, mention.tokens.clone(), found.len());
            found.push(mention);
        }
    }
    found
}

/// "the Big Three": a number in capitals that ends a name counts nothing.
fn is_in_a_name(document: &Document<'_>, c: &NamedClasses, start: usize, at: usize, end: usize) -> bool {
    let token = &document.tokens[at];
    let before = at.checked_sub(1).filter(|before| *before >= start);
    let named = before.is_some_and(|before| {
        let tag = document.tag(before);
        document.tokens[before].capital && (tag.is_proper_noun() || tag.is_adjective())
    });
    let counts = at + 1 < end && document.tag(at + 1).is_noun();
    token.classes.has(c.number_word) && token.capital && named && !counts
}

/// The words before a number that bound it, and whether they make it approximate; where the number starts.
struct Opening {
    bound: Bound,
    approximate: bool,
    first: usize,
}

fn opening(document: &Document<'_>, c: &NamedClasses, at: usize, end: usize) -> Opening {
    let word = |i: usize| if i < end { document.word(i) } else { "" };
    let (mut bound, mut first) = (Bound::Exact, at);
    for (words, kind) in BOUNDS {
        if words.iter().enumerate().all(|(i, w)| word(at + i) == *w) {
            (bound, first) = (*kind, at + words.len());
            break;
        }
    }
    let mut approximate = false;
    if word(first) == "an" && word(first + 1) == "estimated" {
        (approximate, first) = (true, first + 2);
    }
    while first < end && document.tokens[first].classes.has(c.approximate) {
        approximate = true;
        first += 1;
    }
    Opening { bound, approximate, first }
}

/// "one in five", "a third of the 90", "ten percent of the 400": the number is what a share is taken of.
fn is_base_of_share(document: &Document<'_>, at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).map_or("", |i| document.word(i));
    let share = |n: usize| {
        let number = at.checked_sub(n).is_some_and(|i| document.tokens[i].kind == TokenKind::Number);
        number
            || matches!(
                back(n),
                "third"
                    | "half"
                    | "quarter"
                    | "percent"
                    | "%"
                    | "cent"
                    | "most"
                    | "some"
                    | "many"
                    | "none"
                    | "majority"
                    | "quarters"
                    | "thirds"
                    | "one"
                    | "two"
                    | "three"
                    | "four"
                    | "five"
                    | "six"
                    | "seven"
                    | "eight"
                    | "nine"
            )
    };
    // "seven of the 30 injured" counts the injured.
    let counted = document.tokens.get(at + 1).is_some()
        && matches!(document.word(at + 1), "injured" | "wounded" | "dead" | "missing");
    if counted {
        return false;
    }
    (back(1) == "in" && matches!(back(2), "one" | "two" | "three" | "1" | "2" | "3"))
        || (back(1) == "of" && share(2))
        || (matches!(back(1), "the" | "all" | "these" | "those") && back(2) == "of" && share(3))
}

fn read(
    document: &Document<'_>,
    lexicon: &Lexicon,
    chart: &Chart,
    at: usize,
    end: usize,
) -> Option<QuantityMention> {
    let c = &lexicon.named;
    if is_base_of_share(document, at) {
        return None;
    }
    let word = |i: usize| if i < end { document.word(i) } else { "" };
    let Opening { bound, approximate, first } = opening(document, c, at, end);
    let mut low = amount(document, lexicon, chart, first, end)?;
    let joined = matches!((word(low.end), bound), ("and", Bound::Between) | ("to" | "-" | "–" | "or", _));
    // "raised it from 8 to 12", "rose by 4 to 12": two amounts, not a range.
    let from = word(at) == "from" || at > 0 && matches!(document.word(at - 1), "from" | "by");
    let changed = word(low.end) == "to" && from && tells_of_change(document, c, at);
    let high = (joined && !changed).then(|| amount(document, lexicon, chart, low.end + 1, end)).flatten();
    if matches!(bound, Bound::Between) && high.is_none() {
        return None;
    }
    // "3,838 - 2,493 civilians and …": a dash, not a range.
    let high = high.filter(|high| {
        !matches!(word(low.end), "-" | "–") || low.power < high.power || low.number < high.number
    });
    let mut after = high.as_ref().map_or(low.end, |h| h.end);
    if let Some(high) = &high {
        // "18 to 20 million": the scale is said once.
        if high.power > 0 && low.power == 0 {
            low.number = low.number.times_power_of_ten(high.power).ok()?;
        }
        if matches!(word(low.end), "-" | "–") && units::shares_thousands(document, first, &low, high) {
            low.number = low.number.times_power_of_ten(3).ok()?;
        }
    }
    let mut currency = low.currency.or(high.as_ref().and_then(|h| h.currency));
    let mut unit = None;
    let mut adjectives = after..after;
    match word(after) {
        "%" | "percent" => (unit, after) = (Some("percent".to_owned()), after + 1),
        "per" if word(after + 1) == "cent" => (unit, after) = (Some("percent".to_owned()), after + 2),
        word => {
            if let Some(code) = lexicon.currency(word) {
                (currency, after) = (Some(code), after + 1);
            }
        }
    }
    if let Some(currency) = currency {
        unit = Some(currency.to_owned());
    }
    let counted = if unit.is_none() { counted_noun(document, c, after, end) } else { None };
    if let Some(noun) = counted {
        adjectives = after..noun;
        let people = document.tokens[noun].classes.has_any(&[c.people_noun, c.role_head_plural]);
        unit = Some(if people { "person".into() } else { singular(document.word(noun)) });
        after = noun + 1;
    }
    if let (Some(unit), Some((per, rate_end))) = (&mut unit, units::rate(document, c, after, end)) {
        unit.push('/');
        unit.push_str(per);
        after = rate_end;
    }
    // "an 11-month siege", "41-year-old": part of a word.
    if unit.is_none() && currency.is_none() && units::is_part_of_word(document, after) {
        return None;
    }
    let unit = Unit(unit.unwrap_or_default());
    let text = document.words(at..after).to_owned();
    let n = low.number;
    let value = match (bound, high) {
        (_, Some(high)) => QuantityValue::between(text, n, high.number, unit),
        (Bound::AtLeast, None) => QuantityValue::at_least(text, n, unit),
        (Bound::MoreThan, None) => QuantityValue::more_than(text, n, unit),
        (Bound::UpTo, None) => QuantityValue::up_to(text, n, unit),
        (Bound::FewerThan, None) => QuantityValue::fewer_than(text, n, unit),
        _ if approximate => QuantityValue::about(text, n, unit),
        _ => QuantityValue::exact(text, n, unit),
    };
    let value = QuantityValue { approximate: value.approximate || approximate, ..value };
    Some(QuantityMention { tokens: at..after, value, adjectives })
}

/// Whether a verb before `at` says that an amount changes, so that "from A to B" are its two values.
fn tells_of_change(document: &Document<'_>, c: &NamedClasses, at: usize) -> bool {
    let sentence = document.sentences[document.sentence_of(at)].tokens.start;
    (sentence..at)
        .any(|i| document.tokens[i].verb.is_some_and(|verb| verb.classes.has_any(&[c.rise, c.revise])))
}

/// The counted noun: the first word after the number, or after at most two adjectives before a noun that is
/// known to be counted.
fn counted_noun(document: &Document<'_>, c: &NamedClasses, at: usize, end: usize) -> Option<usize> {
    let is_word = |i: usize| {
        let token = &document.tokens[i];
        let function = [c.preposition, c.conjunction, c.article, c.be, c.have];
        token.kind == TokenKind::Word && !token.classes.has_any(&function)
    };
    let known =
        |i: usize| document.tokens[i].classes.has_any(&[c.people_noun, c.role_head_plural, c.counted_noun]);
    for offset in 0..3 {
        let i = at + offset;
        if i >= end || !is_word(i) {
            return None;
        }
        if known(i) {
            return Some(i);
        }
    }
    None
}

/// The singular of a counted noun.
fn singular(word: &str) -> String {
    match word {
        "people" => "person".into(),
        "feet" => "foot".into(),
        "inches" => "inch".into(),
        "losses" => "loss".into(),
        "litres" | "liters" | "liter" => "litre".into(),
        "metres" | "meters" | "meter" => "metre".into(),
        "kilometres" | "kilometers" | "kilometer" | "km" | "kms" => "kilometre".into(),
        "tonnes" | "tonne" => "tonne".into(),
        _ if word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}
