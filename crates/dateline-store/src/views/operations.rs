//! The view of operations.
//!
//! | key | value |
//! |---|---|
//! | `o/` number, 20 digits | [`OperationRecord`] as JSON |
//! | `k/` article | the number of the operation that captured it last, 20 digits |
//! | `b/` commit | the number of the operation that it began, 20 digits |
//! | `f/` SHA-256 of an address `/` position, 20 digits | [`ObservationRecord`] as JSON: what was observed there |
//! | `u/` number, `/`, number, each 20 digits | nothing: the one operation undoes the other |

use super::{Checkpoint, Entries, View, ViewError};
use crate::fold::{Digest, ObservationRecord, OperationRecord, Operations, Told, Undoings, undone};
use dateline_core::id::{ArticleId, CommitId, OperationNumber, Sha256Hex};
use std::collections::BTreeSet;

fn operation_key(number: OperationNumber) -> Vec<u8> {
    format!("o/{:020}", number.0).into_bytes()
}

fn captured_key(article: &ArticleId) -> Vec<u8> {
    format!("k/{article}").into_bytes()
}

fn digits(number: OperationNumber) -> Vec<u8> {
    format!("{:020}", number.0).into_bytes()
}

fn begun_key(commit: &CommitId) -> Vec<u8> {
    format!("b/{commit}").into_bytes()
}

/// Where an address's observations stand: it may itself be longer than a key should be.
fn address_prefix(address: &str) -> Vec<u8> {
    format!("f/{}/", Sha256Hex::of(address.as_bytes())).into_bytes()
}

/// All entries of some operations and articles.
pub(crate) fn entries(view: &View, operations: &Operations) -> Result<Entries, ViewError> {
    let mut entries = Entries::new();
    for (number, record) in &operations.records {
        entries.insert(operation_key(*number), view.encode(record)?);
        entries.insert(begun_key(&record.begun_by), digits(*number));
    }
    for (by, target) in &operations.undoings {
        entries.insert(format!("u/{:020}/{:020}", by.0, target.0).into_bytes(), Vec::new());
    }
    let captured = operations.captured.iter();
    entries.extend(captured.map(|(article, number)| (captured_key(article), digits(*number))));
    for ((address, position), record) in &operations.observations {
        let key = [address_prefix(address), format!("{:020}", position.0).into_bytes()].concat();
        entries.insert(key, view.encode(record)?);
    }
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
        if let Some(value) = view.get(&captured_key(article))? {
            operations.captured.insert(article.clone(), numbered(view, &value)?);
        }
    }
    for digest in events {
        if let Told::Undone(what) = &digest.told
            && let Some(value) = view.get(&begun_key(&what.begun_by))?
        {
            operations.begun.insert(what.begun_by.clone(), numbered(view, &value)?);
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

fn numbered(view: &View, digits: &[u8]) -> Result<OperationNumber, ViewError> {
    let number = String::from_utf8_lossy(digits).parse();
    number.map(OperationNumber).map_err(|_| view.damaged("an operation has no number".into()))
}

/// An operation.
pub(crate) fn get(view: &View, number: OperationNumber) -> Result<Option<OperationRecord>, ViewError> {
    view.get(&operation_key(number))?.map(|value| view.decode(&value)).transpose()
}

/// What was observed at an address, in order of recording, by undone operations too.
pub(crate) fn observations(view: &View, address: &str) -> Result<Vec<ObservationRecord>, ViewError> {
    view.scan(&address_prefix(address))?.values().map(|value| view.decode(value)).collect()
}

/// Which operation undoes which.
pub(crate) fn undoings(view: &View) -> Result<Undoings, ViewError> {
    let mut undoings = Undoings::new();
    view.each(b"u/", |key, _| {
        let mut parts = key[2..].split(|b| *b == b'/');
        let mut next = || numbered(view, parts.next().unwrap_or_default());
        undoings.insert((next()?, next()?));
        Ok(())
    })?;
    Ok(undoings)
}

/// Those of the operations that count no more that recorded something about articles.
pub(crate) fn undone_of_articles(view: &View) -> Result<BTreeSet<OperationNumber>, ViewError> {
    let mut of_articles = BTreeSet::new();
    for number in undone(&undoings(view)?) {
        let Some(value) = view.get(&operation_key(number))? else { continue };
        let record: OperationRecord = view.decode(&value)?;
        of_articles.extend(record.touches_articles.then_some(number));
    }
    Ok(of_articles)
}
