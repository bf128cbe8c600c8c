//! A directory of dated articles, read.

use crate::files::{EvalError, read_lines, read_text};
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::Extraction;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex, StoryName};
use dateline_extract::{ExtractionInput, Extractor};
use rayon::prelude::*;
use serde::Deserialize;
use std::path::{Path, PathBuf};

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
    /// The story: the folder's topic, so `set/bridge_post/…` and `set/bridge_wire/…` are one.
    pub(crate) story: StoryName,
    /// When it was published.
    pub(crate) published: Edtf,
    /// Its text.
    pub(crate) text: String,
    /// What was read.
    pub(crate) extraction: Extraction,
}

/// Reads all articles of a directory, in the order of `articles.jsonl`, on all cores.
pub(crate) fn read(directory: &Path) -> Result<Vec<Article>, EvalError> {
    each(directory, |line, published, extractor, input| {
        let extraction = extractor.extract(input);
        let story = story_of(&line.doc);
        let text = input.revision.text.clone();
        Article { doc: line.doc.clone(), story, published, text, extraction }
    })
}

/// What `of` makes of each article of a directory, given its name in the data and what the extractor takes.
pub(crate) fn with_inputs<T: Send>(
    directory: &Path,
    of: impl Fn(&str, &Extractor, &ExtractionInput<'_>) -> T + Sync,
) -> Result<Vec<T>, EvalError> {
    each(directory, |line, _, extractor, input| of(&line.doc, extractor, input))
}

fn each<T: Send>(
    directory: &Path,
    of: impl Fn(&Line, Edtf, &Extractor, &ExtractionInput<'_>) -> T + Sync,
) -> Result<Vec<T>, EvalError> {
    let extractor = Extractor::new()?;
    let list = directory.join("articles.jsonl");
    let rows: Vec<(usize, Line)> = read_lines(&list)?;
    rows.into_par_iter()
        .map(|(at, mut line)| {
            let published = Edtf::parse(&line.published).map_err(|error| EvalError::Line {
                path: list.clone(),
                line: at,
                why: error.to_string(),
            })?;
            let text = read_text(&directory.join(&line.path))?;
            let sha256 = Sha256Hex::of(line.doc.as_bytes());
            let article = ArticleId::from_first_capture(&sha256);
            let revision = Revision {
                article: article.clone(),
                sha256: Sha256Hex::of(text.as_bytes()),
                text,
                masked: Vec::new(),
                embedded: Vec::new(),
            };
            let metadata = Metadata {
                published: Some(published.clone()),
                publisher: line.publisher.take(),
                ..Metadata::default()
            };
            let input = ExtractionInput { article: &article, revision: &revision, metadata: &metadata };
            Ok(of(&line, published, &extractor, &input))
        })
        .collect()
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
        assert_eq!(story_of("set/bridge_post/2012-03-05_1"), story_of("set/bridge_wire/2012-03-07_2"));
        assert_eq!(story_of("notices/2012-03-05_1").as_str(), "notices");
        assert_eq!(story_of("lonely").as_str(), "inbox");
    }

    #[test]
    fn a_bad_line_is_named() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(
            directory.path().join("articles.jsonl"),
            "\n{\"doc\": \"a\", \"published\": \"soon\", \"path\": \"a.txt\"}\n",
        )
        .unwrap();
        let error = read(directory.path()).err().unwrap().to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
