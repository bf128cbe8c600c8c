//! Workspaces that earlier programs wrote: opened, verified to the last byte, answered from, and read by a
//! script that shares no line with this program.

use super::program::{Home, ledger, updating};
use super::seeds::root;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The claim whose history is kept beside the workspaces.
const CLAIM: &str = "arden-summit/date";

/// The golden workspaces by name.
fn golden() -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(root().join("tests/golden/workspaces")).expect("there are golden workspaces");
    let mut found: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path))
        .collect();
    found.sort();
    assert!(found.len() >= 3, "the golden workspaces were not found");
    found
}

/// A place to run in, with a copy of a golden workspace.
fn laid(from: &Path) -> Home {
    let home = Home::new();
    home.write(".dateline/format", fs::read(from.join("format")).expect("a format"));
    for (name, bytes) in ledger(&from.join("ledger")) {
        home.write(Path::new(".dateline/ledger").join(name), bytes);
    }
    home
}

#[test]
fn golden_workspaces_verify_and_answer() {
    for (name, from) in golden() {
        let home = laid(&from);
        let verified = home.json(&["verify", "--deep"]);
        assert_eq!(verified["data"]["faults"], Value::Array(Vec::new()), "{name}");
        assert_eq!(verified["warnings"], Value::Array(Vec::new()), "{name}");
        let kept = from.join("history.json");
        if kept.exists() {
            let data = &home.json(&["history", CLAIM])["data"];
            if updating() {
                fs::write(&kept, format!("{data:#}\n")).expect("it can be written");
            }
            let expected: Value =
                serde_json::from_slice(&fs::read(&kept).expect("a history")).expect("it is JSON");
            assert_eq!(*data, expected, "{name}");
        }
        home.run(["export", "jsonl", "ledger.jsonl"]).expect_code(0);
        home.run(["--workspace", "copy", "import", "jsonl", "ledger.jsonl"]).expect_code(0);
        let written = ledger(&from.join("ledger"));
        assert!(ledger(&home.path().join(".dateline/ledger")) == written, "{name}: a file was changed");
        assert!(ledger(&home.path().join("copy/.dateline/ledger")) == written, "{name}: the copy differs");
    }
}

#[test]
fn new_events_follow_the_first_ones() {
    let home = laid(&root().join("tests/golden/workspaces/first-events"));
    home.write("more.txt", "The Arden summit was moved to June 9, Mara Lund said.\n");
    home.run(["ingest", "more.txt", "--story", "arden", "--published", "2016-05-02"]).expect_code(0);
    let export = home.run(["export", "jsonl"]);
    for kind in ["\"type\":\"operation_begun/1\"", "\"type\":\"operation_begun/2\""] {
        assert!(export.expect_code(0).stdout.contains(kind), "{kind}");
    }
    let operations = home.json(&["log"])["data"]["operations"].as_array().expect("a list").len();
    assert_eq!(operations, 5);
    home.expect_intact();
}

/// Runs the script; `None`, and a word about it, where there is no Python.
fn script(workspace: &Path) -> Option<(Option<i32>, String, String)> {
    let script = root().join("docs/read_ledger.py");
    match Command::new("python3").arg(script).arg(workspace).output() {
        Ok(output) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Some((output.status.code(), text(&output.stdout), text(&output.stderr)))
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "SKIPPED: docs/read_ledger.py was not run: python3: {error}");
            None
        }
    }
}

#[test]
fn a_script_of_sixty_lines_reads_the_ledger() {
    let source = fs::read_to_string(root().join("docs/read_ledger.py")).expect("there is a script");
    assert!(source.lines().count() <= 60, "it has {} lines", source.lines().count());
    for (name, from) in golden() {
        let home = laid(&from);
        let head = home.json(&["verify"])["data"]["head"].as_str().expect("a head").to_owned();
        let Some((code, events, said)) = script(home.path()) else { return };
        assert_eq!(code, Some(0), "{name}: {said}");
        assert!(said.contains(&head), "{name}: {said}");
        // Short payloads are stored as they are, so that they can be read with nothing else.
        if name != "first-events" {
            assert!(events.contains("\"command\":\""), "{name}: {events}");
        }
        let last = from.join("ledger");
        for (file, bytes) in ledger(&last).into_iter().filter(|(file, _)| file != "checkpoint") {
            for at in [0, bytes.len() / 3, bytes.len() - 1] {
                let mut altered = bytes.clone();
                altered[at] ^= 4;
                let path = Path::new(".dateline/ledger").join(&file);
                home.write(&path, &altered);
                let (code, _, said) = script(home.path()).expect("it ran before");
                home.write(&path, &bytes);
                assert_eq!(code, Some(1), "{name}, {file}, {at}: {said}");
            }
        }
    }
}
