//! Settings: flags, then `DATELINE_*`, then the workspace's file, then the user's.
//!
//! A file has lines `key = value`; blank lines and lines that start with `#` mean nothing.

use crate::error::Failure;
use std::path::{Path, PathBuf};

/// The settings there are.
pub(crate) const KEYS: [&str; 1] = ["reviewer"];

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A variable of the environment.
    Variable(&'static str),
    /// A file.
    File(PathBuf),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

/// A variable of the environment that is set to something.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The workspace's file.
pub(crate) fn workspace_file(root: &Path) -> PathBuf {
    root.join(".dateline").join("config")
}

/// The user's file, where there is a place for it.
pub(crate) fn user_file() -> Option<PathBuf> {
    let home = || Some(PathBuf::from(variable("HOME")?).join(".config"));
    let base = variable("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home)?;
    Some(base.join("dateline").join("config"))
}

/// A value and where it comes from.
pub(crate) fn value(key: &str, root: Option<&Path>) -> Result<Option<(String, Origin)>, Failure> {
    if let ("reviewer", Some(name)) = (key, variable("DATELINE_ACTOR")) {
        return Ok(Some((name, Origin::Variable("DATELINE_ACTOR"))));
    }
    for file in root.map(workspace_file).into_iter().chain(user_file()) {
        if let Some(value) = in_file(&file, key)? {
            return Ok(Some((value, Origin::File(file))));
        }
    }
    Ok(None)
}

/// Sets a value in a file, which is made if there is none.
pub(crate) fn set(file: &Path, key: &str, value: &str) -> Result<(), Failure> {
    let value = value.trim();
    if value.is_empty() || value.chars().any(char::is_control) {
        return Err(Failure::usage(
            format!("{value:?} is no value"),
            format!("dateline config set {key} NAME"),
        ));
    }
    let mut lines: Vec<String> = read(file)?.lines().map(str::to_owned).collect();
    let line = format!("{key} = {value}");
    match lines.iter_mut().find(|line| parse(line).is_some_and(|(name, _)| name == key)) {
        Some(there) => *there = line,
        None => lines.push(line),
    }
    let io = |source| dateline::Error::File { path: file.to_owned(), source };
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir).map_err(io)?;
    }
    // Beside it first: an interrupted command leaves the old file or the new one.
    let part = file.with_extension("part");
    std::fs::write(&part, lines.join("\n") + "\n").and_then(|()| std::fs::rename(&part, file)).map_err(io)?;
    Ok(())
}

fn read(file: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(dateline::Error::File { path: file.to_owned(), source }.into()),
    }
}

fn in_file(file: &Path, key: &str) -> Result<Option<String>, Failure> {
    let text = read(file)?;
    for (number, line) in text.lines().enumerate() {
        let blank = line.trim().is_empty() || line.trim_start().starts_with('#');
        match parse(line) {
            Some((name, value)) if name == key => return Ok(Some(value.to_owned())),
            Some((name, _)) if KEYS.contains(&name) => {}
            _ if blank => {}
            _ => {
                let message = format!("{}, line {}: {line:?} sets nothing", file.display(), number + 1);
                return Err(Failure::usage(message, "a line is: reviewer = NAME"));
            }
        }
    }
    Ok(None)
}

fn parse(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    (!key.starts_with('#') && !value.is_empty()).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_set_and_replaced_and_other_lines_kept() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("made/config");
        set(&file, "reviewer", "Ines Alves").unwrap();
        std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + "# kept\n").unwrap();
        set(&file, "reviewer", "Rui").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "reviewer = Rui\n# kept\n");
        assert_eq!(in_file(&file, "reviewer").unwrap().as_deref(), Some("Rui"));
        assert!(set(&file, "reviewer", " ").is_err() && set(&file, "reviewer", "a\nb").is_err());
        std::fs::write(&file, "reviewr = Rui\n").unwrap();
        assert!(in_file(&file, "reviewer").is_err(), "a misspelt line is not passed over");
    }
}
