//! Reading again: no word of an article leaves the library unless it stands in the stored text. The words of a value are
//! in its evidence, as the audit checks, unless a reviewer gave them.

use super::Query;
use super::story::Found;
use crate::error::Error;
use dateline_core::article::Revision;
use dateline_core::assertion::Assertion;
use dateline_core::evidence::EvidenceFault;
use dateline_core::id::Sha256Hex;
use dateline_core::text::ByteSpan;
use dateline_store::{ArticleRecord, RevisionRecord};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Query<'_> {
    /// The text of a revision of an article, compared with its digest when it is first read.
    pub(super) fn text(&self, record: &ArticleRecord, sha256: &Sha256Hex) -> Result<Rc<Revision>, Error> {
        if let Some(revision) = self.texts.borrow().get(sha256) {
            return Ok(Rc::clone(revision));
        }
        let revision = Rc::new(self.stored_text(record, sha256)?);
        self.texts.borrow_mut().insert(sha256.clone(), Rc::clone(&revision));
        Ok(revision)
    }

    /// [`Query::text`], read once and not kept.
    pub(crate) fn stored_text(&self, record: &ArticleRecord, sha256: &Sha256Hex) -> Result<Revision, Error> {
        let stored = record.revision(sha256).ok_or_else(|| {
            let newest = record.newest();
            let found = newest.map_or_else(|| sha256.clone(), |revision| revision.sha256.clone());
            let fault = EvidenceFault::OtherText { found, named: sha256.clone() };
            Error::Quote { article: record.article.clone(), fault }
        })?;
        Ok(self.store.revision_text(stored)?)
    }

    /// Reads the texts in which some assertions are quoted, on all processors, each compared with its digest.
    /// Only sooner than [`Query::text`], which reads what is not there: what is wrong is found there.
    pub(super) fn read_texts<'s>(&self, shown: impl Iterator<Item = Found<'s>>) -> Result<(), Error> {
        let mut wanted: BTreeMap<&Sha256Hex, &RevisionRecord> = BTreeMap::new();
        for Found { record, assertion, .. } in shown {
            for evidence in &assertion.evidence {
                let stored = record.revision(&evidence.sha256);
                wanted.extend(stored.map(|stored| (&evidence.sha256, stored)));
            }
        }
        let mut texts = self.texts.borrow_mut();
        wanted.retain(|sha256, _| !texts.contains_key(*sha256));
        let records: Vec<&RevisionRecord> = wanted.into_values().collect();
        for revision in self.store.revision_texts(&records)? {
            texts.insert(revision.sha256.clone(), Rc::new(revision));
        }
        Ok(())
    }

    /// Reads every quotation of an assertion again; the sentence it stands in is the answer.
    pub(super) fn reread(&self, record: &ArticleRecord, assertion: &Assertion) -> Result<String, Error> {
        let fault = |fault| Error::Quote { article: record.article.clone(), fault };
        let mut sentence = None;
        for evidence in &assertion.evidence {
            let revision = self.text(record, &evidence.sha256)?;
            evidence.reread(&revision.sha256, &revision.text).map_err(fault)?;
            if sentence.is_none() {
                sentence = Some(words_at(&revision.text, assertion.sentence).map_err(fault)?.to_owned());
                reread_mentions(&revision.text, assertion).map_err(fault)?;
            }
        }
        sentence.ok_or_else(|| Error::Inconsistent(format!("assertion {} has no evidence", assertion.id)))
    }
}

pub(super) fn words_at(text: &str, span: ByteSpan) -> Result<&str, EvidenceFault> {
    span.slice(text).ok_or(EvidenceFault::OutOfText { span })
}

/// Reads all words of an assertion again that are not its evidence.
pub(super) fn reread_mentions(text: &str, assertion: &Assertion) -> Result<(), EvidenceFault> {
    for (span, words) in mentions(assertion) {
        let found = words_at(text, span)?;
        if found != words {
            let (found, quote) = (found.to_owned(), words.to_owned());
            return Err(EvidenceFault::OtherWords { span, found, quote });
        }
    }
    match assertion.unplaced_words().find(|words| !text.contains(words)) {
        Some(words) => {
            let span = assertion.sentence;
            let found = words_at(text, span)?.to_owned();
            Err(EvidenceFault::OtherWords { span, found, quote: words.to_owned() })
        }
        None => Ok(()),
    }
}

/// The words of hedges, sources, cues and addressees, of the subject, and of what a count counts from, with their places.
fn mentions(assertion: &Assertion) -> impl Iterator<Item = (ByteSpan, &str)> {
    let hedges = assertion.modality.hedges.iter().map(|hedge| (hedge.span, hedge.text.as_str()));
    let hops = assertion.attribution.chain.iter().flat_map(|hop| {
        [&hop.source, &hop.cue, &hop.addressee].into_iter().flatten().map(|it| (it.span, it.text.as_str()))
    });
    let others = assertion.subject_words.iter().chain(&assertion.counted_since);
    hedges.chain(hops).chain(others.map(|it| (it.span, it.text.as_str())))
}

#[cfg(test)]
mod tests {
    use crate::desk::Desk;
    use dateline_core::as_of::AsOf;

    #[test]
    fn words_whose_place_is_not_kept_must_stand_in_the_text() {
        let mut desk = Desk::new(7, "Ines");
        desk.ingest(2);
        let record = desk.workspace.store.articles().unwrap().remove(0);
        let assertions = &record.extraction.as_ref().unwrap().assertions;
        let mut moved = assertions.iter().find(|it| it.change_cue.is_some()).unwrap().clone();
        let query = desk.workspace.query(AsOf::default()).unwrap();
        assert!(query.reread(&record, &moved).is_ok());
        moved.change_cue = Some("put off until".into());
        assert!(query.reread(&record, &moved).is_err());
    }
}
