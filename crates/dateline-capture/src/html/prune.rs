//! Takes out of a page, before its article is looked for, what is known by its element, role or class not
//! to be the article: navigation, captions, related links, comments, sharing buttons, advertisements.

use super::tree::{NodeId, ROOT, Tree};
use super::words::{ANYWHERE, CONTAINERS, PREFIXES};

/// Largest share of the page's text outside links, in percent, that may be taken out on the word of a class name.
/// What holds more is likely to be the article under an odd name.
const MAX_SHARE_PERCENT: usize = 30;

/// Names of what holds readers' comments.
const COMMENTS: [&str; 12] = [
    "comments",
    "comment",
    "commentlist",
    "comment-list",
    "comments-area",
    "comments-section",
    "comment-section",
    "comments-container",
    "disqus_thread",
    "respond",
    "replies",
    "reader-comments",
];

/// Elements that never hold an article's words.
pub(super) const NEVER: [&str; 19] = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "button",
    "input",
    "select",
    "textarea",
    "svg",
    "canvas",
    "video",
    "audio",
    "nav",
    "figcaption",
    "dialog",
    "menu",
];

/// Elements that seldom do: taken out where they hold a small part of the page.
const SELDOM: [&str; 4] = ["form", "aside", "footer", "fieldset"];

/// Roles (WAI-ARIA) that are no article.
const ROLES: [&str; 7] = ["navigation", "complementary", "contentinfo", "search", "dialog", "banner", "menu"];

/// Parts of class names and ids of what asks readers for a correction.
const ASKS: [&str; 6] = ["form", "report", "suggest", "suggestion", "submit", "request"];

/// Parts of class names and ids of what says that the article was corrected: part of it, whatever element it stands in.
const CORRECTIONS: [&str; 5] = ["correction", "corrections", "clarification", "clarifications", "erratum"];

/// Elements on which a class says little about their words.
const PROSE: [&str; 14] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "a", "b", "strong", "em", "i"];

/// Takes out what is no article; by class names only if `by_class`.
pub(super) fn prune(tree: &mut Tree<'_>, by_class: bool) {
    let prose = prose_bytes(tree);
    let all = prose[ROOT];
    let mut remove: Vec<NodeId> = Vec::new();
    let mut stack: Vec<NodeId> = vec![ROOT];
    while let Some(id) = stack.pop() {
        for child in tree.children(id) {
            if tree.text_of(child).is_none() {
                if is_foreign(tree, child, by_class, prose[child] * 100 <= all * MAX_SHARE_PERCENT) {
                    remove.push(child);
                } else {
                    stack.push(child);
                }
            }
        }
    }
    for id in remove {
        tree.remove(id);
    }
}

/// For each node, bytes of text in it outside links and what is never an article's.
fn prose_bytes(tree: &Tree<'_>) -> Vec<usize> {
    let mut bytes = vec![0; tree.len()];
    // What stands in a node has a higher id.
    for id in (1..tree.len()).rev() {
        let node = tree.node(id);
        let own = tree.text_of(id).map_or(bytes[id], |text| text.trim().len());
        bytes[id] = own;
        if node.name != "a" && !NEVER.contains(&&*node.name) {
            bytes[node.parent] += own;
        }
    }
    bytes
}

/// Whether the element is no part of the article; `small` is whether it holds a small part of the page's text.
fn is_foreign(tree: &Tree<'_>, id: NodeId, by_class: bool, small: bool) -> bool {
    let name = &*tree.node(id).name;
    if NEVER.contains(&name) || holds_others_words(tree, id) {
        return true;
    }
    if !small || matches!(name, "body" | "html" | "main" | "head") {
        return false;
    }
    if is_hidden(tree, id) {
        return true;
    }
    let names = names_of(tree, id);
    !name_correction(&names)
        && (SELDOM.contains(&name)
            || has_role(tree, id)
            || (by_class && names.iter().any(|part| is_foreign_name(part, PROSE.contains(&name)))))
}

/// Whether nobody is shown the element as words of the article: it is no text, is hidden, or is where readers write.
pub(super) fn is_never_shown(tree: &Tree<'_>, id: NodeId) -> bool {
    NEVER.contains(&&*tree.node(id).name) || holds_others_words(tree, id) || is_hidden(tree, id)
}

/// Whether the element is named after a correction or a note of the editor.
pub(super) fn is_correction(tree: &Tree<'_>, id: NodeId) -> bool {
    name_correction(&names_of(tree, id))
}

fn name_correction(names: &[String]) -> bool {
    // "suggest-correction": where readers may report one.
    !names.iter().any(|name| ASKS.contains(&name.as_str()))
        && names.iter().any(|name| CORRECTIONS.contains(&name.as_str()))
        || names.windows(2).any(|pair| matches!(pair[0].as_str(), "editor" | "editors") && pair[1] == "note")
}

/// Whether it is where readers write, or asks for consent: then it may be longer than the article.
fn holds_others_words(tree: &Tree<'_>, id: NodeId) -> bool {
    !PROSE.contains(&&*tree.node(id).name)
        && ["class", "id"].into_iter().any(|attribute| {
            let value = tree.attribute(id, attribute).unwrap_or_default().to_ascii_lowercase();
            value.split_whitespace().any(|name| {
                COMMENTS.contains(&name)
                    || name.starts_with("cookie-")
                    || name.starts_with("cli-")
                    || name.starts_with("gdpr")
            })
        })
}

fn is_hidden(tree: &Tree<'_>, id: NodeId) -> bool {
    let style = tree.attribute(id, "style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
    tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "aria-hidden").is_some_and(|value| value == "true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

fn has_role(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.attribute(id, "role").is_some_and(|role| ROLES.contains(&&*role))
}

/// The words that the element's class, id and the like are made of.
fn names_of(tree: &Tree<'_>, id: NodeId) -> Vec<String> {
    let attributes = ["class", "id", "itemprop", "data-component", "data-module"].into_iter();
    let values = attributes.filter_map(|attribute| tree.attribute(id, attribute));
    values.flat_map(|value| parts(&value.chars().take(400).collect::<String>())).collect()
}

/// Whether such a word says that its element is no article; `prose` are elements on which it says little.
fn is_foreign_name(part: &str, prose: bool) -> bool {
    ANYWHERE.contains(&part)
        || (!prose && (CONTAINERS.contains(&part) || PREFIXES.iter().any(|prefix| part.starts_with(prefix))))
}

/// The words that class names are made of, in lower case: `relatedLinks_box` has three.
pub(super) fn parts(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut part = String::new();
    let mut lower = false;
    for c in value.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower) {
            found.push(std::mem::take(&mut part));
        }
        if c.is_alphanumeric() {
            part.extend(c.to_lowercase());
        }
        lower = c.is_lowercase();
    }
    found.push(part);
    found.retain(|part| !part.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_taken_apart() {
        assert_eq!(parts("relatedLinks_box nav-2"), ["related", "links", "box", "nav", "2"]);
        assert_eq!(parts("URL"), ["url"]);
        assert!(parts(" -- ").is_empty());
    }
}
