use super::*;
use crate::assertion::{Extraction, Subject};
use crate::id::{OperationNumber, Position};
use crate::identity::Identity;
use crate::recorded::RecordedAt;
use crate::samples::{article, assertion, text, time};
use crate::value::EntityKind;
use std::collections::BTreeSet;

/// Takes every assertion for one that is there.
#[allow(clippy::unnecessary_wraps)] // it stands in for one that may find none
fn by_id(target: &Target, _: RestsOn) -> Option<AssertionId> {
    Some(target.assertion.clone())
}

fn event(n: u8) -> EventId {
    EventId::from_bytes(&[n; 16])
}

fn given(n: u8, reviewer: &str, decision: Decision, over: &[u8]) -> Given {
    Given {
        event: event(n),
        position: Position(u64::from(n)),
        operation: OperationNumber(u64::from(n)),
        recorded_at: RecordedAt::try_from(format!("2026-01-02T03:04:{n:02}Z")).unwrap(),
        reviewer: reviewer.into(),
        judgement: Judgement { decision, reason: None, over: over.iter().map(|n| event(*n)).collect() },
    }
}

fn said() -> Assertion {
    assertion(1, 10, "date", time("in November", "2013-11"))
}

fn target() -> Target {
    Target::of(&article(1), &said())
}

fn accept(n: u8, over: &[u8]) -> Given {
    given(n, "Ines", Decision::Accept { target: target() }, over)
}

fn reject(n: u8, over: &[u8]) -> Given {
    given(n, "Rui", Decision::Reject { target: target() }, over)
}

fn verdict(given: &[Given], undone: &[u64]) -> Verdict {
    let undone: BTreeSet<OperationNumber> = undone.iter().map(|n| OperationNumber(*n)).collect();
    Judged::of(&article(1), &said(), &in_force(given, &undone), &Current::default()).verdict()
}

#[test]
fn what_replaces_another_holds_wherever_it_lies() {
    assert_eq!(verdict(&[], &[]), Verdict::Unreviewed);
    assert_eq!(verdict(&[accept(1, &[]), reject(2, &[1])], &[]), Verdict::Rejected);
    assert_eq!(verdict(&[reject(2, &[1]), accept(1, &[])], &[]), Verdict::Rejected);
}

#[test]
fn an_undone_judgement_brings_back_what_it_replaced() {
    let both = [accept(1, &[]), reject(2, &[1])];
    assert_eq!(verdict(&both, &[2]), Verdict::Accepted);
    assert_eq!(verdict(&both, &[1]), Verdict::Rejected);
    assert_eq!(verdict(&both, &[1, 2]), Verdict::Unreviewed);
}

#[test]
fn what_an_undone_judgement_had_replaced_stays_replaced_by_what_came_over_it() {
    // Thrice decided by one reviewer, each time over the one before.
    let all = [accept(1, &[]), reject(2, &[1]), accept(3, &[2])];
    let undone = BTreeSet::from([OperationNumber(2)]);
    let kept: Vec<&EventId> = in_force(&all, &undone).into_iter().map(|it| &it.event).collect();
    assert_eq!(kept, [&event(3)]);
    // What came over it is undone too: nothing holds but the first.
    let undone = BTreeSet::from([OperationNumber(2), OperationNumber(3)]);
    let kept: Vec<&EventId> = in_force(&all, &undone).into_iter().map(|it| &it.event).collect();
    assert_eq!(kept, [&event(1)]);
}

#[test]
fn two_who_did_not_know_of_each_other_are_both_shown() {
    let both = [accept(1, &[]), reject(2, &[])];
    assert_eq!(verdict(&both, &[]), Verdict::Disputed);
    let decided = [accept(1, &[]), reject(2, &[]), accept(3, &[1, 2])];
    assert_eq!(verdict(&decided, &[]), Verdict::Accepted);
}

