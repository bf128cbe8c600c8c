//! Stages 3 and 8: names of people, bodies and places, roles, and which short name stands for which full one.
//!
//! Gazetteers, titles and roles decide; a name that none of them supports is not typed. A short name is
//! passed to a full one only when exactly one fits.

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Class, Gazetteer, Lexicon};
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
    /// Last word of the name, lower case.
    surname: String,
    /// Every form used, verbatim.
    pub(crate) forms: Vec<String>,
}

/// A role in the text: "the U.S. Department of State deputy spokesperson".
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

/// Word classes this stage needs.
#[derive(Debug)]
pub(crate) struct NameClasses {
    role_head: Class,
    role_head_plural: Class,
    role_modifier: Class,
    spokesperson: Class,
    title: Class,
    preposition: Class,
    conjunction: Class,
    article: Class,
    pronoun: Class,
    org_head: Class,
    month: Class,
    weekday: Class,
    starter: Class,
    be: Class,
    modal: Class,
    adverb: Class,
    demonym: Class,
    number: Class,
}

impl NameClasses {
    pub(crate) fn of(lexicon: &Lexicon) -> Option<Self> {
        Some(Self {
            role_head: lexicon.class("role-head")?,
            role_head_plural: lexicon.class("role-head-plural")?,
            role_modifier: lexicon.class("role-modifier")?,
            spokesperson: lexicon.class("spokesperson")?,
            title: lexicon.class("title")?,
            preposition: lexicon.class("preposition")?,
            conjunction: lexicon.class("conjunction")?,
            article: lexicon.class("article")?,
            pronoun: lexicon.class("pronoun")?,
            org_head: lexicon.class("org-head")?,
            month: lexicon.class("month")?,
            weekday: lexicon.class("weekday")?,
            starter: lexicon.class("starter")?,
            be: lexicon.class("be")?,
            modal: lexicon.class("modal")?,
            adverb: lexicon.class("adverb")?,
            demonym: lexicon.class("demonym")?,
            number: lexicon.class("number-word")?,
        })
    }
}

