//! Which known name is spelled almost like one that was typed.

/// Longest name compared, in characters: distance takes time in the product of both lengths.
const MAX_CHARS: usize = 255;

/// The candidate closest to `typed`, if no more than a third of its characters differ. The first of
/// several that are equally close.
pub(crate) fn closest<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (typed.chars().count() / 3).max(1);
    candidates
        .filter_map(|candidate| distance(typed, candidate).map(|distance| (distance, candidate)))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance in characters, upper and lower case taken as equal; `None` for names too long.
fn distance(a: &str, b: &str) -> Option<usize> {
    // No character has more than four bytes.
    if a.len().max(b.len()) > 4 * MAX_CHARS {
        return None;
    }
    let a: Vec<char> = a.to_lowercase().chars().collect();
    let b: Vec<char> = b.to_lowercase().chars().collect();
    if a.len() > MAX_CHARS || b.len() > MAX_CHARS {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("kitten", "sitting"), Some(3));
        assert_eq!(distance("", "abc"), Some(3));
        assert_eq!(distance("Seeds", "seeds"), Some(0));
    }

    #[test]
    fn only_close_names_are_suggested() {
        let names = ["publisher", "published", "url"];
        assert_eq!(closest("publishd", names.into_iter()), Some("published"));
        assert_eq!(closest("weather", names.into_iter()), None);
    }
}
