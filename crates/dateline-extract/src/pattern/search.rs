//! Finds the longest match of a pattern at a token.

use super::{Atom, Capture, Match, Node, NumberKind, Pattern, Repeat, Trace, VerbFlag, View};
use crate::chart::{Annotation, Kind};
use crate::document::TokenKind;
use crate::noun_group;
use crate::tagger::Tag;
use crate::verb_group::VerbGroup;
use std::ops::Range;

/// How many steps one attempt at one token may take: patterns are small, hostile text is not.
pub(super) const MAX_STEPS: u32 = 2_000;

impl Pattern {
    /// The longest match that starts at `token` and stays before `end`.
    pub(crate) fn match_at(&self, view: View<'_>, token: usize, end: usize) -> Option<Match> {
        self.search(view, token, end).0
    }

    /// The shortest match that starts at `token` and stays before `end`: of several gaps the smallest.
    pub(crate) fn shortest_at(&self, view: View<'_>, token: usize, end: usize) -> Option<Match> {
        let mut search = Search { shortest: true, ..Search::new(view, end) };
        search.start(self, token);
        search.best
    }

    /// The longest match, with the words that matched each element; where there is none, how far it came.
    pub(crate) fn traced(&self, view: View<'_>, token: usize, end: usize) -> (Option<Match>, Trace) {
        let mut search = Search { trace: Some(Trace::default()), ..Search::new(view, end) };
        search.start(self, token);
        (search.best, search.trace.unwrap_or_default())
    }

    /// The match, and how many steps it took to find or miss it.
    pub(super) fn search(&self, view: View<'_>, token: usize, end: usize) -> (Option<Match>, u32) {
        let mut search = Search::new(view, end);
        search.start(self, token);
        (search.best, search.steps)
    }
}

/// What comes after the nodes being matched.
#[derive(Clone, Copy)]
pub(super) struct Rest<'p> {
    pub(super) nodes: &'p [Node],
    pub(super) next: Option<&'p Rest<'p>>,
}

struct Search<'d> {
    view: View<'d>,
    end: usize,
    best: Option<Match>,
    steps: u32,
    shortest: bool,
    /// Kept only for explanations.
    trace: Option<Trace>,
}

impl<'d> Search<'d> {
    fn new(view: View<'d>, end: usize) -> Self {
        Self { view, end, best: None, steps: 0, shortest: false, trace: None }
    }

    fn start(&mut self, pattern: &Pattern, token: usize) {
        let mut found = Match { tokens: token..token, ..Match::default() };
        self.run(&pattern.nodes, None, token, &mut found);
    }

