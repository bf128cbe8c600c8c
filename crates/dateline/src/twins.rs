//! Pages that are stored as two articles, because their address came in two spellings: two workspaces that were brought
//! together took one each, or an address was told only later.
//!
//! An article is called after the address by which it was first known, and everything that was recorded of it names it
//! so. It is not joined to another afterwards; that it should be one is told.

use dateline_capture::url;
use dateline_core::id::{ArticleId, OperationNumber, Position, Sha256Hex};
use dateline_store::ArticleRecord;
use std::collections::{BTreeMap, BTreeSet};

/// An article with an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Page {
    /// Where its first capture stands: of two the one that was recorded first is the article, the other its twin.
    since: Position,
    pub(crate) article: ArticleId,
    pub(crate) address: String,
    /// The operation that recorded it first.
    pub(crate) operation: OperationNumber,
    texts: BTreeSet<Sha256Hex>,
}

/// Articles by their addresses.
#[derive(Debug, Default)]
pub(crate) struct Pages(BTreeMap<String, BTreeSet<Page>>);

/// Two articles that are one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Twins {
    pub(crate) first: Page,
    pub(crate) second: Page,
}

impl Pages {
    /// Takes an article down.
    pub(crate) fn read(&mut self, record: &ArticleRecord) {
        let Some(address) = &record.metadata.url else { return };
        let Some(since) = record.captures.iter().map(|it| it.position).min() else { return };
        let page = Page {
            since,
            article: record.article.clone(),
            address: address.clone(),
            operation: record.operation,
            texts: record.revisions().map(|it| it.sha256.clone()).collect(),
        };
        self.0.entry(address.clone()).or_default().insert(page);
    }

    /// Those that are one page, each pair once: by the rule by which `ingest` knows an article again.
    pub(crate) fn twins(&self) -> Vec<Twins> {
        let mut twins = Vec::new();
        for first in self.0.values().flatten() {
            let spellings = std::iter::once(first.address.clone()).chain(url::twins(&first.address));
            for second in spellings.filter_map(|it| self.0.get(&it)).flatten() {
                let is_one = first.address == second.address
                    || url::is_same_page(&first.address, &second.address)
                    || !first.texts.is_disjoint(&second.texts);
                if first < second && is_one {
                    twins.push(Twins { first: first.clone(), second: second.clone() });
                }
            }
        }
        twins
    }

    /// The articles that a page's address in another spelling would have been called.
    pub(crate) fn called_otherwise(record: &ArticleRecord) -> Vec<ArticleId> {
        let spellings = record.metadata.url.iter().flat_map(|address| url::twins(address));
        spellings.map(|address| ArticleId::from_canonical_url(&address)).collect()
    }
}

impl Twins {
    /// What is wrong, in one sentence without a full stop.
    pub(crate) fn in_words(&self) -> String {
        let Self { first, second } = self;
        let (one, other) = (first.article.short(), second.article.short());
        let spelled = if first.address == second.address {
            first.address.clone()
        } else {
            format!("{} and {}", first.address, second.address)
        };
        format!(
            "{one} and {other} are one page, stored as two articles ({spelled}): they count as two, and what was edited \
             from one to the other is not told; operation {} recorded {other}",
            second.operation
        )
    }
}
