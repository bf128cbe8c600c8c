//! Articles that were edited after they were published.

use super::program::Home;
use serde_json::Value;

const FIRST: &str = "---\npublished: 2021-03-01\npublisher: Harbour News\ntitle: Ferry accident off Oss\n---\n\
    The ferry Marta sank off Oss on Monday. Two people were killed in the Oss ferry accident, a port spokesman said.\n\
    \n\
    The Oss summit will be held on April 12. The town has one harbour.\n\
    \n\
    Divers went down in the evening. They came back at night.\n";

/// A home with one article and the texts that came after it.
fn revised(later: &[&str]) -> (Home, String) {
    let home = Home::new();
    home.run(["init"]).expect_code(0);
    home.write("oss/1.txt", FIRST);
    home.run(["ingest", "oss/1.txt", "--story", "oss"]).expect_code(0);
    let listed = home.json(&["articles", "list"]);
    let id = listed["data"]["articles"][0]["id"].as_str().expect("an id")[..8].to_owned();
    for (at, text) in later.iter().enumerate() {
        let name = format!("oss/{}.txt", at + 2);
        home.write(&name, text);
        home.run(["ingest", &name, "--revision-of", &id]).expect_code(0);
    }
    (home, id)
}

fn diff(home: &Home, id: &str, from: usize, to: usize) -> Value {
    let mut answer = home.json(&["diff", &format!("{id}@{from}"), &format!("{id}@{to}")]);
    answer["data"].take()
}

/// What the facts differ in, and the quotations on both sides.
fn facts(data: &Value) -> Vec<(String, String, String)> {
    let quote = |side: &Value| side["evidence"][0]["quote"].as_str().unwrap_or_default().to_owned();
    let facts = data["facts"].as_array().expect("a list of facts");
    facts
        .iter()
        .map(|fact| {
            let differs = fact["differs"].as_array().expect("a list");
            let words: Vec<&str> = differs.iter().filter_map(Value::as_str).collect();
            let how = format!("{} {}", fact["mark"].as_str().expect("a mark"), words.join(" "));
            (how.trim().to_owned(), quote(&fact["before"]), quote(&fact["after"]))
        })
        .collect()
}

fn told(how: &str, before: &str, after: &str) -> (String, String, String) {
    (how.to_owned(), before.to_owned(), after.to_owned())
}

/// How many sentences were edited, and how many moved or differ in style.
fn sentences(data: &Value) -> (usize, u64, u64) {
    let edits = data["edits"].as_array().expect("a list of edits");
    let folded = |edit: &&Value| edit["kind"] == "moved" || edit["kind"] == "style";
    let number = |field: &str| data[field].as_u64().expect("a number");
    (edits.len() - edits.iter().filter(folded).count(), number("moved"), number("restyled"))
}

#[test]
fn a_silent_edit_is_found_in_words_facts_history_and_changes() {
    let (home, id) = revised(&[&FIRST.replace("Two people", "Three people")]);
    let data = diff(&home, &id, 1, 2);
    assert_eq!(facts(&data), [told("changed value", "Two people", "Three people")]);
    assert_eq!((sentences(&data), data["unchanged"].as_u64()), ((1, 0, 0), Some(5)));
    assert_eq!(data["notices"], Value::Array(Vec::new()));
    assert_eq!(data["facts"][0]["step"]["label"], "revises");
    let claim = data["facts"][0]["claim"].as_str().expect("its claim");
    let history = &home.json(&["history", claim])["data"];
    assert_eq!(history["edited"], data["facts"]);
    // The same outlet in a later text: one row, one origin, and nothing is contested.
    assert_eq!(history["assertions"].as_array().map(Vec::len), Some(1), "{history:#}");
    assert_eq!((&history["origins"]["count"], &history["contested"]), (&Value::from(1), &Value::from(false)));
    assert_eq!(home.json(&["changes"])["data"]["stories"][0]["edited"], data["facts"]);
    let shown = home.run(["history", claim]);
    assert!(shown.stdout.contains("[-2 people-]") && shown.stdout.contains("no notice"), "{shown}");
    let report = home.run(["changes", "--format", "markdown"]);
    assert!(report.stdout.contains("## Edited after publication"), "{report}");
    home.run(["diff", &format!("{id}@1"), &format!("{id}@2"), "--exit-code"]).expect_code(1);
    home.expect_intact();
}

