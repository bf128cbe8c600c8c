//! The whole ledger out of a workspace, and into one.

use crate::answer::Answer;
use crate::error::Error;
use crate::workspace::Workspace;
use dateline_store::ledger::check_export;
use serde::Serialize;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// A ledger that was written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedLedger {
    /// The file; null for standard output.
    pub file: Option<String>,
    /// How many events it holds.
    pub events: u64,
    /// SHA-256 of the last header line: what to note down outside.
    pub head: String,
}

/// A ledger that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedLedger {
    /// The file.
    pub file: String,
    /// How many events it holds.
    pub events: u64,
    /// How many of them were new to the workspace.
    pub added: u64,
    /// SHA-256 of the workspace's last header line now.
    pub head: String,
}

impl Workspace {
    /// Writes the whole ledger as JSON lines (`docs/formats/ledger-jsonl.md`), checking it on the way.
    /// `progress` is told the events written.
    pub fn export_jsonl(
        &self,
        out: &mut impl Write,
        progress: impl FnMut(u64),
    ) -> Result<Answer<ExportedLedger>, Error> {
        let head = self.store.export(out, progress).map_err(Error::Export)?;
        let data = ExportedLedger { file: None, events: head.next.0, head: head.hash.to_string() };
        Ok(Answer {
            schema: "dateline.export-jsonl/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data,
            warnings: self.noticed.clone(),
            next: Vec::new(),
        })
    }

    /// [`Workspace::export_jsonl`] into a new file, which is there only when it is whole and on the disk.
    ///
    /// # Errors
    /// If there is such a file already: an export is somebody's copy, and is not written over.
    pub fn export_jsonl_to(
        &self,
        path: &Path,
        progress: impl FnMut(u64),
    ) -> Result<Answer<ExportedLedger>, Error> {
        let io = |source| Error::File { path: path.to_owned(), source };
        if path.exists() {
            return Err(Error::FileExists { path: path.to_owned() });
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        let mut out = BufWriter::with_capacity(1 << 16, File::create(&part).map_err(io)?);
        let written = self.export_jsonl(&mut out, progress).and_then(|answer| {
            let file = out.into_inner().map_err(|error| io(error.into_error()))?;
            file.sync_all().and_then(|()| fs::rename(&part, path)).map_err(io)?;
            Ok(answer)
        });
        match written {
            Ok(mut answer) => {
                answer.data.file = Some(path.display().to_string());
                answer.next = vec![format!("dateline import jsonl {}", path.display())];
                Ok(answer)
            }
            Err(error) => {
                // Nobody misses half of it.
                let _ = fs::remove_file(&part);
                Err(error)
            }
        }
    }

    /// Checks a whole exported file without a workspace: so that none is made for a file that is damaged.
    /// Gives how many events it holds.
    pub fn check_jsonl(path: &Path) -> Result<u64, Error> {
        check_export(path).map_err(Error::Import)
    }

    /// Takes in a ledger that was exported: into an empty workspace, or into one that holds a first part of
    /// it. Nothing is changed unless all of the file is as it was exported. `progress` is told the events
    /// checked and then appended.
    pub fn import_jsonl(
        &mut self,
        path: &Path,
        progress: impl FnMut(u64),
    ) -> Result<Answer<ImportedLedger>, Error> {
        let imported = self.store.import(path, progress).map_err(Error::Import)?;
        let data = ImportedLedger {
            file: path.display().to_string(),
            events: imported.events,
            added: imported.added,
            head: imported.head.hash.to_string(),
        };
        Ok(Answer {
            schema: "dateline.import-jsonl/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data,
            warnings: self.noticed.clone(),
            next: vec!["dateline verify --deep".to_owned()],
        })
    }
}
