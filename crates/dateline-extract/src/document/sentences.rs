//! Where sentences end.

use super::{Document, Sentence, TokenKind};
use crate::lexicon::Lexicon;
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
            if at - start >= MAX_SENTENCE_TOKENS || self.ends_sentence(at, end, lexicon) {
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

    fn ends_sentence(&self, at: usize, end: usize, lexicon: &Lexicon) -> bool {
        let token = &self.tokens[at];
        let mut next = at + 1;
        while next < end && self.closes(next) {
            next += 1;
        }
        if next >= end {
            return true;
        }
        match self.verbatim(at) {
            "!" | "?" | "." | "…" => self.starts_like_sentence(next),
            word if word.ends_with('.') && token.kind == TokenKind::Word => {
                // An abbreviation that can end a sentence does so before a word that starts one.
                token.classes.has(lexicon.named.abbreviation_final)
                    && self.tokens[next].capital
                    && self.tokens[next].classes.has(lexicon.named.starter)
            }
            _ => false,
        }
    }

    fn starts_like_sentence(&self, token: usize) -> bool {
        let token = &self.tokens[token];
        token.capital
            || matches!(token.kind, TokenKind::Number | TokenKind::Quote)
            || matches!(&self.text[token.span.start_byte..token.span.end_byte], "(" | "[")
    }
}
