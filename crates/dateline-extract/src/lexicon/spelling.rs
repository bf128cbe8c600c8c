//! How English spells the forms of a regular verb.

pub(crate) fn with_s(base: &str) -> String {
    let bytes = base.as_bytes();
    if base.ends_with('y') && bytes.len() > 1 && !is_vowel(bytes[bytes.len() - 2]) {
        return format!("{}ies", &base[..base.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) {
        return format!("{base}es");
    }
    format!("{base}s")
}

pub(crate) fn with_ending(base: &str, ending: &str) -> String {
    let bytes = base.as_bytes();
    let last = bytes.len() - 1;
    if base.ends_with("ie") && ending == "ing" {
        return format!("{}ying", &base[..last - 1]);
    }
    if base.ends_with('e') && (!base.ends_with("ee") || ending == "ed") {
        return format!("{}{ending}", &base[..last]);
    }
    if base.ends_with('y') && last > 0 && !is_vowel(bytes[last - 1]) && ending == "ed" {
        return format!("{}ied", &base[..last]);
    }
    // One stressed vowel before one consonant doubles it: plan, set, put; not open, postpone, visit.
    let syllables = base.bytes().filter(|b| is_vowel(*b)).count();
    let doubles = last >= 2
        && (syllables == 1 || ["admit", "defer", "refer"].contains(&base))
        && !is_vowel(bytes[last])
        && !matches!(bytes[last], b'w' | b'x' | b'y')
        && is_vowel(bytes[last - 1])
        && !is_vowel(bytes[last - 2]);
    if doubles { format!("{base}{}{ending}", bytes[last] as char) } else { format!("{base}{ending}") }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::{with_ending, with_s};

    #[test]
    fn verb_forms_are_spelt_as_english_does() {
        for (base, s, ing, ed) in [
            ("hold", "holds", "holding", "holded"),
            ("organise", "organises", "organising", "organised"),
            ("plan", "plans", "planning", "planned"),
            ("open", "opens", "opening", "opened"),
            ("deny", "denies", "denying", "denied"),
            ("launch", "launches", "launching", "launched"),
            ("delay", "delays", "delaying", "delayed"),
            ("die", "dies", "dying", "died"),
            ("admit", "admits", "admitting", "admitted"),
            ("head", "heads", "heading", "headed"),
        ] {
            assert_eq!(with_s(base), s);
            assert_eq!(with_ending(base, "ing"), ing);
            assert_eq!(with_ending(base, "ed"), ed);
        }
    }
}
