//! Payloads found again without their header lines, and read by those who need only a part of them.
//!
//! What is read here is checked like everything else. What cannot be read here is read once more in the
//! ordinary way ([`Ledger::read`]), which tells what is wrong with it.

use super::frame::{self, Unpacker};
use super::read::read_bytes;
use super::{Ledger, SegmentNumber};
use dateline_core::event::Header;
use dateline_core::id::{Position, Sha256Hex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;

/// Where a payload stands in its segment, and what it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadPlace {
    /// Where its frame starts, in bytes.
    pub offset_bytes: u64,
    /// Length of the frame, in bytes.
    pub length_bytes: u64,
    /// SHA-256 of salt and stored bytes.
    pub commit: Sha256Hex,
}

impl PayloadPlace {
    /// The place that a header gives.
    pub fn of(header: &Header) -> Self {
        Self {
            offset_bytes: header.payload_offset_bytes,
            length_bytes: header.payload_length_bytes,
            commit: header.payload_commit.clone(),
        }
    }
}

/// An event as it is stored. Its frame is not yet known to be the one its header commits to: that takes time,
/// and is found out by whoever reads it, on any thread.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) header: Header,
    pub(super) frame: Vec<u8>,
}

impl Stored {
    /// Its JSON, checked; `None` if there is something wrong with it.
    pub(crate) fn json(&self, unpacker: &mut Unpacker) -> Option<Vec<u8>> {
        frame::check(&self.frame, &self.header.payload_commit).ok()?;
        unpacker.unpack(&self.frame).ok()
    }
}

/// The payload files, each opened when it is first needed.
#[derive(Debug)]
pub(crate) struct Payloads<'a> {
    ledger: &'a Ledger,
    files: BTreeMap<SegmentNumber, BufReader<File>>,
    unpacker: Unpacker,
}

impl Ledger {
    /// The payloads, for reading here and there.
    pub(crate) fn payloads(&self) -> Payloads<'_> {
        Payloads { ledger: self, files: BTreeMap::new(), unpacker: Unpacker::default() }
    }
}

impl Payloads<'_> {
    /// The JSON of the event at a position, checked; `None` if there is something wrong with it.
    pub(crate) fn json(&mut self, position: Position, place: &PayloadPlace) -> Option<Vec<u8>> {
        let number = self.ledger.segment_of(position)?.number;
        if !self.files.contains_key(&number) {
            let file = File::open(self.ledger.payloads_file(number)).ok()?;
            self.files.insert(number, BufReader::new(file));
        }
        let bytes =
            read_bytes(self.files.get_mut(&number)?, place.offset_bytes, place.length_bytes).ok()??;
        frame::check(&bytes, &place.commit).ok()?;
        self.unpacker.unpack(&bytes).ok()
    }
}
