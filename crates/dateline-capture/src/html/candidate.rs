//! Finds the element that holds the article, after Mozilla's Readability (readability.js, Apache-2.0), which
//! goes back to Arc90's: paragraphs give points to what they stand in; links take points away.

use super::tree::{INLINE, NodeId, ROOT, Tree};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Bytes of text from which on a paragraph gives points.
const MIN_PARAGRAPH_BYTES: usize = 25;
/// How many elements around a paragraph get points of it.
const LEVELS: usize = 5;

/// What is known of the text in each node, links and what was taken out apart.
#[derive(Debug)]
pub(super) struct Measures {
    /// Bytes of text, white space trimmed.
    pub(super) text: Vec<usize>,
    /// Bytes of it in links.
    pub(super) linked: Vec<usize>,
    commas: Vec<usize>,
}

impl Measures {
    /// Measures every node: children have higher ids than what they stand in.
    pub(super) fn new(tree: &Tree<'_>) -> Self {
        let count = tree.len();
        let mut all = Self { text: vec![0; count], linked: vec![0; count], commas: vec![0; count] };
        for id in (0..count).rev() {
            let node = tree.node(id);
            if node.removed || matches!(&*node.name, "script" | "style") {
                all.text[id] = 0;
                all.linked[id] = 0;
                all.commas[id] = 0;
                continue;
            }
            if let Some(text) = tree.text_of(id) {
                all.text[id] = text.trim().len();
                all.commas[id] = text.chars().filter(|c| matches!(c, ',' | '،' | '，' | '、' | '﹐')).count();
            }
            if node.name == "a" {
                all.linked[id] = all.text[id];
            }
            if id != ROOT {
                let parent = node.parent;
                all.text[parent] += all.text[id];
                all.linked[parent] += all.linked[id];
                all.commas[parent] += all.commas[id];
            }
        }
        all
    }

    /// Share of the text that is in links, 0 to 1.
    #[allow(clippy::cast_precision_loss)] // no page has 2^52 bytes
    pub(super) fn link_density(&self, id: NodeId) -> f64 {
        if self.text[id] == 0 { 0.0 } else { self.linked[id] as f64 / self.text[id] as f64 }
    }
}

/// The nodes that hold the article, in the order of the page; none if no paragraph is long enough.
pub(super) fn article(tree: &Tree<'_>) -> Vec<NodeId> {
    let measures = Measures::new(tree);
    let mut scores: BTreeMap<NodeId, f64> = BTreeMap::new();
    for (id, bytes) in paragraphs(tree) {
        if bytes >= MIN_PARAGRAPH_BYTES {
            give_points(tree, &measures, id, &mut scores);
        }
    }
    for (id, score) in &mut scores {
        *score *= 1.0 - measures.link_density(*id);
    }
    let top =
        scores.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map(|(id, score)| (*id, *score));
    let Some((top, score)) = top else { return Vec::new() };
    let (top, score) = common(tree, top, score, &scores);
    let (top, score) = widened(tree, top, score, &scores);
    let top = parted(tree, &measures, top);
    with_siblings(tree, &measures, top, score, &scores)
}

/// The elements that hold text of their own, whatever their names, and how many bytes: the innermost elements
/// around a text that do not lie within a line.
fn paragraphs(tree: &Tree<'_>) -> BTreeMap<NodeId, usize> {
    let mut found = BTreeMap::new();
    let mut stack = vec![(ROOT, ROOT)];
    while let Some((id, block)) = stack.pop() {
        if let Some(text) = tree.text_of(id) {
            *found.entry(block).or_default() += text.trim().len();
            continue;
        }
        let name = &*tree.node(id).name;
        if matches!(
            name,
            "script" | "style" | "a" | "head" | "title" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        ) {
            continue;
        }
        let block = if INLINE.contains(&name) { block } else { id };
        stack.extend(tree.children(id).map(|child| (child, block)));
    }
    found
}

