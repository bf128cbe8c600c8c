//! The sentence of a step.

use super::judge::movement;
use super::{Entry, Ground, ModalityRelation, PolarityRelation, StepLabel, Verdict};
use crate::edtf::Edtf;
use crate::modality::Polarity;
use crate::origin;
use crate::value::{Value, ValueRelation};
use std::cmp::Ordering;

/// Longest quotation in a sentence, in characters.
const MAX_QUOTED_CHARS: usize = 60;

/// Why the step has its label: one sentence without a full stop.
pub(super) fn why(earlier: &Entry<'_>, later: &Entry<'_>, verdict: &Verdict) -> String {
    let class = |entry: &Entry<'_>| entry.assertion.modality.class.in_words();
    let sureness = if verdict.modality == ModalityRelation::Equal {
        String::new()
    } else {
        format!(", now {} instead of {}", class(later), class(earlier))
    };
    format!("{}{sureness}{}", relation(earlier, later, verdict), ground(earlier, later, verdict))
}

/// A value's words in quotation marks; what is denied or left open is said so.
fn said(entry: &Entry<'_>) -> String {
    let text = entry.assertion.value.text().trim();
    let quoted = match text.char_indices().nth(MAX_QUOTED_CHARS) {
        Some((cut, _)) => format!("\"{}…\"", &text[..cut]),
        None => format!("\"{text}\""),
    };
    match entry.assertion.polarity {
        Polarity::Positive => quoted,
        Polarity::Negative => format!("the denial of {quoted}"),
        Polarity::Unknown => format!("the open question of {quoted}"),
    }
}

/// How the two values, and what is said of them, relate.
fn relation(earlier: &Entry<'_>, later: &Entry<'_>, verdict: &Verdict) -> String {
    let (before, after) = (said(earlier), said(later));
    if verdict.ground == Ground::OtherBeginning {
        return other_beginning(earlier, later);
    }
    if verdict.polarity == PolarityRelation::Opposite {
        return if verdict.excludes {
            format!("{after} and {before} cannot both hold")
        } else if verdict.value == ValueRelation::Incomparable {
            format!("{after} and {before} cannot be compared")
        } else {
            format!("{after} leaves room for {before}")
        };
    }
    if let Some(way) = rise_or_fall(earlier, later, verdict) {
        return format!("{after} {way} {before}");
    }
    let both_denied =
        later.assertion.polarity == Polarity::Negative && earlier.assertion.polarity == Polarity::Negative;
    match verdict.value {
        ValueRelation::Equal => format!("{after} says the same as {before}"),
        ValueRelation::Narrower if both_denied => format!("{after} rules out less than {before}"),
        ValueRelation::Broader if both_denied => format!("{after} rules out more than {before}"),
        ValueRelation::Disjoint if both_denied => format!("{after} and {before} can both hold"),
        ValueRelation::Narrower => {
            format!("{after} lies within {before}{}{}", up_from(earlier, later), blurred(earlier, later))
        }
        ValueRelation::Broader => {
            format!("{after} is wider than {before} and does not exclude it{}", blurred(earlier, later))
        }
        ValueRelation::Overlaps => {
            format!(
                "{after} and {before} share a part, and each allows what the other does not{}",
                blurred(earlier, later)
            )
        }
        ValueRelation::Disjoint => format!("{after} excludes {before}"),
        ValueRelation::Incomparable => incomparable(earlier, later, &before, &after),
    }
}

/// Why two counts are not compared.
fn other_beginning(earlier: &Entry<'_>, later: &Entry<'_>) -> String {
    let since =
        |entry: &Entry<'_>| entry.assertion.counted_since.as_ref().map(|it| it.text.trim().to_owned());
    let (before, after) = (said(earlier), said(later));
    match (since(earlier), since(later)) {
        (Some(then), Some(now)) => {
            format!("{after} is counted \"{now}\" and {before} \"{then}\": they are not compared")
        }
        (None, Some(now)) => {
            format!(
                "{after} is counted \"{now}\", and {before} does not say from when: they are not compared"
            )
        }
        (Some(then), None) => {
            format!(
                "{after} does not say from when it is counted, and {before} is counted \"{then}\": they are not compared"
            )
        }
        (None, None) => incomparable(earlier, later, &before, &after),
    }
}

