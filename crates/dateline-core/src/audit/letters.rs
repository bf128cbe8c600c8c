//! X01 and X02: characters that nobody sees, and letters that pass for others.
//!
//! Which letters look alike is Unicode's own list (UTS #39, "confusables"). A name is judged word by word: who writes
//! "Gazeta Правда" mixes nothing.

use super::{ArticleFacts, CheckId, Finding};
use crate::assertion::{Extraction, Notice};
use crate::id::ArticleId;
use crate::punycode;
use crate::text::is_invisible;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::skeleton;

/// Checks X01 and X02 over articles that are given one by one. A name is told once an article; a name of another article
/// that looks the same is told with it.
#[derive(Debug, Default)]
pub struct Letters {
    found: Vec<Finding>,
    doubtful: Vec<(ArticleId, Written, String)>,
    names: BTreeSet<String>,
}

impl Letters {
    /// Looks at an article and its current reading.
    pub fn read(&mut self, article: ArticleFacts<'_>, extraction: Option<&Extraction>) {
        self.found.extend(extraction.and_then(hidden_in_text));
        for written in names(article, extraction) {
            let Written { what, name } = &written;
            if let Some(c) = name.chars().find(|c| is_hidden(*c)) {
                let message = format!("{what} {name:?} has U+{:04X}, which nobody sees", u32::from(c));
                self.found.push(Finding::new(CheckId::X01, vec![article.article.to_string()], message));
            }
            self.names.insert(name.clone());
            if let Some(why) = passes_for_another(name) {
                self.doubtful.push((article.article.clone(), written, why));
            }
        }
    }

    /// What was found.
    pub fn findings(self) -> Vec<Finding> {
        let Self { mut found, doubtful, names } = self;
        // Only if there is a doubtful name it is worth while to see how all the others look.
        let looks: BTreeSet<String> = doubtful.iter().map(|(_, written, _)| look(&written.name)).collect();
        let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in names.into_iter().filter(|_| !looks.is_empty()) {
            let look = look(&name);
            if looks.contains(&look) {
                alike.entry(look).or_default().push(name);
            }
        }
        for (article, Written { what, name }, why) in doubtful {
            let others = alike.get(&look(&name)).into_iter().flatten().filter(|other| **other != name);
            let others: Vec<String> = others.map(|other| format!("{other:?}")).collect();
            let same = match others.len() {
                0 => String::new(),
                1 => format!("; {} looks the same", others[0]),
                _ => format!("; {} look the same", others.join(", ")),
            };
            let message = format!("{what} {name:?} {why}{same}");
            found.push(Finding::new(CheckId::X02, vec![article.to_string()], message));
        }
        found
    }
}

/// How many lines are told one by one.
const MOST_LINES: usize = 5;

/// X01 for the text itself, as the reading noticed it.
fn hidden_in_text(extraction: &Extraction) -> Option<Finding> {
    let lines = extraction.notices.iter().find_map(|notice| match notice {
        Notice::HiddenCharacters { lines } => Some(lines),
        _ => None,
    })?;
    let list = lines.iter().take(MOST_LINES).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let more = match lines.len().saturating_sub(MOST_LINES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("control, bidirectional or invisible characters stand on lines {list}{more}");
    Some(Finding::new(CheckId::X01, vec![extraction.article.to_string()], message))
}

/// Something that is written as a name, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Written {
    what: &'static str,
    name: String,
}

/// What an article gives as names, its host's as a reader is shown it.
fn names(article: ArticleFacts<'_>, extraction: Option<&Extraction>) -> BTreeSet<Written> {
    let metadata = article.metadata;
    let host = metadata.url.as_deref().and_then(host);
    let told = [
        ("the publisher", metadata.publisher.as_deref()),
        ("the byline", metadata.byline.as_deref()),
        ("the agency", metadata.agency.as_deref()),
        ("the headline", metadata.title.as_deref()),
        ("the host", host.as_deref()),
    ];
    let told = told.into_iter().filter_map(|(what, name)| name.map(|name| (what, name)));
    let extraction = extraction.into_iter();
    let subjects = extraction.clone().flat_map(|it| &it.subjects).flat_map(|subject| &subject.names);
    let assertions = extraction.flat_map(|it| &it.assertions);
    let said = assertions.flat_map(|assertion| {
        let hops =
            assertion.attribution.chain.iter().flat_map(|hop| [hop.name.as_ref(), hop.principal.as_ref()]);
        let value = if let Value::Entity(entity) = &assertion.value { Some(&entity.name) } else { None };
        hops.chain([value]).flatten()
    });
    let read = subjects.chain(said).map(|name| ("the name", name.as_str()));
    told.chain(read).map(|(what, name)| Written { what, name: name.to_owned() }).collect()
}

