//! The chain of sources behind a span: outlet, agency, speaker.

use crate::attribution::{self, Attributed, Source};
use crate::reading::Reading;
use crate::verb_group::Direction;
use dateline_core::attribution::{Attribution, Hop, HopRole, Mention, Scope, SourceType, Speech};
use dateline_core::modality::ModalityClass;
use dateline_core::text::ByteSpan;
use dateline_core::value::TimeValue;
use std::ops::Range;

/// The attributions in whose content some words stand, outermost first.
#[derive(Debug, Default)]
pub(super) struct Voices<'r> {
    pub(super) all: Vec<&'r Attributed>,
    /// The words stand in quotation marks.
    quoted: bool,
    /// What was said ends right before them ("…, but 40 were hurt"): its source may have said them too.
    beside: Option<&'r Attributed>,
}

impl<'r> Voices<'r> {
    /// Those that say it, and those that believe or expect it. Who reports his own words ("he said … , he added") is there once.
    fn speaking(&self) -> impl DoubleEndedIterator<Item = &'r Attributed> {
        let person = |a: &Attributed| a.source.as_ref().and_then(|source| source.person);
        let mut said: Vec<&Attributed> =
            self.all.iter().copied().filter(|a| a.stance.says || a.stance.holds).collect();
        said.dedup_by(|inner, outer| {
            // "Arkel said that it hopes …"
            let own = inner.stance.holds && inner.source.as_ref().is_some_and(Source::is_unknown);
            let same = person(inner).is_some() && person(inner) == person(outer) && !outer.stance.denied;
            if same && !inner.stance.holds {
                *outer = *inner;
            }
            same || own
        });
        said.into_iter()
    }

    /// Whether nothing is asserted: somebody has not said it, or denies that another one says it.
    pub(super) fn withhold(&self) -> bool {
        let outer = self.speaking().rev().skip(1).any(|a| a.stance.denied);
        outer || self.all.iter().any(|a| a.stance.withheld)
    }

    /// The words with which the innermost source denies it.
    pub(super) fn denial(&self) -> Option<Range<usize>> {
        self.speaking().next_back().filter(|a| a.stance.denied).map(|a| a.reported.cue.clone())
    }

    /// Whether it is told by nobody but the outlet.
    pub(super) fn is_nobody(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether everybody in whose words it stands says it: nobody only thinks, wants or asks it.
    pub(super) fn only_say(&self) -> bool {
        self.all.iter().all(|a| a.stance.says)
    }

    /// How sure it is at most, by those that govern it, and the words that make it so.
    pub(super) fn at_most(
        &self,
        governs: impl Fn(&Attributed) -> bool,
    ) -> Option<(ModalityClass, Range<usize>)> {
        let all = self.all.iter().filter(|a| governs(a));
        let weak = all.filter_map(|a| Some((a.stance.at_most?, a.doubt.clone())));
        weak.min_by_key(|(class, _)| *class)
    }
}

