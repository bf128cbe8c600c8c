//! Comparing the views with a fold from zero (check I06).

use super::derive::full_entries;
use super::{Store, StoreError};
use crate::fold::State;
use crate::views::{Entries, View, ViewName, articles, claims, copies, judgements, operations};
use dateline_core::id::Position;

impl Store {
    /// Compares every entry of every view with a fold of the whole ledger from zero (check I06). The inner
    /// error names the first difference, in words.
    pub fn verify_views(&self) -> Result<Result<(), String>, StoreError> {
        let state = State::fold(self.ledger.read_from(Position(0)))?;
        self.ask(&ViewName::ALL, |views| {
            for name in ViewName::ALL {
                let view = views.get(name)?;
                let at_head =
                    view.checkpoint()?.is_some_and(|checkpoint| checkpoint.is_at(self.ledger.head()));
                if !at_head && state.next() > Position(0) {
                    return Ok(Err(format!("{name}: its checkpoint is not the ledger's head")));
                }
                let mut found = view.scan(b"")?;
                if name == ViewName::Claims {
                    for (key, value) in &mut found {
                        *value = claims::comparable(view, key, std::mem::take(value))?;
                    }
                }
                if let Some(difference) = difference(&due(view, &state)?, &found) {
                    return Ok(Err(format!("{name}: {difference}")));
                }
            }
            Ok(Ok(()))
        })
    }
}

/// What a view holds that has folded what `state` has.
fn due(view: &View, state: &State) -> Result<Entries, StoreError> {
    Ok(match view.name() {
        ViewName::Copies => with_undone(copies::entries(state.articles()), state),
        ViewName::Articles => with_undone(articles::entries(view, state.articles.values())?, state),
        ViewName::Judgements => judgements::entries(view, &state.judgements)?,
        ViewName::Operations => operations::entries(view, &state.operations)?,
        ViewName::Claims => with_undone(full_entries(view, state)?, state),
    })
}

fn with_undone(mut entries: Entries, state: &State) -> Entries {
    entries.extend(articles::undone_entries(&state.undone_of_articles()));
    entries
}

/// The first difference between what is due and what is there.
fn difference(due: &Entries, found: &Entries) -> Option<String> {
    let name = |key: &[u8]| String::from_utf8_lossy(key).replace('\0', " ");
    let missing = due.iter().find_map(|(key, value)| match found.get(key) {
        None => Some(format!("{} is missing", name(key))),
        Some(other) if other != value => Some(format!("{} is not what the ledger gives", name(key))),
        Some(_) => None,
    });
    missing.or_else(|| {
        let extra = found.keys().find(|key| !due.contains_key(*key))?;
        Some(format!("{} is there and the ledger does not give it", name(extra)))
    })
}
