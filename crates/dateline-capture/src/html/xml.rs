//! The fields of a feed's item: elements of XML, read leniently and without a library of entities.

use super::references::decoded;

/// An element that holds text, or an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its name in lower case, with its prefix.
    pub(crate) name: String,
    /// Its text; markup in it is kept as it stands there.
    pub(crate) text: String,
    /// Its attribute `href`.
    pub(crate) href: String,
    /// Its attribute `rel`.
    pub(crate) rel: String,
    /// Its attribute `type`.
    pub(crate) kind: String,
}

/// Most fields that are kept of one item.
const MAX_FIELDS: usize = 1000;
/// Elements that are about somebody or something else: the feed that an entry was taken from, who helped.
const OTHERS: [&str; 2] = ["source", "contributor"];

/// The innermost elements of `item`, and those that hold XHTML, in order, at most [`MAX_FIELDS`] of them.
pub(crate) fn fields(item: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut at = 0;
    let mut other: Option<&str> = None;
    let mut open: Option<(Field, usize)> = None;
    while let Some(next) = item[at..].find('<').filter(|_| fields.len() < MAX_FIELDS) {
        at += next;
        let rest = &item[at..];
        let skip = |mark: &str, length: usize| {
            rest[length..].find(mark).map_or(rest.len(), |end| length + end + mark.len())
        };
        if rest.starts_with("<![CDATA[") {
            at += skip("]]>", 9);
            continue;
        }
        if rest.starts_with("<!--") {
            at += skip("-->", 4);
            continue;
        }
        let end = skip(">", 1);
        let tag = rest[1..end].trim_end_matches('>');
        if let Some(name) = other {
            if tag.strip_prefix('/').is_some_and(|it| it.trim().eq_ignore_ascii_case(name)) {
                other = None;
            }
        } else if let Some(name) = tag.strip_prefix('/') {
            if let Some((mut field, start)) = open.take() {
                if field.name.eq_ignore_ascii_case(name.trim()) {
                    let content = &item[start..at];
                    field.text = if field.kind == "xhtml" { content.to_owned() } else { text(content) };
                    fields.push(field);
                } else if field.kind == "xhtml" {
                    open = Some((field, start));
                }
            }
        } else if open.as_ref().is_none_or(|(field, _)| field.kind != "xhtml") && !tag.starts_with(['?', '!'])
        {
            let field = started(tag.trim_end_matches('/'));
            other = OTHERS.into_iter().find(|name| field.name == *name && !tag.ends_with('/'));
            if tag.ends_with('/') {
                fields.push(field);
            } else if other.is_none() {
                open = Some((field, at + end));
            }
        }
        at += end;
    }
    fields
}

fn started(tag: &str) -> Field {
    let split = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(split);
    let mut field = Field { name: name.to_ascii_lowercase(), ..Field::default() };
    for (key, value) in super::tags::attributes(attributes) {
        let value = decoded(value).into_owned();
        match key {
            "href" => field.href = value,
            "rel" => field.rel = value,
            "type" => field.kind = value,
            _ => {}
        }
    }
    field
}

/// Text with its references resolved, outside sections of character data.
fn text(content: &str) -> String {
    let mut out = String::new();
    let mut rest = content;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        out.push_str(&decoded(before));
        let (data, after) = after.split_once("]]>").unwrap_or((after, ""));
        out.push_str(data);
        rest = after;
    }
    out.push_str(&decoded(rest));
    out
}
