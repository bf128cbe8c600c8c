//! What reaches a screen: nothing executes, nothing is too wide, colour only where it is wanted.

use super::program::Home;
use super::seeds;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;
use unicode_width::UnicodeWidthStr as _;

/// Escapes that colour, set a title, or clear; their C1 forms; bidirectional and invisible characters.
const HOSTILE: &str =
    "\u{1b}[31m\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}\u{ad}\u{e0041}\u{8}\u{7f}";

/// Characters that must never reach a screen: controls other than the end of a line, and what Unicode's
/// UAX #9 and TR #36 warn of.
fn executes(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(u32::from(c), 0xAD | 0x61C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F)
        || matches!(u32::from(c), 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}

/// Every command that prints something about what is stored, with arguments that exist.
fn every_command(home: &Home) -> Vec<Vec<String>> {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut lines: Vec<Vec<String>> = [
        "articles list",
        "claims list",
        "claims list --all",
        "changes",
        "audit",
        "verify --deep",
        "log",
        "doctor",
    ]
    .into_iter()
    .map(words)
    .collect();
    lines.push(words("audit --explain S01"));
    let list = |line: &[&str], field: &str| -> Vec<Value> {
        home.json(line)["data"][field].as_array().expect("a list").clone()
    };
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut stories = BTreeSet::new();
    for article in list(&["articles", "list"], "articles") {
        lines.push(vec!["articles".to_owned(), "show".to_owned(), text(&article["id"])]);
        stories.insert(text(&article["story"]));
    }
    for claim in list(&["claims", "list", "--all"], "claims") {
        let name = format!("{}:{}", text(&claim["story"]), text(&claim["claim"]));
        lines.push(vec!["claims".to_owned(), "show".to_owned(), name.clone()]);
        lines.push(vec!["source".to_owned(), format!("{name}@1")]);
        lines.push(vec!["history".to_owned(), name]);
    }
    for story in stories {
        for line in ["diff 2013-08 2013-11", "diff 2010 2030"] {
            let mut line = words(line);
            line.extend(["--story".to_owned(), story.clone()]);
            lines.push(line);
        }
    }
    lines
}

#[test]
fn nothing_from_an_article_is_executed() {
    let home = Home::new();
    let name = format!("evil{HOSTILE}.txt");
    let title = format!("Orla{HOSTILE}Conference to be held in May");
    home.write(
        &name,
        format!(
            "---\npublished: 2024-03-05\npublisher: Gazette{HOSTILE}\ntitle: {title}\nbyline: A{HOSTILE}B\n---\n\
             Ines Vardal said that the Orla Conference will be held in{HOSTILE} May.\n\n\
             The Orla Conference will be held in June, Ines{HOSTILE} Vardal said.\n\n\
             {HOSTILE}Ines Vardal, the {HOSTILE} mayor of Orla, said the Orla Conference will be held in July.\n"
        ),
    );
    let first = home.run(["ingest", &name, &format!("gone{HOSTILE}"), "--story", "orla"]);
    first.expect_code(3);
    let mut seen = vec![first];
    for line in every_command(&home) {
        for flags in [&[][..], &["--verbose"], &["--ascii"], &["--width", "120"]] {
            let mut line = line.clone();
            line.extend(flags.iter().map(|&flag| flag.to_owned()));
            seen.push(home.run(&line));
        }
    }
    for line in [
        vec!["history".to_owned(), format!("orla{HOSTILE}/date")],
        vec!["articles".to_owned(), "show".to_owned(), HOSTILE.to_owned()],
        vec!["changes".to_owned(), "--story".to_owned(), HOSTILE.to_owned()],
        vec!["changes".to_owned(), "--since".to_owned(), HOSTILE.to_owned()],
        vec!["ingest".to_owned(), name.clone(), "--published".to_owned(), HOSTILE.to_owned()],
        vec!["schema".to_owned(), HOSTILE.to_owned()],
        vec!["ingest".to_owned(), name.clone(), "--meta".to_owned(), HOSTILE.to_owned()],
        vec!["verify".to_owned(), "--workspace".to_owned(), HOSTILE.to_owned()],
        vec![format!("verb{HOSTILE}")],
        vec!["verify".to_owned(), format!("--flag{HOSTILE}")],
        vec!["verify".to_owned(), "--width".to_owned(), HOSTILE.to_owned()],
    ] {
        let done = home.run(&line);
        assert_ne!(done.code, Some(0), "{done}");
        seen.push(done);
    }
    assert!(seen.len() > 40, "few commands were tried");
    for done in &seen {
        for stream in [&done.stdout, &done.stderr] {
            let found: Vec<char> = stream.chars().filter(|&c| executes(c)).collect();
            assert!(found.is_empty(), "{found:?} reaches the screen: {done:?}");
        }
        assert_ne!(done.code, Some(70), "{done}");
    }
    assert!(seen.iter().any(|done| done.stdout.contains('␛')), "escapes are shown, not left out");
    // The stored text is what it was.
    let listed = home.run(["articles", "list", "--json"]);
    assert!(!listed.stdout.chars().any(executes), "{listed:?}");
    let article = &listed.json()["data"]["articles"][0];
    assert_eq!(article["metadata"]["title"], title.as_str());
    assert_eq!(article["source"], name.as_str());
}

#[test]
fn no_line_is_wider_than_the_screen() {
    let home = Home::with_seeds();
    let mut seen = vec![home.run(["ingest", "seeds"])];
    let lines = every_command(&home);
    for line in &lines {
        seen.push(home.run(line));
        if matches!(line[0].as_str(), "history" | "diff" | "changes" | "audit") {
            seen.push(home.run(line.iter().map(String::as_str).chain(["--width", "120"])));
        }
    }
    for article in home.json(&["articles", "list"])["data"]["articles"].as_array().expect("a list") {
        let id = article["id"].as_str().expect("an id");
        seen.push(home.run(["articles", "set", id, "--byline", "Somebody"]));
    }
    seen.push(home.run(["ingest", "seeds"]));
    let mut wide = Vec::new();
    for done in &seen {
        done.expect_code(0);
        let widest = if done.line().ends_with("--width 120") { 120 } else { 80 };
        for line in done.stdout.lines().chain(done.stderr.lines()) {
            if line.width() > widest {
                wide.push(format!("{} cells: {}: {line}", line.width(), done.line()));
            }
        }
    }
    assert_eq!(wide, [] as [String; 0]);
}

/// `text` without the sequences that colour it.
fn without_color(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find('m').expect("only colours are set");
        assert!(
            part[..end].bytes().all(|b| b.is_ascii_digit() || b == b';'),
            "{part:?} sets more than a colour"
        );
        plain.push_str(&part[end + 1..]);
    }
    plain
}

