//! Two workspaces, worked on apart and brought together in any way, say the same.

use super::*;
use crate::desk::{Desk, TEXTS};
use crate::query::HistoryFilter;
use crate::ruling::{Asked, Ruling};
use dateline_core::as_of::AsOf;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

impl Desk {
    fn act(&mut self, act: &Act) {
        match *act {
            Act::Ingest(nth) => self.ingest(nth),
            Act::Tell(nth, publisher) => self.tell(nth, PUBLISHERS[publisher]),
            // What there is nothing of cannot be undone, and may be tried.
            Act::Undo => drop(self.workspace.undo(None, None, &[])),
            Act::Redo => drop(self.workspace.redo(None, None, &[])),
            Act::Judge(pick, what) => self.judge(pick, what),
        }
    }

    fn merge(&mut self, file: &Path, prefer: Prefer) -> MergedLedger {
        self.workspace.merge_jsonl(file, Some(prefer), &[]).unwrap().data
    }

    fn exported(&self, name: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        let _ = std::fs::remove_file(&path);
        self.workspace.export_jsonl_to(&path, |_| ()).unwrap();
        path
    }
}

/// The outlets that desks may tell of.
const PUBLISHERS: [&str; 2] = ["The Quay Post", "The Dune Post"];

/// Something that somebody does at a desk.
#[derive(Debug, Clone)]
enum Act {
    Ingest(usize),
    Tell(usize, usize),
    Undo,
    Redo,
    Judge(usize, usize),
}