#[test]
fn edits_change_what_is_compared_and_never_the_words() {
    let edit = |n, edtf: &str, over: &[u8]| {
        let value = time("in December", edtf);
        given(n, "Ines", Decision::Edit { target: target(), change: Change::Value { value } }, over)
    };
    let all = [edit(1, "2013-12", &[]), edit(2, "2014-12", &[1])];
    let kept = in_force(&all, &BTreeSet::new());
    let judged = Judged::of(&article(1), &said(), &kept, &Current::default());
    assert_eq!(judged.verdict(), Verdict::Edited);
    let edited = judged.edited(&said());
    assert_eq!(edited.value, time("in December", "2014-12"));
    assert_eq!(edited.evidence, said().evidence);
    let apart = [edit(1, "2013-12", &[]), edit(2, "2014-12", &[])];
    let kept = in_force(&apart, &BTreeSet::new());
    let judged = Judged::of(&article(1), &said(), &kept, &Current::default());
    assert_eq!(judged.verdict(), Verdict::Disputed);
    assert_eq!(judged.edited(&said()), said(), "neither of two edits is preferred");
}

/// What became of the judged assertion in a reading that says only this.
fn current(now: &Assertion) -> Current {
    let extraction = Extraction { assertions: vec![now.clone()], ..reading("Lisbon talks", &[], Vec::new()) };
    Current::of([&target()], &extraction)
}

#[test]
fn a_judgement_is_carried_over_to_the_same_words_and_value_alone() {
    let kept = [accept(1, &[])];
    let kept = in_force(&kept, &BTreeSet::new());
    let renamed = Assertion { id: AssertionId::from_bytes(&[9; 16]), ..said() };
    let judged = Judged::of(&article(1), &renamed, &kept, &current(&renamed));
    assert_eq!((judged.verdict(), judged.carried_over_from), (Verdict::Accepted, Some(said().id)));
    // While the one that was judged is still there, nothing is carried over.
    let judged = Judged::of(&article(1), &renamed, &kept, &Current::unchanged([&target()]));
    assert_eq!(judged.verdict(), Verdict::Unreviewed);
    for other in [
        Assertion { value: time("in November", "2014-11"), ..renamed.clone() },
        Assertion { polarity: Polarity::Negative, ..renamed.clone() },
        Assertion { attribute: Attribute(Slug::new("deadline").unwrap()), ..renamed.clone() },
        Assertion { evidence: assertion(1, 11, "date", said().value).evidence, ..renamed },
    ] {
        let judged = Judged::of(&article(1), &other, &kept, &current(&other));
        assert_eq!(judged.verdict(), Verdict::Unreviewed, "{other:?}");
    }
}

#[test]
fn a_judgement_on_the_new_id_leaves_what_was_carried_over_in_force() {
    let renamed = Assertion { id: AssertionId::from_bytes(&[9; 16]), ..said() };
    let value = time("in December", "2013-12");
    let edit = given(1, "Ines", Decision::Edit { target: target(), change: Change::Value { value } }, &[]);
    let target = Target::of(&article(1), &renamed);
    let note = given(2, "Ines", Decision::Note { target: target.clone(), text: "seen".into() }, &[]);
    let both = [edit.clone(), note];
    let kept = in_force(&both, &BTreeSet::new());
    let judged = Judged::of(&article(1), &renamed, &kept, &current(&renamed));
    assert_eq!((judged.verdict(), judged.given.len()), (Verdict::Edited, 2));
    assert_eq!(judged.edited(&renamed).value, time("in December", "2013-12"));
    let both = [edit, given(2, "Ines", Decision::Accept { target }, &[])];
    let kept = in_force(&both, &BTreeSet::new());
    assert_eq!(Judged::of(&article(1), &renamed, &kept, &current(&renamed)).verdict(), Verdict::Edited);
}

