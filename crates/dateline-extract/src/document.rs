//! Stages 1 and 2: paragraphs, quotations, sentences and tokens, as byte spans over the unaltered text.

use crate::lexicon::{Classes, Lexicon, VerbEntry};
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
    /// Places of words that are printed again: (first paragraph, later paragraph).
    pub(crate) doubled: Vec<(usize, usize)>,
    /// Inside of quotation marks, marks excluded.
    pub(crate) quotes: Vec<ByteSpan>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Sentence>,
}

/// Passages shorter than this are not called doubled: bylines and "Read more" recur.
const MIN_DOUBLED_BYTES: usize = 40;

impl<'a> Document<'a> {
    pub(crate) fn read(revision: &'a Revision, lexicon: &Lexicon) -> Self {
        let text = revision.text.as_str();
        let paragraphs = paragraphs(text, &revision.masked);
        let doubled = doubled(text, &paragraphs);
        let quotes = quotations(text, &paragraphs);
        let lower = text.to_ascii_lowercase();
        let mut document = Self {
            text,
            lines: LineIndex::new(text),
            lower,
            paragraphs,
            doubled,
            quotes,
            tokens: Vec::with_capacity(text.len() / 5),
            sentences: Vec::new(),
        };
        for paragraph in 0..document.paragraphs.len() {
            if !document.doubled.iter().any(|&(_, later)| later == paragraph) {
                document.tokenize(paragraph, lexicon);
            }
        }
        document
    }

    /// The words of a token, lower case.
    pub(crate) fn word(&self, token: usize) -> &str {
        let span = self.tokens[token].span;
        &self.lower[span.start_byte..span.end_byte]
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

    /// The quotation in which a span lies.
    pub(crate) fn quotation(&self, span: ByteSpan) -> Option<ByteSpan> {
        self.quotes.iter().copied().find(|quote| quote.contains(span))
    }

    /// The sentence in which a token stands.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// Every place at which the words of `span` are printed: itself, and doubled paragraphs.
    pub(crate) fn places(&self, span: ByteSpan) -> Vec<ByteSpan> {
        let mut places = vec![span];
        for &(first, later) in &self.doubled {
            let from = self.paragraphs[first];
            if from.contains(span) {
                let shift = self.paragraphs[later].start_byte - from.start_byte;
                places.push(ByteSpan::new(span.start_byte + shift, span.end_byte + shift));
            }
        }
        places
    }

    fn tokenize(&mut self, paragraph: usize, lexicon: &Lexicon) {
        let span = self.paragraphs[paragraph];
        let first = self.tokens.len();
        let mut at = span.start_byte;
        while at < span.end_byte {
            let Some(c) = self.text[at..span.end_byte].chars().next() else { break };
            if c.is_whitespace() || is_invisible(c) {
                at += c.len_utf8();
                continue;
            }
            let (end, kind) = token_end(&self.text[..span.end_byte], at, c, lexicon);
            let word = &self.lower[at..end];
            self.tokens.push(Token {
                span: ByteSpan::new(at, end),
                kind,
                capital: c.is_uppercase(),
                classes: lexicon.classes_of(word),
                verb: if kind == TokenKind::Word { lexicon.verb(word) } else { None },
            });
            at = end;
        }
        self.split_sentences(first, lexicon);
    }

    fn split_sentences(&mut self, first: usize, lexicon: &Lexicon) {
        let end = self.tokens.len();
        let mut start = first;
        let mut at = first;
        while at < end {
            let mut stop = at + 1;
            if self.ends_sentence(at, end, lexicon) {
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
            "!" | "?" => self.starts_like_sentence(next),
            "." | "…" => self.starts_like_sentence(next),
            word if word.ends_with('.') && token.kind == TokenKind::Word => {
                // An abbreviation that can end a sentence does so before a word that starts one.
                let class = lexicon.class("abbreviation-final");
                let starter = lexicon.class("starter");
                let final_abbreviation = class.is_some_and(|class| token.classes.has(class));
                final_abbreviation
                    && self.tokens[next].capital
                    && starter.is_some_and(|class| self.tokens[next].classes.has(class))
            }
            _ => false,
        }
    }

    fn starts_like_sentence(&self, token: usize) -> bool {
        let token = &self.tokens[token];
        token.capital || matches!(token.kind, TokenKind::Number | TokenKind::Quote)
    }
}

/// Characters that take no place on screen; they separate nothing and mean nothing, and are only noted.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

fn token_end(text: &str, at: usize, first: char, lexicon: &Lexicon) -> (usize, TokenKind) {
    if matches!(first, '"' | '“' | '”' | '«' | '»') {
        return (at + first.len_utf8(), TokenKind::Quote);
    }
    if first.is_ascii_digit() {
        return (number_end(text, at), TokenKind::Number);
    }
    if first.is_alphabetic() {
        return (word_end(text, at, lexicon), TokenKind::Word);
    }
    if matches!(first, '\'' | '’') {
        // The possessive ending and contractions are tokens of their own.
        for ending in ["s", "ll", "re", "ve", "d"] {
            let after = at + first.len_utf8() + ending.len();
            let glued = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
            let fits = text.get(at + first.len_utf8()..after).is_some_and(|t| t.eq_ignore_ascii_case(ending));
            if glued && fits && !text[after..].chars().next().is_some_and(char::is_alphanumeric) {
                return (after, TokenKind::Word);
            }
        }
    }
    (at + first.len_utf8(), TokenKind::Punctuation)
}

fn number_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while end < bytes.len() {
        let digit_after = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            b'0'..=b'9' => end += 1,
            b',' | b'.' | b':' | b'+' if digit_after && bytes[end - 1].is_ascii_digit() => end += 1,
            // "350m", "21st", "2am": letters glued to the digits belong to them.
            b if b.is_ascii_alphabetic() => end += 1,
            _ => break,
        }
    }
    end
}

