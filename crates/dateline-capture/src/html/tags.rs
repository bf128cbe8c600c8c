//! The parts of tags: where they end, their attributes.

/// Where the `>` stands that ends a tag: not within the quotation marks of an attribute's value.
pub(super) fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(mark), byte) if mark == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    tag.len()
}

/// Where the content of an element without markup ends.
pub(super) fn raw_end(content: &str, name: &str) -> usize {
    let bytes = content.as_bytes();
    let mut from = 0;
    while let Some(at) = content[from..].find("</").map(|at| from + at) {
        let end = at + 2 + name.len();
        if bytes.get(at + 2..end).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        from = at + 2;
    }
    content.len()
}

/// The attributes of a tag: names and values as they stand there.
pub(super) fn attributes(mut rest: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        // A stray equals sign begins a name.
        let end = rest.char_indices().skip(1).find(|(_, c)| c.is_whitespace() || matches!(c, '=' | '/'));
        let (name, after) = rest.split_at(end.map_or(rest.len(), |it| it.0));
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match mark {
            Some(mark) => value[1..].split_once(mark).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}
