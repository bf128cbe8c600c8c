use super::*;
use crate::modality::ModalityClass;
use crate::samples::{Owned, assertion, count, owned, some_owned, text, time};
use crate::step::StepLabel::{
    Broadens, Contradicts, Differs, Firms, First, Narrows, Repeats, Revises, Softens, Unordered, Withdraws,
};
use crate::value::Value;
use proptest::prelude::*;

fn entries(list: &[Owned]) -> Vec<Entry<'_>> {
    list.iter().map(Owned::entry).collect()
}

fn told(list: &[Owned]) -> Vec<(String, StepLabel, bool)> {
    let entries = entries(list);
    let row = |row: &Row| (entries[row.index].assertion.value.text().to_owned(), row.step.label, row.stands);
    History::of(&entries).rows.iter().map(row).collect()
}

fn check(list: &[Owned], rows: &[(&str, StepLabel, bool)], contested: bool) {
    let rows: Vec<_> = rows.iter().map(|&(words, label, stands)| (words.to_owned(), label, stands)).collect();
    assert_eq!(told(list), rows);
    assert_eq!(History::of(&entries(list)).contested, contested);
}

fn day(words: &str, edtf: &str) -> Value {
    time(words, edtf)
}

/// As `owned`, at another place in the text.
fn at(mut one: Owned, n: u8, at: usize) -> Owned {
    one.assertion = assertion(n, at, one.assertion.attribute.as_str(), one.assertion.value.clone());
    one
}

#[test]
fn the_date_of_a_conference_moves() {
    let november = |place| at(owned(2, "2013-11-05", "date", day("in November", "2013-11")), 2, place);
    let list = [
        november(900),
        at(owned(2, "2013-11-05", "date", day("November 23", "2013-11-23")), 2, 400).class(ModalityClass::PR),
        owned(1, "2013-08-10", "date", day("sometime after August", "2013-09/..")).class(ModalityClass::PR),
        november(1200),
    ];
    let rows = [
        ("sometime after August", First, false),
        ("November 23", Narrows, true),
        ("in November", Broadens, true),
        ("in November", Repeats, true),
    ];
    check(&list, &rows, false);
    let entries = entries(&list);
    assert_eq!(History::of(&entries).standing_values(&entries), [1, 0]);
}

#[test]
fn a_tentative_day_does_not_fell_a_certain_month() {
    let list = [
        owned(1, "2013-11-04", "date", day("in November", "2013-11")),
        owned(2, "2013-11-05", "date", day("November 23", "2013-11-23")).class(ModalityClass::PR),
    ];
    check(&list, &[("in November", First, true), ("November 23", Narrows, true)], false);
}

#[test]
fn a_toll_rises_and_leaves_one_value() {
    let killed = |n, date, toll| owned(n, date, "killed", count(toll));
    let list = [killed(1, "2013-04-24", 80), killed(2, "2013-04-25", 194), killed(3, "2013-04-26", 194)];
    check(&list, &[("80", First, false), ("194", Revises, true), ("194", Repeats, true)], false);
    let entries = entries(&list);
    assert_eq!(History::of(&entries).standing_values(&entries), [1]);
}

#[test]
fn a_count_is_compared_with_the_latest_from_the_same_beginning() {
    let of = |n, day, number| owned(n, day, "killed", count(number));
    let erupted = "since the protests erupted";
    let list = [
        of(1, "2014-05-01", 3400).since(erupted),
        of(2, "2014-05-02", 40).since("since the weekend"),
        of(3, "2014-05-05", 3450).since(erupted),
        of(4, "2014-05-06", 12),
    ];
    let rows =
        [("3400", First, false), ("40", Differs, true), ("3450", Revises, true), ("12", Differs, true)];
    check(&list, &rows, false);
}

#[test]
fn a_feared_toll_does_not_fell_a_counted_one() {
    let list = [
        owned(1, "2013-04-24", "killed", count(12)),
        owned(2, "2013-04-25", "killed", count(30)).class(ModalityClass::PS),
        owned(3, "2013-04-26", "killed", count(14)),
    ];
    let history = History::of(&entries(&list));
    let told: Vec<_> = history.rows.iter().map(|row| (row.step.label, row.stands)).collect();
    assert_eq!(told, [(First, false), (Revises, true), (Contradicts, true)]);
    assert_eq!(history.rows[2].also[0].label, Revises);
}

