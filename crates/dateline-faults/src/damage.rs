//! A workspace as bytes: made once, laid out for each trial, damaged, and looked at.

use crate::table::Outcome;
use crate::{Failure, sample};
use dateline_core::id::Position;
use dateline_store::{ExpectedPosition, Layout, Ledger, Store};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Files of a workspace by their path in it, as bytes. The lock and the views are not among them: the one
/// holds nothing, the others can be made again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files(pub(crate) Vec<(PathBuf, Vec<u8>)>);

impl Files {
    /// A workspace of so many commits, in a directory that is left behind.
    pub(crate) fn written(dir: &Path, commits: u64) -> Result<Self, Failure> {
        Store::create(dir)?;
        let (mut store, _) = Store::open_with(dir, Duration::ZERO, sample::LIMITS)?;
        for first in 0..commits {
            store.append(ExpectedPosition::Any, &sample::group(first, 1))?;
        }
        drop(store);
        Self::taken(dir)
    }

    /// The files that are there.
    pub(crate) fn taken(dir: &Path) -> Result<Self, Failure> {
        let layout = Layout::in_dir(dir);
        let mut files = vec![(PathBuf::from("format"), fs::read(layout.format_file())?)];
        for entry in fs::read_dir(layout.ledger())? {
            let entry = entry?;
            files.push((Path::new("ledger").join(entry.file_name()), fs::read(entry.path())?));
        }
        files.sort();
        Ok(Self(files))
    }

    /// Makes `dir` hold exactly these files.
    pub(crate) fn lay(&self, dir: &Path) -> Result<(), Failure> {
        let base = Layout::in_dir(dir).base().to_owned();
        if base.exists() {
            fs::remove_dir_all(&base)?;
        }
        for part in ["ledger", "views"] {
            fs::create_dir_all(base.join(part))?;
        }
        for (path, bytes) in &self.0 {
            fs::write(base.join(path), bytes)?;
        }
        Ok(())
    }

    /// The file at a path.
    pub(crate) fn get(&self, path: &Path) -> &[u8] {
        self.0.iter().find(|(name, _)| name == path).map_or(&[], |(_, bytes)| bytes)
    }

    /// The same with another content at a path; without the file if there is none.
    pub(crate) fn with(&self, path: &Path, bytes: Option<Vec<u8>>) -> Self {
        let kept = self.0.iter().filter(|(name, _)| name != path).cloned();
        Self(kept.chain(bytes.map(|bytes| (path.to_owned(), bytes))).collect())
    }

    /// The positions of the event whose line or frame holds a byte; `None` for other files.
    pub(crate) fn event_at(&self, path: &Path, byte: usize) -> Option<Position> {
        let ending = path.extension()?;
        let events = path.with_extension("events");
        let lines = self.get(&events);
        let mut start = 0;
        for line in lines.split_inclusive(|b| *b == b'\n') {
            let end = start + line.len();
            let frame_end = number(line, "payload_offset_bytes")? + number(line, "payload_length_bytes")?;
            let holds = if ending == "events" { byte < end } else { (byte as u64) < frame_end };
            if holds {
                return number(line, "seq").map(Position);
            }
            start = end;
        }
        None
    }
}

/// A member of a header line that is an integer; found here without the code under test.
fn number(line: &[u8], name: &str) -> Option<u64> {
    let text = str::from_utf8(line).ok()?;
    let at = text.find(&format!("\"{name}\":"))? + name.len() + 3;
    text[at..].split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Looks at a damaged workspace: whether somebody says so and names one of `files` (and the event at `at`
/// or a neighbour of it, if one is given), and whether anything is read that was not written.
pub(crate) fn look(
    damaged: &Files,
    dir: &Path,
    files: &[&Path],
    at: Option<Position>,
    commits: u64,
) -> Result<Outcome, Failure> {
    damaged.lay(dir)?;
    let told = told(dir, files, at);
    // Verifying may have cut or made something anew.
    damaged.lay(dir)?;
    let read = read(dir, commits, at);
    Ok(match (told, read) {
        (_, Outcome::Wrong(what)) => Outcome::Wrong(what),
        (Outcome::Good, read) => read,
        (told, _) => told,
    })
}

/// Whether verifying tells of the damage.
fn told(dir: &Path, files: &[&Path], at: Option<Position>) -> Outcome {
    let names = |path: &Path| files.iter().any(|file| path.ends_with(file));
    let report = match Store::verify_closed(dir, Duration::ZERO, false, |_| ()) {
        Ok(report) => report,
        // A workspace that cannot be opened at all: the sentence names the file.
        Err(error) => {
            let said = error.to_string();
            let is_told = files.iter().any(|file| said.contains(&*file.to_string_lossy()));
            return if is_told { Outcome::Good } else { Outcome::Undetected(format!("only told: {said}")) };
        }
    };
    if let Some(cut) = &report.cut
        && report.faults.is_empty()
    {
        return Outcome::Lost(format!("taken for a crash, and cut at position {}", cut.at));
    }
    let near = |position: Position| at.is_none_or(|at| position.0.abs_diff(at.0) <= 1);
    let found = report
        .faults
        .iter()
        .any(|fault| names(&fault.file) && (at.is_none() || fault.position.is_some_and(near)));
    let checkpoint = report.lost_checkpoint.is_some_and(|lost| names(&lost.file));
    if found || checkpoint {
        return Outcome::Good;
    }
    let faults: Vec<String> = report
        .faults
        .iter()
        .map(|fault| format!("{} ({}): {}", fault.file.display(), fault.place, fault.what))
        .collect();
    Outcome::Undetected(format!("damage of {files:?} at {at:?} was told as {faults:?}"))
}

/// Whether everything that can be read is what was written.
fn read(dir: &Path, commits: u64, at: Option<Position>) -> Outcome {
    let Ok((ledger, report)) = Ledger::open(&Layout::in_dir(dir).ledger(), sample::LIMITS) else {
        return Outcome::Good;
    };
    if report.cut.is_some() {
        return Outcome::Lost("opening cut something that was acknowledged".into());
    }
    let one = at.and_then(|at| ledger.read(at).ok());
    let all = ledger.read_from(Position(0)).map_while(Result::ok);
    if let Some(other) = one.into_iter().chain(all).find(|recorded| !sample::is_as_written(recorded)) {
        return Outcome::Wrong(format!("position {} is read as something else", other.header.seq));
    }
    let there = ledger.head().next;
    if sample::commits_before(there).is_some_and(|there| there < commits) {
        return Outcome::Lost(format!("it opens and ends at position {there}"));
    }
    Outcome::Good
}
