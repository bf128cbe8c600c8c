//! Which of several events a mention means, and what tells that it means one that is new, or one that was.

use super::super::class::{compatible, has_synonyms, is_conflict, is_held, is_one_kind, recurs, singular};
use super::super::covering;
use super::{Determiner, Event, EventMention, Linker};
use crate::chart::Kind;
use crate::document::TokenKind;

/// The sentences in which news says what it is about: a headline and the two after it.
const LEAD: usize = 3;

/// Another event that was spoken of so many sentences before may be what is meant.
const NEAR: usize = 2;

/// What is named in passing is named so often.
const PASSING: usize = 2;

impl Linker<'_> {
    /// Of several events that fit, those that a mention may mean.
    pub(super) fn choose(&self, mention: &EventMention, fits: Vec<usize>) -> Vec<usize> {
        let mut fits = self.preferred(mention, fits);
        if fits.len() > 1 && is_one_kind(mention.class) && mention.determiner == Determiner::Definite {
            // "the spill", of several: the one that the article is about, if it is about one.
            fits.sort_by_key(|&e| std::cmp::Reverse(self.events[e].mentions));
            if self.is_about_first(mention, &fits) {
                fits.truncate(1);
            }
        }
        if fits.len() > 1 && mention.determiner == Determiner::Demonstrative {
            // "those talks" points at the last one spoken of.
            let sentence = self.ground.document.sentence_of(mention.head);
            let near = fits.iter().copied().filter(|&e| self.events[e].last_sentence + 1 >= sentence);
            match near.max_by_key(|&e| self.events[e].last_token) {
                Some(last) => fits = vec![last],
                None if recurs(self.ground, mention) => fits.clear(),
                None => {}
            }
        }
        fits
    }

    /// Whether the first of `fits`, of which the article speaks most, is what it is about: it speaks of it much more than of
    /// the next one; or it began with that one, and has not spoken of another for a while.
    fn is_about_first(&self, mention: &EventMention, fits: &[usize]) -> bool {
        let (first, rest) = (&self.events[fits[0]], &fits[1..]);
        let next = rest.iter().map(|&e| self.events[e].mentions).max().unwrap_or_default();
        if first.mentions > 2 * next {
            return true;
        }
        let sentence = self.ground.document.sentence_of(mention.head);
        let far = |&e: &usize| self.events[e].last_sentence + NEAR < sentence;
        let later = |&e: &usize| self.events[e].first_sentence >= LEAD;
        first.first_sentence < LEAD && rest.iter().all(|e| far(e) && later(e))
    }

    /// Of the disasters that "the disaster" may mean, those that the article does not only name in passing, beside others
    /// ("like Arel's spill"). `None` where such a one was named just before, or nothing else is left.
    pub(super) fn without_passing(&self, mention: &EventMention, fits: &[usize]) -> Option<Vec<usize>> {
        let bare = mention.proper.is_empty() && mention.name.is_none() && mention.time.is_none();
        if !bare || is_held(mention.class) || is_conflict(mention.class) {
            return Some(fits.to_vec());
        }
        let sentence = self.ground.document.sentence_of(mention.head);
        let is_passing = |&e: &usize| {
            let event = &self.events[e];
            let rival = |(other, rival): (usize, &Event)| {
                other != e && compatible(mention.class, rival.class) && rival.mentions >= event.mentions
            };
            (!event.proper.is_empty() || !event.times.is_empty())
                && event.mentions <= PASSING
                && event.first_sentence >= LEAD
                && self.events.iter().enumerate().any(rival)
        };
        let (passing, meant): (Vec<usize>, Vec<usize>) = fits.iter().copied().partition(is_passing);
        let near = |&e: &usize| self.events[e].last_sentence + 1 >= sentence;
        (passing.is_empty() || !meant.is_empty() && !passing.iter().any(near)).then_some(meant)
    }

    /// Whether a mention may be of an event as far as it says where: "the attacks in Orla" are not those "in Arel".
    pub(super) fn is_where(&self, mention: &EventMention, event: usize) -> bool {
        let event = &self.events[event];
        self.place_after(mention).is_none_or(|place| {
            event.places.is_empty() || event.places.contains(&place) || event.words.contains(&place)
        })
    }

    /// The first word of the place that follows a mention of a disaster: "the explosion at the Arel plant".
    pub(super) fn place_after(&self, mention: &EventMention) -> Option<String> {
        let document = self.ground.document;
        let word = |at: usize| if at < document.tokens.len() { document.word(at) } else { "" };
        let next = mention.tokens.end;
        if is_held(mention.class)
            || is_conflict(mention.class)
            || !matches!(word(next), "in" | "at" | "near" | "off")
        {
            return None;
        }
        let at = next + 1 + usize::from(word(next + 1) == "the");
        let time = self.chart.at(at).iter().any(|a| a.kind == Kind::Time);
        let named =
            document.tokens.get(at).is_some_and(|token| token.capital && token.kind == TokenKind::Word);
        (named && !time).then(|| word(at).to_owned())
    }

    /// Whether it is said where an event is: by words that name places, of an event of the lead of which nothing else is
    /// named.
    pub(super) fn is_place_of(&self, mention: &EventMention, event: usize) -> bool {
        let document = self.ground.document;
        let event = &self.events[event];
        event.first_sentence < LEAD
            && event.proper.is_empty()
            && !mention.proper.is_empty()
            && (mention.described_from..mention.head)
                .filter(|&at| document.tokens[at].capital)
                .all(|at| covering(self.chart, Kind::Place, at, mention.described_from).is_some())
    }

    /// The disaster that a headline told of without an article, and the sentence after it introduces: "Bus crash kills
    /// five. A bus has crashed", "A bus crash has killed five".
    pub(super) fn of_headline(&self, mention: &EventMention) -> Option<usize> {
        let sentence = self.ground.document.sentence_of(mention.head);
        let disaster = !mention.verb && !is_held(mention.class) && !is_conflict(mention.class);
        if !disaster || sentence == 0 || sentence >= LEAD || !mention.proper.is_empty() {
            return None;
        }
        let noun = singular(self.ground.document.word(mention.head));
        let mut same = self.events.iter().enumerate().filter(|(_, event)| event.class == mention.class);
        let (at, event) = same.next().filter(|_| same.next().is_none())?;
        let described = event.words.is_empty()
            || mention.plain.is_empty()
            || mention.plain.iter().any(|word| event.words.contains(word));
        let time = mention.time.is_none_or(|time| event.times.is_empty() || self.time_fits(time, at));
        let fits = event.begins == Some(Determiner::Bare)
            && event.first_sentence == 0
            && (event.has_head(&noun) || has_synonyms(mention.class))
            && described
            && time;
        fits.then_some(at)
    }

    /// Whether the article has spoken of a disaster of a mention's kind, of which it means the same by each noun.
    pub(super) fn has_kind(&self, mention: &EventMention) -> bool {
        is_one_kind(mention.class)
            && mention.determiner != Determiner::Indefinite
            && self.events.iter().any(|event| event.class == mention.class)
    }

    /// Of several events that fit: those of the same noun, and those as real as the clause has it.
    fn preferred(&self, mention: &EventMention, fits: Vec<usize>) -> Vec<usize> {
        let head = singular(self.ground.document.word(mention.head));
        let same: Vec<usize> = fits.iter().copied().filter(|&e| self.events[e].has_head(&head)).collect();
        let real: Vec<usize> = match self.is_real(mention) {
            Some(real) => fits.iter().copied().filter(|&e| self.events[e].realised == real).collect(),
            None => Vec::new(),
        };
        match (same.len(), real.len()) {
            (_, 1) if !mention.proper.is_empty() => real,
            (1, _) => same,
            (n, _) if n > 1 => {
                let both: Vec<usize> = same.iter().copied().filter(|e| real.contains(e)).collect();
                if both.len() == 1 { both } else { same }
            }
            (_, 1) => real,
            _ => fits,
        }
    }
}
