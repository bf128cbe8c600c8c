//! The words before the head of a role: which modify it, and which are of a body, a headline or another role.

use super::Finder;
use crate::document::TokenKind;
use crate::tagger::Tag;

impl Finder<'_> {
    /// "U.S. Attorney": an office, and no profession.
    pub(super) fn with_federal(&self, left: usize, head: usize, start: usize) -> usize {
        let document = self.document;
        if left != head || head == start || document.word(head) != "attorney" || !self.capital(head - 1) {
            return left;
        }
        match document.word(head - 1) {
            "u.s." | "us" => head - 1,
            "states" if head > start + 1 && document.word(head - 2) == "united" => head - 2,
            _ => left,
        }
    }

    /// "New York City | Mayor", "Erie County | District Attorney": the end of a body's name, no part of the title.
    pub(super) fn without_body(&self, left: usize, head: usize, start: usize) -> usize {
        let ends_name = |at: usize| {
            matches!(
                self.document.word(at),
                "city" | "county" | "state" | "national" | "news" | "party" | "court"
            )
        };
        let named = left > start
            && (self.taken[left - 1] || self.may_be_of_title(left - 1, head))
            && !self.is(left - 1, self.c.title);
        // "Finance Ministry | State Secretary".
        let of_state = self.document.word(left) == "state" && self.document.word(head) == "secretary";
        if left < head && named && self.capital(left) && ends_name(left) && !of_state {
            left + 1
        } else {
            left
        }
    }

    /// "Minister Prince Halas", "committee head Senator Halas": the role before such a title is another one.
    pub(super) fn is_role_of_its_own(&self, at: usize, next: usize) -> bool {
        !self.is(at, self.c.role_modifier) && self.is(next, self.c.honour) && self.capital(next)
    }

    /// "the first Mayor Holm", "the first diplomat to go": it counts them, and is no part of the role.
    pub(super) fn counts(&self, at: usize, next: usize) -> bool {
        self.document.word(at) == "first"
            && !matches!(
                self.document.word(next),
                "lady"
                    | "prime"
                    | "vice"
                    | "vice-president"
                    | "deputy"
                    | "minister"
                    | "secretary"
                    | "lieutenant"
            )
    }

    /// Whether a capitalised word names the field of a role ("Civil Aviation Minister", "Supreme Leader"). Before a
    /// minister or secretary it may be any that stands right there; what stands before a known field is whose it is, or
    /// the end of a headline ("Louisiana Interior Secretary").
    pub(super) fn is_field(&self, at: usize, left: usize, head: usize) -> bool {
        let c = self.c;
        let word = self.document.word(at);
        let known = self.is(at, c.role_field);
        let ministry = matches!(self.document.word(head), "minister" | "ministers" | "secretary");
        if known {
            return self.capital(at) && (self.capital(head) || ministry);
        }
        let unknown = |i: usize| !self.document.tokens[i].classes.has_any(&[c.role_field, c.role_modifier]);
        ministry
            && head <= left + 1
            && (left..head).all(unknown)
            && self.may_be_of_title(at, head)
            && !self.is(at, c.title)
            && !self.is_place(at)
            && !self.is(at, c.adverb)
            && !word.ends_with("ly")
    }

    /// Whether a capitalised word may belong to what stands before a title's head: to its field, or to the body.
    fn may_be_of_title(&self, at: usize, head: usize) -> bool {
        let (c, document) = (self.c, self.document);
        self.capital(at)
            && self.capital(head)
            && !self.function_word(at)
            && !self.is(at, c.demonym)
            && !self.is_calendar(at)
            && !self.is_first_name(at)
            && !self.is(at, c.starter)
            && !document.tag(at).is_verb()
            && !self.is(at, c.quotation_caption)
            && !document.word(at).contains('-')
            && document.verbatim(at).chars().any(char::is_lowercase)
    }

    /// Where the capitalised words begin that stand before a title and are neither its own nor a known body's:
    /// "Plaquemines Parish President". Nothing says that they name whose it is; a headline may end in them.
    pub(super) fn loose_words_before(&self, left: usize, head: usize, start: usize) -> usize {
        let mut first = left;
        while first > start && !self.taken[first - 1] && self.may_be_of_title(first - 1, head) {
            first -= 1;
        }
        first
    }

    /// "on the ballot, edging attorney Holm": a verb, and no modifier as in "emerging markets analyst".
    fn acts(&self, at: usize, start: usize) -> bool {
        let tag = self.document.tag(at);
        let after_mark = at > start && self.document.tokens[at - 1].kind != TokenKind::Word;
        tag.is_verb() && (after_mark || !matches!(tag, Tag::VBG | Tag::VBN))
    }

    /// "internal security head", "peace envoy": up to three plain words between an article, a possessive, a
    /// comma or a name and the role.
    pub(super) fn with_plain_modifiers(&self, left: usize, start: usize) -> usize {
        let c = self.c;
        let plain = |at: usize| {
            let token = &self.document.tokens[at];
            let word = self.document.word(at);
            token.kind == TokenKind::Word
                && !token.capital
                && token.verb.is_none()
                && !self.acts(at, start)
                && !self.function_word(at)
                && !self.is(at, c.adverb)
                && !word.ends_with("ed")
                && !word.ends_with("ly")
                && word.len() > 2
                && !matches!(
                    word,
                    "whose"
                        | "another"
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
            // "former campaign adviser", "good friend and former campaign adviser".
            if matches!(self.document.word(first), "former" | "onetime" | "one-time" | "ex") {
                return first;
            }
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
}
