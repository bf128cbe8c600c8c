//! Checking everything: the chain of header lines (I01) and the payloads (I05).

use super::chain::Chain;
use super::checkpoint::{Checkpoint, LostCheckpoint};
use super::read::read_frame;
use super::segment::{self, SegmentNumber};
use super::{Cut, Head, LedgerError, Place, frame, header, scan};
use dateline_core::event::{Event, Header, RecordedAt};
use dateline_core::id::{EventId, OperationNumber, Position, Sha256Hex};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// How often progress is told, in events.
const PROGRESS_EVERY: u64 = 1000;

/// Which check found a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Header lines are canonical, positions gapless, `prev` holds, commits are whole.
    Chain,
    /// Payloads are what the headers commit to.
    Payload,
}

impl Check {
    /// The check's stable id, as `audit` names it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Chain => "I01",
            Self::Payload => "I05",
        }
    }
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which check found it.
    pub check: Check,
    /// The file.
    pub file: PathBuf,
    /// Where in it.
    pub place: Place,
    /// The event's position, if a line of its own is at fault or its header could be read.
    pub position: Option<Position>,
    /// The event, if its header could be read.
    pub event: Option<EventId>,
    /// What is wrong, in words.
    pub what: String,
}

/// An event that was recorded earlier, by its own word, than the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetBack {
    /// Its position.
    pub position: Position,
    /// The event.
    pub event: EventId,
    /// Its operation.
    pub operation: OperationNumber,
    /// When the event before it was recorded.
    pub before: RecordedAt,
    /// When it was.
    pub then: RecordedAt,
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many segments there are.
    pub segments: u64,
    /// How many whole commits.
    pub commits: u64,
    /// How many header lines.
    pub events: u64,
    /// Where the lines end.
    pub head: Head,
    /// A torn tail that was cut off before, if the one who verified opened the ledger first.
    pub cut: Option<Cut>,
    /// That there was no checkpoint to rely on, if so.
    pub lost_checkpoint: Option<LostCheckpoint>,
    /// Where the recorded times run backwards: a clock was set back. No fault, since positions decide the
    /// order, but what those times are worth is in doubt.
    pub set_back: Vec<SetBack>,
    /// Every fault, in the order of the files.
    pub faults: Vec<Fault>,
}

/// Reads and checks every header line and every payload in a ledger's directory, and goes on after a
/// fault. Works on a ledger that cannot be opened. The caller holds the workspace's lock.
///
/// With `deep`, payloads are also unpacked and read as events in canonical form, and the text of every
/// revision is compared with its digest. `progress` is told the number of events read, now and then.
///
/// # Errors
/// Only if files cannot be read; what is wrong inside them is in the report.
pub fn verify_directory(
    dir: &Path,
    deep: bool,
    mut progress: impl FnMut(u64),
) -> Result<VerifyReport, LedgerError> {
    let found = Checkpoint::read(dir);
    let lost_checkpoint = found.lost(dir);
    let mut check = Verify {
        dir,
        deep,
        chain: Chain::start(),
        checkpoint: found.whole(),
        position: Position(0),
        before: None,
        suspect: None,
        recorded_at: None,
        report: VerifyReport {
            segments: 0,
            commits: 0,
            events: 0,
            head: Head::empty(),
            cut: None,
            lost_checkpoint,
            set_back: Vec::new(),
            faults: Vec::new(),
        },
    };
    let numbers = match segment::list(dir) {
        Ok(numbers) => numbers,
        Err(LedgerError::Damaged { file, place, what }) => {
            check.fault(Check::Chain, file, place, None, what);
            Vec::new()
        }
        Err(error) => return Err(error),
    };
    for &number in &numbers {
        check.segment(number, numbers.last() == Some(&number), &mut progress)?;
    }
    Ok(check.finish())
}

/// Where a line stands, and which event it is.
type LineRead = (PathBuf, Place, Position, EventId);

struct Verify<'a> {
    dir: &'a Path,
    deep: bool,
    chain: Chain,
    /// What was acknowledged; taken when it was found to hold.
    checkpoint: Option<Checkpoint>,
    /// The position of the line that is read.
    position: Position,
    /// The line before, as far as it could be read.
    before: Option<LineRead>,
    /// A fault that may be that of the line before its own: its place in the report, and that line.
    suspect: Option<(usize, LineRead)>,
    /// When the line before was recorded.
    recorded_at: Option<RecordedAt>,
    report: VerifyReport,
}

