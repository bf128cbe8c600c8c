//! Things of which only a verb says that they are an event.

use super::mentions::noun_mention;
use super::{Determiner, EventMention, Ground, covering};
use crate::chart::{Chart, Kind};
use crate::document::TokenKind;
use crate::tagger::Tag;

/// Things of which a passive verb says that they are held, moved, called off, opened: "the marathon will be
/// held". The verb makes them events, whatever the noun.
pub(super) fn thing_mentions(g: Ground<'_>, chart: &Chart, known: &[EventMention]) -> Vec<EventMention> {
    let c = g.named();
    let verbs = [c.hold, c.schedule, c.postpone, c.cancel, c.launch, c.complete, c.open];
    let mut out = Vec::new();
    for sentence in &g.document.sentences {
        for annotation in chart.within(Kind::Verb, sentence.tokens.clone()) {
            let verb = &g.verbs[annotation.index];
            let costs = verb.classes.has(c.cost) && !verb.gerund && !verb.infinitive;
            if !(verb.passive && verb.classes.has_any(&verbs) || costs) {
                continue;
            }
            let end = annotation.tokens.start;
            let Some(head) = end.checked_sub(1).filter(|head| *head >= sentence.tokens.start) else {
                continue;
            };
            let taken = known.iter().any(|mention| mention.tokens.contains(&head));
            // People are held, too; only what is yet to be held is certainly no prisoner.
            let detained = verb.classes.has(c.hold) && !verb.irrealis && may_be_a_person(g, head);
            let tag = g.document.tag(head);
            let noun = if costs { tag.is_noun() } else { !tag.is_verb() && tag != Tag::MD };
            if taken || detained || !noun || !is_plain_noun(g, chart, head, sentence.tokens.start) {
                continue;
            }
            let mention = noun_mention(g, chart, head, "event-thing", sentence.tokens.start);
            let first = mention.tokens.start;
            // "the vote in the capital | is scheduled": it is the vote that is.
            let inside =
                first > sentence.tokens.start && g.document.tokens[first - 1].classes.has(c.preposition);
            if (costs || !inside) && (mention.determiner != Determiner::Bare || !mention.proper.is_empty()) {
                out.push(mention);
            }
        }
    }
    out
}

/// A word that nothing else is known of: no name, time, number, role or function word.
fn is_plain_noun(g: Ground<'_>, chart: &Chart, head: usize, start: usize) -> bool {
    let (c, token) = (g.named(), &g.document.tokens[head]);
    let function = [
        c.preposition,
        c.conjunction,
        c.pronoun,
        c.article,
        c.be,
        c.modal,
        c.possessive,
        c.demonstrative,
        c.adverb,
        c.have,
        c.number_word,
        c.unit,
        c.part_noun,
    ];
    let kinds = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Time, Kind::Quantity, Kind::Role];
    token.kind == TokenKind::Word
        && token.verb.is_none()
        && !token.classes.has_any(&function)
        && !token.classes.has_any(&c.people())
        && !matches!(
            g.document.word(head),
            "'s" | "’s" | "it" | "there" | "all" | "both" | "none" | "not" | "who" | "which"
        )
        && !kinds.iter().any(|kind| covering(chart, *kind, head, start).is_some())
}

/// Nouns in "-er", "-or", "-ant", "-ist", "-man" mean people as a rule, plurals too.
fn may_be_a_person(g: Ground<'_>, head: usize) -> bool {
    let word = g.document.word(head).trim_end_matches('s');
    ["er", "or", "ant", "ent", "ist", "ian", "man", "men", "ee", "ect", "ive", "al"]
        .iter()
        .any(|end| word.ends_with(end))
}
