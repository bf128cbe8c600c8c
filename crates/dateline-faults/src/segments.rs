//! Whole files gone, empty, cut or in each other's place.

use crate::damage::{self, Files};
use crate::table::{Row, Table};
use crate::{Bench, Failure};
use std::path::PathBuf;

/// How many commits the workspace has.
const COMMITS: u64 = 30;

/// How many places each file is cut at.
const CUTS: usize = 8;

/// Every file of the ledger, one after the other.
pub(crate) fn run(bench: &mut Bench, table: &mut Table) -> Result<(), Failure> {
    let dir = bench.directory()?;
    let files = Files::written(dir.path(), COMMITS)?;
    let paths: Vec<PathBuf> = files.0.iter().map(|(path, _)| path.clone()).collect();
    let mut missing = Row::new("a file missing");
    let mut emptied = Row::new("a file empty");
    let mut cut = Row::new("a file cut short");
    let mut swapped = Row::new("two segment files swapped");
    let mut copied = Row::new("a segment file in place of another");
    for path in &paths {
        let look = |damaged: &Files| damage::look(damaged, dir.path(), &[path.as_path()], None, COMMITS);
        // Without `format` there is no workspace, which is told as such and names the directory.
        if !path.ends_with("format") {
            missing.count(look(&files.with(path, None))?);
        }
        emptied.count(look(&files.with(path, Some(Vec::new())))?);
        let bytes = files.get(path);
        for _ in 0..CUTS {
            let length = bench.random.index(bytes.len());
            // A format without its LF is read as well.
            if !path.ends_with("format") {
                cut.count(look(&files.with(path, Some(bytes[..length].to_vec())))?);
            }
        }
    }
    let segments: Vec<&PathBuf> = paths.iter().filter(|path| path.extension().is_some()).collect();
    for (nth, &one) in segments.iter().enumerate() {
        for &other in &segments[nth + 1..] {
            if one.extension() != other.extension() {
                continue;
            }
            let (of_one, of_other) = (files.get(one).to_vec(), files.get(other).to_vec());
            let both = files.with(one, Some(of_other.clone())).with(other, Some(of_one));
            let named = [one.as_path(), other.as_path()];
            swapped.count(damage::look(&both, dir.path(), &named, None, COMMITS)?);
            let copy = files.with(one, Some(of_other));
            copied.count(damage::look(&copy, dir.path(), &named, None, COMMITS)?);
        }
    }
    for row in [missing, emptied, cut, swapped, copied] {
        table.take(row);
    }
    Ok(())
}
