//! Asking addresses: one at a time, with manners.

use super::ask::{Answer, Answered, Ask, Validators};
use super::robots::{self, Robots};
use super::target::Target;
use super::trouble::Trouble;
use super::wire::{Bounds, Cap, Exchange, Head, Wire};
use base64::Engine as _;
use dateline_core::event::RecordedAt;
use dateline_core::fetch::{Body, Fetch, FetchFailure, Request};
use dateline_core::id::Sha256Hex;
use jiff::fmt::rfc2822;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What a site's `robots.txt` calls this program.
const PRODUCT: &str = "dateline";
/// How often a request is tried again that may well succeed a little later.
const TRIES_AGAIN: u32 = 2;
/// The wait before the first of these; before the next it is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// The longest wait that a server can ask for within one fetch; who asks for more is left alone until later.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long what a `robots.txt` said is relied on; the standard allows a day.
const ROBOTS_HOLD: Duration = Duration::from_secs(60 * 60);
/// Redirects that are followed for a `robots.txt`, as the standard asks.
const ROBOTS_REDIRECTS: usize = 5;
/// Longest page that says that a page is missing of which the bytes are kept: 256 KiB.
const MAX_MISSING_BYTES: usize = 256 * 1024;

/// How addresses are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// How the program names itself.
    pub user_agent: String,
    /// Longest time to connect.
    pub connect: Duration,
    /// Longest time for one request and its answer.
    pub total: Duration,
    /// Most bytes of an answer, as sent and as unpacked.
    pub body_bytes: usize,
    /// Most redirects.
    pub redirects: usize,
    /// Least time between two requests to a host.
    pub pause: Duration,
    /// IP addresses that are asked though they are not public: of this machine, of its network.
    pub private_too: Vec<IpAddr>,
    /// Also ask ports that pages are not usually served on.
    pub any_port: bool,
}

impl Policy {
    /// What is polite and safe, for a program of this version.
    pub fn new(version: &str) -> Self {
        Self {
            user_agent: format!(
                "{PRODUCT}/{version} (reads articles for people who check what was reported)"
            ),
            connect: Duration::from_secs(10),
            total: Duration::from_secs(60),
            body_bytes: 16 * 1024 * 1024,
            redirects: 10,
            pause: Duration::from_secs(2),
            private_too: Vec::new(),
            any_port: false,
        }
    }
}

/// What a [`Fetcher`] has from outside.
pub struct Outside<'o> {
    /// The time.
    pub now: Box<dyn Fn() -> RecordedAt + 'o>,
    /// Waits so long, or until it is cancelled.
    pub wait: Box<dyn FnMut(Duration) + 'o>,
    /// Set when it is to stop.
    pub cancel: &'o AtomicBool,
}

/// Asks addresses.
pub struct Fetcher<'o> {
    policy: Policy,
    outside: Outside<'o>,
    wire: Wire,
    /// When each host was asked last.
    asked: BTreeMap<String, Instant>,
    /// What each site said that it allows, and when.
    robots: BTreeMap<String, (Instant, Robots)>,
}

/// An answer that ends the asking.
struct Last {
    /// Whether the request named the page that is known.
    conditional: bool,
    head: Head,
    body: Result<Vec<u8>, Trouble>,
}

impl<'o> Fetcher<'o> {
    /// A fetcher that has asked nobody yet.
    pub fn new(policy: Policy, outside: Outside<'o>) -> Self {
        let bounds =
            Bounds { connect: policy.connect, total: policy.total, private_too: policy.private_too.clone() };
        let wire = Wire::new(&policy.user_agent, bounds);
        Self { policy, outside, wire, asked: BTreeMap::new(), robots: BTreeMap::new() }
    }

    /// Asks an address. It cannot fail: that nothing was learned is an answer, too.
    pub fn fetch(&mut self, ask: &Ask) -> Answered {
        let began_at = (self.outside.now)();
        let mut fetch = Fetch {
            address: ask.address.clone(),
            article: ask.article.clone(),
            user_agent: self.policy.user_agent.clone(),
            if_none_match: None,
            if_modified_since: None,
            seen_same_at: ask.seen_same_at.clone(),
            ended_at: began_at.clone(),
            began_at,
            requests: Vec::new(),
            fields: Vec::new(),
            body: None,
        };
        let last = self.follow(ask, &mut fetch);
        fetch.ended_at = (self.outside.now)();
        let mut retry_after_s = None;
        let answer = last.and_then(|Last { conditional, head, body }| {
            retry_after_s = retry_after(&head, &fetch.ended_at).map(|wait| wait.as_secs());
            let understood = understood(&head, body, conditional);
            fetch.fields = head.fields;
            let (answer, kept) = understood?;
            fetch.body = kept;
            Ok(answer)
        });
        let answer = answer.unwrap_or_else(|Trouble { failure, detail }| Answer::Failed { failure, detail });
        Answered { fetch, answer, retry_after_s }
    }

