//! Nouns that the tagger takes for adverbs, because they mostly are: "a relief well".
//!
//! The tagger sees two words ahead and two back. What settles it stands elsewhere in the article: whoever writes of "wells",
//! or of "the well", means one by "the damaged well", too.

use super::Document;
use crate::tagger::Tag;

impl Document<'_> {
    /// Tags "well" as a noun where a determiner and nothing but what modifies a noun stands before it, in an article that
    /// speaks of wells.
    pub(super) fn name_wells(&mut self) {
        let is_well = |at: usize| self.word(at) == "well" && self.tag(at) == Tag::RB;
        let speaks = |at: usize| match self.word(at) {
            "wells" => self.tag(at).is_noun(),
            "well" => self.tag(at).is_noun() && at > 0 && is_determiner(self.tag(at - 1)),
            _ => false,
        };
        if !(0..self.tokens.len()).any(speaks) {
            return;
        }
        let wells: Vec<usize> =
            (1..self.tokens.len()).filter(|&at| is_well(at) && self.has_noun_before(at)).collect();
        for at in wells {
            self.tags[at] = Tag::NN;
        }
    }

    /// Whether "well" ends a noun group with a determiner, and no measure or participle follows ("the output well above", "a
    /// man well known").
    fn has_noun_before(&self, at: usize) -> bool {
        const MODIFIERS: usize = 4;
        let sentence_of = |token: usize| self.sentence_of(token);
        let next = at + 1;
        if next < self.tokens.len() {
            let word = self.word(next);
            let measure = matches!(
                word,
                "above"
                    | "ahead"
                    | "as"
                    | "below"
                    | "beyond"
                    | "enough"
                    | "into"
                    | "over"
                    | "past"
                    | "under"
                    | "within"
            );
            if measure || matches!(self.tag(next), Tag::VBN | Tag::JJ) {
                return false;
            }
        }
        let from = at.saturating_sub(MODIFIERS);
        let Some(determiner) = (from..at).rev().find(|&before| is_determiner(self.tag(before))) else {
            return false;
        };
        sentence_of(determiner) == sentence_of(at)
            && determiner + 1 < at
            && (determiner + 1..at).all(|between| {
                let tag = self.tag(between);
                tag.is_noun() || matches!(tag, Tag::JJ | Tag::VBN | Tag::VBG)
            })
    }
}

/// Articles, demonstratives and possessives.
fn is_determiner(tag: Tag) -> bool {
    matches!(tag, Tag::DT | Tag::PRP_POSSESSIVE | Tag::POS)
}

#[cfg(test)]
mod tests {
    use crate::sample::read;
    use crate::tagger::Tag;

    /// Whether the last "well" of a text is taken for a noun.
    fn is_noun(text: &str) -> bool {
        read(text, |r| {
            let last = (0..r.document.tokens.len()).rev().find(|&at| r.document.word(at) == "well").unwrap();
            r.document.tag(last) == Tag::NN
        })
    }

    #[test]
    fn a_well_is_a_noun_where_the_article_speaks_of_wells() {
        assert!(is_noun("The two wells are dry. They drill a relief well to stop it."));
        assert!(is_noun("They closed the well in May. The ruptured Arkel well leaked again."));
    }

    #[test]
    fn what_is_done_well_is_none() {
        for text in [
            "The wells are dry. They did it well.",
            "The wells are dry. The mayor as well as the council left.",
            "The wells are dry. The output well above the plan was sold.",
            "She did the job well.",
        ] {
            assert!(!is_noun(text), "{text}");
        }
    }
}
