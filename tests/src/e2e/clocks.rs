//! Three clocks: what had been published, what had been recorded, and the time that is described. And what
//! follows from them: who followed whom, who still carries an old value, what is overdue.

use super::program::{Done, Home};
use serde_json::Value;

fn article(date: &str, publisher: &str, text: &str) -> String {
    format!("---\npublished: {date}\npublisher: {publisher}\nstory: lisbon\n---\n{text}\n")
}

/// Runs a command on a day of its own.
fn on(home: &Home, day: &str, arguments: &[&str]) -> Done {
    let mut command = home.command(arguments);
    command.env("DATELINE_NOW", format!("{day}T09:00:00Z"));
    let done = Done::of(&mut command);
    done.expect_code(0);
    done
}

/// The Post says October; the Wire had said November before that, which is learned a month later; and both
/// are followed by others.
fn home() -> Home {
    let home = Home::new();
    for (name, published, publisher, text) in [
        (
            "post.txt",
            "2013-08-10",
            "The Tagus Post",
            "The Orla Conference will be held in October, Ana Reis said.",
        ),
        (
            "wire.txt",
            "2013-09-01",
            "Douro Wire",
            "The Orla Conference was postponed to November, Ana Reis said.",
        ),
        (
            "echo.txt",
            "2013-09-02",
            "The Echo",
            "The Orla Conference will be held in November, Ana Reis said.",
        ),
        (
            "old.txt",
            "2013-09-05",
            "The Late Sheet",
            "The Orla Conference will be held in October, Rui Lopes said.",
        ),
    ] {
        home.write(name, article(published, publisher, text));
    }
    on(&home, "2026-01-02", &["ingest", "post.txt"]);
    on(&home, "2026-02-03", &["ingest", "wire.txt", "echo.txt", "old.txt"]);
    home
}

fn values(answer: &Value) -> Vec<String> {
    let rows = answer["data"]["assertions"].as_array().expect("a list of rows");
    rows.iter().map(|row| row["value"]["edtf"].as_str().unwrap_or("-").to_owned()).collect()
}

const HISTORY: [&str; 2] = ["history", "orla-conference/date"];

fn history(home: &Home, limits: &[&str]) -> Value {
    let line: Vec<&str> = HISTORY.iter().chain(limits).copied().collect();
    home.json(&line)
}

#[test]
fn what_arrived_late_had_been_published_and_was_not_known() {
    let home = home();
    assert_eq!(values(&history(&home, &[])), ["2013-10", "2013-11", "2013-11", "2013-10"]);
    assert_eq!(values(&history(&home, &["--recorded", "2026-01"])), ["2013-10"]);
    assert_eq!(values(&history(&home, &["--as-of", "2013-09-01"])), ["2013-10", "2013-11"]);
    assert_eq!(values(&history(&home, &["--as-of", "2013-09-01", "--recorded", "2026-01-31"])), ["2013-10"]);
    home.run(HISTORY.iter().chain(&["--recorded", "2026-01-01"])).expect_code(4);
    let basis = &history(&home, &["--as-of", "2013-08", "--recorded", "2026-01"])["basis"];
    assert_eq!(basis["published_by"], "2013-08-31");
    assert_eq!(
        (&basis["recorded_by"], &basis["recorded_at"]),
        (&"2026-01-31".into(), &"2026-01-02T09:00:00Z".into())
    );
    assert_eq!(history(&home, &[])["basis"]["published_by"], Value::Null);
    let said = home.run(HISTORY.iter().chain(&["--recorded", "2026-01", "--as-of", "2013-08"])).stdout;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let due = "basis: published by the end of 2013-08-31; recorded by the end of 2026-01-31, up to operation 1 of \
        2026-01-02T09:00:00Z";
    assert!(said.contains(due), "{said}");
    assert!(!home.run(HISTORY).stdout.contains("basis:"), "without limits there is nothing to say");
}

#[test]
fn a_corrected_article_says_what_it_says_now_and_said_then() {
    let home = home();
    let shown = home.json(&["articles", "list"]);
    let articles = shown["data"]["articles"].as_array().expect("a list").clone();
    let post = articles.iter().find(|it| it["source"] == "post.txt").expect("it is there")["id"].clone();
    home.write(
        "corrected.txt",
        article(
            "2013-08-10",
            "The Tagus Post",
            "The Orla Conference will be held in December, Ana Reis said.",
        ),
    );
    let line = ["ingest", "corrected.txt", "--revision-of", post.as_str().expect("an id")];
    on(&home, "2026-03-04", &line);
    assert_eq!(values(&history(&home, &[]))[0], "2013-12");
    assert_eq!(values(&history(&home, &["--at-op", "2"]))[0], "2013-10");
    assert_eq!(values(&history(&home, &["--recorded", "2026-03-03"]))[0], "2013-10");
    on(&home, "2026-03-05", &["undo", "--reviewer", "Ines"]);
    assert_eq!(values(&history(&home, &[]))[0], "2013-10");
    home.expect_intact();
}

