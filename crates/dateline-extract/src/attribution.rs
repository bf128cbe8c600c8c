//! Stage 6: who said it. Source, cue and content (PARC's terms), sentence by sentence; quotations keep
//! their speaker to the end of the paragraph.

use crate::chart::{Annotation, Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Class, Lexicon};
use crate::names::Names;
use crate::verb_group::VerbGroup;
use dateline_core::attribution::{SourceType, Speech};
use dateline_core::text::ByteSpan;
use std::ops::Range;

/// Who is the source.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) tokens: Range<usize>,
    /// Best name in the article; `None` for a pronoun that two people fit, and for unnamed sources.
    pub(crate) name: Option<String>,
    pub(crate) person: Option<usize>,
    pub(crate) principal: Option<String>,
    pub(crate) source_type: SourceType,
    pub(crate) agency: bool,
}

/// One attribution.
#[derive(Debug, Clone)]
pub(crate) struct Attributed {
    pub(crate) source: Source,
    pub(crate) cue: Range<usize>,
    /// What is attributed, as bytes; a quotation that is interrupted has two parts.
    pub(crate) content: Vec<ByteSpan>,
    pub(crate) addressee: Option<Range<usize>>,
    /// An agency that carried the words ("told Interfax").
    pub(crate) agency: Option<Range<usize>>,
    /// When it was said: index of a time.
    pub(crate) said_at: Option<usize>,
    pub(crate) speech: Speech,
    /// "denied that …".
    pub(crate) denied: bool,
    /// "has not said whether …": nothing is asserted.
    pub(crate) withheld: bool,
}

/// Word classes this stage needs.
#[derive(Debug)]
pub(crate) struct AttributionClasses {
    say: Class,
    express: Class,
    personal: Class,
    official: Class,
    anonymous: Class,
    authority: Class,
    document: Class,
    agency: Class,
    press: Class,
    article: Class,
    negator: Class,
    number: Class,
    preposition: Class,
    conjunction: Class,
}

impl AttributionClasses {
    pub(crate) fn of(lexicon: &Lexicon) -> Option<Self> {
        Some(Self {
            say: lexicon.class("say")?,
            express: lexicon.class("express")?,
            personal: lexicon.class("personal")?,
            official: lexicon.class("official-noun")?,
            anonymous: lexicon.class("anonymous-noun")?,
            authority: lexicon.class("authority-noun")?,
            document: lexicon.class("document-noun")?,
            agency: lexicon.class("agency")?,
            press: lexicon.class("press-noun")?,
            article: lexicon.class("article")?,
            negator: lexicon.class("negator")?,
            number: lexicon.class("number-word")?,
            preposition: lexicon.class("preposition")?,
            conjunction: lexicon.class("conjunction")?,
        })
    }
}

/// What the earlier stages found.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'g> {
    pub(crate) document: &'g Document<'g>,
    pub(crate) classes: &'g AttributionClasses,
    pub(crate) verbs: &'g [VerbGroup],
    pub(crate) names: &'g Names,
    pub(crate) chart: &'g Chart,
}

/// Finds all attributions, in text order.
pub(crate) fn find(g: Ground<'_>) -> Vec<Attributed> {
    let mut out: Vec<Attributed> = Vec::new();
    for sentence in 0..g.document.sentences.len() {
        let tokens = g.document.sentences[sentence].tokens.clone();
        let mut here = Vec::new();
        for at in tokens.clone() {
            if let Some(found) = according_to(g, at, &tokens).or_else(|| quoted_as_saying(g, at, &tokens)) {
                here.push(found);
            }
        }
        for annotation in g.chart.within(Kind::Verb, tokens.clone()) {
            if let Some(found) = verb_cue(g, annotation, &tokens, &out) {
                here.push(found);
            }
        }
        here.sort_by_key(|found| found.cue.start);
        out.extend(here);
    }
    carry_quotations(g.document, &mut out);
    out
}

fn says(g: Ground<'_>, verb: &VerbGroup) -> bool {
    verb.classes.has(g.classes.say) || verb.classes.has(g.classes.express)
}

