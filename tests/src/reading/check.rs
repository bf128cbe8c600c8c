//! Compares a reading with what a case expects of it.

use super::case::{Case, Kind};
use super::matching::{
    has_words, is_called, is_firm, is_party, places, polarity, same_name, same_time, shown, shown_number,
    tidy_number, touches, word,
};
use dateline_core::assertion::{Assertion, Extraction, Notice};
use dateline_core::attribution::{HopRole, SourceType};
use dateline_core::modality::Polarity;
use dateline_core::text::ByteSpan;
use dateline_core::value::{TimeValue, Value};
use std::collections::BTreeSet;

/// Whether `kind` holds; the error says what was found instead.
pub(crate) fn check(case: &Case, reading: &Extraction, kind: &Kind) -> Result<(), String> {
    match kind {
        Kind::Asserts { subject, attribute, qualifier, words, options } => {
            asserts(case, reading, (subject, attribute, qualifier.as_deref()), words, options)
        }
        Kind::Never { attribute, words, firm } => {
            let places = standing(case, words)?;
            let found = reading.assertions.iter().find(|assertion| {
                is_of(assertion, attribute)
                    && (if *firm { is_firm(assertion) } else { assertion.polarity == Polarity::Positive })
                    && touches(assertion, &places)
            });
            found.map_or(Ok(()), |found| Err(format!("asserted: {}", shown(found, &reading.subjects))))
        }
        Kind::NeverSubject(name) => {
            let found = reading
                .subjects
                .iter()
                .find(|subject| subject.names.iter().chain([&subject.name]).any(|own| same_name(own, name)));
            found.map_or(Ok(()), |found| Err(format!("a subject: {:?}", found.names)))
        }
        Kind::NeverSpeaker(name) => {
            let speaks = |assertion: &&Assertion| {
                assertion.attribution.chain.iter().any(|hop| {
                    hop.role == HopRole::Speaker
                        && hop.name.as_deref().is_some_and(|own| has_words(own, name))
                })
            };
            let found = reading.assertions.iter().find(speaks);
            found.map_or(Ok(()), |found| Err(format!("speaks: {}", shown(found, &reading.subjects))))
        }
        Kind::Linked(a, b) => link(reading, a, b).map(|_| ()).ok_or_else(|| {
            let names: Vec<_> = reading.subjects.iter().map(|subject| &subject.names).collect();
            format!("not linked; subjects: {names:?}")
        }),
        Kind::NotLinked(a, b) => link(reading, a, b).map_or(Ok(()), |how| Err(format!("linked by {how}"))),
        Kind::OneSubject(a, b) => {
            let (first, second) = (subjects_of(case, reading, a)?, subjects_of(case, reading, b)?);
            if first.intersection(&second).next().is_some() {
                Ok(())
            } else {
                Err(format!("no subject in common; {}", listing(reading, "*")))
            }
        }
        Kind::TwoSubjects(a, b) => {
            let (first, second) = (subjects_of(case, reading, a)?, subjects_of(case, reading, b)?);
            let common = first.intersection(&second).next();
            common.map_or(Ok(()), |&at| Err(format!("both of {:?}", reading.subjects[at].names)))
        }
        Kind::Unresolved(words) => unresolved(case, reading, words),
        Kind::Count { attribute, number } => {
            let found = reading.assertions.iter().filter(|assertion| is_of(assertion, attribute)).count();
            if found == *number {
                Ok(())
            } else {
                Err(format!("{found} found; {}", listing(reading, attribute)))
            }
        }
        Kind::Notice { kind, wanted } => {
            let found: Vec<_> = reading.notices.iter().map(notice_name).collect();
            if found.iter().any(|found| found == kind) == *wanted {
                Ok(())
            } else {
                Err(format!("notices: {found:?}"))
            }
        }
    }
}

/// The places of words that the case says stand in its text.
fn standing(case: &Case, words: &str) -> Result<Vec<ByteSpan>, String> {
    let places = places(&case.text, words);
    if places.is_empty() {
        Err(format!("the text does not hold {words:?}: mend the case"))
    } else {
        Ok(places)
    }
}

