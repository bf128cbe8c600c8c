//! Who holds a role or an office as the text stands: not who held it then, and not under a name that its sentence
//! does not give.

use super::Draft;
use super::maker::Maker;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::pattern::Capture;
use crate::subjects::SubjectKey;
use crate::tagger::Tag;
use dateline_core::value::{EntityKind, Value};
use std::collections::BTreeSet;

impl Maker<'_> {
    /// "invited by John Smith to serve as chairman": another one serves.
    fn is_asked_to_serve(&self) -> bool {
        let document = &self.reading.document;
        let Some(person) = self.slot("subject") else { return false };
        let first = document.sentences[self.sentence].tokens.start;
        let by = person.tokens.start > first && document.word(person.tokens.start - 1) == "by";
        by && person.tokens.end < self.found.tokens.end && document.word(person.tokens.end) == "to"
    }

    /// "had resigned", "standing down", "was ousted", "in the Prado administration": whoever has left holds it no more.
    fn is_left(&self, role_end: usize) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let c = reading.classes;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let from = self.found.tokens.end.max(role_end).min(sentence.end);
        let served = matches!(document.word(role_end.min(sentence.end - 1)), "in" | "under" | "during")
            && (role_end..sentence.end).take(6).any(|at| {
                matches!(
                    document.word(at),
                    "administration" | "administrations" | "era" | "years" | "presidency"
                )
            });
        // "a secretary for former President Holm", "to replace its chief executive Rui Costa".
        let of_former = matches!(document.word(role_end.min(sentence.end - 1)), "for" | "under")
            && (role_end..sentence.end)
                .take(4)
                .any(|at| matches!(document.word(at), "former" | "then" | "late"));
        let first = self.found.tokens.start;
        let near = first.saturating_sub(7).max(sentence.start)..first;
        let replaced = near.clone().any(|at| {
            let word = document.word(at);
            // "the resignation of", "the resignation in January of".
            let of = (at + 1..first).any(|of| document.word(of) == "of");
            let ended = of
                && matches!(
                    word,
                    "resignation"
                        | "ouster"
                        | "dismissal"
                        | "firing"
                        | "assassination"
                        | "murder"
                        | "death"
                        | "funeral"
                        | "tomb"
                        | "statue"
                        | "bust"
                        | "monument"
                );
            let verb = document.tag(at).is_verb()
                && ["replac", "dismiss", "sack"].iter().any(|stem| word.starts_with(stem));
            let own = (at..first).all(|i| !matches!(document.word(i), "with" | "by" | ","));
            (ended || verb) && own
        });
        // The verb of which the person is the subject: the first one behind, over an aside.
        let verb = |at: usize| document.tag(at).is_verb() || document.tag(at) == Tag::MD;
        let first = (from..sentence.end).take(12).find(|&at| verb(at));
        let left = first.is_some_and(|first| {
            let helps = |at: &usize| document.tokens[*at].classes.has_any(&[c.be, c.have]);
            let main = (first..sentence.end).take(4).find(|at| !helps(at));
            let been = (first..sentence.end).take(3).any(|at| document.tokens[at].classes.has(c.be));
            main.is_some_and(|at| {
                let down = at + 1 < sentence.end && matches!(document.word(at + 1), "down" | "aside");
                match document.word(at) {
                    "resigned" | "resigning" | "retired" => true,
                    "ousted" | "sacked" | "fired" | "dismissed" | "deposed" => been,
                    "stood" | "standing" | "stepped" | "stepping" => down,
                    _ => false,
                }
            })
        });
        served || of_former || (left || replaced) && !self.has_verb()
    }

    /// Whether words around a role limit it that are no part of it: "then president", "acting OTS director", "former
    /// Syrian vice president", or a year of which the sentence tells.
    pub(super) fn is_limited_role(&self, value: Option<&Capture>) -> bool {
        let reading = self.reading;
        let slot = self.slot("role").or(value);
        let Some((Kind::Role, role)) = slot.and_then(|slot| slot.annotation) else { return false };
        let role = &reading.names.roles[role];
        let document = &reading.document;
        if self.is_asked_to_serve()
            || self.is_left(role.tokens.end)
            || self.is_of_another(role)
            || self.is_no_title_of(role)
            || self.is_not_of_now()
            || !self.has_verb() && self.is_of_an_era() && !self.is_speaker()
        {
            return true;
        }
        let first = document.sentences[self.sentence].tokens.start;
        let limits = |at: usize| {
            matches!(
                document.word(at),
                "then"
                    | "ex"
                    | "late"
                    | "former"
                    | "acting"
                    | "interim"
                    | "caretaker"
                    | "outgoing"
                    | "incoming"
                    | "ousted"
                    | "deposed"
                    | "toppled"
                    | "onetime"
                    | "one-time"
                    | "assassinated"
                    | "murdered"
                    | "slain"
                    | "executed"
                    | "designate"
                    | "newly-nominated"
                    | "newly-elected"
                    | "aspiring"
                    | "would-be"
                    | "soon-to-be"
                    | "shadow"
                    // Parts of a title where they stand beside it; these have a name in between: "Assistant U.S.
                    // Secretary of State".
                    | "assistant"
                    | "deputy"
                    | "vice"
                    | "under"
                    | "associate"
                    | "junior"
            )
        };
        let c = reading.classes;
        // Past adjectives of nationality and names: "former Syrian vice president".
        let name = |at: &usize| {
            let token = &document.tokens[*at];
            role.tokens.contains(at)
                || token.classes.has(c.demonym)
                || token.capital && token.kind == TokenKind::Word
        };
        let start = (first..role.core.start).rev().take_while(name).last().unwrap_or(role.core.start);
        let to_be = |at: usize| {
            let word = document.word(at);
            word.starts_with("then-") || matches!(word, "would-be" | "soon-to-be")
        };
        (start.saturating_sub(1).max(first)..role.core.start).any(limits)
            || role.core.clone().any(to_be)
            || !self.has_verb() && self.names_a_year() && !self.is_speaker()
    }

    /// Whether the person speaks in the sentence, and so holds the role now.
    fn is_speaker(&self) -> bool {
        let reading = self.reading;
        let sentence = &reading.document.sentences[self.sentence].tokens;
        let mut slots = [self.slot("subject"), self.slot("value")].into_iter().flatten();
        slots.any(|slot| {
            let Some((Kind::Person, mention)) = slot.annotation else { return false };
            let person = reading.names.mentions[mention].person;
            let said = reading.attributions.all.iter().filter(|a| a.is_statement());
            let mut sources = said.filter_map(|a| a.source.as_ref());
            sources.any(|source| source.person == person && sentence.contains(&source.tokens.start))
        })
    }

    /// Whether a role behind a name is none of that person's: of several people ("Holm Brothers, officials"), or cut
    /// short before its head ("Ana Velden, chief Oslo economist").
    pub(super) fn is_no_apposition(&self, value: Option<&Capture>) -> bool {
        let (Some(subject), Some(value)) = (self.slot("subject"), value) else { return false };
        let Some((Kind::Role, role)) = value.annotation else { return false };
        if subject.tokens.end > value.tokens.start || self.has_verb() {
            return false;
        }
        let reading = self.reading;
        let next = reading.names.roles[role].core.end;
        let goes_on = next < reading.document.sentences[self.sentence].tokens.end && {
            let token = &reading.document.tokens[next];
            let tag = reading.document.tag(next);
            // "As told by Holm News, the mayor was made aware": the subject of a verb of its own.
            let finite = matches!(tag, Tag::MD | Tag::VBZ)
                || token.classes.has_any(&[reading.classes.be, reading.classes.have]);
            token.kind == TokenKind::Word && (tag.is_noun() || finite)
        };
        reading.names.roles[role].plural || goes_on
    }

    /// Whether the sentence is of a year or a decade that it names ("In 2005, …").
    pub(super) fn names_a_year(&self) -> bool {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        (sentence.start + 1..sentence.end).any(|at| {
            let word = document.word(at);
            // "in the 1990s"
            let decade = word.len() == 5 && word.ends_with('s') && document.word(at - 1) == "the";
            let digits = if decade { &word[..4] } else { word };
            let year = digits.len() == 4 && digits.parse().is_ok_and(|year| (1800..2100).contains(&year));
            let before = if decade { at.saturating_sub(2).max(sentence.start) } else { at - 1 };
            let told = |at: usize| {
                matches!(document.word(at), "in" | "since" | "until" | "from" | "during" | "by" | "of" | "on")
            };
            // "in January 2009", "on Oct 26, 1998".
            let month = |at: usize| document.tokens[at].classes.has(self.reading.classes.month);
            let back = |n: usize| before.saturating_sub(n).max(sentence.start);
            // "the envoy, who was recalled in June 2012": that is told in passing.
            let passing =
                (self.found.tokens.end..at).any(|i| matches!(document.word(i), "who" | "which" | "where"));
            let full = !passing
                && (month(before) && told(back(1))
                    || document.word(before) == "," && month(back(2)) && told(back(3)));
            year && (told(before) && document.word(before) != "on" || full)
                && !self.slot("value").is_some_and(|value| value.tokens.contains(&at))
        })
    }

    /// Whether the sentence has a person's full name.
    pub(super) fn is_named_in_full(&self, person: usize) -> bool {
        let reading = self.reading;
        let sentence = &reading.document.sentences[self.sentence].tokens;
        let full = &reading.names.people[person].name;
        let mut mentions = reading.names.mentions.iter().filter(|m| sentence.contains(&m.tokens.start));
        mentions.any(|m| m.person == Some(person) && reading.document.name(m.tokens.clone()) == *full)
    }

    /// "Hafez | Assad", "Qaboos bin | Said": the end of a name that is longer need not mean who else is called so. A role
    /// is given to all that stands behind it.
    pub(super) fn is_end_of_name(&self, person: &Capture) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        let role =
            self.spec.office || matches!(self.spec.attribute.as_str(), "role" | "led-by" | "represented-by");
        let Some(before) = person.tokens.start.checked_sub(1).filter(|at| *at >= first && !role) else {
            return false;
        };
        let c = reading.classes;
        let known = [Kind::Role, Kind::Organisation, Kind::Place, Kind::Time];
        let other = || {
            known.iter().any(|kind| {
                reading.chart.within(*kind, first..person.tokens.start).any(|a| a.tokens.contains(&before))
            })
        };
        let name = document.tokens[before].capital
            && document.tag(before).is_proper_noun()
            && !document.tokens[before].classes.has_any(&[
                c.title,
                c.role_title,
                c.role_head,
                c.demonym,
                c.starter,
            ]);
        (name || reading.has_class(before, c.name_particle)) && !other()
    }

    /// "Ola Brun speaks of what voters see in Secretary Brun": a title before a surname, and the full name elsewhere in
    /// the sentence without one. It may be another Brun.
    fn may_be_namesake(&self, person: usize) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let (Some(subject), Some(value)) = (self.slot("subject"), self.slot("value")) else { return false };
        let sentence = &document.sentences[self.sentence].tokens;
        let mut others =
            reading.names.mentions.iter().filter(|m| {
                m.person == Some(person) && sentence.contains(&m.tokens.start) && m.tokens.len() > 1
            });
        let titled = |at: usize| reading.names.roles.iter().any(|role| role.tokens.end == at);
        reading.names.people[person].name.contains(' ')
            && value.tokens.end == subject.tokens.start
            && subject.tokens.len() == 1
            && others.all(|m| m.tokens != subject.tokens && !titled(m.tokens.start))
    }

    /// The subject of a role under a name that stands in the sentence: the full one, or else the words used here, with
    /// the person whom they are short for. That they mean the full name is a link, made with its reason.
    pub(super) fn named_here(&self, subject: SubjectKey) -> (SubjectKey, Option<usize>) {
        let SubjectKey::Person(person) = subject else { return (subject, None) };
        if self.spec.attribute.as_str() != "role"
            || self.is_named_in_full(person) && !self.may_be_namesake(person)
        {
            return (subject, None);
        }
        let reading = self.reading;
        let short = [self.slot("subject"), self.slot("also")].into_iter().flatten().find(|capture| {
            matches!(capture.annotation, Some((Kind::Person, m)) if reading.names.mentions[m].person == Some(person))
        });
        match short {
            Some(capture) => (SubjectKey::Named(reading.name_of(capture), EntityKind::Person), Some(person)),
            None => (subject, None),
        }
    }
}

/// Drops roles that an article repeats of a person whom it names only in short there: "President Velden", after
/// "President Ana Velden".
pub(super) fn without_repeated_roles(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut told: BTreeSet<(usize, String)> = BTreeSet::new();
    let role = |draft: &Draft| match &draft.value {
        Value::Text(text) if draft.attribute.as_str() == "role" => Some(text.normal.clone()),
        _ => None,
    };
    for draft in &drafts {
        if let (SubjectKey::Person(person), Some(role)) = (&draft.subject, role(draft)) {
            told.insert((*person, role));
        }
    }
    let mut repeats = |draft: &Draft| match (draft.short_for, role(draft)) {
        (Some(person), Some(role)) => !told.insert((person, role)),
        _ => false,
    };
    drafts.into_iter().filter(|draft| !repeats(draft)).collect()
}
