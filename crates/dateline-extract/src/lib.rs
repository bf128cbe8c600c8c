//! Text to assertions: a pure function of text, metadata and rule pack. It never fails and never guesses;
//! it reads no file, no clock and no random number, and its order never depends on a hash.
//!
//! Stages, each a module that adds annotations over byte spans of the same, unaltered text:
//!
//! | stage | module |
//! |---|---|
//! | paragraphs, quotations, tokens, sentences | `document` |
//! | parts of speech, lemmas | [`tagger`], [`lemma`] |
//! | verb groups | `verb_group` |
//! | times and their resolution | `times` |
//! | entries with dates of their own | `entries` |
//! | quantities | `quantities` |
//! | names, roles | `names` |
//! | events and what names them | `events` |
//! | who said it | `attribution` |
//! | how sure | `modality` |
//! | assertions by rule | `assemble`, rules in `rules/*.rules` |
//!
//! ```
//! use dateline_core::article::{Metadata, Revision};
//! use dateline_core::id::{ArticleId, Sha256Hex};
//! use dateline_extract::{ExtractionInput, Extractor};
//!
//! let text = "The summit will probably be held in Lisbon sometime after August.";
//! let sha256 = Sha256Hex::of(text.as_bytes());
//! let article = ArticleId::from_first_capture(&sha256);
//! let revision = Revision { article: article.clone(), sha256, text: text.into(), masked: vec![], embedded: vec![] };
//! let metadata = Metadata { published: Some("2020-06-17".to_owned().try_into()?), ..Metadata::default() };
//! let reading = Extractor::new()?.extract(&ExtractionInput {
//!     article: &article,
//!     revision: &revision,
//!     metadata: &metadata,
//! });
//! let date = reading.assertions.iter().find(|a| a.attribute.as_str() == "date").unwrap();
//! assert_eq!(date.evidence[0].quote, "sometime after August");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assemble;
mod attribution;
mod chart;
mod corrections;
mod document;
mod entries;
mod events;
mod explain;
pub mod lemma;
mod lexicon;
mod modality;
mod names;
mod notices;
mod noun_group;
mod pattern;
mod quantities;
mod reading;
mod rules;
mod shingles;
mod subjects;
pub mod tagger;
pub mod times;
mod titles;
mod trial;
mod verb_group;

#[cfg(test)]
mod sample;

pub use attribution::AttributionClass;
pub use corrections::{is_correction_heading, is_correction_notice};
pub use events::{EventLink, EventReference};
pub use explain::{
    AttributionSeen, Explanation, MatchOutcome, NearMiss, PartSeen, RuleMatch, RulePlace, Seen,
    SentenceReading, WordSeen,
};
pub use lexicon::DataError;
pub use titles::is_title_reworded;
pub use trial::{EXAMPLES_PUBLISHED, ExampleFault, RuleTrial, TimeMade};

pub use assemble::GeneralAssertion;

use crate::assemble::Draft;
use crate::attribution::CueBook;
use crate::lexicon::Lexicon;
use crate::reading::Reading;
use crate::rules::{RULE_FILES, Rule, RuleBook};
use crate::subjects::SubjectKey;
use crate::times::TimeRules;
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::{Assertion, Attribute, Extraction, Notice};
use dateline_core::attribution::Mention;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::text::ByteSpan;
use std::collections::BTreeSet;

/// Changes whenever the code reads differently with the same rules.
const CODE_VERSION: &str = "1";

/// What is read.
#[derive(Debug, Clone, Copy)]
pub struct ExtractionInput<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// The version of its text.
    pub revision: &'a Revision,
    /// What is known of it; the publication date anchors relative times.
    pub metadata: &'a Metadata,
}

/// An attribution as it stands in the text: whose words or thoughts, by which cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributionSpans {
    /// What the source does with the content.
    pub class: AttributionClass,
    /// The words that name the source; empty where the text names none.
    pub source: Vec<ByteSpan>,
    /// The words that attribute.
    pub cue: Vec<ByteSpan>,
    /// What is attributed; several spans where it is interrupted.
    pub content: Vec<ByteSpan>,
    /// The cue's word and the complement by which it was read: `say/that`.
    pub rule: String,
}

