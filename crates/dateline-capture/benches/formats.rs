//! Articles a second by format, from bytes in memory to text and metadata: `cargo bench -p dateline-capture --bench
//! formats`. With `-- DIR` the saved pages (`.html`) in a directory. One thread.
//!
//! The articles are made up: 400 words in ten paragraphs, and for a page navigation, related links and comments
//! around them.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use dateline_capture::{Kind, Layers, articles_in};
use std::fs;
use std::time::{Duration, Instant};

/// Articles of a feed, of JSON lines, of an archive.
const ARTICLES: usize = 200;

/// A word that follows from two numbers.
fn word(article: usize, at: usize) -> &'static str {
    const WORDS: [&str; 24] = [
        "the",
        "river",
        "council",
        "of",
        "harbour",
        "said",
        "on",
        "bridge",
        "was",
        "closed",
        "after",
        "flood",
        "in",
        "engineers",
        "will",
        "and",
        "a",
        "new",
        "report",
        "to",
        "mayor",
        "houses",
        "water",
        "by",
    ];
    let drawn = (article * 1009 + at).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    WORDS[drawn % WORDS.len()]
}

fn paragraphs(article: usize) -> Vec<String> {
    let paragraph = |nth: usize| {
        let words: Vec<&str> = (nth * 40..nth * 40 + 40).map(|at| word(article, at)).collect();
        format!("{}. The {}.", words[..20].join(" "), words[20..].join(" "))
    };
    (0..10).map(paragraph).collect()
}

fn in_tags(paragraphs: &[String]) -> String {
    paragraphs.iter().fold(String::new(), |text, paragraph| text + "<p>" + paragraph + "</p>")
}

fn html(article: usize) -> String {
    let link =
        |what: &str, n: usize| format!("<li><a href=\"/{what}/{n}\">{} {n}</a></li>", word(n, article));
    let navigation = (0..30).fold(String::new(), |list, n| list + &link("section", n));
    let related = (0..20).fold(String::new(), |list, n| list + &link("related", n));
    let comment =
        |n: usize| format!("<div class=\"comment\"><p>{}</p></div>", paragraphs(article + n + 1)[n]);
    let comments = (0..10).fold(String::new(), |list, n| list + &comment(n));
    let text = in_tags(&paragraphs(article));
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Report {article} - The Paper</title>\
         <meta property=\"og:site_name\" content=\"The Paper\"><script>var a = {{}};</script></head><body>\
         <nav><ul>{navigation}</ul></nav><article><h1>Report {article}</h1>\
         <time datetime=\"2019-11-19\">19 November 2019</time>{text}</article><aside><ul>{related}</ul></aside>\
         <section id=\"comments\">{comments}</section><footer>The Paper</footer></body></html>"
    )
}

/// An article as a feed, JSON lines or an archive holds it.
fn item(kind: Kind, n: usize) -> String {
    let address = format!("https://paper.example/{n}");
    match kind {
        Kind::Feed => format!(
            "<item><title>Report {n}</title><link>{address}</link><content:encoded><![CDATA[{}]]>\
             </content:encoded></item>",
            in_tags(&paragraphs(n))
        ),
        Kind::Jsonl => {
            format!("{{\"url\": \"{address}\", \"text\": \"{}\"}}\n", paragraphs(n).join("\\n\\n"))
        }
        _ => {
            let block =
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}", html(n));
            format!(
                "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n\
                 WARC-Date: 2019-11-19T10:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
                block.len()
            )
        }
    }
}

/// An input of a format, with how many articles it holds.
fn made(kind: Kind) -> (String, usize) {
    let items = || (0..ARTICLES).map(|n| item(kind, n)).collect::<String>();
    match kind {
        Kind::Text => (paragraphs(1).join("\n\n"), 1),
        Kind::Html => (html(1), 1),
        Kind::Jsonl | Kind::Warc => (items(), ARTICLES),
        Kind::Feed => {
            let namespace = "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"";
            let start = format!("<?xml version=\"1.0\"?><rss version=\"2.0\" {namespace}><channel>");
            (format!("{start}<title>The Paper</title>{}</channel></rss>", items()), ARTICLES)
        }
    }
}

/// Takes the inputs again and again for two seconds, and prints a line of the table.
fn measure(what: &str, kind: Kind, inputs: &[(String, Vec<u8>)], holds: Option<usize>, short: bool) {
    let layers = Layers { kind: Some(kind), ..Layers::default() };
    let bytes: usize = inputs.iter().map(|(_, bytes)| bytes.len()).sum();
    let began = Instant::now();
    let (mut rounds, mut taken) = (0, 0);
    while rounds == 0 || (!short && began.elapsed() < Duration::from_secs(2)) {
        for (name, bytes) in inputs {
            taken += articles_in(name, bytes, &layers).into_iter().flatten().flatten().count();
        }
        rounds += 1;
    }
    assert!(holds.is_none_or(|holds| taken == rounds * holds), "{what}: {taken} articles in {rounds} rounds");
    #[allow(clippy::cast_precision_loss)] // small counts
    let [each, all, size] = [taken / rounds, taken, bytes].map(|count| count as f64);
    let rate = all / began.elapsed().as_secs_f64();
    println!("| {what} | {each} | {:.1} | {rate:.0} |", size / 1024.0 / each.max(1.0));
}

fn main() {
    let short = !std::env::args().any(|argument| argument == "--bench");
    println!("| input | articles | KB an article | articles a second |\n|---|---|---|---|");
    if let Some(dir) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        let files = fs::read_dir(dir).unwrap().map(|file| file.unwrap().path());
        let mut pages: Vec<(String, Vec<u8>)> = files
            .filter(|path| path.extension().is_some_and(|end| end == "html"))
            .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
            .collect();
        pages.sort();
        return measure("saved pages", Kind::Html, &pages, None, short);
    }
    let formats = [
        ("text", Kind::Text),
        ("html", Kind::Html),
        ("feed", Kind::Feed),
        ("jsonl", Kind::Jsonl),
        ("warc", Kind::Warc),
    ];
    for (what, kind) in formats {
        let (input, holds) = made(kind);
        measure(what, kind, &[(format!("made.{what}"), input.into_bytes())], Some(holds), short);
    }
}
