//! Facts that were edited between two revisions of one article, for `diff`, `history` and `changes`.
//!
//! Both texts are read by the present program with what is known of the article now: what differs between two
//! readings is then what differs between the texts. A former text counts for nothing in what stands, nor as an
//! origin; what it said is shown beside it.

use super::doubts::Doubts;
use super::linked::Linked;
use super::notices::notices;
use super::quotes::{reread_mentions, words_at};
use super::story::Story;
use super::versions::{Compared, Read, versions};
use super::{DiffMark, HistoryFilter, Query};
use crate::error::Error;
use crate::row::Place;
use dateline_core::as_of::Reported;
use dateline_core::assertion::Assertion;
use dateline_core::attribution::{Hop, Scope, Speech};
use dateline_core::claim::ClaimId;
use dateline_core::edits::FactDifference;
use dateline_core::edtf::Edtf;
use dateline_core::event::RecordedAt;
use dateline_core::id::{ArticleId, OperationNumber};
use dateline_core::modality::{Modality, Polarity};
use dateline_core::step::Step;
use dateline_core::value::Value;
use dateline_store::ArticleRecord;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A fact that was edited in one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditedFact {
    /// The article.
    pub article: ArticleId,
    /// Its outlet, where that is known.
    pub publisher: Option<String>,
    /// Number of the earlier revision.
    pub from: usize,
    /// Number of the later revision.
    pub to: usize,
    /// How it differs.
    pub mark: DiffMark,
    /// The claim it belongs to, where there is one.
    pub claim: Option<ClaimId>,
    /// What it is about, as the article calls it.
    pub subject: String,
    /// What is said of it: the attribute, with its qualifier if it has one.
    pub aspect: String,
    /// In what the two differ; empty unless both are there.
    pub differs: Vec<FactDifference>,
    /// How the later relates to the earlier, where both are there.
    pub step: Option<Step>,
    /// What the earlier revision says.
    pub before: Option<Said>,
    /// What the later revision says.
    pub after: Option<Said>,
    /// Passages of the newer revision alone in which the article says that it was corrected. None says that none was
    /// found.
    pub notices: Vec<Place>,
    /// The day on which the later revision was published, as it says itself or as was told with it; `None` unless it is
    /// dated later than the earlier one: then it was edited without a word of when.
    pub published: Option<Edtf>,
    /// When we learned of the later revision. The edit was made after the article was published, and by then.
    pub recorded: RecordedAt,
    /// The operation that recorded the later revision.
    #[serde(skip)]
    pub recorded_in: OperationNumber,
}

/// What a revision says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The value, with its verbatim words.
    pub value: Value,
    /// How sure.
    pub modality: Modality,
    /// Whether it asserts or denies.
    pub polarity: Polarity,
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
    /// The rule that read it.
    pub rule: String,
}

/// The day of a later version that is dated anew.
fn new_date(earlier: &Read<'_>, later: &Read<'_>) -> Option<Edtf> {
    let (before, now) = (earlier.version.capture.dated()?, later.version.capture.dated()?);
    (before.order(now) == Some(Ordering::Less)).then(|| now.without_time())
}

impl EditedFact {
    /// The day by which the edit was made: that which the later revision gives, else that on which we learned of it.
    pub fn made_by(&self) -> Date {
        let stated = self.published.as_ref().and_then(|day| day.bounds().latest);
        stated.unwrap_or_else(|| self.recorded.date())
    }
}

