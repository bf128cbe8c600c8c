//! An exported ledger, taken in again: the same header lines, the same frames, the same hashes.
//!
//! The file is read twice. First everything in it is checked, and compared with what the ledger holds
//! already; only then is it read again and appended. So a damaged file changes nothing, and an import that
//! was interrupted is finished by the next.

use super::append::Group;
use super::chain::Chain;
use super::export::{self, NAME, Opening, PROGRESS_EVERY, VERSION};
use super::frame::{self, Frame, FrameFault, SALT_BYTES};
use super::{Events, Head, Ledger, LedgerError, header};
use crate::canonical;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dateline_core::event::{Event, Header};
use dateline_core::id::{CommitId, Position, Sha256Hex};
use serde::Deserialize;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

/// A group that is appended at once has about this many bytes.
const GROUP_BYTES: usize = 8 << 20;

/// No line of an export is longer: a payload has a gibibyte at most, in JSON and packed in base64.
const MAX_LINE_BYTES: u64 = 3 << 30;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// How many events the file holds.
    pub events: u64,
    /// How many of them were appended; the others were there already.
    pub added: u64,
    /// Where the ledger ends now.
    pub head: Head,
}

/// Why nothing (or not everything) was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{}: {source}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line is not what was exported.
    #[error("{}, line {line}: {what}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it, in words.
        what: String,
    },
    /// The ledger holds events that the file does not hold at the same places.
    #[error("the workspace and {} are not the same ledger: they part at position {at}; import into an empty workspace", file.display())]
    Parted {
        /// The file.
        file: PathBuf,
        /// The first position at which they differ.
        at: Position,
    },
    /// A commit of the file has the id of one that the ledger holds, and other events.
    #[error("{}: commit {commit} is in this workspace with other events, so the two cannot be told apart; they were made with one seed for their ids, or one of them was changed", file.display())]
    OtherCommit {
        /// The file.
        file: PathBuf,
        /// The commit.
        commit: CommitId,
    },
    /// The ledger cannot be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// An event's line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exported {
    hash: Sha256Hex,
    header: Header,
    payload: Value,
    salt: String,
    #[serde(default)]
    stored: Option<String>,
}

/// An event's line, checked: what goes into the two files of a segment.
pub(super) struct Checked {
    pub(super) header: Header,
    line: Vec<u8>,
    pub(super) frame: Frame,
    pub(super) salt: [u8; SALT_BYTES],
}

/// Checks a whole exported file, as an import into an empty ledger would, and gives how many events it holds.
pub fn check_export(file: &Path) -> Result<u64, ImportError> {
    let mut reader = Reader::open(file, true)?;
    while reader.next()?.is_some() {}
    Ok(reader.chain.head().next.0)
}

impl Ledger {
    /// Appends what an exported file holds beyond this ledger, as the bytes it was. The ledger must be
    /// empty, or a first part of the one exported. `progress` is told the number of events checked and, from
    /// the start again, appended.
    ///
    /// # Errors
    /// If anything in the file is not as it was exported, or the two are not the same ledger; then nothing
    /// was changed. If the disk fails, what was appended stays, and the same import goes on from there.
    pub fn import(&mut self, file: &Path, mut progress: impl FnMut(u64)) -> Result<Imported, ImportError> {
        let mut reader = Reader::open(file, true)?;
        let mut own: Events<'_> = self.read_from(Position(0));
        while let Some(checked) = reader.next()? {
            let seq = checked.header.seq;
            if own.next_line()?.is_some_and(|line| line.hash != header::hash(&checked.line)) {
                return Err(ImportError::Parted { file: file.to_owned(), at: seq });
            }
            if seq.0.is_multiple_of(PROGRESS_EVERY) {
                progress(seq.0);
            }
        }
        let events = reader.chain.head().next.0;
        let before = self.head.next.0;
        if before < events {
            self.take_in(file, &reader.opening, &mut progress)?;
        }
        Ok(Imported { events, added: events.saturating_sub(before), head: self.head.clone() })
    }

    /// Appends the commits of a checked file that are not there yet.
    fn take_in(
        &mut self,
        file: &Path,
        opening: &Opening,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), ImportError> {
        let mut reader = Reader::open(file, false)?;
        if reader.opening != *opening {
            return Err(reader.fault("the file was changed while it was read"));
        }
        let mut group: Option<Group> = None;
        let mut commits = 0;
        while let Some(Checked { header, line, frame, .. }) = reader.next()? {
            if header.seq < self.head.next {
                continue;
            }
            // A group never spans two segments, and offsets begin again at 0 in each.
            let begins = header.index == 0;
            let rolls = begins && header.payload_offset_bytes == 0;
            let full = |group: &mut Group| begins && (rolls || group.bytes() >= GROUP_BYTES);
            if let Some(full) = group.take_if(full) {
                self.append_group(full, commits, &[])?;
                commits = 0;
                progress(self.head.next.0);
            }
            commits += usize::from(begins);
            group.get_or_insert_with(|| self.raw_group(rolls)).add_raw(&header, &line, &frame);
        }
        match group {
            Some(group) => self.append_group(group, commits, &[]).map(drop).map_err(Into::into),
            None => Ok(()),
        }
    }
}

