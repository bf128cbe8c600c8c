//! Articles that share text, told by runs of five words with quotations removed (Broder 1997, "On the
//! resemblance and containment of documents"). Containment, not resemblance: a copy with a new lead and a new
//! end has most of its text in common and resembles little. `docs/decisions/0019-copies.md` has the figures behind
//! the rule.

use super::Sets;
use super::index::{Found, Index, shared};
use crate::id::ArticleId;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Least number of runs of five words by which an article can be told to be a copy: a sentence of some 25 words.
pub const MIN_SHINGLES: usize = 20;

/// Number of common runs from which half of an article is enough. What several articles of one outlet have in
/// common without copying each other (notes on the author, the paper, other articles) is shorter.
pub const PASSAGE_SHINGLES: usize = 60;

/// How many of an article's `shingles` must stand in a longer one for it to be a copy: half of them, and of a
/// short article three quarters, up to [`PASSAGE_SHINGLES`]; `None` if it is too short to tell.
pub fn least_shared(shingles: usize) -> Option<usize> {
    let of_short = (shingles * 3).div_ceil(4).min(PASSAGE_SHINGLES);
    (shingles >= MIN_SHINGLES).then(|| shingles.div_ceil(2).max(of_short))
}

/// Two articles of which one stands, in good part, in the other. Which of them was first is not said: the
/// longer one may have taken in the shorter, or both a third.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The shorter one; of two that are equally long, the one with the lower id.
    pub part: ArticleId,
    /// The other.
    pub whole: ArticleId,
    /// How many of the shorter one's runs of five words stand in the other.
    pub shared: usize,
    /// How many runs the shorter one has, without repetition.
    pub of: usize,
}

impl Copy {
    /// Two articles that share `shared` runs, each given with how many it has.
    pub fn sharing(shared: usize, one: (&ArticleId, usize), other: (&ArticleId, usize)) -> Self {
        let (part, whole) = if (one.1, one.0) <= (other.1, other.0) { (one, other) } else { (other, one) };
        Self { part: part.0.clone(), whole: whole.0.clone(), shared, of: part.1 }
    }

    /// Compares two articles, given with their runs of five words, sorted and without repetition. `None` if neither
    /// is a copy of the other.
    pub fn between(one: (&ArticleId, &[u64]), other: (&ArticleId, &[u64])) -> Option<Self> {
        let shared = shared(one.1, other.1);
        let least = least_shared(one.1.len().min(other.1.len()))?;
        (shared >= least).then(|| Self::sharing(shared, (one.0, one.1.len()), (other.0, other.1.len())))
    }

    /// The reason in words. The share is rounded down: what is not all is not "100 %".
    pub fn in_words(&self) -> String {
        let percent = self.shared * 100 / self.of.max(1);
        let (part, whole) = (self.part.short(), self.whole.short());
        format!("{percent} % of article {part}, by runs of five words outside quotations, is in {whole}")
    }

    /// Larger shares first, equal ones by their articles.
    pub fn order(&self, other: &Self) -> Ordering {
        // Without a division, so that equal shares are equal.
        (other.shared * self.of)
            .cmp(&(self.shared * other.of))
            .then_with(|| (&self.part, &self.whole).cmp(&(&other.part, &other.whole)))
    }
}

/// Which of some articles are copies of which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copies {
    /// By id.
    articles: Vec<Article>,
    /// By both articles, the one with the lower id first.
    pairs: Vec<Pair>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Article {
    id: ArticleId,
    shingles: usize,
}

/// Two articles by their places in the list: a much copied report has very many pairs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    low: u32,
    high: u32,
    shared: u32,
}

impl Copies {
    /// Compares articles, given with their runs of five words, sorted and without repetition. The order of
    /// the articles does not matter. Takes time in proportion to the runs and to the copies there are.
    pub fn among<'a>(articles: impl IntoIterator<Item = (&'a ArticleId, &'a [u64])>) -> Self {
        let articles: BTreeMap<&ArticleId, &[u64]> = articles.into_iter().collect();
        let mut index = Index::default();
        let mut pairs = Vec::new();
        for (high, shingles) in (0_u32..).zip(articles.values()) {
            let found = index.add(shingles).into_iter();
            pairs.extend(found.map(|Found { earlier, shared }| Pair { low: earlier, high, shared }));
        }
        pairs.sort_unstable();
        let article =
            |(id, shingles): (&ArticleId, &[u64])| Article { id: id.clone(), shingles: shingles.len() };
        Self { articles: articles.into_iter().map(article).collect(), pairs }
    }

    /// The pairs, in order of their lower and then their higher ids.
    pub fn iter(&self) -> impl Iterator<Item = Copy> {
        self.pairs.iter().map(|pair| self.copy(pair))
    }

    fn copy(&self, pair: &Pair) -> Copy {
        let [low, high] = [pair.low, pair.high].map(|at| &self.articles[at as usize]);
        Copy::sharing(pair.shared as usize, (&low.id, low.shingles), (&high.id, high.shingles))
    }

    /// As few pairs as connect those of some articles that are copies of each other, the most alike of them:
    /// every copy is told once, with an article that it has much in common with. Each comes with the places of
    /// both in `articles`, which are sorted and without repetition.
    pub(super) fn connecting(&self, articles: &[&ArticleId]) -> Vec<(usize, usize, Copy)> {
        let known = |id: &ArticleId| self.articles.binary_search_by(|it| it.id.cmp(id)).ok();
        // Places here of the articles asked for, in order like these.
        let places: Vec<(u32, usize)> = articles
            .iter()
            .enumerate()
            .filter_map(|(at, id)| Some((u32::try_from(known(id)?).ok()?, at)))
            .collect();
        let place = |known: u32| {
            let at = places.binary_search_by_key(&known, |(known, _)| *known).ok()?;
            Some(places[at].1)
        };
        let mut found: Vec<(usize, usize, Copy)> = Vec::new();
        for &(low, one) in &places {
            let first = self.pairs.partition_point(|pair| pair.low < low);
            let here = self.pairs[first..].iter().take_while(|pair| pair.low == low);
            found.extend(here.filter_map(|pair| Some((one, place(pair.high)?, self.copy(pair)))));
        }
        found.sort_by(|a, b| a.2.order(&b.2));
        let mut sets = Sets::new(articles.len());
        found.retain(|(one, other, _)| sets.join(*one, *other));
        found
    }
}
