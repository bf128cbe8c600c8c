//! Inputs without end, and small ones that grow: each is read as far as the limits say (`docs/capture.md`), in memory
//! that the system grants, and refused with a sentence.

use super::program::{Done, Home};
use std::io::{self, Write};
use std::process::{Command, Stdio};

const MIB: u64 = 1024 * 1024;
/// An input that nobody waits for: 10 GiB.
const ENDLESS_BYTES: u64 = 10 * 1024 * MIB;
/// What is read of an input that is no archive.
const INPUT_BYTES: u64 = 64 * MIB;
/// What a pipe and its reader may hold besides.
const SLACK_BYTES: u64 = MIB;
/// What the program may ask of the system for its data, in MiB: less than four times the most that is read.
const MEMORY_MIB: u64 = 240;

/// Runs it with these arguments, and with what `write` writes on its standard input. Of memory beyond [`MEMORY_MIB`]
/// it gets none, and would end with a signal.
fn fed(home: &Home, arguments: &[&str], write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Done {
    let plain = home.command(arguments);
    let mut limited = Command::new("/bin/sh");
    limited
        .args(["-c", &format!("ulimit -d {} && exec \"$0\" \"$@\"", MEMORY_MIB * 1024)])
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(home.path())
        .env_clear()
        .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
        // Each thread has a stack, and machines have processors in all numbers.
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = limited.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("it is a pipe");
    // Who has read enough goes away.
    let _ = write(&mut input);
    drop(input);
    Done::end_of(child, &limited)
}

/// Writes `start`, then `block` again and again; returns how much was taken.
fn endlessly(into: &mut dyn Write, start: &[u8], block: &[u8]) -> u64 {
    let block = block.repeat(64 * 1024 / block.len());
    let mut taken = 0;
    let mut next = start;
    while taken < ENDLESS_BYTES && into.write_all(next).is_ok() {
        taken += next.len() as u64;
        next = &block;
    }
    taken
}

#[test]
fn of_ten_gigabytes_so_much_is_read_as_the_limit_says() {
    let home = Home::new();
    home.run(["init"]).expect_code(0);
    let words = b"At least 12 people were hurt in the flood of Arlen, officials said. ";
    for (start, block, kind) in [
        (&b""[..], &words[..], "auto"),
        (b"", b"x", "auto"),
        (b"<!DOCTYPE html><html><body><article><p>", words, "auto"),
        (b"<html><body>", b"<a href=/x>y</a>", "auto"),
        (b"<html><body>", b"<div>", "auto"),
        (b"{\"text\": \"", words, "jsonl"),
        (b"<?xml version='1.0'?><rss><channel>", b"<item><title>x</title></item>", "feed"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>", b"<!ENTITY a '&a;&a;'>", "feed"),
    ] {
        let mut taken = 0;
        let done = fed(&home, &["ingest", "-", "--type", kind], |into| {
            taken = endlessly(into, start, block);
            Ok(())
        });
        done.expect_code(3).expect_said(&["-: it is larger than 64 MiB", "one file per article"]);
        assert!((INPUT_BYTES..=INPUT_BYTES + SLACK_BYTES).contains(&taken), "{taken} of {start:?}: {done}");
    }
    assert!(home.sources().is_empty());
}

#[test]
fn what_is_small_and_grows_is_refused_and_the_rest_is_taken() {
    let home = Home::new();
    let good = "<html><body><article><p>The summit of Arlen will be held in May, the mayor said on Monday after a \
                long meeting with the council.</p></article></body></html>";
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    let record = |address: &str, length: u64| {
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Length: {length}\r\n\r\n{head}\r\n"
        )
    };
    let whole = |address: &str, body: &str| {
        let length = head.len() + 2 + body.len();
        format!("{}{body}\r\n\r\n", record(address, length as u64))
    };
    let done = fed(&home, &["ingest", "-", "--type", "warc"], |into| {
        let mut gzip = flate2::write::GzEncoder::new(into, flate2::Compression::fast());
        gzip.write_all(whole("http://news.example/1", good).as_bytes())?;
        // 512 MiB in one record, some 2 MiB as sent.
        let bomb = 512 * MIB;
        gzip.write_all(record("http://news.example/bomb", head.len() as u64 + 2 + bomb).as_bytes())?;
        let zeros = vec![b' '; usize::try_from(MIB).unwrap_or_default()];
        for _ in 0..bomb / MIB {
            gzip.write_all(&zeros)?;
        }
        gzip.write_all(b"\r\n\r\n")?;
        gzip.write_all(whole("http://news.example/2", good).as_bytes())?;
        gzip.finish().map(drop)
    });
    done.expect_code(3).expect_said(&["http://news.example/bomb", "it is larger than 16 MiB, unpacked"]);
    assert_eq!(home.json(&["articles", "list"])["data"]["articles"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_page_of_a_million_links_or_levels_is_read_or_refused() {
    let home = Home::new();
    let words = "<p>The summit of Arlen will be held in May, the mayor said on Monday after a long meeting with the \
                 council, and the road to it stays shut for weeks.</p>";
    for (part, times, expected) in [
        ("<a href=/x>y</a>", 1_000_000, Err("more than 500000 elements")),
        ("<a href=/x>y</a>", 50_000, Ok(())),
        ("<div>", 1_000_000, Err("more than 500000 elements")),
        ("<div>", 100_000, Ok(())),
    ] {
        let page = format!("<html><body><article>{words}</article>{}", part.repeat(times));
        let done = fed(&home, &["ingest", "-"], |into| into.write_all(page.as_bytes()));
        match expected {
            Ok(()) => assert_eq!(done.code, Some(0), "{part} {times}: {done}"),
            Err(words) => drop(done.expect_code(3).expect_said(&[words])),
        }
    }
}
