//! Why a passage was read as it was: what the stages saw in it, which rules matched, what kept others from it.

mod explainer;
mod outcome;

pub(crate) use outcome::outcomes;

use crate::{ExtractionInput, Extractor};
use dateline_core::assertion::Extraction;
use dateline_core::id::AssertionId;
use dateline_core::text::{ByteSpan, LineNumber};
use explainer::Explainer;
use serde::Serialize;

/// A reading, with the reasons for some sentences of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// All that was read.
    pub extraction: Extraction,
    /// The sentences that were asked for, in text order.
    pub sentences: Vec<SentenceReading>,
}

/// What was seen in one sentence, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentenceReading {
    /// Where it stands, in bytes of the text.
    #[serde(flatten)]
    pub span: ByteSpan,
    /// Its line, from 1.
    pub line: LineNumber,
    /// Its words.
    pub text: String,
    /// Its words and marks one by one.
    pub words: Vec<WordSeen>,
    /// What the stages marked in it, in text order.
    pub seen: Vec<Seen>,
    /// Who is said in it to say something.
    pub attributions: Vec<AttributionSeen>,
    /// Assertions of it, in text order.
    #[serde(skip)]
    pub assertions: Vec<AssertionId>,
    /// The rules that matched.
    pub matches: Vec<RuleMatch>,
    /// Where no rule matched: those that nearly did, the nearest first.
    pub near: Vec<NearMiss>,
}

/// A word or mark as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordSeen {
    /// As it stands.
    pub text: String,
    /// Its part of speech, a tag of the Penn Treebank.
    pub tag: &'static str,
    /// Its lemma.
    pub lemma: String,
    /// The word classes that it is in.
    pub classes: Vec<String>,
}

/// Something that a stage marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// What it is, as patterns write it: `time`, `quantity`, `event`, `person`, `org`, `place`, `role`, `verb`.
    pub kind: &'static str,
    /// Where, in bytes of the text.
    #[serde(flatten)]
    pub span: ByteSpan,
    /// The words.
    pub text: String,
    /// What they were taken to mean, in words; empty where that is plain.
    pub meaning: String,
}

/// A source with its words of saying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttributionSeen {
    /// The words that name the source; empty where none do.
    pub source: String,
    /// The name that they stand for, if it is known.
    pub name: Option<String>,
    /// The words of saying.
    pub cue: String,
    /// Whether the source denies it.
    pub denied: bool,
    /// Whether nothing of it counts as said ("did not say whether …").
    pub withheld: bool,
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulePlace {
    /// Its name: `killed.dead/1`.
    pub rule: String,
    /// Its file, in `crates/dateline-extract/rules`.
    pub file: String,
    /// The line of the pattern, from 1.
    pub line: usize,
}

/// An element of a pattern, and the words that matched it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartSeen {
    /// The element, as it is written: `value:<quantity>`.
    pub element: String,
    /// Where the words stand, in bytes of the text.
    #[serde(flatten)]
    pub span: ByteSpan,
    /// The words.
    pub text: String,
}

/// A rule that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleMatch {
    /// The rule.
    #[serde(flatten)]
    pub place: RulePlace,
    /// Where the match stands, in bytes of the text.
    #[serde(flatten)]
    pub span: ByteSpan,
    /// Its words.
    pub text: String,
    /// The pattern's elements that have words of their own.
    pub parts: Vec<PartSeen>,
    /// What came of it: one for each value.
    pub outcomes: Vec<MatchOutcome>,
}

/// What came of a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum MatchOutcome {
    /// It is asserted.
    Asserted {
        /// The assertion.
        id: AssertionId,
    },
    /// Another match says it in more words, or said it first.
    Outdone {
        /// The rule of that match.
        by: String,
    },
    /// It is not asserted.
    Vetoed {
        /// Why, in words.
        why: String,
    },
}

/// A rule that nearly matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearMiss {
    /// The rule.
    #[serde(flatten)]
    pub place: RulePlace,
    /// The elements that matched.
    pub parts: Vec<PartSeen>,
    /// The element that did not; one that begins with `!` says what must not stand there.
    pub wanted: String,
    /// The word that stands there; `None` at the sentence's end.
    pub found: Option<String>,
}

