//! The shape of the workspace, read from its manifests: which crate may use which, where the versions of
//! dependencies stand, which lints hold. What a manifest cannot show (no clock in the core) is read from
//! the sources.

mod modules;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Which crates of ours a crate may use, in `[dependencies]` and in every other table of them. The suite
/// is outside: it may use all, and nothing may use it.
const EDGES: [(&str, &[&str]); 9] = [
    ("dateline-cli", &["dateline", "dateline-web"]),
    ("dateline-web", &["dateline"]),
    ("dateline", &["dateline-store", "dateline-capture", "dateline-extract", "dateline-core"]),
    ("dateline-store", &["dateline-core"]),
    ("dateline-capture", &["dateline-core"]),
    ("dateline-extract", &["dateline-core"]),
    ("dateline-core", &[]),
    ("dateline-faults", &["dateline-store", "dateline-core"]),
    ("dateline-eval", &["dateline", "dateline-capture", "dateline-extract", "dateline-core"]),
];

/// The suite: this crate.
const SUITE: &str = "dateline-tests";

/// Crates from outside that only one crate of ours may name.
const PRIVATE: [(&str, &str); 1] = [("sled", "dateline-store")];

/// Crates whose results may rest on nothing but their arguments, and what would break that.
const PURE: [&str; 2] = ["dateline-core", "dateline-extract"];
const IMPURE: [&str; 11] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time",
    "std::io",
    "Timestamp::now",
    "Zoned::now",
    "getrandom",
    "RandomState",
];

struct Manifest {
    name: String,
    table: Table,
}

/// A dependency as one manifest names it.
struct Dependency<'a> {
    /// The table it stands in, as its path in the manifest.
    section: String,
    name: &'a str,
    value: &'a Value,
}

impl Manifest {
    fn parse(text: &str) -> Self {
        let table: Table = text.parse().expect("a manifest is TOML");
        let name = table["package"]["name"].as_str().expect("a package has a name").to_owned();
        Self { name, table }
    }

    /// The dependencies of all kinds, for all targets.
    fn dependencies(&self) -> Vec<Dependency<'_>> {
        let mut found = Vec::new();
        collect(&self.table, "", &mut found);
        if let Some(targets) = self.table.get("target").and_then(Value::as_table) {
            for (target, table) in targets {
                collect(
                    table.as_table().expect("a target is a table"),
                    &format!("target.{target}."),
                    &mut found,
                );
            }
        }
        found
    }
}

fn collect<'a>(table: &'a Table, prefix: &str, found: &mut Vec<Dependency<'a>>) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let Some(dependencies) = table.get(kind).and_then(Value::as_table) else { continue };
        let section = format!("{prefix}{kind}");
        found.extend(dependencies.iter().map(|(name, value)| Dependency {
            section: section.clone(),
            name,
            value,
        }));
    }
}

/// Everything that breaks a rule, one sentence each.
fn faults(workspace: &Table, crates: &[Manifest]) -> Vec<String> {
    let mut faults = Vec::new();
    let unsafe_code =
        workspace["workspace"].get("lints").and_then(|lints| lints.get("rust")?.get("unsafe_code"));
    if unsafe_code.and_then(Value::as_str) != Some("forbid") {
        faults.push("the workspace does not forbid unsafe code".to_owned());
    }
    let shared = workspace["workspace"]["dependencies"].as_table().expect("a table of dependencies");
    let edges: BTreeMap<&str, &[&str]> = EDGES.into_iter().collect();
    for manifest in crates {
        let name = manifest.name.as_str();
        let lints = manifest.table.get("lints").and_then(Value::as_table);
        if lints.is_none_or(|lints| lints.len() != 1 || lints.get("workspace") != Some(&Value::Boolean(true)))
        {
            faults.push(format!("{name} does not take its lints from the workspace"));
        }
        let allowed = edges.get(name).copied();
        if allowed.is_none() && name != SUITE {
            faults.push(format!("{name} has no place in the drawing of the crates"));
        }
        for Dependency { section, name: key, value } in manifest.dependencies() {
            let inherited = value.get("workspace") == Some(&Value::Boolean(true));
            if !inherited || !shared.contains_key(key) {
                faults.push(format!("{name}: {key} in [{section}] does not come from the workspace's table"));
            }
            // A dependency may be used under another name than its own.
            let package = |value: &Value| value.get("package").and_then(Value::as_str).map(str::to_owned);
            let used = package(value).or_else(|| shared.get(key).and_then(package)).unwrap_or(key.to_owned());
            let drawn = edges.contains_key(used.as_str());
            let refused = allowed.is_some_and(|allowed| drawn && !allowed.contains(&used.as_str()));
            if refused || used == SUITE {
                faults.push(format!("{name} may not use {used}, which stands in [{section}]"));
            }
            if PRIVATE.iter().any(|&(outside, owner)| used == outside && name != owner) {
                faults.push(format!("{name} may not use {used}: it is private to another crate"));
            }
        }
    }
    faults
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite stands in the workspace").to_owned()
}

