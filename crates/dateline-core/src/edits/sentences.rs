//! The pieces of a text that are compared, and their words.
//!
//! Pieces are sentences as far as their marks tell. They serve the comparison only: a wrong cut makes a longer or
//! shorter piece, never a wrong word. So no list of abbreviations is asked.

use crate::article::Revision;
use crate::text::ByteSpan;
use std::collections::BTreeMap;

/// A word as it is compared: two words are the same if they differ only in case, in the form of their quotation
/// marks and dashes, or in characters that are not seen.
pub(super) type WordId = u32;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Where it stands, without the white space around it.
    pub(super) span: ByteSpan,
    /// Its words, in order.
    pub(super) words: Vec<(ByteSpan, WordId)>,
    /// Its words' ids in ascending order.
    pub(super) bag: Vec<WordId>,
}

impl Sentence {
    /// The ids of its words, in order.
    pub(super) fn ids(&self) -> Vec<WordId> {
        self.words.iter().map(|(_, id)| *id).collect()
    }
}

/// Numbers for words, the same in both texts.
#[derive(Debug, Default)]
pub(super) struct WordIds(BTreeMap<String, WordId>);

impl WordIds {
    fn of(&mut self, word: &str) -> WordId {
        let next = WordId::try_from(self.0.len()).unwrap_or(WordId::MAX);
        *self.0.entry(compared(word)).or_insert(next)
    }
}

/// The pieces of a revision's text outside the masked parts, in order.
pub(super) fn sentences(revision: &Revision, ids: &mut WordIds) -> Vec<Sentence> {
    let mut found = Vec::new();
    for stretch in revision.unmasked() {
        let Some(text) = stretch.slice(&revision.text) else { continue };
        for piece in pieces(text) {
            let start = stretch.start_byte + piece.start_byte;
            let Some(shown) = piece.slice(text) else { continue };
            let words: Vec<(ByteSpan, WordId)> = words(shown)
                .map(|word| {
                    let span = ByteSpan::new(start + word.start_byte, start + word.end_byte);
                    (span, ids.of(word.slice(shown).unwrap_or_default()))
                })
                .collect();
            let mut bag: Vec<WordId> = words.iter().map(|(_, id)| *id).collect();
            bag.sort_unstable();
            found.push(Sentence { span: ByteSpan::new(start, start + shown.len()), words, bag });
        }
    }
    found
}

/// Lengths in bytes of a line that was ended by hand at a width, and goes on in the next.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=120;

/// Where the pieces of a text stand: cut after a full stop, question or exclamation mark that white space and
/// something other than a small letter follow; at empty lines; and at line ends, but for those of wrapped lines.
fn pieces(text: &str) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    let mut push = |from: usize, to: usize| {
        let piece = &text[from..to];
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let start = from + (piece.len() - piece.trim_start().len());
            found.push(ByteSpan::new(start, start + trimmed.len()));
        }
    };
    // Where the piece begins, and whether the last character that is seen may end it.
    let (mut from, mut line, mut ended) = (0, 0, false);
    // Since that character: the first white space, and the first line end.
    let (mut gap, mut line_end): (Option<usize>, Option<usize>) = (None, None);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            gap.get_or_insert(at);
            if c == '\n' {
                let wrapped = !ended && line_end.is_none() && WRAPPED.contains(&(at - line));
                if !wrapped {
                    push(from, at);
                    (from, ended, gap) = (at + 1, false, None);
                }
                line_end = Some(at);
                line = at + 1;
            }
            continue;
        }
        if let Some(gap) = gap.take().filter(|_| ended && !c.is_lowercase()) {
            push(from, gap);
            from = gap;
        }
        line_end = None;
        let closes = matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']');
        ended = matches!(c, '.' | '!' | '?' | '…') || (ended && closes);
    }
    push(from, text.len());
    found
}

