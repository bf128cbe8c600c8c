//! Roles: a noun that heads one, with what modifies it and the body it belongs to.

use super::{Finder, RoleMention};
use crate::document::TokenKind;
use std::ops::Range;

impl Finder<'_> {
    pub(super) fn roles(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let c = self.c;
        for head in tokens.clone() {
            let plural = self.is(head, c.role_head_plural);
            let justice = head > tokens.start
                && self.document.word(head) == "justice"
                && self.document.word(head - 1) == "chief";
            if !(self.is(head, c.role_head) || plural || justice) || self.taken[head] {
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
            || named && self.capital(head) && self.is(head, self.c.crown)
    }

    /// The role's head comes later ("chief operating officer", "chief economist"), or what follows is a word
    /// that nothing is known of.
    fn heads_nothing(&self, head: usize, end: usize) -> bool {
        let c = self.c;
        let heads = |at: usize| {
            at < end && self.document.tokens[at].classes.has_any(&[c.role_head, c.role_head_plural])
        };
        let next = head + 1;
        let modifies = |at: usize| {
            self.is(at, c.role_modifier)
                || self.is(at, c.role_field) && self.capital(at) && self.capital(head)
        };
        let past_modifiers = (next..end).find(|&at| !modifies(at)).unwrap_or(end);
        let own = next < end && self.is_role_of_its_own(head, next);
        if !own && (heads(next) || heads(past_modifiers)) || self.goes_on_as_title(head, end) {
            return true;
        }
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

    /// "Chief Justice Holm", "Chief Counsel Anna Holm", "Chief International Correspondent": the title goes on.
    fn goes_on_as_title(&self, head: usize, end: usize) -> bool {
        let next = head + 1;
        if self.document.word(head) != "chief" || next >= end || !self.capital(head) || !self.capital(next) {
            return false;
        }
        let named_later = next + 2 < end
            && self.capital(next + 2)
            && self.capital(next + 1)
            && self.is_first_name(next + 1);
        self.is(next, self.c.title)
            || self.is(next, self.c.role_field)
            || named_later && !self.is_first_name(next)
    }

    fn role_around(&self, head: usize, sentence: Range<usize>, plural: bool) -> RoleMention {
        let c = self.c;
        let document = self.document;
        let mut left = head;
        while left > sentence.start {
            let at = left - 1;
            let modifies = self.is(at, c.role_modifier)
                || self.is(at, c.role_head) && !self.is_role_of_its_own(at, left)
                || self.is_field(at, left, head);
            let under = document.word(at) == "under" && document.word(left) != "secretary";
            let opens = left < head && matches!(document.word(left), "former" | "current" | "then");
            if !modifies || under || opens || self.taken[at] || self.counts(at, left) {
                break;
            }
            left = at;
        }
        if !self.capital(left) && !matches!(document.word(left), "former" | "then") {
            left = self.with_plain_modifiers(left, sentence.start);
        }
        // "Central bank governor": what has its capital only because a sentence begins.
        if left == sentence.start + 1
            && !self.capital(left)
            && matches!(
                document.word(sentence.start),
                "central" | "managing" | "management" | "supervisory" | "public" | "chief" | "state"
            )
        {
            left = sentence.start;
        }
        left = self.with_federal(left, head, sentence.start);
        left = self.without_body(left, head, sentence.start);
        // "Corporate Affairs Minister": affairs are of something.
        if document.word(left) == "affairs"
            && left > sentence.start
            && self.capital(left - 1)
            && !self.taken[left - 1]
        {
            left -= 1;
        }
        left = self.with_joined_fields(left, head, sentence.start);
        let first = self.loose_words_before(left, head, sentence.start);
        // "former Florida Senator": what is over is told of the whole.
        let over = |at: usize| document.word(at) == "former";
        let (first, left) = match (first..left).find(|&at| over(at)) {
            Some(at) => (at, at),
            None if first < left && first > sentence.start && over(first - 1) => (first - 1, first - 1),
            None => (first, left),
        };
        let right = self.with_complement(head + 1, sentence.end);
        let start = self.body_before(first, sentence.start);
        let body = (start < first).then(|| {
            let end = if matches!(document.word(first - 1), "'s" | "’s") { first - 1 } else { first };
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

    /// "Energy and Mines Minister", "Trade, Industry and Tourism Minister": fields joined before the head are all of it.
    fn with_joined_fields(&self, mut left: usize, head: usize, start: usize) -> usize {
        let (document, c) = (self.document, self.c);
        let field = |at: usize| {
            let known = document.tokens[at].classes.has_any(&[c.role_field, c.role_modifier])
                || matches!(
                    document.word(at),
                    "resources" | "power" | "steel" | "shipping" | "forests" | "ports"
                );
            self.capital(at) && known && !self.taken[at]
        };
        let minister = matches!(document.word(head), "minister" | "secretary" | "commissioner");
        while minister
            && left < head
            && field(left)
            && left >= start + 2
            && matches!(document.word(left - 1), "and" | "," | "&")
            && field(left - 2)
            // "in Trade, Foreign Minister Holm": a comma alone joins nothing.
            && (document.word(left - 1) != "," || left + 1 < head && document.word(left + 1) == "and")
        {
            left -= 2;
            while left > start && field(left - 1) {
                left -= 1;
            }
        }
        left
    }

    /// Past "of State", "for Political Affairs", "for Syria" after a role's head.
    fn with_complement(&self, mut right: usize, sentence_end: usize) -> usize {
        let document = self.document;
        while right + 1 < sentence_end {
            let (word, next) = (document.word(right), right + 1);
            if let Some(end) = self.department_end(right, sentence_end) {
                right = end;
            } else if word == "of"
                && (document.word(next) == "state" || self.is(next, self.c.role_complement))
            {
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

    /// Where a department's name ends behind a secretary ("Secretary of the Interior"); `None` if there is none.
    fn department_end(&self, of: usize, sentence_end: usize) -> Option<usize> {
        let document = self.document;
        if document.word(of) != "of" || document.word(of - 1) != "secretary" {
            return None;
        }
        let start = of + 1 + usize::from(document.word(of + 1) == "the");
        let fields = [self.c.role_field, self.c.role_modifier];
        let part = |at: &usize| self.capital(*at) && document.tokens[*at].classes.has_any(&fields);
        let end = start + (start..sentence_end).take_while(part).count();
        (end > start).then_some(end)
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
        // "Commissioner for Human Rights Ana Prado": of many capitals the last two are the name.
        let capitals =
            (start..sentence_end).take_while(|&at| self.capital(at) && !self.function_word(at)).count();
        let most = if capitals > 3 { (capitals - 2).min(3) } else { 3 };
        while end < sentence_end && end < start + most && self.in_role_complement(end, start) {
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
                && !self.is_calendar(at)
                && !self.is(at, c.quotation_caption);
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
            && !self.is(at, self.c.number_word)
            && !word.ends_with("ly")
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
