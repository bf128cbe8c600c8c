//! What was observed at an address: asked when and how, answered how.
//!
//! Four things can be observed, and each is an event of its own, so that none can be taken for another: a page
//! came ([`Fetched`]), no answer told anything of the article ([`FetchFailed`]), the server said that there is no
//! such page ([`PageMissing`]), a page came and the article was not in it ([`ArticleAbsent`]).

use crate::id::{ArticleId, Sha256Hex};
use crate::recorded::RecordedAt;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address was asked: how, and what came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetch {
    /// The address as it was asked for, in canonical form.
    pub address: String,
    /// The article that had been captured from it before, if one had.
    pub article: Option<ArticleId>,
    /// How the program named itself.
    pub user_agent: String,
    /// Value of `If-None-Match`, if it was sent.
    pub if_none_match: Option<String>,
    /// Value of `If-Modified-Since`, if it was sent.
    pub if_modified_since: Option<String>,
    /// When the address was last seen to say what had been recorded of it, where that was watched: what changed,
    /// changed after this.
    pub seen_same_at: Option<RecordedAt>,
    /// When it was begun.
    pub began_at: RecordedAt,
    /// When the last byte had come, or it was given up.
    pub ended_at: RecordedAt,
    /// Every request for the page, in order: redirects that were followed, and what was tried again.
    pub requests: Vec<Request>,
    /// Header fields of the last answer, of those that are kept ([`KEPT_FIELDS`]), in their order.
    pub fields: Vec<Field>,
    /// The body of the last answer, transfer and content encodings undone; `None` if none came whole.
    pub body: Option<Body>,
}

/// One request, and the head of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What was requested.
    pub address: String,
    /// The IP addresses that the host's name stood for, all of them checked; the connection went to one of these.
    pub resolved: Vec<String>,
    /// The status of the answer; `None` if none came.
    pub status: Option<u16>,
    /// Where the answer redirects to, as an absolute address.
    pub location: Option<String>,
}

/// A field of an answer's head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, in lower case.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Header fields that are kept of an answer: what dates it, what identifies its version, what it is.
pub const KEPT_FIELDS: [&str; 11] = [
    "age",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "memento-datetime",
    "retry-after",
];

/// A body that came whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// SHA-256 of its bytes.
    pub sha256: Sha256Hex,
    /// How many bytes.
    pub length_bytes: u64,
    /// The bytes, base64, where no capture keeps them and they are evidence.
    pub bytes_base64: Option<String>,
}

impl Fetch {
    /// Value of a field of the last answer.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.value.as_str())
    }

    /// Status of the last answer.
    pub fn status(&self) -> Option<u16> {
        self.requests.last().and_then(|request| request.status)
    }

    /// The address of the last request.
    pub fn last_address(&self) -> &str {
        self.requests.last().map_or(&self.address, |request| &request.address)
    }

    /// Where a redirect led from `https` to plain `http`, if one did: from there on anyone on the way could have put
    /// another page in the place of the server's.
    pub fn left_https_for(&self) -> Option<&str> {
        let mut steps = self.requests.iter().zip(self.requests.iter().skip(1));
        let left =
            steps.find(|(from, to)| from.address.starts_with("https:") && to.address.starts_with("http:"));
        left.map(|(_, to)| to.address.as_str())
    }

    /// How many redirects were followed or offered.
    pub fn redirects(&self) -> usize {
        self.requests.iter().filter(|request| request.location.is_some()).count()
    }
}

/// A page came, or the server's word that it is as before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// How it was asked and answered.
    pub fetch: Fetch,
    /// Whether it said what had been recorded before: nothing was captured of it then.
    pub unchanged: bool,
}

/// No answer came that would tell anything of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchFailed {
    /// How it was asked, and what came.
    pub fetch: Fetch,
    /// Why it failed.
    pub failure: FetchFailure,
    /// The same in words, with what is particular to this case.
    pub detail: String,
}

/// The server said that there is no such page: 404, or 410 that there is none any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMissing {
    /// How it was asked and answered.
    pub fetch: Fetch,
}

/// A page came where an article had been captured before, and the article was not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleAbsent {
    /// How it was asked and answered.
    pub fetch: Fetch,
    /// The address that the page gives itself, or stands at after redirects, where that is another one than the
    /// article had; `None` where no article was found in the page.
    pub instead: Option<String>,
}

/// Why nothing can be said of an article after its address was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FetchFailure {
    /// The address is none that is fetched: its port, its host.
    Address,
    /// The host's name stands for an address that is not public.
    PrivateAddress,
    /// `robots.txt` asks programs to stay away, or could not be read.
    Robots,
    /// The host's name could not be looked up: there is none, or no network.
    Host,
    /// No connection.
    Connection,
    /// No secure connection, or a certificate that is not trusted.
    Tls,
    /// Not done in time.
    TimedOut,
    /// The answer ended before its end, or is no valid HTTP.
    Broken,
    /// More bytes than are taken, as sent or as unpacked.
    TooLarge,
    /// A packing that is not undone.
    Packing,
    /// Too many redirects, a circle, or one to what is not fetched.
    Redirects,
    /// The server asks for fewer requests (429).
    TooManyRequests,
    /// The server had a fault (5xx).
    ServerError,
    /// The server refused (401, 403, 451 and the like).
    Refused,
    /// The answer came and cannot be read as text.
    Unreadable,
    /// It was stopped from the keyboard.
    Interrupted,
}

