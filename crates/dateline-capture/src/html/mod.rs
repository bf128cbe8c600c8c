//! Pages: the article's text, and what the page says of it.
//!
//! [`tree`] makes a tree of the page in time proportional to its length. [`prune`] takes out what is known to be
//! none of the article, [`candidate`] finds the article's element as Mozilla's Readability does, [`blocks`] and
//! [`trim`] make of it the lines of the article, [`facts`] gathers headline, byline, dates and so on from every
//! place that has them, `choose` decides which are used, `places` finds the words again in the page.
//!
//! What is not here: guesses. Words are dropped or kept, never changed (but for white space), and every line of
//! the text stands in the page.

mod blocks;
mod candidate;
mod choose;
pub mod facts;
mod linked_data;
mod notices;
mod places;
mod posts;
mod prune;
mod references;
mod tags;
mod tree;
mod trim;
mod words;
pub(crate) mod xml;

pub use crate::place::Place;
pub(crate) use choose::{choose, day, is_early_utc, stated};
pub use facts::{Fact, Said};
pub(crate) use places::PageMap;
pub(crate) use references::decoded;

use blocks::{Block, Kind};
use dateline_core::text::ByteSpan;
use std::collections::BTreeSet;
use tree::{NodeId, Tree};

/// Bytes of text below which the page is also read without regard to class names, and the longer reading is
/// taken: some pages call their article what others call their advertisements.
const DOUBTFUL_BYTES: usize = 1500;

/// Bytes of text below which a page has no article: a notice, a form, a picture.
const MIN_ARTICLE_BYTES: usize = 50;

/// Longest page that is read, in bytes of UTF-8. Long reports with all their scripts have 3 MB.
pub const MAX_PAGE_BYTES: usize = 16 * 1024 * 1024;
/// Most nodes (elements and texts) of a page that is read. Pages of a whole day's news have some 20,000.
pub const MAX_NODES: usize = 500_000;

/// A page as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The article's text: paragraphs separated by an empty line, items of lists and rows of tables by a line
    /// end. White space aside, every line stands in the page.
    pub text: String,
    /// Where in the text posts of social networks stand that are embedded in the page.
    pub embedded: Vec<ByteSpan>,
    /// Everything that the page says of its article, by fact and then in the order of belief.
    pub said: Vec<Said>,
}

/// Why a page cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageFault {
    /// More than [`MAX_PAGE_BYTES`].
    #[error("the page is longer than {} MiB", MAX_PAGE_BYTES / (1024 * 1024))]
    TooLong,
    /// More than [`MAX_NODES`].
    #[error("the page has more than {MAX_NODES} elements and pieces of text")]
    TooManyNodes,
    /// No text that could be an article.
    #[error("no article was found in the page")]
    NoArticle,
}

/// Reads a page.
///
/// ```
/// let page = dateline_capture::html::read(
///     "<html><head><meta property=og:title content='Bridge shut'></head><body><nav>Home Sport</nav><article>\
///      <h1>Bridge shut</h1><p>The bridge at Oss was shut on Monday after a barge had hit it, the town said.</p>\
///      <p>It will stay shut for at least two weeks.</p><figure><img src=b.png><figcaption>The bridge</figcaption>\
///      </figure></article></body></html>",
/// )?;
/// assert!(page.text.starts_with("The bridge at Oss") && page.text.ends_with("two weeks.\n"));
/// assert_eq!(page.said[0].value, "Bridge shut");
/// # Ok::<(), dateline_capture::html::PageFault>(())
/// ```
pub fn read(html: &str) -> Result<Page, PageFault> {
    if html.len() > MAX_PAGE_BYTES {
        return Err(PageFault::TooLong);
    }
    let mut tree = Tree::new(html, MAX_NODES).ok_or(PageFault::TooManyNodes)?;
    let said = facts::facts(&tree);
    let titles = titles(&said);
    let marks = Marks { posts: posts::posts(&tree), notices: notices::notices(&tree) };
    let mut blocks = article(&mut tree, &titles, &marks, true);
    if length(&blocks) < DOUBTFUL_BYTES {
        tree.restore();
        let other = article(&mut tree, &titles, &marks, false);
        if length(&other) > 2 * length(&blocks) {
            blocks = other;
        }
    }
    if length(&blocks) < MIN_ARTICLE_BYTES {
        return Err(PageFault::NoArticle);
    }
    let (text, embedded) = text(&blocks);
    Ok(Page { text, embedded, said })
}

/// The text of markup that is an article and nothing else, as feeds carry it, and the posts that are embedded in it.
pub(crate) fn read_fragment(html: &str) -> Result<(String, Vec<ByteSpan>), PageFault> {
    if html.len() > MAX_PAGE_BYTES {
        return Err(PageFault::TooLong);
    }
    let mut tree = Tree::new(html, MAX_NODES).ok_or(PageFault::TooManyNodes)?;
    let posts = posts::posts(&tree);
    prune::prune(&mut tree, false);
    let blocks = trim::trim(blocks::blocks(&tree, &[tree::ROOT], &posts), &BTreeSet::new());
    if blocks.is_empty() { Err(PageFault::NoArticle) } else { Ok(text(&blocks)) }
}

/// What was found in the whole page before anything was taken out.
struct Marks {
    posts: BTreeSet<NodeId>,
    notices: Vec<NodeId>,
}

/// The lines of the article; class names are heeded if `by_class`.
fn article(tree: &mut Tree<'_>, titles: &BTreeSet<String>, marks: &Marks, by_class: bool) -> Vec<Block> {
    prune::prune(tree, by_class);
    let roots = candidate::article(tree);
    candidate::clean(tree, &roots);
    let mut lines = trim::trim(blocks::blocks(tree, &roots, &marks.posts), titles);
    if !lines.is_empty() {
        notices::add(tree, &marks.notices, roots.first().copied(), &mut lines);
    }
    lines
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

/// The letters of headlines, whole and in the parts that lines and hyphens make of "Headline | Outlet".
fn titles(said: &[Said]) -> BTreeSet<String> {
    let mut titles = BTreeSet::new();
    for said in said.iter().filter(|said| said.fact == Fact::Title) {
        let parts = said.value.split(['|', '-', '–', '—']).map(str::trim).chain([said.value.as_str()]);
        titles.extend(parts.filter(|part| part.len() > 10).map(trim::letters));
    }
    titles.remove("");
    titles
}

/// The lines as one text, and where in it the posts stand.
fn text(blocks: &[Block]) -> (String, Vec<ByteSpan>) {
    let mut text = String::new();
    let mut embedded: Vec<ByteSpan> = Vec::new();
    let mut post: Option<NodeId> = None;
    let mut before: Option<Kind> = None;
    for block in blocks {
        let listed = matches!(block.kind, Kind::Item | Kind::Row) && before == Some(block.kind);
        match before {
            None => {}
            Some(_) if listed => text.push('\n'),
            Some(_) => text.push_str("\n\n"),
        }
        let here = ByteSpan::new(text.len(), text.len() + block.text.len());
        match embedded.last_mut().filter(|_| post.is_some() && post == block.post) {
            Some(last) => *last = last.cover(here),
            None => embedded.extend(block.post.map(|_| here)),
        }
        post = block.post;
        text.push_str(&block.text);
        before = Some(block.kind);
    }
    text.push('\n');
    (text, embedded)
}

#[cfg(test)]
mod tests;
