//! Corrections and editor's notes that stand outside the article's element: below the comments, in a box beside the
//! text, in a footer. They are the article's, wherever they stand, and an edit that has one is no silent one.

use super::blocks::{self, Block};
use super::prune::{self, is_correction};
use super::tree::{NodeId, ROOT, Tree};
use std::collections::BTreeSet;

/// Words with which a notice begins.
const HEADINGS: [&str; 9] = [
    "correction",
    "corrections",
    "clarification",
    "clarifications",
    "erratum",
    "editor's note",
    "editor’s note",
    "editors' note",
    "editors’ note",
];

/// Lengths in bytes of what may be a notice: a word is a menu's, a long text is a page of notices.
const BYTES: std::ops::RangeInclusive<usize> = 40..=2000;
/// Most elements and texts of a notice: so the work is in proportion to the page.
const MAX_NODES: usize = 400;
/// Within how many bytes of its beginning a notice has its colon: "Correction added on 18 November 2019: …".
const MARK_BYTES: usize = 60;
/// Most notices of an article. A page with more lists those of others.
const MAX_NOTICES: usize = 3;

/// The elements that are notices, in the order of the page; wherever they stand but for what nobody is shown and what readers
/// wrote.
pub(super) fn notices(tree: &Tree<'_>) -> Vec<NodeId> {
    let measures = measured(tree);
    let may_be = |id: NodeId| {
        BYTES.contains(&measures.bytes[id])
            && measures.linked[id] * 2 < measures.bytes[id]
            && measures.nodes[id] <= MAX_NODES
    };
    // A footer that begins with a notice has more in it.
    let has_inner = |id: NodeId| {
        tree.children(id).any(|inner| {
            tree.text_of(inner).is_none()
                && measures.first[inner] == measures.first[id]
                && may_be(inner)
                && is_notice(tree, inner)
        })
    };
    let mut found = Vec::new();
    let mut stack = vec![ROOT];
    while let Some(id) = stack.pop() {
        for child in tree.children(id).filter(|child| tree.text_of(*child).is_none()) {
            if prune::is_never_shown(tree, child) {
                continue;
            }
            let begins = || measures.first[child].and_then(|text| tree.text_of(text)).is_some_and(is_heading);
            let is_it = may_be(child) && (is_correction(tree, child) || begins()) && is_notice(tree, child);
            if is_it && (is_correction(tree, child) || !has_inner(child)) {
                found.push(child);
            } else {
                stack.push(child);
            }
        }
    }
    found.sort_unstable();
    if found.len() > MAX_NOTICES { Vec::new() } else { found }
}

/// Puts the notices that are not in the article's lines above or below them, as they stand in the page.
pub(super) fn add(tree: &Tree<'_>, found: &[NodeId], first_root: Option<NodeId>, article: &mut Vec<Block>) {
    let there: BTreeSet<String> = article.iter().map(|block| block.text.clone()).collect();
    let mut above = Vec::new();
    for &id in found {
        let lines = blocks::blocks(tree, &[id], &BTreeSet::new());
        if lines.iter().all(|line| !there.contains(&line.text)) {
            let is_above = first_root.is_some_and(|root| id < root);
            if is_above { &mut above } else { &mut *article }.extend(lines);
        }
    }
    article.splice(0..0, above);
}

/// Of each node, how many nodes it holds, bytes of text, bytes of it in links, and its first text that is not blank.
struct Measures {
    nodes: Vec<usize>,
    bytes: Vec<usize>,
    linked: Vec<usize>,
    first: Vec<Option<NodeId>>,
}

fn measured(tree: &Tree<'_>) -> Measures {
    let count = tree.len();
    let mut all = Measures {
        nodes: vec![1; count],
        bytes: vec![0; count],
        linked: vec![0; count],
        first: vec![None; count],
    };
    // What stands in a node has a higher id, and what stands first in it the lowest.
    for id in (1..count).rev() {
        let node = tree.node(id);
        all.nodes[node.parent] += all.nodes[id];
        if let Some(text) = tree.text_of(id) {
            let text = text.trim();
            all.bytes[id] = text.len();
            all.first[id] = (!text.is_empty()).then_some(id);
        }
        if node.name == "a" {
            all.linked[id] = all.bytes[id];
        }
        if !prune::NEVER.contains(&&*node.name) {
            all.bytes[node.parent] += all.bytes[id];
            all.linked[node.parent] += all.linked[id];
            all.first[node.parent] = all.first[id].or(all.first[node.parent]);
        }
    }
    all
}

/// Whether a text begins with the heading of a notice.
fn is_heading(text: &str) -> bool {
    after_heading(text).is_some()
}

