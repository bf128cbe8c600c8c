//! Ctrl-C in each command that records or writes: what was acknowledged is there, nothing is half there, and the
//! same command goes on.

use super::interrupted::interrupt;
use super::merging::{Rui, judged};
use super::program::{Done, Home};
use super::review::hall;
use crate::server::{Server, path_of};
use serde_json::Value;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often each command is interrupted, each time somewhere else.
const TIMES: u64 = 4;

/// That a shell would tell of 130, as of every program that Ctrl-C ends.
fn expect_interrupted(done: &Done) {
    assert!(matches!(done.code, None | Some(130)), "{done}");
    assert!(!done.stderr.contains("panic") && !done.stderr.contains("bug"), "{done}");
}

fn operations(home: &Home) -> Vec<Value> {
    home.json(&["log"])["data"]["operations"].as_array().expect("a list").clone()
}

/// How often a command may come to its end before it is interrupted, where it must not.
const TRIES: usize = 50;

/// Runs a command in a copy of a workspace, interrupts it somewhere, and gives the copy with what the command did. The
/// first time (`nth` 0) it does not come to its end.
fn interrupted_in(home: &Home, line: &[&str], whole: Duration, nth: u64) -> (Home, Done) {
    let mut tries = (0..TRIES).map(|_| interrupted_once(home, line, whole, nth));
    let (copy, done) = tries
        .find(|(_, done)| nth > 0 || done.code != Some(0))
        .expect("a command that is interrupted at once does not always come to its end");
    if done.code != Some(0) {
        expect_interrupted(&done);
    }
    (copy, done)
}

fn interrupted_once(home: &Home, line: &[&str], whole: Duration, nth: u64) -> (Home, Done) {
    let copy = home.copied();
    let mut command = copy.command(line);
    let child = command.spawn().expect("the program starts");
    // One after another, and never twice at the same moment; the first at once.
    let within = if nth == 0 { 0 } else { RandomState::new().hash_one(nth) % 1000 };
    let part = (nth * 1000 + within) / TIMES;
    std::thread::sleep(whole.mul_f64(f64::from(u32::try_from(part).expect("it is small")) / 1000.0));
    interrupt(&child);
    (copy, Done::end_of(child, &command))
}

/// How long a command takes in a copy of a workspace, and the copy when it is done.
fn whole(home: &Home, line: &[&str]) -> (Duration, Home) {
    let copy = home.copied();
    let began = Instant::now();
    copy.run(line).expect_code(0);
    (began.elapsed(), copy)
}

