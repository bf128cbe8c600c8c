//! What is told of articles that were edited: under which claim, and by which day.

use crate::answer::Answer;
use crate::desk::Desk;
use crate::ingest::IngestOptions;
use crate::query::{EditedFact, History, HistoryFilter, Said, StoryChanges};
use crate::ruling::{Asked, Ruling};
use dateline_capture::{Key, Layer};
use dateline_core::as_of::AsOf;
use dateline_core::event::Event;
use dateline_core::id::OperationNumber;
use dateline_core::judgement::Judgement;
use dateline_store::ExpectedPosition;
use jiff::civil::date;
use std::sync::atomic::AtomicBool;

const TOLL: &str = "Three people were killed in the Oss ferry accident, a port spokesman said.";
const HURT: &str = "Nine people were injured in the Oss ferry accident, a doctor said.";
const KILLED: &str = "oss-ferry-accident/killed";

/// A page that was changed last on a day of March 2021; all are of the first but those of the Dune Post, of the second.
fn page(name: &str, changed: u8, told: &str) -> String {
    let published = if name == "dune" { 2 } else { 1 };
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Ferry lost</title>\
         <meta property=og:url content='https://{name}.example/ferry'>\
         <meta property=og:site_name content='{name}'>\
         <meta property=article:published_time content='2021-03-{published:02}T00:00:00Z'>\
         <meta property=article:modified_time content='2021-03-{changed:02}T00:00:00Z'></head><body><article>\
         <p>The ferry Marta sank off Oss on Monday, and everybody else on board was brought to the shore by boats of \
         the port.</p><p>{told} The town has one harbour, and its divers went down in the evening, when the search had \
         begun.</p></article></body></html>"
    )
}

impl Desk {
    /// Takes a page for a story about a ferry.
    fn take(&mut self, name: &str, changed: u8, told: &str) {
        let path = self.dir.path().join(format!("{name}-{changed}.html"));
        std::fs::write(&path, page(name, changed, told)).unwrap();
        let mut flags = Layer::default();
        flags.set(Key::Story, "oss").unwrap();
        let options = IngestOptions { inputs: vec![path], flags, ..IngestOptions::default() };
        let report = self.workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data;
        assert!(report.failures.is_empty(), "{report:?}");
    }

    /// Takes a text with what flags say of it: a new article, or a text of one. The answer is its id.
    fn told(&mut self, revision_of: Option<&str>, text: &str, flags: &[(Key, &str)]) -> String {
        let path = self.dir.path().join("told.txt");
        std::fs::write(&path, text).unwrap();
        let mut layer = Layer::default();
        for (key, value) in flags {
            layer.set(*key, value).unwrap();
        }
        let revision_of = revision_of.map(str::to_owned);
        let options =
            IngestOptions { inputs: vec![path], flags: layer, revision_of, ..IngestOptions::default() };
        let report = self.workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data;
        report.articles[0].article.to_string()
    }

    /// Records a judgement as if it came from another workspace, where nobody else had judged.
    fn decide_beside(&mut self, ruling: &Ruling) {
        let reviewer = self.workspace.environment.actor.clone();
        let query = self.workspace.query(AsOf::default()).unwrap();
        let judged = query.judging(ruling, &reviewer).unwrap();
        let judgement = Judgement { over: Vec::new(), ..judged.judgement };
        drop(query);
        let began = self.workspace.environment.began("review", &[]);
        let operation = OperationNumber(self.workspace.last_operation().0 + 1);
        let commit = self.workspace.commit(operation, vec![began, Event::Judged(judgement)]).unwrap();
        self.workspace.store.append(ExpectedPosition::Any, &[commit]).unwrap();
    }

    fn ferry(&self, claim: &str, as_of: AsOf) -> Answer<History> {
        self.workspace.query(as_of).unwrap().history(claim, &HistoryFilter::default()).unwrap()
    }

    fn moved(&self, as_of: AsOf) -> StoryChanges {
        self.workspace.query(as_of).unwrap().changes(None, None).unwrap().data.stories.remove(0)
    }
}

/// The words of both sides.
fn words(edited: &[EditedFact]) -> Vec<(Option<&str>, Option<&str>)> {
    fn quote(said: &Said) -> &str {
        &said.evidence[0].quote
    }
    edited.iter().map(|it| (it.before.as_ref().map(quote), it.after.as_ref().map(quote))).collect()
}

fn ruling(on: &str, asked: Asked) -> Ruling {
    Ruling { on: vec![on.into()], asked, reason: Some("seen".into()), overrule: false }
}

/// By the end of a day of March 2021.
fn by(day: i8) -> AsOf {
    AsOf { published: Some(date(2021, 3, day)), ..AsOf::default() }
}

