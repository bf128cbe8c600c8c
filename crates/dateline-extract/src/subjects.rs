//! What assertions are about, numbered for one article.

use crate::events::{Event, Occurs, is_conflict, is_held};
use crate::reading::Reading;
use crate::verb_group::Direction;
use dateline_core::assertion::{Extraction, Subject};
use dateline_core::edtf::Edtf;
use dateline_core::id::Slug;
use dateline_core::modality::Polarity;
use dateline_core::value::{EntityKind, TimeValue, Value};

/// A subject before it is numbered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SubjectKey {
    /// Index of an event.
    Event(usize),
    /// A conflict as its sentence calls it ("uprising", "violence"): that the article means one conflict by both
    /// is a link, and no reason to call it by another word.
    Conflict(usize, String),
    /// Index of a person.
    Person(usize),
    /// A thing that a noun group names ("relief well"), with the lemma of its noun.
    Thing { name: String, head: String },
    /// Something known by its name alone.
    Named(String, EntityKind),
}

/// The subject as an extraction carries it.
pub(crate) fn describe(reading: &Reading<'_>, key: &SubjectKey) -> Subject {
    match key {
        SubjectKey::Conflict(event, form) => {
            let found = &reading.events.all[*event];
            let head = form.rsplit(' ').next().map(str::to_lowercase);
            Subject {
                kind: EntityKind::Event,
                name: form.clone(),
                names: vec![form.clone()],
                heads: head.clone().into_iter().collect(),
                head,
                class: Some(class(found)),
                realised: found.realised,
                proper: false,
                when: None,
                main: reading.main == Some(*event),
            }
        }
        SubjectKey::Event(event) => {
            let found = &reading.events.all[*event];
            let proper = !found.names.is_empty();
            let mut names = found.names.clone();
            if !proper {
                names.extend(found.forms.iter().cloned());
            }
            let heads: Vec<String> =
                found.heads.iter().filter(|head| crate::events::numeral(head).is_none()).cloned().collect();
            let head = heads.iter().find(|head| *head != "event").or(heads.first()).cloned();
            let head = head.or_else(|| found.verb_head.clone());
            // Without a proper name: the form that says most with capitals ("Rana Plaza collapse"), else
            // the bare noun; "earlier" and "planned" are no part of a name.
            let thing = found.class == "event-thing";
            let name = if proper {
                names.first().cloned()
            } else if thing {
                // What a verb alone makes an event of is known by all its words ("second access road").
                names.iter().max_by_key(|form| form.len()).cloned()
            } else {
                names.iter().find(|form| reading.events.is_name(&reading.document, *event, form)).cloned()
            };
            let noun = found.plural.clone().or_else(|| head.clone());
            let name = name.or(noun).unwrap_or_else(|| "event".into());
            names.retain(|known| *known != name);
            names.insert(0, name.clone());
            Subject {
                kind: EntityKind::Event,
                name,
                names,
                head,
                heads,
                class: Some(class(found)),
                realised: found.realised,
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
                heads: Vec::new(),
                class: None,
                realised: false,
                proper: true,
                when: None,
                main: false,
            }
        }
        SubjectKey::Thing { name, head } => Subject {
            kind: EntityKind::Other,
            name: name.clone(),
            names: vec![name.clone()],
            head: Some(head.clone()),
            heads: vec![head.clone()],
            class: None,
            realised: false,
            proper: false,
            when: None,
            main: false,
        },
        SubjectKey::Named(name, kind) => Subject {
            kind: *kind,
            name: name.clone(),
            names: vec![name.clone()],
            head: None,
            heads: Vec::new(),
            class: None,
            realised: false,
            proper: true,
            when: None,
            main: false,
        },
    }
}

/// What kind of happening it is; of a conflict, with its country, which tells it from others of a story.
fn class(event: &Event) -> String {
    let kind = event.class.trim_start_matches("event-");
    let country = event.country.as_deref().and_then(Slug::from_text);
    country.map_or_else(|| kind.to_owned(), |country| format!("{kind}-{country}"))
}

/// When an event without a name took place: the most precise of the times that go with its mentions. A disaster has taken
/// place.
fn when(reading: &Reading<'_>, event: usize) -> Option<TimeValue> {
    let found = &reading.events.all[event];
    if !found.realised && is_held(found.class) || found.country.is_some() {
        return None;
    }
    let times = found.times.iter().map(|&time| {
        let mention = &reading.times[time];
        reading.resolved(time, Direction::Past, reading.document.words(mention.tokens.clone()))
    });
    times.min_by_key(|time| (!time.is_resolved(), time.granularity))
}

/// Gives events without a name the date that their article tells of them: of meetings and hearings a story has many, and
/// looks back on disasters of former years.
pub(crate) fn place_by_dates(reading: &Reading<'_>, keys: &[SubjectKey], extraction: &mut Extraction) {
    for (at, key) in keys.iter().enumerate() {
        let SubjectKey::Event(event) = key else { continue };
        let event = &reading.events.all[*event];
        let subject = &extraction.subjects[at];
        let apart = if is_held(event.class) {
            event.occurs == Occurs::Often && !has_capital_noun(&subject.name)
        } else {
            !is_conflict(event.class)
        };
        if apart && !subject.proper && subject.when.is_none() {
            extraction.subjects[at].when = told_date(extraction, at);
        }
    }
}

/// "Orla Forum": whoever writes the noun with a capital speaks of one by its name, which may be moved.
fn has_capital_noun(name: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let shouted = !name.chars().any(char::is_lowercase);
    !shouted && name.rsplit_once(' ').is_some_and(|(before, noun)| capital(before) && capital(noun))
}

/// The date that is told of a subject. What was moved is known by its former date, if that is told; where two dates are
/// told, by none.
fn told_date(extraction: &Extraction, subject: usize) -> Option<TimeValue> {
    let dates = extraction.assertions.iter().filter(|told| {
        told.subject == subject && told.attribute.as_str() == "date" && told.polarity == Polarity::Positive
    });
    let time = |value: &Value| match value {
        Value::Time(time) if time.edtf.is_some() => Some(time.clone()),
        _ => None,
    };
    let former = dates.clone().find_map(|told| told.former.as_ref());
    if former.is_some() || dates.clone().any(|told| told.change_cue.is_some()) {
        return former.and_then(time);
    }
    let told: Vec<TimeValue> = dates.filter_map(|told| time(&told.value)).collect();
    let finest = told.iter().min_by_key(|time| time.granularity)?;
    let bounds = |time: &TimeValue| time.edtf.as_ref().map(Edtf::bounds);
    let agree = told
        .iter()
        .all(|time| bounds(time).zip(bounds(finest)).is_some_and(|(outer, inner)| outer.contains(inner)));
    agree.then(|| finest.clone())
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
