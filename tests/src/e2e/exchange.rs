//! A ledger out as JSON lines and in again.

use super::program::{Home, ledger};
use std::fs;

#[test]
fn an_export_becomes_the_same_ledger_again() {
    let home = Home::filled();
    let wrote = home.json(&["export", "jsonl", "ledger.jsonl"]);
    let file = fs::read(home.path().join("ledger.jsonl")).expect("it was written");
    let printed = home.run(["export", "jsonl"]);
    assert_eq!(printed.expect_code(0).stdout.as_bytes(), file);
    assert_eq!(file.split(|b| *b == b'\n').count() as u64, wrote["data"]["events"].as_u64().unwrap() + 2);

    let took = home.json(&["--workspace", "copy", "import", "jsonl", "ledger.jsonl"]);
    assert_eq!(took["data"]["head"], wrote["data"]["head"]);
    assert_eq!(took["data"]["added"], wrote["data"]["events"]);
    assert_eq!(
        ledger(&home.path().join("copy/.dateline/ledger")),
        ledger(&home.path().join(".dateline/ledger"))
    );
    home.run(["--workspace", "copy", "verify", "--deep"]).expect_code(0);
    let history = |root: &str| home.json(&["--workspace", root, "history", "geneva-ii/date"]);
    assert_eq!(history("copy"), history("."));

    let again = home.run(["--workspace", "copy", "import", "jsonl", "ledger.jsonl"]);
    assert!(again.expect_code(0).stdout.contains("were there already"), "{again}");
    let refused = home.run(["export", "jsonl", "ledger.jsonl"]);
    refused.expect_code(2).expect_said(&["nothing is written over"]);
}

#[test]
fn a_damaged_export_and_another_ledger_are_refused() {
    let home = Home::filled();
    home.run(["export", "jsonl", "ledger.jsonl"]).expect_code(0);
    let text = fs::read_to_string(home.path().join("ledger.jsonl")).expect("it was written");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[2] = lines[2].replacen("\"actor\":\"\"", "\"actor\":\"Eve\"", 1);
    home.write("damaged.jsonl", lines.join("\n") + "\n");
    let refused = home.run(["--workspace", "copy", "import", "jsonl", "damaged.jsonl"]);
    refused.expect_code(3).expect_said(&["damaged.jsonl, line 3: "]);
    assert!(!home.path().join("copy").exists(), "a workspace was made for a damaged file");

    home.write("other.txt", "The harbour bridge opened on Monday, the mayor said.\n");
    home.run(["--workspace", "other", "init"]).expect_code(0);
    home.run(["--workspace", "other", "ingest", "other.txt"]).expect_code(0);
    let before = ledger(&home.path().join("other/.dateline/ledger"));
    let parted = home.run(["--workspace", "other", "import", "jsonl", "ledger.jsonl"]);
    parted.expect_code(2).expect_said(&["not the same ledger"]);
    assert_eq!(ledger(&home.path().join("other/.dateline/ledger")), before);
    let piped = home.run(["import", "jsonl", "-"]);
    piped.expect_code(2).expect_said(&["is no file"]);
}
