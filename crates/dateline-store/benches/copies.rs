//! Telling which articles that were just taken carry text of others. `cargo bench -p dateline-store --bench copies`.
//!
//! `DATELINE_BENCH_ARTICLES=30000` measures other numbers than 1,000 and 10,000 (comma-separated). Articles have 660
//! runs of five words, of which one in eleven may be another's. CPU in microseconds an article, on all processors; of one
//! more, by the articles that it is compared with.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod made;

use dateline_core::id::{ArticleId, OperationNumber};
use dateline_store::{ExpectedPosition, Layout, Store, ViewName};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

fn main() {
    let short = !std::env::args().any(|argument| argument == "--bench");
    let sizes = std::env::var("DATELINE_BENCH_ARTICLES").unwrap_or_else(|_| "1000,10000".to_owned());
    let sizes = if short { "20".to_owned() } else { sizes };
    println!(
        "| articles | indexed/s | CPU | compared/s, all with all | CPU | one more: indexed, ms | compared, ms | CPU | KB an article |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for size in sizes.split(',') {
        measure(size.trim().parse().unwrap());
    }
}

fn measure(articles: u64) {
    let scratch = tempfile::tempdir().unwrap();
    made::fill(scratch.path(), articles, made::STORY);
    let mut store = Store::open(scratch.path(), Duration::ZERO).unwrap().0;
    // Of all that is folded, the view of copies alone is measured.
    store.stories().unwrap();
    let none = BTreeSet::new();
    let (began, before) = (Instant::now(), made::cpu_time());
    store.copies(&none).unwrap();
    let (index, index_cpu) = (began.elapsed(), made::cpu_micros(before, articles));
    let all: BTreeSet<ArticleId> = (0..articles).map(made::id).collect();
    let (began, before) = (Instant::now(), made::cpu_time());
    store.copies(&all).unwrap();
    let (compare, compare_cpu) = (began.elapsed(), made::cpu_micros(before, articles));
    let mut one_more: Vec<(Duration, Duration, String)> = Vec::new();
    for extra in 0..5 {
        let mut commit = made::commit(articles + extra, made::STORY);
        commit.operation = OperationNumber(2);
        store.append(ExpectedPosition::Any, &[commit]).unwrap();
        store.stories().unwrap();
        let began = Instant::now();
        store.copies(&none).unwrap();
        let indexed = began.elapsed();
        let (began, before) = (Instant::now(), made::cpu_time());
        store.copies(&BTreeSet::from([made::id(articles + extra)])).unwrap();
        one_more.push((began.elapsed(), indexed, made::cpu_micros(before, articles)));
    }
    one_more.sort();
    let (compared, indexed, cpu_of_one) = &one_more[2];
    drop(store);
    let view = Layout::in_dir(scratch.path()).views().join(ViewName::Copies.directory());
    #[allow(clippy::cast_precision_loss)] // small counts
    let rate = |took: Duration| articles as f64 / took.as_secs_f64();
    let millis = |took: Duration| took.as_secs_f64() * 1000.0;
    println!(
        "| {articles} | {:.0} | {index_cpu} | {:.0} | {compare_cpu} | {:.1} | {:.1} | {cpu_of_one} | {} |",
        rate(index),
        rate(compare),
        millis(*indexed),
        millis(*compared),
        made::disk_bytes(&view) / articles / 1000,
    );
}