#[test]
fn a_rule_was_wrong_where_its_value_was_rejected_or_edited() {
    let right = |all: &[Given]| {
        Judged::of(&article(1), &said(), &in_force(all, &BTreeSet::new()), &Current::default())
            .rule_was_right()
    };
    let edit = |change| given(2, "Ines", Decision::Edit { target: target(), change }, &[]);
    let value = edit(Change::Value { value: time("in November", "2014-11") });
    let speaker = edit(Change::Speaker { name: None });
    assert_eq!(right(&[]), None);
    assert_eq!(right(&[accept(1, &[])]), Some(true));
    assert_eq!(right(&[reject(1, &[])]), Some(false));
    assert_eq!(right(&[accept(1, &[]), reject(2, &[])]), None, "disputed");
    assert_eq!(right(&[accept(1, &[]), value]), Some(false));
    assert_eq!(right(std::slice::from_ref(&speaker)), None, "nobody says whether it was");
    assert_eq!(right(&[accept(1, &[]), speaker]), Some(true));
}

fn moved(n: u8, to: &str) -> Given {
    let to = Destination::Subject { name: to.into() };
    given(n, "Ana", Decision::Move { targets: vec![target()], to }, &[])
}

#[test]
fn moves_to_several_places_are_disputed_and_move_nothing() {
    let judged = |all: &[Given]| {
        let kept = in_force(all, &BTreeSet::new());
        let verdict = Judged::of(&article(1), &said(), &kept, &Current::default()).verdict();
        (verdict, Links::of(kept, by_id).moves.len())
    };
    assert_eq!(judged(&[moved(1, "Foo Summit")]), (Verdict::Edited, 1));
    assert_eq!(judged(&[moved(1, "Foo Summit"), moved(2, "foo summit")]), (Verdict::Edited, 2));
    assert_eq!(judged(&[moved(1, "Foo Summit"), moved(2, "Bar Summit")]), (Verdict::Disputed, 0));
}

#[test]
fn attributes_on_which_reviewers_part_are_left_as_read() {
    let edit = |n, name: &str| {
        let change = Change::Attribute { attribute: Attribute(Slug::new(name).unwrap()), qualifier: None };
        given(n, "Ana", Decision::Edit { target: target(), change }, &[])
    };
    let links = |all: &[Given]| Links::of(in_force(all, &BTreeSet::new()), by_id).attributes.len();
    assert_eq!(links(&[edit(1, "deadline"), edit(2, "deadline")]), 1);
    assert_eq!(links(&[edit(1, "deadline"), edit(2, "start")]), 0);
}

#[test]
fn resolutions_that_part_are_disputed() {
    let (one, other) = (said(), assertion(1, 60, "date", time("in December", "2013-12")));
    let at = |it: &Assertion| vec![Target::of(&article(1), it)];
    let resolve = |n, stands, against| given(n, "Ana", Decision::Resolve { stands, against }, &[]);
    let verdict = |all: &[Given]| {
        Judged::of(&article(1), &one, &in_force(all, &BTreeSet::new()), &Current::default()).verdict()
    };
    let first = resolve(1, at(&one), at(&other));
    assert_eq!(verdict(std::slice::from_ref(&first)), Verdict::Unreviewed);
    assert_eq!(verdict(&[first, resolve(2, at(&other), at(&one))]), Verdict::Disputed);
}

