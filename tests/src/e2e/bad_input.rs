//! Input that cannot be used: the exit code says of which kind the trouble is, a sentence names the input
//! and what to do, and everything else that was given is stored.

use super::program::{Done, Home};
use std::ffi::OsStr;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;

const GOOD: &str = "Ines Vardal said that the Orla Conference will be held in May.\n";

/// A directory with one good article.
fn home() -> Home {
    let home = Home::new();
    home.write("good.txt", GOOD);
    home
}

/// That `bad` was refused with `words`, and the good article beside it was stored.
#[track_caller]
fn expect_refused(home: &Home, done: &Done, words: &[&str]) {
    done.expect_code(3).expect_said(words).expect_said(&["error: "]);
    assert_eq!(home.sources(), ["good.txt"], "{done}");
    home.expect_intact();
}

#[test]
fn what_names_nothing_says_what_to_type_next() {
    let home = Home::filled();
    let lines: [(&[&str], i32, &[&str]); 5] = [
        (&["articles", "show", "zzzz"], 4, &["only the digits 0-9 and a-f", "hint: dateline articles list"]),
        (&["articles", "show", "00"], 4, &["at least 4 digits", "hint: dateline articles list"]),
        (
            &["export", "jsonl", "nowhere/out.jsonl"],
            7,
            &["nowhere/out.jsonl", "hint: name a file that you may write to"],
        ),
        (
            &["diff", "--story", "geneva-ii", "2013"],
            2,
            &["two sides", "hint: dateline diff --story NAME 2013-08 2013-11"],
        ),
        (&["watch", "list"], 0, &["hint: dateline watch add ADDRESS"]),
    ];
    for (line, code, said) in lines {
        home.run(line).expect_code(code).expect_said(said);
    }
}

#[test]
fn a_path_that_is_missing() {
    let home = home();
    let done = home.run(["ingest", "god.txt", "good.txt"]);
    expect_refused(&home, &done, &["god.txt: there is no such file or directory", "closest: good.txt"]);
    let home = Home::new();
    home.run(["ingest", "nowhere"]).expect_code(3).expect_said(&["nowhere", "check the spelling"]);
    assert!(!home.path().join(".dateline").exists(), "nothing is made for nothing");
}

#[test]
fn a_directory_without_articles() {
    let home = home();
    home.write("pictures/one.png", "x");
    let done = home.run(["ingest", "pictures", "good.txt"]);
    expect_refused(&home, &done, &["pictures: no article in this directory", "one.png was passed over"]);
}

#[test]
fn a_file_without_text() {
    let home = home();
    for (name, content, why) in [
        ("empty.txt", "", "it has no bytes"),
        ("blank.txt", " \n\t\n", "nothing but white space"),
        ("head.txt", "---\ntitle: Nothing\n---\n", "no text follows its front matter"),
    ] {
        home.write(name, content);
        let done = home.run(["ingest", name, "good.txt"]);
        expect_refused(&home, &done, &[name, why, "hint: put the article's text into it"]);
    }
}

