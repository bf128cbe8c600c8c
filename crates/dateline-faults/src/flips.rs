//! Bits that change where they lie.

use crate::damage::{self, Files};
use crate::table::{Row, Table};
use crate::{Bench, Failure};

/// How many commits the workspace has whose bits are flipped.
const COMMITS: u64 = 30;

/// Flips one bit at a time, each file as often as the others.
pub(crate) fn run(bench: &mut Bench, table: &mut Table, flips: u64) -> Result<(), Failure> {
    let dir = bench.directory()?;
    let files = Files::written(dir.path(), COMMITS)?;
    let mut kinds = ["header lines", "payloads", "checkpoint", "format"]
        .map(|kind| Row::new(format!("one bit flipped: {kind}")));
    for flip in 0..flips {
        if !bench.goes_on() {
            break;
        }
        let nth = usize::try_from(flip).unwrap_or(0) % files.0.len();
        let (path, bytes) = &files.0[nth];
        if bytes.is_empty() {
            continue;
        }
        let byte = bench.random.index(bytes.len());
        let mut flipped = bytes.clone();
        flipped[byte] ^= 1 << bench.random.below(8);
        let at = files.event_at(path, byte);
        let outcome =
            damage::look(&files.with(path, Some(flipped)), dir.path(), &[path.as_path()], at, COMMITS)?;
        let kind = match path.extension().and_then(|ending| ending.to_str()) {
            Some("events") => 0,
            Some("payloads") => 1,
            _ if path.ends_with("checkpoint") => 2,
            _ => 3,
        };
        kinds[kind].count(outcome);
    }
    for row in kinds {
        table.take(row);
    }
    Ok(())
}
