//! Tokens a second of the tokenizer, the tagger and the lemmas, over a directory of articles: `cargo bench -p
//! dateline-extract --bench tags -- DIR`, one in forty of the `.txt` files below it. One thread; the best of many
//! short rounds, as other work on the machine only ever makes it slower.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

use dateline_extract::Extractor;
use dateline_extract::lemma::lemma;
use dateline_extract::tagger::model::Model;
use dateline_extract::tagger::{Tag, Tagger};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 100;
/// One file in so many is read: a round is then shorter than a slice of the processor's time.
const ONE_IN: usize = 40;

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

fn best(mut work: impl FnMut() -> usize) -> (Duration, usize) {
    let round = |work: &mut dyn FnMut() -> usize| {
        let start = Instant::now();
        let made = work();
        (start.elapsed(), made)
    };
    (0..ROUNDS).map(|_| round(&mut work)).min().unwrap()
}

fn main() {
    // cargo adds `--bench` to what is given after `--`.
    let Some(directory) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("give a directory of .txt files: cargo bench -p dateline-extract --bench tags -- DIR");
        return;
    };
    let mut paths = Vec::new();
    texts(Path::new(&directory), &mut paths);
    paths.sort();
    let texts: Vec<String> =
        paths.iter().step_by(ONE_IN).filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let paragraphs: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();

    let tagger = Tagger::shipped();
    let file = tagger.model().to_bytes();
    let (time, _) = best(|| usize::from(Model::read(&file).is_ok()));
    println!("reading the weights: {:.2} ms", time.as_secs_f64() * 1e3);
    let extractor = Extractor::new().unwrap();
    let lower: Vec<String> = paragraphs.iter().map(|text| text.to_ascii_lowercase()).collect();
    let spans: Vec<_> = paragraphs.iter().map(|text| extractor.tokens(text)).collect();
    let count: usize = spans.iter().map(Vec::len).sum();
    println!("{} articles, {count} tokens", texts.len());
    let say = |what: &str, time: Duration| {
        println!("{what}: {:.2} million tokens a second", count as f64 / time.as_secs_f64() / 1e6);
    };

    let (time, _) = best(|| paragraphs.iter().map(|text| extractor.tokens(text).len()).sum());
    say("tokens", time);
    let (mut scratch, mut tags) = (Vec::new(), Vec::new());
    let (time, _) = best(|| {
        tags.clear();
        for (text, spans) in paragraphs.iter().zip(&spans) {
            let words = spans.iter().map(|span| &text[span.start_byte..span.end_byte]);
            tagger.tag_into(words, &mut scratch, &mut tags);
        }
        tags.iter().filter(|tag| tag.is_noun()).count()
    });
    say("tags, given tokens", time);
    let (time, _) = best(|| {
        let words = lower
            .iter()
            .zip(&spans)
            .flat_map(|(text, spans)| spans.iter().map(move |span| &text[span.start_byte..span.end_byte]));
        words.zip(&tags).filter(|(word, tag): &(&str, &Tag)| lemma(word, **tag) == "be").count()
    });
    say("lemmas, given tags", time);
}
