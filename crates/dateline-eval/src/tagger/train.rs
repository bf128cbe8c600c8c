//! The averaged perceptron: counts, trains, keeps the features that matter, trains again on them alone.
//!
//! All sums are whole numbers and the order of the paragraphs follows from a number in the settings: the same
//! tokens give the same file on every machine.

use super::score::Agreement;
use super::table::Table;
use super::tagged::{self, Paragraph};
use crate::files::{EvalError, print, read_text};
use dateline_extract::tagger::features::{self, Word};
use dateline_extract::tagger::model::{Model, Row};
use dateline_extract::tagger::{Tag, Tagger, highest};
use std::collections::BTreeMap;
use std::path::Path;

/// How to train.
#[derive(Debug, clap::Args)]
pub(crate) struct Settings {
    /// How many times the text is gone through, before and after features are chosen.
    #[arg(long, default_value_t = 6)]
    rounds: u32,
    /// A feature that comes more seldom is not looked at.
    #[arg(long, default_value_t = 4)]
    least: usize,
    /// A word that comes more seldom is not in the dictionary.
    #[arg(long, default_value_t = 4)]
    least_word: usize,
    /// How many features to keep.
    #[arg(long, default_value_t = 60_000)]
    keep: usize,
    /// A weight below this many eighths of a step is left out of the file.
    #[arg(long, default_value_t = 12)]
    trim: u8,
    /// The order in which paragraphs are gone through.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A word that comes this often and in one tag only (but for one time in `CERTAIN_SHARE`) has no other.
const CERTAIN_TIMES: usize = 20;
const CERTAIN_SHARE: usize = 400;
/// A tag that a word has more seldom than one time in this many is the teacher's slip.
const SLIP_SHARE: usize = 400;
/// A word that comes more seldom than this may have tags that it had not in training.
const OPEN_TIMES: usize = 12;

pub(crate) fn train(path: &Path, out: &Path, settings: &Settings) -> Result<(), EvalError> {
    let text = read_text(path)?;
    let paragraphs = tagged::read(path, &text)?;
    let (mut used, mut aside) = (Vec::new(), Vec::new());
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if tagged::held_out(at) { &mut aside } else { &mut used }.push(paragraph);
    }
    let (classes, dictionary) = dictionary(&used, settings.least_word);
    let model = Model::new(&classes, &dictionary)?;
    print(&format!("{} words in the dictionary, {} classes", dictionary.len(), classes.len()))?;
    let lessons: Vec<Lesson> = used.iter().map(|paragraph| Lesson::of(paragraph, &model)).collect();
    let table = Table::of(lessons.iter().flat_map(Lesson::keys).collect(), settings.least);
    print(&format!("{} features", table.len()))?;
    let check = |rows: Vec<Row>| -> Result<Model, EvalError> {
        let rows: Vec<Row> = rows.into_iter().chain(dictionary.iter().cloned()).collect();
        let model = Model::new(&classes, &rows)?;
        let tagger = Tagger::new(model.clone());
        let mut found = Agreement::default();
        for paragraph in &aside {
            found.add(&tagger, paragraph);
        }
        print(&format!("  aside: {:.3} %, {} bytes", found.percent(), model.to_bytes().len()))?;
        Ok(model)
    };
    let mut learner = Learner::new(table, &model);
    learner.go(&lessons, settings)?;
    check(learner.rows(settings.trim))?;
    let mut learner = Learner::new(learner.best(settings.keep), &model);
    learner.go(&lessons, settings)?;
    let model = check(learner.rows(settings.trim))?;
    std::fs::write(out, model.to_bytes())
        .map_err(|source| EvalError::File { path: out.to_owned(), source })?;
    print(&format!("checksum {:016x}", model.checksum()))
}

/// The classes of words by the tags they had, and the dictionary's rows.
fn dictionary(paragraphs: &[&Paragraph<'_>], least: usize) -> (Vec<u64>, Vec<Row>) {
    let mut counts: BTreeMap<u32, BTreeMap<Tag, usize>> = BTreeMap::new();
    for paragraph in paragraphs {
        for (word, tag) in paragraph.words.iter().zip(&paragraph.tags) {
            *counts.entry(features::entry_key(word)).or_default().entry(*tag).or_default() += 1;
        }
    }
    let mut entries = Vec::new();
    let mut sizes: BTreeMap<(u64, Tag), usize> = BTreeMap::new();
    for (key, tags) in counts {
        let all: usize = tags.values().sum();
        if all < least {
            continue;
        }
        let Some((&top, &most)) = tags.iter().max_by_key(|(_, count)| **count) else { continue };
        let certain = all >= CERTAIN_TIMES && (all - most) * CERTAIN_SHARE <= all;
        let mut mask = 0_u64;
        for (tag, count) in &tags {
            if *tag == top || (!certain && *count * SLIP_SHARE > all) {
                mask |= 1 << tag.number();
            }
        }
        if all < OPEN_TIMES {
            // Seen too seldom to exclude anything: a class of its own, of which all tags are possible.
            mask |= 1 << 63;
        }
        *sizes.entry((mask, top)).or_default() += all;
        entries.push((key, mask, top, certain));
    }
    let mut classes: Vec<(u64, Tag)> = sizes.keys().copied().collect();
    classes.sort_by_key(|class| std::cmp::Reverse(sizes[class]));
    classes.truncate(254);
    let number: BTreeMap<(u64, Tag), u8> = classes.iter().copied().zip(1..).collect();
    let rows = entries
        .into_iter()
        .filter_map(|(key, mask, top, certain)| {
            Some((key, vec![(*number.get(&(mask, top))?, i8::from(certain))]))
        })
        .collect();
    let mask = |(mask, _): &(u64, Tag)| if mask >> 63 == 1 { u64::MAX } else { *mask };
    (std::iter::once(0).chain(classes.iter().map(mask)).collect(), rows)
}

/// A paragraph as it is learned.
struct Lesson {
    words: Vec<Word>,
    tags: Vec<Tag>,
}

impl Lesson {
    fn of(paragraph: &Paragraph<'_>, model: &Model) -> Self {
        let words = paragraph.words.iter().map(|word| features::word(word, model)).collect();
        Self { words, tags: paragraph.tags.clone() }
    }

    /// The keys of all features, with the teacher's tags before.
    fn keys(&self) -> Vec<u32> {
        let (mut one, mut two) = (features::BEFORE, features::BEFORE);
        let mut keys = Vec::new();
        for (at, tag) in self.tags.iter().enumerate() {
            if self.words[at].certain().is_none() {
                keys.extend(features::of(&self.words, at, one, two));
            }
            (one, two) = (tag.number(), one);
        }
        keys
    }
}

/// A weight on its way: now, and summed over all steps up to `since`.
#[derive(Clone, Copy)]
struct Weight {
    tag: u8,
    now: i32,
    sum: i64,
    since: u32,
}

struct Learner<'m> {
    model: &'m Model,
    table: Table,
    weights: Vec<Vec<Weight>>,
    steps: u32,
}

