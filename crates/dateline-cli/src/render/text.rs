//! Measuring, cutting and wrapping text for a screen of fixed-width cells.

use super::display::shown;
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How the screen is: what every drawing function needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// Columns to fill.
    pub(crate) width: usize,
    /// ASCII drawing characters only.
    pub(crate) ascii: bool,
    /// Whether colour may be used.
    pub(crate) color: bool,
}

impl Look {
    /// `text` made safe for this screen.
    pub(crate) fn shown(self, text: &str) -> Cow<'_, str> {
        shown(text, self.ascii)
    }

    /// Cells that `text` takes, once made safe.
    pub(crate) fn cells(self, text: &str) -> usize {
        self.shown(text).width()
    }

    /// The mark of a cut.
    pub(crate) fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// `text` in at most `cells` cells: whole, or cut after a word and marked. A single word that is too
    /// long is cut between characters.
    pub(crate) fn fit(self, text: &str, cells: usize) -> String {
        let text = self.shown(text);
        if text.width() <= cells {
            return text.into_owned();
        }
        let mark = self.ellipsis();
        let room = cells.saturating_sub(mark.width());
        if room == 0 {
            return prefix(&text, cells).to_owned();
        }
        let head = prefix(&text, room);
        let cut_in_word = text[head.len()..].chars().next().is_some_and(|c| !c.is_whitespace());
        let kept = match head.rfind(char::is_whitespace) {
            Some(space) if cut_in_word && head[..space].trim_end().width() * 2 >= room => &head[..space],
            _ => head,
        };
        format!("{}{mark}", kept.trim_end())
    }

    /// `text` in exactly `cells` cells: cut or filled with spaces.
    pub(crate) fn pad(self, text: &str, cells: usize) -> String {
        let mut out = self.fit(text, cells);
        let missing = cells.saturating_sub(out.width());
        out.extend(std::iter::repeat_n(' ', missing));
        out
    }

    /// `text` as lines of at most `cells` cells, broken between words.
    pub(crate) fn wrap(self, text: &str, cells: usize) -> Vec<String> {
        let cells = cells.max(8);
        let text = self.shown(text);
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ') {
            let mut word = word;
            if !line.is_empty() && line.width() + 1 + word.width() > cells {
                lines.push(std::mem::take(&mut line));
            }
            while word.width() > cells {
                let head = prefix(word, cells);
                lines.push(head.to_owned());
                word = &word[head.len()..];
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// The longest beginning of `text` that takes at most `cells` cells; marks that take none stay with their
/// letter.
fn prefix(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > cells {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { width: 80, ascii: false, color: false };

    #[test]
    fn what_fits_is_whole() {
        assert_eq!(LOOK.fit("in November", 11), "in November");
        assert_eq!(LOOK.pad("日内瓦", 8), "日内瓦  ");
    }

    #[test]
    fn cuts_fall_after_words() {
        assert_eq!(LOOK.fit("tentatively set for November", 18), "tentatively set…");
        assert_eq!(LOOK.fit("tentatively set for November", 16), "tentatively set…");
        assert_eq!(Look { ascii: true, ..LOOK }.fit("tentatively set for it", 18), "tentatively set...");
    }

    #[test]
    fn a_long_word_is_cut_between_characters() {
        assert_eq!(LOOK.fit("Donaudampfschifffahrt", 6), "Donau…");
        assert_eq!(LOOK.fit("日内瓦会议", 6), "日内…");
        assert_eq!(LOOK.fit("éé", 1), "é", "no room for the mark");
        assert_eq!(LOOK.fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }

    #[test]
    fn lines_wrap_between_words_and_never_overflow() {
        let text = "Gatilov told Interfax that the conference, tentatively set for November 23, would go on";
        let lines = LOOK.wrap(text, 30);
        assert!(lines.iter().all(|line| line.width() <= 30), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        assert_eq!(LOOK.wrap("", 30), [""]);
        assert_eq!(LOOK.wrap("abcdefghijkl mn", 8), ["abcdefgh", "ijkl mn"]);
    }

    #[test]
    fn hidden_characters_count_as_they_are_shown() {
        assert_eq!(LOOK.cells("a\u{202e}"), 9);
        assert_eq!(LOOK.pad("\u{1b}[m", 5), "␛[m  ");
    }
}
