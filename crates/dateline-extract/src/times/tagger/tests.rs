//! Every example of every rule, and what holds of every text.

use super::{TimeTagger, TimeText, Timex, TimexAnchor};
use dateline_core::text::ByteSpan;
use proptest::prelude::*;
use std::sync::OnceLock;

fn tagger() -> &'static TimeTagger {
    static TAGGER: OnceLock<TimeTagger> = OnceLock::new();
    TAGGER.get_or_init(|| TimeTagger::new().unwrap())
}

/// The times of a text written on Wednesday, 17 June 2020.
fn times(text: &str) -> Vec<Timex> {
    tagger().times(&tagger().read(text), Some("2020-06-17".parse().unwrap()))
}

/// (words, value, EDTF) of the times of a text.
fn found(text: &str) -> Vec<(String, String, String)> {
    let edtf = |time: &Timex| time.edtf.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = |time: &Timex| time.span.slice(text).unwrap().to_owned();
    times(text).iter().map(|time| (words(time), time.value.clone(), edtf(time))).collect()
}

#[test]
fn times_are_read_as_their_examples_say() {
    let mut faults = Vec::new();
    for rule in &tagger().rules.file.rules {
        for example in &rule.examples {
            let [text, words, kind, value] = example.as_slice() else {
                faults.push(format!("{}: an example has four parts: {example:?}", rule.id));
                continue;
            };
            let found: Vec<String> = times(text)
                .iter()
                .map(|t| format!("{} | {} | {}", t.span.slice(text).unwrap(), t.kind.as_str(), t.value))
                .collect();
            if !found.contains(&format!("{words} | {kind} | {value}")) {
                faults.push(format!(
                    "{}: {text:?} wanted {words} | {kind} | {value}, found {found:?}",
                    rule.id
                ));
            }
        }
        for text in &rule.counter_examples {
            let wrong: Vec<String> = times(text)
                .iter()
                .filter(|time| tagger().rule(time) == rule.id)
                .map(|time| time.span.slice(text).unwrap().to_owned())
                .collect();
            if !wrong.is_empty() {
                faults.push(format!("{}: {text:?} must have none, found {wrong:?}", rule.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_row_begins_with_something_that_can_be_looked_up() {
    let rows: usize = tagger().rules.file.layers.iter().map(|layer| layer.rows.len()).sum();
    assert!(rows > 200, "{rows}");
    for layer in &tagger().rules.file.layers {
        let indexed = layer.by_word.iter().chain(&layer.by_class).flatten();
        let indexed = indexed.chain(&layer.by_digits).chain(&layer.by_sort);
        let all: std::collections::BTreeSet<u32> = indexed.copied().collect();
        assert_eq!(all.len(), layer.rows.len());
    }
}

#[test]
fn every_row_holds_what_makes_its_sentence_worth_reading() {
    use super::lattice::Sort;
    use super::pattern::{Element, Role, Test};
    let words = &tagger().rules.words;
    let marks = [words.lookup("/"), words.lookup("'"), words.lookup(":")];
    let worth = |element: &Element| {
        element.role == Role::Take
            && element.atoms.iter().all(|atom| match atom.test {
                Test::Word(word) => words.triggers(word) || marks.contains(&word),
                Test::Class(class) => words.is_trigger(class),
                Test::Digits { fewest, .. } => matches!(fewest, 4 | 8),
                Test::Sort(sort) => sort != Sort::Number,
            })
    };
    let mut faults = Vec::new();
    for layer in &tagger().rules.file.layers {
        for row in &layer.rows {
            // Numbers of four digits are worth it, dates of shorter ones have their marks.
            if !row.row.iter().any(worth) {
                faults.push(tagger().rules.file.rules[usize::from(row.rule)].id.clone());
            }
        }
    }
    faults.dedup();
    assert_eq!(faults, [] as [String; 0]);
}

#[test]
fn a_side_that_no_word_tells_gives_a_usual_value_and_no_days() {
    // No verb: the value is that of most news, the days are not claimed.
    assert_eq!(found("A vote on Monday."), [("Monday".into(), "2020-06-15".into(), String::new())]);
    let said = |text: &str| found(text).remove(0).2;
    assert_eq!(said("They voted on Monday."), "2020-06-15");
    assert_eq!(said("They will vote on Monday."), "2020-06-22");
}

#[test]
fn vague_references_and_lengths_denote_no_days() {
    for text in
        ["It is now so.", "It was so recently.", "It took three years.", "They meet daily.", "For years."]
    {
        assert_eq!(found(text)[0].2, "", "{text}");
    }
    // Two years ago is about then.
    assert_eq!(found("It was so two years ago.")[0].2, "2018~");
}

#[test]
fn without_a_day_of_writing_nothing_is_guessed() {
    let text = "They met on Tuesday, and will meet on November 23, next week, in the summer and in a year.";
    let times = tagger().times(&tagger().read(text), None);
    let values: Vec<&str> = times.iter().map(|time| time.value.as_str()).collect();
    assert_eq!(values, ["XXXX-WXX-2", "XXXX-11-23", "XXXX-WXX", "XXXX-SU", "P1Y"]);
    assert!(times[..4].iter().all(|time| time.anchor == TimexAnchor::Open));
    let edtf: Vec<Option<String>> =
        times.iter().map(|time| time.edtf.as_ref().map(ToString::to_string)).collect();
    assert_eq!(edtf, [None, Some("XXXX-11-23".into()), None, None, None]);
    // A year that is said needs no anchor, and anchors what follows.
    let text = "They met on May 5, 2018 and again two days later.";
    let times = tagger().times(&tagger().read(text), None);
    assert_eq!(times[1].value, "2018-05-07");
    assert_eq!(times[1].anchor, TimexAnchor::Previous);
}

#[test]
fn tokens_of_the_caller_that_lie_outside_the_text_are_left_out() {
    let text = "Été 2018, Monday";
    let tokens = vec![ByteSpan::new(0, 1), ByteSpan::new(12, 18), ByteSpan::new(40, 50)];
    let text = TimeText::new(text, tokens, Vec::new(), vec![0..3, 2..9]);
    let times = tagger().times(&text, Some("2020-06-17".parse().unwrap()));
    assert_eq!(times.len(), 1);
}

#[test]
fn a_sentence_without_end_is_read_in_parts() {
    // Ten megabytes, and no full stop.
    let text =
        format!("on Monday {}", "and the unremarkable proceedings went along ".repeat(11)).repeat(20_500);
    assert!(text.len() > 10_000_000);
    let spans: Vec<ByteSpan> = text
        .split_ascii_whitespace()
        .map(|word| word.as_ptr().addr() - text.as_ptr().addr()..)
        .zip(text.split_ascii_whitespace().map(str::len))
        .map(|(start, length)| ByteSpan::new(start.start, start.start + length))
        .collect();
    let whole = std::iter::once(0..spans.len()).collect();
    let text = TimeText::new(&text, spans, Vec::new(), whole);
    assert_eq!(tagger().times(&text, Some("2020-06-17".parse().unwrap())).len(), 20_500);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Words of times in any order: spans lie in the text, in order and apart.
    #[test]
    fn any_words_are_read(words in prop::collection::vec(prop::sample::select(vec![
        "the", "last", "next", "year", "years", "ago", "Monday", "May", "1998", "3", "-", "third", "quarter", "of",
        "early", "two", "half", "a", "and", "'s", "99999999", "morning", "10:30", "p.m.", "century", "every", "’", "é",
        "nineteen", "ninety", "hundred", "earlier", "million", "decade", "31", "February", "/", "mid",
    ]), 0..25), written in prop::option::of(Just("2020-02-29"))) {
        let text = words.join(" ");
        let times = tagger().times(&tagger().read(&text), written.map(|day| day.parse().unwrap()));
        let mut end = 0;
        for time in &times {
            prop_assert!(time.span.start_byte >= end && time.span.slice(&text).is_some());
            prop_assert!(!time.value.is_empty());
            end = time.span.end_byte;
        }
    }
}