#[test]
fn a_correction_with_a_notice_shows_the_notice() {
    let notice = "Correction: an earlier version of this article gave another number.";
    let (home, id) = revised(&[&format!("{}\n{notice}\n", FIRST.replace("Two people", "Three people"))]);
    let data = diff(&home, &id, 1, 2);
    assert_eq!(data["notices"][0]["quote"], notice);
    assert_eq!(data["facts"][0]["notices"], data["notices"]);
}

#[test]
fn a_correction_that_stands_outside_the_article_is_told_with_the_edit() {
    let home = Home::new();
    let notice = "Correction, 2 March: an earlier version of this article gave the wrong number of dead.";
    let page = |toll: &str, modified: u8, below: &str| {
        let text = FIRST.split("---\n").nth(2).expect("the text").replace("Two people", toll);
        let paragraphs = text.trim().replace("\n\n", "</p><p>");
        format!(
            "<!doctype html><html lang=en><head><title>Ferry accident off Oss</title>\
             <link rel=canonical href='https://harbour.example/ferry'>\
             <meta property='article:published_time' content='2021-03-01T18:00:00+01:00'>\
             <meta property='article:modified_time' content='2021-03-0{modified}T18:00:00+01:00'></head>\
             <body><main><article><h1>Ferry accident off Oss</h1><p>{paragraphs}</p></article></main>\
             <div class=comments><p>They should have stayed ashore.</p></div>{below}\
             <footer><p>© Harbour News</p></footer></body></html>"
        )
    };
    home.write("1.html", page("Two people", 1, ""));
    home.write(
        "2.html",
        page("Three people", 2, &format!("<aside class=corrections><p>{notice}</p></aside>")),
    );
    home.run(["ingest", "1.html", "2.html", "--story", "oss"]).expect_code(0);
    let listed = home.json(&["articles", "list"]);
    assert_eq!(listed["data"]["articles"].as_array().map(Vec::len), Some(1), "{listed:#}");
    let id = listed["data"]["articles"][0]["id"].as_str().expect("an id")[..8].to_owned();

    let data = diff(&home, &id, 1, 2);
    assert_eq!(facts(&data), [told("changed value", "Two people", "Three people")]);
    assert_eq!(data["notices"].as_array().map(Vec::len), Some(1), "{data:#}");
    assert_eq!(data["notices"][0]["quote"], notice);
    assert_eq!(data["facts"][0]["notices"], data["notices"]);
    assert_eq!(home.json(&["changes"])["data"]["stories"][0]["edited"], data["facts"]);
    for asked in [&["diff", &format!("{id}@1"), &format!("{id}@2")][..], &["changes"]] {
        let shown = home.run(asked);
        let unwrapped = shown.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unwrapped.contains(notice) && !unwrapped.contains("no notice"), "{shown}");
        assert!(!shown.stdout.contains("ashore"), "{shown}");
    }
}

#[test]
fn a_notice_is_found_whichever_way_one_looks() {
    let notice = "The ferry sank off Oss, and not in the harbour.";
    let (home, id) =
        revised(&[&format!("{}\nCorrection\n\n{notice}\n", FIRST.replace("Two people", "Three people"))]);
    let (there, back) = (diff(&home, &id, 1, 2), diff(&home, &id, 2, 1));
    assert_eq!(there["notices"][0]["quote"], notice);
    assert_eq!((&there["notices"], &there["facts"][0]["notices"]), (&back["notices"], &back["notices"]));
    for (from, to) in [(1, 2), (2, 1)] {
        let shown = home.run(["diff", &format!("{id}@{from}"), &format!("{id}@{to}")]);
        assert!(shown.stdout.contains(notice) && !shown.stdout.contains("no sentence"), "{shown}");
    }
    // Looked for in the newer text alone, and found in none of the other's.
    let (home, id) = revised(&[&FIRST.replace("Two people", "Three people")]);
    let shown = home.run(["diff", &format!("{id}@2"), &format!("{id}@1")]);
    assert!(shown.stdout.contains(&format!("no sentence was found in {}@2", &id[..4])), "{shown}");
}

