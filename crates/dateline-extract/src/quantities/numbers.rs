//! Numbers in words and digits, with their scale and currency sign.

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::Lexicon;
use dateline_core::value::Number;

/// A number as said.
pub(super) struct Amount {
    pub(super) number: Number,
    pub(super) end: usize,
    pub(super) currency: Option<&'static str>,
    /// The scale said with it, as a power of ten ("million": 6); 0 for none.
    pub(super) power: i8,
}

/// The number that starts at `at`, unless it is a year, a page or a clock time.
pub(super) fn amount(
    document: &Document<'_>,
    lexicon: &Lexicon,
    chart: &Chart,
    at: usize,
    end: usize,
) -> Option<Amount> {
    let mut first = at;
    let mut currency = None;
    if first >= end {
        return None;
    }
    for (sign, code) in [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY")] {
        if document.word(first) == sign {
            (currency, first) = (Some(code), first + 1);
            break;
        }
    }
    if currency == Some("USD") && at > 0 && glued(document, at) {
        currency = Some(dollars_of(document.word(at - 1))?);
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
    let clock =
        next < end && matches!(document.word(next), "a.m." | "p.m." | "am" | "pm" | "gmt" | "o'clock");
    let names_a_thing = first > 0 && document.tokens[first - 1].classes.has(lexicon.named.numbered_noun);
    if plain && (clock || names_a_thing) {
        return None;
    }
    Some(Amount { number, end: next, currency, power })
}

/// Whether a token follows the one before it without a space.
fn glued(document: &Document<'_>, at: usize) -> bool {
    let (before, token) = (&document.tokens[at - 1], &document.tokens[at]);
    before.kind == TokenKind::Word && before.span.end_byte == token.span.start_byte
}

/// Whose dollars are meant by what is written right before the sign ("A$").
fn dollars_of(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "us" | "u.s." => "USD",
        "a" | "au" | "aus" => "AUD",
        "c" | "can" | "ca" => "CAD",
        "nz" => "NZD",
        "hk" => "HKD",
        "s" => "SGD",
        "nt" => "TWD",
        "r" => "BRL",
        _ => return None,
    })
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