/// The host of a canonical address, with the letters that its `xn--` parts stand for.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', ':']).next()?;
    let parts = host
        .split('.')
        .map(|part| part.strip_prefix("xn--").and_then(punycode::decoded).unwrap_or(part.into()));
    Some(parts.collect::<Vec<_>>().join("."))
}

/// Whether nobody sees the character, or it turns others around.
fn is_hidden(c: char) -> bool {
    is_invisible(c)
        || c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x180B..=0x180F | 0x3164 | 0xFFA0 | 0xFFF0..=0xFFFB | 0xE0000..=0xE0FFF)
}

/// How a name looks, in lower case: names that look alike have the same.
fn look(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !is_hidden(*c)).collect();
    skeleton(&skeleton(&seen).collect::<String>().to_lowercase()).collect()
}

/// Why a name may pass for another one, in words.
fn passes_for_another(name: &str) -> Option<String> {
    name.split(|c: char| !c.is_alphanumeric() && !is_hidden(c)).find_map(|word| {
        let letters: Vec<(char, Script)> =
            word.chars().filter(|c| c.is_alphabetic()).map(|c| (c, c.script())).collect();
        let of = |script: Script| letters.iter().filter(|it| it.1 == script).count();
        let scripts: BTreeMap<&str, Script> = letters
            .iter()
            .filter(|it| !matches!(it.1, Script::Common | Script::Inherited))
            .map(|it| (it.1.full_name(), it.1))
            .collect();
        let is_named = |c: char| format!("{c} is U+{:04X}", u32::from(c));
        if let Some((one, other)) = mixed(&scripts) {
            // The letter that was slipped in is of the script that has fewer.
            let odd = if of(other) <= of(one) { other } else { one };
            let letter = letters.iter().find(|it| it.1 == odd)?.0;
            return Some(format!(
                "mixes {} and {} letters: {}",
                one.full_name(),
                other.full_name(),
                is_named(letter)
            ));
        }
        let styled = letters
            .iter()
            .find(|(c, script)| matches!(script, Script::Latin | Script::Common) && is_double(*c));
        if let Some((c, _)) = styled {
            return Some(format!("has a letter that looks like another: {}", is_named(*c)));
        }
        let script = scripts.values().next().filter(|script| **script != Script::Latin)?;
        let all_double = letters.len() >= MIN_DOUBLES && letters.iter().all(|(c, _)| is_double(*c));
        all_double
            .then(|| format!("is written in {} letters that all look like Latin ones", script.full_name()))
    })
}

/// From how many letters on a word in which each looks like a Latin one is none by chance.
const MIN_DOUBLES: usize = 3;

/// Two scripts that are not written within one word, if there are two. Chinese, Japanese and Korean are written together, and
/// Latin letters with them.
fn mixed(scripts: &BTreeMap<&str, Script>) -> Option<(Script, Script)> {
    const TOGETHER: [Script; 5] =
        [Script::Han, Script::Hiragana, Script::Katakana, Script::Bopomofo, Script::Hangul];
    let apart: Vec<Script> = scripts.values().filter(|script| !TOGETHER.contains(script)).copied().collect();
    match apart[..] {
        [one, other, ..] if one == Script::Latin => Some((one, other)),
        [one, other, ..] if scripts.contains_key("Latin") && other != Script::Latin => {
            Some((Script::Latin, one))
        }
        [one, other, ..] => Some((other, one)),
        _ => None,
    }
}

