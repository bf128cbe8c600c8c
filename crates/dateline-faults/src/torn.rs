//! A commit cut at every byte: what a process leaves that was stopped while it wrote.

use crate::damage::Files;
use crate::table::{Outcome, Row, Table};
use crate::{Bench, Failure, sample};
use dateline_store::{ExpectedPosition, Layout, Ledger};
use std::path::{Path, PathBuf};

/// How many commits there are before the one that is cut: so that it goes on in a segment, and begins one.
const BEFORE: [u64; 2] = [7, 8];

/// Cuts the last commit at every byte of its payloads, then at every byte of its lines.
pub(crate) fn run(bench: &mut Bench, table: &mut Table) -> Result<(), Failure> {
    let mut of_payloads = Row::new("last commit cut at each byte of its payloads");
    let mut of_lines = Row::new("last commit cut at each byte of its lines");
    for commits in BEFORE {
        let (before, after) = (bench.directory()?, bench.directory()?);
        let before = Files::written(before.path(), commits)?;
        let after = Files::written(after.path(), commits + 1)?;
        let (payloads, events) = last_segment(&after);
        // Both files of a segment are made before the first byte of either is written.
        let old_lines = before.get(&events).to_vec();
        let (start, end) = (before.get(&payloads).len(), after.get(&payloads).len());
        let before = before.with(&events, Some(old_lines.clone()));
        let dir = bench.directory()?;
        // While payloads are written there are no new lines; while lines are written all payloads are there.
        for end in start..=end {
            let files = before.with(&payloads, Some(after.get(&payloads)[..end].to_vec()));
            of_payloads.count(opened(&files, dir.path(), commits)?);
        }
        let all = before.with(&payloads, Some(after.get(&payloads).to_vec()));
        for end in old_lines.len()..=after.get(&events).len() {
            let whole = end == after.get(&events).len();
            let files = all.with(&events, Some(after.get(&events)[..end].to_vec()));
            of_lines.count(opened(&files, dir.path(), commits + u64::from(whole))?);
        }
    }
    table.take(of_payloads);
    table.take(of_lines);
    Ok(())
}

fn last_segment(files: &Files) -> (PathBuf, PathBuf) {
    let events = files.0.iter().rev().find(|(path, _)| path.extension().is_some_and(|end| end == "events"));
    let events = events.map(|(path, _)| path.clone()).unwrap_or_default();
    (events.with_extension("payloads"), events)
}

/// What opening makes of it: exactly so many commits, and the next can be appended.
fn opened(files: &Files, dir: &Path, commits: u64) -> Result<Outcome, Failure> {
    files.lay(dir)?;
    let ledger = Layout::in_dir(dir).ledger();
    let gone_on = Ledger::open(&ledger, sample::LIMITS).and_then(|(mut ledger, _)| {
        let there = sample::read_all(&ledger);
        ledger.append(ExpectedPosition::Any, &sample::group(commits, 1))?;
        Ok((there, sample::read_all(&ledger)))
    });
    Ok(match gone_on {
        Err(error) => Outcome::Lost(format!("it cannot be gone on with: {error}")),
        Ok((Err(what), _) | (_, Err(what))) => Outcome::Wrong(what),
        Ok((Ok(there), Ok(then))) if there == commits && then == commits + 1 => Outcome::Good,
        Ok((Ok(there), Ok(_))) if there < commits => {
            Outcome::Lost(format!("{there} commits of {commits} are there"))
        }
        Ok((Ok(there), Ok(_))) => Outcome::Wrong(format!("{there} commits are there, {commits} were whole")),
    })
}
