//! Tokens cut into the pieces that rules speak of: "two-year-old" is five, "1990s" and "10am" are two.

use super::words::{WordId, Words};
use crate::tagger::Tag;
use dateline_core::text::ByteSpan;

/// A number of thousandths; more than nine digits are no number that a time has.
pub(super) const NO_NUMBER: i64 = -1;

/// Longest token that is cut, in bytes. No time is written in one so long; a longer one is a piece of its own.
const MAX_TOKEN: usize = 64;

/// A piece of a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) word: WordId,
    /// The first letter is a capital.
    pub(super) capital: bool,
    /// No space stands before it.
    pub(super) glued: bool,
    /// How many digits it is made of; 0 if it is no whole number without separators.
    pub(super) digits: u8,
    /// Its value in thousandths, or [`NO_NUMBER`].
    pub(super) number: i64,
    /// It is a word, or a number of four or eight digits, that makes a sentence worth reading.
    pub(super) trigger: bool,
    /// Classes of the word, as bits.
    pub(super) classes: u128,
    /// The part of speech of its token.
    pub(super) tag: Option<Tag>,
}

/// Whether the token at `start..end` may be, or hold, a word that makes a sentence worth reading. Most tokens
/// are told apart here, and their sentences are never cut.
pub(super) fn may_trigger(bytes: &[u8], start: usize, end: usize, words: &Words) -> bool {
    let token = &bytes[start..end];
    match token[0] {
        b'0'..=b'9' => token.iter().filter(|byte| byte.is_ascii_digit()).count() == 4 || token.len() > 2,
        b'/' | b'\'' | 0xe2 => is_date_mark(bytes, start) || words.may_trigger(token),
        _ => words.may_trigger(token),
    }
}

/// Cuts the token at `span` and adds its pieces. Returns whether one of them is a trigger.
pub(super) fn cut(
    text: &str,
    span: ByteSpan,
    tag: Option<Tag>,
    words: &Words,
    pieces: &mut Vec<Piece>,
) -> bool {
    let (start, end) = (span.start_byte, span.end_byte);
    let bytes = text.as_bytes();
    let mut trigger = false;
    let whole = end - start > MAX_TOKEN;
    let mut at = start;
    let mut glued = pieces.last().is_some_and(|piece| piece.end as usize == start);
    while at < end {
        let first = bytes[at];
        let (stop, digits, number) = if whole {
            (end, 0, NO_NUMBER)
        } else if first.is_ascii_digit() {
            number_end(bytes, at, end)
        } else if is_letter(first) && !is_mark(bytes, at) || at == start && is_ending(bytes, start, end) {
            (word_end(bytes, at, end), 0, NO_NUMBER)
        } else {
            (at + text[at..].chars().next().map_or(1, char::len_utf8), 0, NO_NUMBER)
        };
        let word = if number == NO_NUMBER { words.lookup(&text[at..stop]) } else { WordId(0) };
        let worth =
            matches!(digits, 4 | 8) || is_date_mark(bytes, at) || word != WordId(0) && words.triggers(word);
        trigger |= worth;
        pieces.push(Piece {
            start: u32::try_from(at).unwrap_or(u32::MAX),
            end: u32::try_from(stop).unwrap_or(u32::MAX),
            word,
            capital: first.is_ascii_uppercase(),
            glued,
            digits,
            number,
            trigger: worth,
            classes: words.classes_of(word),
            tag,
        });
        glued = true;
        at = stop;
    }
    trigger
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Whether a dash or curly mark of three bytes starts here.
fn is_mark(bytes: &[u8], at: usize) -> bool {
    bytes[at] == 0xe2 && bytes.get(at + 1) == Some(&0x80)
}

/// Whether a mark that makes a date starts here: a slash between digits ("3/4/98"), a colon between hours
/// and minutes, or an apostrophe before two digits ("the '90s").
fn is_date_mark(bytes: &[u8], at: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let two = |at: usize| digit(at) && digit(at + 1) && !digit(at + 2);
    match bytes[at] {
        b'/' => at > 0 && digit(at - 1) && digit(at + 1),
        b':' => at > 0 && digit(at - 1) && two(at + 1),
        b'\'' => two(at + 1),
        0xe2 => is_mark(bytes, at) && two(at + 3),
        _ => false,
    }
}

/// Whether the token is an ending with its apostrophe ("'s").
fn is_ending(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes[start] == b'\'' && end - start > 1 || is_mark(bytes, start) && curly_apostrophe(bytes, start, end)
}

fn word_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let mut stop = at + 1;
    while stop < end {
        let letter_after = bytes.get(stop + 1).is_some_and(|&b| stop + 1 < end && is_letter(b));
        let takes = is_letter(bytes[stop]) && (!is_mark(bytes, stop) || curly_apostrophe(bytes, stop, end))
            || bytes[stop] == b'.'
            || bytes[stop] == b'\'' && letter_after;
        if !takes {
            break;
        }
        stop += 1;
    }
    stop
}