fn verb_cue(
    g: Ground<'_>,
    annotation: &Annotation,
    sentence: &Range<usize>,
    before: &[Attributed],
) -> Option<Attributed> {
    let document = g.document;
    let verb = &g.verbs[annotation.index];
    let cue = annotation.tokens.clone();
    if !says(g, verb) || verb.infinitive || verb.passive || verb.irrealis {
        return None;
    }
    let span = document.span(cue.clone());
    if document.quotation(span).is_some() {
        return None;
    }
    let lemma = document.word(cue.end - 1);
    if matches!(lemma, "told") && verb.passive {
        return None;
    }
    let left = source_before(g, cue.start, sentence, before).or_else(|| {
        // Past forms only: "comments", "reports", "claims" after a word nothing is known of are nouns.
        let past =
            document.tokens[cue.end - 1].verb.is_some_and(|verb| verb.forms.past || verb.forms.participle);
        if past { other_source(g, cue.start, sentence) } else { None }
    });
    let right =
        if left.is_none() && verb.finite_form(lemma) { source_after(g, cue.end, sentence) } else { None };
    let (source, mut after) = match (left, right) {
        (Some(source), _) => (source, cue.end),
        (None, Some(source)) => {
            let end = source.tokens.end;
            (source, end)
        }
        (None, None) => return None,
    };
    let mut found = Attributed {
        source,
        cue: cue.clone(),
        content: Vec::new(),
        addressee: None,
        agency: None,
        said_at: None,
        speech: Speech::Indirect,
        denied: document.word(cue.end - 1).starts_with("den"),
        withheld: verb.negated || cue.clone().any(|at| document.tokens[at].classes.has(g.classes.negator)),
    };
    if matches!(lemma, "told" | "tell" | "tells" | "informed" | "telling" | "to")
        || document.word(after.min(sentence.end - 1)) == "to"
    {
        if let Some(addressee) = addressee(g, after, sentence.end) {
            after = addressee.end;
            let agency = addressee.clone().any(|at| document.tokens[at].classes.has(g.classes.agency));
            if agency { found.agency = Some(addressee) } else { found.addressee = Some(addressee) }
        }
    }
    // "also", "earlier", "on Monday", "in Geneva", "hope": what may stand between cue and content.
    let direct = quotations_of(document, sentence, &cue, &found.source);
    let (said_at, that) = between(g, after, sentence.end);
    found.said_at = said_at;
    found.content = direct.clone();
    let indirect = indirect_content(g, &found, after, that, sentence);
    let quoted = !direct.is_empty();
    if let Some(span) = indirect {
        found.speech = if quoted { Speech::Mixed } else { Speech::Indirect };
        if !direct.iter().any(|quote| quote.contains(span)) {
            found.content.retain(|quote| !span.contains(*quote));
            found.content.push(span);
        }
    } else if quoted {
        found.speech = Speech::Direct;
    }
    found.content.sort_unstable();
    (!found.content.is_empty()).then_some(found)
}

impl VerbGroup {
    /// Whether an inverted subject may follow ("said Harf").
    fn finite_form(&self, word: &str) -> bool {
        !self.gerund
            && self.tokens.len() == 1
            && matches!(word, "said" | "says" | "added" | "reported" | "wrote" | "announced")
    }
}

/// Quotations of the same sentence, or of the paragraph right before the cue.
fn quotations_of(
    document: &Document<'_>,
    sentence: &Range<usize>,
    cue: &Range<usize>,
    source: &Source,
) -> Vec<ByteSpan> {
    let span = document.span(sentence.clone());
    let clause = document.span(cue.start.min(source.tokens.start)..cue.end.max(source.tokens.end));
    document
        .quotes
        .iter()
        .copied()
        .filter(|quote| quote.overlaps(span) && !quote.overlaps(clause))
        // "so-called" words in quotation marks are no speech: three words at least.
        .filter(|quote| document.text[quote.start_byte..quote.end_byte].split_whitespace().count() >= 3)
        .collect()
}

