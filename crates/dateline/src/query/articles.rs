//! `articles list` and `articles show`.

use super::{Query, SightingLine};
use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::notices;
use crate::reading::words;
use crate::reference;
use crate::row::{ArticleLine, Row};
use crate::workspace::BEGIN;
use dateline_core::as_of::Reported;
use dateline_core::claim::ClaimId;
use dateline_core::event::RecordedAt;
use dateline_core::id::Sha256Hex;
use dateline_store::ArticleRecord;
use serde::Serialize;

/// The articles, by story, then by publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleList {
    /// The articles.
    pub articles: Vec<ArticleLine>,
}

/// An article and what it asserts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleShown {
    /// The article.
    pub article: ArticleLine,
    /// Words of its newest text.
    pub words: usize,
    /// Its revisions, oldest first.
    pub revisions: Vec<RevisionLine>,
    /// What was observed at its addresses, oldest first.
    pub sightings: Vec<SightingLine>,
    /// What its newest text asserts, in text order.
    pub assertions: Vec<ArticleAssertion>,
}

/// One version of an article's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionLine {
    /// SHA-256 of the text.
    pub sha256: Sha256Hex,
    /// Its length.
    pub length_bytes: u64,
    /// When we learned of it.
    pub recorded: RecordedAt,
}

/// An assertion of the article, with the claim it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleAssertion {
    /// The claim.
    pub claim: ClaimId,
    /// The assertion in the claim's history.
    pub assertion: Row,
}

impl Query<'_> {
    /// The articles, or one story's: by story, then by publication, unknown dates last.
    pub fn articles_list(&self, story: Option<&str>) -> Result<Answer<ArticleList>, Error> {
        let records = match story {
            Some(typed) => {
                let stories = self.known.stories()?;
                self.known.articles_in(&reference::story_named(typed, stories.iter())?)?
            }
            None => self.known.articles()?,
        };
        let mut records: Vec<ArticleRecord> =
            records.into_iter().filter(|record| self.had_been_reported(record)).collect();
        records.sort_by_cached_key(|record| {
            let first_day = record.metadata.published.as_ref().and_then(|edtf| edtf.bounds().earliest);
            (record.story.clone(), first_day.is_none(), first_day, record.article.clone())
        });
        let undated = records.iter().filter(|record| record.metadata.published.is_none()).count();
        let articles = records.iter().map(article_line).collect();
        let mut answer = self.answer("dateline.articles_list/1", ArticleList { articles });
        if records.is_empty() {
            answer.next.push(BEGIN.to_owned());
        }
        if let Some(first) = records.iter().find(|record| record.metadata.published.is_none()) {
            let plural = if undated == 1 { "article has" } else { "articles have" };
            let short = self.short_id(&first.article)?;
            answer.warnings.push(
                Warning::note(format!("{undated} {plural} no publication date"))
                    .hint(format!("dateline articles set {short} --published DATE")),
            );
        }
        Ok(answer)
    }

    /// The article whose id begins with `typed`: what is known of it and what its newest text asserts.
    pub fn articles_show(&self, typed: &str) -> Result<Answer<ArticleShown>, Error> {
        let record = self.article_named(typed)?;
        let story = self.whole_story(&record.story)?;
        let newest = record
            .newest()
            .ok_or_else(|| Error::Inconsistent(format!("article {} has no text", record.article)))?;
        let text = self.text(&record, &newest.sha256)?;
        let mut assertions = Vec::new();
        for claim in &story.claims {
            if !claim.members.iter().any(|member| member.article == record.article) {
                continue;
            }
            let rows = self.claim_rows(&story, claim)?;
            for at in (0..rows.len()).filter(|at| rows.at(*at).1.record.article == record.article) {
                assertions
                    .push(ArticleAssertion { claim: claim.id.clone(), assertion: self.row(&rows, at)? });
            }
        }
        assertions.sort_by_key(|it| {
            let first = it.assertion.evidence.first();
            (first.map(|place| (place.start_byte, place.end_byte)), it.claim.clone(), it.assertion.row)
        });
        let revisions = record.revisions().map(|revision| RevisionLine {
            sha256: revision.sha256.clone(),
            length_bytes: revision.length_bytes,
            recorded: revision.recorded_at.clone(),
        });
        let data = ArticleShown {
            article: article_line(&record),
            words: words(&text),
            revisions: revisions.collect(),
            sightings: self.sightings(&record)?,
            assertions,
        };
        let mut answer = self.answer("dateline.articles_show/1", data);
        if let Some(extraction) = &record.extraction {
            let short = self.short_id(&record.article)?;
            let recorded = newest.recorded_at.date();
            answer.warnings.extend(notices::warnings(extraction, record.article.short(), &short, recorded));
        }
        Ok(answer)
    }

    /// Whether an article belongs to the answer: articles without a date do.
    pub(super) fn had_been_reported(&self, record: &ArticleRecord) -> bool {
        self.as_of.reported(record.metadata.published.as_ref()) != Reported::No
    }
}

/// An article in a line.
pub(super) fn article_line(record: &ArticleRecord) -> ArticleLine {
    ArticleLine {
        id: record.article.clone(),
        story: record.story.to_string(),
        source: record.captures.last().map(|capture| capture.source.clone()).unwrap_or_default(),
        metadata: record.metadata.clone(),
        recorded: record.recorded_at.clone(),
        revisions: record.revisions().count(),
        length_bytes: record.newest().map_or(0, |revision| revision.length_bytes),
        count: record.reading.as_ref().map(|reading| reading.count).unwrap_or_default(),
    }
}