/// So many deaths, each in a sentence of its own, that all with all are too many to be compared. The toll is the
/// same in each, for a history of many values would take time and show nothing more.
fn much(toll: usize) -> String {
    format!("---\npublished: 2021-03-01\n---\n{}", format!("The flood killed {toll} people.\n").repeat(1001))
}

#[test]
fn what_is_too_much_to_compare_is_said_wherever_edits_are_told() {
    let home = Home::new();
    home.run(["init"]).expect_code(0);
    home.write("oss/1.txt", much(3));
    home.run(["ingest", "oss/1.txt", "--story", "oss"]).expect_code(0);
    let listed = home.json(&["articles", "list"]);
    let id = listed["data"]["articles"][0]["id"].as_str().expect("an id")[..8].to_owned();
    home.write("oss/2.txt", much(4));
    let told = vec![home.run(["ingest", "oss/2.txt", "--revision-of", &id])];
    let claims = home.json(&["claims", "list"]);
    let claims = claims["data"]["claims"].as_array().expect("a list");
    let most = claims.iter().max_by_key(|claim| claim["assertions"].as_u64()).expect("one")["claim"].clone();
    let commands = [["history", most.as_str().expect("an id")], ["changes", "-v"]];
    for told in told.into_iter().chain(commands.map(|command| home.run(command))) {
        assert!(told.stderr.contains("assert too much for their facts to be compared"), "{}", told.stderr);
    }
    let revisions = home.json(&["articles", "revisions", &id]);
    assert_eq!(revisions["data"]["revisions"][1]["edited"]["facts"], Value::Null);
    assert!(revisions["warnings"][0]["message"].as_str().is_some_and(|it| it.contains("too much")));
}

#[test]
fn only_the_kinds_that_are_asked_for_are_shown() {
    let hedged = FIRST.replace("will be held", "will probably be held").replace("Two", "Three");
    let later =
        hedged.replace("The town has one harbour.", "The town has one dock.") + "\nNobody else died.\n";
    let later = later.replace("They came back at night.", "");
    let (home, id) = revised(&[&later]);
    let (one, other) = (format!("{id}@1"), format!("{id}@2"));
    let all = diff(&home, &id, 1, 2);
    let kinds = |data: &Value| -> Vec<String> {
        let edits = data["edits"].as_array().expect("a list").iter();
        let mut kinds: Vec<String> =
            edits.map(|edit| edit["kind"].as_str().expect("a kind").to_owned()).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    };
    assert_eq!(kinds(&all), ["absent", "added", "changed"], "{all:#}");
    for wanted in ["changed", "added", "absent", "changed,absent"] {
        let mut only = home.json(&["diff", &one, &other, "--only", wanted]);
        let data = only["data"].take();
        let wanted: Vec<&str> = wanted.split(',').collect();
        let mut sorted = wanted.clone();
        sorted.sort_unstable();
        assert_eq!(kinds(&data), sorted);
        for list in ["facts", "fields"] {
            let of = |data: &Value| data[list].as_array().expect("a list").clone();
            let marked = |it: &Value| wanted.contains(&it["mark"].as_str().expect("a mark"));
            assert_eq!(of(&data), of(&all).into_iter().filter(marked).collect::<Vec<_>>());
        }
        assert_eq!(data["notices"], all["notices"]);
        let shown = home.run(["diff", &one, &other, "--only", &wanted.join(",")]);
        assert!(shown.stdout.contains(&wanted.join(" or ")) && !shown.stdout.contains("edited"), "{shown}");
    }
    home.run(["diff", &one, &other, "--only", "moved"]).expect_code(2);
}

