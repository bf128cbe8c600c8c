//! The main job on `seeds/geneva-ii`: how the reported date of a conference moved.

use super::program::{Home, expect_reference};
use serde_json::Value;

fn ingested() -> Home {
    let home = Home::with_seeds();
    home.run(["ingest", "seeds/geneva-ii"]).expect_code(0);
    home
}

#[test]
fn ingest_ends_with_what_changed() {
    let home = Home::with_seeds();
    let done = home.run(["ingest", "seeds/geneva-ii"]);
    done.expect_code(0);
    expect_reference("ingest-80.txt", &done.stdout);
    let changes = home.run(["changes"]);
    changes.expect_code(0);
    // What is overdue is told when somebody asks, not after each ingest.
    let mut all = changes.stdout.lines();
    let told: Vec<&str> = done.stdout.lines().skip_while(|line| !line.starts_with("geneva-ii: ")).collect();
    assert!(told.len() > 5 && told.iter().all(|line| all.any(|other| other == *line)), "{done}\n{changes}");
}

#[test]
fn a_count_from_another_beginning_is_neither_a_rise_nor_a_fall() {
    let home = Home::new();
    let told = [
        ("2014-05-09", "3,400 people have been killed since the protests in Norway erupted in March"),
        ("2014-05-14", "40 people have been killed since the protests in Norway flared up again on Monday"),
        ("2014-05-16", "3,450 people have been killed since the protests in Norway erupted in March"),
        (
            "2014-05-18",
            "3,400 people have been killed since the protests in Norway came to the coast in April",
        ),
    ];
    for (day, said) in told {
        home.write(
            format!("{day}.txt"),
            format!("The protests in Norway go on. The council says that {said}.\n"),
        );
        home.run(["ingest", &format!("{day}.txt"), "--story", "norway", "--published", day]).expect_code(0);
    }
    let history = home.json(&["history", "protests/killed"])["data"].take();
    let rows: Vec<_> = history["assertions"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            (row["step"]["label"].as_str().expect("a label"), row["stands"].as_bool().expect("a bool"))
        })
        .collect();
    assert_eq!(rows, [("first", false), ("differs", true), ("revises", true), ("differs", true)]);
    assert_eq!(history["contested"], false);
    let why = history["assertions"][1]["step"]["why"].as_str().expect("a sentence");
    assert!(why.contains("flared up again") && why.contains("not compared"), "{why}");
    // Who gives the former number, counted otherwise, does not still carry what was revised.
    let changes = home.json(&["changes", "--story", "norway"])["data"].take();
    let changes = changes["stories"][0]["changes"].as_array().expect("a list").clone();
    assert_eq!(changes.len(), 3);
    assert!(changes.iter().all(|it| it["still_carried_by"] == serde_json::json!([])), "{changes:?}");
}

#[test]
fn the_history_is_drawn_for_every_width() {
    let home = ingested();
    for width in ["80", "120"] {
        let done = home.run(["history", "geneva-ii/date", "--width", width]);
        expect_reference(&format!("history-{width}.txt"), &done.expect_code(0).stdout);
    }
}

#[test]
fn other_answers_are_as_expected() {
    let home = ingested();
    for (name, line) in [
        ("diff-80.txt", "diff --story geneva-ii 2013-08 2013-11"),
        ("audit-80.txt", "audit"),
        ("claims-80.txt", "claims list"),
        ("articles-80.txt", "articles list"),
        ("log-80.txt", "log"),
    ] {
        let done = home.run(line.split(' '));
        expect_reference(name, &done.expect_code(0).stdout);
    }
}

#[test]
fn both_spellings_name_one_claim() {
    let home = ingested();
    let one = home.json(&["history", "geneva-ii/date"]);
    assert_eq!(home.json(&["history", "geneva-2/date"]), one);
    assert_eq!(one["data"]["claim"], "geneva-ii/date");
}

/// The assertion that `words` were read as, said to hold (`+`).
fn assertion<'a>(history: &'a Value, words: &str) -> &'a Value {
    let all = history["data"]["assertions"].as_array().expect("a list of assertions");
    let mut found =
        all.iter().filter(|assertion| assertion["value"]["text"] == words && assertion["polarity"] == "+");
    let one = found.next().unwrap_or_else(|| panic!("{words:?} is not in the history"));
    assert!(found.next().is_none(), "{words:?} is there twice");
    one
}

#[test]
fn the_date_moves_as_it_was_reported() {
    let home = ingested();
    let history = home.json(&["history", "geneva-ii/date"]);
    for (words, edtf, modality) in [
        ("by the end of May", "../2013-05", "PR"),
        ("in June", "2013-06", "CT"),
        ("sometime after August", "2013-09/..", "PR"),
        ("tentatively set for November 23", "2013-11-23", "PR"),
        ("on January 22, 2014", "2014-01-22", "CT"),
    ] {
        let assertion = assertion(&history, words);
        assert_eq!(assertion["value"]["edtf"], edtf, "{words}");
        assert_eq!(assertion["modality"]["class"], modality, "{words}");
        assert!(assertion["step"]["why"].as_str().is_some_and(|why| !why.is_empty()), "{words}");
    }
    let step = |words: &str| assertion(&history, words)["step"]["label"].clone();
    assert_eq!(step("by the end of May"), "first");
    assert_eq!(step("in June"), "contradicts");
    assert_eq!(step("tentatively set for November 23"), "narrows");
    // The sentence does not say whether the agency's speaker or the outlet gives the date.
    let tentative = assertion(&history, "tentatively set for November 23");
    assert_eq!(tentative["scope"], "ambiguous");
    assert_eq!(tentative["modality"]["hedges"][0]["text"], "tentatively");
}
