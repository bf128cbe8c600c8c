//! Reads sentence after sentence.

use super::build::Builder;
use super::lattice::{Found, LONGEST, Lattice, NONE};
use super::numbers::Numbers;
use super::pattern::{SLOTS, Slots, match_row};
use super::pieces::{NO_NUMBER, Piece, cut, may_trigger};
use super::place::Context;
use super::point::{Grain, Point};
use super::rulefile::{Layer, RuleFile, RuleRow};
use super::term::{Term, Unit};
use super::words::WordId;
use super::{SaidTime, TimeRules, Timex};
use crate::tagger::Tag;
use crate::verb_group::Direction;
use dateline_core::text::ByteSpan;
use jiff::civil::Date;
use std::ops::Range;

/// Longest sentence, in pieces, that is read as one: what is done for one takes time in proportion to its
/// square at worst.
const MAX_PIECES: usize = 600;

/// What is asked of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Times on the calendar.
    Placed,
    /// Times as they are said.
    Said,
}

/// A text on its way; the buffers are used again for each sentence.
pub(super) struct Scan<'s> {
    rules: &'s TimeRules,
    wanted: Wanted,
    text: &'s str,
    written: Option<Date>,
    previous: Option<Point>,
    reported: Option<Point>,
    pieces: Vec<Piece>,
    found: Vec<Found>,
    heads: Vec<u32>,
    /// Pieces at which a time may begin.
    active: Vec<bool>,
    pub(super) times: Vec<Timex>,
    pub(super) said: Vec<SaidTime>,
}