/// `*` is every attribute but statements, whose values are whole sentences.
fn is_of(assertion: &Assertion, attribute: &str) -> bool {
    match attribute {
        "*" => !assertion.attribute.is_statement(),
        _ => assertion.attribute.as_str() == attribute,
    }
}

fn listing(reading: &Extraction, attribute: &str) -> String {
    let found: Vec<_> = reading
        .assertions
        .iter()
        .filter(|assertion| is_of(assertion, attribute))
        .map(|assertion| shown(assertion, &reading.subjects))
        .collect();
    if found.is_empty() { format!("no {attribute}") } else { format!("found {}", found.join("\n        ")) }
}

fn asserts(
    case: &Case,
    reading: &Extraction,
    (subject, attribute, qualifier): (&str, &str, Option<&str>),
    words: &str,
    options: &[(String, String)],
) -> Result<(), String> {
    let places = standing(case, words)?;
    let found = reading.assertions.iter().any(|assertion| {
        is_about(assertion, reading, subject)
            && is_of(assertion, attribute)
            && qualifier.is_none_or(|q| assertion.qualifier.as_ref().is_some_and(|own| own.as_str() == q))
            && has_words(assertion.value.text(), words)
            && touches(assertion, &places)
            && (options.iter().any(|(key, _)| key == "polarity") || assertion.polarity == Polarity::Positive)
            && options.iter().all(|(key, value)| has_option(assertion, key, value))
    });
    if found { Ok(()) } else { Err(listing(reading, attribute)) }
}

/// Whether the assertion is about `subject`. Of who led or represented whom, that is either the meeting or
/// the party, which then stands in the qualifier.
fn is_about(assertion: &Assertion, reading: &Extraction, subject: &str) -> bool {
    subject == "*"
        || is_called(&reading.subjects[assertion.subject], subject)
        || (["led-by", "represented-by"].contains(&assertion.attribute.as_str())
            && assertion.qualifier.as_ref().is_some_and(|party| is_party(party.as_str(), subject)))
}

/// Whether an assertion has what one option says. An unknown key is a fault of the case.
fn has_option(assertion: &Assertion, key: &str, wanted: &str) -> bool {
    let speaker = assertion.attribution.speaker();
    let hop = |role| assertion.attribution.chain.iter().find(|hop| hop.role == role);
    let named = |name: Option<&str>| match wanted {
        "none" => name.is_none(),
        _ => name.is_some_and(|own| has_words(own, wanted)),
    };
    match (key, &assertion.value) {
        ("edtf", Value::Time(time)) => same_time(time, wanted),
        ("mod", Value::Time(time)) => time.modifier.map_or("none".into(), |m| word(&m)) == wanted,
        ("earliest", Value::Time(time)) => time.earliest.map_or("none".into(), |d| d.to_string()) == wanted,
        ("latest", Value::Time(time)) => time.latest.map_or("none".into(), |d| d.to_string()) == wanted,
        ("number", Value::Quantity(quantity)) => shown_number(quantity) == tidy_number(wanted),
        ("unit", Value::Quantity(quantity)) => quantity.unit.0 == wanted,
        ("name", Value::Entity(entity)) => same_name(&entity.name, wanted),
        ("normal", Value::Text(text)) => text.normal == wanted,
        ("edtf" | "mod" | "earliest" | "latest" | "number" | "unit" | "name" | "normal", _) => false,
        ("text", value) => value.text() == wanted,
        ("modality", _) => word(&assertion.modality.class) == wanted,
        ("hedge", _) => match wanted {
            "none" => assertion.modality.hedges.is_empty(),
            _ => assertion.modality.hedges.iter().any(|hedge| has_words(&hedge.text, wanted)),
        },
        ("polarity", _) => polarity(assertion.polarity) == wanted,
        ("speaker", _) if wanted == "none" => {
            speaker.is_none_or(|hop| hop.name.is_none() && hop.source_type == SourceType::None)
        }
        ("speaker", _) if wanted == "unnamed" => speaker.is_some_and(|hop| hop.name.is_none()),
        ("speaker", _) => named(speaker.and_then(|hop| hop.name.as_deref())),
        ("principal", _) => named(speaker.and_then(|hop| hop.principal.as_deref())),
        ("type", _) => speaker.is_some_and(|hop| word(&hop.source_type) == wanted),
        ("agency", _) => named(hop(HopRole::Agency).and_then(|hop| hop.name.as_deref())),
        ("outlet", _) => named(hop(HopRole::Outlet).and_then(|hop| hop.name.as_deref())),
        ("scope", _) => word(&assertion.attribution.scope) == wanted,
        ("speech", _) => word(&assertion.attribution.speech) == wanted,
        ("said_at", _) => assertion.said_at.as_ref().map_or(wanted == "none", |time| same_time(time, wanted)),
        ("cue", _) => named(assertion.change_cue.as_deref()),
        ("since", _) => named(assertion.counted_since.as_ref().map(|since| since.text.as_str())),
        ("called", _) => named(assertion.subject_words.as_ref().map(|words| words.text.as_str())),
        ("subject", _) => (if assertion.implied_subject { "implied" } else { "named" }) == wanted,
        ("places", _) => assertion.evidence.len().to_string() == wanted,
        ("line", _) => assertion.evidence.iter().any(|evidence| evidence.line.to_string() == wanted),
        _ => panic!("no option [{key}=…]: tests/cases/README.md lists them"),
    }
}

