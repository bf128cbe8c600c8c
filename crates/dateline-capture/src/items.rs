//! The articles of a feed or of JSON lines, made one by one.

use crate::capture::{CapturedText, Parts, assemble};
use crate::content;
use crate::decode::{self, Decoded};
use crate::error::{CaptureError, Fault, Markup};
use crate::feed::{self, Content, Item};
use crate::layer::Layers;
use crate::retrace::Retrace;
use crate::warning::CaptureWarning;
use crate::{html, json};
use std::ops::Range;
use std::vec;

/// What holds several articles, and how far it was read.
pub(crate) struct Items {
    name: String,
    layers: Layers,
    /// The bytes as they came.
    bytes: Vec<u8>,
    decoded: Decoded,
    /// Leads to the bytes, where they are not those of the text.
    retrace: Option<Retrace>,
    places: Places,
    lang: Option<String>,
    count: u64,
    /// Whether an estimated charset was told.
    told: bool,
}

/// Where the items stand.
enum Places {
    Xml(vec::IntoIter<Range<usize>>),
    Json(vec::IntoIter<Range<usize>>),
    /// In each line that is not blank, from here on.
    Lines(usize),
}

impl Items {
    /// Finds the items of `bytes`, which are XML or JSON.
    pub(crate) fn new(
        name: &str,
        bytes: Vec<u8>,
        decoded: Decoded,
        markup: Markup,
        layers: &Layers,
    ) -> Result<Self, Fault> {
        let mark = decoded.text.len() - decoded.text.trim_start_matches(decode::BYTE_ORDER_MARK).len();
        let text = &decoded.text[mark..];
        let moved = |items: Vec<Range<usize>>| {
            let moved = items.into_iter().map(|at| at.start + mark..at.end + mark);
            moved.collect::<Vec<_>>().into_iter()
        };
        let (places, lang) = if markup == Markup::Xml {
            let found = feed::xml_feed(text)?;
            (Places::Xml(moved(found.items)), found.lang)
        } else if let Some(found) = json::json_feed(text) {
            let found = found?;
            (Places::Json(moved(found.items)), found.lang)
        } else if json::json_item(text.trim(), None).is_some() {
            // One object, over several lines or not.
            (Places::Json(moved(vec![trimmed(text, 0..text.len())])), None)
        } else {
            (Places::Lines(mark), None)
        };
        let retrace = Retrace::of(&decoded, &bytes);
        Ok(Self {
            name: name.to_owned(),
            layers: layers.clone(),
            bytes,
            decoded,
            retrace,
            places,
            lang,
            count: 0,
            told: false,
        })
    }

    /// The next item's place; blank lines have none.
    fn place(&mut self) -> Option<Range<usize>> {
        let text = &self.decoded.text;
        match &mut self.places {
            Places::Xml(places) | Places::Json(places) => places.next(),
            Places::Lines(at) => loop {
                let rest = text.get(*at..).filter(|rest| !rest.is_empty())?;
                let end = *at + rest.find('\n').map_or(rest.len(), |end| end + 1);
                let line = trimmed(text, *at..end);
                *at = end;
                if !line.is_empty() {
                    return Some(line);
                }
            },
        }
    }

    fn article(&mut self, name: &str, at: Range<usize>) -> Result<CapturedText, Fault> {
        let bytes = match &mut self.retrace {
            Some(retrace) => {
                let start = retrace.to(&self.bytes, at.start);
                &self.bytes[start..retrace.to(&self.bytes, at.end)]
            }
            None => &self.bytes[at.clone()],
        };
        let words = &self.decoded.text[at];
        let item = match self.places {
            Places::Xml(_) => feed::xml_item(words, self.lang.as_deref()),
            _ => json::json_item(words, self.lang.as_deref()).ok_or(Fault::NoObject)?,
        };
        let Item { content, layer, mut warnings } = item;
        let (text, embedded) =
            match content.ok_or_else(|| Fault::SummaryOnly { url: layer.metadata.url.clone() })? {
                Content::Html(html) => html::read_fragment(&html)?,
                Content::Text(text) => match content::check_body(&text, false)? {
                    None => (text, Vec::new()),
                    Some(Markup::Html) => html::read_fragment(&text)?,
                    Some(other) => return Err(Fault::NotYet(other)),
                },
            };
        content::check_text(&text)?;
        content::check_body(&text, false)?;
        let Decoded { charset, estimated, .. } = &self.decoded;
        if *estimated && !self.told {
            self.told = true;
            warnings.push(CaptureWarning::CharsetEstimated { charset: charset.clone() });
        }
        let parts = Parts {
            source_name: name,
            bytes,
            text,
            charset: charset.clone(),
            estimated: *estimated,
            said: layer,
            masked: Vec::new(),
            embedded,
            warnings,
        };
        assemble(parts, &self.layers)
    }
}

impl Iterator for Items {
    type Item = Result<CapturedText, CaptureError>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.place()?;
        self.count += 1;
        let name = format!("{}#{}", self.name, self.count);
        Some(self.article(&name, at).map_err(|fault| CaptureError::new(&name, fault)))
    }
}

/// The place without the white space around it.
fn trimmed(text: &str, at: Range<usize>) -> Range<usize> {
    let start = at.end - text[at.clone()].trim_start().len();
    start..start + text[start..at.end].trim_end().len()
}
