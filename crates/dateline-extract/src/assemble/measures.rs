//! What a measure is of, so that two measures are not taken for one: whom a count counts, whether a toll is
//! the whole or a day's, whether a cost is so far or to come.

use super::maker::Maker;
use crate::chart::Kind;
use crate::pattern::Capture;
use dateline_core::id::Slug;
use dateline_core::modality::{Modality, ModalityClass};
use std::ops::Range;

/// Counted nouns that mean only some of the people of whom a toll could be, by the word that keeps them apart.
const PARTS: &[(&[&str], &str)] = &[
    (
        &[
            "children",
            "child",
            "babies",
            "infants",
            "schoolchildren",
            "pupils",
            "teenagers",
            "youths",
            "boys",
            "girls",
        ],
        "children",
    ),
    (&["women", "woman"], "women"),
    (&["men"], "men"),
    (&["soldiers", "soldier", "troops", "servicemen", "recruits", "sailors"], "soldiers"),
    (&["policemen", "officers", "guards"], "police"),
    (&["journalists", "reporters"], "journalists"),
    (&["militants", "insurgents", "rebels", "gunmen", "terrorists", "fighters"], "fighters"),
    (
        &[
            "americans",
            "britons",
            "palestinians",
            "israelis",
            "iraqis",
            "afghans",
            "indians",
            "pakistanis",
            "foreigners",
            "nationals",
            "tourists",
        ],
        "nationals",
    ),
    (
        &[
            "doctors",
            "medics",
            "nurses",
            "teachers",
            "refugees",
            "prisoners",
            "inmates",
            "detainees",
            "families",
            "firefighters",
        ],
        "group",
    ),
];

/// Of what a count of an outbreak is.
pub(super) enum CountedIn {
    /// Of all of it.
    Whole,
    /// Of one place.
    Place(Slug),
    /// The sentence does not settle it.
    Unsettled,
}