/// The compiled rule packs.
#[derive(Debug)]
pub struct Extractor {
    lexicon: Lexicon,
    book: RuleBook,
    cues: CueBook,
    times: TimeRules,
    /// How many of the rules are part of the program.
    shipped: usize,
    /// Of which rules, words and code it is made.
    id: String,
}

impl Extractor {
    /// Compiles the rule packs that are part of the program.
    ///
    /// # Errors
    /// A fault in a rule or lexicon file, with its file and line. The packs that are shipped have none: a
    /// test compiles them.
    pub fn new() -> Result<Self, DataError> {
        let lexicon = Lexicon::load()?;
        let book = RuleBook::load(&lexicon)?;
        let cues = CueBook::load(&lexicon)?;
        let times = TimeRules::load()?;
        let (shipped, id) = (book.rules.len(), extractor_id());
        Ok(Self { lexicon, book, cues, times, shipped, id })
    }

    /// The same with rules of one's own, the text of a file as `docs/rules.md` describes it. They come after those that
    /// are part of the program. What it reads carries an extractor of its own name.
    ///
    /// # Errors
    /// A fault in `text`, with its line.
    pub fn with_rules(text: &str) -> Result<Self, DataError> {
        let mut extractor = Self::new()?;
        extractor.book.read("own rules", text, &extractor.lexicon)?;
        let digest = Sha256Hex::of(text.as_bytes());
        extractor.id = format!("{}+{}", extractor.id, &digest.as_str()[..12]);
        Ok(extractor)
    }

    /// The rules that are not part of the program.
    fn own_rules(&self) -> &[Rule] {
        &self.book.rules[self.shipped..]
    }

    /// Who says, believes, wants or judges what, as it stands in the text; none of it is asserted. An attribution inside the
    /// content of another is not given.
    pub fn attributions(&self, input: &ExtractionInput<'_>) -> Vec<AttributionSpans> {
        let reading = Reading::new(self, input);
        let document = &reading.document;
        let spans = |tokens: std::ops::Range<usize>| vec![document.span(tokens)];
        let outer = reading.attributions.all.into_iter().map(|one| one.reported).filter(|one| !one.nested);
        outer
            .map(|one| AttributionSpans {
                class: one.class,
                source: one.source.map(spans).unwrap_or_default(),
                cue: spans(one.cue),
                content: one.content,
                rule: one.rule,
            })
            .collect()
    }

    /// Which event each definite mention of one ("the talks", "that collapse") was taken for, or that it is none.
    pub fn event_references(&self, input: &ExtractionInput<'_>) -> Vec<EventReference> {
        let reading = Reading::new(self, input);
        events::references(&reading.document, &reading.events)
    }

    /// Where the words, numbers and marks of a paragraph stand.
    pub fn tokens(&self, paragraph: &str) -> Vec<ByteSpan> {
        let next = |at: usize| document::next(paragraph, at, &self.lexicon).map(|(span, _)| span);
        std::iter::successors(next(0), |span| next(span.end_byte)).collect()
    }

    /// What the clauses of a text say that no rule covers, in text order; nothing of it is among what
    /// [`Extractor::extract`] reads. Of a text in another language nothing is given.
    pub fn general(&self, input: &ExtractionInput<'_>) -> Vec<GeneralAssertion> {
        let reading = Reading::new(self, input);
        if !is_declared_english(input) || !self.looks_english(&reading) {
            return Vec::new();
        }
        assemble::general(&reading)
    }

    /// Reads a revision.
    pub fn extract(&self, input: &ExtractionInput<'_>) -> Extraction {
        self.read(input).0
    }

