//! Articles that carry one report are one origin; those that have only a quotation or a note in common are not.

use super::program::Home;
use serde_json::Value;

const REPORT: &str = "\
Officials said the river rose by four metres in one night after two dams above the town had been opened without a \
warning to those who live along its lower course. Boats of the coast guard took families from roofs until the early \
morning, and schools on both banks served as shelters for those who had lost their homes. The bridge at the mill was \
carried away, and the road to the harbour is closed to all but the rescue services. Engineers are to look at the dams \
once the water has fallen.";

const OWN: &str = "\
Rescue workers went from house to house in the lower quarter, where the water stood as high as a door. Shopkeepers \
swept mud into the street and asked who would pay for what they had lost. A ferry brought blankets and bread from the \
other bank, and the mayor's office opened a list of the missing. Rain is forecast again for the end of the week.";

const SHORT: &str = "\
The water fell at noon. Soldiers built a bridge of pontoons below the castle, and by dusk the first lorries with flour \
had crossed it.";

const QUOTATION: &str = "\
\"We had no warning at all, not one call, not one siren, and when I opened the door the water was already standing \
on the stairs, and my neighbours were on the roof with their children and shouted across to us that we should climb \
up as well, which we did, and there we stayed until a boat came for us in the morning,\" said Tilda Maroon, a baker.";

const NOTE: &str = "\
This newspaper corrects errors of fact as soon as it learns of them; write to the readers' desk on the second floor \
or call it on any working day between nine and five.";

fn write(home: &Home, name: &str, publisher: &str, day: u8, toll: &str, rest: &[&str]) {
    let text = format!(
        "---\npublished: 2013-06-{day:02}\npublisher: {publisher}\n---\n{toll}\n\n{}\n",
        rest.join("\n\n")
    );
    home.write(format!("flood/{name}.txt"), text);
}

/// The origins of the only toll that is told.
fn origins(home: &Home) -> Value {
    home.run(["ingest", "flood"]).expect_code(0);
    home.json(&["history", "flood/killed"])["data"]["origins"].take()
}

#[test]
fn a_report_with_a_new_beginning_is_one_origin_with_its_share() {
    let home = Home::new();
    write(
        &home,
        "a",
        "Wire",
        3,
        "At least 12 people were killed in the flood of Arlen, officials said.",
        &[REPORT],
    );
    let toll = "At least 12 people were killed in the flood of Arlen, as this newspaper reported on Monday.";
    write(&home, "b", "Courier", 4, toll, &[REPORT, QUOTATION]);
    write(
        &home,
        "c",
        "Herald",
        4,
        "At least 12 people were killed in the flood of Arlen, it emerged.",
        &[OWN],
    );
    let origins = origins(&home);
    assert_eq!(origins["count"], 2, "{origins:#}");
    let why: Vec<&str> = origins["sets"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|set| set["why"].as_array().unwrap())
        .map(|why| why.as_str().unwrap())
        .collect();
    assert_eq!(why.len(), 1, "{why:?}");
    let (percent, rest) = why[0].split_once(" % of article ").expect("a share");
    assert!((80..100).contains(&percent.parse::<u32>().unwrap()), "{why:?}");
    assert!(rest.contains(", by runs of five words outside quotations, is in "), "{why:?}");
}

#[test]
fn a_quotation_and_a_note_in_common_make_no_copies() {
    let home = Home::new();
    let toll = "At least 12 people were killed in the flood of Arlen, officials said.";
    write(&home, "a", "Courier", 4, toll, &[OWN, QUOTATION, NOTE]);
    write(&home, "b", "Herald", 4, toll, &[SHORT, QUOTATION, NOTE]);
    let origins = origins(&home);
    assert_eq!(origins["count"], 2, "{origins:#}");
}

#[test]
fn ingest_tells_at_once_which_articles_carry_text_of_others() {
    let home = Home::new();
    let toll = "At least 12 people were killed in the flood of Arlen, officials said.";
    write(&home, "a", "Wire", 3, toll, &[REPORT]);
    write(&home, "b", "Herald", 4, toll, &[OWN]);
    let first = home.run(["ingest", "flood"]);
    first.expect_code(0);
    assert!(!first.stdout.contains("text of others"), "{}", first.stdout);

    // In another story, with a beginning and an end of its own; and a third that has nothing in common.
    let begin = "Twelve people died in Arlen, as readers of this newspaper learned on Monday.";
    write(&home, "../later/c", "Courier", 5, begin, &[REPORT, SHORT]);
    write(&home, "../later/d", "Gazette", 5, begin, &[QUOTATION]);
    let then = home.run(["ingest", "later"]);
    then.expect_code(0);
    let line = then.stdout.lines().position(|line| line == "1 of 2 articles carries text of others");
    let line = then.stdout.lines().nth(line.expect(&then.stdout) + 1).unwrap();
    assert!(line.contains(" % of ") && line.ends_with(", Wire, 2013-06-03, story flood"), "{line}");

    // The same again takes nothing, and says nothing; a text that is edited into a copy is one.
    let again = home.run(["ingest", "later"]);
    assert!(!again.stdout.contains("text of others"), "{}", again.stdout);
    write(&home, "../later/d", "Gazette", 5, begin, &[REPORT, SHORT, QUOTATION]);
    let answer = home.json(&["ingest", "later/d.txt"]);
    let copies = answer["data"]["copies"].as_array().unwrap();
    assert_eq!(copies.len(), 1, "{answer:#}");
    assert_eq!(copies[0]["publisher"], "Courier", "the one that it is most like: {answer:#}");
    assert_eq!(copies[0]["shared"], copies[0]["of"], "all of it: {answer:#}");
    assert_eq!(copies[0]["part"], copies[0]["with"], "{answer:#}");
    home.run(["doctor"]).expect_code(0);
}
