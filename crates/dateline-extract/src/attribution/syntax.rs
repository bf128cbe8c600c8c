//! What a word is in its sentence: verb, auxiliary, adverb, subject, mark; and where quotations are.

use super::Ground;
use super::book::{Cue, CueBook, CueKind, Extent};
use super::words::Words;
use crate::chart::Kind;
use crate::document::{Document, TokenKind};
use crate::lexicon::NamedClasses;
use crate::tagger::Tag;
use dateline_core::text::ByteSpan;
use std::ops::Range;

/// A light view of the syntax of a document.
pub(super) struct Syntax<'g> {
    pub(super) g: Ground<'g>,
    pub(super) book: &'g CueBook,
    /// Inside of quotation marks, those of two apostrophes ('') among them, in text order.
    pub(super) quotes: Vec<ByteSpan>,
    marks: Vec<bool>,
    verbs: Vec<bool>,
}

impl<'g> Syntax<'g> {
    pub(super) fn new(g: Ground<'g>, book: &'g CueBook) -> Self {
        let document = g.document;
        let mut marks: Vec<bool> =
            document.tokens.iter().map(|token| token.kind == TokenKind::Quote).collect();
        let mut quotes = document.quotes.clone();
        // Some archives print two apostrophes for a quotation mark.
        let mut open: Option<usize> = None;
        let mut paragraph = 0;
        let apostrophe = |at: usize| matches!(document.word(at), "'" | "’" | "‘" | "`");
        for at in 1..document.tokens.len() {
            let start = document.tokens[at].span.start_byte;
            while document.paragraphs.get(paragraph).is_some_and(|p| p.end_byte <= start) {
                if let Some(from) = open.take() {
                    quotes.push(ByteSpan::new(from, document.paragraphs[paragraph].end_byte.max(from)));
                }
                paragraph += 1;
            }
            let pair = apostrophe(at)
                && apostrophe(at - 1)
                && !marks[at - 1]
                && document.tokens[at - 1].span.end_byte == start;
            if !pair {
                continue;
            }
            (marks[at - 1], marks[at]) = (true, true);
            match open.take() {
                Some(from) => {
                    quotes.push(ByteSpan::new(from, document.tokens[at - 1].span.start_byte.max(from)));
                }
                None => open = Some(document.tokens[at].span.end_byte),
            }
        }
        if quotes.len() > document.quotes.len() {
            quotes.sort_unstable();
        }
        let verbs = vec![false; document.tokens.len()];
        let mut syntax = Self { g, book, quotes, marks, verbs };
        for sentence in &document.sentences {
            for at in sentence.tokens.clone() {
                syntax.verbs[at] = syntax.looks_like_verb(at, sentence.tokens.start);
            }
        }
        syntax
    }

    /// Bytes of tokens, without marks at the ends.
    pub(super) fn trimmed(&self, mut tokens: Range<usize>) -> Option<ByteSpan> {
        let mark =
            |at: usize| self.is_quote(at) || matches!(self.word(at), "." | "," | ";" | "!" | "?" | ":");
        while !tokens.is_empty() && mark(tokens.end - 1) {
            tokens.end -= 1;
        }
        while !tokens.is_empty() && mark(tokens.start) {
            tokens.start += 1;
        }
        (!tokens.is_empty()).then(|| self.g.document.span(tokens))
    }

    /// The quotation in which a span lies.
    pub(super) fn quotation(&self, span: ByteSpan) -> Option<ByteSpan> {
        let at = self.quotes.partition_point(|quote| quote.start_byte <= span.start_byte);
        self.quotes[..at].last().copied().filter(|quote| quote.contains(span))
    }

    pub(super) fn document(&self) -> &'g Document<'g> {
        self.g.document
    }