    /// Reads a revision, and gives also what the stages found; nothing where the text is of another language.
    fn read<'r>(&'r self, input: &ExtractionInput<'r>) -> (Extraction, Option<Reading<'r>>) {
        let mut extraction = Extraction {
            article: input.article.clone(),
            revision: input.revision.sha256.clone(),
            extractor: self.id.clone(),
            published: input.metadata.published.clone(),
            subjects: Vec::new(),
            assertions: Vec::new(),
            notices: Vec::new(),
            shingles: Vec::new(),
        };
        if !is_declared_english(input) {
            let declared = input.metadata.lang.as_deref().unwrap_or_default();
            extraction.notices.push(Notice::OtherLanguage { language: declared.to_owned() });
            return (extraction, None);
        }
        let reading = Reading::new(self, input);
        extraction.shingles = shingles::shingles(&reading.document);
        if !self.looks_english(&reading) {
            extraction.notices.push(Notice::OtherLanguage { language: "und".into() });
            return (extraction, None);
        }
        extraction.notices = notices::all(&reading);
        let drafts = assemble::assertions(&reading);
        let mut keys: Vec<SubjectKey> = Vec::new();
        for draft in &drafts {
            if !keys.contains(&draft.subject) {
                keys.push(draft.subject.clone());
            }
        }
        extraction.subjects = keys.iter().map(|key| subjects::describe(&reading, key)).collect();
        let mut ids = BTreeSet::new();
        for draft in drafts {
            let subject = keys.iter().position(|key| *key == draft.subject).unwrap_or_default();
            let assertion = assertion(&extraction, subject, draft);
            // The same value read twice at one place would be one id twice.
            if ids.insert(assertion.id.clone()) {
                extraction.assertions.push(assertion);
            }
        }
        subjects::place_by_dates(&reading, &keys, &mut extraction);
        (extraction, Some(reading))
    }

    /// Whether enough of the words are English function words. Short texts pass.
    fn looks_english(&self, reading: &Reading<'_>) -> bool {
        let words = reading.document.tokens.len();
        let c = &self.lexicon.named;
        let function = [c.article, c.preposition, c.conjunction, c.be, c.pronoun];
        let english = reading.document.tokens.iter().filter(|token| token.classes.has_any(&function)).count();
        let foreign = words > 0 && reading.document.is_foreign(&(0..words), &self.lexicon);
        if words < 60 { !foreign } else { english * 100 >= words * 12 }
    }
}

/// Whether an article is not said to be in another language.
fn is_declared_english(input: &ExtractionInput<'_>) -> bool {
    let declared = input.metadata.lang.as_deref().unwrap_or("en");
    declared.to_ascii_lowercase().starts_with("en")
}

fn assertion(extraction: &Extraction, subject: usize, draft: Draft) -> Assertion {
    let name = &extraction.subjects[subject].name;
    let words = |mention: &Mention| mention.text.split_whitespace().collect::<Vec<_>>().join(" ");
    Assertion {
        id: draft.identity(extraction, name).id(),
        subject,
        implied_subject: draft.implied_subject,
        subject_words: draft.subject_words.filter(|mention| !words(mention).eq_ignore_ascii_case(name)),
        attribute: Attribute(draft.attribute),
        qualifier: draft.qualifier,
        value: draft.value,
        modality: draft.modality,
        polarity: draft.polarity,
        attribution: draft.attribution,
        said_at: draft.said_at,
        change_cue: draft.change_cue,
        former: draft.former,
        counted_since: draft.counted_since,
        evidence: draft.evidence,
        sentence: draft.sentence,
        rule: draft.rule,
    }
}

/// Digest of code version, rules, lexicons: whatever decides how a text is read.
pub fn extractor_id() -> String {
    static ID: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    ID.get_or_init(|| {
        let mut parts: Vec<&[u8]> = vec![CODE_VERSION.as_bytes(), tagger::shipped_id()];
        parts.extend(RULE_FILES.iter().map(|(_, text)| text.as_bytes()));
        parts.extend(attribution::FILES.iter().map(|(_, text)| text.as_bytes()));
        parts.extend(times::FILES.iter().map(|text| text.as_bytes()));
        parts.extend(lexicon::FILES.iter().map(|(_, text)| text.as_bytes()));
        let digest = Sha256Hex::of_parts("dateline.extractor", &parts);
        format!("en/{CODE_VERSION}+{}", &digest.as_str()[..12])
    })
    .clone()
}
