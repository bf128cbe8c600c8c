//! What the documents point at exists: linked files, paths of the project and tests in them, types of the
//! glossary, directives of the rule files, fields of events. What they tell to type is understood.

mod commands;
mod events;

use std::fs;
use std::path::{Path, PathBuf};

/// Where a path of the project begins.
const PLACES: [&str; 4] = ["crates/", "docs/", "seeds/", "tests/"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite stands in the workspace").to_owned()
}

/// All files with the ending `end` below `directory`, hidden and built ones left out.
fn files(directory: &Path, end: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("a directory can be read") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" {
                files(&path, end, found);
            }
        } else if name.ends_with(end) {
            found.push(path);
        }
    }
}

/// Targets of Markdown links that are not addresses, without their anchors.
fn links(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .map(|target| target.split('#').next().unwrap_or(target))
        .collect()
}

/// Words in backticks, outside blocks of code.
fn code_words(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2)).collect()
}

/// What `text`, a document in `directory`, points at in vain.
fn dangling(root: &Path, directory: &Path, text: &str) -> Vec<String> {
    let linked = links(text).into_iter().filter(|target| !directory.join(target).exists());
    let named = code_words(text).into_iter().filter(|word| {
        let is_path = PLACES.iter().any(|place| word.starts_with(place));
        is_path && !word.contains(['<', '*', '…', ' ']) && !is_there(root, word)
    });
    linked.chain(named).map(str::to_owned).collect()
}

/// Whether a path of the project is there; of `file.rs::name`, whether the file has a function of that name.
fn is_there(root: &Path, path: &str) -> bool {
    let Some((file, name)) = path.split_once("::") else { return root.join(path).exists() };
    let code = fs::read_to_string(root.join(file)).unwrap_or_default();
    code.contains(&format!("fn {name}("))
}

/// Names of source files, such as `step/judge.rs`, that end no path of the project.
fn unknown_sources<'t>(sources: &[String], text: &'t str) -> Vec<&'t str> {
    let named = code_words(text).into_iter().filter(|word| {
        Path::new(word).extension().is_some_and(|end| end == "rs")
            && word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '/' | '.'))
    });
    named
        .filter(|word| !sources.iter().any(|path| path == word || path.ends_with(&format!("/{word}"))))
        .collect()
}

/// All documents, by their names within the project, in order.
fn documents(root: &Path) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    files(root, ".md", &mut paths);
    assert!(paths.len() > 5, "the documents were not found");
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        (name, fs::read_to_string(&path).expect("a document is UTF-8"))
    };
    paths.into_iter().map(named).collect()
}

#[test]
fn documents_point_at_what_exists() {
    let root = root();
    let mut sources = Vec::new();
    files(&root, ".rs", &mut sources);
    let sources: Vec<String> = sources.iter().map(|path| path.display().to_string()).collect();
    let mut faults = Vec::new();
    for (name, text) in documents(&root) {
        let path = root.join(&name);
        let directory = path.parent().expect("a file is in a directory");
        let mut dangling = dangling(&root, directory, &text);
        dangling.extend(unknown_sources(&sources, &text).into_iter().map(str::to_owned));
        faults.extend(dangling.into_iter().map(|target| format!("{name}: {target}")));
    }
    assert_eq!(faults, [] as [String; 0]);
}

#[test]
fn what_points_nowhere_is_found() {
    let text = "[a](tests/src/lib.rs#x) [b](gone.md) `crates/gone` `crates/dateline-core` `seeds/*/x` [c](#here)\n\
                ```\n`crates/in-a-block`\n```\n[d](https://a.example/)";
    assert_eq!(dangling(&root(), &root(), text), ["gone.md", "crates/gone"]);
    let sources = ["a/src/step/judge.rs".to_owned()];
    assert_eq!(
        unknown_sources(&sources, "`step/judge.rs` `judge.rs` `udge.rs` `NAME.rs` `judge`"),
        ["udge.rs"]
    );
    let tests = "`tests/src/documents.rs::what_points_nowhere_is_found` `tests/src/documents.rs::what_points` \
                 `tests/src/gone.rs::root`";
    assert_eq!(
        dangling(&root(), &root(), tests),
        ["tests/src/documents.rs::what_points", "tests/src/gone.rs::root"]
    );
}

#[test]
fn the_types_of_the_glossary_exist() {
    let root = root();
    let mut sources = Vec::new();
    files(&root.join("crates"), ".rs", &mut sources);
    let code: String =
        sources.iter().map(|path| fs::read_to_string(path).expect("a source is UTF-8")).collect();
    let glossary = fs::read_to_string(root.join("docs/glossary.md")).expect("there is a glossary");
    let types: Vec<&str> = glossary.split("[`").skip(1).filter_map(|rest| rest.split("`]").next()).collect();
    assert!(types.len() > 15, "the glossary's types were not found");
    let exists = |name: &str| {
        let declared = ["struct", "enum", "type"].iter().any(|kind| {
            code.match_indices(&format!("pub {kind} {name}"))
                .any(|(at, found)| !code[at + found.len()..].starts_with(|c: char| c.is_alphanumeric()))
        });
        // Ids are declared by a macro: the name stands first on a line of its arguments.
        declared || code.lines().any(|line| line.trim_start().starts_with(&format!("{name}, ")))
    };
    let missing: Vec<&str> = types.into_iter().filter(|name| !exists(name)).collect();
    assert_eq!(missing, [] as [&str; 0]);
    assert!(!exists("Assertio") && exists("Assertion"));
}

#[test]
fn every_rule_file_and_directive_is_described() {
    let rules = root().join("crates/dateline-extract/rules");
    let page = fs::read_to_string(root().join("docs/rules.md")).expect("there is a page on rules");
    let described: Vec<&str> = code_words(&page);
    let is_described = |word: &str| described.iter().any(|code| code.split(' ').next() == Some(word));
    let mut paths = Vec::new();
    files(&rules, ".rules", &mut paths);
    assert!(paths.len() > 3, "the rule files were not found");
    let mut missing = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a rule file is UTF-8");
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        missing.extend((!is_described(name)).then(|| name.to_owned()));
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let words = lines.filter_map(|line| line.split(' ').next());
        missing.extend(words.filter(|word| !is_described(word)).map(str::to_owned));
    }
    assert_eq!(missing, [] as [String; 0]);
}
