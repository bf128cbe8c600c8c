//! Folding, rebuilding and reopening views. `cargo bench -p dateline-store --bench views`.
//!
//! `DATELINE_BENCH_ASSERTIONS=1000000` measures other sizes than 10,000 and 100,000 (comma-separated).
//! Stories have 1,000 articles; `DATELINE_BENCH_STORY` says otherwise.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod made;

use dateline_core::id::StoryName;
use dateline_store::{ExpectedPosition, Layout, Store};
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let short = !std::env::args().any(|argument| argument == "--bench");
    let sizes = std::env::var("DATELINE_BENCH_ASSERTIONS").unwrap_or_else(|_| "10000,100000".to_owned());
    let sizes = if short { "400".to_owned() } else { sizes };
    let story = std::env::var("DATELINE_BENCH_STORY").map_or(made::STORY, |size| size.parse().unwrap());
    println!("Stories of {story} articles. CPU in microseconds an assertion, on all processors.\n");
    println!(
        "| assertions | fold/s | CPU | rebuild/s | CPU | reopen ms | one more, ms | views / JSON | ledger / JSON | peak MiB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for size in sizes.split(',') {
        measure(size.trim().parse().unwrap(), story);
    }
}

fn open(dir: &Path) -> Store {
    Store::open(dir, Duration::ZERO).unwrap().0
}

fn measure(assertions: u64, story_size: u64) {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path();
    let articles = assertions / made::ASSERTIONS;
    let json = made::fill(dir, articles, story_size);
    let store = open(dir);
    let (began, before) = (Instant::now(), made::cpu_time());
    store.catch_up().unwrap();
    let (fold, fold_cpu) = (began.elapsed(), made::cpu_micros(before, assertions));
    drop(store);
    let mut store = open(dir);
    let (began, before) = (Instant::now(), made::cpu_time());
    store.rebuild(|_| ()).unwrap();
    let (rebuild, rebuild_cpu) = (began.elapsed(), made::cpu_micros(before, assertions));
    drop(store);
    // What a command does before it can answer.
    let first_story: StoryName = made::story(0, story_size);
    let mut reopen: Vec<Duration> = Vec::new();
    for _ in 0..3 {
        let began = Instant::now();
        let store = open(dir);
        store.catch_up().unwrap();
        reopen.push(began.elapsed());
        assert!(store.stories().unwrap().contains(&first_story));
    }
    reopen.sort();
    let mut store = open(dir);
    store.catch_up().unwrap();
    let mut one_more: Vec<Duration> = Vec::new();
    for extra in 0..3 {
        let mut commit = made::commit(articles + extra, u64::MAX);
        commit.operation = dateline_core::id::OperationNumber(2);
        store.append(ExpectedPosition::Any, &[commit]).unwrap();
        let began = Instant::now();
        store.catch_up().unwrap();
        one_more.push(began.elapsed());
    }
    one_more.sort();
    drop(store);
    let layout = Layout::in_dir(dir);
    #[allow(clippy::cast_precision_loss)] // bytes of a scratch directory
    let share = |bytes: u64| bytes as f64 / json as f64;
    #[allow(clippy::cast_precision_loss)] // small counts
    let rate = |took: Duration| assertions as f64 / took.as_secs_f64();
    let millis = |took: Duration| took.as_secs_f64() * 1000.0;
    println!(
        "| {assertions} | {:.0} | {fold_cpu} | {:.0} | {rebuild_cpu} | {:.0} | {:.0} | {:.2} | {:.2} | {} |",
        rate(fold),
        rate(rebuild),
        millis(reopen[1]),
        millis(one_more[1]),
        share(made::disk_bytes(&layout.views())),
        share(made::disk_bytes(&layout.ledger())),
        made::peak_memory_mib().map_or_else(|| "?".to_owned(), |mib| mib.to_string())
    );
}
