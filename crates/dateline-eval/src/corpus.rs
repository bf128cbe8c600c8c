//! A directory of dated articles, read.

use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::Extraction;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex, StoryName};
use dateline_extract::{ExtractionInput, Extractor};
use rayon::prelude::*;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What goes wrong with a directory of articles.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CorpusError {
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
    /// A rule file has a fault.
    #[error(transparent)]
    Rules(#[from] dateline_extract::DataError),
}

#[derive(Debug, Deserialize)]
struct Line {
    doc: String,
    published: String,
    path: PathBuf,
    #[serde(default)]
    publisher: Option<String>,
}

/// One article and what was read in it.
pub(crate) struct Article {
    /// The document's name in the data.
    pub(crate) doc: String,
    /// The story: the folder's topic, so `t17/bpoil_bbc/…` and `t17/bpoil_reuters/…` are one.
    pub(crate) story: StoryName,
    /// When it was published.
    pub(crate) published: Edtf,
    /// Its text.
    pub(crate) text: String,
    /// What was read.
    pub(crate) extraction: Extraction,
}

/// Reads all articles of a directory, in the order of `articles.jsonl`, on all cores.
pub(crate) fn read(directory: &Path) -> Result<Vec<Article>, CorpusError> {
    let extractor = Extractor::new()?;
    let list = directory.join("articles.jsonl");
    let lines = read_text(&list)?;
    let rows: Vec<(usize, &str)> =
        lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    rows.par_iter()
        .map(|&(at, line)| {
            let fault = |why: String| CorpusError::Line { path: list.clone(), line: at + 1, why };
            let line: Line = serde_json::from_str(line).map_err(|error| fault(error.to_string()))?;
            let published = Edtf::parse(&line.published).map_err(|error| fault(error.to_string()))?;
            let text = read_text(&directory.join(&line.path))?;
            let sha256 = Sha256Hex::of(line.doc.as_bytes());
            let article = ArticleId::from_first_capture(&sha256);
            let revision = Revision {
                article: article.clone(),
                sha256: Sha256Hex::of(text.as_bytes()),
                text,
                masked: Vec::new(),
            };
            let metadata = Metadata {
                published: Some(published.clone()),
                publisher: line.publisher,
                ..Metadata::default()
            };
            let input = ExtractionInput { article: &article, revision: &revision, metadata: &metadata };
            let extraction = extractor.extract(&input);
            let story = story_of(&line.doc);
            Ok(Article { doc: line.doc, story, published, text: revision.text, extraction })
        })
        .collect()
}

fn read_text(path: &Path) -> Result<String, CorpusError> {
    std::fs::read_to_string(path).map_err(|source| CorpusError::File { path: path.to_owned(), source })
}

/// The story of a document: its folder's name up to the underscore that parts topic and outlet.
fn story_of(doc: &str) -> StoryName {
    let folder = doc.rsplit('/').nth(1).unwrap_or("inbox");
    let topic = folder.rsplit_once('_').map_or(folder, |(topic, _)| topic);
    StoryName::from_text(topic).unwrap_or_else(|_| StoryName::inbox())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_of_one_topic_are_one_story() {
        assert_eq!(story_of("t17/bpoil_bbc/2010-04-26_1623"), story_of("t17/bpoil_reuters/2010-05-27_1652"));
        assert_eq!(story_of("wikinews/2019-01-07_a").as_str(), "wikinews");
        assert_eq!(story_of("lonely").as_str(), "inbox");
    }

    #[test]
    fn a_bad_line_is_named() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("articles.jsonl"), "\n{\"doc\": 1}\n").unwrap();
        let error = read(directory.path()).err().unwrap().to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