/// The content in the reporter's words: what follows the cue, or, for a cue at the end, what precedes it.
fn indirect_content(
    g: Ground<'_>,
    found: &Attributed,
    after: usize,
    that: Option<usize>,
    sentence: &Range<usize>,
) -> Option<ByteSpan> {
    let document = g.document;
    let clause_start = found.source.tokens.start.min(found.cue.start);
    let comma_before = clause_start > sentence.start
        && (document.word(clause_start - 1) == ","
            || document.tokens[clause_start - 1].kind == TokenKind::Quote);
    if let Some(that) = that {
        return (that < sentence.end).then(|| trimmed(document, that..sentence.end))?;
    }
    let rest = skip_adjuncts(g, after, sentence.end);
    let ends = rest >= sentence.end
        || matches!(document.word(rest), "." | "," | ";" | "!" | "?")
        || document.tokens[rest].kind == TokenKind::Quote;
    if ends {
        // ", Harf said." — the content stands before; so does a quotation, which is handled by its marks.
        return (comma_before && clause_start > sentence.start + 1)
            .then(|| trimmed(document, sentence.start..clause_start - 1))?;
    }
    let express = g
        .chart
        .at(found.cue.start)
        .iter()
        .any(|a| a.kind == Kind::Verb && g.verbs[a.index].classes.has(g.classes.express));
    // Without "that" only a clause is content: it has a verb of its own.
    let clause = g.chart.within(Kind::Verb, rest..sentence.end).any(|a| !g.verbs[a.index].infinitive);
    let inverted = found.source.tokens.start >= found.cue.end;
    if inverted || express || !clause || comma_before && document.word(rest) == "who" {
        return (inverted && comma_before).then(|| trimmed(document, sentence.start..clause_start - 1))?;
    }
    trimmed(document, rest..sentence.end)
}

/// Bytes of tokens, without marks at the ends.
fn trimmed(document: &Document<'_>, mut tokens: Range<usize>) -> Option<ByteSpan> {
    let mark = |at: usize| {
        document.tokens[at].kind == TokenKind::Quote
            || matches!(document.word(at), "." | "," | ";" | "!" | "?")
    };
    while !tokens.is_empty() && mark(tokens.end - 1) {
        tokens.end -= 1;
    }
    while !tokens.is_empty() && mark(tokens.start) {
        tokens.start += 1;
    }
    (!tokens.is_empty()).then(|| document.span(tokens))
}

/// A time of utterance and the token after "that", looked for after the cue.
fn between(g: Ground<'_>, from: usize, end: usize) -> (Option<usize>, Option<usize>) {
    let document = g.document;
    let mut said_at = None;
    let mut at = from;
    while at < end && at < from + 14 {
        if let Some(time) = g.chart.at(at).iter().find(|a| a.kind == Kind::Time) {
            said_at = said_at.or(Some(time.index));
            at = time.tokens.end;
            continue;
        }
        let word = document.word(at);
        if word == "that" {
            return (said_at, Some(at + 1));
        }
        if matches!(word, "," | ";" | ".") || document.tokens[at].kind == TokenKind::Quote {
            break;
        }
        if at > from && g.chart.at(at).iter().any(|a| a.kind == Kind::Verb) {
            break;
        }
        at += 1;
    }
    // A time counts as that of the utterance only right after the cue ("said Monday", "said on Monday").
    let near = g.chart.within(Kind::Time, from..end).find(|a| {
        a.tokens.start <= from + 1 || (a.tokens.start == from + 2 && document.word(from + 1) == "on")
    });
    let near = near.filter(|a| {
        a.tokens.start == from
            || matches!(document.word(a.tokens.start - 1), "on" | "late" | "early" | "earlier" | "also")
    });
    (near.map(|a| a.index), None)
}

