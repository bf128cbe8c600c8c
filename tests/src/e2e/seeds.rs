//! The project's own sample stories.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder of `seeds`.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) name: String,
    /// Paths from the top of the project, sorted.
    pub(super) articles: Vec<String>,
}

/// The top of the project.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite stands in the workspace").to_owned()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory can be read");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8"))
        .collect();
    names.sort();
    names
}

/// All stories, sorted.
pub(super) fn stories() -> Vec<Story> {
    let seeds = root().join("seeds");
    let stories: Vec<Story> = names(&seeds)
        .into_iter()
        .filter(|name| seeds.join(name).is_dir())
        .map(|name| Story {
            articles: names(&seeds.join(&name))
                .into_iter()
                .map(|file| format!("seeds/{name}/{file}"))
                .collect(),
            name,
        })
        .collect();
    assert!(stories.len() >= 3 && stories.iter().all(|story| story.articles.len() >= 4));
    stories
}
