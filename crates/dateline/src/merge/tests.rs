//! Two workspaces, worked on apart and brought together in any way, say the same.

use super::*;
use crate::environment::{Clock, Environment, IdSource};
use crate::ingest::IngestOptions;
use crate::judge::{Asked, Ruling};
use crate::query::{HistoryFilter, ReviewFilter};
use dateline_capture::{Key, Layer};
use dateline_core::as_of::AsOf;
use serde_json::Value;
use std::path::PathBuf;
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

    /// Tells something of an article that the other desk would tell alike.
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

    fn act(&mut self, (kind, pick): (usize, usize)) {
        match kind % 6 {
            0 | 1 => self.ingest(pick % TEXTS.len()),
            2 => self.tell(pick % TEXTS.len(), "The Quay Post"),
            3 if pick % 3 == 0 => drop(self.workspace.undo(None, None, &[])),
            3 if pick % 3 == 1 => drop(self.workspace.redo(None, None, &[])),
            _ => self.judge(pick, pick / 7),
        }
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

/// Small numbers that depend on `seed` (Steele's `SplitMix64`).
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    (1_u64..).map(move |nth| {
        let state = seed.wrapping_add(nth.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % 1000).unwrap()
    })
}

#[test]
fn merged_workspaces_say_the_same_whichever_took_in_which() {
    for seed in 0..16 {
        let mut draw = numbers(seed);
        let mut number = move || draw.next().unwrap();
        let (mut ana, mut rui) = (Desk::new(2 * seed + 1, "Ana"), Desk::new(2 * seed + 2, "Rui"));
        for _round in 0..2 {
            for _ in 0..7 {
                let act = (number(), number());
                if number() % 2 == 0 { ana.act(act) } else { rui.act(act) }
            }
            // At once, or one after the other.
            let of_ana = ana.exported("out.jsonl");
            if number() % 2 == 0 {
                let of_rui = rui.exported("out.jsonl");
                ana.workspace.merge_jsonl(&of_rui, None, &[]).unwrap();
                rui.workspace.merge_jsonl(&of_ana, None, &[]).unwrap();
            } else {
                rui.workspace.merge_jsonl(&of_ana, None, &[]).unwrap();
                let of_rui = rui.exported("out.jsonl");
                ana.workspace.merge_jsonl(&of_rui, None, &[]).unwrap();
            }
            let (one, other) = (ana.state(), rui.state());
            for (one, other) in one.iter().zip(&other) {
                assert_eq!(one, other, "seed {seed}");
            }
            assert_eq!(one.len(), other.len(), "seed {seed}");
        }
        // What was taken in is not taken in again.
        let again = rui.exported("again.jsonl");
        let third = ana.workspace.merge_jsonl(&again, None, &[]).unwrap().data;
        let before = ana.state();
        assert_eq!(ana.workspace.merge_jsonl(&again, None, &[]).unwrap().data.op, None, "{third:?}");
        assert_eq!(ana.state(), before);
    }
}

#[test]
fn what_both_told_otherwise_is_decided_by_a_person() {
    let (mut ana, mut rui) = (Desk::new(1, "Ana"), Desk::new(2, "Rui"));
    ana.ingest(0);
    rui.workspace.merge_jsonl(&ana.exported("first.jsonl"), None, &[]).unwrap();
    ana.tell(0, "The Quay Post");
    rui.tell(0, "The Dune Post");
    let (of_ana, of_rui) = (ana.exported("ana.jsonl"), rui.exported("rui.jsonl"));
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
    drop(of_ana);
}
