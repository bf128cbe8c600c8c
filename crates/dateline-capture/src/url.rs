//! The canonical form of an article's address, small and conservative: two addresses become one only
//! where that is certain.

/// Longest address taken, in bytes.
pub const MAX_URL_BYTES: usize = 8192;

/// Query parameters that say how a reader came, not what is read; `utm_` is a prefix.
const TRACKING: [&str; 11] = [
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid", "mc_cid",
    "mc_eid",
];

/// Why a text is no address of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It does not begin with `http://` or `https://`.
    #[error("an address begins with http:// or https://")]
    Scheme,
    /// It has no host, or one with characters that no host has.
    #[error("it has no valid host name")]
    Host,
    /// The port is no number up to 65535.
    #[error("its port is not a number up to 65535")]
    Port,
    /// A user name or password, which must not be stored.
    #[error("it has a user name or password in it: leave that out")]
    Credentials,
    /// White space or a control character.
    #[error("it has a space or a control character in it")]
    Blank,
    /// Longer than [`MAX_URL_BYTES`].
    #[error("it is longer than 8192 bytes")]
    TooLong,
}

/// The canonical form: scheme and host in lower case, default port and fragment dropped, an empty path
/// `/`, parameters of the well-known trackers removed and the others kept in their order. Percent
/// escapes, letter case of the path and trailing slashes stay: servers may tell them apart.
///
/// Canonical addresses are fixed points.
///
/// ```
/// use dateline_capture::url::canonical;
/// let url = canonical("HTTP://News.Example:80/World?utm_medium=x&id=7#comments")?;
/// assert_eq!(url, "http://news.example/World?id=7");
/// # Ok::<(), dateline_capture::url::UrlError>(())
/// ```
pub fn canonical(text: &str) -> Result<String, UrlError> {
    let text = text.trim();
    if text.len() > MAX_URL_BYTES {
        return Err(UrlError::TooLong);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(UrlError::Blank);
    }
    let (scheme, rest) = text.split_once("://").ok_or(UrlError::Scheme)?;
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        _ => return Err(UrlError::Scheme),
    };
    let rest = rest.split('#').next().unwrap_or_default();
    let authority_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(authority_end);
    if authority.contains('@') {
        return Err(UrlError::Credentials);
    }
    let (host, port) = split_port(authority)?;
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));

    let mut out = format!("{scheme}://{}", host.to_lowercase());
    if let Some(port) = port.filter(|&port| port != default_port) {
        out.push(':');
        out.push_str(&port.to_string());
    }
    out.push_str(if path.is_empty() { "/" } else { path });
    let kept: Vec<&str> =
        query.unwrap_or_default().split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
    if !kept.is_empty() {
        out.push('?');
        out.push_str(&kept.join("&"));
    }
    Ok(out)
}

/// The other ways in which a canonical address is commonly written: with the other scheme, without or with `www.`, without
/// or with a slash at the path's end. The first is the one that differs in its scheme alone, if there is one; an address
/// with a port has none.
///
/// ```
/// use dateline_capture::url::twins;
/// let twins = twins("https://news.example/a");
/// assert_eq!(twins[0], "http://news.example/a");
/// assert!(twins.contains(&"http://www.news.example/a/".to_owned()) && twins.len() == 7);
/// ```
pub fn twins(canonical: &str) -> Vec<String> {
    let Some((scheme, rest)) = canonical.split_once("://") else { return Vec::new() };
    let (host, after) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if host.contains(':') {
        return Vec::new();
    }
    let bare = host.strip_prefix("www.").unwrap_or(host);
    let (path, query) = after.split_at(after.find('?').unwrap_or(after.len()));
    let stem = path.strip_suffix('/').unwrap_or(path);
    let other = if scheme == "http" { "https" } else { "http" };
    let paths =
        if stem.is_empty() { vec!["/".to_owned()] } else { vec![stem.to_owned(), format!("{stem}/")] };
    let mut twins = vec![format!("{other}://{rest}")];
    for scheme in [scheme, other] {
        for host in [bare.to_owned(), format!("www.{bare}")] {
            for path in &paths {
                let twin = format!("{scheme}://{host}{path}{query}");
                if twin != canonical && !twins.contains(&twin) {
                    twins.push(twin);
                }
            }
        }
    }
    twins
}

