use super::*;
use crate::modality::{ModalityClass, Polarity};
use crate::samples::{
    Owned, at_least, count, number, owned, people, place, some_owned, text, time, unresolved,
};
use crate::value::{QuantityValue, Value};
use StepLabel::{
    Broadens, Contradicts, Differs, Firms, Narrows, Overlaps, Repeats, Revises, Softens, Unordered, Withdraws,
};
use proptest::prelude::*;

const AUGUST: &str = "2013-08-10";
const NOVEMBER: &str = "2013-11-05";

/// The earlier of two, of August, by its own outlet.
fn earlier(attribute: &str, value: Value) -> Owned {
    owned(1, AUGUST, attribute, value)
}

/// The later of two, of November, by another outlet.
fn later(attribute: &str, value: Value) -> Owned {
    owned(2, NOVEMBER, attribute, value)
}

fn step(one: &Owned, other: &Owned) -> Step {
    Step::between(&one.entry(), &other.entry())
}

/// Asserts the label and that `why` says each of `words`.
fn check(one: &Owned, other: &Owned, label: StepLabel, words: &[&str]) {
    let step = step(one, other);
    assert_eq!(step.label, label, "{}", step.why);
    for word in words {
        assert!(step.why.contains(word), "{:?} does not say {word:?}", step.why);
    }
}

fn november() -> Value {
    time("in November", "2013-11")
}

fn day() -> Value {
    time("November 23", "2013-11-23")
}

#[test]
fn a_conference_date_narrows() {
    let before = earlier("date", time("sometime after August", "2013-09/..")).class(ModalityClass::PR);
    let after = later("date", day()).class(ModalityClass::PR);
    let step = step(&before, &after);
    assert_eq!(step.compared_with.as_ref(), Some(&before.assertion.id));
    assert_eq!(step.value_relation, Some(ValueRelation::Narrower));
    assert_eq!(step.modality_relation, Some(ModalityRelation::Equal));
    assert_eq!(step.polarity_relation, Some(PolarityRelation::Same));
    assert_eq!(step.label, Narrows);
    assert_eq!(step.why, "\"November 23\" lies within \"sometime after August\"");
}

#[test]
fn equal_values_differ_by_how_sure_they_are() {
    let tentative = || earlier("date", day()).class(ModalityClass::PR);
    check(&earlier("date", day()), &later("date", day()), Repeats, &["says the same"]);
    check(&tentative(), &later("date", day()), Firms, &["now certain instead of probable"]);
    let softer = later("date", day()).class(ModalityClass::PS);
    check(&tentative(), &softer, Softens, &["now possible instead of probable"]);
    check(&tentative().by("speaker:a"), &softer.by("speaker:a"), Softens, &["both go back to the speaker a"]);
}

#[test]
fn coarser_and_crossing_values_do_not_replace() {
    check(&earlier("date", day()), &later("date", november()), Broadens, &["wider", "does not exclude"]);
    let tentative = later("date", day()).class(ModalityClass::PR);
    check(&earlier("date", november()), &tentative, Narrows, &["now probable instead of certain"]);
    let until = later("date", time("by mid-month", "../2013-11-15"));
    check(&earlier("date", november()), &until, Overlaps, &["share a part"]);
}

#[test]
fn another_value_revises_only_for_a_reason() {
    let december = || later("date", time("December 5", "2013-12-05"));
    let before = || earlier("date", day());
    check(&before(), &december(), Contradicts, &["excludes", "no word tells of a change"]);
    check(&before(), &december().cue("postponed to"), Revises, &["\"postponed to\" says that it changed"]);
    check(&before().by("speaker:a"), &december().by("speaker:a"), Revises, &["the speaker a"]);
    let mut beside = december().by("speaker:a");
    beside.article = before().article;
    check(&before().by("speaker:a"), &beside, Contradicts, &["both stand in one article"]);
    check(&before().by("speaker:a"), &beside.cue("now"), Revises, &["\"now\""]);
}

