//! The chain of sources behind a span: outlet, agency, speaker.

use crate::attribution::Attributed;
use crate::chart::Kind;
use crate::reading::Reading;
use crate::times::{Anchor, resolve};
use crate::verb_group::Direction;
use dateline_core::attribution::{Attribution, Hop, HopRole, Mention, Scope, SourceType, Speech};
use dateline_core::text::ByteSpan;
use dateline_core::value::TimeValue;
use std::ops::Range;

impl Reading<'_> {
    /// The innermost attribution whose content holds `span`.
    pub(super) fn attributed(&self, span: ByteSpan) -> Option<&Attributed> {
        self.attributions
            .iter()
            .filter(|a| a.content.iter().any(|content| content.contains(span)))
            .max_by_key(|a| a.cue.start)
    }

    /// The chain for words at `span`, and when they were said.
    pub(super) fn attribution_of(
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
    pub(super) fn statement_attribution(&self, attributed: &Attributed) -> (Attribution, Option<TimeValue>) {
        let mut chain = self.outer_hops();
        let mention = |tokens: Range<usize>| Mention {
            text: self.document.words(tokens.clone()).to_owned(),
            span: self.document.span(tokens),
        };
        if let Some(agency) = &attributed.agency {
            let mut via = hop(HopRole::Agency, SourceType::Named, None);
            via.name = Some(agency_name(self, agency.clone()));
            via.source = Some(mention(agency.clone()));
            chain.push(via);
        }
        let source = &attributed.source;
        let role = if source.agency { HopRole::Agency } else { HopRole::Speaker };
        let mut speaker = hop(role, source.kind, source.name.clone());
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
            let part = word.ends_with("ly")
                || matches!(
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
                        | "will"
                        | "to"
                        | "set"
                        | "due"
                        | "scheduled"
                        | "held"
                        | "planned"
                        | "in"
                        | "for"
                        | "on"
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

fn agency_name(reading: &Reading<'_>, tokens: Range<usize>) -> String {
    let named = reading.chart.within(Kind::Organisation, tokens.clone()).next();
    let tokens = named.map_or(tokens, |a| a.tokens.clone());
    reading.document.words(tokens).to_owned()
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
