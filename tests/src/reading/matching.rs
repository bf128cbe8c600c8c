//! Where words stand, which names are one, and how a value reads in the notation of the cases.

use dateline_core::assertion::{Assertion, Subject};
use dateline_core::edtf::Edtf;
use dateline_core::modality::{ModalityClass, Polarity};
use dateline_core::text::ByteSpan;
use dateline_core::value::{Number, QuantityValue, TimeValue, Value};
use serde::Serialize;

/// Where `words` stand in `text`, as whole words. A space in `words` stands for any white space, so that
/// a wrapped line is found.
pub(crate) fn places(text: &str, words: &str) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    let first = words.split_whitespace().next().unwrap_or_default();
    for (start, _) in text.match_indices(first) {
        let Some(end) = end_of(text, start, words) else { continue };
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let joins = |a: Option<char>, b: Option<char>| {
            a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric)
        };
        if !joins(before, words.chars().next()) && !joins(words.chars().next_back(), after) {
            found.push(ByteSpan::new(start, end));
        }
    }
    found
}

/// One past the last byte of `words` if they stand at `start`.
fn end_of(text: &str, start: usize, words: &str) -> Option<usize> {
    let mut at = start;
    for (index, word) in words.split_whitespace().enumerate() {
        let rest = &text[at..];
        let gap = rest.len() - rest.trim_start().len();
        if (index > 0 && gap == 0) || !rest[gap..].starts_with(word) {
            return None;
        }
        at += gap + word.len();
    }
    Some(at)
}

/// Whether `words` stand in `text` as whole words.
pub(crate) fn has_words(text: &str, words: &str) -> bool {
    !places(text, words).is_empty()
}

/// Lower case, single spaces, without the article at its start.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    bare.map_or_else(|| lower.clone(), str::to_owned)
}

/// Whether two names are the same but for case and article.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    plain(a) == plain(b)
}

/// Whether one of the subject's names holds `name`, or the other way round.
pub(crate) fn is_called(subject: &Subject, name: &str) -> bool {
    let wanted = plain(name);
    subject.names.iter().chain([&subject.name]).any(|own| {
        let own = plain(own);
        has_words(&own, &wanted) || has_words(&wanted, &own)
    })
}

/// Whether a party's slug (`chile`, `chilean-delegation`) and a name ("The Chilean delegation") share a word
/// or the beginning of one.
pub(crate) fn is_party(slug: &str, name: &str) -> bool {
    let name = plain(name);
    let beginning = |word: &str| word.chars().take(4).collect::<String>();
    slug.split('-').any(|part| name.split_whitespace().any(|word| beginning(word) == beginning(part)))
}

/// Whether a value of `assertion` shares a byte with one of the places.
pub(crate) fn touches(assertion: &Assertion, places: &[ByteSpan]) -> bool {
    assertion.evidence.iter().any(|evidence| places.iter().any(|place| place.overlaps(evidence.span)))
}

/// Whether the outlet or a speaker stands for the value: it is not denied, and more than a hope.
pub(crate) fn is_firm(assertion: &Assertion) -> bool {
    assertion.polarity == Polarity::Positive && assertion.modality.class > ModalityClass::U
}

/// A quantity as cases write it: `12`, `>=12`, `>12`, `<=12`, `<12`, `18..20`, each perhaps after `~`.
pub(crate) fn shown_number(value: &QuantityValue) -> String {
    let about = if value.approximate { "~" } else { "" };
    let bounds = match (value.low, value.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}..{high}"),
        (Some(low), None) => format!(">{}{low}", if value.low_excluded { "" } else { "=" }),
        (None, Some(high)) => format!("<{}{high}", if value.high_excluded { "" } else { "=" }),
        (None, None) => "?".into(),
    };
    format!("{about}{bounds}")
}

