//! Opening: find the end, cut a torn tail, refuse damage.
//!
//! [`super::scan`] tells the one from the other.

use super::checkpoint::{Checkpoint, LostCheckpoint};
use super::failing::Failing;
use super::read::damaged_line;
use super::scan::{Good, Scan, length};
use super::segment::{self, Segment, SegmentLimits, SegmentNumber};
use super::{Head, Ledger, LedgerError, header};
use crate::layout::sync_directory;
use dateline_core::id::{CommitId, Position};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// What opening found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// A torn tail that was cut off, if there was one.
    pub cut: Option<Cut>,
    /// That the checkpoint could not be used, if so; it was made anew.
    pub lost_checkpoint: Option<LostCheckpoint>,
}

/// A torn tail that was cut off: a group that was being written when the process or the machine stopped.
/// Nothing of it had been acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The file of header lines.
    pub file: PathBuf,
    /// How many bytes of header lines were cut.
    pub headers_bytes: u64,
    /// How many bytes of payloads were cut.
    pub payload_bytes: u64,
    /// The commit of which only a part was there, if its id could be read.
    pub commit: Option<CommitId>,
    /// Where the next event now stands.
    pub at: Position,
}

impl Ledger {
    /// Opens the ledger in `dir`. The caller holds the workspace's lock.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] if something else than a torn tail is wrong. Then nothing was changed.
    pub fn open(dir: &Path, limits: SegmentLimits) -> Result<(Self, OpenReport), LedgerError> {
        let numbers = segment::list(dir)?;
        let found = Checkpoint::read(dir);
        let checkpoint = found.clone().whole();
        let mut scan = Scan::new(dir, checkpoint.clone());
        scan.run(&numbers)?;
        scan.check_last_payloads()?;
        let mut ledger = Self {
            dir: dir.to_path_buf(),
            limits,
            segments: first_positions(dir, &numbers, &scan.good.head)?,
            tail: scan.good.tail,
            head: scan.good.head.clone(),
            writer: None,
            poisoned: None,
            checkpoint,
            failing: Failing::default(),
            encoders: Vec::new(),
        };
        let cut = match numbers.last() {
            Some(&last) => ledger.cut_to_tail(last, scan.half)?,
            None => None,
        };
        ledger.settle(&scan.good)?;
        let lost_checkpoint = found.lost(dir).filter(|_| ledger.head.next > Position(0));
        Ok((ledger, OpenReport { cut, lost_checkpoint }))
    }

    /// Cuts what stands behind the last whole commit in the files of the last segment.
    fn cut_to_tail(&self, last: SegmentNumber, half: Option<CommitId>) -> Result<Option<Cut>, LedgerError> {
        let (events, payloads) = (self.events_file(last), self.payloads_file(last));
        let headers_bytes = length(&events)?.unwrap_or(0).saturating_sub(self.tail.events_bytes);
        let payload_bytes = length(&payloads)?.unwrap_or(0).saturating_sub(self.tail.payloads_bytes);
        if headers_bytes == 0 && payload_bytes == 0 {
            return Ok(None);
        }
        // Headers first: a header line without its payload is worse than the reverse.
        for (path, excess, length) in [
            (&events, headers_bytes, self.tail.events_bytes),
            (&payloads, payload_bytes, self.tail.payloads_bytes),
        ] {
            if excess > 0 {
                OpenOptions::new()
                    .write(true)
                    .open(path)
                    .and_then(|file| file.set_len(length).and_then(|()| file.sync_all()))
                    .map_err(|source| LedgerError::Io { path: path.clone(), source })?;
            }
        }
        Ok(Some(Cut { file: events, headers_bytes, payload_bytes, commit: half, at: self.head.next }))
    }

    /// Makes sure that what was found whole stays: it may have been written and never synced.
    fn settle(&mut self, good: &Good) -> Result<(), LedgerError> {
        let Some(&Segment { number, .. }) =
            self.segments.iter().rfind(|segment| segment.number == good.segment)
        else {
            return Ok(());
        };
        let current = Checkpoint::new(number.0, good.commit_bytes, good.events_bytes, self.head.hash.clone());
        if good.events_bytes == 0 || self.checkpoint.as_ref() == Some(&current) {
            return Ok(());
        }
        for path in [self.payloads_file(number), self.events_file(number)] {
            OpenOptions::new()
                .write(true)
                .open(&path)
                .and_then(|file| file.sync_all())
                .map_err(|source| LedgerError::Io { path, source })?;
        }
        sync_directory(&self.dir).map_err(|source| LedgerError::Io { path: self.dir.clone(), source })?;
        let _ = current.write(&self.dir, false);
        self.checkpoint = Some(current);
        Ok(())
    }
}

/// Where each segment starts, from its first line.
fn first_positions(dir: &Path, numbers: &[SegmentNumber], head: &Head) -> Result<Vec<Segment>, LedgerError> {
    let mut segments = Vec::with_capacity(numbers.len());
    for &number in numbers {
        let path = number.events_file(dir);
        let mut line = Vec::new();
        let read = match File::open(&path) {
            Ok(file) => BufReader::new(file).read_until(b'\n', &mut line),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(e) => Err(e),
        };
        read.map_err(|source| LedgerError::Io { path: path.clone(), source })?;
        let is_last = Some(&number) == numbers.last();
        let first = match header::parse(line.strip_suffix(b"\n").unwrap_or(&line)) {
            Ok(header) => header.seq.min(head.next),
            Err(_) if is_last => head.next,
            Err(fault) => return Err(damaged_line(&path, 0, fault.to_string())),
        };
        segments.push(Segment { number, first });
    }
    Ok(segments)
}
