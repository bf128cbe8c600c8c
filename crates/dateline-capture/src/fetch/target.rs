//! An address as it is requested: taken apart, checked, and joined with where it redirects to (RFC 3986).

use super::trouble::Trouble;
use crate::url::{self, UrlError};
use dateline_core::fetch::FetchFailure;

/// Ports that are asked without being told to.
const PORTS: [u16; 2] = [80, 443];

/// An address that can be requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    secure: bool,
    /// In lower case, with brackets where it is IPv6.
    host: String,
    port: Option<u16>,
    /// Path and query, in the characters that a request may have.
    path: String,
}

impl Target {
    /// Takes an address apart; the fragment is dropped.
    pub(super) fn parse(text: &str, any_port: bool) -> Result<Self, Trouble> {
        let unfit = |why: String| Trouble::new(FetchFailure::Address, why);
        url::canonical(text).map_err(|error| unfit(error.to_string()))?;
        let (scheme, rest) =
            text.trim().split_once("://").ok_or_else(|| unfit(UrlError::Scheme.to_string()))?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (host, port) = url::split_port(authority).map_err(|error| unfit(error.to_string()))?;
        if !host.is_ascii() {
            return Err(unfit(
                "a host name with letters beyond ASCII is written in its own form: xn--…".to_owned(),
            ));
        }
        let secure = scheme.eq_ignore_ascii_case("https");
        let port = port.filter(|port| *port != if secure { 443 } else { 80 });
        if let Some(port) = port.filter(|port| !any_port && !PORTS.contains(port)) {
            return Err(unfit(format!("port {port} is none that pages are served on")));
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { secure, host: host.to_ascii_lowercase(), port, path: escaped(&path) })
    }

    /// The whole address.
    pub(super) fn address(&self) -> String {
        self.origin() + &self.path
    }

    /// Scheme, host and port: what a `robots.txt` holds for.
    pub(super) fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{}{port}", self.host)
    }

    /// Where requests go that must not come too fast one after the other.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// Path and query.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Where a redirect from here leads.
    pub(super) fn join(&self, location: &str, any_port: bool) -> Result<Self, Trouble> {
        let location = location.trim().replace(char::is_whitespace, "%20");
        let scheme_end = location.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
        let has_scheme = scheme_end.is_some_and(|end| end > 0 && location[end..].starts_with(':'));
        let (path, query) =
            self.path.split_once('?').map_or((self.path.as_str(), None), |(p, q)| (p, Some(q)));
        let absolute = if has_scheme {
            location
        } else if let Some(rest) = location.strip_prefix("//") {
            format!("{}://{rest}", if self.secure { "https" } else { "http" })
        } else if location.starts_with('/') {
            self.origin() + &location
        } else if location.starts_with('?') {
            format!("{}{path}{location}", self.origin())
        } else if location.is_empty() || location.starts_with('#') {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            format!("{}{path}{query}", self.origin())
        } else {
            let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
            format!("{}{folder}{location}", self.origin())
        };
        let mut target = Self::parse(&absolute, any_port).map_err(|trouble| {
            Trouble::new(
                FetchFailure::Redirects,
                format!("it redirects to an address that is not fetched: {}", trouble.detail),
            )
        })?;
        target.path = without_dots(&target.path);
        Ok(target)
    }
}

/// Adds an octet as `%XX`.
pub(super) fn push_escaped(out: &mut String, byte: u8) {
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
    out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
}

/// With everything as `%XX` that a request line may not have.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            push_escaped(&mut out, byte);
        }
    }
    out
}

/// A path without its `.` and `..` (RFC 3986, 5.2.4); a query stays.
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let mut kept: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match part {
            "." | ".." => {
                if part == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(part),
        }
    }
    format!("/{}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn redirects_lead_where_the_standard_says() {
        let base = Target::parse("http://a.example/b/c/d;p?q", false).unwrap();
        // RFC 3986, 5.4, as far as a redirect may say it.
        for (location, expected) in [
            ("g", "http://a.example/b/c/g"),
            ("./g", "http://a.example/b/c/g"),
            ("g/", "http://a.example/b/c/g/"),
            ("/g", "http://a.example/g"),
            ("//g", "http://g/"),
            ("?y", "http://a.example/b/c/d;p?y"),
            ("g?y", "http://a.example/b/c/g?y"),
            ("#s", "http://a.example/b/c/d;p?q"),
            ("", "http://a.example/b/c/d;p?q"),
            (".", "http://a.example/b/c/"),
            ("..", "http://a.example/b/"),
            ("../g", "http://a.example/b/g"),
            ("../../../g", "http://a.example/g"),
            ("/./g", "http://a.example/g"),
            ("g;x=1/../y", "http://a.example/b/c/y"),
            ("g?y/../x", "http://a.example/b/c/g?y/../x"),
            ("https://other.example/é è", "https://other.example/%C3%A9%20%C3%A8"),
        ] {
            assert_eq!(base.join(location, false).unwrap().address(), expected, "{location}");
        }
        for location in [
            "ftp://a.example/",
            "file:///etc/passwd",
            "gopher:x",
            "http://me:secret@a.example/",
            "http://a.example:22/",
        ] {
            assert_eq!(
                base.join(location, false).unwrap_err().failure,
                FetchFailure::Redirects,
                "{location}"
            );
        }
    }

    #[test]
    fn ports_of_other_services_are_refused_unless_told_otherwise() {
        for address in ["http://a.example:22/", "https://a.example:6379/x", "http://a.example:8080/"] {
            assert_eq!(
                Target::parse(address, false).unwrap_err().failure,
                FetchFailure::Address,
                "{address}"
            );
            assert!(Target::parse(address, true).is_ok(), "{address}");
        }
        for address in ["http://a.example:80/", "https://a.example:443/", "http://a.example:443/"] {
            assert!(Target::parse(address, false).is_ok(), "{address}");
        }
    }

    proptest! {
        #[test]
        fn what_is_requested_is_ascii_and_stays_on_its_host(location in "[ -~é]{0,24}") {
            let base = Target::parse("https://a.example/b/c", false).unwrap();
            if let Ok(target) = base.join(&location, false) {
                let address = target.address();
                prop_assert!(address.bytes().all(|b| b.is_ascii_graphic()), "{address}");
                prop_assert!(!target.path().split(['/', '?']).take(1).any(|part| part == ".."));
                prop_assert_eq!(Target::parse(&address, false).unwrap(), target);
            }
        }
    }
}
