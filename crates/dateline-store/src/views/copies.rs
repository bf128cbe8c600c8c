//! The view of copies: what is needed to find which articles may share text with a new one.
//!
//! | key | value |
//! |---|---|
//! | `r/` article | the [`keys`] of the runs in its current reading, each as what it is more than the one before, as LEB128 |
//! | `u/` number of an operation, 20 digits | nothing: it was undone, and what it recorded of articles is left out |
//!
//! An article that is too short to be told a copy has no entry.

use super::packed::{put_length, take_length};
use super::{Entries, View, ViewError};
use crate::fold::ArticleRecord;
use dateline_core::id::ArticleId;
use dateline_core::origin::{keys, least_shared};

const PREFIX: &[u8] = b"r/";

fn key(article: &ArticleId) -> Vec<u8> {
    [PREFIX, article.as_str().as_bytes()].concat()
}

/// The entry of an article with these runs; without a value if they are too few.
pub(crate) fn entry(article: &ArticleId, runs: &[u64]) -> (Vec<u8>, Option<Vec<u8>>) {
    let value = || {
        let (mut value, mut before) = (Vec::with_capacity(3 * runs.len()), 0);
        for key in keys(runs) {
            put_length(&mut value, (key - before) as usize);
            before = key;
        }
        value
    };
    (key(article), least_shared(runs.len()).map(|_| value()))
}

/// All entries of some articles, with their readings.
pub(crate) fn entries<'a>(articles: impl IntoIterator<Item = &'a ArticleRecord>) -> Entries {
    let of = |record: &ArticleRecord| {
        let (key, value) = entry(&record.article, &record.extraction.as_ref()?.shingles);
        Some((key, value?))
    };
    articles.into_iter().filter_map(of).collect()
}

/// The keys of an article's runs; `None` if it has no entry.
pub(crate) fn get(view: &View, article: &ArticleId) -> Result<Option<Vec<u32>>, ViewError> {
    view.get(&key(article))?.map(|value| read(view, &value)).transpose()
}

/// Shows the keys of the runs of all articles, by id.
pub(crate) fn each(
    view: &View,
    mut show: impl FnMut(ArticleId, &[u32]) -> Result<(), ViewError>,
) -> Result<(), ViewError> {
    view.each(PREFIX, |key, value| {
        let id = String::from_utf8_lossy(&key[PREFIX.len()..]).into_owned();
        let id = ArticleId::new(id).map_err(|e| view.damaged(e.to_string()))?;
        show(id, &read(view, value)?)
    })
}

fn read(view: &View, mut value: &[u8]) -> Result<Vec<u32>, ViewError> {
    let (mut keys, mut before) = (Vec::with_capacity(value.len() / 2), 0_u32);
    while !value.is_empty() {
        let more = take_length(&mut value).and_then(|more| u32::try_from(more).ok());
        let next = more.and_then(|more| before.checked_add(more));
        before = next.ok_or_else(|| view.damaged("the runs of an article cannot be read".into()))?;
        keys.push(before);
    }
    Ok(keys)
}