impl Extractor {
    /// Reads a revision, and tells how the sentences that touch one of `spans` came to be read so; without spans
    /// all sentences. A text that cannot be read has none.
    pub fn explain(&self, input: &ExtractionInput<'_>, spans: &[ByteSpan]) -> Explanation {
        let (extraction, reading) = self.read(input);
        let Some(reading) = reading else {
            return Explanation { extraction, sentences: Vec::new() };
        };
        let explainer = Explainer { reading: &reading, extraction: &extraction };
        let touched = |sentence: &usize| {
            let span = reading.document.sentences[*sentence].span;
            spans.is_empty() || spans.iter().any(|wanted| wanted.overlaps(span))
        };
        let sentences = (0..reading.document.sentences.len()).filter(touched);
        let sentences = sentences.map(|sentence| explainer.sentence(sentence)).collect();
        Explanation { extraction, sentences }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{extractor, revision};
    use dateline_core::article::Metadata;

    fn explained(text: &str, spans: &[ByteSpan]) -> Explanation {
        let revision = revision(text);
        let metadata = Metadata::default();
        let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
        extractor().explain(&input, spans)
    }

    fn outcomes(sentence: &SentenceReading, rule: &str) -> Vec<MatchOutcome> {
        let of_rule = sentence.matches.iter().filter(|found| found.place.rule == rule);
        of_rule.flat_map(|found| found.outcomes.clone()).collect()
    }

    #[test]
    fn an_assertion_has_its_rule_and_the_words_of_each_part() {
        let told = explained("The summit will be held in Lisbon on May 3, 2014.", &[]);
        let [sentence] = &told.sentences[..] else { panic!("{told:#?}") };
        let place = told.extraction.assertions.iter().find(|one| one.attribute.as_str() == "place").unwrap();
        assert_eq!(outcomes(sentence, &place.rule), [MatchOutcome::Asserted { id: place.id.clone() }]);
        assert!(sentence.assertions.contains(&place.id) && sentence.near.is_empty());
        let found = sentence.matches.iter().find(|found| found.place.rule == place.rule).unwrap();
        let parts: Vec<_> =
            found.parts.iter().map(|part| (part.element.as_str(), part.text.as_str())).collect();
        assert!(parts.contains(&("value:<place>", "Lisbon")), "{parts:?}");
        assert_eq!(found.place.file, "schedule.rules");
    }

    #[test]
    fn two_people_with_one_role_have_one_rule() {
        let told = explained("Spokesmen Ana Velden and Leo Grant left.", &[]);
        let roles: Vec<_> =
            told.extraction.assertions.iter().filter(|one| one.attribute.as_str() == "role").collect();
        assert_eq!(roles.len(), 2, "{:#?}", told.extraction);
        let wanted: Vec<_> = roles.iter().map(|one| MatchOutcome::Asserted { id: one.id.clone() }).collect();
        assert_eq!(outcomes(&told.sentences[0], &roles[0].rule), wanted);
    }

    #[test]
    fn a_name_is_told_with_the_rule_that_read_it() {
        let told = explained("They praised the planned summit, dubbed the Lisbon II.", &[]);
        let name = told.extraction.assertions.iter().find(|one| one.attribute.as_str() == "name").unwrap();
        assert_eq!(name.rule, "naming.dubbed/1");
        assert_eq!(
            outcomes(&told.sentences[0], &name.rule),
            [MatchOutcome::Asserted { id: name.id.clone() }]
        );
    }

    #[test]
    fn what_was_kept_back_says_why() {
        let told = explained("Nobody believes that the summit was held in Lisbon.", &[]);
        let vetoes = &told.sentences[0].matches;
        let withheld = |outcome: &MatchOutcome| matches!(outcome, MatchOutcome::Vetoed { why } if why.contains("does not say that it is so"));
        assert!(vetoes.iter().any(|found| found.outcomes.iter().any(withheld)), "{vetoes:#?}");
        assert!(told.extraction.assertions.is_empty());
    }

    #[test]
    fn what_nearly_matched_says_where_it_ended() {
        let told = explained("The summit opened near Lisbon.", &[]);
        let near = &told.sentences[0].near;
        let wanted = |one: &NearMiss| one.wanted == "in" && one.found.as_deref() == Some("near");
        assert!(near.iter().any(wanted) && near.len() <= 3, "{near:#?}");
    }

    #[test]
    fn only_the_sentences_asked_for_are_told_and_none_of_another_language() {
        let text = "The summit opened. It closed in May.";
        let told = explained(text, &[ByteSpan::new(25, 26)]);
        assert_eq!(
            told.sentences.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(),
            ["It closed in May."]
        );
        let german =
            "Die Gespräche in Lissabon wurden auf den Herbst verschoben, sagte die Sprecherin. ".repeat(8);
        assert!(explained(&german, &[]).sentences.is_empty());
    }
}
