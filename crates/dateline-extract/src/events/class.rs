//! The kinds of events: by the noun that names one, or by the verb that says it befell.

use super::{EventMention, Ground};
use crate::lexicon::{Classes, NamedClasses};
use crate::verb_group::VerbGroup;
use std::ops::Range;

/// The class of an event noun, as the lexicon names it.
pub(super) fn class_of(c: &NamedClasses, noun: Classes) -> Option<&'static str> {
    if noun == Classes::default() {
        return None;
    }
    let nouns = [
        (c.event_meeting, "event-meeting"),
        (c.event_vote, "event-vote"),
        (c.event_trial, "event-trial"),
        (c.event_launch, "event-launch"),
        (c.event_ceremony, "event-ceremony"),
        (c.event_accident, "event-accident"),
        (c.event_collapse, "event-collapse"),
        (c.event_quake, "event-quake"),
        (c.event_flood, "event-flood"),
        (c.event_storm, "event-storm"),
        (c.event_fire, "event-fire"),
        (c.event_blast, "event-blast"),
        (c.event_attack, "event-attack"),
        (c.event_crash, "event-crash"),
        (c.event_spill, "event-spill"),
        (c.event_outbreak, "event-outbreak"),
        (c.event_landslide, "event-landslide"),
        (c.event_campaign, "event-campaign"),
        (c.event_strike, "event-strike"),
        (c.event_conflict, "event-conflict"),
        (c.event_held_generic, "event-held-generic"),
        (c.event_disaster_generic, "event-disaster-generic"),
    ];
    nouns.iter().find(|(class, _)| noun.has(*class)).map(|(_, name)| *name)
}

/// The class of event that a verb says befell ("collapsed").
pub(super) fn befalling(c: &NamedClasses, verb: &VerbGroup) -> Option<&'static str> {
    let verbs = [
        (c.collapse, "event-collapse"),
        (c.explode, "event-blast"),
        (c.crash, "event-crash"),
        (c.mishap, "event-accident"),
    ];
    verbs.iter().find(|(class, _)| verb.classes.has(*class)).map(|(_, name)| *name)
}

/// The noun for an event that a verb says befell.
pub(super) fn befallen_noun(class: &str) -> &'static str {
    match class {
        "event-collapse" => "collapse",
        "event-blast" => "explosion",
        "event-crash" => "crash",
        "event-accident" => "accident",
        _ => "event",
    }
}

/// Nouns of events that mean something else here: "the U.S. Congress" and "the General Assembly" are bodies, "my vote" and "70 % of the vote" are cast,
/// "the opening" of nothing is a hole.
pub(super) fn is_no_event(g: Ground<'_>, mention: &EventMention, sentence: &Range<usize>) -> bool {
    let document = g.document;
    let head = mention.head;
    let word = |at: usize| if sentence.contains(&at) { document.word(at) } else { "" };
    let before = mention.tokens.start.wrapping_sub(1);
    match document.word(head) {
        "congress" | "assembly" => document.tokens[head].capital && mention.name.is_none(),
        // "in the event of a default", "in any event".
        "event" => word(before) == "in" || word(mention.tokens.start) == "in",
        "vote" | "votes" => {
            let cast = matches!(word(mention.tokens.start), "my" | "your" | "our");
            let share = word(before) == "of"
                && (before.saturating_sub(2)..before).any(|at| {
                    matches!(
                        word(at),
                        "%" | "percent" | "per" | "cent" | "share" | "most" | "majority" | "half"
                    )
                });
            cast || share || document.tag(head).is_verb()
        }
        // "a further rally in bonds", "the dollar's rally": prices rise.
        "rally" => {
            let traded =
                |at: usize| sentence.contains(&at) && document.tokens[at].classes.has(g.named().market_noun);
            let behind = matches!(word(head + 1), "in" | "of" | "by" | "for");
            mention.tokens.clone().any(traded)
                || matches!(word(before), "'s" | "’s") && traded(before.wrapping_sub(1))
                || behind && (head + 2..head + 6).any(traded)
        }
        "opening" => {
            let hole = matches!(word(before), "through" | "at" | "in" | "into" | "of" | "from");
            hole && mention.plain.is_empty() && mention.proper.is_empty() && word(head + 1) != "of"
        }
        _ => false,
    }
}

/// Is it a happening that people plan?
pub(crate) fn is_held(class: &str) -> bool {
    matches!(
        class,
        "event-meeting"
            | "event-vote"
            | "event-trial"
            | "event-launch"
            | "event-ceremony"
            | "event-campaign"
            | "event-held-generic"
            | "event-thing"
    )
}

/// Disasters for which news has several nouns, of which an article means the same by each ("the spill", "the
/// leak").
pub(super) fn is_one_kind(class: &str) -> bool {
    matches!(class, "event-spill" | "event-quake" | "event-storm" | "event-outbreak" | "event-fire")
}

/// Happenings of which the only one of an article goes by each of several nouns: "an explosion", "the blast".
pub(super) fn has_synonyms(class: &str) -> bool {
    is_one_kind(class) || matches!(class, "event-blast" | "event-crash")
}

/// War, revolt and what puts them down: an article is about one of a country, however it calls it.
pub(crate) fn is_conflict(class: &str) -> bool {
    class == "event-conflict"
}

/// Held events that nobody calls "the event".
fn is_called_by_name(class: &str) -> bool {
    matches!(class, "event-vote" | "event-trial" | "event-campaign")
}

/// Whether a story may have many of a mention's kind: meetings, hearings, what a verb alone tells of, and conferences for
/// the press. A conference is one that may be moved.
pub(super) fn recurs(g: Ground<'_>, mention: &EventMention) -> bool {
    let for_press = mention.plain.iter().any(|word| matches!(word.as_str(), "news" | "press"));
    mention.verb || for_press || g.document.tokens[mention.head].classes.has(g.named().recurring_event)
}

/// Whether a mention of one class may mean an event of another.
pub(super) fn compatible(mention: &str, event: &str) -> bool {
    mention == event
        || (mention == "event-held-generic" && is_held(event) && !is_called_by_name(event))
        || (mention == "event-disaster-generic" && !is_held(event) && !is_conflict(event))
        || (event == "event-disaster-generic" && !is_held(mention) && !is_conflict(mention))
}

/// Singular of an event noun; talks and negotiations have none.
pub(super) fn singular(word: &str) -> String {
    if matches!(word, "talks" | "consultations" | "negotiations" | "congress" | "virus" | "coronavirus") {
        return word.to_owned();
    }
    let hissing = ["shes", "ches", "sses", "xes"].iter().any(|end| word.ends_with(end));
    word.strip_suffix(if hissing { "es" } else { "s" }).unwrap_or(word).to_owned()
}
