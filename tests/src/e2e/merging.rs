//! What another workspace recorded is taken in from the file of its export.

use super::program::{Done, Home};
use super::review::hall;
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;

/// The workspace of a colleague, in which everything has ids of its own.
pub(super) struct Rui {
    home: Home,
    seed: Cell<u64>,
}

impl Rui {
    /// With the story of the market hall, as the other has it.
    pub(super) fn new() -> Self {
        let rui = Self { home: Home::with_seeds(), seed: Cell::new(1000) };
        rui.run(&["ingest", "seeds/tolvane-market-hall"]).expect_code(0);
        rui
    }

    pub(super) fn run(&self, line: &[&str]) -> Done {
        self.seed.set(self.seed.get() + 1);
        let mut command = self.home.command(line);
        Done::of(command.env("DATELINE_SEED", self.seed.get().to_string()).env("DATELINE_ACTOR", "Rui"))
    }

    /// Gives all of it to another.
    pub(super) fn send(&self, to: &Home, name: &str) {
        self.run(&["export", "jsonl", name]).expect_code(0);
        to.write(name, fs::read(self.home.path().join(name)).expect("it was written"));
    }
}

/// What a claim's assertions are, and who judged them.
pub(super) fn judged(home: &Home) -> Vec<String> {
    let history = home.json(&["history", "collapse/killed"]);
    let rows = history["data"]["assertions"].as_array().expect("a list").iter();
    let told = rows.map(|row| {
        let judgements = row["judgements"].as_array().expect("a list").iter();
        let by: Vec<String> = judgements.map(|it| format!("{} by {}", it["kind"], it["reviewer"])).collect();
        format!("{} {} {by:?}", row["id"], row["review"])
    });
    told.collect()
}

fn import(home: &Home, file: &str) -> Done {
    home.run(["import", "jsonl", file, "--merge"])
}

#[test]
fn what_a_colleague_judged_comes_in_once() {
    let (home, rui) = (hall(), Rui::new());
    rui.run(&["review", "reject", "collapse/killed@5", "--reason", "three doctors"]).expect_code(0);
    rui.send(&home, "rui.jsonl");
    let took = import(&home, "rui.jsonl");
    assert!(took.expect_code(0).stdout.contains("took in "), "{took}");
    let shown = home.run(["history", "collapse/killed"]);
    assert!(shown.expect_code(0).stdout.contains("rejected by Rui: three doctors"), "{shown}");
    home.expect_intact();
    let before = fs::read_dir(home.path().join(".dateline/ledger")).expect("a ledger").count();
    let log = home.json(&["log"])["data"].clone();
    let again = import(&home, "rui.jsonl");
    assert!(again.expect_code(0).stdout.contains("were there already"), "{again}");
    assert_eq!(home.json(&["log"])["data"], log, "nothing was added");
    assert_eq!(fs::read_dir(home.path().join(".dateline/ledger")).expect("a ledger").count(), before);
    // Its own export is nothing new either.
    home.run(["export", "jsonl", "own.jsonl"]).expect_code(0);
    assert!(import(&home, "own.jsonl").expect_code(0).stdout.contains("were there already"));
}

#[test]
fn what_is_no_whole_export_is_refused_and_changes_nothing() {
    let (home, rui) = (hall(), Rui::new());
    rui.send(&home, "rui.jsonl");
    let whole = fs::read_to_string(home.path().join("rui.jsonl")).expect("it was written");
    let lines: Vec<&str> = whole.lines().collect();
    home.write("halved.jsonl", &whole[..whole.len() / 2]);
    home.write("headless.jsonl", lines[1..].join("\n"));
    home.write("endless.jsonl", lines[..lines.len() - 1].join("\n") + "\n");
    home.write("swapped.jsonl", [&lines[..2], &[lines[3], lines[2]], &lines[4..]].concat().join("\n") + "\n");
    home.write("queue.jsonl", "{\"decision\": \"accept\", \"on\": \"collapse/killed@1\"}\n");
    home.write("article.txt", "The roof came down on Tuesday, the police said.\n");
    home.write("empty.jsonl", "");
    let log = home.json(&["log"])["data"].clone();
    for name in [
        "halved.jsonl",
        "headless.jsonl",
        "endless.jsonl",
        "swapped.jsonl",
        "queue.jsonl",
        "article.txt",
        "empty.jsonl",
    ] {
        let refused = import(&home, name);
        refused.expect_code(3).expect_said(&[name, "hint: "]);
        assert_eq!(refused.stdout, "", "{refused}");
    }
    import(&home, "nowhere.jsonl").expect_code(2).expect_said(&["nowhere.jsonl is no file"]);
    assert_eq!(home.json(&["log"])["data"], log);
    home.expect_intact();
    import(&home, "rui.jsonl").expect_code(0);
}

