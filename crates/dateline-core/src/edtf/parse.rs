//! Reading EDTF: one pass over bytes that anybody may have written.

use super::part::{Part, Within, Year};
use super::{Edtf, EdtfError, End, Form, Moment, Qualifier, human};
use jiff::civil::Date;

/// Longest expression, in bytes: enough for a set of [`super::MAX_SET`] days.
const MAX_BYTES: usize = 600;

/// Reads a whole expression.
pub(super) fn expression(text: &str) -> Result<Edtf, EdtfError> {
    if text.len() > MAX_BYTES {
        return Err(EdtfError::new(text, "it is longer than 600 bytes"));
    }
    read(text).map_err(|why| EdtfError::new(text, human::advice(text).unwrap_or(why)))
}

/// The reason, where it is not EDTF.
pub(super) fn read(text: &str) -> Result<Edtf, String> {
    if text.is_empty() {
        return Err("it is empty; leave it out where the date is unknown".into());
    }
    if let Some(set) = text.strip_prefix('[') {
        let list = set.strip_suffix(']').ok_or("the set is not closed by ]")?;
        let parts = list.split(',').map(part).collect::<Result<Vec<_>, _>>()?;
        return Edtf::one_of(parts).map_err(|error| error.why);
    }
    if text.starts_with('{') {
        return Err("only one-of sets are read: [2013-11-05,2013-11-23]".into());
    }
    if let Some((start, end_text)) = text.split_once('/') {
        return Edtf::between(end(start)?, end(end_text)?).map_err(|error| error.why);
    }
    if text.contains('T') {
        return moment(text).map(|moment| Edtf { form: Form::Moment(moment) });
    }
    part(text).map(Edtf::date)
}

fn end(text: &str) -> Result<End, String> {
    match text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        _ if text.contains('T') => Err("an interval runs between dates, not times of day".into()),
        _ => part(text).map(End::At),
    }
}

/// One date with its qualifier.
fn part(text: &str) -> Result<Part, String> {
    let (plain, qualifier) = match text.as_bytes().last() {
        Some(b'?') => (&text[..text.len() - 1], Some(Qualifier::Uncertain)),
        Some(b'~') => (&text[..text.len() - 1], Some(Qualifier::Approximate)),
        Some(b'%') => (&text[..text.len() - 1], Some(Qualifier::Both)),
        _ => (text, None),
    };
    if plain.contains(['?', '~', '%']) {
        return Err("a qualifier (? ~ %) stands once, at the end of a date".into());
    }
    let (negative, digits) = plain.strip_prefix('-').map_or((false, plain), |rest| (true, rest));
    let mut fields = digits.split('-');
    let year = year(fields.next().unwrap_or_default(), negative)?;
    let within = match (fields.next(), fields.next(), fields.next()) {
        (None, ..) => Within::Year,
        (Some(month), None, _) => match field(month, "month")? {
            Some(code) if code > 12 => Within::Season(code),
            month => Within::Month(month),
        },
        (Some(month), Some(day), None) => Within::Day(field(month, "month")?, field(day, "day")?),
        _ => return Err("a date has at most a year, a month and a day: 2013-11-05".into()),
    };
    let part = Part::new(year, within).map_err(|error| error.why)?;
    Ok(qualifier.map_or(part, |qualifier| part.qualified(qualifier)))
}

fn year(text: &str, negative: bool) -> Result<Year, String> {
    if text.starts_with('Y') {
        return Err("years beyond 9999 are outside the calendar in use".into());
    }
    let told = text.trim_end_matches('X');
    let unspecified = text.len() - told.len();
    if text.len() != 4 || !told.bytes().all(|b| b.is_ascii_digit()) {
        return Err("a year has four digits, the last of which may be X: 2013, 201X, XXXX".into());
    }
    let known: i16 = if told.is_empty() { 0 } else { told.parse().map_err(|_| "a year has four digits")? };
    if negative && known == 0 {
        return Err("there is no year -0000".into());
    }
    let first = known * 10_i16.pow(u32::try_from(unspecified.min(3)).unwrap_or(0));
    let digits = u8::try_from(unspecified).unwrap_or(4);
    Year::with_unspecified(if negative { -first } else { first }, digits).map_err(|error| error.why)
}

/// Two digits, or `XX` for `None`.
fn field(text: &str, what: &str) -> Result<Option<u8>, String> {
    if text == "XX" {
        return Ok(None);
    }
    if text.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("the {what} has two digits, or is XX where it is not told"));
    }
    text.parse().map(Some).map_err(|_| format!("the {what} has two digits"))
}

/// `2013-11-05T10:00:00`, with nothing, `Z`, `+02` or `+02:00` after it.
fn moment(text: &str) -> Result<Moment, String> {
    let shape = || "a time of day is written 2013-11-05T10:00:00Z".to_owned();
    let (day, rest) = text.split_once('T').ok_or_else(shape)?;
    let part = part(day)?;
    let date = part.bounds().earliest.filter(|&date| Part::day(date) == part);
    let date: Date = date.ok_or("a time of day needs a full date before it")?;
    let clock = rest.get(..8).ok_or_else(shape)?;
    let two = |at: usize, limit: u32| -> Result<u32, String> {
        let digits =
            clock.get(at..at + 2).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).ok_or_else(shape)?;
        digits.parse().ok().filter(|&n| n < limit).ok_or_else(|| format!("{clock} is no time of day"))
    };
    if clock.get(2..3) != Some(":") || clock.get(5..6) != Some(":") {
        return Err(shape());
    }
    let seconds = two(0, 24)? * 3600 + two(3, 60)? * 60 + two(6, 60)?;
    let offset_minutes = zone(&rest[8..]).ok_or_else(shape)?;
    Ok(Moment { date, seconds, offset_minutes })
}

/// Minutes east of UTC; the inner `None` where there is no zone, the outer where it cannot be read.
#[allow(clippy::option_option)] // "no zone" and "no valid zone" are different answers
fn zone(text: &str) -> Option<Option<i16>> {
    let digits = |text: &str, limit: i16| {
        (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<i16>().ok())
            .flatten()
            .filter(|&n| n < limit)
    };
    match text {
        "" => return Some(None),
        "Z" => return Some(Some(0)),
        _ => {}
    }
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "00"));
    Some(Some(sign * (digits(hours, 24)? * 60 + digits(minutes, 60)?)))
}
