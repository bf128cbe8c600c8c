//! Which sentence of one text is which of the other.

use super::sentences::{Sentence, WordId};
use std::collections::BTreeMap;

/// Two sentences that are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Index in the earlier text.
    pub(super) one: usize,
    /// Index in the later text.
    pub(super) other: usize,
    pub(super) bond: Bond,
}

/// Why two sentences are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    /// The same words, in the order that most sentences keep.
    InPlace,
    /// The same words, out of that order.
    Moved,
    /// Most of their words.
    Changed,
}

/// Least share of words in common, in percent of both sentences' words, at which two sentences are one that was
/// changed.
const MIN_SHARED_PERCENT: usize = 50;

/// Most words that are looked at to find sentences that were changed; beyond, none is looked for.
const MAX_LOOKED_AT: usize = 10_000_000;

/// The pairs, in the order of the earlier text; and whether some sentences were not compared.
pub(super) fn pairs(old: &[Sentence], new: &[Sentence]) -> (Vec<Pair>, bool) {
    let (old_ids, new_ids): (Vec<_>, Vec<_>) =
        (old.iter().map(Sentence::ids).collect(), new.iter().map(Sentence::ids).collect());
    let mut found = same_words(&old_ids, &new_ids);
    let (mut left, mut right) = (vec![true; old.len()], vec![true; new.len()]);
    for pair in &found {
        (left[pair.one], right[pair.other]) = (false, false);
    }
    let free = |marks: &[bool]| (0..marks.len()).filter(|at| marks[*at]).collect::<Vec<usize>>();
    let (left, right) = (free(&left), free(&right));
    let (changed, is_coarse) = changed(old, new, &left, &right);
    found.extend(changed);
    found.sort_by_key(|pair| pair.one);
    (found, is_coarse)
}

/// Sentences with the same words: those at the beginning and the end that did not move, then first with first,
/// second with second. Those in the longest run that keeps its order are in place; the others moved.
fn same_words(old: &[Vec<WordId>], new: &[Vec<WordId>]) -> Vec<Pair> {
    let front = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let back =
        old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old_end, new_end) = (old.len() - back, new.len() - back);
    let mut places: BTreeMap<&[WordId], Vec<usize>> = BTreeMap::new();
    for other in (front..new_end).rev() {
        places.entry(&new[other]).or_default().push(other);
    }
    let same: Vec<(usize, usize)> =
        (front..old_end).filter_map(|one| Some((one, places.get_mut(&old[one][..])?.pop()?))).collect();
    let kept = longest_rising(&same.iter().map(|(_, other)| *other).collect::<Vec<usize>>());
    let in_place = |one, other| Pair { one, other, bond: Bond::InPlace };
    let mut found: Vec<Pair> = (0..front).map(|at| in_place(at, at)).collect();
    found.extend(same.into_iter().zip(kept).map(|((one, other), kept)| {
        let bond = if kept { Bond::InPlace } else { Bond::Moved };
        Pair { one, other, bond }
    }));
    found.extend((0..back).map(|at| in_place(old_end + at, new_end + at)));
    found
}

/// Which of some different numbers are in their longest rising run (Schensted 1961), in `n log n` steps.
fn longest_rising(numbers: &[usize]) -> Vec<bool> {
    // For each length of a run, the index at which the lowest run of that length ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = vec![false; numbers.len()];
    let mut at = ends.last().copied();
    while let Some(one) = at {
        kept[one] = true;
        at = before[one];
    }
    kept
}

/// Sentences that have most of their words in common, the most alike first, then the nearest.
fn changed(old: &[Sentence], new: &[Sentence], left: &[usize], right: &[usize]) -> (Vec<Pair>, bool) {
    let length =
        |all: &[Sentence], some: &[usize]| some.iter().map(|at| all[*at].bag.len() + 1).sum::<usize>();
    let work = left
        .len()
        .saturating_mul(length(new, right))
        .saturating_add(right.len().saturating_mul(length(old, left)));
    if work > MAX_LOOKED_AT {
        return (Vec::new(), true);
    }
    let mut alike: Vec<(usize, usize, usize, usize, usize)> = Vec::new();
    for &one in left {
        for &other in right {
            let percent = shared_percent(&old[one].bag, &new[other].bag);
            if percent >= MIN_SHARED_PERCENT {
                alike.push((100 - percent, one.abs_diff(other), one + other, one, other));
            }
        }
    }
    alike.sort_unstable();
    let (mut taken, mut met) = (vec![false; old.len()], vec![false; new.len()]);
    let mut found = Vec::new();
    for (.., one, other) in alike {
        if !taken[one] && !met[other] {
            (taken[one], met[other]) = (true, true);
            found.push(Pair { one, other, bond: Bond::Changed });
        }
    }
    (found, false)
}

/// Words in common, in percent of both sentences' words; each as often as both have it.
fn shared_percent(one: &[WordId], other: &[WordId]) -> usize {
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while let (Some(left), Some(right)) = (one.get(a), other.get(b)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, shared) = (a + 1, b + 1, shared + 1),
        }
    }
    200 * shared / (one.len() + other.len()).max(1)
}
