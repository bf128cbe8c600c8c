//! Inputs that are addresses: asked for, and what comes told apart. A page with the article is an input like a
//! file; that nothing was learned, that there is no such page, and that the page is without the article are three
//! events of their own.
//!
//! The same observation as the last one that is recorded of an address adds nothing.

use super::Ingest;
use super::plan::Plan;
use super::report::{IngestFailure, IngestOutcome, IngestedArticle, failure};
use crate::answer::Warning;
use crate::error::Error;
use crate::reading::words;
use crate::workspace::Workspace;
use base64::Engine as _;
use dateline_capture::fetch::{Answer, Answered, Ask, Validators};
use dateline_capture::html::PageFault;
use dateline_capture::{
    Articles, CaptureError, CapturedText, Charset, Fault, Layer, Layers, articles_in, url,
};
use dateline_core::event::{Event, RecordedAt};
use dateline_core::fetch::{
    ArticleAbsent, Fetch, FetchFailed, FetchFailure, Fetched, Observation, PageMissing, Sighting,
};
use dateline_core::id::Sha256Hex;
use dateline_store::{ArticleRecord, ObservationRecord};
use std::str::FromStr as _;

/// Asks an address.
pub type FetchFn<'f> = dyn FnMut(&Ask) -> Answered + 'f;

/// What came from an address and is not yet recorded.
pub(super) struct Seen {
    /// What the input was called.
    name: String,
    fetch: Fetch,
    /// The bytes that came, as evidence where the article is not in them.
    bytes: Vec<u8>,
    /// The article that the address was known to hold.
    record: Option<ArticleRecord>,
    /// What was recorded of the address last.
    last: Option<Observation>,
    /// Whether it is told in an event.
    told: bool,
}

impl Workspace {
    /// What to ask of an address: the article that it is known to hold, with its validators.
    pub(crate) fn ask_for(&self, address: &str) -> Result<Ask, Error> {
        let mut ask = Ask { address: address.to_owned(), ..Ask::default() };
        let observations = self.store.observations(address)?;
        let Some(last) = observations.into_iter().rfind(is_page) else { return Ok(ask) };
        let fetch = last.observation.fetch;
        // What holds several articles may have been stored in part: only one that is an article is known to be whole.
        let Some(article) = &fetch.article else { return Ok(ask) };
        if self.store.article(article)?.is_none() {
            return Ok(ask);
        }
        let field = |name: &str| fetch.field(name).map(str::to_owned);
        let validators = Validators {
            address: fetch.last_address().to_owned(),
            etag: field("etag"),
            last_modified: field("last-modified"),
        };
        ask.validators = Some(validators);
        ask.article = fetch.article;
        Ok(ask)
    }

    /// When the events of an address tell that it was last seen to say what is recorded of it. Failures and absences
    /// since then tell nothing later, and take that time with them.
    pub(crate) fn seen_as_recorded_at(&self, address: &str) -> Result<Option<RecordedAt>, Error> {
        let observations = self.store.observations(address)?;
        let Some(page) = observations.iter().rposition(is_page) else { return Ok(None) };
        let times = observations[page..].iter().map(|it| {
            let Fetch { began_at, seen_same_at, .. } = &it.observation.fetch;
            if is_page(it) { Some(began_at) } else { seen_same_at.as_ref() }
        });
        Ok(times.flatten().max().cloned())
    }
}

fn is_page(record: &ObservationRecord) -> bool {
    record.observation.sighting == Sighting::Fetched
}

