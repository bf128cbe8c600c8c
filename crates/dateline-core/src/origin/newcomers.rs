//! Finds, of texts that are gone through once, those that may share enough with some new ones.
//!
//! A text is shown by the [`keys`] of its runs, less than half as long as their digests. Two runs of which only one
//! stands in both may have one key, so more are counted than are shared, and never fewer: what is passed over here is
//! no copy, and what is not is compared run by run.

use super::copies::least_shared;

/// Bits of a key. Of 660 runs one in 25,000 has the key of another text's run.
const KEY_BITS: u32 = 24;

/// Upper bits of a digest that a run never has: it is told by 53.
const FREE_BITS: u32 = 11;

/// Keys of runs of five words, sorted, one for each: the upper bits of the digests.
pub fn keys(runs: &[u64]) -> Vec<u32> {
    let key = |run: &u64| (run << FREE_BITS) >> (u64::BITS - KEY_BITS);
    #[allow(clippy::cast_possible_truncation)] // 24 bits
    let mut keys: Vec<u32> = runs.iter().map(|run| key(run) as u32).collect();
    keys.sort_unstable();
    keys
}

/// New texts, each by its number: its place among those given.
#[derive(Debug)]
pub struct Newcomers {
    /// How many runs each has.
    lengths: Vec<usize>,
    /// Keys with the texts that have them.
    holders: Vec<(u32, u32)>,
    /// Where those begin whose keys begin with the same bits, and where the last end.
    starts: Vec<u32>,
    /// By how many bits keys are longer than what they are looked up by.
    shift: u32,
    /// Of the text that is shown, how many keys each new one has.
    counts: Vec<u32>,
}

impl Newcomers {
    /// New texts, each given by its [`keys`]. Of all together there are less than 2^32.
    pub fn new<'k>(texts: impl IntoIterator<Item = &'k [u32]>) -> Self {
        let (mut lengths, mut holders) = (Vec::new(), Vec::new());
        for (number, keys) in (0_u32..).zip(texts) {
            lengths.push(keys.len());
            holders.extend(keys.iter().map(|key| (*key, number)));
        }
        holders.sort_unstable();
        holders.dedup();
        let bits = holders.len().next_power_of_two().ilog2().min(KEY_BITS);
        let shift = KEY_BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (key, _) in &holders {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let counts = vec![0; lengths.len()];
        Self { lengths, holders, starts, shift, counts }
    }

    /// The new texts that may share enough with a text, given by its [`keys`], for one to be a copy of the other;
    /// each with the most runs that they can share. A new text meets itself.
    pub fn met_by(&mut self, keys: &[u32]) -> Vec<(usize, usize)> {
        let mut met = Vec::new();
        for &key in keys {
            let place = (key >> self.shift) as usize;
            let (first, end) = (self.starts[place] as usize, self.starts[place + 1] as usize);
            for &(_, text) in self.holders[first..end].iter().filter(|(held, _)| *held == key) {
                let count = &mut self.counts[text as usize];
                if *count == 0 {
                    met.push(text as usize);
                }
                *count += 1;
            }
        }
        met.sort_unstable();
        let enough = |text: usize| {
            let count = std::mem::take(&mut self.counts[text]) as usize;
            let shorter = keys.len().min(self.lengths[text]);
            let most = count.min(shorter);
            (least_shared(shorter)? <= most).then_some((text, most))
        };
        met.into_iter().filter_map(enough).collect()
    }
}
