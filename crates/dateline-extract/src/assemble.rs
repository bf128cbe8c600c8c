//! Stage 9: from matches of rules to assertions.

use crate::attribution::Attributed;
use crate::chart::Kind;
use crate::events::is_held;
use crate::modality;
use crate::pattern::{Capture, Match, View};
use crate::reading::Reading;
use crate::rules::{Action, Assert, Rule};
use crate::subjects::SubjectKey;
use crate::times::{Anchor, resolve};
use crate::verb_group::Direction;
use dateline_core::attribution::{Attribution, Hop, HopRole, Mention, Scope, SourceType, Speech};
use dateline_core::evidence::Evidence;
use dateline_core::id::Slug;
use dateline_core::modality::{Modality, ModalityClass, Polarity};
use dateline_core::text::ByteSpan;
use dateline_core::value::{EntityKind, EntityValue, QuantityValue, TextValue, TimeValue, Value};
use std::ops::Range;

/// An assertion before its subject is numbered.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) subject: SubjectKey,
    pub(crate) attribute: Slug,
    pub(crate) qualifier: Option<Slug>,
    pub(crate) value: Value,
    pub(crate) modality: Modality,
    pub(crate) polarity: Polarity,
    pub(crate) attribution: Attribution,
    pub(crate) said_at: Option<TimeValue>,
    pub(crate) change_cue: Option<String>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) sentence: ByteSpan,
    pub(crate) rule: String,
    /// How many tokens the match covers: of two readings of one value the fuller wins.
    reach: usize,
}

/// Runs all assertion rules over all sentences.
pub(crate) fn assertions(reading: &Reading<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for sentence in 0..reading.document.sentences.len() {
        let tokens = reading.document.sentences[sentence].tokens.clone();
        for rule in &reading.book.rules {
            let Action::Assert(spec) = &rule.action else { continue };
            for at in tokens.clone() {
                for pattern in &rule.patterns {
                    let view =
                        View { document: &reading.document, chart: &reading.chart, verbs: &reading.verbs };
                    if let Some(found) = pattern.match_at(view, at, tokens.end) {
                        let maker = Maker { reading, rule, spec, found: &found, sentence };
                        for draft in maker.make() {
                            keep(&mut drafts, draft);
                        }
                    }
                }
            }
        }
    }
    names(reading, &mut drafts);
    statements(reading, &mut drafts);
    drafts.sort_by_key(|draft| {
        let span = draft.evidence[0].span;
        (
            span.start_byte,
            span.end_byte,
            draft.attribute.clone(),
            draft.qualifier.clone(),
            draft.subject.clone(),
        )
    });
    drafts
}

/// One value of one subject at one place is asserted once, by the match that covers most.
fn keep(drafts: &mut Vec<Draft>, draft: Draft) {
    let same = drafts.iter_mut().find(|known| {
        known.attribute == draft.attribute
            && known.qualifier == draft.qualifier
            && known.evidence[0].span.overlaps(draft.evidence[0].span)
            // One role may be given to two people; nothing else is said twice of one place.
            && (known.subject == draft.subject || draft.attribute.as_str() != "role")
    });
    match same {
        Some(known) if known.reach < draft.reach => *known = draft,
        Some(_) => {}
        None => drafts.push(draft),
    }
}

struct Maker<'m> {
    reading: &'m Reading<'m>,
    rule: &'m Rule,
    spec: &'m Assert,
    found: &'m Match,
    sentence: usize,
}

