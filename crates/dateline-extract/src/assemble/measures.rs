//! What a measure is of, so that two measures are not taken for one: whom a count counts, whether a toll is
//! the whole or a day's, whether a cost is so far or to come.

use super::maker::Maker;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::events::is_conflict;
use crate::pattern::Capture;
use crate::tagger::Tag;
use crate::verb_group::Direction;
use dateline_core::id::Slug;
use dateline_core::modality::{Modality, ModalityClass};
use std::ops::Range;

/// Of what a count of an outbreak or a conflict is.
pub(super) enum CountedIn {
    /// Of all of it.
    Whole,
    /// Of one place.
    Place(Slug),
    /// The sentence does not settle it.
    Unsettled,
}

impl Maker<'_> {
    /// Whom a count of people counts, where that is not people at large: "soldiers", "turkish people". A part is
    /// known by its own words; whether two words mean one part is not for the program to say.
    pub(super) fn part_of_people(&self, value: Option<&Capture>) -> Option<Slug> {
        if !self.counts_people() {
            return None;
        }
        let (Kind::Quantity, index) = value?.annotation? else { return None };
        let reading = self.reading;
        let mention = &reading.quantities[index];
        if mention.value.unit.0 != "person" {
            return None;
        }
        let last = mention.tokens.end - 1;
        // "11 crew members" are crew.
        let members = reading.document.word(last) == "members" && last > mention.tokens.start;
        let group = members && reading.has_class(last - 1, reading.classes.people_noun);
        let noun = reading.document.word(last - usize::from(group));
        let of_nation = mention.adjectives.clone().find(|&at| reading.has_class(at, reading.classes.demonym));
        let noun = match noun {
            "child" => "children",
            "man" => "men",
            "woman" => "women",
            noun => noun,
        };
        let at_large = reading.lexicon.classes_of(noun).has(reading.classes.people_at_large);
        match of_nation {
            // "US deaths" and "US victims" are US people.
            Some(at) if at_large => Slug::from_text(&format!("{} people", reading.document.word(at))),
            Some(at) => Slug::from_text(&format!("{} {noun}", reading.document.word(at))),
            None if at_large => None,
            None => Slug::from_text(noun),
        }
    }

    /// "rose by 12 to 92", "killed two more people": what came to a count is not the count. Of the injured and the
    /// missing, others than the dead are all there are.
    pub(super) fn is_increment(&self, value: Option<&Capture>) -> bool {
        let (Some(value), Some("person" | "case")) = (value, self.spec.unit.as_deref()) else { return false };
        let document = &self.reading.document;
        let by =
            value.tokens.start > self.found.tokens.start && document.word(value.tokens.start - 1) == "by";
        let sentence = document.sentences[self.sentence].tokens.clone();
        let mut inside = value.tokens.clone();
        let other = inside.any(|at| matches!(document.word(at), "other" | "additional" | "further"));
        let killed = self.spec.attribute.as_str() == "killed";
        by && self.found.tokens.clone().any(|at| self.rises(at))
            || other
            || killed && self.is_beside(value, &sentence)
    }

    /// "another 12", "two more people", "12 others".
    fn is_beside(&self, value: &Capture, sentence: &Range<usize>) -> bool {
        let word = |at: usize| if sentence.contains(&at) { self.reading.document.word(at) } else { "" };
        let more = |at: usize| word(at) == "more" && word(at + 1) != "than";
        matches!(word(value.tokens.start.wrapping_sub(1)), "another" | "further" | "including")
            || (value.tokens.start + 1..=value.tokens.end).any(more)
            || (value.tokens.end - 1..=value.tokens.end).any(|at| word(at) == "others")
    }

    pub(super) fn rises(&self, at: usize) -> bool {
        let c = self.reading.classes;
        self.reading.document.tokens[at].verb.is_some_and(|verb| verb.classes.has_any(&[c.rise, c.revise]))
    }

    /// "killed or wounded 20": neither count is said.
    pub(super) fn is_alternative(&self) -> bool {
        let reading = self.reading;
        let sentence = reading.document.sentences[self.sentence].tokens.clone();
        let harm = |at: usize| {
            sentence.contains(&at)
                && matches!(
                    reading.document.word(at),
                    "killed"
                        | "killing"
                        | "kill"
                        | "dead"
                        | "died"
                        | "wounded"
                        | "wounding"
                        | "wound"
                        | "injured"
                        | "injuring"
                        | "hurt"
                        | "arrested"
                        | "detained"
                        | "missing"
                        | "captured"
                )
        };
        let near = self.found.tokens.start.saturating_sub(2)..self.found.tokens.end + 1;
        self.counts_people()
            && near.into_iter().any(|at| {
                at > 0
                    && sentence.contains(&at)
                    && reading.document.word(at) == "or"
                    && harm(at - 1)
                    && harm(at + 1)
            })
    }

    /// Where a count of an outbreak or a conflict was made, which tells it from that of the whole world.
    pub(super) fn place_of_count(&self, event: usize) -> CountedIn {
        let reading = self.reading;
        let found = &reading.events.all[event];
        if is_conflict(found.class) {
            return self.part_of_conflict(event);
        }
        if found.class != "event-outbreak" {
            return self.count_behind(found.class);
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
        if !matches!(self.spec.attribute.as_str(), "cost" | "level") {
            return None;
        }
        let reading = self.reading;
        let tokens =
            self.found.tokens.start..self.slot("value").map_or(self.found.tokens.end, |v| v.tokens.start);
        let last = reading.chart.within(Kind::Verb, tokens).last();
        let ahead = last.is_some_and(|a| reading.verbs[a.index].irrealis) || self.modal().is_some();
        // "estimates it has spent $1bn": what has been is not to come.
        let spent = matches!(reading.document.tag(self.found.tokens.start), Tag::VBN | Tag::VBD);
        let past = last.map_or(spent, |a| reading.verbs[a.index].direction == Direction::Past) && !ahead;
        (ahead || modality.class != ModalityClass::CT && !past).then(|| Slug::from_text("expected")).flatten()
    }

    /// Of what part of a conflict a toll is: of the whole, where the sentence counts from its beginning or up to
    /// now and names no day, town or other country; else of that town, and of no day.
    pub(super) fn part_of_conflict(&self, event: usize) -> CountedIn {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let tokens = self.found.tokens.clone();
        let since = (tokens.start..sentence.end).find(|&at| document.word(at) == "since");
        // "since the observers came" counts from something else.
        let from_its_start = since.is_some_and(|at| {
            let near = |n: usize| at + 1..(at + 1 + n).min(sentence.end);
            let month =
                || reading.chart.within(Kind::Time, near(4)).any(|a| !self.names_a_day(a.tokens.clone()));
            near(7).any(|i| reading.has_class(i, reading.classes.event_conflict))
                || month() && !near(3).any(|i| document.word(i) == "the")
        });
        if since.is_some() && !from_its_start || self.counts_further() || self.names_a_period() {
            return CountedIn::Unsettled;
        }
        let word = |at: usize| document.word(at);
        let up_to_now = from_its_start
            || tokens.clone().any(|at| matches!(word(at), "have" | "has" | "had" | "'ve" | "’ve"));
        let number = tokens.clone().any(|at| matches!(word(at), "toll" | "number"));
        let named = sentence.clone().any(|at| reading.has_class(at, reading.classes.event_conflict));
        let whole = (up_to_now || number) && named;
        let country = reading.events.all[event].country.as_deref();
        let Some(town) = self.town(country, from_its_start) else { return CountedIn::Unsettled };
        // Which day it was hangs on the day of publication, and a claim must not.
        if self.is_of_a_day(from_its_start) {
            return CountedIn::Unsettled;
        }
        match town.as_str() {
            "" if whole => CountedIn::Whole,
            "" => CountedIn::Unsettled,
            // "killed in Oslo": one incident there, or all so far.
            _ if !up_to_now => CountedIn::Unsettled,
            town => Slug::from_text(town).map_or(CountedIn::Unsettled, CountedIn::Place),
        }
    }

    /// "another 12", "12 more": beside others.
    fn counts_further(&self) -> bool {
        let Some(value) = self.slot("value") else { return false };
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let before = value.tokens.start.checked_sub(1).filter(|at| *at >= sentence.start);
        let beside =
            [before, Some(value.tokens.end).filter(|at| *at < sentence.end), Some(value.tokens.end - 1)];
        beside.into_iter().flatten().any(|at| {
            matches!(
                document.word(at),
                "all" | "another" | "further" | "more" | "additional" | "other" | "others" | "including"
            )
        }) && !document.word(value.tokens.start).starts_with("more")
    }

    /// "this week", "over the weekend", "in three days": neither a day nor the whole.
    fn names_a_period(&self) -> bool {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let word = |at: usize| document.word(at);
        let from = self.found.tokens.start.max(sentence.start + 2);
        (from..sentence.end).any(|at| {
            let period = matches!(word(at), "week" | "month" | "year")
                && matches!(word(at - 1), "last" | "this" | "past");
            let days = matches!(word(at), "days" | "weeks" | "hours")
                && (at.saturating_sub(3)..at).any(|b| {
                    matches!(word(b), "in" | "over" | "past" | "last" | "within" | "during" | "few")
                });
            matches!(word(at), "weekend" | "previous")
                || days
                || period
                    && word(at - 2) != "earlier"
                    && !(at.saturating_sub(3).max(sentence.start)..at)
                        .any(|b| matches!(word(b), "since" | "began"))
        })
    }

    /// The one town or other country to which the sentence limits a count; empty for none, `None` for several.
    fn town(&self, country: Option<&str>, since: bool) -> Option<String> {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let from = self.found.tokens.start;
        let mut towns: Vec<&str> = Vec::new();
        // "27 were killed, including four in Hama": that is where the four were; "since protests broke out in Hama", "the
        // unrest, which came from Hama": that is where they did.
        let aside = |at: &usize| {
            let word = document.word(*at);
            word == "including"
                || word == "since" && *at >= from
                || *at > from && matches!(word, "which" | "who" | "where") && document.word(*at - 1) == ","
        };
        let until = (from..sentence.end).find(aside).unwrap_or(sentence.end);
        let sentence = sentence.start..until;
        for a in reading.chart.within(Kind::Place, sentence.clone()) {
            let at = a.tokens.start;
            let before = at.checked_sub(1).filter(|b| *b >= sentence.start).map_or("", |b| document.word(b));
            let here = document.words(a.tokens.clone());
            let same = country == Some(here) || country == Some(reading.lexicon.country(here));
            let limits =
                matches!(before, "in" | "at" | "near" | "around" | "outside" | "of" | "across" | "," | "and");
            if !same && (at >= from || !since) && limits && !towns.contains(&here) {
                towns.push(here);
            }
        }
        // A town that no list has: "in Tremseh".
        let c = reading.classes;
        for at in sentence.start + 1..sentence.end {
            let name = |at: usize| {
                let token = &document.tokens[at];
                token.capital
                    && token.kind == TokenKind::Word
                    && !token.classes.has_any(&[c.month, c.weekday, c.demonym])
                    && reading.chart.at(at).is_empty()
            };
            let limits = matches!(document.word(at - 1), "in" | "near" | "of" | "at");
            if limits && name(at) && (at >= from || !since) {
                let end = (at..sentence.end).find(|&i| !name(i)).unwrap_or(sentence.end);
                towns.push(document.words(at..end));
            }
        }
        match towns[..] {
            [] => Some(String::new()),
            [town] => Some(town.to_owned()),
            _ => None,
        }
    }

    /// Whether a day limits what the sentence counts.
    fn is_of_a_day(&self, since: bool) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let from = self.found.tokens.start;
        !since
            && reading.chart.within(Kind::Time, sentence.clone()).any(|a| {
                let at = a.tokens.start;
                let before = |n: usize| at.checked_sub(n).filter(|b| *b >= sentence.start);
                let word = |n: usize| before(n).map_or("", |b| document.word(b));
                let starting = at > from
                    && (1..=6)
                        .any(|n| matches!(word(n), "since" | "began" | "started" | "erupted" | "broke"));
                let said = (1..=2).any(|n| before(n).is_some_and(|b| reading.says(b)));
                self.names_a_day(a.tokens.clone()) && !starting && !said
            })
    }

    /// Whether a time is of one day ("on Friday", "May 5").
    pub(super) fn names_a_day(&self, tokens: Range<usize>) -> bool {
        let (document, c) = (&self.reading.document, self.reading.classes);
        let month = tokens.clone().any(|at| document.tokens[at].classes.has(c.month));
        tokens.into_iter().any(|at| {
            let short = document.tokens[at].kind == TokenKind::Number && document.word(at).len() <= 4;
            document.tokens[at].classes.has(c.weekday)
                || matches!(document.word(at), "today" | "yesterday" | "tonight" | "tomorrow" | "overnight")
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
