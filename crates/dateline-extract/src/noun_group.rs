//! Noun groups: a noun with what stands before it and belongs to it, "the two wounded miners", "its foreign
//! minister Ana Halas". What follows the noun ("of Oslo", "who fled") is not part of the group.

use crate::document::Document;
use crate::tagger::Tag;
use std::ops::Range;

/// A noun group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NounGroup {
    pub(crate) tokens: Range<usize>,
    /// The last noun of it.
    pub(crate) head: usize,
}

/// The noun group that begins with the token `at` and ends before `end`: as long as it can be. A pronoun is a group
/// of its own. `None` if none begins there.
pub(crate) fn at(document: &Document<'_>, at: usize, end: usize) -> Option<NounGroup> {
    let tag = |at: usize| document.tag(at);
    if at >= end {
        return None;
    }
    if matches!(tag(at), Tag::PRP | Tag::EX) {
        return Some(NounGroup { tokens: at..at + 1, head: at });
    }
    let mut next = at;
    while next < end && matches!(tag(next), Tag::PDT | Tag::DT | Tag::PRP_POSSESSIVE | Tag::WP_POSSESSIVE) {
        next += 1;
    }
    let (mut noun, mut number) = (None, None);
    while next < end {
        match tag(next) {
            Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS => noun = Some(next),
            Tag::CD => number = Some(next),
            Tag::DOLLAR | Tag::JJ | Tag::JJR | Tag::JJS | Tag::HYPH => {}
            // "the *wounded* miners", "the *ruling* party": only before the noun.
            Tag::VBN | Tag::VBG | Tag::RB if noun.is_none() => {}
            // "Oslo's mayor" is one group with another noun in it.
            Tag::POS if noun.is_some() => {}
            _ => break,
        }
        next += 1;
    }
    // A number alone may be what is counted: "40 were hurt".
    let head = noun.or(number)?;
    Some(NounGroup { tokens: at..head + 1, head })
}

#[cfg(test)]
mod tests {
    use super::at;
    use crate::sample::read;

    #[test]
    fn a_group_holds_what_stands_before_its_noun() {
        for (text, from, group, head) in [
            ("The two injured miners left.", 0, "The two injured miners", "miners"),
            ("The ruling party of Norway lost.", 0, "The ruling party", "party"),
            ("Its foreign minister resigned.", 0, "Its foreign minister", "minister"),
            ("The mayor's two cars burned.", 0, "The mayor's two cars", "cars"),
            ("They left.", 0, "They", "They"),
            ("He saw a red car.", 2, "a red car", "car"),
            ("Nine people died.", 0, "Nine people", "people"),
            ("Forty were hurt.", 0, "Forty", "Forty"),
        ] {
            read(text, |r| {
                let found = at(&r.document, from, r.document.tokens.len()).unwrap();
                assert_eq!(r.document.words(found.tokens), group);
                assert_eq!(r.document.verbatim(found.head), head, "{text}");
            });
        }
    }

    #[test]
    fn no_group_begins_at_a_verb_or_a_preposition_or_goes_past_the_end() {
        read("He went to the port.", |r| {
            let end = r.document.tokens.len();
            for from in [1, 2, 5] {
                assert_eq!(at(&r.document, from, end), None, "{from}");
            }
            assert_eq!(at(&r.document, 3, 4), None);
            assert_eq!(at(&r.document, end, end), None);
        });
    }
}