#[test]
fn what_one_merged_and_the_other_parted_is_shown_and_decided_by_a_person() {
    let (home, rui) = (hall(), Rui::new());
    home.run(["review", "merge", "collapse/killed", "hall/cost", "--reason", "one event"]).expect_code(0);
    let part =
        ["review", "split", "collapse/killed@1", "--name", "First collapse", "--reason", "another day"];
    rui.run(&part).expect_code(0);
    rui.send(&home, "rui.jsonl");
    import(&home, "rui.jsonl").expect_code(0);
    for claim in ["first-collapse/killed", "collapse/killed"] {
        let shown = home.run(["history", claim]);
        for both in ["merged by Ines Alves: one event", "split by Rui (First collapse): another day"] {
            assert!(shown.expect_code(0).stdout.contains(both), "{both}: {shown}");
        }
    }
    // It is the first that a reviewer is asked about, with both.
    let queue = home.json(&["review", "--list"])["data"].take();
    let first = &queue["items"][0];
    assert_eq!(
        (&first["claim"], &first["because"][0]),
        (&"first-collapse/injured".into(), &"disputed".into())
    );
    let judgements = first["assertion"]["judgements"].as_array().expect("a list").iter();
    let kinds: BTreeSet<_> = judgements.filter_map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["merge", "split"]));
    // That they stay apart is a decision, and is taken back like any other.
    let resolve = ["review", "resolve", "first-collapse/killed@1", "--reason", "the diary has two days"];
    home.run(resolve).expect_code(0);
    let shown = home.run(["history", "first-collapse/killed"]);
    let lines = &shown.expect_code(0).stdout;
    assert!(lines.contains("split by Ines Alves (First collapse): the diary has two days"), "{shown}");
    assert!(!lines.contains("merged by Ines Alves"), "{shown}");
    let after = home.json(&["review", "--list"])["data"].take();
    assert!(
        after["items"].as_array().expect("a list").iter().all(|it| it["because"][0] != "disputed"),
        "{after}"
    );
    home.run(["undo"]).expect_code(0);
    assert_eq!(home.json(&["review", "--list"])["data"], queue);
    // The split holds meanwhile, and is not merged by the way.
    let line = ["review", "merge", "first-collapse/killed", "collapse/killed", "--reason", "the same roof"];
    home.run(line).expect_code(2).expect_said(&["split by Rui (First collapse): another day", "--overrule"]);
    home.run(line.iter().chain(&["--overrule"])).expect_code(0);
    let history = home.json(&["history", "collapse/killed"])["data"].clone();
    assert_eq!(history["assertions"].as_array().map(Vec::len), Some(6));
    let told = home.run(["history", "collapse/killed"]);
    assert!(!told.stdout.contains("split by Rui"), "{told}");
    home.expect_intact();
}

#[test]
fn a_page_that_both_took_under_two_spellings_is_told_and_not_joined() {
    let (home, rui) = (hall(), Rui::new());
    let page = |toll: &str| {
        format!("{toll} people were killed when a roof fell in at the Marrow baths, the fire service said.\n")
    };
    home.write("baths.txt", page("Four"));
    home.run(["ingest", "baths.txt", "--url", "https://oss.example/baths", "--story", "baths"])
        .expect_code(0);
    rui.home.write("baths.txt", page("Five"));
    let line = ["ingest", "baths.txt", "--url", "http://oss.example/baths", "--story", "baths"];
    rui.run(&line).expect_code(0);
    // Another page of that host, which only looks alike: another text under another spelling.
    rui.home.write("pool.txt", page("Six"));
    rui.run(&["ingest", "pool.txt", "--url", "https://www.oss.example/baths", "--story", "baths"])
        .expect_code(0);
    rui.send(&home, "rui.jsonl");

    let took = import(&home, "rui.jsonl");
    let told = |done: &Done| {
        let all = format!("{}{}", done.stdout, done.stderr).replace('\n', " ");
        all.matches("are one page, stored as two articles").count()
    };
    assert_eq!(told(took.expect_code(0)), 1, "{took}");
    let audit = home.json(&["audit"]);
    let found = audit["data"]["findings"].as_array().expect("a list").iter();
    let found: Vec<&Value> = found.filter(|it| it["check"] == "S11").collect();
    assert_eq!(found.len(), 1, "{audit:#}");
    let message = found[0]["message"].as_str().expect("words");
    let operation = message.split("operation ").nth(1).and_then(|rest| rest.split(' ').next());

    // What the explanation says: undone, and taken again as a text of the first.
    home.run(["undo", operation.expect("its number")]).expect_code(0);
    let articles = home.json(&["articles", "list"]).to_string();
    let [first, second] = [0, 1].map(|at| found[0]["subjects"][at].as_str().expect("an id"));
    assert!(articles.contains(first) && !articles.contains(second), "{articles}");
    home.write("theirs.txt", page("Five"));
    home.run(["ingest", "theirs.txt", "--revision-of", first]).expect_code(0);
    let audit = home.run(["audit"]);
    assert_eq!(told(&audit), 0, "{audit}");
    let edited = home.json(&["diff", &format!("{first}@1"), &format!("{first}@2")]).to_string();
    assert!(edited.contains("Four people") && edited.contains("Five people"), "{edited}");
}
