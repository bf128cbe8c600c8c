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
                // Without a verb only the words beside the name say whose office it is, not what another sentence says.
                let body = body_of(reading, index).or_else(|| self.place_of_holder());
                let body = if self.has_verb() { body.or_else(of_person)? } else { body? };
                (body, office)
            }
        };
        // What another sentence says of the office is asserted there; news of a successor is told only here.
        let holder = self.slot("value").and_then(|slot| person_of(reading, slot))?;
        if !self.has_verb() && !self.is_named_in_full(holder) {
            return None;
        }
        Some((SubjectKey::Named(body, EntityKind::Organisation), Slug::from_text(&office)?))
    }
}

impl Maker<'_> {
    /// The place behind the holder's name: "Mayor Ana Holm of Bergen".
    fn place_of_holder(&self) -> Option<String> {
        let (reading, document) = (self.reading, &self.reading.document);
        let holder = self.slot("value")?;
        let (of, end) = (holder.tokens.end, document.sentences[self.sentence].tokens.end);
        let role = self.slot("role").filter(|role| role.tokens.end == holder.tokens.start)?;
        if of + 1 >= end || document.word(of) != "of" || role.tokens.start > holder.tokens.start {
            return None;
        }
        let start = of + 1 + usize::from(document.word(of + 1) == "the");
        let place = reading.chart.within(Kind::Place, start..end).find(|a| a.tokens.start == start)?;
        named_in_text(reading, &document.name(place.tokens.clone()))
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
    let end = role.tokens.end;
    if end + 1 < document.tokens.len() && document.word(end) == "in" && place(end + 1) {
        return None;
    }
    if let Some(body) = &role.body {
        let sentence = &document.sentences[document.sentence_of(body.start)].tokens;
        let before =
            body.start.checked_sub(1).filter(|at| *at >= sentence.start).map_or("", |at| document.word(at));
        if matches!(before, "former" | "ex" | "late")
            || body.len() == 1 && !is_known_name(reading, body.start)
            || is_no_body(reading, body, &role.core, sentence)
        {
            return None;
        }
        let start = body.start + usize::from(matches!(document.word(body.start), "the" | "former"));
        // "Thousands of President …": a line that runs into the title; and "Help German Chancellor …", which still tells
        // the country.
        let c = reading.classes;
        let last = body.end - 1;
        if last > start && reading.has_class(last, c.demonym) && body.end == role.core.start {
            return country_of(reading, last).filter(|_| is_of_state(reading, role.core.clone(), last));
        }
        if reading.has_class(last, c.preposition)
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
        if is_any(reading, start..body.end) {
            return None;
        }
        let name = document.name(start..body.end);
        let name = name.trim_end_matches("'s").trim_end_matches("’s");
        return named_in_text(reading, name);
    }
    country_of(reading, role.core.start.checked_sub(1)?)
}

/// Whether the words for a body fit one of each country or house: "the central bank", "the Rules Committee". Two of them
/// in a story are two.
fn is_any(reading: &Reading<'_>, body: Range<usize>) -> bool {
    let (document, c) = (&reading.document, reading.classes);
    body.clone().all(|at| {
        let possessive = matches!(document.word(at), "'s" | "’s");
        possessive || document.tokens[at].classes.has_any(&[c.org_head, c.body_field])
    })
}

/// Whether an office with a country's adjective before it is of the country: a chairman may be of "BQ Norwegian".
fn is_of_state(reading: &Reading<'_>, core: Range<usize>, adjective: usize) -> bool {
    let document = &reading.document;
    let short = |at: usize| document.verbatim(at).bytes().all(|b| b.is_ascii_uppercase());
    office_name(reading, core).is_some_and(|name| {
        let state = matches!(name.as_str(), "president" | "chancellor" | "king" | "queen" | "emir");
        let minister =
            name.ends_with("minister") || name == "foreign secretary" || name == "secretary of state";
        minister || state && !short(adjective) && !short(adjective - 1)
    })
}

/// "British Prime Minister": the country by its adjective.
fn country_of(reading: &Reading<'_>, at: usize) -> Option<String> {
    let word = reading.document.verbatim(at);
    let country = reading.lexicon.country(word);
    // "West German": a country of its own.
    let part = at > 0 && matches!(reading.document.word(at - 1), "west" | "east" | "north" | "south");
    (country != word && !part).then(|| named_in_text(reading, word)).flatten()
}

