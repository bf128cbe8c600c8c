//! Dates as people write them, recognised only to name the form to use.

/// What to write instead of `text`, where it is a date in a common human form.
pub(super) fn advice(_text: &str) -> Option<String> {
    None
}