    /// Asks, follows redirects and tries again, until there is an answer to the question.
    fn follow(&mut self, ask: &Ask, fetch: &mut Fetch) -> Result<Last, Trouble> {
        let mut target = Target::parse(&ask.address, self.policy.any_port)?;
        let mut visited = BTreeSet::new();
        let mut tries = 0;
        loop {
            self.ask_robots(&target)?;
            self.pause(&target);
            let fields = conditions(ask, &target, fetch);
            let cap = Cap::Refuse(self.policy.body_bytes);
            let Exchange { resolved, head, body } =
                self.wire.exchange(&target, &fields, cap, self.outside.cancel);
            let redirect = head.as_ref().filter(|head| matches!(head.status, 301 | 302 | 303 | 307 | 308));
            let next = redirect
                .and_then(|head| head.location.as_deref())
                .map(|location| target.join(location, self.policy.any_port));
            fetch.requests.push(Request {
                address: target.address(),
                resolved: resolved.iter().map(ToString::to_string).collect(),
                status: head.as_ref().map(|head| head.status),
                location: next.as_ref().and_then(|it| it.as_ref().ok()).map(Target::address),
            });
            if let Some(next) = next {
                visited.insert(target.address());
                target = next?;
                if visited.contains(&target.address()) {
                    return Err(Trouble::new(FetchFailure::Redirects, "its redirects go round in a circle"));
                }
                if visited.len() > self.policy.redirects {
                    let detail = format!("it redirects more than {} times", self.policy.redirects);
                    return Err(Trouble::new(FetchFailure::Redirects, detail));
                }
                continue;
            }
            let (failure, wait) = match (&head, &body) {
                (Some(head), body) => {
                    let broken = body.as_ref().err().map(|trouble| trouble.failure);
                    (refusal(head.status).or(broken), retry_after(head, &(self.outside.now)()))
                }
                (None, Err(trouble)) => (Some(trouble.failure), None),
                (None, Ok(_)) => (None, None),
            };
            let wait = wait.unwrap_or(FIRST_WAIT * 2_u32.pow(tries));
            let again =
                tries < TRIES_AGAIN && wait <= LONGEST_WAIT && failure.is_some_and(FetchFailure::may_pass);
            if again {
                tries += 1;
                (self.outside.wait)(wait);
                if self.outside.cancel.load(Ordering::Relaxed) {
                    return Err(Trouble::new(FetchFailure::Interrupted, "it was stopped"));
                }
                continue;
            }
            return match head {
                Some(head) => Ok(Last { conditional: !fields.is_empty(), head, body }),
                None => Err(body.err().unwrap_or_else(|| Trouble::new(FetchFailure::Broken, "nothing came"))),
            };
        }
    }

    /// Whether the site lets programs ask for it.
    fn ask_robots(&mut self, target: &Target) -> Result<(), Trouble> {
        let origin = target.origin();
        let known = self.robots.get(&origin).filter(|(at, _)| at.elapsed() < ROBOTS_HOLD);
        if known.is_none() {
            let robots = self.read_robots(target)?;
            self.robots.insert(origin.clone(), (Instant::now(), robots));
        }
        let allowed = self.robots.get(&origin).is_some_and(|(_, robots)| robots.allows(target.path()));
        if allowed {
            return Ok(());
        }
        let detail = format!("{origin}/robots.txt asks programs not to fetch {}", target.path());
        Err(Trouble::new(FetchFailure::Robots, detail))
    }

