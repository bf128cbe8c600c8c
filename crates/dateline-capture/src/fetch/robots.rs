//! `robots.txt` (RFC 9309): what a site asks programs to leave alone.
//!
//! Written here, as the standard is two pages and the crates that read it bring a parser generator or an engine for
//! regular expressions with them.

use super::target::push_escaped;
use std::time::Duration;

/// Most bytes that are looked at; the standard asks for 500 KiB at least. Of a longer file the lines count that end
/// within them: the beginning of a line would say something else.
pub(super) const MAX_BYTES: usize = 512 * 1024;
/// The longest pause that a site can ask for: a longer one would be a refusal in other words, or a mistake.
const MAX_DELAY: Duration = Duration::from_secs(60);

/// What a site asks of one program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    /// The pause between two requests that it asks for (`Crawl-delay`, which is no part of the standard).
    pub(super) delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    /// The pattern, normal: `*` stands for anything, `$` at its end for the end.
    pattern: String,
}

impl Robots {
    /// Reads what is said to `product`, or else to all. Lines that cannot be read say nothing.
    pub(super) fn parse(bytes: &[u8], product: &str) -> Self {
        let beginning = bytes.get(..MAX_BYTES).filter(|_| bytes.len() > MAX_BYTES);
        let line_end = |part: &[u8]| part.iter().rposition(|byte| b"\r\n".contains(byte)).unwrap_or(0);
        let text = String::from_utf8_lossy(beginning.map_or(bytes, |part| &part[..line_end(part)]));
        let text = text.trim_start_matches('\u{feff}');
        let (mut ours, mut anyones) = (None::<Self>, None::<Self>);
        // Whom the group is for that is being read, and whether its rules have begun.
        let (mut for_us, mut for_all, mut begun) = (false, false, false);
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if std::mem::take(&mut begun) {
                        (for_us, for_all) = (false, false);
                    }
                    let name = value.find(|c: char| !(c.is_ascii_alphabetic() || "-_".contains(c)));
                    let name = &value[..name.unwrap_or(value.len())];
                    if value.starts_with('*') {
                        for_all = true;
                        anyones.get_or_insert_default();
                    } else if name.eq_ignore_ascii_case(product) {
                        for_us = true;
                        ours.get_or_insert_default();
                    }
                }
                key @ ("allow" | "disallow" | "crawl-delay") => {
                    begun = true;
                    let groups = [(for_us, &mut ours), (for_all, &mut anyones)];
                    for robots in
                        groups.into_iter().filter(|(holds, _)| *holds).filter_map(|(_, it)| it.as_mut())
                    {
                        robots.take(key, value);
                    }
                }
                _ => {}
            }
        }
        ours.or(anyones).unwrap_or_default()
    }

    fn take(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            let seconds = value.parse::<f64>().ok().and_then(|it| Duration::try_from_secs_f64(it).ok());
            self.delay = seconds.map(|delay| delay.min(MAX_DELAY)).or(self.delay);
        } else if !value.is_empty() {
            self.rules.push(Rule { allows: key == "allow", pattern: normal(value) });
        }
    }

    /// Whether a path, with its query, may be asked for: the longest pattern that fits decides, and of two as long
    /// the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        if path == "/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// With one way to write each octet: as itself where that needs no escape, else as `%XX`.
