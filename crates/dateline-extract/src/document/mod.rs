//! Paragraphs, quotations, sentences and tokens, as byte spans over the unaltered text.

mod homographs;
mod layout;
mod posts;
mod readable;
mod sentences;
#[cfg(test)]
mod tests;
mod tokens;

pub(crate) use tokens::next;

use crate::lemma::{Lemma, lemma};
use crate::lexicon::{Classes, Lexicon, VerbEntry};
use crate::tagger::{Tag, Tagger};
use dateline_core::article::Revision;
use dateline_core::text::{ByteSpan, LineIndex};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, with inner apostrophes, hyphens and the full stops of an abbreviation.
    Word,
    /// Starts with a digit: "23", "3,500", "350m", "2+2", "1.6".
    Number,
    /// One punctuation mark.
    Punctuation,
    /// An opening or closing quotation mark.
    Quote,
}

/// A token: its place, kind and classes. All per-token facts are plain numbers; words are slices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) span: ByteSpan,
    pub(crate) kind: TokenKind,
    /// First character is an upper-case letter.
    pub(crate) capital: bool,
    pub(crate) classes: Classes,
    pub(crate) verb: Option<VerbEntry>,
}

/// A sentence.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    pub(crate) tokens: Range<usize>,
    pub(crate) span: ByteSpan,
}

/// The text with everything that stages 1 and 2 find.
pub(crate) struct Document<'a> {
    pub(crate) text: &'a str,
    /// The text with ASCII letters lower-cased: same offsets.
    pub(crate) lower: String,
    pub(crate) lines: LineIndex,
    pub(crate) paragraphs: Vec<ByteSpan>,
    /// Posts of a social network, in the order of the text: no paragraph of the article, and nothing is read in them.
    pub(crate) posts: Vec<ByteSpan>,
    /// Words that are printed again: where first, where later. Paragraphs, and sentences of one paragraph.
    pub(crate) doubled: Vec<(ByteSpan, ByteSpan)>,
    /// Inside of quotation marks, marks excluded.
    pub(crate) quotes: Vec<ByteSpan>,
    pub(crate) tokens: Vec<Token>,
    /// Parts of speech, by token.
    pub(crate) tags: Vec<Tag>,
    pub(crate) sentences: Vec<Sentence>,
}

impl<'a> Document<'a> {
    pub(crate) fn read(revision: &'a Revision, lexicon: &Lexicon) -> Self {
        Self::of(revision.text.as_str(), &revision.masked, &revision.embedded, lexicon)
    }

    /// A text of which nothing is masked.
    pub(crate) fn of_text(text: &'a str, lexicon: &Lexicon) -> Self {
        Self::of(text, &[], &[], lexicon)
    }

    fn of(text: &'a str, masked: &[ByteSpan], embedded: &[ByteSpan], lexicon: &Lexicon) -> Self {
        let is_sound = |span: &&ByteSpan| span.slice(text).is_some();
        let unread: Vec<ByteSpan> = masked.iter().chain(embedded).filter(is_sound).copied().collect();
        let mut paragraphs = layout::paragraphs(text, &unread);
        let mut posts = posts::take(text, &mut paragraphs);
        posts.extend(embedded.iter().filter(is_sound));
        posts.sort_unstable();
        let again = layout::doubled(text, &paragraphs);
        let (quotes, unclosed) = layout::quotations(text, &paragraphs);
        let lower = text.to_ascii_lowercase();
        let mut document = Self {
            text,
            lines: LineIndex::new(text),
            lower,
            doubled: again.iter().map(|&(first, later)| (paragraphs[first], paragraphs[later])).collect(),
            paragraphs,
            posts,
            quotes,
            tokens: Vec::with_capacity(text.len() / 5),
            tags: Vec::with_capacity(text.len() / 5),
            sentences: Vec::new(),
        };
        let tagger = Tagger::shipped();
        let mut scratch = Vec::new();
        for paragraph in 0..document.paragraphs.len() {
            if !again.iter().any(|&(_, later)| later == paragraph) {
                let (first, sentence) = (document.tokens.len(), document.sentences.len());
                document.tokenize(paragraph, lexicon);
                // Tags come first: where a sentence ends may depend on what follows an abbreviation.
                let shouted = document.quieten(first, lexicon);
                let words = document.tokens[first..].iter().enumerate().map(|(at, token)| {
                    let small = !token.capital && shouted.iter().any(|words| words.contains(&(first + at)));
                    token.span.slice(if small { &document.lower } else { text }).unwrap_or("")
                });
                tagger.tag_into(words, &mut scratch, &mut document.tags);
                document.split_sentences(first, lexicon);
                document.drop_repeated(sentence);
            }
        }
        for (quote, goes_on) in unclosed {
            document.close(quote, goes_on, lexicon);
        }
        document.name_wells();
        document
    }

