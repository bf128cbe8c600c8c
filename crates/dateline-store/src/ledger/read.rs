//! Reading events back. Every payload is checked against its header, every line against the one before.

use super::segment::Segment;
use super::{Ledger, LedgerError, Place, frame, header};
use dateline_core::event::{Header, Recorded};
use dateline_core::id::{Position, Sha256Hex};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Below this many bytes, lines are read one after the other instead of halving further.
const WINDOW_BYTES: u64 = 4 << 10;

const BUFFER_BYTES: usize = 4 << 10;

/// The events from some position on, in order; ends at the head. After an error it gives nothing more.
#[derive(Debug)]
pub struct Events<'a> {
    ledger: &'a Ledger,
    next: Position,
    /// Hash of the line before, once one was read.
    prev: Option<Sha256Hex>,
    open: Option<OpenSegment>,
    failed: bool,
}

#[derive(Debug)]
struct OpenSegment {
    segment: Segment,
    events_file: PathBuf,
    events: BufReader<File>,
    /// Where in the header lines the reader stands, in bytes.
    at_byte: u64,
    payloads_file: PathBuf,
    payloads: BufReader<File>,
}

impl Ledger {
    /// The events from `position` on.
    pub fn read_from(&self, position: Position) -> Events<'_> {
        Events { ledger: self, next: position, prev: None, open: None, failed: false }
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
        let event = read_payload(&mut file, &path, header)?;
        Ok(Recorded { header: header.clone(), event })
    }

    /// SHA-256 of the header line at a position: what the line after it gives as `prev`.
    pub fn line_hash(&self, position: Position) -> Result<Sha256Hex, LedgerError> {
        if position.0 + 1 == self.head.next.0 {
            return Ok(self.head.hash.clone());
        }
        let mut events = self.read_from(position);
        match events.next_line()? {
            Some((line, _)) => Ok(header::hash(&line)),
            None => Err(LedgerError::NoSuchPosition { asked: position, end: self.head.next }),
        }
    }
}

