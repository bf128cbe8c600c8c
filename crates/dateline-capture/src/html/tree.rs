//! A page as a tree, built in one pass whose time is in proportion to the page.
//!
//! It follows the HTML standard where pages depend on it: void elements, end tags that may be left out,
//! elements whose content is no markup, character references, attributes with and without quotation marks. It
//! does not repair misnested tags as a browser does: an end tag that fits nothing is passed over.

use super::references::decoded;
use super::tags::{attributes, raw_end, tag_end};
use std::borrow::Cow;
use std::ops::Range;

/// Place of a node in its tree.
pub(super) type NodeId = usize;

/// The root, which is no element.
pub(super) const ROOT: NodeId = 0;

/// Levels from which on elements are laid beside each other and not into each other.
const MAX_LEVELS: usize = 250;

/// A node: an element, or text.
#[derive(Debug)]
pub(super) struct Node<'p> {
    /// The element's name in lower case; empty for text and the root.
    pub(super) name: Cow<'p, str>,
    /// The element's attributes as they stand in the page, or the text with its references resolved.
    content: Cow<'p, str>,
    /// Where the text stands in the page, its references unresolved; empty for an element.
    place: Range<usize>,
    /// The node around it; the root's is itself.
    pub(super) parent: NodeId,
    children: Vec<NodeId>,
    is_text: bool,
    /// Whether it was taken out, with all that is in it.
    pub(super) removed: bool,
}

#[cfg(test)]
std::thread_local! {
    /// How many bytes of attributes were looked at in this thread, to see that they are looked at in proportion.
    pub(super) static SCANNED_BYTES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree<'p> {
    nodes: Vec<Node<'p>>,
}

/// Elements without content.
const VOID: [&str; 15] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "keygen",
];
/// Elements whose content is no markup.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "iframe", "noembed", "xmp"];
/// Elements that end an open paragraph.
const ENDS_PARAGRAPH: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
/// Elements that stand in a head.
const IN_HEAD: [&str; 8] = ["meta", "link", "title", "script", "style", "base", "noscript", "template"];
/// Elements that lie within a line.
pub(super) const INLINE: [&str; 18] = [
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "q", "s", "small", "span", "strike",
    "strong", "sub", "sup", "u",
];

impl<'p> Tree<'p> {
    /// Reads `page`; `None` if it has more than `max_nodes` nodes.
    pub(super) fn new(page: &'p str, max_nodes: usize) -> Option<Self> {
        let mut builder = Builder { tree: Tree { nodes: Vec::new() }, open: vec![ROOT], at: 0 };
        builder.tree.nodes.push(Node::new("".into(), "".into(), ROOT, false));
        let mut at = 0;
        while at < page.len() {
            builder.at = at;
            at += builder.token(&page[at..]);
            if builder.tree.nodes.len() > max_nodes {
                return None;
            }
        }
        Some(builder.tree)
    }

    /// A node.
    pub(super) fn node(&self, id: NodeId) -> &Node<'p> {
        &self.nodes[id]
    }

    /// How many nodes there are: ids are lower.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes in it that were not taken out.
    pub(super) fn children(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + '_ {
        self.nodes[id].children.iter().copied().filter(|child| !self.nodes[*child].removed)
    }

    /// The text of a text node.
    pub(super) fn text_of(&self, id: NodeId) -> Option<&str> {
        self.nodes[id].is_text.then_some(&*self.nodes[id].content)
    }

    /// Where the text of a text node stands in the page, its references unresolved.
    pub(super) fn place_of(&self, id: NodeId) -> Range<usize> {
        self.nodes[id].place.clone()
    }

    /// An attribute of an element, its references resolved.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<Cow<'_, str>> {
        if self.nodes[id].is_text {
            return None;
        }
        #[cfg(test)]
        SCANNED_BYTES.with(|all| all.set(all.get() + self.nodes[id].content.len()));
        attributes(&self.nodes[id].content)
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|it| decoded(it.1))
    }

    /// Takes a node out.
    pub(super) fn remove(&mut self, id: NodeId) {
        self.nodes[id].removed = true;
    }

    /// Puts back what was taken out.
    pub(super) fn restore(&mut self) {
        self.nodes.iter_mut().for_each(|node| node.removed = false);
    }

    /// The elements called `name`, in the order of the page, those taken out included.
    pub(super) fn elements<'t>(&'t self, name: &'t str) -> impl Iterator<Item = NodeId> + 't {
        (0..self.nodes.len()).filter(move |id| self.nodes[*id].name == name)
    }

    /// The text in a node, if it has at most `max_bytes`. Looks no further than that many texts and elements.
    pub(super) fn short_text(&self, id: NodeId, max_bytes: usize) -> Option<String> {
        let mut text = String::new();
        let mut stack = vec![id];
        let mut nodes = 0;
        while let Some(id) = stack.pop() {
            nodes += 1;
            text.push_str(self.text_of(id).unwrap_or_default());
            if nodes > max_bytes || text.len() > max_bytes {
                return None;
            }
            stack.extend(self.nodes[id].children.iter().take(max_bytes).rev());
        }
        Some(text)
    }

    /// All text in a node, those parts that were taken out included.
    pub(super) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            text.push_str(self.text_of(id).unwrap_or_default());
            stack.extend(self.nodes[id].children.iter().rev());
        }
        text
    }
}