#[test]
fn piped_output_is_plain_and_colour_says_nothing_of_its_own() {
    let home = Home::filled();
    for line in [
        "history geneva-ii/date",
        "changes",
        "audit",
        "claims list",
        "diff --story geneva-ii 2013-08 2013-11",
    ] {
        let plain = home.run(line.split(' '));
        assert!(!plain.stdout.contains('\u{1b}') && !plain.stderr.contains('\u{1b}'), "{plain:?}");
        let coloured = home.run(line.split(' ').chain(["--color", "always"]));
        assert!(coloured.stdout.contains("\u{1b}["), "{coloured:?}");
        assert_eq!(without_color(&coloured.stdout), plain.stdout);
    }
}

#[test]
fn ascii_draws_with_ascii() {
    let home = Home::filled();
    let texts: String = seeds::stories()
        .iter()
        .flat_map(|story| &story.articles)
        .map(|path| std::fs::read_to_string(seeds::root().join(path)).expect("a seed can be read"))
        .collect();
    for mut line in every_command(&home) {
        line.push("--ascii".to_owned());
        let done = home.run(&line);
        let drawn: BTreeSet<char> = done.expect_code(0).stdout.chars().filter(|c| !c.is_ascii()).collect();
        let ours: Vec<char> = drawn.into_iter().filter(|&c| !texts.contains(c)).collect();
        assert_eq!(ours, [] as [char; 0], "{done}");
    }
}

#[test]
fn a_terminal_gets_colour_unless_it_is_not_wanted() {
    let home = Home::filled();
    let on_terminal = |set: &[(&str, &str)]| -> Option<String> {
        let asked = home.command(["changes"]);
        let mut command = Command::new("script");
        let line = format!("'{}' changes", super::program::binary().display());
        command.args(["-q", "-e", "-c", &line, "/dev/null"]).current_dir(home.path());
        command.stdin(std::process::Stdio::null());
        for (name, value) in asked.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        command.env_remove("NO_COLOR").env("TERM", "xterm").env("SHELL", "/bin/sh").envs(set.iter().copied());
        let output = command.output().ok()?;
        assert!(output.status.success(), "{output:?}");
        Some(String::from_utf8(output.stdout).expect("it is UTF-8"))
    };
    let Some(coloured) = on_terminal(&[]) else {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "SKIPPED: colour on a terminal: there is no `script`");
        return;
    };
    assert!(coloured.contains("\u{1b}["), "{coloured:?}");
    for set in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let plain = on_terminal(&[set]).expect("it was there before");
        assert!(!plain.contains('\u{1b}') && plain.contains("geneva-ii"), "{set:?}: {plain:?}");
    }
}

#[test]
fn what_executes_is_known() {
    assert!(HOSTILE.chars().filter(|&c| executes(c)).count() >= 12);
    assert!(!"Genève → ‘May’ ├─┤\n".chars().any(executes));
    assert_eq!(without_color("a\u{1b}[1;31mb\u{1b}[0mc"), "abc");
}
