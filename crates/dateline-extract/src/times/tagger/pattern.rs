//! Patterns over pieces: read once, matched against a sentence.
//!
//! Options and groups are multiplied out when a pattern is read, so that what is matched is a plain row of
//! elements. A row is tried only where its first element can stand.

use super::lattice::{Lattice, Sort};
use super::words::{WordClass, WordId, Words};
use crate::tagger::TagSet;

/// What one alternative of an element asks of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Word(WordId),
    Class(WordClass),
    /// A whole number of so many digits and such a size.
    Digits {
        fewest: u8,
        most: u8,
        low: i32,
        high: i32,
    },
    Sort(Sort),
}

/// One alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) test: Test,
    /// It must have a capital.
    capital: bool,
    /// No space may stand before it.
    glued: bool,
    /// Its part of speech must be one of these, where it is known.
    tags: Option<TagSet>,
}

/// How an element takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is part of the match.
    Take,
    /// It must come next, or must not; it is no part of the match.
    Ahead(bool),
    /// It must stand before, or must not.
    Behind(bool),
}

/// An element of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) role: Role,
    pub(super) slot: Option<Slot>,
    pub(super) atoms: Vec<Atom>,
}

/// A slot: a number below [`SLOTS`].
pub(super) type Slot = u8;
/// How many slots there may be.
pub(super) const SLOTS: usize = 14;
/// The names of the slots.
pub(super) const SLOT_NAMES: [&str; SLOTS] =
    ["n", "u", "m", "d", "y", "w", "which", "p", "x", "z", "h", "min", "k", "v"];

/// What a slot caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Caught {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The annotation, if one was asked for.
    pub(super) annotation: Option<u32>,
}

/// What the slots caught.
pub(super) type Slots = [Option<Caught>; SLOTS];

/// The elements of a row.
pub(super) type Row = Vec<Element>;

/// Most rows that one pattern may become.
const MAX_ROWS: usize = 600;

/// Reads a pattern as rows.
pub(super) fn parse(text: &str, words: &mut Words) -> Result<Vec<Row>, String> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    let rows = sequence(&tokens, &mut at, words)?;
    if at < tokens.len() {
        return Err("a bracket is closed that was not opened".into());
    }
    if rows.iter().any(|row| !row.iter().any(|e| e.role == Role::Take)) {
        return Err("the pattern matches nothing at all".into());
    }
    Ok(rows)
}

fn sequence(tokens: &[&str], at: &mut usize, words: &mut Words) -> Result<Vec<Row>, String> {
    let mut rows: Vec<Row> = vec![Vec::new()];
    let mut options: Vec<Vec<Row>> = Vec::new();
    while *at < tokens.len() {
        let token = tokens[*at];
        *at += 1;
        let next = match token {
            ")" | ")?" => {
                *at -= 1;
                break;
            }
            "/" => {
                options.push(std::mem::replace(&mut rows, vec![Vec::new()]));
                continue;
            }
            "(" => {
                let mut inner = sequence(tokens, at, words)?;
                let Some(close) = tokens.get(*at) else { return Err("a bracket is not closed".into()) };
                *at += 1;
                if *close == ")?" {
                    inner.push(Vec::new());
                }
                inner
            }
            _ => {
                let (body, optional) = match token.strip_suffix('?') {
                    Some(body) if !body.is_empty() => (body, true),
                    _ => (token, false),
                };
                let mut alternatives = vec![vec![element(body, words)?]];
                if optional {
                    alternatives.push(Vec::new());
                }
                alternatives
            }
        };
        if rows.len() * next.len() > MAX_ROWS {
            return Err(format!("the pattern becomes more than {MAX_ROWS} rows"));
        }
        rows = rows
            .iter()
            .flat_map(|row| next.iter().map(|tail| [row.as_slice(), tail.as_slice()].concat()))
            .collect();
    }
    rows.extend(options.into_iter().flatten());
    Ok(rows)
}

fn element(text: &str, words: &mut Words) -> Result<Element, String> {
    let (role, text) = if let Some(rest) = text.strip_prefix("<!") {
        (Role::Behind(false), rest)
    } else if let Some(rest) = text.strip_prefix("<=") {
        (Role::Behind(true), rest)
    } else if let Some(rest) = text.strip_prefix('!').filter(|rest| !rest.is_empty()) {
        (Role::Ahead(false), rest)
    } else if let Some(rest) = text.strip_prefix('=') {
        (Role::Ahead(true), rest)
    } else {
        (Role::Take, text)
    };
    let (slot, text) = match text.split_once(':') {
        Some((name, rest)) if !rest.is_empty() && name.starts_with(|c: char| c.is_ascii_lowercase()) => {
            let slot = SLOT_NAMES.iter().position(|known| *known == name);
            let slot = slot.and_then(|slot| u8::try_from(slot).ok());
            (Some(slot.ok_or_else(|| format!("there is no slot `{name}`"))?), rest)
        }
        _ => (None, text),
    };
    let atoms = text.split('|').map(|part| atom(part, words)).collect::<Result<_, _>>()?;
    Ok(Element { role, slot, atoms })
}