#[test]
fn an_edit_is_told_of_the_day_that_it_is_dated_and_later_ones() {
    let mut desk = Desk::new(7, "Ines");
    for (changed, toll) in [(1, TOLL.replace("Three", "Two")), (4, TOLL.to_owned())] {
        desk.take("harbour", changed, &toll);
    }
    let edit = [(Some("Two people"), Some("Three people"))];
    for (day, told) in [(2, &[][..]), (3, &[]), (4, &edit), (5, &edit)] {
        assert_eq!(words(&desk.ferry(KILLED, by(day)).data.edited), told, "{day}");
        assert_eq!(words(&desk.moved(by(day)).edited), told, "{day}");
    }
}

#[test]
fn what_an_article_said_and_silently_dropped_is_told_with_its_claim() {
    let mut desk = Desk::new(7, "Ines");
    desk.take("harbour", 1, &format!("{TOLL} {HURT}"));
    desk.take("quay", 1, TOLL);
    desk.take("harbour", 4, HURT);
    let op = desk.workspace.last_operation();
    desk.workspace.judge(&[ruling(KILLED, Asked::Note("look".into()))], "review", &[]).unwrap();
    // From the views, and from a fold of the ledger.
    for as_of in [AsOf::default(), AsOf { recorded: Some(op), ..AsOf::default() }] {
        let Answer { data: history, warnings, .. } = desk.ferry(KILLED, as_of);
        assert_eq!(history.assertions.len(), 1);
        assert!(warnings.iter().any(|it| it.message.contains("in a former text alone")), "{warnings:?}");
        assert_eq!(words(&history.edited), [(Some("Three people"), None)]);
        assert_eq!(history.edited, desk.moved(as_of).edited);
    }
}

#[test]
fn an_edit_is_told_under_the_claim_of_its_own_assertion_alone() {
    let mut desk = Desk::new(7, "Ines");
    let more = "Ten people were killed in the Oss ferry accident, a doctor said.";
    desk.take("harbour", 1, &format!("{} {more}", TOLL.replace("Three", "Two")));
    desk.take("harbour", 4, &format!("{TOLL} {more}"));
    let ferry = desk.ferry(KILLED, AsOf::default()).data;
    assert_eq!(words(&ferry.edited), [(Some("Two people"), Some("Three people"))]);
    let three = ferry.assertions.iter().find(|row| row.evidence[0].quote == "Three people").unwrap();
    let own = Asked::Split { name: Some("Marta fire".into()), subject: false };
    desk.workspace.judge(&[ruling(three.id.as_str(), own)], "review", &[]).unwrap();
    assert_eq!(
        desk.ferry("marta-fire/killed", AsOf::default()).data.edited,
        desk.moved(AsOf::default()).edited
    );
    assert_eq!(desk.ferry(KILLED, AsOf::default()).data.edited, []);
}

#[test]
fn who_followed_did_so_on_the_day_of_the_edit() {
    let mut desk = Desk::new(7, "Ines");
    let two = TOLL.replace("Three", "Two");
    desk.take("harbour", 1, &two);
    desk.take("quay", 1, &two);
    desk.take("dune", 2, TOLL);
    desk.take("harbour", 4, TOLL);
    let changes = desk.moved(AsOf::default()).changes;
    let followed = changes.iter().find_map(|it| it.followed_by.first()).unwrap();
    assert_eq!(followed.published.as_ref().map(ToString::to_string).as_deref(), Some("2021-03-04"));
}

#[test]
fn what_a_revision_could_have_told_is_overdue() {
    let mut desk = Desk::new(7, "Ines");
    desk.take("harbour", 1, "The Oss summit will be held on March 3, a port spokesman said.");
    assert_eq!(desk.moved(AsOf::default()).unconfirmed.passed_since.len(), 1);
    desk.take("quay", 1, TOLL);
    desk.take("quay", 5, HURT);
    let found = desk.moved(AsOf::default()).unconfirmed;
    assert_eq!((found.overdue.len(), found.passed_since.len()), (1, 0));
    assert_eq!(found.newest_article, Some(date(2021, 3, 5)));
    // On the day before, nothing had told of it yet.
    assert_eq!(desk.moved(by(4)).unconfirmed.newest_article, Some(date(2021, 3, 1)));
}

