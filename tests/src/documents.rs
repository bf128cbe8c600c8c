//! What the documents point at exists: linked files, paths of the project, types of the glossary.

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
        is_path && !word.contains(['<', '*', '…', ' ']) && !root.join(word).exists()
    });
    linked.chain(named).map(str::to_owned).collect()
}

#[test]
fn documents_point_at_what_exists() {
    let root = root();
    let mut documents = Vec::new();
    files(&root, ".md", &mut documents);
    assert!(documents.len() > 5, "the documents were not found");
    documents.sort();
    let mut faults = Vec::new();
    for document in documents {
        let text = fs::read_to_string(&document).expect("a document is UTF-8");
        let directory = document.parent().expect("a file is in a directory");
        let name = document.strip_prefix(&root).unwrap_or(&document).display();
        faults
            .extend(dangling(&root, directory, &text).into_iter().map(|target| format!("{name}: {target}")));
    }
    assert_eq!(faults, [] as [String; 0]);
}

#[test]
fn what_points_nowhere_is_found() {
    let text = "[a](tests/src/lib.rs#x) [b](gone.md) `crates/gone` `crates/dateline-core` `seeds/*/x` [c](#here)\n\
                ```\n`crates/in-a-block`\n```\n[d](https://a.example/)";
    assert_eq!(dangling(&root(), &root(), text), ["gone.md", "crates/gone"]);
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
