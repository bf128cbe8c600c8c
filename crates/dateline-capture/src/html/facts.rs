//! What a page says of its article besides its text, place by place. Nothing is chosen here for good: every
//! place that says something is kept, in the order in which it is believed.

use super::tree::{NodeId, Tree};
use super::{blocks, linked_data};
use crate::place::Place;
use std::fmt;

/// What can be said of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// Its headline.
    Title,
    /// Who wrote it.
    Byline,
    /// When it was first published.
    Published,
    /// When it was last changed.
    Modified,
    /// The outlet.
    Publisher,
    /// Its canonical address.
    Url,
    /// Its language.
    Lang,
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Published => "published",
            Self::Modified => "modified",
            Self::Publisher => "publisher",
            Self::Url => "url",
            Self::Lang => "lang",
        })
    }
}

/// Something that a page says of its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it is about.
    pub fact: Fact,
    /// Where it is said.
    pub place: Place,
    /// What is said, as it stands there: runs of white space are one space, and dates are not converted.
    pub value: String,
}

/// Longest value that is kept, in bytes; a longer one is none of the things looked for.
const MAX_VALUE_BYTES: usize = 2000;
/// Most elements of one kind that are looked at.
const MAX_ELEMENTS: usize = 200;

/// Everything that the page says of its article, by fact and then in the order of belief.
pub(super) fn facts(tree: &Tree<'_>) -> Vec<Said> {
    let mut all = Vec::new();
    linked_data::add_from(tree, &mut all);
    metas(tree, &mut all);
    elements(tree, &mut all);
    // Stable: within a place the page's order stays.
    all.sort_by_key(|said| (said.fact, said.place));
    let mut kept: Vec<Said> = Vec::new();
    for said in all {
        if !kept.contains(&said) {
            kept.push(said);
        }
    }
    kept
}

/// Keeps a value, if it is one.
pub(super) fn add(fact: Fact, place: Place, value: &str, all: &mut Vec<Said>) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    // An author that is an address is a page about the author.
    let is_address = value.starts_with("http://") || value.starts_with("https://");
    if !value.is_empty() && value.len() <= MAX_VALUE_BYTES && (fact == Fact::Url || !is_address) {
        all.push(Said { fact, place, value });
    }
}

fn metas(tree: &Tree<'_>, all: &mut Vec<Said>) {
    for node in tree.elements("meta").take(MAX_ELEMENTS) {
        let Some(content) = tree.attribute(node, "content") else { continue };
        let key = ["property", "name", "itemprop", "http-equiv"]
            .into_iter()
            .find_map(|key| tree.attribute(node, key));
        let key = key.map(|key| key.trim().to_ascii_lowercase()).unwrap_or_default();
        let (fact, place) = match key.as_str() {
            "og:title" => (Fact::Title, Place::OpenGraph),
            "article:author" | "og:article:author" => (Fact::Byline, Place::OpenGraph),
            "article:published_time" | "og:article:published_time" => (Fact::Published, Place::OpenGraph),
            "article:modified_time" | "og:article:modified_time" | "og:updated_time" => {
                (Fact::Modified, Place::OpenGraph)
            }
            "og:site_name" => (Fact::Publisher, Place::OpenGraph),
            "og:url" => (Fact::Url, Place::OpenGraph),
            "og:locale" => (Fact::Lang, Place::OpenGraph),
            "headline" | "title" | "twitter:title" | "parsely-title" | "sailthru.title" | "dc.title"
            | "dcterms.title" => (Fact::Title, Place::Meta),
            "author" | "authors" | "byl" | "parsely-author" | "sailthru.author" | "dc.creator"
            | "dcterms.creator" => (Fact::Byline, Place::Meta),
            "datepublished"
            | "date"
            | "pubdate"
            | "publish-date"
            | "publishdate"
            | "published_time"
            | "parsely-pub-date"
            | "sailthru.date"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dcterms.issued"
            | "ptime"
            | "article.published"
            | "originalpublicationdate" => (Fact::Published, Place::Meta),
            "datemodified" | "lastmod" | "last-modified" | "revision_date" | "article.updated"
            | "dcterms.modified" | "utime" => (Fact::Modified, Place::Meta),
            "dc.publisher" | "dcterms.publisher" => (Fact::Publisher, Place::Meta),
            "content-language" | "language" | "dc.language" | "inlanguage" => (Fact::Lang, Place::Meta),
            _ => continue,
        };
        add(fact, place, &content, all);
    }
    for node in tree.elements("link").filter(|node| is(tree, *node, "rel", "canonical")).take(2) {
        // Before Open Graph's: it is what the publisher tells those who index the page.
        add(Fact::Url, Place::LinkedData, &tree.attribute(node, "href").unwrap_or_default(), all);
    }
}

fn elements(tree: &Tree<'_>, all: &mut Vec<Said>) {
    for node in tree.elements("html").take(1) {
        add(Fact::Lang, Place::Attribute, &tree.attribute(node, "lang").unwrap_or_default(), all);
    }
    for node in tree.elements("time").take(MAX_ELEMENTS) {
        let datetime = tree.attribute(node, "datetime").unwrap_or_default();
        if is(tree, node, "itemprop", "datePublished") || tree.attribute(node, "pubdate").is_some() {
            add(Fact::Published, Place::Attribute, &datetime, all);
        }
        if is(tree, node, "itemprop", "dateModified") {
            add(Fact::Modified, Place::Attribute, &datetime, all);
        }
    }
    // Several of a kind are those of several articles.
    let one = |nodes: &mut dyn Iterator<Item = NodeId>| nodes.next().filter(|_| nodes.next().is_none());
    let any = |key: &'static str, value: &'static str| {
        one(&mut (0..tree.len()).filter(move |node| is(tree, *node, key, value)))
    };
    for (fact, place, found) in [
        (Fact::Title, Place::Attribute, any("itemprop", "headline")),
        (Fact::Byline, Place::Attribute, any("rel", "author")),
        (Fact::Title, Place::Page, one(&mut tree.elements("h1"))),
        (Fact::Title, Place::Page, tree.elements("title").next()),
    ] {
        if let Some(node) = found {
            add(fact, place, &blocks::line(tree, node), all);
        }
    }
}

fn is(tree: &Tree<'_>, node: NodeId, key: &str, value: &str) -> bool {
    tree.attribute(node, key).is_some_and(|it| it.eq_ignore_ascii_case(value))
}
