//! Names that events were given, and who said what: found before the rules that assert are tried.

use super::Draft;
use crate::events::Naming;
use crate::reading::Reading;
use crate::subjects::SubjectKey;
use dateline_core::id::Slug;
use dateline_core::modality::{Modality, Polarity};
use dateline_core::text::ByteSpan;
use dateline_core::value::{EntityKind, TextValue, Value};

/// Names that events were given.
pub(super) fn names(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    for Naming { event, name: tokens, rule } in &reading.events.namings {
        let document = &reading.document;
        let span = document.span(tokens.clone());
        let text = document.words(tokens.clone()).to_owned();
        let (attribution, said_at) = reading.attribution_of(tokens, tokens, &reading.voices(span));
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
                former: None,
                implied_subject: false,
                subject_words: None,
                counted_since: None,
                evidence: reading.evidence(span),
                sentence: document.sentences[sentence].span,
                rule: reading.book.rules[*rule].id.clone(),
                short_for: None,
                reach: tokens.len(),
            });
        }
    }
}

/// Who said what: one assertion a statement, of the speaker.
pub(super) fn statements(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    for attributed in reading.attributions.all.iter().filter(|a| a.is_statement()) {
        let Some(source) = &attributed.source else { continue };
        let Some(name) = &source.name else { continue };
        let subject = match source.person {
            Some(person) => SubjectKey::Person(person),
            None => SubjectKey::Named(name.clone(), EntityKind::Organisation),
        };
        let Ok(attribute) = Slug::new("said") else { continue };
        for span in &attributed.reported.content {
            let Some(text) = span.slice(reading.document.text) else { continue };
            // "said that the bridge was safe": the conjunction is the reporter's.
            let said = text
                .strip_prefix("that")
                .map(str::trim_start)
                .filter(|said| !said.is_empty() && said.len() + 4 < text.len());
            let text = said.unwrap_or(text);
            let span = &ByteSpan::new(span.end_byte - text.len(), span.end_byte);
            let said_in = reading.document.sentence_of(attributed.reported.cue.start);
            if !reading.document.is_readable(said_in, reading.lexicon) {
                continue;
            }
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
                polarity: if attributed.stance.denied { Polarity::Negative } else { Polarity::Positive },
                attribution,
                said_at,
                change_cue: None,
                former: None,
                implied_subject: false,
                subject_words: None,
                counted_since: None,
                evidence: reading.evidence(*span),
                sentence,
                rule: "said.statement/1".into(),
                short_for: None,
                reach: 0,
            });
        }
    }
}
