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

/// What is overdue in the only story, and what passed after its newest article.
fn unconfirmed(home: &Home, limits: &[&str]) -> (usize, usize, Value) {
    let line: Vec<&str> = ["changes"].iter().chain(limits).copied().collect();
    let story = home.json(&line)["data"]["stories"][0].take();
    let many = |list: &str| story[list].as_array().expect("a list").len();
    (many("overdue"), many("passed_since"), story)
}

#[test]
fn who_tells_on_the_day_that_it_took_place_confirms_it() {
    for (predicted, told, published) in [
        ("will be held in November 2013", "was held on November 5, 2013", "2013-11-10"),
        ("will be held on November 23", "was held on November 23", "2013-11-23"),
    ] {
        let home = Home::new();
        let predicted = format!("The Orla Conference {predicted}, Ana Reis said.");
        home.write("ahead.txt", article("2013-10-01", "The Tagus Post", &predicted));
        on(&home, "2026-01-02", &["ingest", "ahead.txt"]);
        assert_eq!(unconfirmed(&home, &["--as-of", "2013-12-10"]).0, 1, "{predicted}");
        home.write("held.txt", article(published, "The Echo", &format!("The Orla Conference {told}.")));
        on(&home, "2026-01-03", &["ingest", "held.txt"]);
        let (overdue, _, story) = unconfirmed(&home, &["--as-of", "2013-12-10"]);
        assert_eq!(overdue, 0, "{told}: {story}");
    }
}

#[test]
fn in_an_archive_only_that_is_overdue_which_its_articles_could_have_told() {
    let home = home();
    let (overdue, passed_since, story) = unconfirmed(&home, &[]);
    assert_eq!((overdue, &story["counted_to"]), (0, &"2013-09-05".into()), "{story}");
    assert!(passed_since > 0, "{story}");
    let text = home.run(["changes"]).stdout;
    assert!(text.contains("passed since the newest article (2013-09-05)"), "{text}");
    home.write("later.txt", article("2013-12-03", "The Echo", "Ana Reis is the minister of trade."));
    on(&home, "2026-02-04", &["ingest", "later.txt"]);
    let (overdue, passed_since, story) = unconfirmed(&home, &[]);
    assert!(overdue > 0 && passed_since == 0, "{story}");
    assert_eq!(story["counted_to"], "2013-12-03");
    let report = home.run(["changes", "--format", "markdown"]).stdout;
    assert!(report.contains("## Overdue on 2013-12-03 and unconfirmed"), "{report}");
}

#[test]
fn what_was_recorded_then_is_asked_on_a_day_of_then() {
    let home = home();
    for limits in [&["--at-op", "1"][..], &["--recorded", "2026-01-02"]] {
        assert_eq!(unconfirmed(&home, limits).2["today"], "2026-01-02", "{limits:?}");
    }
    let both = ["--recorded", "2026-01-05", "--as-of", "2013-10-15"];
    assert_eq!(unconfirmed(&home, &both).2["today"], "2013-10-15");
}

#[test]
fn who_followed_is_said_only_where_the_days_tell_the_order() {
    let home = Home::new();
    let toll = |n: u32| format!("The Orla Bridge collapsed. {n} people were killed, police said.");
    home.write("first.txt", article("2013-08-01", "The Tagus Post", &toll(12)));
    home.write("new.txt", article("2013-08-03", "Douro Wire", &toll(31)));
    home.write("same-day.txt", article("2013-08-03", "The Echo", &toll(31)));
    home.write("old.txt", article("2013-08-03", "The Late Sheet", &toll(12)));
    let undated = article("2013-08-03", "Undated", &toll(31)).replace("published: 2013-08-03\n", "");
    home.write("undated.txt", undated);
    let files = ["ingest", "first.txt", "new.txt", "same-day.txt", "old.txt", "undated.txt"];
    on(&home, "2026-01-02", &files);
    let changes = || home.json(&["changes"])["data"]["stories"][0]["changes"].take();
    let of_change = |list: &str| -> Vec<String> {
        let all = changes();
        let all = all.as_array().expect("a list").iter().flat_map(|it| it[list].as_array().expect("a list"));
        all.map(|it| it["publisher"].as_str().unwrap_or("-").to_owned()).collect()
    };
    assert!(!changes().as_array().expect("a list").is_empty());
    assert_eq!(of_change("followed_by"), [] as [&str; 0]);
    assert_eq!(of_change("still_carried_by"), [] as [&str; 0]);
    home.write("later.txt", article("2013-08-04", "The Dune Post", &toll(31)));
    home.write("still.txt", article("2013-08-05", "The Late Sheet", &toll(12)));
    on(&home, "2026-01-02", &["ingest", "later.txt", "still.txt"]);
    assert!(of_change("followed_by").contains(&"The Dune Post".to_owned()), "{}", changes());
}

#[test]
fn contested_claims_stand_in_the_report() {
    let home = Home::with_seeds();
    on(&home, "2026-01-02", &["ingest", "seeds/tolvane-market-hall"]);
    let story = home.json(&["changes"])["data"]["stories"][0].take();
    let claims: Vec<&str> =
        story["contested"].as_array().expect("a list").iter().filter_map(|it| it["claim"].as_str()).collect();
    assert_eq!(claims, ["collapse/killed"]);
    let report = home.run(["changes", "--format", "markdown"]).stdout;
    assert!(report.contains("## Contested: values that exclude each other"), "{report}");
}

#[test]
fn changes_since_somebody_last_looked() {
    let home = home();
    on(&home, "2026-02-04", &["review", "accept", "orla-conference/date@1", "--reviewer", "Ines"]);
    let since = || home.json(&["changes", "--since-review"])["data"]["stories"][0]["changes"].take();
    assert_eq!(since(), Value::Array(Vec::new()));
    // Nor is anybody sent to what is left out.
    assert_eq!(home.json(&["changes", "--since-review"])["next"], Value::Array(Vec::new()));
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
