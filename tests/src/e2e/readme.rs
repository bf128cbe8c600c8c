//! The commands of `README.md` and `docs/review.md`, run in order, print what stands there.
//!
//! Blocks marked `console` are run: `$ ` begins a command, what follows is what it prints. A line `[...]`
//! stands for lines left out.

use super::program::{Done, Home, binary, expect_reference, updating};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

const LEFT_OUT: &str = "[...]";

/// Runs a line of a shell with `dateline`, and with a `cargo` that runs what is built already.
fn run(home: &Home, line: &str) -> String {
    let merged = format!("{line} 2>&1");
    let mut command = home.command([&merged]);
    let mut shell = Command::new("sh");
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let path = std::env::var("PATH").unwrap_or_default();
    shell
        .args(["-c", &merged])
        .current_dir(home.path())
        .env("PATH", format!("{}/bin:{path}", home.path().display()));
    command = shell;
    let done = Done::of(&mut command);
    done.expect_code(0);
    done.stdout
}

/// `README.md` with everything printed anew. Where lines were left out, as many as before are kept around.
fn rewritten(home: &Home, text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    let mut inside = false;
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        if line.starts_with("```") {
            inside = line == "```console";
        }
        let Some(command) = line.strip_prefix("$ ").filter(|_| inside) else { continue };
        let mut shown = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ") && *line != "```") {
            shown.push(line);
        }
        let printed = run(home, command);
        let printed: Vec<&str> = printed.lines().collect();
        let kept = shown.iter().position(|line| *line == LEFT_OUT).map(|at| (at, shown.len() - at - 1));
        match kept {
            Some((head, tail)) if head + tail < printed.len() => {
                let tail = &printed[printed.len() - tail..];
                for line in printed[..head].iter().chain(&[LEFT_OUT]).chain(tail) {
                    let _ = writeln!(out, "{line}");
                }
            }
            _ => printed.iter().for_each(|line| {
                let _ = writeln!(out, "{line}");
            }),
        }
    }
    out
}

fn home() -> Home {
    let home = Home::with_seeds();
    fs::create_dir(home.path().join("bin")).expect("a directory can be made");
    symlink(binary(), home.path().join("bin/dateline")).expect("a link can be made");
    home.write(
        "bin/cargo",
        "#!/bin/sh\n[ \"$1 $2 $3 $4\" = 'run --release --quiet --' ] || exit 99\nshift 4\nexec dateline \"$@\"\n",
    );
    let runs = fs::Permissions::from_mode(0o755);
    fs::set_permissions(home.path().join("bin/cargo"), runs).expect("a mode can be set");
    home
}

#[test]
fn the_readme_shows_what_its_commands_print() {
    expect_as_printed("README.md", 8);
}

#[test]
fn the_page_on_review_shows_a_session_as_it_goes() {
    expect_as_printed("docs/review.md", 5);
}

/// That a page shows at least so many commands, and what they print.
fn expect_as_printed(page: &str, least: usize) {
    let text = fs::read_to_string(super::seeds::root().join(page)).expect("there is such a page");
    assert!(text.matches("\n$ ").count() >= least, "{page} shows its commands");
    let again = rewritten(&home(), &text);
    if !updating() {
        for (line, shown) in text.lines().enumerate() {
            let printed = again.lines().nth(line).unwrap_or_default();
            assert_eq!(shown, printed, "{page}, line {}; UPDATE=1 writes it anew", line + 1);
        }
    }
    expect_reference(&format!("../../{page}"), &again);
}

#[test]
fn what_is_left_out_stays_left_out() {
    let home = home();
    let text = "a\n```console\n$ printf '1\\n2\\n3\\n4\\n'\n1\n[...]\n4\n$ echo b\nold\n```\n$ echo no\n";
    let again = "a\n```console\n$ printf '1\\n2\\n3\\n4\\n'\n1\n[...]\n4\n$ echo b\nb\n```\n$ echo no\n";
    assert_eq!(rewritten(&home, text), again);
}

#[test]
fn what_the_readme_cannot_run_here_exists() {
    let root = super::seeds::root();
    let text = fs::read_to_string(root.join("README.md")).expect("there is a README");
    assert!(text.contains("```sh\nscripts/test\n```"));
    assert!(text.contains("cargo install --path crates/dateline-cli\n"));
    let mode = |path: &str| fs::metadata(root.join(path)).map(|file| file.permissions().mode() & 0o111);
    for script in ["scripts/test", ".ci/run"] {
        assert!(mode(script).is_ok_and(|bits| bits == 0o111), "{script} is not there to be run");
    }
    let ci = fs::read_to_string(root.join(".ci/run")).expect("there is one");
    let commands: Vec<&str> = ci.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(matches!(commands[..], [one] if one.contains("scripts/test")), "{commands:?}");
}

#[test]
fn the_readme_fits_a_terminal() {
    let text = fs::read_to_string(super::seeds::root().join("README.md")).expect("there is a README");
    let shown = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let wide: Vec<&str> = shown.flat_map(str::lines).filter(|line| line.chars().count() > 80).collect();
    assert_eq!(wide, [] as [&str; 0]);
}
