//! To which side of the day of writing a sentence looks at one of its times.

use super::pieces::Piece;
use super::words::{WordClass, Words};
use crate::lexicon::DataError;
use crate::tagger::Tag;
use crate::verb_group::Direction;

/// The word classes that tell tense.
#[derive(Debug, Clone, Copy)]
pub(super) struct TenseClasses {
    past: WordClass,
    future: WordClass,
    /// What was said or done of something still to come.
    plan: WordClass,
    present: WordClass,
    /// "be", "have": auxiliaries that tell no tense.
    bare: WordClass,
    /// What may stand between an auxiliary and its verb.
    adverb: WordClass,
    to: WordClass,
    /// Nouns that often follow "to".
    noun: WordClass,
    article: WordClass,
    /// Where a clause ends that a time may not look across.
    stop: WordClass,
    /// "last".
    last: WordClass,
    /// "'s".
    possessive: WordClass,
    /// Words that look ahead: "by", "until".
    until: WordClass,
}

/// How far, in pieces, a verb is looked for.
const REACH: usize = 24;

impl TenseClasses {
    pub(super) fn of(words: &mut Words) -> Result<Self, DataError> {
        let mut class = |name: &str| {
            let what = format!("the word class `{name}` is needed and not there");
            words.class(name).ok_or(DataError { file: super::words::FILE, line: 1, what })
        };
        Ok(Self {
            past: class("tense-past")?,
            future: class("tense-future")?,
            plan: class("tense-plan")?,
            present: class("tense-present")?,
            bare: class("tense-bare")?,
            adverb: class("tense-adverb")?,
            to: class("to-word")?,
            noun: class("noun-after-to")?,
            article: class("determiner")?,
            stop: class("clause-end")?,
            last: class("which-last")?,
            possessive: class("genitive")?,
            until: class("look-ahead")?,
        })
    }

    /// The side to which the nearest verb before `start..end` of the pieces of a sentence looks, or, without one, the nearest
    /// after them.
    pub(super) fn direction(&self, text: &str, pieces: &[Piece], (start, end): (usize, usize)) -> Direction {
        if has(&pieces[start], self.last) || start > 0 && has(&pieces[start - 1], self.last) {
            return Direction::Past;
        }
        // "Wednesday's ruling" has come.
        if end < pieces.len() && has(&pieces[end], self.possessive) {
            return Direction::Past;
        }
        if start > 0 && has(&pieces[start - 1], self.until) {
            return Direction::Future;
        }
        let left = (start.saturating_sub(REACH)..start).rev();
        let mut seen = Direction::Open;
        for at in left {
            if let Some(direction) = self.verb(text, pieces, at) {
                seen = direction;
                break;
            }
            if has(&pieces[at], self.stop) {
                break;
            }
        }
        if seen != Direction::Open {
            return seen;
        }
        for at in end..pieces.len().min(end + REACH) {
            // After the time, "planned" is what was done then, and not what is still to come.
            if has(&pieces[at], self.plan) {
                return Direction::Past;
            }
            if let Some(direction) = self.verb(text, pieces, at) {
                return direction;
            }
        }
        Direction::Open
    }

    fn verb(&self, text: &str, pieces: &[Piece], at: usize) -> Option<Direction> {
        let piece = &pieces[at];
        if let Some(tag) = piece.tag {
            return self.tagged(pieces, at, tag);
        }
        if has(piece, self.future) || has(piece, self.plan) {
            return Some(Direction::Future);
        }
        if has(piece, self.past) {
            return Some(self.past_form(pieces, at));
        }
        if has(piece, self.to) && at + 1 < pieces.len() {
            // "to meet", not "to the north", "to Paris".
            let next = &pieces[at + 1];
            let word = &text[next.start as usize..next.end as usize];
            let letter = word.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
            let verb = letter && !has(next, self.article) && !has(next, self.noun) && !word.ends_with("ing");
            return verb.then_some(Direction::Future);
        }
        if has(piece, self.present) {
            return Some(Direction::Present);
        }
        let word = &text[piece.start as usize..piece.end as usize];
        let regular = word.len() > 4 && word.ends_with("ed") && !piece.capital;
        let determined = at > 0 && has(&pieces[at - 1], self.article);
        (regular && !determined).then(|| self.past_form(pieces, at))
    }

    /// The same by parts of speech.
    fn tagged(&self, pieces: &[Piece], at: usize, tag: Tag) -> Option<Direction> {
        let piece = &pieces[at];
        let next = pieces.get(at + 1);
        match tag {
            Tag::MD => Some(Direction::Future),
            Tag::VBD | Tag::VBN | Tag::VBZ | Tag::VBP if has(piece, self.plan) => Some(Direction::Future),
            Tag::VBD | Tag::VBN => Some(self.past_form(pieces, at)),
            Tag::VBZ | Tag::VBP => Some(Direction::Present),
            // "Agreed to meet" looks ahead; "a rally to mark the day" need not, and its own verb decides.
            Tag::TO if next.is_some_and(|next| next.tag == Some(Tag::VB)) => {
                let before = pieces[..at].last()?;
                let tag = before.tag?;
                let governs = tag.is_verb() || tag.is_adjective() || has(before, self.plan);
                governs.then_some(Direction::Future)
            }
            // "Is meeting" announces, "was meeting" does not.
            Tag::VBG => match pieces[..at].last()?.tag? {
                Tag::VBZ | Tag::VBP => Some(Direction::Future),
                Tag::VBD => Some(Direction::Past),
                _ => None,
            },
            _ if has(piece, self.plan) => Some(Direction::Future),
            _ => None,
        }
    }

    /// A past form is a participle after auxiliaries, which then decide: "will be held", "is to be held".
    fn past_form(&self, pieces: &[Piece], at: usize) -> Direction {
        let left = (at.saturating_sub(5)..at).rev();
        let mut auxiliary = false;
        for before in left {
            let piece = &pieces[before];
            if has(piece, self.future) || auxiliary && (has(piece, self.to) || has(piece, self.plan)) {
                return Direction::Future;
            }
            if has(piece, self.bare) {
                auxiliary = true;
            } else if has(piece, self.present) {
                return Direction::Present;
            } else if !has(piece, self.adverb) {
                break;
            }
        }
        Direction::Past
    }
}

fn has(piece: &Piece, class: WordClass) -> bool {
    piece.classes >> class.0 & 1 == 1
}
