//! Compiles patterns.

use super::required::Required;
use super::{Atom, Node, NumberKind, Pattern, Repeat, Slots, VerbFlag, needs};
use crate::chart::Kind;
use crate::lexicon::Lexicon;
use crate::tagger::TagSet;
use std::collections::BTreeMap;

/// Patterns with names, as `let` gives them: `$NAME` stands for one in those that come after it.
#[derive(Debug, Default)]
pub(crate) struct NamedPatterns(BTreeMap<String, String>);

impl NamedPatterns {
    /// Takes down what stands after `let`; errors are in words.
    pub(crate) fn define(&mut self, definition: &str) -> Result<(), String> {
        let (name, body) = definition.split_once('=').ok_or("expected `let NAME = pattern`")?;
        self.0.insert(name.trim().to_owned(), body.trim().to_owned());
        Ok(())
    }
}

impl Pattern {
    /// Compiles `source`; errors are in words.
    pub(crate) fn parse(
        source: &str,
        lexicon: &Lexicon,
        slots: &mut Slots,
        named: &NamedPatterns,
    ) -> Result<Self, String> {
        let words = expanded(source, named, 4)?;
        let mut at = 0;
        let nodes = parse_nodes(&words, &mut at, lexicon, slots, 0)?;
        if at < words.len() {
            return Err(format!("unexpected `{}`", words[at]));
        }
        if nodes.is_empty() {
            return Err("the pattern is empty".into());
        }
        let needs = needs(&nodes);
        let required = Required::of(&nodes);
        let elements = words.into_iter().map(str::to_owned).collect();
        Ok(Self { nodes, elements, needs, required })
    }
}

/// Most elements of a pattern, and how deep its groups may lie in each other: rule files come from outside.
const MAX_ELEMENTS: usize = 10_000;
const MAX_DEPTH: usize = 16;

/// The words of a pattern, each `$NAME` replaced by what `let` gave it. A `$` alone is the sign.
fn expanded<'s>(source: &'s str, named: &'s NamedPatterns, depth: usize) -> Result<Vec<&'s str>, String> {
    let mut words = Vec::new();
    for word in source.split_whitespace() {
        match word.strip_prefix('$').filter(|name| !name.is_empty()) {
            None => words.push(word),
            Some(name) => {
                let body = named.0.get(name).filter(|_| depth > 0);
                let body = body.ok_or_else(|| format!("unknown pattern name `{word}`"))?;
                words.extend(expanded(body, named, depth - 1)?);
                if words.len() > MAX_ELEMENTS {
                    return Err(format!(
                        "the pattern has more than {MAX_ELEMENTS} elements once its names are replaced"
                    ));
                }
            }
        }
    }
    Ok(words)
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
            "(" if depth >= MAX_DEPTH => {
                return Err(format!("groups are nested more than {MAX_DEPTH} deep"));
            }
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
            ")" | ")?" | ")*" => return Err("a group is closed that none opened".into()),
            "[" => nodes.push(Node::Open),
            "]" => nodes.push(Node::Close),
            _ if word.len() > 1 && word.starts_with('!') => {
                let atoms = word[1..].split('|').map(|atom| parse_atom(atom, lexicon));
                nodes.push(Node::Not { element: *at - 1, any: atoms.collect::<Result<_, _>>()? });
            }
            _ if word.starts_with("..") => {
                let most = gap(&word[2..], word)?;
                nodes.push(Node::Gap { most, verbless: false });
            }
            _ if word.len() > 1 && word.starts_with('~') => {
                let most = gap(&word[1..], word)?;
                nodes.push(Node::Gap { most, verbless: true });
            }
            _ => nodes.push(parse_element(word, *at - 1, lexicon, slots)?),
        }
    }
    if depth > 0 { Err("a group is not closed".into()) } else { Ok(nodes) }
}

/// How many tokens a gap may take.
fn gap(number: &str, word: &str) -> Result<usize, String> {
    number.parse().map_err(|_| format!("bad gap `{word}`: expected a number of tokens, as in `..4` or `~4`"))
}

fn parse_element(word: &str, element: usize, lexicon: &Lexicon, slots: &mut Slots) -> Result<Node, String> {
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
    let atom = Node::Atom { element, slot, any };
    Ok(if repeat == Repeat::Once { atom } else { Node::Group { nodes: vec![atom], repeat } })
}

fn parse_atom(atom: &str, lexicon: &Lexicon) -> Result<Atom, String> {
    let class = |name: &str| lexicon.class(name).ok_or_else(|| lexicon.unknown_class(name));
    if let Some(name) = atom.strip_prefix('@') {
        return Ok(Atom::Class(class(name)?));
    }
    if atom == "<noun>" {
        return Ok(Atom::NounGroup);
    }
    if let Some(name) = atom.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return Ok(Atom::Annotation(Kind::named(name).ok_or_else(|| {
            let known = Kind::ALL.map(Kind::name);
            format!("unknown annotation `{name}`: expected one of {}, noun", known.join(", "))
        })?));
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
                other => Err(format!(
                    "unknown verb flag `{other}`: expected passive, active, gerund, infinitive or finite"
                )),
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
        _ => parse_token(atom),
    }
}

/// Why what is written as a word can be none: a sign of the pattern language stands in it where it means nothing.
fn misplaced(atom: &str) -> Option<String> {
    let slot = atom
        .split_once(':')
        .filter(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()));
    let first = atom.chars().next().filter(|_| atom.len() > 1)?;
    Some(match first {
        '$' => format!("`{atom}` stands alone: it cannot come after `!`, `|` or a slot"),
        '!' => format!("`{atom}` stands alone: it cannot come after `|` or a slot"),
        '<' | '{' | '(' | '[' | '#' => {
            format!("`{atom}` is no element: is it closed, and do brackets stand alone?")
        }
        _ if slot.is_some() => {
            format!("`{atom}`: a slot is named once, at the start of an element that can match")
        }
        _ if atom.ends_with(['?', '*', ')', ']', '>', '}']) => {
            format!(
                "`{atom}`: a mark at its end is no part of a word; `?` and `*` follow a whole element, and none that begins with `!`"
            )
        }
        _ if atom.bytes().any(|b| b.is_ascii_uppercase()) => {
            format!("`{atom}`: a word is written in lower case, and matches any")
        }
        _ => return None,
    })
}

/// `word`, `=lemma`, either with `/TAG` after it, or `/TAG` alone.
fn parse_token(atom: &str) -> Result<Atom, String> {
    let (word, tags) = match atom.rsplit_once('/') {
        // A slash alone is the mark.
        Some((word, name)) if !name.is_empty() => {
            (word, Some(TagSet::named(name).ok_or_else(|| format!("unknown tag `{name}`"))?))
        }
        _ => (atom, None),
    };
    if let Some(fault) = misplaced(word) {
        return Err(fault);
    }
    let word = match word.strip_prefix('=') {
        Some(lemma) if !lemma.is_empty() => Some(Atom::Lemma(lemma.to_owned())),
        _ if word.is_empty() => None,
        _ => Some(Atom::Word(word.to_owned())),
    };
    Ok(match (word, tags) {
        (Some(word), Some(tags)) => Atom::Tagged(Box::new(word), tags),
        (Some(word), None) => word,
        (None, Some(tags)) => Atom::Tag(tags),
        (None, None) => return Err("an empty alternative".into()),
    })
}
