//! Stage 5: quantities. Numbers in words and digits with their bounds ("at least", "up to", "between …
//! and …"), currency or percent sign, and the noun they count.

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Class, Lexicon};
use dateline_core::value::{Number, QuantityValue, Unit};
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

/// Word classes this stage needs.
#[derive(Debug)]
pub(crate) struct QuantityClasses {
    people: Class,
    roles: Class,
    approximate: Class,
    preposition: Class,
    conjunction: Class,
    article: Class,
    be: Class,
    have: Class,
}

impl QuantityClasses {
    pub(crate) fn of(lexicon: &Lexicon) -> Option<Self> {
        Some(Self {
            people: lexicon.class("people-noun")?,
            roles: lexicon.class("role-head-plural")?,
            approximate: lexicon.class("approximate")?,
            preposition: lexicon.class("preposition")?,
            conjunction: lexicon.class("conjunction")?,
            article: lexicon.class("article")?,
            be: lexicon.class("be")?,
            have: lexicon.class("have")?,
        })
    }
}

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
pub(crate) fn find(
    document: &Document<'_>,
    classes: &QuantityClasses,
    chart: &mut Chart,
) -> Vec<QuantityMention> {
    let mut found = Vec::new();
    for sentence in &document.sentences {
        let end = sentence.tokens.end;
        let mut at = sentence.tokens.start;
        while at < end {
            if let Some(time) = chart.at(at).iter().find(|a| a.kind == Kind::Time) {
                at = time.tokens.end;
                continue;
            }
            let Some(mention) = read(document, classes, chart, at, end) else {
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

struct Amount {
    number: Number,
    end: usize,
    currency: Option<&'static str>,
    scaled: bool,
    power: i8,
}

fn read(
    document: &Document<'_>,
    c: &QuantityClasses,
    chart: &Chart,
    at: usize,
    end: usize,
) -> Option<QuantityMention> {
    let word = |i: usize| if i < end { document.word(i) } else { "" };
    let (mut bound, mut first) = (Bound::Exact, at);
    for (words, kind) in BOUNDS {
        if words.iter().enumerate().all(|(i, w)| word(at + i) == *w) {
            (bound, first) = (*kind, at + words.len());
            break;
        }
    }
    let mut approximate = false;
    while first < end && document.tokens[first].classes.has(c.approximate) {
        approximate = true;
        first += 1;
    }
    let mut low = amount(document, chart, first, end)?;
    let joins = |w: &str, b: Bound| matches!((w, b), ("and", Bound::Between) | ("to" | "-" | "–" | "or", _));
    let mut high = None;
    if joins(word(low.end), bound) {
        high = amount(document, chart, low.end + 1, end);
    }
    if matches!(bound, Bound::Between) && high.is_none() {
        return None;
    }
    let mut after = high.as_ref().map_or(low.end, |h| h.end);
    if let Some(high) = &high {
        // "18 to 20 million": the scale is said once.
        if high.scaled && !low.scaled {
            low.number = low.number.times_power_of_ten(high.power).ok()?;
        }
    }
    let mut currency = low.currency.or(high.as_ref().and_then(|h| h.currency));
    let mut unit = None;
    let mut adjectives = after..after;
    match word(after) {
        "%" | "percent" => (unit, after) = (Some("percent".to_owned()), after + 1),
        "per" if word(after + 1) == "cent" => (unit, after) = (Some("percent".to_owned()), after + 2),
        "euros" | "euro" => (currency, after) = (Some("EUR"), after + 1),
        "dollars" | "dollar" => (currency, after) = (Some("USD"), after + 1),
        "pounds" => (currency, after) = (Some("GBP"), after + 1),
        "francs" => (currency, after) = (Some("CHF"), after + 1),
        _ => {}
    }
    if let Some(currency) = currency {
        unit = Some(currency.to_owned());
    }
    if unit.is_none() {
        if let Some(noun) = counted_noun(document, c, after, end) {
            adjectives = after..noun;
            let classes = document.tokens[noun].classes;
            let people = classes.has(c.people) || classes.has(c.roles);
            unit = Some(if people { "person".into() } else { singular(document.word(noun)) });
            after = noun + 1;
        }
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

fn amount(document: &Document<'_>, chart: &Chart, at: usize, end: usize) -> Option<Amount> {
    let mut first = at;
    let mut currency = None;
    if first >= end {
        return None;
    }
    for (sign, code) in [("$", "USD"), ("us$", "USD"), ("€", "EUR"), ("£", "GBP")] {
        if document.word(first) == sign {
            (currency, first) = (Some(code), first + 1);
            break;
        }
    }
    if first >= end || chart.at(first).iter().any(|a| a.kind == Kind::Time) {
        return None;
    }
    let (mut number, mut next, mut power) = if document.tokens[first].kind == TokenKind::Number {
        let (number, power) = digits(document.word(first))?;
        (number, first + 1, power)
    } else {
        let (number, next) = number_in_words(document, first, end)?;
        (number, next, 0)
    };
    if next < end {
        let scale = match document.word(next) {
            "thousand" => 3,
            "million" | "m" => 6,
            "billion" | "bn" => 9,
            "trillion" => 12,
            _ => 0,
        };
        if scale > 0 {
            (power, next) = (scale, next + 1);
        }
    }
    if power > 0 {
        number = number.times_power_of_ten(power).ok()?;
    }
    // A bare year, a page, a clock time is no amount.
    let plain = currency.is_none() && power == 0 && next == first + 1;
    if plain && next < end && matches!(document.word(next), "a.m." | "p.m." | "am" | "pm" | "gmt" | "o'clock")
    {
        return None;
    }
    if plain
        && first > 0
        && matches!(document.word(first - 1), "page" | "article" | "no." | "number" | "chapter")
    {
        return None;
    }
    Some(Amount { number, end: next, currency, scaled: power > 0, power })
}

/// "3,500", "1.6", "350m", "1.2bn"; not "21st", "2+2", "10:30".
fn digits(word: &str) -> Option<(Number, i8)> {
    let end = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
    let power = match &word[end..] {
        "" => 0,
        "k" => 3,
        "m" | "mn" => 6,
        "bn" | "b" => 9,
        "tn" => 12,
        _ => return None,
    };
    Some((Number::parse(&word[..end]).ok()?, power))
}

/// "twelve", "twenty-three", "two hundred", "a hundred"; "one" alone is a pronoun too often.
fn number_in_words(document: &Document<'_>, at: usize, end: usize) -> Option<(Number, usize)> {
    let mut total: i64 = 0;
    let mut next = at;
    while next < end {
        let word = document.word(next);
        let value = word.split('-').map(word_value).collect::<Option<Vec<_>>>();
        match (word, value) {
            ("hundred", _) => total = total.max(1) * 100,
            ("dozen", _) if next > at => total *= 12,
            ("a", _) if next == at && next + 1 < end && document.word(next + 1) == "hundred" => total = 1,
            (_, Some(parts)) if next == at || total % 100 == 0 => total += parts.iter().sum::<i64>(),
            _ => break,
        }
        next += 1;
    }
    let alone = next == at + 1;
    if next == at || (alone && matches!(document.word(at), "one" | "hundred" | "dozen" | "a")) {
        return None;
    }
    Some((Number::from_integer(total).ok()?, next))
}

fn word_value(word: &str) -> Option<i64> {
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
    if let Some(at) = SMALL.iter().position(|w| *w == word) {
        return i64::try_from(at).ok();
    }
    TENS.iter().position(|w| *w == word).and_then(|at| i64::try_from((at + 2) * 10).ok())
}

/// The counted noun: the first word after the number, or after at most two adjectives before a noun that is
/// known to be counted.
fn counted_noun(document: &Document<'_>, c: &QuantityClasses, at: usize, end: usize) -> Option<usize> {
    let is_word = |i: usize| {
        let token = &document.tokens[i];
        let function = [c.preposition, c.conjunction, c.article, c.be, c.have];
        token.kind == TokenKind::Word && !function.iter().any(|class| token.classes.has(*class))
    };
    let known = |i: usize| {
        let word = document.word(i);
        document.tokens[i].classes.has(c.people)
            || document.tokens[i].classes.has(c.roles)
            || matches!(
                singular(word).as_str(),
                "case" | "infection" | "barrel" | "home" | "house" | "building"
            )
    };
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
        _ if word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}
