//! Whether the person beside a title bears it: not whom the bearer serves, nor one of another caption, of another time,
//! or imagined.

use super::maker::Maker;
use crate::chart::Kind;
use crate::names::RoleMention;

impl Maker<'_> {
    /// "director for the group Arel", "spokesman for Speaker Prado", "as President Prado's aide": the words around it give
    /// the role to another.
    pub(super) fn is_of_another(&self, role: &RoleMention) -> bool {
        let (document, c) = (&self.reading.document, self.reading.classes);
        let (core, tokens) = (&role.core, &role.tokens);
        let end = document.sentences[self.sentence].tokens.end;
        let beside = |at: usize| matches!(document.word(at), "for" | "at" | "with" | "from" | "to");
        let for_a_body = core.end < tokens.end && beside(core.end);
        // "lawyer for Ana Prado", "secretary for Mr. Prado", but "High Commissioner for Refugees Ana Prado".
        let served = core.clone().skip(1).find(|&at| beside(at)).is_some_and(|at| {
            let agent = matches!(
                document.word(at - 1),
                "spokesman"
                    | "spokeswoman"
                    | "spokesperson"
                    | "adviser"
                    | "advisor"
                    | "lawyer"
                    | "attorney"
                    | "manager"
                    | "analyst"
            );
            let of_person = [c.title, c.org_head, c.role_head];
            agent
                || (at + 1..core.end).any(|at| {
                    document.tokens[at].classes.has_any(&of_person)
                        || matches!(document.word(at), "speaker" | "candidate")
                })
        });
        let mut people = [self.slot("subject"), self.slot("value")].into_iter().flatten();
        let before_name = people.any(|slot| slot.tokens.start == tokens.end);
        let named = !before_name && tokens.end < end && document.tag(tokens.end).is_proper_noun();
        (for_a_body || served) && before_name || self.has_verb() && named
    }

    /// "either a President Holm or a President Prado", "BQ editor" in "Quote Ana Holm BQ editor Rui Prado said", "chiefs
    /// Rui Prado": imagined, of the name before it, or of several.
    pub(super) fn is_no_title_of(&self, role: &RoleMention) -> bool {
        let document = &self.reading.document;
        let sentence = &document.sentences[self.sentence].tokens;
        let (start, end) = (role.tokens.start, role.tokens.end);
        let person = |at: usize| {
            self.reading.chart.within(Kind::Person, sentence.clone()).find(|a| a.tokens.start == at)
        };
        let Some(holder) = person(end) else { return false };
        let imagined = start > sentence.start
            && matches!(document.word(start - 1), "a" | "an")
            && document.tokens[role.core.start].capital;
        // The caption of the quotation before it, "NAME BODY editor", is another's.
        let known =
            || self.reading.chart.at(start).iter().any(|a| a.kind != Kind::Person && a.kind != Kind::Role);
        let caption = start > sentence.start
            && start + 1 < role.core.start
            && self.reading.has_class(start - 1, self.reading.classes.quotation_caption)
            && !known();
        let next = holder.tokens.end;
        let alone = next >= sentence.end || !matches!(document.word(next), "," | "and" | "or" | "&" | "of");
        imagined || caption || role.plural && alone
    }

    /// "he would name Ana Holm as minister", "Ana Holm served as mayor": nobody is yet, or is no more.
    pub(super) fn is_not_of_now(&self) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        let found = self.found.tokens.clone();
        let mut near = (found.start.saturating_sub(2).max(first)..found.end).map(|at| document.word(at));
        let mut words = found.clone().map(|at| document.word(at));
        let served = words.clone().any(|word| word == "served")
            && !words.any(|word| matches!(word, "has" | "have" | "'s" | "’s"));
        self.has_verb()
            && self.spec.attribute.as_str() == "role"
            && (served || near.any(|word| matches!(word, "would" | "could" | "should" | "'d" | "’d")))
    }

    /// "the era's ministers were Ana Holm, …", "Thirty years ago, …": the sentence is of another time.
    pub(super) fn is_of_an_era(&self) -> bool {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let era = (sentence.start + 1..sentence.end - 1).any(|at| {
            document.word(at) == "era"
                && matches!(document.word(at - 1), "the" | "that" | "those")
                && matches!(document.word(at + 1), "'s" | "’s")
        });
        let long = |at: usize| {
            matches!(
                document.word(at),
                "decades" | "century" | "centuries" | "twenty" | "thirty" | "forty" | "fifty" | "sixty"
            )
        };
        let ago = (sentence.start + 2..self.found.tokens.start)
            .any(|at| document.word(at) == "ago" && (long(at - 1) || long(at - 2)));
        era || ago
    }
}