/// Whether the words before or behind a role are no body's whole name: a person's, cut at its beginning ("Oil and | Gas
/// Board"), the end of a headline or caption, or parted from the role by words of which nothing is known.
fn is_no_body(
    reading: &Reading<'_>,
    body: &Range<usize>,
    core: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let (document, c) = (&reading.document, reading.classes);
    let before_role = body.start < core.start;
    let apart = before_role
        && (body.end..core.start)
            .any(|at| document.tokens[at].kind == TokenKind::Word && document.word(at) != "'s");
    let of_time =
        reading.chart.within(Kind::Time, sentence.clone()).any(|time| time.tokens.contains(&body.start));
    let person = reading
        .names
        .mentions
        .iter()
        .any(|m| m.kind == Kind::Person && m.tokens.start < body.end && m.tokens.end > body.start);
    let agent = matches!(document.word(core.end - 1), "secretary")
        && matches!(document.word(core.start), "press" | "media" | "private");
    let based = document.word(body.start).ends_with("based");
    before_role && (begins_earlier(reading, body, sentence) || runs_into(reading, body))
        || apart
        || of_time
        || person && !agent
        || based
        || reading.has_class(body.start, c.title)
}

/// "Stocks and | Exchange Board chairman", "Export–| Import Bank president": a name before which more of it stands.
fn begins_earlier(reading: &Reading<'_>, body: &Range<usize>, sentence: &Range<usize>) -> bool {
    let (document, c) = (&reading.document, reading.classes);
    let start = body.start + usize::from(document.word(body.start) == "the");
    if start < sentence.start + 2 {
        return false;
    }
    let joined = matches!(document.word(start - 1), "and" | "&" | "-" | "–" | "—" | "/");
    let before = &document.tokens[start - 2];
    let role = [c.title, c.role_head, c.role_title, c.role_modifier, c.demonym];
    let other = [Kind::Person, Kind::Place]
        .iter()
        .any(|kind| reading.chart.within(*kind, sentence.clone()).any(|a| a.tokens.contains(&(start - 2))));
    joined && !other && before.capital && before.kind == TokenKind::Word && !before.classes.has_any(&role)
}

/// "New Talks Calm | Norway's Minister": other capitals before what is a name by itself, unless they are
/// an abbreviation ("BQ Norway").
fn runs_into(reading: &Reading<'_>, body: &Range<usize>) -> bool {
    let document = &reading.document;
    let short = document.verbatim(body.start).bytes().all(|b| b.is_ascii_uppercase());
    let joined = |at: usize| matches!(document.word(at), "of" | "for" | "the" | "&");
    !short
        && reading.names.mentions.iter().any(|m| {
            m.kind != Kind::Person
                && m.tokens.start > body.start
                && m.tokens.end == body.end
                && !joined(m.tokens.start - 1)
        })
}

/// Whether a body's name goes on behind the words that were taken for it: "governor of Norway | 's central bank",
/// "chairman of the House | energy panel", "head of the Committee | on Fish", "president of Seeds | for the Hills".
fn goes_on(reading: &Reading<'_>, next: usize, end: usize) -> bool {
    let document = &reading.document;
    if next >= end {
        return false;
    }
    let tag = document.tag(next);
    let word = |at: usize| if at < end { document.word(at) } else { "" };
    let capital = |at: usize| at < end && document.tokens[at].capital;
    let calendar = |at: usize| {
        at < end && document.tokens[at].classes.has_any(&[reading.classes.month, reading.classes.weekday])
    };
    let person = reading.chart.at(next).iter().any(|a| a.kind == Kind::Person);
    let named = next + 1 + usize::from(word(next + 1) == "the");
    let part = matches!(word(next), "on" | "for" | "of" | "the") && capital(named) && !calendar(named);
    // "of Bergen, Norway-based Arkel", "of the Bergen, Norway, maker of nets".
    let seat = word(next) == ","
        && (word(next + 1).ends_with("-based")
            || capital(next + 1)
                && word(next + 2) == ","
                && next + 3 < end
                && document.tag(next + 3).is_common_noun());
    matches!(word(next), "'s" | "’s" | "'" | "’" | "&" | "/")
        || document.tokens[next].kind == TokenKind::Number
        || document.tokens[next].kind == TokenKind::Word
            && (tag.is_common_noun() || tag.is_adjective() || capital(next) && !person)
        || part
        || seat
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
