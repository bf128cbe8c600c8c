//! A temporal tagger for English: text in, TIMEX3 out (`TimeML` 1.2.1).
//!
//! Words are in `rules/lexicon/times.txt`, rules in `rules/timex.rules`; `docs/times.md` says how to add to them.
//! [`TimeTagger`] reads a text by itself. The claims of an article take from the same rules what is said
//! ([`TimeRules::said`]), and place it by the tense of their own verbs.
//!
//! ```
//! use dateline_extract::times::{TimeTagger, TimexType};
//! let tagger = TimeTagger::new()?;
//! let text = tagger.read("The talks began on Tuesday and will last three days.");
//! let times = tagger.times(&text, Some("2020-06-17".parse()?));
//! assert_eq!(times[0].value, "2020-06-16");
//! assert_eq!(times[0].edtf.as_ref().unwrap().to_string(), "2020-06-16");
//! assert_eq!((times[1].kind, times[1].value.as_str()), (TimexType::Duration, "P3D"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod build;
mod holidays;
mod lattice;
mod near;
mod numbers;
mod operator;
mod pattern;
mod pieces;
mod place;
mod placed;
pub(super) mod point;
mod rulefile;
mod scan;
mod tense;
pub(super) mod term;
#[cfg(test)]
mod tests;
mod value;
mod words;

pub use term::TimexModifier;

use crate::document::Document;
use crate::lexicon::{DataError, Lexicon};
use crate::tagger::Tag;
use build::ValueClasses;
use dateline_core::edtf::Edtf;
use dateline_core::text::ByteSpan;
use jiff::civil::Date;
use numbers::NumberClasses;
use rulefile::RuleFile;
use scan::{Scan, Wanted};
use std::ops::Range;
use tense::TenseClasses;
use term::Term;
use words::Words;

/// TIMEX3's types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexType {
    /// A stretch of the calendar, or a vague reference.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Times that come again.
    Set,
}

impl TimexType {
    /// As TIMEX3 writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// From what a value was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexAnchor {
    /// Nothing: the words say it.
    Stated,
    /// The day of writing.
    Written,
    /// A time before it in the text.
    Previous,
    /// It could not be: there is no day of writing, or the anchor is an event.
    Open,
}

/// A time in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Timex {
    /// Its words, in bytes.
    pub span: ByteSpan,
    /// Its type.
    pub kind: TimexType,
    /// TIMEX3's value: `2020-06-16`, `2020-W25`, `2020-Q3`, `P3D`, `PXW`, `PRESENT_REF`, `XXXX-11-23`.
    pub value: String,
    /// TIMEX3's `mod`.
    pub modifier: Option<TimexModifier>,
    /// The days it denotes; `None` for lengths, sets and vague references, and where neither a word nor the
    /// tense tells on which side of the day of writing it lies (`value` is then what is usual).
    pub edtf: Option<Edtf>,
    /// From what it was counted.
    pub anchor: TimexAnchor,
    rule: u16,
}

/// A text cut into sentences and tokens.
#[derive(Debug)]
pub struct TimeText<'t> {
    text: &'t str,
    tokens: Vec<ByteSpan>,
    /// By token; shorter where tags are not known.
    tags: Vec<Tag>,
    sentences: Vec<Range<usize>>,
}

impl<'t> TimeText<'t> {
    /// A text with tokens that the caller has, as spans in order, their parts of speech, and its sentences as
    /// ranges of tokens. Spans that leave the text or cut a character are left out of account. `tags` may be
    /// shorter than `tokens`: tense is then read from the words alone.
    pub fn new(text: &'t str, tokens: Vec<ByteSpan>, tags: Vec<Tag>, sentences: Vec<Range<usize>>) -> Self {
        Self { text, tokens, tags, sentences }
    }

    /// How many tokens it has.
    pub fn token_count(&self) -> usize {
        self.tokens.len()
    }
}

/// A time of a sentence as said, not placed yet.
#[derive(Debug, Clone)]
pub(crate) struct SaidTime {
    /// Its words.
    pub(crate) span: ByteSpan,
    /// Those that name the time, without what changes it or tells the hour: "September" of "early September".
    pub(crate) core: ByteSpan,
    pub(in crate::times) term: Term,
    /// The rule by which the core was found.
    pub(crate) rule: String,
}

/// Text of the rule and lexicon files, for the extractor's id.
pub(crate) const FILES: [&str; 2] = [rulefile::TEXT, words::TEXT];

/// The compiled rules.
#[derive(Debug)]
pub(crate) struct TimeRules {
    words: Words,
    numbers: NumberClasses,
    values: ValueClasses,
    tense: TenseClasses,
    file: RuleFile,
}

impl TimeRules {
    /// # Errors
    /// A fault in a file, with its line.
    pub(crate) fn load() -> Result<Self, DataError> {
        let mut words = Words::load()?;
        let file = RuleFile::load(&mut words)?;
        let numbers = NumberClasses::of(&mut words)?;
        let values = ValueClasses::of(&mut words)?;
        let tense = TenseClasses::of(&mut words)?;
        words.all_asked()?;
        Ok(Self { words, numbers, values, tense, file })
    }

    /// The times of each sentence of a document, in their order.
    pub(in crate::times) fn said(&self, document: &Document<'_>) -> Vec<SaidTime> {
        let mut scan = Scan::new(self, document.text, None, Wanted::Said);
        let mut spans = Vec::new();
        for sentence in &document.sentences {
            let tokens = sentence.tokens.clone();
            spans.clear();
            spans.extend(document.tokens[tokens.clone()].iter().map(|token| token.span));
            scan.sentence(&spans, &document.tags[tokens]);
        }
        scan.said
    }
}

/// The compiled rules, and what cuts a text into tokens. It is made once and reads any number of texts.
#[derive(Debug)]
pub struct TimeTagger {
    lexicon: Lexicon,
    rules: TimeRules,
}

impl TimeTagger {
    /// Compiles the rules that are part of the program.
    ///
    /// # Errors
    /// A fault in a file, with its line. The files that are shipped have none: a test compiles them.
    pub fn new() -> Result<Self, DataError> {
        Ok(Self { lexicon: Lexicon::load()?, rules: TimeRules::load()? })
    }

    /// Cuts a text into sentences and tokens.
    pub fn read<'t>(&self, text: &'t str) -> TimeText<'t> {
        let document = Document::of_text(text, &self.lexicon);
        TimeText {
            text,
            tokens: document.tokens.iter().map(|token| token.span).collect(),
            tags: document.tags,
            sentences: document.sentences.into_iter().map(|sentence| sentence.tokens).collect(),
        }
    }

    /// The times of a text in their order; `written` is the day on which it was written, if known. Takes time
    /// in proportion to the text.
    pub fn times(&self, text: &TimeText<'_>, written: Option<Date>) -> Vec<Timex> {
        let mut scan = Scan::new(&self.rules, text.text, written, Wanted::Placed);
        for sentence in &text.sentences {
            let tokens = text.tokens.get(sentence.clone()).unwrap_or_default();
            scan.sentence(tokens, text.tags.get(sentence.start..).unwrap_or_default());
        }
        scan.times
    }

    /// The rule by which a time was found: family, name and version.
    pub fn rule(&self, time: &Timex) -> &str {
        self.rules.file.rules.get(usize::from(time.rule)).map_or("", |rule| rule.id.as_str())
    }
}