impl Maker<'_> {
    fn slot(&self, name: &str) -> Option<&Capture> {
        self.found.slot(&self.reading.book.slots, name)
    }

    fn make(&self) -> Vec<Draft> {
        let values: Vec<&Capture> = [self.slot("value"), self.slot("also")].into_iter().flatten().collect();
        let people = [self.slot("subject"), self.slot("also")];
        if self.spec.attribute.as_str() == "role" {
            // One role, one or two people.
            let Some(value) = self.slot("value") else { return Vec::new() };
            let plural = value.annotation.is_some_and(|(_, role)| self.reading.names.roles[role].plural);
            let people = people.into_iter().take(if plural { 2 } else { 1 });
            return people.flatten().filter_map(|person| self.draft(Some(person), Some(value))).collect();
        }
        if values.is_empty() {
            return self.draft(self.slot("subject"), None).into_iter().collect();
        }
        values.into_iter().filter_map(|value| self.draft(self.slot("subject"), Some(value))).collect()
    }

    fn draft(&self, subject: Option<&Capture>, value: Option<&Capture>) -> Option<Draft> {
        let reading = self.reading;
        let document = &reading.document;
        if self.former_plan() {
            return None;
        }
        let qualifier = self.qualifier();
        let subject = self.subject(subject, qualifier.as_ref())?;
        let entity = value.and_then(|v| v.annotation).map(|(kind, _)| kind);
        let evidence_tokens = match (&self.found.evidence, value, entity) {
            // Of two people named together, each has the words that name it.
            (_, Some(value), Some(Kind::Person)) => value.tokens.clone(),
            (_, Some(value), Some(Kind::Role)) => reading.names.roles[value.annotation?.1].core.clone(),
            (Some(evidence), _, _) => evidence.clone(),
            (None, Some(value), _) => value.tokens.clone(),
            (None, None, _) => return None,
        };
        if evidence_tokens.is_empty() {
            return None;
        }
        let span = document.span(evidence_tokens.clone());
        let text = document.words(evidence_tokens.clone());
        let mut attributed = reading.attributed(span);
        if attributed.is_some_and(|a| a.withheld) {
            return None;
        }
        // A title before a name is the reporter's wording, even inside reported speech.
        if self.spec.attribute.as_str() == "role" && document.quotation(span).is_none() {
            attributed = None;
        }
        // A role in a noun phrase is as sure as the phrase: "may meet President X" leaves him president.
        let nominal = matches!(entity, Some(Kind::Role)) && !self.has_verb();
        let modality =
            if nominal { Modality::certain() } else { self.modality(&evidence_tokens, attributed) };
        let direction = self.direction(&modality, &evidence_tokens);
        let value = self.value(value, text, direction)?;
        let polarity = self.polarity(attributed)?;
        let (attribution, said_at) = reading.attribution_of(span, evidence_tokens.start, attributed);
        Some(Draft {
            subject,
            attribute: self.spec.attribute.clone(),
            qualifier: self.spec.qualifier.clone().or(qualifier),
            value,
            modality,
            polarity,
            attribution,
            said_at,
            change_cue: self.change_cue(),
            evidence: reading.evidence(span),
            sentence: document.sentences[self.sentence].span,
            rule: self.rule.id.clone(),
            reach: self.found.tokens.len(),
        })
    }

    fn has_verb(&self) -> bool {
        self.reading.chart.within(Kind::Verb, self.found.tokens.clone()).next().is_some()
    }

    /// "had been planned for the third quarter": what was planned then is no longer asserted.
    fn former_plan(&self) -> bool {
        let document = &self.reading.document;
        let schedules = |at: usize| {
            matches!(document.word(at), "planned" | "scheduled" | "set" | "slated" | "due" | "expected")
        };
        let tokens = self.found.tokens.clone();
        tokens.clone().any(|at| document.word(at) == "had") && tokens.clone().any(schedules)
            || tokens.clone().any(|at| matches!(document.word(at), "originally" | "previously" | "initially"))
    }

    fn subject(&self, capture: Option<&Capture>, qualifier: Option<&Slug>) -> Option<SubjectKey> {
        let reading = self.reading;
        let Some(capture) = capture else {
            if !self.spec.main_event_classes.is_empty() {
                if self.sentence_speaks_of_violence() {
                    return None;
                }
                return reading.main_event(&self.spec.main_event_classes).map(SubjectKey::Event);
            }
            // Who leads or represents whom, with the meeting unsaid: the last real meeting, else the party.
            return reading.last_meeting(self.found.tokens.start).map(SubjectKey::Event).or_else(|| {
                let slot = self.slot("qualifier")?;
                qualifier?;
                Some(SubjectKey::Named(document_words(reading, slot), EntityKind::Organisation))
            });
        };
        match capture.annotation {
            Some((Kind::Event, mention)) => {
                let event = reading.events.mentions[mention].entity?;
                if self.is_part(capture.tokens.start) || self.is_object(capture) {
                    return None;
                }
                let class = reading.events.events[event].class;
                // A toll belongs to a disaster, never to a conference.
                let toll = self.spec.unit.as_deref() == Some("person");
                (!toll || !is_held(class)).then_some(SubjectKey::Event(event))
            }
            Some((Kind::Verb, _)) => {
                let mention = reading.events.mentions.iter().find(|m| m.tokens == capture.tokens)?;
                mention.entity.map(SubjectKey::Event)
            }
            Some((Kind::Person, mention)) => reading.names.mentions[mention].person.map(SubjectKey::Person),
            Some((Kind::Organisation | Kind::Place, _)) => {
                Some(SubjectKey::Named(document_words(reading, capture), EntityKind::Organisation))
            }
            _ => {
                // A named document: from the first capitalised word to the noun.
                let document = &reading.document;
                let noun =
                    (capture.tokens.start..self.found.tokens.end).find(|&at| reading.is_agreement(at))?;
                let mut first = capture.tokens.start;
                while first < noun && matches!(document.word(first), "the" | "a" | "an") {
                    first += 1;
                }
                Some(SubjectKey::Named(document.words(first..noun + 1).to_owned(), EntityKind::Document))
            }
        }
    }

    fn sentence_speaks_of_violence(&self) -> bool {
        let tokens = self.reading.document.sentences[self.sentence].tokens.clone();
        tokens.into_iter().any(|at| self.reading.is_violence(at))
    }

    /// Whether the verb after a mention has another subject: the mention is the object of a verb or of a
    /// preposition before it ("set up to investigate the spill also began", "the inquiry into the spill began").
    fn is_object(&self, capture: &Capture) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        if capture.tokens.start != self.found.tokens.start || capture.tokens.start == sentence.start {
            return false;
        }
        let finite_follows = reading.chart.at(capture.tokens.end).iter().any(|a| {
            a.kind == Kind::Verb && {
                let verb = &reading.verbs[a.index];
                !verb.gerund && !verb.infinitive && (verb.passive || verb.irrealis || !verb.reduced)
            }
        });
        if !finite_follows {
            return false;
        }
        let before = capture.tokens.start - 1;
        let word = document.word(before);
        let object = reading.chart.within(Kind::Verb, sentence.clone()).any(|a| a.tokens.end == before + 1)
            && !reading.says(before);
        let preposition = reading.is_preposition(before)
            && !matches!(word, "since" | "after" | "before" | "until" | "as" | "than" | "while")
            && before > sentence.start;
        object || preposition
    }

    /// "the first day of the conference": a part of the event, of which other things hold.
    fn is_part(&self, start: usize) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        start >= first + 2
            && document.word(start - 1) == "of"
            && matches!(
                document.word(start - 2),
                "day"
                    | "days"
                    | "session"
                    | "round"
                    | "part"
                    | "half"
                    | "phase"
                    | "week"
                    | "leg"
                    | "stage"
                    | "end"
                    | "start"
                    | "beginning"
                    | "eve"
                    | "anniversary"
                    | "series"
                    | "number"
                    | "cost"
                    | "cause"
            )
    }

    fn qualifier(&self) -> Option<Slug> {
        let slot = self.slot("qualifier")?;
        reading_party(&document_words(self.reading, slot))
    }

    fn change_cue(&self) -> Option<String> {
        let cue = self.slot("change")?;
        let document = &self.reading.document;
        // The verb before "to" says what changed.
        let verb = self.verb_before(cue.tokens.start);
        let start = verb.map_or(cue.tokens.start, |tokens| tokens.start);
        Some(document.words(start..cue.tokens.end).to_owned())
    }

    fn verb_before(&self, before: usize) -> Option<Range<usize>> {
        self.reading
            .chart
            .within(Kind::Verb, self.found.tokens.start..before)
            .last()
            .map(|annotation| annotation.tokens.clone())
    }

    /// Hedges from the start of the clause to the value, and those of the reporting words ("hopes that").
    fn modality(&self, evidence: &Range<usize>, attributed: Option<&Attributed>) -> Modality {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let mut from = self.found.tokens.start.min(evidence.start);
        // What hedges the clause does not hedge an aside in it ("…, tentatively set for …,").
        if evidence.start > start && document.word(evidence.start - 1) == "," {
            return modality::read(document, &reading.chart, &reading.hedges, evidence.clone());
        }
        // Back to where the clause begins: a mark, "that", or the cue.
        while from > start {
            let at = from - 1;
            let word = document.word(at);
            if matches!(
                word,
                "that" | ";" | ":" | "," | "but" | "while" | "although" | "because" | "as" | "which" | "who"
            ) || document.tokens[at].kind == crate::document::TokenKind::Quote
            {
                break;
            }
            from = at;
        }
        let mut modality = modality::read(
            document,
            &reading.chart,
            &reading.hedges,
            from..evidence.end.max(self.found.tokens.end),
        );
        if let Some(attributed) = attributed {
            let cue_end = attributed.cue.end.min(from.max(attributed.cue.start));
            let content = attributed.content.first().map_or(usize::MAX, |span| span.start_byte);
            let until =
                (cue_end..from).take_while(|&at| document.tokens[at].span.start_byte < content).last();
            let cue = attributed.cue.start
                ..until.map_or(attributed.cue.end, |at| at + 1).min(from.max(attributed.cue.end));
            let of_cue = modality::read(document, &reading.chart, &reading.hedges, cue);
            modality.class = modality.class.min(of_cue.class);
            let mut hedges = of_cue.hedges;
            hedges.append(&mut modality.hedges);
            modality.hedges = hedges;
        }
        modality
    }

    fn direction(&self, modality: &Modality, evidence: &Range<usize>) -> Direction {
        let reading = self.reading;
        let document = &reading.document;
        let tokens = self.found.tokens.clone();
        let verbs: Vec<_> =
            reading.chart.within(Kind::Verb, tokens.clone()).map(|a| &reading.verbs[a.index]).collect();
        let scheduling = self.change_cue().is_some()
            || tokens.clone().any(|at| {
                matches!(document.word(at), "set" | "scheduled" | "slated" | "planned" | "due" | "expected")
                    && (at + 1 == evidence.start || evidence.contains(&at) || at + 3 > evidence.start)
            });
        if scheduling {
            let past = tokens.clone().any(|at| matches!(document.word(at), "was" | "were"));
            return if past { Direction::Open } else { Direction::Future };
        }
        if let Some(verb) = verbs.iter().rev().find(|verb| verb.direction != Direction::Open) {
            // "The first round takes place on Wednesday": the present of a timetable.
            return if verb.direction == Direction::Present { Direction::Future } else { verb.direction };
        }
        if modality.class != ModalityClass::CT {
            return Direction::Future;
        }
        // Without a verb of its own the nearest one before decides ("was lambasted at a hearing on Thursday").
        let sentence = document.sentences[self.sentence].tokens.start;
        let before = reading
            .chart
            .within(Kind::Verb, sentence..evidence.start)
            .map(|a| &reading.verbs[a.index])
            .last();
        match before.map(|verb| verb.direction) {
            Some(direction @ (Direction::Past | Direction::Future)) if verbs.is_empty() => direction,
            _ => Direction::Open,
        }
    }

    fn value(&self, capture: Option<&Capture>, text: &str, direction: Direction) -> Option<Value> {
        let reading = self.reading;
        let Some(capture) = capture else {
            let normal = self.spec.normal.clone()?;
            return Some(Value::Text(TextValue { text: text.to_owned(), normal }));
        };
        match capture.annotation? {
            (Kind::Time, index) => {
                let anchor = Anchor { published: reading.published };
                Some(Value::Time(resolve(&reading.times[index].expression, anchor, direction, text)))
            }
            (Kind::Quantity, index) => self.quantity(index, text),
            (Kind::Person, mention) => {
                let person = reading.names.mentions[mention].person?;
                let name = reading.names.people[person].name.clone();
                Some(Value::Entity(EntityValue { text: text.to_owned(), name, entity: EntityKind::Person }))
            }
            (Kind::Place, _) => Some(Value::Entity(EntityValue {
                text: text.to_owned(),
                name: document_words(reading, capture),
                entity: EntityKind::Place,
            })),
            (Kind::Role, index) => {
                let role = &reading.names.roles[index];
                // A body that stands alone behind a role ("of the council") is no part of it.
                let plural = role.plural;
                let normal = crate::subjects::role_normal(text, plural);
                Some(Value::Text(TextValue { text: text.to_owned(), normal }))
            }
            _ => None,
        }
    }

    fn quantity(&self, index: usize, text: &str) -> Option<Value> {
        let mention = &self.reading.quantities[index];
        let unit = mention.value.unit.0.as_str();
        let fits = match self.spec.unit.as_deref() {
            Some("money") => unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()),
            Some("person") => matches!(unit, "person" | ""),
            Some("case") => matches!(unit, "case" | "") && (unit == "case" || self.spec.adjective.is_none()),
            Some(wanted) => unit == wanted,
            None => true,
        };
        let adjective = self.spec.adjective.as_deref().is_none_or(|wanted| {
            mention.adjectives.clone().any(|at| self.reading.document.word(at) == wanted)
        });
        if !fits || !adjective {
            return None;
        }
        let mut value = QuantityValue { text: text.to_owned(), ..mention.value.clone() };
        if let (Some(wanted @ ("person" | "case")), "") = (self.spec.unit.as_deref(), unit) {
            wanted.clone_into(&mut value.unit.0);
        }
        Some(Value::Quantity(value))
    }

    /// `None` when the text commits to neither.
    fn polarity(&self, attributed: Option<&Attributed>) -> Option<Polarity> {
        let reading = self.reading;
        let verbs = reading.chart.within(Kind::Verb, self.found.tokens.clone());
        let mut negative = self.spec.negative;
        for verb in verbs {
            negative ^= reading.verbs[verb.index].negated;
        }
        negative ^= self
            .found
            .tokens
            .clone()
            .any(|at| reading.document.word(at) == "not" && !reading.in_verb_group(at));
        negative ^= attributed.is_some_and(|a| a.denied);
        Some(if negative { Polarity::Negative } else { Polarity::Positive })
    }
}

