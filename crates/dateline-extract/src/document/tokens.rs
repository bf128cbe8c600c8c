//! Tokens: words, numbers, marks.

use super::{Document, Token, TokenKind};
use crate::lexicon::Lexicon;
use dateline_core::text::{ByteSpan, is_invisible};

impl Document<'_> {
    pub(super) fn tokenize(&mut self, paragraph: usize, lexicon: &Lexicon) {
        let paragraph = self.paragraphs[paragraph];
        let text = &self.text[..paragraph.end_byte];
        let mut at = paragraph.start_byte;
        while let Some((span, kind)) = next(text, at, lexicon) {
            at = span.end_byte;
            let word = &self.lower[span.start_byte..at];
            self.tokens.push(Token {
                span,
                kind,
                capital: text[span.start_byte..].chars().next().is_some_and(char::is_uppercase),
                classes: lexicon.classes_of(word),
                verb: if kind == TokenKind::Word { lexicon.verb(word) } else { None },
            });
        }
    }
}

/// The first token that starts at `from` or later.
pub(crate) fn next(text: &str, from: usize, lexicon: &Lexicon) -> Option<(ByteSpan, TokenKind)> {
    let seen = |c: &char| !c.is_whitespace() && !is_invisible(*c);
    let (skipped, c) = text[from..].char_indices().find(|(_, c)| seen(c))?;
    let at = from + skipped;
    let (end, kind) = token_end(text, at, c, lexicon);
    Some((ByteSpan::new(at, end), kind))
}

/// What may follow an apostrophe at the end of a word.
const ENDINGS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

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
        for ending in ENDINGS {
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
            || (c == '.' && next_letter && single_letters(&text[at..at + offset]))
            || (c == '.' && text[at..].get(..4).is_some_and(|word| word.eq_ignore_ascii_case("ph.d")));
        // "hasn't" is "has" and "n't".
        let negation = c == 'n' && offset > 0 && starts_with_negation(&text[at + offset..]);
        if !takes || negation {
            break;
        }
        end = at + offset + c.len_utf8();
    }
    // "U.S.", "Sept.", "J.": the full stop belongs to the abbreviation.
    if text[end..].starts_with('.') {
        let word = text[at..=end].to_ascii_lowercase();
        let (classes, c) = (lexicon.classes_of(&word), &lexicon.named);
        let initial = end - at == 1 && text.as_bytes()[at].is_ascii_uppercase() && &text[at..end] != "I";
        let dotted = text[at..end].contains('.') && single_letters(&text[at..end]);
        let mut rest = text[end + 1..].chars();
        let numbered = matches!(word.as_str(), "no." | "nos.")
            && rest.next() == Some(' ')
            && rest.next().is_some_and(|c| c.is_ascii_digit());
        let capital = text[at..].starts_with(|c: char| c.is_ascii_uppercase());
        let short = capital
            && (classes.has_any(&[c.abbreviation_title, c.abbreviation_street])
                || classes.has(c.abbreviation_state) && text[..at].trim_end().ends_with(','));
        let listed = classes.has(c.abbreviation) && !matches!(word.as_str(), "no." | "sun." | "sat.");
        if listed || numbered || short || initial || dotted || word == "ph.d." {
            return end + 1;
        }
    }
    end
}

/// Whether a text starts with "n't" as the end of a word.
fn starts_with_negation(text: &str) -> bool {
    let rest = text.strip_prefix("n't").or_else(|| text.strip_prefix("n’t"));
    rest.is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
}

/// Whether what follows an apostrophe is a possessive or contracted ending.
fn contraction(rest: &str) -> bool {
    let letters: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    ENDINGS.iter().any(|ending| letters.eq_ignore_ascii_case(ending))
}

/// Whether `text` is single letters joined by full stops ("U", "U.S").
fn single_letters(text: &str) -> bool {
    text.split('.').all(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_alphabetic())
}