fn skip_adjuncts(g: Ground<'_>, from: usize, end: usize) -> usize {
    let document = g.document;
    let mut at = from;
    while at < end {
        if let Some(time) = g.chart.at(at).iter().find(|a| a.kind == Kind::Time) {
            at = time.tokens.end;
        } else if matches!(document.word(at), "also" | "earlier" | "later" | "on" | "late" | "early") {
            at += 1;
        } else if matches!(document.word(at), "in" | "at" | "before" | "after" | "during" | "by") {
            // "in a statement", "before the meeting", "at a daily press briefing": to the next mark or clause.
            let mut stop = at + 1;
            while stop < end
                && stop < at + 8
                && document.tokens[stop].kind == TokenKind::Word
                && document.word(stop) != "that"
                && !g.chart.at(stop).iter().any(|a| a.kind == Kind::Verb)
            {
                stop += 1;
            }
            at = stop;
        } else {
            break;
        }
    }
    at
}

fn addressee(g: Ground<'_>, after: usize, end: usize) -> Option<Range<usize>> {
    let document = g.document;
    let mut at = after;
    if at < end && document.word(at) == "to" {
        at += 1;
    }
    let start = at;
    while at < end && document.tokens[at].classes.has(g.classes.article) {
        at += 1;
    }
    if at >= end {
        return None;
    }
    if let Some(name) = g.chart.at(at).iter().find(|a| matches!(a.kind, Kind::Organisation | Kind::Person)) {
        let mut stop = name.tokens.end;
        while stop < end
            && matches!(document.word(stop), "news" | "agency" | "television" | "radio" | "newspaper")
        {
            stop += 1;
        }
        return Some(start..stop);
    }
    let mut stop = at;
    while stop < end && stop < at + 5 && document.tokens[stop].kind == TokenKind::Word {
        let token = &document.tokens[stop];
        let noun = token.classes.has(g.classes.press)
            || token.classes.has(g.classes.agency)
            || matches!(
                document.word(stop),
                "public" | "parliament" | "lawmakers" | "court" | "agency" | "council" | "audience"
            );
        if noun {
            return Some(start..stop + 1);
        }
        if token.verb.is_some() || token.classes.has(g.classes.preposition) || document.word(stop) == "that" {
            break;
        }
        stop += 1;
    }
    None
}

/// The noun phrase that ends right before the cue, or before an aside between commas.
fn source_before(
    g: Ground<'_>,
    cue: usize,
    sentence: &Range<usize>,
    before: &[Attributed],
) -> Option<Source> {
    let document = g.document;
    let mut end = cue;
    while end > sentence.start
        && (document.word(end - 1).ends_with("ly")
            || matches!(document.word(end - 1), "also" | "who" | "earlier" | "later"))
    {
        end -= 1;
    }
    if end == sentence.start {
        return None;
    }
    if document.word(end - 1) == "," {
        // "Harf, the deputy spokesperson, said": the name before the aside. Not over another clause.
        let open = (sentence.start..end - 1).rev().take(24).find(|&at| document.word(at) == ",");
        let aside_open = open.map_or(end - 1, |open| open);
        let cut = g
            .chart
            .within(Kind::Verb, aside_open..end)
            .any(|a| document.word(a.tokens.start.saturating_sub(1)) != "who" && !g.verbs[a.index].gerund);
        return if cut || open.is_none() { None } else { source_ending_at(g, aside_open, sentence, before) };
    }
    source_ending_at(g, end, sentence, before)
}

fn source_ending_at(
    g: Ground<'_>,
    end: usize,
    sentence: &Range<usize>,
    before: &[Attributed],
) -> Option<Source> {
    let document = g.document;
    if end == sentence.start {
        return None;
    }
    let ends = |kind| g.chart.within(kind, sentence.start..end).find(|a| a.tokens.end == end);
    if let Some(person) = ends(Kind::Person) {
        return Some(person_source(g, person, sentence));
    }
    if let Some(body) = ends(Kind::Organisation) {
        return Some(body_source(g, body.tokens.clone()));
    }
    let last = end - 1;
    let token = &document.tokens[last];
    if token.classes.has(g.classes.personal) && document.word(last) != "it" {
        return Some(pronoun_source(g, last, before));
    }
    if let Some(role) = g.names.roles.iter().find(|role| role.tokens.end == end || role.core.end == end) {
        return Some(role_source(g, role.tokens.start..end, role.body.clone(), role.spokesperson));
    }
    common_source(g, end, sentence)
}

