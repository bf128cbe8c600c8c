//! The words by which a sentence names what it asserts something of.

use super::maker::Maker;
use crate::chart::Kind;
use crate::subjects::SubjectKey;
use dateline_core::attribution::Mention;
use std::ops::Range;

impl Maker<'_> {
    /// The words of the sentence that name the subject, without what determines them ("the", "his"). `None` where the
    /// sentence does not name it, or has its very name.
    pub(super) fn words_of_subject(&self, subject: &SubjectKey, evidence: &Range<usize>) -> Option<Mention> {
        let tokens = match subject {
            SubjectKey::Person(person) => self.words_of_person(*person, evidence),
            SubjectKey::Event(event) => self.words_of_event(*event, evidence),
            SubjectKey::Named(name, _) => self.words_of_country(name, evidence),
            // These are called what the sentence calls them.
            SubjectKey::Conflict(..) | SubjectKey::Thing { .. } => None,
        }?;
        Some(self.reading.mention(tokens))
    }

    fn words_of_person(&self, person: usize, evidence: &Range<usize>) -> Option<Range<usize>> {
        let names = &self.reading.names;
        let slots = ["subject", "also", "former"].into_iter().filter_map(|name| self.slot(name));
        let mut told = slots.filter_map(|slot| match slot.annotation? {
            (Kind::Person, mention) if names.mentions[mention].person == Some(person) => {
                Some(slot.tokens.clone())
            }
            _ => None,
        });
        told.next().or_else(|| {
            let mentions = names.mentions.iter().filter(|mention| mention.person == Some(person));
            self.nearest(mentions.map(|mention| mention.tokens.clone()), evidence)
        })
    }

    fn words_of_event(&self, event: usize, evidence: &Range<usize>) -> Option<Range<usize>> {
        let events = &self.reading.events;
        let slot = self.slot("subject").and_then(|slot| match slot.annotation? {
            (Kind::Event, mention) => Some(&events.mentions[mention]).filter(|it| it.entity == Some(event)),
            (Kind::Verb, _) => events.mentions.iter().find(|mention| mention.tokens == slot.tokens),
            _ => None,
        });
        let tokens = slot.map(|mention| mention.tokens.clone()).or_else(|| {
            let mentions = events.mentions.iter().filter(|mention| mention.entity == Some(event));
            self.nearest(mentions.map(|mention| mention.tokens.clone()), evidence)
        })?;
        let c = self.reading.classes;
        let classes = |at: usize| self.reading.document.tokens[at].classes;
        let determines = |at: &usize| classes(*at).has_any(&[c.article, c.demonstrative, c.possessive]);
        let start = tokens.clone().find(|at| !determines(at)).unwrap_or(tokens.start);
        Some(start..tokens.end)
    }

    /// "Syrian" for Syria.
    fn words_of_country(&self, name: &str, evidence: &Range<usize>) -> Option<Range<usize>> {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        if document.name(sentence.clone()).contains(name) {
            return None;
        }
        let country = |at: &usize| self.reading.lexicon.country(document.verbatim(*at)) == name;
        self.nearest(sentence.filter(country).map(|at| at..at + 1), evidence)
    }

    /// Of the words that name something in the sentence, the last before the value, or else the first after it.
    fn nearest(
        &self,
        mentions: impl Iterator<Item = Range<usize>>,
        evidence: &Range<usize>,
    ) -> Option<Range<usize>> {
        let sentence = &self.reading.document.sentences[self.sentence].tokens;
        let here = mentions.filter(|tokens| sentence.contains(&tokens.start) && tokens.end <= sentence.end);
        here.min_by_key(|tokens| (tokens.start > evidence.start, tokens.start.abs_diff(evidence.start)))
    }
}
