//! Paths that fit a pattern: what a shell would have given in its place.

use super::is_hidden;
use crate::error::{CaptureError, Fault};
use glob::{MatchOptions, Pattern};
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// As a shell does it.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

fn is_special(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Whether an argument has signs of a pattern.
pub(super) fn is_pattern(argument: &Path) -> bool {
    argument.to_str().is_some_and(is_special)
}

/// The paths that fit, sorted by their bytes, each directory that cannot be read in its place; an error where none
/// fits or where it is no pattern.
///
/// Directories are walked from the last one that the pattern names in full, and no deeper than it asks. Links to
/// directories are followed by all but `**`, and none back to a directory that it stands in: no circle. Of a name that is not UTF-8 the other
/// bytes count, and each of the rest fits `?`.
pub(super) fn paths(argument: &Path) -> Result<Vec<Result<PathBuf, CaptureError>>, CaptureError> {
    let name = argument.display().to_string();
    // Doubled slashes evened out, as the walk gives its paths.
    let whole: PathBuf = argument.components().collect();
    let fits = Pattern::new(&whole.to_string_lossy())
        .map_err(|error| CaptureError::new(name.clone(), Fault::BadPattern(error.to_string())))?;
    let literal = |it: &Component<'_>| it.as_os_str().to_str().is_some_and(|text| !is_special(text));
    let root: PathBuf = whole.components().take_while(literal).collect();
    let here = root.as_os_str().is_empty();
    let deep = name.contains("**");
    let depth = whole.components().count() - root.components().count();
    let hidden_too = whole.components().any(|it| it.as_os_str().as_encoded_bytes().starts_with(b"."));
    let walk = WalkDir::new(if here { Path::new(".") } else { &root })
        .min_depth(1)
        .max_depth(if deep { usize::MAX } else { depth })
        .follow_links(!deep);
    let mut found: Vec<(PathBuf, Option<CaptureError>)> = Vec::new();
    for entry in walk.into_iter().filter_entry(|it| it.depth() == 0 || hidden_too || !is_hidden(it)) {
        let (path, fault) = match entry {
            Ok(entry) => (entry.into_path(), None),
            Err(error) => {
                let path = error.path().unwrap_or(&root).to_owned();
                // Links round in a circle, or to nowhere: what cannot be followed stands for itself.
                let fault = error.into_io_error().filter(|cause| !super::is_missing(cause));
                let named = path.display().to_string();
                (path, fault.map(|cause| CaptureError::new(named, Fault::Unreadable(cause))))
            }
        };
        let path = path.strip_prefix(".").ok().filter(|_| here).map_or_else(|| path.clone(), Path::to_owned);
        if fault.is_some() || fits.matches_with(&path.to_string_lossy(), OPTIONS) {
            found.push((path, fault));
        }
    }
    if found.is_empty() {
        return Err(CaptureError::new(name, Fault::NoMatch));
    }
    found.sort_by(|(one, _), (other, _)| {
        one.as_os_str().as_encoded_bytes().cmp(other.as_os_str().as_encoded_bytes())
    });
    Ok(found.into_iter().map(|(path, fault)| fault.map_or(Ok(path), Err)).collect())
}
