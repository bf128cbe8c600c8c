//! Patterns over tokens and annotations: the language of the rule files.
//!
//! | written | matches |
//! |---|---|
//! | `word`, `,` | that token, in any case |
//! | `@class` | a token of a word class |
//! | `<event>` | an annotation (time, quantity, event, person, org, place, role) |
//! | `{hold,passive}` | a verb group whose verb is of a class; flags: passive, active, gerund, infinitive, finite |
//! | `^` | a capitalised word |
//! | `#day` `#year` `#int` | a number from 1 to 31, a year, any whole number |
//! | `a\|@b\|<c>` | one of these |
//! | `x?` `( … )?` `( … )*` | optional; any number |
//! | `..4` | up to four tokens of the sentence, whatever they are |
//! | `!x` | nothing, if `x` does not come next |
//! | `~4` | up to four tokens, none of which begins a verb group |
//! | `slot:x` | the same, remembered under a name |
//! | `[ … ]` | the words between are the evidence |
//! | `$NAME` | a pattern given before by `let NAME = …` |

use crate::chart::{Annotation, Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Class, Lexicon};
use crate::verb_group::VerbGroup;
use std::collections::BTreeMap;
use std::ops::Range;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
enum Node {
    Atom { slot: Option<usize>, any: Vec<Atom> },
    Group { nodes: Vec<Node>, repeat: Repeat },
    Gap { most: usize, verbless: bool },
    Not(Vec<Atom>),
    Open,
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Once,
    Optional,
    Any,
}

#[derive(Debug, Clone)]
enum Atom {
    Word(String),
    Class(Class),
    Annotation(Kind),
    Verb { class: Option<Class>, flags: Vec<VerbFlag> },
    Capital,
    Number(NumberKind),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum VerbFlag {
    Passive,
    Active,
    Gerund,
    Infinitive,
    Finite,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NumberKind {
    Day,
    Year,
    Int,
}

/// What a slot caught: tokens, and the annotation if it was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Capture {
    pub(crate) tokens: Range<usize>,
    pub(crate) annotation: Option<(Kind, usize)>,
}

/// A match: its tokens, its evidence, its slots.
#[derive(Debug, Clone, Default)]
pub(crate) struct Match {
    pub(crate) tokens: Range<usize>,
    pub(crate) evidence: Option<Range<usize>>,
    slots: Vec<(usize, Capture)>,
}

/// Names of slots, numbered.
#[derive(Debug, Default)]
pub(crate) struct Slots(Vec<String>);

impl Slots {
    fn number(&mut self, name: &str) -> usize {
        self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        })
    }
}

impl Match {
    pub(crate) fn slot(&self, slots: &Slots, name: &str) -> Option<&Capture> {
        let number = slots.0.iter().position(|known| known == name)?;
        self.slots.iter().rev().find(|(slot, _)| *slot == number).map(|(_, capture)| capture)
    }
}

/// What a matcher looks at.
#[derive(Clone, Copy)]
pub(crate) struct View<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) chart: &'d Chart,
    pub(crate) verbs: &'d [VerbGroup],
}

/// How many steps one attempt at one token may take: patterns are small, hostile text is not.
const MAX_STEPS: u32 = 2_000;

impl Pattern {
    /// Compiles `source`; errors are in words.
    pub(crate) fn parse(
        source: &str,
        lexicon: &Lexicon,
        slots: &mut Slots,
        macros: &BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let mut expanded = source.to_owned();
        for _ in 0..4 {
            for (name, body) in macros {
                expanded = expanded.replace(&format!("${name}"), body);
            }
        }
        if let Some(at) = expanded.find('$') {
            return Err(format!("unknown pattern name at `{}`", &expanded[at..]));
        }
        let words: Vec<&str> = expanded.split_whitespace().collect();
        let mut at = 0;
        let nodes = parse_nodes(&words, &mut at, lexicon, slots, 0)?;
        if at < words.len() {
            return Err(format!("unexpected `{}`", words[at]));
        }
        if nodes.is_empty() {
            return Err("the pattern is empty".into());
        }
        Ok(Self { nodes })
    }

    /// The longest match that starts at `token` and stays before `end`.
    pub(crate) fn match_at(&self, view: View<'_>, token: usize, end: usize) -> Option<Match> {
        let mut search = Search { view, end, best: None, steps: 0 };
        let mut found = Match { tokens: token..token, ..Match::default() };
        search.run(&self.nodes, None, token, &mut found);
        search.best
    }
}

fn parse_nodes(
    words: &[&str],
    at: &mut usize,
    lexicon: &Lexicon,
    slots: &mut Slots,
    depth: usize,
) -> Result<Vec<Node>, String> {
    let mut nodes = Vec::new();
    while *at < words.len() {
        let word = words[*at];
        *at += 1;
        match word {
            "(" => {
                let inner = parse_nodes(words, at, lexicon, slots, depth + 1)?;
                let close = words.get(*at - 1).copied().unwrap_or_default();
                let repeat = match close {
                    ")" => Repeat::Once,
                    ")?" => Repeat::Optional,
                    ")*" => Repeat::Any,
                    _ => return Err("a group is not closed".into()),
                };
                nodes.push(Node::Group { nodes: inner, repeat });
            }
            ")" | ")?" | ")*" if depth > 0 => return Ok(nodes),
            "[" => nodes.push(Node::Open),
            "]" => nodes.push(Node::Close),
            _ if word.len() > 1 && word.starts_with('!') => {
                let atoms = word[1..].split('|').map(|atom| parse_atom(atom, lexicon));
                nodes.push(Node::Not(atoms.collect::<Result<_, _>>()?));
            }
            _ if word.starts_with("..") => {
                let most = word[2..].parse().map_err(|_| format!("bad gap `{word}`"))?;
                nodes.push(Node::Gap { most, verbless: false });
            }
            _ if word.len() > 1 && word.starts_with('~') => {
                let most = word[1..].parse().map_err(|_| format!("bad gap `{word}`"))?;
                nodes.push(Node::Gap { most, verbless: true });
            }
            _ => nodes.push(parse_element(word, lexicon, slots)?),
        }
    }
    if depth > 0 { Err("a group is not closed".into()) } else { Ok(nodes) }
}