impl Verify<'_> {
    fn segment(
        &mut self,
        number: SegmentNumber,
        is_last: bool,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), LedgerError> {
        self.report.segments += 1;
        self.chain.begin_segment();
        let (events, payloads) = (number.events_file(self.dir), number.payloads_file(self.dir));
        if is_last && scan::length(&events)?.is_none() && scan::length(&payloads)? == Some(0) {
            // Killed between making the one file and the other: opening takes that too.
            return Ok(());
        }
        let Some(lines) = self.open(&events)? else { return Ok(()) };
        let Some(frames) = self.open(&payloads)? else { return Ok(()) };
        let payloads_length =
            frames.metadata().map_err(|source| LedgerError::Io { path: payloads.clone(), source })?.len();
        let (mut lines, mut frames) = (BufReader::with_capacity(1 << 16, lines), BufReader::new(frames));
        let (mut line, mut line_number, mut at_byte) = (Vec::with_capacity(1024), 0, 0);
        loop {
            line.clear();
            let read = lines
                .read_until(b'\n', &mut line)
                .map_err(|source| LedgerError::Io { path: events.clone(), source })?;
            if read == 0 {
                break;
            }
            line_number += 1;
            at_byte += read as u64;
            if let Some(header) = self.line(&events, line_number, &line) {
                let io = |source| LedgerError::Io { path: payloads.clone(), source };
                let frame = read_frame(&mut frames, &header).map_err(io)?;
                if let Some(what) = self.payload_fault(&header, frame) {
                    let place = Place::Byte(header.payload_offset_bytes);
                    self.fault(Check::Payload, payloads.clone(), place, Some(&header), what);
                }
                self.acknowledged(&events, line_number, number, at_byte, &header);
            }
            if self.report.events.is_multiple_of(PROGRESS_EVERY) {
                progress(self.report.events);
            }
        }
        if line_number == 0 && !is_last {
            let what = "it has no events, and a later segment is there".into();
            self.fault(Check::Chain, events.clone(), Place::Whole, None, what);
        }
        if !self.chain.between_commits() {
            let what = "the last commit is not whole".into();
            self.fault(Check::Chain, events, Place::Line(line_number), None, what);
        }
        let due = self.chain.payloads_bytes();
        if payloads_length > due {
            let what = format!("{} bytes stand here that no header accounts for", payloads_length - due);
            self.fault(Check::Payload, payloads, Place::Byte(due), None, what);
        }
        Ok(())
    }

    /// Checks a line; gives its header if it can be read.
    fn line(&mut self, file: &Path, line_number: u64, line: &[u8]) -> Option<Header> {
        // Lines count positions, whatever they say themselves.
        let position = Position(self.report.events);
        self.position = position;
        self.report.events += 1;
        let place = Place::Line(line_number);
        let text = line.strip_suffix(b"\n");
        if text.is_none() {
            let what = "the line has no end".into();
            self.fault(Check::Chain, file.to_path_buf(), place, None, what);
        }
        let text = text.unwrap_or(line);
        let header = match header::parse(text) {
            Ok(header) => header,
            Err(fault) => {
                self.fault(Check::Chain, file.to_path_buf(), place, None, fault.to_string());
                if let Some(fault) = self.report.faults.last_mut() {
                    fault.position = Some(position);
                }
                return None;
            }
        };
        if !header::is_canonical(text, &header) {
            let what = "the line is not in canonical form".into();
            self.fault(Check::Chain, file.to_path_buf(), place, Some(&header), what);
        }
        let (due, follows) = (self.chain.head().next, header.prev == self.chain.head().hash);
        if follows {
            self.blame_the_line_before();
        }
        self.suspect = None;
        let faults = self.report.faults.len();
        if let Err(what) = self.chain.take(text, &header) {
            self.fault(Check::Chain, file.to_path_buf(), place, Some(&header), what);
        }
        let before = self.before.replace((file.to_path_buf(), place, position, header.id.clone()));
        if !follows && header.seq == due && self.report.faults.len() > faults {
            self.suspect = before.map(|before| (faults, before));
        }
        if self.chain.between_commits() {
            self.report.commits += 1;
        }
        let before = self.recorded_at.replace(header.recorded_at.clone());
        if let Some(before) = before.filter(|before| *before > header.recorded_at) {
            self.report.set_back.push(SetBack {
                position: header.seq,
                event: header.id.clone(),
                operation: header.op,
                before,
                then: header.recorded_at.clone(),
            });
        }
        Some(header)
    }

    /// The line before was said not to follow from its predecessor, and now its own hash is confirmed: so it
    /// is the predecessor that was altered.
    fn blame_the_line_before(&mut self) {
        let Some((at, (file, place, position, event))) = self.suspect.take() else { return };
        if let Some(fault) = self.report.faults.get_mut(at) {
            *fault = Fault {
                check: Check::Chain,
                file,
                place,
                position: Some(position),
                event: Some(event),
                what: "the line is not the one that the line after it names".into(),
            };
        }
    }

    fn payload_fault(&self, header: &Header, frame: Option<Vec<u8>>) -> Option<String> {
        let Some(bytes) = frame else { return Some("the file ends before this payload does".into()) };
        if let Err(fault) = frame::check(&bytes, &header.payload_commit) {
            return Some(fault.to_string());
        }
        if !self.deep {
            return None;
        }
        match frame::decode_strictly(&bytes, &header.kind) {
            // Not damage: a newer program wrote it, and only that one can look inside.
            Err(frame::FrameFault::UnknownKind(_)) => None,
            Err(fault) => Some(fault.to_string()),
            Ok(Event::Revision(revision)) if Sha256Hex::of(revision.text.as_bytes()) != revision.sha256 => {
                Some(format!("the text of the revision does not have the SHA-256 {}", revision.sha256))
            }
            Ok(_) => None,
        }
    }

    /// Compares the line that ends here with the checkpoint: nothing after the last line would show that it
    /// was altered.
    fn acknowledged(
        &mut self,
        file: &Path,
        line_number: u64,
        number: SegmentNumber,
        at_byte: u64,
        header: &Header,
    ) {
        let here = |checkpoint: &mut Checkpoint| {
            checkpoint.segment == number.0 && checkpoint.events_bytes == at_byte
        };
        let Some(checkpoint) = self.checkpoint.take_if(here) else { return };
        if checkpoint.hash == self.chain.head().hash {
            self.blame_the_line_before();
        } else {
            let what = format!(
                "the line is not the one that was acknowledged (its SHA-256 was {})",
                checkpoint.hash
            );
            self.fault(Check::Chain, file.to_path_buf(), Place::Line(line_number), Some(header), what);
        }
    }

    fn finish(mut self) -> VerifyReport {
        if let Some(checkpoint) = self.checkpoint.take_if(|checkpoint| checkpoint.events_bytes > 0) {
            let file = SegmentNumber(checkpoint.segment).events_file(self.dir);
            let what =
                format!("no line ends at byte {}, where one was acknowledged", checkpoint.events_bytes);
            self.fault(Check::Chain, file, Place::Byte(checkpoint.events_bytes), None, what);
        }
        self.report.head = self.chain.head().clone();
        if self.report.events == 0 && self.report.lost_checkpoint.as_ref().is_some_and(|lost| !lost.altered) {
            // There is none before the first commit.
            self.report.lost_checkpoint = None;
        }
        self.report
    }

    fn open(&mut self, path: &Path) -> Result<Option<File>, LedgerError> {
        match File::open(path) {
            Ok(file) => Ok(Some(file)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let what = "it is missing".into();
                self.fault(Check::Chain, path.to_path_buf(), Place::Whole, None, what);
                Ok(None)
            }
            Err(source) => Err(LedgerError::Io { path: path.to_path_buf(), source }),
        }
    }

    fn fault(&mut self, check: Check, file: PathBuf, place: Place, header: Option<&Header>, what: String) {
        let (position, event) = (header.map(|_| self.position), header.map(|h| h.id.clone()));
        self.report.faults.push(Fault { check, file, place, position, event, what });
    }
}
