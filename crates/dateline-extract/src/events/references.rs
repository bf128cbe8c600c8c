//! Which event each definite mention was taken for, so that it can be judged by itself (`docs/coreference.md`).

use super::{Determiner, Events};
use crate::document::Document;
use dateline_core::text::ByteSpan;

/// How a mention came to its event, or to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventLink {
    /// No event spoken of before fits, so it begins one.
    First,
    /// It is the one event spoken of before that fits.
    Fits,
    /// It has that event's name.
    Named,
    /// It is the conflict of the same country.
    Country,
    /// Several events fit, so it is none.
    Several,
    /// It is compared with others ("the worst disaster in years"), so it is none.
    Compared,
    /// A conflict of which the text does not say whose it is, so it is none.
    Unplaced,
}

impl EventLink {
    /// One word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Fits => "fits",
            Self::Named => "named",
            Self::Country => "country",
            Self::Several => "several",
            Self::Compared => "compared",
            Self::Unplaced => "unplaced",
        }
    }
}

/// A definite or demonstrative mention of an event ("the talks", "that collapse", "the Oslo conference"), and what it
/// was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventReference {
    /// Its words.
    pub span: ByteSpan,
    /// What kind of event its noun means ("meeting").
    pub class: &'static str,
    /// Why it was taken for that event, or for none.
    pub link: EventLink,
    /// What the event is called; `None` where it is no event.
    pub event: Option<String>,
    /// The words of the event's last mention before, verbs included.
    pub antecedent: Option<ByteSpan>,
}

/// The definite mentions of a text, in its order.
pub(crate) fn references(document: &Document<'_>, events: &Events) -> Vec<EventReference> {
    let mut out = Vec::new();
    for (nth, &at) in events.by_place.iter().enumerate() {
        let mention = &events.mentions[at];
        let definite = matches!(mention.determiner, Determiner::Definite | Determiner::Demonstrative);
        if mention.verb || !definite {
            continue;
        }
        let before = events.by_place[..nth].iter().rev().map(|&at| &events.mentions[at]);
        let mut same = before.filter(|earlier| mention.entity.is_some() && earlier.entity == mention.entity);
        let name = |event: usize| {
            let event = &events.all[event];
            event.names.first().or(event.forms.first()).or(event.verb_head.as_ref()).or(event.heads.first())
        };
        out.push(EventReference {
            span: document.span(mention.tokens.clone()),
            class: mention.class.trim_start_matches("event-"),
            link: mention.link,
            event: mention.entity.and_then(name).cloned(),
            antecedent: same.next().map(|earlier| document.span(earlier.tokens.clone())),
        });
    }
    out
}
