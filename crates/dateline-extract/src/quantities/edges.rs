//! Whether a number stands alone. What is printed beside it may be the rest of it: "1 200", "12/13", "10⁶",
//! "twenty-" at the end of a line. Such a number is not read, for a part of a figure is another figure.

use super::scales;
use super::words::{continues_number, ends_number};
use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use dateline_core::text::is_invisible;

/// Whether nothing beside the number of the tokens from `start` to `end` can be a part of it.
pub(super) fn stands_alone(document: &Document<'_>, chart: &Chart, start: usize, end: usize) -> bool {
    let edges = Edges { document, chart };
    begins_clean(document, start)
        && ends_clean(document, end - 1)
        && !edges.goes_on_before(start)
        && !edges.goes_on_after(end)
}

/// Whether what touches a token on the left cannot be a part of a number.
fn begins_clean(document: &Document<'_>, first: usize) -> bool {
    let mut before = document.text[..document.tokens[first].span.start_byte].chars().rev();
    match before.next() {
        None | Some('(' | '"' | '“' | '«' | '—' | '…' | '‘') => true,
        // "people[3]" has a note.
        Some('[') => before.next().is_none_or(char::is_whitespace),
        Some('\'' | '’') => before.next().is_none_or(|c| !c.is_alphanumeric()),
        Some(c) => c.is_whitespace(),
    }
}

/// Whether what touches a token on the right cannot be a part of a number.
pub(super) fn ends_clean(document: &Document<'_>, last: usize) -> bool {
    let mut after = document.text[document.tokens[last].span.end_byte..].chars();
    match after.next() {
        None | Some('—' | '…' | '%') => true,
        // "12' wide" is in feet; "'at least 12'," is not.
        Some('\'' | '’') if after.clone().next().is_some_and(char::is_whitespace) => false,
        Some(c) if is_mark(c) => {
            let beyond = after.as_str().trim_start_matches(is_mark).chars().next();
            beyond.is_none_or(|c| c.is_whitespace() || c == '—')
        }
        Some('[') => after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_whitespace(),
    }
}

/// Fractions, raised figures, figures of other scripts.
fn is_other_figure(c: char) -> bool {
    c.is_numeric() && !c.is_ascii_digit()
}

/// Whether a number in digits stands at a token, outside of a time.
pub(super) fn is_figure(document: &Document<'_>, chart: &Chart, at: usize) -> bool {
    Edges { document, chart }.is_figure(at)
}

/// Marks that close something, or end a part of a sentence.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '"' | '”' | '»' | '\'' | '’' | ')' | ']')
}

struct Edges<'e> {
    document: &'e Document<'e>,
    chart: &'e Chart,
}

impl Edges<'_> {
    fn word(&self, at: usize) -> &str {
        if at < self.document.tokens.len() { self.document.word(at) } else { "" }
    }

    fn back(&self, at: usize, by: usize) -> &str {
        at.checked_sub(by).map_or("", |at| self.document.word(at))
    }

    /// The text between a token and the next one, if nothing but space is there.
    fn gap(&self, before: usize) -> Option<&str> {
        let tokens = &self.document.tokens;
        let gap = &self.document.text[tokens[before].span.end_byte..tokens.get(before + 1)?.span.start_byte];
        // An empty line parts what was never one.
        let is_space = |c: char| c.is_whitespace() || is_invisible(c);
        (gap.chars().all(is_space) && gap.matches('\n').count() < 2).then_some(gap)
    }

    fn is_figure(&self, at: usize) -> bool {
        let token = self.document.tokens.get(at);
        token.is_some_and(|token| token.kind == TokenKind::Number) && !self.is_of_a_time(at)
    }

    fn is_of_a_time(&self, at: usize) -> bool {
        let covers = |start: usize| {
            self.chart.at(start).iter().any(|a| a.kind == Kind::Time && a.tokens.contains(&at))
        };
        (at.saturating_sub(12)..=at).any(covers)
    }

    /// Whether a number may have begun before `first`.
    fn goes_on_before(&self, first: usize) -> bool {
        let Some(before) = first.checked_sub(1) else { return false };
        let Some(gap) = self.gap(before) else { return false };
        if self.is_figure(before) || ends_number(self.word(before)) && !self.is_of_a_time(before) {
            return true;
        }
        let broken = gap.contains('\n');
        match self.word(before) {
            "/" | "\u{ad}" | "half" | "few" | "several" | "couple" | "point" | "minus" | "nr" | "nr."
            | "№" | "#" | "~" | "<" | ">" | "≥" | "≤" | "±" | "+" | "×" => true,
            // "twenty-" at the end of a line.
            "-" | "‐" => broken,
            "and" => scales::is_in_full(self.back(first, 2)),
            // "1, 200": one number or two.
            "," => {
                let short = |word: &str| word.len() <= 3;
                let three =
                    self.word(first).len() == 3 && self.document.tokens[first].kind == TokenKind::Number;
                three && first >= 2 && self.is_figure(first - 2) && short(self.word(first - 2))
            }
            word => word.chars().any(is_other_figure),
        }
    }

    /// Whether a number may go on at `next`.
    fn goes_on_after(&self, next: usize) -> bool {
        if next >= self.document.tokens.len() || self.gap(next - 1).is_none() {
            return false;
        }
        let word = self.word(next);
        if self.is_figure(next) || continues_number(word) && !self.is_of_a_time(next) {
            return true;
        }
        match word {
            "%" => self.gap(next - 1).is_some_and(|gap| gap.contains('\n')),
            "/" | "\u{ad}" | "plus" | "times" | "odd" | "x" | "×" | "*" | "+" | "‰" => true,
            "point" => self.is_figure(next + 1) || continues_number(self.word(next + 1)),
            "and" => {
                let part =
                    |at: usize| matches!(self.word(at), "half" | "quarter" | "quarters" | "third" | "thirds");
                part(next + 1) || part(next + 2)
            }
            // "3 of every 100", "1 out of 5": a share.
            "of" | "in" => self.word(next + 1) == "every",
            "out" => self.word(next + 1) == "of",
            // "12 ,5", "12 -5": a mark that belongs to what follows it.
            "-" | "–" | "," | "." | ";" | ":" | "'" | "’"
                if self.gap(next).is_some_and(str::is_empty)
                    && !self.gap(next - 1).is_some_and(str::is_empty) =>
            {
                true
            }
            "," => {
                let three = |at: usize| self.is_figure(at) && self.word(at).len() == 3;
                self.word(next - 1).len() <= 3 && self.is_figure(next - 1) && three(next + 1)
            }
            _ => word.chars().any(is_other_figure) || self.is_broken_word(next),
        }
    }

    /// "two hun-" at the end of a line.
    fn is_broken_word(&self, at: usize) -> bool {
        self.word(at + 1) == "-"
            && self.gap(at).is_some_and(str::is_empty)
            && self.gap(at + 1).is_some_and(|gap| gap.contains('\n'))
    }
}