/// A source that nothing types: a capitalised name ("Pallas Rockets"), else the last word before the cue.
/// Its words matter even so: what it denies is not asserted by the outlet.
fn other_source(g: Ground<'_>, end: usize, sentence: &Range<usize>) -> Option<Source> {
    let document = g.document;
    let mut end = end;
    while end > sentence.start + 1
        && matches!(document.word(end - 1), "also" | "later" | "earlier" | "who" | "had" | "has")
    {
        end -= 1;
    }
    if end == sentence.start {
        return None;
    }
    let last = end - 1;
    let token = &document.tokens[last];
    let function = [g.classes.preposition, g.classes.conjunction, g.classes.article, g.classes.negator];
    if function.iter().any(|class| token.classes.has(*class)) {
        return None;
    }
    let timed = g.chart.within(Kind::Time, sentence.clone()).any(|a| a.tokens.contains(&last));
    if timed || token.kind != TokenKind::Word || token.verb.is_some() && !token.capital {
        return None;
    }
    let mut start = last;
    if token.capital {
        while start > sentence.start
            && document.tokens[start - 1].capital
            && document.tokens[start - 1].kind == TokenKind::Word
        {
            start -= 1;
        }
    }
    if document.tokens[start].classes.has(g.classes.article) && start < last {
        start += 1;
    }
    let named = token.capital
        && !token.classes.has(g.classes.conjunction)
        && !token.classes.has(g.classes.preposition)
        && !(start == last && last == sentence.start);
    Some(Source {
        tokens: start..end,
        name: named.then(|| document.words(start..end).to_owned()),
        person: None,
        principal: None,
        source_type: if named { SourceType::Named } else { SourceType::None },
        agency: false,
    })
}

fn source_after(g: Ground<'_>, start: usize, sentence: &Range<usize>) -> Option<Source> {
    let document = g.document;
    if start >= sentence.end {
        return None;
    }
    let mut at = start;
    while at < sentence.end && document.tokens[at].classes.has(g.classes.article) {
        at += 1;
    }
    if at >= sentence.end {
        return None;
    }
    if let Some(found) = g.chart.at(at).iter().find(|a| a.kind == Kind::Person) {
        return Some(person_source(g, found, sentence));
    }
    if let Some(role) = g.chart.at(at).iter().find(|a| a.kind == Kind::Role) {
        let after = role.tokens.end;
        if let Some(person) = g.chart.at(after).iter().find(|a| a.kind == Kind::Person) {
            return Some(person_source(g, person, sentence));
        }
        let role = &g.names.roles[role.index];
        return Some(role_source(g, role.tokens.clone(), role.body.clone(), role.spokesperson));
    }
    let body = g.chart.at(at).iter().find(|a| a.kind == Kind::Organisation)?;
    Some(body_source(g, body.tokens.clone()))
}

fn person_source(g: Ground<'_>, annotation: &Annotation, sentence: &Range<usize>) -> Source {
    let mention = &g.names.mentions[annotation.index];
    let name = mention.person.map(|person| g.names.people[person].name.clone());
    // "White House spokesman Jay Carney", "Harf, the State Department's spokeswoman": the body spoken for.
    let role = g
        .names
        .roles
        .iter()
        .filter(|role| role.tokens.start >= sentence.start && role.tokens.end <= sentence.end)
        .find(|role| {
            let before =
                role.tokens.end == annotation.tokens.start || role.core.end == annotation.tokens.start;
            let after = role.tokens.start > annotation.tokens.end
                && role.tokens.start <= annotation.tokens.end + 3
                && g.document.word(annotation.tokens.end) == ",";
            before || after
        });
    let principal = role.and_then(|role| role.body.clone()).map(|body| g.document.words(body).to_owned());
    let spokesperson = role.is_some_and(|role| role.spokesperson);
    Source {
        tokens: annotation.tokens.clone(),
        name,
        person: mention.person,
        principal,
        source_type: if spokesperson { SourceType::Spokesperson } else { SourceType::Named },
        agency: false,
    }
}