impl Maker<'_> {
    /// Whom a count of people counts, where that is not people at large ("children").
    pub(super) fn part_of_people(&self, value: Option<&Capture>) -> Option<Slug> {
        if self.spec.unit.as_deref() != Some("person") {
            return None;
        }
        let (Kind::Quantity, index) = value?.annotation? else { return None };
        let tokens = self.reading.quantities[index].tokens.clone();
        let document = &self.reading.document;
        let noun = document.word(tokens.end - 1);
        let (_, part) = PARTS.iter().find(|(nouns, _)| nouns.contains(&noun))?;
        if matches!(*part, "group" | "nationals") { Slug::from_text(noun) } else { Slug::from_text(part) }
    }

    /// Where a count of an outbreak was made, which tells it from that of the whole world.
    pub(super) fn place_of_count(&self, event: usize) -> CountedIn {
        let reading = self.reading;
        let found = &reading.events.all[event];
        if found.class != "event-outbreak" {
            return CountedIn::Whole;
        }
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let mut places: Vec<&str> = Vec::new();
        for a in reading.chart.within(Kind::Place, sentence.clone()) {
            let before = (1..=2).map(|n| a.tokens.start.checked_sub(n).filter(|b| *b >= sentence.start));
            let within = before
                .flatten()
                .any(|b| matches!(document.word(b), "in" | "across" | "throughout" | "within"));
            let place = reading.lexicon.country(document.words(a.tokens.clone()));
            if within && !places.contains(&place) {
                places.push(place);
            }
        }
        let world = sentence
            .clone()
            .any(|at| document.verbatim(at) == "WHO" || reading.has_class(at, reading.classes.worldwide));
        match places[..] {
            [] if world || found.country.is_none() && reading.events.country.is_none() => CountedIn::Whole,
            [place] if !world => Slug::from_text(place).map_or(CountedIn::Unsettled, CountedIn::Place),
            _ => CountedIn::Unsettled,
        }
    }

    /// Whether the words between number and noun leave it a count of the whole: "300 new cases" are a day's,
    /// "3 court cases" none of an outbreak.
    pub(super) fn counts_the_whole(&self, adjectives: Range<usize>) -> bool {
        let (reading, counted) = (self.reading, self.spec.unit.as_deref());
        if !matches!(counted, Some("person" | "case")) {
            return true;
        }
        let known = |at: usize| {
            let word = reading.document.word(at);
            let measured = matches!(word, "confirmed" | "suspected" | "probable");
            matches!(word, "known" | "reported" | "total" | "human" | "laboratory-confirmed" | "lab-confirmed")
                || reading.has_class(at, reading.classes.disease_name)
                // What is confirmed or suspected is a measure of its own, with a rule of its own.
                || measured && self.spec.adjective.as_deref() == Some(word)
        };
        adjectives.into_iter().all(|at| {
            !matches!(
                reading.document.word(at),
                "new" | "further" | "additional" | "daily" | "fresh" | "extra"
            ) && (counted != Some("case") || known(at))
        })
    }

    /// A cost that is yet to come is another measure than the cost so far.
    pub(super) fn yet_to_come(&self, modality: &Modality) -> Option<Slug> {
        if self.spec.attribute.as_str() != "cost" || self.spec.main_event_classes.is_empty() {
            return None;
        }
        let reading = self.reading;
        let verbs = reading.chart.within(Kind::Verb, self.found.tokens.clone());
        let ahead = verbs.into_iter().any(|a| reading.verbs[a.index].irrealis);
        (ahead || modality.class != ModalityClass::CT).then(|| Slug::from_text("expected")).flatten()
    }

    /// Whether a toll is of a conflict as a whole: the sentence counts from its beginning, or up to now, and
    /// names no day, no town and no other country to which the count is limited.
    pub(super) fn is_of_whole_conflict(&self, event: usize) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let tokens = self.found.tokens.clone();
        let since = (tokens.start..sentence.end).find(|&at| document.word(at) == "since");
        // "since the observers came" counts from something else.
        let from_its_start = since.is_some_and(|at| {
            let after = at + 1..(at + 8).min(sentence.end);
            at + 1 == sentence.end
                || document.word(at + 1) == ","
                || after.clone().any(|i| reading.has_class(i, reading.classes.event_conflict))
                || reading.chart.within(Kind::Time, after).next().is_some()
        });
        if since.is_some() && !from_its_start {
            return false;
        }
        let since = from_its_start;
        let up_to_now = since
            || tokens.clone().any(|at| matches!(document.word(at), "have" | "has" | "had" | "'ve" | "’ve"));
        let number = tokens.clone().any(|at| matches!(document.word(at), "toll" | "number"));
        let named = sentence.clone().any(|i| reading.has_class(i, reading.classes.event_conflict));
        if !(up_to_now || number && named) {
            return false;
        }
        let further =
            |at: usize| matches!(document.word(at), "another" | "further" | "more" | "additional" | "other");
        let before_value = |range: &Range<usize>| range.start > sentence.start && further(range.start - 1);
        if self.slot("value").is_some_and(|value| before_value(&value.tokens)) {
            return false;
        }
        !self.is_limited(event, since)
    }

    /// Whether day, town or another country limits what the sentence counts.
    fn is_limited(&self, event: usize, since: bool) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let from = self.found.tokens.start;
        let country = reading.events.all[event].country.as_deref();
        let elsewhere = reading.chart.within(Kind::Place, sentence.clone()).any(|a| {
            let at = a.tokens.start;
            let before = at.checked_sub(1).filter(|b| *b >= sentence.start).map_or("", |b| document.word(b));
            let here = document.words(a.tokens.clone());
            let same = country == Some(here) || country == Some(reading.lexicon.country(here));
            !same
                && (a.tokens.start >= from || !since)
                && matches!(before, "in" | "at" | "near" | "around" | "outside" | "of" | "across")
        });
        let day = reading.chart.within(Kind::Time, sentence.clone()).any(|a| {
            let at = a.tokens.start;
            let word = |n: usize| {
                at.checked_sub(n).filter(|b| *b >= sentence.start).map_or("", |b| document.word(b))
            };
            let starting = at > from
                && (1..=6).any(|n| matches!(word(n), "since" | "began" | "started" | "erupted" | "broke"));
            let said = at
                .checked_sub(2)
                .is_some_and(|b| b >= sentence.start && (reading.says(b) || reading.says(b + 1)))
                || reading.says(at - usize::from(at > 0));
            self.names_a_day(a.tokens.clone()) && !starting && !said && !since
        });
        let alone = [
            ("last", "week"),
            ("this", "week"),
            ("past", "week"),
            ("last", "month"),
            ("past", "month"),
            ("this", "month"),
        ];
        let period = sentence.clone().skip(1).any(|at| {
            let pair = (document.word(at - 1), document.word(at));
            alone.contains(&pair) && at > from && !since
        });
        elsewhere || day || period
    }

    /// Whether a time is of one day ("on Friday", "May 5").
    fn names_a_day(&self, tokens: Range<usize>) -> bool {
        let (document, c) = (&self.reading.document, self.reading.classes);
        let month = tokens.clone().any(|at| document.tokens[at].classes.has(c.month));
        tokens.into_iter().any(|at| {
            let short = document.tokens[at].kind == crate::document::TokenKind::Number
                && document.word(at).len() <= 4;
            document.tokens[at].classes.has(c.weekday)
                || matches!(document.word(at), "today" | "yesterday" | "tonight" | "overnight")
                || month && short && document.word(at).len() < 4
        })
    }

    /// Whether a quantity's unit is what the rule asks for.
    pub(super) fn fits_unit(&self, unit: &str) -> bool {
        let currency = |unit: &str| unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase());
        match self.spec.unit.as_deref() {
            Some("money") => currency(unit),
            Some("person") => matches!(unit, "person" | ""),
            Some("case") => {
                matches!(unit, "case" | "infection" | "")
                    && (!unit.is_empty() || self.spec.adjective.is_none())
            }
            // So much of a stuff in a time.
            Some("flow") => unit.split_once('/').is_some_and(|(what, per)| {
                matches!(what, "barrel" | "gallon" | "litre" | "tonne" | "ton" | "metre")
                    && matches!(per, "day" | "hour" | "minute" | "second" | "week" | "month" | "year")
            }),
            Some("price") => unit.split_once('/').is_some_and(|(what, per)| {
                currency(what) && !matches!(per, "day" | "week" | "month" | "year" | "hour" | "minute")
            }),
            Some(wanted) => unit == wanted,
            None => true,
        }
    }
}
