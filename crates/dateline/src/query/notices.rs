//! Passages in which an article says that it was corrected.

use super::versions::{Read, Texts};
use crate::error::Error;
use crate::row::Place;
use dateline_core::edits::{EditKind, TextEdits};
use dateline_core::text::ByteSpan;
use dateline_extract::{is_correction_heading, is_correction_notice};

/// Passages of the newer of two versions, and not of the other, in which the article says that it was corrected: a
/// sentence that says so, or what follows a heading that does. `edits` lead from `left` to `right`; the newer is the
/// one with the higher number, whichever side it is on.
pub(super) fn notices(left: &Read<'_>, right: &Read<'_>, edits: &TextEdits) -> Result<Vec<Place>, Error> {
    let forward = left.version.number <= right.version.number;
    let (newer, only) = if forward { (right, EditKind::Added) } else { (left, EditKind::Absent) };
    let edited = edits.edits.iter().filter(|edit| edit.kind == EditKind::Changed || edit.kind == only);
    let texts = Texts::of(newer);
    let text = &newer.revision.text;
    let mut found: Vec<ByteSpan> = Vec::new();
    for span in edited.filter_map(|edit| if forward { edit.after } else { edit.before }) {
        let words = texts.words(span)?;
        let told = if is_correction_heading(words) {
            Some(below(text, span).unwrap_or(span))
        } else if is_correction_notice(words) || is_headed(text, span) {
            Some(span)
        } else {
            None
        };
        // The sentences below a heading that is new are new as well.
        found.extend(told.filter(|span| !found.iter().any(|known| known.contains(*span))));
    }
    found.into_iter().map(|span| texts.place(span)).collect()
}

/// The paragraph below a heading: the next line that is not empty.
fn below(text: &str, heading: ByteSpan) -> Option<ByteSpan> {
    let rest = text.get(heading.end_byte..)?;
    let start = heading.end_byte + (rest.len() - rest.trim_start().len());
    let line = text[start..].lines().next()?.trim_end();
    (!line.is_empty()).then(|| ByteSpan::new(start, start + line.len()))
}

/// Whether the line above the one in which a sentence stands is such a heading.
fn is_headed(text: &str, sentence: ByteSpan) -> bool {
    let before = text.get(..sentence.start_byte).unwrap_or_default();
    let above = before.rfind('\n').map_or("", |end| &before[..end]);
    above.trim_end().lines().next_back().is_some_and(is_correction_heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paragraph_below_a_heading_belongs_to_it() {
        let text = "The ferry runs.\n\nCorrection\n\nThe bridge is in Oss. It is old.\nMore.\n";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            ByteSpan::new(start, start + words.len())
        };
        let told = below(text, at("Correction"));
        assert_eq!(told.and_then(|span| span.slice(text)), Some("The bridge is in Oss. It is old."));
        assert!(is_headed(text, at("It is old.")) && is_headed(text, at("The bridge")));
        assert!(!is_headed(text, at("More.")) && !is_headed(text, at("The ferry")));
        assert_eq!(below("Correction\n\n", ByteSpan::new(0, 10)), None);
    }
}