impl<'s> Scan<'s> {
    pub(super) fn new(rules: &'s TimeRules, text: &'s str, written: Option<Date>, wanted: Wanted) -> Self {
        Self {
            rules,
            wanted,
            text,
            written,
            previous: None,
            reported: None,
            pieces: Vec::with_capacity(128),
            found: Vec::with_capacity(32),
            heads: Vec::with_capacity(128),
            active: Vec::with_capacity(128),
            times: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Reads the tokens of a sentence, with their tags as far as they are known.
    pub(super) fn sentence(&mut self, tokens: &[ByteSpan], tags: &[Tag]) {
        let bytes = self.text.as_bytes();
        let whole = |span: &&ByteSpan| span.slice(self.text).is_some_and(|token| !token.is_empty());
        let words = &self.rules.words;
        let may = |span: &ByteSpan| may_trigger(bytes, span.start_byte, span.end_byte, words);
        if !tokens.iter().filter(whole).any(may) {
            return;
        }
        let mut trigger = false;
        self.pieces.clear();
        for (at, span) in tokens.iter().enumerate() {
            if span.slice(self.text).is_none_or(str::is_empty) {
                continue;
            }
            let tag = tags.get(at).copied();
            trigger |= cut(self.text, *span, tag, &self.rules.words, &mut self.pieces);
            if self.pieces.len() >= MAX_PIECES {
                self.read(trigger);
                self.pieces.clear();
                trigger = false;
            }
        }
        self.read(trigger);
    }

    fn read(&mut self, trigger: bool) {
        if !trigger {
            return;
        }
        let end = self.pieces.len();
        self.found.clear();
        self.heads.clear();
        self.heads.resize(end, NONE);
        let numbers =
            Numbers { pieces: &self.pieces, end, words: &self.rules.words, classes: &self.rules.numbers };
        // What is a time holds a trigger, and begins not far before it.
        let mut reach = 0;
        self.active.clear();
        self.active.resize(end, false);
        for (piece, active) in self.pieces.iter().zip(&mut self.active).rev() {
            reach = if piece.trigger { LONGEST } else { usize::saturating_sub(reach, 1) };
            *active = reach > 0;
        }
        for at in (0..end).filter(|&at| self.active[at]) {
            let piece = &self.pieces[at];
            if piece.number != NO_NUMBER || piece.classes != 0 {
                let (found, heads) = (&mut self.found, &mut self.heads);
                numbers.find(at, |end, term| note(found, heads, at..end, term, u16::MAX, 0));
            }
        }
        let RuleFile { layers, .. } = &self.rules.file;
        for (number, layer) in layers.iter().enumerate() {
            let number = u8::try_from(number + 1).unwrap_or(u8::MAX);
            for at in 0..end {
                if self.active[at] {
                    self.try_at(layer, number, at, end);
                }
            }
        }
        self.choose(end);
    }

    /// Tries the rows of a layer at a piece and keeps the longest match, of the first rule that has it.
    fn try_at(&mut self, layer: &Layer, number: u8, at: usize, end: usize) {
        let piece = self.pieces[at];
        let starts = self.heads[at] != NONE;
        if piece.word == WordId(0) && piece.number == NO_NUMBER && !starts {
            return;
        }
        let lattice =
            Lattice { pieces: &self.pieces, end, found: &self.found, heads: &self.heads, layer: number };
        let mut best: Option<(usize, u32, Slots)> = None;
        let mut attempt = |index: u32| {
            let RuleRow { row, second, .. } = &layer.rows[index as usize];
            if !second.may_follow(self.pieces.get(at + 1)) {
                return;
            }
            let mut slots: Slots = [None; SLOTS];
            let Some(end) = match_row(row, &lattice, at, &mut slots) else { return };
            let better = best
                .as_ref()
                .is_none_or(|(longest, known, _)| end > *longest || end == *longest && index < *known);
            if end > at && better {
                best = Some((end, index, slots));
            }
        };
        if piece.word != WordId(0) {
            layer.by_word(piece.word).iter().copied().for_each(&mut attempt);
            let mut classes = piece.classes & layer.classes;
            while classes != 0 {
                let class = classes.trailing_zeros() as usize;
                classes &= classes - 1;
                layer.by_class[class].iter().copied().for_each(&mut attempt);
            }
        }
        if piece.digits > 0 {
            layer.by_digits.iter().copied().for_each(&mut attempt);
        }
        if starts {
            layer.by_sort.iter().copied().for_each(&mut attempt);
        }
        let Some((end, index, slots)) = best else { return };
        let rule = layer.rows[index as usize].rule;
        let builder = Builder {
            lattice: &lattice,
            words: &self.rules.words,
            classes: &self.rules.values,
            rule: &self.rules.file.rules[usize::from(rule)],
            slots: &slots,
        };
        let Some(term) = builder.build() else { return };
        note(&mut self.found, &mut self.heads, at..end, term, rule, number);
    }

    /// From left to right the longest of what was found, each placed by what came before it.
    fn choose(&mut self, end: usize) {
        let mut found = std::mem::take(&mut self.found);
        found.retain(|f| !matches!(f.term, Term::Number(_) | Term::YearWords(_)));
        found.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end), std::cmp::Reverse(f.layer)));
        let mut taken = 0;
        for f in &found {
            let (from, to) = (f.start as usize, f.end as usize);
            if from < taken {
                continue;
            }
            taken = to;
            if matches!(f.term, Term::Nothing) {
                continue;
            }
            match self.wanted {
                Wanted::Placed => {
                    let direction = self.rules.tense.direction(self.text, &self.pieces[..end], (from, to));
                    self.add(f, from, to, direction);
                }
                Wanted::Said => {
                    let span = self.span(from, to);
                    let core = f.term.core();
                    let first = found.partition_point(|g| g.start < f.start);
                    let inner = found[first..].iter().take_while(|g| g.start < f.end);
                    let same = inner.filter(|g| g.end <= f.end && g.term == *core);
                    let core = same.min_by_key(|g| g.end - g.start).unwrap_or(f);
                    let rule = self.rules.file.rules[usize::from(core.rule)].id.clone();
                    let core = self.span(core.start as usize, core.end as usize);
                    self.said.push(SaidTime { span, core, term: f.term.clone(), rule });
                }
            }
        }
        self.found = found;
    }

    fn span(&self, from: usize, to: usize) -> ByteSpan {
        ByteSpan::new(self.pieces[from].start as usize, self.pieces[to - 1].end as usize)
    }

    fn add(&mut self, found: &Found, from: usize, to: usize, direction: Direction) {
        let context = Context {
            written: self.written,
            previous: self.previous,
            reported: self.reported,
            direction,
            own_verb: false,
        };
        let Some(placed) = context.place(&found.term) else { return };
        self.remember(&found.term, placed.point);
        self.times.push(Timex {
            span: self.span(from, to),
            edtf: placed.edtf(),
            kind: placed.kind,
            value: placed.value,
            modifier: placed.modifier,
            anchor: placed.anchor,
            rule: found.rule,
        });
    }
}

/// Adds what was found at some pieces.
fn note(found: &mut Vec<Found>, heads: &mut [u32], at: Range<usize>, term: Term, rule: u16, layer: u8) {
    let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let next = std::mem::replace(&mut heads[at.start], cut(found.len()));
    found.push(Found { start: cut(at.start), end: cut(at.end), term, rule, layer, next });
}

impl Scan<'_> {
    /// Keeps what later times may be counted from. What was itself counted back by a year ("the year-ago
    /// quarter") is a comparison, and not what the text goes on about.
    fn remember(&mut self, term: &Term, point: Option<Point>) {
        let compared = matches!(term.bare(), Term::Reported { years_back: 1.., .. });
        match (term.bare(), point) {
            (_, Some(point)) if !compared => {
                if matches!(point.grain, Grain::Quarter | Grain::Half) {
                    self.reported = Some(point);
                }
                self.previous = Some(point);
            }
            // "In the nine months": the year's results.
            (Term::Duration { unit: Unit::Month, .. }, _) => {
                self.reported = self.written.and_then(|day| Point::around(Grain::Year, day));
            }
            _ => {}
        }
    }
}
