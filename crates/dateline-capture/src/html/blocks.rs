//! The blocks of text below an element: paragraphs, headings, list items, rows of tables.
//!
//! What a page sets apart by its looks alone stays apart: struck-out words are none of the text, and raised and
//! lowered figures are written with the characters that Unicode has for them. `40<sup>1</sup>` is 40 with a note,
//! not 401.

use super::tree::{NodeId, Tree};
use std::collections::BTreeSet;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// Anything else.
    Paragraph,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: Kind,
    /// Its text: runs of white space are one space.
    pub(super) text: String,
    /// How many bytes of it, white space aside, are the text of links.
    pub(super) linked_bytes: usize,
    /// The element that is the post of a social network of which it is part.
    pub(super) post: Option<NodeId>,
}

impl Block {
    /// Whether nearly all of it is the text of links.
    pub(super) fn is_linked(&self) -> bool {
        let all: usize = self.text.split_whitespace().map(str::len).sum();
        self.linked_bytes * 10 >= all * 9
    }
}

/// Elements that do not end a block.
const INLINE: [&str; 30] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "mark", "nobr", "picture", "q", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var",
];

/// Elements whose words are struck out: those who wrote them withdrew them.
pub(super) const STRUCK: [&str; 3] = ["del", "s", "strike"];

/// Longest text of an element `sup` or `sub` whose figures are raised or lowered, in bytes; it begins with one. Some
/// pages use these elements for small print.
const MAX_RAISED_BYTES: usize = 16;

/// A step of the walk: the tree may be deeper than the stack of a thread.
enum Step {
    Enter(NodeId),
    LeaveBlock(Option<Kind>),
    LeaveLink,
    LeaveCell,
    LeaveRaised(Height),
    LeavePost(Option<NodeId>),
}

/// How the figures of a text stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Height {
    #[default]
    Line,
    Raised,
    Lowered,
}

/// Figures on the line, and Unicode's superscripts and subscripts of them.
const FIGURES: [(char, char, char); 12] = [
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
];

impl Height {
    /// The character at this height, where there is one.
    fn of(self, c: char) -> char {
        if self == Self::Line {
            return c;
        }
        let figure = FIGURES.iter().find(|figure| figure.0 == c);
        figure.map_or(c, |(_, raised, lowered)| if self == Self::Raised { *raised } else { *lowered })
    }
}

/// The character on the line: undoes what raising or lowering did.
pub(super) fn on_line(c: char) -> char {
    FIGURES.iter().find(|(_, raised, lowered)| *raised == c || *lowered == c).map_or(c, |figure| figure.0)
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    text: String,
    linked_bytes: usize,
    links: usize,
    kinds: Vec<Kind>,
    height: Height,
    post: Option<NodeId>,
    /// Whether an element that sets figures apart has just begun or ended.
    apart: bool,
}

/// The text of an element as one line.
pub(super) fn line(tree: &Tree<'_>, id: NodeId) -> String {
    blocks(tree, &[id], &BTreeSet::new()).into_iter().map(|block| block.text).collect::<Vec<_>>().join(" ")
}

/// The blocks in `roots`, in the order of the page; `posts` are the elements that are posts of a social network.
pub(super) fn blocks(tree: &Tree<'_>, roots: &[NodeId], posts: &BTreeSet<NodeId>) -> Vec<Block> {
    let mut walk = Walk::default();
    for root in roots {
        let mut stack = vec![Step::Enter(*root)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Enter(node) => {
                    if posts.contains(&node) {
                        walk.flush();
                        stack.push(Step::LeavePost(walk.post.replace(node)));
                    }
                    enter(tree, node, &mut walk, &mut stack);
                }
                Step::LeavePost(around) => {
                    walk.flush();
                    walk.post = around;
                }
                Step::LeaveBlock(kind) => {
                    walk.flush();
                    if kind.is_some() {
                        walk.kinds.pop();
                    }
                }
                Step::LeaveLink => walk.links -= 1,
                Step::LeaveCell => walk.text.push('\t'),
                Step::LeaveRaised(before) => {
                    walk.height = before;
                    walk.apart = true;
                }
            }
        }
        walk.flush();
    }
    walk.blocks
}