/// Whether two canonical addresses differ in their scheme at most: a site that moves from `http` to `https` keeps its
/// pages.
pub fn is_same_page(one: &str, other: &str) -> bool {
    match (one.split_once("://"), other.split_once("://")) {
        (Some((_, one)), Some((_, other))) => one == other,
        _ => false,
    }
}

pub(crate) fn split_port(authority: &str) -> Result<(&str, Option<u16>), UrlError> {
    // The colons of an IPv6 address stand inside its brackets.
    let host_end = match authority.strip_prefix('[') {
        Some(inner) => inner.find(']').ok_or(UrlError::Host)? + 2,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(host_end);
    if !is_host(host) {
        return Err(UrlError::Host);
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok((host, None)),
        None => Err(UrlError::Host),
        Some("") => Ok((host, None)),
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().map(|port| (host, Some(port))).map_err(|_| UrlError::Port)
        }
        Some(_) => Err(UrlError::Port),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
    }
    host.starts_with(char::is_alphanumeric)
        && host.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_name_the_article_is_dropped() {
        for (given, expected) in [
            ("https://a.example", "https://a.example/"),
            ("https://a.example?x=1", "https://a.example/?x=1"),
            ("https://a.example:443/b", "https://a.example/b"),
            ("https://a.example:8443/b", "https://a.example:8443/b"),
            ("http://a.example:443/", "http://a.example:443/"),
            ("https://a.example:/b", "https://a.example/b"),
            ("https://a.example/b?gclid=1", "https://a.example/b"),
            ("https://a.example/b?z=1&UTM_Term=2&a=3&fbclid", "https://a.example/b?z=1&a=3"),
            ("https://a.example/b?q=utm_source", "https://a.example/b?q=utm_source"),
            ("https://a.example/%7Eb/#x?y", "https://a.example/%7Eb/"),
            ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
            ("https://MÜNCHEN.example/ß", "https://münchen.example/ß"),
        ] {
            assert_eq!(canonical(given).as_deref(), Ok(expected), "{given}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for (given, expected) in [
            ("a.example/b", UrlError::Scheme),
            ("ftp://a.example/b", UrlError::Scheme),
            ("javascript:alert(1)", UrlError::Scheme),
            ("https:///b", UrlError::Host),
            ("https://-a/b", UrlError::Host),
            ("https://a<b/c", UrlError::Host),
            ("https://[::1/b", UrlError::Host),
            ("https://a.example:99999/", UrlError::Port),
            ("https://a.example:1x/", UrlError::Port),
            ("https://me:secret@a.example/", UrlError::Credentials),
            ("https://a.example/b c", UrlError::Blank),
        ] {
            assert_eq!(canonical(given), Err(expected), "{given}");
        }
        assert_eq!(canonical(&format!("https://a/{}", "x".repeat(MAX_URL_BYTES))), Err(UrlError::TooLong));
    }

    #[test]
    fn twins_are_each_others() {
        for address in [
            "https://news.example/a",
            "http://www.news.example/a/b/?x=1&y=/",
            "https://news.example/",
            "http://www.example/?q",
        ] {
            let all = twins(address);
            assert!(!all.contains(&address.to_owned()));
            for twin in &all {
                assert_eq!(canonical(twin).as_ref(), Ok(twin));
                assert!(twins(twin).contains(&address.to_owned()), "{twin}");
            }
        }
        assert!(twins("https://news.example:8443/a").is_empty());
        assert!(is_same_page("https://news.example/a", "http://news.example/a"));
        for other in ["https://news.example/a/", "https://www.news.example/a", "https://news.example/A"] {
            assert!(!is_same_page("https://news.example/a", other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn canonical_addresses_are_fixed_points(
            text in "(?i:https?)://[a-zA-ZÀ-ÿİ0-9.\\[\\]:-]{1,12}(:[0-9]{0,5})?(/[a-z%&=?#]{0,10})?(\\?[a-z_&=?/]{0,20})?"
        ) {
            if let Ok(once) = canonical(&text) {
                prop_assert_eq!(canonical(&once), Ok(once.clone()));
            }
        }
    }
}
