//! Views on disk: folds of the ledger that are kept, in one sled directory each.
//!
//! This module is the only one that names sled. A view is a map from bytes to bytes; what its keys and
//! values mean is told in [`articles`], [`claims`], [`copies`], [`judgements`] and [`operations`]. Its entries are [`packed`] into blocks.
//! Every batch carries the checkpoint of the ledger it has folded to, in the same atomic write.
//!
//! What is known of sled 0.34.7 and met here: its flush hands pages to the disk but does not wait for the
//! disk's own cache, so an fdatasync follows; a damaged file makes it panic, so every call is contained, and
//! a view that panics is set aside and folded anew; a directory that was just closed may stay locked for a
//! moment, so opening asks again.

pub(crate) mod articles;
pub(crate) mod claims;
mod contain;
pub(crate) mod copies;
pub(crate) mod directory;
mod entries;
pub(crate) mod judgements;
pub(crate) mod operations;
mod packed;
pub(crate) mod said;
mod sweep;

pub use claims::ClaimWithAssertions;
pub use said::{PlacedClaim, Said};

use crate::ledger::{Head, TOOL};
use crate::parallel::in_parallel_with;
use contain::contained;
use dateline_core::id::{Position, Sha256Hex};
use packed::{Packer, Touched};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Memory that sled may keep pages of one view in, in bytes.
const CACHE_BYTES: u64 = 16 << 20;

/// Fewest blocks that are worth a thread of their own.
const BLOCKS_OF_A_THREAD: usize = 8;

/// Key of the checkpoint in every view.
const CHECKPOINT_KEY: &[u8] = b"\0checkpoint";

/// What the keys of blocks start with, before the key of their first entry.
const BLOCK_PREFIX: &[u8] = b"b";

/// Which view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViewName {
    /// Articles, by id, story and captured bytes.
    Articles,
    /// Claims, by story and name.
    Claims,
    /// Operations, by number.
    Operations,
    /// Judgements, by article.
    Judgements,
    /// What tells which articles share text, by article.
    Copies,
}

impl ViewName {
    /// All views.
    pub const ALL: [Self; 5] =
        [Self::Articles, Self::Claims, Self::Operations, Self::Judgements, Self::Copies];

    /// Name of the view's directory: its name, and the version of what its keys and values mean. Another
    /// meaning gets another number, and the view is folded anew.
    pub fn directory(self) -> &'static str {
        match self {
            Self::Articles => "articles@7",
            Self::Claims => "claims@4",
            Self::Operations => "operations@5",
            Self::Judgements => "judgements@1",
            Self::Copies => "copies@1",
        }
    }

    /// Whether what undone operations recorded is left out of it. Operations and judgements are all kept, and
    /// left out by whoever asks.
    pub(crate) fn leaves_out_undone(self) -> bool {
        matches!(self, Self::Articles | Self::Claims | Self::Copies)
    }
}

impl std::fmt::Display for ViewName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.directory())
    }
}

/// Why a view could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// Its files are not what was written, or cannot be read as records. It is set aside and folded anew.
    #[error("the view {view} is damaged: {what}")]
    Damaged {
        /// The view.
        view: ViewName,
        /// What is wrong, in words.
        what: String,
    },
    /// The file system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

/// How far a view has folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    /// The next event to fold.
    pub(crate) next: Position,
    /// Hash of the header line of the last one folded.
    pub(crate) hash: Sha256Hex,
    /// The program that folded it, and its version.
    pub(crate) made_by: String,
}

impl Checkpoint {
    /// Folded by this program up to `next`, the line before which has this hash.
    pub(crate) fn new(next: Position, hash: Sha256Hex) -> Self {
        Self { next, hash, made_by: TOOL.to_owned() }
    }

    /// That of a view that has folded up to a ledger's head.
    pub(crate) fn of(head: &Head) -> Self {
        Self::new(head.next, head.hash.clone())
    }

    /// Whether that is a ledger's head.
    pub(crate) fn is_at(&self, head: &Head) -> bool {
        (self.next, &self.hash) == (head.next, &head.hash)
    }

    /// Whether another version of the program folded it.
    pub(crate) fn is_foreign(&self) -> bool {
        self.made_by != TOOL
    }
}

/// Keys and values of a view, or a part of them.
pub(crate) type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// Values to be put under keys, and keys to be removed.
pub(crate) type Changes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// sled's key of the block that begins at a key.
fn block_key(start: &[u8]) -> Vec<u8> {
    [BLOCK_PREFIX, start].concat()
}

/// A view, open.
#[derive(Debug)]
pub(crate) struct View {
    name: ViewName,
    dir: PathBuf,
    /// `None` only while it is being closed.
    db: Option<sled::Db>,
    /// The file that sled keeps the data in, for the fdatasync.
    file: File,
    /// What packs and unpacks blocks, one for each thread; at least one.
    packers: RefCell<Vec<Packer>>,
    /// Whether every batch waits for the disk. A fresh view waits once, when it is whole.
    synced: bool,
}