impl<'p> Node<'p> {
    fn new(name: Cow<'p, str>, content: Cow<'p, str>, parent: NodeId, is_text: bool) -> Self {
        Self { name, content, place: 0..0, parent, children: Vec::new(), is_text, removed: false }
    }
}

/// A tree with the elements that are open.
struct Builder<'p> {
    tree: Tree<'p>,
    open: Vec<NodeId>,
    /// Where in the page the token begins.
    at: usize,
}

impl<'p> Builder<'p> {
    /// Takes the first token of `rest`; answers how many bytes it has.
    fn token(&mut self, rest: &'p str) -> usize {
        let Some(inside) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            self.text(0, &rest[..end]);
            return end;
        };
        if let Some(comment) = inside.strip_prefix("!--") {
            return comment.find("-->").map_or(rest.len(), |end| end + 7);
        }
        if inside.starts_with(['!', '?']) {
            return inside.find('>').map_or(rest.len(), |end| end + 2);
        }
        let (closes, tag) = inside.strip_prefix('/').map_or((false, inside), |tag| (true, tag));
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.text(0, &rest[..1]);
            return 1;
        }
        let end = tag_end(tag);
        let length = rest.len() - tag.len() + (end + 1).min(tag.len());
        let tag = &tag[..end];
        let split = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(split);
        let name = lower(name);
        if closes {
            self.close(&name);
            return length;
        }
        let raw = RAW.contains(&&*name);
        self.start(name.clone(), attributes);
        if !raw {
            return length;
        }
        let content = &rest[length..];
        let end = raw_end(content, &name);
        if matches!(&*name, "title" | "textarea") {
            self.text(length, &content[..end]);
        } else {
            self.push(Node::new("".into(), content[..end].into(), 0, true));
        }
        self.close(&name);
        length + end
    }

    fn push(&mut self, mut node: Node<'p>) -> NodeId {
        let parent = self.open.last().copied().unwrap_or(ROOT);
        node.parent = parent;
        let id = self.tree.nodes.len();
        self.tree.nodes.push(node);
        self.tree.nodes[parent].children.push(id);
        id
    }

    /// Takes a text that begins `from` bytes into the token.
    fn text(&mut self, from: usize, text: &'p str) {
        let start = self.at + from;
        let node = Node::new("".into(), decoded(text), 0, true);
        self.push(Node { place: start..start + text.len(), ..node });
    }

    fn start(&mut self, name: Cow<'p, str>, attributes: &'p str) {
        let top = self.open.last().map_or("", |id| &*self.tree.nodes[*id].name);
        if top == "head" && !IN_HEAD.contains(&&*name) {
            self.open.pop();
        }
        if ENDS_PARAGRAPH.contains(&&*name) {
            self.close_within("p", &["table", "td", "th", "button", "object"]);
        }
        match &*name {
            "li" => self.close_within("li", &["ul", "ol", "menu"]),
            "dt" | "dd" => {
                self.close_within("dt", &["dl"]);
                self.close_within("dd", &["dl"]);
            }
            "td" | "th" => {
                self.close_within("td", &["tr", "table"]);
                self.close_within("th", &["tr", "table"]);
            }
            "tr" => self.close_within("tr", &["table"]),
            "option" => self.close_within("option", &["select"]),
            _ => {}
        }
        let void = VOID.contains(&&*name);
        let id = self.push(Node::new(name, attributes.into(), 0, false));
        if !void && self.open.len() < MAX_LEVELS {
            self.open.push(id);
        }
    }

    /// Ends the innermost open `name`, unless one of `walls` lies between.
    fn close_within(&mut self, name: &str, walls: &[&str]) {
        let name_at = |at: &usize| &*self.tree.nodes[self.open[*at]].name;
        let found = (1..self.open.len())
            .rev()
            .take_while(|at| !walls.contains(&name_at(at)))
            .find(|at| name_at(at) == name);
        if let Some(at) = found {
            self.open.truncate(at);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "html" | "body" => {}
            "table" => self.close_within(name, &[]),
            "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" => self.close_within(name, &["table"]),
            // A line's element does not end the block it stands in.
            _ if INLINE.contains(&name) => self.close_within(name, &ENDS_PARAGRAPH_AND_CELLS),
            _ => self.close_within(name, &["td", "th"]),
        }
    }
}