/// "rises above", where the amount itself has moved.
fn rise_or_fall(earlier: &Entry<'_>, later: &Entry<'_>, verdict: &Verdict) -> Option<&'static str> {
    if verdict.ground == Ground::Rise || verdict.value == ValueRelation::Disjoint {
        return match movement(earlier, later)? {
            Ordering::Greater => Some("rises above"),
            Ordering::Less => Some("falls below"),
            Ordering::Equal => None,
        };
    }
    None
}

/// A lower end that was open above and is now left behind: "at least 12", then "31".
fn up_from(earlier: &Entry<'_>, later: &Entry<'_>) -> String {
    match (&earlier.assertion.value, &later.assertion.value) {
        (Value::Quantity(before), Value::Quantity(after))
            if before.high.is_none() && after.low > before.low =>
        {
            format!(", up from {}", said(earlier))
        }
        _ => String::new(),
    }
}

/// A reminder that approximate words were not taken by the letter.
fn blurred(earlier: &Entry<'_>, later: &Entry<'_>) -> String {
    let approximate = |entry: &&Entry<'_>| match &entry.assertion.value {
        Value::Time(time) => time.is_approximate(),
        Value::Quantity(quantity) => quantity.approximate,
        Value::Entity(_) | Value::Text(_) => false,
    };
    let found = [earlier, later].into_iter().find(approximate);
    found.map_or_else(String::new, |entry| format!(", since {} is not exact", said(entry)))
}

fn incomparable(earlier: &Entry<'_>, later: &Entry<'_>, before: &str, after: &str) -> String {
    match (&earlier.assertion.value, &later.assertion.value) {
        (Value::Time(earlier), Value::Time(later)) => match (earlier.is_placed(), later.is_placed()) {
            (false, true) => {
                format!("{before} is not placed on the calendar, so {after} cannot be compared with it")
            }
            (true, false) => {
                format!("{after} is not placed on the calendar, so it cannot be compared with {before}")
            }
            _ => format!("{after} and {before} are not placed on the calendar and cannot be compared"),
        },
        (Value::Quantity(earlier), Value::Quantity(later)) => {
            format!("{after} is counted in {} and {before} in {}", later.unit.0, earlier.unit.0)
        }
        (Value::Entity(_), Value::Entity(_)) => format!("{after} is another name than {before}"),
        (Value::Text(_), Value::Text(_)) => format!("{after} is worded otherwise than {before}"),
        _ => format!("{after} and {before} are not of one kind and cannot be compared"),
    }
}

/// What the label rests on beyond the relation.
fn ground(earlier: &Entry<'_>, later: &Entry<'_>, verdict: &Verdict) -> String {
    let attribute = later.assertion.attribute.as_str();
    match &verdict.ground {
        Ground::Relations | Ground::OtherBeginning => String::new(),
        Ground::Cue(cue) => format!("; \"{cue}\" says that it changed"),
        Ground::SameOrigin(key) => format!("; both go back to {}", origin::in_words(key)),
        Ground::Rise => format!("; \"{attribute}\" counts up and may only grow"),
        Ground::OfTheDay => format!("; \"{attribute}\" is a figure of its day"),
        Ground::Edited => "; a later text of the same article has it in the other's place".into(),
        Ground::NoneGiven if earlier.article == later.article => {
            "; both stand in one article and no word tells of a change".into()
        }
        Ground::NoneGiven => "; no word tells of a change and they have no origin in common".into(),
        Ground::NoOrder => {
            let start =
                if verdict.label == StepLabel::Repeats { "which was first is not known" } else { "no order" };
            format!("; {start}: {}", no_order(earlier.published, later.published))
        }
    }
}

/// Why the dates of publication do not tell the order.
fn no_order(earlier: Option<&Edtf>, later: Option<&Edtf>) -> String {
    match (earlier, later) {
        (None, None) => "neither article has a date of publication".into(),
        (None, Some(_)) => "the article compared with has no date of publication".into(),
        (Some(_), None) => "its article has no date of publication".into(),
        (Some(a), Some(b)) if a == b => format!("both articles are of {a}"),
        (Some(a), Some(b)) if a.order(b) == Some(Ordering::Greater) => {
            format!("the article compared with is of {a}, this one already of {b}")
        }
        (Some(a), Some(b)) => format!("the articles are of {a} and of {b}"),
    }
}