fn normal(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| path.get(at + 1..at + 3)).flatten();
        let escaped = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let byte = escaped.unwrap_or(bytes[at]);
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || (escaped.is_none() && byte.is_ascii_graphic()) {
            out.push(char::from(byte));
        } else {
            push_escaped(&mut out, byte);
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

/// Whether a pattern fits a path. Each piece between stars is looked for from where the one before ended, so the
/// work is in proportion to both.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if to_the_end && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allowed(text: &str, path: &str) -> bool {
        Robots::parse(text.as_bytes(), "dateline").allows(path)
    }

    #[test]
    fn the_longest_rule_of_ones_own_group_decides() {
        let text = "\u{feff}# site\nUser-Agent: *\nDisallow: /\n\nuser-agent: other\nuser-agent: DateLine/1.0 # us\n\
                    Disallow: /a\nallow: /a/b\nSitemap: https://x/y\nDisallow: /c$\nDisallow: /*.pdf$\nDisallow:\n\
                    User-agent: somebody\nDisallow: /e\n\nUser-agent: dateline\nDisallow: /d\n";
        for (path, expected) in [
            ("/", true),
            ("/a", false),
            ("/ax", false),
            ("/a/c", false),
            ("/a/b/c", true),
            ("/c", false),
            ("/cc", true),
            ("/x.pdf", false),
            ("/x.pdf?y", true),
            ("/x/.pdf", false),
            ("/d", false),
            ("/e", true),
            ("/%61", false),
            ("/robots.txt", true),
        ] {
            assert_eq!(allowed(text, path), expected, "{path}");
        }
        assert!(!Robots::parse(text.as_bytes(), "stranger").allows("/z"));
        assert!(Robots::parse(text.as_bytes(), "stranger").allows("/robots.txt"));
    }

    #[test]
    fn what_says_nothing_allows_all() {
        for text in
            ["", "Disallow: /", "User-agent: x\nDisallow: /", "User-agent: *\nDisallow:\n", "\0\u{fffd}:\n::"]
        {
            assert!(allowed(text, "/a"), "{text:?}");
        }
        assert!(
            allowed("User-agent: *\nDisallow: /a\nAllow: /a", "/a"),
            "of two as long the one that allows"
        );
        assert!(!allowed("User-agent: *\nDisallow: /ü", "/%c3%bc"));
        assert!(!allowed("User-agent: *\rDisallow: *b*d", "/abcde"));
    }

    #[test]
    fn of_a_long_file_the_whole_lines_within_the_limit_count() {
        let rules = "User-agent: *\nDisallow: /a\n#";
        let filler = "x".repeat(MAX_BYTES - rules.len() - "\nAllow: /".len());
        // One that allows all, cut from one that allows little.
        let long = format!("{rules}{filler}\nAllow: /b/c\nDisallow: /d\n");
        assert!(!allowed(&long, "/a") && allowed(&long, "/d"));
        let cut = format!("{rules}{filler}\nDisallow: /b/c");
        assert!(allowed(&cut, "/b") && allowed(&cut, "/b/c") && !allowed(&cut, "/a"));
        let whole =
            format!("{rules}{}\nDisallow: /b", "x".repeat(MAX_BYTES - rules.len() - "\nDisallow: /b".len()));
        assert_eq!(whole.len(), MAX_BYTES);
        assert!(!allowed(&whole, "/b"));
    }

    #[test]
    fn a_pause_is_taken_up_to_a_limit() {
        for (text, expected) in [
            ("3", Some(3.0)),
            ("0.5", Some(0.5)),
            ("86400", Some(60.0)),
            ("-1", None),
            ("NaN", None),
            ("x", None),
        ] {
            let robots = Robots::parse(format!("User-agent: *\nCrawl-delay: {text}").as_bytes(), "dateline");
            assert_eq!(robots.delay.map(|it| it.as_secs_f64()), expected, "{text}");
        }
    }

    /// The same by trying every way.
    fn fits_somehow(pattern: &[u8], path: &[u8]) -> bool {
        match pattern.split_first() {
            None => true,
            Some((b'$', [])) => path.is_empty(),
            Some((b'*', rest)) => (0..=path.len()).any(|at| fits_somehow(rest, &path[at..])),
            Some((byte, rest)) => path.first() == Some(byte) && fits_somehow(rest, &path[1..]),
        }
    }

    proptest! {
        #[test]
        fn stars_stand_for_anything(pattern in "[ab*]{0,6}\\$?", path in "[ab]{0,8}") {
            prop_assert_eq!(fits(&pattern, &path), fits_somehow(pattern.as_bytes(), path.as_bytes()));
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), path in "\\PC{0,20}") {
            Robots::parse(&bytes, "dateline").allows(&path);
        }
    }
}
