//! What the benchmarks over a directory of articles share.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The `.txt` files below the directory that the command line names, one in `one_in` of them; `None` if it names
/// none.
pub(crate) fn read(one_in: usize) -> Option<Vec<String>> {
    // cargo adds `--bench` to what is given after `--`.
    let directory = std::env::args().skip(1).find(|argument| !argument.starts_with("--"))?;
    let mut paths = Vec::new();
    texts(Path::new(&directory), &mut paths);
    paths.sort();
    Some(paths.iter().step_by(one_in).filter_map(|path| std::fs::read_to_string(path).ok()).collect())
}

fn texts(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
}

/// The time that this thread has spent on the processor.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// The shortest of several rounds, in time on the processor where the system tells it (Linux), so that other
/// work on the machine counts for little; with what the work gave.
pub(crate) fn best(rounds: usize, mut work: impl FnMut() -> usize) -> (Duration, usize) {
    let round = |work: &mut dyn FnMut() -> usize| {
        let (start, on_processor) = (Instant::now(), on_processor());
        let made = work();
        let spent = self::on_processor().zip(on_processor).map(|(end, start)| end.saturating_sub(start));
        (spent.unwrap_or_else(|| start.elapsed()), made)
    };
    (0..rounds).map(|_| round(&mut work)).min().unwrap()
}
