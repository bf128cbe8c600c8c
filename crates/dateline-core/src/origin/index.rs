//! Finds the texts that share enough with a text, without comparing all with all.
//!
//! A text of which `least` of `n` runs must stand in another has one of them among *any* `n - least + 1` of its
//! runs (the prefix filter of Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins in
//! data cleaning"). So the rarest are picked, once, when the text is added: what many texts have in common by
//! habit is nobody's pick. A text meets the shorter ones by their picks, and the longer ones by its own. What is
//! met is compared run by run, so that the answer is exact, whatever the order in which texts are added.

use super::copies::least_shared;

/// Texts that were added, each by its number: how many were added before.
#[derive(Debug)]
pub(super) struct Index<'a> {
    texts: Vec<&'a [u64]>,
    runs: Runs,
    /// Sets of texts. Most runs of a report are held by just those texts that carry it, so one set serves many.
    sets: Vec<Set>,
}

/// The texts that hold a run, by the run: a table of twice as many slots as it has runs, or more, of which a run
/// takes the first free one from where its digest points to. A map of the standard library takes three times as
/// long, as it reads from three places for each run.
#[derive(Debug, Default)]
struct Runs {
    /// Empty, or as many as a power of two.
    slots: Vec<Holders>,
    taken: usize,
}

/// The texts that hold a run, as places of sets.
#[derive(Debug, Clone, Copy, Default)]
struct Holders {
    /// The lower half of the run's digest. Two runs that share it only make two texts meet in vain.
    key: u32,
    /// All that hold it; never [`NONE`] where the slot is taken.
    all: u32,
    /// Those that picked it.
    picked: u32,
}

impl Runs {
    /// Makes place for so many runs more.
    fn reserve(&mut self, more: usize) {
        let wanted = (2 * (self.taken + more)).next_power_of_two();
        if wanted <= self.slots.len() {
            return;
        }
        let former = std::mem::replace(&mut self.slots, vec![Holders::default(); wanted]);
        for holders in former.into_iter().filter(|it| it.all != NONE) {
            let place = self.place_of(holders.key);
            self.slots[place] = holders;
        }
    }

    /// Where a run stands, or would stand.
    fn place_of(&self, key: u32) -> usize {
        // The upper bits of a product are those that all bits of the key have a part in (Knuth, TAOCP 6.4).
        let spread = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        #[allow(clippy::cast_possible_truncation)] // 32 bits
        self.place_from(spread as usize & (self.slots.len() - 1), key)
    }

    fn place_from(&self, mut place: usize, key: u32) -> usize {
        while self.slots[place].all != NONE && self.slots[place].key != key {
            place = (place + 1) & (self.slots.len() - 1);
        }
        place
    }
}

/// A set of texts: an earlier set and one text more.
#[derive(Debug, Clone, Copy, Default)]
struct Set {
    earlier: u32,
    text: u32,
    count: u32,
    /// The last set that was made of this one.
    latest: u32,
    /// The last text, counted from 1, that met all of these.
    met_by: u32,
}

/// Place of the set of no texts.
const NONE: u32 = 0;

/// A text that was added earlier and of which the text just added is a copy, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its number.
    pub(super) earlier: u32,
    /// How many runs they share.
    pub(super) shared: u32,
}

impl Default for Index<'_> {
    fn default() -> Self {
        Self { texts: Vec::new(), runs: Runs::default(), sets: vec![Set::default()] }
    }
}

impl<'a> Index<'a> {
    /// Adds a text, given by the digests of its runs, sorted and without repetition, and gives those of the
    /// texts added before that it shares enough with, by number.
    pub(super) fn add(&mut self, text: &'a [u64]) -> Vec<Found> {
        let number = small(self.texts.len());
        self.texts.push(text);
        let Some(least) = least_shared(text.len()) else { return Vec::new() };
        let mut met: Vec<u32> = Vec::new();
        self.runs.reserve(text.len());
        // All places first: the processor then waits for many of them at once.
        let places: Vec<usize> = text.iter().map(|run| self.runs.place_of(key(*run))).collect();
        let mut by_rarity: Vec<(u32, u32, usize)> = Vec::with_capacity(text.len());
        for (&run, &place) in text.iter().zip(&places) {
            // Another run of this text may have taken the place.
            let place = self.runs.place_from(place, key(run));
            let holders = &mut self.runs.slots[place];
            self.runs.taken += usize::from(holders.all == NONE);
            by_rarity.push((self.sets[holders.all as usize].count, holders.all, place));
            meet(&mut self.sets, holders.picked, number, &mut met);
            holders.key = key(run);
            holders.all = with(&mut self.sets, holders.all, number);
        }
        let picks = text.len() - least + 1;
        by_rarity.select_nth_unstable(picks - 1);
        for (_, before, place) in &by_rarity[..picks] {
            meet(&mut self.sets, *before, number, &mut met);
            let picked = &mut self.runs.slots[*place].picked;
            *picked = with(&mut self.sets, *picked, number);
        }
        met.sort_unstable();
        met.dedup();
        let compare = |earlier: u32| {
            let other = self.texts[earlier as usize];
            let least = least_shared(text.len().min(other.len()))?;
            let shared = shared(text, other);
            (shared >= least).then(|| Found { earlier, shared: small(shared) })
        };
        met.into_iter().filter_map(compare).collect()
    }
}

/// A number of texts, runs or sets.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[allow(clippy::cast_possible_truncation)] // the lower half is what is wanted
fn key(run: u64) -> u32 {
    run as u32
}

/// The set with the text `number`, which is higher than all that are in it, and maybe that.
fn with(sets: &mut Vec<Set>, set: u32, number: u32) -> u32 {
    let Set { text, count, latest, .. } = sets[set as usize];
    if set != NONE && text == number {
        return set;
    }
    if latest != NONE && sets[latest as usize].text == number {
        return latest;
    }
    let place = small(sets.len());
    sets.push(Set { earlier: set, text: number, count: count + 1, latest: NONE, met_by: 0 });
    sets[set as usize].latest = place;
    place
}

/// Adds to `met` the texts of a set other than `number`, as far as `number` has not met them in another set.
fn meet(sets: &mut [Set], mut set: u32, number: u32, met: &mut Vec<u32>) {
    while set != NONE {
        let it = &mut sets[set as usize];
        if it.met_by == number + 1 {
            return;
        }
        it.met_by = number + 1;
        if it.text != number {
            met.push(it.text);
        }
        set = it.earlier;
    }
}

/// How many runs stand in both; both lists are sorted, without repetition.
pub(super) fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut at, mut beside, mut shared) = (0, 0, 0);
    while let (Some(ours), Some(theirs)) = (one.get(at), other.get(beside)) {
        at += usize::from(ours <= theirs);
        beside += usize::from(theirs <= ours);
        shared += usize::from(ours == theirs);
    }
    shared
}