    pub(super) fn classes(&self) -> &'g NamedClasses {
        self.g.classes
    }

    pub(super) fn word(&self, at: usize) -> &'g str {
        self.g.document.word(at)
    }

    /// Whether a word is in one of the lists of the rule file.
    pub(super) fn among(&self, list: Words, at: usize) -> bool {
        self.book.lists.has(list, self.word(at)) && !self.g.document.is_acronym(at)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        !self.marks[at] && matches!(self.g.document.tokens[at].kind, TokenKind::Word | TokenKind::Number)
    }

    pub(super) fn is_quote(&self, at: usize) -> bool {
        self.marks[at]
    }

    /// A form of "be", "have" or "do", or a modal.
    pub(super) fn is_auxiliary(&self, at: usize) -> bool {
        let c = self.classes();
        let possessive = matches!(self.word(at), "'s" | "’s") && at > 0 && {
            let before = self.word(at - 1);
            self.g.document.is_acronym(at - 1)
                || !matches!(before, "he" | "she" | "it" | "that" | "there" | "who" | "what" | "this")
        };
        let classes = self.g.document.tokens[at].classes;
        // "Will wrote", "Will Doyle": a name.
        let name = self.g.document.tokens[at].capital && classes.has(c.modal) && {
            let next = at + 1 < self.g.document.tokens.len() && self.g.document.tag(at + 1) == Tag::VBD;
            let follows = self.g.document.tokens.get(at + 1).is_some_and(|next| next.capital);
            // In a title with capitals it follows one.
            let after = at > 0 && self.is_word(at - 1) && !self.g.document.tokens[at - 1].capital;
            next || follows && (after || self.g.document.tokens.len() > at + 2 && self.word(at + 2) == ",")
        };
        !possessive
            && !name
            && (classes.has_any(&[c.modal, c.be, c.have, c.do_form])
                || matches!(self.word(at), "'ve" | "’ve" | "'re" | "’re"))
    }

    /// An adverb or a negation between the parts of a verb group.
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        let c = self.classes();
        let word = self.word(at);
        let tokens = &self.g.document.tokens;
        let classes = tokens[at].classes;
        // "said First Harbour": the first word of a name, where no sentence begins.
        let starts = |at: usize| {
            self.g.document.sentences[self.g.document.sentence_of(at)].tokens.start == at
                || tokens[at - 1].kind != TokenKind::Word
        };
        if tokens[at].capital && tokens.get(at + 1).is_some_and(|next| next.capital) && !starts(at) {
            return false;
        }
        classes.has_any(&[c.adverb, c.negator])
            || word.len() > 4
                && word.ends_with("ly")
                && !self.g.document.tag(at).is_proper_noun()
                && !matches!(
                    word,
                    "july" | "italy" | "family" | "assembly" | "supply" | "reply" | "rally" | "ally"
                )
            || matches!(word, "all" | "both" | "always" | "often" | "ever" | "too")
    }

    pub(super) fn is_subject_pronoun(&self, at: usize) -> bool {
        self.among(Words::Subjects, at)
    }

    /// Words that join clauses: a noun phrase does not reach over them.
    pub(super) fn joins(&self, at: usize) -> bool {
        self.among(Words::Joining, at)
    }

    /// Whether a word is a verb where it stands, as far as its form and the word before it tell.
    pub(super) fn is_verb(&self, at: usize) -> bool {
        self.verbs[at]
    }

    fn looks_like_verb(&self, at: usize, start: usize) -> bool {
        let tag = self.g.document.tag(at);
        // "the planned bridge", "the winning bid".
        let modifies = matches!(tag, Tag::VBN | Tag::VBG) && at > start && self.before_noun(at);
        // "Velden vowed": after a name or a pronoun the past of a cue is a verb, whatever the tagger makes of the name.
        let told = !tag.is_verb()
            && at > start
            && !self.g.document.tokens[at].capital
            && {
                let before = &self.g.document.tokens[at - 1];
                (before.capital && before.kind == TokenKind::Word || self.is_subject_pronoun(at - 1))
                && self.book.cues(self.word(at)).iter().any(
                    |cue| matches!(cue.kind, CueKind::Verb(forms) if forms.past && !forms.base && cue.particle.is_empty()),
                )
                && !self.before_noun(at)
            };
        // "…, state media report.": the tagger takes it for a noun.
        let tokens = &self.g.document.tokens;
        let closes = at + 1 >= tokens.len() || matches!(self.word(at + 1), "." | "!");
        let carried = matches!(self.word(at), "report" | "reports")
            && closes
            && at > start + 2
            && matches!(
                self.word(at - 1),
                "media" | "agencies" | "agency" | "newspapers" | "newspaper" | "television" | "radio"
            )
            && (start..at - 1).rev().take(5).any(|at| self.word(at) == ",");
        // "Velden Says Bridge Is Safe": a heading.
        let heads = at > start
            && self.word(at) == "says"
            && self.g.document.tokens[at - 1].capital
            && self.g.document.tokens[at].capital;
        // "Said Velden, …": what begins a sentence has a capital, and looks like a name.
        let inverts = at == start
            && matches!(self.word(at), "said" | "says" | "added")
            && tokens
                .get(at + 1)
                .is_some_and(|next| next.capital || next.classes.has(self.classes().article));
        let beside = heads || inverts || !tag.is_verb() && self.is_told_beside_quotation(at, start);
        self.is_auxiliary(at) || told || carried || beside || tag.is_verb() && !modifies
    }

    /// "“…,” the editorial read.", "“…,” Velden notes.": after a quotation and a subject.
    fn is_told_beside_quotation(&self, at: usize, start: usize) -> bool {
        let document = self.g.document;
        let Some(mark) = (start.saturating_sub(1)..at).rev().take(5).find(|&i| self.is_quote(i)) else {
            return false;
        };
        let ends = mark > 0 && matches!(self.word(mark - 1), "," | "?" | "!" | "—");
        let subject = mark + 1 < at && (mark + 1..at).all(|i| self.is_word(i) && !self.verbs[i]);
        let next = (at + 1).min(document.tokens.len() - 1);
        let closes = !self.is_word(next)
            || document.tokens[next].classes.has(self.classes().preposition)
            || document.sentences[document.sentence_of(at)].tokens.end == at + 1
            || self.g.chart.at(next).iter().any(|a| a.kind == Kind::Time);
        let reports = |cue: &Cue| {
            matches!(cue.kind, CueKind::Verb(forms) if forms.past || forms.present)
                && cue.particle.is_empty()
                && cue.takes.iter().any(|&c| self.book.complements[c].extent == Extent::Quotation)
        };
        ends && subject
            && closes
            && !document.tokens[at].capital
            && self.book.cues(self.word(at)).iter().any(reports)
    }

    /// After an article, a possessive, a number or a preposition stands a noun or an adjective.
    fn before_noun(&self, at: usize) -> bool {
        let c = self.classes();
        let before = &self.g.document.tokens[at - 1];
        let word = self.word(at - 1);
        let gerund = self.word(at).ends_with("ing");
        if before.classes.has(c.article)
            || matches!(word, "this" | "these" | "those" | "no" | "any" | "every" | "each")
        {
            return true;
        }
        if matches!(word, "'s" | "’s") {
            return !self.is_auxiliary(at - 1) && !gerund;
        }
        if before.classes.has(c.possessive) && word != "her" {
            return true;
        }
        if word == "her" {
            return !gerund;
        }
        before.classes.has(c.preposition)
            && !gerund
            && !matches!(
                word,
                "to" | "since"
                    | "after"
                    | "before"
                    | "until"
                    | "around"
                    | "over"
                    | "along"
                    | "in"
                    | "on"
                    | "by"
            )
            || matches!(word, "of" | "for" | "with" | "in" | "on" | "by" | "from" | "at") && !gerund
    }

    /// The first token of the verb group whose main verb is at `main`: its auxiliaries and adverbs.
    pub(super) fn group_start(&self, main: usize, start: usize) -> usize {
        let mut left = main;
        while left > start {
            let at = left - 1;
            let to = self.word(at) == "to";
            if self.is_auxiliary(at) || self.is_adverb(at) && self.word(at) != "all" {
                left = at;
            } else if to && at > start && self.is_verb(at - 1) && !self.is_auxiliary(at - 1) {
                // "went on to say", "continued to insist".
                left = at - 1;
            } else if to
                && at > start
                && matches!(
                    self.word(at - 1),
                    "on" | "likely" | "able" | "going" | "expected" | "set" | "quick"
                )
            {
                left = at - 1;
                let goes = |at: usize| matches!(self.word(at), "go" | "goes" | "went" | "gone" | "going");
                if self.word(left) == "on" && left > start && goes(left - 1) {
                    left -= 1;
                }
            } else if self.word(at) == "on" && left < main && self.word(left) == "to" {
                left = at;
            } else {
                break;
            }
        }
        // A group begins with no bare adverb of the clause ("Later the mayor …" is not reached: a noun stands between).
        left
    }
}
