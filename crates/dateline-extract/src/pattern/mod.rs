//! Patterns over tokens and annotations: the language of the rule files.
//!
//! | written | matches |
//! |---|---|
//! | `word`, `,` | that token, in any case |
//! | `=hold` | a token with that lemma |
//! | `/VBD`, `/noun` | a token with that tag, or one of a group (see [`TagSet::named`]) |
//! | `may/MD`, `=hold/VBN` | that token or lemma with that tag |
//! | `@class` | a token of a word class |
//! | `<event>` | an annotation (time, quantity, event, person, org, place, role) |
//! | `{hold,passive}` | a verb group whose verb is of a class; flags: passive, active, gerund, infinitive, finite |
//! | `<noun>` | a noun group: "the two wounded miners" |
//! | `^` | a capitalised word |
//! | `#day` `#year` `#int` | a number from 1 to 31, a year, any whole number |
//! | `a\|@b\|<c>` | one of these |
//! | `x?` `( … )?` `( … )*` | optional; any number |
//! | `..4` | up to four tokens of the sentence, whatever they are |
//! | `!x` | nothing, if `x` does not come next |
//! | `~4` | up to four tokens, none of which begins a verb group or is the verb of a "to" |
//! | `slot:x` | the same, remembered under a name |
//! | `[ … ]` | the words between are the evidence |
//! | `$NAME` | a pattern given before by `let NAME = …` |

mod parse;
mod required;
mod search;
#[cfg(test)]
mod tests;
mod trace;

pub(crate) use parse::NamedPatterns;
pub(crate) use required::Standing;
pub(crate) use trace::{Miss, Part, Trace};

use crate::chart::{Chart, Kind, Kinds};
use crate::document::Document;
use crate::lexicon::Class;
use crate::tagger::TagSet;
use crate::verb_group::VerbGroup;
use required::Required;
use std::ops::Range;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    nodes: Vec<Node>,
    /// The elements as they are written, names of patterns put in: what nodes point to.
    elements: Vec<String>,
    /// Kinds without an annotation of which a sentence cannot match.
    needs: Kinds,
    /// Words and verbs without which a sentence cannot match.
    required: Required,
}

impl Pattern {
    /// An element as it is written.
    pub(crate) fn element(&self, index: usize) -> &str {
        &self.elements[index]
    }

    /// Whether a sentence with annotations of these kinds may match.
    pub(crate) fn may_match(&self, kinds: Kinds) -> bool {
        self.needs.all_in(kinds)
    }

    /// Whether a sentence in which this stands may match.
    pub(crate) fn may_stand_in(&self, standing: &Standing<'_>) -> bool {
        self.required.stands_in(standing)
    }
}

/// The kinds that every way through some nodes must meet.
fn needs(nodes: &[Node]) -> Kinds {
    nodes.iter().fold(Kinds::default(), |kinds, node| match node {
        Node::Atom { any, .. } => match any[..] {
            [Atom::Annotation(kind)] => kinds.with(kind),
            [Atom::Verb { .. }] => kinds.with(Kind::Verb),
            _ => kinds,
        },
        Node::Group { nodes, repeat: Repeat::Once } => kinds.and(needs(nodes)),
        _ => kinds,
    })
}

#[derive(Debug, Clone)]
enum Node {
    Atom { element: usize, slot: Option<usize>, any: Vec<Atom> },
    Group { nodes: Vec<Node>, repeat: Repeat },
    Gap { most: usize, verbless: bool },
    Not { element: usize, any: Vec<Atom> },
    Open,
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Once,
    Optional,
    Any,
}

#[derive(Debug, Clone)]
enum Atom {
    Word(String),
    Lemma(String),
    Tag(TagSet),
    /// A word or lemma with a tag.
    Tagged(Box<Atom>, TagSet),
    Class(Class),
    Annotation(Kind),
    NounGroup,
    Verb {
        class: Option<Class>,
        flags: Vec<VerbFlag>,
    },
    Capital,
    Number(NumberKind),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum VerbFlag {
    Passive,
    Active,
    Gerund,
    Infinitive,
    Finite,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NumberKind {
    Day,
    Year,
    Int,
}

/// What a slot caught: tokens, and the annotation if it was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Capture {
    pub(crate) tokens: Range<usize>,
    pub(crate) annotation: Option<(Kind, usize)>,
}

/// A match: its tokens, its evidence, its slots.
#[derive(Debug, Clone, Default)]
pub(crate) struct Match {
    pub(crate) tokens: Range<usize>,
    pub(crate) evidence: Option<Range<usize>>,
    slots: Vec<(usize, Capture)>,
}

/// Names of slots, numbered.
#[derive(Debug, Default)]
pub(crate) struct Slots(Vec<String>);

impl Slots {
    /// All names that patterns have used.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    fn number(&mut self, name: &str) -> usize {
        self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        })
    }
}

impl Match {
    pub(crate) fn slot(&self, slots: &Slots, name: &str) -> Option<&Capture> {
        let number = slots.0.iter().position(|known| known == name)?;
        self.slots.iter().rev().find(|(slot, _)| *slot == number).map(|(_, capture)| capture)
    }
}

/// What a matcher looks at.
#[derive(Clone, Copy)]
pub(crate) struct View<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) chart: &'d Chart,
    pub(crate) verbs: &'d [VerbGroup],
}
