//! Names of people, bodies and places, roles, and which short name stands for which full one.
//!
//! Gazetteers, titles and roles decide; a name that none of them supports is not typed. A short name is
//! passed to a full one only when exactly one fits.

mod bodies;
mod modifiers;
mod people;
mod roles;
#[cfg(test)]
mod tests;

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Class, Gazetteer, Lexicon, NamedClasses};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A mention of a person, body or place.
#[derive(Debug, Clone)]
pub(crate) struct NameMention {
    pub(crate) tokens: Range<usize>,
    pub(crate) kind: Kind,
    /// Index into [`Names::people`] for a person.
    pub(crate) person: Option<usize>,
}

/// A person of the article.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The fullest name, verbatim.
    pub(crate) name: String,
    /// Every form used, verbatim.
    pub(crate) forms: Vec<String>,
}

/// A role in the text: "the U.S. Department of Energy press officer".
#[derive(Debug, Clone)]
pub(crate) struct RoleMention {
    /// With the body it belongs to.
    pub(crate) tokens: Range<usize>,
    /// The role itself: "deputy spokesperson".
    pub(crate) core: Range<usize>,
    /// The body: "U.S. Department of State".
    pub(crate) body: Option<Range<usize>>,
    pub(crate) spokesperson: bool,
    pub(crate) plural: bool,
}

/// Everything this stage finds.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) mentions: Vec<NameMention>,
    pub(crate) people: Vec<Person>,
    pub(crate) roles: Vec<RoleMention>,
}

/// Finds names and roles and puts them into the chart.
pub(crate) fn find(document: &Document<'_>, lexicon: &Lexicon, chart: &mut Chart) -> Names {
    let mut is_verb = vec![false; document.tokens.len()];
    for verb in chart.within(Kind::Verb, 0..document.tokens.len()) {
        is_verb[verb.tokens.end - 1] = true;
    }
    let small = (0..document.tokens.len()).filter(|&at| !document.tokens[at].capital);
    let mut finder = Finder {
        document,
        small_words: small.map(|at| document.word(at)).collect(),
        lexicon,
        c: &lexicon.named,
        names: Names::default(),
        by_surname: BTreeMap::new(),
        first_role: 0,
        taken: vec![false; document.tokens.len()],
        mentioned: vec![false; document.tokens.len()],
        is_verb,
    };
    for sentence in 0..document.sentences.len() {
        finder.bodies_and_places(sentence);
    }
    for sentence in 0..document.sentences.len() {
        finder.first_role = finder.names.roles.len();
        finder.roles(sentence);
        finder.full_names(sentence);
    }
    for sentence in 0..document.sentences.len() {
        finder.short_names(sentence);
    }
    let mut names = finder.names;
    names.mentions.sort_by_key(|mention| mention.tokens.start);
    for (index, mention) in names.mentions.iter().enumerate() {
        chart.add(mention.kind, mention.tokens.clone(), index);
    }
    for (index, role) in names.roles.iter().enumerate() {
        chart.add(Kind::Role, role.tokens.clone(), index);
    }
    names
}

/// The names found so far.
struct Finder<'f> {
    document: &'f Document<'f>,
    /// Every word that stands in small letters somewhere.
    small_words: BTreeSet<&'f str>,
    lexicon: &'f Lexicon,
    c: &'f NamedClasses,
    names: Names,
    /// People by their surname.
    by_surname: BTreeMap<String, Vec<usize>>,
    /// The first role of the sentence that is being read.
    first_role: usize,
    /// Tokens of names and roles.
    taken: Vec<bool>,
    /// Tokens of names.
    mentioned: Vec<bool>,
    /// Main verbs of verb groups.
    is_verb: Vec<bool>,
}

impl Finder<'_> {
    /// The roles of the sentence that is being read.
    fn roles_here(&self) -> &[RoleMention] {
        &self.names.roles[self.first_role..]
    }

    fn capital(&self, at: usize) -> bool {
        let token = &self.document.tokens[at];
        token.capital && token.kind == TokenKind::Word
    }

    fn is(&self, at: usize, class: Class) -> bool {
        self.document.tokens[at].classes.has(class)
    }

    /// Whether a word is the name of a month or weekday.
    fn is_calendar(&self, at: usize) -> bool {
        self.document.tokens[at].classes.has_any(&[self.c.month, self.c.weekday])
    }

    fn function_word(&self, at: usize) -> bool {
        let c = self.c;
        let function = [c.preposition, c.conjunction, c.article, c.pronoun, c.be, c.modal, c.starter];
        self.document.tokens[at].classes.has_any(&function)
    }

    fn is_first_name(&self, at: usize) -> bool {
        let word = |i: usize| (i == 0).then(|| self.document.word(at));
        self.lexicon.gazetteer(Gazetteer::FirstName, word).is_some()
    }

    fn mention(&mut self, kind: Kind, tokens: Range<usize>, person: Option<usize>) {
        for at in tokens.clone() {
            self.taken[at] = true;
            self.mentioned[at] = true;
        }
        self.names.mentions.push(NameMention { tokens, kind, person });
    }
}
