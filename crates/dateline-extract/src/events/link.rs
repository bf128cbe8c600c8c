//! Links mentions to events, in text order.

mod choice;

use super::class::{
    befallen_noun, compatible, has_synonyms, is_conflict, is_held, is_one_kind, recurs, singular,
};
use super::conflict::{Conflict, conflict_of, country_at, main_country};
use super::naming::key;
use super::{Determiner, Event, EventLink, EventMention, Ground, Occurs};
use crate::chart::{Annotation, Chart, Kind};
use crate::document::Document;
use crate::tagger::Tag;
use crate::verb_group::Direction;
use std::collections::BTreeMap;
use std::ops::Range;

/// The events found so far.
pub(super) struct Linker<'l> {
    ground: Ground<'l>,
    chart: &'l Chart,
    events: Vec<Event>,
    names: BTreeMap<String, usize>,
    /// The country that the article is about.
    pub(super) country: Option<String>,
}

/// What a mention means.
enum Resolved {
    /// An event spoken of before.
    Known(usize, EventLink),
    /// An event of its own.
    New,
    /// One that the text does not settle.
    Unsettled(EventLink),
}

impl<'l> Linker<'l> {
    pub(super) fn new(ground: Ground<'l>, chart: &'l Chart) -> Self {
        let country = main_country(ground);
        Self { ground, chart, events: Vec::new(), names: BTreeMap::new(), country }
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// The event that a mention means; `None` when two fit. `naming` is the name that the text introduces
    /// here, `noun` the head of the noun that introduces the mention's own name further on.
    pub(super) fn link(
        &mut self,
        mention: &EventMention,
        naming: Option<Range<usize>>,
        noun: Option<usize>,
    ) -> (Option<usize>, EventLink) {
        let document = self.ground.document;
        if is_conflict(mention.class) {
            return self.link_conflict(mention);
        }
        let name = mention.name.clone().or(naming);
        let by_name = name.as_ref().and_then(|name| self.names.get(&key(document, name.clone())).copied());
        let resolved = by_name.map_or_else(
            || self.resolve(mention, name.is_some().then(|| noun.unwrap_or(mention.head))),
            |event| Resolved::Known(event, EventLink::Named),
        );
        let (entity, link) = match resolved {
            Resolved::Known(entity, link) => (entity, link),
            Resolved::Unsettled(link) => return (None, link),
            Resolved::New => {
                self.events.push(Event { class: mention.class, ..Event::default() });
                (self.events.len() - 1, EventLink::First)
            }
        };
        self.record(mention, entity, name);
        (Some(entity), link)
    }
}

impl Linker<'_> {
    /// A conflict is one with all that the article says of it in the same country, whatever it is called.
    fn link_conflict(&mut self, mention: &EventMention) -> (Option<usize>, EventLink) {
        let mut known = self.events.iter().filter_map(|event| event.country.as_deref());
        // An article that is not about one country may still speak of one conflict.
        let only = known.next().filter(|_| known.next().is_none());
        let main = self.country.as_deref().or(only);
        let of = conflict_of(self.ground, &mention.tokens, mention.head, main);
        let Conflict::Of(country) = of else { return (None, EventLink::Unplaced) };
        let known = self.events.iter().position(|e| e.country.as_ref() == Some(&country));
        let link = if known.is_some() { EventLink::Country } else { EventLink::First };
        let entity = known.unwrap_or_else(|| {
            self.events.push(Event { class: mention.class, country: Some(country), ..Event::default() });
            self.events.len() - 1
        });
        self.record(mention, entity, None);
        (Some(entity), link)
    }

