//! The local checkpoint: how far the ledger was acknowledged.
//!
//! It does two things. Opening starts at the last acknowledged commit and need not read all lines. And it
//! tells a torn tail, which is cut, from acknowledged events that have gone missing, which is damage.
//!
//! It is written after each acknowledgement and not synced, so after a power cut it may be an older one:
//! that is still true, only less. One that cannot be read is as good as none; then all lines are read.

use crate::canonical;
use dateline_core::id::Sha256Hex;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Name of the file, beside the segments.
pub(super) const FILE: &str = "checkpoint";

const VERSION: u32 = 1;

/// Length of the file: a disk's sector, which is written whole or not at all. What the two lines do not
/// fill is LF.
const BYTES: usize = 512;

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

    /// Writes it over the former one, in place and in one piece: killed at any moment, the process leaves
    /// the one or the other.
    pub(super) fn write(&self, dir: &Path, synced: bool) -> io::Result<()> {
        let json = canonical::to_string(self).map_err(io::Error::other)?;
        let mut text = format!("{json}\n{}\n", Sha256Hex::of(json.as_bytes())).into_bytes();
        text.resize(text.len().max(BYTES), b'\n');
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(dir.join(FILE))?;
        file.write_all(&text)?;
        if file.metadata()?.len() > text.len() as u64 {
            file.set_len(text.len() as u64)?;
        }
        if synced { file.sync_all() } else { Ok(()) }
    }

    /// Reads it.
    pub(super) fn read(dir: &Path) -> Found {
        match fs::read(dir.join(FILE)) {
            Ok(bytes) => Self::parse(&bytes).map_or(Found::Unreadable, Found::Whole),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Found::Nothing,
            Err(_) => Found::Unreadable,
        }
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok().filter(|text| text.len() == BYTES)?;
        let (json, rest) = text.split_once('\n')?;
        let (digest, rest) = rest.split_once('\n')?;
        if Sha256Hex::of(json.as_bytes()).as_str() != digest || rest.bytes().any(|b| b != b'\n') {
            return None;
        }
        serde_json::from_str(json).ok().filter(|checkpoint: &Self| checkpoint.v == VERSION)
    }
}

/// What was found where the checkpoint should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Whole(Checkpoint),
    Unreadable,
    Nothing,
}

/// That there was no checkpoint to rely on. Then it cannot be told whether acknowledged events are missing
/// from the ledger's end, or whether its very last line was altered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostCheckpoint {
    /// The file.
    pub file: PathBuf,
    /// Whether it is there, and is not what was written.
    pub altered: bool,
}

impl Found {
    pub(super) fn whole(self) -> Option<Checkpoint> {
        match self {
            Self::Whole(checkpoint) => Some(checkpoint),
            Self::Unreadable | Self::Nothing => None,
        }
    }

    pub(super) fn lost(&self, dir: &Path) -> Option<LostCheckpoint> {
        let altered = match self {
            Self::Whole(_) => return None,
            Self::Unreadable => true,
            Self::Nothing => false,
        };
        Some(LostCheckpoint { file: dir.join(FILE), altered })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_replaces_the_other_and_a_changed_one_is_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Checkpoint::read(dir.path()), Found::Nothing);
        let mut long = Checkpoint::new(u32::MAX, 1 << 53, 1 << 53, Sha256Hex::of(b"a"));
        long.under_way = Some((u32::MAX, 1 << 53));
        let short = Checkpoint::new(1, 1, 2, Sha256Hex::of(b"b"));
        for checkpoint in [&long, &short] {
            checkpoint.write(dir.path(), false).unwrap();
            assert_eq!(Checkpoint::read(dir.path()), Found::Whole(checkpoint.clone()));
            assert_eq!(fs::metadata(dir.path().join(FILE)).unwrap().len(), 512);
        }
        let path = dir.path().join(FILE);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).unwrap();
            assert_eq!(Checkpoint::read(dir.path()), Found::Unreadable, "byte {at} was changed");
        }
        fs::write(&path, [&whole[..], b"\n"].concat()).unwrap();
        assert_eq!(Checkpoint::read(dir.path()), Found::Unreadable);
        short.write(dir.path(), false).unwrap();
        assert_eq!(Checkpoint::read(dir.path()), Found::Whole(short));
    }
}
