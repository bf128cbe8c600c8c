//! Deciding in a story of 1,010 claims (1,000 articles, 20,000 assertions), in process: `cargo bench -p dateline
//! --bench review`. A decision is recorded, and the next assertion is found and shown.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../../dateline-store/benches/made/mod.rs"]
mod made;

use dateline::{AsOf, Asked, Environment, ReviewFilter, ReviewItem, Ruling, Workspace};
use std::time::Instant;

fn main() {
    let short = !std::env::args().any(|argument| argument == "--bench");
    let (articles, decisions) = if short { (40, 2) } else { (made::STORY, 15) };
    let scratch = tempfile::tempdir().unwrap();
    made::fill(scratch.path(), articles, made::STORY);
    let environment = Environment { actor: "Ines Alves".to_owned(), ..Environment::default() };
    let mut workspace = Workspace::open(scratch.path(), environment).unwrap();
    let filter = ReviewFilter { limit: Some(1), ..ReviewFilter::default() };
    let mut first = workspace.query(AsOf::default()).unwrap().review(&filter).unwrap().data.items.remove(0);
    println!("{articles} articles; milliseconds of {decisions} decisions.\n");
    println!("| what | median | worst |");
    println!("|---|---|---|");
    let mut took = Vec::new();
    for _ in 0..decisions {
        let began = Instant::now();
        let ruling = accept(first.assertion.id.to_string());
        workspace.judge(&[ruling], "review accept", &[]).unwrap();
        first = workspace.query(AsOf::default()).unwrap().review(&filter).unwrap().data.items.remove(0);
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    tell("by id, and the queue asked for anew", &mut took);
    let began = Instant::now();
    let mut reviewing = workspace.query(AsOf::default()).unwrap().reviewing(&filter).unwrap();
    tell("a session begins", &mut [began.elapsed().as_secs_f64() * 1000.0]);
    for asked in [Asked::Accept, Asked::Reject, Asked::Note("seen".to_owned())] {
        let mut took = Vec::new();
        for _ in 0..decisions {
            let began = Instant::now();
            let ruling = Ruling { asked: asked.clone(), ..accept(named(&first)) };
            let report = workspace.judge(std::slice::from_ref(&ruling), "review", &[]).unwrap().data;
            let query = workspace.query(AsOf::default()).unwrap();
            reviewing.learn(&query, &ruling.asked, &report).unwrap();
            first = query.review_queue(&reviewing, Some(1)).unwrap().data.items.remove(0);
            took.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        tell(&format!("{} in a session", asked.verb()), &mut took);
    }
    for what in ["merge", "split"] {
        let (mut took, mut undone) = (Vec::new(), Vec::new());
        for nth in 0..decisions {
            let items =
                workspace.query(AsOf::default()).unwrap().review_queue(&reviewing, Some(nth + 2)).unwrap();
            let [one, .., other] = &items.data.items[..] else { break };
            let merge = (vec![named(one), named(other)], Asked::Merge);
            let split =
                (vec![named(other)], Asked::Split { name: Some(format!("Part {nth}")), subject: true });
            let (on, asked) = if what == "merge" { merge } else { split };
            let began = Instant::now();
            let ruling = Ruling { on, asked, reason: Some("seen".to_owned()), overrule: true };
            let Ok(report) = workspace.judge(std::slice::from_ref(&ruling), "review", &[]) else { continue };
            let mut learn = |workspace: &Workspace| {
                let query = workspace.query(AsOf::default()).unwrap();
                reviewing.learn(&query, &ruling.asked, &report.data).unwrap();
                query.review_queue(&reviewing, Some(1)).unwrap();
            };
            learn(&workspace);
            took.push(began.elapsed().as_secs_f64() * 1000.0);
            let began = Instant::now();
            workspace.undo(report.data.op, None, &[]).unwrap();
            learn(&workspace);
            undone.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        tell(&format!("{what} in a session"), &mut took);
        tell(&format!("the {what} undone in a session"), &mut undone);
    }
}

fn accept(on: String) -> Ruling {
    Ruling { on: vec![on], asked: Asked::Accept, reason: None, overrule: false }
}

fn named(item: &ReviewItem) -> String {
    format!("{}:{}@{}", item.story, item.claim, item.assertion.row)
}

fn tell(what: &str, took: &mut [f64]) {
    took.sort_by(f64::total_cmp);
    println!("| {what} | {:.1} | {:.1} |", took[took.len() / 2], took[took.len() - 1]);
}