    /// `named` is the head noun of a mention that carries a name.
    fn resolve(&self, mention: &EventMention, named: Option<usize>) -> Resolved {
        if mention.verb && is_held(mention.class) {
            let same = self.same_verb_event(mention);
            return same.map_or(Resolved::New, |one| Resolved::Known(one, EventLink::Fits));
        }
        if mention.verb {
            let same = (0..self.events.len()).filter(|&e| self.events[e].class == mention.class);
            return only(&same.collect::<Vec<_>>());
        }
        // "the worst disaster in the country": what is compared with others need not be the one spoken of.
        if self.is_compared(mention) && (mention.class.ends_with("-generic") || self.has_kind(mention)) {
            return Resolved::Unsettled(EventLink::Compared);
        }
        match mention.determiner {
            Determiner::Indefinite => {
                let told = self.of_headline(mention);
                return told.map_or(Resolved::New, |one| Resolved::Known(one, EventLink::Fits));
            }
            // "talks" without an article starts a new event, unless its modifiers are those of a known one
            // ("holding Geneva conference").
            Determiner::Bare if mention.proper.is_empty() => return Resolved::New,
            _ => {}
        }
        let mut fits: Vec<usize> =
            (0..self.events.len()).filter(|&e| compatible(mention.class, self.events[e].class)).collect();
        if let Some(noun) = named {
            // A name that is new here belongs to an event that has none.
            let head = singular(self.ground.document.word(noun));
            fits.retain(|&e| {
                let event = &self.events[e];
                event.names.is_empty() && !event.realised && event.has_head(&head)
            });
        }
        if let Some(time) = mention.time {
            fits.retain(|&e| self.time_fits(time, e));
        }
        if mention.name.is_none() {
            fits.retain(|&e| {
                let event = &self.events[e];
                // "the US spill": where it is tells an only one from no other.
                let placed = is_one_kind(mention.class)
                    && event.names.is_empty()
                    && self.only_of_class(mention.class)
                    && (self.is_placed_only(mention) || self.is_place_of(mention, e));
                placed || mention.proper.iter().all(|word| event.words.contains(word))
            });
        }
        // "the trade conference" is not "the meeting" spoken of before, unless that was of trade.
        let head = singular(self.ground.document.word(mention.head));
        fits.retain(|&e| {
            let event = &self.events[e];
            let described = mention.plain.iter().all(|word| event.words.contains(word));
            let numbered = mention.plain.iter().any(|word| is_ordinal(word));
            if matches!(mention.class, "event-thing" | "event-campaign") && event.has_head(&head) {
                // "the relief well" is not "the well", and "the primary campaign" not "his campaign".
                let same = mention.class != "event-thing" || !event.has_plain || !mention.plain.is_empty();
                return described && same;
            }
            let other_noun = is_one_kind(mention.class)
                || self.only_of_class(mention.class)
                    && event.plural.is_none()
                    && (has_synonyms(mention.class) || head == "attack");
            if event.has_head(&head) || other_noun && event.class == mention.class {
                // "the trade conference" may tell more of "the conference", not of "the labour conference".
                return described || !numbered && !event.has_plain;
            }
            // Another noun means the same event only with a time or a name that says so, or where it is a
            // word for any ("the event").
            let told = mention.time.is_some() || !mention.proper.is_empty() || mention.name.is_some();
            (told || mention.class.ends_with("-generic")) && described
        });
        fits.retain(|&e| self.is_where(mention, e));
        if is_bare_meeting(mention) {
            fits.retain(|&e| self.is_near(e, mention));
        }
        if self.has_parties(mention) {
            fits.clear();
        }
        if mention.planned {
            fits.retain(|&e| !self.events[e].realised);
        }
        if mention.past {
            fits.retain(|&e| !self.events[e].planned);
        }
        let Some(mut fits) = self.without_passing(mention, &fits) else {
            return Resolved::Unsettled(EventLink::Several);
        };
        if fits.len() > 1 {
            fits = self.choose(mention, fits);
        }
        only(&fits)
    }

    /// Whether the article speaks of a meeting much, or has just done so: else another may have come between.
    fn is_near(&self, event: usize, mention: &EventMention) -> bool {
        const SENTENCES: usize = 5;
        let event = &self.events[event];
        event.mentions > 2
            || event.last_sentence + SENTENCES >= self.ground.document.sentence_of(mention.head)
    }

