//! Tokens a second of the tokenizer, the tagger and the lemmas, over a directory of articles: `cargo bench -p
//! dateline-extract --bench tags -- DIR`, one in forty of the `.txt` files below it. One thread; the best of many
//! short rounds, as other work on the machine only ever makes it slower.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

mod articles;

use dateline_extract::Extractor;
use dateline_extract::lemma::lemma;
use dateline_extract::tagger::model::Model;
use dateline_extract::tagger::{Tag, Tagger};
use std::time::Duration;

const ROUNDS: usize = 100;
/// One file in so many is read: a round is then shorter than a slice of the processor's time.
const ONE_IN: usize = 40;

fn main() {
    let Some(articles) = articles::read(ONE_IN) else {
        println!("give a directory of .txt files: cargo bench -p dateline-extract --bench tags -- DIR");
        return;
    };
    let paragraphs: Vec<&str> = articles.iter().flat_map(|text| text.lines()).collect();

    let tagger = Tagger::shipped();
    let file = tagger.model().to_bytes();
    let (time, _) = articles::best(ROUNDS, || usize::from(Model::read(&file).is_ok()));
    println!("reading the weights: {:.2} ms", time.as_secs_f64() * 1e3);
    let extractor = Extractor::new().unwrap();
    let lower: Vec<String> = paragraphs.iter().map(|text| text.to_ascii_lowercase()).collect();
    let spans: Vec<_> = paragraphs.iter().map(|text| extractor.tokens(text)).collect();
    let count: usize = spans.iter().map(Vec::len).sum();
    println!("{} articles, {count} tokens", articles.len());
    let say = |what: &str, time: Duration| {
        println!("{what}: {:.2} million tokens a second", count as f64 / time.as_secs_f64() / 1e6);
    };

    let (time, _) =
        articles::best(ROUNDS, || paragraphs.iter().map(|text| extractor.tokens(text).len()).sum());
    say("tokens", time);
    let (mut scratch, mut tags) = (Vec::new(), Vec::new());
    let (time, _) = articles::best(ROUNDS, || {
        tags.clear();
        for (text, spans) in paragraphs.iter().zip(&spans) {
            let words = spans.iter().map(|span| &text[span.start_byte..span.end_byte]);
            tagger.tag_into(words, &mut scratch, &mut tags);
        }
        tags.iter().filter(|tag| tag.is_noun()).count()
    });
    say("tags, given tokens", time);
    let (time, _) = articles::best(ROUNDS, || {
        let words = lower
            .iter()
            .zip(&spans)
            .flat_map(|(text, spans)| spans.iter().map(move |span| &text[span.start_byte..span.end_byte]));
        words.zip(&tags).filter(|(word, tag): &(&str, &Tag)| lemma(word, **tag) == "be").count()
    });
    say("lemmas, given tags", time);
}
