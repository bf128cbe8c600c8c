//! The whole ledger out to a file, and in again.

use super::Store;
use crate::ledger::{ExportError, Foreign, Head, ImportError, Imported};
use std::io::Write;
use std::path::Path;

impl Store {
    /// Writes the whole ledger as JSON lines, checked on the way. `progress` is told the events written.
    pub fn export(&self, out: &mut impl Write, progress: impl FnMut(u64)) -> Result<Head, ExportError> {
        self.ledger.export(out, progress)
    }

    /// Compares an exported ledger with this one, commit by commit.
    pub fn read_foreign(&self, file: &Path) -> Result<Foreign, ImportError> {
        self.ledger.read_foreign(file)
    }

    /// Appends what an exported file holds beyond this ledger, which must be empty or a first part of it.
    /// Nothing is changed unless everything in the file is as it was exported. Views follow when they are
    /// asked.
    pub fn import(&mut self, file: &Path, progress: impl FnMut(u64)) -> Result<Imported, ImportError> {
        self.ledger.import(file, progress)
    }
}
