//! Places in a text: byte spans and lines.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes `start_byte..end_byte` in the UTF-8 text of one revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSpan")]
pub struct ByteSpan {
    /// First byte.
    pub start_byte: usize,
    /// One past the last byte.
    pub end_byte: usize,
}

#[derive(Deserialize)]
struct RawSpan {
    start_byte: usize,
    end_byte: usize,
}

impl TryFrom<RawSpan> for ByteSpan {
    type Error = &'static str;
    fn try_from(raw: RawSpan) -> Result<Self, Self::Error> {
        if raw.start_byte <= raw.end_byte {
            Ok(Self { start_byte: raw.start_byte, end_byte: raw.end_byte })
        } else {
            Err("a span ends before it starts")
        }
    }
}

impl ByteSpan {
    /// The span `start..end`.
    ///
    /// # Panics
    /// If `end < start`.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts");
        Self { start_byte: start, end_byte: end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end_byte - self.start_byte
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start_byte == self.end_byte
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start_byte <= other.start_byte && other.end_byte <= self.end_byte
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start_byte < other.end_byte && other.start_byte < self.end_byte
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start_byte.min(other.start_byte), self.end_byte.max(other.end_byte))
    }

    /// The words in `text`, or `None` if the span leaves it or cuts a character.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start_byte..self.end_byte)
    }
}

/// A line, counted from 1 as editors do; lines end at LF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineNumber(pub usize);

impl std::fmt::Display for LineNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Where the lines of a text start; answers "which line is this byte on" in logarithmic time.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The line that holds `byte`.
    ///
    /// ```
    /// use dateline_core::text::{LineIndex, LineNumber};
    /// let lines = LineIndex::new("one\ntwo\n");
    /// assert_eq!(lines.line_of(3), LineNumber(1));
    /// assert_eq!(lines.line_of(4), LineNumber(2));
    /// ```
    pub fn line_of(&self, byte: usize) -> LineNumber {
        LineNumber(self.starts.partition_point(|&start| start <= byte))
    }
}

/// Characters that take no place on screen; they separate nothing and mean nothing.
///
/// ```
/// use dateline_core::text::is_invisible;
/// assert!(is_invisible('\u{200b}') && is_invisible('\u{202e}') && is_invisible('\u{1b}'));
/// assert!(!is_invisible('\n') && !is_invisible(' '));
/// ```
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}
