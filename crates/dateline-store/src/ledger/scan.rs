//! Finding the last whole commit, and telling a torn tail from damage.
//!
//! A crash can only leave the group that was being written unfinished: its payloads cut short, its lines
//! cut short, or (after a power cut) parts of its lines never written, which read as NUL bytes. That is
//! *torn*: it is cut off at the last whole commit, and reported. Everything else that is not as it was
//! written is *damaged*, and nothing is cut: a line that says something else, a payload that is not the
//! one committed to (headers are written only after payloads are synced), whole commits behind the fault,
//! or an end before what the checkpoint says was acknowledged.

use super::chain::{self, Chain};
use super::checkpoint::{self, Checkpoint};
use super::header::LineFault;
use super::read::{damaged_line, read_frame};
use super::segment::SegmentNumber;
use super::{Head, LedgerError, Place, Tail, frame, header};
use dateline_core::event::Header;
use dateline_core::id::CommitId;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// The place behind the last whole commit.
#[derive(Debug, Clone)]
pub(super) struct Good {
    pub(super) head: Head,
    /// The segment that holds it.
    pub(super) segment: SegmentNumber,
    /// Where the lines of that commit start and end in its segment.
    pub(super) commit_bytes: u64,
    pub(super) events_bytes: u64,
    /// Acknowledged lengths of the *last* segment's files: none if that has no commit yet.
    pub(super) tail: Tail,
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

/// Reads header lines in order and keeps the place behind the last whole commit.
pub(super) struct Scan<'a> {
    dir: &'a Path,
    checkpoint: Option<Checkpoint>,
    /// Whether the place that the checkpoint names was passed, and held what it says.
    acknowledged_seen: bool,
    chain: Chain,
    pub(super) good: Good,
    /// Headers of the last whole commit, and of the one under way.
    last: Vec<Header>,
    under_way: Vec<Header>,
    /// The commit of which only a part is there, if its id could be read.
    pub(super) half: Option<CommitId>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(dir: &'a Path, checkpoint: Option<Checkpoint>) -> Self {
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

    /// Reads every segment, or those from the checkpoint on.
    pub(super) fn run(&mut self, numbers: &[SegmentNumber]) -> Result<(), LedgerError> {
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
            // Payload files are made first; a process may have been killed between the two. Then the one that
            // is there is empty.
            let only_begun = is_last && self.acknowledged_seen && payloads_length == Some(0);
            return if only_begun { Ok(()) } else { Err(missing(events)) };
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
            if let Err(trouble) = self.line(&line, &payloads, payloads_length) {
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
        self.half = self.half.take().or_else(|| self.chain.commit_under_way().cloned());
        Ok(())
    }

    /// Takes a line as read, with its line end if it has one.
    fn line(&mut self, line: &[u8], payloads: &Path, payloads_length: u64) -> Result<(), Trouble> {
        let ended = line.strip_suffix(b"\n");
        let header = match (header::parse(ended.unwrap_or(line)), ended) {
            (Ok(header), Some(_)) => header,
            (Ok(_) | Err(LineFault::Incomplete), None) => return Err(Trouble::Torn),
            (Err(LineFault::Unwritten), _) => return Err(Trouble::Unwritten),
            (Err(fault), _) => return Err(Trouble::Altered(fault.to_string())),
        };
        self.chain.take(ended.unwrap_or(line), &header).map_err(Trouble::Altered)?;
        if self.chain.payloads_bytes() > payloads_length {
            self.half = Some(header.commit.clone());
            let says = said_length(payloads, header.payload_offset_bytes)?;
            return Err(match says.filter(|says| *says != header.payload_length_bytes) {
                None => Trouble::Torn,
                Some(says) => Trouble::Altered(format!(
                    "its payload_length_bytes is {}, and the payload says {says}",
                    header.payload_length_bytes
                )),
            });
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
    pub(super) fn check_last_payloads(&self) -> Result<(), LedgerError> {
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
                self.dir.join(checkpoint::FILE).display()
            ),
        }
    }
}

fn missing(file: PathBuf) -> LedgerError {
    LedgerError::Damaged { file, place: Place::Whole, what: "it is missing".into() }
}

/// The length that a frame gives itself, all its bytes counted; `None` if the file ends before that.
fn said_length(payloads: &Path, at_byte: u64) -> Result<Option<u64>, Trouble> {
    let mut length = [0; 4];
    let read = File::open(payloads).and_then(|mut file| {
        file.seek(SeekFrom::Start(at_byte))?;
        io::Read::read_exact(&mut file, &mut length)
    });
    match read {
        Ok(()) => Ok(Some(u64::from(u32::from_le_bytes(length)) + length.len() as u64)),
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(e) => Err(Trouble::Altered(format!("its payload cannot be read: {e}"))),
    }
}

/// A file's length in bytes; `None` if there is no such file.
pub(super) fn length(path: &Path) -> Result<Option<u64>, LedgerError> {
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LedgerError::Io { path: path.to_path_buf(), source }),
    }
}
