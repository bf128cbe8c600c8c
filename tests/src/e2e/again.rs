//! The same command again adds nothing and says so, whatever the articles come in; and what stopped half-way goes on.

use super::program::{Done, Home, ledger};
use std::io::Write as _;
use std::process::Stdio;

/// Five reports, by number.
fn words(number: usize) -> String {
    let place = ["Arlen", "Borne", "Corvo", "Durness", "Esker"][number];
    format!(
        "At least {} people were killed in the flood of {place}, officials said on Monday. The river rose by four metres \
         in one night, and boats took families from their roofs until the early morning.",
        12 + number
    )
}

fn page(number: usize) -> String {
    let words = words(number);
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Flood {number}</title></head><body><nav>Home</nav><article>\
         <h1>Flood {number}</h1><p>{words}</p><p>Schools on both banks served as shelters for those who had lost \
         their homes.</p></article></body></html>"
    )
}

fn archive() -> String {
    let record = |number: usize| {
        let block =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}", page(number));
        format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/{number}\r\n\
             WARC-Date: 2019-11-19T10:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    (0..3).map(record).collect()
}

fn feed() -> String {
    let item = |number: usize| {
        format!(
            "<item><title>Flood {number}</title><link>https://paper.example/{number}</link>\
             <content:encoded><![CDATA[<p>{}</p>]]></content:encoded></item>",
            words(number)
        )
    };
    let items: String = (0..3).map(item).collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Paper</title>{items}</channel></rss>"
    )
}

fn lines() -> String {
    let line = |number: usize| {
        format!("{{\"url\": \"https://paper.example/{number}\", \"text\": \"{}\"}}\n", words(number))
    };
    (0..3).map(line).collect()
}

/// A home with three articles in each format.
fn home() -> Home {
    let home = Home::new();
    for number in 0..3 {
        home.write(format!("texts/{number}.txt"), words(number));
        home.write(format!("pages/{number}.html"), page(number));
    }
    home.write("feed.xml", feed());
    home.write("lines.jsonl", lines());
    home.write("archive.warc", archive());
    home
}

/// Runs it twice: three articles are stored, and then none, and not a byte is added.
fn twice(name: &str, home: &Home, mut run: impl FnMut() -> Done) {
    let first = run();
    first.expect_code(0);
    assert!(first.stdout.contains("stored 3 articles"), "{name}: {first}");
    assert!(!first.stderr.contains('\r'), "{name}: progress on a pipe: {first}");
    let before = ledger(&home.path().join(".dateline/ledger"));
    let again = run();
    again.expect_code(0);
    assert!(again.stdout.contains("stored nothing new; 3 already stored"), "{name}: {again}");
    assert_eq!(ledger(&home.path().join(".dateline/ledger")), before, "{name}");
}

#[test]
fn each_format_again_adds_nothing_and_says_so() {
    let inputs = ["texts", "pages", "texts/*.txt", "pages/?.html", "feed.xml", "lines.jsonl", "archive.warc"];
    for input in inputs {
        let home = home();
        twice(input, &home, || home.run(["ingest", input, "--story", "flood", "--progress", "auto"]));
    }
}

#[test]
fn standard_input_again_adds_nothing_and_says_so() {
    for (kind, bytes) in [("feed", feed()), ("jsonl", lines()), ("warc", archive())] {
        let home = home();
        twice(kind, &home, || {
            let mut command = home.command(["ingest", "-", "--type", kind]);
            let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
            let mut stdin = child.stdin.take().expect("it is a pipe");
            stdin.write_all(bytes.as_bytes()).expect("it is read");
            drop(stdin);
            Done::end_of(child, &command)
        });
    }
}

#[test]
fn what_failed_and_what_came_since_is_all_that_the_same_command_adds() {
    let home = home();
    home.write("texts/1.txt", "");
    let ingest = || home.run(["ingest", "texts/*", "pages", "texts"]);
    let first = ingest();
    first.expect_code(3);
    assert!(first.stdout.contains("stored 5 articles"), "{first}");
    home.write("texts/1.txt", words(1));
    home.write("texts/4.txt", words(4));
    let again = ingest();
    again.expect_code(0);
    assert!(
        again.stdout.contains("stored 2 articles") && again.stdout.contains("; 5 already stored"),
        "{again}"
    );
}

#[test]
fn what_was_stored_is_told_apart_articles_revisions_and_what_was_only_read_again() {
    let home = Home::new();
    let line = |number: usize| {
        format!("{{\"url\": \"https://paper.example/flood\", \"text\": \"{}\"}}\n", words(number))
    };
    home.write("flood.jsonl", (0..3).map(line).collect::<String>());
    let first = home.run(["ingest", "flood.jsonl"]);
    first.expect_code(0);
    // One death toll: that of the newest text.
    assert!(first.stdout.contains("stored 1 article and 2 revisions, 1 assertion"), "{first}");
    home.write("more.jsonl", line(3) + &lines());
    let more = home.run(["ingest", "more.jsonl"]);
    assert!(more.stdout.contains("stored 3 articles and 1 revision, "), "{more}");
    let again = home.run(["ingest", "more.jsonl", "--lang", "en"]);
    assert!(again.stdout.contains("read 4 articles again, "), "{again}");
}
