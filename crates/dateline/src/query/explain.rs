//! `explain` for what is stored: the article is read again by the rules of this program.

use super::Query;
use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::explain::{AskedAssertion, Explained, explained};
use crate::notices;
use dateline_core::article::Revision;
use dateline_core::text::ByteSpan;

impl Query<'_> {
    /// Why the assertion that `typed` names was read, or why a line was read as it was: an assertion in the way of
    /// [`Query::source`], or an article's id and a line of its newest text (`ea35:7`).
    pub fn explain(&self, typed: &str) -> Result<Answer<Explained>, Error> {
        match typed.rsplit_once(':').and_then(|(article, line)| Some((article, line.parse().ok()?))) {
            Some((article, line)) if !article.contains('/') => self.explain_line(typed, article, line),
            _ => self.explain_assertion(typed),
        }
    }

    fn explain_assertion(&self, typed: &str) -> Result<Answer<Explained>, Error> {
        let (story, claim, at) = self.assertion_named(typed)?;
        let linked =
            story.claim(&claim).ok_or_else(|| Error::Inconsistent(format!("claim {claim} is gone")))?;
        let rows = self.claim_rows(&story, linked)?;
        let (_, it) = rows.at(at);
        let read = story.as_read(it.assertion);
        let revision = self.text(it.record, &it.extraction.revision)?;
        let (mut data, _) = explained(&revision, &it.record.metadata, &[read.sentence])?;
        let now = data.sentences.iter().flat_map(|sentence| &sentence.assertions);
        let read_now = now.into_iter().any(|assertion| assertion.id == read.id);
        let recorded_by = it.extraction.extractor.clone();
        let other = recorded_by != data.extractor;
        data.asked = Some(AskedAssertion {
            id: read.id.clone(),
            story: story.name.clone(),
            claim: claim.clone(),
            row: at + 1,
            rule: read.rule.clone(),
            extractor: recorded_by,
            read_now,
        });
        let mut answer = self.answer("dateline.explain/1", data);
        if let Some(note) = note(other, read_now) {
            answer.warnings.push(Warning::note(note));
        }
        answer.next.push(format!("dateline source {claim}@{}", at + 1));
        Ok(answer)
    }

    fn explain_line(&self, typed: &str, article: &str, line: usize) -> Result<Answer<Explained>, Error> {
        let record = self.article_named(article)?;
        let newest = record
            .newest()
            .ok_or_else(|| Error::Inconsistent(format!("article {} has no text", record.article)))?;
        let revision = self.text(&record, &newest.sha256)?;
        let span = span_of_line(&revision, line).ok_or_else(|| Error::BadReference {
            reference: typed.to_owned(),
            why: format!("the article has {} lines", revision.text.lines().count()),
        })?;
        let (data, notices) = explained(&revision, &record.metadata, &[span])?;
        let is_empty = data.sentences.is_empty();
        let mut answer = self.answer("dateline.explain/1", data);
        answer.warnings.extend(notices::unread(&notices, record.article.short()));
        if is_empty && answer.warnings.is_empty() {
            answer.warnings.push(Warning::note(format!(
                "line {line} holds no sentence that is read: it is empty, no part of the article, or printed before"
            )));
        }
        Ok(answer)
    }
}

/// What to say where an assertion was read by `other` rules than those of this program, or is not read now.
fn note(other: bool, read_now: bool) -> Option<String> {
    Some(match (other, read_now) {
        (true, true) => "it was read by other rules than those of this program, which read the same",
        (true, false) => "it was read by other rules than those of this program, which do not read it",
        (false, false) => {
            "the rules of this program read it, and do not read it now: what is known of the article has changed since"
        }
        (false, true) => return None,
    }
    .to_owned())
}

/// The bytes of a line, from 1; `None` where there is no such line.
fn span_of_line(revision: &Revision, line: usize) -> Option<ByteSpan> {
    let mut start = 0;
    for (number, words) in revision.text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            return Some(ByteSpan::new(start, start + words.len()));
        }
        start += words.len();
    }
    None
}
