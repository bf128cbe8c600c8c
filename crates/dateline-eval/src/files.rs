//! Files of a corpus, and what can go wrong with them.

use serde::de::DeserializeOwned;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What goes wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EvalError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A line is not what the format says.
    #[error("{}, line {line}: {why}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// A file that is one JSON value is not what the format says.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The weights do not fit into the format.
    #[error(transparent)]
    Model(#[from] dateline_extract::tagger::model::ModelError),
    /// A rule file has a fault.
    #[error(transparent)]
    Rules(#[from] dateline_extract::DataError),
}

impl EvalError {
    /// Makes an error of what the system said of a file.
    pub(crate) fn of(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        move |source| Self::File { path: path.to_owned(), source }
    }
}

pub(crate) fn read_text(path: &Path) -> Result<String, EvalError> {
    std::fs::read_to_string(path).map_err(EvalError::of(path))
}

/// The values of a file of JSON lines, each with the number of its line, from 1; empty lines are left out.
pub(crate) fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<(usize, T)>, EvalError> {
    let text = read_text(path)?;
    let rows = text.lines().zip(1..).filter(|(row, _)| !row.trim().is_empty());
    rows.map(|(row, line)| match serde_json::from_str(row) {
        Ok(value) => Ok((line, value)),
        Err(error) => Err(EvalError::Line { path: path.to_owned(), line, why: error.to_string() }),
    })
    .collect()
}

/// The lists of documents of a directory by name, each with the gold file beside it: `NAME.docs.jsonl`,
/// `NAME.jsonl`.
pub(crate) fn lists(directory: &Path) -> Result<Vec<(PathBuf, PathBuf)>, EvalError> {
    let mut lists = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(EvalError::of(directory))? {
        let path = entry.map_err(EvalError::of(directory))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(name) = name.and_then(|name| name.strip_suffix(".docs.jsonl")) {
            let gold = path.with_file_name(format!("{name}.jsonl"));
            lists.push((path, gold));
        }
    }
    lists.sort();
    Ok(lists)
}

/// A file that is one JSON value.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, EvalError> {
    serde_json::from_str(&read_text(path)?)
        .map_err(|source| EvalError::Json { path: path.to_owned(), source })
}

/// Prints lines; a last line without its end gets one.
pub(crate) fn print(lines: &str) -> Result<(), EvalError> {
    let end = if lines.ends_with('\n') { "" } else { "\n" };
    write!(std::io::stdout().lock(), "{lines}{end}").map_err(EvalError::of(Path::new("standard output")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("rows.jsonl");
        std::fs::write(&path, "1\n\n2\n").unwrap();
        assert_eq!(read_lines::<u8>(&path).unwrap(), [(1, 1), (3, 2)]);
        std::fs::write(&path, "\n{}\n").unwrap();
        let error = read_lines::<u8>(&path).unwrap_err().to_string();
        assert!(error.contains("rows.jsonl, line 2: "), "{error}");
    }

    #[test]
    fn lists_stand_beside_their_gold() {
        let directory = tempfile::tempdir().unwrap();
        for name in ["b.docs.jsonl", "a.docs.jsonl", "a.jsonl", "notes.txt"] {
            std::fs::write(directory.path().join(name), "").unwrap();
        }
        let found = lists(directory.path()).unwrap();
        let at = |name: &str| directory.path().join(name);
        assert_eq!(found, [(at("a.docs.jsonl"), at("a.jsonl")), (at("b.docs.jsonl"), at("b.jsonl"))]);
    }
}
