//! A disk that is full, and one that takes no writing.

use crate::damage::Files;
use crate::table::{Outcome, Row, Table};
use crate::{Bench, Failure, sample};
use dateline_store::{ExpectedPosition, LedgerError, Store, StoreError};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Sizes of the small disks, in KiB: pages differ in what they leave for the last write.
const SIZES_KIB: [u32; 6] = [64, 72, 80, 96, 112, 128];

/// A small file system in memory; it is taken off when this is dropped.
struct Small(PathBuf);

impl Small {
    /// `None` where that is not allowed.
    fn mount(at: &Path, kib: u32) -> Option<Self> {
        let size = format!("size={kib}k");
        let arguments = ["-t", "tmpfs", "-o", &size, "dateline-faults"];
        ran(Command::new("mount").args(arguments).arg(at)).then(|| Self(at.to_owned()))
    }

    fn remount(&self, options: &str) -> bool {
        ran(Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        ran(Command::new("umount").arg(&self.0));
    }
}

fn ran(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Fills small disks, and forbids writing to them.
pub(crate) fn run(bench: &mut Bench, table: &mut Table) -> Result<(), Failure> {
    let mut full = Row::new("disk full");
    let mut read_only = Row::new("directory read-only");
    for kib in SIZES_KIB {
        let dir = bench.directory()?;
        let Some(small) = Small::mount(dir.path(), kib) else {
            let why = "a small file system cannot be mounted here (that needs root)";
            full.skip(why);
            read_only.skip(why);
            break;
        };
        full.count(filled(dir.path(), &small)?);
        read_only.count(forbidden(dir.path(), &small)?);
    }
    table.take(full);
    table.take(read_only);
    Ok(())
}

/// Appends until the disk is full, and goes on when there is room.
fn filled(dir: &Path, small: &Small) -> Result<Outcome, Failure> {
    Store::create(dir)?;
    let (mut store, _) = Store::open_with(dir, Duration::ZERO, sample::LIMITS)?;
    let mut acknowledged = 0;
    let error = loop {
        match store.append(ExpectedPosition::Any, &sample::group(acknowledged, 2)) {
            Ok(_) => acknowledged += 2,
            Err(error) => break error,
        }
        if acknowledged > 100_000 {
            return Err(Failure::Child("the small disk is never full".into()));
        }
    };
    if !matches!(&error, StoreError::Ledger(LedgerError::Io { source, .. }) if source.kind() == std::io::ErrorKind::StorageFull)
    {
        return Ok(Outcome::Undetected(format!("a full disk was told as: {error}")));
    }
    let still = sample::read_all(store.ledger());
    drop(store);
    if still != Ok(acknowledged) {
        return Ok(Outcome::Wrong(format!("{acknowledged} were acknowledged, and then {still:?}")));
    }
    // Reading needs no room.
    let read = Store::open_with(dir, Duration::ZERO, sample::LIMITS)
        .map_err(|error| error.to_string())
        .and_then(|(store, _)| sample::read_all(store.ledger()));
    if read != Ok(acknowledged) {
        return Ok(Outcome::Lost(format!("opened on the full disk, {acknowledged} became {read:?}")));
    }
    if !small.remount("size=4m") {
        return Err(Failure::Child("the small disk cannot be made larger".into()));
    }
    let (mut store, _) = Store::open_with(dir, Duration::ZERO, sample::LIMITS)?;
    store.append(ExpectedPosition::Any, &sample::group(acknowledged, 2))?;
    let then = sample::read_all(store.ledger());
    drop(store);
    let report = Store::verify_closed(dir, Duration::ZERO, true, |_| ())?;
    Ok(match (then, report.faults.first()) {
        (Ok(then), None) if then == acknowledged + 2 => Outcome::Good,
        (then, fault) => Outcome::Wrong(format!("with room again: {then:?}, {fault:?}")),
    })
}

/// A workspace that may not be written to: refused with a sentence, untouched, whole when it may be again.
fn forbidden(dir: &Path, small: &Small) -> Result<Outcome, Failure> {
    let before = Files::taken(dir)?;
    if !small.remount("ro") {
        return Err(Failure::Child("the small disk cannot be made read-only".into()));
    }
    let opened = Store::open_with(dir, Duration::ZERO, sample::LIMITS);
    let appended = opened.and_then(|(mut store, _)| {
        let first = sample::commits_before(store.head().next).unwrap_or(0);
        store.append(ExpectedPosition::Any, &sample::group(first, 1))
    });
    if !small.remount("rw") {
        return Err(Failure::Child("the small disk cannot be made writable again".into()));
    }
    let Err(error) = appended else {
        return Ok(Outcome::Wrong("an append was acknowledged on a read-only disk".into()));
    };
    if !error.to_string().contains(".dateline") {
        return Ok(Outcome::Undetected(format!("told without the path: {error}")));
    }
    if Files::taken(dir)?.0 != before.0 {
        return Ok(Outcome::Wrong("files changed on a read-only disk".into()));
    }
    let (store, _) = Store::open_with(dir, Duration::ZERO, sample::LIMITS)?;
    Ok(match sample::read_all(store.ledger()) {
        Ok(_) => Outcome::Good,
        Err(what) => Outcome::Lost(what),
    })
}
