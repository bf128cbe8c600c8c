//! Processes: one killed while it writes, two at once.

use crate::table::{Outcome, Row, Table};
use crate::{Bench, Failure, sample};
use dateline_store::{Store, StoreError};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A workspace is killed so often before a new one is begun.
const KILLS_IN_ONE: u64 = 20;

/// A process is killed after at most so many acknowledgements, and then after at most so long.
const MOST_ACKNOWLEDGED: u64 = 12;
const MOST_MICROSECONDS: u64 = 4000;

/// Kills a writing process again and again, and looks after each kill.
pub(crate) fn run(bench: &mut Bench, table: &mut Table, kills: u64) -> Result<(), Failure> {
    let mut row = Row::new("process killed at a random moment");
    let mut views = Row::new("  views after such a kill");
    let mut dir = bench.directory()?;
    Store::create(dir.path())?;
    // What earlier processes had acknowledged in the same workspace is not forgotten by a later kill.
    let mut acknowledged = 0;
    for kill in 0..kills {
        if !bench.goes_on() {
            break;
        }
        if kill > 0 && kill % KILLS_IN_ONE == 0 {
            dir = bench.directory()?;
            Store::create(dir.path())?;
            acknowledged = 0;
        }
        acknowledged = acknowledged.max(killed(bench, dir.path())?);
        row.count(after(dir.path(), acknowledged));
        if kill % KILLS_IN_ONE == KILLS_IN_ONE - 1 || kill == kills - 1 {
            views.count(views_after(dir.path()));
        }
    }
    table.take(row);
    table.take(views);
    Ok(())
}

fn child(dir: &Path, arguments: &[&str]) -> Result<Child, Failure> {
    let program = std::env::current_exe()?;
    let mut command = Command::new(program);
    command.arg("--child").arg(dir).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    Ok(command.spawn()?)
}

/// Runs the writer and kills it; gives how many commits it had acknowledged.
fn killed(bench: &mut Bench, dir: &Path) -> Result<u64, Failure> {
    let mut child = child(dir, &[])?;
    let mut lines = BufReader::new(child.stdout.take().ok_or(Failure::Child("no output".into()))?);
    let mut line = String::new();
    let mut acknowledged = 0;
    for _ in 0..bench.random.below(MOST_ACKNOWLEDGED) {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            break;
        }
        acknowledged = line.trim().parse().unwrap_or(acknowledged);
    }
    std::thread::sleep(Duration::from_micros(bench.random.below(MOST_MICROSECONDS)));
    // On Unix this is SIGKILL.
    child.kill()?;
    let status = child.wait()?;
    // What it had said before it died is still in the pipe; a line without its end was not said.
    let mut rest = String::new();
    lines.read_to_string(&mut rest)?;
    for line in rest.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        acknowledged = line.trim().parse().unwrap_or(acknowledged);
    }
    if status.code().is_some() {
        let mut said = String::new();
        if let Some(mut stderr) = child.stderr.take() {
            stderr.read_to_string(&mut said)?;
        }
        return Err(Failure::Child(format!("it ended by itself: {}", said.trim())));
    }
    Ok(acknowledged)
}

/// How the workspace is after a kill.
fn after(dir: &Path, acknowledged: u64) -> Outcome {
    match Store::verify_closed(dir, Duration::ZERO, true, |_| ()) {
        Err(error) => return Outcome::Lost(format!("it cannot be verified: {error}")),
        Ok(report) => {
            if let Some(fault) = report.faults.first() {
                return Outcome::Wrong(format!("{} ({}): {}", fault.file.display(), fault.place, fault.what));
            }
        }
    }
    let store = match Store::open_with(dir, Duration::ZERO, sample::LIMITS) {
        Ok((store, _)) => store,
        Err(error) => return Outcome::Lost(format!("it cannot be opened: {error}")),
    };
    match sample::read_all(store.ledger()) {
        Err(what) => Outcome::Wrong(what),
        Ok(there) if there < acknowledged => {
            Outcome::Lost(format!("{acknowledged} commits were acknowledged, {there} are there"))
        }
        Ok(_) => Outcome::Good,
    }
}

fn views_after(dir: &Path) -> Outcome {
    let compared = Store::open_with(dir, Duration::ZERO, sample::LIMITS).and_then(|(store, _)| {
        store.catch_up()?;
        store.verify_views()
    });
    match compared {
        Err(error) => Outcome::Lost(format!("the views cannot be had: {error}")),
        Ok(Err(what)) => Outcome::Wrong(what),
        Ok(Ok(())) => Outcome::Good,
    }
}

/// One process while another has the workspace, and two that take turns.
pub(crate) fn two_at_once(bench: &mut Bench, table: &mut Table) -> Result<(), Failure> {
    let mut row = Row::new("two processes at once");
    let dir = bench.directory()?;
    Store::create(dir.path())?;
    let held = Store::open_with(dir.path(), Duration::ZERO, sample::LIMITS)?;
    row.count(match Store::open_with(dir.path(), Duration::ZERO, sample::LIMITS) {
        Err(StoreError::Busy(busy)) if busy.holder.is_some() => Outcome::Good,
        Err(error) => Outcome::Undetected(format!("the second was told: {error}")),
        Ok(_) => Outcome::Wrong("both have the workspace".into()),
    });
    drop(held);
    let each = "24";
    let both = [child(dir.path(), &["--commits", each])?, child(dir.path(), &["--commits", each])?];
    let mut said = Vec::new();
    for child in both {
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(Failure::Child(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        said.push(text.lines().next_back().and_then(|line| line.parse::<u64>().ok()).unwrap_or(0));
    }
    let sum: u64 = said.iter().sum();
    let there = Store::open_with(dir.path(), Duration::ZERO, sample::LIMITS)
        .map_err(|error| error.to_string())
        .and_then(|(store, _)| sample::read_all(store.ledger()));
    row.count(match there {
        Ok(there) if there == sum => Outcome::Good,
        Ok(there) => Outcome::Lost(format!("{sum} commits were acknowledged, {there} are there")),
        Err(what) => Outcome::Wrong(what),
    });
    table.take(row);
    Ok(())
}
