//! Relaxed, strict, type and value F1 over the pairs of gold and found times.

use super::{Mark, Scored};
use std::collections::BTreeSet;
use std::fmt;

/// A gold time and a found one that overlap, by their places in the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Of the gold.
    pub(crate) gold: usize,
    /// Of what was found.
    pub(crate) found: usize,
    /// Their extents are the same.
    pub(crate) exact: bool,
}

/// Pairs one to one: first those of the same extent, then by the largest overlap, then in text order.
pub(crate) fn pairs(gold: &[&Mark], found: &[&Mark]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let (mut gold_taken, mut found_taken) = (vec![false; gold.len()], vec![false; found.len()]);
    for (f, mark) in found.iter().enumerate() {
        let same = |(g, other): (usize, &&Mark)| {
            !gold_taken[g] && (other.start, other.end) == (mark.start, mark.end)
        };
        if let Some(g) = gold.iter().enumerate().position(same) {
            (gold_taken[g], found_taken[f]) = (true, true);
            pairs.push(Pair { gold: g, found: f, exact: true });
        }
    }
    let mut candidates = Vec::new();
    for (g, wanted) in gold.iter().enumerate().filter(|(g, _)| !gold_taken[*g]) {
        for (f, mark) in found.iter().enumerate().filter(|(f, _)| !found_taken[*f]) {
            let (start, end) = (wanted.start.max(mark.start), wanted.end.min(mark.end));
            if end > start {
                candidates.push((std::cmp::Reverse(end - start), wanted.start, mark.start, g, f));
            }
        }
    }
    candidates.sort_unstable();
    for (_, _, _, g, f) in candidates {
        if !gold_taken[g] && !found_taken[f] {
            (gold_taken[g], found_taken[f]) = (true, true);
            pairs.push(Pair { gold: g, found: f, exact: false });
        }
    }
    pairs
}

/// The times that count: of one type, or of all, each extent of what was found once.
pub(crate) fn counted<'m>(marks: &'m [Mark], kind: &str, once: bool) -> Vec<&'m Mark> {
    let mut seen = BTreeSet::new();
    let fits = |mark: &&Mark| {
        mark.end > mark.start
            && (!once || seen.insert((mark.start, mark.end)))
            && (kind.is_empty() || mark.kind == kind)
    };
    marks.iter().filter(fits).collect()
}

/// Counts, summed over documents.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Score {
    gold: usize,
    found: usize,
    relaxed: usize,
    strict: usize,
    kind: usize,
    value: usize,
}

impl Score {
    /// The score of a type, or of all types (`""`).
    pub(crate) fn of(documents: &[&Scored], kind: &str) -> Self {
        let mut score = Self::default();
        for document in documents {
            let (gold, found) = (counted(&document.gold, kind, false), counted(&document.found, kind, true));
            score.gold += gold.len();
            score.found += found.len();
            for pair in pairs(&gold, &found) {
                let (wanted, mark) = (gold[pair.gold], found[pair.found]);
                score.relaxed += 1;
                score.strict += usize::from(pair.exact);
                score.kind += usize::from(wanted.kind == mark.kind);
                let value = |mark: &Mark| mark.value.clone().unwrap_or_default();
                score.value += usize::from(value(wanted) == value(mark));
            }
        }
        score
    }

    /// F1 in hundredths of a per cent.
    fn f1(&self, right: usize) -> f64 {
        let whole = self.gold + self.found;
        if whole == 0 {
            return 0.0;
        }
        #[allow(clippy::cast_precision_loss, reason = "counts of times are far below 2^52")]
        let share = 200.0 * right as f64 / whole as f64;
        share
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7}{:>7}", self.gold, self.found)?;
        write!(f, "{:>9.2}{:>8.2}", self.f1(self.relaxed), self.f1(self.strict))?;
        write!(f, "{:>8.2}{:>8.2}", self.f1(self.kind), self.f1(self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, value: &str) -> Mark {
        let (doc, kind) = ("d".to_owned(), "DATE".to_owned());
        Mark { doc, start, end, kind, value: Some(value.into()), rule: None }
    }

    #[test]
    fn same_extents_pair_before_overlaps() {
        let gold = [mark(0, 10, "a"), mark(12, 20, "b")];
        let found = [mark(2, 18, "a"), mark(0, 10, "a"), mark(30, 32, "c")];
        let (gold, found): (Vec<&Mark>, Vec<&Mark>) = (gold.iter().collect(), found.iter().collect());
        let pairs = pairs(&gold, &found);
        let exact = Pair { gold: 0, found: 1, exact: true };
        assert_eq!(pairs, [exact, Pair { gold: 1, found: 0, exact: false }]);
    }

    #[test]
    fn figures_are_those_of_tempeval() {
        let document = Scored {
            doc: "d".into(),
            text: String::new(),
            gold: vec![mark(0, 10, "a"), mark(12, 20, "b")],
            found: vec![mark(0, 10, "x"), mark(12, 19, "b"), mark(12, 19, "b"), mark(30, 32, "c")],
        };
        let score = Score::of(&[&document], "");
        // Two of two and two of three: 2 * 2 / 5. The same extent twice counts once.
        assert_eq!(score.to_string(), "      2      3    80.00   40.00   80.00   40.00");
    }
}
