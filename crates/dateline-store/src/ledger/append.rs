//! Appending: payloads, sync, headers, sync, acknowledge.

use super::checkpoint::Checkpoint;
use super::failing::Step;
use super::segment::{Segment, SegmentNumber};
use super::{
    ExpectedPosition, Head, Ledger, LedgerError, NewCommit, NewEvent, Receipt, SegmentLimits, TOOL, Tail,
    frame, header,
};
use crate::layout::sync_directory;
use crate::parallel::{in_parallel_with, threads};
use dateline_core::event::{Event, Header};
use dateline_core::id::{CommitId, Position};
use std::convert::Infallible;
use std::fs::{File, OpenOptions};
use std::path::Path;
use std::thread::{self, ScopedJoinHandle};

/// Fewest events that are worth a thread of their own: it takes as long to start as one takes to encode.
const EVENTS_OF_A_THREAD: usize = 4;

/// The open files of the last segment.
#[derive(Debug)]
pub(super) struct Writer {
    number: SegmentNumber,
    events: File,
    payloads: File,
}

/// A group of commits, encoded.
pub(super) struct Group {
    /// The segment that takes it; a new one if the last is full.
    number: SegmentNumber,
    /// Lengths of that segment's files before.
    before: Tail,
    payloads: Vec<u8>,
    lines: Vec<u8>,
    /// Where the lines of the last commit start in `lines`.
    last_commit: usize,
    head: Head,
    receipts: Vec<Receipt>,
}

impl Ledger {
    /// Appends commits and waits until they are on the disk. They become visible in the order given; a
    /// crash before the acknowledgement leaves a whole number of them, from the first on.
    ///
    /// # Errors
    /// On any error nothing of the group is recorded, and what was acknowledged before is untouched.
    pub fn append(
        &mut self,
        expected: ExpectedPosition,
        commits: &[NewCommit],
    ) -> Result<Vec<Receipt>, LedgerError> {
        match expected {
            ExpectedPosition::At(expected) if expected != self.head.next => {
                return Err(LedgerError::Conflict { expected, actual: self.head.next });
            }
            ExpectedPosition::At(_) | ExpectedPosition::Any => {}
        }
        if commits.is_empty() {
            return Ok(Vec::new());
        }
        let (group, unproven) = self.encode(commits)?;
        if let [_] = commits {
            // Alone it is proven sooner than threads have started.
            prove(&unproven)?;
            return self.append_group(group, 1, &[]);
        }
        self.append_group(group, commits.len(), &unproven)
    }

    /// Writes a group of so many commits, and waits until it is on the disk.
    pub(super) fn append_group(
        &mut self,
        group: Group,
        commits: usize,
        unproven: &[Unproven<'_>],
    ) -> Result<Vec<Receipt>, LedgerError> {
        if let Some(why) = &self.poisoned {
            return Err(LedgerError::Poisoned { why: why.clone() });
        }
        self.prepare(group.number)?;
        if let Err(error) = self.write(&group, commits, unproven) {
            self.take_back(&error);
            return Err(error);
        }
        self.tail = Tail {
            events_bytes: group.before.events_bytes + group.lines.len() as u64,
            payloads_bytes: group.before.payloads_bytes + group.payloads.len() as u64,
        };
        self.head = group.head;
        let last_commit = group.before.events_bytes + group.last_commit as u64;
        let checkpoint =
            Checkpoint::new(group.number.0, last_commit, self.tail.events_bytes, self.head.hash.clone());
        // The commits are on the disk already: without this, opening reads more, and that is all.
        let _ = checkpoint.write(&self.dir, false);
        self.checkpoint = Some(checkpoint);
        Ok(group.receipts)
    }

    fn encode<'c>(&mut self, commits: &'c [NewCommit]) -> Result<(Group, Vec<Unproven<'c>>), LedgerError> {
        if self.encoders.is_empty() {
            self.encoders.resize_with(threads(), frame::Encoder::default);
        }
        let events = commits.iter().flat_map(|commit| &commit.events).collect();
        let encoded = in_parallel_with(&mut self.encoders, events, EVENTS_OF_A_THREAD, |encoder, events| {
            let encoded = events.map(|new: &NewEvent| encoder.encode(&new.event, &new.salt));
            Ok::<_, Infallible>(encoded.collect())
        });
        let Ok(encoded) = encoded;
        let mut encoded = encoded.into_iter();
        let (number, before) = self.target();
        let mut group = Group::new(number, before, self.head.clone());
        let mut unproven = Vec::with_capacity(encoded.len());
        for commit in commits {
            let unwritable = |why| LedgerError::Unwritable { commit: commit.commit.clone(), why };
            group.add(commit, &mut encoded, &mut unproven).map_err(unwritable)?;
        }
        Ok((group, unproven))
    }

