//! Opening: find the end, cut a torn tail, refuse damage.
//!
//! A crash can only leave the group that was being written unfinished: its payloads cut short, its lines
//! cut short, or (after a power cut) parts of its lines never written, which read as NUL bytes. That is
//! *torn*: it is cut off at the last whole commit, and reported. Everything else that is not as it was
//! written is *damaged*, and nothing is cut: a line that says something else, a payload that is not the
//! one committed to (headers are written only after payloads are synced), whole commits behind the fault,
//! or an end before what the checkpoint says was acknowledged.

use super::chain::{self, Chain};
use super::checkpoint::Checkpoint;
use super::header::LineFault;
use super::read::{damaged_line, read_frame};
use super::segment::{self, Segment, SegmentLimits, SegmentNumber};
use super::{Head, Ledger, LedgerError, Place, Tail, frame, header};
use crate::layout::sync_directory;
use dateline_core::event::Header;
use dateline_core::id::{CommitId, Position};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// What opening found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// A torn tail that was cut off, if there was one.
    pub cut: Option<Cut>,
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
        let checkpoint = Checkpoint::read(dir);
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
            failing: super::failing::Failing::default(),
        };
        let cut = match numbers.last() {
            Some(&last) => ledger.cut_to_tail(last, scan.half)?,
            None => None,
        };
        ledger.settle(&scan.good)?;
        Ok((ledger, OpenReport { cut }))
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

/// The place behind the last whole commit.
#[derive(Debug, Clone)]
struct Good {
    head: Head,
    /// The segment that holds it.
    segment: SegmentNumber,
    /// Where the lines of that commit start and end in its segment.
    commit_bytes: u64,
    events_bytes: u64,
    /// Acknowledged lengths of the *last* segment's files: none if that has no commit yet.
    tail: Tail,
}

/// Why reading stopped.
enum Trouble {
    /// The file ends within a commit.
    Torn,
    /// Bytes that were never written.
    Unwritten,
    /// Something else than was written.
    Altered(String),
}

struct Scan<'a> {
    dir: &'a Path,
    checkpoint: Option<Checkpoint>,
    /// Whether the place that the checkpoint names was passed, and held what it says.
    acknowledged_seen: bool,
    chain: Chain,
    good: Good,
    /// Headers of the last whole commit, and of the one under way.
    last: Vec<Header>,
    under_way: Vec<Header>,
    half: Option<CommitId>,
}

impl<'a> Scan<'a> {
    fn new(dir: &'a Path, checkpoint: Option<Checkpoint>) -> Self {
        let acknowledges = checkpoint.as_ref().is_some_and(|checkpoint| checkpoint.events_bytes > 0);
        Self {
            dir,
            checkpoint,
            acknowledged_seen: !acknowledges,
            chain: if acknowledges { Chain::adopt() } else { Chain::start() },
            good: Good {
                head: Head::empty(),
                segment: SegmentNumber::FIRST,
                commit_bytes: 0,
                events_bytes: 0,
                tail: Tail::default(),
            },
            last: Vec::new(),
            under_way: Vec::new(),
            half: None,
        }
    }

    fn run(&mut self, numbers: &[SegmentNumber]) -> Result<(), LedgerError> {
        // A checkpoint that acknowledges something names where to start.
        let start = self.checkpoint.as_ref().filter(|_| !self.acknowledged_seen).cloned();
        let first =
            start.as_ref().map_or(SegmentNumber::FIRST, |checkpoint| SegmentNumber(checkpoint.segment));
        for &number in numbers.iter().filter(|number| **number >= first) {
            let from =
                start.as_ref().filter(|_| number == first).map_or(0, |checkpoint| checkpoint.commit_bytes);
            if from == 0 {
                self.chain.begin_segment();
            }
            self.good.tail = Tail::default();
            self.segment(number, from, Some(&number) == numbers.last())?;
        }
        if self.acknowledged_seen { Ok(()) } else { Err(self.acknowledged_missing()) }
    }

