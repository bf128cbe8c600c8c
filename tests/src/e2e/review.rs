//! People correct the record: judged, undone, and asked one at a time.

use super::program::Home;
use serde_json::Value;
use std::io::Write as _;
use std::process::Stdio;

/// A workspace with the story of a market hall, whose toll is contested.
pub(super) fn hall() -> Home {
    let home = Home::with_seeds();
    home.run(["ingest", "seeds/tolvane-market-hall"]).expect_code(0);
    home.run(["config", "set", "reviewer", "Ines Alves"]).expect_code(0);
    home
}

fn toll(home: &Home) -> Value {
    home.json(&["history", "collapse/killed"])["data"].take()
}

fn reviews(history: &Value, list: &str) -> Vec<String> {
    let rows = history[list].as_array().expect("a list of rows");
    rows.iter().map(|row| row["review"].as_str().expect("a word").to_owned()).collect()
}

/// What a session prints that is given these lines.
fn session(home: &Home, arguments: &[&str], typed: &str) -> String {
    let mut command = home.command(arguments);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("a pipe").write_all(typed.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn what_people_are_only_quoted_as_saying_is_counted_apart_everywhere() {
    let home = Home::new();
    home.write("said.txt", "Rui Lopes said he was tired of waiting.\n");
    let line = ["ingest", "said.txt", "--story", "orla", "--published", "2013-08-01"];
    let stored = home.run(line);
    let said = "stored 1 article, 1 statement, nothing to review (op 1)";
    assert!(stored.expect_code(0).stdout.contains(said), "{stored}");
    let lists: [&[&str]; 2] = [&["review", "--list"], &["claims", "list"]];
    for list in lists {
        let asked = home.run(list);
        assert!(asked.stderr.contains("1 statement is left out"), "{}", asked.stderr);
        let all = [list, &["--all"]].concat();
        let next = format!("hint: dateline {}", all.join(" "));
        assert!(asked.stderr.contains(&next), "{}", asked.stderr);
        assert_eq!(home.json(list)["data"]["statements"], 1);
        assert!(home.run(&all).expect_code(0).stdout.contains("rui-lopes/said"));
    }
    let articles = home.json(&["articles", "list"]);
    let article = &articles["data"]["articles"][0];
    assert_eq!((&article["assertions"], &article["statements"]), (&1.into(), &1.into()));
    let id = article["id"].as_str().expect("an id");
    assert!(home.run(["articles", "show", id]).expect_code(0).stdout.contains("\n1 statement\n"));
    assert!(home.run(["history", "rui-lopes/said"]).expect_code(0).stdout.contains("1 statement, 1 article"));

    // What was judged before does not wait to be reviewed when its article is read again.
    home.write("held.txt", "The Orla Conference will be held in May, Rui Lopes said.\n");
    let line = ["ingest", "held.txt", "--story", "orla", "--published", "2013-08-02"];
    let stored = home.json(&line)["data"].take();
    assert_eq!(
        stored["to_review"],
        stored["assertions"].as_u64().unwrap() - stored["statements"].as_u64().unwrap()
    );
    home.run(["review", "accept", "orla-conference/date@1", "--reviewer", "Ines Alves"]).expect_code(0);
    let again = home.json(&[&line[..], &["--title", "Held in May"]].concat())["data"].take();
    assert_eq!(again["assertions"], stored["assertions"]);
    assert_eq!(again["to_review"].as_u64().unwrap() + 1, stored["to_review"].as_u64().unwrap());
}

#[test]
fn a_rejected_value_counts_for_nothing_until_that_is_undone() {
    let home = hall();
    let before = toll(&home);
    assert_eq!(before["contested"], true);
    home.run(["review", "reject", "collapse/killed@5", "--reason", "withdrawn"]).expect_code(0);
    let after = toll(&home);
    assert_eq!(after["contested"], false);
    assert_eq!(reviews(&after, "rejected"), ["rejected"]);
    assert_eq!(after["rejected"][0]["judgements"][0]["reviewer"], "Ines Alves");
    assert_eq!(after["rejected"][0]["evidence"], before["assertions"][4]["evidence"], "its words stay");
    home.run(["undo"]).expect_code(0);
    assert_eq!(toll(&home), before);
    home.run(["redo"]).expect_code(0);
    assert_eq!(toll(&home)["rejected"][0]["id"], after["rejected"][0]["id"]);
    assert_eq!(home.json(&["history", "collapse/killed", "--at-op", "1"])["data"], before);
    home.run(["verify", "--deep"]).expect_code(0);
}

#[test]
fn the_id_of_a_claim_that_was_parted_leads_back_when_that_is_undone() {
    let home = hall();
    let line =
        ["review", "split", "collapse/killed@1", "--only", "--name", "Night collapse", "--reason", "another"];
    home.run(line).expect_code(0);
    home.run(["history", "night-collapse/killed"]).expect_code(0);
    home.run(["undo"]).expect_code(0);
    let gone = home.run(["history", "night-collapse/killed"]);
    gone.expect_code(4).expect_said(&["no claim is called night-collapse/killed now"]);
    gone.expect_said(&["what was read under that name is in: collapse/killed (1 of them)"]);
}

#[test]
fn an_edit_stands_beside_the_words() {
    let home = hall();
    home.run(["review", "edit", "collapse/killed@4", "--value", "61.."]).expect_code(2);
    let line =
        ["review", "edit", "collapse/killed@4", "--value", "61..", "--reason", "more than 60 is 61 on"];
    home.run(line).expect_code(0);
    let row = toll(&home)["assertions"][3].take();
    assert_eq!(row["review"], "edited");
    assert_eq!(row["value"]["low"], 61);
    assert_eq!(row["read_as"]["low"], 60);
    assert_eq!(row["evidence"][0]["quote"], "More than 60 people");
    let shown = home.run(["history", "collapse/killed"]).stdout;
    assert!(shown.contains("edited by Ines Alves (value: 61..): more than 60 is 61 on"), "{shown}");
}

#[test]
fn a_conflict_is_resolved_by_a_person_with_a_reason() {
    let home = hall();
    home.run(["review", "resolve", "collapse/killed@6"]).expect_code(2);
    home.run(["review", "resolve", "collapse/killed@6", "--reason", "hospital list"]).expect_code(0);
    let resolved = toll(&home);
    assert_eq!(resolved["contested"], false);
    assert_eq!(resolved["assertions"][4]["stands"], false);
    assert_eq!(resolved["resolutions"][0]["reason"], "hospital list");
    home.run(["review", "resolve", "collapse/killed@6", "--reason", "again"]).expect_code(2);
}

#[test]
fn what_another_reviewer_decided_is_shown_and_replaced_only_on_purpose() {
    let home = hall();
    home.run(["review", "accept", "collapse/killed@6"]).expect_code(0);
    let other = ["review", "reject", "collapse/killed@6", "--reviewer", "Rui"];
    let refused = home.run(other);
    refused.expect_code(2);
    refused.expect_said(&["accepted by Ines Alves before"]);
    home.run(other.iter().chain(&["--overrule"])).expect_code(0);
    assert_eq!(reviews(&toll(&home), "rejected"), ["rejected"]);
    home.run(["undo"]).expect_code(0);
    assert_eq!(reviews(&toll(&home), "assertions")[5], "accepted", "what was replaced holds again");
}

#[test]
fn merged_claims_keep_their_former_names_and_a_split_is_not_merged_by_another() {
    let home = Home::with_seeds();
    home.run(["ingest", "seeds/geneva-ii"]).expect_code(0);
    let by = |name: &'static str, line: &[&'static str]| {
        let line = line.iter().copied().chain(["--reason", "seen", "--reviewer", name]);
        home.run(line.collect::<Vec<_>>())
    };
    by("Ines", &["review", "merge", "talks-2013-11-05/date", "meeting-2013-05-07/date"]).expect_code(0);
    let merged = home.json(&["history", "talks-2013-11-05/date"])["data"].take();
    assert_eq!(merged["assertions"].as_array().map(Vec::len), Some(2));
    assert_eq!(home.json(&["history", "meeting-2013-05-07/date"])["data"], merged);
    let split = by("Rui", &["review", "split", "talks-2013-11-05/date@1"]);
    split.expect_code(2);
    split.expect_said(&["merged by Ines: seen"]);
    by("Rui", &["review", "split", "talks-2013-11-05/date@1", "--name", "May talks", "--overrule"])
        .expect_code(0);
    assert_eq!(home.json(&["history", "may-talks/date"])["data"]["articles"], 1);
    let again = by("Ines", &["review", "merge", "may-talks/date", "talks-2013-11-05/date"]);
    again.expect_code(2);
    again.expect_said(&["split by Rui (May talks): seen"]);
    home.run(["verify", "--deep"]).expect_code(0);
}

#[test]
fn nobody_without_a_name_judges() {
    let home = Home::with_seeds();
    home.run(["ingest", "seeds/tolvane-market-hall"]).expect_code(0);
    for line in [&["review", "accept", "collapse/killed@1", "--no-input"][..], &["undo", "--no-input"]] {
        let refused = home.run(line);
        refused.expect_code(2);
        refused.expect_said(&["no name is known"]);
    }
    assert_eq!(home.json(&["log"])["data"]["operations"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_session_in_a_pipe_is_resumed_where_it_stopped() {
    let home = hall();
    let claim = ["review", "--claim", "collapse/killed"];
    let said = session(&home, &claim, "a\nx a slip\nu\nwhat\nj\nq\n");
    assert!(said.contains("6 to review") && said.contains("\"what\" is no key here"), "{said}");
    assert!(said.contains("1 decision recorded in this session"), "{said}");
    let left = home.json(&["review", "--claim", "collapse/killed", "--list"]);
    assert_eq!((&left["data"]["waiting"], &left["data"]["reviewed"]), (&5.into(), &1.into()));
    let said = session(&home, &claim, "a\na\na\na\na\n");
    assert!(said.contains("nothing else is left"), "{said}");
    let left = home.json(&["review", "--claim", "collapse/killed", "--list"]);
    assert_eq!(left["data"]["waiting"], 0);
}

#[test]
fn a_file_of_decisions_is_recorded_whole_or_not_at_all() {
    let home = hall();
    let good = "{\"decision\": \"accept\", \"on\": \"collapse/killed@1\"}\n\n\
        {\"decision\": \"edit\", \"on\": \"collapse/killed@2\", \"value\": \"31\", \"reason\": \"exact\"}\n";
    for (bad, why) in [
        ("{\"decision\": \"accept\", \"on\": \"colapse/killed@1\"}\n", "line 4: no claim is called"),
        (
            "{\"decision\": \"approve\", \"on\": \"collapse/killed@1\"}\n",
            "line 4: \"approve\" is no decision",
        ),
        ("{\"decision\": \"edit\", \"on\": \"collapse/killed@3\"}\n", "line 4: an edit has one of"),
        ("{\"decision\": \"reject\", \"on\": \"collapse/killed@1\"}\n", "line 4: ruling 1 decides"),
        ("nonsense\n", "line 4: expected"),
    ] {
        home.write("decisions.jsonl", format!("{good}{bad}"));
        let refused = home.run(["review", "apply", "decisions.jsonl"]);
        refused.expect_code(2);
        refused.expect_said(&[why]);
        assert_eq!(home.json(&["log"])["data"]["operations"].as_array().map(Vec::len), Some(1), "{why}");
    }
    home.write("decisions.jsonl", good);
    home.run(["review", "apply", "decisions.jsonl"]).expect_code(0);
    assert_eq!(&reviews(&toll(&home), "assertions")[..3], ["accepted", "edited", "unreviewed"]);
    assert_eq!(home.json(&["log"])["data"]["operations"][0]["judgements"], 2);
}

#[test]
fn an_ingest_is_undone_and_redone_with_what_was_judged() {
    let home = hall();
    home.run(["review", "accept", "collapse/killed@1"]).expect_code(0);
    let before = toll(&home);
    home.run(["undo", "1"]).expect_code(0);
    assert_eq!(home.json(&["articles", "list"])["data"]["articles"], Value::Array(Vec::new()));
    home.run(["history", "collapse/killed"]).expect_code(4);
    home.run(["verify", "--deep"]).expect_code(0);
    home.run(["undo", "1"]).expect_code(2);
    home.run(["undo", "99"]).expect_code(4);
    home.run(["redo", "1"]).expect_code(0);
    assert_eq!(toll(&home), before);
    home.run(["verify", "--deep"]).expect_code(0);
}

/// A workspace in which somebody says November and two others say December.
fn months() -> Home {
    let home = Home::new();
    for (name, day, month, who) in [
        ("a", 1, "November", "Ana Brito"),
        ("b", 2, "December", "Rui Lopes"),
        ("c", 3, "December", "Ines Vardal"),
    ] {
        let head = format!("---\npublished: 2013-09-0{day}\npublisher: Outlet {name}\nstory: orla\n---\n");
        let text = format!("The Orla Conference will be held in {month}, {who} said.\n");
        home.write(format!("{name}.txt"), head + &text);
    }
    home.run(["ingest", "a.txt", "b.txt", "c.txt"]).expect_code(0);
    home.run(["config", "set", "reviewer", "Ines Alves"]).expect_code(0);
    home
}

#[test]
fn what_would_stand_without_one_heeds_what_was_resolved() {
    let home = months();
    home.run(["review", "resolve", "orla-conference/date@3", "--reason", "the ministry's page"])
        .expect_code(0);
    let queue = home.json(&["review", "--list"])["data"].take();
    let items = queue["items"].as_array().expect("a list");
    assert!(!items.is_empty());
    for item in items {
        assert_eq!(
            (&item["contested"], &item["would_be_contested"]),
            (&false.into(), &false.into()),
            "{item}"
        );
    }
}

#[test]
fn who_was_read_as_the_speaker_stays_beside_who_is_now() {
    let home = months();
    let line = ["review", "edit", "orla-conference/date@1", "--speaker", "Rui Lopes", "--reason", "the tape"];
    home.run(line).expect_code(0);
    let row = home.json(&["history", "orla-conference/date"])["data"]["assertions"][0].take();
    assert_eq!(row["read_as"], Value::Null, "the value was not edited");
    assert!(row["read_who"].to_string().contains("Ana Brito"), "{row}");
    let shown = home.run(["source", "orla-conference/date@1"]).stdout;
    assert!(shown.contains("said by Ana Brito, before the edit"), "{shown}");
}

#[test]
fn what_was_reviewed_does_not_wait() {
    let home = months();
    home.run(["review", "accept", "orla-conference/date@1"]).expect_code(0);
    let all = home.json(&["review", "--list", "--all"])["data"].take();
    let items = all["items"].as_array().expect("a list").len();
    assert_eq!(all["reviewed"], 1);
    assert_eq!(all["waiting"], items - 1, "{all}");
}

#[test]
fn slips_in_an_edit_are_refused_or_said() {
    let home = hall();
    for value in ["15..12", "-5"] {
        let value = format!("--value={value}");
        home.run(["review", "edit", "collapse/killed@4", &value, "--reason", "a slip"]).expect_code(2);
    }
    let odd = ["review", "edit", "collapse/killed@4", "--attribute", "kiled", "--reason", "a slip"];
    let said = home.run(odd);
    said.expect_code(0);
    said.expect_said(&["nothing else in story tolvane-market-hall has the attribute kiled", "killed"]);
}

#[test]
fn an_id_of_an_earlier_reading_points_at_what_is_read_now() {
    let home = Home::new();
    home.write("undated.txt", "The Orla Conference will be held in May, Ana Brito said.\n");
    home.run(["ingest", "undated.txt", "--story", "orla"]).expect_code(0);
    let row = || home.json(&["history", "orla-conference/date"])["data"]["assertions"][0].take();
    let before = row()["id"].as_str().expect("an id").to_owned();
    let article = row()["article"].as_str().expect("an id").to_owned();
    home.run(["articles", "set", &article, "--published", "2013-03-05"]).expect_code(0);
    assert_ne!(row()["id"], before.as_str(), "its year is known now");
    for line in [&["source", before.as_str()][..], &["review", "accept", &before, "--reviewer", "Ines"]] {
        let refused = home.run(line);
        refused.expect_code(4);
        refused.expect_said(&["was read in article", "in its place", "orla:orla-conference/date@1 (in May)"]);
    }
    // One digit wrong, of the article's id and of the assertion's.
    let id = row()["id"].as_str().expect("an id").to_owned();
    let wrong = |id: &str| format!("{}{}", &id[..7], if id.as_bytes()[7] == b'0' { '1' } else { '0' });
    let refused = home.run(["source", &wrong(&id)]);
    refused.expect_code(4);
    refused.expect_said(&["closest", &id[..16]]);
    let refused = home.run(["articles", "show", &wrong(&article)]);
    refused.expect_code(4);
    refused.expect_said(&["closest", &article[..16]]);
}

#[test]
fn what_a_rule_read_that_was_wrong_before_is_looked_at_sooner() {
    let home = months();
    let because = || home.json(&["review", "--list"])["data"]["items"].take();
    assert!(!because().to_string().contains("rule_was_wrong"), "nobody has judged it");
    home.run(["review", "reject", "orla-conference/date@1"]).expect_code(0);
    let items = because();
    let of_date = items.as_array().expect("a list").iter().find(|it| it["claim"] == "orla-conference/date");
    let item = of_date.expect("two are left");
    assert_eq!((&item["rule"]["right"], &item["rule"]["judged"]), (&0.into(), &1.into()), "{item}");
    assert!(item["because"].to_string().contains("rule_was_wrong"), "{item}");
    let shown = home.run(["review", "--next", "--claim", "orla-conference/date"]).stdout;
    assert!(shown.contains("its rule was right"), "{shown}");
}