/// The words of a piece: what white space separates. A long dash is a word, whatever stands around it.
fn words(text: &str) -> impl Iterator<Item = ByteSpan> {
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let dash = long_dash(&text[at..]);
        if let (true, Some(from)) = (c.is_whitespace() || dash > 0, start) {
            found.push(ByteSpan::new(from, at));
            start = None;
        }
        if dash > 0 {
            found.push(ByteSpan::new(at, at + dash));
        } else if !c.is_whitespace() {
            start.get_or_insert(at);
        }
        at += dash.max(c.len_utf8());
    }
    if let Some(from) = start {
        found.push(ByteSpan::new(from, text.len()));
    }
    found.into_iter()
}

/// Length of the long dash with which a text begins; 0 if it does not.
fn long_dash(text: &str) -> usize {
    let (mut length, mut hyphens) = (0, 0);
    for c in text.chars() {
        match c {
            '\u{2014}' | '\u{2015}' => length += c.len_utf8(),
            '-' => {
                hyphens += 1;
                length += 1;
            }
            _ => break,
        }
    }
    if length == hyphens && hyphens < 2 { 0 } else { length }
}

/// A word as it is compared. Signs that belong to a figure stay: "4.5" is not "45", and "-5" not "5".
fn compared(word: &str) -> String {
    if long_dash(word) == word.len() || matches!(word, "-" | "\u{2013}" | "\u{2212}" | "\u{2012}") {
        return "-".to_owned();
    }
    let mut plain = String::with_capacity(word.len());
    let mut chars = word.chars().filter(|c| !is_unseen(*c)).peekable();
    let quoted = word.starts_with(['\'', '"', '\u{2018}', '\u{201c}']);
    while let Some(c) = chars.next() {
        match c {
            // Feet and inches, minutes and seconds: 6' is not 6".
            '\'' | '"' if !quoted && plain.ends_with(|c: char| c.is_ascii_digit()) => plain.push(c),
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' | '\u{b4}' => {
                // Within a word it is an apostrophe; at its edges a quotation mark, single or double by the house.
                let inside = plain.ends_with(char::is_alphanumeric)
                    && chars.peek().is_some_and(|next| next.is_alphanumeric());
                plain.push(if inside { '\'' } else { '"' });
            }
            '\u{201a}' | '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' => {
                plain.push('"');
            }
            '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => plain.push('-'),
            '…' => plain.push_str("..."),
            _ => plain.extend(c.to_lowercase()),
        }
    }
    plain
}

/// Soft hyphens, and joiners and marks without width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|span| span.slice(text).unwrap()).collect()
    }

    #[test]
    fn pieces_end_where_sentences_and_lines_do() {
        assert_eq!(
            cut("One died. Two (he said.) Three? four"),
            ["One died.", "Two (he said.)", "Three? four"]
        );
        assert_eq!(cut("A heading\nThe rest.\n\n  Another\n"), ["A heading", "The rest.", "Another"]);
        assert_eq!(cut("\n \n"), [""; 0]);
    }

    #[test]
    fn wrapped_lines_are_one_piece() {
        let wrapped = "The bridge at the mouth of the river was shut on\nMonday. It will open in the middle of the month of\nMarch.\n\nNext.";
        assert_eq!(cut(wrapped).len(), 3, "{:?}", cut(wrapped));
    }

    #[test]
    fn form_is_folded_and_meaning_is_not() {
        let same = |one, other| compared(one) == compared(other);
        assert!(
            same("“Stop”", "'stop'")
                && same("don’t", "DON'T")
                && same("2–3", "2-3")
                && same("wait…", "wait...")
        );
        assert!(same("—", "--") && same("–", "-") && same("co\u{ad}operate", "cooperate"));
        for (one, other) in [
            ("4.5", "45"),
            ("-5", "5"),
            ("€5", "$5"),
            ("died.", "died?"),
            ("\"dead\"", "dead"),
            ("5%", "5"),
            ("6′", "6″"),
            ("6'", "6\""),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_long_dash_is_a_word_of_its_own() {
        let all = |text: &'static str| words(text).map(|span| span.slice(text).unwrap()).collect::<Vec<_>>();
        assert_eq!(all("two—or three -- died"), ["two", "—", "or", "three", "--", "died"]);
        assert_eq!(all(" cease-fire "), ["cease-fire"]);
    }
}
