//! The whole ledger as JSON lines: one for the export itself, then one for each event.
//!
//! `docs/formats/ledger-jsonl.md` describes them. Each event's line holds everything that its header line
//! and its payload frame hold, so that [`super::import`] makes the same bytes of it again.

use super::{Head, Ledger, LedgerError, frame, header};
use crate::canonical;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dateline_core::id::{Position, Sha256Hex};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// Version of the format.
pub(super) const VERSION: u32 = 1;

/// What the first line calls itself.
pub(super) const NAME: &str = "dateline.ledger";

/// How often progress is told, in events.
pub(super) const PROGRESS_EVERY: u64 = 1000;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opening {
    pub(super) events: u64,
    pub(super) export: String,
    pub(super) head: Sha256Hex,
    pub(super) v: u32,
}

/// Why an export was not completed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The ledger cannot be read, or is damaged.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What it is written to does not take it.
    #[error("the export cannot be written: {0}")]
    Write(io::Error),
}

impl Ledger {
    /// Writes the whole ledger as JSON lines. Everything is checked on the way: chain, payloads. `progress`
    /// is told the number of events written, now and then. Gives the head that was written.
    pub fn export(&self, out: &mut impl Write, mut progress: impl FnMut(u64)) -> Result<Head, ExportError> {
        let head = self.head().clone();
        let opening =
            Opening { events: head.next.0, export: NAME.to_owned(), head: head.hash.clone(), v: VERSION };
        let opening =
            canonical::to_vec(&opening).map_err(|error| ExportError::Write(io::Error::other(error)))?;
        let mut text = [&opening[..], b"\n"].concat();
        out.write_all(&text).map_err(ExportError::Write)?;
        let mut events = self.read_from(Position(0));
        while let Some(line) = events.next_line()? {
            let bytes = events.frame(&line)?;
            let header =
                header::encode(&line.header).ok().filter(|canonical| header::hash(canonical) == line.hash);
            let header = header.ok_or_else(|| line.damaged(self, "the line is not in canonical form"))?;
            let payload = frame::unpack(&bytes).map_err(|fault| line.damaged(self, &fault.to_string()))?;
            text.clear();
            write_line(&mut text, &line.hash, &header, &payload, &bytes);
            out.write_all(&text).map_err(ExportError::Write)?;
            if line.header.seq.0.is_multiple_of(PROGRESS_EVERY) {
                progress(line.header.seq.0);
            }
        }
        out.flush().map_err(ExportError::Write)?;
        Ok(head)
    }
}

/// The line of an event, with its end: canonical JSON, for the members stand in the order of their names, and
/// `header` and `payload` are canonical themselves. `frame` is the frame that the payload is stored in.
pub(super) fn write_line(out: &mut Vec<u8>, hash: &Sha256Hex, header: &[u8], payload: &[u8], frame: &[u8]) {
    out.extend_from_slice(format!("{{\"hash\":\"{hash}\",\"header\":").as_bytes());
    out.extend_from_slice(header);
    out.extend_from_slice(b",\"payload\":");
    out.extend_from_slice(payload);
    out.extend_from_slice(b",\"salt\":\"");
    out.extend_from_slice(STANDARD.encode(frame::salt(frame)).as_bytes());
    if let Some(packed) = frame::packed(frame) {
        out.extend_from_slice(b"\",\"stored\":\"");
        out.extend_from_slice(STANDARD.encode(packed).as_bytes());
    }
    out.extend_from_slice(b"\"}\n");
}