#[test]
fn a_word_of_change_speaks_of_the_value_it_names() {
    let revised = || later("killed", count(54)).cue("revised to").from(count(61));
    check(&earlier("killed", count(61)), &revised(), Revises, &["revised to"]);
    let more = QuantityValue::more_than("more than 60", number(60), people());
    check(&earlier("killed", Value::Quantity(more)), &revised(), Revises, &["revised to"]);
    // Another source's figure is not what was revised.
    check(&earlier("killed", count(78)), &revised(), Contradicts, &["falls below"]);
}

#[test]
fn only_the_speaker_takes_back_what_it_was_sure_of() {
    for (key, falls) in [("speaker:a", true), ("principal:us", false)] {
        let sure = earlier("date", november()).by(key).class(ModalityClass::PR);
        let hoped = later("date", november()).by(key).class(ModalityClass::U);
        assert_eq!(judge(&sure.entry(), &hoped.entry()).fells_earlier(), falls, "{key}");
    }
}

#[test]
fn a_figure_of_the_day_is_replaced() {
    check(&earlier("missing", count(27)), &later("missing", count(4)), Revises, &["a figure of its day"]);
}

#[test]
fn a_count_rises_and_does_not_fall_unexplained() {
    let killed = |n| earlier("killed", count(n));
    check(&killed(12), &later("killed", count(31)), Revises, &["\"31\" rises above \"12\"", "may only grow"]);
    check(&killed(31), &later("killed", count(12)), Contradicts, &["falls below"]);
    check(
        &killed(31),
        &later("killed", count(12)).cue("revised to"),
        Revises,
        &["falls below", "revised to"],
    );
    check(&killed(31).by("agency:a"), &later("killed", count(12)).by("agency:a"), Revises, &["the agency a"]);
    let more = QuantityValue::more_than("more than 2,700", number(2700), people());
    let rise = step(&earlier("killed", at_least(2600)), &later("killed", Value::Quantity(more)));
    assert_eq!((rise.label, rise.value_relation), (Revises, Some(ValueRelation::Narrower)));
    assert!(rise.why.contains("rises above \"at least 2600\""), "{}", rise.why);
    let words = &["lies within", "up from \"at least 12\""];
    check(&earlier("killed", at_least(12)), &later("killed", count(31)), Narrows, words);
    check(
        &earlier("participants", count(12)),
        &later("participants", count(31)),
        Contradicts,
        &["rises above"],
    );
    let mut beside = later("killed", count(31));
    beside.article = killed(12).article;
    check(&killed(12), &beside, Contradicts, &["one article"]);
}

#[test]
fn counts_from_another_beginning_are_not_compared() {
    let (many, few) = (count(3400), count(40));
    let erupted = earlier("killed", many.clone()).since("since the protests erupted");
    let monday = later("killed", few.clone()).since("since Monday");
    check(&erupted, &monday, Differs, &["counted \"since Monday\"", "\"since the protests erupted\""]);
    check(&erupted, &later("killed", few.clone()), Differs, &["does not say from when", "not compared"]);
    check(&earlier("killed", many.clone()), &monday, Differs, &["does not say from when", "not compared"]);
    // Nor is one number the same as the other, nor denied by it.
    check(&erupted, &later("killed", many.clone()).since("since Monday"), Differs, &["not compared"]);
    check(&erupted, &later("killed", many).denied(), Differs, &["not compared"]);
    // The same words, written otherwise.
    let more = later("killed", count(3500)).since("Since the  protests erupted,");
    check(&erupted, &more, Revises, &["rises above"]);
    // A Monday is another Monday a week later, and the same one on the day it is said.
    let of_a_monday = earlier("killed", few.clone()).since("since Monday");
    check(&of_a_monday, &later("killed", count(50)).since("since Monday"), Differs, &["not compared"]);
    let mut same_day = later("killed", few).since("since Monday");
    same_day.published.clone_from(&of_a_monday.published);
    check(&of_a_monday, &same_day, Repeats, &["says the same"]);
}