    /// An empty group of events that are encoded already; `rolls` if they begin a segment.
    pub(super) fn raw_group(&self, rolls: bool) -> Group {
        let (number, before) = match self.last_segment() {
            None => (SegmentNumber::FIRST, Tail::default()),
            Some(last) if rolls && self.tail.events_bytes > 0 => (last.number.next(), Tail::default()),
            Some(last) => (last.number, self.tail),
        };
        Group::new(number, before, self.head.clone())
    }

    /// The segment that the next group goes to, and how long its files are.
    fn target(&self) -> (SegmentNumber, Tail) {
        let SegmentLimits { events_bytes, payloads_bytes } = self.limits;
        match self.last_segment() {
            None => (SegmentNumber::FIRST, Tail::default()),
            Some(last)
                if self.tail.events_bytes >= events_bytes || self.tail.payloads_bytes >= payloads_bytes =>
            {
                (last.number.next(), Tail::default())
            }
            Some(last) => (last.number, self.tail),
        }
    }

    /// Makes the segment if need be, and opens its files.
    fn prepare(&mut self, number: SegmentNumber) -> Result<(), LedgerError> {
        let is_new = self.last_segment().is_none_or(|last| last.number < number);
        if is_new || self.writer.as_ref().is_none_or(|writer| writer.number != number) {
            // Payloads first: header lines without a payload file would be damage.
            let payloads = open(&number.payloads_file(&self.dir))?;
            let events = open(&number.events_file(&self.dir))?;
            if is_new {
                // Left by a process that was killed while it made the pair; nothing in it was acknowledged.
                for (file, path) in
                    [(&payloads, number.payloads_file(&self.dir)), (&events, number.events_file(&self.dir))]
                {
                    file.set_len(0)
                        .and_then(|()| file.sync_all())
                        .map_err(|source| LedgerError::Io { path, source })?;
                }
                sync_directory(&self.dir)
                    .map_err(|source| LedgerError::Io { path: self.dir.clone(), source })?;
                self.segments.push(Segment { number, first: self.head.next });
                self.tail = Tail::default();
            }
            self.writer = Some(Writer { number, events, payloads });
        }
        Ok(())
    }

    fn write(&mut self, group: &Group, commits: usize, unproven: &[Unproven<'_>]) -> Result<(), LedgerError> {
        let io = |path| move |source| LedgerError::Io { path, source };
        let Some(writer) = &mut self.writer else {
            return Err(LedgerError::Poisoned { why: "no file is open".into() });
        };
        let failing = self.failing;
        let announced = (commits > 1).then(|| {
            let reach = group.before.events_bytes + group.lines.len() as u64;
            let mut announced = self.checkpoint.clone().unwrap_or_else(Checkpoint::of_nothing);
            announced.under_way = Some((group.number.0, reach));
            announced
        });
        let (dir, payloads) = (&self.dir, group.number.payloads_file(&self.dir));
        // All that must be done before a line is written is done while the disk takes the payloads.
        thread::scope(|scope| {
            let part = unproven.len().div_ceil(threads()).max(1);
            let proofs: Vec<_> = unproven.chunks(part).map(|part| scope.spawn(move || prove(part))).collect();
            let announcing = announced.map(|announced| scope.spawn(move || announced.write(dir, true)));
            failing
                .write(Step::Payloads, &mut writer.payloads, group.before.payloads_bytes, &group.payloads)
                .and_then(|()| failing.sync(Step::PayloadsSync, &writer.payloads))
                .map_err(io(payloads))?;
            if let Some(announcing) = announcing {
                joined(announcing).map_err(io(dir.join(super::checkpoint::FILE)))?;
            }
            proofs.into_iter().try_for_each(joined)
        })?;
        let events = || group.number.events_file(&self.dir);
        failing
            .write(Step::Lines, &mut writer.events, group.before.events_bytes, &group.lines)
            .map_err(io(events()))?;
        failing.sync(Step::LinesSync, &writer.events).map_err(io(events()))
    }

    /// Cuts both files back to what is acknowledged.
    fn take_back(&mut self, error: &LedgerError) {
        let Some(writer) = &self.writer else { return };
        let failing = self.failing;
        let cut = |file: &File, length| {
            failing.sync(Step::TakeBack, file)?;
            file.set_len(length)?;
            file.sync_data()
        };
        // Headers first: a header line without its payload is worse than the reverse.
        let taken_back = cut(&writer.events, self.tail.events_bytes)
            .and_then(|()| cut(&writer.payloads, self.tail.payloads_bytes));
        if taken_back.is_err() {
            self.poisoned = Some(error.to_string());
            self.writer = None;
        }
    }
}

/// An event that was encoded, and is not yet known to read back.
pub(super) struct Unproven<'c> {
    commit: &'c CommitId,
    event: &'c Event,
    plain: Vec<u8>,
}

