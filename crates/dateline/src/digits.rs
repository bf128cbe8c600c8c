//! Ids by their first digits, as people type them.

/// Fewest digits that name an article or an assertion.
pub(crate) const LEAST: usize = 4;

/// The beginning of a hexadecimal id of `longest` digits that `typed` is, in lower case; else why it is none.
pub(crate) fn beginning(typed: &str, longest: usize) -> Result<String, String> {
    let lower = typed.to_ascii_lowercase();
    if !lower.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err("an id has only the digits 0-9 and a-f".to_owned());
    }
    if lower.len() < LEAST {
        return Err(format!("give at least {LEAST} digits of the id"));
    }
    if lower.len() > longest {
        return Err(format!("an id has {longest} digits"));
    }
    Ok(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_checked() {
        assert_eq!(beginning("EA35", 64).unwrap(), "ea35");
        for bad in ["ea3", "geneva", &"a".repeat(65)] {
            assert!(beginning(bad, 64).is_err(), "{bad}");
        }
    }
}
