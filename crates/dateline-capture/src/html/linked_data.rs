//! Linked data of a page: JSON-LD after schema.org.

use super::facts::{Fact, Said, add};
use super::references::decoded;
use super::tree::Tree;
use crate::place::Place;
use serde_json::Value;

/// Most scripts of linked data that are looked at.
const MAX_SCRIPTS: usize = 50;
/// Longest script of linked data that is read, in bytes. One with the whole article in it has some 100 KB.
const MAX_SCRIPT_BYTES: usize = 2 * 1024 * 1024;
/// Most authors that are named.
const MAX_AUTHORS: usize = 50;
/// Most objects that are looked at.
const MAX_OBJECTS: usize = 500;
/// Longest name of an author that is taken, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// Adds what the page's linked data say of its article. Of several articles the first is taken: the others
/// are linked to.
pub(super) fn add_all(values: &[Value], all: &mut Vec<Said>) {
    let mut objects: Vec<&Value> = Vec::new();
    let mut queue: Vec<&Value> = values.iter().rev().collect();
    while let Some(value) = queue.pop() {
        match value {
            Value::Array(items) => queue.extend(items.iter().rev()),
            Value::Object(fields) if objects.len() < MAX_OBJECTS => {
                objects.push(value);
                queue.extend(["mainEntity", "@graph"].iter().filter_map(|key| fields.get(*key)));
            }
            _ => {}
        }
    }
    let Some(article) = objects.iter().find(|object| is_article(object)) else { return };
    let mut say = |fact, value: &str| add(fact, Place::LinkedData, &plain(value), all);
    for (key, fact) in [
        ("headline", Fact::Title),
        ("name", Fact::Title),
        ("datePublished", Fact::Published),
        ("dateModified", Fact::Modified),
        ("url", Fact::Url),
        ("inLanguage", Fact::Lang),
    ] {
        let known = key == "name" && article.get("headline").is_some();
        if let Some(value) = article.get(key).and_then(Value::as_str).filter(|_| !known) {
            say(fact, value);
        }
    }
    if let Some(page) = article.get("mainEntityOfPage") {
        let address = page.as_str().or_else(|| page.get("@id").and_then(Value::as_str));
        // Some say `true`, some an empty text.
        if let Some(address) = address.filter(|address| address.starts_with("http")) {
            say(Fact::Url, address);
        }
    }
    let authors: Vec<String> = names(article.get("author").or_else(|| article.get("creator")), &objects);
    if !authors.is_empty() {
        say(Fact::Byline, &authors.join(", "));
    }
    if let Some(publisher) = names(article.get("publisher"), &objects).first() {
        say(Fact::Publisher, publisher);
    }
}

/// Adds what the linked data of a page say.
pub(super) fn add_from(tree: &Tree<'_>, all: &mut Vec<Said>) {
    let is_data = |node: &usize| {
        tree.attribute(*node, "type")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    };
    let scripts = tree.elements("script").filter(is_data).take(MAX_SCRIPTS);
    let parse = |text: &str| {
        let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
        let text = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
        // Many pages have line ends within strings, which JSON forbids.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str::<Value>(text.trim().trim_end_matches(';')).ok()
    };
    let values: Vec<Value> = scripts
        .map(|node| tree.text(node))
        .filter(|text| text.len() <= MAX_SCRIPT_BYTES)
        .filter_map(|text| parse(&text))
        .collect();
    add_all(&values, all);
}

fn is_article(object: &Value) -> bool {
    let is = |name: &Value| {
        name.as_str().is_some_and(|name| {
            let name = name.rsplit('/').next().unwrap_or(name);
            name.ends_with("Article")
                || matches!(name, "BlogPosting" | "LiveBlogPosting" | "Report" | "Review")
        })
    };
    match object.get("@type") {
        Some(Value::Array(names)) => names.iter().any(is),
        Some(name) => is(name),
        None => false,
    }
}

/// Names of people or organisations: texts, objects with a name, references to objects of the page.
fn names(value: Option<&Value>, objects: &[&Value]) -> Vec<String> {
    let one = |value: &Value| -> Option<String> {
        let named = |value: &Value| value.get("name").and_then(Value::as_str).map(str::to_owned);
        let referred = || {
            let id = value.get("@id")?.as_str()?;
            objects
                .iter()
                .find(|object| object.get("@id").and_then(Value::as_str) == Some(id))
                .and_then(|it| named(it))
        };
        value.as_str().map(str::to_owned).or_else(|| named(value)).or_else(referred)
    };
    let mut found: Vec<String> = match value {
        Some(Value::Array(items)) => items.iter().take(MAX_AUTHORS).filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    };
    found.retain(|name| !name.trim().is_empty() && name.len() <= MAX_NAME_BYTES && !name.starts_with("http"));
    found.dedup();
    found
}

/// Some pages escape their linked data as if it were HTML.
fn plain(value: &str) -> String {
    decoded(value).into_owned()
}