/// Finds names and roles and puts them into the chart.
pub(crate) fn find(document: &Document<'_>, lexicon: &Lexicon, c: &NameClasses, chart: &mut Chart) -> Names {
    let mut is_verb = vec![false; document.tokens.len()];
    for verb in chart.within(Kind::Verb, 0..document.tokens.len()) {
        is_verb[verb.tokens.end - 1] = true;
    }
    let mut finder = Finder {
        document,
        lexicon,
        c,
        names: Names::default(),
        taken: vec![false; document.tokens.len()],
        is_verb,
    };
    for sentence in 0..document.sentences.len() {
        finder.bodies_and_places(sentence);
    }
    for sentence in 0..document.sentences.len() {
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

struct Finder<'f> {
    document: &'f Document<'f>,
    lexicon: &'f Lexicon,
    c: &'f NameClasses,
    names: Names,
    taken: Vec<bool>,
    /// Main verbs of verb groups.
    is_verb: Vec<bool>,
}

impl Finder<'_> {
    fn capital(&self, at: usize) -> bool {
        let token = &self.document.tokens[at];
        token.capital && token.kind == TokenKind::Word
    }

    fn is(&self, at: usize, class: Class) -> bool {
        self.document.tokens[at].classes.has(class)
    }

    fn function_word(&self, at: usize) -> bool {
        let c = self.c;
        [c.preposition, c.conjunction, c.article, c.pronoun, c.be, c.modal, c.starter]
            .iter()
            .any(|class| self.is(at, *class))
    }

    fn mention(&mut self, kind: Kind, tokens: Range<usize>, person: Option<usize>) {
        for at in tokens.clone() {
            self.taken[at] = true;
        }
        self.names.mentions.push(NameMention { tokens, kind, person });
    }

    fn bodies_and_places(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let mut at = tokens.start;
        while at < tokens.end {
            if !self.capital(at) {
                at += 1;
                continue;
            }
            let longest = |kind| {
                let document = self.document;
                let word = |i: usize| (at + i < tokens.end).then(|| document.word(at + i));
                self.lexicon.gazetteer(kind, word)
            };
            let body = longest(Gazetteer::Organisation);
            let place = longest(Gazetteer::Place);
            let run = self.body_by_its_head(at, tokens.end);
            let best_body = body.map(|n| at + n).max(run);
            match (best_body, place) {
                (Some(end), place) if place.is_none_or(|n| at + n <= end) => {
                    self.mention(Kind::Organisation, at..end, None);
                    at = end;
                }
                (_, Some(n)) => {
                    // "Geneva Declaration", "Paris Hilton": part of a longer name, no place here.
                    let end = at + n;
                    let longer = end < tokens.end
                        && self.capital(end)
                        && !self.is(end, self.c.month)
                        && !self.is(end, self.c.weekday)
                        && self.document.word(end) != "and";
                    let part = at > tokens.start
                        && self.capital(at - 1)
                        && !self.function_word(at - 1)
                        && !self.is(at - 1, self.c.role_head)
                        && !self.is(at - 1, self.c.role_modifier);
                    if !longer && !part {
                        self.mention(Kind::Place, at..end, None);
                    }
                    at = end;
                }
                _ => at += 1,
            }
        }
    }

    /// "Rhone Relief Council", "Ministry of Health", "Syrian Observatory for Human Rights": capitalised words
    /// up to one that heads a body, and what follows it with "of" or "for".
    fn body_by_its_head(&self, at: usize, end: usize) -> Option<usize> {
        let c = self.c;
        if self.function_word(at) && !self.is(at, c.org_head) {
            return None;
        }
        let mut head = None;
        let mut i = at;
        while i < end && i < at + 7 && self.capital(i) {
            if self.is(i, c.org_head) {
                head = Some(i);
            } else if self.is(i, c.role_head) || self.is(i, c.month) || self.is(i, c.weekday) {
                break;
            }
            i += 1;
        }
        let head = head?;
        let mut stop = head + 1;
        let joined = stop + 1 < end && matches!(self.document.word(stop), "of" | "for");
        if joined {
            let first = stop + 1 + usize::from(self.document.word(stop + 1) == "the");
            let mut last = first;
            while last < end
                && last < first + 4
                && self.capital(last)
                && !self.is(last, c.month)
                && !self.is(last, c.weekday)
            {
                last += 1;
            }
            if last > first {
                stop = last;
            }
        }
        (head > at || stop > head + 1).then_some(stop)
    }

    fn roles(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let c = self.c;
        for head in tokens.clone() {
            let plural = self.is(head, c.role_head_plural);
            if !(self.is(head, c.role_head) || plural) || self.taken[head] {
                continue;
            }
            if self.is_verb[head] || self.heads_nothing(head, tokens.end) {
                continue;
            }
            let role = self.role_around(head, tokens.clone(), plural);
            for at in role.core.clone() {
                self.taken[at] = true;
            }
            self.names.roles.push(role);
        }
    }

    /// The role's head comes later ("chief operating officer", "chief economist"), or what follows is a word
    /// that nothing is known of.
    fn heads_nothing(&self, head: usize, end: usize) -> bool {
        let c = self.c;
        let mut next = head + 1;
        if next < end && (self.is(next, c.role_head) || self.is(next, c.role_head_plural)) {
            return true;
        }
        while next < end && self.is(next, c.role_modifier) {
            next += 1;
        }
        if next < end && (self.is(next, c.role_head) || self.is(next, c.role_head_plural)) {
            return true;
        }
        let next = head + 1;
        next < end && {
            let token = &self.document.tokens[next];
            let word = self.document.word(next);
            token.kind == TokenKind::Word
                && !token.capital
                && token.verb.is_none()
                && !self.function_word(next)
                && !self.is(next, c.adverb)
                && !matches!(
                    word,
                    "'s" | "’s" | "has" | "have" | "had" | "not" | "who" | "there" | "here" | "did" | "does"
                )
                && !word.ends_with("ed")
                && !word.ends_with("ly")
                && !word.ends_with("ing")
        }
    }

    fn role_around(&self, head: usize, sentence: Range<usize>, plural: bool) -> RoleMention {
        let c = self.c;
        let document = self.document;
        let mut left = head;
        while left > sentence.start {
            let at = left - 1;
            let modifies = self.is(at, c.role_modifier) || self.is(at, c.role_head);
            let under = document.word(at) == "under" && document.word(left) != "secretary";
            // "Civil Aviation Minister", "Supreme Leader": capitalised words that name no place or body.
            let office = self.capital(at)
                && self.capital(head)
                && !self.function_word(at)
                && !self.is(at, c.demonym)
                && !self.is(at, c.month)
                && !self.is(at, c.weekday)
                && !self.is_first_name(at)
                && !self.is(at, c.starter)
                && !document.word(at).contains('-')
                && document.verbatim(at).chars().any(char::is_lowercase);
            if !(modifies || office) || under || self.taken[at] {
                break;
            }
            left = at;
        }
        if !self.capital(left) {
            left = self.with_plain_modifiers(left, sentence.start);
        }
        // "Secretary of State", "Undersecretary of State for Political Affairs", "envoy for Syria".
        let mut right = head + 1;
        while right + 1 < sentence.end {
            let word = document.word(right);
            if word == "of" && document.word(right + 1) == "state" {
                right += 2;
            } else if word == "of"
                && matches!(document.word(right + 1), "staff" | "police" | "mission" | "operations")
            {
                right += 2;
            } else if word == "for" || (word == "to" || word == "on") && self.capital(right + 1) {
                // "spokeswoman for U.N. envoy X": the rest is another's role.
                let mark = |at: &usize| self.document.tokens[*at].kind != TokenKind::Word;
                let stop = (right + 1..sentence.end).find(mark).unwrap_or(sentence.end).min(right + 6);
                if (right + 1..stop).any(|at| self.is(at, c.role_head)) {
                    break;
                }
                let mut end = right + 1;
                if document.word(end) == "the" {
                    end += 1;
                }
                let start = end;
                while end < sentence.end && end < start + 3 && self.in_role_complement(end, start) {
                    end += 1;
                }
                if end == start {
                    break;
                }
                right = end;
            } else {
                break;
            }
        }
        // The body stands before ("White House spokesman") or after ("president of the Syrian Coalition").
        let mut start = left;
        while start > sentence.start && start + 8 > left {
            let at = start - 1;
            let joins = matches!(document.word(at), "of" | "&")
                && at > sentence.start
                && self.capital(at - 1)
                && !self.function_word(at - 1);
            let bound =
                matches!(document.word(at), "'s" | "’s") && at > sentence.start && self.capital(at - 1);
            let name = self.capital(at)
                && !self.function_word(at)
                && !self.is(at, c.role_head)
                && !self.is(at, c.month)
                && !self.is(at, c.weekday);
            if !(name || joins || bound) {
                break;
            }
            start = at;
        }
        let body = (start < left).then(|| {
            let end = if matches!(document.word(left - 1), "'s" | "’s") { left - 1 } else { left };
            start..end
        });
        let body = body.filter(|body| body.start < body.end).or_else(|| self.body_after(right, sentence.end));
        let end = body.as_ref().map_or(right, |body| body.end.max(right));
        RoleMention {
            tokens: start..end,
            core: left..right,
            body,
            spokesperson: self.is(head, c.spokesperson),
            plural,
        }
    }

    /// "internal security head", "peace envoy": up to three plain words between an article, a possessive, a
    /// comma or a name and the role.
    fn with_plain_modifiers(&self, left: usize, start: usize) -> usize {
        let c = self.c;
        let plain = |at: usize| {
            let token = &self.document.tokens[at];
            let word = self.document.word(at);
            token.kind == TokenKind::Word
                && !token.capital
                && token.verb.is_none()
                && !self.function_word(at)
                && !self.is(at, c.adverb)
                && !word.ends_with("ed")
                && !word.ends_with("ly")
                && word.len() > 2
                && !matches!(
                    word,
                    "has" | "had" | "have" | "not" | "'s" | "’s" | "their" | "its" | "said" | "mr" | "mrs"
                )
        };
        let mut first = left;
        while first > start && left - first < 3 && plain(first - 1) {
            first -= 1;
        }
        let bounded = first > start && {
            let token = &self.document.tokens[first - 1];
            let word = self.document.word(first - 1);
            self.is(first - 1, c.article)
                || matches!(word, "'s" | "’s" | "," | "its" | "their" | "his" | "her" | "as")
                || token.capital && token.kind == TokenKind::Word
        };
        if bounded { first } else { left }
    }

    fn in_role_complement(&self, at: usize, start: usize) -> bool {
        let token = &self.document.tokens[at];
        let word = self.document.word(at);
        token.kind == TokenKind::Word
            && !self.function_word(at)
            && token.verb.is_none()
            && !self.is(at, self.c.month)
            && !self.is(at, self.c.weekday)
            // A full name after the complement is the person, not more of it.
            && !(at > start && token.capital && self.is_first_name(at))
            && !word.ends_with("ing")
            && !matches!(word, "'s" | "’s")
    }

    fn body_after(&self, right: usize, end: usize) -> Option<Range<usize>> {
        if right + 1 >= end || self.document.word(right) != "of" {
            return None;
        }
        let start = right + 1 + usize::from(self.document.word(right + 1) == "the");
        let mut stop = start;
        while stop < end && stop < start + 7 {
            let joins = matches!(self.document.word(stop), "of" | "for" | "and")
                && stop + 1 < end
                && self.capital(stop + 1)
                && stop > start;
            let name = self.capital(stop) && !(stop > start && self.is_first_name(stop));
            if !(name || joins) {
                break;
            }
            stop += 1;
        }
        (stop > start).then_some(start..stop)
    }

    fn is_first_name(&self, at: usize) -> bool {
        let word = |i: usize| (i == 0).then(|| self.document.word(at));
        self.lexicon.gazetteer(Gazetteer::FirstName, word).is_some()
    }

    fn may_be_part_of_name(&self, at: usize) -> bool {
        let c = self.c;
        self.capital(at)
            && !self.taken[at]
            && !self.function_word(at)
            && !self.is(at, c.month)
            && !self.is(at, c.weekday)
            && !self.is(at, c.org_head)
            && !self.is(at, c.role_head)
            && !self.is(at, c.role_head_plural)
            && !self.is(at, c.demonym)
            && !self.is(at, c.number)
            && self.document.word(at).len() > 1
    }

    fn full_names(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let mut at = tokens.start;
        while at < tokens.end {
            let after_role = self.names.roles.iter().any(|role| role.tokens.end == at);
            let after_title = at > tokens.start && self.is(at - 1, self.c.title) && self.capital(at - 1);
            let known = self.is_first_name(at) && self.capital(at);
            let place_name = known && self.names.mentions.iter().any(|m| m.tokens.contains(&at));
            let spoken = self.may_be_part_of_name(at) && self.introduced(at, &tokens);
            if (known && !place_name)
                || spoken
                || ((after_role || after_title) && self.may_be_part_of_name(at))
            {
                if let Some(end) = self.name_end(at, tokens.end, known) {
                    let words = end - at;
                    if words > 1 {
                        self.add_person(at..end);
                        at = end;
                        continue;
                    }
                    let shouted = self.document.verbatim(at).chars().all(|c| !c.is_lowercase());
                    if (after_title || after_role) && !shouted && self.title_before(at) {
                        // "President Obama": a surname with a title is a name of its own.
                        self.add_person(at..end);
                        at = end;
                        continue;
                    }
                }
            }
            at += 1;
        }
    }

    /// Two capitalised words or more are a person where a role follows in apposition ("Irena Halas, a
    /// spokeswoman").
    fn introduced(&self, at: usize, sentence: &Range<usize>) -> bool {
        let Some(end) = self.name_end(at, sentence.end, false) else { return false };
        if end < at + 2 {
            return false;
        }
        end + 1 < sentence.end
            && self.document.word(end) == ","
            && self.names.roles.iter().any(|role| {
                role.core.start > end && role.core.start <= end + 4 && role.core.end <= sentence.end
            })
    }

    /// Only the roles that are used as titles make one word a name ("President Obama", not "lawyer BP").
    fn title_before(&self, at: usize) -> bool {
        at > 0 && {
            let word = self.document.word(at - 1);
            self.is(at - 1, self.c.title)
                || matches!(
                    word,
                    "minister"
                        | "secretary"
                        | "mayor"
                        | "governor"
                        | "chancellor"
                        | "commissioner"
                        | "ambassador"
                        | "premier"
                )
        }
    }

    fn is_place(&self, at: usize) -> bool {
        let word = |i: usize| (i == 0).then(|| self.document.word(at));
        self.lexicon.gazetteer(Gazetteer::Place, word) == Some(1)
    }

    fn name_end(&self, at: usize, end: usize, known: bool) -> Option<usize> {
        let mut stop = at;
        let mut capitals = 0;
        while stop < end && capitals < 4 {
            let word = self.document.word(stop);
            let initial = word.len() == 2 && word.ends_with('.') && self.capital(stop);
            let particle = stop > at
                && matches!(
                    word,
                    "al" | "bin"
                        | "ibn"
                        | "de"
                        | "da"
                        | "di"
                        | "van"
                        | "von"
                        | "der"
                        | "den"
                        | "la"
                        | "el"
                        | "ben"
                        | "abu"
                )
                && stop + 1 < end
                && self.capital(stop + 1);
            let hyphenated =
                stop > at && word.starts_with("al-") && self.document.tokens[stop].kind == TokenKind::Word;
            if initial || particle || hyphenated {
                stop += 1;
            } else if stop > at && self.is_place(stop) && !(stop == at + 1 && known) {
                // "President Assad Syria's …": text that lost its full stop.
                break;
            } else if stop == at && known && self.capital(stop) || self.may_be_part_of_name(stop) {
                stop += 1;
                capitals += 1;
            } else {
                break;
            }
        }
        (stop > at).then_some(stop)
    }

    fn add_person(&mut self, tokens: Range<usize>) {
        let text = self.document.words(tokens.clone()).to_owned();
        let surname = self.document.word(tokens.end - 1).to_owned();
        let full = tokens.len() > 1;
        let same = self.names.people.iter().position(|person| person.name == text);
        let by_surname: Vec<usize> = (0..self.names.people.len())
            .filter(|&p| {
                let person = &self.names.people[p];
                let other_full = person.name.contains(' ');
                person.surname == surname && !(full && other_full)
            })
            .collect();
        let person = match (same, by_surname.as_slice()) {
            (Some(person), _) | (None, &[person]) => person,
            _ => {
                self.names.people.push(Person { name: text.clone(), surname, forms: Vec::new() });
                self.names.people.len() - 1
            }
        };
        let known = &mut self.names.people[person];
        if text.len() > known.name.len() {
            known.name.clone_from(&text);
        }
        if !known.forms.contains(&text) {
            known.forms.push(text);
        }
        self.mention(Kind::Person, tokens, Some(person));
    }

    fn short_names(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        for at in tokens.clone() {
            if !self.capital(at) || self.taken[at] {
                continue;
            }
            let next_capital = at + 1 < tokens.end
                && self.capital(at + 1)
                && !self.taken[at + 1]
                && !self.is(at + 1, self.c.month)
                && !self.is(at + 1, self.c.weekday);
            if next_capital {
                continue;
            }
            let word = self.document.word(at);
            let fits: Vec<usize> = (0..self.names.people.len())
                .filter(|&p| {
                    let surname = self.names.people[p].surname.as_str();
                    surname == word || surname.strip_prefix("al-") == Some(word)
                })
                .collect();
            if let [person] = fits[..] {
                let form = self.document.verbatim(at).to_owned();
                if !self.names.people[person].forms.contains(&form) {
                    self.names.people[person].forms.push(form);
                }
                self.mention(Kind::Person, at..at + 1, Some(person));
            }
        }
    }
}
