//! What reviewers decided, when a newer program reads the articles again and gives everything other ids.

use super::*;
use crate::desk::{Desk, TEXTS};
use crate::query::{HistoryFilter, ReviewFilter, ReviewItem, ReviewQueue};
use crate::row::Review;
use crate::ruling::Asked;
use dateline_core::assertion::Extraction;
use dateline_core::claim::ClaimId;
use dateline_core::identity::Identity;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A reading by a program that calls every subject otherwise, and keeps the former names beside that or not.
fn anew(was: &Extraction, keeps_names: bool) -> Extraction {
    let mut now = Extraction { extractor: "en/next".into(), ..was.clone() };
    for (nth, subject) in now.subjects.iter_mut().enumerate() {
        let former = subject.names.clone();
        let (name, names) = if keeps_names {
            let fuller = format!("{} of the Coast", subject.name);
            (fuller.clone(), [vec![fuller, subject.name.clone()], former].concat())
        } else {
            let other = format!("Matter {nth} of {}", was.article.short());
            (other.clone(), vec![other])
        };
        (subject.name, subject.names) = (name, names);
    }
    for at in 0..now.assertions.len() {
        let assertion = &now.assertions[at];
        let name = &now.subjects[assertion.subject].name;
        let id = Identity::about(name, &now, assertion).unwrap().id();
        now.assertions[at].id = id;
    }
    now
}

impl Desk {
    /// Reads every article again.
    fn read_anew(&mut self, keeps_names: bool) {
        self.read_as(|was| anew(was, keeps_names));
    }

    fn read_as(&mut self, read: impl Fn(&Extraction) -> Extraction) {
        let records = self.workspace.store.articles().unwrap();
        let readings = records.iter().filter_map(|record| record.extraction.as_ref());
        let events = readings.map(|was| Event::Extracted(read(was)));
        let began = self.workspace.environment.began("update", &[]);
        let operation = OperationNumber(self.workspace.last_operation().0 + 1);
        let all = std::iter::once(began).chain(events).collect();
        let commit = self.workspace.commit(operation, all).unwrap();
        self.workspace.store.append(ExpectedPosition::Any, &[commit]).unwrap();
        assert_eq!(self.workspace.store.verify_views().unwrap(), Ok(()));
    }

    /// Everything that may be reviewed, and was.
    fn queue(&self) -> ReviewQueue {
        let filter = ReviewFilter { reviewed: true, statements: true, ..ReviewFilter::default() };
        self.workspace.query(AsOf::default()).unwrap().review(&filter).unwrap().data
    }

    /// For each assertion, by its place and what is read there: those of its claim, and what was judged.
    fn judged(&self) -> BTreeMap<String, (BTreeSet<String>, Review)> {
        let place = |row: &crate::Row| {
            let at = &row.evidence[0];
            format!("{} {}..{} {}", at.article.short(), at.start_byte, at.end_byte, row.value.text())
        };
        let items = self.queue().items;
        let mut claims: BTreeMap<&ClaimId, BTreeSet<String>> = BTreeMap::new();
        for item in &items {
            claims.entry(&item.claim).or_default().insert(place(&item.assertion));
        }
        let of = |item: &ReviewItem| (claims[&item.claim].clone(), item.assertion.review);
        items.iter().map(|item| (place(&item.assertion), of(item))).collect()
    }

    /// The operations of judgements of some kinds.
    fn operations(&self, kinds: &[&str]) -> BTreeSet<OperationNumber> {
        let judgements = self.queue().items.into_iter().flat_map(|item| item.assertion.judgements);
        judgements.filter(|it| kinds.contains(&it.kind.as_str())).map(|it| it.op).collect()
    }

    /// The sentences that say which judgements hold no longer.
    fn lapsed(&self) -> Vec<String> {
        let query = self.workspace.query(AsOf::default()).unwrap();
        let warnings = query.review(&ReviewFilter::default()).unwrap().warnings;
        let told = warnings.into_iter().map(|warning| warning.message);
        told.filter(|text| text.contains("is not read any more")).collect()
    }
}

fn desk_with_all() -> Desk {
    let mut desk = Desk::new(1, "Ana");
    (0..TEXTS.len()).for_each(|nth| desk.ingest(nth));
    desk
}