#[test]
fn the_list_of_revisions_fits_eighty_columns() {
    let (home, id) = revised(&[
        &FIRST
            .replace("Two people", "Three people")
            .replace("April 12", "May 12")
            .replace("title: Ferry", "byline: A. Bos\ntitle: Great ferry"),
        &FIRST.replace("They came back at night.", ""),
    ]);
    for width in ["60", "80", "100"] {
        let shown = home.run(["articles", "revisions", &id, "--width", width]);
        let most: usize = width.parse().expect("a number");
        assert!(shown.stdout.lines().all(|line| line.chars().count() <= most), "{shown}");
        for row in ["@1", "@2", "@3"] {
            assert!(shown.stdout.contains(&format!("{}{row}", &id[..4])), "{shown}");
        }
        // Nothing of what was edited is cut.
        assert!(!shown.stdout.contains('…'), "{shown}");
        let words: Vec<&str> = shown.stdout.split_whitespace().collect();
        let told = "edited: 2 facts; sentences: 2 changed; title, byline";
        assert!(words.join(" ").contains(told), "{shown}");
    }
}

#[test]
fn a_hedge_a_speaker_and_what_is_absent_are_told_apart() {
    let hedged = FIRST.replace("will be held", "will probably be held");
    let spoken = hedged.replace("a port spokesman said", "Mayor Ole Krog said");
    let gone = spoken.replace("The Oss summit will probably be held on April 12. ", "");
    let (home, id) = revised(&[&hedged, &spoken, &gone]);
    assert_eq!(facts(&diff(&home, &id, 1, 2)), [told("changed certainty", "on April 12", "on April 12")]);
    let speaker = facts(&diff(&home, &id, 2, 3));
    assert!(speaker.contains(&told("changed speaker", "Two people", "Two people")), "{speaker:?}");
    assert_eq!(facts(&diff(&home, &id, 3, 4)), [told("absent", "on April 12", "")]);
    assert_eq!(facts(&diff(&home, &id, 4, 3)), [told("added", "", "on April 12")]);
    // The claim that only a former revision has is still told of.
    let edited = &home.json(&["changes"])["data"]["stories"][0]["edited"];
    assert!(edited.as_array().expect("a list").iter().any(|fact| fact["mark"] == "absent"), "{edited:#}");
    let shown = home.run(["diff", &format!("{id}@3"), &format!("{id}@4")]);
    assert!(shown.stdout.contains("absent in") && !shown.stdout.contains("retracted"), "{shown}");
    let only = home.run(["diff", &format!("{id}@3"), &format!("{id}@4"), "--only", "added", "--exit-code"]);
    only.expect_code(0);
}

#[test]
fn moved_paragraphs_style_and_headlines_are_no_changes_of_facts() {
    let (head, body) = FIRST.split_at(FIRST.find("The ferry").expect("it is there"));
    let paragraphs: Vec<&str> = body.trim().split("\n\n").collect();
    let moved = format!("{head}{}\n\n{}\n\n{}\n", paragraphs[1], paragraphs[0], paragraphs[2]);
    let styled = FIRST.replace("Divers went down", "Divers went  down").replace("Oss on", "OSS\u{a0}on");
    let headline = FIRST.replace("title: Ferry accident off Oss", "title: Ferry lost");
    let (home, id) = revised(&[&moved, &styled, &headline]);
    let data = diff(&home, &id, 1, 2);
    assert_eq!((facts(&data), sentences(&data)), (Vec::new(), (0, 2, 0)));
    let data = diff(&home, &id, 1, 3);
    assert_eq!((facts(&data), sentences(&data)), (Vec::new(), (0, 0, 2)));
    let data = diff(&home, &id, 1, 4);
    assert_eq!((facts(&data), sentences(&data)), (Vec::new(), (0, 0, 0)));
    assert_eq!(
        (&data["fields"][0]["field"], &data["fields"][0]["after"]),
        (&"title".into(), &"Ferry lost".into())
    );
    let listed = home.run(["articles", "revisions", &id, "--width", "120"]);
    assert!(listed.stdout.contains("style only"), "{listed}");
    assert!(home.json(&["changes"])["data"]["stories"][0]["edited"].as_array().expect("a list").is_empty());
}