    /// Drops the sentences from `first` on that one before them says word for word; their places are kept.
    fn drop_repeated(&mut self, first: usize) {
        let (text, mut seen, mut dropped) = (self.text, BTreeMap::new(), Vec::new());
        let mut gone = 0;
        for mut sentence in self.sentences.split_off(first) {
            let words = &text[sentence.span.start_byte..sentence.span.end_byte];
            let before = *seen.entry(words).or_insert(sentence.span);
            if before != sentence.span && words.len() >= layout::MIN_DOUBLED_BYTES {
                self.doubled.push((before, sentence.span));
                gone += sentence.tokens.len();
                dropped.push(sentence.tokens);
            } else {
                sentence.tokens = sentence.tokens.start - gone..sentence.tokens.end - gone;
                self.sentences.push(sentence);
            }
        }
        if let Some(from) = dropped.first().map(|tokens| tokens.start) {
            let kept = |at: usize| {
                let next = dropped.partition_point(|tokens| tokens.end <= at);
                dropped.get(next).is_none_or(|tokens| !tokens.contains(&at))
            };
            let tokens = self.tokens.split_off(from).into_iter().zip(self.tags.split_off(from));
            for (_, (token, tag)) in tokens.enumerate().filter(|(at, _)| kept(from + at)) {
                self.tokens.push(token);
                self.tags.push(tag);
            }
        }
    }

    /// Ends a quotation whose closing mark is missing. One that opens within a sentence ends with it; one that opens a
    /// sentence goes on until somebody is said to say something, or over the paragraph if the next one may carry it on.
    fn close(&mut self, quote: ByteSpan, goes_on: bool, lexicon: &Lexicon) {
        let first = self.tokens.partition_point(|token| token.span.start_byte < quote.start_byte);
        if first == 0 || self.tokens.get(first).is_none_or(|token| !quote.contains(token.span)) {
            return;
        }
        let opening = self.sentence_of(first);
        let says = |sentence: &&Sentence| {
            self.tokens[sentence.tokens.clone()]
                .iter()
                .any(|token| token.verb.is_some_and(|verb| verb.classes.has(lexicon.named.say)))
        };
        let before = first.checked_sub(2).filter(|&at| at >= self.sentences[opening].tokens.start);
        let within = before.is_some_and(|at| !matches!(self.word(at), "," | ":"));
        if goes_on && !within {
            return;
        }
        let following =
            self.sentences[opening + 1..].iter().take_while(|sentence| quote.contains(sentence.span));
        let more =
            if within && !goes_on { 0 } else { following.take_while(|sentence| !says(sentence)).count() };
        let end_byte = self.sentences[opening + more].span.end_byte;
        if let Ok(at) = self.quotes.binary_search(&quote) {
            self.quotes[at].end_byte = end_byte.min(quote.end_byte);
        }
    }

    /// The words of a token, lower case.
    pub(crate) fn word(&self, token: usize) -> &str {
        let span = self.tokens[token].span;
        &self.lower[span.start_byte..span.end_byte]
    }

    /// The part of speech of a token.
    pub(crate) fn tag(&self, token: usize) -> Tag {
        self.tags[token]
    }

    /// The lemma of a token, in lower case.
    pub(crate) fn lemma(&self, token: usize) -> Lemma<'_> {
        lemma(self.word(token), self.tags[token])
    }

    /// The words of a token as they stand.
    pub(crate) fn verbatim(&self, token: usize) -> &'a str {
        let span = self.tokens[token].span;
        &self.text[span.start_byte..span.end_byte]
    }

    /// Bytes from the first to the last of some tokens.
    ///
    /// # Panics
    /// If the range is empty.
    pub(crate) fn span(&self, tokens: Range<usize>) -> ByteSpan {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// The verbatim words of some tokens.
    pub(crate) fn words(&self, tokens: Range<usize>) -> &'a str {
        let span = self.span(tokens);
        &self.text[span.start_byte..span.end_byte]
    }

    /// "WHO", "US", "IT": two capitals or more are no pronoun.
    pub(crate) fn is_acronym(&self, token: usize) -> bool {
        let words = self.verbatim(token);
        words.len() > 1 && words.chars().all(char::is_uppercase)
    }

    /// A name: the words of some tokens, with single spaces where the text breaks a line.
    pub(crate) fn name(&self, tokens: Range<usize>) -> String {
        self.words(tokens).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The quotation in which a span lies.
    pub(crate) fn quotation(&self, span: ByteSpan) -> Option<ByteSpan> {
        // Quotations are in text order and do not overlap.
        let at = self.quotes.partition_point(|quote| quote.start_byte <= span.start_byte);
        self.quotes[..at].last().copied().filter(|quote| quote.contains(span))
    }

    /// The sentence in which a token stands.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// Every place at which the words of `span` are printed: itself, and doubled paragraphs.
    pub(crate) fn places(&self, span: ByteSpan) -> Vec<ByteSpan> {
        let mut places = vec![span];
        for &(from, later) in &self.doubled {
            if from.contains(span) {
                let shift = later.start_byte - from.start_byte;
                places.push(ByteSpan::new(span.start_byte + shift, span.end_byte + shift));
            }
        }
        places
    }
}
