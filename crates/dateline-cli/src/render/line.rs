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
pub(crate) struct Line(Vec<(Style, String)>);

impl Line {
    /// An empty line.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A line of one piece.
    pub(crate) fn of(style: Style, text: impl Into<String>) -> Self {
        Self(vec![(style, text.into())])
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
        self.0.push((style, text.into()));
    }

    /// Appends another line's pieces.
    pub(crate) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Cells that the line takes.
    pub(crate) fn cells(&self, look: Look) -> usize {
        self.0.iter().map(|(_, text)| look.cells(text)).sum()
    }

    /// The line as lines of at most `cells` cells, broken between words; all but the first start with
    /// `indent` blanks.
    pub(crate) fn wrapped(&self, look: Look, cells: usize, indent: usize) -> Vec<Line> {
        let mut lines = vec![Line::new()];
        let mut used = 0;
        let mut blank = true;
        for (style, text) in &self.0 {
            let text = look.shown(text);
            for (at, word) in text.split(' ').enumerate() {
                let glued = at == 0 && !blank;
                let needed = look.cells(word) + usize::from(!glued && at > 0);
                if used + needed > cells && used > indent && !word.is_empty() {
                    lines.push(Line::from(" ".repeat(indent)));
                    used = indent;
                } else if at > 0 {
                    lines.last_mut().expect("there is a first line").push(Style::Plain, " ");
                    used += 1;
                }
                // A word longer than the screen is broken where it must be.
                for (part_at, part) in look.wrap(word, cells.saturating_sub(indent).max(8)).iter().enumerate()
                {
                    if part_at > 0 {
                        lines.push(Line::from(" ".repeat(indent)));
                        used = indent;
                    }
                    used += look.cells(part);
                    lines.last_mut().expect("there is a first line").push(*style, part.as_str());
                }
                blank = word.is_empty();
            }
        }
        lines
    }

    /// The line as bytes for a screen: every piece through the display filter, colour only where allowed,
    /// no blanks at the end.
    pub(crate) fn rendered(&self, look: Look) -> String {
        let mut out = String::new();
        let last = self.0.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        for (at, (style, text)) in self.0.iter().enumerate() {
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
    fn blanks_at_the_end_are_dropped() {
        assert_eq!(Line::from("  ").rendered(PLAIN), "");
        assert_eq!(Line::from("a ").with(Style::Bad, "  ").rendered(PLAIN), "a");
    }
}
