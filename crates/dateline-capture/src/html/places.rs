//! Where the words of an article stand in the page it was read from.
//!
//! An article's text is put together from pieces of a page. This finds the pieces again, from the page and the
//! text alone: it does not trust the reader that made the text, and so also proves that the page says it.

use super::blocks::on_line;
use super::references::reference;
use dateline_core::text::ByteSpan;
use std::ops::Range;

/// The visible characters of a page without white space, each with its place. Figures stand on the line.
#[derive(Debug)]
pub struct PageMap {
    /// The characters, as UTF-8.
    squeezed: String,
    /// For each byte of `squeezed` that starts a character: it, and its first and last byte in the page.
    places: Vec<(usize, u32, u32)>,
}

/// Elements whose content is no text of the page.
const SILENT: [&str; 4] = ["script", "style", "template", "noscript"];

impl PageMap {
    /// Reads a page, as characters.
    pub fn new(page: &str) -> Self {
        let mut map = Self { squeezed: String::with_capacity(page.len() / 4), places: Vec::new() };
        // Places are kept in 32 bits; no page that is read is longer.
        let page = if u32::try_from(page.len()).is_ok() { page } else { "" };
        let mut at = 0;
        while at < page.len() {
            let rest = &page[at..];
            if let Some(end) = tag(rest) {
                at += end;
            } else if let Some((text, length)) = reference(rest) {
                text.chars().for_each(|c| map.push(c, at..at + length));
                at += length;
            } else if let Some(c) = rest.chars().next() {
                map.push(c, at..at + c.len_utf8());
                at += c.len_utf8();
            }
        }
        map
    }

    fn push(&mut self, c: char, place: Range<usize>) {
        if !c.is_whitespace() {
            #[allow(clippy::cast_possible_truncation)] // no page is longer than 32 bits can say
            self.places.push((self.squeezed.len(), place.start as u32, place.end as u32));
            self.squeezed.push(on_line(c));
        }
    }

    /// Where the words `span` of `text` stand in the page, as bytes of its characters in UTF-8; `None` where
    /// the line that holds them does not stand there as it is.
    ///
    /// Lines are looked for one after the other, so that one that the page has twice is found where the text
    /// has it.
    pub fn locate(&self, text: &str, span: ByteSpan) -> Option<ByteSpan> {
        span.slice(text)?;
        let mut from = 0;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let squeezed = squeeze(line);
            let found = self.find(&squeezed, from);
            let end = start + line.len();
            if span.start_byte < end {
                let at = found?;
                let before = squeeze(&text[start..span.start_byte]).len();
                let words = squeeze(&text[span.start_byte..span.end_byte.min(end)]).len();
                return (words > 0).then(|| self.place(at + before, at + before + words));
            }
            from = found.map_or(from, |at| at + squeezed.len());
            start = end;
        }
        None
    }

    fn find(&self, line: &str, from: usize) -> Option<usize> {
        self.squeezed.get(from..)?.find(line).map(|at| from + at)
    }

    /// The page's bytes of these bytes of the squeezed text.
    fn place(&self, start: usize, end: usize) -> ByteSpan {
        let index = |at: usize| self.places.partition_point(|place| place.0 <= at).saturating_sub(1);
        let (first, last) = (self.places[index(start)], self.places[index(end - 1)]);
        ByteSpan::new(first.1 as usize, last.2 as usize)
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(on_line).collect()
}

/// The length of the tag, comment or silent element that `rest` begins with.
fn tag(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    if let Some(comment) = inside.strip_prefix("!--") {
        return Some(comment.find("-->").map_or(rest.len(), |end| end + 7));
    }
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    let end = tag_end(inside).map_or(rest.len(), |end| end + 2);
    let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).take(12).count();
    let name = inside[..length].to_ascii_lowercase();
    if SILENT.contains(&name.as_str()) {
        let close = format!("</{name}");
        let tail = &rest.as_bytes()[end..];
        let closed = tail.windows(close.len()).position(|bytes| bytes.eq_ignore_ascii_case(close.as_bytes()));
        return Some(closed.map_or(rest.len(), |at| end + at));
    }
    Some(end)
}

/// Where the `>` stands that ends a tag: not within the quotation marks of an attribute.
fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            // Only after an equals sign does a mark begin a value.
            (None, b'"' | b'\'') if inside[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(mark), byte) if mark == byte => quote = None,
            _ => {}
        }
    }
    None
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
    fn what_the_page_does_not_say_has_no_place() {
        assert_eq!(located("The bridge at Oss – built in 1951 — shut.", "1951"), None);
        assert_eq!(PageMap::new("").locate("a", ByteSpan::new(0, 1)), None);
    }
}
