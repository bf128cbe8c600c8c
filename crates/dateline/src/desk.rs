//! A desk for tests: a workspace in which articles made up for this are ingested, told of and judged.

use crate::environment::{Clock, Environment, IdSource};
use crate::ingest::IngestOptions;
use crate::query::{HistoryFilter, ReviewFilter};
use crate::ruling::{Asked, Ruling};
use crate::workspace::Workspace;
use dateline_capture::{Key, Layer};
use dateline_core::as_of::AsOf;
use serde_json::Value;
use std::sync::atomic::AtomicBool;

/// Made up for this: what they say overlaps, narrows and contradicts.
pub(crate) const TEXTS: [&str; 5] = [
    "The Orla Conference will probably be held in October, Ines Vardal said. At least 12 people were killed.\n",
    "The Orla Conference, tentatively set for October 20, will be held in Sarne, Rui Lopes said.\n",
    "Ines Vardal said that the Orla Conference was postponed to November.\n",
    "The talks will be held on November 5, Rui Lopes told reporters. 31 people were killed.\n",
    "The Orla Conference will be held in May, said Ana Brito, the deputy minister.\n",
];

/// Somebody's workspace.
pub(crate) struct Desk {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) workspace: Workspace,
}

impl Desk {
    pub(crate) fn new(seed: u64, reviewer: &str) -> Self {
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

    pub(crate) fn ingest(&mut self, nth: usize) {
        let path = self.dir.path().join(format!("{nth}.txt"));
        std::fs::write(&path, TEXTS[nth]).unwrap();
        let mut flags = Layer::default();
        flags.set(Key::Story, "orla").unwrap();
        flags.set(Key::Published, &format!("2013-08-{:02}", nth + 1)).unwrap();
        let options = IngestOptions { inputs: vec![path], flags, ..IngestOptions::default() };
        self.workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap();
    }

    /// Tells something of an article.
    pub(crate) fn tell(&mut self, nth: usize, publisher: &str) {
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
    pub(crate) fn judge(&mut self, pick: usize, what: usize) {
        let filter = ReviewFilter { reviewed: true, ..ReviewFilter::default() };
        let items = self.workspace.query(AsOf::default()).unwrap().review(&filter).unwrap().data.items;
        // By id, so that both desks pick alike whatever the order of equals.
        let mut ids: Vec<String> = items.iter().map(|item| item.assertion.id.to_string()).collect();
        ids.sort();
        let Some(id) = ids.get(pick % ids.len().max(1)).cloned() else { return };
        let other = ids[(pick / 3) % ids.len()].clone();
        let (on, asked) = match what % 7 {
            0 => (vec![id], Asked::Accept),
            1 => (vec![id], Asked::Reject),
            2 => (vec![id], Asked::Speaker(Some("Ana Brito".into()))),
            3 => (vec![id], Asked::Note("look again".into())),
            4 => (vec![id, other], Asked::Merge),
            5 => (vec![id], Asked::Resolve),
            _ => (vec![id], Asked::Split { name: Some("Another".into()), subject: pick.is_multiple_of(2) }),
        };
        let ruling = Ruling { on, asked, reason: Some("seen".into()), overrule: pick.is_multiple_of(2) };
        let _ = self.workspace.judge(&[ruling], "review", &[]);
    }

    /// Everything that is answered, without when and in which operation it was recorded.
    pub(crate) fn state(&self) -> Vec<Value> {
        let query = self.workspace.query(AsOf::default()).unwrap();
        let claims = query.claims_list(None, true).unwrap();
        let mut all = vec![aside(serde_json::to_value(&claims.data).unwrap())];
        let queue = query.review(&ReviewFilter::default()).unwrap().data;
        all.push(aside(serde_json::to_value(&queue).unwrap()));
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
                ("judgements" | "resolutions" | "links", Value::Array(mut all)) => {
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