#[test]
fn contradictions_stand_side_by_side_until_one_source_gives_way() {
    let date = |n, published, edtf: &str| owned(n, published, "date", day(edtf, edtf));
    let one = date(1, "2013-11-01", "2013-11-23").by("speaker:a");
    let other = date(2, "2013-11-02", "2013-12-12").by("speaker:b");
    let rows = [("2013-11-23", First, true), ("2013-12-12", Contradicts, true)];
    check(&[one.clone(), other.clone()], &rows, true);
    let given_way = date(3, "2013-11-03", "2013-12-12").by("speaker:a");
    let rows =
        [("2013-11-23", First, false), ("2013-12-12", Contradicts, true), ("2013-12-12", Repeats, true)];
    check(&[one.clone(), other.clone(), given_way.clone()], &rows, false);
    // The repeat of b's value is also a's revision of its own.
    let list = [one, other, given_way];
    let history = History::of(&entries(&list));
    let also: Vec<_> = history.rows[2].also.iter().map(|step| step.label).collect();
    assert_eq!(also, [Revises]);
    assert_eq!(history.rows[2].also[0].compared_with.as_ref(), Some(&list[0].assertion.id));
}

#[test]
fn what_is_said_again_stands_and_falls_with_what_it_repeats() {
    let said =
        |at_byte| at(owned(1, "2013-08-10", "date", day("in May", "2013-05")).by("speaker:a"), 1, at_byte);
    let moved = owned(2, "2013-09-01", "date", day("to June", "2013-06")).by("speaker:a").cue("postponed to");
    let list = [said(0), said(10), said(20), moved];
    let history = History::of(&entries(&list));
    assert_eq!(history.rows.iter().map(|row| row.stands).collect::<Vec<_>>(), [false, false, false, true]);
    let newest = history.rows[2].index;
    assert_eq!(history.rows[3].step.compared_with.as_ref(), Some(&list[newest].assertion.id));
}

#[test]
fn a_coarse_report_between_does_not_hide_a_contradiction() {
    let date = |n, published, edtf: &str| owned(n, published, "date", day(edtf, edtf));
    let list = [
        date(1, "2013-11-01", "2013-11-23"),
        date(2, "2013-11-02", "2013-11"),
        date(3, "2013-11-03", "2013-11-25"),
    ];
    let rows = [("2013-11-23", First, true), ("2013-11", Broadens, false), ("2013-11-25", Narrows, true)];
    check(&list, &rows, true);
    let history = History::of(&entries(&list));
    assert_eq!(history.rows[2].also[0].label, Contradicts);
}

#[test]
fn each_disputed_value_is_told_of_once() {
    let date = |n: u8, edtf: &str| owned(n, &format!("2013-11-{n:02}"), "date", day(edtf, edtf));
    let list = [date(1, "2013-11-23"), date(2, "2013-11-23"), date(3, "2013-12-01"), date(4, "2013-12-24")];
    let history = History::of(&entries(&list));
    assert_eq!(history.rows[3].step.label, Contradicts);
    assert_eq!(history.rows[3].also.len(), 1);
    assert_eq!(history.rows[3].also[0].compared_with.as_ref(), Some(&list[1].assertion.id));
}

#[test]
fn what_is_firmed_softened_or_withdrawn_falls_by_its_rule() {
    let said = |n: u8, origin: &str| {
        owned(n, &format!("2013-11-{n:02}"), "date", day("November 23", "2013-11-23")).by(origin)
    };
    let firmed = [said(1, "speaker:a").class(ModalityClass::PR), said(2, "speaker:b")];
    check(&firmed, &[("November 23", First, false), ("November 23", Firms, true)], false);
    let softened = [said(1, "speaker:a"), said(2, "speaker:a").class(ModalityClass::PR)];
    check(&softened, &[("November 23", First, false), ("November 23", Softens, true)], false);
    let doubted = [said(1, "speaker:a"), said(2, "speaker:b").class(ModalityClass::PR)];
    check(&doubted, &[("November 23", First, true), ("November 23", Softens, true)], false);
    let withdrawn = [said(1, "speaker:a"), said(2, "speaker:a").denied()];
    check(&withdrawn, &[("November 23", First, false), ("November 23", Withdraws, true)], false);
    let denied = [said(1, "speaker:a"), said(2, "speaker:b").denied()];
    check(&denied, &[("November 23", First, true), ("November 23", Contradicts, true)], true);
}

