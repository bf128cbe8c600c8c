//! War and revolt: of which country a mention speaks. An article calls one and the same conflict an uprising,
//! a crackdown, the unrest; what tells two of them apart is the country.

use super::Ground;
use crate::document::TokenKind;
use crate::lexicon::Gazetteer;
use std::collections::BTreeMap;
use std::ops::Range;

/// The country that the word at `at` names or is the adjective of, and how many tokens the name has.
pub(super) fn country_at(g: Ground<'_>, at: usize) -> Option<(&str, usize)> {
    let document = g.document;
    let token = document.tokens.get(at).filter(|token| token.capital && token.kind == TokenKind::Word)?;
    let verbatim = token.span.slice(document.text)?;
    let meant = g.lexicon.country(verbatim);
    if meant != verbatim {
        return Some((meant, 1));
    }
    let word = |i: usize| (at + i < document.tokens.len()).then(|| document.word(at + i));
    let length = g.lexicon.gazetteer(Gazetteer::Country, word)?;
    let span = document.span(at..at + length);
    Some((span.slice(document.text)?, length))
}

/// The country that an article speaks of by far most often; `None` where two compete.
pub(super) fn main_country(g: Ground<'_>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut at = 0;
    while at < g.document.tokens.len() {
        match country_at(g, at) {
            Some((country, length)) => {
                *counts.entry(country).or_default() += 1;
                at += length;
            }
            None => at += 1,
        }
    }
    let mut ranked: Vec<(usize, &str)> = counts.into_iter().map(|(country, n)| (n, country)).collect();
    ranked.sort_by_key(|&(n, country)| (std::cmp::Reverse(n), country));
    let second = ranked.get(1).map_or(0, |(n, _)| *n);
    let (most, country) = *ranked.first()?;
    (most >= 3 && most * 2 >= second * 3).then(|| country.to_owned())
}

/// Of which conflict a mention speaks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// Of the country's.
    Of(String),
    /// Of one that the article does not place, or that is of a town, of the past, or no conflict at all.
    Unknown,
}

/// The country of the conflict that the noun at `head` means: its own words say it, or the article is of
/// one country.
pub(super) fn conflict_of(g: Ground<'_>, tokens: &Range<usize>, head: usize, main: Option<&str>) -> Conflict {
    let document = g.document;
    let sentence = document.sentences[document.sentence_of(head)].tokens.clone();
    let apart = |at: usize| {
        matches!(
            document.word(at),
            "world"
                | "cold"
                | "drug"
                | "gang"
                | "domestic"
                | "trade"
                | "price"
                | "class"
                | "star"
                | "tribal"
                | "sexual"
                | "gun"
                | "street"
                | "past"
                | "previous"
                | "similar"
                | "other"
                | "another"
                | "first"
                | "second"
                | "last"
                | "financial"
                | "economic"
                | "market"
                | "credit"
                | "banking"
                | "currency"
                | "interest"
                | "copyright"
                | "bidding"
                | "football"
                | "election"
        )
    };
    // "the 1982 uprising": another one.
    let numbered = tokens
        .clone()
        .any(|at| document.tokens[at].kind == TokenKind::Number && document.word(at).len() == 4);
    if tokens.clone().any(apart) || numbered {
        return Conflict::Unknown;
    }
    // "Syria's uprising": the possessor stands before.
    let owner = tokens.start.checked_sub(2).filter(|at| *at >= sentence.start);
    let owner = owner.filter(|_| matches!(document.word(tokens.start - 1), "'s" | "’s"));
    // "the Arel government's crackdown": a body of the country's.
    let of_body = owner.filter(|&at| is_power(document.word(at)) && at > sentence.start).map(|at| at - 1);
    let own = owner.into_iter().chain(of_body).chain(tokens.clone()).find_map(|at| country_at(g, at));
    let in_place = head + 2 < sentence.end && matches!(document.word(head + 1), "in" | "across");
    let after = in_place.then(|| country_at(g, head + 2)).flatten();
    if let Some((country, _)) = own.or(after) {
        return Conflict::Of(country.to_owned());
    }
    let of_town = in_place && document.tokens[head + 2].capital;
    let capital_head = document.tokens[head].capital && head > sentence.start;
    let named = tokens.clone().any(|at| {
        document.tokens[at].capital && at > sentence.start && document.tokens[at].kind == TokenKind::Word
    });
    match main {
        Some(main) if !of_town && !capital_head && !named => Conflict::Of(main.to_owned()),
        _ => Conflict::Unknown,
    }
}

/// Those who put down a revolt, after the adjective of their country.
fn is_power(word: &str) -> bool {
    matches!(
        word,
        "government" | "regime" | "army" | "military" | "state" | "president" | "leadership" | "junta"
    )
}
