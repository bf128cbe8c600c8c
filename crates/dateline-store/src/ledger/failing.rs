//! Writes and syncs, which tests can make fail as a full or broken disk does.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};

/// The steps of an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Payloads,
    PayloadsSync,
    Lines,
    LinesSync,
    TakeBack,
}

/// Does what it is asked; in tests it can be told to fail as a full or broken disk does.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Failing {
    #[cfg(test)]
    pub(super) at: Option<Step>,
    /// Whether taking the write back fails too.
    #[cfg(test)]
    pub(super) for_good: bool,
}

impl Failing {
    #[cfg(test)]
    fn fails(self, step: Step) -> bool {
        self.at == Some(step) || (self.for_good && step == Step::TakeBack)
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self)] // only tests make it fail
    fn fails(self, _: Step) -> bool {
        false
    }

    pub(super) fn write(self, step: Step, file: &mut File, at: u64, bytes: &[u8]) -> io::Result<()> {
        file.seek(SeekFrom::Start(at))?;
        if self.fails(step) {
            file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        file.write_all(bytes)
    }

    pub(super) fn sync(self, step: Step, file: &File) -> io::Result<()> {
        if self.fails(step) { Err(io::ErrorKind::StorageFull.into()) } else { file.sync_data() }
    }
}
