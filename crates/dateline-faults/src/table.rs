//! What was tried, and what came of it.

use std::fmt;
use std::io::{self, Write as _};

/// Counts of one kind of fault.
#[derive(Debug, Default)]
pub(crate) struct Row {
    name: String,
    trials: u64,
    lost: u64,
    wrong: u64,
    undetected: u64,
    /// Why there is no count, if it could not be tried.
    skipped: Option<String>,
    /// What went wrong first, in words.
    first: Option<String>,
}

/// What a trial showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is as it must be.
    Good,
    /// Something acknowledged is gone, or the workspace cannot be gone on with.
    Lost(String),
    /// Something that was not written was read.
    Wrong(String),
    /// Damage that nobody told.
    Undetected(String),
}

impl Row {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    pub(crate) fn count(&mut self, outcome: Outcome) {
        self.trials += 1;
        let (count, what) = match outcome {
            Outcome::Good => return,
            Outcome::Lost(what) => (&mut self.lost, what),
            Outcome::Wrong(what) => (&mut self.wrong, what),
            Outcome::Undetected(what) => (&mut self.undetected, what),
        };
        *count += 1;
        self.first.get_or_insert(what);
    }

    /// That it could not be tried.
    pub(crate) fn skip(&mut self, why: impl Into<String>) {
        self.skipped = Some(why.into());
    }

    fn is_clean(&self) -> bool {
        self.lost + self.wrong + self.undetected == 0
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<44} {:>7} {:>5} {:>6} {:>11}",
            self.name, self.trials, self.lost, self.wrong, self.undetected
        )?;
        if let Some(why) = &self.skipped {
            write!(f, "  SKIPPED: {why}")?;
        }
        self.first.as_ref().map_or(Ok(()), |first| write!(f, "\n    first: {first}"))
    }
}

/// All rows.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// Takes a row that is complete, and says on standard error that it is. Nothing tried is nothing shown.
    pub(crate) fn take(&mut self, mut row: Row) {
        if row.trials == 0 && row.skipped.is_none() {
            row.skip("no time was left");
        }
        let _ = writeln!(io::stderr(), "{}", row.name);
        self.0.push(row);
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.0.iter().all(Row::is_clean)
    }

    pub(crate) fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let head = ("fault", "trials", "lost", "wrong", "undetected");
        writeln!(out, "{:<44} {:>7} {:>5} {:>6} {:>11}", head.0, head.1, head.2, head.3, head.4)?;
        for row in &self.0 {
            writeln!(out, "{row}")?;
        }
        Ok(())
    }
}
