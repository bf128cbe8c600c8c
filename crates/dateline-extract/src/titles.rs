//! Titles of people in other words: "Governor" and "Louisiana Governor", "CEO" and "chief executive officer".

/// Words before a title that make it another one, or another rank.
const LIMITING: [&str; 36] = [
    "acting",
    "assistant",
    "associate",
    "attorney",
    "brigadier",
    "chief",
    "co",
    "deputy",
    "ex",
    "executive",
    "first",
    "former",
    "general",
    "honorary",
    "incoming",
    "interim",
    "joint",
    "junior",
    "late",
    "lieutenant",
    "major",
    "managing",
    "nonexecutive",
    "outgoing",
    "press",
    "prime",
    "principal",
    "private",
    "retired",
    "second",
    "senior",
    "shadow",
    "sub",
    "under",
    "vice",
    "young",
];

/// Words that go on after a title with whose it is.
const OF: [&str; 6] = ["of", "for", "at", "in", "with", "from"];

/// What stands for what.
const SHORT: [(&str, &str); 5] = [
    ("chief executive officer", "chief executive"),
    ("ceo", "chief executive"),
    ("cfo", "chief financial officer"),
    ("coo", "chief operating officer"),
    ("mp", "member of parliament"),
];

/// Whether two titles of one person are one in more or in fewer words, so that going from one to the other is no news.
/// Where a word may change the office or the rank they are two.
///
/// ```
/// use dateline_extract::is_title_reworded;
/// assert!(is_title_reworded("Louisiana Governor", "governor"));
/// assert!(is_title_reworded("spokeswoman", "spokeswoman for the port"));
/// assert!(is_title_reworded("CEO", "chief executive officer"));
/// assert!(!is_title_reworded("Senator", "former senator"));
/// assert!(!is_title_reworded("president", "adviser to the president"));
/// ```
pub fn is_title_reworded(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() {
        return false;
    }
    // "adviser to the president" is none.
    let adds = |word: &String| {
        let word = word.as_str();
        !LIMITING.contains(&word) && !OF.contains(&word) && !matches!(word, "to" | "the" | "by" | "and")
    };
    let before = long.ends_with(&short) && long[..long.len() - short.len()].iter().all(adds);
    let after =
        long.starts_with(&short) && long.get(short.len()).is_none_or(|word| OF.contains(&word.as_str()));
    before || after
}

/// The words of a title as they are compared.
fn plain(title: &str) -> Vec<String> {
    let words = title.to_lowercase().replace('-', " ");
    let mut words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
    for (one, other) in SHORT {
        words = words.replace(&format!(" {one} "), &format!(" {other} "));
    }
    words.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::is_title_reworded;

    #[test]
    fn what_may_be_another_office_or_rank_is_another_title() {
        for (one, other) in [
            ("minister", "deputy minister"),
            ("minister", "prime minister"),
            ("vice president", "senior vice president"),
            ("executive", "chief executive"),
            ("general", "attorney general"),
            ("secretary", "press secretary"),
            ("president", "president elect"),
            ("chairman", "chief"),
            ("lawyer", "independent administrator"),
            ("", "chief"),
        ] {
            assert!(!is_title_reworded(one, other) && !is_title_reworded(other, one), "{one}, {other}");
        }
    }

    #[test]
    fn whose_it_is_and_how_it_is_shortened_makes_no_other() {
        for (one, other) in [
            ("President", "Plaquemines Parish President"),
            ("managing director", "Managing Director for the Americas"),
            ("Vice-President", "vice president"),
            ("CEO", "chief executive"),
            ("group chief executive", "CEO"),
            ("Secretary", "Secretary of State"),
        ] {
            assert!(is_title_reworded(one, other) && is_title_reworded(other, one), "{one}, {other}");
        }
    }
}
