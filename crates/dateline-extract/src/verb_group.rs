//! Verb groups. A known verb with the auxiliaries, modals and adverbs before it: "will probably
//! be held", "has not been postponed", "is expected to take".

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Class, Classes, Lexicon, NamedClasses};
use crate::tagger::Tag;
use std::ops::Range;

/// When the verb speaks of, seen from the text's own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// "met", "has met", "was held", "has been held".
    Past,
    /// "holds", "is held".
    Present,
    /// "will", "to be held", "could", "is meeting".
    Future,
    /// A bare gerund or a noun phrase: the context decides.
    Open,
}

/// A verb group.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent marks of grammar, not a state")]
pub(crate) struct VerbGroup {
    pub(crate) tokens: Range<usize>,
    /// Classes of the main verb.
    pub(crate) classes: Classes,
    pub(crate) passive: bool,
    pub(crate) gerund: bool,
    pub(crate) infinitive: bool,
    pub(crate) negated: bool,
    /// A modal, or "to" after an expectation: not (yet) real.
    pub(crate) irrealis: bool,
    /// A bare past form, which may be a participle ("the talks planned for May").
    pub(crate) reduced: bool,
    pub(crate) direction: Direction,
}

/// Finds the verb groups of every sentence and puts them into the chart.
pub(crate) fn find(document: &Document<'_>, lexicon: &Lexicon, chart: &mut Chart) -> Vec<VerbGroup> {
    let classes = &lexicon.named;
    let mut groups = Vec::new();
    for sentence in &document.sentences {
        for main in sentence.tokens.clone() {
            let Some(verb) = document.tokens[main].verb else { continue };
            if !is_verb_here(document, classes, sentence.tokens.start, main) {
                continue;
            }
            let group = read(document, classes, sentence.tokens.start, main, verb.classes);
            chart.add(Kind::Verb, group.tokens.clone(), groups.len());
            groups.push(group);
        }
    }
    groups
}

fn is_auxiliary(document: &Document<'_>, c: &NamedClasses, at: usize) -> bool {
    let classes = document.tokens[at].classes;
    classes.has(c.modal) || classes.has(c.be) || classes.has(c.have) || classes.has(c.do_form)
}

/// Words such as "report", "set", "meeting", "claims" are nouns after an article, a possessive, or another
/// noun's apostrophe, and verbs elsewhere; a capitalised one in mid-sentence is part of a name.
fn is_verb_here(document: &Document<'_>, c: &NamedClasses, start: usize, main: usize) -> bool {
    let token = &document.tokens[main];
    let Some(verb) = token.verb else { return false };
    if token.capital && main > start && !is_after_quote(document, main) {
        return false;
    }
    let tag = document.tag(main);
    // "Strikes hit", "several reports", "heavy fighting": what is tagged as a noun and could be one. A past form
    // could not, and after "to" or a modal the taggers' noun is a verb.
    let noun = tag.is_common_noun() && !verb.forms.past && !verb.forms.participle;
    if main == start {
        return !noun;
    }
    let before = &document.tokens[main - 1];
    if noun && !verb.forms.base && !(verb.forms.gerund && before.classes.has(c.be)) {
        return false;
    }
    let word = document.word(main - 1);
    // "the Geneva meeting", "a court hearing": nouns, unless a form of "be" makes them verbs.
    if token.classes.has(c.gerund_noun) {
        // "the envoy's meeting with them".
        let is = before.classes.has(c.be) && document.tag(main - 1) != Tag::POS;
        return is || before.classes.has(c.adverb) || main == start + 1 && word == "while";
    }
    if before.classes.has(c.article) || matches!(word, "'s" | "’s" | "this" | "that" | "these" | "those") {
        // "the planned …" is an adjective; "that killed …" and "it’s held" are verbs.
        let relative = word == "that" && !verb.forms.base;
        let is = matches!(word, "'s" | "’s") && verb.forms.participle && main >= 2 && {
            matches!(document.word(main - 2), "it" | "that" | "he" | "she" | "there" | "what")
        };
        return relative || is;
    }
    if before.classes.has(c.possessive) && document.word(main - 1) != "her" {
        return false;
    }
    // After a preposition only the gerund is a verb ("for holding"); "to" takes the base form.
    if before.classes.has(c.preposition) && word != "to" {
        return verb.forms.gerund
            || matches!(word, "since" | "after" | "before" | "until" | "around" | "over" | "along")
            || (verb.forms.past || verb.forms.participle) && matches!(word, "as" | "than" | "by" | "up");
    }
    // A base form that is also a noun needs an auxiliary, "to" or a plural subject before it; sentence
    // after sentence of news has "launch", "claim", "cost" as nouns.
    if verb.forms.base && !verb.forms.past && !verb.forms.participle {
        let mut left = main - 1;
        while left > start && document.tokens[left].classes.has(c.adverb) {
            left -= 1;
        }
        // "Rebels attack the town".
        let plural = matches!(document.tag(left), Tag::NNS | Tag::NNPS) && tag == Tag::VBP;
        return plural
            || is_auxiliary(document, c, left)
            || document.tokens[left].classes.has(c.negator)
            || matches!(
                document.word(left),
                "to" | "they" | "we" | "i" | "you" | "who" | "officials" | "and"
            );
    }
    true
}

fn is_after_quote(document: &Document<'_>, at: usize) -> bool {
    document.tokens[at - 1].kind == TokenKind::Quote
}

