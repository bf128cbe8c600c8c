//! What was edited between two texts of one article: sentence by sentence, word by word within them, and which
//! facts that changed.
//!
//! Sentences are put side by side first, for a diff of the words of whole texts is confetti. One that stands
//! elsewhere is *moved*; one of which only white space, case or the form of quotation marks and dashes differ is a
//! matter of *style*. Both are told apart from what was really changed. Nothing here depends on a clock: what is
//! too much to compare is told as absent and added, by its size and not by the time it takes.

mod facts;
mod pairing;
mod sentences;
#[cfg(test)]
mod tests;

pub use facts::{FactDifference, FactEdit, FactEdits, fact_edits, is_one_subject, same_facts};

use crate::article::Revision;
use crate::text::ByteSpan;
use pairing::{Bond, Pair};
use sentences::{Sentence, WordIds, sentences};
use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// How a sentence was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    /// Some of its words differ.
    Changed,
    /// Only in the later text.
    Added,
    /// Only in the earlier text.
    Absent,
    /// The same words in another order of sentences.
    Moved,
    /// The same words; white space, case, or the form of quotation marks or dashes differ.
    Style,
}

/// A sentence that was edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// How.
    pub kind: EditKind,
    /// Where it stands in the earlier text.
    pub before: Option<ByteSpan>,
    /// Where it stands in the later text.
    pub after: Option<ByteSpan>,
    /// Its words, in order; of what was moved or restyled none.
    pub words: Vec<Words>,
}

/// A run of words of a sentence that was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "side", rename_all = "snake_case")]
pub enum Words {
    /// In both texts.
    Both {
        /// Where in the earlier.
        before: ByteSpan,
        /// Where in the later.
        after: ByteSpan,
    },
    /// In the earlier text only.
    Before {
        /// Where.
        before: ByteSpan,
    },
    /// In the later text only.
    After {
        /// Where.
        after: ByteSpan,
    },
}

/// The edits from one text to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdits {
    /// The sentences that were edited, in the order of the later text; what is absent stands where it stood.
    pub edits: Vec<Edit>,
    /// How many sentences stand in both texts, in one order and byte for byte alike.
    pub unchanged: usize,
    /// Whether the texts differ so much that not all sentences, or not all words of sentences, were compared with
    /// each other: what was changed may be told as absent and added.
    pub is_coarse: bool,
    /// Sentences of both texts that are one sentence, changed or not; in the order of the earlier text.
    partners: Vec<(ByteSpan, ByteSpan)>,
}

impl TextEdits {
    /// How many sentences were edited in this way.
    pub fn count(&self, kind: EditKind) -> usize {
        self.edits.iter().filter(|edit| edit.kind == kind).count()
    }

    /// Where the sentence around a byte of the earlier text stands in the later one, changed or not.
    fn partner(&self, before_byte: usize) -> Option<ByteSpan> {
        let next = self.partners.partition_point(|(before, _)| before.start_byte <= before_byte);
        let (before, after) = self.partners.get(next.checked_sub(1)?)?;
        (before_byte < before.end_byte).then_some(*after)
    }
}

/// Most pairs of words, one of each text, that are laid beside each other in all sentences together. A sentence
/// that would go beyond is told as a whole.
const MAX_WORD_PAIRS: usize = 16_000_000;