/// Reads and checks the lines of an exported file.
pub(super) struct Reader<'a> {
    path: &'a Path,
    file: BufReader<File>,
    /// Number of the line read last.
    line: u64,
    opening: Opening,
    chain: Chain,
    /// Whether payloads are read as events.
    deep: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn open(path: &'a Path, deep: bool) -> Result<Self, ImportError> {
        let io = |source| ImportError::Io { file: path.to_owned(), source };
        let file = BufReader::with_capacity(1 << 16, File::open(path).map_err(io)?);
        let opening = Opening { events: 0, export: String::new(), head: Sha256Hex::of(b""), v: 0 };
        let mut reader = Self { path, file, line: 0, opening, chain: Chain::start(), deep };
        let first = reader.text()?.unwrap_or_default();
        reader.opening = match serde_json::from_slice::<Opening>(&first) {
            Ok(opening)
                if opening.export == NAME
                    && opening.v == VERSION
                    && canonical::to_vec(&opening).is_ok_and(|line| line == first) =>
            {
                opening
            }
            Ok(opening) if opening.export == NAME && opening.v > VERSION => {
                let what = format!("this is an export of version {}: use a newer dateline", opening.v);
                return Err(reader.fault(&what));
            }
            _ => return Err(reader.fault("this is no export of a ledger, or its first line was changed")),
        };
        Ok(reader)
    }

    /// The next line without its end.
    fn text(&mut self) -> Result<Option<Vec<u8>>, ImportError> {
        let mut text = Vec::new();
        let read = self.file.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut text);
        if read.map_err(|source| ImportError::Io { file: self.path.to_owned(), source })? == 0 {
            return Ok(None);
        }
        self.line += 1;
        if text.pop() != Some(b'\n') {
            return Err(self.fault("the line has no end: the file was cut short"));
        }
        Ok(Some(text))
    }

    pub(super) fn next(&mut self) -> Result<Option<Checked>, ImportError> {
        let Some(text) = self.text()? else {
            let Head { next, hash, .. } = self.chain.head();
            let whole = self.chain.between_commits();
            if whole && next.0 == self.opening.events && *hash == self.opening.head {
                return Ok(None);
            }
            let what = format!(
                "the file ends after {next} events with head {hash}, and its first line says {} and {}",
                self.opening.events, self.opening.head
            );
            return Err(self.fault(&what));
        };
        match self.check(&text) {
            Ok(checked) => Ok(Some(checked)),
            Err(what) => Err(self.fault(&what)),
        }
    }

    /// Checks a line against itself and those before it.
    fn check(&mut self, text: &[u8]) -> Result<Checked, String> {
        let exported: Exported =
            serde_json::from_slice(text).map_err(|e| format!("it is no event of an export ({e})"))?;
        let Exported { hash, header, payload, salt, stored } = exported;
        let line = header::encode(&header)?;
        header::parse(&line).map_err(|fault| fault.to_string())?;
        if header::hash(&line) != hash {
            return Err(format!("the header does not have the hash {hash}"));
        }
        let plain = canonical::to_vec(&payload).map_err(|e| e.to_string())?;
        let salt = decoded("salt", &salt)?;
        let salt: [u8; SALT_BYTES] = salt.try_into().map_err(|_| "the salt has another length")?;
        let stored = stored.map(|stored| decoded("stored", &stored)).transpose()?;
        let frame = frame::assemble(&salt, stored.as_deref(), &plain)?;
        if frame.bytes.len() as u64 != header.payload_length_bytes {
            return Err("the payload does not have the length that the header says".into());
        }
        if frame.commitment != header.payload_commit {
            return Err("the payload is not the one that the header commits to".into());
        }
        // What reads the same but was written otherwise was written by something else.
        let mut as_exported = Vec::with_capacity(text.len() + 1);
        export::write_line(&mut as_exported, &hash, &line, &plain, &frame.bytes);
        if as_exported.strip_suffix(b"\n") != Some(text) {
            return Err("it is not written as it was exported".into());
        }
        if self.deep {
            if stored.is_some() && frame::unpack(&frame.bytes).map_err(|fault| fault.to_string())? != plain {
                return Err("what is packed in it is another payload than the one in plain view".into());
            }
            check_event(&frame, &header)?;
        }
        if self.chain.between_commits() && header.payload_offset_bytes == 0 {
            self.chain.begin_segment();
        }
        self.chain.take(&line, &header)?;
        Ok(Checked { header, line, frame, salt })
    }

    /// Where the file's ledger ends, as far as it was read.
    pub(super) fn head(&self) -> &Head {
        self.chain.head()
    }

    pub(super) fn fault(&self, what: &str) -> ImportError {
        ImportError::Line { file: self.path.to_owned(), line: self.line.max(1), what: what.to_owned() }
    }
}

fn decoded(name: &str, text: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(text).map_err(|e| format!("its {name} is no base64 ({e})"))
}

/// Checks that a frame holds the event that its header announces, in the one form in which it may be written.
fn check_event(frame: &Frame, header: &Header) -> Result<(), String> {
    match frame::decode_strictly(&frame.bytes, &header.kind) {
        Ok(Event::Revision(revision)) if Sha256Hex::of(revision.text.as_bytes()) != revision.sha256 => {
            Err(format!("the text of the revision does not have the SHA-256 {}", revision.sha256))
        }
        Ok(_) => Ok(()),
        Err(FrameFault::UnknownKind(kind)) => Err(format!(
            "event {} at position {} is of kind {kind}, written by {}, which this program does not know: use a newer dateline",
            header.id, header.seq, header.tool
        )),
        Err(fault) => Err(fault.to_string()),
    }
}