fn body_source(g: Ground<'_>, tokens: Range<usize>) -> Source {
    let agency = tokens.clone().any(|at| g.document.tokens[at].classes.has(g.classes.agency));
    Source {
        name: Some(g.document.words(tokens.clone()).to_owned()),
        tokens,
        person: None,
        principal: None,
        source_type: SourceType::Named,
        agency,
    }
}

fn role_source(
    g: Ground<'_>,
    tokens: Range<usize>,
    body: Option<Range<usize>>,
    spokesperson: bool,
) -> Source {
    let official = tokens.clone().any(|at| g.document.tokens[at].classes.has(g.classes.official));
    let source_type = if spokesperson {
        SourceType::Spokesperson
    } else if official {
        SourceType::UnnamedOfficial
    } else {
        SourceType::RoleOnly
    };
    Source {
        tokens,
        name: None,
        person: None,
        principal: body.map(|body| g.document.words(body).to_owned()),
        source_type,
        agency: false,
    }
}

/// "officials", "two hospital sources", "the ministry", "police": a body or people without a name.
fn common_source(g: Ground<'_>, end: usize, sentence: &Range<usize>) -> Option<Source> {
    let (document, c) = (g.document, g.classes);
    let classes = document.tokens[end - 1].classes;
    let source_type = if classes.has(c.official) {
        SourceType::UnnamedOfficial
    } else if classes.has(c.anonymous) {
        SourceType::Unnamed
    } else if classes.has(c.document) {
        SourceType::Document
    } else if classes.has(c.authority) {
        SourceType::Named
    } else {
        return None;
    };
    let mut start = end - 1;
    while start > sentence.start && end - start < 7 {
        let token = &document.tokens[start - 1];
        let stop = token.kind != TokenKind::Word
            || token.verb.is_some() && !document.word(start - 1).ends_with("ed")
            || token.classes.has(c.preposition)
            || token.classes.has(c.conjunction);
        if stop {
            break;
        }
        start -= 1;
        if document.tokens[start].classes.has(c.article) || document.tokens[start].classes.has(c.number) {
            break;
        }
    }
    let text = document.words(start..end);
    let name = (source_type == SourceType::Named)
        .then(|| text.strip_prefix("the ").or(text.strip_prefix("The ")).unwrap_or(text).to_owned());
    Some(Source { tokens: start..end, name, person: None, principal: None, source_type, agency: false })
}

/// A pronoun stands for the last source of the same or the preceding sentence's paragraph, if one person.
fn pronoun_source(g: Ground<'_>, at: usize, before: &[Attributed]) -> Source {
    let document = g.document;
    let unknown = Source {
        tokens: at..at + 1,
        name: None,
        person: None,
        principal: None,
        source_type: SourceType::None,
        agency: false,
    };
    let word = document.word(at);
    if !matches!(word, "he" | "she") {
        return unknown;
    }
    let sentence = document.sentence_of(at);
    let near = |source: &Source| {
        let said_in = document.sentence_of(source.tokens.start);
        said_in + 2 >= sentence && source.person.is_some()
    };
    let previous = before.iter().rev().find(|found| near(&found.source)).map(|found| &found.source);
    // Another person who acts in the sentence before, outside quotations, makes the pronoun ambiguous,
    // unless the last source is that sentence's own subject.
    let person = match previous {
        Some(source) => source.person,
        None => only_person_before(g, at, sentence),
    };
    let Some(person) = person else { return unknown };
    Source {
        name: Some(g.names.people[person].name.clone()),
        person: Some(person),
        principal: previous.and_then(|source| source.principal.clone()),
        source_type: previous.map_or(SourceType::Named, |source| source.source_type),
        ..unknown
    }
}