/// What a newer reading of the sample article gives: one that names what it is about otherwise.
fn reading(subject: &str, names: &[&str], assertions: Vec<Assertion>) -> Extraction {
    let mut extraction = Extraction {
        article: article(1),
        revision: Sha256Hex::of(&[1]),
        extractor: "en/2".into(),
        published: None,
        subjects: vec![Subject {
            kind: EntityKind::Event,
            name: subject.into(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            head: None,
            heads: Vec::new(),
            class: None,
            realised: false,
            proper: true,
            when: None,
            main: true,
        }],
        assertions: Vec::new(),
        notices: Vec::new(),
        shingles: Vec::new(),
    };
    let with_id = |it: Assertion| {
        let id = Identity::about(subject, &extraction, &it).unwrap().id();
        Assertion { id, ..it }
    };
    let assertions = assertions.into_iter().map(with_id).collect();
    extraction.assertions = assertions;
    extraction
}

fn target_in(extraction: &Extraction, at: usize) -> Target {
    Target::of(&extraction.article, &extraction.assertions[at])
}

#[test]
fn what_rests_on_a_subject_is_carried_over_only_while_it_has_the_name() {
    let old = reading("Lisbon talks", &["Lisbon talks"], vec![said()]);
    let judged = target_in(&old, 0);
    let found = |new: &Extraction, on| Current::of([&judged], new).find(&judged, on).cloned();
    for (name, names, is_same) in [
        ("Lisbon talks", &["Lisbon talks"][..], true),
        ("Lisbon peace talks", &["Lisbon peace talks", "Lisbon talks"], true),
        ("Porto summit", &["Porto summit"], false),
    ] {
        let new = reading(name, names, vec![said()]);
        let id = new.assertions[0].id.clone();
        assert_eq!(found(&new, RestsOn::Words), Some(id.clone()), "{name}");
        assert_eq!(found(&new, RestsOn::Subject), is_same.then_some(id), "{name}");
    }
    let other = reading("Lisbon talks", &[], vec![assertion(1, 10, "date", time("in November", "2014-11"))]);
    assert_eq!(found(&other, RestsOn::Words), None, "another value");
}

#[test]
fn of_two_that_say_the_same_neither_is_taken_for_what_was_judged() {
    let judged = target_in(&reading("Lisbon talks", &[], vec![said()]), 0);
    let mut new = reading("Porto summit", &["Lisbon talks"], vec![said()]);
    let twin = Assertion { id: AssertionId::from_bytes(&[7; 16]), ..new.assertions[0].clone() };
    new.assertions.push(twin);
    assert_eq!(Current::of([&judged], &new), Current::default());
}

#[test]
fn judgements_on_links_are_carried_over_or_do_not_hold() {
    let two = || vec![said(), assertion(1, 40, "place", text("the harbour"))];
    let old = reading("Lisbon talks", &["Lisbon talks"], two());
    let (date, place) = (target_in(&old, 0), target_in(&old, 1));
    let both = || vec![date.clone(), place.clone()];
    let all = [
        given(1, "Ana", Decision::Merge { targets: both() }, &[]),
        given(
            2,
            "Ana",
            Decision::Split { targets: vec![place.clone()], from: vec![date.clone()], name: None },
            &[],
        ),
        given(
            3,
            "Ana",
            Decision::Move { targets: vec![date.clone()], to: Destination::Beside { target: place.clone() } },
            &[],
        ),
        given(
            4,
            "Ana",
            Decision::Edit {
                target: place.clone(),
                change: Change::Attribute {
                    attribute: Attribute(Slug::new("venue").unwrap()),
                    qualifier: None,
                },
            },
            &[],
        ),
    ];
    let links = |new: &Extraction| {
        let current = Current::of([&date, &place], new);
        Links::of(&all, |target, on| current.find(target, on).cloned())
    };
    let ids = |of: &Extraction| of.assertions.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    let fuller = reading("Lisbon peace talks", &["Lisbon peace talks", "Lisbon talks"], two());
    let [date, place] = &ids(&fuller)[..] else { panic!() };
    let found = links(&fuller);
    assert_eq!(found.merges, [ids(&fuller)]);
    assert_eq!(found.splits, [Split { apart: vec![place.clone()], name: None }]);
    let moved = Moved { assertions: vec![date.clone()], beside: Some(place.clone()), subject: None };
    assert_eq!(found.moves, [moved]);
    assert_eq!(found.attributes.keys().collect::<Vec<_>>(), [place]);
    // Under another name it may be another thing: what drags all that is said of it along does not hold.
    let otherwise = reading("Porto summit", &["Porto summit"], two());
    let found = links(&otherwise);
    assert_eq!((found.merges.len(), found.splits.len(), found.moves.len()), (0, 0, 0));
    assert_eq!(found.attributes.keys().collect::<Vec<_>>(), [&ids(&otherwise)[1]], "words and value alone");
    assert!(links(&reading("Lisbon talks", &[], Vec::new())).is_empty());
}
