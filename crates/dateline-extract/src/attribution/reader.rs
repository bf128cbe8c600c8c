//! Reads attributions in the wide sense of PARC and `PolNeAR`: statements, beliefs, intentions, judgements, with
//! the cues of `rules/lexicon/cues.txt` and the complements of `rules/attribution.rules`.
//!
//! An attribution inside the content of another one is marked: what a source says that somebody else said is hearsay.

use super::book::{Complement, Cue, CueBook, CueKind, Extent};
use super::nesting::{give_way, outermost};
use super::syntax::Syntax;
use super::words::Words;
use super::{AttributionClass, Ground};
use crate::pattern::View;
use crate::tagger::Tag;
use dateline_core::text::ByteSpan;
use std::ops::Range;

/// An attribution as it stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Reported {
    pub(crate) class: AttributionClass,
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Range<usize>,
    pub(crate) content: Vec<ByteSpan>,
    /// The cue's word and its complement: `say/that`.
    pub(crate) rule: String,
    /// The cue stands inside the content of another attribution.
    pub(crate) nested: bool,
    /// How its words are told.
    pub(crate) told: Told,
    /// Where whom it was said to and the time of the utterance may follow.
    pub(super) after: usize,
    /// Through whom the words came ("Interfax quoted her as saying").
    pub(super) via: Option<Range<usize>>,
    /// The words before the cue are its content.
    pub(super) before: bool,
    /// Goes before the other cues that it overlaps.
    pub(super) strong: bool,
}

/// What the content is to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Quoted, or told before the cue: its own words.
    Quoted,
    /// A clause of what was said.
    Clause,
    /// What somebody is asked or about to do.
    Asked,
    /// What is spoken of.
    Named,
}

impl Told {
    /// Whether it is the object or the infinitive of a verb, and no clause of its own.
    pub(crate) fn is_of_a_verb(self) -> bool {
        matches!(self, Self::Asked | Self::Named)
    }
}

impl Complement {
    fn told(&self) -> Told {
        match self.extent {
            Extent::Quotation => Told::Quoted,
            _ if self.said => Told::Clause,
            _ if self.asked => Told::Asked,
            _ => Told::Named,
        }
    }
}

/// Finds all of them, in text order.
pub(crate) fn read(g: Ground<'_>, book: &CueBook) -> Vec<Reported> {
    let reader = Reader { s: Syntax::new(g, book), book };
    let mut all: Vec<Reported> = Vec::new();
    for paragraph in &g.document.paragraphs {
        let first = g.document.sentences.partition_point(|s| s.span.start_byte < paragraph.start_byte);
        let sentences =
            g.document.sentences[first..].iter().take_while(|s| s.span.start_byte < paragraph.end_byte);
        let mut here = Vec::new();
        for sentence in sentences {
            let found = reader.sentence(&sentence.tokens, *paragraph);
            here.extend(found);
        }
        let (mut here, inner) = outermost(here, g);
        give_way(&mut here);
        reader.carry(&mut here, *paragraph);
        reader.go_on(&mut all, &here, *paragraph);
        here.extend(inner);
        here.sort_by_key(|one| one.cue.start);
        all.extend(here);
    }
    all
}

pub(super) struct Reader<'g> {
    pub(super) s: Syntax<'g>,
    pub(super) book: &'g CueBook,
}

/// A cue with its place.
pub(super) struct Place<'c> {
    pub(super) cue: &'c Cue,
    /// Verb group with its particles.
    pub(super) tokens: Range<usize>,
    pub(super) source: Option<Range<usize>>,
    /// Where the complement may begin.
    pub(super) after: usize,
    pub(super) sentence: Range<usize>,
    pub(super) paragraph: ByteSpan,
    /// The source follows the cue ("said Velden").
    pub(super) inverted: bool,
    /// The source stands by the cue, and is not that of another verb.
    pub(super) own: bool,
}

impl<'c> Place<'c> {
    /// A cue before its complement, with a source of its own before it.
    pub(super) fn of(
        cue: &'c Cue,
        tokens: Range<usize>,
        source: Option<Range<usize>>,
        sentence: &Range<usize>,
        paragraph: ByteSpan,
    ) -> Self {
        let after = tokens.end;
        Self { cue, tokens, source, after, sentence: sentence.clone(), paragraph, inverted: false, own: true }
    }
}

