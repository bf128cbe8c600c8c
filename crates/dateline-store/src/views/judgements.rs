//! The view of judgements.
//!
//! | key | value |
//! |---|---|
//! | `a/` article NUL position, 20 digits | a judgement on one of the article's assertions, as JSON |
//! | `l/` position, 20 digits | a judgement on what belongs together, as JSON |

use super::{Changes, Checkpoint, Entries, View, ViewError};
use crate::fold::{Digest, Judgements, judge};
use dateline_core::id::{ArticleId, Position};
use dateline_core::judgement::Given;

fn article_prefix(article: &ArticleId) -> Vec<u8> {
    format!("a/{article}\0").into_bytes()
}

fn digits(position: Position) -> String {
    format!("{:020}", position.0)
}

/// All entries of some judgements.
pub(crate) fn entries(view: &View, judgements: &Judgements) -> Result<Entries, ViewError> {
    let mut entries = Entries::new();
    for (position, given) in judgements {
        let value = view.encode(given)?;
        let digits = digits(*position);
        for target in given.judgement.decision.targets() {
            let key = [article_prefix(&target.article).as_slice(), digits.as_bytes()].concat();
            entries.insert(key, value.clone());
        }
        if given.judgement.decision.links() {
            entries.insert(format!("l/{digits}").into_bytes(), value);
        }
    }
    Ok(entries)
}

/// Folds events into the view.
pub(crate) fn fold(view: &View, events: &[Digest], checkpoint: &Checkpoint) -> Result<(), ViewError> {
    let mut judgements = Judgements::new();
    for digest in events {
        judge(&mut judgements, digest);
    }
    let new = entries(view, &judgements)?;
    let changes: Changes = new.into_iter().map(|(key, value)| (key, Some(value))).collect();
    view.write(changes, Some(checkpoint))
}

/// The judgements on assertions of an article, by position.
pub(crate) fn of_article(view: &View, article: &ArticleId) -> Result<Vec<Given>, ViewError> {
    view.scan(&article_prefix(article))?.values().map(|value| view.decode(value)).collect()
}

/// The judgements on what belongs together, by position.
pub(crate) fn links(view: &View) -> Result<Vec<Given>, ViewError> {
    view.scan(b"l/")?.values().map(|value| view.decode(value)).collect()
}
