//! The process that writes until it is killed.

use crate::{Failure, sample};
use dateline_store::{ExpectedPosition, Store, StoreError};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

/// Views are folded after so many groups, so that a kill meets them too.
const FOLD_EVERY: u64 = 9;

/// How long a process waits for another one.
const WAIT: Duration = Duration::from_secs(60);

/// Appends groups of commits, and prints after each how many commits were acknowledged. With a limit it
/// opens the workspace for each group anew, so that others have their turn, and prints only its own.
pub(crate) fn run(dir: &Path, limit: u64) -> Result<(), Failure> {
    let takes_turns = limit < u64::MAX;
    let mut store = open(dir)?;
    let mut own = 0;
    for groups in 0_u64.. {
        if takes_turns {
            if own >= limit {
                break;
            }
            drop(store);
            store = open(dir)?;
        }
        let head = store.head().next;
        let first = sample::commits_before(head)
            .ok_or_else(|| Failure::Child(format!("the ledger ends within a commit, at {head}")))?;
        let commits = 1 + first % 4;
        store.append(ExpectedPosition::At(head), &sample::group(first, commits))?;
        own += commits;
        let mut out = io::stdout().lock();
        writeln!(out, "{}", if takes_turns { own } else { first + commits })?;
        out.flush()?;
        if !takes_turns && groups % FOLD_EVERY == FOLD_EVERY - 1 {
            store.catch_up()?;
        }
    }
    Ok(())
}

fn open(dir: &Path) -> Result<Store, StoreError> {
    Ok(Store::open_with(dir, WAIT, sample::LIMITS)?.0)
}
