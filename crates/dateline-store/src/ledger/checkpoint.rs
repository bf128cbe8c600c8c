//! The local checkpoint: how far the ledger was acknowledged.
//!
//! It does two things. Opening starts at the last acknowledged commit and need not read all lines. And it
//! tells a torn tail, which is cut, from acknowledged events that have gone missing, which is damage.
//!
//! It is written after each acknowledgement and not synced, so after a power cut it may be an older one:
//! that is still true, only less. One that cannot be read is as good as none; then all lines are read.

use dateline_core::id::Sha256Hex;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Name of the file, beside the segments.
pub(super) const FILE: &str = "checkpoint";

const VERSION: u32 = 1;

/// How far the ledger was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    v: u32,
    /// The segment of the last acknowledged commit.
    pub(super) segment: u32,
    /// Where that commit's first line starts in the segment's header lines, in bytes.
    pub(super) commit_bytes: u64,
    /// Where its last line ends.
    pub(super) events_bytes: u64,
    /// SHA-256 of its last line.
    pub(super) hash: Sha256Hex,
    /// Segment, and the length its header lines were to reach, of a group of several commits that was
    /// about to be written. What a power cut leaves of it may have holes with whole commits behind them.
    pub(super) under_way: Option<(u32, u64)>,
}

impl Checkpoint {
    pub(super) fn new(segment: u32, commit_bytes: u64, events_bytes: u64, hash: Sha256Hex) -> Self {
        Self { v: VERSION, segment, commit_bytes, events_bytes, hash, under_way: None }
    }

    /// Nothing was acknowledged yet.
    pub(super) fn of_nothing() -> Self {
        Self::new(1, 0, 0, Sha256Hex::of(b""))
    }

    /// Writes it over the former one. In place: it fits a disk's sector, and one that is torn all the same
    /// fails its own digest.
    pub(super) fn write(&self, dir: &Path, synced: bool) -> io::Result<()> {
        let json = serde_json_canonicalizer::to_string(self)?;
        let text = format!("{json}\n{}\n", Sha256Hex::of(json.as_bytes()));
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(dir.join(FILE))?;
        file.write_all(text.as_bytes())?;
        file.set_len(text.len() as u64)?;
        if synced { file.sync_all() } else { Ok(()) }
    }

    /// Reads it; `None` if there is none, or none that is whole.
    pub(super) fn read(dir: &Path) -> Option<Self> {
        let text = fs::read_to_string(dir.join(FILE)).ok()?;
        let (json, digest) = text.strip_suffix('\n')?.split_once('\n')?;
        if Sha256Hex::of(json.as_bytes()).as_str() != digest {
            return None;
        }
        serde_json::from_str(json).ok().filter(|checkpoint: &Self| checkpoint.v == VERSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_one_replaces_a_longer_one_and_a_changed_one_is_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Checkpoint::read(dir.path()), None);
        let mut long = Checkpoint::new(1, 1_000_000, 2_000_000, Sha256Hex::of(b"a"));
        long.under_way = Some((1, 3_000_000));
        let short = Checkpoint::new(1, 1, 2, Sha256Hex::of(b"b"));
        for checkpoint in [&long, &short] {
            checkpoint.write(dir.path(), false).unwrap();
            assert_eq!(Checkpoint::read(dir.path()).as_ref(), Some(checkpoint));
        }
        let path = dir.path().join(FILE);
        let whole = fs::read(&path).unwrap();
        assert!(whole.len() <= 512, "{} bytes do not fit a sector", whole.len());
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).unwrap();
            assert_eq!(Checkpoint::read(dir.path()), None, "byte {at} was changed");
        }
    }
}