#[test]
fn a_session_keeps_each_decision_and_the_next_goes_on() {
    let home = hall();
    let waiting =
        |home: &Home| home.json(&["review", "--list"])["data"]["waiting"].as_u64().expect("a number");
    let (before, recorded) = (waiting(&home), operations(&home).len());
    let mut command = home.command(["review"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut typed = child.stdin.take().expect("a pipe");
    let mut printed = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    for _ in 0..2 {
        typed.write_all(b"a\n").expect("it reads");
        let mut lines = printed.by_ref().map(|line| line.expect("text"));
        assert!(lines.any(|line| line.starts_with("accepted (op ")), "each is told when it is on the disk");
    }
    assert!(interrupt(&child), "it waits for a line");
    expect_interrupted(&Done::end_of(child, &command));
    drop(typed);
    assert_eq!(operations(&home).len(), recorded + 2);
    assert_eq!(waiting(&home), before - 2);
    home.expect_intact();
}

#[test]
fn a_file_of_decisions_is_recorded_whole_or_not_at_all() {
    let home = hall();
    let queue = home.json(&["review", "--list"])["data"]["items"].take();
    let ids = queue.as_array().expect("a list").iter().map(|item| item["assertion"]["id"].clone());
    let decisions: Vec<String> =
        ids.map(|id| serde_json::json!({"decision": "accept", "on": id}).to_string()).collect();
    home.write("decisions.jsonl", decisions.join("\n"));
    let line = ["review", "apply", "decisions.jsonl"];
    let (took, _) = whole(&home, &line);
    for nth in 0..TIMES {
        let (copy, done) = interrupted_in(&home, &line, took, nth);
        copy.expect_intact();
        let judged = copy.json(&["review", "--list"])["data"]["reviewed"].as_u64().expect("a number");
        assert!(judged == 0 || judged == decisions.len() as u64, "{judged} of {}", decisions.len());
        assert!(judged > 0 || !done.stdout.contains("(op "), "it was acknowledged: {done}");
        copy.run(line).expect_code(0);
        assert_eq!(copy.json(&["review", "--list"])["data"]["reviewed"], decisions.len() as u64);
    }
}

#[test]
fn views_that_were_being_made_anew_answer_as_before() {
    let home = hall();
    let ask = |home: &Home| (home.json(&["history", "collapse/killed"]), home.json(&["review", "--list"]));
    let before = ask(&home);
    let (took, _) = whole(&home, &["rebuild"]);
    for nth in 0..TIMES {
        let (copy, _) = interrupted_in(&home, &["rebuild"], took, nth);
        assert_eq!(ask(&copy), before);
        copy.run(["rebuild"]).expect_code(0);
        copy.expect_intact();
    }
}

#[test]
fn an_export_is_there_when_it_is_whole() {
    let home = hall();
    let line = ["export", "jsonl", "out.jsonl"];
    let (took, done) = whole(&home, &line);
    let expected = std::fs::read(done.path().join("out.jsonl")).expect("it was written");
    for nth in 0..TIMES {
        let (copy, _) = interrupted_in(&home, &line, took, nth);
        let written = copy.path().join("out.jsonl");
        if !written.exists() {
            copy.run(line).expect_code(0);
        }
        assert_eq!(std::fs::read(written).expect("it was written"), expected);
    }
}

#[test]
fn an_import_of_another_workspace_is_finished_by_the_next() {
    let (home, other) = (hall(), Rui::new());
    for row in ["@1", "@2", "@3"] {
        other.run(&["review", "accept", &format!("collapse/killed{row}")]).expect_code(0);
    }
    other.send(&home, "rui.jsonl");
    let line = ["import", "jsonl", "rui.jsonl", "--merge"];
    let (took, merged) = whole(&home, &line);
    let before = judged(&home);
    assert_ne!(judged(&merged), before);
    for nth in 0..TIMES {
        let (copy, done) = interrupted_in(&home, &line, took, nth);
        copy.expect_intact();
        let now = judged(&copy);
        assert!(now == before || now == judged(&merged), "half of it was taken in: {done}");
        copy.run(line).expect_code(0);
        assert_eq!(judged(&copy), judged(&merged));
        let again = copy.run(line);
        assert!(again.expect_code(0).stdout.contains("were there already"), "{again}");
    }
}

#[test]
fn a_round_of_watching_keeps_what_it_has_seen() {
    let home = Home::new();
    let (reached, waits) = std::sync::mpsc::channel();
    let (go_on, held) = std::sync::mpsc::channel();
    let (reached, held) = (Mutex::new(reached), Mutex::new(held));
    let server = Server::new(move |head, _, stream| {
        let path = path_of(head);
        if path == "/second" {
            reached.lock().expect("nobody failed").send(()).expect("the test listens");
            // No answer before Ctrl-C.
            held.lock().expect("nobody failed").recv().expect("the test goes on");
        }
        let text = "The Orla Conference will be held in May, Ines Vardal said.";
        let body = format!("<html><body><article><p>{text}</p></article></body></html>");
        let answer = match path {
            "/first" => format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            ),
            _ => crate::server::NOT_FOUND.to_owned(),
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    for path in ["/first", "/second", "/third"] {
        home.run(["watch", "add", &server.at(path)]).expect_code(0);
    }
    let here = super::addresses::HERE;
    let mut command = home.command(["watch", "run", "--once"].iter().chain(&here));
    let child = command.spawn().expect("the program starts");
    waits.recv().expect("the second address was asked");
    assert!(interrupt(&child), "it waits for the server");
    go_on.send(()).expect("the server waits");
    let done = Done::end_of(child, &command);
    done.expect_code(130).expect_said(&["interrupted: ", "not looked at; they stay due"]);
    assert!(!server.paths().contains(&"/third".to_owned()), "{done}");
    home.expect_intact();
    assert_eq!(home.sources().len(), 1, "the first page was stored");
}
