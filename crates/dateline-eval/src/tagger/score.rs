//! How far the tagger agrees with tagged tokens.

use super::tagged::{self, Paragraph};
use crate::files::{EvalError, print, read_text};
use dateline_extract::tagger::model::Model;
use dateline_extract::tagger::{Tag, Tagger};
use std::collections::BTreeMap;
use std::path::Path;

/// Tags counted against a teacher's.
#[derive(Default)]
pub(crate) struct Agreement {
    pub(crate) tokens: usize,
    pub(crate) same: usize,
    /// By the teacher's tag and ours.
    differences: BTreeMap<(Tag, Tag), usize>,
    words: BTreeMap<(Tag, Tag), BTreeMap<String, usize>>,
}

impl Agreement {
    pub(crate) fn add(&mut self, tagger: &Tagger, paragraph: &Paragraph<'_>) {
        let ours = tagger.tag(&paragraph.words);
        for ((&ours, &teacher), word) in ours.iter().zip(&paragraph.tags).zip(&paragraph.words) {
            self.tokens += 1;
            if ours == teacher {
                self.same += 1;
            } else {
                *self.differences.entry((teacher, ours)).or_default() += 1;
                let words = self.words.entry((teacher, ours)).or_default();
                *words.entry(word.to_lowercase()).or_default() += 1;
            }
        }
    }

    /// The share of tokens with the same tag, in percent.
    #[allow(clippy::cast_precision_loss, reason = "counts of tokens are far below 2^52")]
    pub(crate) fn percent(&self) -> f64 {
        self.same as f64 * 100.0 / self.tokens.max(1) as f64
    }
}

pub(crate) fn score(
    path: &Path,
    held_out: bool,
    weights: Option<&Path>,
    differences: usize,
) -> Result<(), EvalError> {
    let text = read_text(path)?;
    let paragraphs = tagged::read(path, &text)?;
    let own = match weights {
        None => None,
        Some(path) => {
            let file =
                std::fs::read(path).map_err(|source| EvalError::File { path: path.to_owned(), source })?;
            Some(Tagger::new(Model::read(&file)?))
        }
    };
    let tagger = own.as_ref().unwrap_or_else(|| Tagger::shipped());
    let mut found = Agreement::default();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if !held_out || tagged::held_out(at) {
            found.add(tagger, paragraph);
        }
    }
    print(&format!("tokens {}, same tag {} ({:.2} %)", found.tokens, found.same, found.percent()))?;
    let mut kinds: Vec<_> = found.differences.iter().collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (&(teacher, ours), count) in kinds.into_iter().take(differences) {
        let mut words: Vec<_> = found.words[&(teacher, ours)].iter().collect();
        words.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let words: Vec<String> = words.into_iter().take(8).map(|(word, n)| format!("{word} {n}")).collect();
        print(&format!("{count:>7}  {teacher:>5} tagged {ours:<5} {}", words.join(", ")))?;
    }
    Ok(())
}