fn only_person_before(g: Ground<'_>, at: usize, sentence: usize) -> Option<usize> {
    let document = g.document;
    let from = sentence
        .checked_sub(1)
        .map_or(document.sentences[sentence].tokens.start, |s| document.sentences[s].tokens.start);
    let mut people: Vec<usize> = g
        .chart
        .within(Kind::Person, from..at)
        .filter(|a| document.quotation(document.span(a.tokens.clone())).is_none())
        .filter_map(|a| g.names.mentions[a.index].person)
        .collect();
    people.dedup();
    if let [one] = people[..] { Some(one) } else { None }
}

fn according_to(g: Ground<'_>, at: usize, sentence: &Range<usize>) -> Option<Attributed> {
    let document = g.document;
    if document.word(at) != "according" || at + 2 >= sentence.end || document.word(at + 1) != "to" {
        return None;
    }
    let start = at + 2;
    let source = source_after(g, start, sentence).or_else(|| {
        // The phrase runs to the next mark; its last noun says what it is.
        let stop = (start..sentence.end).find(|&i| {
            document.tokens[i].kind != TokenKind::Word
                || document.word(i) == "who"
                || document.tokens[i].classes.has(g.classes.preposition) && i > start
        })?;
        if stop == start {
            return None;
        }
        common_source(g, stop, &(start..sentence.end))
    })?;
    let end = source.tokens.end.max(start);
    let content = if at == sentence.start {
        let comma = (end..sentence.end).find(|&i| document.word(i) == ",")?;
        trimmed(document, comma + 1..sentence.end)?
    } else {
        let clause =
            (sentence.start..at).rev().find(|&i| document.word(i) == ";").map_or(sentence.start, |i| i + 1);
        trimmed(document, clause..at)?
    };
    Some(Attributed {
        source,
        cue: at..at + 2,
        content: vec![content],
        addressee: None,
        agency: None,
        said_at: None,
        speech: Speech::Indirect,
        denied: false,
        withheld: false,
    })
}

/// "Interfax quoted Gatilov as saying that …".
fn quoted_as_saying(g: Ground<'_>, at: usize, sentence: &Range<usize>) -> Option<Attributed> {
    let document = g.document;
    if !matches!(document.word(at), "quoted" | "cited") {
        return None;
    }
    let saying = (at + 1..sentence.end.min(at + 16))
        .find(|&i| document.word(i) == "saying" && document.word(i - 1) == "as")?;
    let person = g.chart.within(Kind::Person, at + 1..saying).next()?;
    let mut start = saying + 1;
    if start < sentence.end && document.word(start) == "that" {
        start += 1;
    }
    let agency = g
        .chart
        .within(Kind::Organisation, sentence.start..at)
        .filter(|a| a.tokens.clone().any(|i| document.tokens[i].classes.has(g.classes.agency)))
        .last()
        .map(|a| a.tokens.clone());
    Some(Attributed {
        source: person_source(g, person, sentence),
        cue: saying - 1..saying + 1,
        content: vec![trimmed(document, start..sentence.end)?],
        addressee: None,
        agency,
        said_at: None,
        speech: Speech::Indirect,
        denied: false,
        withheld: false,
    })
}

/// A quotation without a cue in the paragraph of one that has a speaker is the same speaker's.
fn carry_quotations(document: &Document<'_>, found: &mut [Attributed]) {
    for quote in &document.quotes {
        if found.iter().any(|a| a.content.iter().any(|span| span.overlaps(*quote))) {
            continue;
        }
        let Some(paragraph) = document.paragraphs.iter().find(|p| p.contains(*quote)) else { continue };
        let speaker = found.iter_mut().rev().find(|a| {
            let last = a.content.last().copied();
            last.is_some_and(|span| span.end_byte <= quote.start_byte && paragraph.contains(span))
                && matches!(a.speech, Speech::Direct | Speech::Mixed)
        });
        if let Some(speaker) = speaker {
            speaker.content.push(*quote);
        }
    }
}
