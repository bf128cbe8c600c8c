//! `articles revisions`, and `diff ARTICLE@1 ARTICLE@2`: what was edited in one article after it was published.

use super::Query;
use super::doubts::{Doubts, of_other_kinds};
use super::edited::EditedFact;
use super::notices::notices;
use super::versions::{Compared, Read, Texts, versions};
use crate::answer::Answer;
use crate::error::Error;
use crate::query::DiffMark;
use crate::reading::words;
use crate::row::Place;
use dateline_core::article::{Metadata, Stated};
use dateline_core::edits::{Edit, EditKind, TextEdits, Words};
use dateline_core::edtf::Edtf;
use dateline_core::event::RecordedAt;
use dateline_core::id::{ArticleId, Sha256Hex};
use serde::Serialize;

/// The revisions of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleRevisions {
    /// The article.
    pub article: ArticleId,
    /// Its revisions, oldest first.
    pub revisions: Vec<NumberedRevision>,
}

/// A revision with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumberedRevision {
    /// Counted from 1: in order of publication where their dates tell it, else in that in which we learned of them.
    pub number: usize,
    /// SHA-256 of its text.
    pub sha256: Sha256Hex,
    /// Words of its text.
    pub words: usize,
    /// Where its bytes came from, as given.
    pub source: String,
    /// What came with it.
    pub metadata: Metadata,
    /// When the page itself says that it was published and changed.
    pub stated: Stated,
    /// When we learned of it.
    pub recorded: RecordedAt,
    /// What differs from the revision before it; `None` for the first.
    pub edited: Option<EditCounts>,
}

/// How much was edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditCounts {
    /// Facts that differ, are absent or were added; `None` where there are too many to be compared.
    pub facts: Option<usize>,
    /// Sentences of which words differ.
    pub changed: usize,
    /// Sentences that were added.
    pub added: usize,
    /// Sentences that are absent.
    pub absent: usize,
    /// Sentences that only stand elsewhere.
    pub moved: usize,
    /// Sentences of which only white space, case, or the form of quotation marks or dashes differ.
    pub restyled: usize,
    /// What is said of the article and differs: `title`, `byline` and so on.
    pub fields: Vec<String>,
}

/// What was edited between two revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionDiff {
    /// The article.
    pub article: ArticleId,
    /// The one revision.
    pub left: NumberedRevision,
    /// The other.
    pub right: NumberedRevision,
    /// What is said of the article and differs.
    pub fields: Vec<FieldEdit>,
    /// Facts that were edited.
    pub facts: Vec<EditedFact>,
    /// Sentences that were edited, in the order of the later text.
    pub edits: Vec<SentenceEdit>,
    /// Sentences that are alike.
    pub unchanged: usize,
    /// Sentences that only stand elsewhere.
    pub moved: usize,
    /// Sentences of which only white space, case, or the form of quotation marks or dashes differ.
    pub restyled: usize,
    /// Passages of the newer text alone, whichever side it is on, in which the article says that it was corrected.
    pub notices: Vec<Place>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldEdit {
    /// How it differs.
    pub mark: DiffMark,
    /// Its name, as in front matter.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// A sentence that was edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentenceEdit {
    /// How.
    pub kind: EditKind,
    /// The sentence in the earlier text.
    pub before: Option<Place>,
    /// The sentence in the later text.
    pub after: Option<Place>,
    /// Its words, in order; of what was moved or restyled none.
    pub words: Vec<WordsOf>,
}

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordsOf {
    /// In which text they stand.
    pub side: WordSide,
    /// The words, as they stand in the later text if they stand in both.
    pub text: String,
}

/// In which text words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WordSide {
    /// In both.
    Both,
    /// In the earlier one.
    Before,
    /// In the later one.
    After,
}

impl NumberedRevision {
    /// The day on which it was published: as it says itself, else as was told with it.
    pub fn dated(&self) -> Option<Edtf> {
        self.stated.at().or(self.metadata.published.as_ref()).map(Edtf::without_time)
    }
}

