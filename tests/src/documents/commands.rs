//! Every `dateline …` that a document tells to type is read with the program's own definition of its
//! command line.

use super::{code_words, documents, root};
use clap::CommandFactory as _;
use clap::error::ErrorKind;

/// The program's definition itself: it uses nothing but clap.
#[allow(dead_code, unreachable_pub, reason = "only the command is asked")]
#[path = "../../../crates/dateline-cli/src/cli.rs"]
mod cli;

/// What a document tells to type.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    line: String,
    /// Stands in a block, so that one may copy it; in a sentence it may lack its arguments.
    whole: bool,
}

fn told(text: &str) -> Vec<Told> {
    let mut found = Vec::new();
    for block in text.split("```").skip(1).step_by(2) {
        let joined = block.replace("\\\n", " ");
        let lines = joined.lines().map(str::trim).map(|line| line.strip_prefix("$ ").unwrap_or(line));
        let lines = lines.filter(|line| line.starts_with("dateline "));
        found.extend(lines.map(|line| Told { line: line.to_owned(), whole: true }));
    }
    let words = code_words(text).into_iter().filter(|word| word.starts_with("dateline "));
    found.extend(words.map(|word| Told { line: word.replace('\n', " "), whole: false }));
    found
}

/// The words of a line as a shell would split it, up to a comment, a pipe or a redirection.
fn shell_words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(mark), _) if c == mark => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                if !open {
                    words.push(String::new());
                    open = true;
                }
            }
            (None, ' ' | '\t') => open = false,
            (None, '|' | '>' | '<' | ';' | '&') => break,
            (None, '#') if !open => break,
            _ => {
                if !open {
                    words.push(String::new());
                    open = true;
                }
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    words
}

/// What is wrong with a line; `None` if nothing is.
fn fault(told: &Told) -> Option<String> {
    let words = shell_words(&told.line);
    // `dateline VERB --help` speaks of every verb.
    if words.get(1).is_some_and(|verb| verb.chars().all(|c| c.is_ascii_uppercase())) {
        return None;
    }
    let error = cli::Cli::command().try_get_matches_from(&words).err()?;
    let unfinished = matches!(
        error.kind(),
        ErrorKind::MissingRequiredArgument
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::TooFewValues
            | ErrorKind::WrongNumberOfValues
    );
    let asks = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    // A word in capitals stands for a value, also where only some are allowed.
    let placeholder = error.kind() == ErrorKind::InvalidValue
        && words.iter().any(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase()));
    if asks || !told.whole && (unfinished || placeholder) { None } else { Some(error.to_string()) }
}

#[test]
fn every_command_in_the_documents_is_understood() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for (name, text) in documents(&root()) {
        for told in told(&text) {
            seen += 1;
            faults.extend(fault(&told).map(|why| format!("{name}: {}: {why}", told.line)));
        }
    }
    assert!(seen > 3, "the commands were not found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn commands_are_found_and_judged() {
    let text = "Run `dateline history` or `dateline histroy`.\n```\n$ dateline ingest a.txt \\\n    --story 'mill river' | less\nno dateline\n```\n";
    let found = told(text);
    let lines: Vec<&str> = found.iter().map(|told| told.line.as_str()).collect();
    assert_eq!(
        lines,
        ["dateline ingest a.txt      --story 'mill river' | less", "dateline history", "dateline histroy"]
    );
    assert_eq!(shell_words(lines[0]), ["dateline", "ingest", "a.txt", "--story", "mill river"]);
    let faults: Vec<bool> = found.iter().map(|told| fault(told).is_some()).collect();
    assert_eq!(faults, [false, false, true]);
    let judged = |line: &str, whole| fault(&Told { line: line.into(), whole }).is_some();
    assert!(judged("dateline history", true));
    assert!(judged("dateline history a/date --untill 2013", false));
    assert!(judged("dateline audit --fail-on sometimes", false));
    assert!(!judged("dateline completions SHELL", false));
    assert!(!judged("dateline verify --deep # slow", true));
}
