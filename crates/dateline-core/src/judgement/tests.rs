use super::*;
use crate::event::RecordedAt;
use crate::id::{OperationNumber, Position};
use crate::samples::{article, assertion, time};
use std::collections::BTreeSet;

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
    Judged::of(&article(1), &said(), &in_force(given, &undone), &BTreeSet::new()).verdict()
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
    let judged = Judged::of(&article(1), &said(), &kept, &BTreeSet::new());
    assert_eq!(judged.verdict(), Verdict::Edited);
    let edited = judged.edited(&said());
    assert_eq!(edited.value, time("in December", "2014-12"));
    assert_eq!(edited.evidence, said().evidence);
    let apart = [edit(1, "2013-12", &[]), edit(2, "2014-12", &[])];
    let kept = in_force(&apart, &BTreeSet::new());
    let judged = Judged::of(&article(1), &said(), &kept, &BTreeSet::new());
    assert_eq!(judged.verdict(), Verdict::Disputed);
    assert_eq!(judged.edited(&said()), said(), "neither of two edits is preferred");
}

#[test]
fn a_judgement_is_carried_over_to_the_same_words_and_value_alone() {
    let kept = [accept(1, &[])];
    let kept = in_force(&kept, &BTreeSet::new());
    let renamed = Assertion { id: AssertionId::from_bytes(&[9; 16]), ..said() };
    let judged = Judged::of(&article(1), &renamed, &kept, &BTreeSet::new());
    assert_eq!((judged.verdict(), judged.carried_over_from), (Verdict::Accepted, Some(said().id)));
    assert!(Judged::may_carry_over(&renamed, &kept) && !Judged::may_carry_over(&said(), &kept));
    // While the one that was judged is still there, nothing is carried over.
    let old = said().id;
    let judged = Judged::of(&article(1), &renamed, &kept, &BTreeSet::from([&old]));
    assert_eq!(judged.verdict(), Verdict::Unreviewed);
    for other in [
        Assertion { value: time("in November", "2014-11"), ..renamed.clone() },
        Assertion { polarity: Polarity::Negative, ..renamed.clone() },
        Assertion { attribute: Attribute(Slug::new("deadline").unwrap()), ..renamed.clone() },
        Assertion { evidence: assertion(1, 11, "date", said().value).evidence, ..renamed },
    ] {
        let judged = Judged::of(&article(1), &other, &kept, &BTreeSet::new());
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
    let all = BTreeSet::from([&renamed.id]);
    let judged = Judged::of(&article(1), &renamed, &kept, &all);
    assert_eq!((judged.verdict(), judged.given.len()), (Verdict::Edited, 2));
    assert_eq!(judged.edited(&renamed).value, time("in December", "2013-12"));
    assert!(Judged::may_carry_over(&renamed, &kept));
    let both = [edit, given(2, "Ines", Decision::Accept { target }, &[])];
    let kept = in_force(&both, &BTreeSet::new());
    assert_eq!(Judged::of(&article(1), &renamed, &kept, &all).verdict(), Verdict::Edited);
}

#[test]
fn a_rule_was_wrong_where_its_value_was_rejected_or_edited() {
    let right = |all: &[Given]| {
        Judged::of(&article(1), &said(), &in_force(all, &BTreeSet::new()), &BTreeSet::new()).rule_was_right()
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
        let verdict = Judged::of(&article(1), &said(), &kept, &BTreeSet::new()).verdict();
        (verdict, Links::of(kept).moves.len())
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
    let links = |all: &[Given]| Links::of(in_force(all, &BTreeSet::new())).attributes.len();
    assert_eq!(links(&[edit(1, "deadline"), edit(2, "deadline")]), 1);
    assert_eq!(links(&[edit(1, "deadline"), edit(2, "start")]), 0);
}

#[test]
fn resolutions_that_part_are_disputed() {
    let (one, other) = (said(), assertion(1, 60, "date", time("in December", "2013-12")));
    let at = |it: &Assertion| vec![Target::of(&article(1), it)];
    let resolve = |n, stands, against| given(n, "Ana", Decision::Resolve { stands, against }, &[]);
    let verdict = |all: &[Given]| {
        Judged::of(&article(1), &one, &in_force(all, &BTreeSet::new()), &BTreeSet::new()).verdict()
    };
    let first = resolve(1, at(&one), at(&other));
    assert_eq!(verdict(std::slice::from_ref(&first)), Verdict::Unreviewed);
    assert_eq!(verdict(&[first, resolve(2, at(&other), at(&one))]), Verdict::Disputed);
}
