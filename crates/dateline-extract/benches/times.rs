//! Words a second of the temporal tagger, over a directory of articles: `cargo bench -p dateline-extract
//! --bench times -- DIR`, every `.txt` file below it. One thread; the best of several rounds, in time on the
//! processor where the system tells it (Linux), so that other work on the machine counts for little.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

use dateline_extract::times::{TimeTagger, TimeText};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;

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

fn best(mut work: impl FnMut() -> usize) -> (Duration, usize) {
    let round = |work: &mut dyn FnMut() -> usize| {
        let (start, on_processor) = (Instant::now(), on_processor());
        let made = work();
        let spent = self::on_processor().zip(on_processor).map(|(end, start)| end.saturating_sub(start));
        (spent.unwrap_or_else(|| start.elapsed()), made)
    };
    (0..ROUNDS).map(|_| round(&mut work)).min().unwrap()
}

fn main() {
    // cargo adds `--bench` to what is given after `--`.
    let Some(directory) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("give a directory of .txt files: cargo bench -p dateline-extract --bench times -- DIR");
        return;
    };
    let mut paths = Vec::new();
    texts(Path::new(&directory), &mut paths);
    paths.sort();
    let articles: Vec<String> = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let words: usize = articles.iter().map(|text| text.split_whitespace().count()).sum();
    let bytes: usize = articles.iter().map(String::len).sum();
    println!("{} articles, {words} words, {bytes} bytes", articles.len());

    let start = Instant::now();
    let tagger = TimeTagger::new().unwrap();
    println!("compiling the rules: {:?}", start.elapsed());
    let written = Some("2012-06-15".parse().unwrap());
    let read: Vec<TimeText<'_>> = articles.iter().map(|text| tagger.read(text)).collect();
    let per_second = |time: Duration| words as f64 / time.as_secs_f64() / 1e6;

    let (time, found) = best(|| read.iter().map(|text| tagger.times(text, written).len()).sum());
    println!(
        "times alone, given sentences and tokens: {:.2} million words a second, {found} times",
        per_second(time)
    );
    let (time, tokens) = best(|| articles.iter().map(|text| tagger.read(text).token_count()).sum());
    println!("sentences and tokens alone: {:.2} million words a second, {tokens} tokens", per_second(time));
    let (time, _) =
        best(|| articles.iter().map(|text| tagger.times(&tagger.read(text), written).len()).sum());
    println!("both: {:.2} million words a second", per_second(time));
}