#[test]
fn a_file_that_is_not_text() {
    let home = home();
    for (name, content, why) in [
        ("picture.txt", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"[..], "not text"),
        ("zeros.txt", &[0; 4096][..], "not text"),
    ] {
        home.write(name, content);
        let done = home.run(["ingest", name, "good.txt"]);
        expect_refused(&home, &done, &[name, why, "save the article as plain text"]);
    }
}

#[test]
fn json_that_holds_no_articles() {
    let home = home();
    home.write("list.json", b"[{\"title\": \"one\"}, {\"title\": \"two\"}]");
    let done = home.run(["ingest", "list.json", "good.txt"]);
    expect_refused(&home, &done, &["list.json#1: it is no JSON object", "one object a line"]);
}

#[test]
fn a_page_without_an_article() {
    let home = home();
    home.write("page.html", b"<!DOCTYPE html><html><body><p>Hello</p></body></html>");
    let done = home.run(["ingest", "page.html", "good.txt"]);
    expect_refused(&home, &done, &["page.html: no article was found", "save its words as plain text"]);
}

#[test]
fn a_hundred_megabytes_of_one_line() {
    let home = home();
    let mut file = File::create(home.path().join("long.txt")).expect("it can be made");
    let piece = b"word ".repeat(200_000);
    for _ in 0..100 {
        file.write_all(&piece).expect("there is room");
    }
    let done = home.run(["ingest", "long.txt", "good.txt"]);
    expect_refused(&home, &done, &["long.txt: it is larger than 64 MiB", "one file per article"]);
}

#[test]
fn a_long_line_that_is_small_enough_is_read() {
    let home = home();
    home.write("long.txt", "word ".repeat(400_000));
    home.run(["ingest", "long.txt", "good.txt"]).expect_code(0);
    assert_eq!(home.sources(), ["good.txt", "long.txt"]);
}

#[test]
fn bytes_that_are_not_utf_8() {
    let home = home();
    home.write("damaged.txt", b"Gen\xC3\xA8ve, Z\xC3\xBCrich, Gen\xC3\xA8ve, M\xC3\xBCn\xFFchen\n");
    let done = home.run(["ingest", "damaged.txt", "good.txt"]);
    expect_refused(&home, &done, &["damaged.txt: byte 31 is not valid utf-8", "--charset"]);
}

#[test]
fn a_device_and_an_address() {
    let home = home();
    let done = home.run(["ingest", "/dev/zero", "good.txt"]);
    expect_refused(&home, &done, &["/dev/zero: it is", "not a file"]);
    let done = home.run(["ingest", "https://news.example.org:8080/one", "good.txt"]);
    expect_refused(
        &home,
        &done,
        &["https://news.example.org:8080/one", "could not be fetched", "--allow-any-port"],
    );
}

#[test]
fn a_date_that_is_none_in_a_flag() {
    let home = home();
    for date in ["2013-13-45", "next week", "2013-02-30"] {
        let done = home.run(["ingest", "good.txt", "--published", date]);
        done.expect_code(2).expect_said(&[
            "--published",
            &format!("{date:?}"),
            "a date is written 2013-11-05",
        ]);
    }
    assert!(!home.path().join(".dateline").exists(), "nothing is stored under a date that is none");
    home.run(["ingest", "good.txt"]).expect_code(0);
    for line in [
        &["history", "orla-conference/date", "--since", "soon"][..],
        &["changes", "--since", "2013-13"],
        &["articles", "list", "--as-of", "yesterday"],
        &["diff", "--story", "inbox", "2013-08", "later"],
    ] {
        home.run(line).expect_code(2).expect_said(&["a date is written 2013-11-05"]);
    }
}

#[test]
fn a_date_that_is_none_in_front_matter() {
    let home = home();
    home.write("dated.txt", format!("---\ntitle: One\npublished: 2013-13-45\n---\n{GOOD}"));
    let done = home.run(["ingest", "dated.txt", "good.txt"]);
    expect_refused(&home, &done, &["dated.txt: line 3", "2013-13-45", "a date is written 2013-11-05"]);
}

#[test]
fn a_table_that_is_none() {
    let home = home();
    home.write("meta.csv", "name,published\ngood.txt,2013-11-05\n");
    let done = home.run(["ingest", "good.txt", "--meta", "meta.csv"]);
    done.expect_code(3).expect_said(&["meta.csv", "no column `file`", "columns are file, published"]);
    home.write("meta.csv", "file,published\ngood.txt,2013-11-05\ngone.txt,2013-11-05\n");
    let done = home.run(["ingest", "good.txt", "--meta", "meta.csv"]);
    expect_refused(&home, &done, &["meta.csv", "row 3", "gone.txt"]);
}

#[test]
fn a_file_name_that_is_not_utf_8() {
    let home = home();
    let name = OsStr::from_bytes(b"b\xE9n\xE9.txt");
    home.write(name, GOOD.replace("Orla", "Arlen"));
    let done = home.run([OsStr::new("ingest"), name, OsStr::new("good.txt")]);
    done.expect_code(0);
    assert_eq!(home.sources().len(), 2, "{done}");
}

#[test]
fn the_first_failure_stops_if_asked() {
    let home = home();
    home.write("empty.txt", "");
    home.write("other.txt", GOOD.replace("Orla", "Arlen"));
    let done = home.run(["ingest", "--fail-fast", "good.txt", "empty.txt", "other.txt"]);
    done.expect_code(3).expect_said(&["1 input not looked at, because of --fail-fast"]);
    assert_eq!(home.sources(), ["good.txt"]);
}

#[test]
fn a_claim_that_is_not_known() {
    let home = home();
    home.run(["ingest", "good.txt"]).expect_code(0);
    for line in [
        &["history", "orla-conferenc/date"][..],
        &["claims", "show", "orla-conference/dat/x"],
        &["source", "orla-conference/dates@1"],
    ] {
        home.run(line).expect_code(4).expect_said(&["closest: orla-conference/date (1 assertion)"]);
    }
    home.run(["source", "orla-conference/date@7"]).expect_code(4).expect_said(&[
        "the history of orla-conference/date has 1 row",
        "dateline history orla-conference/date",
    ]);
    home.run(["articles", "show", "ffffffff"]).expect_code(4).expect_said(&["dateline articles list"]);
    home.run(["changes", "--story", "inbx"]).expect_code(4).expect_said(&["inbox"]);
    home.run(["log", "--at-op", "9"]).expect_code(4).expect_said(&["the last one is 1", "dateline log"]);
    home.run(["audit", "--explain", "Z99"]).expect_code(4).expect_said(&["Z99", "hint: "]);
}

#[test]
fn a_name_with_several_meanings() {
    let home = home();
    home.run(["ingest", "good.txt", "--story", "one"]).expect_code(0);
    home.write("other.txt", GOOD.replace("May", "June"));
    home.run(["ingest", "other.txt", "--story", "two"]).expect_code(0);
    let done = home.run(["history", "orla-conference/date"]);
    done.expect_code(4).expect_said(&["one:orla-conference/date", "two:orla-conference/date"]);
    home.run(["history", "two:orla-conference/date"]).expect_code(0);
}

#[test]
fn no_workspace() {
    let home = Home::new();
    for line in [
        &["history", "geneva-ii/date"][..],
        &["articles", "list"],
        &["articles", "set", "ab", "--published", "2013"],
        &["claims", "search", "x"],
        &["changes"],
        &["diff", "a", "b"],
        &["source", "x@1"],
        &["audit"],
        &["verify"],
        &["log"],
        &["rebuild"],
    ] {
        let done = home.run(line);
        done.expect_code(2).expect_said(&["no workspace in", "dateline ingest FILE"]);
        assert_eq!(done.stdout, "");
    }
    home.run(["verify", "--workspace", "gone"]).expect_code(2).expect_said(&["no workspace in gone"]);
    assert_eq!(home.path().read_dir().expect("it is there").count(), 0, "asking makes nothing");
}

#[test]
fn a_workspace_of_a_newer_program() {
    let home = home();
    home.run(["ingest", "good.txt"]).expect_code(0);
    home.write(".dateline/format", "99\n");
    home.run(["verify"]).expect_code(2).expect_said(&["format 99", "use a newer dateline"]);
}

#[test]
fn stored_bytes_that_have_changed() {
    let home = home();
    home.run(["ingest", "good.txt"]).expect_code(0);
    let ledger = home.path().join(".dateline/ledger");
    for entry in ledger.read_dir().expect("there is a ledger") {
        let path = entry.expect("an entry").path();
        let whole = std::fs::read(&path).expect("it can be read");
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        std::fs::write(&path, damaged).expect("it can be written");
        let name = path.file_name().and_then(OsStr::to_str).expect("a name");
        // The checkpoint is derived: it is made anew, and said so.
        let (code, said) =
            if name == "checkpoint" { (0, "was not as it was written") } else { (6, "broken") };
        let done = home.run(["verify"]);
        done.expect_code(code);
        assert!(done.stdout.contains(said) || done.stderr.contains("was not as it was"), "{done}");
        let done = home.run(["history", "orla-conference/date"]);
        assert!(matches!(done.code, Some(0 | 6)), "{name}: {done}");
        std::fs::write(&path, whole).expect("it can be written");
        home.expect_intact();
    }
}

#[test]
fn command_lines_that_say_nothing() {
    let home = Home::new();
    home.run(["ingest"]).expect_code(2).expect_said(&["<PATH>", "--help"]);
    home.run(["histroy", "x"]).expect_code(2).expect_said(&["histroy", "history"]);
    home.run(["verify", "--width", "3"]).expect_code(2).expect_said(&["--width"]);
    home.run(["schema", "nothing"]).expect_code(2).expect_said(&["nothing", "dateline schema"]);
    let mut command = home.command(["init"]);
    Done::of(command.env("DATELINE_NOW", "now")).expect_code(2).expect_said(&["DATELINE_NOW", "hint: "]);
}
