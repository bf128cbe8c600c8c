//! Tagged tokens: a line `WORD TAB TAG TAB 1` a token (0 where no space follows), an empty line after a paragraph.

use crate::files::EvalError;
use dateline_extract::tagger::Tag;
use std::path::Path;

/// A paragraph: words and the teacher's tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paragraph<'t> {
    pub(crate) words: Vec<&'t str>,
    pub(crate) tags: Vec<Tag>,
}

/// Reads tagged tokens.
pub(crate) fn read<'t>(path: &Path, text: &'t str) -> Result<Vec<Paragraph<'t>>, EvalError> {
    let mut out = Vec::new();
    let mut open = Paragraph::default();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() {
            out.extend((!open.words.is_empty()).then(|| std::mem::take(&mut open)));
            continue;
        }
        let fault = |why: String| EvalError::Line { path: path.to_owned(), line: at + 1, why };
        let mut fields = line.split('\t');
        let (Some(word), Some(name)) = (fields.next(), fields.next()) else {
            return Err(fault("expected a word, a tab and a tag".into()));
        };
        let tag = Tag::named(name).ok_or_else(|| fault(format!("`{name}` is no tag")))?;
        open.words.push(word);
        open.tags.push(tag);
    }
    out.extend((!open.words.is_empty()).then_some(open));
    Ok(out)
}

/// Whether training keeps a paragraph aside: one stretch of two hundred in twenty, so that neighbours of a
/// paragraph, which repeat its names, are mostly aside with it.
pub(crate) fn held_out(paragraph: usize) -> bool {
    paragraph / 200 % 20 == 7
}

#[cfg(test)]
mod tests {
    use super::{held_out, read};
    use dateline_extract::tagger::Tag;
    use std::path::Path;

    #[test]
    fn paragraphs_end_at_empty_lines() {
        let text = "It\tPRP\t1\nfell\tVBD\t0\n.\t.\t0\n\nGo\tVB\t0\n";
        let found = read(Path::new("t"), text).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].words, ["It", "fell", "."]);
        assert_eq!(found[1].tags, [Tag::VB]);
    }

    #[test]
    fn a_tag_that_is_none_is_told_with_its_line() {
        let error = read(Path::new("t"), "It\tPRP\t1\nfell\tFELL\t0\n").unwrap_err();
        assert_eq!(error.to_string(), "t, line 2: `FELL` is no tag");
    }

    #[test]
    fn one_in_twenty_is_kept_aside() {
        assert_eq!((0..40_000).filter(|at| held_out(*at)).count(), 2_000);
    }
}
