//! Killed at any moment, nothing acknowledged is lost, nothing is half there, and the next start needs no
//! repair by hand.
//!
//! `DATELINE_KILLS` sets how many kills are tried; 100 by default.

use super::interrupted::{acknowledged, article, expect_kept, write_articles};
use super::program::Home;
use serde_json::Value;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Articles of an ingest: several groups.
const ARTICLES: usize = 60;

/// How many kills are tried.
fn wanted() -> usize {
    std::env::var("DATELINE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(100)
}

/// A random part of a time.
fn part_of(whole: Duration, seed: usize) -> Duration {
    let part = RandomState::new().hash_one(seed) % 1000;
    whole.mul_f64(f64::from(u32::try_from(part).expect("it is small")) / 1000.0)
}

/// Starts a command, kills it after `after`, and gives whether that came in time and what it had printed.
fn killed_after(home: &Home, line: &[&str], after: Duration) -> (bool, String) {
    let printed = home.path().join("printed");
    let mut command = home.command(line);
    command.stdout(File::create(&printed).expect("it can be made")).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    std::thread::sleep(after);
    let _ = child.kill();
    let ended = child.wait().expect("it can be waited for");
    (ended.code().is_none(), fs::read_to_string(&printed).expect("it is UTF-8"))
}

#[test]
fn killed_at_any_moment() {
    let wanted = wanted();
    let whole = {
        let home = Home::new();
        write_articles(&home, ARTICLES);
        let started = Instant::now();
        home.run(["ingest", "articles"]).expect_code(0);
        started.elapsed()
    };
    let (kills, halfway) = (AtomicUsize::new(0), AtomicUsize::new(0));
    // Each kill meets a workspace that others have left in the middle; a whole one is replaced.
    let work = || {
        while kills.load(Ordering::Relaxed) < wanted {
            let home = Home::new();
            write_articles(&home, ARTICLES);
            let mut stored = 0;
            while stored < ARTICLES && kills.load(Ordering::Relaxed) < wanted {
                let (killed, printed) = killed_after(&home, &["ingest", "articles"], part_of(whole, stored));
                if killed {
                    kills.fetch_add(1, Ordering::Relaxed);
                }
                if !home.path().join(".dateline/format").exists() {
                    assert_eq!(acknowledged(&printed), [] as [&str; 0]);
                    continue;
                }
                let before = stored;
                stored = expect_kept(&home, &acknowledged(&printed));
                assert!(stored >= before, "{before} articles were there, now {stored}");
                if killed && stored > before && stored < ARTICLES {
                    halfway.fetch_add(1, Ordering::Relaxed);
                }
            }
            home.run(["ingest", "articles"]).expect_code(0);
            assert_eq!(expect_kept(&home, &[]), ARTICLES);
        }
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        work();
        other.join().expect("what it says stands above");
    });
    assert!(wanted < 100 || halfway.into_inner() > 0, "no kill came while articles were being stored");
}

/// What a workspace answers, whatever ids its events have, and which operations recorded them.
fn answers(home: &Home) -> String {
    fn scrub(value: &mut Value) {
        match value {
            Value::Array(all) => all.iter_mut().for_each(scrub),
            Value::Object(fields) => {
                fields.retain(|name, _| !["event", "op"].contains(&name.as_str()));
                fields.values_mut().for_each(scrub);
            }
            _ => {}
        }
    }
    let lines = [&["claims", "list"][..], &["review", "--list", "--all"], &["articles", "list"]];
    let answer = |line: &[&str]| {
        let mut data = home.json(line)["data"].take();
        scrub(&mut data);
        data.to_string()
    };
    lines.map(answer).join("\n")
}

/// A killed decision, undoing or merge is there whole or not at all, and the same command again finishes it.
#[test]
fn killed_while_the_record_is_corrected() {
    let hall = Home::with_seeds();
    hall.run(["ingest", "seeds/tolvane-market-hall"]).expect_code(0);
    hall.run(["config", "set", "reviewer", "Ines Alves"]).expect_code(0);
    let colleague = hall.copied();
    colleague.write("seeds/tolvane-market-hall/late.txt", article(3));
    colleague.run(["ingest", "seeds/tolvane-market-hall"]).expect_code(0);
    colleague.run(["review", "reject", "collapse/killed@5", "--reason", "withdrawn"]).expect_code(0);
    let theirs = colleague.run(["export", "jsonl"]).stdout;
    hall.write("theirs.jsonl", theirs);
    hall.write(
        "decisions.jsonl",
        "{\"decision\": \"accept\", \"on\": \"collapse/killed@1\"}\n\
         {\"decision\": \"edit\", \"on\": \"collapse/killed@2\", \"value\": \"31\", \"reason\": \"exact\"}\n",
    );
    let undone = hall.copied();
    undone.run(["undo", "1"]).expect_code(0);
    for (home, line) in [
        (&hall, &["review", "apply", "decisions.jsonl"][..]),
        (&hall, &["undo", "1"]),
        (&undone, &["redo", "1"]),
        (&hall, &["import", "jsonl", "theirs.jsonl", "--merge"]),
    ] {
        let (before, finished) = (answers(home), home.copied());
        let started = Instant::now();
        finished.run(line).expect_code(0);
        let (whole, after) = (started.elapsed(), answers(&finished));
        assert!(before != after, "{line:?} does nothing");
        for kill in 0..wanted().div_ceil(20) {
            let home = home.copied();
            let (killed, _) = killed_after(&home, line, part_of(whole, kill));
            home.expect_intact();
            let found = answers(&home);
            assert!(found == before || found == after, "{line:?} is there in part (killed: {killed})");
            if found == before {
                home.run(line).expect_code(0);
                assert!(answers(&home) == after, "{line:?}, and again");
            }
            home.expect_intact();
        }
    }
}