fn enter(tree: &Tree<'_>, id: NodeId, walk: &mut Walk, stack: &mut Vec<Step>) {
    if let Some(text) = tree.text_of(id) {
        walk.push(text);
        return;
    }
    let name = &*tree.node(id).name;
    match name {
        "br" => {
            walk.flush();
            return;
        }
        "wbr" | "script" | "style" => return,
        _ if STRUCK.contains(&name) => return,
        "sup" | "sub" => {
            stack.push(Step::LeaveRaised(walk.height));
            walk.apart = true;
            let is_number =
                |text: String| text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
            if tree.short_text(id, MAX_RAISED_BYTES).is_some_and(is_number) {
                walk.height = if name == "sup" { Height::Raised } else { Height::Lowered };
            }
        }
        "a" => {
            walk.links += 1;
            stack.push(Step::LeaveLink);
        }
        "td" | "th" => stack.push(Step::LeaveCell),
        _ if INLINE.contains(&name) => {}
        _ => {
            walk.flush();
            let kind = match name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Heading),
                "li" | "dt" | "dd" => Some(Kind::Item),
                "tr" => Some(Kind::Row),
                _ => None,
            };
            walk.kinds.extend(kind);
            stack.push(Step::LeaveBlock(kind));
        }
    }
    stack.extend(tree.children(id).rev().map(Step::Enter));
}

impl Walk {
    fn push(&mut self, text: &str) {
        if self.links > 0 {
            self.linked_bytes += text.split_whitespace().map(str::len).sum::<usize>();
        }
        // A figure of small print does not go on with one of the line.
        let is_figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if self.apart && !text.is_empty() {
            self.apart = false;
            let first = text.chars().next().map(|c| self.height.of(c));
            if is_figure(self.text.chars().next_back()) && is_figure(first) {
                self.text.push(' ');
            }
        }
        self.text.extend(text.chars().map(|c| self.height.of(c)));
    }

    fn flush(&mut self) {
        let mut text = String::with_capacity(self.text.len());
        for word in self.text.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        self.text.clear();
        let linked_bytes = std::mem::take(&mut self.linked_bytes);
        if !text.is_empty() {
            let kind = self.kinds.last().copied().unwrap_or(Kind::Paragraph);
            self.blocks.push(Block { kind, text, linked_bytes, post: self.post });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::ROOT;
    use super::*;

    fn text(page: &str) -> String {
        line(&Tree::new(page, 1000).unwrap(), ROOT)
    }

    #[test]
    fn figures_of_notes_and_powers_are_none_of_the_number() {
        for (page, expected) in [
            ("killed 40<sup>1</sup> people", "killed 40¹ people"),
            ("killed 40<sup><a href=#n>[1]</a></sup> people", "killed 40[1] people"),
            ("10<sup>-6</sup> and 3<sup>12</sup>4", "10⁻⁶ and 3¹²4"),
            ("4 m<sup>2</sup> of CO<sub>2</sub>", "4 m² of CO₂"),
            ("the 21<sup>st</sup> time", "the 21st time"),
            ("40<sup>1 of them from the town of Oss</sup>2", "40 1 of them from the town of Oss2"),
            ("40<sup>of them from the town of Oss, 3</sup>2", "40of them from the town of Oss, 3 2"),
        ] {
            assert_eq!(text(page), expected, "{page}");
        }
    }

    #[test]
    fn struck_out_words_are_none_of_the_text() {
        for mark in ["del", "s", "strike"] {
            let page = format!("hurt <{mark}>12 <b>or 13</b></{mark}>15 more");
            assert_eq!(text(&page), "hurt 15 more");
        }
        assert_eq!(text("hurt <del>12</del><ins>15</ins> more"), "hurt 15 more");
    }
}