impl Reading<'_> {
    /// Who is behind the words at `span`.
    pub(super) fn voices(&self, span: ByteSpan) -> Voices<'_> {
        let cue = |a: &Attributed| self.document.span(a.reported.cue.clone());
        let all = self.attributions.holding(span, cue);
        let quote = self.document.quotation(span);
        if quote.is_some_and(|quote| self.is_inserted(span, quote)) {
            return Voices::default();
        }
        let quoted = quote.is_some();
        let beside = if all.is_empty() && !quoted { self.beside(span) } else { None };
        Voices { all, quoted, beside }
    }

    /// The statement of the same sentence that a "but" or "while" parts from the words at `span`, with no other cue between.
    fn beside(&self, span: ByteSpan) -> Option<&Attributed> {
        let document = &self.document;
        let token = |byte: usize| document.tokens.partition_point(|token| token.span.start_byte < byte);
        let first = token(span.start_byte);
        let before = self.attributions.all.partition_point(|a| a.reported.cue.start < first);
        let last = self.attributions.all[..before].last()?;
        let end = last.reported.content.last()?.end_byte;
        let from = token(end);
        let contrast = (from..first)
            .take(2)
            .any(|at| matches!(document.word(at), "but" | "while" | "although" | "though" | "whereas"));
        let same = document.sentence_of(last.reported.cue.start) == document.sentence_of(first);
        (end <= span.start_byte && contrast && same && last.is_statement()).then_some(last)
    }

    /// The chain for what a match tells with some of its words as evidence, and when they were said.
    pub(super) fn attribution_of(
        &self,
        found: &Range<usize>,
        evidence: &Range<usize>,
        voices: &Voices<'_>,
    ) -> (Attribution, Option<TimeValue>) {
        let mut chain = self.outer_hops();
        let said = voices.speaking().chain(voices.beside);
        // Whose belief or verdict it is, is told of what is believed, and not of what hangs on it.
        let speaking: Vec<&Attributed> = said
            .filter(|a| a.stance.says && !a.stance.verdict || !self.is_background(found, evidence, a))
            .collect();
        let Some(inner) = speaking.last() else {
            if voices.quoted {
                // Quoted words whose speaker the text does not settle.
                chain.push(hop(HopRole::Speaker, SourceType::None, None));
            }
            let speech = if voices.quoted { Speech::Direct } else { Speech::Narrative };
            return (Attribution { chain, speech, scope: Scope::Clear }, None);
        };
        for attributed in &speaking {
            self.add_hops(&mut chain, attributed);
        }
        let aside = voices.beside.is_some() || !voices.quoted && self.is_background(found, evidence, inner);
        let attribution = Attribution {
            chain,
            speech: if voices.quoted { Speech::Direct } else { Speech::Indirect },
            scope: if aside { Scope::Ambiguous } else { Scope::Clear },
        };
        (attribution, self.said_at(inner))
    }

    /// The chain of a statement as a whole.
    pub(super) fn statement_attribution(&self, attributed: &Attributed) -> (Attribution, Option<TimeValue>) {
        let mut chain = self.outer_hops();
        self.add_hops(&mut chain, attributed);
        let attribution = Attribution { chain, speech: attributed.speech, scope: Scope::Clear };
        (attribution, self.said_at(attributed))
    }

    fn said_at(&self, attributed: &Attributed) -> Option<TimeValue> {
        let time = attributed.said_at?;
        let text = self.document.words(self.times[time].tokens.clone());
        Some(self.resolved(time, Direction::Past, text))
    }

    /// Through whom, and who.
    fn add_hops(&self, chain: &mut Vec<Hop>, attributed: &Attributed) {
        if let Some(via) = &attributed.via {
            // A body that quotes carries the words; a person who does says them.
            let carries = via.agency || via.kind == SourceType::Named && via.person.is_none();
            chain.push(self.hop_of(via, if carries { HopRole::Agency } else { HopRole::Speaker }));
        }
        let Some(source) = &attributed.source else { return };
        let mut speaker = self.hop_of(source, if source.agency { HopRole::Agency } else { HopRole::Speaker });
        speaker.cue = Some(self.mention(attributed.reported.cue.clone()));
        speaker.addressee = attributed.addressee.clone().map(|words| self.mention(words));
        chain.push(speaker);
    }

    /// Whoever does what the word `cue` says is the innermost source, known or not.
    pub(super) fn add_source(
        &self,
        attribution: &mut Attribution,
        source: Option<Range<usize>>,
        cue: Range<usize>,
    ) {
        let ground = attribution::Ground {
            document: &self.document,
            classes: self.classes,
            verbs: &self.verbs,
            names: &self.names,
            chart: &self.chart,
        };
        let before = self.attributions.all.partition_point(|a| a.reported.cue.start < cue.start);
        let mut speaker = match source {
            Some(words) => {
                let source = attribution::source(ground, words, &self.attributions.all[..before]);
                self.hop_of(&source, if source.agency { HopRole::Agency } else { HopRole::Speaker })
            }
            None => hop(HopRole::Speaker, SourceType::None, None),
        };
        speaker.cue = Some(self.mention(cue));
        attribution.chain.push(speaker);
        attribution.speech = Speech::Indirect;
    }

    fn hop_of(&self, source: &Source, role: HopRole) -> Hop {
        let mut hop = hop(role, source.kind, source.name.clone());
        hop.principal.clone_from(&source.principal);
        hop.source = Some(self.mention(source.tokens.clone()));
        hop
    }

    pub(super) fn mention(&self, tokens: Range<usize>) -> Mention {
        Mention { text: self.document.words(tokens.clone()).to_owned(), span: self.document.span(tokens) }
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
