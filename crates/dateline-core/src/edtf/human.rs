//! Dates as people write them, recognised only to name the form to use: nothing here is ever taken as a
//! date.

use super::parse;
use super::part::MONTHS;

/// Most words and numbers a date has; a text with more is none.
const MAX_TOKENS: usize = 8;

/// What to write instead of `text`, where it is a date in a common human form.
pub(super) fn advice(text: &str) -> Option<String> {
    spelling(text).or_else(|| reordering(text))
}

/// `text` is EDTF but for its spelling.
fn spelling(text: &str) -> Option<String> {
    let close = [
        (text.trim().to_owned(), "write it without spaces around it"),
        (text.replace('x', "X"), "unspecified digits are capitals"),
        (text.replace('u', "X"), "unspecified digits are written X"),
        (text.replace("/open", "/..").replace("open/", "../"), "an open end is written .."),
        (text.replace("/unknown", "/").replace("unknown/", "/"), "an unknown end is left empty"),
        (text.replacen(' ', "T", 1), "a T stands between day and time"),
        (text.replace([' ', '–', '—'], ""), "write it without spaces"),
    ];
    let fits = |written: &String| written != text && parse::read(written).is_ok();
    close.into_iter().find(|(written, _)| fits(written)).map(|(written, why)| format!("{why}: {written}"))
}

/// A word or number of `text`.
enum Token<'a> {
    /// Digits, an ordinal's ending taken off.
    Number(&'a str),
    /// A month, from 1.
    Month(usize),
}

/// The same date, its parts in ISO 8601's order.
fn reordering(text: &str) -> Option<String> {
    let tokens = tokens(text)?;
    let numbers: Vec<&str> =
        tokens.iter().filter_map(|t| if let Token::Number(n) = t { Some(*n) } else { None }).collect();
    let months: Vec<usize> =
        tokens.iter().filter_map(|t| if let Token::Month(m) = t { Some(*m) } else { None }).collect();
    let year = |n: &str| n.len() == 4;
    let small = |n: &str| n.len() <= 2;
    match (months.as_slice(), numbers.as_slice()) {
        ([month], [y]) if year(y) => suggest(text, &format!("{y}-{month:02}")),
        ([month], [day]) if small(day) => Some(format!(
            "it has no year: write YYYY-{month:02}-{day:0>2}, or XXXX-{month:02}-{day:0>2} if the year is unknown"
        )),
        ([month], []) => {
            Some(format!("it has no year: write YYYY-{month:02}, or XXXX-{month:02} if the year is unknown"))
        }
        ([month], [a, b]) if small(a) && year(b) => suggest(text, &format!("{b}-{month:02}-{a:0>2}")),
        ([month], [a, b]) if year(a) && small(b) => suggest(text, &format!("{a}-{month:02}-{b:0>2}")),
        ([], [compact]) if compact.len() == 8 => {
            suggest(text, &format!("{}-{}-{}", &compact[..4], &compact[4..6], &compact[6..]))
        }
        ([], [y, m] | [m, y]) if year(y) && small(m) => suggest(text, &format!("{y}-{m:0>2}")),
        ([], [y, m, d]) if year(y) && small(m) && small(d) => suggest(text, &format!("{y}-{m:0>2}-{d:0>2}")),
        ([], [a, b, y]) if small(a) && small(b) && year(y) => day_or_month_first(text, a, b, y),
        ([], [a, b, c]) if small(a) && small(b) && small(c) => {
            Some("write the year first, with four digits: YYYY-MM-DD".into())
        }
        _ => None,
    }
}

fn day_or_month_first(text: &str, a: &str, b: &str, year: &str) -> Option<String> {
    let month_first = format!("{year}-{a:0>2}-{b:0>2}");
    let day_first = format!("{year}-{b:0>2}-{a:0>2}");
    match (parse::read(&month_first).is_ok(), parse::read(&day_first).is_ok()) {
        (true, true) if month_first != day_first => Some(format!(
            "write the year first: {month_first} if the month comes first in it, {day_first} if the day does"
        )),
        (_, true) => suggest(text, &day_first),
        (true, false) => suggest(text, &month_first),
        (false, false) => None,
    }
}

/// Names `written` as the form to use, or says why even that is no date. `None` if it is what stood there.
fn suggest(text: &str, written: &str) -> Option<String> {
    if written == text {
        return None;
    }
    Some(match parse::read(written) {
        Ok(_) => format!("write it as {written}"),
        Err(why) => format!("as {written} it would be no date either: {why}"),
    })
}

/// The words and numbers of `text`; `None` where it has others than a date can have, or mixes separators.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mixed =
        ['/', '-', '.'].iter().filter(|&&separator| text.trim_end_matches('.').contains(separator)).count();
    if mixed > 1 || text.contains(['[', '{', ':', '?', '~', '%']) || text.starts_with('-') {
        return None;
    }
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut tokens = Vec::new();
    for (at, word) in words.enumerate() {
        if at == MAX_TOKENS {
            return None;
        }
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            tokens.push(Token::Number(digits));
        } else if let Some(month) = month(word) {
            tokens.push(Token::Month(month));
        } else if !is_filler(word) {
            return None;
        }
    }
    Some(tokens)
}

fn month(word: &str) -> Option<usize> {
    let starts = |name: &str| {
        name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) && word.len() >= 3
    };
    MONTHS.iter().position(|name| starts(name)).map(|at| at + 1)
}

/// Words that add nothing to a date: weekdays and particles.
fn is_filler(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let weekdays = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"];
    let weekday = lower.strip_suffix("day").is_some_and(|day| weekdays.contains(&day));
    weekday || ["the", "of", "on", "mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&lower.as_str())
}