#[test]
fn a_denial_withdraws_or_contradicts_what_it_meets() {
    let said = || earlier("date", november());
    let denied = |value| later("date", value).denied();
    check(&said(), &denied(november()), Contradicts, &["the denial of \"in November\"", "cannot both hold"]);
    check(&said().by("speaker:a"), &denied(november()).by("speaker:a"), Withdraws, &["the speaker a"]);
    check(&said(), &denied(november()).cue("no longer"), Withdraws, &["\"no longer\""]);
    check(&earlier("date", day()), &denied(november()), Contradicts, &["cannot both hold"]);
    check(&said(), &denied(day()), Differs, &["leaves room for"]);
    check(&said(), &denied(time("December", "2013-12")), Differs, &["leaves room for"]);
    check(&said().denied(), &later("date", day()), Contradicts, &["the denial of \"in November\""]);
    check(&earlier("date", day()).denied(), &later("date", november()), Differs, &["leaves room for"]);
    check(&earlier("place", place("Geneva")), &later("place", place("Geneva")).denied(), Contradicts, &[]);
    check(
        &earlier("place", place("Geneva")),
        &later("place", place("Vienna")).denied(),
        Differs,
        &["compared"],
    );
}

#[test]
fn two_denials_turn_narrower_and_broader_round() {
    let denied = |value| earlier("date", value).denied();
    check(&denied(november()), &later("date", day()).denied(), Broadens, &["rules out less"]);
    check(&denied(day()), &later("date", november()).denied(), Narrows, &["rules out more"]);
    check(&denied(november()), &later("date", time("May", "2013-05")).denied(), Differs, &["can both hold"]);
    check(&denied(day()), &later("date", day()).denied(), Repeats, &[]);
}

#[test]
fn an_open_question_is_less_than_a_statement() {
    let open = |mut one: Owned| {
        one.assertion.polarity = Polarity::Unknown;
        one
    };
    check(&earlier("date", day()), &open(later("date", day())), Softens, &["the open question of"]);
    check(&open(earlier("date", day())), &later("date", day()), Firms, &[]);
    check(&open(earlier("date", november())), &later("date", day()), Narrows, &[]);
    check(&open(earlier("date", november())), &later("date", time("May", "2013-05")), Differs, &[]);
    check(&open(earlier("date", november())), &later("date", day()).denied(), Differs, &[]);
}

#[test]
fn names_and_words_differ_and_a_move_revises() {
    let geneva = || earlier("place", place("Geneva"));
    check(&geneva(), &later("place", place("Vienna")), Differs, &["another name"]);
    check(&geneva(), &later("place", place("Vienna")).cue("moved to"), Revises, &["\"moved to\""]);
    let role = || earlier("role", text("deputy spokesperson"));
    check(&role(), &later("role", text("spokeswoman")), Differs, &["worded otherwise"]);
    check(&role(), &later("role", text("spokeswoman")).cue("now"), Differs, &[]);
    check(&role(), &later("role", place("Geneva")), Differs, &["not of one kind"]);
    check(&earlier("date", unresolved("Monday", None, None)), &later("date", day()), Differs, &["calendar"]);
}

#[test]
fn statements_are_not_compared() {
    check(&earlier("said", text("yes")), &later("said", text("yes")), Repeats, &[]);
    check(&earlier("said", text("yes")), &later("said", text("no")).cue("now says"), Differs, &[]);
    check(&owned(1, "", "said", text("yes")), &later("said", text("no")), Differs, &[]);
}

