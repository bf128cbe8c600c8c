//! What to keep in mind of a comparison of revisions: where not everything was compared, that something is not told
//! does not say that nothing was edited.

use super::Query;
use super::edited::{Compared, Read};
use crate::answer::Warning;
use crate::error::Error;
use dateline_core::id::ArticleId;
use std::collections::BTreeSet;

/// Articles of whose revisions not everything was compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Doubts {
    /// They assert too much for their facts to be compared.
    too_much: BTreeSet<ArticleId>,
    /// Their texts differ too much to be compared in full.
    coarse: BTreeSet<ArticleId>,
}

impl Doubts {
    /// Takes down what was left out in one comparison.
    pub(super) fn note(&mut self, article: &ArticleId, compared: &Compared) {
        if compared.facts.is_too_much {
            self.too_much.insert(article.clone());
        }
        if compared.edits.is_coarse {
            self.coarse.insert(article.clone());
        }
    }

    /// Adds those of `other`.
    pub(super) fn extend(&mut self, other: &Self) {
        self.too_much.extend(other.too_much.iter().cloned());
        self.coarse.extend(other.coarse.iter().cloned());
    }
}

impl Query<'_> {
    /// The doubts in words, each with the articles that it is about.
    pub(super) fn doubtful(&self, doubts: &Doubts) -> Result<Vec<Warning>, Error> {
        let mut warnings = Vec::new();
        let listed = |articles: &BTreeSet<ArticleId>| -> Result<Option<(String, String)>, Error> {
            let short =
                articles.iter().map(|id| self.short_id(id)).collect::<Result<Vec<String>, Error>>()?;
            let Some(first) = short.first() else { return Ok(None) };
            Ok(Some((short.join(" "), format!("dateline articles revisions {first}"))))
        };
        if let Some((list, hint)) = listed(&doubts.too_much)? {
            warnings.push(
                Warning::new(format!(
                    "the revisions of {list} assert too much for their facts to be compared: that none is shown does \
                     not say that none was edited"
                ))
                .hint(hint),
            );
        }
        if let Some((list, hint)) = listed(&doubts.coarse)? {
            warnings.push(
                Warning::note(format!(
                    "the texts of {list} differ too much to be compared in full: what was changed may be shown as \
                     absent and added"
                ))
                .hint(hint),
            );
        }
        Ok(warnings)
    }
}

/// That two revisions come from inputs of different kinds: what a page leaves out, a plain text may have.
pub(super) fn of_other_kinds(left: &Read<'_>, right: &Read<'_>) -> Option<Warning> {
    let ending = |source: &str| {
        let file = source.split_once('#').map_or(source, |(file, _)| file);
        file.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase())
    };
    let (from, to) = (&left.version.capture.source, &right.version.capture.source);
    (ending(from) != ending(to)).then(|| {
        Warning::new(format!(
            "the texts come from inputs of different kinds ({from}, {to}): what differs may be the inputs', not an edit"
        ))
    })
}
