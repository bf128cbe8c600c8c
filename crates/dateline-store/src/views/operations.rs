//! The view of operations.
//!
//! | key | value |
//! |---|---|
//! | `o/` number, 20 digits | [`OperationRecord`] as JSON |
//! | `k/` article | nothing: an event named it |

use super::{Checkpoint, Entries, View, ViewError};
use crate::fold::{Digest, OperationRecord, Operations};
use dateline_core::id::{ArticleId, OperationNumber};
use std::collections::BTreeSet;

fn operation_key(number: OperationNumber) -> Vec<u8> {
    format!("o/{:020}", number.0).into_bytes()
}

fn known_key(article: &ArticleId) -> Vec<u8> {
    format!("k/{article}").into_bytes()
}

/// All entries of some operations and articles.
pub(crate) fn entries(view: &View, operations: &Operations) -> Result<Entries, ViewError> {
    let mut entries = Entries::new();
    for (number, record) in &operations.records {
        entries.insert(operation_key(*number), view.encode(record)?);
    }
    entries.extend(operations.known.iter().map(|article| (known_key(article), Vec::new())));
    Ok(entries)
}

/// Folds events into the view.
pub(crate) fn fold(view: &View, events: &[Digest], checkpoint: &Checkpoint) -> Result<(), ViewError> {
    let mut operations = Operations::default();
    let numbers: BTreeSet<OperationNumber> = events.iter().map(|digest| digest.header.op).collect();
    for number in numbers {
        if let Some(value) = view.get(&operation_key(number))? {
            operations.records.insert(number, view.decode(&value)?);
        }
    }
    let articles: BTreeSet<&ArticleId> = events.iter().filter_map(Digest::article).collect();
    for article in articles {
        if view.get(&known_key(article))?.is_some() {
            operations.known.insert(article.clone());
        }
    }
    let old = entries(view, &operations)?;
    for digest in events {
        operations.fold(digest);
    }
    view.replace(&old, entries(view, &operations)?, checkpoint)
}

/// All operations, by number.
pub(crate) fn all(view: &View) -> Result<Vec<OperationRecord>, ViewError> {
    view.scan(b"o/")?.values().map(|value| view.decode(value)).collect()
}
