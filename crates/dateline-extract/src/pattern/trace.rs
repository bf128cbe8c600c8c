//! How a pattern came to match, or how far it came.

use super::search::Rest;
use super::{Node, Repeat};
use std::ops::Range;

/// An element of a pattern with the tokens that it matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Which element; see [`super::Pattern::element`].
    pub(crate) element: usize,
    pub(crate) tokens: Range<usize>,
}

/// Where an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Miss {
    /// What had matched by then.
    pub(crate) parts: Vec<Part>,
    /// The element that did not.
    pub(crate) element: usize,
    /// The token at which it did not.
    pub(crate) at: usize,
    /// How many elements that must match were left, this one included.
    pub(crate) left: usize,
}

impl Miss {
    /// Whether it came nearer to a match than another.
    pub(crate) fn is_nearer_than(&self, other: &Self) -> bool {
        (self.left, other.parts.len()) < (other.left, self.parts.len())
    }
}

/// The course of one attempt at one token.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    under_way: Vec<Part>,
    /// The parts of the match that counts.
    pub(crate) parts: Vec<Part>,
    /// The attempt that came furthest without matching.
    pub(crate) miss: Option<Miss>,
}

impl Trace {
    pub(super) fn enter(&mut self, element: usize, tokens: Range<usize>) {
        self.under_way.push(Part { element, tokens });
    }

    pub(super) fn leave(&mut self) {
        self.under_way.pop();
    }

    /// What is under way has become the match that counts.
    pub(super) fn keep(&mut self) {
        self.parts.clone_from(&self.under_way);
    }

    /// An element did not match; `after` and `rest` are what would have come next.
    pub(super) fn missed(&mut self, element: usize, at: usize, after: &[Node], rest: Option<&Rest<'_>>) {
        let onward = std::iter::successors(rest, |rest| rest.next);
        let left = 1 + required(after) + onward.map(|rest| required(rest.nodes)).sum::<usize>();
        // Where several came as far, the last did so without an element that may be left out.
        let further = self.miss.as_ref().is_none_or(|best| {
            (std::cmp::Reverse(left), self.under_way.len())
                >= (std::cmp::Reverse(best.left), best.parts.len())
        });
        if further {
            self.miss = Some(Miss { parts: self.under_way.clone(), element, at, left });
        }
    }
}

/// How many elements of some nodes must match.
fn required(nodes: &[Node]) -> usize {
    let of_node = |node: &Node| match node {
        Node::Atom { .. } => 1,
        Node::Group { nodes, repeat: Repeat::Once } => required(nodes),
        _ => 0,
    };
    nodes.iter().map(of_node).sum()
}