    /// "the meeting between the mayor and the envoy", "Sunday's match against Orla": who meets tells that it need not be the
    /// one before.
    fn has_parties(&self, mention: &EventMention) -> bool {
        let document = self.ground.document;
        let next = mention.tokens.end;
        let parties = next < document.tokens.len() && matches!(document.word(next), "between" | "against");
        parties && mention.name.is_none() && matches!(mention.class, "event-meeting" | "event-ceremony")
    }

    fn is_compared(&self, mention: &EventMention) -> bool {
        let document = self.ground.document;
        (mention.described_from..mention.head).any(|at| {
            matches!(document.tag(at), Tag::JJS | Tag::RBS) || matches!(document.word(at), "worst" | "only")
        })
    }

    fn only_of_class(&self, class: &str) -> bool {
        self.events.iter().filter(|event| event.class == class).count() == 1
    }

    /// Whether the capitalised modifiers of a mention are countries or their adjectives.
    fn is_placed_only(&self, mention: &EventMention) -> bool {
        let document = self.ground.document;
        (mention.described_from..mention.head)
            .filter(|&at| document.tokens[at].capital)
            .all(|at| country_at(self.ground, at).is_some())
    }

    /// "has met diplomats … On Tuesday, he met the diplomats": one meeting, told twice by the same subject.
    fn same_verb_event(&self, mention: &EventMention) -> Option<usize> {
        let person = self.person_before(mention)?;
        let head = self.head_of(mention);
        (0..self.events.len()).find(|&e| {
            let event = &self.events[e];
            event.first_person == Some(person)
                && event.verb_head.as_ref() == Some(&head)
                && event.times.is_empty()
        })
    }

    fn person_before(&self, mention: &EventMention) -> Option<usize> {
        let sentence = &self.ground.document.sentences[self.ground.document.sentence_of(mention.head)];
        let last = self.chart.within(Kind::Person, sentence.tokens.start..mention.tokens.start).last()?;
        Some(surname_at(self.ground.document, last))
    }

    fn time_fits(&self, time: usize, event: usize) -> bool {
        let wanted = &self.ground.times[time].expression;
        let known = &self.events[event].times;
        !known.is_empty() && known.iter().all(|&t| wanted.may_be_one_day(&self.ground.times[t].expression))
    }

    /// Whether the clause speaks of the mention as real (past) or not yet.
    fn is_real(&self, mention: &EventMention) -> Option<bool> {
        let sentence = &self.ground.document.sentences[self.ground.document.sentence_of(mention.head)];
        let after = self.chart.within(Kind::Verb, mention.tokens.end..sentence.tokens.end).next();
        let before = self.chart.within(Kind::Verb, sentence.tokens.start..mention.tokens.start).last();
        let near = after
            .filter(|a| a.tokens.start <= mention.tokens.end + 1)
            .or_else(|| before.filter(|a| a.tokens.end + 1 >= mention.tokens.start))?;
        let verb = &self.ground.verbs[near.index];
        match verb.direction {
            Direction::Future => Some(false),
            Direction::Past => {
                // Only what is done by or to a happening makes it real: "dubbed" and "discussed" do not.
                let c = self.ground.named();
                let real = [c.hold, c.take, c.begin, c.happen, c.kill, c.meet];
                verb.classes.has_any(&real).then_some(true)
            }
            // "committed to holding": a gerund after an intention is not real.
            Direction::Open => Some(!verb.classes.has(self.ground.named().hold)),
            Direction::Present => None,
        }
    }

    fn head_of(&self, mention: &EventMention) -> String {
        let (document, classes) = (self.ground.document, self.ground.named());
        if !mention.verb {
            return singular(document.word(mention.head));
        }
        if !is_held(mention.class) {
            // "sank" is called a sinking: "accident" would say whose fault it was not.
            let sank = matches!(document.word(mention.head), "sank" | "sunk" | "sink" | "sinks");
            return if sank { "sinking" } else { befallen_noun(mention.class) }.into();
        }
        let meets = document.tokens[mention.head].verb.is_some_and(|verb| verb.classes.has(classes.meet));
        if meets { "meeting".into() } else { "talks".into() }
    }

