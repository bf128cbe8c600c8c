//! Bodies and places: from the gazetteers, and capitalised words around a noun that heads a body.

use super::Finder;
use crate::chart::Kind;
use crate::lexicon::Gazetteer;
use std::ops::Range;

impl Finder<'_> {
    pub(super) fn bodies_and_places(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let mut at = tokens.start;
        while at < tokens.end {
            if !self.capital(at) {
                at += 1;
                continue;
            }
            let longest = |kind| {
                let document = self.document;
                let word = |i: usize| (at + i < tokens.end).then(|| document.word(at + i));
                self.lexicon.gazetteer(kind, word)
            };
            let body = longest(Gazetteer::Organisation);
            let place = longest(Gazetteer::Place);
            let run = self.body_by_its_head(at, tokens.end);
            let best_body = body.map(|n| at + n).max(run).or_else(|| self.acronym(at, tokens.clone()));
            let best_body = best_body.map(|end| self.with_company_words(end, tokens.end));
            match (best_body, place) {
                (Some(end), place) if place.is_none_or(|n| at + n <= end) => {
                    self.mention(Kind::Organisation, at..end, None);
                    at = end;
                }
                (_, Some(n)) => {
                    // "Geneva Declaration", "Paris Hilton": part of a longer name, no place here.
                    let end = at + n;
                    let longer = end < tokens.end
                        && self.capital(end)
                        && !self.is_calendar(end)
                        && self.document.word(end) != "and";
                    let part = at > tokens.start
                        && self.capital(at - 1)
                        && !self.function_word(at - 1)
                        && !self.is(at - 1, self.c.role_head)
                        && !self.is(at - 1, self.c.role_modifier);
                    if !longer && !part {
                        self.mention(Kind::Place, at..end, None);
                    }
                    at = end;
                }
                _ => at += 1,
            }
        }
    }

    /// "Arkel Holdings PLC": what companies are called by belongs to the name.
    fn with_company_words(&self, mut end: usize, sentence_end: usize) -> usize {
        while end < sentence_end && self.is_company_word(end) {
            end += 1;
        }
        end
    }

    fn is_company_word(&self, at: usize) -> bool {
        self.capital(at) && self.is(at, self.c.company_end)
    }

    /// "AIG", "BP": two to five capitals that are no known abbreviation, outside a line in capitals, and no part
    /// of a longer name.
    fn acronym(&self, at: usize, sentence: Range<usize>) -> Option<usize> {
        let c = self.c;
        let shouted = |at: usize| {
            let word = self.document.verbatim(at);
            word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
        };
        let word = self.document.verbatim(at);
        let known = [c.no_body, c.title, c.demonym, c.month, c.weekday, c.starter, c.pronoun, c.preposition];
        if !(2..=5).contains(&word.len()) || !shouted(at) || self.document.tokens[at].classes.has_any(&known)
        {
            return None;
        }
        let beside = |other: usize| sentence.contains(&other) && shouted(other);
        if at > sentence.start && self.capital(at - 1) && self.is_company_word(at) {
            return None;
        }
        let loud = at.checked_sub(1).is_some_and(beside) || beside(at + 1);
        let longer = sentence.contains(&(at + 1))
            && self.capital(at + 1)
            && !self.function_word(at + 1)
            && !self.is(at + 1, c.role_head)
            && !self.is(at + 1, c.role_modifier)
            && !self.is(at + 1, c.title)
            && !self.is_first_name(at + 1)
            && !self.is_calendar(at + 1);
        (!loud && !longer).then_some(at + 1)
    }

    /// "Rhone Relief Council", "Ministry of Health", "Syrian Observatory for Human Rights": capitalised words
    /// up to one that heads a body, and what follows it with "of" or "for".
    fn body_by_its_head(&self, at: usize, end: usize) -> Option<usize> {
        let c = self.c;
        if self.function_word(at) && !self.is(at, c.org_head) {
            return None;
        }
        let mut head = None;
        let mut i = at;
        while i < end && i < at + 7 && self.capital(i) {
            if self.is(i, c.org_head) {
                head = Some(i);
            } else if self.is(i, c.role_head) || self.is_calendar(i) {
                break;
            }
            i += 1;
        }
        let head = head?;
        let mut stop = head + 1;
        let joined = stop + 1 < end && matches!(self.document.word(stop), "of" | "for");
        if joined {
            let first = stop + 1 + usize::from(self.document.word(stop + 1) == "the");
            let mut last = first;
            while last < end && last < first + 4 && self.capital(last) && !self.is_calendar(last) {
                last += 1;
            }
            if last > first {
                stop = last;
            }
        }
        (head > at || stop > head + 1).then_some(stop)
    }
}