impl Query<'_> {
    /// The revisions of the article whose id begins with `typed`, each with what differs from the one before.
    pub fn article_revisions(&self, typed: &str) -> Result<Answer<ArticleRevisions>, Error> {
        let record = self.article_named(typed)?;
        let read = self.read_versions(&record, &versions(&record))?;
        let mut revisions = Vec::new();
        let mut doubts = Doubts::default();
        for (at, it) in read.iter().enumerate() {
            let edited = match at.checked_sub(1).and_then(|before| read.get(before)) {
                Some(before) => {
                    let compared = before.compared_with(it);
                    doubts.note(&record.article, &compared);
                    let Compared { edits, facts } = compared;
                    Some(EditCounts {
                        facts: (!facts.is_too_much).then_some(facts.edits.len()),
                        changed: edits.count(EditKind::Changed),
                        added: edits.count(EditKind::Added),
                        absent: edits.count(EditKind::Absent),
                        moved: edits.count(EditKind::Moved),
                        restyled: edits.count(EditKind::Style),
                        fields: fields(before, it).into_iter().map(|field| field.field).collect(),
                    })
                }
                None => None,
            };
            revisions.push(it.numbered(edited));
        }
        let count = revisions.len();
        let data = ArticleRevisions { article: record.article.clone(), revisions };
        let mut answer = self.answer("dateline.articles_revisions/1", data);
        answer.warnings.extend(self.doubtful(&doubts)?);
        if count > 1 {
            let short = self.short_id(&record.article)?;
            answer.next.push(format!("dateline diff {short}@{} {short}@{count}", count - 1));
        }
        Ok(answer)
    }

    /// What was edited from one revision of an article to another: each the beginning of the article's id, and a
    /// number.
    pub fn diff_revisions(
        &self,
        (typed, one): (&str, usize),
        (again, other): (&str, usize),
    ) -> Result<Answer<RevisionDiff>, Error> {
        let record = self.article_named(typed)?;
        if self.article_named(again)?.article != record.article {
            return Err(Error::BadReference {
                reference: format!("{again}@{other}"),
                why: format!(
                    "it is another article than {typed}; of two articles claims are compared: dateline diff {typed} {again}"
                ),
            });
        }
        let mut all = versions(&record);
        let numbers = 1..=all.len();
        for asked in [one, other] {
            if !numbers.contains(&asked) {
                return Err(Error::BadReference {
                    reference: format!("{typed}@{asked}"),
                    why: match all.len() {
                        1 => "the article has one revision".to_owned(),
                        n => format!("the article has revisions 1 to {n}"),
                    },
                });
            }
        }
        // The newest is read too: by it the facts find their claims.
        let newest = all.len();
        all.retain(|version| [one, other, newest].contains(&version.number));
        let read = self.read_versions(&record, &all)?;
        let numbered = |number: usize| {
            let found = read.iter().find(|it| it.version.number == number);
            found.ok_or_else(|| {
                Error::Inconsistent(format!("revision {number} of {} is gone", record.article))
            })
        };
        let (left, right) = (numbered(one)?, numbered(other)?);
        let compared = left.compared_with(right);
        let linked = self.linked(&record, &read)?;
        let facts = self.edited_facts(&record, left, right, &compared, (numbered(newest)?, &linked))?;
        let edits = &compared.edits;
        let data = RevisionDiff {
            article: record.article.clone(),
            left: left.numbered(None),
            right: right.numbered(None),
            fields: fields(left, right),
            facts,
            edits: sentence_edits(edits, left, right)?,
            unchanged: edits.unchanged,
            moved: edits.count(EditKind::Moved),
            restyled: edits.count(EditKind::Style),
            notices: notices(left, right, edits)?,
        };
        let mut answer = self.answer("dateline.diff_revisions/1", data);
        answer.warnings.extend(of_other_kinds(left, right));
        let mut doubts = Doubts::default();
        doubts.note(&record.article, &compared);
        answer.warnings.extend(self.doubtful(&doubts)?);
        Ok(answer)
    }
}

impl Read<'_> {
    fn numbered(&self, edited: Option<EditCounts>) -> NumberedRevision {
        NumberedRevision {
            number: self.version.number,
            sha256: self.revision.sha256.clone(),
            words: words(&self.revision),
            source: self.version.capture.source.clone(),
            metadata: self.version.capture.metadata.clone(),
            stated: self.version.capture.stated.clone(),
            recorded: self.version.capture.recorded_at.clone(),
            edited,
        }
    }
}

/// What is said of the article and differs.
fn fields(before: &Read<'_>, after: &Read<'_>) -> Vec<FieldEdit> {
    let of = |it: &Metadata| {
        let published = it.published.as_ref().map(ToString::to_string);
        [
            published,
            it.publisher.clone(),
            it.title.clone(),
            it.byline.clone(),
            it.agency.clone(),
            it.lang.clone(),
        ]
    };
    let names = ["published", "publisher", "title", "byline", "agency", "lang"];
    let both = of(&before.version.known).into_iter().zip(of(&after.version.known));
    let edit = |(field, (before, after)): (&str, (Option<String>, Option<String>))| {
        let mark = match (&before, &after) {
            (before, after) if before == after => return None,
            (None, _) => DiffMark::Added,
            (_, None) => DiffMark::Absent,
            _ => DiffMark::Changed,
        };
        Some(FieldEdit { mark, field: field.to_owned(), before, after })
    };
    names.into_iter().zip(both).filter_map(edit).collect()
}

/// The edits with their words, as they stand in the stored texts.
fn sentence_edits(edits: &TextEdits, left: &Read<'_>, right: &Read<'_>) -> Result<Vec<SentenceEdit>, Error> {
    let (old, new) = (Texts::of(left), Texts::of(right));
    let sentence = |edit: &Edit| {
        let words = edit.words.iter().map(|words| {
            let (side, text) = match words {
                Words::Both { after, .. } => (WordSide::Both, new.words(*after)?),
                Words::Before { before } => (WordSide::Before, old.words(*before)?),
                Words::After { after } => (WordSide::After, new.words(*after)?),
            };
            Ok(WordsOf { side, text: text.to_owned() })
        });
        Ok(SentenceEdit {
            kind: edit.kind,
            before: edit.before.map(|span| old.place(span)).transpose()?,
            after: edit.after.map(|span| new.place(span)).transpose()?,
            words: words.collect::<Result<_, Error>>()?,
        })
    };
    edits.edits.iter().map(sentence).collect()
}
