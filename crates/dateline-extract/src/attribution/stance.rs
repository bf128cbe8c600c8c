//! What an attribution makes of its content: said, denied, doubted, asked for.

use super::book::CueBook;
use super::reader::{Reported, Told};
use super::words::Words;
use super::{AttributionClass, Ground};
use crate::chart::{Annotation, Kind};
use dateline_core::modality::ModalityClass;

/// How the source, or the reporter, stands to what is attributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "independent marks of grammar, not a state")]
pub(crate) struct Stance {
    /// The source says it: it belongs into the chain.
    pub(crate) says: bool,
    /// The source believes or expects it: whose belief it is belongs into the chain too.
    pub(crate) holds: bool,
    /// Nobody says it more surely than so.
    pub(crate) at_most: Option<ModalityClass>,
    /// "denied that …".
    pub(crate) denied: bool,
    /// "ruled that …": what hangs on it in passing was not ruled.
    pub(crate) verdict: bool,
    /// "has not said whether …", "nobody said": nothing is asserted.
    pub(crate) withheld: bool,
}

impl Stance {
    const GRANTED: Self =
        Self { says: false, holds: false, at_most: None, denied: false, verdict: false, withheld: false };

    fn at_most(class: ModalityClass) -> Self {
        Self { at_most: Some(class), ..Self::GRANTED }
    }

    pub(super) fn of(g: Ground<'_>, book: &CueBook, found: &Reported) -> Self {
        let document = g.document;
        let listed = |list, at: usize| book.lists.has(list, document.word(at));
        let cue = found.cue.clone();
        let negated = cue.clone().any(|at| document.tokens[at].classes.has(g.classes.negator));
        let refused = cue.clone().any(|at| listed(Words::Refusals, at));
        let nobody = found.source.clone().is_some_and(|source| {
            source.clone().any(|at| matches!(document.word(at), "nobody" | "none" | "neither" | "no" | "few"))
        });
        let says = found.told == Told::Quoted
            || found.class == AttributionClass::Statement && found.told != Told::Asked;
        if nobody || negated && (says || found.class == AttributionClass::Belief) {
            return Self { withheld: true, ..Self::GRANTED };
        }
        if refused {
            // "refused to hold the talks", "declined to say whether".
            return Self { withheld: true, ..Self::GRANTED };
        }
        // "ruled out", "denied reports that …".
        let lemma = found.rule.split('/').next().unwrap_or_default();
        if book.lists.has(Words::Denials, lemma) || cue.clone().any(|at| listed(Words::Denials, at)) {
            return match found.told {
                Told::Quoted => Self { says: true, ..Self::GRANTED },
                Told::Clause => Self { says: true, denied: true, ..Self::GRANTED },
                Told::Asked | Told::Named => Self::at_most(ModalityClass::U),
            };
        }
        if says {
            // "claimed 40 lives", "cited the flood": such a verb with an object need not be one of saying.
            let taken = found.told == Told::Named && book.lists.has(Words::Takers, lemma);
            // "Flood talks: the river rises": a headline's topic, unless what follows is quoted.
            let topic = found.told == Told::Named && found.rule == "colon";
            // "Oil gushed, adding to the millions of gallons": more of it.
            let adds = lemma == "add" && document.word(cue.end.min(document.tokens.len() - 1)) == "to";
            // "The failure means that oil escapes": what follows from it.
            let follows = lemma == "mean";
            if taken || topic || adds || follows || !can_speak(g, found) {
                return Self::GRANTED;
            }
            if !document.tag(cue.end - 1).is_noun() && is_unreal(g, found) {
                return Self::at_most(ModalityClass::U);
            }
            let question = found.class == AttributionClass::Question;
            let doubted = is_hearsay(g, book, found) || estimate(g, found).is_some();
            let doubted = doubted.then_some(ModalityClass::PR);
            let weak = if question { Some(ModalityClass::U) } else { doubted };
            return Self { says: true, at_most: weak, verdict: lemma == "rule", ..Self::GRANTED };
        }
        let weak = match (found.class, found.told) {
            (AttributionClass::Question | AttributionClass::Demand, _)
            | (AttributionClass::Statement, Told::Asked) => Some(ModalityClass::U),
            // Whoever fears something does not say that it is so.
            (AttributionClass::Belief, _) if lemma == "fear" => Some(ModalityClass::U),
            (AttributionClass::Belief, _) => Some(ModalityClass::PR),
            (AttributionClass::Intention, told) if told != Told::Named || found.rule.ends_with("/to") => {
                Some(ModalityClass::PR)
            }
            (AttributionClass::Appearance, _) if found.source.is_none() => Some(ModalityClass::PR),
            _ => None,
        };
        let noun = document.tag(cue.end - 1).is_noun();
        // Outside quotations "I" is who writes.
        let writer = found
            .source
            .clone()
            .is_some_and(|mut source| source.any(|at| matches!(document.word(at), "i" | "we" | "you")));
        let holds = found.class == AttributionClass::Belief && !noun && !writer && can_speak(g, found);
        Self { at_most: weak, holds, ..Self::GRANTED }
    }
}