fn crate_directories() -> Vec<PathBuf> {
    let crates = fs::read_dir(root().join("crates")).expect("crates/ can be read");
    let mut found: Vec<PathBuf> = crates.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.join("Cargo.toml").is_file());
    found.sort();
    found
}

fn workspace() -> Table {
    fs::read_to_string(root().join("Cargo.toml"))
        .expect("the manifest can be read")
        .parse()
        .expect("it is TOML")
}

#[test]
fn the_manifests_keep_the_rules() {
    let directories = crate_directories();
    let crates: Vec<Manifest> = directories
        .into_iter()
        .chain([root().join("tests")])
        .map(|path| Manifest::parse(&fs::read_to_string(path.join("Cargo.toml")).expect("a manifest")))
        .collect();
    assert!(crates.iter().any(|manifest| manifest.name == "dateline-core"), "the crates were not found");
    assert_eq!(faults(&workspace(), &crates), [] as [String; 0]);
}

/// The code of a source file, without comments and without the tests that stand at its end.
fn code(source: &str) -> String {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    lines.join("\n")
}

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("a directory can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs")
            && path.file_name().is_some_and(|n| n != "tests.rs")
        {
            found.push(path);
        }
    }
}

#[test]
fn the_core_and_the_extractor_rest_on_their_arguments_alone() {
    let mut found = Vec::new();
    for name in PURE {
        let mut files = Vec::new();
        sources(&root().join("crates").join(name).join("src"), &mut files);
        assert!(!files.is_empty(), "{name} has no sources");
        for file in files {
            let code = code(&fs::read_to_string(&file).expect("a source file"));
            let named = IMPURE.iter().filter(|name| code.contains(**name));
            found.extend(named.map(|impure| format!("{} names {impure}", file.display())));
        }
    }
    assert_eq!(found, [] as [String; 0]);
}

/// What a crate called `name` with the lines `more` in its manifest would be told.
fn told(name: &str, more: &str) -> Vec<String> {
    let text = format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{more}");
    faults(&workspace(), &[Manifest::parse(&text)])
}

#[test]
fn an_edge_that_is_not_drawn_is_found_in_every_table() {
    for section in
        ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(unix)'.dev-dependencies"]
    {
        let bad = format!("[{section}]\ndateline-store.workspace = true\n");
        assert_eq!(
            told("dateline-extract", &bad),
            [format!(
                "dateline-extract may not use dateline-store, which stands in [{}]",
                section.replace('\'', "")
            )]
        );
        let good = format!("[{section}]\ndateline-core = {{ workspace = true }}\n");
        assert_eq!(told("dateline-extract", &good), [] as [String; 0]);
    }
    let uses_all = EDGES
        .map(|(name, _)| {
            format!(
                "{name}.workspace = true
"
            )
        })
        .concat();
    let from_the_suite = told(SUITE, &format!("[dependencies]\n{uses_all}"));
    assert!(from_the_suite.iter().all(|fault| !fault.contains("may not use")), "{from_the_suite:?}");
}

#[test]
fn a_dependency_beside_the_table_is_found() {
    for bad in ["serde = \"1\"", "serde = { version = \"1\" }", "rocksdb.workspace = true"] {
        let told = told("dateline-store", &format!("[dependencies]\n{bad}\n"));
        assert!(
            told.len() == 1 && told[0].ends_with("does not come from the workspace's table"),
            "{bad}: {told:?}"
        );
    }
    assert_eq!(
        told("dateline-store", "[dependencies]\nserde = { workspace = true, features = [\"rc\"] }\n").len(),
        0
    );
}

#[test]
fn sled_is_private_to_the_store_under_any_name() {
    let bad = "[dev-dependencies]\nsled.workspace = true\n";
    assert_eq!(told("dateline", bad), ["dateline may not use sled: it is private to another crate"]);
    assert_eq!(told("dateline-store", bad).len(), 0);
    let renamed = "[dependencies]\nserde = { workspace = true, package = \"sled\" }\n";
    assert_eq!(told("dateline", renamed).len(), 1);
}

#[test]
fn lints_and_place_are_asked_of_every_crate() {
    let bare = Manifest::parse("[package]\nname = \"dateline-core\"\n");
    assert_eq!(faults(&workspace(), &[bare]), ["dateline-core does not take its lints from the workspace"]);
    let looser =
        "[package]\nname = \"dateline-core\"\n[lints]\nworkspace = true\nrust.unsafe_code = \"allow\"\n";
    assert_eq!(faults(&workspace(), &[Manifest::parse(looser)]).len(), 1);
    assert_eq!(told("dateline-extra", ""), ["dateline-extra has no place in the drawing of the crates"]);
    let mut lax = workspace();
    lax["workspace"]["lints"]["rust"]["unsafe_code"] = Value::String("warn".to_owned());
    assert_eq!(faults(&lax, &[]), ["the workspace does not forbid unsafe code"]);
}
