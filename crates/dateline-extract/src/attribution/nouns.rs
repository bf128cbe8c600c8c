//! Nouns and adjectives that attribute: whose claim it is that something is so.

use super::book::Cue;
use super::reader::{Place, Reader, Reported};
use super::words::Words;
use dateline_core::text::ByteSpan;
use std::ops::Range;

impl Reader<'_> {
    /// "his claim that …", "the mayor's demand that …", "voiced support for …".
    pub(super) fn noun(
        &self,
        cue: &Cue,
        at: usize,
        end: usize,
        sentence: &Range<usize>,
        paragraph: ByteSpan,
    ) -> Option<Reported> {
        // The British spelling is unknown to the tagger, and never a verb.
        if !self.s.document().tag(at).is_noun() && !self.s.word(at).starts_with("rumour") {
            return None;
        }
        if let Some(hearsay) = self.hearsay(at, sentence) {
            let place = Place::of(cue, at..end, Some(hearsay), sentence, paragraph);
            return self.complemented(&place, false);
        }
        let mut first = at;
        while first > sentence.start
            && first + 4 > at
            && self.s.is_word(first - 1)
            && !self.owns(first - 1)
            && !self.s.is_verb(first - 1)
            && !self.s.joins(first - 1)
        {
            first -= 1;
        }
        let c = self.s.classes();
        let owner = (first > sentence.start && self.owns(first - 1)).then(|| first - 1);
        let pronoun = owner.is_some_and(|owner| self.s.document().tokens[owner].classes.has(c.possessive));
        // The verb that carries the noun: "made the claim that", "voiced his support for".
        let verb = match owner {
            Some(owner) if pronoun => owner.checked_sub(1),
            Some(_) => None,
            None => first.checked_sub(1),
        };
        let verb = verb.filter(|&verb| verb > sentence.start && self.s.is_verb(verb) && !self.is_being(verb));
        let (source, group) = match (verb, owner) {
            (Some(verb), _) => {
                let group = self.s.group_start(verb, sentence.start);
                (self.s.subject(group, sentence.start, None)?.tokens, group)
            }
            (None, Some(owner)) if pronoun => (owner..owner + 1, at),
            (None, Some(owner)) => (self.s.phrase_before(owner, sentence.start)?, at),
            (None, None) => return None,
        };
        let place = Place::of(cue, group..end, Some(source), sentence, paragraph);
        let mut found = self.complemented(&place, false)?;
        found.strong = verb.is_some();
        Some(found)
    }

    /// "responding to reports that …", "amid rumours that …": nobody's, and a source of their own.
    fn hearsay(&self, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let that = at + 1 < sentence.end && self.s.word(at + 1) == "that";
        if !that || !self.s.among(Words::Hearsay, at) {
            return None;
        }
        let c = self.s.classes();
        let tokens = &self.s.document().tokens;
        let describes =
            |at: &usize| self.s.document().tag(*at).is_adjective() || tokens[*at].classes.has(c.article);
        let first = (sentence.start..at).rev().take_while(describes).last().unwrap_or(at);
        let open = first == sentence.start
            || !self.s.is_word(first - 1)
            || tokens[first - 1].classes.has(c.preposition)
            || matches!(
                self.s.word(first - 1),
                "to" | "are" | "were" | "been" | "after" | "despite" | "following"
            );
        open.then_some(first..at + 1)
    }

    pub(super) fn is_being(&self, at: usize) -> bool {
        self.s.document().tokens[at].classes.has(self.s.classes().be)
    }

    fn owns(&self, at: usize) -> bool {
        let possessive = self.s.document().tokens[at].classes.has(self.s.classes().possessive);
        possessive || matches!(self.s.word(at), "'s" | "’s") && !self.s.is_auxiliary(at)
    }

    /// "is confident that …".
    pub(super) fn adjective(
        &self,
        cue: &Cue,
        at: usize,
        end: usize,
        sentence: &Range<usize>,
        paragraph: ByteSpan,
        earlier: Option<&Range<usize>>,
    ) -> Option<Reported> {
        let group = self.s.group_start(at, sentence.start);
        if group == at {
            return None;
        }
        let place = Place::of(
            cue,
            group..end,
            self.s.subject(group, sentence.start, earlier).map(|subject| subject.tokens),
            sentence,
            paragraph,
        );
        self.complemented(&place, false)
    }
}