#[test]
fn an_id_that_is_no_claims_any_more_leads_to_where_its_assertions_are() {
    let mut desk = desk_with_all();
    let asked = |desk: &Desk, claim: &str| {
        let query = desk.workspace.query(AsOf::default()).unwrap();
        let error = query.history(claim, &HistoryFilter::default()).unwrap_err();
        (error.to_string(), error.hints())
    };
    let unknown = asked(&desk, "orla-conference/outcome").0;
    assert!(unknown.contains("orla-conference/outcome") && !unknown.contains("now"), "{unknown}");
    desk.read_anew(false);
    let (told, hints) = asked(&desk, "orla-conference/date");
    assert_eq!(told, "no claim is called orla-conference/date now");
    let now = hints[0].strip_prefix("what was read under that name is in: ").expect("it is told where");
    let query = desk.workspace.query(AsOf::default()).unwrap();
    let assertions = now.split(", ").map(|one| {
        let (claim, count) = one.split_once(" (").expect("a claim with a count");
        assert!(query.history(claim, &HistoryFilter::default()).is_ok(), "{claim}");
        count.strip_suffix(" of them)").and_then(|count| count.parse::<usize>().ok()).expect("a count")
    });
    assert_eq!(assertions.sum::<usize>(), 4, "{hints:?}");
    desk.read_as(|was| Extraction { assertions: Vec::new(), ..was.clone() });
    let (told, hints) = asked(&desk, "orla-conference/date");
    assert_eq!(told, "no claim is called orla-conference/date now");
    assert_eq!(hints, ["4 of the assertions under that name are not read any more"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn judgements_survive_other_names_of_what_they_are_about(
        picks in proptest::collection::vec((0..1000_usize, 0..6_usize), 0..8),
    ) {
        let mut desk = desk_with_all();
        for (pick, what) in picks {
            desk.judge(pick, what);
        }
        let before = desk.judged();
        desk.read_anew(true);
        prop_assert_eq!(desk.judged(), before);
        prop_assert_eq!(desk.lapsed(), Vec::<String>::new());
    }

    /// What drags along all that is said of a subject holds for nothing else, and is told.
    #[test]
    fn judgements_on_what_is_called_otherwise_now_are_told_and_not_applied(
        picks in proptest::collection::vec((0..1000_usize, 0..6_usize), 0..8),
    ) {
        let (mut desk, mut unjudged) = (desk_with_all(), desk_with_all());
        for (pick, what) in picks {
            desk.judge(pick, what);
        }
        let verdicts = |desk: &Desk| -> BTreeMap<String, Review> {
            desk.judged().into_iter().map(|(place, (_, review))| (place, review)).collect()
        };
        let (links, moves) = (desk.operations(&["merge", "split"]), desk.operations(&["move"]));
        let before = verdicts(&desk);
        desk.read_anew(false);
        unjudged.read_anew(false);
        let told = desk.lapsed();
        for op in &links {
            prop_assert!(told.iter().any(|text| text.contains(&format!("(op {op})"))), "{op}: {told:?}");
        }
        if moves.is_empty() {
            // Words and values are what they were: what was decided of them holds.
            prop_assert_eq!(verdicts(&desk), before);
            let claims = |desk: &Desk| -> Vec<(String, BTreeSet<String>)> {
                desk.judged().into_iter().map(|(place, (members, _))| (place, members)).collect()
            };
            prop_assert_eq!(claims(&desk), claims(&unjudged));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// What is folded in while somebody decides is what reading everything again gives.
    #[test]
    fn a_session_shows_what_a_fresh_look_shows(picks in proptest::collection::vec((0..1000_usize, 0..11_usize), 1..9)) {
        let mut desk = desk_with_all();
        let mut done: Vec<(OperationNumber, Asked, JudgeReport)> = Vec::new();
        let filter = ReviewFilter { reviewed: true, statements: true, ..ReviewFilter::default() };
        let mut reviewing = desk.workspace.query(AsOf::default()).unwrap().reviewing(&filter).unwrap();
        for (pick, what) in picks {
            let items = desk.queue().items;
            let name = |at: usize| {
                let item = &items[at % items.len()];
                format!("{}:{}@{}", item.story, item.claim, item.assertion.row)
            };
            let asked = match what {
                0 => Asked::Accept,
                1 => Asked::Reject,
                2 => Asked::Value("2013-12".into()),
                3 => Asked::Speaker(None),
                4 => Asked::Note("look again".into()),
                5 => Asked::Resolve,
                6 => Asked::Attribute("deadline".into()),
                7 => Asked::Merge,
                9 | 10 => {
                    let Some((op, asked, report)) = done.pop() else { continue };
                    desk.workspace.undo(Some(op), None, &[]).unwrap();
                    let query = desk.workspace.query(AsOf::default()).unwrap();
                    reviewing.learn(&query, &asked, &report).unwrap();
                    let session = query.review_queue(&reviewing, None).unwrap().data;
                    prop_assert_eq!(session, desk.queue());
                    continue;
                }
                _ => Asked::Split { name: Some("Another".into()), subject: true },
            };
            let mut on = vec![name(pick)];
            on.extend((asked == Asked::Merge).then(|| name(pick / 3)));
            let ruling = Ruling { on, asked, reason: Some("seen".into()), overrule: true };
            let Ok(answer) = desk.workspace.judge(std::slice::from_ref(&ruling), "review", &[]) else { continue };
            let query = desk.workspace.query(AsOf::default()).unwrap();
            reviewing.learn(&query, &ruling.asked, &answer.data).unwrap();
            let session = query.review_queue(&reviewing, None).unwrap().data;
            prop_assert_eq!(session, desk.queue());
            done.extend(answer.data.op.map(|op| (op, ruling.asked.clone(), answer.data)));
        }
    }
}