#[test]
fn without_dates_nothing_is_put_in_order() {
    let cases = [
        ("", "", "neither article has a date"),
        ("", NOVEMBER, "the article compared with has no date"),
        (NOVEMBER, "", "its article has no date"),
        (NOVEMBER, NOVEMBER, "both articles are of 2013-11-05"),
        ("2013-11", NOVEMBER, "the articles are of 2013-11 and of 2013-11-05"),
        (NOVEMBER, AUGUST, "this one already of 2013-08-10"),
    ];
    for (one, other, why) in cases {
        let (before, after) = (owned(1, one, "date", november()), owned(2, other, "date", day()));
        check(&before, &after, Unordered, &["lies within", why]);
        let again = owned(2, other, "date", november());
        check(&before, &again, Repeats, &["which was first is not known", why]);
        check(&before, &again.denied(), Unordered, &["cannot both hold"]);
        let mut same_article = owned(1, other, "date", day());
        same_article.article = before.article.clone();
        check(&before, &same_article, Narrows, &[]);
    }
    let timed = |n, clock: &str, value| owned(n, &format!("{NOVEMBER}T{clock}Z"), "date", value);
    check(&timed(1, "09:00:00", november()), &timed(2, "10:00:00", day()), Narrows, &[]);
}

#[test]
fn long_values_are_cut_in_the_sentence() {
    let long = "é".repeat(500);
    let step = step(&earlier("role", text(&long)), &later("role", text("short")));
    assert!(step.why.chars().count() < 200 && step.why.contains('…'), "{}", step.why);
}

#[test]
fn labels_are_spelt_alike_everywhere() {
    for label in [
        StepLabel::First,
        Repeats,
        Narrows,
        Broadens,
        Overlaps,
        Firms,
        Softens,
        Revises,
        Contradicts,
        Withdraws,
        Differs,
        Unordered,
    ] {
        assert_eq!(serde_json::to_string(&label).unwrap(), format!("\"{label}\""));
    }
    let first = serde_json::to_value(Step::first()).unwrap();
    assert_eq!(first["label"], "first");
    assert!(first["compared_with"].is_null());
}

/// Whether two entries say the same of when they begin, told here without the rule.
fn verdict_may_move(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let since = |it: &Entry<'_>| it.assertion.counted_since.as_ref().map(|since| since.text.clone());
    one.assertion.attribute.is_statement() || since(one) == since(other)
}

proptest! {
    #[test]
    fn steps_are_total_explained_and_deterministic(one in some_owned(), other in some_owned()) {
        let step = Step::between(&one.entry(), &other.entry());
        prop_assert!(!step.why.trim().is_empty());
        prop_assert!(step.label != StepLabel::First && step.compared_with.is_some());
        prop_assert_eq!(&step, &Step::between(&one.clone().entry(), &other.clone().entry()));
        let back: Step = serde_json::from_str(&serde_json::to_string(&step).unwrap()).unwrap();
        prop_assert_eq!(back, step);
    }

    #[test]
    fn only_counts_from_one_beginning_move_or_exclude_each_other(one in some_owned(), other in some_owned()) {
        let (one, other) = (one.entry(), other.entry());
        let verdict = judge(&one, &other);
        if !verdict_may_move(&one, &other) {
            prop_assert_eq!(verdict.label, Differs);
            prop_assert!(!verdict.excludes && !verdict.fells_earlier());
        }
    }

    #[test]
    fn labels_keep_their_word(one in some_owned(), other in some_owned()) {
        let step = Step::between(&one.entry(), &other.entry());
        let (value, polarity) = (step.value_relation.unwrap(), step.polarity_relation.unwrap());
        let shares_origin = !one.origins.is_disjoint(&other.origins);
        let cue = other.assertion.change_cue.is_some();
        match step.label {
            StepLabel::Repeats => prop_assert_eq!(value, ValueRelation::Equal),
            StepLabel::Firms => prop_assert!(value == ValueRelation::Equal && polarity != PolarityRelation::Opposite),
            StepLabel::Revises => {
                prop_assert!(shares_origin || cue || other.assertion.attribute.is_cumulative());
                prop_assert_eq!(polarity, PolarityRelation::Same);
            }
            StepLabel::Withdraws => {
                prop_assert!(shares_origin || cue);
                prop_assert_eq!(polarity, PolarityRelation::Opposite);
            }
            StepLabel::Narrows | StepLabel::Broadens => prop_assert!(polarity != PolarityRelation::Opposite),
            StepLabel::Unordered => prop_assert!(one.article != other.article),
            _ => {}
        }
    }
}