impl Ingest<'_, '_> {
    /// Asks an address. `None` if there is nothing to read: then what there is to tell is in the report.
    pub(super) fn ask(
        &mut self,
        name: &str,
        address: &str,
        layers: &mut Layers,
    ) -> Result<Option<(Articles, Seen)>, Error> {
        let mut ask = self.workspace.ask_for(address)?;
        // What is told of the article may have to be recorded, so its text is needed.
        let told = [&layers.flags, &layers.meta_row].into_iter().any(|layer| *layer != Layer::default());
        if told || layers.kind.is_some() || layers.charset.is_some() || self.options.revision_of.is_some() {
            ask.validators = None;
        }
        let Some(fetch) = self.fetch.as_deref_mut() else {
            self.report.failures.push(failure(&CaptureError::new(name, Fault::Address)));
            return Ok(None);
        };
        let Answered { fetch, answer, .. } = fetch(&ask);
        let record = ask.article.as_ref().map(|id| self.workspace.store.article(id)).transpose()?.flatten();
        let last = self.workspace.store.observations(address)?.pop().map(|last| last.observation);
        let mut seen = Seen { name: name.to_owned(), fetch, bytes: Vec::new(), record, last, told: false };
        match answer {
            Answer::Page { bytes, charset } => {
                seen.bytes = bytes;
                layers.served_charset = charset.and_then(|label| Charset::from_str(&label).ok());
                layers.fetched_from = url::canonical(seen.fetch.last_address()).ok();
                match articles_in(name, &seen.bytes, layers) {
                    Ok(articles) => return Ok(Some((articles, seen))),
                    Err(error) => self.unreadable(&mut seen, &error),
                }
            }
            Answer::NotModified => {
                if let Some(record) = &seen.record {
                    self.report.articles.push(self.unchanged(name, record)?);
                }
                self.finish(seen);
            }
            Answer::Missing => self.missing(&mut seen),
            Answer::Failed { failure: FetchFailure::Interrupted, .. } => self.report.interrupted = true,
            Answer::Failed { failure, detail } => self.failed(&mut seen, failure, detail),
        }
        Ok(None)
    }

    /// Makes sure that a text that came from an address is the article's that the address is known to hold.
    /// Else that is told, and the text is not taken for it. `layers` may tell of which address it is: then it is.
    pub(super) fn is_the_one(&mut self, seen: &mut Seen, text: &mut CapturedText, layers: &Layers) -> bool {
        let whole = seen.holds(&text.captured.capture.sha256);
        let told = [&layers.flags, &layers.meta_row].into_iter().any(|layer| layer.metadata.url.is_some());
        let told = told || self.options.revision_of.is_some();
        let Some(record) = seen.record.as_ref().filter(|_| whole && !told) else {
            return true;
        };
        let url = text.captured.metadata.url.as_deref().unwrap_or(seen.fetch.last_address());
        if text.captured.article == record.article {
            return true;
        }
        let own = record.metadata.url.as_deref();
        if own.is_some_and(|own| url::is_same_page(own, url)) || url::is_same_page(url, &seen.fetch.address) {
            // The page names no other address than its own, or than the one it came from, which is this article's.
            text.captured.article = record.article.clone();
            text.revision.article = record.article.clone();
            text.captured.metadata.url.clone_from(&record.metadata.url);
            return true;
        }
        let url = url.to_owned();
        self.absent(seen, Some(url));
        false
    }

    /// An article in what came from an address could not be taken.
    pub(super) fn untaken(&mut self, seen: &mut Seen, error: &CaptureError) {
        if error.input == seen.name {
            self.unreadable(seen, error);
        } else {
            self.fail(error);
        }
    }

    /// Records that a page came, if no article that it brought has told so.
    pub(super) fn finish(&mut self, seen: Seen) {
        if let Some(address) = seen.fetch.left_https_for().filter(|_| seen.told) {
            self.warnings.push(Warning::new(format!(
                "{}: a redirect led from https to {address}: anyone on the way could have changed what came",
                seen.name
            )));
        }
        if !seen.told {
            let event = Fetched { fetch: seen.fetch, unchanged: true };
            self.observe(seen.last.as_ref(), &Observation::from(&event), Event::Fetched(event));
        }
    }

    fn unreadable(&mut self, seen: &mut Seen, error: &CaptureError) {
        let nothing_in_it = matches!(error.fault, Fault::Page(PageFault::NoArticle));
        if nothing_in_it && seen.record.is_some() {
            return self.absent(seen, None);
        }
        self.failed(seen, FetchFailure::Unreadable, error.fault.to_string());
        if let Some(told) = self.report.failures.last_mut() {
            told.hint = error.hint();
        }
    }

    fn failed(&mut self, seen: &mut Seen, failure: FetchFailure, detail: String) {
        let message = match failure {
            FetchFailure::Unreadable => detail.clone(),
            _ => format!("it could not be fetched: {detail}"),
        };
        self.tell(seen, Sighting::FetchFailed, message, remedy(failure, &seen.fetch));
        // Who was not asked was not observed.
        let asked = seen.fetch.requests.iter().any(|request| request.status.is_some());
        if !asked && matches!(failure, FetchFailure::Address | FetchFailure::PrivateAddress) {
            return;
        }
        let event = FetchFailed { fetch: seen.fetch.clone(), failure, detail };
        self.observe(seen.last.as_ref(), &Observation::from(&event), Event::FetchFailed(event));
    }