fn act() -> impl Strategy<Value = Act> {
    let nth = 0..TEXTS.len();
    prop_oneof![
        3 => nth.clone().prop_map(Act::Ingest),
        2 => (nth, 0..PUBLISHERS.len()).prop_map(|(nth, publisher)| Act::Tell(nth, publisher)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        4 => (0..1000_usize, 0..7_usize).prop_map(|(pick, what)| Act::Judge(pick, what)),
    ]
}

/// What is done at two desks, in turns, before they are brought together; and whether that is at once, or one
/// after the other.
fn round() -> impl Strategy<Value = (Vec<(bool, Act)>, bool)> {
    (proptest::collection::vec((any::<bool>(), act()), 0..9), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Where both told otherwise of an article, Ana is preferred at both desks.
    #[test]
    fn merged_workspaces_say_the_same_whichever_took_in_which(rounds in proptest::collection::vec(round(), 1..4)) {
        let (mut ana, mut rui) = (Desk::new(1, "Ana"), Desk::new(2, "Rui"));
        for (acts, at_once) in &rounds {
            for (is_ana, act) in acts {
                if *is_ana { ana.act(act) } else { rui.act(act) }
            }
            let of_ana = ana.exported("out.jsonl");
            if *at_once {
                let of_rui = rui.exported("out.jsonl");
                ana.merge(&of_rui, Prefer::Here);
                rui.merge(&of_ana, Prefer::There);
            } else {
                rui.merge(&of_ana, Prefer::There);
                ana.merge(&rui.exported("out.jsonl"), Prefer::Here);
            }
            let (one, other) = (ana.state(), rui.state());
            for (one, other) in one.iter().zip(&other) {
                prop_assert_eq!(one, other);
            }
            prop_assert_eq!(one.len(), other.len());
        }
        // What was taken in is not taken in again.
        let again = rui.exported("again.jsonl");
        ana.merge(&again, Prefer::Here);
        let before = ana.state();
        prop_assert_eq!(ana.merge(&again, Prefer::Here).op, None);
        prop_assert_eq!(ana.state(), before);
    }
}

/// Two desks that both have the first text.
fn two_desks() -> (Desk, Desk) {
    let (mut ana, mut rui) = (Desk::new(1, "Ana"), Desk::new(2, "Rui"));
    ana.ingest(0);
    rui.workspace.merge_jsonl(&ana.exported("first.jsonl"), None, &[]).unwrap();
    (ana, rui)
}

fn shown(desk: &Desk) -> String {
    let listed = desk.workspace.query(AsOf::default()).unwrap().articles_list(None).unwrap();
    listed.data.articles[0].metadata.publisher.clone().unwrap_or_default()
}

#[test]
fn what_was_undone_is_no_conflict_and_does_not_come_back() {
    let (mut ana, mut rui) = two_desks();
    ana.tell(0, "The Slip Post");
    ana.workspace.undo(None, None, &[]).unwrap();
    rui.tell(0, "The Dune Post");
    let of_rui = rui.exported("rui.jsonl");
    let merged = ana.workspace.merge_jsonl(&of_rui, None, &[]).unwrap().data;
    assert_eq!(merged.decided, []);
    assert_eq!(shown(&ana), "The Dune Post");
    // Undone there: the same.
    let (mut ana, mut rui) = two_desks();
    ana.tell(0, "The Slip Post");
    ana.workspace.undo(None, None, &[]).unwrap();
    rui.tell(0, "The Dune Post");
    rui.workspace.merge_jsonl(&ana.exported("ana.jsonl"), None, &[]).unwrap();
    assert_eq!(shown(&rui), "The Dune Post");
}

#[test]
fn a_merge_that_was_cut_short_is_decided_by_the_next() {
    let (mut ana, mut rui) = two_desks();
    ana.tell(0, "The Quay Post");
    rui.tell(0, "The Dune Post");
    let of_rui = rui.exported("rui.jsonl");
    // All but the last commit, which holds what was decided.
    let foreign = ana.workspace.store.read_foreign(&of_rui).unwrap();
    let numbers = numbers(&foreign, OperationNumber(ana.workspace.last_operation().0 + 1));
    let (_, commits) = ana.workspace.prepared(foreign, &numbers, Vec::new(), &[]).unwrap();
    ana.workspace.store.append(ExpectedPosition::Any, &commits).unwrap();
    assert_eq!(shown(&ana), "The Dune Post");
    let merged = ana.merge(&of_rui, Prefer::Here);
    assert_eq!(merged.decided.len(), 1, "{merged:?}");
    assert_eq!(shown(&ana), "The Quay Post");
    assert_eq!(ana.merge(&of_rui, Prefer::Here).op, None);
}

#[test]
fn a_merge_is_undone_with_all_that_it_took_in() {
    let (mut ana, mut rui) = two_desks();
    rui.ingest(1);
    rui.tell(0, "The Dune Post");
    ana.tell(0, "The Quay Post");
    let before = ana.state();
    let op = ana.merge(&rui.exported("rui.jsonl"), Prefer::There).op;
    let after = ana.state();
    assert_ne!(before, after);
    let undone = ana.workspace.undo(None, None, &[]).unwrap().data.target;
    assert_eq!((Some(undone.op), undone.command.as_str()), (op, "import jsonl"));
    assert!(undone.taken_in.len() > 2, "two operations and what was decided: {undone:?}");
    assert_eq!(ana.state(), before);
    ana.workspace.redo(None, None, &[]).unwrap();
    assert_eq!(ana.state(), after);
    ana.workspace.undo(op, None, &[]).unwrap();
    assert_eq!(ana.state(), before);
}

#[test]
fn moves_to_different_places_are_disputed_and_followed_by_nobody() {
    let (mut ana, mut rui) = two_desks();
    let before = ana.state();
    for (desk, to) in [(&mut ana, "Foo Summit"), (&mut rui, "Bar Summit")] {
        let asked = Asked::Subject(to.into());
        let reason = Some("seen".into());
        let ruling = Ruling { on: vec!["orla-conference/date@1".into()], asked, reason, overrule: false };
        desk.workspace.judge(&[ruling], "review edit", &[]).unwrap();
    }
    ana.workspace.merge_jsonl(&rui.exported("rui.jsonl"), None, &[]).unwrap();
    let query = ana.workspace.query(AsOf::default()).unwrap();
    let history = query.history("orla-conference/date", &HistoryFilter::default()).unwrap().data;
    assert_eq!(history.assertions[0].review, crate::Review::Disputed);
    assert_eq!(
        before[0]["claims"].as_array().map(Vec::len),
        ana.state()[0]["claims"].as_array().map(Vec::len)
    );
}

#[test]
fn what_both_told_otherwise_is_decided_by_a_person() {
    let (mut ana, mut rui) = two_desks();
    ana.tell(0, "The Quay Post");
    rui.tell(0, "The Dune Post");
    let of_rui = rui.exported("rui.jsonl");
    let head = ana.workspace.store.head().clone();
    let Err(Error::MergeConflicts { conflicts }) = ana.workspace.merge_jsonl(&of_rui, None, &[]) else {
        panic!()
    };
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    assert_eq!((conflicts[0].here.as_str(), conflicts[0].there.as_str()), ("The Quay Post", "The Dune Post"));
    assert_eq!(*ana.workspace.store.head(), head, "nothing was written");
    ana.workspace.merge_jsonl(&of_rui, Some(Prefer::There), &[]).unwrap();
    // The decision is an event: the other takes it in with the rest, and has nothing to decide.
    rui.workspace.merge_jsonl(&ana.exported("decided.jsonl"), None, &[]).unwrap();
    assert_eq!(ana.state(), rui.state());
    assert!(ana.state()[2].to_string().contains("The Dune Post"));
}
