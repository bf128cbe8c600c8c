//! What bodies decide: that a bill was passed, a treaty signed, a plan rejected. The rule names what was decided by a noun
//! group, and who decided by another.

use super::maker::Maker;
use super::things::{is_determiner, is_of_none_or_any};
use super::veto::Veto;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::noun_group;
use crate::pattern::Capture;
use crate::rules::Comparable;
use crate::subjects::SubjectKey;
use crate::tagger::Tag;
use crate::verb_group::Direction;
use dateline_core::id::Slug;
use dateline_core::modality::{Modality, ModalityClass, Polarity};
use dateline_core::value::EntityKind;
use std::ops::Range;

impl Maker<'_> {
    /// What was decided: by its proper name ("Orla Fisheries Act"), its number ("Resolution 214"), or its noun with words
    /// that tell it from others ("ferry bill"). `None` for "the bill", "the Senate bill", "a resolution": which one is meant
    /// no article beside this could know.
    pub(super) fn decided(&self, capture: &Capture) -> Option<SubjectKey> {
        let (reading, document) = (self.reading, &self.reading.document);
        let group = self.before_times(capture)?;
        let head = group.end - 1;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let noun = document.word(head);
        if !self.spec.nouns.iter().any(|wanted| wanted == noun) || self.belongs_to_another(&group) {
            return None;
        }
        let next = if group.end < sentence.end { document.word(group.end) } else { "" };
        let number = group.end < sentence.end && document.tokens[group.end].kind == TokenKind::Number;
        if matches!(next, "'s" | "’s" | "-" | "/") || is_of_none_or_any(document.word(group.start)) {
            return None;
        }
        if number {
            // "Resolution 214"; "the bill 52-48" goes on with a count.
            let named = document.tokens[head].capital
                && document.word(group.end).bytes().all(|b| b.is_ascii_digit())
                && document.word((group.end + 1).min(sentence.end - 1)) != "-";
            return named.then(|| self.named(head..group.end + 1));
        }
        let capital = |at: usize| document.tokens[at].capital && document.tokens[at].kind == TokenKind::Word;
        let mut start = group.clone().find(|&at| !is_determiner(reading, at)).unwrap_or(head);
        // "Holm's trade bill" is named by whose it is; "its trade bill" by what stands elsewhere.
        let whose =
            group.clone().rev().find(|&at| matches!(document.tag(at), Tag::PRP_POSSESSIVE | Tag::POS));
        let owned = whose.is_some_and(|at| at == group.start || !document.tag(at - 1).is_proper_noun());
        // "a trade agreement": one of many.
        let any = reading.has_class(group.start, reading.classes.indefinite)
            && reading.has_class(head, reading.classes.agreement_noun)
            && noun != "treaty";
        if owned || any || (start..head).any(|at| is_of_none_or_any(document.word(at))) {
            return None;
        }
        let capitals = (start..head).rev().take_while(|&at| capital(at)).last();
        if let Some(first) = capitals.filter(|_| head > sentence.start && capital(head)) {
            // "the new Orla Fisheries Act".
            return self.tells_apart(first..head).then(|| self.named(first..head + 1));
        }
        // "the $3 billion harbour plan", "a 60 billion euro package".
        let money = |at: usize| {
            let unit = at > group.start
                && document.tag(at - 1) == Tag::CD
                && reading.lexicon.currency(document.word(at)).is_some();
            unit || matches!(document.tag(at), Tag::DOLLAR | Tag::CD)
        };
        start = (start..head).find(|&at| !money(at)).unwrap_or(head);
        if let Some(party) = self.party_behind(group.end, sentence.end) {
            return Some(self.thing_of(start..party.end, head));
        }
        self.tells_apart(start..head).then(|| self.thing_of(start..head + 1, head))
    }

    /// "the deal | with Iran", "the Treaty | of Lisbon": the place or body that is named behind the noun.
    fn party_behind(&self, at: usize, end: usize) -> Option<Range<usize>> {
        let (reading, document) = (self.reading, &self.reading.document);
        let joins = at < end && matches!(document.word(at), "of" | "with" | "between");
        let group = joins.then(|| noun_group::at(document, at + 1, end)).flatten()?.tokens;
        let first = group.clone().find(|&at| !is_determiner(reading, at))?;
        let named = |kind: Kind| matches!(kind, Kind::Place | Kind::Organisation);
        let whole = reading.chart.at(first).iter().any(|a| named(a.kind) && a.tokens.end == group.end);
        (whole && self.tells_apart(first..group.end) && document.word(group.end.min(end - 1)) != "and")
            .then_some(at..group.end)
    }

    /// A noun group without the time behind it ("the ferry bill | last week"). `None` where it begins with one ("last week's
    /// bill").
    fn before_times(&self, capture: &Capture) -> Option<Range<usize>> {
        let group = capture.tokens.clone();
        let time = self.reading.chart.within(Kind::Time, group.clone()).map(|a| a.tokens.start).min();
        let first = group.clone().find(|&at| !is_determiner(self.reading, at)).unwrap_or(group.start);
        match time {
            Some(time) if time <= first => None,
            Some(time) => Some(group.start..time),
            None => Some(group),
        }
    }

    /// Whether a group at the head of the match is only part of what is meant: "changes to | the ferry bill were rejected",
    /// "members of | the council".
    fn belongs_to_another(&self, group: &Range<usize>) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let first = document.sentences[self.sentence].tokens.start;
        let determines = |at: usize| matches!(document.tag(at), Tag::DT | Tag::PRP_POSSESSIVE);
        let mut start = group.start;
        while start > first && !determines(start) {
            let tag = document.tag(start - 1);
            let inside =
                tag.is_adjective() || tag.is_common_noun() || tag.is_proper_noun() || determines(start - 1);
            if !inside && !matches!(tag, Tag::POS | Tag::CD | Tag::HYPH) {
                break;
            }
            start -= 1;
        }
        // "Fannie and | Freddie reform bill", "have | a plan approved": cut, or not done.
        let joined = |at: usize| {
            matches!(
                document.word(at),
                "of" | "to" | "than" | "get" | "got" | "getting" | "see" | "want" | "wants" | "&"
            ) || reading.has_class(at, reading.classes.have)
                || !determines(start) && matches!(document.word(at), "and" | "or" | "-")
        };
        // "after the House approved it", "under the ferry bill signed into law in May".
        let opens = |at: usize| {
            let told = self.found.evidence.as_ref().is_some_and(|words| words.start == group.end);
            // "promised measures after the budget was passed": it was yet to be.
            let promised = |at: usize| {
                let word = document.word(at);
                reading.has_class(at, reading.classes.modal)
                    || reading.has_class(at, reading.classes.hedge_probable)
                    || ["promis", "pledg", "vow", "agree", "plan", "hope", "want", "wait"]
                        .iter()
                        .any(|stem| word.starts_with(stem))
            };
            match document.word(at) {
                "after" | "since" => !(first..at).any(promised),
                "under" => told,
                _ => false,
            }
        };
        let hangs =
            |at: usize| reading.has_class(at, reading.classes.preposition) && !opens(at) || joined(at);
        group.start == self.found.tokens.start && (start < group.start || start > first && hangs(start - 1))
    }

    fn named(&self, tokens: Range<usize>) -> SubjectKey {
        SubjectKey::Named(self.reading.document.name(tokens), EntityKind::Document)
    }

    fn thing_of(&self, tokens: Range<usize>, head: usize) -> SubjectKey {
        let document = &self.reading.document;
        SubjectKey::Thing { name: document.name(tokens), head: document.lemma(head).text().into_owned() }
    }

    /// Whether words tell a bill from other bills: not its chamber, its age or what somebody thinks of it.
    fn tells_apart(&self, mut tokens: Range<usize>) -> bool {
        let (document, c) = (&self.reading.document, self.reading.classes);
        tokens.any(|at| {
            let tag = document.tag(at);
            let plain = document.tokens[at].classes.has_any(&[c.deciding_body, c.plain_modifier]);
            let describes = tag.is_common_noun() || tag.is_proper_noun() || tag.is_adjective();
            describes
                && !plain
                && document.tokens[at].kind == TokenKind::Word
                && !is_way_of_making(document.word(at))
        })
    }

    /// The party in the slot `qualifier`. In a rule with `decided` it is who decided, as the qualifier of the claim: that the House approved a bill does not say that the Senate did. `None`
    /// where a passive leaves it out.
    ///
    /// # Errors
    /// Where the words name nobody who decides ("approved by most readers"), or a body of which it is not clear what it did.
    pub(super) fn deciding_body(&self) -> Result<Option<Slug>, Veto> {
        if !self.spec.decided {
            return Ok(self.qualifier());
        }
        let (reading, document) = (self.reading, &self.reading.document);
        let c = reading.classes;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let found = self.found.tokens.clone();
        let is = |wanted: &[&str]| match &self.spec.normal {
            Some(Comparable::Fixed(normal)) => wanted.contains(&normal.as_str()),
            _ => false,
        };
        let Some(body) = self.slot("qualifier") else {
            let by = found.end < sentence.end && document.word(found.end) == "by";
            // Who signs or vetoes is no chamber, as a rule. "In the Senate the bill was approved", "senators said the bill was
            // rejected": by whom?
            let signed = is(&["signed", "vetoed", "in force"]);
            let subject = self.slot("subject").map_or(0..0, |subject| subject.tokens.clone());
            let mut others = sentence.filter(|at| !subject.contains(at));
            let unsettled = by || !signed && others.any(|at| reading.has_class(at, c.deciding_body));
            return if unsettled { Err(Veto::Qualifier) } else { Ok(None) };
        };
        let group =
            self.before_times(body).filter(|group| !self.belongs_to_another(group)).ok_or(Veto::Qualifier)?;
        let mut head = group.end - 1;
        let mut start = group.clone().find(|&at| !is_determiner(reading, at)).unwrap_or(head);
        let whose = group.clone().rev().find(|&at| document.tag(at) == Tag::POS);
        // "Norway's parliament", "the country's | parliament"; "its parliament" may be anybody's.
        let proper = |at: usize| document.tag(at).is_proper_noun();
        if let Some(whose) = whose.filter(|&at| at == group.start || !proper(at - 1)) {
            start = whose + 1;
        }
        if document.tag(group.start) == Tag::PRP_POSSESSIVE {
            return Err(Veto::Qualifier);
        }
        if head + 2 < found.end && document.word(head + 1) == "of" {
            head = noun_group::at(document, head + 2, found.end).map_or(head, |of| of.head);
        }
        let last = group.end - 1;
        // "the board": of some firm.
        let owned = reading.has_class(last, c.owner_body) && (start..=head).any(proper);
        let of_kind =
            reading.has_class(last, c.deciding_body) && document.word(last.saturating_sub(1)) != "white";
        let country = is(&["signed", "ratified", "vetoed", "rejected"])
            && reading.chart.at(start).iter().any(|a| a.kind == Kind::Place && a.tokens.end == group.end);
        if !of_kind && !country && !owned {
            return Err(Veto::Qualifier);
        }
        let told =
            (start..=head).filter(|&at| !is_majority(document.word(at)) && document.tag(at) != Tag::POS);
        let words: Vec<&str> = told.map(|at| document.verbatim(at)).collect();
        let words = words.join(" ");
        let name = if country { reading.lexicon.country(&words) } else { &words };
        Slug::from_text(name).map(Some).ok_or(Veto::Qualifier)
    }

    /// Whether it is told as done. What may be, shall be or is wished is no decision; neither is what was not decided, for the
    /// next day may bring it.
    ///
    /// # Errors
    /// Why it is not.
    pub(super) fn is_done(&self, modality: &mut Modality, polarity: Polarity) -> Result<(), Veto> {
        if !self.spec.decided {
            return Ok(());
        }
        let (reading, document) = (self.reading, &self.reading.document);
        // "the harbour plan", "the tentative agreement": no doubt of the decision.
        let called = self.slot("subject").map(|subject| document.span(subject.tokens.clone()));
        modality.hedges.retain(|hedge| !called.is_some_and(|called| called.contains(hedge.span)));
        if modality.class == ModalityClass::PR && modality.hedges.is_empty() {
            modality.class = ModalityClass::CT;
        }
        let told = self.found.evidence.as_ref().map_or(self.found.tokens.start, |words| words.start);
        // "voted to approve"
        let voted = document.word(told) == "voted" || told > 0 && document.word(told - 1) == "voted";
        let named =
            ["subject", "qualifier"].map(|slot| self.slot(slot).map_or(0..0, |slot| slot.tokens.clone()));
        let mut verbs = reading.chart.within(Kind::Verb, self.found.tokens.clone());
        let first = verbs.find(|a| !named.iter().any(|group| group.contains(&a.tokens.start)));
        let verb = first.map(|a| &reading.verbs[a.index]).filter(|_| !voted);
        let bare = voted
            || matches!(document.tag(told), Tag::VBD | Tag::VBN)
            || matches!(document.word(told), "has" | "have");
        let done = verb.map_or(bare, |verb| {
            verb.direction == Direction::Past
                && !verb.irrealis
                && !verb.infinitive
                && !verb.gerund
                && !verb.negated
        });
        let start = document.sentences[self.sentence].tokens.start;
        let mut near =
            (start..self.found.tokens.start).rev().take(8).take_while(|&at| document.word(at) != ",");
        let open = near.any(|at| {
            matches!(
                document.word(at),
                "before" | "until" | "till" | "unless" | "whether" | "if" | "without" | "had"
            )
        });
        let nearly = self.found.tokens.clone().any(|at| matches!(document.word(at), "almost" | "nearly"));
        let sure = modality.class == ModalityClass::CT && polarity == Polarity::Positive;
        if done && sure && !open && !nearly { Ok(()) } else { Err(Veto::Attempt) }
    }

    /// The count of a vote, for and against, in comparable form ("52-48").
    pub(super) fn tally(&self) -> Option<String> {
        let document = &self.reading.document;
        let words = self.found.evidence.clone()?.map(|at| document.word(at));
        let counts: Vec<String> = words.filter_map(count).collect();
        (counts.len() == 2).then(|| counts.join("-"))
    }
}

/// A number as a vote is counted: "1,204", "12".
fn count(word: &str) -> Option<String> {
    let digits: String = word.chars().filter(|c| *c != ',').collect();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// "Republican-controlled": who has the majority is no part of a chamber's name.
fn is_majority(word: &str) -> bool {
    ["-controlled", "-led", "-dominated", "-held", "-run", "-majority"].iter().any(|end| word.ends_with(end))
}

/// "Western-drafted", "long-awaited", "U.N.-sponsored": how it came about, and not what it is.
fn is_way_of_making(word: &str) -> bool {
    word.split_once('-').is_some_and(|(_, after)| after.ends_with("ed") || matches!(after, "ever" | "proof"))
}
