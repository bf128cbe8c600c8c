//! Quantities. Numbers in words and digits with their bounds ("at least", "up to", "between …
//! and …"), currency or percent sign, and the noun they count.

mod edges;
mod numbers;
mod scales;
#[cfg(test)]
mod tests;
mod units;
mod words;

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Lexicon, NamedClasses};
use dateline_core::value::{QuantityValue, Unit};
use edges::{ends_clean, stands_alone};
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
    (&["a", "maximum", "of"], Bound::UpTo),
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
            let mention = match read(document, lexicon, chart, at, end) {
                Found::Quantity(mention) if !name => mention,
                Found::Unsettled(past) => {
                    at = past;
                    continue;
                }
                Found::Quantity(_) | Found::Nothing => {
                    at += 1;
                    continue;
                }
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
        || (matches!(back(1), "of" | "every" | "the" | "these" | "those")
            && (matches!(back(2), "half" | "out")
                || back(2) == "of" && (back(1) == "every" || back(3) == "out")))
        || (back(1) == "of" && share(2))
        || (matches!(back(1), "the" | "all" | "these" | "those") && back(2) == "of" && share(3))
}

/// What stands at a token.
enum Found {
    Quantity(QuantityMention),
    Nothing,
    /// A number of which it is not settled what it is; nothing up to the token is another one.
    Unsettled(usize),
}

fn read(document: &Document<'_>, lexicon: &Lexicon, chart: &Chart, at: usize, end: usize) -> Found {
    let c = &lexicon.named;
    let word = |i: usize| if i < end { document.word(i) } else { "" };
    let Opening { bound, approximate, first } = opening(document, c, at, end);
    let Some(mut low) = amount(document, lexicon, chart, first, end) else { return Found::Nothing };
    if is_base_of_share(document, at) {
        return Found::Unsettled(low.end);
    }
    let joined = matches!((word(low.end), bound), ("and", Bound::Between) | ("to" | "-" | "–" | "or", _));
    // "raised it from 8 to 12", "rose by 4 to 12": two amounts, not a range.
    let from = word(at) == "from" || at > 0 && matches!(document.word(at - 1), "from" | "by");
    let changed = word(low.end) == "to" && from && tells_of_change(document, c, at);
    let high = (joined && !changed).then(|| amount(document, lexicon, chart, low.end + 1, end)).flatten();
    if matches!(bound, Bound::Between) && high.is_none() {
        // "from" is read again without the word.
        return if word(at) == "from" { Found::Nothing } else { Found::Unsettled(low.end) };
    }
    // "3,838 - 2,493 civilians and …": a dash, not a range.
    let high = high.filter(|high| {
        !matches!(word(low.end), "-" | "–") || low.power < high.power || low.number < high.number
    });
    let last = high.as_ref().unwrap_or(&low).end;
    // "12 to 1O": a range of which an end cannot be read.
    let half_read = joined
        && !changed
        && high.is_none()
        && word(low.end) == "to"
        && edges::is_figure(document, chart, low.end + 1);
    let shared =
        high.as_ref().is_none_or(|high| units::share_scale(document, first, &mut low, high).is_some());
    if half_read || !shared || !stands_alone(document, chart, low.start, last) {
        return Found::Unsettled(last);
    }
    let amounts = Amounts { at, bound, approximate, low, high };
    amounts.with_unit(document, lexicon, end).map_or(Found::Unsettled(last), Found::Quantity)
}

/// One number or two, before it is known what they count.
struct Amounts {
    /// The first token, of the bound's words if there are any.
    at: usize,
    bound: Bound,
    approximate: bool,
    low: Amount,
    high: Option<Amount>,
}

impl Amounts {
    /// Reads on: words that bound the number behind it, the unit, the counted noun, what it is reckoned by.
    fn with_unit(self, document: &Document<'_>, lexicon: &Lexicon, end: usize) -> Option<QuantityMention> {
        let Self { at, mut bound, mut approximate, low, high } = self;
        let c = &lexicon.named;
        let word = |i: usize| if i < end { document.word(i) } else { "" };
        let last = high.as_ref().unwrap_or(&low);
        let mut after = last.end;
        let exact = matches!(bound, Bound::Exact) && high.is_none();
        if is_bounded_behind(document, after, end) {
            (bound, approximate) = match word(after + 1) {
                "more" if exact => (Bound::AtLeast, approximate),
                "fewer" | "less" if exact => (Bound::UpTo, approximate),
                "so" => (bound, true),
                _ => return None,
            };
            after += 2;
        }
        let mut currency = low.currency.or(high.as_ref().and_then(|h| h.currency));
        let mut unit = None;
        let mut adjectives = after..after;
        match word(after) {
            "%" | "percent" | "pct" => (unit, after) = (Some("percent".to_owned()), after + 1),
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
            // "crew members", "family members".
            after = noun + 1 + usize::from(people && word(noun + 1) == "members");
        }
        if let (Some(unit), Some((per, rate_end))) = (&mut unit, units::rate(document, c, after, end)) {
            unit.push('/');
            unit.push_str(per);
            after = rate_end;
        }
        // "5m" and "10k" are millions and thousands of something; of nothing they may be metres and a race.
        if unit.is_none() && last.lettered
            || !ends_clean(document, after - 1)
            || is_bounded_behind(document, after, end)
        {
            return None;
        }
        let unit = Unit(unit.unwrap_or_default());
        // Nobody counts people in parts.
        let whole = |amount: &Amount| amount.number.as_integer().is_some();
        if unit.0 == "person" && !(whole(&low) && high.as_ref().is_none_or(whole)) {
            return None;
        }
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
}

/// "12 or more", "12 people at least": words that bound a number from behind.
fn is_bounded_behind(document: &Document<'_>, after: usize, end: usize) -> bool {
    let word = |i: usize| if i < end { document.word(i) } else { "" };
    match (word(after), word(after + 1)) {
        ("at", "least" | "most" | "minimum") => {
            !words::continues_number(word(after + 2)) && {
                after + 2 >= end || document.tokens[after + 2].kind != TokenKind::Number
            }
        }
        ("or", "more" | "fewer" | "less" | "so") => word(after + 2) != "than",
        _ => false,
    }
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
