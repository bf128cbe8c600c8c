//! The rows of a claim's history, quotations re-read.

use super::Query;
use super::story::{Found, Story};
use crate::error::Error;
use crate::row::{Place, Review, Row};
use dateline_core::as_of::{AsOf, Reported};
use dateline_core::history::{Entry, History, Row as HistoryRow};
use dateline_core::link::LinkedClaim;
use dateline_core::origin::{self, Origin, Sourced};

/// A claim's assertions as far as they had been reported, put in order and compared.
#[derive(Debug)]
pub(super) struct ClaimRows<'s> {
    pub(super) claim: &'s LinkedClaim,
    /// In the order of the claim's members.
    pub(super) found: Vec<Found<'s>>,
    pub(super) entries: Vec<Entry<'s>>,
    pub(super) history: History,
    /// Assertions left out because it is not known whether they had been reported by the day asked for.
    pub(super) undated: usize,
}

impl<'s> ClaimRows<'s> {
    /// What the row at `at` (from 0) holds.
    pub(super) fn at(&self, at: usize) -> (&HistoryRow, &Found<'s>) {
        let row = &self.history.rows[at];
        (row, &self.found[row.index])
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.history.rows.len()
    }

    /// The independent origins of all entries.
    pub(super) fn origins(&self, story: &Story) -> Vec<Origin> {
        let sourced: Vec<Sourced<'_>> = self
            .entries
            .iter()
            .map(|entry| Sourced { article: entry.article, roots: entry.origins.clone() })
            .collect();
        origin::origins(&sourced, story.copies())
    }
}

impl Query<'_> {
    /// Orders and compares a claim's assertions. No word leaves by this; [`Query::row`] gives words.
    pub(super) fn claim_rows<'s>(
        &self,
        story: &'s Story,
        claim: &'s LinkedClaim,
    ) -> Result<ClaimRows<'s>, Error> {
        claim_rows_as_of(story, claim, self.as_of)
    }

    /// The row at `at` (from 0), every quotation read again.
    pub(super) fn row(&self, rows: &ClaimRows<'_>, at: usize) -> Result<Row, Error> {
        let (placed, it) = rows.at(at);
        let Found { record, assertion, .. } = *it;
        let sentence = self.reread(record, assertion)?;
        let revision = record.revisions.iter().find(|revision| revision.sha256 == it.extraction.revision);
        Ok(Row {
            row: at + 1,
            id: assertion.id.clone(),
            article: record.article.clone(),
            publisher: record.metadata.publisher.clone(),
            published: record.metadata.published.clone(),
            said_at: assertion.said_at.clone(),
            recorded: revision.map_or(&record.recorded_at, |revision| &revision.recorded_at).clone(),
            value: assertion.value.clone(),
            modality: assertion.modality.clone(),
            polarity: assertion.polarity,
            step: placed.step.clone(),
            also: placed.also.clone(),
            change_cue: assertion.change_cue.clone(),
            attribution: assertion.attribution.chain.clone(),
            speech: assertion.attribution.speech,
            scope: assertion.attribution.scope,
            evidence: assertion.evidence.iter().map(Place::from).collect(),
            sentence,
            review: Review::Unreviewed,
            stands: placed.stands,
            rule: assertion.rule.clone(),
        })
    }
}

/// Orders and compares a claim's assertions, as far as they had been reported.
pub(super) fn claim_rows_as_of<'s>(
    story: &'s Story,
    claim: &'s LinkedClaim,
    as_of: AsOf,
) -> Result<ClaimRows<'s>, Error> {
    let mut found = Vec::new();
    let mut undated = 0;
    for member in &claim.members {
        let it = story.find(&member.assertion).ok_or_else(|| {
            Error::Inconsistent(format!("assertion {} of {} is gone", member.assertion, claim.id))
        })?;
        match as_of.reported(it.record.metadata.published.as_ref()) {
            Reported::Yes => found.push(it),
            Reported::No => {}
            Reported::Unknown => undated += 1,
        }
    }
    let entries: Vec<Entry<'s>> = found
        .iter()
        .map(|it| Entry {
            article: &it.record.article,
            published: it.record.metadata.published.as_ref(),
            assertion: it.assertion,
            origins: origin::root_keys(&it.record.article, &it.assertion.attribution, &it.record.metadata),
        })
        .collect();
    let history = History::of(&entries);
    Ok(ClaimRows { claim, found, entries, history, undated })
}