/// What follows the heading of a notice, in lower case.
fn after_heading(text: &str) -> Option<String> {
    let start: String = text.trim_start().chars().take(2 * MARK_BYTES).collect::<String>().to_lowercase();
    let rest =
        HEADINGS.iter().filter_map(|heading| start.strip_prefix(heading)).min_by_key(|rest| rest.len())?;
    (!rest.starts_with(char::is_alphanumeric)).then(|| rest.to_owned())
}

/// Whether the lines of an element are a notice: a heading with a mark or in a line of its own, and a sentence.
fn is_notice(tree: &Tree<'_>, id: NodeId) -> bool {
    let lines = blocks::blocks(tree, &[id], &BTreeSet::new());
    let Some(first) = lines.first() else { return false };
    let is_sentence = |line: &Block| line.text.len() >= *BYTES.start() && line.text.contains(['.', '!']);
    let is_marked = |rest: &str| {
        rest.char_indices().take_while(|(at, _)| *at < MARK_BYTES).any(|(_, c)| matches!(c, ':' | '—' | '–'))
    };
    lines.iter().any(is_sentence)
        && match after_heading(&first.text) {
            Some(rest) if rest.trim().is_empty() => lines.len() > 1,
            Some(rest) => is_marked(&rest),
            None => lines.iter().any(|line| tells_a_change(&line.text)),
        }
}

/// Words by which a text without a heading tells that the article was changed.
const CHANGES: [&str; 12] = [
    "corrected",
    "amended",
    "clarified",
    "misstated",
    "misidentified",
    "misspelled",
    "earlier version",
    "previous version",
    "original version",
    "originally",
    "incorrect",
    "was updated",
];

/// Whether a line tells a change, and does not ask readers to tell of one.
fn tells_a_change(line: &str) -> bool {
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    CHANGES.iter().any(|change| lower.contains(change))
        && !words.any(|word| matches!(word, "you" | "your" | "us"))
}

#[cfg(test)]
mod tests {
    use crate::html::tests::{LONG, SECOND, text};

    #[test]
    fn a_correction_outside_the_article_is_kept() {
        let notice = "An earlier version of this article gave the wrong canal. It was corrected on Tuesday.";
        let headed = format!("Correction, 4 March: {notice}");
        let article = format!("<article><h1>Bridge to be rebuilt</h1><p>{LONG}</p><p>{SECOND}</p></article>");
        let (main, comments) = (
            format!("{LONG}\n\n{SECOND}"),
            "<div class=comments><p>Correction: you know nothing of canals, do you.</p></div>",
        );
        for (around, expected) in [
            (
                format!("{article}<footer><p>{headed}</p><p>© The Oss Post</p></footer>"),
                format!("{main}\n\n{headed}\n"),
            ),
            (
                format!("{article}{comments}<aside class=box><p><em>{headed}</em></p></aside>"),
                format!("{main}\n\n{headed}\n"),
            ),
            (
                format!("<div class='editors-note top'><p>{notice}</p></div>{article}"),
                format!("{notice}\n\n{main}\n"),
            ),
            (
                format!("{article}<section class=related><h4>Correction</h4><p>{notice}</p></section>"),
                format!("{main}\n\nCorrection\n\n{notice}\n"),
            ),
            // What is in it already is not put in twice; nor what readers write, links, what is asked of readers, and lists.
            (
                format!("<article><p>{LONG}</p><p>{SECOND}</p><p>{headed}</p></article>"),
                format!("{main}\n\n{headed}\n"),
            ),
            (format!("{article}{comments}"), format!("{main}\n")),
            (format!("{article}<aside hidden><p>{headed}</p></aside>"), format!("{main}\n")),
            (
                format!(
                    "{article}<div><a href=/c>Correction: a story on ferries gave the wrong harbour. More of this.</a></div>"
                ),
                format!("{main}\n"),
            ),
            (
                format!(
                    "{article}<div class=corrections><p>Have you found an error that must be corrected? Tell us, please.</p></div>"
                ),
                format!("{main}\n"),
            ),
            (
                format!(
                    "{article}<aside><p>Corrections officers and their union have met. It was amended in the end, it is said.</p></aside>"
                ),
                format!("{main}\n"),
            ),
            (
                format!(
                    "{article}<aside><ul>{}</ul></aside>",
                    (1..9)
                        .fold(String::new(), |list, n| list + &format!("<li>Correction {n}: {notice}</li>"))
                ),
                format!("{main}\n"),
            ),
        ] {
            assert_eq!(text(&around), expected, "{around}");
        }
    }
}
