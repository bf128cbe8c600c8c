//! What assertions are about, numbered for one article.

use crate::reading::Reading;
use crate::times::{Anchor, resolve};
use crate::verb_group::Direction;
use dateline_core::assertion::Subject;
use dateline_core::value::{EntityKind, TimeValue};

/// A subject before it is numbered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SubjectKey {
    /// Index of an event.
    Event(usize),
    /// Index of a person.
    Person(usize),
    /// Something known by its name alone.
    Named(String, EntityKind),
}

/// The subject as an extraction carries it.
pub(crate) fn describe(reading: &Reading<'_>, key: &SubjectKey) -> Subject {
    match key {
        SubjectKey::Event(event) => {
            let found = &reading.events.events[*event];
            let proper = !found.names.is_empty();
            let mut names = found.names.clone();
            if !proper {
                names.extend(found.forms.iter().cloned());
            }
            let head = found.heads.iter().find(|head| *head != "event").or(found.heads.first()).cloned();
            let name = names.first().cloned().or_else(|| head.clone()).unwrap_or_else(|| "event".into());
            if names.is_empty() {
                names.push(name.clone());
            }
            Subject {
                kind: EntityKind::Event,
                name,
                names,
                head,
                proper,
                when: if proper { None } else { when(reading, *event) },
                main: reading.main == Some(*event),
            }
        }
        SubjectKey::Person(person) => {
            let person = &reading.names.people[*person];
            let mut names = vec![person.name.clone()];
            names.extend(person.forms.iter().filter(|form| **form != person.name).cloned());
            Subject {
                kind: EntityKind::Person,
                name: person.name.clone(),
                names,
                head: None,
                proper: true,
                when: None,
                main: false,
            }
        }
        SubjectKey::Named(name, kind) => Subject {
            kind: *kind,
            name: name.clone(),
            names: vec![name.clone()],
            head: None,
            proper: true,
            when: None,
            main: false,
        },
    }
}

/// When an event without a name took place: the most precise of the times that go with its mentions.
fn when(reading: &Reading<'_>, event: usize) -> Option<TimeValue> {
    let found = &reading.events.events[event];
    if !found.realised {
        return None;
    }
    let times = found.times.iter().map(|&time| {
        let mention = &reading.times[time];
        let text = reading.document.words(mention.tokens.clone());
        resolve(&mention.expression, Anchor { published: reading.published }, Direction::Past, text)
    });
    times.min_by_key(|time| (!time.is_resolved(), time.granularity))
}

/// A role made comparable: lower case, singular.
pub(crate) fn role_normal(text: &str, plural: bool) -> String {
    let lower = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if !plural {
        return lower;
    }
    let words: Vec<String> = lower
        .split(' ')
        .map(|word| match word {
            "spokesmen" => "spokesman".into(),
            "spokeswomen" => "spokeswoman".into(),
            "spokespeople" => "spokesperson".into(),
            "secretaries" => "secretary".into(),
            "deputies" => "deputy".into(),
            "chairmen" => "chairman".into(),
            _ => word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(word).to_owned(),
        })
        .collect();
    words.join(" ")
}
