//! The modules of each crate, and which of them uses which: in one direction, so that none is used by what it uses.

use super::{code, crate_directories, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The names that code takes from the root of its crate: `crate::a::b`, `crate::{a, b::{c, d}}`.
fn from_the_root(code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let mut names = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(name(rest));
            continue;
        };
        names.insert(name(group));
        let mut depth = 0;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => drop(names.insert(name(&group[at + 1..]))),
                _ => {}
            }
        }
    }
    names
}

/// What the root of a crate re-exports, by name, with the module that has it.
fn re_exports(root: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (module, rest) in root.split("\npub use ").skip(1).filter_map(|rest| rest.split_once("::")) {
        let names = rest.split(';').next().unwrap_or_default();
        let names = names.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        found.extend(names.map(|name| (name.to_owned(), module.to_owned())));
    }
    found
}

/// The files of modules that only tests have, declared as such in one of `files`.
fn only_for_tests(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).expect("a source file");
        let is_root =
            file.file_stem().is_some_and(|stem| ["lib", "main", "mod"].iter().any(|it| stem == *it));
        let inside =
            if is_root { file.parent().expect("a directory").to_owned() } else { file.with_extension("") };
        let declared = text.split("#[cfg(test)]\n").skip(1).filter_map(|rest| rest.split(';').next());
        let names = declared.filter_map(|it| it.trim_start_matches("pub(crate) ").strip_prefix("mod "));
        found.extend(names.filter(|name| !name.contains(' ')).map(|name| inside.join(name)));
    }
    found
}

/// The modules at the root of a crate, and which of them each names.
fn modules(directory: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut files = Vec::new();
    sources(directory, &mut files);
    let tests = only_for_tests(&files);
    let root = ["lib.rs", "main.rs"].into_iter().find_map(|it| fs::read_to_string(directory.join(it)).ok());
    let root = re_exports(&root.expect("a crate has a root"));
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let path = file.with_extension("");
        let inside = path.strip_prefix(directory).expect("a file of the directory");
        let first = inside.components().next().expect("a name").as_os_str();
        let module = first.to_str().expect("a name in ASCII").to_owned();
        // What only tests use is no part of the shape, and the root names all.
        if ["lib", "main"].contains(&module.as_str()) || tests.iter().any(|test| path.starts_with(test)) {
            continue;
        }
        let used = from_the_root(&code(&fs::read_to_string(&file).expect("a source file")));
        let used = used
            .into_iter()
            .map(|used| root.get(&used).filter(|_| !is_module(directory, &used)).cloned().unwrap_or(used));
        let used: Vec<String> = used.filter(|used| *used != module).collect();
        modules.entry(module).or_default().extend(used);
    }
    modules
}

/// Whether a crate has a module of that name at its root.
fn is_module(directory: &Path, name: &str) -> bool {
    directory.join(name).with_extension("rs").is_file() || directory.join(name).is_dir()
}

/// The modules that come back to themselves by way of others.
fn in_circles(modules: &BTreeMap<String, BTreeSet<String>>) -> Vec<&str> {
    let comes_back = |from: &String| {
        let mut reached: BTreeSet<&String> = BTreeSet::new();
        let mut next: Vec<&String> = vec![from];
        while let Some(module) = next.pop() {
            next.extend(modules.get(module).into_iter().flatten().filter(|used| reached.insert(*used)));
        }
        reached.contains(from)
    };
    modules.keys().filter(|module| comes_back(module)).map(String::as_str).collect()
}

#[test]
fn modules_use_each_other_in_one_direction() {
    for directory in crate_directories() {
        let modules = modules(&directory.join("src"));
        assert!(modules.len() > 4, "{} has no modules", directory.display());
        assert_eq!(in_circles(&modules), [] as [&str; 0], "{}", directory.display());
    }
    let found = from_the_root("use crate::a::b;\nuse crate::{c, d::{e, f},\n g};\ncrate::h()");
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "c", "d", "g", "h"]);
    assert_eq!(re_exports("mod a;\npub use a::{B, c};\n")["B"], "a");
    let drawn = |edges: &[(&str, &str)]| {
        let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (one, other) in edges {
            modules.entry((*one).to_owned()).or_default().insert((*other).to_owned());
        }
        in_circles(&modules).into_iter().map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(drawn(&[("a", "b"), ("b", "c"), ("a", "c")]), [] as [String; 0]);
    assert_eq!(drawn(&[("a", "b"), ("b", "c"), ("c", "b")]), ["b", "c"]);
}