/// What an inline element's end tag does not reach over.
const ENDS_PARAGRAPH_AND_CELLS: [&str; 11] =
    ["td", "th", "table", "div", "p", "article", "section", "ul", "ol", "li", "main"];

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in brackets: `p[One b[two]]`.
    fn drawn(page: &str) -> String {
        fn draw(tree: &Tree<'_>, id: NodeId, out: &mut String) {
            if let Some(text) = tree.text_of(id) {
                out.push_str(text);
                return;
            }
            out.push_str(&tree.node(id).name);
            out.push('[');
            tree.children(id).for_each(|child| draw(tree, child, out));
            out.push(']');
        }
        let mut out = String::new();
        draw(&Tree::new(page, 1000).unwrap(), ROOT, &mut out);
        out
    }

    #[test]
    fn end_tags_that_are_left_out_are_supplied() {
        assert_eq!(drawn("<p>One<p>Two<div>Three</div>"), "[p[One]p[Two]div[Three]]");
        assert_eq!(drawn("<ul><li>A<ul><li>B</ul><li>C</ul>"), "[ul[li[Aul[li[B]]]li[C]]]");
        assert_eq!(drawn("<table><tr><td>1<td>2<tr><td>3</table>x"), "[table[tr[td[1]td[2]]tr[td[3]]]x]");
        assert_eq!(drawn("<head><title>T</title><p>One"), "[head[title[T]]p[One]]");
    }

    #[test]
    fn end_tags_that_fit_nothing_are_passed_over() {
        assert_eq!(drawn("<div></b>One</span></div></div>Two"), "[div[One]Two]");
        assert_eq!(drawn("<b><div>One</b>Two</div>"), "[b[div[OneTwo]]]");
        assert_eq!(drawn("<p>One<b>two</p>three"), "[p[Oneb[two]]three]");
    }

    #[test]
    fn what_is_no_markup_is_text() {
        assert_eq!(drawn("5 < 6 & 7 &amp; <3 &lt;b>"), "[5 < 6 & 7 & <3 <b>]");
        assert_eq!(drawn("<script>if (a</b>) '<p>'</SCRIPT>x"), "[script[if (a</b>) '<p>']x]");
        assert_eq!(drawn("a<!-- <p> -->b<!-- c"), "[ab]");
        assert_eq!(drawn("<p title=\"a > b\" x='>'>One"), "[p[One]]");
    }

    #[test]
    fn attributes_are_read_however_they_are_written() {
        let tree = Tree::new("<a HREF = x hidden title='a &amp; b' data-z=\"1\" =q>", 10).unwrap();
        let link = tree.elements("a").next().unwrap();
        let of = |name| tree.attribute(link, name).map(Cow::into_owned);
        assert_eq!(of("href").as_deref(), Some("x"));
        assert_eq!(of("hidden").as_deref(), Some(""));
        assert_eq!(of("title").as_deref(), Some("a & b"));
        assert_eq!(of("data-z").as_deref(), Some("1"));
        assert_eq!(of("q"), None);
    }

    #[test]
    fn a_tower_is_cut_and_a_crowd_refused() {
        let tree = Tree::new(&"<div>".repeat(5000), 10_000).map(|tree| tree.len());
        assert_eq!(tree, Some(5001));
        assert!(Tree::new(&"<a href=x>y</a>".repeat(1000), 1000).is_none());
    }
}
