//! The attributions of an article, found by what their content holds.

use super::Attributed;
use dateline_core::text::ByteSpan;

/// All attributions, in the order of their cues.
#[derive(Debug)]
pub(crate) struct Attributions {
    pub(crate) all: Vec<Attributed>,
    /// Each part of each content, in text order, with the index of its attribution.
    contents: Vec<(ByteSpan, usize)>,
    /// The furthest end of the contents up to each.
    furthest: Vec<usize>,
}

impl Attributions {
    pub(super) fn new(all: Vec<Attributed>) -> Self {
        let mut contents: Vec<(ByteSpan, usize)> = Vec::new();
        for (index, one) in all.iter().enumerate() {
            contents.extend(one.reported.content.iter().map(|span| (*span, index)));
        }
        contents.sort_unstable();
        let furthest = contents
            .iter()
            .scan(0, |furthest, (span, _)| {
                *furthest = span.end_byte.max(*furthest);
                Some(*furthest)
            })
            .collect();
        Self { all, contents, furthest }
    }

    /// Those whose content holds some words, outermost first: each but the first is told inside the one before it. Of two
    /// that hold the same words side by side the closer one counts.
    pub(crate) fn holding(&self, words: ByteSpan, cue: impl Fn(&Attributed) -> ByteSpan) -> Vec<&Attributed> {
        let until = self.contents.partition_point(|(span, _)| span.start_byte <= words.start_byte);
        let mut holding: Vec<(ByteSpan, &Attributed)> = (0..until)
            .rev()
            .take_while(|&at| self.furthest[at] >= words.end_byte)
            .map(|at| self.contents[at])
            .filter(|(span, _)| span.contains(words))
            .map(|(span, index)| (span, &self.all[index]))
            .collect();
        holding.sort_by_key(|(span, one)| {
            (span.end_byte - span.start_byte, std::cmp::Reverse(one.reported.cue.start))
        });
        let mut chain: Vec<&Attributed> = Vec::new();
        for (span, one) in holding {
            if chain.last().is_none_or(|inner| span.contains(cue(inner))) {
                chain.push(one);
            }
        }
        chain.reverse();
        chain
    }
}
