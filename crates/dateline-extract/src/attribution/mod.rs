//! Who said it. Source, cue and content (PARC's terms), sentence by sentence; quotations keep
//! their speaker to the end of the paragraph.

mod book;
mod clause;
mod content;
mod extent;
mod forms;
mod loose;
mod quotation;
mod reader;
#[cfg(test)]
mod reader_tests;
mod sources;
mod syntax;
#[cfg(test)]
mod tests;
mod words;

use crate::chart::{Annotation, Chart, Kind};
use crate::document::Document;
use crate::lexicon::NamedClasses;
use crate::names::Names;
use crate::verb_group::VerbGroup;
use content::{addressee, between, indirect_content, quotations_of};
use dateline_core::attribution::{SourceType, Speech};
use dateline_core::text::ByteSpan;
use forms::{according_to, carry_quotations, quoted_as_saying};
use sources::{other_source, source_after, source_before};
use std::ops::Range;

pub(crate) use book::{CueBook, FILES};
pub(crate) use reader::read;

/// What a source does with what it is the source of. Only statements are what somebody has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributionClass {
    /// Says, writes, announces, shows.
    Statement,
    /// Asks, wonders.
    Question,
    /// Thinks, believes, expects, knows.
    Belief,
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

/// One attribution.
#[derive(Debug, Clone)]
pub(crate) struct Attributed {
    pub(crate) source: Source,
    pub(crate) cue: Range<usize>,
    /// What is attributed, as bytes; a quotation that is interrupted has two parts.
    pub(crate) content: Vec<ByteSpan>,
    pub(crate) addressee: Option<Range<usize>>,
    /// An agency that carried the words ("told Interfax").
    pub(crate) agency: Option<Range<usize>>,
    /// When it was said: index of a time.
    pub(crate) said_at: Option<usize>,
    pub(crate) speech: Speech,
    /// "denied that …".
    pub(crate) denied: bool,
    /// "has not said whether …": nothing is asserted.
    pub(crate) withheld: bool,
}

impl Source {
    /// A source of which nothing but its words is known.
    fn untyped(tokens: Range<usize>) -> Self {
        Self { tokens, name: None, person: None, principal: None, kind: SourceType::None, agency: false }
    }
}

