//! The scores of attributions. Predicted and gold attributions are paired one to one by their content: greedily, by the
//! Jaccard overlap of the letters and digits that they cover, so that marks and spaces at the edges do not matter.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A half-open span in Unicode code points.
pub(super) type Span = (usize, usize);

/// Spans of one attribution.
#[derive(Debug, Clone, Default)]
pub(super) struct Attribution {
    pub(super) source: Vec<Span>,
    pub(super) cue: Vec<Span>,
    pub(super) content: Vec<Span>,
}

/// A document with what should be and what was read in it.
pub(super) struct Document {
    pub(super) name: String,
    /// The text's code points.
    pub(super) text: Vec<char>,
    pub(super) gold: Vec<Attribution>,
    pub(super) predicted: Vec<Attribution>,
}

/// Which attributions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Direct,
    Indirect,
}

/// What is counted over documents.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    gold: usize,
    predicted: usize,
    any: usize,
    half: usize,
    exact: usize,
    whole: usize,
}

/// Precision, recall and F1 in percent.
fn rates(hits: usize, predicted: usize, gold: usize) -> [f64; 3] {
    let share = |n: usize, of: usize| if of == 0 { 0.0 } else { count(n) / count(of) };
    let (p, r) = (share(hits, predicted), share(hits, gold));
    let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    [p * 100.0, r * 100.0, f * 100.0]
}

/// Counts of attributions are far below 2^52.
#[allow(clippy::cast_precision_loss, reason = "counts of attributions are far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}

impl Document {
    /// The letters and digits that spans cover.
    fn letters(&self, spans: &[Span]) -> BTreeSet<usize> {
        let end = self.text.len();
        spans
            .iter()
            .flat_map(|&(start, stop)| start.min(end)..stop.min(end))
            .filter(|&at| self.text[at].is_alphanumeric())
            .collect()
    }

    /// Whether a content is quoted: a quotation mark at its start or right before it.
    fn quoted(&self, content: &[Span]) -> bool {
        let mark = |at: usize| matches!(self.text.get(at), Some('"' | '“'));
        let start = content.iter().map(|span| span.0).min();
        start.is_some_and(|start| mark(start) || start > 0 && mark(start - 1))
    }

    fn counted<'a>(&self, all: &'a [Attribution], part: Part) -> Vec<(&'a Attribution, BTreeSet<usize>)> {
        all.iter()
            .filter(|one| !one.content.is_empty())
            .filter(|one| match part {
                Part::All => true,
                Part::Direct => self.quoted(&one.content),
                Part::Indirect => !self.quoted(&one.content),
            })
            .map(|one| (one, self.letters(&one.content)))
            .collect()
    }

    fn counts(&self, part: Part) -> Counts {
        let gold = self.counted(&self.gold, part);
        let predicted = self.counted(&self.predicted, part);
        let mut counts = Counts { gold: gold.len(), predicted: predicted.len(), ..Counts::default() };
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (i, (_, wanted)) in gold.iter().enumerate() {
            for (j, (_, found)) in predicted.iter().enumerate() {
                let both = wanted.intersection(found).count();
                if both > 0 {
                    pairs.push((count(both) / count(wanted.len() + found.len() - both), i, j));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut paired_gold = vec![false; gold.len()];
        let mut paired = vec![false; predicted.len()];
        for (overlap, i, j) in pairs {
            if paired_gold[i] || paired[j] {
                continue;
            }
            (paired_gold[i], paired[j]) = (true, true);
            let wanted = self.letters(&gold[i].0.source);
            let found = self.letters(&predicted[j].0.source);
            let source = if wanted.is_empty() {
                found.is_empty()
            } else {
                wanted.intersection(&found).next().is_some()
            };
            counts.any += 1;
            counts.half += usize::from(overlap >= 0.5);
            counts.exact += usize::from(overlap >= 0.999_999);
            counts.whole += usize::from(overlap >= 0.5 && source);
        }
        counts
    }
}

fn sum(documents: &[Document], part: Part) -> Counts {
    documents.iter().map(|document| document.counts(part)).fold(Counts::default(), |a, b| Counts {
        gold: a.gold + b.gold,
        predicted: a.predicted + b.predicted,
        any: a.any + b.any,
        half: a.half + b.half,
        exact: a.exact + b.exact,
        whole: a.whole + b.whole,
    })
}

/// A table of the scores, in percent.
pub(super) fn report(name: &str, documents: &[Document]) -> String {
    let mut out = format!("{name}: {} documents\n", documents.len());
    for (label, part) in [("all", Part::All), ("direct", Part::Direct), ("indirect", Part::Indirect)] {
        let c = sum(documents, part);
        let _ = writeln!(out, "{label:9} gold {:6}  predicted {:6}", c.gold, c.predicted);
        for (what, hits) in
            [("content any", c.any), ("content >=.5", c.half), ("content exact", c.exact), ("whole", c.whole)]
        {
            let [p, r, f] = rates(hits, c.predicted, c.gold);
            let _ = writeln!(out, "  {what:14} P {p:6.2} R {r:6.2} F1 {f:6.2}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(gold: &[(Span, Span)], predicted: &[(Span, Span)]) -> Document {
        let text = "“I left,” said Ann. Bob saw 3 cats.".chars().collect();
        let of = |all: &[(Span, Span)]| {
            let one = |&(source, content): &(Span, Span)| Attribution {
                source: vec![source],
                cue: vec![],
                content: vec![content],
            };
            all.iter().map(one).collect()
        };
        Document { name: "one".into(), text, gold: of(gold), predicted: of(predicted) }
    }

    #[test]
    fn marks_and_spaces_at_the_edges_do_not_count() {
        let counts = document(&[((15, 18), (0, 9))], &[((15, 18), (1, 7))]).counts(Part::All);
        assert_eq!((counts.exact, counts.half, counts.whole), (1, 1, 1));
    }

    #[test]
    fn another_source_is_no_whole() {
        let counts = document(&[((15, 18), (0, 9))], &[((20, 23), (0, 9))]).counts(Part::All);
        assert_eq!((counts.exact, counts.whole), (1, 0));
    }

    #[test]
    fn of_two_that_overlap_the_better_is_paired() {
        let counts = document(&[((15, 18), (24, 34))], &[((15, 18), (24, 27)), ((15, 18), (24, 34))]);
        let counts = counts.counts(Part::All);
        assert_eq!((counts.predicted, counts.any, counts.exact), (2, 1, 1));
    }

    #[test]
    fn quoted_contents_are_direct_and_others_indirect() {
        let one = document(&[((15, 18), (1, 7)), ((20, 23), (28, 34))], &[]);
        assert_eq!([one.counts(Part::Direct).gold, one.counts(Part::Indirect).gold], [1, 1]);
    }

    #[test]
    fn rates_are_percent() {
        let [p, r, f] = rates(1, 2, 4);
        assert_eq!((p, r), (50.0, 25.0));
        assert!((f - 100.0 / 3.0).abs() < 1e-9);
        assert!(rates(0, 0, 0).iter().all(|rate| rate.abs() < 1e-9));
    }
}