fn atom(text: &str, words: &mut Words) -> Result<Atom, String> {
    let (glued, text) = match text.strip_prefix('+').filter(|rest| !rest.is_empty()) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (capital, text) = match text.strip_prefix('^').filter(|rest| !rest.is_empty()) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (text, tags) = match text.rsplit_once('/') {
        Some((rest, name)) if !rest.is_empty() && !name.is_empty() => {
            let tags = TagSet::named(name).ok_or_else(|| format!("unknown part of speech `{name}`"))?;
            (rest, Some(tags))
        }
        _ => (text, None),
    };
    let digits = |fewest, most, low, high| Test::Digits { fewest, most, low, high };
    let asked = if let Some(class) = text.strip_prefix('@') {
        Test::Class(words.class(class).ok_or_else(|| format!("unknown word class `{class}`"))?)
    } else if let Some(name) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        Test::Sort(Sort::named(name).ok_or_else(|| format!("unknown sort `<{name}>`"))?)
    } else {
        match text {
            "#year" => digits(4, 4, 1000, 2199),
            "#recent-year" => digits(4, 4, 1900, 2035),
            "#yy" => digits(2, 2, 0, 99),
            "#day" => digits(1, 2, 1, 31),
            "#month" => digits(1, 2, 1, 12),
            "#month2" => digits(2, 2, 1, 12),
            "#day2" => digits(2, 2, 1, 31),
            "#hour" => digits(1, 2, 0, 24),
            "#minute" => digits(2, 2, 0, 59),
            "#ymd" => digits(8, 8, 10_000_101, 21_991_231),
            "#int" => digits(1, 9, 0, 999_999_999),
            "" => return Err("an alternative is empty".into()),
            word => Test::Word(words.intern(word).ok_or_else(|| format!("`{word}` is too long"))?),
        }
    };
    Ok(Atom { test: asked, capital, glued, tags })
}

/// Tries a row at a piece; the end of the match, its slots filled.
pub(super) fn match_row(
    row: &[Element],
    lattice: &Lattice<'_>,
    at: usize,
    slots: &mut Slots,
) -> Option<usize> {
    let Some((element, rest)) = row.split_first() else { return Some(at) };
    match element.role {
        Role::Behind(wanted) => {
            let stands = at > 0 && stands_at(element, lattice, at - 1);
            return if stands == wanted { match_row(rest, lattice, at, slots) } else { None };
        }
        Role::Ahead(wanted) => {
            let comes = at < lattice.end && stands_at(element, lattice, at);
            return if comes == wanted { match_row(rest, lattice, at, slots) } else { None };
        }
        Role::Take => {}
    }
    if at >= lattice.end {
        return None;
    }
    // All alternatives that take one piece lead on alike; only what was found before may branch.
    let piece = element.atoms.iter().any(|atom| atom.takes_piece(lattice, at));
    let sorts = element.atoms.iter().filter(|atom| matches!(atom.test, Test::Sort(_)));
    let before = slots[element.slot.map_or(0, usize::from)];
    let mut best: Option<(usize, Slots)> = None;
    for atom in sorts.filter(|atom| atom.allows(lattice, at)) {
        let Test::Sort(sort) = atom.test else { continue };
        for (annotation, end) in lattice.at(at, sort) {
            let mut tried = *slots;
            if let Some(slot) = element.slot {
                tried[usize::from(slot)] = caught(at, end, Some(annotation));
            }
            if let Some(end) = match_row(rest, lattice, end, &mut tried)
                && best.as_ref().is_none_or(|(longest, _)| end > *longest)
            {
                best = Some((end, tried));
            }
        }
    }
    if piece {
        if let Some(slot) = element.slot {
            slots[usize::from(slot)] = caught(at, at + 1, None);
        }
        if let Some(end) = match_row(rest, lattice, at + 1, slots)
            && best.as_ref().is_none_or(|(longest, _)| end > *longest)
        {
            return Some(end);
        }
        if let Some(slot) = element.slot {
            slots[usize::from(slot)] = before;
        }
    }
    let (end, filled) = best?;
    *slots = filled;
    Some(end)
}

fn caught(start: usize, end: usize, annotation: Option<u32>) -> Option<Caught> {
    Some(Caught { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()?, annotation })
}

fn stands_at(element: &Element, lattice: &Lattice<'_>, at: usize) -> bool {
    element.atoms.iter().any(|atom| {
        atom.allows(lattice, at)
            && match atom.test {
                Test::Sort(sort) => match element.role {
                    // Before the match: an annotation that ends there.
                    Role::Behind(_) => lattice.ends_at(at + 1, sort),
                    _ => lattice.at(at, sort).next().is_some(),
                },
                test => test.holds(lattice, at),
            }
    })
}

impl Atom {
    fn takes_piece(self, lattice: &Lattice<'_>, at: usize) -> bool {
        self.test.holds(lattice, at) && self.allows(lattice, at)
    }

    fn allows(self, lattice: &Lattice<'_>, at: usize) -> bool {
        let piece = &lattice.pieces[at];
        let tag = || self.tags.is_none_or(|tags| piece.tag.is_none_or(|tag| tags.has(tag)));
        (!self.capital || piece.capital) && (!self.glued || piece.glued) && tag()
    }
}

impl Test {
    pub(super) fn holds(self, lattice: &Lattice<'_>, at: usize) -> bool {
        let piece = &lattice.pieces[at];
        match self {
            Self::Word(word) => piece.word == word,
            Self::Class(class) => piece.classes >> class.0 & 1 == 1,
            Self::Digits { fewest, most, low, high } => {
                (fewest..=most).contains(&piece.digits)
                    && (i64::from(low)..=i64::from(high)).contains(&(piece.number / 1000))
            }
            Self::Sort(_) => false,
        }
    }
}