/// Whether a character that is none of ASCII looks like one of its letters. The dotless i of Turkish does, and is meant.
fn is_double(c: char) -> bool {
    if c.is_ascii() || c == 'ı' {
        return false;
    }
    let mut look = skeleton(c.encode_utf8(&mut [0; 4])).collect::<Vec<_>>().into_iter();
    matches!((look.next(), look.next()), (Some(letter), None) if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::samples;

    #[test]
    fn a_letter_that_was_slipped_in_is_told_and_a_script_of_its_own_is_not() {
        for (name, why) in [
            ("Gatil\u{43e}v", "mixes Latin and Cyrillic letters: \u{43e} is U+043E"),
            ("\u{422}he Oss Post", "mixes Latin and Cyrillic letters: \u{422} is U+0422"),
            ("Mara \u{391}nders", "mixes Latin and Greek letters: \u{391} is U+0391"),
            ("G\u{251}tilov", "has a letter that looks like another: \u{251} is U+0251"),
            ("\u{1d406}atilov", "has a letter that looks like another: \u{1d406} is U+1D406"),
            (
                "\u{430}\u{440}\u{440}\u{4cf}\u{435}.example",
                "is written in Cyrillic letters that all look like Latin ones",
            ),
        ] {
            assert_eq!(passes_for_another(name).as_deref(), Some(why), "{name}");
        }
        for name in [
            "Gatilov",
            "Гатилов",
            "Gazeta Правда",
            "José Łukasz Đorđe Øst",
            "Yıldız İnönü",
            "NHKニュース",
            "日本ニュースの会",
            "서울 Seoul",
            "Straße",
            "O’Brien-Ñúñez",
            "β-Blocker AG",
            "3M",
            "münchen.example",
            "",
            "Да и нет",
        ] {
            assert_eq!(passes_for_another(name), None, "{name}");
        }
    }

    #[test]
    fn what_looks_the_same_elsewhere_is_told_with_it() {
        let of = |publisher: &str, url: &str| Metadata {
            publisher: Some(publisher.to_owned()),
            url: Some(url.to_owned()),
            ..Metadata::default()
        };
        let metadata = [
            of("The Oss Post", "https://oss.example/a"),
            of("The \u{41e}ss Post", "https://xn--ss-emc.example/b"),
        ];
        let articles = [samples::article(1), samples::article(2)];
        let found_in = |count: usize| {
            let mut letters = Letters::default();
            for (article, metadata) in articles.iter().zip(&metadata).take(count) {
                letters.read(ArticleFacts { article, metadata }, None);
            }
            letters.findings()
        };
        let found = found_in(2);
        let told: Vec<(&str, &str)> =
            found.iter().map(|it| (it.subjects[0].as_str(), it.message.as_str())).collect();
        let second = articles[1].to_string();
        assert_eq!(
            told,
            [
                (
                    second.as_str(),
                    "the host \"\u{43e}ss.example\" mixes Latin and Cyrillic letters: \u{43e} is U+043E; \"oss.example\" looks the same"
                ),
                (
                    second.as_str(),
                    "the publisher \"The \u{41e}ss Post\" mixes Latin and Cyrillic letters: \u{41e} is U+041E; \"The Oss Post\" looks the same"
                ),
            ]
        );
        assert!(found.iter().all(|it| it.check == CheckId::X02));
        assert_eq!(found_in(1), []);
    }

    #[test]
    fn what_nobody_sees_is_told() {
        for (title, code) in
            [("Bridge\u{202e} shut", "U+202E"), ("Bri\u{200b}dge", "U+200B"), ("Bri\u{ad}dge", "U+00AD")]
        {
            let metadata = Metadata { title: Some(title.to_owned()), ..Metadata::default() };
            let article = samples::article(1);
            let mut letters = Letters::default();
            letters.read(ArticleFacts { article: &article, metadata: &metadata }, None);
            let found = letters.findings();
            assert_eq!(found.len(), 1, "{title}");
            assert!(found[0].check == CheckId::X01 && found[0].message.contains(code), "{found:?}");
        }
    }
}