#[allow(clippy::cast_precision_loss)] // small numbers
fn give_points(tree: &Tree<'_>, measures: &Measures, id: NodeId, scores: &mut BTreeMap<NodeId, f64>) {
    let points = 1.0 + measures.commas[id] as f64 + (measures.text[id] as f64 / 100.0).min(3.0);
    // An element with blocks and text beside each other holds its own text.
    let is_block =
        |child: NodeId| tree.text_of(child).is_none() && !INLINE.contains(&&*tree.node(child).name);
    let breaks = |child: NodeId| matches!(&*tree.node(child).name, "br" | "img" | "hr");
    let mixed = tree.children(id).any(|child| is_block(child) && !breaks(child));
    let mut around = if mixed || id == ROOT { id } else { tree.node(id).parent };
    for level in 0..LEVELS {
        let divisor = match level {
            0 => 1.0,
            1 => 2.0,
            _ => level as f64 * 3.0,
        };
        *scores.entry(around).or_insert_with(|| base(&tree.node(around).name)) += points / divisor;
        if around == ROOT {
            break;
        }
        around = tree.node(around).parent;
    }
}

fn base(name: &str) -> f64 {
    match name {
        "article" => 10.0,
        "div" | "main" | "section" => 5.0,
        "pre" | "td" | "blockquote" => 3.0,
        "ol" | "ul" | "dl" | "dd" | "dt" | "li" | "form" | "address" => -3.0,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th" => -5.0,
        _ => 0.0,
    }
}

/// The best element, or the innermost one that holds it and two others nearly as good: an article in several
/// parts.
fn common(tree: &Tree<'_>, top: NodeId, score: f64, scores: &BTreeMap<NodeId, f64>) -> (NodeId, f64) {
    let mut chain = vec![top];
    while let Some(last) = chain.last().copied().filter(|last| *last != ROOT) {
        chain.push(tree.node(last).parent);
    }
    // For each element around the best, how many rivals stand in it and in no inner one.
    let levels: BTreeMap<NodeId, usize> = chain.iter().enumerate().map(|(level, id)| (*id, level)).collect();
    let mut held = vec![0_usize; chain.len()];
    for (rival, _) in
        scores.iter().filter(|(id, points)| !levels.contains_key(id) && **points >= score * 0.75)
    {
        let mut at = *rival;
        while !levels.contains_key(&at) {
            at = tree.node(at).parent;
        }
        held[levels[&at]] += 1;
    }
    let mut sum = 0;
    for (around, held) in chain.iter().zip(held).skip(1) {
        if *around == ROOT || tree.node(*around).name == "body" {
            break;
        }
        sum += held;
        if sum >= 2 {
            return (*around, scores.get(around).copied().unwrap_or(score).max(score));
        }
    }
    (top, score)
}

/// The best element, or one around it that holds several as good: the article in several parts.
fn widened(tree: &Tree<'_>, top: NodeId, score: f64, scores: &BTreeMap<NodeId, f64>) -> (NodeId, f64) {
    let (mut best, mut least) = (top, score / 3.0);
    let mut inner = score;
    let mut around = tree.node(top).parent;
    while around != ROOT && tree.node(around).name != "body" {
        let Some(points) = scores.get(&around).copied() else { break };
        if points < least {
            break;
        }
        if points > inner {
            // It goes up again: more of the article is in here.
            best = around;
            least = points / 3.0;
        }
        inner = points;
        around = tree.node(around).parent;
    }
    // An only child's neighbours are those of what it stands in.
    while best != ROOT && tree.node(best).name != "body" && only_child(tree, best) {
        best = tree.node(best).parent;
    }
    (best, scores.get(&best).copied().unwrap_or(score))
}

/// How far around an element its like are looked for.
const PART_LEVELS: usize = 4;
/// Bytes of text that a part of an article has.
const MIN_PART_BYTES: usize = 200;

/// Where the element is one of several alike in one `article`: that of them which holds it, so that the others
/// are found beside it.
fn parted(tree: &Tree<'_>, measures: &Measures, top: NodeId) -> NodeId {
    let mut within = false;
    let mut at = top;
    while at != ROOT && !within {
        at = tree.node(at).parent;
        within = tree.node(at).name == "article";
    }
    if !within {
        return top;
    }
    let article = at;
    let (mut at, mut found) = (top, top);
    for _ in 0..PART_LEVELS {
        let parent = tree.node(at).parent;
        let like = Part::new(tree, at);
        let other = |id: &NodeId| *id != at && like.is_like(tree, measures, *id);
        if tree.children(parent).any(|id| other(&id)) {
            found = at;
        }
        if parent == article || parent == ROOT {
            break;
        }
        at = parent;
    }
    found
}

