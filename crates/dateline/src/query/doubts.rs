//! What to keep in mind of a comparison of revisions: where not everything was compared, that something is not told
//! does not say that nothing was edited.

use super::Query;
use super::versions::{Compared, Read, Version};
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

/// Of what kind an input is, as far as it is kept.
#[derive(Debug, PartialEq, Eq)]
enum InputKind {
    /// A text: what was read is the bytes themselves.
    Text,
    /// A page, in a web archive or by itself.
    Page,
    /// One of several in a file: an item of a feed, a line of JSON lines.
    Part,
}

impl InputKind {
    fn of(version: &Version<'_>) -> Self {
        let (capture, revision) = (version.capture, version.revision);
        Self::told_by(&capture.source, capture.sha256 == revision.sha256)
    }

    /// By what it was called, and by whether its text is its bytes. An address says nothing by how it ends.
    fn told_by(source: &str, is_its_bytes: bool) -> Self {
        let is_archive = |file: &str| file.rsplit('.').take(2).any(|end| end.eq_ignore_ascii_case("warc"));
        match source.split_once('#') {
            _ if is_its_bytes => Self::Text,
            Some((file, _)) if !is_archive(file) => Self::Part,
            _ => Self::Page,
        }
    }
}

/// That two revisions come from inputs of different kinds: what a page leaves out, a plain text may have.
pub(super) fn of_other_kinds(left: &Read<'_>, right: &Read<'_>) -> Option<Warning> {
    let (from, to) = (&left.version.capture.source, &right.version.capture.source);
    (InputKind::of(&left.version) != InputKind::of(&right.version)).then(|| {
        Warning::new(format!(
            "the texts come from inputs of different kinds ({from}, {to}): what differs may be the inputs', not an edit"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_what_was_made_of_the_bytes_and_not_how_a_name_ends() {
        for (source, is_its_bytes, kind) in [
            ("saved/a1.html", false, InputKind::Page),
            ("saved/a2.htm", false, InputKind::Page),
            ("https://harbour.example/ferry", false, InputKind::Page),
            ("-", false, InputKind::Page),
            ("old.WARC.gz#https://harbour.example/ferry@2021", false, InputKind::Page),
            ("harbour.example", true, InputKind::Text),
            ("ferry.txt", true, InputKind::Text),
            ("feed.xml#3", false, InputKind::Part),
            ("https://harbour.example/feed#3", false, InputKind::Part),
        ] {
            assert_eq!(InputKind::told_by(source, is_its_bytes), kind, "{source}");
        }
    }
}
