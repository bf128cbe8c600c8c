//! Where the words of an article stand in the page it was read from.
//!
//! An article's text is put together from pieces of a page. This finds the pieces again, from the page and the
//! text alone: it does not trust the reader that made the text, and so also proves that the page says it.

use super::MAX_NODES;
use super::blocks::{STRUCK, on_line};
use super::prune::NEVER;
use super::references::reference;
use super::tree::Tree;
use dateline_core::text::ByteSpan;

/// Lines before the words that may be missing in the page; with more the words' own line is not looked for, so
/// that time stays in proportion to page and text.
const MAX_MISSING: usize = 50;

/// The visible characters of a page without white space, each with its place. Figures stand on the line.
#[derive(Debug, Default)]
pub(crate) struct PageMap {
    /// The characters, as UTF-8.
    squeezed: String,
    /// For each character of `squeezed`: where it stands there, and its first and last byte in the page.
    places: Vec<(u32, u32, u32)>,
}

impl PageMap {
    /// Reads a page, as characters. One that is longer or has more elements than pages that are read has no places.
    pub(crate) fn new(page: &str) -> Self {
        let mut map = Self::default();
        let Some(tree) = Tree::new(page, MAX_NODES).filter(|_| page.len() <= super::MAX_PAGE_BYTES) else {
            return map;
        };
        // What stands in a node has a higher id, and texts are numbered in the order of the page.
        let mut unread = vec![false; tree.len()];
        for id in 1..tree.len() {
            let node = tree.node(id);
            let name = &&*node.name;
            unread[id] =
                unread[node.parent] || NEVER.contains(name) || STRUCK.contains(name) || **name == *"title";
            if tree.text_of(id).is_some() && !unread[id] {
                map.add(page, tree.place_of(id).start, tree.place_of(id).end);
            }
        }
        map
    }

    fn add(&mut self, page: &str, start: usize, end: usize) {
        let mut at = start;
        while let Some(first) = page[at..end].chars().next() {
            let (text, length) =
                reference(&page[at..end]).unwrap_or_else(|| (first.to_string().into(), first.len_utf8()));
            for c in text.chars().filter(|c| !c.is_whitespace()) {
                #[allow(clippy::cast_possible_truncation)] // pages that are read have 24 bits of bytes
                self.places.push((self.squeezed.len() as u32, at as u32, (at + length) as u32));
                self.squeezed.push(on_line(c));
            }
            at += length;
        }
    }

    /// Where the words `span` of `text` stand in the page, as bytes of its characters in UTF-8; `None` where
    /// the line that holds them does not stand there as it is.
    ///
    /// Lines are looked for one after the other, so that one that the page has twice is found where the text
    /// has it.
    pub(crate) fn locate(&self, text: &str, span: ByteSpan) -> Option<ByteSpan> {
        span.slice(text)?;
        let mut from = 0;
        let mut start = 0;
        let mut missing = 0;
        for line in text.split_inclusive('\n') {
            let squeezed = squeeze(line);
            let found = self.squeezed[from..].find(&squeezed).map(|at| from + at);
            let end = start + line.len();
            if span.start_byte < end {
                let at = found?;
                let before = squeeze(&text[start..span.start_byte]).len();
                let words = squeeze(&text[span.start_byte..span.end_byte.min(end)]).len();
                return (words > 0).then(|| self.place(at + before, at + before + words));
            }
            missing += usize::from(found.is_none());
            if missing > MAX_MISSING {
                return None;
            }
            from = found.map_or(from, |at| at + squeezed.len());
            start = end;
        }
        None
    }

    /// The page's bytes of these bytes of the squeezed text.
    fn place(&self, start: usize, end: usize) -> ByteSpan {
        let index = |at: usize| self.places.partition_point(|place| place.0 as usize <= at).saturating_sub(1);
        let (first, last) = (self.places[index(start)], self.places[index(end - 1)]);
        ByteSpan::new(first.1 as usize, last.2 as usize)
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(on_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>Bridge &amp; river</title><style>p > b {}</style></head><body>\
        <!-- The bridge --><p data-x=\"a > b\">The   <b>bridge</b> at Oss &ndash; built\n in 1950 &mdash; shut.</p>\
        <script>var x = '<p>The ferry runs.</p>';</script><p>The ferry runs.</p></body></html>";

    fn located(text: &str, words: &str) -> Option<&'static str> {
        let start = text.find(words).unwrap();
        let span = ByteSpan::new(start, start + words.len());
        PageMap::new(PAGE).locate(text, span).map(|span| span.slice(PAGE).unwrap())
    }

    #[test]
    fn words_are_found_through_tags_references_and_white_space() {
        let text = "The bridge at Oss – built in 1950 — shut.\n\nThe ferry runs.\n";
        assert_eq!(located(text, "bridge at"), Some("bridge</b> at"));
        assert_eq!(located(text, "– built in 1950"), Some("&ndash; built\n in 1950"));
        assert_eq!(located(text, "ferry"), Some("ferry"));
        let place =
            PageMap::new(PAGE).locate(text, ByteSpan::new(text.find("ferry").unwrap(), text.len() - 2));
        assert!(place.unwrap().start_byte > PAGE.find("</script>").unwrap());
    }

    #[test]
    fn figures_of_notes_and_words_beside_struck_ones_are_found() {
        let page = "<p>It hurt <del>12</del>15 people<sup>2</sup> &#150; here.</p>";
        let text = "It hurt 15 people² – here.\n";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            let span = ByteSpan::new(start, start + words.len());
            PageMap::new(page).locate(text, span).map(|span| span.slice(page).unwrap())
        };
        assert_eq!((at("15"), at("²"), at("– here")), (Some("15"), Some("2"), Some("&#150; here")));
    }

    #[test]
    fn what_the_page_does_not_say_has_no_place() {
        assert_eq!(located("The bridge at Oss – built in 1951 — shut.", "1951"), None);
        assert_eq!(PageMap::new("").locate("a", ByteSpan::new(0, 1)), None);
    }
}
