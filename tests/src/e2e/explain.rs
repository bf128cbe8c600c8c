//! Why a sentence was read as it was, and rules that are tried before they are in the program.

use super::program::{Home, expect_reference};

const RULES: &str = "rule debt.owed/1
  attribute debt
  unit money
  match subject:<org> =owe/VBZ|=owe/VBD ( its|the ..2 )? [ value:<quantity> ]
  yes Orla Bank owes its creditors 3 billion euros. | Orla Bank | 3 billion euros
  no Orla Bank owns 3 billion euros.
";

#[test]
fn an_assertion_of_the_workspace_is_explained() {
    let home = Home::with_seeds();
    home.run(["ingest", "seeds/geneva-ii"]).expect_code(0);
    let done = home.run(["explain", "geneva-ii/date@6"]);
    expect_reference("explain-80.txt", &done.expect_code(0).stdout);
    let source = home.json(&["source", "geneva-ii/date@6"]);
    let explained = home.json(&["explain", "geneva-ii/date@6"]);
    let asked = &explained["data"]["asked"];
    assert_eq!((&asked["id"], &asked["read_now"]), (&source["data"]["assertion"]["id"], &true.into()));
    // The same line is explained by its article and number.
    let place = &source["data"]["assertion"]["evidence"][0];
    let line = format!("{}:{}", place["article"].as_str().expect("an id"), place["line"]);
    assert_eq!(home.json(&["explain", &line])["data"]["sentences"], explained["data"]["sentences"]);
    home.run(["explain", "geneva-ii/date@99"]).expect_code(4);
    home.run(["explain", &format!("{}:9999", place["article"].as_str().expect("an id"))])
        .expect_code(4)
        .expect_said(&["names nothing: the article has"]);
}

#[test]
fn a_sentence_needs_no_workspace_to_be_explained() {
    let home = Home::new();
    let text = "Nobody believes that the summit was held in Lisbon.";
    let done = home.run(["explain", "--text", text]);
    let words = done.expect_code(0).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("but its source does not say that it is so"), "{done}");
    home.run(["explain", "--text", text, "--published", "soon"]).expect_code(2);
    home.run(["explain", "geneva-ii/date@1"]).expect_code(2);
    home.run(["explain"]).expect_code(2);
}

#[test]
fn rules_are_tried_on_their_examples_and_on_a_text() {
    let home = Home::new();
    home.write("debt.rules", RULES);
    home.write("text.txt", "The Orla Bank owes $2 million, Jan Novak said on Monday.\n");
    let tried = home.json(&["rule", "try", "debt.rules", "text.txt"]);
    let data = &tried["data"];
    assert_eq!((&data["rules"][0]["examples"], &data["texts"]), (&2.into(), &1.into()), "{tried:#}");
    let one = &data["assertions"][0];
    assert_eq!(
        (&one["assertion"]["subject"], &one["article"]),
        (&"Orla Bank".into(), &serde_json::Value::Null)
    );
    assert_eq!(one["assertion"]["value"]["low"], 2_000_000, "{tried:#}");
    // Nothing was made or stored.
    assert!(!home.path().join(".dateline").exists());

    home.write("wrong.rules", RULES.replace("| 3 billion euros", "| 4 billion euros"));
    let done = home.run(["rule", "try", "wrong.rules"]);
    assert!(done.expect_code(1).stdout.contains("1 of 2 examples does not hold"), "{done}");
    home.write("broken.rules", RULES.replace("<org>", "<firm>"));
    home.run(["rule", "try", "broken.rules"])
        .expect_code(3)
        .expect_said(&["broken.rules:4: unknown annotation `firm`: expected one of time,"]);
    home.write("empty.rules", "# no rule yet\n");
    home.run(["rule", "try", "empty.rules"])
        .expect_code(3)
        .expect_said(&["expected `rule FAMILY.NAME/VERSION`"]);
    home.run(["rule", "try", "missing.rules"]).expect_code(3);
}

#[test]
fn rules_that_name_or_mark_times_show_what_they_read() {
    let home = Home::new();
    home.write(
        "times.rules",
        "rule time.past/1
  match not long past x:<time>
  time modify after
  yes The vote will be held not long past November 5. | not long past November 5 | 2020-11-06/..
  no The vote was held.
",
    );
    home.write("text.txt", "The ferry race is planned for not long past May 3, 2021.\n");
    let tried = home.json(&["rule", "try", "times.rules", "text.txt"]);
    let time = &tried["data"]["times"][0];
    assert_eq!(
        (&time["text"], &time["edtf"]),
        (&"not long past May 3, 2021".into(), &"2021-05-04/..".into())
    );
    let screen = home.run(["rule", "try", "times.rules", "text.txt"]);
    let words = screen.expect_code(0).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("\"not long past May 3, 2021\" is 2021-05-04/..; time.past/1"), "{screen}");

    home.write(
        "naming.rules",
        "rule naming.baptised/1
  naming
  match subject:<event> , baptised the? [ ^ ^ ]
  yes They praised the planned summit, baptised the Lisbon II. | Lisbon II | Lisbon II
  no The summit was missed.
",
    );
    home.write("text.txt", "They missed the planned summit, baptised the Tarma II, in May.\n");
    let tried = home.json(&["rule", "try", "naming.rules", "text.txt"]);
    let one = &tried["data"]["assertions"][0]["assertion"];
    assert_eq!((&one["attribute"], &one["rule"]), (&"name".into(), &"naming.baptised/1".into()), "{tried:#}");
}

#[test]
fn rules_are_tried_on_the_articles_of_a_workspace_and_change_nothing() {
    let home = Home::new();
    home.write("debt.rules", RULES);
    home.write("a.txt", "The Orla Bank owes $2 million, Jan Novak said.\n");
    home.write("b.txt", "The summit opened in Lisbon.\n");
    home.run(["ingest", "a.txt", "b.txt"]).expect_code(0);
    let before = home.json(&["articles", "list"]);
    let tried = home.json(&["rule", "try", "debt.rules"]);
    assert_eq!(tried["data"]["texts"], 2);
    let articles = before["data"]["articles"].as_array().expect("a list");
    let a = articles.iter().find(|article| article["source"] == "a.txt").expect("it is listed");
    assert_eq!(tried["data"]["assertions"][0]["article"], a["id"], "{tried:#}");
    assert_eq!(home.json(&["articles", "list"]), before);
    home.expect_intact();
}
