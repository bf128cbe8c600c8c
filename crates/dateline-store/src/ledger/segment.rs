//! Segments: the ledger's files, in pairs, numbered from 1 without gaps.

use super::{LedgerError, Place};
use dateline_core::id::Position;
use std::fs;
use std::path::{Path, PathBuf};

/// Number of a segment, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SegmentNumber(pub(super) u32);

/// A segment and where its events start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) number: SegmentNumber,
    /// Position of its first event, or of the next one if it has none yet.
    pub(super) first: Position,
}

/// When a new segment is begun: before a group of commits, once the current one has reached either size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentLimits {
    /// Bytes of header lines.
    pub events_bytes: u64,
    /// Bytes of payload frames.
    pub payloads_bytes: u64,
}

impl Default for SegmentLimits {
    /// 64 MiB of header lines, 256 MiB of payloads.
    fn default() -> Self {
        Self { events_bytes: 64 << 20, payloads_bytes: 256 << 20 }
    }
}

impl SegmentNumber {
    pub(super) const FIRST: Self = Self(1);

    pub(super) fn next(self) -> Self {
        Self(self.0 + 1)
    }

    pub(super) fn events_file(self, dir: &Path) -> PathBuf {
        dir.join(format!("{:08}.events", self.0))
    }

    pub(super) fn payloads_file(self, dir: &Path) -> PathBuf {
        dir.join(format!("{:08}.payloads", self.0))
    }

    /// The number in a file's name, if it is one of a segment's.
    fn of_file(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".events").or_else(|| name.strip_suffix(".payloads"))?;
        let eight_digits = stem.len() == 8 && stem.bytes().all(|b| b.is_ascii_digit());
        eight_digits.then(|| stem.parse().ok().map(Self)).flatten()
    }
}

/// The segments in a directory, in order. A segment of which only one file exists is listed: making the
/// pair may have been interrupted.
pub(super) fn list(dir: &Path) -> Result<Vec<SegmentNumber>, LedgerError> {
    let io = |source| LedgerError::Io { path: dir.to_path_buf(), source };
    let mut numbers = Vec::new();
    for entry in fs::read_dir(dir).map_err(io)? {
        let name = entry.map_err(io)?.file_name();
        numbers.extend(name.to_str().and_then(SegmentNumber::of_file));
    }
    numbers.sort_unstable();
    numbers.dedup();
    for (number, expected) in numbers.iter().zip(1..) {
        if number.0 != expected {
            return Err(LedgerError::Damaged {
                file: SegmentNumber(expected).events_file(dir),
                place: Place::Whole,
                what: "this segment is missing, and a later one is there".into(),
            });
        }
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(files: &[&str]) -> Result<Vec<u32>, LedgerError> {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            fs::write(dir.path().join(file), b"").unwrap();
        }
        list(dir.path()).map(|numbers| numbers.into_iter().map(|n| n.0).collect())
    }

    #[test]
    fn segments_are_listed_in_order_and_other_files_are_not() {
        let files = ["00000002.events", "00000001.payloads", "00000001.events", "checkpoint", "1.events"];
        assert_eq!(listed(&files).unwrap(), [1, 2]);
        assert_eq!(listed(&[]).unwrap(), [0_u32; 0]);
    }

    #[test]
    fn a_gap_is_damage() {
        let error = listed(&["00000001.events", "00000003.events"]).unwrap_err();
        assert!(error.to_string().contains("00000002.events"), "{error}");
        assert!(listed(&["00000000.events"]).is_err());
    }
}
