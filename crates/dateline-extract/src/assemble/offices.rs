//! Who holds an office: the body is the subject, the office the attribute, the person the value.

use super::maker::Maker;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::pattern::Capture;
use crate::reading::Reading;
use crate::subjects::{SubjectKey, role_normal};
use dateline_core::id::Slug;
use dateline_core::value::EntityKind;
use std::ops::Range;

impl Maker<'_> {
    /// The office in the slot `role` and the body whose office it is; `None` where the role is none that one
    /// person holds, or the text does not settle whose it is. Without the slot it is the office that the
    /// article gives to the person in the slot `former`.
    pub(super) fn office(&self) -> Option<(SubjectKey, Slug)> {
        let reading = self.reading;
        let former = self.slot("former").and_then(|slot| person_of(reading, slot));
        let (body, office) = match self.slot("role") {
            None => office_of(reading, former?)?,
            Some(slot) => {
                let (Kind::Role, index) = slot.annotation? else { return None };
                let role = &reading.names.roles[index];
                let office = office_name(reading, role.core.clone()).filter(|_| !role.plural)?;
                let holder = self.slot("value").and_then(|slot| person_of(reading, slot));
                let of_person = || {
                    let people = [holder, former].into_iter().flatten();
                    let mut known = people.filter_map(|person| office_of(reading, person));
                    known.find(|(_, name)| *name == office).map(|(body, _)| body)
                };
                let body = body_of(reading, index).or_else(of_person)?;
                (body, office)
            }
        };
        // What another sentence says of the office is asserted there; news of a successor is told only here.
        let holder = self.slot("value").and_then(|slot| person_of(reading, slot))?;
        let told_here = self.is_named_in_full(holder) && self.is_in_sentence(&body);
        if !self.has_verb() && !told_here {
            return None;
        }
        Some((SubjectKey::Named(body, EntityKind::Organisation), Slug::from_text(&office)?))
    }
}

impl Maker<'_> {
    /// Whether the sentence has a body's name, or the adjective of a country.
    fn is_in_sentence(&self, body: &str) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let tokens = document.sentences[self.sentence].tokens.clone();
        document.name(tokens.clone()).contains(body)
            || tokens.into_iter().any(|at| reading.lexicon.country(document.verbatim(at)) == body)
    }
}

fn person_of(reading: &Reading<'_>, slot: &Capture) -> Option<usize> {
    let (Kind::Person, mention) = slot.annotation? else { return None };
    reading.names.mentions[mention].person
}

/// The office that a role's words name, if one person at a time holds it.
fn office_name(reading: &Reading<'_>, core: Range<usize>) -> Option<String> {
    let normal = role_normal(reading.document.words(core), false);
    let normal = match normal.as_str() {
        "ceo" | "chief executive officer" | "chief exec" => "chief executive".to_owned(),
        "secretary-general" => "secretary general".to_owned(),
        "premier" => "prime minister".to_owned(),
        _ => normal,
    };
    let part = |word: &str| {
        matches!(
            word,
            "deputy"
                | "vice"
                | "assistant"
                | "former"
                | "acting"
                | "interim"
                | "incoming"
                | "outgoing"
                | "under"
                | "junior"
                | "associate"
                | "regional"
                | "new"
                | "first"
        )
    };
    if normal.split([' ', '-']).any(part) {
        return None;
    }
    let single = matches!(
        normal.as_str(),
        "chief executive"
            | "president"
            | "chairman"
            | "chairwoman"
            | "prime minister"
            | "managing director"
            | "chancellor"
            | "secretary general"
            | "director general"
            | "governor"
            | "mayor"
            | "king"
            | "queen"
            | "emir"
    ) || normal.ends_with(" minister")
        || normal.ends_with(" secretary")
        || normal == "secretary of state";
    single.then_some(normal)
}

