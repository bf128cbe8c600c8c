//! Reading events back. Every payload is checked against its header, every line against the one after.

use super::segment::{Segment, SegmentNumber};
use super::stored::Stored;
use super::{Ledger, LedgerError, Place, frame, header};
use dateline_core::event::{Event, Header, Recorded};
use dateline_core::id::{Position, Sha256Hex};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Below this many bytes, lines are read one after the other instead of halving further.
const WINDOW_BYTES: u64 = 4 << 10;

const BUFFER_BYTES: usize = 4 << 10;

/// The events from some position on, in order; ends at the head. After an error it gives nothing more.
///
/// A line is given only when the line after it names its hash (the last one: when it is the head's), so
/// that no altered header is read in silence.
#[derive(Debug)]
pub struct Events<'a> {
    ledger: &'a Ledger,
    next: Position,
    lines: Option<Lines>,
    /// The line at `next`, if it was read already to compare its `prev`.
    ahead: Option<Line>,
    frames: Option<Frames>,
    failed: bool,
}

/// A header line as it was read.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) header: Header,
    /// SHA-256 of the line.
    pub(super) hash: Sha256Hex,
    segment: SegmentNumber,
    at_byte: u64,
}

/// The header lines of a segment, open.
#[derive(Debug)]
struct Lines {
    segment: Segment,
    path: PathBuf,
    file: BufReader<File>,
    /// Where the reader stands, in bytes, and the position of the line that starts there.
    at_byte: u64,
    at: Position,
}

/// The payload frames of a segment, open.
#[derive(Debug)]
struct Frames {
    segment: SegmentNumber,
    path: PathBuf,
    file: BufReader<File>,
}

impl Ledger {
    /// The events from `position` on.
    pub fn read_from(&self, position: Position) -> Events<'_> {
        Events { ledger: self, next: position, lines: None, ahead: None, frames: None, failed: false }
    }

    /// The event at a position.
    pub fn read(&self, position: Position) -> Result<Recorded, LedgerError> {
        match self.read_from(position).next() {
            Some(read) => read,
            None => Err(LedgerError::NoSuchPosition { asked: position, end: self.head.next }),
        }
    }

    /// The event of a header that was read before.
    pub fn read_at(&self, header: &Header) -> Result<Recorded, LedgerError> {
        let Some(segment) = self.segment_of(header.seq).filter(|_| header.seq < self.head.next) else {
            return Err(LedgerError::NoSuchPosition { asked: header.seq, end: self.head.next });
        };
        let path = self.payloads_file(segment.number);
        let mut file = BufReader::new(open(&path)?);
        let bytes = read_checked(&mut file, &path, header)?;
        let event = decode(&bytes, header, || path)?;
        Ok(Recorded { header: header.clone(), event })
    }

    /// SHA-256 of the header line at a position: what the line after it gives as `prev`.
    pub fn line_hash(&self, position: Position) -> Result<Sha256Hex, LedgerError> {
        if position.0 + 1 == self.head.next.0 {
            return Ok(self.head.hash.clone());
        }
        let mut events = self.read_from(position);
        match events.next_line()? {
            Some(line) => Ok(line.hash),
            None => Err(LedgerError::NoSuchPosition { asked: position, end: self.head.next }),
        }
    }
}

