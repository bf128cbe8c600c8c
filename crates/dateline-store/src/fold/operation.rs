//! What each operation did.

use super::{Digest, Told};
use dateline_core::event::RecordedAt;
use dateline_core::id::{ArticleId, OperationNumber, Position};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One command of the user, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRecord {
    /// Its number.
    pub number: OperationNumber,
    /// The verb; empty if no event says it.
    pub command: String,
    /// Its arguments as given.
    pub arguments: Vec<String>,
    /// When its first event was recorded.
    pub recorded_at: RecordedAt,
    /// Who recorded its first event; empty where no name was given.
    pub actor: String,
    /// Where its first event stands.
    pub first: Position,
    /// Where its last event stands.
    pub last: Position,
    /// How many commits it has.
    pub commits: u64,
    /// How many articles it captured that no event named before.
    pub articles_added: u64,
    /// How many assertions the readings it recorded gave, those that supersede earlier ones included.
    pub assertions_added: u64,
}

/// Operations by number, and the articles named so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Operations {
    pub(crate) records: BTreeMap<OperationNumber, OperationRecord>,
    pub(crate) known: BTreeSet<ArticleId>,
}

impl Operations {
    /// Folds an event into the record of its operation.
    pub(crate) fn fold(&mut self, digest: &Digest) {
        let Digest { header, told } = digest;
        let record = self.records.entry(header.op).or_insert_with(|| OperationRecord {
            number: header.op,
            command: String::new(),
            arguments: Vec::new(),
            recorded_at: header.recorded_at.clone(),
            actor: header.actor.clone(),
            first: header.seq,
            last: header.seq,
            commits: 0,
            articles_added: 0,
            assertions_added: 0,
        });
        record.last = header.seq;
        record.commits += u64::from(header.index == 0);
        let is_new = digest.article().is_some_and(|article| self.known.insert(article.clone()));
        match told {
            Told::Begun(begun) => {
                record.command.clone_from(&begun.command);
                record.arguments.clone_from(&begun.arguments);
            }
            Told::Captured(_) => record.articles_added += u64::from(is_new),
            Told::Extracted { assertions, .. } => record.assertions_added += assertions,
            Told::Revision { .. } | Told::MetadataSet(_) => {}
        }
    }
}