/// How the reading takes two names for one, if it does.
fn link(reading: &Extraction, a: &str, b: &str) -> Option<String> {
    let is = |own: &str, name: &str| same_name(own, name);
    for subject in &reading.subjects {
        let has = |name: &str| subject.names.iter().chain([&subject.name]).any(|own| is(own, name));
        if has(a) && has(b) {
            return Some(format!("the subject {:?}", subject.names));
        }
    }
    for assertion in &reading.assertions {
        for (a, b) in [(a, b), (b, a)] {
            if let Value::Entity(entity) = &assertion.value
                && is(&entity.text, a)
                && is(&entity.name, b)
            {
                return Some(format!("the value {:?}", entity.name));
            }
            let hops = assertion.attribution.chain.iter();
            let speaks = |hop: &&dateline_core::attribution::Hop| {
                hop.name.as_deref().is_some_and(|name| is(name, b))
                    && hop.source.as_ref().is_some_and(|source| has_words(&source.text, a))
            };
            if hops.clone().any(|hop| speaks(&hop)) {
                return Some(format!("the speaker of {}", shown(assertion, &reading.subjects)));
            }
        }
    }
    None
}

/// The subjects of all assertions over the words, statements apart.
fn subjects_of(case: &Case, reading: &Extraction, words: &str) -> Result<BTreeSet<usize>, String> {
    let places = standing(case, words)?;
    let over = |assertion: &&Assertion| is_of(assertion, "*") && touches(assertion, &places);
    Ok(reading.assertions.iter().filter(over).map(|assertion| assertion.subject).collect())
}

/// No time over the words is placed on the calendar, and the reading knows of them.
fn unresolved(case: &Case, reading: &Extraction, words: &str) -> Result<(), String> {
    standing(case, words)?;
    let mut known = reading
        .notices
        .iter()
        .any(|notice| matches!(notice, Notice::Unresolved { text, .. } if has_words(text, words)));
    for assertion in &reading.assertions {
        let value = if let Value::Time(time) = &assertion.value { Some(time) } else { None };
        for time in value.into_iter().chain(&assertion.said_at).filter(|time| has_words(&time.text, words)) {
            known = true;
            if is_placed(time) {
                return Err(format!(
                    "{} to {}: {}",
                    time.earliest.map_or("..".into(), |day| day.to_string()),
                    time.latest.map_or("..".into(), |day| day.to_string()),
                    shown(assertion, &reading.subjects)
                ));
            }
        }
    }
    if known { Ok(()) } else { Err(format!("nothing is known of {words:?}; notices: {:?}", reading.notices)) }
}

fn is_placed(time: &TimeValue) -> bool {
    let dated = time.edtf.as_ref().is_some_and(|edtf| !edtf.has_unknown_year());
    dated || time.earliest.is_some() || time.latest.is_some() || time.constraint.is_none()
}

fn notice_name(notice: &Notice) -> String {
    let tagged = serde_json::to_value(notice).expect("a notice is plain data");
    tagged["kind"].as_str().unwrap_or_default().to_owned()
}
