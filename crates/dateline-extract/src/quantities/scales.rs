//! Words and letters of scale: "million", "bn", "k".

/// In full, with their powers of ten.
const WORDS: [(&str, i8); 7] = [
    ("hundred", 2),
    ("thousand", 3),
    ("lakh", 5),
    ("million", 6),
    ("crore", 7),
    ("billion", 9),
    ("trillion", 12),
];

/// In short, after digits or right behind them.
const SHORT: [(&str, i8); 6] = [("mn", 6), ("mln", 6), ("bn", 9), ("bln", 9), ("tn", 12), ("trn", 12)];

/// As one letter right behind digits, which may be a unit too ("5m").
pub(super) const LETTERS: [(&str, i8); 3] = [("k", 3), ("m", 6), ("b", 9)];

/// What goes on with a number, and is of no scale that is read.
const UNREAD: [&str; 8] = ["dozen", "dozens", "score", "gross", "mio", "mrd", "mill", "mil"];

fn power(tables: &[&[(&str, i8)]], word: &str) -> Option<i8> {
    tables.iter().copied().flatten().find(|(known, _)| *known == word).map(|(_, power)| *power)
}

/// The power of ten of a word after digits; "m" may be metres, unless it is money.
pub(super) fn after_digits(word: &str, money: bool) -> Option<i8> {
    if money && word == "m" { power(&[&LETTERS], word) } else { power(&[&WORDS, &SHORT], word) }
}

/// The power of ten of the letters right behind digits.
pub(super) fn behind_digits(letters: &str) -> Option<i8> {
    power(&[&SHORT, &LETTERS], letters)
}

/// The power of ten of a word after a number in words, of those that count thousands.
pub(super) fn of_thousands(word: &str) -> Option<i8> {
    power(&[&WORDS], word).filter(|power| power % 3 == 0)
}

/// Whether a word is a scale that a smaller number may follow after "and": "a thousand and twenty".
pub(super) fn is_in_full(word: &str) -> bool {
    power(&[&WORDS], word).is_some()
}

/// Whether a word goes on with the number before it, as scales do: "hundreds", "mln", "score".
pub(super) fn goes_on(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    is_in_full(one) || power(&[&SHORT, &LETTERS], word).is_some() || UNREAD.contains(&word)
}