impl Events<'_> {
    /// Goes on from `position`, with the files that are open.
    pub fn jump(&mut self, position: Position) -> Result<(), LedgerError> {
        if self.next == position {
            return Ok(());
        }
        self.next = position;
        self.prev = None;
        let stays = self.ledger.segment_of(position);
        match self.open.as_mut().filter(|open| Some(&open.segment) == stays) {
            Some(open) => open.seek_to(position),
            None => Ok(()),
        }
    }

    /// The next line and its header, without its payload.
    fn next_line(&mut self) -> Result<Option<(Vec<u8>, Header)>, LedgerError> {
        if self.next >= self.ledger.head.next {
            return Ok(None);
        }
        let Some(&segment) = self.ledger.segment_of(self.next) else {
            return Err(LedgerError::NoSuchPosition { asked: self.next, end: self.ledger.head.next });
        };
        if self.open.as_ref().is_none_or(|open| open.segment != segment) {
            self.open = Some(OpenSegment::at(self.ledger, segment, self.next)?);
        }
        // It was opened just now.
        let Some(open) = &mut self.open else { return Ok(None) };
        let at = open.at_byte;
        let (line, header) = open.line()?;
        if header.seq != self.next {
            return Err(open.damaged(at, format!("its seq is {} where {} is due", header.seq, self.next)));
        }
        if self.prev.as_ref().is_some_and(|prev| *prev != header.prev) {
            return Err(open.damaged(at, "its prev is not the hash of the line before".into()));
        }
        self.prev = Some(header::hash(&line));
        self.next = Position(self.next.0 + 1);
        Ok(Some((line, header)))
    }

    fn next_event(&mut self) -> Result<Option<Recorded>, LedgerError> {
        let Some((_, header)) = self.next_line()? else { return Ok(None) };
        let Some(open) = &mut self.open else { return Ok(None) };
        let event = read_payload(&mut open.payloads, &open.payloads_file, &header)?;
        Ok(Some(Recorded { header, event }))
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

impl OpenSegment {
    fn at(ledger: &Ledger, segment: Segment, position: Position) -> Result<Self, LedgerError> {
        let events_file = ledger.events_file(segment.number);
        let payloads_file = ledger.payloads_file(segment.number);
        let (events, payloads) = (open(&events_file)?, open(&payloads_file)?);
        let mut opened = Self {
            segment,
            events_file,
            events: BufReader::with_capacity(BUFFER_BYTES, events),
            at_byte: 0,
            payloads_file,
            payloads: BufReader::new(payloads),
        };
        opened.seek_to(position)?;
        Ok(opened)
    }

    /// Goes to the line of `position`, by halving: lines are in the order of their `seq`.
    fn seek_to(&mut self, position: Position) -> Result<(), LedgerError> {
        if position == self.segment.first {
            return self.seek(0);
        }
        let length = self
            .events
            .get_ref()
            .metadata()
            .map_err(|source| LedgerError::Io { path: self.events_file.clone(), source })?
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
        self.events
            .seek(SeekFrom::Start(to))
            .map(drop)
            .map_err(|source| LedgerError::Io { path: self.events_file.clone(), source })
    }

    fn skip_line(&mut self) -> Result<(), LedgerError> {
        let skipped = self
            .events
            .skip_until(b'\n')
            .map_err(|source| LedgerError::Io { path: self.events_file.clone(), source })?;
        self.at_byte += skipped as u64;
        Ok(())
    }

    /// The line at which the reader stands, without its line end.
    fn line(&mut self) -> Result<(Vec<u8>, Header), LedgerError> {
        let start = self.at_byte;
        let mut line = Vec::with_capacity(1024);
        self.events
            .read_until(b'\n', &mut line)
            .map_err(|source| LedgerError::Io { path: self.events_file.clone(), source })?;
        self.at_byte += line.len() as u64;
        if line.pop() != Some(b'\n') {
            return Err(self.damaged(start, "the file ends before an event that was acknowledged".into()));
        }
        let header = header::parse(&line)
            .map_err(|fault| self.damaged(start, format!("it is no header line ({fault:?})")))?;
        Ok((line, header))
    }

    fn damaged(&self, at_byte: u64, what: String) -> LedgerError {
        damaged_line(&self.events_file, at_byte, what)
    }
}

fn open(path: &Path) -> Result<File, LedgerError> {
    File::open(path).map_err(|source| LedgerError::Io { path: path.to_path_buf(), source })
}

/// Reads, checks and decodes the payload of `header`.
fn read_payload(
    file: &mut BufReader<File>,
    path: &Path,
    header: &Header,
) -> Result<dateline_core::event::Event, LedgerError> {
    let damaged = |what: String| LedgerError::Damaged {
        file: path.to_path_buf(),
        place: Place::Byte(header.payload_offset_bytes),
        what: format!("the payload of event {} at position {}: {what}", header.id, header.seq),
    };
    let bytes = read_frame(file, header)
        .map_err(|source| LedgerError::Io { path: path.to_path_buf(), source })?
        .ok_or_else(|| damaged("the file ends before it does".into()))?;
    frame::check(&bytes, &header.payload_commit).map_err(|fault| damaged(fault.to_string()))?;
    frame::decode(&bytes, &header.kind).map_err(|fault| match fault {
        frame::FrameFault::UnknownKind(kind) => LedgerError::UnknownKind {
            at: header.seq,
            event: header.id.clone(),
            kind,
            tool: header.tool.clone(),
        },
        fault => damaged(fault.to_string()),
    })
}

/// The bytes of a frame; `None` if the file ends before it does.
pub(super) fn read_frame(file: &mut BufReader<File>, header: &Header) -> io::Result<Option<Vec<u8>>> {
    let at = file.stream_position()?;
    // Read in order, a seek within the buffer costs nothing.
    match i64::try_from(i128::from(header.payload_offset_bytes) - i128::from(at)) {
        Ok(distance) => file.seek_relative(distance)?,
        Err(_) => return Ok(None),
    }
    let mut bytes = Vec::new();
    file.take(header.payload_length_bytes).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 == header.payload_length_bytes).then_some(bytes))
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