impl<'m> Learner<'m> {
    fn new(table: Table, model: &'m Model) -> Self {
        let weights = vec![Vec::new(); table.len()];
        Self { model, table, weights, steps: 0 }
    }

    fn go(&mut self, lessons: &[Lesson], settings: &Settings) -> Result<(), EvalError> {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let mut random = settings.seed | 1;
        for round in 1..=settings.rounds {
            for last in (1..order.len()).rev() {
                // xorshift64 (Marsaglia 2003) and Fisher-Yates.
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                order.swap(last, usize::try_from(random % (last as u64 + 1)).unwrap_or(0));
            }
            let wrong: usize = order.iter().map(|at| self.learn(&lessons[*at])).sum();
            print(&format!("round {round}: {wrong} wrong"))?;
        }
        Ok(())
    }

    fn learn(&mut self, lesson: &Lesson) -> usize {
        let (mut one, mut two) = (features::BEFORE, features::BEFORE);
        let mut wrong = 0;
        for at in 0..lesson.tags.len() {
            let word = &lesson.words[at];
            let tag = if let Some(tag) = word.certain() {
                tag
            } else {
                let found = self.step(lesson, at, one, two);
                wrong += usize::from(found != lesson.tags[at]);
                found
            };
            (one, two) = (tag.number(), one);
        }
        wrong
    }

    fn step(&mut self, lesson: &Lesson, at: usize, one: u8, two: u8) -> Tag {
        self.steps += 1;
        let keys = features::of(&lesson.words, at, one, two);
        let numbers = keys.map(|key| self.table.number(key));
        let mut scores = [0_i32; 64];
        for number in numbers.iter().flatten() {
            for weight in &self.weights[*number] {
                scores[usize::from(weight.tag)] += weight.now;
            }
        }
        let allowed = lesson.words[at].allowed(self.model);
        let found = highest(&scores, allowed);
        let teacher = lesson.tags[at];
        if found != teacher && allowed >> teacher.number() & 1 == 1 {
            for number in numbers.into_iter().flatten() {
                self.change(number, teacher.number(), 1);
                self.change(number, found.number(), -1);
            }
        }
        found
    }

    fn change(&mut self, number: usize, tag: u8, by: i32) {
        let weights = &mut self.weights[number];
        let at = weights.iter().position(|weight| weight.tag == tag).unwrap_or_else(|| {
            weights.push(Weight { tag, now: 0, sum: 0, since: self.steps });
            weights.len() - 1
        });
        let weight = &mut weights[at];
        weight.sum += i64::from(weight.now) * i64::from(self.steps - weight.since);
        weight.since = self.steps;
        weight.now += by;
    }

    /// The sum of a weight over all steps: its average, but for the number of steps.
    fn summed(&self, weight: &Weight) -> i64 {
        weight.sum + i64::from(weight.now) * i64::from(self.steps - weight.since)
    }

    /// The features with the largest weights.
    fn best(&self, keep: usize) -> Table {
        let strength = |number: usize| -> u64 {
            self.weights[number].iter().map(|weight| self.summed(weight).unsigned_abs()).sum()
        };
        let mut by_strength: Vec<(u64, u32)> = (0..self.table.len())
            .map(|number| (strength(number), self.table.key(number)))
            .filter(|(strength, _)| *strength > 0)
            .collect();
        by_strength.sort_unstable_by_key(|&(strength, key)| (std::cmp::Reverse(strength), key));
        by_strength.truncate(keep);
        let mut keys: Vec<u32> = by_strength.into_iter().map(|(_, key)| key).collect();
        keys.sort_unstable();
        Table::of_sorted(keys)
    }

    /// Averaged weights as whole numbers up to 127: a unit is an eighth of a step of training.
    fn rows(&self, trim: u8) -> Vec<Row> {
        let steps = i64::from(self.steps.max(1));
        let mut rows = Vec::new();
        for (number, weights) in self.weights.iter().enumerate() {
            let mut pairs: Vec<(u8, i8)> = weights
                .iter()
                .map(|weight| {
                    let eighths = (self.summed(weight) * 16 / steps + 1).div_euclid(2);
                    (weight.tag, i8::try_from(eighths.clamp(-127, 127)).unwrap_or(0))
                })
                .filter(|(_, weight)| weight.unsigned_abs() >= trim.max(1))
                .collect();
            pairs.sort_unstable();
            if !pairs.is_empty() {
                rows.push((self.table.key(number), pairs));
            }
        }
        rows
    }
}