/// That events read back; else the first that does not.
fn prove(unproven: &[Unproven<'_>]) -> Result<(), LedgerError> {
    unproven.iter().try_for_each(|it| {
        frame::reads_back(it.event, &it.plain)
            .map_err(|why| LedgerError::Unwritable { commit: it.commit.clone(), why })
    })
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Group {
    fn new(number: SegmentNumber, before: Tail, head: Head) -> Self {
        let (payloads, lines, receipts) = (Vec::new(), Vec::new(), Vec::new());
        Self { number, before, payloads, lines, last_commit: 0, head, receipts }
    }

    /// How much it has gathered.
    pub(super) fn bytes(&self) -> usize {
        self.payloads.len() + self.lines.len()
    }

    /// Takes an event that was checked to follow from the one before.
    pub(super) fn add_raw(&mut self, header: &Header, line: &[u8], frame: &frame::Frame) {
        if header.index == 0 {
            self.last_commit = self.lines.len();
        }
        self.head = Head { next: Position(header.seq.0 + 1), hash: header::hash(line), operation: header.op };
        self.lines.extend_from_slice(line);
        self.lines.push(b'\n');
        self.payloads.extend_from_slice(&frame.bytes);
    }

    /// Takes a commit and its events as they were encoded.
    fn add<'c>(
        &mut self,
        commit: &'c NewCommit,
        encoded: &mut impl Iterator<Item = Result<(frame::Frame, Vec<u8>), String>>,
        unproven: &mut Vec<Unproven<'c>>,
    ) -> Result<(), String> {
        let count = u32::try_from(commit.events.len()).map_err(|_| "it has too many events".to_owned())?;
        if count == 0 {
            return Err("it has no events".into());
        }
        if commit.operation < self.head.operation {
            return Err(format!(
                "its operation {} is over: {} has begun",
                commit.operation, self.head.operation
            ));
        }
        self.last_commit = self.lines.len();
        let first = self.head.next;
        for ((event, index), encoded) in commit.events.iter().zip(0..).zip(encoded) {
            let (frame, plain) = encoded?;
            unproven.push(Unproven { commit: &commit.commit, event: &event.event, plain });
            let header = Header {
                v: header::VERSION,
                seq: self.head.next,
                kind: event.event.kind().to_owned(),
                op: commit.operation,
                commit: commit.commit.clone(),
                index,
                count,
                id: event.id.clone(),
                recorded_at: commit.recorded_at.clone(),
                prev: self.head.hash.clone(),
                actor: commit.actor.clone(),
                tool: TOOL.to_owned(),
                payload_commit: frame.commitment,
                payload_offset_bytes: self.before.payloads_bytes + self.payloads.len() as u64,
                payload_length_bytes: frame.bytes.len() as u64,
            };
            let line = header::encode(&header)?;
            self.head = Head {
                next: Position(self.head.next.0 + 1),
                hash: header::hash(&line),
                operation: commit.operation,
            };
            self.lines.extend_from_slice(&line);
            self.lines.push(b'\n');
            self.payloads.extend_from_slice(&frame.bytes);
        }
        let last = Position(self.head.next.0 - 1);
        self.receipts.push(Receipt {
            commit: commit.commit.clone(),
            operation: commit.operation,
            first,
            last,
        });
        Ok(())
    }
}

fn open(path: &Path) -> Result<File, LedgerError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|source| LedgerError::Io { path: path.to_path_buf(), source })
}