fn document_words(reading: &Reading<'_>, capture: &Capture) -> String {
    reading.document.words(capture.tokens.clone()).to_owned()
}

/// A party made comparable: "the US", "Russia's", "Russian".
fn reading_party(words: &str) -> Option<Slug> {
    let plain = words.trim_end_matches("'s").trim_end_matches("’s");
    let country = match plain {
        "US" | "U.S." | "American" | "USA" => "United States",
        "UK" | "U.K." | "British" => "United Kingdom",
        "Russian" => "Russia",
        "Syrian" => "Syria",
        "French" => "France",
        "German" => "Germany",
        "Chinese" => "China",
        "Iranian" => "Iran",
        "Israeli" => "Israel",
        "Palestinian" => "Palestine",
        "Ukrainian" => "Ukraine",
        "Turkish" => "Turkey",
        other => other,
    };
    Slug::from_text(country)
}

/// Names that events were given.
fn names(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    for (event, tokens) in &reading.events.namings {
        let document = &reading.document;
        let span = document.span(tokens.clone());
        let text = document.words(tokens.clone()).to_owned();
        let attributed = reading.attributed(span);
        let (attribution, said_at) = reading.attribution_of(span, tokens.start, attributed);
        let normal = text.to_lowercase();
        let sentence = document.sentence_of(tokens.start);
        if let Ok(attribute) = Slug::new("name") {
            drafts.push(Draft {
                subject: SubjectKey::Event(*event),
                attribute,
                qualifier: None,
                value: Value::Text(TextValue { text, normal }),
                modality: Modality::certain(),
                polarity: Polarity::Positive,
                attribution,
                said_at,
                change_cue: None,
                evidence: reading.evidence(span),
                sentence: document.sentences[sentence].span,
                rule: "name.introduced/1".into(),
                reach: tokens.len(),
            });
        }
    }
}