#[test]
fn a_denial_of_a_part_leaves_the_whole() {
    let list = [
        owned(1, "2013-11-01", "date", day("in November", "2013-11")),
        owned(2, "2013-11-02", "date", day("November 23", "2013-11-23")).denied(),
    ];
    check(&list, &[("in November", First, true), ("November 23", Differs, true)], false);
}

#[test]
fn statements_all_stand() {
    let said = |n: u8, words: &str| owned(n, &format!("2013-11-{n:02}"), "said", text(words));
    let list = [said(1, "yes"), said(2, "no").by("outlet:1").cue("now"), said(3, "no")];
    check(&list, &[("yes", First, true), ("no", Differs, true), ("no", Repeats, true)], false);
}

#[test]
fn without_dates_both_stand_and_exclusion_is_contested() {
    let date = |n, edtf: &str| owned(n, "", "date", day(edtf, edtf));
    let undated = [date(1, "2013-11-23"), date(2, "2013-12-24")];
    let labels: Vec<_> = told(&undated).into_iter().map(|(_, label, stands)| (label, stands)).collect();
    assert_eq!(labels, [(First, true), (Unordered, true)]);
    assert!(History::of(&entries(&undated)).contested);
    let tolls = [owned(1, "", "killed", count(12)), owned(2, "", "killed", count(31))];
    assert!(!History::of(&entries(&tolls)).contested, "one toll may simply be the older");
}

#[test]
fn the_unknown_date_comes_last_and_an_empty_claim_has_no_history() {
    let list = [owned(1, "", "killed", count(1)), owned(2, "2013-11", "killed", count(2))];
    assert_eq!(told(&list)[0].0, "2");
    assert_eq!(History::of(&[]), History { rows: Vec::new(), contested: false });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_order_given_does_not_matter(
        (list, shuffled) in proptest::collection::vec(some_owned(), 0..9)
            .prop_map(|list| list.into_iter().enumerate().collect::<Vec<_>>())
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))
    ) {
        // Two entries with the same id are one assertion: keep the first.
        let unique = |list: &[(usize, Owned)], reference: &[(usize, Owned)]| -> Vec<Owned> {
            list.iter()
                .filter(|(at, one)| !reference.iter().any(|(b, other)| b < at && other.assertion.id == one.assertion.id))
                .map(|(_, one)| one.clone())
                .collect()
        };
        let told = |list: &[Owned]| {
            let entries = entries(list);
            let history = History::of(&entries);
            let rows: Vec<_> = history
                .rows
                .iter()
                .map(|row| (entries[row.index].assertion.id.clone(), row.step.clone(), row.stands, row.also.clone()))
                .collect();
            let values: Vec<_> =
                history.standing_values(&entries).iter().map(|&at| entries[at].assertion.id.clone()).collect();
            (rows, values, history.contested)
        };
        prop_assert_eq!(told(&unique(&list, &list)), told(&unique(&shuffled, &list)));
    }

    #[test]
    fn only_the_first_is_first_and_the_last_stands(list in proptest::collection::vec(some_owned(), 1..9)) {
        let entries = entries(&list);
        let history = History::of(&entries);
        prop_assert_eq!(history.rows.len(), list.len());
        for (at, row) in history.rows.iter().enumerate() {
            prop_assert_eq!(row.step.label == First, at == 0);
            prop_assert_eq!(row.step.compared_with.is_none(), at == 0);
            prop_assert!(!row.step.why.is_empty());
        }
        prop_assert!(history.rows.last().unwrap().stands);
        let values = history.standing_values(&entries);
        prop_assert!(!values.is_empty() && values.len() <= history.rows.iter().filter(|row| row.stands).count());
    }
}
