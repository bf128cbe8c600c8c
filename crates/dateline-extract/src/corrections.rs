//! Sentences in which an article says that it was corrected. The words are data: `rules/corrections.txt`.

use std::sync::OnceLock;

/// The word lists.
#[derive(Debug, Default)]
struct Words {
    heading: Vec<&'static str>,
    article: Vec<&'static str>,
    change: Vec<&'static str>,
    version: Vec<&'static str>,
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
                    (None, _) => words.version.push(line),
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
    let plain = sentence.replace('\u{2019}', "'").to_lowercase();
    let plain = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    let headed = words.heading.iter().any(|heading| {
        let after = plain.strip_prefix(heading).map(str::trim_start);
        after.is_some_and(|after| after.starts_with([':', ',', '.', '-', '(', '\u{2013}', '\u{2014}']))
    });
    let has = |list: &[&str]| list.iter().any(|phrase| stands_in(phrase, plain));
    headed || has(&words.version) || (has(&words.article) && has(&words.change))
}

/// Whether a phrase stands in a text as whole words.
fn stands_in(phrase: &str, text: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(text[..at].chars().next_back()) && edge(text[at + phrase.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::is_correction_notice;

    #[test]
    fn notices_are_known_by_what_they_say_of_the_article() {
        for notice in [
            "CORRECTION (March 3): The bridge is in Oss.",
            "Editor’s note — the figure was taken from a draft.",
            "This article was amended on 4 May to give the right age.",
            "A previous version gave the wrong name.",
            "The headline has been updated.",
        ] {
            assert!(is_correction_notice(notice), "{notice}");
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
        ] {
            assert!(!is_correction_notice(other), "{other}");
        }
    }
}
