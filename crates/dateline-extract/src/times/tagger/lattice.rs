//! A sentence with what was found in it so far.

use super::pieces::Piece;
use super::term::Term;

/// What a pattern may ask of something found before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A number, exact or not ("three", "several").
    Number,
    /// A year in words ("nineteen ninety-six").
    YearWords,
    /// A place on the calendar of any size.
    Date,
    /// A place on the calendar of one day.
    Day,
    /// A month, or a part of a year.
    PartOfYear,
    /// A year.
    Year,
    /// Counted from somewhere ("two years ago").
    Counted,
    /// Compared with what is reported ("year-ago").
    Compared,
    /// A time of day.
    Clock,
    /// A part of the day ("morning").
    DayPart,
    Duration,
}

impl Sort {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "n" => Self::Number,
            "yearwords" => Self::YearWords,
            "date" => Self::Date,
            "day" => Self::Day,
            "part" => Self::PartOfYear,
            "year" => Self::Year,
            "counted" => Self::Counted,
            "compared" => Self::Compared,
            "clock" => Self::Clock,
            "daypart" => Self::DayPart,
            "duration" => Self::Duration,
            _ => return None,
        })
    }
}

/// Something found, from `start` up to `end`, in pieces.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) term: Term,
    /// The rule that found it; `u16::MAX` for numbers, which code finds.
    pub(super) rule: u16,
    /// The layer in which it was found.
    pub(super) layer: u8,
    /// What was found before at the same piece, or [`NONE`].
    pub(super) next: u32,
}

/// No annotation.
pub(super) const NONE: u32 = u32::MAX;

/// Most pieces from the first of a time to the last of its triggers that nothing else in it stands for.
pub(super) const LONGEST: usize = 14;

/// A sentence: the pieces up to `end`.
pub(super) struct Lattice<'l> {
    pub(super) pieces: &'l [Piece],
    pub(super) end: usize,
    pub(super) found: &'l [Found],
    /// What was found last at each piece, or [`NONE`].
    pub(super) heads: &'l [u32],
    /// What is found in a layer is seen by those after it.
    pub(super) layer: u8,
}

impl Lattice<'_> {
    /// What of a sort starts at a piece, as (index, end).
    pub(super) fn at(&self, piece: usize, sort: Sort) -> impl Iterator<Item = (u32, usize)> {
        let layer = self.layer;
        let mut at = self.heads[piece];
        std::iter::from_fn(move || {
            while at != NONE {
                let (index, found) = (at, &self.found[at as usize]);
                at = found.next;
                if found.layer < layer && found.term.is(sort) {
                    return Some((index, found.end as usize));
                }
            }
            None
        })
    }

    /// Whether something of a sort ends before a piece. It begins not far from there.
    pub(super) fn ends_at(&self, piece: usize, sort: Sort) -> bool {
        (piece.saturating_sub(LONGEST)..piece).any(|start| self.at(start, sort).any(|(_, end)| end == piece))
    }
}