/// "This means that …", "the attack claimed 12 lives", "…, which says that …": what is no speaker, or only stands for one.
fn can_speak(g: Ground<'_>, found: &Reported) -> bool {
    let Some(source) = found.source.clone() else { return false };
    let stands_for = |at: usize| {
        matches!(
            g.document.word(at),
            "this" | "that" | "these" | "those" | "which" | "who" | "what" | "there"
        )
    };
    let last = source.end - 1;
    // A mark that opens inside it: two headlines run together.
    let opens = source.clone().skip(1).any(|at| {
        matches!(g.document.word(at), "'" | "‘")
            && g.document.tokens[at - 1].span.end_byte < g.document.tokens[at].span.start_byte
    });
    if opens {
        return false;
    }
    // "an increase of $100m on the figure reported earlier": an amount says nothing.
    if source.clone().any(|at| matches!(g.document.word(at), "$" | "£" | "€")) {
        return false;
    }
    let ends = |kind| g.chart.within(kind, source.clone()).find(|a| a.tokens.end == source.end);
    // "the group organising protests", "officials at the talks": an event in what is told of a speaker.
    let told_of = |event: &Annotation| {
        let opens = |at: &usize| {
            g.document.tokens[*at].classes.has(g.classes.preposition) || g.document.word(*at).ends_with("ing")
        };
        let head = (source.start + 1..event.tokens.end).find(opens).map(|at| at - 1);
        let c = g.classes;
        let speakers = [c.official_noun, c.anonymous_noun, c.authority_noun, c.role_head, c.role_head_plural];
        head.is_some_and(|head| {
            let name = g.chart.within(Kind::Organisation, source.clone()).any(|a| a.tokens.end == head + 1);
            name || g.document.tokens[head].classes.has_any(&speakers)
                || matches!(g.document.word(head), "group" | "groups")
        })
    };
    !(source.start == last && stands_for(last))
        && (ends(Kind::Person).is_some() || ends(Kind::Event).is_none_or(told_of))
}

/// "according to a U.N. estimate": the word of a source that reckons.
pub(super) fn estimate(g: Ground<'_>, found: &Reported) -> Option<usize> {
    let of = |at: &usize| g.document.tokens[*at].classes.has(g.classes.preposition);
    let mut head = found.source.clone()?.take_while(|at| !of(at));
    head.find(|&at| matches!(g.document.word(at), "estimate" | "estimates"))
}

/// "Amid reports that …": somebody has reported it.
fn is_hearsay(g: Ground<'_>, book: &CueBook, found: &Reported) -> bool {
    let last = found.cue.end - 1;
    let itself = found.source.as_ref().is_some_and(|source| source.end == found.cue.end);
    itself && book.lists.has(Words::Hearsay, g.document.word(last))
}

/// "would say", "is expected to announce", "wants to tell": it has not been said. "went on to say", "can confirm", "would only
/// say" has.
fn is_unreal(g: Ground<'_>, found: &Reported) -> bool {
    let document = g.document;
    let cue = found.cue.clone();
    let main = cue.end - 1;
    let before = cue.start.checked_sub(1).map_or("", |at| document.word(at));
    let only = cue.clone().any(|at| document.word(at) == "only")
        || document.word((main + 1).min(document.tokens.len() - 1)) == "only";
    let modal =
        cue.clone().any(|at| document.tokens[at].classes.has(g.classes.modal) && document.word(at) != "can");
    let to = (cue.start + 1..main).find(|&at| document.word(at) == "to");
    let led_to = to.is_some_and(|to| {
        let first = document.word(to - 1);
        !matches!(
            first,
            "went"
                | "goes"
                | "on"
                | "continued"
                | "continues"
                | "began"
                | "begun"
                | "came"
                | "proceeded"
                | "rushed"
                | "able"
        )
    });
    !only && (modal || led_to || before == "to")
}