    /// Reads a site's `robots.txt`. Where there is none everything is allowed; where that cannot be learned
    /// nothing is.
    fn read_robots(&mut self, target: &Target) -> Result<Robots, Trouble> {
        let mut at = target.join("/robots.txt", self.policy.any_port)?;
        let file = at.address();
        for _ in 0..=ROBOTS_REDIRECTS {
            self.pause(&at);
            let Exchange { head, body, .. } =
                self.wire.exchange(&at, &[], Cap::Cut(robots::MAX_BYTES + 1), self.outside.cancel);
            let about = |trouble: Trouble| {
                Trouble::new(trouble.failure, format!("its robots.txt could not be read: {}", trouble.detail))
            };
            // Without an answer it is the site that cannot be reached, and not this file.
            let Some(head) = head else { return body.map(|_| Robots::default()) };
            match (head.status, head.location.as_deref()) {
                (301 | 302 | 303 | 307 | 308, Some(location)) => {
                    at = at.join(location, self.policy.any_port).map_err(about)?;
                }
                (200..=299, _) => return body.map(|bytes| Robots::parse(&bytes, PRODUCT)).map_err(about),
                (500.., _) => {
                    let detail =
                        format!("{file} could not be read (status {}), so nothing is fetched", head.status);
                    return Err(Trouble::new(FetchFailure::Robots, detail));
                }
                _ => return Ok(Robots::default()),
            }
        }
        // Too many redirects: as if there were none.
        Ok(Robots::default())
    }

    /// Waits until the host may be asked again.
    fn pause(&mut self, target: &Target) {
        let asked_for = self.robots.get(&target.origin()).and_then(|(_, robots)| robots.delay);
        let pause = self.policy.pause.max(asked_for.unwrap_or_default());
        let since = self.asked.get(target.host()).map(Instant::elapsed);
        if let Some(rest) = since.and_then(|since| pause.checked_sub(since)).filter(|rest| !rest.is_zero()) {
            (self.outside.wait)(rest);
        }
        self.asked.insert(target.host().to_owned(), Instant::now());
    }
}

/// The fields that ask for a page only if it is another one than is known, noted as sent; none where `target` did not
/// give that one.
fn conditions<'a>(ask: &'a Ask, target: &Target, fetch: &mut Fetch) -> Vec<(&'static str, &'a str)> {
    let Some(Validators { etag, last_modified, .. }) =
        ask.validators.as_ref().filter(|it| it.address == target.address())
    else {
        return Vec::new();
    };
    fetch.if_none_match.clone_from(etag);
    fetch.if_modified_since.clone_from(last_modified);
    let both = [("if-none-match", etag), ("if-modified-since", last_modified)];
    both.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
}

/// What the last answer says, and what is kept of its body. `conditional` tells whether the request named the page
/// that is known: without that "not modified" means nothing.
fn understood(
    head: &Head,
    body: Result<Vec<u8>, Trouble>,
    conditional: bool,
) -> Result<(Answer, Option<Body>), Trouble> {
    let kept = |bytes: &[u8], all: bool| Body {
        sha256: Sha256Hex::of(bytes),
        length_bytes: bytes.len() as u64,
        bytes_base64: all.then(|| base64::engine::general_purpose::STANDARD.encode(bytes)),
    };
    match head.status {
        200 | 203 => {
            let bytes = body?;
            let kept = kept(&bytes, false);
            let charset = head.field("content-type").and_then(crate::http::charset_of).map(str::to_owned);
            Ok((Answer::Page { bytes, charset }, Some(kept)))
        }
        304 if conditional => Ok((Answer::NotModified, None)),
        404 | 410 => {
            let body = body.ok().map(|bytes| kept(&bytes, bytes.len() <= MAX_MISSING_BYTES));
            Ok((Answer::Missing, body))
        }
        status => {
            let failure = refusal(status).unwrap_or(FetchFailure::Refused);
            let words = match failure {
                FetchFailure::TooManyRequests => "the server asks for fewer requests",
                FetchFailure::ServerError => "the server had a fault",
                _ => "the server gave no page",
            };
            Err(Trouble::new(failure, format!("{words} (status {status})")))
        }
    }
}

/// What a status says that brings no page and does not say that there is none.
fn refusal(status: u16) -> Option<FetchFailure> {
    match status {
        429 => Some(FetchFailure::TooManyRequests),
        500.. => Some(FetchFailure::ServerError),
        200 | 203 | 304 | 404 | 410 => None,
        _ => Some(FetchFailure::Refused),
    }
}

/// How long a server asks to be left alone, in seconds or until an instant (RFC 9110, 10.2.3).
fn retry_after(head: &Head, now: &RecordedAt) -> Option<Duration> {
    let value = head.field("retry-after")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    let seconds = until.as_second().saturating_sub(now.timestamp().as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests;