fn read(document: &Document<'_>, c: &NamedClasses, start: usize, main: usize, verb: Classes) -> VerbGroup {
    let forms = document.tokens[main].verb.map(|verb| verb.forms).unwrap_or_default();
    let mut left = main;
    let mut first_auxiliary = main;
    while left > start {
        let at = left - 1;
        let classes = document.tokens[at].classes;
        let word = document.word(at);
        let to = word == "to" && (forms.base || is_auxiliary(document, c, left));
        let expectation = classes.has(c.catenative) && document.word(left) == "to";
        if is_auxiliary(document, c, at) || to || expectation {
            left = at;
            first_auxiliary = at;
        } else if classes.has(c.negator) || classes.has(c.adverb) || ends_ly(word) {
            left = at;
        } else if matches!(word, "longer" | "yet") && at > start && document.word(at - 1) == "no" {
            left = at - 1;
        } else {
            break;
        }
    }
    // Adverbs that stand before the first auxiliary belong to the clause: "later will be held" keeps them,
    // but a group never starts with a bare "then" or "also" before the main verb of another subject.
    let tokens = left.min(first_auxiliary)..main + 1;
    let group: Vec<usize> = (tokens.start..main).collect();
    let has = |class: Class| group.iter().any(|&at| document.tokens[at].classes.has(class));
    let word = |text: &str| group.iter().any(|&at| document.word(at) == text);
    let last_auxiliary = group.iter().rev().copied().find(|&at| is_auxiliary(document, c, at));
    let after_be = last_auxiliary.is_some_and(|at| document.tokens[at].classes.has(c.be));
    let passive = forms.participle && after_be;
    let gerund = forms.gerund && !after_be;
    let infinitive = forms.base && word("to") && !has(c.modal);
    let expectation = group
        .iter()
        .any(|&at| document.tokens[at].classes.has(c.catenative) && document.word(at + 1) == "to");
    let to_be = word("to");
    let negated = group.iter().any(|&at| document.tokens[at].classes.has(c.negator))
        || group.windows(2).any(|pair| document.word(pair[0]) == "no" && document.word(pair[1]) == "longer");
    let irrealis = has(c.modal) || expectation || to_be;
    let past_auxiliary = word("was") || word("were") || word("had") || word("did");
    let direction = if irrealis {
        Direction::Future
    } else if past_auxiliary || has(c.have) {
        Direction::Past
    } else if forms.gerund && after_be {
        // "is meeting on Tuesday" announces; "was meeting" was handled above.
        Direction::Future
    } else if gerund {
        Direction::Open
    } else if (forms.past || forms.participle) && !passive && last_auxiliary.is_none() {
        Direction::Past
    } else {
        Direction::Present
    };
    let reduced = forms.participle && last_auxiliary.is_none();
    VerbGroup { tokens, classes: verb, passive, gerund, infinitive, negated, irrealis, reduced, direction }
}

fn ends_ly(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "july" | "italy" | "family" | "assembly" | "supply")
}

#[cfg(test)]
mod tests {
    use super::{Direction, VerbGroup};
    use crate::sample::read;

    /// The verb groups of a text with their words.
    fn groups(text: &str) -> Vec<(String, VerbGroup)> {
        read(text, |r| {
            let groups = r.verbs.iter();
            groups.map(|g| (r.document.words(g.tokens.clone()).to_owned(), g.clone())).collect()
        })
    }

    fn words(text: &str) -> Vec<String> {
        groups(text).into_iter().map(|(words, _)| words).collect()
    }

    #[test]
    fn tense_says_to_which_side_a_verb_looks() {
        for (text, group, direction) in [
            ("The summit will probably be held in Oslo.", "will probably be held", Direction::Future),
            ("The envoys have met in Oslo.", "have met", Direction::Past),
            ("The summit was held in Oslo.", "was held", Direction::Past),
            ("The summit is expected to begin soon.", "is expected to begin", Direction::Future),
            ("The envoys are meeting in Oslo.", "are meeting", Direction::Future),
            ("The envoys met in Oslo.", "met", Direction::Past),
            ("The summit begins in Oslo.", "begins", Direction::Present),
            ("They thought of holding a summit.", "holding", Direction::Open),
        ] {
            let found = groups(text);
            let fits = found.iter().any(|(words, g)| words == group && g.direction == direction);
            assert!(fits, "{text}: {found:?}");
        }
    }

    #[test]
    fn negation_is_part_of_the_group() {
        for text in ["It was not held.", "It will never be held.", "It is no longer planned."] {
            assert!(groups(text).last().unwrap().1.negated, "{text}");
        }
        assert!(!groups("It was held.")[0].1.negated);
    }

    #[test]
    fn a_base_form_after_a_plural_is_a_verb_where_its_tag_says_so() {
        assert_eq!(words("The ministers plan a summit."), ["plan"]);
        assert_eq!(words("Both firms claim the island."), ["claim"]);
    }

    #[test]
    fn voice_and_mood_are_marked() {
        let only = |text: &str| groups(text).remove(0).1;
        assert!(only("It was held.").passive);
        assert!(!only("They held it.").passive);
        assert!(only("It may be held.").irrealis);
        assert!(only("The talks planned for May.").reduced);
    }

    #[test]
    fn nouns_that_look_like_verbs_are_no_groups() {
        for text in [
            "The launch",
            "A court hearing",
            "Its cost",
            "The Geneva meeting",
            "Several reports of it",
            "Strikes in two towns",
        ] {
            assert_eq!(words(text), [] as [String; 0], "{text}");
        }
    }
}
