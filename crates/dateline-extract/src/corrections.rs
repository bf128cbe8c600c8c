//! Sentences in which an article says that it was corrected. The words are data: `rules/corrections.txt`.

use std::sync::OnceLock;

/// The word lists; what each is for is said in the file.
#[derive(Debug, Default)]
struct Words {
    heading: Vec<&'static str>,
    article: Vec<&'static str>,
    change: Vec<&'static str>,
    version: Vec<&'static str>,
    said: Vec<&'static str>,
    auxiliary: Vec<&'static str>,
    teller: Vec<&'static str>,
}

impl Words {
    fn get() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            let mut words = Self::default();
            let mut class = "";
            for line in include_str!("../rules/corrections.txt").lines().map(str::trim) {
                match (line.strip_prefix("class "), class) {
                    (Some(name), _) => class = name,
                    (None, _) if line.is_empty() || line.starts_with('#') => {}
                    (None, "heading") => words.heading.push(line),
                    (None, "article") => words.article.push(line),
                    (None, "change") => words.change.push(line),
                    (None, "version") => words.version.push(line),
                    (None, "said") => words.said.push(line),
                    (None, "auxiliary") => words.auxiliary.push(line),
                    (None, "teller") => words.teller.push(line),
                    (None, other) => unreachable!("rules/corrections.txt has no class {other:?}"),
                }
            }
            words
        })
    }
}

/// Whether a sentence tells that its article was corrected: "Correction: …", "An earlier version of this article
/// said …".
///
/// ```
/// use dateline_extract::is_correction_notice;
/// assert!(is_correction_notice("Correction: two people died, not three."));
/// assert!(is_correction_notice("An earlier version of this story misstated the toll."));
/// assert!(!is_correction_notice("Correction officers said two people died."));
/// ```
pub fn is_correction_notice(sentence: &str) -> bool {
    let words = Words::get();
    let plain = plain(sentence);
    let headed = after_heading(&plain).any(|after| {
        // "Correction-house": within a word a hyphen parts nothing.
        let parted = after.trim_start().starts_with([':', '.', '(', '\u{2013}', '\u{2014}']);
        parted || after.starts_with(char::is_whitespace) && after.trim_start().starts_with('-')
    });
    let followed = words.version.iter().flat_map(|version| {
        let next = plain.match_indices(version).map(|(at, _)| plain[at + version.len()..].trim_start());
        next.collect::<Vec<&str>>()
    });
    let begins = |list: &[&str], next: &str| list.iter().any(|phrase| begins_with(phrase, next));
    let goes_on = |next: &str| {
        begins(&words.said, next)
            || begins(&words.change, next)
            || next.strip_prefix("of ").is_some_and(|of| begins(&words.article, of))
    };
    headed || is_of_this_article(&plain, words) || followed.into_iter().any(goes_on)
}

/// Whether an article says of itself that it was changed: "this story, first told on Monday, has been corrected", "we
/// have updated this article". "He said this report was inaccurate" is somebody's word.
fn is_of_this_article(plain: &str, words: &Words) -> bool {
    let begins = |list: &[&str], text: &str| list.iter().any(|phrase| begins_with(phrase, text));
    words.article.iter().any(|phrase| {
        places(phrase, plain).any(|at| {
            let before = &plain[..at];
            if words.teller.iter().any(|said| places(said, before).next().is_some()) {
                return false;
            }
            let mut next = plain[at + phrase.len()..].trim_start();
            if let Some(aside) = next.strip_prefix(',') {
                next = aside.split_once(',').map_or("", |(_, rest)| rest.trim_start());
            }
            while let Some(rest) = words.auxiliary.iter().find_map(|word| after(word, next)) {
                next = rest.trim_start();
            }
            let by_us = || {
                let changed = words.change.iter().any(|change| before.trim_end().ends_with(change));
                changed && begins(&["we", "we've"], plain)
            };
            begins(&words.change, next) || by_us()
        })
    })
}

/// Whether a line says nothing but that a notice follows: "Correction", "Editor's note:".
///
/// ```
/// use dateline_extract::is_correction_heading;
/// assert!(is_correction_heading("Correction") && is_correction_heading("CORRECTIONS:"));
/// assert!(!is_correction_heading("Correction officers"));
/// ```
pub fn is_correction_heading(line: &str) -> bool {
    after_heading(&plain(line)).any(|after| !after.contains(char::is_alphanumeric))
}

/// A sentence as it is compared: in lower case, without marks before its first word.
fn plain(sentence: &str) -> String {
    let lower = sentence.replace('\u{2019}', "'").to_lowercase();
    lower.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// What follows the word of `heading` with which a plain sentence begins.
fn after_heading(plain: &str) -> impl Iterator<Item = &str> {
    let headings = Words::get().heading.iter();
    headings.filter_map(|heading| plain.strip_prefix(heading))
}

/// What follows a phrase of whole words with which a text begins.
fn after<'t>(phrase: &str, text: &'t str) -> Option<&'t str> {
    text.strip_prefix(phrase).filter(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a text begins with a phrase of whole words.
fn begins_with(phrase: &str, text: &str) -> bool {
    after(phrase, text).is_some()
}

/// Where a phrase stands in a text as whole words: the bytes at which it begins.
fn places<'t>(phrase: &'t str, text: &'t str) -> impl Iterator<Item = usize> {
    text.match_indices(phrase)
        .map(|(at, _)| at)
        .filter(move |&at| !text[..at].ends_with(char::is_alphanumeric) && begins_with(phrase, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::{is_correction_heading, is_correction_notice};

    #[test]
    fn notices_are_known_by_what_they_say_of_the_article() {
        for notice in [
            "CORRECTION (March 3): The bridge is in Oss.",
            "Editor’s note — the figure was taken from a draft.",
            "This article was amended on 4 May to give the right age.",
            "A previous version gave the wrong name.",
            "The headline has been updated.",
            "An earlier version incorrectly stated where the ferry was built.",
            "An earlier version misstated the year.",
            "A previous version of our story left out the name of the ship.",
            "The original version of this report wrongly named the captain.",
            "Correction.",
            "Correction - the bridge is in Oss.",
            "Because of an editing error, this article misstated the year.",
            "This story, first told on Monday, has since been corrected.",
            "We have corrected this article, which gave the wrong year.",
        ] {
            assert!(is_correction_notice(notice), "{notice}");
        }
    }

    #[test]
    fn a_heading_is_the_word_and_nothing_else() {
        for heading in ["Correction", "CORRECTIONS", "Editor’s note:", "* Clarification *"] {
            assert!(is_correction_heading(heading), "{heading}");
        }
        for other in ["Correction: the bridge is in Oss.", "Correctional staff", "Course correction", ""] {
            assert!(!is_correction_heading(other), "{other}");
        }
    }

    #[test]
    fn what_is_only_about_corrections_is_none() {
        for other in [
            "The correction of the course took an hour.",
            "Corrections cost the port two million.",
            "The toll was corrected to three, police said.",
            "He updated the article of the law.",
            "The storyline of the revised play is thin.",
            "An earlier version of the bill was amended by the council.",
            "An earlier version of this ferry had two engines.",
            "The earlier version incorporated two engines.",
            "The mayor spoke of this story of courage that was wrongly forgotten.",
            "The ministry said this report was inaccurate.",
            "Corrections, which cost the port two million, were slow.",
            "Correction-house inmates left.",
        ] {
            assert!(!is_correction_notice(other), "{other}");
        }
    }
}