impl Attributed {
    /// Plain indirect speech; nothing else is known yet.
    fn indirect(source: Source, cue: Range<usize>, content: Vec<ByteSpan>) -> Self {
        Self {
            source,
            cue,
            content,
            addressee: None,
            agency: None,
            said_at: None,
            speech: Speech::Indirect,
            denied: false,
            withheld: false,
        }
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

/// Finds all attributions, in text order.
pub(crate) fn find(g: Ground<'_>) -> Vec<Attributed> {
    let mut out: Vec<Attributed> = Vec::new();
    for sentence in 0..g.document.sentences.len() {
        let tokens = g.document.sentences[sentence].tokens.clone();
        let mut here = Vec::new();
        for at in tokens.clone() {
            if let Some(found) = according_to(g, at, &tokens).or_else(|| quoted_as_saying(g, at, &tokens)) {
                here.push(found);
            }
        }
        for annotation in g.chart.within(Kind::Verb, tokens.clone()) {
            if let Some(found) = verb_cue(g, annotation, &tokens, &out) {
                here.push(found);
            }
        }
        here.sort_by_key(|found| found.cue.start);
        out.extend(here);
    }
    carry_quotations(g.document, &mut out);
    out
}

fn says(g: Ground<'_>, verb: &VerbGroup) -> bool {
    verb.classes.has(g.classes.say) || verb.classes.has(g.classes.express)
}

/// The attribution that a reporting verb makes, if it has a source and a content.
fn verb_cue(
    g: Ground<'_>,
    annotation: &Annotation,
    sentence: &Range<usize>,
    before: &[Attributed],
) -> Option<Attributed> {
    let document = g.document;
    let verb = &g.verbs[annotation.index];
    let cue = annotation.tokens.clone();
    if !says(g, verb) || verb.infinitive || verb.passive || verb.irrealis {
        return None;
    }
    let span = document.span(cue.clone());
    if document.quotation(span).is_some() {
        return None;
    }
    let word = document.word(cue.end - 1);
    let (source, mut after) = source_of(g, verb, sentence, before)?;
    let mut found = Attributed::indirect(source, cue.clone(), Vec::new());
    found.denied = word.starts_with("den");
    found.withheld = says_nobody(g, &found.source)
        || verb.negated
        || cue.clone().any(|at| document.tokens[at].classes.has(g.classes.negator));
    let addresses = matches!(word, "told" | "tell" | "tells" | "informed" | "telling" | "to")
        || document.word(after.min(sentence.end - 1)) == "to";
    if let Some(addressee) = addresses.then(|| addressee(g, after, sentence.end)).flatten() {
        after = addressee.end;
        let agency = addressee.clone().any(|at| document.tokens[at].classes.has(g.classes.agency));
        if agency { found.agency = Some(addressee) } else { found.addressee = Some(addressee) }
    }
    // "also", "earlier", "on Monday", "in Geneva", "hope": what may stand between cue and content.
    let direct = quotations_of(document, sentence, &cue, &found.source);
    let (said_at, that) = between(g, after, sentence.end);
    found.said_at = said_at;
    found.content.clone_from(&direct);
    let object =
        matches!(word, "told" | "tell" | "tells") && found.addressee.is_none() && found.agency.is_none();
    let indirect = if object && that.is_none() {
        // "told the story of …": what follows is told of, not said.
        None
    } else {
        indirect_content(g, &found, after, that, sentence)
    };
    let quoted = !direct.is_empty();
    // What stands before ", X said" may be the quotation itself.
    let indirect = indirect.filter(|span| !direct.iter().any(|quote| quote.contains(*span)));
    if let Some(span) = indirect {
        found.speech = if quoted { Speech::Mixed } else { Speech::Indirect };
        if !direct.iter().any(|quote| quote.contains(span)) {
            found.content.retain(|quote| !span.overlaps(*quote));
            found.content.push(span);
        }
    } else if quoted {
        found.speech = Speech::Direct;
    }
    found.content.sort_unstable();
    (!found.content.is_empty()).then_some(found)
}

/// "Nobody said", "no one believes": nothing is asserted.
fn says_nobody(g: Ground<'_>, source: &Source) -> bool {
    source.tokens.clone().any(|at| matches!(g.document.word(at), "nobody" | "none" | "neither" | "no"))
}

/// The source of a cue, before it or after it, and where its content may begin.
fn source_of(
    g: Ground<'_>,
    verb: &VerbGroup,
    sentence: &Range<usize>,
    before: &[Attributed],
) -> Option<(Source, usize)> {
    let (document, cue) = (g.document, &verb.tokens);
    let left = source_before(g, cue.start, sentence, before).or_else(|| {
        // Past forms only: "comments", "reports", "claims" after a word nothing is known of are nouns.
        let past =
            document.tokens[cue.end - 1].verb.is_some_and(|verb| verb.forms.past || verb.forms.participle);
        if past { other_source(g, cue.start, sentence) } else { None }
    });
    if let Some(source) = left {
        return Some((source, cue.end));
    }
    if !verb.may_invert(document.word(cue.end - 1)) {
        return None;
    }
    let source = source_after(g, cue.end, sentence)?;
    let end = source.tokens.end;
    Some((source, end))
}

impl VerbGroup {
    /// Whether an inverted subject may follow ("said Harf").
    fn may_invert(&self, word: &str) -> bool {
        !self.gerund
            && self.tokens.len() == 1
            && matches!(word, "said" | "says" | "added" | "reported" | "wrote" | "announced")
    }
}