/// Who said what: one assertion a statement, of the speaker.
fn statements(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    for attributed in &reading.attributions {
        let Some(name) = &attributed.source.name else { continue };
        if attributed.withheld {
            continue;
        }
        let subject = match attributed.source.person {
            Some(person) => SubjectKey::Person(person),
            None => SubjectKey::Named(name.clone(), EntityKind::Organisation),
        };
        let Ok(attribute) = Slug::new("said") else { continue };
        for span in &attributed.content {
            let Some(text) = span.slice(reading.document.text) else { continue };
            let Some(sentence) = reading.sentence_at(*span) else { continue };
            let (attribution, said_at) = reading.statement_attribution(attributed);
            drafts.push(Draft {
                subject: subject.clone(),
                attribute: attribute.clone(),
                qualifier: None,
                value: Value::Text(TextValue {
                    text: text.to_owned(),
                    normal: text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
                }),
                modality: Modality::certain(),
                polarity: if attributed.denied { Polarity::Negative } else { Polarity::Positive },
                attribution,
                said_at,
                change_cue: None,
                evidence: reading.evidence(*span),
                sentence,
                rule: "said.statement/1".into(),
                reach: 0,
            });
        }
    }
}

impl Reading<'_> {
    /// The innermost attribution whose content holds `span`.
    pub(crate) fn attributed(&self, span: ByteSpan) -> Option<&Attributed> {
        self.attributions
            .iter()
            .filter(|a| a.content.iter().any(|content| content.contains(span)))
            .max_by_key(|a| a.cue.start)
    }

    /// The chain for words at `span`, and when they were said.
    pub(crate) fn attribution_of(
        &self,
        span: ByteSpan,
        first_token: usize,
        attributed: Option<&Attributed>,
    ) -> (Attribution, Option<TimeValue>) {
        let in_quotation = self.document.quotation(span).is_some();
        let Some(attributed) = attributed else {
            let mut chain = self.outer_hops();
            if in_quotation {
                // Quoted words whose speaker the text does not settle.
                chain.push(hop(HopRole::Speaker, SourceType::None, None));
            }
            let speech = if in_quotation { Speech::Direct } else { Speech::Narrative };
            return (Attribution { chain, speech, scope: Scope::Clear }, None);
        };
        let (mut attribution, said_at) = self.statement_attribution(attributed);
        attribution.speech = if in_quotation { Speech::Direct } else { Speech::Indirect };
        if !in_quotation && self.is_aside(first_token, attributed) {
            attribution.scope = Scope::Ambiguous;
        }
        (attribution, said_at)
    }

    /// The chain of a statement as a whole.
    pub(crate) fn statement_attribution(&self, attributed: &Attributed) -> (Attribution, Option<TimeValue>) {
        let mut chain = self.outer_hops();
        let mention = |tokens: Range<usize>| Mention {
            text: self.document.words(tokens.clone()).to_owned(),
            span: self.document.span(tokens),
        };
        if let Some(agency) = &attributed.agency {
            let mut via = hop(HopRole::Agency, SourceType::Named, None);
            via.name = agency_name(self, agency.clone());
            via.source = Some(mention(agency.clone()));
            chain.push(via);
        }
        let source = &attributed.source;
        let role = if source.agency { HopRole::Agency } else { HopRole::Speaker };
        let mut speaker = hop(role, source.source_type, source.name.clone());
        speaker.principal.clone_from(&source.principal);
        speaker.source = Some(mention(source.tokens.clone()));
        speaker.cue = Some(mention(attributed.cue.clone()));
        speaker.addressee = attributed.addressee.clone().map(mention);
        chain.push(speaker);
        let said_at = attributed.said_at.map(|time| {
            let mention = &self.times[time];
            let text = self.document.words(mention.tokens.clone());
            resolve(&mention.expression, Anchor { published: self.published }, Direction::Past, text)
        });
        (Attribution { chain, speech: attributed.speech, scope: Scope::Clear }, said_at)
    }

    fn outer_hops(&self) -> Vec<Hop> {
        let mut outlet = hop(HopRole::Outlet, SourceType::OwnObservation, self.metadata.publisher.clone());
        outlet.artifact_seen = true;
        let mut chain = vec![outlet];
        if let Some(agency) = &self.metadata.agency {
            chain.push(hop(HopRole::Agency, SourceType::Named, Some(agency.clone())));
        }
        chain
    }

    /// Whether words stand in an aside between commas inside reported speech ("the conference, tentatively
    /// set for …,"): then speaker and reporter could both have said them.
    fn is_aside(&self, first_token: usize, attributed: &Attributed) -> bool {
        let document = &self.document;
        let sentence = document.sentences[document.sentence_of(first_token)].tokens.clone();
        let content = attributed.content.iter().find(|c| c.contains(document.tokens[first_token].span));
        let Some(content) = content else { return false };
        let mut at = first_token;
        let mut steps = 0;
        while at > sentence.start && steps < 8 {
            at -= 1;
            steps += 1;
            let word = document.word(at);
            if document.tokens[at].span.start_byte < content.start_byte {
                return false;
            }
            if word == "," {
                // Before the comma stands the noun that the aside is about, not an introductory phrase.
                return at > sentence.start
                    && document.tokens[at - 1].span.start_byte >= content.start_byte
                    && self.chart_ends(Kind::Event, at);
            }
            let part = matches!(
                word,
                "which"
                    | "who"
                    | "that"
                    | "is"
                    | "was"
                    | "be"
                    | "been"
                    | "being"
                    | "now"
                    | "has"
                    | "had"
                    | "are"
                    | "were"
            ) || word.ends_with("ly")
                || matches!(
                    word,
                    "will" | "to" | "set" | "due" | "scheduled" | "held" | "planned" | "in" | "for" | "on"
                );
            if !part {
                return false;
            }
        }
        false
    }

    fn chart_ends(&self, kind: Kind, at: usize) -> bool {
        let sentence = self.document.sentences[self.document.sentence_of(at)].tokens.clone();
        self.chart.within(kind, sentence).any(|a| a.tokens.end == at)
    }
}

fn agency_name(reading: &Reading<'_>, tokens: Range<usize>) -> Option<String> {
    let named = reading.chart.within(Kind::Organisation, tokens.clone()).next();
    let tokens = named.map_or(tokens, |a| a.tokens.clone());
    Some(reading.document.words(tokens).to_owned())
}

fn hop(role: HopRole, source_type: SourceType, name: Option<String>) -> Hop {
    Hop {
        role,
        source_type,
        name,
        principal: None,
        source: None,
        cue: None,
        addressee: None,
        artifact_seen: false,
    }
}
