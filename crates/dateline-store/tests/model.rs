//! Random runs against a model: a plain list of the events that must be there.

mod support;

use dateline_core::event::{Event, Recorded};
use dateline_core::id::{ArticleId, OperationNumber, Position};
use dateline_core::origin::{Copies, Copy};
use dateline_store::{
    ExpectedPosition, Layout, NewCommit, SegmentLimits, State, Store, StoreError, ViewName,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;
use support::{begun, captured, commit, extracted, ingest, judged, metadata_set, revision, undone};

/// Small, so that runs have several segments.
const LIMITS: SegmentLimits = SegmentLimits { events_bytes: 4000, payloads_bytes: 5000 };

#[derive(Debug, Clone)]
enum Act {
    /// A group of commits, each from a shape and two small numbers.
    Append(Vec<(u8, u8, u8)>),
    /// The same, and the process is killed at some byte of it. If the flag is set the views have folded it
    /// already: no crash does that, but a restored backup can.
    Killed(Vec<(u8, u8, u8)>, prop::sample::Index, bool),
    Reopen,
    Query,
    DeleteView(ViewName),
    Rebuild,
    /// The ledger is exported and imported elsewhere: the same files come of it.
    Exchange,
    /// Someone else wants the workspace meanwhile.
    Intrude,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let group = || prop::collection::vec((0..9_u8, 0..6_u8, 0..4_u8), 1..5);
    let act = prop_oneof![
        5 => group().prop_map(Act::Append),
        3 => (group(), any::<prop::sample::Index>(), any::<bool>())
            .prop_map(|(group, at, folded)| Act::Killed(group, at, folded)),
        2 => Just(Act::Reopen),
        3 => Just(Act::Query),
        1 => prop::sample::select(&ViewName::ALL).prop_map(Act::DeleteView),
        1 => Just(Act::Rebuild),
        1 => Just(Act::Exchange),
        1 => Just(Act::Intrude),
    ];
    prop::collection::vec(act, 1..12)
}

fn new_commit(seed: u64, operation: u64, (shape, number, version): (u8, u8, u8)) -> NewCommit {
    match shape {
        0 => ingest(seed, operation, number, version),
        1 => commit(seed, operation, vec![captured(number, version), revision(number, version)]),
        2 => commit(seed, operation, vec![extracted(number, version, shape + version)]),
        3 => commit(
            seed,
            operation,
            vec![metadata_set(number, version, version % 2 == 0), extracted(number, 1, 1)],
        ),
        // An article that no capture names: folds are total.
        4 => commit(seed, operation, vec![metadata_set(number + 100, version, true)]),
        5 | 6 => commit(
            seed,
            operation,
            vec![judged(number + shape, number, version), judged(version, version, version)],
        ),
        // An operation is undone by its first commit, which is made from the least of its seeds.
        7 => commit(seed, operation, vec![undone((u64::from(number) * 20).max(10))]),
        _ => commit(
            seed,
            operation,
            vec![begun(seed), captured(number, version), captured(number, version + 1)],
        ),
    }
}

/// The workspace under test, and what it must hold.
struct Run {
    dir: tempfile::TempDir,
    store: Option<Store>,
    model: Vec<(OperationNumber, Event)>,
    seed: u64,
}

impl Run {
    fn new() -> Self {
        let dir = support::scratch();
        Store::create(dir.path()).unwrap();
        let mut run = Self { dir, store: None, model: Vec::new(), seed: 0 };
        run.open(false);
        run
    }

    fn open(&mut self, after_kill: bool) {
        self.store = None;
        let (store, report) = Store::open_with(self.dir.path(), Duration::ZERO, LIMITS).unwrap();
        assert!(after_kill || report.cut.is_none(), "cut after an orderly close: {report:?}");
        self.store = Some(store);
    }

    fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    fn append(&mut self, group: &[(u8, u8, u8)]) -> Vec<NewCommit> {
        self.seed += 10;
        let (seed, operation) = (self.seed, self.seed / 20 + 1);
        let commits: Vec<NewCommit> =
            group.iter().zip(0..).map(|(commit, nth)| new_commit(seed + nth, operation, *commit)).collect();
        let position = Position(self.model.len() as u64);
        let receipts = self.store().append(ExpectedPosition::At(position), &commits).unwrap();
        assert_eq!(receipts.len(), commits.len());
        assert_eq!(receipts[0].first, position);
        commits
    }

    fn remember(&mut self, commits: Vec<NewCommit>) {
        for commit in commits {
            self.model.extend(commit.events.into_iter().map(|new| (commit.operation, new.event)));
        }
    }

    /// Appends a group and takes back what a kill at some byte of it would not have written.
    fn killed(&mut self, group: &[(u8, u8, u8)], at: prop::sample::Index, folded: bool) {
        let ledger = Layout::in_dir(self.dir.path()).ledger();
        let checkpoint = fs::read(ledger.join("checkpoint")).ok();
        let before: Vec<u64> = ["events", "payloads"].map(|end| last_segment(&ledger, end).1).into();
        let before_number = last_segment(&ledger, "events").0;
        let commits = self.append(group);
        if folded {
            self.store().catch_up().unwrap();
        }
        self.store = None;
        let (number, events_end) = last_segment(&ledger, "events");
        let (_, payloads_end) = last_segment(&ledger, "payloads");
        let (events, payloads) = if number == before_number { (before[0], before[1]) } else { (0, 0) };
        let at = at.index(usize::try_from(payloads_end - payloads + events_end - events).unwrap()) as u64;
        let written = at.min(payloads_end - payloads);
        let headers = events + (at - written);
        cut(&ledger, &number, "payloads", payloads + written);
        cut(&ledger, &number, "events", headers);
        match checkpoint {
            Some(bytes) => fs::write(ledger.join("checkpoint"), bytes).unwrap(),
            None => fs::remove_file(ledger.join("checkpoint")).unwrap(),
        }
        let lines = fs::read(ledger.join(format!("{number}.events"))).unwrap();
        let lines = lines[usize::try_from(events).unwrap()..].split(|b| *b == b'\n').count() - 1;
        let mut events = 0;
        let whole = commits.into_iter().take_while(|commit| {
            events += commit.events.len();
            events <= lines
        });
        let whole = whole.collect();
        self.remember(whole);
        self.open(true);
    }

    fn check_exchange(&mut self) {
        let file = self.dir.path().join("ledger.jsonl");
        let mut out = Vec::new();
        let head = self.store().export(&mut out, |_| ()).unwrap();
        fs::write(&file, out).unwrap();
        let other = support::scratch();
        Store::create(other.path()).unwrap();
        // Whatever its own limits are, it keeps the segments of the file.
        let (mut copy, _) = Store::open(other.path(), Duration::ZERO).unwrap();
        assert_eq!(copy.import(&file, |_| ()).unwrap().head, head);
        drop(copy);
        for entry in fs::read_dir(Layout::in_dir(other.path()).ledger()).unwrap() {
            let name = entry.unwrap().file_name();
            let [one, two] = [&other, &self.dir]
                .map(|dir| fs::read(Layout::in_dir(dir.path()).ledger().join(&name)).unwrap());
            assert!(one == two || name == "checkpoint", "{} differs", name.display());
        }
    }

    fn check_ledger(&mut self) {
        let model = self.model.clone();
        let read: Vec<Recorded> = self.store().ledger().read_from(Position(0)).map(Result::unwrap).collect();
        let events: Vec<_> = read.iter().map(|r| (r.header.op, r.event.clone())).collect();
        assert_eq!(events, model);
        assert_eq!(self.store().head().next, Position(model.len() as u64));
        for recorded in read.iter().step_by(3) {
            assert_eq!(self.store().ledger().read(recorded.header.seq).unwrap(), *recorded);
            assert_eq!(self.store().ledger().read_at(&recorded.header).unwrap(), *recorded);
        }
        assert_eq!(self.store().verify(true, |_| ()).unwrap().faults, []);
    }

    fn check_views(&mut self) {
        let store = self.store.as_ref().unwrap();
        let state = State::fold(store.ledger().read_from(Position(0))).unwrap();
        assert_eq!(store.articles().unwrap(), state.articles().cloned().collect::<Vec<_>>());
        assert_eq!(store.operations().unwrap(), state.operations().cloned().collect::<Vec<_>>());
        assert_eq!(store.stories().unwrap(), state.stories().cloned().collect::<Vec<_>>());
        for story in state.stories() {
            assert_eq!(store.claims(story).unwrap(), state.claims(story));
            let of_story: Vec<_> = state.articles().filter(|r| r.story == *story).cloned().collect();
            assert_eq!(store.articles_in(story).unwrap(), of_story);
        }
        self.check_copies(&state);
        assert_eq!(store.verify_views().unwrap(), Ok(()));
    }

    /// Copies are looked for in the view as it was folded, and are what comparing all with all gives.
    fn check_copies(&self, state: &State) {
        let store = self.store.as_ref().unwrap();
        let readings = || state.articles().filter_map(|it| Some((&it.article, it.extraction.as_ref()?)));
        let all = Copies::among(readings().map(|(article, reading)| (article, &reading.shingles[..])));
        let mut due: BTreeMap<ArticleId, Copy> = BTreeMap::new();
        for copy in all.iter() {
            for article in [&copy.part, &copy.whole] {
                if due.get(article).is_none_or(|best| copy.order(best).is_lt()) {
                    due.insert(article.clone(), copy.clone());
                }
            }
        }
        let ids: BTreeSet<ArticleId> = readings().map(|(article, _)| article.clone()).collect();
        assert_eq!(store.copies(&ids).unwrap(), due);
        for id in ids {
            let own = due.get(&id).map(|copy| (id.clone(), copy.clone()));
            assert_eq!(store.copies(&BTreeSet::from([id])).unwrap(), own.into_iter().collect());
        }
    }
}

fn last_segment(ledger: &Path, ending: &str) -> (String, u64) {
    let mut segments: Vec<_> = fs::read_dir(ledger)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == ending))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path.metadata().unwrap().len()))
        .collect();
    segments.sort();
    segments.pop().unwrap_or_default()
}

fn cut(ledger: &Path, number: &str, ending: &str, length: u64) {
    let path = ledger.join(format!("{number}.{ending}"));
    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_store_holds_what_was_acknowledged_and_views_equal_folds(acts in acts()) {
        let mut run = Run::new();
        for act in acts {
            match act {
                Act::Append(group) => {
                    let commits = run.append(&group);
                    run.remember(commits);
                }
                Act::Killed(group, at, folded) => run.killed(&group, at, folded),
                Act::Reopen => run.open(false),
                Act::Query => run.check_views(),
                Act::DeleteView(which) => {
                    run.store = None;
                    let _ = fs::remove_dir_all(Layout::in_dir(run.dir.path()).views().join(which.directory()));
                    run.open(false);
                }
                Act::Rebuild => run.store().rebuild(|_| ()).unwrap(),
                Act::Exchange => run.check_exchange(),
                Act::Intrude => {
                    let intruder = Store::open_with(run.dir.path(), Duration::ZERO, LIMITS);
                    assert!(matches!(intruder, Err(StoreError::Busy(_))));
                }
            }
            run.check_ledger();
        }
        run.check_views();
        run.store().rebuild(|_| ()).unwrap();
        run.check_views();
    }
}