/// What the parts of an article have in common.
struct Part<'t> {
    name: &'t str,
    class: Option<Cow<'t, str>>,
}

impl<'t> Part<'t> {
    fn new(tree: &'t Tree<'_>, one: NodeId) -> Self {
        Self { name: &tree.node(one).name, class: tree.attribute(one, "class") }
    }

    /// Whether an element is another part, made like this one.
    fn is_like(&self, tree: &Tree<'_>, measures: &Measures, id: NodeId) -> bool {
        tree.node(id).name == self.name
            && measures.text[id] > MIN_PART_BYTES
            && measures.link_density(id) < 0.25
            && self.class.is_some()
            && tree.attribute(id, "class") == self.class
    }
}

fn only_child(tree: &Tree<'_>, id: NodeId) -> bool {
    let parent = tree.node(id).parent;
    let weighty = |child: &NodeId| tree.text_of(*child).is_none_or(|text| !text.trim().is_empty());
    tree.children(parent).filter(weighty).count() == 1
}

/// The element with what beside it is part of the article too.
fn with_siblings(
    tree: &Tree<'_>,
    measures: &Measures,
    top: NodeId,
    score: f64,
    scores: &BTreeMap<NodeId, f64>,
) -> Vec<NodeId> {
    if top == ROOT {
        return vec![ROOT];
    }
    let least = (score * 0.2).max(10.0);
    let like = Part::new(tree, top);
    let belongs = |id: &NodeId| {
        let id = *id;
        if id == top {
            return true;
        }
        if scores.get(&id).is_some_and(|points| *points >= least) {
            return true;
        }
        let density = measures.link_density(id);
        (tree.node(id).name == "p" && measures.text[id] > 80 && density < 0.25)
            || like.is_like(tree, measures, id)
    };
    tree.children(tree.node(top).parent).filter(belongs).collect()
}

/// Takes out of the article what holds links or little boxes rather than prose: Readability's conditional
/// cleaning.
pub(super) fn clean(tree: &mut Tree<'_>, roots: &[NodeId]) {
    let measures = Measures::new(tree);
    let counts = counts(tree);
    let mut remove = Vec::new();
    let mut stack: Vec<NodeId> =
        roots.iter().flat_map(|root| tree.children(*root).collect::<Vec<_>>()).collect();
    while let Some(id) = stack.pop() {
        if is_box(tree, &measures, counts[id], id) {
            remove.push(id);
        } else {
            stack.extend(tree.children(id));
        }
    }
    for id in remove {
        tree.remove(id);
    }
}

/// Commas from which on an element is prose.
const PROSE_COMMAS: usize = 10;

/// How many elements of some kinds there are.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    paragraphs: usize,
    items: usize,
    inputs: usize,
    images: usize,
}

/// For each node, what it is and holds.
fn counts(tree: &Tree<'_>) -> Vec<Counts> {
    let mut all = vec![Counts::default(); tree.len()];
    for id in (0..tree.len()).rev() {
        let node = tree.node(id);
        if node.removed {
            all[id] = Counts::default();
            continue;
        }
        let own = &mut all[id];
        match &*node.name {
            "p" => own.paragraphs += 1,
            "li" => own.items += 1,
            "input" | "button" | "select" => own.inputs += 1,
            "img" | "picture" => own.images += 1,
            _ => {}
        }
        let Counts { paragraphs, items, inputs, images } = *own;
        if id != ROOT {
            let around = &mut all[node.parent];
            around.paragraphs += paragraphs;
            around.items += items;
            around.inputs += inputs;
            around.images += images;
        }
    }
    all
}

fn is_box(tree: &Tree<'_>, measures: &Measures, counts: Counts, id: NodeId) -> bool {
    let name = &*tree.node(id).name;
    if !matches!(name, "div" | "section" | "ul" | "ol" | "table" | "form" | "fieldset" | "dl") {
        return false;
    }
    if measures.commas[id] >= PROSE_COMMAS {
        return false;
    }
    let density = measures.link_density(id);
    let list = matches!(name, "ul" | "ol" | "dl");
    let Counts { paragraphs, items, inputs, images } = counts;
    (!list && images > 1 && paragraphs * 2 < images && measures.text[id] < 200)
        || (!list && items > paragraphs + 2 && density > 0.2)
        || inputs * 3 > paragraphs && inputs > 0
        || density > 0.5
}
