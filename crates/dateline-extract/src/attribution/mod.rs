//! Who said it. Source, cue and content (PARC's terms), sentence by sentence; quotations keep
//! their speaker to the end of the paragraph.

mod apposed;
mod between;
mod book;
mod clause;
mod extent;
mod held;
mod loose;
mod nesting;
mod nouns;
mod quotation;
mod reader;
#[cfg(test)]
mod reader_tests;
mod sources;
mod stance;
mod syntax;
#[cfg(test)]
mod tests;
mod words;

use crate::chart::Chart;
use crate::document::Document;
use crate::lexicon::NamedClasses;
use crate::names::Names;
use crate::verb_group::VerbGroup;
use dateline_core::attribution::{SourceType, Speech};
use dateline_core::text::ByteSpan;
use reader::{Reported, Told};
use stance::Stance;
use std::ops::Range;

pub(crate) use book::{CueBook, FILES};
pub(crate) use held::Attributions;

/// What a source does with what it is the source of. Only statements are what somebody has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributionClass {
    /// Says, writes, announces, shows.
    Statement,
    /// Asks, wonders.
    Question,
    /// Thinks, believes, expects, fears.
    Belief,
    /// Knows, learns, sees, decides: what it is of is taken for true.
    Knowledge,
    /// Wants, plans, promises, refuses.
    Intention,
    /// Urges, orders, calls for.
    Demand,
    /// Praises, criticises, supports, accuses, describes as.
    Judgement,
    /// Speaks about, mentions, refers to: the subject is told, not what was said of it.
    Topic,
    /// What the reporter takes on hearsay ("is expected to", "seems to").
    Appearance,
}

impl AttributionClass {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "statement" => Self::Statement,
            "question" => Self::Question,
            "belief" => Self::Belief,
            "knowledge" => Self::Knowledge,
            "intention" => Self::Intention,
            "demand" => Self::Demand,
            "judgement" => Self::Judgement,
            "topic" => Self::Topic,
            "appearance" => Self::Appearance,
            _ => return None,
        })
    }
}

/// Who is the source.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) tokens: Range<usize>,
    /// Best name in the article; `None` for a pronoun that two people fit, and for unnamed sources.
    pub(crate) name: Option<String>,
    pub(crate) person: Option<usize>,
    pub(crate) principal: Option<String>,
    pub(crate) kind: SourceType,
    pub(crate) agency: bool,
}

/// One attribution, with what is known of who is behind it.
#[derive(Debug, Clone)]
pub(crate) struct Attributed {
    /// The words: phrase of the source, cue, content.
    pub(crate) reported: Reported,
    /// Who is meant; `None` where the words name no source.
    pub(crate) source: Option<Source>,
    pub(crate) addressee: Option<Range<usize>>,
    /// Through whom: an agency that was told ("told Interfax"), or who quotes ("Interfax quoted him as saying").
    pub(crate) via: Option<Source>,
    /// When it was said: index of a time.
    pub(crate) said_at: Option<usize>,
    pub(crate) speech: Speech,
    pub(crate) stance: Stance,
    /// The words that make it less than sure, where it is.
    pub(crate) doubt: Range<usize>,
}

impl Source {
    /// A source of which nothing but its words is known.
    fn untyped(tokens: Range<usize>) -> Self {
        Self { tokens, name: None, person: None, principal: None, kind: SourceType::None, agency: false }
    }

    /// Whether the words are a pronoun and the text does not settle whose.
    pub(crate) fn is_unknown(&self) -> bool {
        self.name.is_none() && self.kind == SourceType::None
    }
}

impl Attributed {
    fn of(g: Ground<'_>, book: &CueBook, reported: Reported, before: &[Self]) -> Self {
        let document = g.document;
        let end = document.sentences[document.sentence_of(reported.cue.end - 1)].tokens.end;
        let mut after = reported.after.min(end);
        let tells = reported.cue.clone().any(|at| {
            matches!(document.word(at), "told" | "tell" | "tells" | "telling" | "informed" | "informs")
        });
        let told_to = tells || after < end && document.word(after) == "to";
        let told_to = told_to.then(|| between::addressee(g, after, end)).flatten();
        let mut via = reported.via.clone().map(|words| sources::resolve(g, words, before, &reported.content));
        let mut addressee = None;
        if let Some(words) = told_to {
            after = words.end;
            if words.clone().any(|at| document.tokens[at].classes.has(g.classes.agency)) {
                via = via.or_else(|| Some(sources::agency_source(g, words)));
            } else {
                addressee = Some(words);
            }
        }
        let quoted = |span: &ByteSpan| document.quotation(*span).is_some();
        let marked = |span: &ByteSpan| {
            let at = document.quotes.partition_point(|quote| quote.end_byte <= span.start_byte);
            document.quotes.get(at).is_some_and(|quote| quote.start_byte < span.end_byte)
        };
        let speech = if reported.content.iter().all(quoted) {
            Speech::Direct
        } else if reported.content.iter().any(|span| quoted(span) || marked(span)) {
            Speech::Mixed
        } else {
            Speech::Indirect
        };
        Self {
            source: reported
                .source
                .clone()
                .map(|words| sources::resolve(g, words, before, &reported.content)),
            addressee,
            via,
            said_at: between::said_at(g, after, end),
            speech,
            stance: Stance::of(g, book, &reported),
            doubt: stance::estimate(g, &reported).map_or(reported.cue.clone(), |at| at..at + 1),
            reported,
        }
    }

    /// Whether the content is what was said as a whole, and not a thing that is spoken of.
    pub(crate) fn is_statement(&self) -> bool {
        self.stance.says && matches!(self.reported.told, Told::Quoted | Told::Clause)
    }
}

/// What the earlier stages found.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'g> {
    pub(crate) document: &'g Document<'g>,
    pub(crate) classes: &'g NamedClasses,
    pub(crate) verbs: &'g [VerbGroup],
    pub(crate) names: &'g Names,
    pub(crate) chart: &'g Chart,
}

/// Who is meant by the words of a source that no cue gives; `before` are the attributions before it.
pub(crate) fn source(g: Ground<'_>, words: Range<usize>, before: &[Attributed]) -> Source {
    sources::resolve(g, words, before, &[])
}

/// Finds all attributions, in text order.
pub(crate) fn find(g: Ground<'_>, book: &CueBook) -> Attributions {
    let mut all: Vec<Attributed> = Vec::new();
    for reported in reader::read(g, book) {
        let found = Attributed::of(g, book, reported, &all);
        all.push(found);
    }
    Attributions::new(all)
}