    fn missing(&mut self, seen: &mut Seen) {
        let status = seen.fetch.status().unwrap_or_default();
        let words = if status == 410 { "there is no such page any more" } else { "there is no such page" };
        let hint = seen.captured_before();
        self.tell(seen, Sighting::PageMissing, format!("{words} (status {status})"), hint);
        let event = PageMissing { fetch: seen.fetch.clone() };
        self.observe(seen.last.as_ref(), &Observation::from(&event), Event::PageMissing(event));
    }

    fn absent(&mut self, seen: &mut Seen, instead: Option<String>) {
        let (message, hint) = match &instead {
            Some(url) => {
                let end = url::canonical(seen.fetch.last_address()).ok();
                let how = if seen.fetch.redirects() > 0 && end.as_ref() == Some(url) {
                    format!("the address redirects to {url}")
                } else {
                    format!("it names {url} as its address")
                };
                (
                    format!("the page that came is another one: {how}"),
                    Some(format!("to store that one: dateline ingest {url}")),
                )
            }
            None => ("the page is there, and no article was found in it".to_owned(), seen.captured_before()),
        };
        self.tell(seen, Sighting::ArticleAbsent, message, hint);
        if let Some(body) = &mut seen.fetch.body {
            body.bytes_base64 = Some(base64::engine::general_purpose::STANDARD.encode(&seen.bytes));
        }
        let event = ArticleAbsent { fetch: seen.fetch.clone(), instead };
        self.observe(seen.last.as_ref(), &Observation::from(&event), Event::ArticleAbsent(event));
    }

    fn tell(&mut self, seen: &mut Seen, sighting: Sighting, message: String, hint: Option<String>) {
        seen.told = true;
        let input = seen.name.clone();
        self.report.failures.push(IngestFailure { input, message, hint, observed: Some(sighting) });
    }

    fn observe(&mut self, last: Option<&Observation>, now: &Observation, event: Event) {
        if !last.is_some_and(|last| last.says_the_same(now)) {
            self.observed.push(event);
        }
    }

    /// An article of which nothing new came.
    fn unchanged(&self, name: &str, record: &ArticleRecord) -> Result<IngestedArticle, Error> {
        let newest = record.newest().map(|it| self.workspace.store.revision_text(it)).transpose()?;
        Ok(IngestedArticle {
            article: record.article.clone(),
            outcome: IngestOutcome::AlreadyStored,
            source: name.to_owned(),
            story: record.story.clone(),
            published: record.metadata.published.clone(),
            words: newest.as_ref().map_or(0, words),
            count: record.reading.as_ref().map(|reading| reading.count).unwrap_or_default(),
        })
    }
}

impl Seen {
    /// Lets the event of what came go with the first article that is written because of it.
    pub(super) fn attach(&mut self, plan: &mut Plan) {
        if self.holds(plan.capture_sha256()) {
            self.fetch.article = Some(plan.article().clone());
        }
        if plan.to_read().is_some() && !self.told {
            self.told = true;
            plan.observed = Some(Fetched { fetch: self.fetch.clone(), unchanged: !plan.is_text_new });
        }
    }

    /// Whether the bytes of a capture are all that came: else it is one of several articles.
    fn holds(&self, capture: &Sha256Hex) -> bool {
        self.fetch.body.as_ref().is_some_and(|body| body.sha256 == *capture)
    }

    fn captured_before(&self) -> Option<String> {
        let record = self.record.as_ref()?;
        Some(format!("what was captured before is kept: dateline articles show {}", record.article.short()))
    }
}

/// What a person can do where a fetch failed.
fn remedy(failure: FetchFailure, fetch: &Fetch) -> Option<String> {
    Some(match failure {
        FetchFailure::PrivateAddress => {
            "if that is meant: --allow-private-address IP (see docs/capture.md)".to_owned()
        }
        FetchFailure::Address => "for a server on another port: --allow-any-port".to_owned(),
        FetchFailure::Robots | FetchFailure::Refused | FetchFailure::TooLarge | FetchFailure::Packing => {
            format!("save the page with a browser: dateline ingest FILE --url {}", fetch.address)
        }
        FetchFailure::TooManyRequests | FetchFailure::ServerError => "try again later".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
