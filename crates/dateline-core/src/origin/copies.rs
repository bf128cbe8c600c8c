//! Articles that share text, found by word 5-grams with quotations removed (Broder 1997, "On the resemblance
//! and containment of documents"). Containment, not resemblance: a copy with a new lead and a new end has
//! most of its text in common and resembles little.

use crate::id::ArticleId;
use std::collections::BTreeMap;

/// Least containment at which one article counts as a copy of the other. Quotations are removed before, or
/// two reporters at one briefing would pass for copies.
pub const COPY_CONTAINMENT: f64 = 0.5;

/// Least number of 5-grams by which an article can be told to be a copy: a sentence of some 25 words.
pub const MIN_SHINGLES: usize = 20;

/// Two articles of which one copies the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The one with the lower id.
    pub one: ArticleId,
    /// The other.
    pub other: ArticleId,
    /// Share of the shorter one's 5-grams that stand in the longer one, 0 to 1.
    pub containment: f64,
}

impl Copy {
    /// The reason in words.
    pub fn in_words(&self) -> String {
        let percent = self.containment * 100.0;
        format!("articles {} and {} share {percent:.0} % of their text", self.one.short(), self.other.short())
    }
}

/// Share of the shorter text's 5-grams that stand in the longer one; 0 where the shorter has fewer than
/// [`MIN_SHINGLES`]. Both are sorted, without repetition.
pub fn containment(one: &[u64], other: &[u64]) -> f64 {
    let (mut at, mut beside, mut shared) = (0, 0, 0);
    while let (Some(ours), Some(theirs)) = (one.get(at), other.get(beside)) {
        match ours.cmp(theirs) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => beside += 1,
            std::cmp::Ordering::Equal => {
                (at, beside, shared) = (at + 1, beside + 1, shared + 1);
            }
        }
    }
    share(shared, one.len().min(other.len()))
}

fn share(shared: usize, shorter: usize) -> f64 {
    if shorter < MIN_SHINGLES {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss)] // no article has 2^52 words
    let share = shared as f64 / shorter as f64;
    share
}

/// The pairs of articles of which one copies the other, in order of their ids. The 5-grams of each are
/// sorted, without repetition. Takes time in proportion to the 5-grams and to those that pairs share.
pub fn copies(articles: &[(&ArticleId, &[u64])]) -> Vec<Copy> {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by_key(|&at| articles[at].0);
    let mut shingles: Vec<(u64, usize)> = Vec::new();
    for (rank, &at) in order.iter().enumerate() {
        if articles[at].1.len() >= MIN_SHINGLES {
            shingles.extend(articles[at].1.iter().map(|&shingle| (shingle, rank)));
        }
    }
    shingles.sort_unstable();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for run in shingles.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, one)) in run.iter().enumerate() {
            for &(_, other) in &run[at + 1..] {
                *shared.entry((one, other)).or_default() += 1;
            }
        }
    }
    let pair = |((one, other), shared): ((usize, usize), usize)| {
        let (one, other) = (articles[order[one]], articles[order[other]]);
        let containment = share(shared, one.1.len().min(other.1.len()));
        let copied = containment >= COPY_CONTAINMENT && one.0 != other.0;
        copied.then(|| Copy { one: one.0.clone(), other: other.0.clone(), containment })
    };
    shared.into_iter().filter_map(pair).collect()
}