#[test]
fn a_page_with_another_headline_is_a_revision() {
    let page = |title: &str, advertisement: &str| {
        format!(
            "<!DOCTYPE html><html lang=en><head><title>{title} - Harbour News</title>\
             <meta property=og:title content=\"{title}\"><meta property=og:url \
             content=\"https://harbour.example/ferry\"><meta property=article:published_time \
             content=\"2021-03-01\"></head><body><div class=ad>{advertisement}</div><article>\
             <p>The ferry Marta sank off Oss on Monday, and everybody on board was brought to the shore by boats \
             of the port.</p><p>Two people were killed in the Oss ferry accident, a port spokesman said in the \
             evening, when the search had ended.</p></article></body></html>"
        )
    };
    let home = Home::new();
    home.run(["init"]).expect_code(0);
    for (name, title, advertisement) in [
        ("1.html", "Ferry accident off Oss", "Shoes"),
        ("2.html", "Ferry accident off Oss", "Hats"),
        ("3.html", "Captain blamed for ferry accident", "Hats"),
    ] {
        home.write(name, page(title, advertisement));
        home.run(["ingest", name]).expect_code(0);
    }
    let id =
        home.json(&["articles", "list"])["data"]["articles"][0]["id"].as_str().expect("an id").to_owned();
    let listed = home.json(&["articles", "revisions", &id]);
    let revisions = listed["data"]["revisions"].as_array().expect("a list");
    // Other bytes around the same article are no revision.
    assert_eq!(revisions.len(), 2, "{listed:#}");
    assert_eq!(revisions[1]["edited"]["fields"], serde_json::json!(["title"]));
    assert_eq!(diff(&home, &id, 1, 2)["fields"][0]["before"], "Ferry accident off Oss");
    let again = home.run(["ingest", "3.html"]);
    assert!(again.stdout.contains("already stored"), "{again}");
    home.expect_intact();
}

#[test]
fn two_columns_fit_the_screen_and_say_the_same() {
    let (home, id) = revised(&[&FIRST.replace("Two people", "Three people")]);
    for width in ["60", "80", "120"] {
        let columns =
            home.run(["diff", &format!("{id}@1"), &format!("{id}@2"), "--side-by-side", "--width", width]);
        columns.expect_code(0);
        assert!(columns.stdout.contains("[-Two-]") && columns.stdout.contains("{+Three+}"), "{columns}");
        let most: usize = width.parse().expect("a number");
        assert!(columns.stdout.lines().all(|line| line.chars().count() <= most), "{columns}");
    }
}

#[test]
fn what_cannot_be_compared_by_word_is_refused_with_the_remedy() {
    let (home, id) = revised(&[]);
    let none = home.run(["diff", &format!("{id}@1"), &format!("{id}@2")]);
    none.expect_code(4);
    assert!(none.stderr.contains("one revision"), "{none}");
    home.write("other.txt", "The Ede summit will be held on May 2.\n");
    home.run(["ingest", "other.txt"]).expect_code(0);
    let listed = home.json(&["articles", "list"]);
    let other = listed["data"]["articles"].as_array().expect("a list").iter().find_map(|article| {
        article["id"].as_str().filter(|other| !other.starts_with(&id)).map(|other| other[..8].to_owned())
    });
    let other = other.expect("a second article");
    let crossed = home.run(["diff", &format!("{id}@1"), &format!("{other}@1")]);
    crossed.expect_code(4);
    assert!(crossed.stderr.contains(&format!("dateline diff {id} {other}")), "{crossed}");
    home.run(["diff", &id, &other, "--side-by-side"]).expect_code(2);
}

#[test]
fn who_names_a_revision_that_cannot_be_is_told_which_there_are() {
    let (home, id) = revised(&[&FIRST.replace("Two people", "Three people")]);
    let numbered = |number: usize| format!("{id}@{number}");
    let line = format!("{id}:99");
    let show = format!("dateline articles show {id}");
    let revisions = format!("dateline articles revisions {id}");
    for (code, typed, hint) in [
        (2, vec!["diff", &numbered(1), &id], &revisions),
        (2, vec!["diff", &id, &numbered(1)], &revisions),
        (4, vec!["diff", &numbered(1), &numbered(9)], &revisions),
        (4, vec!["articles", "show", &numbered(1)], &revisions),
        (4, vec!["explain", &line], &show),
    ] {
        let done = home.run(typed);
        done.expect_code(code);
        done.expect_said(&[hint]);
        home.run(hint.split(' ').skip(1)).expect_code(0);
    }
    // A story may be named either way.
    assert_eq!(home.json(&["changes", "oss"])["data"], home.json(&["changes", "--story", "oss"])["data"]);
}