impl View {
    /// Which view it is.
    pub(crate) fn name(&self) -> ViewName {
        self.name
    }

    /// Whether nothing was ever written to it.
    pub(crate) fn is_empty(&self) -> Result<bool, ViewError> {
        self.sled(|db| Ok(db.is_empty()))
    }

    /// How far the view has folded; `None` if it has not begun.
    pub(crate) fn checkpoint(&self) -> Result<Option<Checkpoint>, ViewError> {
        self.sled(|db| db.get(CHECKPOINT_KEY))?.map(|value| self.decode(&value)).transpose()
    }

    /// Replaces `old` entries by `new` ones and moves the checkpoint, in one atomic write.
    pub(crate) fn replace(
        &self,
        old: &Entries,
        new: Entries,
        checkpoint: &Checkpoint,
    ) -> Result<(), ViewError> {
        let removed = old.keys().filter(|key| !new.contains_key(*key)).map(|key| (key.clone(), None));
        let mut changes: Changes = removed.collect();
        let other = new.into_iter().filter(|(key, value)| old.get(key) != Some(value));
        changes.extend(other.map(|(key, value)| (key, Some(value))));
        self.write(changes, Some(checkpoint))
    }

    /// Makes changes and moves the checkpoint, in one atomic write. Without a checkpoint the view counts as
    /// not begun until one is written.
    pub(crate) fn write(&self, changes: Changes, checkpoint: Option<&Checkpoint>) -> Result<(), ViewError> {
        let touched = Touched::new(self, self.name).apply(changes)?.into_iter().collect();
        let packed = in_parallel_with(
            &mut self.packers.borrow_mut(),
            touched,
            BLOCKS_OF_A_THREAD,
            |packer, blocks| {
                let pack = |(start, entries): (Vec<u8>, Option<Entries>)| {
                    Ok((block_key(&start), entries.map(|entries| packer.pack(&entries)).transpose()?))
                };
                blocks.map(pack).collect::<io::Result<Vec<_>>>()
            },
        );
        let packed = packed.map_err(|e| self.damaged(format!("a block cannot be packed: {e}")))?;
        let mut batch = sled::Batch::default();
        for (key, block) in packed {
            match block {
                Some(block) => batch.insert(key, block),
                None => batch.remove(key),
            }
        }
        if let Some(checkpoint) = checkpoint {
            batch.insert(CHECKPOINT_KEY, self.encode(checkpoint)?);
        }
        self.sled(|db| db.apply_batch(batch))?;
        if !self.synced {
            return Ok(());
        }
        self.sled(|db| db.flush().map(drop))?;
        self.sync()
    }

    /// Writes a record in the way that [`View::decode`] reads it.
    pub(crate) fn encode(&self, record: &impl Serialize) -> Result<Vec<u8>, ViewError> {
        serde_json::to_vec(record).map_err(|e| ViewError::Damaged {
            view: self.name,
            what: format!("a record cannot be written: {e}"),
        })
    }

    /// Reads a record.
    pub(crate) fn decode<T: for<'de> Deserialize<'de>>(&self, value: &[u8]) -> Result<T, ViewError> {
        self.swept().decode(value)
    }

    pub(crate) fn damaged(&self, what: String) -> ViewError {
        self.swept().damaged(what)
    }

    fn sync(&self) -> Result<(), ViewError> {
        self.file.sync_data().map_err(|source| ViewError::Io { path: self.dir.clone(), source })
    }

    /// Lets sled do something; panics and errors come back as ours.
    fn sled<T>(&self, work: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, ViewError> {
        let Some(db) = &self.db else { return Err(self.damaged("it is closed".into())) };
        match contained(|| work(db)) {
            Ok(done) => done.map_err(|error| judge(self.name, &self.dir, error)),
            Err(panic) => Err(self.damaged(panic)),
        }
    }

    /// Gives up a damaged view without letting sled write to it once more. What sled holds stays held until
    /// the process ends; this is rare and small.
    pub(crate) fn abandon(mut self) {
        std::mem::forget(self.db.take());
    }
}

impl Drop for View {
    fn drop(&mut self) {
        let db = self.db.take();
        // A failure to close is found again at the next opening, where it can be told.
        let _ = contained(move || drop(db));
    }
}

/// What an error of sled means: a file system that says no, or a damaged view.
fn judge(view: ViewName, dir: &Path, error: sled::Error) -> ViewError {
    use io::ErrorKind as Kind;
    match error {
        sled::Error::Io(source)
            if !matches!(
                source.kind(),
                Kind::NotFound | Kind::UnexpectedEof | Kind::InvalidData | Kind::InvalidInput | Kind::Other
            ) =>
        {
            ViewError::Io { path: dir.to_path_buf(), source }
        }
        error => ViewError::Damaged { view, what: error.to_string() },
    }
}
