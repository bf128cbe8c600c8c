//! Text of which no rule of English prose holds: words of another language, words without marks, words in capitals.

use super::{Document, TokenKind};
use crate::lexicon::{Gazetteer, Lexicon};
use std::ops::Range;

/// So many words without a mark, not even one at the end, are no sentence of edited prose: where one ends and the next
/// begins, and so who says what, is not settled.
const WITHOUT_MARK: usize = 25;
/// So few words in capitals are a name, a label or a short headline.
const SHOUTED: usize = 5;

impl Document<'_> {
    /// Whether a sentence can be read as English prose.
    pub(crate) fn is_readable(&self, sentence: usize, lexicon: &Lexicon) -> bool {
        let tokens = &self.sentences[sentence].tokens;
        !self.lacks_marks(tokens) && !self.is_foreign(tokens, lexicon)
    }

    fn lacks_marks(&self, tokens: &Range<usize>) -> bool {
        let marks = |at: usize| {
            matches!(self.word(at), "." | "," | ";" | ":" | "!" | "?" | "-" | "–" | "—" | "(" | "…" | "|")
        };
        let stops = |at: usize| self.tokens[at].kind == TokenKind::Word && self.word(at).ends_with('.');
        tokens.len() >= WITHOUT_MARK
            && !tokens.clone().any(|at| marks(at) || self.tokens[at].kind == TokenKind::Quote)
            && !stops(tokens.end - 1)
    }

    /// Whether more of the words in small letters are function words of another language than of English.
    pub(crate) fn is_foreign(&self, tokens: &Range<usize>, lexicon: &Lexicon) -> bool {
        let c = &lexicon.named;
        let english = [c.article, c.preposition, c.conjunction, c.be, c.pronoun];
        let (mut foreign, mut own) = (0, 0);
        for token in &self.tokens[tokens.clone()] {
            if token.classes.has(c.foreign_function) {
                foreign += usize::from(!token.capital);
            } else {
                own += usize::from(token.classes.has_any(&english));
            }
        }
        foreign >= 3 && foreign > own
    }

    /// Takes the capitals from words of a stretch that is printed in nothing but capitals: there they tell no names.
    /// Those of days, months and places stay, and those with which its sentences begin.
    pub(super) fn quieten(&mut self, first: usize, lexicon: &Lexicon) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = first;
        while at < self.tokens.len() {
            let end =
                (at..self.tokens.len()).find(|&at| self.has_small_letters(at)).unwrap_or(self.tokens.len());
            if self.is_shouted(at..end, lexicon) {
                self.take_capitals(at..end, lexicon);
                found.push(at..end);
            }
            at = end + 1;
        }
        found
    }

    fn has_small_letters(&self, at: usize) -> bool {
        self.verbatim(at).chars().any(char::is_lowercase)
    }

    fn is_shouted(&self, tokens: Range<usize>, lexicon: &Lexicon) -> bool {
        let c = &lexicon.named;
        let function = [c.article, c.preposition, c.conjunction, c.be, c.pronoun, c.modal, c.have];
        let words = |at: &usize| self.tokens[*at].kind == TokenKind::Word;
        let many = tokens.clone().filter(words).count() >= SHOUTED;
        many && tokens.filter(|&at| self.tokens[at].classes.has_any(&function)).count() >= 2
    }

    fn take_capitals(&mut self, tokens: Range<usize>, lexicon: &Lexicon) {
        let c = &lexicon.named;
        let mut kept = Vec::new();
        for at in tokens.clone() {
            let begins = at == tokens.start || matches!(self.word(at - 1), "." | "!" | "?" | ":");
            let calendar = self.tokens[at].classes.has_any(&[c.month, c.weekday, c.demonym]);
            let lower = |offset: usize| (at + offset < tokens.end).then(|| self.word(at + offset));
            let place = lexicon.gazetteer(Gazetteer::Place, lower).unwrap_or(0);
            if begins || calendar {
                kept.push(at);
            }
            kept.extend(at..at + place);
        }
        for at in tokens {
            self.tokens[at].capital &= kept.contains(&at);
        }
    }
}
