//! What a sentence must hold for a pattern to match anywhere in it: asked once a sentence, before the pattern is tried at
//! each of its words.

use super::{Atom, Node, Repeat, View};
use crate::chart::Kind;
use crate::lexicon::Class;
use crate::verb_group::VerbGroup;
use std::ops::Range;

/// Words as bits, one of 128 for each. A word whose bit is not there is not there; one whose bit is there may be.
type Bits = u128;

/// What stands in a sentence, as far as patterns require it.
#[derive(Debug)]
pub(crate) struct Standing<'d> {
    words: Bits,
    verbs: Vec<&'d VerbGroup>,
}

impl<'d> Standing<'d> {
    /// What stands in these tokens.
    pub(crate) fn of(view: View<'d>, tokens: Range<usize>) -> Self {
        let words = tokens.clone().fold(0, |bits, at| bits | bit(view.document.word(at)));
        let verbs = view.chart.within(Kind::Verb, tokens).map(|a| &view.verbs[a.index]).collect();
        Self { words, verbs }
    }
}

/// What every way through a pattern must meet.
#[derive(Debug, Clone, Default)]
pub(super) struct Required {
    /// At least one word of each.
    words: Vec<Bits>,
    /// A verb of each class.
    verbs: Vec<Class>,
}

impl Required {
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut required = Self::default();
        required.add(nodes);
        required
    }

    fn add(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Atom { any, .. } => match any[..] {
                    [Atom::Verb { class: Some(class), .. }] => self.verbs.push(class),
                    _ => self.words.extend(words(any)),
                },
                Node::Group { nodes, repeat: Repeat::Once } => self.add(nodes),
                _ => {}
            }
        }
    }

    pub(super) fn stands_in(&self, standing: &Standing<'_>) -> bool {
        self.words.iter().all(|words| words & standing.words != 0)
            && self.verbs.iter().all(|class| standing.verbs.iter().any(|verb| verb.classes.has(*class)))
    }
}

/// The bits of alternatives that are all words.
fn words(any: &[Atom]) -> Option<Bits> {
    any.iter().try_fold(0, |bits, atom| Some(bits | word(atom)?))
}

fn word(atom: &Atom) -> Option<Bits> {
    match atom {
        Atom::Word(text) => Some(bit(text)),
        Atom::Tagged(inner, _) => word(inner),
        _ => None,
    }
}

/// FNV-1a, folded to seven bits.
fn bit(word: &str) -> Bits {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    1 << ((hash ^ hash >> 32) % 128)
}
