//! `audit`: what the claims rest on.

use super::Query;
use super::story::Story;
use crate::answer::Answer;
use crate::error::Error;
use crate::row::Review;
use crate::twins::Pages;
use dateline_core::audit::{
    ArticleFacts, CheckId, ClaimFacts, Finding, Letters, RevisionText, Severity, SourcedEntry,
    check_assertion, check_claim, check_metadata, check_times,
};
use dateline_core::id::ArticleId;
use dateline_store::ArticleRecord;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// The findings, gravest first.
    pub findings: Vec<AuditFinding>,
    /// How many there are of each severity.
    pub counts: SeverityCounts,
    /// Quotes that were read again.
    pub quotes: usize,
    /// The checks that were made.
    pub checks: Vec<CheckId>,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SeverityCounts {
    /// Integrity is broken.
    pub critical: usize,
    /// Must be mended.
    pub error: usize,
    /// Needs a look.
    pub warning: usize,
    /// Good to know.
    pub note: usize,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditFinding {
    /// The check.
    pub check: CheckId,
    /// What the check looks for, in a few words.
    pub title: String,
    /// How grave.
    pub severity: Severity,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// Full ids of what it is about: assertions, else a claim or an article.
    pub subjects: Vec<String>,
    /// The same as people type them ("geneva-ii/date@4", "ea35").
    pub places: Vec<String>,
    /// The command to type next, where one helps.
    pub next: Option<String>,
}

/// What an article says of itself, and what was told of it.
fn facts(record: &ArticleRecord) -> ArticleFacts<'_> {
    ArticleFacts { article: &record.article, metadata: &record.metadata }
}

/// Where an assertion is found: its claim and its row there.
type Rows = BTreeMap<String, String>;

impl Query<'_> {
    /// Makes every check that this version knows, of a story or of all. The integrity of ledger and views
    /// is always that of the whole workspace.
    pub fn audit(&self, story: Option<&str>) -> Result<Answer<Audit>, Error> {
        let mut found = self.integrity()?;
        let mut quotes = 0;
        let mut rows = Rows::new();
        // What looks alike may stand in two stories.
        let (mut letters, mut pages) = (Letters::default(), Pages::default());
        for name in self.story_names_asked(story)? {
            let story = self.whole_story(&name)?;
            found.extend(self.audit_articles(&story, &mut quotes));
            found.extend(self.audit_claims(&story, &mut rows)?);
            for record in story.articles.values() {
                letters.read(facts(record), record.extraction.as_ref());
                pages.read(record);
            }
        }
        found.extend(letters.findings());
        found.extend(pages.twins().iter().map(|twins| {
            let articles = [&twins.first, &twins.second].map(|page| page.article.to_string());
            Finding::new(CheckId::S11, articles.into(), twins.in_words()).with_next("dateline log")
        }));
        found.sort_by(|one, other| {
            let key = |finding: &Finding| (std::cmp::Reverse(finding.severity), finding.check);
            key(one).cmp(&key(other)).then_with(|| one.subjects.cmp(&other.subjects))
        });
        let mut counts = SeverityCounts::default();
        for finding in &found {
            match finding.severity {
                Severity::Critical => counts.critical += 1,
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Note => counts.note += 1,
            }
        }
        let findings =
            found.into_iter().map(|finding| self.placed(finding, &rows)).collect::<Result<_, Error>>()?;
        let checks = CheckId::ALL.iter().copied().filter(|check| check.is_implemented()).collect();
        let mut answer = self.answer("dateline.audit/1", Audit { findings, counts, quotes, checks });
        if let Some(first) = answer.data.findings.first() {
            answer.next.push(format!("dateline audit --explain {}", first.check));
        }
        Ok(answer)
    }

    /// I01, I05, I06 and T01: ledger and views.
    fn integrity(&self) -> Result<Vec<Finding>, Error> {
        let report = self.store.verify(false, |_| ())?;
        let mut found: Vec<Finding> = report
            .faults
            .iter()
            .map(|fault| {
                let check = fault.check.id().parse().unwrap_or(CheckId::I01);
                Finding::new(check, Vec::new(), super::verify::fault(fault).message)
                    .with_next("dateline verify")
            })
            .collect();
        found.extend(report.set_back.iter().map(|back| {
            let message = format!(
                "event {} at position {} (operation {}) was recorded at {}, the one before it at {}: the clock was set back",
                back.event, back.position, back.operation, back.then, back.before
            );
            Finding::new(CheckId::T01, Vec::new(), message).with_next("dateline log")
        }));
        if let Err(message) = self.store.verify_views()? {
            found.push(Finding::new(CheckId::I06, Vec::new(), message).with_next("dateline rebuild"));
        }
        Ok(found)
    }

    /// E01 to E05, S09, T03 and T04.
    fn audit_articles(&self, story: &Story, quotes: &mut usize) -> Vec<Finding> {
        let mut found = Vec::new();
        for record in story.articles.values() {
            let facts = facts(record);
            found.extend(check_metadata(facts));
            let Some(extraction) = &record.extraction else { continue };
            found.extend(check_times(facts, extraction, record.recorded_at.date()));
            // A text that cannot be had is a finding of E01, not the end of the audit.
            let text = self.text(record, &extraction.revision).ok();
            let revision = text.as_ref().map(|text| RevisionText { sha256: &text.sha256, text: &text.text });
            for assertion in &extraction.assertions {
                *quotes += assertion.evidence.len();
                // What was read is checked, not what a reviewer made of it.
                found.extend(check_assertion(story.as_read(assertion), revision));
            }
        }
        found
    }

    /// S01, S02, S05, S06 and S10. Notes on the way where each assertion is found.
    fn audit_claims(&self, story: &Story, places: &mut Rows) -> Result<Vec<Finding>, Error> {
        let mut found = Vec::new();
        for claim in &story.claims {
            let rows = self.claim_rows(story, claim)?;
            for at in 0..rows.len() {
                let id = rows.at(at).1.assertion.id.to_string();
                places.insert(id, format!("{}@{}", claim.id, at + 1));
            }
            let entries: Vec<SourcedEntry<'_>> = rows
                .found
                .iter()
                .take(rows.entries.len())
                .map(|it| SourcedEntry {
                    article: &it.record.article,
                    assertion: it.assertion,
                    reviewed: story.verdict(&it.assertion.id) != Review::Unreviewed,
                })
                .collect();
            let origins = rows.origins(story);
            found.extend(check_claim(ClaimFacts { claim: &claim.id, entries: &entries, origins: &origins }));
        }
        Ok(found)
    }

    /// A finding with its places as people type them.
    fn placed(&self, finding: Finding, rows: &Rows) -> Result<AuditFinding, Error> {
        let place = |subject: &String| match (rows.get(subject), ArticleId::new(subject.as_str())) {
            (Some(row), _) => Ok(row.clone()),
            (None, Ok(article)) => self.short_id(&article),
            (None, Err(_)) => Ok(subject.clone()),
        };
        let places = finding.subjects.iter().map(place).collect::<Result<_, Error>>()?;
        Ok(AuditFinding {
            check: finding.check,
            title: finding.check.title().to_owned(),
            severity: finding.severity,
            message: finding.message,
            subjects: finding.subjects,
            places,
            next: finding.next,
        })
    }
}
