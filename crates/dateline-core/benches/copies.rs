//! Finding copies among articles of 660 runs of five words: `cargo bench -p dateline-core --bench copies`.
//! One thread. `DATELINE_BENCH_COPIES` gives the numbers of articles, separated by commas.
//!
//! One article in five is an agency's report with a beginning of its own, each report carried by about twenty.
//! One in three has a note of 55 runs below it that is common to its outlet's articles.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::origin::Copies;
use std::time::{Duration, Instant};

/// Runs of an article.
const RUNS: usize = 660;
/// Runs of a note below it.
const NOTE: usize = 55;
const OUTLETS: u64 = 50;
/// Articles that carry one report, about.
const CARRIERS: u64 = 20;

/// The `number`th run of everything that `what` says (the finalizer of Steele and others 2014, "`SplitMix`").
fn run(what: u64, number: usize) -> u64 {
    let mut z = (what << 20 | number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) >> 11
}

/// The runs of an article of so many, sorted.
fn text(number: u64, all: u64) -> Vec<u64> {
    let (own, report, outlet) =
        (number, (1 << 32) + number / 5 % (all / 5 / CARRIERS).max(1), (1 << 33) + number % OUTLETS);
    let carried = if number.is_multiple_of(5) { RUNS * 3 / 4 } else { 0 };
    let note = if number.is_multiple_of(3) { NOTE } else { 0 };
    let from = |what: u64, count: usize| (0..count).map(move |at| run(what, at));
    let mut text: Vec<u64> =
        from(report, carried).chain(from(outlet, note)).chain(from(own, RUNS - carried - note)).collect();
    text.sort_unstable();
    text.dedup();
    text
}

/// Time that this process has had on a processor.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the name, in brackets; time in user mode and in the system are the 14th and 15th.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

fn main() {
    let short = !std::env::args().any(|argument| argument == "--bench");
    let sizes = std::env::var("DATELINE_BENCH_COPIES").unwrap_or_else(|_| "1000,10000,30000".to_owned());
    let sizes = if short { "200".to_owned() } else { sizes };
    let times = if short { 1 } else { 5 };
    println!(
        "| articles | pairs found | articles a second, by the clock | by time on the processor |\n|---|---|---|---|"
    );
    for all in sizes.split(',').map(|size| size.trim().parse::<u64>().unwrap()) {
        let ids: Vec<ArticleId> =
            (0..all).map(|n| ArticleId::from_first_capture(&Sha256Hex::of(&n.to_be_bytes()))).collect();
        let texts: Vec<Vec<u64>> = (0..all).map(|n| text(n, all)).collect();
        #[allow(clippy::cast_precision_loss)] // few articles
        let rate = |took: Duration, times: u32| f64::from(times) * all as f64 / took.as_secs_f64().max(0.005);
        let (mut rates, mut pairs) = (Vec::new(), 0);
        let before = cpu_time();
        for _ in 0..times {
            let began = Instant::now();
            pairs = Copies::among(ids.iter().zip(texts.iter().map(Vec::as_slice))).iter().count();
            rates.push(rate(began.elapsed(), 1));
        }
        let on_processor = rate(cpu_time().saturating_sub(before), times);
        rates.sort_by(f64::total_cmp);
        println!(
            "| {all} | {pairs} | {:.0} to {:.0} | {on_processor:.0} |",
            rates[0],
            rates[rates.len() - 1]
        );
    }
}
