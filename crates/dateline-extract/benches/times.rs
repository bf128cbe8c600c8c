//! Words a second of the temporal tagger, over a directory of articles: `cargo bench -p dateline-extract
//! --bench times -- DIR`, every `.txt` file below it. One thread; the best of several rounds, in time on the
//! processor where the system tells it (Linux), so that other work on the machine counts for little.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

mod articles;

use dateline_extract::times::{TimeTagger, TimeText};
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;

fn main() {
    let Some(articles) = articles::read(1) else {
        println!("give a directory of .txt files: cargo bench -p dateline-extract --bench times -- DIR");
        return;
    };
    let words: usize = articles.iter().map(|text| text.split_whitespace().count()).sum();
    let bytes: usize = articles.iter().map(String::len).sum();
    println!("{} articles, {words} words, {bytes} bytes", articles.len());

    let start = Instant::now();
    let tagger = TimeTagger::new().unwrap();
    println!("compiling the rules: {:?}", start.elapsed());
    let written = Some("2012-06-15".parse().unwrap());
    let read: Vec<TimeText<'_>> = articles.iter().map(|text| tagger.read(text)).collect();
    let per_second = |time: Duration| words as f64 / time.as_secs_f64() / 1e6;

    let (time, found) =
        articles::best(ROUNDS, || read.iter().map(|text| tagger.times(text, written).len()).sum());
    println!(
        "times alone, given sentences and tokens: {:.2} million words a second, {found} times",
        per_second(time)
    );
    let (time, tokens) =
        articles::best(ROUNDS, || articles.iter().map(|text| tagger.read(text).token_count()).sum());
    println!("sentences and tokens alone: {:.2} million words a second, {tokens} tokens", per_second(time));
    let (time, _) = articles::best(ROUNDS, || {
        articles.iter().map(|text| tagger.times(&tagger.read(text), written).len()).sum()
    });
    println!("both: {:.2} million words a second", per_second(time));
}