/// The body that the role's own words name.
fn body_of(reading: &Reading<'_>, role: usize) -> Option<String> {
    let role = &reading.names.roles[role];
    let document = &reading.document;
    // "Arkel's managing director in Norway": an office of less than the body.
    let place = |at: usize| reading.chart.at(at).iter().any(|a| a.kind == Kind::Place);
    let end = role.core.end;
    if end + 1 < document.tokens.len() && document.word(end) == "in" && place(end + 1) {
        return None;
    }
    if let Some(body) = &role.body {
        let sentence = &document.sentences[document.sentence_of(body.start)].tokens;
        let before =
            body.start.checked_sub(1).filter(|at| *at >= sentence.start).map_or("", |at| document.word(at));
        if matches!(before, "former" | "ex" | "late")
            || body.len() == 1 && !is_known_name(reading, body.start)
        {
            return None;
        }
        let start = body.start + usize::from(matches!(document.word(body.start), "the" | "former"));
        // "Thousands of President …", "Help German Chancellor …": a line that runs into the title.
        let c = reading.classes;
        let last = body.end - 1;
        let runs_on =
            reading.has_class(last, c.preposition) || last > start && reading.has_class(last, c.demonym);
        if runs_on
            || start >= body.end
            || (start..body.end).any(|at| matches!(document.word(at), "former" | "ex"))
        {
            return None;
        }
        if body.start >= role.core.end && goes_on(reading, body.end, sentence.end)
            || reading.has_class(last, c.creed)
        {
            return None;
        }
        let name = document.name(start..body.end);
        let name = name.trim_end_matches("'s").trim_end_matches("’s");
        return named_in_text(reading, name);
    }
    // "British Prime Minister": the country by its adjective.
    let before = role.core.start.checked_sub(1)?;
    let word = document.verbatim(before);
    let country = reading.lexicon.country(word);
    (country != word).then(|| named_in_text(reading, word)).flatten()
}

/// Whether a body's name goes on behind the words that were taken for it: "governor of Norway | 's central bank",
/// "chairman of the House | energy panel", "head of the Committee | on Fish".
fn goes_on(reading: &Reading<'_>, next: usize, end: usize) -> bool {
    let document = &reading.document;
    if next >= end {
        return false;
    }
    let tag = document.tag(next);
    let named = next + 1 < end && document.tokens[next + 1].capital;
    let part = reading.has_class(next - 1, reading.classes.org_head)
        && matches!(document.word(next), "on" | "for" | "of")
        && named;
    matches!(document.word(next), "'s" | "’s")
        || document.tokens[next].kind == TokenKind::Word && (tag.is_common_noun() || tag.is_adjective())
        || part
}

/// The country that a word stands for, if the article itself has its name; else the word, unless it is only an
/// adjective: a subject's name stands in the text.
fn named_in_text(reading: &Reading<'_>, word: &str) -> Option<String> {
    let country = reading.lexicon.country(word);
    if stands_in_text(reading, country) {
        return Some(country.to_owned());
    }
    let short = word.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
    (short || country == word).then(|| word.to_owned())
}

/// Whether a name stands in the text as words of its own ("Oman", not in "Omani").
fn stands_in_text(reading: &Reading<'_>, name: &str) -> bool {
    let text = reading.document.text;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).any(|(at, _)| {
        !letter(text[..at].chars().next_back()) && !letter(text[at + name.len()..].chars().next())
    })
}

/// Whether a word that may owe its capital to the sentence's start is a name: known, or with a capital elsewhere.
fn is_known_name(reading: &Reading<'_>, at: usize) -> bool {
    let document = &reading.document;
    let starts = |at: usize| document.sentences[document.sentence_of(at)].tokens.start == at;
    let word = document.verbatim(at);
    !starts(at)
        || word.bytes().all(|b| b.is_ascii_uppercase())
        || reading.lexicon.country(word) != word
        || reading.names.mentions.iter().any(|mention| mention.tokens == (at..at + 1))
        || (0..document.tokens.len()).any(|i| i != at && document.verbatim(i) == word && !starts(i))
}

/// The one office, with its body, that the article gives to a person, before the name or in apposition.
fn office_of(reading: &Reading<'_>, person: usize) -> Option<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (index, role) in reading.names.roles.iter().enumerate() {
        let is = |mention: &&crate::names::NameMention| mention.person == Some(person);
        let mut people = reading.names.mentions.iter().filter(is);
        let appositive = |end: usize| {
            let document = &reading.document;
            let article =
                usize::from(matches!(document.word((end + 1).min(document.tokens.len() - 1)), "the" | "its"));
            end < document.tokens.len()
                && document.word(end) == ","
                && role.tokens.start == end + 1 + article
                && !reading.names.mentions.iter().any(|m| m.tokens.start == role.tokens.end)
        };
        let given = people.any(|m| m.tokens.start == role.tokens.end || appositive(m.tokens.end));
        if !given || role.plural {
            continue;
        }
        let Some(office) = office_name(reading, role.core.clone()) else { continue };
        let Some(body) = body_of(reading, index) else { continue };
        if !found.contains(&(body.clone(), office.clone())) {
            found.push((body, office));
        }
    }
    if let [one] = &found[..] { Some(one.clone()) } else { None }
}
