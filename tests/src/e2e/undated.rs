//! Articles of which no date is known: nothing is guessed, and learning the date later is no change in
//! reporting.

use super::program::Home;
use super::seeds;
use serde_json::Value;
use std::fs;

/// The stories' articles without their front matter, as somebody would copy them from a page.
fn bare() -> Home {
    let home = Home::new();
    for story in seeds::stories() {
        for article in &story.articles {
            let text = fs::read_to_string(seeds::root().join(article)).expect("a seed can be read");
            let body = text.splitn(3, "---\n").nth(2).expect("a seed has front matter").to_owned();
            home.write(article, body);
        }
    }
    home.run(["ingest", "seeds"]).expect_code(0);
    home
}

/// All time values of all histories, with their claims.
fn times(home: &Home) -> Vec<(String, Value)> {
    let claims = home.json(&["claims", "list", "--all"]);
    let mut times = Vec::new();
    for claim in claims["data"]["claims"].as_array().expect("a list of claims") {
        let (story, name) = (claim["story"].as_str().expect("one"), claim["claim"].as_str().expect("one"));
        let name = format!("{story}:{name}");
        let mut history = home.json(&["history", &name]);
        let assertions = history["data"]["assertions"].as_array_mut().expect("a list of assertions");
        for assertion in assertions.iter_mut().filter(|assertion| assertion["value"]["kind"] == "time") {
            times.push((name.clone(), assertion.take()));
        }
    }
    times
}

fn set_dates(home: &Home) {
    let listed = home.json(&["articles", "list"]);
    for article in listed["data"]["articles"].as_array().expect("a list of articles") {
        let source = article["source"].as_str().expect("a source");
        // The file's name begins with its date.
        let name = source.rsplit('/').next().expect("a name");
        let id = article["id"].as_str().expect("an id");
        home.run(["articles", "set", id, "--published", &name[..10]]).expect_code(0);
    }
}

#[test]
fn a_year_that_no_article_says_is_not_guessed() {
    let home = bare();
    let times = times(&home);
    assert!(times.len() > 10, "few times were read");
    for (claim, assertion) in &times {
        let value = &assertion["value"];
        let text = value["text"].as_str().expect("the words");
        let year = |date: &Value| date.as_str().map(|date| date[..4].to_owned());
        for bound in [&value["earliest"], &value["latest"]] {
            let Some(year) = year(bound) else { continue };
            let said =
                text.contains(&year) || assertion["sentence"].as_str().is_some_and(|s| s.contains(&year));
            let based = value["basis"].as_array().is_some_and(|basis| !basis.is_empty());
            assert!(said || based, "{claim}: nothing says {year} of {text:?}: {assertion:#}");
        }
        assert_eq!(assertion["published"], Value::Null, "{claim}");
        // Without dates there is an order within an article only.
        let label = assertion["step"]["label"].as_str().expect("a label");
        let before = &assertion["step"]["compared_with"];
        let beside =
            times.iter().any(|(_, one)| &one["id"] == before && one["article"] == assertion["article"]);
        assert!(matches!(label, "first" | "unordered" | "repeats") || beside, "{claim}: {text:?} {label}");
    }
    let done = home.run(["history", "geneva-ii/date"]);
    done.expect_code(0).expect_said(&["no publication date is known", "articles set"]);
}

#[test]
fn dates_told_later_resolve_what_was_read_and_change_nothing_reported() {
    let told = Home::filled();
    let home = bare();
    assert_eq!(home.json(&["changes"])["data"]["stories"].as_array().map(Vec::len), Some(4));
    set_dates(&home);
    home.expect_intact();
    let edtf = |home: &Home| {
        let mut all: Vec<String> =
            times(home).iter().map(|(claim, one)| format!("{claim} {}", one["value"]["edtf"])).collect();
        all.sort();
        all
    };
    assert_eq!(edtf(&home), edtf(&told), "the same as if the dates had been known at once");
    // A value for a value: nothing moved from a reading to its own second reading.
    let changes = home.json(&["changes"]);
    let mut seen = 0;
    for story in changes["data"]["stories"].as_array().expect("a list of stories") {
        for change in story["changes"].as_array().expect("a list of changes") {
            let (from, to) = (&change["from"], &change["to"]);
            assert!(
                (&from["article"], &from["evidence"][0]["start_byte"])
                    != (&to["article"], &to["evidence"][0]["start_byte"]),
                "{change:#}"
            );
            assert_ne!(from["published"], Value::Null, "{change:#}");
            seen += 1;
        }
    }
    assert!(seen > 3, "few changes were found");
}

#[test]
fn one_article_read_again_is_no_change() {
    let home = Home::new();
    home.write("one.txt", "Ines Vardal said that the Orla Conference will be held in May.\n");
    home.run(["ingest", "one.txt", "--story", "orla"]).expect_code(0);
    let before = home.json(&["history", "orla-conference/date"]);
    assert_eq!(before["data"]["assertions"][0]["value"]["edtf"], "XXXX-05");
    let article = before["data"]["assertions"][0]["article"].as_str().expect("an id").to_owned();
    home.run(["articles", "set", &article[..6], "--published", "2024-03-05"]).expect_code(0);
    let after = home.json(&["history", "orla-conference/date"]);
    let assertions = after["data"]["assertions"].as_array().expect("a list");
    assert_eq!(assertions.len(), 1, "the second reading stands in the place of the first: {after:#}");
    assert_eq!(assertions[0]["value"]["edtf"], "2024-05");
    assert_eq!(assertions[0]["step"]["label"], "first");
    let changes = home.json(&["changes"]);
    assert_eq!(changes["data"]["stories"][0]["changes"], serde_json::json!([]));
    // What was known before is still answered.
    let then = home.json(&["history", "orla-conference/date", "--at-op", "1"]);
    assert_eq!(then["data"]["assertions"][0]["value"]["edtf"], "XXXX-05");
}
