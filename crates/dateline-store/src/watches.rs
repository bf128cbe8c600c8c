//! The addresses that are watched: a list beside the ledger, in `watches.json`.
//!
//! What was observed stands in the ledger. Here stands what is wanted, and how far it is done: which addresses are
//! looked at, how often, when each was looked at last. Losing the file loses no observation.

use crate::layout::{self, LayoutError};
use crate::store::{Store, StoreError};
use dateline_core::event::RecordedAt;
use dateline_core::fetch::Sighting;
use dateline_core::id::StoryName;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;

/// The format of the file.
const FORMAT: u32 = 1;

/// The addresses that are watched, in canonical form.
pub type Watches = BTreeMap<String, Watch>;

/// An address that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// The story that its articles belong to, if one was chosen.
    pub story: Option<StoryName>,
    /// How often it is looked at, in seconds.
    pub every_s: u64,
    /// Since when it is watched.
    pub added_at: RecordedAt,
    /// When it was looked at last.
    pub checked_at: Option<RecordedAt>,
    /// What was seen then.
    pub seen: Option<Sighting>,
    /// Since when that is seen, look by look.
    pub seen_since: Option<RecordedAt>,
    /// How often in a row nothing was learned.
    pub failures: u32,
    /// When it is looked at again; at once where it was never looked at.
    pub due_at: Option<RecordedAt>,
}

#[derive(Serialize, Deserialize)]
struct File {
    format: u32,
    watches: Watches,
}

impl Store {
    /// The addresses that are watched.
    pub fn watches(&self) -> Result<Watches, StoreError> {
        let path = self.layout().watches_file();
        let failed = |source| StoreError::Io { path: path.clone(), source };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Watches::new()),
            Err(error) => return Err(failed(error)),
        };
        let file: File = serde_json::from_slice(&bytes).map_err(|error| failed(error.into()))?;
        if file.format != FORMAT {
            let found = file.format;
            return Err(LayoutError::Newer { file: path, found }.into());
        }
        Ok(file.watches)
    }

    /// Sets the addresses that are watched: all of them or, if it fails, none.
    pub fn set_watches(&mut self, watches: &Watches) -> Result<(), StoreError> {
        let path = self.layout().watches_file();
        let new = path.with_extension("json.new");
        let file = File { format: FORMAT, watches: watches.clone() };
        let written = serde_json::to_vec_pretty(&file)
            .map_err(io::Error::from)
            .and_then(|bytes| layout::write_synced(&new, &bytes))
            .and_then(|()| fs::rename(&new, &path))
            .and_then(|()| layout::sync_directory(self.layout().base()));
        written.map_err(|source| StoreError::Io { path, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_list_is_kept_whole_and_another_format_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        Store::create(dir.path()).unwrap();
        let (mut store, _) = Store::open(dir.path(), Duration::ZERO).unwrap();
        assert_eq!(store.watches().unwrap(), Watches::new());
        let at: RecordedAt = "2026-01-02T03:04:05Z".to_owned().try_into().unwrap();
        let watch = Watch {
            story: None,
            every_s: 1800,
            added_at: at.clone(),
            checked_at: Some(at.clone()),
            seen: Some(Sighting::PageMissing),
            seen_since: Some(at),
            failures: 0,
            due_at: None,
        };
        let watches: Watches = [("https://a.example/x".to_owned(), watch)].into();
        store.set_watches(&watches).unwrap();
        assert_eq!(store.watches().unwrap(), watches);
        fs::write(store.layout().watches_file(), "{\"format\": 2, \"watches\": {}}").unwrap();
        assert!(matches!(store.watches(), Err(StoreError::Layout(LayoutError::Newer { found: 2, .. }))));
        fs::write(store.layout().watches_file(), "{").unwrap();
        assert!(matches!(store.watches(), Err(StoreError::Io { .. })));
    }
}