fn word_end(text: &str, at: usize, lexicon: &Lexicon) -> usize {
    // "mid-September" is a modifier and a month.
    if text[at..].get(..4).is_some_and(|start| start.eq_ignore_ascii_case("mid-")) {
        return at + 4;
    }
    let mut end = at;
    let mut chars = text[at..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let next_letter = next.is_some_and(char::is_alphabetic);
        let next_word = next.is_some_and(char::is_alphanumeric);
        let takes = c.is_alphanumeric()
            || (c == '-' && next_word)
            || (matches!(c, '\'' | '’') && next_letter && !contraction(&text[at + offset + c.len_utf8()..]))
            || (c == '&' && next_letter && end == at + offset)
            || (c == '.' && next_letter && single_letters(&text[at..at + offset]));
        if !takes {
            break;
        }
        end = at + offset + c.len_utf8();
    }
    // "U.S.", "Sept.", "J.": the full stop belongs to the abbreviation.
    if text[end..].starts_with('.') {
        let word = text[at..=end].to_ascii_lowercase();
        let abbreviation = lexicon.class("abbreviation").is_some_and(|c| lexicon.classes_of(&word).has(c));
        let initial = end - at == 1 && text.as_bytes()[at].is_ascii_uppercase() && &text[at..end] != "I";
        let dotted = text[at..end].contains('.') && single_letters(&text[at..end]);
        if (abbreviation && word != "no." && word != "sun." && word != "sat.") || initial || dotted {
            return end + 1;
        }
    }
    end
}

/// Whether what follows an apostrophe is a possessive or contracted ending.
fn contraction(rest: &str) -> bool {
    let letters: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    matches!(letters.to_ascii_lowercase().as_str(), "s" | "ll" | "re" | "ve" | "d")
}

/// Whether `text` is single letters joined by full stops ("U", "U.S").
fn single_letters(text: &str) -> bool {
    text.split('.').all(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_alphabetic())
}

/// Paragraphs: lines, unless the text is wrapped by hand (then blank lines part them).
fn paragraphs(text: &str, masked: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = ByteSpan::new(start, start + line.len());
        start += line.len();
        for part in unmasked(span, masked) {
            lines.push(trimmed(text, part));
        }
    }
    if !wrapped_by_hand(text, &lines) {
        lines.retain(|line| !line.is_empty());
        return lines;
    }
    let mut out: Vec<ByteSpan> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
        } else if open {
            if let Some(last) = out.last_mut() {
                *last = last.cover(line);
            }
        } else {
            out.push(line);
            open = true;
        }
    }
    out
}

fn unmasked(span: ByteSpan, masked: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut parts = vec![span];
    for mask in masked {
        parts = parts
            .into_iter()
            .flat_map(|part| {
                if !part.overlaps(*mask) {
                    return vec![part];
                }
                let mut left = Vec::new();
                if part.start_byte < mask.start_byte {
                    left.push(ByteSpan::new(part.start_byte, mask.start_byte));
                }
                if mask.end_byte < part.end_byte {
                    left.push(ByteSpan::new(mask.end_byte, part.end_byte));
                }
                left
            })
            .collect();
    }
    parts
}

fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let slice = &text[span.start_byte..span.end_byte];
    let start = span.start_byte + (slice.len() - slice.trim_start().len());
    ByteSpan::new(start, start.max(span.start_byte + slice.trim_end().len()))
}

/// A text is wrapped by hand when most lines that are followed by another line end in mid-sentence at
/// about the same width.
fn wrapped_by_hand(text: &str, lines: &[ByteSpan]) -> bool {
    let mut followed = 0_usize;
    let mut unfinished = 0_usize;
    for pair in lines.windows(2) {
        if pair[0].is_empty() || pair[1].is_empty() {
            continue;
        }
        followed += 1;
        let line = &text[pair[0].start_byte..pair[0].end_byte];
        let ends = line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':']);
        if !ends && (40..=120).contains(&line.len()) {
            unfinished += 1;
        }
    }
    followed >= 2 && unfinished * 10 >= followed * 6
}

fn doubled(text: &str, paragraphs: &[ByteSpan]) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (at, span) in paragraphs.iter().enumerate() {
        let words = &text[span.start_byte..span.end_byte];
        if words.len() < MIN_DOUBLED_BYTES {
            continue;
        }
        if let Some(&first) = seen.get(words) {
            out.push((first, at));
        } else {
            seen.insert(words, at);
        }
    }
    out
}

/// Quotations, paragraph by paragraph. A mark that is never closed quotes to the paragraph's end, as
/// quotations that run over several paragraphs are printed.
fn quotations(text: &str, paragraphs: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut out = Vec::new();
    for paragraph in paragraphs {
        let mut open: Option<usize> = None;
        for (offset, c) in text[paragraph.start_byte..paragraph.end_byte].char_indices() {
            let at = paragraph.start_byte + offset;
            match (c, open) {
                ('“' | '«', _) | ('"', None) => open = Some(at + c.len_utf8()),
                ('”' | '»' | '"', Some(start)) => {
                    out.push(ByteSpan::new(start, at));
                    open = None;
                }
                _ => {}
            }
        }
        if let Some(start) = open {
            out.push(ByteSpan::new(start, paragraph.end_byte));
        }
    }
    out
}
