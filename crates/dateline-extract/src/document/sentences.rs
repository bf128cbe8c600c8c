//! Where sentences end.

use super::{Document, Sentence, TokenKind};
use crate::lexicon::{Gazetteer, Lexicon, NamedClasses};
use crate::tagger::Tag;
use std::ops::Range;

/// Longest stretch taken for one sentence, in tokens. A text without full stops is cut there, so that what
/// looks at a sentence as a whole takes time in proportion to the text. The longest sentences of edited
/// news have about two hundred.
const MAX_SENTENCE_TOKENS: usize = 400;

impl Document<'_> {
    pub(super) fn split_sentences(&mut self, first: usize, lexicon: &Lexicon) {
        let end = self.tokens.len();
        let mut start = first;
        let mut at = first;
        if let Some(stop) = self.dateline_end(first, end) {
            self.push_sentence(first..stop);
            (start, at) = (stop, stop);
        }
        while at < end {
            let mut stop = at + 1;
            if at - start >= MAX_SENTENCE_TOKENS || self.ends_sentence(start, at, end, lexicon) {
                // Closing quotation marks and brackets belong to the sentence they end.
                while stop < end && self.closes(stop) {
                    stop += 1;
                }
                self.push_sentence(start..stop);
                start = stop;
            }
            at = stop;
        }
        if start < end {
            self.push_sentence(start..end);
        }
    }

    /// The dateline that opens a report ("GENEVA, Nov. 5 (Reuters) - "): where it was filed is no part of
    /// what it says. It begins with a word in capitals and ends at a dash.
    fn dateline_end(&self, first: usize, end: usize) -> Option<usize> {
        let shouted = |at: usize| {
            let word = self.verbatim(at);
            word.len() > 2 && word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_uppercase)
        };
        if first >= end || !shouted(first) {
            return None;
        }
        let limit = end.min(first + 14);
        let dash = (first + 1..limit).find(|&at| matches!(self.verbatim(at), "-" | "–" | "—"))?;
        let fits = |at: usize| {
            let token = &self.tokens[at];
            token.capital
                || token.kind == TokenKind::Number
                || matches!(self.verbatim(at), "," | "." | "(" | ")" | "/")
        };
        (first..dash).all(fits).then_some(dash + 1)
    }

    fn push_sentence(&mut self, tokens: Range<usize>) {
        let span = self.span(tokens.clone());
        self.sentences.push(Sentence { tokens, span });
    }

    fn closes(&self, token: usize) -> bool {
        let glued = self.tokens[token].span.start_byte == self.tokens[token - 1].span.end_byte;
        glued && matches!(self.verbatim(token), "\"" | "”" | "’" | "'" | ")" | "]")
    }

    /// Whether the sentence that began at `start` ends with the token `at`.
    fn ends_sentence(&self, start: usize, at: usize, end: usize, lexicon: &Lexicon) -> bool {
        let mut next = at + 1;
        if next < end
            && (self.ends_cell(at)
                || self.runs_into_label(at, end, lexicon)
                || self.runs_into_entry(at, end, &lexicon.named))
        {
            return true;
        }
        while next < end && self.closes(next) {
            next += 1;
        }
        if next >= end {
            return true;
        }
        match self.verbatim(at) {
            // "“Is it safe?” Mayor Oduya asked." are two: who asked is for the attribution to find.
            "!" | "?" => self.starts_like_sentence(next),
            "." | "…" => {
                self.starts_like_sentence(next)
                    && !self.numbers_an_item(start, at)
                    && !self.is_in_abbreviation(at, end)
            }
            word if word.ends_with('.') && self.tokens[at].kind == TokenKind::Word => {
                self.abbreviation_ends(start, at, next, end, lexicon)
            }
            _ => self.runs_on(start, at, end, lexicon),
        }
    }

    /// Whether the token `at` is the last of a cell of a table: a tab or "|" parts it from the next.
    fn ends_cell(&self, at: usize) -> bool {
        let (token, next) = (self.tokens[at].span, self.tokens[at + 1].span);
        let gap = &self.text[token.end_byte..next.start_byte];
        // Behind a line end a tab indents a line that was wrapped by hand.
        self.verbatim(at) == "|" || gap.contains('\t') && !gap.contains('\n')
    }

    /// "Posted by", "Read more:", "Photo:": where such a label begins at a token, the ":", "by" or "on" that ends it.
    pub(crate) fn caption_label(&self, at: usize, end: usize, c: &NamedClasses) -> Option<usize> {
        let listed = |at: &usize| self.tokens[*at].classes.has(c.caption);
        let closing = at + (at..end.min(at + 4)).take_while(listed).count();
        let closed = closing > at && closing < end && matches!(self.word(closing), ":" | "by" | "on");
        (closed && self.tokens[at].capital).then_some(closing)
    }

    /// Whether the line end before a label was lost ("… like Ana Prado Posted by: …").
    fn runs_into_label(&self, at: usize, end: usize, lexicon: &Lexicon) -> bool {
        let next = at + 1;
        let Some(closing) = self.caption_label(next, end, &lexicon.named) else { return false };
        let colon = self.word(closing) == ":" || closing + 1 < end && self.word(closing + 1) == ":";
        // "What to See: …": one of these alone may be a title's.
        let bare =
            closing == next + 1 && matches!(self.word(next), "read" | "watch" | "see" | "more" | "also");
        matches!(self.tokens[at].kind, TokenKind::Word | TokenKind::Number)
            && (colon && !bare || self.word(next) == "posted")
    }

    /// Whether an entry of a chronology follows whose line end was lost ("… in Arkel 3 Apr: Troops …", "… August 1985 -
    /// General …"): a day, a month or a year that a mark parts from what happened.
    fn runs_into_entry(&self, at: usize, end: usize, c: &NamedClasses) -> bool {
        let next = at + 1;
        if next + 3 >= end || self.tokens[at].kind != TokenKind::Word && self.verbatim(at) != "." {
            return false;
        }
        let month = |at: usize| self.tokens[at].capital && self.tokens[at].classes.has(c.month);
        let number = |at: usize| self.verbatim(at).parse::<u16>().ok();
        let day = |at: usize| number(at).is_some_and(|day| (1..=31).contains(&day));
        let year = |at: usize| number(at).is_some_and(|year| (1800..2200).contains(&year));
        let dated = day(next) && month(next + 1) || month(next) && (day(next + 1) || year(next + 1));
        let begins = self.tokens[next + 3].capital && !month(next + 3);
        let counts = self.tokens[next + 3].kind == TokenKind::Number && next + 4 < end && !month(next + 4);
        let marked = match self.verbatim(next + 2) {
            ":" => true,
            "-" | "–" | "—" => begins || counts && day(next),
            _ => false,
        };
        // "on 3 April: …", "in early May - …", "last 3 April".
        let goes_on =
            self.tokens[at].classes.has_any(&[c.preposition, c.article, c.demonstrative, c.conjunction])
                || self.tags[at].is_adjective()
                || matches!(self.word(at), "early" | "late" | "last" | "next" | "about");
        dated && marked && !goes_on
    }

    /// Whether a headline, a caption or an item of a list ends with the token `at` and the next sentence follows
    /// without a mark, as where a line end was lost ("… on Friday On Tuesday, the envoy …", "… killed 15 A committee
    /// has …"). Only a word that begins sentences and is never capitalised within one tells it.
    fn runs_on(&self, start: usize, at: usize, end: usize, lexicon: &Lexicon) -> bool {
        let c = &lexicon.named;
        let (token, next) = (&self.tokens[at], at + 1);
        let shouted =
            self.verbatim(next).len() > 1 && !self.verbatim(next).bytes().any(|b| b.is_ascii_lowercase());
        if next + 1 >= end || at < start + 2 || !self.tokens[next].capital || shouted {
            return false;
        }
        let dated = token.classes.has_any(&[c.month, c.weekday]) || token.kind == TokenKind::Number;
        let plain = token.kind == TokenKind::Word
            && !token.capital
            && self.tags[at].is_common_noun()
            && self.verbatim(at).len() > 2;
        // "… of the “long report” The final sealing is …".
        let quoted = self.closes(at) && token.kind == TokenKind::Quote && self.has_finite(start, at) && {
            // "said:" They are fleeing …": a mark that a scanner's slip has moved opens.
            let last = &self.tokens[at - 1];
            let says = last.verb.is_some_and(|verb| verb.classes.has(c.say));
            last.kind == TokenKind::Word && (!says || self.tags[at - 1].is_common_noun())
        };
        if !dated && !plain && !quoted {
            return false;
        }
        let after = &self.tokens[next + 1];
        let lower = after.kind == TokenKind::Word && !after.capital;
        let day = after.classes.has_any(&[c.month, c.weekday]) || after.kind == TokenKind::Number;
        match self.word(next) {
            "on" | "in" | "at" => day || dated && lower || plain && self.word(next + 1) == "least",
            "by" => dated && lower,
            "the" => dated || lower,
            // "vitamin A", "Group A".
            "a" => {
                dated
                    || plain && (lower || self.tags[next + 1].is_proper_noun()) && self.has_finite(start, at)
            }
            "it" | "he" | "she" | "they" | "this" | "these" | "but" | "there" => lower,
            _ => false,
        }
    }

    fn has_finite(&self, start: usize, end: usize) -> bool {
        self.tags[start..end].iter().any(|tag| tag.is_finite())
    }

    /// The full stop of "<ARKL.T>", the first one of "(D-N.Y.)".
    fn is_in_abbreviation(&self, at: usize, end: usize) -> bool {
        let ticker = at >= 2 && at + 2 < end && self.verbatim(at - 2) == "<" && self.verbatim(at + 2) == ">";
        let state = at + 1 < end
            && self.tokens[at + 1].span.start_byte == self.tokens[at].span.end_byte
            && self.tokens[at + 1].capital
            && self.verbatim(at + 1).len() == 2
            && self.verbatim(at + 1).ends_with('.');
        ticker || state
    }

    /// "1." at the start of a sentence counts an item and ends nothing.
    fn numbers_an_item(&self, start: usize, at: usize) -> bool {
        at == start + 1 && self.tokens[start].kind == TokenKind::Number && self.word(start).len() < 3
    }

    /// Whether the full stop of an abbreviation also ends the sentence. Where the words after it leave a doubt,
    /// it does not: two sentences in one are read more safely than a name that is cut in two.
    fn abbreviation_ends(&self, start: usize, at: usize, next: usize, end: usize, lexicon: &Lexicon) -> bool {
        let c = &lexicon.named;
        let (token, after) = (&self.tokens[at], &self.tokens[next]);
        let leads = [c.title, c.abbreviation_title, c.abbreviation_leading];
        if token.classes.has_any(&leads) || at == start {
            return false;
        }
        if after.capital && after.classes.has(c.starter) {
            return true;
        }
        let word = self.word(at);
        let inner_stop = word[..word.len() - 1].contains('.');
        if !inner_stop && !token.classes.has(c.abbreviation_final) {
            return false;
        }
        // From here on the tags decide, and only for a sentence that has its verb already.
        if !self.has_finite(start, at) {
            return false;
        }
        let opens = after.kind == TokenKind::Quote && next + 1 < end && self.tokens[next + 1].capital;
        if opens && after.span.start_byte > token.span.end_byte {
            return true;
        }
        if !after.capital || after.classes.has(c.weekday) || after.classes.has(c.month) {
            return false;
        }
        let finite = |at: usize| {
            let adverb = usize::from(at < end && self.tags[at].is_adverb());
            at + adverb < end && self.tags[at + adverb].is_finite()
        };
        let tag = self.tags[next];
        if tag.is_proper_noun() {
            // "by the U.S. Russia was represented": no country is a part of another.
            let lower = |offset: usize| (next + offset < end).then(|| self.word(next + offset));
            let place = lexicon.gazetteer(Gazetteer::Place, lower);
            // "at 5 p.m. Rescuers found": what has a verb after it is no time zone.
            let clock = matches!(word, "a.m." | "p.m.")
                .then(|| (next..end.min(next + 4)).take_while(|&at| self.tags[at].is_proper_noun()).count());
            return place.or(clock).is_some_and(|length| finite(next + length));
        }
        matches!(
            tag,
            Tag::NN
                | Tag::NNS
                | Tag::DT
                | Tag::PRP
                | Tag::PRP_POSSESSIVE
                | Tag::IN
                | Tag::RB
                | Tag::WRB
                | Tag::WP
                | Tag::EX
        )
    }

    fn starts_like_sentence(&self, token: usize) -> bool {
        let token = &self.tokens[token];
        token.capital
            || matches!(token.kind, TokenKind::Number | TokenKind::Quote)
            || matches!(&self.text[token.span.start_byte..token.span.end_byte], "(" | "[")
    }
}
