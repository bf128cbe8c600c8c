//! A clock that is set back.

use crate::table::{Outcome, Row, Table};
use crate::{Bench, Failure, sample};
use dateline_core::id::Position;
use dateline_store::{ExpectedPosition, Store};
use std::time::Duration;

const TRIALS: u64 = 20;
const COMMITS: u64 = 12;

/// Commits whose instants jump about: nothing is refused, and every jump back is told.
pub(crate) fn run(bench: &mut Bench, table: &mut Table) -> Result<(), Failure> {
    let mut row = Row::new("clock running backwards");
    for _ in 0..TRIALS {
        let dir = bench.directory()?;
        Store::create(dir.path())?;
        let (mut store, _) = Store::open_with(dir.path(), Duration::ZERO, sample::LIMITS)?;
        let mut expected = Vec::new();
        let mut last = 0;
        for number in 0..COMMITS {
            let now = bench.random.below(50_000);
            let mut commit = sample::commit(number);
            commit.recorded_at = sample::recorded_at(now);
            if number > 0 && now < last {
                expected.push(store.head().next);
            }
            last = now;
            store.append(ExpectedPosition::Any, &[commit])?;
        }
        drop(store);
        let report = Store::verify_closed(dir.path(), Duration::ZERO, true, |_| ())?;
        let told: Vec<Position> = report.set_back.iter().map(|back| back.position).collect();
        row.count(if !report.faults.is_empty() {
            Outcome::Wrong(format!("taken for a fault: {}", report.faults[0].what))
        } else if told == expected {
            Outcome::Good
        } else {
            Outcome::Undetected(format!("set back at {expected:?}, told at {told:?}"))
        });
    }
    table.take(row);
    Ok(())
}
