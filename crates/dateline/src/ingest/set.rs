//! `articles set`: telling what was not known of articles. They are read again; that is never shown as a
//! change in reporting.

use super::report::{IngestOutcome, IngestedArticle};
use crate::answer::Answer;
use crate::error::Error;
use crate::notices;
use crate::reading::{self, ToRead, words};
use crate::workspace::Workspace;
use dateline_capture::Layer;
use dateline_core::article::{Metadata, Revision};
use dateline_core::as_of::AsOf;
use dateline_core::event::{Event, MetadataSet};
use dateline_core::id::OperationNumber;
use dateline_store::{ArticleRecord, ExpectedPosition};
use serde::Serialize;

/// What `articles set` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetReport {
    /// The operation; `None` if all of it was known.
    pub op: Option<OperationNumber>,
    /// The articles, in the order given.
    pub articles: Vec<IngestedArticle>,
}

/// An article with what will be known of it, and its newest text.
struct Told {
    record: ArticleRecord,
    metadata: Metadata,
    revision: Revision,
    is_news: bool,
}

impl Workspace {
    /// Sets what is known of articles, named by beginnings of their ids, and reads them again.
    pub fn set_metadata(
        &mut self,
        articles: &[String],
        told: &Layer,
        arguments: &[String],
    ) -> Result<Answer<SetReport>, Error> {
        if *told == Layer::default() {
            return Err(Error::NothingToSet);
        }
        let mut all = Vec::new();
        for typed in articles {
            let record = self.query(AsOf::default())?.article_named(typed)?;
            if all.iter().any(|other: &Told| other.record.article == record.article) {
                continue;
            }
            let newest = record
                .newest()
                .ok_or_else(|| Error::Inconsistent(format!("article {} has no text", record.article)))?;
            let revision = self.store.revision_text(newest)?;
            let metadata = record.metadata.clone().overridden_by(&told.metadata);
            let moved = told.story.as_ref().is_some_and(|story| *story != record.story);
            let is_news = moved || metadata != record.metadata;
            all.push(Told { record, metadata, revision, is_news });
        }
        self.write_told(&all, told, arguments)
    }

    fn write_told(
        &mut self,
        all: &[Told],
        told: &Layer,
        arguments: &[String],
    ) -> Result<Answer<SetReport>, Error> {
        let operation = OperationNumber(self.last_operation().0 + 1);
        let to_read: Vec<ToRead<'_>> = all
            .iter()
            .map(|it| ToRead { article: &it.record.article, revision: &it.revision, metadata: &it.metadata })
            .collect();
        let readings = reading::read(&to_read)?;
        let mut report = SetReport { op: None, articles: Vec::new() };
        let mut warnings = self.noticed.clone();
        let mut commits = Vec::new();
        for (it, reading) in all.iter().zip(readings) {
            let article = &it.record.article;
            report.articles.push(IngestedArticle {
                article: article.clone(),
                outcome: if it.is_news { IngestOutcome::Reread } else { IngestOutcome::AlreadyStored },
                source: it.record.captures.last().map(|capture| capture.source.clone()).unwrap_or_default(),
                story: told.story.clone().unwrap_or_else(|| it.record.story.clone()),
                published: it.metadata.published.clone(),
                words: words(&it.revision),
                count: reading.assertions.iter().map(|it| &it.attribute).collect(),
            });
            if !it.is_news {
                continue;
            }
            warnings.extend(notices::warnings(
                &reading,
                article.short(),
                &article.as_str()[..4],
                self.environment.clock.now().date(),
            ));
            let mut events = Vec::new();
            if commits.is_empty() {
                events.push(self.environment.began("articles set", arguments));
            }
            events.push(Event::MetadataSet(MetadataSet {
                article: article.clone(),
                metadata: told.metadata.clone(),
                story: told.story.clone(),
            }));
            events.push(Event::Extracted(reading));
            commits.push(self.commit(operation, events)?);
        }
        if !commits.is_empty() {
            self.store.append(ExpectedPosition::At(self.store.head().next), &commits)?;
            report.op = Some(operation);
        }
        let next = vec!["dateline changes".to_owned()];
        Ok(Answer {
            schema: "dateline.articles_set/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data: report,
            warnings,
            next,
        })
    }
}