/// The edits from the text of one revision to that of another, outside their masked parts. Time and memory are
/// in proportion to the texts, but for a part that is bounded.
///
/// ```
/// use dateline_core::article::Revision;
/// use dateline_core::edits::{EditKind, text_edits};
/// use dateline_core::id::{ArticleId, Sha256Hex};
///
/// let revision = |text: &str| {
///     let sha256 = Sha256Hex::of(text.as_bytes());
///     let article = ArticleId::from_first_capture(&sha256);
///     Revision { article, sha256, text: text.into(), masked: vec![], embedded: vec![] }
/// };
/// let found = text_edits(&revision("The bridge is shut. Two died."), &revision("The bridge is shut. Three died."));
/// assert_eq!(found.unchanged, 1);
/// assert_eq!(found.edits[0].kind, EditKind::Changed);
/// ```
pub fn text_edits(before: &Revision, after: &Revision) -> TextEdits {
    let mut ids = WordIds::default();
    let (old, new) = (sentences(before, &mut ids), sentences(after, &mut ids));
    let (pairs, is_coarse) = pairing::pairs(&old, &new);
    let mut edits =
        Edits { old: &old, new: &new, budget: MAX_WORD_PAIRS, is_spent: false, found: Vec::new() };
    let mut unchanged = 0;
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    for Pair { one, other, bond } in &pairs {
        partner[*other] = Some(*one);
        let alike = || old[*one].span.slice(&before.text) == new[*other].span.slice(&after.text);
        let kind = match bond {
            Bond::InPlace if alike() => {
                unchanged += 1;
                continue;
            }
            Bond::InPlace => EditKind::Style,
            Bond::Moved => EditKind::Moved,
            Bond::Changed => EditKind::Changed,
        };
        edits.push(*other, kind, Some(*one), Some(*other));
    }
    // What is absent is told before the sentence of the later text that follows what stood before it.
    let mut kept = pairs.iter().filter(|pair| pair.bond != Bond::Moved).peekable();
    let mut place = 0;
    let mut has_partner = vec![false; old.len()];
    for pair in &pairs {
        has_partner[pair.one] = true;
    }
    for one in (0..old.len()).filter(|one| !has_partner[*one]) {
        while let Some(pair) = kept.next_if(|pair| pair.one < one) {
            place = pair.other + 1;
        }
        edits.push(place, EditKind::Absent, Some(one), None);
    }
    for other in (0..new.len()).filter(|other| partner[*other].is_none()) {
        edits.push(other, EditKind::Added, None, Some(other));
    }
    let is_coarse = is_coarse || edits.is_spent;
    let mut found = edits.found;
    // Of what stands at one place, what is only in the earlier text comes first.
    found.sort_by_key(|(place, edit)| (*place, edit.after.is_some(), edit.before));
    TextEdits {
        edits: found.into_iter().map(|(_, edit)| edit).collect(),
        unchanged,
        is_coarse,
        partners: pairs.iter().map(|pair| (old[pair.one].span, new[pair.other].span)).collect(),
    }
}

/// Edits being gathered, each with its place in the later text.
struct Edits<'s> {
    old: &'s [Sentence],
    new: &'s [Sentence],
    /// Pairs of words that may still be compared.
    budget: usize,
    /// Whether that was too few for some sentence.
    is_spent: bool,
    found: Vec<(usize, Edit)>,
}

impl Edits<'_> {
    fn push(&mut self, place: usize, kind: EditKind, one: Option<usize>, other: Option<usize>) {
        let (before, after) = (one.map(|one| &self.old[one]), other.map(|other| &self.new[other]));
        let words = match (kind, before, after) {
            (EditKind::Moved | EditKind::Style, _, _) | (_, None, None) => Vec::new(),
            (_, Some(before), None) => vec![Words::Before { before: before.span }],
            (_, None, Some(after)) => vec![Words::After { after: after.span }],
            (_, Some(before), Some(after)) => {
                let cost = before.words.len().saturating_mul(after.words.len());
                if let Some(left) = self.budget.checked_sub(cost) {
                    self.budget = left;
                    by_word(before, after)
                } else {
                    self.is_spent = true;
                    vec![Words::Before { before: before.span }, Words::After { after: after.span }]
                }
            }
        };
        let (before, after) = (before.map(|it| it.span), after.map(|it| it.span));
        self.found.push((place, Edit { kind, before, after, words }));
    }
}

/// The words of two sentences, laid beside each other.
fn by_word(before: &Sentence, after: &Sentence) -> Vec<Words> {
    let cover = |sentence: &Sentence, range: std::ops::Range<usize>| {
        let words = sentence.words.get(range)?;
        Some(words.first()?.0.cover(words.last()?.0))
    };
    let mut words = Vec::new();
    // Without a deadline: the same texts give the same edits on every machine.
    for op in capture_diff_slices(Algorithm::Myers, &before.ids(), &after.ids()) {
        let (tag, olds, news) = op.as_tag_tuple();
        match (tag, cover(before, olds), cover(after, news)) {
            (DiffTag::Equal, Some(before), Some(after)) => words.push(Words::Both { before, after }),
            (_, before, after) => {
                words.extend(before.map(|before| Words::Before { before }));
                words.extend(after.map(|after| Words::After { after }));
            }
        }
    }
    words
}