#[test]
fn edits_are_left_out_with_what_was_rejected_and_with_nothing_else() {
    let mut desk = Desk::new(7, "Ana");
    desk.take("harbour", 1, &TOLL.replace("Three", "Two"));
    desk.take("harbour", 2, TOLL);
    desk.take("harbour", 4, &format!("{TOLL} {HURT}"));
    let row = |desk: &Desk| desk.ferry(KILLED, AsOf::default()).data.assertions.remove(0).id;
    let edit = [(Some("Two people"), Some("Three people"))];
    let article = desk.ferry(KILLED, AsOf::default()).data.assertions[0].article.to_string();
    let told = |desk: &Desk| {
        let told = desk.ferry(KILLED, AsOf::default()).data.edited;
        let of_killed =
            |all: Vec<EditedFact>| all.into_iter().filter(|it| it.aspect == "killed").collect::<Vec<_>>();
        assert_eq!(told, of_killed(desk.moved(AsOf::default()).edited));
        let query = desk.workspace.query(AsOf::default()).unwrap();
        for (from, to) in [(1, 2), (1, 3)] {
            let diff = query.diff_revisions((&article, from), (&article, to)).unwrap().data;
            assert_eq!(words(&of_killed(diff.facts)), words(&told));
        }
        told
    };
    assert_eq!(words(&told(&desk)), edit);
    // Accepted by one and rejected by another, it counts.
    let accepted = ruling(row(&desk).as_str(), Asked::Accept);
    desk.workspace.judge(&[accepted], "review", &[]).unwrap();
    let rejected = Ruling { overrule: true, ..ruling(row(&desk).as_str(), Asked::Reject) };
    desk.workspace.environment.actor = "Rui".into();
    desk.decide_beside(&rejected);
    assert_eq!(desk.ferry(KILLED, AsOf::default()).data.assertions[0].review, crate::row::Review::Disputed);
    assert_eq!(words(&told(&desk)), edit);
    // Rejected in the newest text, it is not told of the text before either.
    desk.workspace.undo(None, None, &[]).unwrap();
    desk.workspace.undo(None, None, &[]).unwrap();
    let rejected = ruling(row(&desk).as_str(), Asked::Reject);
    desk.workspace.judge(&[rejected], "review", &[]).unwrap();
    assert_eq!(words(&told(&desk)), []);
}

#[test]
fn what_is_not_said_again_of_an_article_was_not_edited() {
    let mut desk = Desk::new(7, "Ines");
    let told = [(Key::Published, "2021-03-01"), (Key::Publisher, "Harbour News"), (Key::Title, "Ferry lost")];
    let id = desk.told(None, &TOLL.replace("Three", "Two"), &told);
    desk.told(Some(&id), TOLL, &[]);
    desk.told(Some(&id), HURT, &[(Key::Byline, "Ana Brito")]);
    desk.told(Some(&id), &format!("{TOLL} {HURT}"), &[(Key::Title, "Ferry found")]);
    let query = desk.workspace.query(AsOf::default()).unwrap();
    let fields = |from, to| -> Vec<(String, Option<String>, Option<String>)> {
        let diff = query.diff_revisions((&id, from), (&id, to)).unwrap().data;
        diff.fields.into_iter().map(|it| (it.field, it.before, it.after)).collect()
    };
    let of = |text: &str| Some(text.to_owned());
    assert_eq!(fields(1, 2), []);
    assert_eq!(
        fields(1, 4),
        [("title".into(), of("Ferry lost"), of("Ferry found")), ("byline".into(), None, of("Ana Brito"))]
    );
}

#[test]
fn an_id_of_a_former_text_leads_to_the_revisions() {
    let mut desk = Desk::new(7, "Ines");
    desk.take("harbour", 1, &TOLL.replace("Three", "Two"));
    let id = desk.ferry(KILLED, AsOf::default()).data.assertions[0].id.to_string();
    let first = AsOf { recorded: Some(desk.workspace.last_operation()), ..AsOf::default() };
    desk.take("harbour", 4, TOLL);
    let later = desk.ferry(KILLED, AsOf::default()).data.assertions[0].id.to_string();
    let ask =
        |id: &str, as_of| desk.workspace.query(as_of).unwrap().source(id).map(|it| it.data.assertion.id);
    assert_eq!(ask(&id, first).unwrap().as_str(), id);
    let edited = ask(&id, AsOf::default()).unwrap_err();
    assert!(edited.to_string().contains("stands in a former revision"), "{edited}");
    assert!(edited.hints()[0].starts_with("dateline articles revisions "), "{:?}", edited.hints());
    // What came later is not known then.
    let unknown = ask(&later, first).unwrap_err();
    assert!(unknown.to_string().contains("no assertion is called"), "{unknown}");
}

#[test]
fn rules_are_tried_on_what_had_been_reported_and_recorded() {
    let mut desk = Desk::new(7, "Ines");
    desk.take("harbour", 1, TOLL);
    let first = AsOf { recorded: Some(desk.workspace.last_operation()), ..AsOf::default() };
    desk.take("dune", 2, TOLL);
    desk.told(None, HURT, &[]);
    let rules = desk.dir.path().join("own.rules");
    let rule = "rule going.on/1\n  attribute going-on\n  normal yes\n  match subject:<event> ..9 [ would go on ]\n  \
        yes The summit went on. | summit | yes\n  no The summit opened.\n";
    std::fs::write(&rules, rule).unwrap();
    let tried = |as_of| desk.workspace.query(as_of).unwrap().rule_try(&rules).unwrap();
    assert_eq!(tried(AsOf::default()).data.texts, 3);
    assert_eq!(tried(first).data.texts, 1);
    let answer = tried(by(1));
    assert_eq!((answer.data.texts, answer.basis.published_by), (1, Some(date(2021, 3, 1))));
    assert!(answer.warnings[0].message.contains("1 article was left out"), "{:?}", answer.warnings);
}
