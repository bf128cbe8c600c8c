//! Roles: a noun that heads one, with what modifies it and the body it belongs to.

use super::people::is_crown;
use super::{Finder, RoleMention};
use crate::document::TokenKind;
use std::ops::Range;

impl Finder<'_> {
    pub(super) fn roles(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let c = self.c;
        for head in tokens.clone() {
            let plural = self.is(head, c.role_head_plural);
            if !(self.is(head, c.role_head) || plural) || self.taken[head] {
                continue;
            }
            if self.is_verb[head]
                || self.heads_nothing(head, tokens.end)
                || self.is_surname(head, tokens.start)
            {
                continue;
            }
            let role = self.role_around(head, tokens.clone(), plural);
            for at in role.core.clone() {
                self.taken[at] = true;
            }
            self.names.roles.push(role);
        }
    }

    /// "Larry King", "Dr King"; "editor in chief" has its head before.
    fn is_surname(&self, head: usize, start: usize) -> bool {
        let Some(before) = head.checked_sub(1).filter(|at| *at >= start) else { return false };
        let word = self.document.word(before);
        let named = self.is_first_name(before) && self.capital(before)
            || matches!(word, "mr" | "mr." | "dr" | "dr." | "ms" | "ms." | "mrs" | "mrs.");
        word == "in" && self.document.word(head) == "chief"
            || named && self.capital(head) && is_crown(self.document.word(head))
    }

    /// The role's head comes later ("chief operating officer", "chief economist"), or what follows is a word
    /// that nothing is known of.
    fn heads_nothing(&self, head: usize, end: usize) -> bool {
        let c = self.c;
        let heads = |at: usize| {
            at < end && self.document.tokens[at].classes.has_any(&[c.role_head, c.role_head_plural])
        };
        let past_modifiers = (head + 1..end).find(|&at| !self.is(at, c.role_modifier)).unwrap_or(end);
        if heads(head + 1) || heads(past_modifiers) {
            return true;
        }
        let next = head + 1;
        next < end && {
            let token = &self.document.tokens[next];
            let word = self.document.word(next);
            token.kind == TokenKind::Word
                && !token.capital
                && token.verb.is_none()
                && !self.function_word(next)
                && !self.is(next, c.adverb)
                && !matches!(
                    word,
                    "'s" | "’s" | "has" | "have" | "had" | "not" | "who" | "there" | "here" | "did" | "does"
                )
                && !word.ends_with("ed")
                && !word.ends_with("ly")
                && !word.ends_with("ing")
        }
    }

    fn role_around(&self, head: usize, sentence: Range<usize>, plural: bool) -> RoleMention {
        let c = self.c;
        let document = self.document;
        let mut left = head;
        while left > sentence.start {
            let at = left - 1;
            let modifies = self.is(at, c.role_modifier) || self.is(at, c.role_head);
            let under = document.word(at) == "under" && document.word(left) != "secretary";
            // "Civil Aviation Minister", "Supreme Leader": capitalised words that name no place or body.
            let office = self.capital(at)
                && self.capital(head)
                && !self.function_word(at)
                && !self.is(at, c.demonym)
                && !self.is_calendar(at)
                && !self.is_first_name(at)
                && !self.is(at, c.starter)
                && !document.tag(at).is_verb()
                && document.word(at) != "quote"
                && !document.word(at).contains('-')
                && document.verbatim(at).chars().any(char::is_lowercase);
            // "New York Former Treasury Secretary": a headline runs into the role.
            let opens = left < head && matches!(document.word(left), "former" | "current" | "then");
            if !(modifies || office) || under || opens || self.taken[at] {
                break;
            }
            left = at;
        }
        if !self.capital(left) {
            left = self.with_plain_modifiers(left, sentence.start);
        }
        let right = self.with_complement(head + 1, sentence.end);
        let start = self.body_before(left, sentence.start);
        let body = (start < left).then(|| {
            let end = if matches!(document.word(left - 1), "'s" | "’s") { left - 1 } else { left };
            start..end
        });
        // "Russian Deputy Foreign Minister": an adjective of nationality is no body.
        let nationality = |body: &Range<usize>| body.len() == 1 && self.is(body.start, c.demonym);
        let named =
            |body: &Range<usize>| body.start < body.end && (!nationality(body) || self.taken[body.start]);
        let body = body.filter(named).or_else(|| self.body_after(right, sentence.end));
        let end = body.as_ref().map_or(right, |body| body.end.max(right));
        RoleMention {
            tokens: start..end,
            core: left..right,
            body,
            spokesperson: self.is(head, c.spokesperson),
            plural,
        }
    }

    /// "internal security head", "peace envoy": up to three plain words between an article, a possessive, a
    /// comma or a name and the role.
    fn with_plain_modifiers(&self, left: usize, start: usize) -> usize {
        let c = self.c;
        let plain = |at: usize| {
            let token = &self.document.tokens[at];
            let word = self.document.word(at);
            token.kind == TokenKind::Word
                && !token.capital
                && token.verb.is_none()
                && !self.function_word(at)
                && !self.is(at, c.adverb)
                && !word.ends_with("ed")
                && !word.ends_with("ly")
                && word.len() > 2
                && !matches!(
                    word,
                    "another"
                        | "other"
                        | "same"
                        | "every"
                        | "has"
                        | "had"
                        | "have"
                        | "not"
                        | "'s"
                        | "’s"
                        | "their"
                        | "its"
                        | "said"
                        | "mr"
                        | "mrs"
                )
        };
        let mut first = left;
        while first > start && left - first < 3 && plain(first - 1) {
            first -= 1;
        }
        let bounded = first > start && {
            let token = &self.document.tokens[first - 1];
            let word = self.document.word(first - 1);
            self.is(first - 1, c.article)
                || matches!(word, "'s" | "’s" | "," | "its" | "their" | "his" | "her" | "as")
                || token.capital && token.kind == TokenKind::Word
        };
        if bounded { first } else { left }
    }

    /// Past "of State", "for Political Affairs", "for Syria" after a role's head.
    fn with_complement(&self, mut right: usize, sentence_end: usize) -> usize {
        let document = self.document;
        while right + 1 < sentence_end {
            let (word, next) = (document.word(right), right + 1);
            if word == "of" && (document.word(next) == "state" || self.is(next, self.c.role_complement)) {
                right += 2;
            } else if word == "for" || (word == "to" || word == "on") && self.capital(next) {
                let Some(end) = self.field_end(next, sentence_end) else { break };
                right = end;
            } else {
                break;
            }
        }
        right
    }

    /// Where the field of a role ends ("for Political Affairs"); `None` if there is none.
    fn field_end(&self, from: usize, sentence_end: usize) -> Option<usize> {
        // "spokeswoman for U.N. envoy X": the rest is another's role.
        let mark = |at: &usize| self.document.tokens[*at].kind != TokenKind::Word;
        let stop = (from..sentence_end).find(mark).unwrap_or(sentence_end).min(from + 5);
        if (from..stop).any(|at| self.is(at, self.c.role_head)) {
            return None;
        }
        let start = from + usize::from(self.document.word(from) == "the");
        let mut end = start;
        while end < sentence_end && end < start + 3 && self.in_role_complement(end, start) {
            end += 1;
        }
        (end > start).then_some(end)
    }

    /// Where the body begins that stands before a role ("White House spokesman"); `left` if there is none.
    fn body_before(&self, left: usize, first: usize) -> usize {
        let c = self.c;
        let mut start = left;
        while start > first && start + 8 > left {
            let at = start - 1;
            let joins = matches!(self.document.word(at), "of" | "&")
                && at > first
                && self.capital(at - 1)
                && !self.function_word(at - 1);
            let bound = matches!(self.document.word(at), "'s" | "’s") && at > first && self.capital(at - 1);
            let name = self.capital(at)
                && !self.function_word(at)
                && !self.is(at, c.role_head)
                && !self.is_calendar(at);
            if !(name || joins || bound) {
                break;
            }
            start = at;
        }
        start
    }

    fn in_role_complement(&self, at: usize, start: usize) -> bool {
        let token = &self.document.tokens[at];
        let word = self.document.word(at);
        token.kind == TokenKind::Word
            && !self.function_word(at)
            && token.verb.is_none()
            && !self.is_calendar(at)
            // A full name after the complement is the person, not more of it.
            && !(at > start && token.capital && self.is_first_name(at))
            && !word.ends_with("ing")
            && !matches!(word, "'s" | "’s")
    }

    fn body_after(&self, right: usize, end: usize) -> Option<Range<usize>> {
        if right + 1 >= end || self.document.word(right) != "of" {
            return None;
        }
        let start = right + 1 + usize::from(self.document.word(right + 1) == "the");
        let mut stop = start;
        while stop < end && stop < start + 7 {
            let joins = matches!(self.document.word(stop), "of" | "for" | "and")
                && stop + 1 < end
                && self.capital(stop + 1)
                && stop > start;
            let name = self.capital(stop) && !(stop > start && self.is_first_name(stop));
            if !(name || joins) {
                break;
            }
            stop += 1;
        }
        (stop > start).then_some(start..stop)
    }
}