fn curly_apostrophe(bytes: &[u8], at: usize, end: usize) -> bool {
    bytes.get(at + 2).is_some_and(|b| matches!(b, 0x98 | 0x99)) && at + 3 < end
}

/// Where the number at `at` ends, how many digits it has, and its value in thousandths.
fn number_end(bytes: &[u8], at: usize, end: usize) -> (usize, u8, i64) {
    let mut stop = at;
    let (mut whole, mut part, mut decimals, mut digits) = (0_i64, 0_i64, 0_u32, 0_u8);
    let mut separated = false;
    while stop < end {
        let byte = bytes[stop];
        let next_is_digit = stop + 1 < end && bytes[stop + 1].is_ascii_digit();
        match byte {
            b'0'..=b'9' if decimals > 0 => {
                if decimals <= 3 {
                    part = part * 10 + i64::from(byte - b'0');
                }
                decimals += 1;
            }
            b'0'..=b'9' => {
                whole = whole.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
                digits = digits.saturating_add(1);
            }
            b',' if next_is_digit && decimals == 0 => separated = true,
            b'.' if next_is_digit && decimals == 0 => decimals = 1,
            _ => break,
        }
        stop += 1;
    }
    let places = decimals.saturating_sub(1).min(3);
    let number = if whole > 999_999_999 { NO_NUMBER } else { whole * 1000 + part * 10_i64.pow(3 - places) };
    let plain = !separated && decimals == 0;
    (stop, if plain { digits } else { 0 }, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(token: &str) -> Vec<(String, i64)> {
        let words = Words::load().unwrap();
        let mut pieces = Vec::new();
        cut(token, ByteSpan::new(0, token.len()), None, &words, &mut pieces);
        pieces.iter().map(|p| (token[p.start as usize..p.end as usize].to_owned(), p.number)).collect()
    }

    #[test]
    fn tokens_are_cut_where_times_have_joints() {
        let words = |token: &str| cut_up(token).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert_eq!(words("two-year-old"), ["two", "-", "year", "-", "old"]);
        assert_eq!(words("1990s"), ["1990", "s"]);
        assert_eq!(words("9:30"), ["9", ":", "30"]);
        assert_eq!(words("p.m."), ["p.m."]);
        assert_eq!(words("o’clock"), ["o’clock"]);
        assert_eq!(words("Mid–May"), ["Mid", "–", "May"]);
        assert_eq!(words("été"), ["été"]);
        let endless = "1-".repeat(100);
        assert_eq!(words(&endless), [endless.as_str()]);
    }

    #[test]
    fn numbers_have_values_in_thousandths() {
        assert_eq!(cut_up("1,500"), [("1,500".to_owned(), 1_500_000)]);
        assert_eq!(cut_up("2.5"), [("2.5".to_owned(), 2_500)]);
        assert_eq!(cut_up("2.12345"), [("2.12345".to_owned(), 2_123)]);
        assert_eq!(cut_up("99999999999"), [("99999999999".to_owned(), NO_NUMBER)]);
    }
}