impl Reader<'_> {
    fn sentence(&self, sentence: &Range<usize>, paragraph: ByteSpan) -> Vec<Reported> {
        let mut found: Vec<Reported> = Vec::new();
        let document = self.s.document();
        let mut earlier: Option<Range<usize>> = None;
        let byline = self.byline(sentence);
        for at in sentence.clone() {
            if self.s.quotation(document.tokens[at].span).is_some() {
                continue;
            }
            let other = self.colon(at, sentence).or_else(|| self.according_to(at, sentence));
            let other = other.or_else(|| self.as_clause(at, sentence));
            if let Some(one) = other.or_else(|| self.as_saying(at, sentence)) {
                found.push(one);
                continue;
            }
            for cue in self.book.cues(self.s.word(at)) {
                let end = at + 1 + cue.particle.len();
                let fits = end <= sentence.end
                    && cue.particle.iter().enumerate().all(|(i, word)| self.s.word(at + 1 + i) == word);
                // "announced on Monday", "declared in May": when, and not of what.
                let when = !cue.particle.is_empty() && end < sentence.end && self.is_time(end);
                if !fits || when {
                    continue;
                }
                let one = match cue.kind {
                    CueKind::Verb(_) => self.verb(cue, at, end, sentence, paragraph, earlier.as_ref()),
                    CueKind::Noun => self.noun(cue, at, end, sentence, paragraph),
                    CueKind::Adjective => self.adjective(cue, at, end, sentence, paragraph, earlier.as_ref()),
                };
                if let Some(mut one) = one {
                    // "Posted by: Irena Berg said …": who says it was lost.
                    one.source = one.source.filter(|source| source.start >= byline.end);
                    if self.leads(&one, &found) {
                        earlier = one.source.clone().or(earlier);
                    }
                    found.push(one);
                    break;
                }
            }
        }
        found
    }

    /// Whether a later verb without a subject may share the source of a cue: not that of a cue inside what another one
    /// says ("they say he wants to leave, adding …"), and not "his claim".
    fn leads(&self, one: &Reported, before: &[Reported]) -> bool {
        let cue = self.s.document().span(one.cue.clone());
        let holds = |one: &Reported, cue| one.content.iter().any(|span| span.contains(cue));
        let nested = before
            .iter()
            .any(|outer| holds(outer, cue) && !holds(one, self.s.document().span(outer.cue.clone())));
        let owned = one.source.as_ref().is_some_and(|source| {
            source.len() == 1
                && self.s.document().tokens[source.start].classes.has(self.s.classes().possessive)
        });
        !nested && !owned
    }

    fn verb(
        &self,
        cue: &Cue,
        at: usize,
        end: usize,
        sentence: &Range<usize>,
        paragraph: ByteSpan,
        earlier: Option<&Range<usize>>,
    ) -> Option<Reported> {
        let CueKind::Verb(forms) = cue.kind else { return None };
        if !self.s.is_verb(at) {
            return None;
        }
        let group = self.s.group_start(at, sentence.start);
        let be = (group..at).rev().find(|&i| self.s.is_auxiliary(i));
        // "Asked if the bridge was safe, …"
        let bare = forms.participle
            && group == at
            && cue.lemma == "ask"
            && (at == sentence.start || matches!(self.s.word(at - 1), "," | "when" | "if"));
        let passive = bare
            || forms.participle
                && be.is_some_and(|i| self.s.document().tokens[i].classes.has(self.s.classes().be));
        let subject = self.s.subject(group, sentence.start, earlier);
        let mut own = subject.as_ref().is_some_and(|subject| subject.own);
        let mut source = subject.map(|subject| subject.tokens);
        // "In a letter released on Monday, …": a participle, and nobody's.
        let c = self.s.classes();
        let adjunct =
            |s: &Range<usize>| s.len() > 1 && self.s.document().tokens[s.start].classes.has(c.preposition);
        let reduced = self.s.document().tag(at) == Tag::VBN && group == at;
        source = source.filter(|source| !(own && reduced && source.end == group && adjunct(source)));
        let mut inverted = false;
        let mut after = end;
        let finite = forms.past || forms.present || forms.base;
        // "…,” said Velden": after a quotation or a comma, and nothing before the verb that could be its subject.
        let mark = group == sentence.start
            || self.s.is_quote(group - 1)
            || matches!(self.s.word(group - 1), "," | "—" | "-" | "?" | "!" | "as")
                && !self.s.ends_aside_of_a_word(group, sentence.start);
        let inverts = finite
            && group == at
            && mark
            && !cue.lemma.starts_with("tell")
            && self.takes(cue, Extent::Quotation);
        {
            let told = |phrase: &Range<usize>| {
                phrase.clone().any(|at| self.s.document().tag(at).is_finite() && self.s.is_verb(at))
            };
            // "Velden, the mayor, said crews have left", "said dryly": no source.
            let following = self
                .phrase_after(end, sentence.end)
                .filter(|phrase| inverts && !told(phrase) && !self.s.is_adverb(phrase.start));
            if let Some(following) = following {
                let quoted = group > sentence.start
                    && (self.s.is_quote(group - 1)
                        || group > sentence.start + 1 && self.s.is_quote(group - 2));
                // "Velden, the mayor, called it a “ruin”": what is marked is what follows.
                let stop = following.end >= sentence.end
                    || !self.s.is_word(following.end) && (quoted || !self.s.is_quote(following.end))
                    || !own && self.speaks(&following) && self.trails(following.end, sentence.end);
                let verb = following.end < sentence.end && self.s.is_verb(following.end);
                if (quoted || source.is_none() && !verb || stop)
                    && !self.s.is_subject_pronoun(group.saturating_sub(1))
                {
                    inverted = true;
                    own = true;
                    after = following.end;
                    source = Some(following);
                }
            }
        }
        let place = Place {
            cue,
            tokens: group..end,
            source,
            after,
            sentence: sentence.clone(),
            paragraph,
            inverted,
            own,
        };
        self.complemented(&place, passive)
    }

    /// Whether a cue means something else than saying where it has an object.
    fn is_taker(&self, cue: &Cue) -> bool {
        self.book.lists.has(Words::Takers, cue.lemma.split('/').next().unwrap_or_default())
    }

    pub(super) fn takes(&self, cue: &Cue, extent: Extent) -> bool {
        cue.takes.iter().any(|&c| self.book.complements[c].extent == extent)
    }

    /// The first complement of the cue that is there.
    pub(super) fn complemented(&self, place: &Place<'_>, passive: bool) -> Option<Reported> {
        let view = View { document: self.s.g.document, chart: self.s.g.chart, verbs: self.s.g.verbs };
        for &number in &place.cue.takes {
            let complement = &self.book.complements[number];
            if complement.passive != passive {
                continue;
            }
            let start = match &complement.after {
                None => place.after,
                Some(pattern) => {
                    let Some(found) = pattern.shortest_at(view, place.after, place.sentence.end) else {
                        continue;
                    };
                    let start = found.evidence.as_ref().map_or(place.after, |evidence| evidence.start);
                    // "said the price would go on to rise": nobody is asked to.
                    let finite = |at: usize| self.s.document().tag(at).is_finite();
                    if complement.asked && (found.tokens.clone().any(finite) || self.says_clause(place)) {
                        continue;
                    }
                    // "the responses to the blast, which killed 12": a relative clause says nothing of theirs.
                    let relative = matches!(self.s.word(start), "which" | "who" | "where" | "when")
                        && start > place.after
                        && self.s.word(start - 1) == ",";
                    if relative || self.is_relative_that(start, place) || self.is_of_hearsay(start, place) {
                        continue;
                    }
                    if (place.after..start)
                        .any(|at| self.s.is_verb(at) || self.s.is_subject_pronoun(at) || self.s.is_quote(at))
                    {
                        continue;
                    }
                    start
                }
            };
            let content = match complement.extent {
                Extent::Quotation => self.quotation(place),
                Extent::Clause => self.clause(start, place, false).map(|content| (content, false)),
                Extent::Told => {
                    let start = self.over_adjuncts(place, start);
                    let main = self.is_in_relative_clause(place);
                    let main = main.then(|| self.main_verb_after(start, place.sentence.end)).flatten();
                    let told = start < place.sentence.end
                        && self.tells(start, main.unwrap_or(place.sentence.end))
                        && (!self.is_taker(place.cue) || self.begins_with_subject(start, place.sentence.end));
                    told.then(|| self.clause(start, place, false)).flatten().map(|content| (content, false))
                }
                Extent::Phrase => self.clause(start, place, true).map(|content| (content, false)),
                Extent::Subject => {
                    place.source.clone().map(|subject| (vec![self.s.document().span(subject)], false))
                }
                Extent::Around => self.around(start, place).map(|content| (content, false)),
            };
            let Some((mut content, before)) = content else { continue };
            let mut told = complement.told();
            if let Some(quote) = self.quotation_behind(place, &content).filter(|_| told != Told::Quoted) {
                (content, told) = (vec![quote], Told::Quoted);
            }
            // The subject of a passive is no source.
            let sourceless = complement.sourceless;
            let source = if passive {
                self.agent(place, &content)
            } else {
                place.source.clone().filter(|_| !sourceless)
            };
            if source.is_none() && !passive && !sourceless && !matches!(place.cue.kind, CueKind::Noun) {
                return None;
            }
            let lemma = &place.cue.lemma;
            return Some(Reported {
                class: place.cue.class,
                source,
                cue: place.tokens.clone(),
                content,
                rule: format!("{}/{}", lemma.split('/').next().unwrap_or(lemma), complement.name),
                nested: false,
                told,
                after: place.after,
                via: None,
                before,
                strong: false,
            });
        }
        None
    }

    /// "by the mayor" after a passive, before what is told.
    fn agent(&self, place: &Place<'_>, content: &[ByteSpan]) -> Option<Range<usize>> {
        let tokens = &self.s.document().tokens;
        let told = |at: &usize| content.iter().any(|span| span.contains(tokens[*at].span));
        let by = (place.after..place.sentence.end.min(place.after + 12))
            .take_while(|at| !told(at))
            .find(|&at| self.s.word(at) == "by")?;
        self.phrase_after(by + 1, place.sentence.end)
    }
}
