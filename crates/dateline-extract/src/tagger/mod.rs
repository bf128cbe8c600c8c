//! Part-of-speech tags: an averaged perceptron (Collins 2002) with whole-number weights, from left to right.
//!
//! A word that had one tag throughout training has that tag. For any other the tagger adds the weights of a
//! few dozen facts of the word and its neighbourhood, and takes the tag with most. It looks two words ahead and two
//! tags back, so time is in proportion to the text. `docs/models.md` says who taught it, on what text, how well it
//! agrees, and how to train it anew.
//!
//! ```
//! use dateline_extract::tagger::{Tag, Tagger};
//!
//! let words = ["The", "summit", "may", "be", "held", "in", "May", "."];
//! let tags = Tagger::shipped().tag(&words);
//! assert_eq!(tags[2], Tag::MD);
//! assert_eq!(tags[6], Tag::NNP);
//! ```

pub mod features;
pub mod model;
mod tag;
#[cfg(test)]
mod tests;

pub use tag::{Tag, TagSet};

use features::{BEFORE, Word};
use model::Model;
use std::sync::OnceLock;

/// The weights that are part of the program.
static SHIPPED: &[u8] = include_bytes!("../../models/tagger.bin");

/// Gives tags to words.
#[derive(Debug, Clone)]
pub struct Tagger {
    model: Model,
}

impl Tagger {
    /// The tagger that is part of the program. It is read when first asked for, in a few milliseconds.
    ///
    /// # Panics
    /// If the file that is part of the program is damaged; a test reads it.
    pub fn shipped() -> &'static Self {
        static TAGGER: OnceLock<Tagger> = OnceLock::new();
        TAGGER.get_or_init(|| {
            Self::new(Model::read(SHIPPED).expect("the shipped weights are whole: a test reads them"))
        })
    }

    /// A tagger with weights of one's own.
    pub fn new(model: Model) -> Self {
        Self { model }
    }

    /// The weights.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The tags of words that stand one after the other, such as a paragraph's.
    pub fn tag<W: AsRef<str>>(&self, words: &[W]) -> Vec<Tag> {
        let mut tags = Vec::with_capacity(words.len());
        self.tag_into(words.iter().map(AsRef::as_ref), &mut Vec::new(), &mut tags);
        tags
    }

    /// Appends the tags of `words` to `tags`; `scratch` is memory to use again.
    pub fn tag_into<'w>(
        &self,
        words: impl Iterator<Item = &'w str>,
        scratch: &mut Vec<Word>,
        tags: &mut Vec<Tag>,
    ) {
        scratch.clear();
        scratch.extend(words.map(|word| features::word(word, &self.model)));
        let (mut one, mut two) = (BEFORE, BEFORE);
        for at in 0..scratch.len() {
            let tag = match scratch[at].certain {
                Some(tag) => tag,
                None => self.best(scratch, at, one, two),
            };
            tags.push(tag);
            (one, two) = (tag.number(), one);
        }
    }

    fn best(&self, words: &[Word], at: usize, one: u8, two: u8) -> Tag {
        let mut scores = [0_i32; 64];
        for key in features::of(words, at, one, two) {
            for &(tag, weight) in self.model.row(key) {
                scores[usize::from(tag & 63)] += i32::from(weight);
            }
        }
        highest(&scores, words[at].allowed(&self.model))
    }
}

/// The tag of `allowed` with the highest score; of equal ones the first.
pub fn highest(scores: &[i32; 64], allowed: u64) -> Tag {
    let mut best = (i32::MIN, Tag::NN);
    for &tag in Tag::ALL {
        let score = scores[usize::from(tag.number())];
        if allowed >> tag.number() & 1 == 1 && score > best.0 {
            best = (score, tag);
        }
    }
    best.1
}

/// The checksum of the shipped weights, which tells them from all others.
pub(crate) fn shipped_id() -> &'static [u8] {
    SHIPPED.get(7..15).unwrap_or_default()
}