    fn record(&mut self, mention: &EventMention, entity: usize, name: Option<Range<usize>>) {
        let document = self.ground.document;
        let head = self.head_of(mention);
        let real = self.is_real(mention);
        let sentence = document.sentence_of(mention.head);
        let person = if mention.verb { self.person_before(mention) } else { None };
        let bounds = document.sentences[sentence].tokens.clone();
        let verb_time = (mention.verb && is_held(mention.class)).then(|| {
            // The time of a verb: straight after its clause's start, or at its end.
            self.chart.within(Kind::Time, bounds).next().map(|a| a.index)
        });
        let place = self.place_after(mention);
        let event = &mut self.events[entity];
        event.places.extend(place);
        if is_held(mention.class) && event.class == "event-held-generic" {
            event.class = mention.class;
        }
        if let Some(name) = name {
            let text = document.words(name.clone()).to_owned();
            self.names.insert(key(document, name.clone()), entity);
            event.words.extend(name.map(|at| document.word(at).to_owned()));
            if !event.names.contains(&text) {
                event.names.push(text);
            }
        }
        event.words.extend(mention.proper.iter().chain(&mention.plain).cloned());
        event.has_plain |= !mention.plain.is_empty();
        event.proper.extend(mention.proper.iter().cloned());
        if mention.verb && is_held(mention.class) {
            event.verb_head.get_or_insert(head);
        } else if !event.heads.contains(&head) {
            event.heads.push(head);
        }
        if !mention.verb {
            let start = mention.described_from.max(mention.tokens.start);
            let c = self.ground.named();
            let determined =
                document.tokens[start].classes.has_any(&[c.article, c.demonstrative, c.possessive]);
            let form = document
                .words(start + usize::from(determined && start + 1 < mention.tokens.end)..mention.tokens.end);
            if !event.forms.iter().any(|known| known == form) {
                event.forms.push(form.to_owned());
            }
            let noun = document.word(mention.head);
            let several = singular(noun) != noun && (event.mentions == 0 || event.plural.is_some());
            event.plural = several.then(|| noun.to_owned());
        }
        if recurs(self.ground, mention) {
            event.occurs = Occurs::Often;
        }
        event.times.extend(mention.time);
        event.times.extend(verb_time.flatten());
        event.planned |= mention.planned || real == Some(false);
        event.realised |= (mention.verb && mention.past) || (real == Some(true) && !mention.planned);
        if event.mentions == 0 {
            event.first_sentence = sentence;
            event.begins = (!mention.verb).then_some(mention.determiner);
        }
        event.last_sentence = sentence;
        event.last_token = mention.head;
        event.first_person = event.first_person.or(person);
        event.mentions += 1;
    }
}

/// "the meeting", with nothing that says which: the world has many.
fn is_bare_meeting(mention: &EventMention) -> bool {
    let told = mention.name.is_some() || mention.time.is_some() || !mention.proper.is_empty();
    mention.class == "event-meeting" && mention.determiner == Determiner::Definite && !told
}

/// The one event that fits; one of its own where none does.
fn only(fits: &[usize]) -> Resolved {
    match fits {
        [] => Resolved::New,
        [one] => Resolved::Known(*one, EventLink::Fits),
        _ => Resolved::Unsettled(EventLink::Several),
    }
}

impl Event {
    /// Whether it is called so: by a noun, or by a verb that stands for one.
    fn has_head(&self, head: &str) -> bool {
        self.heads.iter().any(|known| known == head) || self.verb_head.as_deref() == Some(head)
    }
}

/// Where the article first has the surname: that identifies the person well enough within it.
fn surname_at(document: &Document<'_>, annotation: &Annotation) -> usize {
    let surname = document.word(annotation.tokens.end - 1);
    (0..annotation.tokens.end).find(|&at| document.word(at) == surname).unwrap_or(annotation.tokens.start)
}

/// "the second summit", "the next summit": one of several.
fn is_ordinal(word: &str) -> bool {
    matches!(
        word,
        "first" | "second" | "third" | "fourth" | "fifth" | "next" | "last" | "final" | "new" | "another"
    )
}
