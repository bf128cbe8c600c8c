//! What a match is about.

use super::beginnings::goes_on;
use super::maker::Maker;
use crate::chart::Kind;
use crate::document::Sentence;
use crate::events::{is_conflict, is_held};
use crate::pattern::Capture;
use crate::subjects::SubjectKey;
use dateline_core::id::Slug;
use dateline_core::value::EntityKind;
use std::ops::Range;

/// Which events a sentence names.
enum Here {
    /// None.
    None,
    /// Just one.
    One(usize),
    /// Several, or one that could not be told apart from others.
    Several,
}

impl Maker<'_> {
    /// The subject; `None` when the text does not settle it, and then nothing is asserted.
    pub(super) fn subject(&self, capture: Option<&Capture>, qualifier: Option<&Slug>) -> Option<SubjectKey> {
        let reading = self.reading;
        let Some(capture) = capture else { return self.unsaid_subject(qualifier) };
        if self.spec.thing {
            return self.thing(capture);
        }
        if self.spec.decided {
            return self.decided(capture);
        }
        match capture.annotation {
            Some((Kind::Event, mention)) => {
                let event = reading.events.mentions[mention].entity?;
                let tokens = &reading.events.mentions[mention].tokens;
                let toll = self.counts_people();
                // "the spill began after a rig blew up, killing 11 in the explosion".
                let one = &reading.events.mentions[mention];
                let joined = || self.is_joined(one) || self.is_met_with(one);
                if toll && (self.is_one_of_several(tokens) || self.is_of_one_after(event) || joined()) {
                    return None;
                }
                if self.is_part(capture.tokens.start) || self.is_object(capture) || self.is_another(tokens) {
                    return None;
                }
                let class = reading.events.all[event].class;
                // A toll belongs to a disaster, never to a conference.
                if toll && is_held(class)
                    || goes_on(class, reading.document.word(tokens.end - 1)) && self.only_begins()
                    || self.only_begins_of(capture)
                    || self.begins_before_another_day()
                {
                    return None;
                }
                // War and revolt last, and are in many places: "protests were held on Friday in Bergen".
                if is_conflict(class) && matches!(self.spec.attribute.as_str(), "date" | "place") {
                    return None;
                }
                if class == "event-thing" && !self.happens_to_a_thing(capture) || self.kills_later(capture) {
                    return None;
                }
                if is_conflict(class) {
                    return Some(SubjectKey::Conflict(
                        event,
                        self.called(&reading.events.mentions[mention].tokens),
                    ));
                }
                Some(SubjectKey::Event(event))
            }
            Some((Kind::Verb, _)) => {
                let mention = reading.events.mentions.iter().find(|m| m.tokens == capture.tokens)?;
                mention.entity.map(SubjectKey::Event)
            }
            Some((Kind::Person, _)) if self.is_end_of_name(capture) => None,
            Some((Kind::Person, mention)) => reading.names.mentions[mention].person.map(SubjectKey::Person),
            Some((Kind::Organisation | Kind::Place, _)) => {
                Some(SubjectKey::Named(reading.name_of(capture), EntityKind::Organisation))
            }
            _ => self.named_document(capture),
        }
    }

    /// The subject where the match names none.
    fn unsaid_subject(&self, qualifier: Option<&Slug>) -> Option<SubjectKey> {
        let reading = self.reading;
        if let Some(measure) = &self.spec.about {
            return Some(SubjectKey::Named(measure.clone(), EntityKind::Other));
        }
        if !self.spec.main_event_classes.is_empty() {
            return self.unsaid_event();
        }
        // Who leads or represents whom, with the meeting unsaid: the last real meeting, else the party.
        reading.last_meeting(self.found.tokens.start).map(SubjectKey::Event).or_else(|| {
            let slot = self.slot("qualifier")?;
            qualifier?;
            // "the French delegation": what is led is the delegation, and not what its adjective means.
            let of = |at: &usize| matches!(reading.document.word(*at), "delegation" | "side" | "team");
            let led = (slot.tokens.end..self.found.tokens.end.min(slot.tokens.end + 3)).find(of);
            if let Some(led) = led {
                let name = reading.document.name(slot.tokens.start..led + 1);
                return Some(SubjectKey::Named(name, EntityKind::Organisation));
            }
            Some(SubjectKey::Named(reading.name_of(slot), EntityKind::Organisation))
        })
    }

    /// The event of a measure whose match names none: the one of the sentence, else the one that the article is
    /// about. `None` where the sentence speaks of several, or of another place or year.
    fn unsaid_event(&self) -> Option<SubjectKey> {
        let reading = self.reading;
        if let Some(killing) = self.participle() {
            return self.event_of_participle(killing);
        }
        if self.stands_elsewhere() {
            return None;
        }
        let event = match self.event_of_sentence() {
            Here::Several => return None,
            Here::None => None,
            Here::One(event) => Some(event),
        };
        if let Some(event) = event {
            let class = reading.events.all[event].class;
            if !is_conflict(class) {
                return Some(SubjectKey::Event(event));
            }
            let sentence = &reading.document.sentences[self.sentence].tokens;
            let mut mentions = reading.events.within(sentence.clone());
            let mention = mentions.find(|m| m.entity == Some(event))?;
            return Some(SubjectKey::Conflict(event, self.called(&mention.tokens)));
        }
        // Of what a fund is for, only its own sentence tells: there are many.
        let fund = self.spec.attribute.as_str() == "fund";
        if fund || self.speaks_of_conflicts() || self.sentence_speaks_of_violence() || self.is_of_elsewhere()
        {
            return None;
        }
        let event = reading.main_event(&self.spec.main_event_classes)?;
        if self.has_nearer_event(event) {
            return None;
        }
        // In an article about a war no disaster is meant unless it is named.
        let often = reading.events.all[event].mentions;
        // A spill or an outbreak lasts; any other happening is over, and the next may have come.
        let lasts = matches!(reading.events.all[event].class, "event-spill" | "event-outbreak");
        if !lasts && often < 3 && !self.is_spoken_of(event) {
            return None;
        }
        let violent = |class: &str| is_conflict(class) || class == "event-attack";
        let at_war = reading.events.all.iter().any(|e| violent(e.class) && e.mentions >= often);
        (!at_war).then_some(SubjectKey::Event(event))
    }

    /// Whether the article is about an event here: it stands at its head, or shortly before.
    fn is_spoken_of(&self, event: usize) -> bool {
        const SENTENCES: usize = 3;
        let reading = self.reading;
        let sentences = &reading.document.sentences;
        let told = |sentences: &[Sentence]| {
            let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return false };
            reading.events.within(first.tokens.start..last.tokens.end).any(|m| m.entity == Some(event))
        };
        told(&sentences[..SENTENCES.min(sentences.len())])
            || told(&sentences[self.sentence.saturating_sub(SENTENCES)..=self.sentence])
    }

    /// "A bus crashed, killing 12": of the happening before it; "jailed for killing 12": of nobody's. Of what a
    /// participle is, its own clause tells, or nothing does.
    fn event_of_participle(&self, killing: usize) -> Option<SubjectKey> {
        let reading = self.reading;
        let sentence = &reading.document.sentences[self.sentence].tokens;
        if killing > sentence.start && reading.has_class(killing - 1, reading.classes.preposition) {
            return None;
        }
        let clause = sentence.start..killing;
        let last = reading.events.within(clause).last().filter(|last| !self.is_joined(last))?;
        let event = last.entity?;
        let class = reading.events.all[event].class;
        let of_kind = self.spec.main_event_classes.iter().any(|wanted| wanted == class);
        (of_kind && !self.is_of_one_after(event)).then_some(SubjectKey::Event(event))
    }

    /// The one disaster that the sentence itself names ("An explosion killed 15 people and injured 170").
    fn event_of_sentence(&self) -> Here {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let said_in = |tokens: &Range<usize>| document.quotation(document.span(tokens.clone()));
        let quotation = said_in(&self.found.tokens);
        let conflicts = self.speaks_of_conflicts();
        let toll = self.counts_people();
        let mut here: Vec<Option<usize>> = reading
            .events
            .within(sentence.clone())
            .filter(|mention| {
                let class = mention.entity.map_or(mention.class, |event| reading.events.all[event].class);
                let classes = &self.spec.main_event_classes;
                // A rule of one kind of event is not of another.
                let of_kind = classes.len() != 1 || classes[0] == class;
                !is_held(class) && of_kind && (!is_conflict(class) || conflicts)
            })
            // "'… the flood …' The agency said two people were killed in Oslo": another's words.
            .map(|mention| {
                let same = said_in(&mention.tokens) == quotation
                    && !self.is_another(&mention.tokens)
                    && !(toll && self.is_one_of_several(&mention.tokens))
                    && !(toll && (self.is_joined(mention) || self.is_met_with(mention)));
                mention.entity.filter(|_| same)
            })
            .collect();
        here.sort_unstable();
        here.dedup();
        // "The blast came after the revolt, which has left 8,000 dead": of what stands next before it.
        let before = reading.events.within(sentence.start..self.found.tokens.start);
        let revolt = before.filter(|m| !is_held(m.class)).last().is_some_and(|m| is_conflict(m.class));
        if toll && revolt && !conflicts {
            return Here::Several;
        }
        match here[..] {
            [] => Here::None,
            [Some(one)] if !conflicts || !self.sentence_names_an_incident() => Here::One(one),
            _ => Here::Several,
        }
    }

    /// "another attack in Oslo, where ten people died", "an event during which …": a relative clause is of what
    /// stands right before it, and of no other event of the sentence.
    fn stands_elsewhere(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let Some(before) = self.found.tokens.start.checked_sub(1).filter(|at| *at >= sentence.start) else {
            return false;
        };
        if !matches!(document.word(before), "where" | "which") {
            return false;
        }
        let near = before.saturating_sub(8).max(sentence.start)..before;
        let mut mentions = reading.events.mentions.iter().filter(|m| near.contains(&(m.tokens.end - 1)));
        !mentions.any(|mention| {
            let gap = mention.tokens.end..before;
            mention.entity.is_some()
                && !is_held(mention.class)
                && reading.chart.within(Kind::Verb, gap).next().is_none()
        })
    }

    /// Where the match begins with a participle ("killing 12 people").
    fn participle(&self) -> Option<usize> {
        let at = self.found.tokens.start;
        let reading = self.reading;
        let mut here = reading.chart.at(at).iter();
        here.find(|a| a.kind == Kind::Verb && reading.verbs[a.index].gerund).map(|_| at)
    }

    /// How the sentence calls a conflict: its noun, with the words before it that are names ("Syrian uprising").
    pub(super) fn called(&self, mention: &Range<usize>) -> String {
        let document = &self.reading.document;
        let c = self.reading.classes;
        let head = mention.end - 1;
        let name = |at: &usize| {
            let token = &document.tokens[*at];
            token.capital && !token.classes.has_any(&[c.article, c.demonstrative, c.possessive, c.starter])
        };
        // What begins a sentence has its capital from there, unless it is of a country.
        let first = document.sentences[self.sentence].tokens.start;
        let named = |at: &usize| {
            *at > first || self.reading.lexicon.country(document.verbatim(*at)) != document.verbatim(*at)
        };
        let start = (mention.start..head).rev().take_while(|at| name(at) && named(at)).last().unwrap_or(head);
        document.words(start..head + 1).to_owned()
    }

    /// Whether the words around a count put it into a place or a year of its own: then what the article is about
    /// is not what it is of.
    fn is_of_elsewhere(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let after = |n: usize| {
            let at = self.found.tokens.end + n;
            if at < sentence.end { document.word(at) } else { "" }
        };
        // "were killed there", "… as a result".
        let there = after(0) == "there" || after(0) == "as" && after(2) == "result";
        // "74 were killed in Arkel, and 160 were wounded": in any part of the sentence.
        let toll = self.counts_people();
        let near = if toll {
            sentence.start..sentence.end.saturating_sub(1)
        } else {
            self.found.tokens.end..sentence.end.saturating_sub(1).min(self.found.tokens.end + 4)
        };
        there
            || self.names_a_year()
            || near.into_iter().any(|at| {
                let the = usize::from(toll && document.word(at + 1) == "the");
                let next = (at + 1 + the).min(sentence.end - 1);
                let name = &document.tokens[next];
                let c = reading.classes;
                matches!(document.word(at), "in" | "at" | "near" | "outside")
                    && name.capital
                    && !name.classes.has_any(&[c.month, c.weekday])
                    && !reading.chart.at(next).iter().any(|a| a.kind == Kind::Time)
            })
    }

    /// Whether the sentence names an attack, a blast, a crash: then its dead are those.
    fn sentence_names_an_incident(&self) -> bool {
        let reading = self.reading;
        let sentence = reading.document.sentences[self.sentence].tokens.clone();
        let mut mentions = reading.events.within(sentence.clone());
        mentions.any(|mention| {
            let class = mention.entity.map(|event| reading.events.all[event].class);
            class.is_none_or(|class| !is_held(class) && !is_conflict(class))
        })
    }

    /// Whether the rule is of tolls that conflicts have, too.
    fn speaks_of_conflicts(&self) -> bool {
        self.spec.main_event_classes.iter().any(|class| class == "event-conflict")
    }

    /// A named document: from the first capitalised word to the noun.
    fn named_document(&self, capture: &Capture) -> Option<SubjectKey> {
        let reading = self.reading;
        let document = &reading.document;
        let agreement = reading.classes.agreement_noun;
        let noun =
            (capture.tokens.start..self.found.tokens.end).find(|&at| reading.has_class(at, agreement))?;
        let mut first = capture.tokens.start;
        while first < noun && matches!(document.word(first), "the" | "a" | "an") {
            first += 1;
        }
        Some(SubjectKey::Named(document.name(first..noun + 1), EntityKind::Document))
    }

    fn sentence_speaks_of_violence(&self) -> bool {
        let tokens = self.reading.document.sentences[self.sentence].tokens.clone();
        tokens.into_iter().any(|at| self.reading.has_class(at, self.reading.classes.violence))
    }

    /// "the leak began when a rig exploded, killing 11": what kills is the happening right before.
    fn kills_later(&self, capture: &Capture) -> bool {
        let reading = self.reading;
        let after = capture.tokens.end..self.found.tokens.end;
        let killing = reading.chart.within(Kind::Verb, after).find(|a| {
            let verb = &reading.verbs[a.index];
            verb.gerund && verb.classes.has(reading.classes.kill)
        });
        killing.is_some_and(|killing| {
            let between = capture.tokens.end..killing.tokens.start;
            let c = reading.classes;
            let befalls = [c.collapse, c.explode, c.crash, c.mishap];
            reading.events.within(between.clone()).next().is_some()
                || between.clone().any(|at| {
                    reading.document.tokens[at].verb.is_some_and(|verb| verb.classes.has_any(&befalls))
                })
        })
    }
}
