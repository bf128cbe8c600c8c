//! What was observed at the addresses that an article was captured from.

use super::{Known, Query};
use crate::error::Error;
use dateline_capture::url;
use dateline_core::event::RecordedAt;
use dateline_core::fetch::{Observation, Sighting};
use dateline_core::id::OperationNumber;
use dateline_store::{ArticleRecord, CaptureRecord, ObservationRecord};
use serde::Serialize;
use std::collections::BTreeSet;

/// What was observed at an address, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SightingLine {
    /// The operation.
    pub op: OperationNumber,
    /// When it was recorded.
    pub recorded: RecordedAt,
    /// What was observed, and how.
    #[serde(flatten)]
    pub observation: Observation,
}

impl From<ObservationRecord> for SightingLine {
    fn from(record: ObservationRecord) -> Self {
        Self { op: record.operation, recorded: record.recorded_at, observation: record.observation }
    }
}

impl Known<'_> {
    fn observations(&self, address: &str) -> Result<Vec<ObservationRecord>, Error> {
        Ok(match self {
            Self::Now(store) => store.observations(address)?,
            Self::Then(state) => state.observations(address),
        })
    }
}

impl Query<'_> {
    /// What was observed of an article at its own address and at those it was captured from, by time.
    pub(super) fn sightings(&self, record: &ArticleRecord) -> Result<Vec<SightingLine>, Error> {
        let own = record.metadata.url.as_deref();
        let sources = record.captures.iter().filter_map(|capture| url::canonical(&capture.source).ok());
        let addresses: BTreeSet<String> = sources.chain(own.map(str::to_owned)).collect();
        let mut found = Vec::new();
        for address in &addresses {
            found.extend(self.known.observations(address)?);
        }
        // Of a feed that it came with, only what is told of the feed as a whole stands there.
        found.retain(|it| match &it.observation.fetch.article {
            Some(article) => *article == record.article,
            None => Some(it.observation.fetch.address.as_str()) == own,
        });
        found.sort_by_key(|it| it.position);
        Ok(found.into_iter().map(SightingLine::from).collect())
    }

    /// How the bytes of a capture were fetched, if they were.
    pub(super) fn fetched(&self, capture: &CaptureRecord) -> Result<Option<SightingLine>, Error> {
        let Ok(address) = url::canonical(&capture.source) else { return Ok(None) };
        let found = self.known.observations(&address)?.into_iter().rfind(|it| {
            it.operation == capture.operation
                && it.position < capture.position
                && it.observation.sighting == Sighting::Fetched
        });
        Ok(found.map(SightingLine::from))
    }
}