    fn segment(&mut self, number: SegmentNumber, from: u64, is_last: bool) -> Result<(), LedgerError> {
        let (events, payloads) = (number.events_file(self.dir), number.payloads_file(self.dir));
        let payloads_length = length(&payloads)?;
        let Some(events_length) = length(&events)? else {
            // Payload files are made first; a process may have been killed between the two.
            return if is_last && self.acknowledged_seen { Ok(()) } else { Err(missing(events)) };
        };
        let Some(payloads_length) = payloads_length else {
            return if is_last && events_length == 0 { Ok(()) } else { Err(missing(payloads)) };
        };
        if events_length < from {
            return Err(self.acknowledged_missing());
        }
        let io = |source| LedgerError::Io { path: events.clone(), source };
        let mut reader = BufReader::with_capacity(1 << 16, File::open(&events).map_err(io)?);
        reader.seek(SeekFrom::Start(from)).map_err(io)?;
        let (mut at_byte, mut commit_bytes) = (from, from);
        let mut line = Vec::with_capacity(1024);
        let trouble = loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(io)? as u64;
            if read == 0 {
                break (!self.chain.between_commits()).then_some(Trouble::Torn);
            }
            if self.chain.between_commits() {
                commit_bytes = at_byte;
                self.under_way.clear();
            }
            if let Err(trouble) = self.line(&line, payloads_length) {
                break Some(trouble);
            }
            at_byte += read;
            if self.chain.between_commits() {
                self.whole_commit(number, commit_bytes, at_byte)?;
            }
        };
        let Some(trouble) = trouble else {
            let (due, found) = (self.chain.payloads_bytes(), payloads_length);
            // Only the last segment may have payloads without headers; opening cuts them.
            return if is_last || due == found {
                Ok(())
            } else {
                let what = format!("it has {found} bytes, and its headers account for {due}");
                Err(LedgerError::Damaged { file: payloads, place: Place::Whole, what })
            };
        };
        let torn = match trouble {
            Trouble::Altered(what) => return Err(damaged_line(&events, at_byte, what)),
            Trouble::Torn => true,
            Trouble::Unwritten => {
                let mut rest = Vec::new();
                io::Read::read_to_end(&mut reader, &mut rest).map_err(io)?;
                let reach = at_byte + line.len() as u64 + rest.len() as u64;
                self.was_announced(number, at_byte, reach)
                    || !chain::holds_whole_commit(rest.split(|b| *b == b'\n'))
            }
        };
        if !is_last || !torn {
            let what = "the commit here is not whole, and events stand behind it".into();
            return Err(damaged_line(&events, at_byte, what));
        }
        self.half = self.chain.commit_under_way().cloned();
        Ok(())
    }

    /// Takes a line as read, with its line end if it has one.
    fn line(&mut self, line: &[u8], payloads_length: u64) -> Result<(), Trouble> {
        let ended = line.strip_suffix(b"\n");
        let header = match (header::parse(ended.unwrap_or(line)), ended) {
            (Ok(header), Some(_)) => header,
            (Ok(_) | Err(LineFault::Incomplete), None) => return Err(Trouble::Torn),
            (Err(LineFault::Unwritten), _) => return Err(Trouble::Unwritten),
            (Err(LineFault::Incomplete), Some(_)) => {
                return Err(Trouble::Altered("the line ends too early".into()));
            }
            (Err(LineFault::Altered(what)), _) => return Err(Trouble::Altered(what)),
        };
        self.chain.take(ended.unwrap_or(line), &header).map_err(Trouble::Altered)?;
        if self.chain.payloads_bytes() > payloads_length {
            return Err(Trouble::Torn);
        }
        self.under_way.push(header);
        Ok(())
    }

    fn whole_commit(
        &mut self,
        number: SegmentNumber,
        commit_bytes: u64,
        events_bytes: u64,
    ) -> Result<(), LedgerError> {
        std::mem::swap(&mut self.last, &mut self.under_way);
        self.good = Good {
            head: self.chain.head().clone(),
            segment: number,
            commit_bytes,
            events_bytes,
            tail: self.chain.tail(events_bytes),
        };
        let here = self
            .checkpoint
            .as_ref()
            .filter(|checkpoint| checkpoint.segment == number.0 && checkpoint.events_bytes == events_bytes);
        if let Some(checkpoint) = here {
            if checkpoint.hash != self.good.head.hash {
                let what = format!(
                    "the last line of this commit is not the one that was acknowledged (its SHA-256 was {})",
                    checkpoint.hash
                );
                return Err(damaged_line(&number.events_file(self.dir), commit_bytes, what));
            }
            self.acknowledged_seen = true;
        }
        Ok(())
    }

    /// Whether everything from `at_byte` to `reach` lies in a group that had been announced and was not yet
    /// acknowledged when the checkpoint was written.
    fn was_announced(&self, number: SegmentNumber, at_byte: u64, reach: u64) -> bool {
        self.checkpoint.as_ref().is_some_and(|checkpoint| {
            let after = checkpoint.segment < number.0 || checkpoint.events_bytes <= at_byte;
            after && checkpoint.under_way.is_some_and(|(segment, to)| segment == number.0 && reach <= to)
        })
    }

    /// A final commit with all its lines has all its payloads: they were synced before.
    fn check_last_payloads(&self) -> Result<(), LedgerError> {
        let path = self.good.segment.payloads_file(self.dir);
        if self.last.is_empty() {
            return Ok(());
        }
        let io = |source| LedgerError::Io { path: path.clone(), source };
        let mut file = BufReader::new(File::open(&path).map_err(io)?);
        for header in &self.last {
            let fault = match read_frame(&mut file, header).map_err(io)? {
                None => "the file ends before it does".to_owned(),
                Some(bytes) => match frame::check(&bytes, &header.payload_commit) {
                    Ok(()) => continue,
                    Err(fault) => fault.to_string(),
                },
            };
            return Err(LedgerError::Damaged {
                file: path.clone(),
                place: Place::Byte(header.payload_offset_bytes),
                what: format!("the payload of event {} at position {}: {fault}", header.id, header.seq),
            });
        }
        Ok(())
    }

    fn acknowledged_missing(&self) -> LedgerError {
        let file = self
            .checkpoint
            .as_ref()
            .map_or(self.good.segment, |checkpoint| SegmentNumber(checkpoint.segment));
        LedgerError::Damaged {
            file: file.events_file(self.dir),
            place: Place::Whole,
            what: format!(
                "events that were acknowledged are missing; restore a backup, or remove {} to go on with what is left",
                self.dir.join(super::checkpoint::FILE).display()
            ),
        }
    }
}

fn missing(file: PathBuf) -> LedgerError {
    LedgerError::Damaged { file, place: Place::Whole, what: "it is missing".into() }
}

/// A file's length in bytes; `None` if there is no such file.
fn length(path: &Path) -> Result<Option<u64>, LedgerError> {
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LedgerError::Io { path: path.to_path_buf(), source }),
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
            Err(fault) => return Err(damaged_line(&path, 0, format!("it is no header line ({fault:?})"))),
        };
        segments.push(Segment { number, first });
    }
    Ok(segments)
}
