//! Two workspaces, worked on apart and brought together in any way, say the same.

use super::*;
use crate::environment::{Clock, Environment, IdSource};
use crate::ingest::IngestOptions;
use crate::judge::{Asked, Ruling};
use crate::query::{HistoryFilter, ReviewFilter};
use dateline_capture::{Key, Layer};
use dateline_core::as_of::AsOf;
use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Made up for this: what they say overlaps, narrows and contradicts.
const TEXTS: [&str; 5] = [
    "The Orla Conference will probably be held in October, Ines Vardal said. At least 12 people were killed.\n",
    "The Orla Conference, tentatively set for October 20, will be held in Sarne, Rui Lopes said.\n",
    "Ines Vardal said that the Orla Conference was postponed to November.\n",
    "The talks will be held on November 5, Rui Lopes told reporters. 31 people were killed.\n",
    "The Orla Conference will be held in May, said Ana Brito, the deputy minister.\n",
];

struct Desk {
    dir: tempfile::TempDir,
    workspace: Workspace,
}

impl Desk {
    fn new(seed: u64, reviewer: &str) -> Self {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let clock = Clock::Fixed("2026-01-02T03:04:05Z".parse().unwrap());
        let environment = Environment {
            clock,
            ids: IdSource::seeded(seed),
            actor: reviewer.into(),
            ..Environment::default()
        };
        let workspace = Workspace::init(dir.path(), environment).unwrap();
        Self { dir, workspace }
    }

    fn ingest(&mut self, nth: usize) {
        let path = self.dir.path().join(format!("{nth}.txt"));
        std::fs::write(&path, TEXTS[nth]).unwrap();
        let mut flags = Layer::default();
        flags.set(Key::Story, "orla").unwrap();
        flags.set(Key::Published, &format!("2013-08-{:02}", nth + 1)).unwrap();
        let options = IngestOptions { inputs: vec![path], flags, ..IngestOptions::default() };
        self.workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap();
    }

    /// Tells something of an article.
    fn tell(&mut self, nth: usize, publisher: &str) {
        let listed = self.workspace.query(AsOf::default()).unwrap().articles_list(None).unwrap();
        let wanted = format!("2013-08-{:02}", nth + 1);
        let dated = |it: &&crate::ArticleLine| {
            it.metadata.published.as_ref().is_some_and(|day| day.to_string() == wanted)
        };
        let Some(article) = listed.data.articles.iter().find(dated).map(|it| it.id.to_string()) else {
            return;
        };
        let mut told = Layer::default();
        told.set(Key::Publisher, publisher).unwrap();
        self.workspace.set_metadata(&[article], &told, &[]).unwrap();
    }

    /// Judges the one of the queue that `pick` points at; what cannot be decided is left.
    fn judge(&mut self, pick: usize, what: usize) {
        let filter = ReviewFilter { reviewed: true, ..ReviewFilter::default() };
        let items = self.workspace.query(AsOf::default()).unwrap().review(&filter).unwrap().data.items;
        // By id, so that both desks pick alike whatever the order of equals.
        let mut ids: Vec<String> = items.iter().map(|item| item.assertion.id.to_string()).collect();
        ids.sort();
        let Some(id) = ids.get(pick % ids.len().max(1)).cloned() else { return };
        let other = ids[(pick / 3) % ids.len()].clone();
        let (on, asked) = match what % 6 {
            0 => (vec![id], Asked::Accept),
            1 => (vec![id], Asked::Reject),
            2 => (vec![id], Asked::Speaker(Some("Ana Brito".into()))),
            3 => (vec![id], Asked::Note("look again".into())),
            4 => (vec![id, other], Asked::Merge),
            _ => (vec![id], Asked::Split { name: Some("Another".into()), subject: pick.is_multiple_of(2) }),
        };
        let ruling = Ruling { on, asked, reason: Some("seen".into()), overrule: pick.is_multiple_of(2) };
        let _ = self.workspace.judge(&[ruling], "review", &[]);
    }

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

    /// Everything that is answered, without when and in which operation it was recorded.
    fn state(&self) -> Vec<Value> {
        let query = self.workspace.query(AsOf::default()).unwrap();
        let claims = query.claims_list(None, true).unwrap();
        let mut all = vec![aside(serde_json::to_value(&claims.data).unwrap())];
        for line in &claims.data.claims {
            let history = query.history(&format!("{}:{}", line.story, line.claim), &HistoryFilter::default());
            all.push(aside(serde_json::to_value(history.unwrap().data).unwrap()));
        }
        assert_eq!(self.workspace.store.verify_views().unwrap(), Ok(()));
        all
    }
}

fn aside(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(name, _)| !["op", "recorded"].contains(&name.as_str()));
            let sorted = |name: &str, value: Value| match (name, aside(value)) {
                ("judgements" | "resolutions", Value::Array(mut all)) => {
                    all.sort_by_key(ToString::to_string);
                    Value::Array(all)
                }
                (_, value) => value,
            };
            Value::Object(kept.map(|(name, value)| (name.clone(), sorted(&name, value))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(aside).collect()),
        value => value,
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
        4 => (0..1000_usize, 0..6_usize).prop_map(|(pick, what)| Act::Judge(pick, what)),
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
    assert!(ana.state()[1].to_string().contains("The Dune Post"));
}