    fn run(&mut self, nodes: &[Node], rest: Option<&Rest<'_>>, at: usize, found: &mut Match) {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return;
        }
        let Some((node, after)) = nodes.split_first() else {
            match rest {
                Some(rest) => self.run(rest.nodes, rest.next, at, found),
                None => self.accept(at, found),
            }
            return;
        };
        match node {
            Node::Open => {
                let before = found.evidence.replace(at..at);
                self.run(after, rest, at, found);
                found.evidence = before;
            }
            Node::Close => {
                let before = found.evidence.clone();
                if let Some(evidence) = &mut found.evidence {
                    evidence.end = at;
                }
                self.run(after, rest, at, found);
                found.evidence = before;
            }
            Node::Not { element, any } => {
                if !any.iter().any(|atom| self.stands(atom, at)) {
                    self.run(after, rest, at, found);
                } else if let Some(trace) = &mut self.trace {
                    trace.missed(*element, at, after, rest);
                }
            }
            Node::Gap { most, verbless } => {
                for skip in 0..=*most {
                    if at + skip > self.end {
                        break;
                    }
                    self.run(after, rest, at + skip, found);
                    if *verbless && self.is_verb(at + skip) {
                        break;
                    }
                }
            }
            Node::Group { nodes: inner, repeat } => {
                let onward = Rest { nodes: after, next: rest };
                if *repeat == Repeat::Any {
                    let again = Rest { nodes, next: rest };
                    if at < self.end {
                        self.run(inner, Some(&again), at, found);
                    }
                } else {
                    self.run(inner, Some(&onward), at, found);
                }
                if *repeat != Repeat::Once {
                    self.run(after, rest, at, found);
                }
            }
            Node::Atom { element, slot, any } => {
                if self.trace.is_some() && !any.iter().any(|atom| self.stands(atom, at)) {
                    if let Some(trace) = &mut self.trace {
                        trace.missed(*element, at, after, rest);
                    }
                    return;
                }
                for atom in any {
                    self.atom(atom, (*element, *slot), after, rest, at, found);
                }
            }
        }
    }

    /// Whether a verb group begins here, or the verb of a "to", known or not.
    fn is_verb(&self, at: usize) -> bool {
        let document = self.view.document;
        let infinitive =
            at > 0 && at < self.end && document.tag(at) == Tag::VB && document.word(at - 1) == "to";
        infinitive || self.view.chart.at(at).iter().any(|a| a.kind == Kind::Verb)
    }

    fn atom(
        &mut self,
        atom: &Atom,
        (element, slot): (usize, Option<usize>),
        after: &[Node],
        rest: Option<&Rest<'_>>,
        at: usize,
        found: &mut Match,
    ) {
        if at >= self.end {
            return;
        }
        let mut go = |search: &mut Self, tokens: Range<usize>, annotation| {
            let end = tokens.end;
            if let Some(trace) = &mut search.trace {
                trace.enter(element, tokens.clone());
            }
            if let Some(slot) = slot {
                found.slots.push((slot, Capture { tokens, annotation }));
            }
            search.run(after, rest, end, found);
            if let Some(trace) = &mut search.trace {
                trace.leave();
            }
            if slot.is_some() {
                found.slots.pop();
            }
        };
        let annotations: &[Annotation] = self.view.chart.at(at);
        let end = self.end;
        match atom {
            Atom::Annotation(kind) => {
                for annotation in annotations.iter().filter(|a| a.kind == *kind && a.tokens.end <= end) {
                    go(self, annotation.tokens.clone(), Some((annotation.kind, annotation.index)));
                }
            }
            Atom::NounGroup => {
                if let Some(group) = noun_group::at(self.view.document, at, end) {
                    go(self, group.tokens, None);
                }
            }
            Atom::Verb { class, flags } => {
                for annotation in annotations.iter().filter(|a| a.kind == Kind::Verb && a.tokens.end <= end) {
                    let group = &self.view.verbs[annotation.index];
                    if class.is_none_or(|class| group.classes.has(class))
                        && flags.iter().all(|flag| has_flag(group, *flag))
                    {
                        go(self, annotation.tokens.clone(), Some((Kind::Verb, annotation.index)));
                    }
                }
            }
            _ => {
                if self.token_fits(atom, at) {
                    go(self, at..at + 1, None);
                }
            }
        }
    }

    /// Whether an atom would match at a token; slots and lengths aside.
    fn stands(&self, atom: &Atom, at: usize) -> bool {
        at < self.end
            && match atom {
                Atom::Annotation(kind) => self.view.chart.at(at).iter().any(|a| a.kind == *kind),
                Atom::NounGroup => noun_group::at(self.view.document, at, self.end).is_some(),
                Atom::Verb { class, flags } => self.view.chart.at(at).iter().any(|a| {
                    a.kind == Kind::Verb && {
                        let group = &self.view.verbs[a.index];
                        class.is_none_or(|class| group.classes.has(class))
                            && flags.iter().all(|flag| has_flag(group, *flag))
                    }
                }),
                _ => self.token_fits(atom, at),
            }
    }

    fn token_fits(&self, atom: &Atom, at: usize) -> bool {
        let document = self.view.document;
        let token = &document.tokens[at];
        match atom {
            Atom::Word(word) => document.word(at) == word,
            Atom::Lemma(lemma) => document.lemma(at) == *lemma.as_str(),
            Atom::Tag(tags) => tags.has(document.tag(at)),
            Atom::Tagged(word, tags) => tags.has(document.tag(at)) && self.token_fits(word, at),
            Atom::Class(class) => token.classes.has(*class),
            Atom::Capital => token.capital && token.kind == TokenKind::Word,
            Atom::Number(kind) => token.kind == TokenKind::Number && is_number(*kind, document.word(at)),
            Atom::Annotation(_) | Atom::NounGroup | Atom::Verb { .. } => false,
        }
    }

    fn accept(&mut self, at: usize, found: &Match) {
        let better = |best: &Match| if self.shortest { at < best.tokens.end } else { at > best.tokens.end };
        if self.best.as_ref().is_none_or(better) && at > found.tokens.start {
            let mut best = found.clone();
            best.tokens.end = at;
            self.best = Some(best);
            if let Some(trace) = &mut self.trace {
                trace.keep();
            }
        }
    }
}

fn is_number(kind: NumberKind, word: &str) -> bool {
    match kind {
        NumberKind::Int => word.bytes().all(|b| b.is_ascii_digit()),
        NumberKind::Year => word.len() == 4 && word.parse::<u16>().is_ok_and(|y| (1800..=2200).contains(&y)),
        NumberKind::Day => {
            let digits =
                ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
            digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))
        }
    }
}

fn has_flag(group: &VerbGroup, flag: VerbFlag) -> bool {
    match flag {
        VerbFlag::Passive => group.passive,
        VerbFlag::Active => !group.passive,
        VerbFlag::Gerund => group.gerund,
        VerbFlag::Infinitive => group.infinitive,
        VerbFlag::Finite => !group.gerund && !group.infinitive,
    }
}