impl Events<'_> {
    /// Goes on from `position`, with the files that are open.
    pub fn jump(&mut self, position: Position) -> Result<(), LedgerError> {
        self.next = position;
        self.ahead = self.ahead.take().filter(|line| line.header.seq == position);
        Ok(())
    }

    /// The next line, without its payload.
    pub(super) fn next_line(&mut self) -> Result<Option<Line>, LedgerError> {
        if self.next >= self.ledger.head.next {
            return Ok(None);
        }
        let line = match self.ahead.take() {
            Some(line) => line,
            None => self.fetch(self.next)?,
        };
        let after = Position(self.next.0 + 1);
        if after < self.ledger.head.next {
            let ahead = self.fetch(after)?;
            if ahead.header.prev != line.hash {
                return Err(line.damaged(self.ledger, "the line after it names another hash for it"));
            }
            self.ahead = Some(ahead);
        } else if line.hash != self.ledger.head.hash {
            return Err(
                line.damaged(self.ledger, "it is not the line that was last when the ledger was opened")
            );
        }
        self.next = after;
        Ok(Some(line))
    }

    /// The frame of a line, checked.
    pub(super) fn frame(&mut self, line: &Line) -> Result<Vec<u8>, LedgerError> {
        let open = self.frames_of(line)?;
        read_checked(&mut open.file, &open.path, &line.header)
    }

    /// The payload file of a line's segment.
    fn frames_of(&mut self, line: &Line) -> Result<&mut Frames, LedgerError> {
        let segment = line.segment;
        let there = self.frames.take().filter(|open| open.segment == segment);
        let open = if let Some(open) = there {
            open
        } else {
            let path = self.ledger.payloads_file(segment);
            let file = BufReader::new(open(&path)?);
            Frames { segment, path, file }
        };
        Ok(self.frames.insert(open))
    }

    /// Reads the line at a position.
    fn fetch(&mut self, position: Position) -> Result<Line, LedgerError> {
        let Some(&segment) = self.ledger.segment_of(position) else {
            return Err(LedgerError::NoSuchPosition { asked: position, end: self.ledger.head.next });
        };
        let mut lines = match self.lines.take().filter(|lines| lines.segment == segment) {
            Some(lines) => lines,
            None => Lines::open(self.ledger, segment)?,
        };
        if lines.at != position {
            lines.seek_to(position)?;
        }
        let at_byte = lines.at_byte;
        let (hash, header) = lines.line()?;
        if header.seq != position {
            return Err(lines.damaged(at_byte, format!("its seq is {} where {position} is due", header.seq)));
        }
        lines.at = Position(position.0 + 1);
        self.lines = Some(lines);
        Ok(Line { header, hash, segment: segment.number, at_byte })
    }

    /// The next event as it is stored: its line is checked, its frame is not.
    pub(crate) fn next_stored(&mut self) -> Result<Option<Stored>, LedgerError> {
        let Some(line) = self.next_line()? else { return Ok(None) };
        let open = self.frames_of(&line)?;
        let frame = read_whole(&mut open.file, &open.path, &line.header)?;
        Ok(Some(Stored { header: line.header, frame }))
    }

    fn next_event(&mut self) -> Result<Option<Recorded>, LedgerError> {
        let Some(line) = self.next_line()? else { return Ok(None) };
        let bytes = self.frame(&line)?;
        let event = decode(&bytes, &line.header, || self.ledger.payloads_file(line.segment))?;
        Ok(Some(Recorded { header: line.header, event }))
    }
}

impl Iterator for Events<'_> {
    type Item = Result<Recorded, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let read = self.next_event().transpose();
        self.failed = matches!(read, Some(Err(_)));
        read
    }
}

impl Line {
    pub(super) fn damaged(&self, ledger: &Ledger, what: &str) -> LedgerError {
        let Header { id, seq, .. } = &self.header;
        let what = format!("event {id} at position {seq}: {what}");
        damaged_line(&ledger.events_file(self.segment), self.at_byte, what)
    }
}

impl Lines {
    fn open(ledger: &Ledger, segment: Segment) -> Result<Self, LedgerError> {
        let path = ledger.events_file(segment.number);
        let file = BufReader::with_capacity(BUFFER_BYTES, open(&path)?);
        Ok(Self { segment, path, file, at_byte: 0, at: segment.first })
    }

    /// Goes to the line of `position`, by halving: lines are in the order of their `seq`.
    fn seek_to(&mut self, position: Position) -> Result<(), LedgerError> {
        if position == self.segment.first {
            return self.seek(0);
        }
        let length = self
            .file
            .get_ref()
            .metadata()
            .map_err(|source| LedgerError::Io { path: self.path.clone(), source })?
            .len();
        // `low` is the start of a line at or before the one looked for; it starts before `high`.
        let (mut low, mut high) = (0, length);
        while high - low > WINDOW_BYTES {
            let middle = low + (high - low) / 2;
            self.seek(middle)?;
            self.skip_line()?;
            let start = self.at_byte;
            if start >= high {
                high = middle;
                continue;
            }
            let (_, header) = self.line()?;
            if header.seq > position {
                high = middle;
            } else {
                low = start;
            }
        }
        self.seek(low)?;
        loop {
            let start = self.at_byte;
            let (_, header) = self.line()?;
            if header.seq >= position {
                return self.seek(start);
            }
        }
    }

    fn seek(&mut self, to: u64) -> Result<(), LedgerError> {
        self.at_byte = to;
        self.file
            .seek(SeekFrom::Start(to))
            .map(drop)
            .map_err(|source| LedgerError::Io { path: self.path.clone(), source })
    }

