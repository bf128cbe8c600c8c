//! Which of the articles that were taken carry text of others.

use super::{Ingest, IngestOutcome};
use crate::error::Error;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, StoryName};
use dateline_store::ArticleRecord;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An article that was taken, and the one of all articles that it has most of its text in common with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarriedText {
    /// The article that was taken.
    pub article: ArticleId,
    /// The other. It may have been taken with it, and be in another story.
    pub with: ArticleId,
    /// The other's story.
    pub story: StoryName,
    /// The other's outlet, if that is known.
    pub publisher: Option<String>,
    /// When the other was published, if that is known.
    pub published: Option<Edtf>,
    /// Which of the two stands, in good part, in the other: the shorter.
    pub part: ArticleId,
    /// How many of its runs of five words outside quotations do.
    pub shared: usize,
    /// How many it has.
    pub of: usize,
    /// The reason in words.
    pub why: String,
}

impl CarriedText {
    /// The share of the part's text that stands in the other, in percent, rounded down.
    pub fn percent(&self) -> usize {
        self.shared * 100 / self.of.max(1)
    }
}

impl Ingest<'_, '_> {
    /// Those of the articles taken that carry text of others, in the order of the inputs.
    pub(super) fn copies(&self) -> Result<Vec<CarriedText>, Error> {
        let store = &self.workspace.store;
        let taken = self.report.articles.iter().filter(|it| it.outcome != IngestOutcome::AlreadyStored);
        let mut copies = store.copies(&taken.clone().map(|it| it.article.clone()).collect())?;
        let others: BTreeSet<ArticleId> =
            copies.values().flat_map(|copy| [copy.part.clone(), copy.whole.clone()]).collect();
        let records = store.article_records(&others.iter().collect())?;
        let records: BTreeMap<&ArticleId, &ArticleRecord> =
            records.iter().map(|record| (&record.article, record)).collect();
        let line = |article: &ArticleId| {
            let copy = copies.remove(article)?;
            let with = if copy.part == *article { &copy.whole } else { &copy.part };
            let record = records.get(with)?;
            Some(CarriedText {
                article: article.clone(),
                with: with.clone(),
                story: record.story.clone(),
                publisher: record.metadata.publisher.clone(),
                published: record.metadata.published.clone(),
                why: copy.in_words(),
                part: copy.part,
                shared: copy.shared,
                of: copy.of,
            })
        };
        Ok(taken.map(|it| &it.article).filter_map(line).collect())
    }
}
