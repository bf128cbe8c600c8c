//! Lines of styled text, and the only place that writes colour.

use super::text::Look;
use std::fmt::Write as _;

/// What a piece of text is. Colour follows from it, and repeats what the words or glyphs already say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Style {
    /// As it is.
    #[default]
    Plain,
    /// A title, or what one looks for first.
    Strong,
    /// What one may skip.
    Faint,
    /// Ids that can be typed.
    Id,
    /// Verbatim words.
    Quote,
    /// Was so, or agrees.
    Good,
    /// Needs a look.
    Warn,
    /// Is wrong, or contradicts.
    Bad,
}

impl Style {
    /// The SGR parameters (ECMA-48) that set the style.
    fn sgr(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Faint => Some("2"),
            Self::Id => Some("36"),
            Self::Quote => Some("34"),
            Self::Good => Some("32"),
            Self::Warn => Some("33"),
            Self::Bad => Some("31"),
        }
    }
}

/// A line: pieces of text, each with its style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Line(Vec<Piece>);

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    style: Style,
    text: String,
    /// Whether the line may be broken at its blanks.
    breaks: bool,
}

impl Line {
    /// An empty line.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A line of one piece.
    pub(crate) fn of(style: Style, text: impl Into<String>) -> Self {
        Self::new().with(style, text)
    }

    /// The line with a piece appended.
    #[must_use]
    pub(crate) fn with(mut self, style: Style, text: impl Into<String>) -> Self {
        self.push(style, text);
        self
    }

    /// The line with plain text appended.
    #[must_use]
    pub(crate) fn text(self, text: impl Into<String>) -> Self {
        self.with(Style::Plain, text)
    }

    /// Appends a piece.
    pub(crate) fn push(&mut self, style: Style, text: impl Into<String>) {
        self.0.push(Piece { style, text: text.into(), breaks: true });
    }

    /// The line with a piece appended that is never broken ("bytes 12..20").
    #[must_use]
    pub(crate) fn whole(mut self, style: Style, text: impl Into<String>) -> Self {
        self.0.push(Piece { style, text: text.into(), breaks: false });
        self
    }

    /// Appends another line's pieces.
    pub(crate) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Cells that the line takes.
    pub(crate) fn cells(&self, look: Look) -> usize {
        self.0.iter().map(|piece| look.cells(&piece.text)).sum()
    }

    /// The line as lines of at most `cells` cells, broken between words; all but the first start with
    /// `indent` blanks.
    pub(crate) fn wrapped(&self, look: Look, cells: usize, indent: usize) -> Vec<Line> {
        let mut out = Wrapping { lines: Vec::new(), line: Line::new(), used: 0, look, cells, indent };
        for piece in &self.0 {
            let text = look.shown(&piece.text);
            if !piece.breaks {
                out.word(piece.style, &text);
                continue;
            }
            for (at, word) in text.split(' ').enumerate() {
                if at > 0 {
                    out.blank();
                }
                if !word.is_empty() {
                    out.word(piece.style, word);
                }
            }
        }
        out.lines.push(out.line);
        out.lines
    }

    /// The line as bytes for a screen: every piece through the display filter, colour only where allowed,
    /// no blanks at the end.
    pub(crate) fn rendered(&self, look: Look) -> String {
        let mut out = String::new();
        let last = self.0.iter().rposition(|piece| !piece.text.trim_end().is_empty());
        for (at, Piece { style, text, .. }) in self.0.iter().enumerate() {
            if last.is_none_or(|last| at > last) {
                break;
            }
            let text = look.shown(text);
            let text = if Some(at) == last { text.trim_end() } else { &text };
            match style.sgr().filter(|_| look.color && !text.is_empty()) {
                Some(sgr) => {
                    let _ = write!(out, "\x1b[{sgr}m{text}\x1b[0m");
                }
                None => out.push_str(text),
            }
        }
        out
    }
}

/// A line being broken into lines.
struct Wrapping {
    lines: Vec<Line>,
    line: Line,
    used: usize,
    look: Look,
    cells: usize,
    indent: usize,
}

impl Wrapping {
    /// Begins the next line.
    fn next_line(&mut self) {
        let indented = Line::from(" ".repeat(self.indent));
        self.lines.push(std::mem::replace(&mut self.line, indented));
        self.used = self.indent;
    }

    fn blank(&mut self) {
        // No line but the first begins with a blank of its own.
        if self.lines.is_empty() || self.used > self.indent {
            self.line.push(Style::Plain, " ");
            self.used += 1;
        }
    }

    fn word(&mut self, style: Style, word: &str) {
        let needed = self.look.cells(word);
        if self.used + needed > self.cells && self.used > self.indent {
            self.next_line();
        }
        // A word longer than a line is broken where it must be.
        let room = self.cells.saturating_sub(self.indent).max(8);
        let parts = if needed > room { self.look.wrap(word, room) } else { vec![word.to_owned()] };
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                self.next_line();
            }
            self.used += self.look.cells(&part);
            self.line.push(style, part);
        }
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::of(Style::Plain, text)
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::of(Style::Plain, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { width: 80, ascii: false, color: false };

    #[test]
    fn colour_wraps_filtered_text() {
        let line = Line::of(Style::Bad, "a\u{1b}[0mb").text(" c  ");
        assert_eq!(line.rendered(PLAIN), "a␛[0mb c");
        assert_eq!(line.rendered(Look { color: true, ..PLAIN }), "\x1b[31ma␛[0mb\x1b[0m c");
    }

    #[test]
    fn long_lines_break_between_words_and_pieces_keep_their_style() {
        let line = Line::of(Style::Id, "@2 ")
            .with(Style::Quote, "\"tentatively set for November 23\"")
            .text(", tentative; Gatilov; ")
            .whole(Style::Faint, "bytes 1016..1047");
        let lines: Vec<String> = line.wrapped(PLAIN, 40, 3).iter().map(|line| line.rendered(PLAIN)).collect();
        assert_eq!(
            lines,
            ["@2 \"tentatively set for November 23\",", "   tentative; Gatilov; bytes 1016..1047"]
        );
        let lines: Vec<String> = line.wrapped(PLAIN, 30, 3).iter().map(|line| line.rendered(PLAIN)).collect();
        assert_eq!(
            lines,
            ["@2 \"tentatively set for", "   November 23\", tentative;", "   Gatilov; bytes 1016..1047"]
        );
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        let lines = Line::from("see https://example.org/a/very/long/path now").wrapped(PLAIN, 20, 2);
        let lines: Vec<String> = lines.iter().map(|line| line.rendered(PLAIN)).collect();
        assert_eq!(lines, ["see", "  https://example.or", "  g/a/very/long/path", "  now"]);
    }

    #[test]
    fn blanks_at_the_end_are_dropped() {
        assert_eq!(Line::from("  ").rendered(PLAIN), "");
        assert_eq!(Line::from("a ").with(Style::Bad, "  ").rendered(PLAIN), "a");
    }
}