impl Query<'_> {
    /// What was edited in the articles of a story, with all that they say: from each revision to the next of those
    /// that have several and had been reported, but for revisions that are dated later than the day asked for.
    pub(super) fn edited_in(&self, story: &Story) -> Result<(Vec<EditedFact>, Doubts), Error> {
        self.edited_of(story.articles.values(), |record, read| Ok(Linked::of(story, &record.article, read)))
    }

    /// What was edited of a claim, as [`Query::edited_in`] tells it, of which `story` may be a part; as far as
    /// `filter` takes it. A fact that an article has no more finds its claim by what the article still says of its
    /// subject, so all articles are looked at that do.
    pub(super) fn edited_of_claim(
        &self,
        story: &Story,
        claim: &ClaimId,
        filter: &HistoryFilter,
    ) -> Result<(Vec<EditedFact>, Doubts), Error> {
        let others = self.known.others_about(&story.name, &claim.subject, &story.articles)?;
        let records: BTreeMap<&ArticleId, &ArticleRecord> =
            story.articles.values().chain(&others).map(|record| (&record.article, record)).collect();
        let (mut edited, doubts) =
            self.edited_of(records.values().copied(), |record, read| self.linked(record, read))?;
        edited.retain(|it| {
            let day = || records.get(&it.article)?.metadata.published.as_ref();
            it.claim.as_ref() == Some(claim)
                && filter.takes(it.published.as_ref().or_else(day), it.publisher.as_deref())
        });
        Ok((edited, doubts))
    }

    fn edited_of<'r>(
        &self,
        records: impl Iterator<Item = &'r ArticleRecord>,
        linked: impl Fn(&ArticleRecord, &[Read<'_>]) -> Result<Linked, Error>,
    ) -> Result<(Vec<EditedFact>, Doubts), Error> {
        let mut all = Vec::new();
        let mut doubts = Doubts::default();
        let wanted = |record: &&ArticleRecord| {
            record.captures.len() > 1
                && self.as_of.reported(record.metadata.published.as_ref()) != Reported::No
        };
        for record in records.filter(wanted) {
            let read = self.read_versions(record, &versions(record))?;
            let linked = linked(record, &read)?;
            let Some(newest) = read.last() else { continue };
            for pair in read.windows(2) {
                // Where the later one is not dated, it is not known whether it was there by the day asked for.
                if self.as_of.reported(pair[1].version.capture.dated()) == Reported::No {
                    continue;
                }
                let compared = pair[0].compared_with(&pair[1]);
                doubts.note(&record.article, &compared);
                all.extend(self.edited_facts(record, &pair[0], &pair[1], &compared, (newest, &linked))?);
            }
        }
        Ok((all, doubts))
    }

    /// The facts that were edited from one revision to another, but for what a reviewer rejected. By `newest` former
    /// assertions find their claims.
    pub(super) fn edited_facts(
        &self,
        record: &ArticleRecord,
        left: &Read<'_>,
        right: &Read<'_>,
        Compared { edits, facts }: &Compared,
        (newest, linked): (&Read<'_>, &Linked),
    ) -> Result<Vec<EditedFact>, Error> {
        if facts.edits.is_empty() {
            return Ok(Vec::new());
        }
        let notices = notices(left, right, edits)?;
        let mut all = Vec::new();
        for fact in &facts.edits {
            let before = fact.before.map(|at| (left, &left.reading.assertions[at]));
            let after = fact.after.map(|at| (right, &right.reading.assertions[at]));
            let Some((read, shown)) = after.or(before) else { continue };
            if [before, after].into_iter().flatten().any(|(_, it)| linked.is_rejected(&it.id)) {
                continue;
            }
            let said = |it: Option<(&Read<'_>, &Assertion)>| {
                it.map(|(read, assertion)| said(record, read, assertion)).transpose()
            };
            let claim = self.claim_of_fact(record, (read, shown), newest, linked)?;
            let qualifier = shown.qualifier.as_ref().map(|it| format!("/{it}")).unwrap_or_default();
            all.push(EditedFact {
                article: record.article.clone(),
                publisher: record.metadata.publisher.clone(),
                from: left.version.number,
                to: right.version.number,
                mark: match (before, after) {
                    (Some(_), Some(_)) => DiffMark::Changed,
                    (None, _) => DiffMark::Added,
                    (_, None) => DiffMark::Absent,
                },
                claim,
                subject: read.subject(shown).map(|subject| subject.name.clone()).unwrap_or_default(),
                aspect: format!("{}{qualifier}", shown.attribute),
                differs: fact.differs.clone(),
                step: before.zip(after).and_then(|((_, before), (_, after))| Step::of_edit(before, after)),
                before: said(before)?,
                after: said(after)?,
                notices: notices.clone(),
                published: new_date(left, right),
                recorded: right.version.capture.recorded_at.clone(),
                recorded_in: right.version.capture.operation,
            });
        }
        Ok(all)
    }
}

/// What an assertion says, every quotation read again.
fn said(record: &ArticleRecord, read: &Read<'_>, assertion: &Assertion) -> Result<Said, Error> {
    let fault = |fault| Error::Quote { article: record.article.clone(), fault };
    for evidence in &assertion.evidence {
        evidence.reread(&read.revision.sha256, &read.revision.text).map_err(fault)?;
    }
    reread_mentions(&read.revision.text, assertion).map_err(fault)?;
    Ok(Said {
        value: assertion.value.clone(),
        modality: assertion.modality.clone(),
        polarity: assertion.polarity,
        attribution: assertion.attribution.chain.clone(),
        speech: assertion.attribution.speech,
        scope: assertion.attribution.scope,
        evidence: assertion.evidence.iter().map(Place::from).collect(),
        sentence: words_at(&read.revision.text, assertion.sentence).map_err(fault)?.to_owned(),
        rule: assertion.rule.clone(),
    })
}
