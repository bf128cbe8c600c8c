//! The rules by which header lines follow each other.

use super::header;
use super::{Head, Tail};
use dateline_core::event::Header;
use dateline_core::id::{CommitId, OperationNumber, Position};

/// What the next line must say. Fed line by line, in order.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    head: Head,
    /// The commit under way: some of its events were seen, not all.
    commit: Option<Pending>,
    /// Where the next payload frame starts in its file, in bytes.
    payloads_bytes: u64,
    /// Whether the next line is taken at its word, because what stands before it was not read.
    adopting: bool,
}

#[derive(Debug, Clone)]
struct Pending {
    commit: CommitId,
    operation: OperationNumber,
    next_index: u32,
    count: u32,
}

impl Chain {
    /// A chain at the very start of the ledger.
    pub(super) fn start() -> Self {
        Self { head: Head::empty(), commit: None, payloads_bytes: 0, adopting: false }
    }

    /// A chain that takes the next line, the first of a commit, at its word.
    pub(super) fn adopt() -> Self {
        Self { adopting: true, ..Self::start() }
    }

    /// A new segment begins: payload offsets count from 0 again.
    pub(super) fn begin_segment(&mut self) {
        self.payloads_bytes = 0;
    }

    /// Where the chain stands after the last line taken.
    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    /// Where payload frames end according to the lines taken, in bytes.
    pub(super) fn payloads_bytes(&self) -> u64 {
        self.payloads_bytes
    }

    /// Whether the last line taken was the last of its commit (or none was taken).
    pub(super) fn between_commits(&self) -> bool {
        self.commit.is_none()
    }

    /// The commit of which only a part was seen.
    pub(super) fn commit_under_way(&self) -> Option<&CommitId> {
        self.commit.as_ref().map(|pending| &pending.commit)
    }

    /// Takes the next line. Says in words what is wrong with it, if something is.
    ///
    /// The line is taken in any case, so that one altered line gives one fault (or two, itself and its
    /// neighbour's `prev`) and not one for every line that follows.
    pub(super) fn take(&mut self, line: &[u8], header: &Header) -> Result<(), String> {
        if std::mem::take(&mut self.adopting) {
            self.head.next = header.seq;
            self.head.hash = header.prev.clone();
            self.head.operation = header.op;
            self.payloads_bytes = header.payload_offset_bytes;
        }
        let judged = self.judge(header);
        self.head = Head {
            next: Position(header.seq.0.saturating_add(1)),
            hash: header::hash(line),
            operation: header.op,
        };
        self.payloads_bytes = header.payload_offset_bytes.saturating_add(header.payload_length_bytes);
        self.commit = (header.index.saturating_add(1) < header.count).then(|| Pending {
            commit: header.commit.clone(),
            operation: header.op,
            next_index: header.index + 1,
            count: header.count,
        });
        judged
    }

    fn judge(&self, header: &Header) -> Result<(), String> {
        let expect = |holds: bool, what: &str, found: &dyn std::fmt::Display, due: &dyn std::fmt::Display| {
            if holds { Ok(()) } else { Err(format!("{what} is {found} where {due} is due")) }
        };
        expect(header.seq == self.head.next, "its seq", &header.seq, &self.head.next)?;
        expect(header.prev == self.head.hash, "its prev", &header.prev, &self.head.hash)?;
        if let Some(pending) = &self.commit {
            expect(header.commit == pending.commit, "its commit", &header.commit, &pending.commit)?;
            expect(header.index == pending.next_index, "its index", &header.index, &pending.next_index)?;
            expect(header.count == pending.count, "its count", &header.count, &pending.count)?;
            expect(header.op == pending.operation, "its op", &header.op, &pending.operation)?;
        } else {
            expect(header.index == 0, "its index", &header.index, &0)?;
            expect(header.count > 0, "its count", &header.count, &"at least 1")?;
            let due = format!("{} or a later one", self.head.operation);
            expect(header.op >= self.head.operation, "its op", &header.op, &due)?;
        }
        let (offset, due) = (header.payload_offset_bytes, self.payloads_bytes);
        expect(offset == due, "its payload_offset_bytes", &offset, &due)
    }

    /// The lengths of the segment's files after the last line taken, which ends at `events_bytes`.
    pub(super) fn tail(&self, events_bytes: u64) -> Tail {
        Tail { events_bytes, payloads_bytes: self.payloads_bytes }
    }
}

/// Whether `lines` hold a whole commit that agrees with itself, whatever stood before it.
pub(super) fn holds_whole_commit<'a>(lines: impl Iterator<Item = &'a [u8]>) -> bool {
    let mut chain: Option<Chain> = None;
    for line in lines {
        let Ok(header) = header::parse(line) else {
            chain = None;
            continue;
        };
        let mut next = if header.index == 0 { Some(Chain::adopt()) } else { chain.take() };
        let fits = next.as_mut().is_some_and(|chain| chain.take(line, &header).is_ok());
        chain = next.filter(|_| fits);
        if chain.as_ref().is_some_and(Chain::between_commits) {
            return true;
        }
    }
    false
}
