//! An assertion as it is answered: its own words, and what the workspace knows around it.

use dateline_core::article::Metadata;
use dateline_core::assertion::AssertionCount;
use dateline_core::attribution::{Hop, Mention, Scope, Speech};
use dateline_core::edtf::Edtf;
use dateline_core::event::RecordedAt;
use dateline_core::evidence::Evidence;
use dateline_core::id::{ArticleId, AssertionId, EventId, OperationNumber, Sha256Hex};
pub use dateline_core::judgement::Verdict as Review;
use dateline_core::modality::{Modality, Polarity};
use dateline_core::step::Step;
use dateline_core::text::LineNumber;
use dateline_core::value::{TimeValue, Value};
use serde::Serialize;

/// An assertion in its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its number in the history of its claim, from 1: what `@4` means.
    pub row: usize,
    /// Its identity.
    pub id: AssertionId,
    /// The article that makes it.
    pub article: ArticleId,
    /// The outlet, where it is known.
    pub publisher: Option<String>,
    /// When it was published, where that is known: with its article, or with the edit that brought it, where that is
    /// dated.
    pub published: Option<Edtf>,
    /// The day of the utterance, where the text gives one ("Monday").
    pub said_at: Option<TimeValue>,
    /// When we learned of it.
    pub recorded: RecordedAt,
    /// The value, with its verbatim words.
    pub value: Value,
    /// How sure the source is.
    pub modality: Modality,
    /// Whether it asserts or denies.
    pub polarity: Polarity,
    /// How it relates to the assertion it is compared with.
    pub step: Step,
    /// How it relates to other assertions that stood then and that it revises, withdraws or contradicts.
    pub also: Vec<Step>,
    /// Whether its sentence does not name the subject: then it is the one that the article is about.
    pub implied_subject: bool,
    /// How its sentence calls the subject, where that is not the subject's name.
    pub subject_words: Option<Mention>,
    /// The words that say from when a count counts ("since the protests began in March").
    pub counted_since: Option<Mention>,
    /// Words of the text that say that the value has changed.
    pub change_cue: Option<String>,
    /// Who says it, through whom: outermost first.
    pub attribution: Vec<Hop>,
    /// How the words are reported.
    pub speech: Speech,
    /// Whether the text settles who says it.
    pub scope: Scope,
    /// Where the words stand. Every quote has been read again from the stored text.
    pub evidence: Vec<Place>,
    /// The sentence that supports it, read from the stored text.
    pub sentence: String,
    /// What reviewers judged.
    pub review: Review,
    /// The judgements on it, by time.
    pub judgements: Vec<JudgementLine>,
    /// The value as it was read, where a reviewer edited it.
    pub read_as: Option<Value>,
    /// Who was read as saying it, where a reviewer edited the speaker.
    pub read_who: Option<ReadWho>,
    /// The id under which it was judged, where an earlier reading had given it another.
    pub judged_as: Option<AssertionId>,
    /// Whether the value stands, at the point asked for.
    pub stands: bool,
    /// The rule that read it.
    pub rule: String,
}

/// Who was read as saying something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadWho {
    /// Who, through whom: outermost first.
    pub attribution: Vec<Hop>,
    /// How the words are reported.
    pub speech: Speech,
    /// Whether the text settles who says it.
    pub scope: Scope,
}

/// A judgement on an assertion, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JudgementLine {
    /// The event.
    pub event: EventId,
    /// What was decided: `accept`, `reject`, `edit`, `note`, `resolve`, `merge`, `split`, `move`.
    pub kind: String,
    /// Who decided.
    pub reviewer: String,
    /// Why, in the reviewer's words.
    pub reason: Option<String>,
    /// What was decided, in words: of an edit what it changes to, of a note its text.
    pub what: Option<String>,
    /// When it was recorded.
    pub recorded: RecordedAt,
    /// The operation.
    pub op: OperationNumber,
}

impl JudgementLine {
    /// In words, without a full stop: "rejected by Rui: not in the text".
    pub fn in_words(&self) -> String {
        let verb = match self.kind.as_str() {
            "accept" => "accepted",
            "reject" => "rejected",
            "edit" => "edited",
            "resolve" => "resolved",
            "merge" => "merged",
            "move" => "moved",
            other => other,
        };
        let what = self.what.as_ref().map(|what| format!(" ({what})")).unwrap_or_default();
        let why = self.reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        match (self.kind.as_str(), &self.what) {
            ("note", Some(text)) => format!("note by {}: {text}", self.reviewer),
            _ => format!("{verb} by {}{what}{why}", self.reviewer),
        }
    }
}

/// Words and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// SHA-256 of the revision's UTF-8 text.
    pub sha256: Sha256Hex,
    /// First byte in that text.
    pub start_byte: usize,
    /// One past the last byte.
    pub end_byte: usize,
    /// The line on which they start, from 1.
    pub line: LineNumber,
    /// The words, exactly.
    pub quote: String,
}

impl From<&Evidence> for Place {
    fn from(evidence: &Evidence) -> Self {
        Self {
            article: evidence.article.clone(),
            sha256: evidence.sha256.clone(),
            start_byte: evidence.span.start_byte,
            end_byte: evidence.span.end_byte,
            line: evidence.line,
            quote: evidence.quote.clone(),
        }
    }
}

/// An article, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleLine {
    /// Its identity.
    pub id: ArticleId,
    /// The story it belongs to.
    pub story: String,
    /// Where its newest bytes came from, as given.
    pub source: String,
    /// What is known of it.
    pub metadata: Metadata,
    /// When we first learned of it.
    pub recorded: RecordedAt,
    /// How many versions of its text are stored.
    pub revisions: usize,
    /// Length of its newest text.
    pub length_bytes: u64,
    /// Assertions read in it.
    #[serde(flatten)]
    pub count: AssertionCount,
}