#[test]
fn claims_are_found_by_the_time_that_they_describe() {
    let home = home();
    let about = |time: &str| home.json(&["claims", "list", "--about", time]);
    let found = about("2013-11");
    assert_eq!(found["data"]["claims"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["basis"]["described"], "2013-11");
    assert_eq!(about("2013-12")["data"]["claims"], Value::Array(Vec::new()));
    let shown = home.run(["claims", "list", "--about", "2013-11"]).stdout;
    assert!(shown.contains("about 2013-11"), "{shown}");
}

#[test]
fn a_change_tells_who_followed_and_who_still_carries_the_old_value() {
    let home = home();
    let changes = home.json(&["changes"])["data"]["stories"][0]["changes"].take();
    let first = &changes[0];
    assert_eq!(first["to"]["publisher"], "Douro Wire");
    assert_eq!(first["followed_by"][0]["publisher"], "The Echo");
    assert_eq!(first["still_carried_by"][0]["publisher"], "The Late Sheet");
    let shown = home.run(["changes"]).stdout;
    assert!(shown.contains("followed by The Echo (2013-09-02)"), "{shown}");
    assert!(shown.contains("still carried by The Late Sheet (2013-09-05)"), "{shown}");
}

#[test]
fn two_outlets_are_compared() {
    let home = home();
    let diff = home.json(&["diff", "--publisher", "the tagus post", "--publisher", "Douro Wire"]);
    assert_eq!(diff["data"]["entries"][0]["mark"], "changed");
    assert_eq!(diff["data"]["left"]["publisher"], "The Tagus Post");
    home.run(["diff", "--publisher", "The Tagus Post"]).expect_code(2);
    let unknown = home.run(["diff", "--publisher", "The Tagus Post", "--publisher", "Nobody"]);
    unknown.expect_code(4);
    unknown.expect_said(&["Douro Wire"]);
}

#[test]
fn a_time_that_has_passed_is_overdue_until_somebody_says_that_it_was() {
    let home = home();
    let overdue = |limits: &[&str]| {
        let line: Vec<&str> = ["changes"].iter().chain(limits).copied().collect();
        home.json(&line)["data"]["stories"][0]["overdue"].take()
    };
    assert_eq!(overdue(&["--as-of", "2013-10-15"]), Value::Array(Vec::new()));
    let found = overdue(&["--as-of", "2013-12-10"]);
    let due: Vec<&str> =
        found.as_array().expect("a list").iter().filter_map(|it| it["due"].as_str()).collect();
    assert!(due.contains(&"2013-11-30"), "{found}");
    home.write("held.txt", article("2013-12-05", "The Echo", "The Orla Conference was held in November."));
    on(&home, "2026-04-01", &["ingest", "held.txt"]);
    let found = overdue(&["--as-of", "2013-12-10"]);
    let due: Vec<&str> =
        found.as_array().expect("a list").iter().filter_map(|it| it["due"].as_str()).collect();
    assert!(!due.contains(&"2013-11-30"), "{found}");
}

#[test]
fn changes_since_somebody_last_looked() {
    let home = home();
    on(&home, "2026-02-04", &["review", "accept", "orla-conference/date@1", "--reviewer", "Ines"]);
    let since = || home.json(&["changes", "--since-review"])["data"]["stories"][0]["changes"].take();
    assert_eq!(since(), Value::Array(Vec::new()));
    home.write(
        "new.txt",
        article("2013-09-20", "The Echo", "The Orla Conference was postponed to December, Ana Reis said."),
    );
    on(&home, "2026-04-01", &["ingest", "new.txt"]);
    let new = since();
    assert_eq!(new.as_array().map(Vec::len), Some(1), "{new}");
    assert_eq!(new[0]["to"]["value"]["edtf"], "2013-12");
}

#[test]
fn a_report_has_a_footnote_for_every_value_and_no_markup_of_articles() {
    let home = home();
    home.write(
        "odd.txt",
        article(
            "2013-09-09",
            "[The](javascript:x) *Star*",
            "The Orla Conference was postponed to December, Ana Reis said.",
        ),
    );
    on(&home, "2026-04-01", &["ingest", "odd.txt"]);
    let report = home.run(["changes", "--format", "markdown"]).stdout;
    for due in [
        "# lisbon: what changed",
        "[^1]",
        "\"to November\". Douro Wire, 2013-09-01. Article ",
        "SHA-256 `",
        "Followed by The Echo",
        "Basis: everything published; recorded up to operation 3",
    ] {
        assert!(report.contains(due), "{due}\n{report}");
    }
    assert!(report.contains("\\[The\\](javascript:x) \\*Star\\*"), "{report}");
    let marks = report.matches("\n[^").count();
    let used = (1..=marks).filter(|n| report.contains(&format!("[^{n}]"))).count();
    assert_eq!(marks, used);
}