/// The same notation tidied: `12..` is `>=12`, `..12` is `<=12`, digits may be grouped.
pub(crate) fn tidy_number(written: &str) -> String {
    let about = if written.starts_with('~') { "~" } else { "" };
    let rest = written.trim_start_matches('~');
    let digits = |text: &str| Number::parse(text).map_or_else(|_| text.to_owned(), |n| n.to_string());
    let bounds = match rest.split_once("..") {
        Some((low, "")) => format!(">={}", digits(low)),
        Some(("", high)) => format!("<={}", digits(high)),
        Some((low, high)) => format!("{}..{}", digits(low), digits(high)),
        None => {
            let number = rest.trim_start_matches(['<', '>', '=']);
            format!("{}{}", &rest[..rest.len() - number.len()], digits(number))
        }
    };
    format!("{about}{bounds}")
}

/// A time as EDTF, or `none`.
pub(crate) fn shown_time(value: &TimeValue) -> String {
    value.edtf.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
}

/// Whether a time is `wanted`, in EDTF or `none`. `../2018-06` and `../2018-06-30` are the same days.
pub(crate) fn same_time(value: &TimeValue, wanted: &str) -> bool {
    let (Some(own), Ok(wanted)) = (&value.edtf, Edtf::parse(wanted)) else {
        return shown_time(value) == wanted;
    };
    let placed = own.bounds().earliest.is_some() || own.bounds().latest.is_some();
    *own == wanted || (placed && own.alternatives() == wanted.alternatives())
}

/// The word that stands for `value` in JSON (`start`, `role_only`, `PR`).
pub(crate) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_else(|| "none".into())
}

/// An assertion in one line, for messages.
pub(crate) fn shown(assertion: &Assertion, subjects: &[Subject]) -> String {
    let subject = subjects.get(assertion.subject).map_or("?", |subject| subject.name.as_str());
    let qualifier = assertion.qualifier.as_ref().map_or(String::new(), |qualifier| format!("/{qualifier}"));
    let claim = format!("{subject} / {}{qualifier} = {:?}", assertion.attribute, assertion.value.text());
    let mut parts = vec![claim];
    match &assertion.value {
        Value::Time(time) => {
            parts.push(format!("[edtf={}]", shown_time(time)));
            parts.extend(time.modifier.map(|modifier| format!("[mod={}]", word(&modifier))));
        }
        Value::Quantity(quantity) => {
            parts.push(format!("[number={}] [unit={}]", shown_number(quantity), quantity.unit.0));
        }
        Value::Entity(entity) => parts.push(format!("[name={}]", entity.name)),
        Value::Text(text) => parts.push(format!("[normal={}]", text.normal)),
    }
    parts.push(format!("[modality={}]", word(&assertion.modality.class)));
    parts.extend(assertion.modality.hedges.iter().map(|hedge| format!("[hedge={}]", hedge.text)));
    if assertion.polarity != Polarity::Positive {
        parts.push(format!("[polarity={}]", polarity(assertion.polarity)));
    }
    parts.extend(assertion.attribution.chain.iter().map(|hop| {
        let name = hop.name.as_deref().unwrap_or("?");
        format!("[{}={name} {}]", word(&hop.role), word(&hop.source_type))
    }));
    parts.extend(assertion.said_at.iter().map(|time| format!("[said_at={}]", shown_time(time))));
    let attribution = &assertion.attribution;
    parts.push(format!("[speech={}] [scope={}]", word(&attribution.speech), word(&attribution.scope)));
    parts.push(format!("({})", assertion.rule));
    parts.join(" ")
}

/// `+`, `-`, or `u` for neither.
pub(crate) fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "+",
        Polarity::Negative => "-",
        Polarity::Unknown => "u",
    }
}

#[test]
fn words_are_found_whole_and_over_line_ends() {
    let text = "In 2160 about\n60 of 60,000.";
    assert_eq!(places(text, "60"), [ByteSpan::new(14, 16), ByteSpan::new(20, 22)]);
    assert_eq!(places(text, "about 60"), [ByteSpan::new(8, 16)]);
    assert!(places(text, "about6").is_empty());
    assert!(!has_words("Mayor", "May"));
}

#[test]
fn numbers_are_tidied_to_one_notation() {
    for (written, tidy) in [
        ("12", "12"),
        ("12..", ">=12"),
        ("..1,200", "<=1200"),
        (">=12", ">=12"),
        (">60", ">60"),
        ("~1,400,000", "~1400000"),
        ("18..20", "18..20"),
    ] {
        assert_eq!(tidy_number(written), tidy);
    }
}
