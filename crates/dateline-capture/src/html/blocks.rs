//! The blocks of text below an element: paragraphs, headings, list items, rows of tables.

use super::tree::{NodeId, Tree};

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
}

impl Block {
    /// Whether nearly all of it is the text of links.
    pub(super) fn is_linked(&self) -> bool {
        let all: usize = self.text.split_whitespace().map(str::len).sum();
        self.linked_bytes * 10 >= all * 9
    }
}

/// Elements that do not end a block.
const INLINE: [&str; 33] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "mark", "nobr", "picture", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "u", "var",
];

/// A step of the walk: the tree may be deeper than the stack of a thread.
enum Step {
    Enter(NodeId),
    LeaveBlock(Option<Kind>),
    LeaveLink,
    LeaveCell,
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    text: String,
    linked_bytes: usize,
    links: usize,
    kinds: Vec<Kind>,
}

/// The blocks in `roots`, in the order of the page.
pub(super) fn blocks(tree: &Tree<'_>, roots: &[NodeId]) -> Vec<Block> {
    let mut walk = Walk::default();
    for root in roots {
        let mut stack = vec![Step::Enter(*root)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Enter(node) => enter(tree, node, &mut walk, &mut stack),
                Step::LeaveBlock(kind) => {
                    walk.flush();
                    if kind.is_some() {
                        walk.kinds.pop();
                    }
                }
                Step::LeaveLink => walk.links -= 1,
                Step::LeaveCell => walk.text.push('\t'),
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
        self.text.push_str(text);
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
            self.blocks.push(Block { kind, text, linked_bytes });
        }
    }
}