impl FetchFailure {
    /// Whether the same request may well succeed a little later.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Connection | Self::Broken | Self::TooManyRequests | Self::ServerError)
    }
}

/// What was observed, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sighting {
    /// A page came that was captured, or was as before.
    Fetched,
    /// Nothing was learned.
    FetchFailed,
    /// There is no such page.
    PageMissing,
    /// There is a page, without the article.
    ArticleAbsent,
}

impl fmt::Display for Sighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fetched => "fetched",
            Self::FetchFailed => "fetch failed",
            Self::PageMissing => "page missing",
            Self::ArticleAbsent => "article absent",
        })
    }
}

/// An observation as it is kept in a view: without the body's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What was observed.
    pub sighting: Sighting,
    /// How it was asked and answered.
    pub fetch: Fetch,
    /// Whether it was as before.
    pub unchanged: bool,
    /// Why it failed, if it did.
    pub failure: Option<FetchFailure>,
    /// The same in words.
    pub detail: Option<String>,
    /// The address that the page gives itself, or stands at, instead.
    pub instead: Option<String>,
}

impl Observation {
    fn new(sighting: Sighting, fetch: &Fetch) -> Self {
        let mut fetch = fetch.clone();
        if let Some(body) = &mut fetch.body {
            body.bytes_base64 = None;
        }
        Self { sighting, fetch, unchanged: false, failure: None, detail: None, instead: None }
    }

    /// Whether the other says the same of the address; times apart, and by which way it was reached.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let of = |it: &Self| (it.sighting, it.failure, it.fetch.status(), it.instead.clone());
        let page = self.sighting == Sighting::Fetched && other.sighting == Sighting::Fetched;
        page || of(self) == of(other)
    }
}

impl From<&Fetched> for Observation {
    fn from(event: &Fetched) -> Self {
        Self { unchanged: event.unchanged, ..Self::new(Sighting::Fetched, &event.fetch) }
    }
}

impl From<&FetchFailed> for Observation {
    fn from(event: &FetchFailed) -> Self {
        Self {
            failure: Some(event.failure),
            detail: Some(event.detail.clone()),
            ..Self::new(Sighting::FetchFailed, &event.fetch)
        }
    }
}

impl From<&PageMissing> for Observation {
    fn from(event: &PageMissing) -> Self {
        Self::new(Sighting::PageMissing, &event.fetch)
    }
}

impl From<&ArticleAbsent> for Observation {
    fn from(event: &ArticleAbsent) -> Self {
        Self { instead: event.instead.clone(), ..Self::new(Sighting::ArticleAbsent, &event.fetch) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(status: u16) -> Fetch {
        let at: RecordedAt = RecordedAt::try_from("2026-01-02T03:04:05Z".to_owned()).unwrap();
        Fetch {
            address: "https://a.example/x".to_owned(),
            article: None,
            user_agent: "dateline".to_owned(),
            if_none_match: None,
            if_modified_since: None,
            seen_same_at: None,
            began_at: at.clone(),
            ended_at: at,
            requests: vec![Request {
                address: "https://a.example/x".to_owned(),
                resolved: Vec::new(),
                status: Some(status),
                location: None,
            }],
            fields: Vec::new(),
            body: None,
        }
    }

    #[test]
    fn no_two_kinds_of_observation_say_the_same() {
        let absent =
            |instead: Option<&str>| ArticleAbsent { fetch: fetch(200), instead: instead.map(str::to_owned) };
        let failed = |failure, status| FetchFailed { fetch: fetch(status), failure, detail: String::new() };
        let all: [Observation; 8] = [
            (&Fetched { fetch: fetch(200), unchanged: false }).into(),
            (&PageMissing { fetch: fetch(404) }).into(),
            (&PageMissing { fetch: fetch(410) }).into(),
            (&absent(None)).into(),
            (&absent(Some("https://a.example/y"))).into(),
            (&failed(FetchFailure::ServerError, 500)).into(),
            (&failed(FetchFailure::ServerError, 503)).into(),
            (&failed(FetchFailure::TimedOut, 503)).into(),
        ];
        for (at, one) in all.iter().enumerate() {
            for (other_at, other) in all.iter().enumerate() {
                assert_eq!(one.says_the_same(other), at == other_at, "{one:?} {other:?}");
            }
        }
        let again = Observation::from(&Fetched { fetch: fetch(304), unchanged: true });
        assert!(again.says_the_same(&all[0]), "a page that is as before is a page");
    }
}