fn parse_element(word: &str, lexicon: &Lexicon, slots: &mut Slots) -> Result<Node, String> {
    let (slot, rest) = match word.split_once(':') {
        Some((name, rest)) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()) => {
            (Some(slots.number(name)), rest)
        }
        _ => (None, word),
    };
    let (rest, repeat) = match rest.strip_suffix('?') {
        Some(rest) if !rest.is_empty() => (rest, Repeat::Optional),
        _ => match rest.strip_suffix('*') {
            Some(rest) if !rest.is_empty() => (rest, Repeat::Any),
            _ => (rest, Repeat::Once),
        },
    };
    let any = rest.split('|').map(|atom| parse_atom(atom, lexicon)).collect::<Result<Vec<_>, _>>()?;
    let atom = Node::Atom { slot, any };
    Ok(if repeat == Repeat::Once { atom } else { Node::Group { nodes: vec![atom], repeat } })
}

fn parse_atom(atom: &str, lexicon: &Lexicon) -> Result<Atom, String> {
    let class = |name: &str| lexicon.class(name).ok_or_else(|| format!("unknown word class `{name}`"));
    if let Some(name) = atom.strip_prefix('@') {
        return Ok(Atom::Class(class(name)?));
    }
    if let Some(name) = atom.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return Ok(Atom::Annotation(
            Kind::named(name).ok_or_else(|| format!("unknown annotation `{name}`"))?,
        ));
    }
    if let Some(inner) = atom.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let mut parts = inner.split(',');
        let class = match parts.next() {
            None | Some("" | "any") => None,
            Some(name) => Some(class(name)?),
        };
        let flags = parts
            .map(|flag| match flag {
                "passive" => Ok(VerbFlag::Passive),
                "active" => Ok(VerbFlag::Active),
                "gerund" => Ok(VerbFlag::Gerund),
                "infinitive" => Ok(VerbFlag::Infinitive),
                "finite" => Ok(VerbFlag::Finite),
                other => Err(format!("unknown verb flag `{other}`")),
            })
            .collect::<Result<Vec<_>, _>>()?;
        return Ok(Atom::Verb { class, flags });
    }
    match atom {
        "^" => Ok(Atom::Capital),
        "#day" => Ok(Atom::Number(NumberKind::Day)),
        "#year" => Ok(Atom::Number(NumberKind::Year)),
        "#int" => Ok(Atom::Number(NumberKind::Int)),
        "" => Err("an empty alternative".into()),
        _ => Ok(Atom::Word(atom.to_owned())),
    }
}

/// What comes after the nodes being matched.
#[derive(Clone, Copy)]
struct Rest<'p> {
    nodes: &'p [Node],
    next: Option<&'p Rest<'p>>,
}

struct Search<'d> {
    view: View<'d>,
    end: usize,
    best: Option<Match>,
    steps: u32,
}

impl Search<'_> {
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
            Node::Not(atoms) => {
                if !atoms.iter().any(|atom| self.stands(atom, at)) {
                    self.run(after, rest, at, found);
                }
            }
            Node::Gap { most, verbless } => {
                for skip in 0..=*most {
                    if at + skip > self.end {
                        break;
                    }
                    self.run(after, rest, at + skip, found);
                    if *verbless && self.view.chart.at(at + skip).iter().any(|a| a.kind == Kind::Verb) {
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
            Node::Atom { slot, any } => {
                for atom in any {
                    self.atom(atom, *slot, after, rest, at, found);
                }
            }
        }
    }

    fn atom(
        &mut self,
        atom: &Atom,
        slot: Option<usize>,
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
            if let Some(slot) = slot {
                found.slots.push((slot, Capture { tokens, annotation }));
            }
            search.run(after, rest, end, found);
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
                Atom::Verb { class, .. } => self.view.chart.at(at).iter().any(|a| {
                    a.kind == Kind::Verb
                        && class.is_none_or(|class| self.view.verbs[a.index].classes.has(class))
                }),
                _ => self.token_fits(atom, at),
            }
    }

    fn token_fits(&self, atom: &Atom, at: usize) -> bool {
        let document = self.view.document;
        let token = &document.tokens[at];
        match atom {
            Atom::Word(word) => document.word(at) == word,
            Atom::Class(class) => token.classes.has(*class),
            Atom::Capital => token.capital && token.kind == TokenKind::Word,
            Atom::Number(kind) => {
                token.kind == TokenKind::Number && {
                    let word = document.word(at);
                    match kind {
                        NumberKind::Int => word.bytes().all(|b| b.is_ascii_digit()),
                        NumberKind::Year => {
                            word.len() == 4 && word.parse::<u16>().is_ok_and(|y| (1800..=2200).contains(&y))
                        }
                        NumberKind::Day => {
                            let digits = ["st", "nd", "rd", "th"]
                                .iter()
                                .find_map(|end| word.strip_suffix(end))
                                .unwrap_or(word);
                            digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))
                        }
                    }
                }
            }
            Atom::Annotation(_) | Atom::Verb { .. } => false,
        }
    }

    fn accept(&mut self, at: usize, found: &Match) {
        let longer = self.best.as_ref().is_none_or(|best| at > best.tokens.end);
        if longer && at > found.tokens.start {
            let mut best = found.clone();
            best.tokens.end = at;
            self.best = Some(best);
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
