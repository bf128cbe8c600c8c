//! The view of articles.
//!
//! | key | value |
//! |---|---|
//! | `a/` article | [`ArticleRecord`] as JSON, without its reading |
//! | `c/` SHA-256 of captured bytes `/` article | nothing |
//! | `s/` story NUL article | nothing |
//! | `u/` number of an operation, 20 digits | nothing: it was undone, and what it recorded of articles is left out |

use super::{Checkpoint, Entries, View, ViewError};
use crate::fold::{ArticleRecord, Articles, Digest};
use dateline_core::id::{ArticleId, OperationNumber, Sha256Hex, StoryName};
use std::collections::BTreeSet;

fn article_key(id: &str) -> Vec<u8> {
    format!("a/{id}").into_bytes()
}

fn story_prefix(story: &StoryName) -> Vec<u8> {
    format!("s/{story}\0").into_bytes()
}

/// All entries of some articles.
pub(crate) fn entries<'a>(
    view: &View,
    articles: impl IntoIterator<Item = &'a ArticleRecord>,
) -> Result<Entries, ViewError> {
    let mut entries = Entries::new();
    for record in articles {
        let id = record.article.as_str();
        entries.insert(article_key(id), view.encode(record)?);
        if record.hidden {
            continue;
        }
        entries.insert([story_prefix(&record.story).as_slice(), id.as_bytes()].concat(), Vec::new());
        for capture in &record.captures {
            entries.insert(format!("c/{}/{id}", capture.sha256).into_bytes(), Vec::new());
        }
    }
    Ok(entries)
}

/// Entries that tell which operations are left out.
pub(crate) fn undone_entries(undone: &BTreeSet<OperationNumber>) -> Entries {
    undone.iter().map(|number| (format!("u/{:020}", number.0).into_bytes(), Vec::new())).collect()
}

/// The operations that are left out of a view of articles or of claims.
pub(crate) fn undone(view: &View) -> Result<BTreeSet<OperationNumber>, ViewError> {
    let number = |key: &Vec<u8>| {
        let digits = String::from_utf8_lossy(&key[2..]).parse();
        digits.map(OperationNumber).map_err(|_| view.damaged("an operation has no number".into()))
    };
    view.scan(b"u/")?.keys().map(number).collect()
}

/// Folds events into the view, without those of `undone` operations.
pub(crate) fn fold(
    view: &View,
    events: &[Digest],
    undone: &BTreeSet<OperationNumber>,
    checkpoint: &Checkpoint,
) -> Result<(), ViewError> {
    let mut articles = Articles::new();
    for id in events.iter().filter_map(Digest::article) {
        if !articles.contains_key(id)
            && let Some(record) = any(view, id)?
        {
            articles.insert(id.clone(), record);
        }
    }
    let old = entries(view, articles.values())?;
    for digest in events {
        ArticleRecord::fold(&mut articles, digest, undone);
    }
    let mut new = entries(view, articles.values())?;
    new.extend(undone_entries(undone));
    view.replace(&old, new, checkpoint)
}

/// Shows all articles, by id, without their readings.
pub(crate) fn each(
    view: &View,
    mut show: impl FnMut(ArticleRecord) -> Result<(), ViewError>,
) -> Result<(), ViewError> {
    view.each(b"a/", |_, value| {
        let record: ArticleRecord = view.decode(value)?;
        if record.hidden { Ok(()) } else { show(record) }
    })
}

/// An article, without its reading.
pub(crate) fn get(view: &View, id: &ArticleId) -> Result<Option<ArticleRecord>, ViewError> {
    Ok(any(view, id)?.filter(|record| !record.hidden))
}

/// An article, hidden or not.
fn any(view: &View, id: &ArticleId) -> Result<Option<ArticleRecord>, ViewError> {
    view.get(&article_key(id.as_str()))?.map(|value| view.decode(&value)).transpose()
}

/// Those that somebody is shown.
fn shown(mut records: Vec<ArticleRecord>) -> Vec<ArticleRecord> {
    records.retain(|record| !record.hidden);
    records
}

/// Those of some articles that exist, by id, without their readings.
pub(crate) fn some(view: &View, ids: &BTreeSet<&ArticleId>) -> Result<Vec<ArticleRecord>, ViewError> {
    Ok(shown(view.sweep_keys(&ids.iter().map(|id| article_key(id.as_str())).collect())?))
}

/// The articles whose ids start with `hex`, by id, without their readings.
pub(crate) fn with_prefix(view: &View, hex: &str) -> Result<Vec<ArticleRecord>, ViewError> {
    Ok(shown(view.sweep(&article_key(hex), |swept, _, value| swept.decode(value))?))
}

/// The articles of a story, by id, without their readings.
pub(crate) fn of_story(view: &View, story: &StoryName) -> Result<Vec<ArticleRecord>, ViewError> {
    let prefix = story_prefix(story);
    let mut keys = BTreeSet::new();
    view.each(&prefix, |key, _| {
        keys.insert(article_key(&String::from_utf8_lossy(&key[prefix.len()..])));
        Ok(())
    })?;
    let records = view.sweep_keys(&keys)?;
    if records.len() < keys.len() {
        return Err(view.damaged(format!("an index of story {story} names an article that is not there")));
    }
    Ok(records)
}

/// The articles captured from these bytes, by id, without their readings.
pub(crate) fn captured_from(view: &View, bytes: &Sha256Hex) -> Result<Vec<ArticleRecord>, ViewError> {
    let prefix = format!("c/{bytes}/").into_bytes();
    view.scan(&prefix)?.keys().map(|key| named(view, &key[prefix.len()..])).collect()
}

/// The stories that have articles.
pub(crate) fn stories(view: &View) -> Result<BTreeSet<StoryName>, ViewError> {
    let story = |key: &Vec<u8>| {
        let name = key[2..].split(|b| *b == 0).next().unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        StoryName::from_text(&name).map_err(|e| view.damaged(e.to_string()))
    };
    view.scan(b"s/")?.keys().map(story).collect()
}

/// The article whose id an index entry ends with.
fn named(view: &View, id: &[u8]) -> Result<ArticleRecord, ViewError> {
    let id = String::from_utf8_lossy(id).into_owned();
    let id = ArticleId::new(id).map_err(|e| view.damaged(e.to_string()))?;
    get(view, &id)?.ok_or_else(|| view.damaged(format!("an index names article {id}, which is not there")))
}