    fn skip_line(&mut self) -> Result<(), LedgerError> {
        let skipped = self
            .file
            .skip_until(b'\n')
            .map_err(|source| LedgerError::Io { path: self.path.clone(), source })?;
        self.at_byte += skipped as u64;
        Ok(())
    }

    /// Hash and header of the line at which the reader stands.
    fn line(&mut self) -> Result<(Sha256Hex, Header), LedgerError> {
        let start = self.at_byte;
        let mut line = Vec::with_capacity(1024);
        self.file
            .read_until(b'\n', &mut line)
            .map_err(|source| LedgerError::Io { path: self.path.clone(), source })?;
        self.at_byte += line.len() as u64;
        if line.pop() != Some(b'\n') {
            return Err(self.damaged(start, "the file ends before an event that was acknowledged".into()));
        }
        let header = header::parse(&line).map_err(|fault| self.damaged(start, fault.to_string()))?;
        Ok((header::hash(&line), header))
    }

    fn damaged(&self, at_byte: u64, what: String) -> LedgerError {
        damaged_line(&self.path, at_byte, what)
    }
}

fn open(path: &Path) -> Result<File, LedgerError> {
    File::open(path).map_err(|source| LedgerError::Io { path: path.to_path_buf(), source })
}

/// Reads and checks the payload frame of `header`.
fn read_checked(file: &mut BufReader<File>, path: &Path, header: &Header) -> Result<Vec<u8>, LedgerError> {
    let bytes = read_whole(file, path, header)?;
    frame::check(&bytes, &header.payload_commit)
        .map_err(|fault| damaged_payload(path, header, &fault.to_string()))?;
    Ok(bytes)
}

/// Reads the payload frame of `header`.
fn read_whole(file: &mut BufReader<File>, path: &Path, header: &Header) -> Result<Vec<u8>, LedgerError> {
    read_frame(file, header)
        .map_err(|source| LedgerError::Io { path: path.to_path_buf(), source })?
        .ok_or_else(|| damaged_payload(path, header, "the file ends before it does"))
}

/// The event in a checked frame.
fn decode(bytes: &[u8], header: &Header, path: impl FnOnce() -> PathBuf) -> Result<Event, LedgerError> {
    frame::decode(bytes, &header.kind).map_err(|fault| match fault {
        frame::FrameFault::UnknownKind(kind) => LedgerError::UnknownKind {
            at: header.seq,
            event: header.id.clone(),
            kind,
            tool: header.tool.clone(),
        },
        fault => damaged_payload(&path(), header, &fault.to_string()),
    })
}

fn damaged_payload(path: &Path, header: &Header, what: &str) -> LedgerError {
    LedgerError::Damaged {
        file: path.to_path_buf(),
        place: Place::Byte(header.payload_offset_bytes),
        what: format!("the payload of event {} at position {}: {what}", header.id, header.seq),
    }
}

/// The bytes of a frame; `None` if the file ends before it does.
pub(super) fn read_frame(file: &mut BufReader<File>, header: &Header) -> io::Result<Option<Vec<u8>>> {
    read_bytes(file, header.payload_offset_bytes, header.payload_length_bytes)
}

/// The bytes from an offset on; `None` if the file has fewer.
pub(super) fn read_bytes(
    file: &mut BufReader<File>,
    offset: u64,
    length: u64,
) -> io::Result<Option<Vec<u8>>> {
    let at = file.stream_position()?;
    // Read in order, a seek within the buffer costs nothing.
    match i64::try_from(i128::from(offset) - i128::from(at)) {
        Ok(distance) => file.seek_relative(distance)?,
        Err(_) => return Ok(None),
    }
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 == length).then_some(bytes))
}

/// Damage at the line that starts at a byte: the message names the line as editors count it.
pub(super) fn damaged_line(file: &Path, at_byte: u64, what: String) -> LedgerError {
    let place = match line_number(file, at_byte) {
        Ok(number) => Place::Line(number),
        Err(_) => Place::Byte(at_byte),
    };
    LedgerError::Damaged { file: file.to_path_buf(), place, what }
}

fn line_number(file: &Path, at_byte: u64) -> io::Result<u64> {
    let mut before = BufReader::new(File::open(file)?).take(at_byte);
    let mut number = 1;
    while before.skip_until(b'\n')? > 0 {
        number += 1;
    }
    Ok(number)
}
