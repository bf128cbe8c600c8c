//! Killed at any moment, nothing acknowledged is lost, nothing is half there, and the next start needs no
//! repair by hand.
//!
//! `DATELINE_KILLS` sets how many kills are tried; 100 by default.

use super::interrupted::{acknowledged, expect_kept, write_articles};
use super::program::Home;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Articles of an ingest: several groups.
const ARTICLES: usize = 60;

/// Starts an ingest, kills it after `after`, and gives what it had acknowledged.
fn killed_after(home: &Home, after: Duration) -> (bool, String) {
    let printed = home.path().join("printed");
    let mut command = home.command(["ingest", "articles"]);
    command.stdout(File::create(&printed).expect("it can be made")).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    std::thread::sleep(after);
    let _ = child.kill();
    let ended = child.wait().expect("it can be waited for");
    (ended.code().is_none(), fs::read_to_string(&printed).expect("it is UTF-8"))
}

#[test]
fn killed_at_any_moment() {
    let wanted: usize = std::env::var("DATELINE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
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
                let part = RandomState::new().hash_one(stored) % 1000;
                let after = whole.mul_f64(f64::from(u32::try_from(part).expect("it is small")) / 1000.0);
                let (killed, printed) = killed_after(&home, after);
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
