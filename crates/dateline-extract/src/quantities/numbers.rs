//! Numbers in digits, with their scale and currency sign; those in words are in `words`.

use super::scales::{self, LETTERS};
use super::words::number_in_words;
use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::Lexicon;
use dateline_core::value::Number;

/// A number as said.
pub(super) struct Amount {
    pub(super) number: Number,
    /// Its first token: the currency sign, and what is written right before that.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) currency: Option<&'static str>,
    /// The scale said with it, as a power of ten ("million": 6); 0 for none.
    pub(super) power: i8,
    /// In dozens.
    pub(super) dozens: bool,
    /// The scale is one letter, which may be a unit ("5m", "10k").
    pub(super) lettered: bool,
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
    let mut start = at;
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
        start = at - 1;
    }
    if first >= end || chart.at(first).iter().any(|a| a.kind == Kind::Time) {
        return None;
    }
    let mut lettered = false;
    let (mut number, mut next, mut power, mut dozens) = if document.tokens[first].kind == TokenKind::Number {
        let (number, next, suffix) = digits(document, first, end)?;
        lettered = suffix.is_some_and(|suffix| LETTERS.iter().any(|(letter, _)| *letter == suffix));
        (number, next, suffix.and_then(scales::behind_digits).unwrap_or(0), false)
    } else {
        let said = number_in_words(document, first, end)?;
        (said.number, said.end, said.power, said.dozens)
    };
    let in_digits = document.tokens[first].kind == TokenKind::Number;
    // "$5-million": the hyphen joins number and scale.
    let hyphen = usize::from(in_digits && next + 1 < end && is_hyphenated(document, next));
    let scale =
        |at: usize| if at < end { scales::after_digits(document.word(at), currency.is_some()) } else { None };
    if in_digits
        && power == 0
        && let Some(more) = scale(next + hyphen)
    {
        number = number.times_power_of_ten(more).ok()?;
        (power, next) = (more, next + hyphen + 1);
        // "3 hundred thousand", "2 lakh crore".
        if let Some(more) = scale(next).filter(|more| *more > power) {
            number = number.times_power_of_ten(more).ok()?;
            (power, next) = (power + more, next + 1);
        }
    } else if in_digits && next < end && document.word(next) == "dozen" {
        number = number.checked_mul(Number::from_integer(12).ok()?).ok()?;
        (dozens, next) = (true, next + 1);
    } else if in_digits {
        number = number.times_power_of_ten(power).ok()?;
    }
    // A bare year, a page, a clock time is no amount.
    let plain = currency.is_none() && power == 0 && next == first + 1;
    // "€1.200" is a thousand where the point parts thousands, and little more than one elsewhere.
    let pointed = document
        .word(first)
        .split_once('.')
        .is_some_and(|(whole, decimals)| decimals.len() == 3 && whole.len() <= 3 && !whole.starts_with('0'));
    if pointed && power == 0 && !matches!(currency, Some("USD" | "GBP")) {
        return None;
    }
    let clock =
        next < end && matches!(document.word(next), "a.m." | "p.m." | "am" | "pm" | "gmt" | "o'clock");
    if plain && (clock || names_a_thing(document, lexicon, first)) {
        return None;
    }
    Some(Amount { number, start, end: next, currency, power, dozens, lettered })
}

/// Whether the number is the name of what stands before it: "page 12", "Flight 370".
fn names_a_thing(document: &Document<'_>, lexicon: &Lexicon, first: usize) -> bool {
    first > 0 && {
        let before = &document.tokens[first - 1];
        let c = &lexicon.named;
        before.classes.has(c.numbered_noun) || before.capital && before.classes.has(c.numbered_name)
    }
}

/// Whether a hyphen stands at `at` with no space on either side.
fn is_hyphenated(document: &Document<'_>, at: usize) -> bool {
    let touch = |one: usize| document.tokens[one].span.end_byte == document.tokens[one + 1].span.start_byte;
    document.word(at) == "-" && touch(at - 1) && touch(at)
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

/// "3,500", "1.6", "350m", "1.2bn"; not "21st", "2+2", "10:30", "007". Thousands may be parted by a space that
/// breaks no line; after a common space it is not settled whether one number goes on or another begins. With the
/// token after it and the letters of its scale.
fn digits<'d>(document: &'d Document<'_>, at: usize, end: usize) -> Option<(Number, usize, Option<&'d str>)> {
    let word = document.word(at);
    let letters = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (figures, suffix) = word.split_at(letters);
    let suffix = Some(suffix).filter(|suffix| !suffix.is_empty());
    if suffix.is_some_and(|suffix| scales::behind_digits(suffix).is_none())
        || figures.len() > 1 && is_padded(figures)
    {
        return None;
    }
    let mut groups = figures.to_owned();
    let mut next = at + 1;
    while next < end && suffix.is_none() && at_most_three(document.word(at)) && is_group(document, next) {
        groups.push_str(document.word(next));
        next += 1;
    }
    Some((Number::parse(&groups).ok()?, next, suffix))
}

/// "007" is a name and no number.
fn is_padded(figures: &str) -> bool {
    figures.starts_with('0') && !figures.starts_with("0.")
}

fn at_most_three(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the token is a group of three digits, parted from those before it by a space that breaks no line.
fn is_group(document: &Document<'_>, at: usize) -> bool {
    let word = document.word(at);
    let gap = &document.text[document.tokens[at - 1].span.end_byte..document.tokens[at].span.start_byte];
    word.len() == 3 && at_most_three(word) && matches!(gap, "\u{a0}" | "\u{2009}" | "\u{202f}")
}
