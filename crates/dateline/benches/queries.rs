//! Questions to a story of 1,000 articles (20 assertions each), in process: `cargo bench -p dateline --bench
//! queries`. The claim that is asked for has 100 assertions. `DATELINE_BENCH_ARTICLES` adds further stories.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../../dateline-store/benches/made/mod.rs"]
mod made;

use dateline::{AsOf, Environment, HistoryFilter, Workspace};
use std::time::{Duration, Instant};

fn main() {
    let short = !std::env::args().any(|argument| argument == "--bench");
    let articles = std::env::var("DATELINE_BENCH_ARTICLES").map_or(made::STORY, |text| text.parse().unwrap());
    let articles = if short { 40 } else { articles };
    let scratch = tempfile::tempdir().unwrap();
    made::fill(scratch.path(), articles, made::STORY);
    let workspace = Workspace::open(scratch.path(), Environment::default()).unwrap();
    let claim = format!("harbour-0:{}", made::CLAIM);
    let (one, other) = (made::id(3).to_string(), made::id(13).to_string());
    let story = "harbour-0";
    let (from, to) = (jiff::civil::date(2014, 5, 1), jiff::civil::date(2014, 9, 1));
    println!("{articles} articles in stories of {}; milliseconds of up to 15 times.\n", made::STORY);
    println!("| question | median | worst | CPU ms | found |");
    println!("|---|---|---|---|---|");
    let times = if short { 1 } else { 15 };
    // Each question stands alone, as if a command had asked it: nothing is kept from the one before.
    let ask = || workspace.query(AsOf::default()).unwrap();
    measure("history of a claim", times, || {
        ask().history(&claim, &HistoryFilter::default()).unwrap().data.assertions.len()
    });
    measure("diff of two articles", times, || ask().diff_articles(&one, &other).unwrap().data.entries.len());
    measure("source of an assertion", times, || {
        ask().source(&format!("{claim}@2")).unwrap().data.assertion.row
    });
    let mistyped = |claim: &str| match ask().history(claim, &HistoryFilter::default()) {
        Err(error) => error.hints().len(),
        Ok(_) => 0,
    };
    measure("a mistyped subject", times, || mistyped(&format!("x{}", made::CLAIM)));
    measure("a mistyped attribute", times, || mistyped(&format!("{}x", made::CLAIM)));
    measure("diff of two days", times.min(7), || {
        ask().diff_dates(Some(story), from, to).unwrap().data.entries.len()
    });
    measure("changes in the story", times.min(7), || {
        ask().changes(Some(story), None).unwrap().data.stories[0].changes.len()
    });
}

fn measure(what: &str, times: usize, ask: impl Fn() -> usize) {
    let found = ask();
    let before = made::cpu_time();
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let began = Instant::now();
            assert_eq!(ask(), found);
            began.elapsed()
        })
        .collect();
    took.sort();
    let millis = |at: usize| took[at].as_secs_f64() * 1000.0;
    let cpu = before.zip(made::cpu_time()).map(|(before, now)| now.saturating_sub(before));
    #[allow(clippy::cast_precision_loss)] // small counts
    let cpu = cpu.map_or("?".to_owned(), |cpu| format!("{:.1}", cpu.as_secs_f64() * 1000.0 / times as f64));
    println!("| {what} | {:.1} | {:.1} | {cpu} | {found} |", millis(times / 2), millis(times - 1));
}
