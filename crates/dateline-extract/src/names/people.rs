//! People: full names, and which short name stands for which.

use super::{Finder, Person};
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::lexicon::Gazetteer;
use std::ops::Range;

impl Finder<'_> {
    pub(super) fn full_names(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let mut at = tokens.start;
        while at < tokens.end {
            let after_role = self.roles_here().iter().any(|role| role.tokens.end == at);
            let after_title = at > tokens.start && self.is(at - 1, self.c.title) && self.capital(at - 1);
            let known = self.is_first_name(at) && self.capital(at);
            let place_name = known && self.mentioned[at];
            let spoken = self.may_be_part_of_name(at) && self.introduced(at, &tokens);
            let titled = after_role || after_title;
            let starts = (known && !place_name) || spoken || (titled && self.may_be_part_of_name(at));
            let end = if starts { self.name_end(at, tokens.end, known) } else { None };
            let end = end.map(|end| if known { self.known_name_end(at, end) } else { end });
            match end {
                Some(end) if end > at + 1 && (known || self.may_be_unknown_name(at..end)) => {
                    self.add_person(self.with_initials(at, tokens.start)..end);
                    at = end;
                }
                // "President Obama": a surname with a title is a name of its own.
                Some(end) if end == at + 1 && titled && self.may_be_surname_alone(at, tokens.end) => {
                    self.add_person(at..end);
                    at = end;
                }
                _ => at += 1,
            }
        }
    }

    /// "H. Maria Velden": initials before a first name.
    fn with_initials(&self, mut at: usize, start: usize) -> usize {
        while at > start && !self.taken[at - 1] && self.is_initial(at - 1) {
            at -= 1;
        }
        at
    }

    fn is_initial(&self, at: usize) -> bool {
        let word = self.document.word(at);
        self.capital(at) && word.len() == 2 && word.ends_with('.')
    }

    /// Two capitalised words or more are a person where a role follows in apposition ("Irena Halas, a
    /// spokeswoman").
    fn introduced(&self, at: usize, sentence: &Range<usize>) -> bool {
        let Some(end) = self.name_end(at, sentence.end, false) else { return false };
        if end < at + 2 {
            return false;
        }
        // "Planner Maria Velden", "Coast Guard Russell Holm": the name begins with the first name.
        let first_name = |i: usize| self.is_first_name(i) && i + 1 < end;
        let begins_later =
            (at + 2..end).any(first_name) || first_name(at + 1) && self.ends_a_phrase(at, sentence);
        if begins_later || self.is_place(at) || (at..end).any(|i| self.is(i, self.c.role_modifier)) {
            return false;
        }
        end + 1 < sentence.end
            && self.document.word(end) == ","
            && self.roles_here().iter().any(|role| {
                role.core.start > end && role.core.start <= end + 4 && role.core.end <= sentence.end
            })
    }

    /// Whether a capitalised word ends what stands before a name: a place in short, or the last word of a headline
    /// ("in the US Gulf | Maria Velden, a doctor").
    fn ends_a_phrase(&self, at: usize, sentence: &Range<usize>) -> bool {
        let c = self.c;
        let word = self.document.word(at);
        let state = matches!(
            word,
            "n.j." | "n.y." | "n.h." | "n.c." | "n.d." | "n.m." | "s.c." | "s.d." | "r.i." | "d.c." | "w.va."
        );
        let goes_on = at > sentence.start && {
            let before = at - 1;
            let other = [c.demonym, c.title, c.role_head, c.role_modifier, c.starter];
            self.capital(before) && !self.document.tokens[before].classes.has_any(&other)
                || matches!(self.document.word(before), "'s" | "’s")
        };
        state || goes_on && !self.is(at, c.title) || self.is_small_elsewhere(at)
    }

    /// A name whose first word no list has: not of words that the article also writes small, nor of a verb, nor in
    /// capitals ("Leaders Offer Unity", "President Criticizes Budget").
    fn may_be_unknown_name(&self, tokens: Range<usize>) -> bool {
        let shouted = |at: usize| {
            let word = self.document.verbatim(at);
            word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase())
        };
        !self.document.tag(tokens.start).is_verb()
            && !tokens.clone().any(|at| self.is_small_elsewhere(at))
            && !tokens.clone().all(shouted)
    }

    /// Where a known first name's surname ends: before a word that is tagged as no name and that the article also
    /// writes small ("Maria Velden Posted by").
    fn known_name_end(&self, at: usize, end: usize) -> usize {
        let stray = |i: &usize| !self.document.tag(*i).is_proper_noun() && self.is_small_elsewhere(*i);
        (at + 2..end).find(stray).unwrap_or(end)
    }

    /// Whether a capitalised word stands in small letters elsewhere in the article.
    fn is_small_elsewhere(&self, at: usize) -> bool {
        self.capital(at) && self.small_words.contains(self.document.word(at))
    }

    /// Whether one word after a title is somebody's surname. A first name alone is one only of kings and saints:
    /// elsewhere it is a name that was cut short.
    fn may_be_surname_alone(&self, at: usize, end: usize) -> bool {
        let shouted = self.document.verbatim(at).chars().all(|c| !c.is_lowercase());
        let crowned = matches!(
            self.document.word(at - 1),
            "king"
                | "queen"
                | "prince"
                | "princess"
                | "pope"
                | "sheik"
                | "sheikh"
                | "emir"
                | "sister"
                | "brother"
        );
        let next = at + 1;
        let goes_on = next < end
            && (self.capital(next) && self.document.tag(next).is_proper_noun() && !self.is_calendar(next)
                || self.document.word(next).starts_with("el-"));
        // "the general Public": a title without its capital needs the name to stand somewhere on its own.
        let titled = self.capital(at - 1)
            || (0..self.document.tokens.len())
                .any(|i| i != at && self.names_alone(i, self.document.word(at)));
        self.title_before(at)
            && !shouted
            && titled
            && !goes_on
            && self.document.tag(at).is_proper_noun()
            && (crowned || !self.is_first_name(at))
            && !self.is_small_elsewhere(at)
            // "the General Agreement on Trade", "the General Assembly".
            && self.document.word(at) != "mother"
            && !self.document.tokens[at].classes.has_any(&[self.c.agreement_noun, self.c.org_head, self.c.event_meeting])
    }

    /// Whether the word at `at` is `word` as a name, with its capital inside a sentence.
    fn names_alone(&self, at: usize, word: &str) -> bool {
        self.document.word(at) == word
            && self.capital(at)
            && self.document.sentences[self.document.sentence_of(at)].tokens.start != at
    }

    /// Only the roles that are used as titles make one word a name ("President Obama", not "lawyer BP").
    fn title_before(&self, at: usize) -> bool {
        at > 0 && self.document.tokens[at - 1].classes.has_any(&[self.c.title, self.c.role_title])
    }

    fn may_be_part_of_name(&self, at: usize) -> bool {
        let c = self.c;
        self.capital(at)
            && !self.taken[at]
            && !self.function_word(at)
            && !self.is_calendar(at)
            && !self.is(at, c.org_head)
            && !self.is(at, c.role_head)
            && !self.is(at, c.role_head_plural)
            && !self.is(at, c.demonym)
            && !self.is(at, c.number_word)
            && !self.document.tokens[at].classes.has_any(&[c.do_form, c.have])
            && self.document.word(at).len() > 1
    }

    pub(super) fn is_place(&self, at: usize) -> bool {
        let word = |i: usize| (i == 0).then(|| self.document.word(at));
        self.lexicon.gazetteer(Gazetteer::Place, word) == Some(1)
    }

    fn name_end(&self, at: usize, end: usize, known: bool) -> Option<usize> {
        let mut stop = at;
        let mut capitals = 0;
        while stop < end && capitals < 4 && !self.begins_another(at, stop, end) {
            let word = self.document.word(stop);
            let initial = self.is_initial(stop)
                || self.capital(stop)
                    && word.len() == 1
                    && stop > at
                    && stop + 1 < end
                    && self.capital(stop + 1);
            let particle =
                stop > at && self.is(stop, self.c.name_particle) && self.particle_leads_on(stop, end);
            let hyphenated =
                stop > at && is_arabic_article(word) && self.document.tokens[stop].kind == TokenKind::Word;
            // "Larry King": a title that is a surname after a first name.
            let after_initial = stop > at && self.is_initial(stop - 1);
            let crown = (stop == at + 1 && known || after_initial)
                && self.capital(stop)
                && self.is(stop, self.c.crown);
            if initial || particle || hyphenated {
                stop += 1;
            } else if crown {
                stop += 1;
                capitals += 1;
            } else if stop > at
                && self.is_place(stop)
                && !(stop == at + 1 && known || self.is(stop - 1, self.c.name_particle))
            {
                // "President Assad Syria's …": text that lost its full stop.
                break;
            } else if stop == at && known && self.capital(stop) || self.may_be_part_of_name(stop) {
                stop += 1;
                capitals += 1;
            } else {
                break;
            }
        }
        // "Representative Ana T." is cut short.
        let cut = stop > at && self.is_initial(stop - 1);
        (stop > at && !cut && !self.is_broken_off(stop - 1)).then_some(stop)
    }

    /// "Ana T Velden | Maria Holm": behind initial and surname another name begins.
    fn begins_another(&self, at: usize, stop: usize, end: usize) -> bool {
        let letter = |at: usize| self.document.word(at).trim_end_matches('.').len() == 1;
        stop > at + 2
            && letter(stop - 2)
            && self.is_first_name(stop)
            && stop + 1 < end
            && self.capital(stop)
            && self.capital(stop + 1)
    }

    /// Whether a word goes on in letters that were read by the wrong charset.
    fn is_broken_off(&self, last: usize) -> bool {
        let next = self.document.text[self.document.tokens[last].span.end_byte..].chars().next();
        next.is_some_and(|c| {
            !c.is_ascii() && c.is_alphanumeric() || matches!(c, '§' | '±' | '©' | '³' | '\u{300}'..='\u{36f}')
        })
    }

    /// "van der Holm": particles up to a capital.
    fn particle_leads_on(&self, at: usize, end: usize) -> bool {
        let mut next = at + 1;
        while next < end && self.is(next, self.c.name_particle) {
            next += 1;
        }
        next < end && self.capital(next)
    }

    fn add_person(&mut self, tokens: Range<usize>) {
        let last = tokens.end - 1;
        let next = tokens.end;
        let thing = |at: usize| self.is(at, self.c.thing_noun) && self.capital(at);
        if thing(last)
            || self.is(tokens.start, self.c.firm_first)
            || (tokens.start + 1..last).any(thing)
            || next < self.document.tokens.len() && thing(next)
        {
            // "Mao Street", "the Queen Elizabeth Hotel": a thing named after somebody.
            return;
        }
        let text = self.document.name(tokens.clone());
        let surname = self.document.word(tokens.end - 1).to_owned();
        let full = tokens.len() > 1;
        let known = self.by_surname.get(&surname).map_or(&[][..], Vec::as_slice);
        let same = known.iter().copied().find(|&p| self.names.people[p].name == text);
        let two_full = |p: &usize| full && self.names.people[*p].name.contains(' ');
        let by_surname: Vec<usize> = known.iter().copied().filter(|p| !two_full(p)).collect();
        let person = match (same, by_surname.as_slice()) {
            (Some(person), _) | (None, &[person]) => person,
            _ => {
                let person = self.names.people.len();
                self.by_surname.entry(surname).or_default().push(person);
                self.names.people.push(Person { name: text.clone(), forms: Vec::new() });
                person
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

    /// "a memoir on Orin Holm": a word before a surname that may well be the first name of another of that name.
    fn is_another_first_name(&self, at: usize, person: usize) -> bool {
        let c = self.c;
        let known = [c.title, c.role_title, c.role_modifier, c.role_field, c.starter];
        let word = self.document.verbatim(at);
        self.may_be_part_of_name(at)
            && self.document.tag(at).is_proper_noun()
            && !self.document.tokens[at].classes.has_any(&known)
            && !self.is_small_elsewhere(at)
            && !self.is_place(at)
            && !self.names.people[person]
                .forms
                .iter()
                .any(|form| form.split_whitespace().any(|own| own == word))
            && word.chars().all(char::is_alphabetic)
            && word.chars().skip(1).all(char::is_lowercase)
    }

    pub(super) fn short_names(&mut self, sentence: usize) {
        let tokens = self.document.sentences[sentence].tokens.clone();
        for at in tokens.clone() {
            if !self.capital(at) || self.taken[at] {
                continue;
            }
            let next_capital = at + 1 < tokens.end
                && self.capital(at + 1)
                && !self.taken[at + 1]
                && !self.is_calendar(at + 1);
            if next_capital {
                continue;
            }
            let word = self.document.word(at);
            let fits = [word, &format!("al-{word}")].map(|surname| self.by_surname.get(surname));
            let fits: Vec<usize> = fits.into_iter().flatten().flatten().copied().collect();
            if let [person] = fits[..] {
                let before = at.checked_sub(1).filter(|before| *before > tokens.start);
                if before.is_some_and(|before| self.is_another_first_name(before, person)) {
                    continue;
                }
                let form = self.document.verbatim(at).to_owned();
                if !self.names.people[person].forms.contains(&form) {
                    self.names.people[person].forms.push(form);
                }
                self.mention(Kind::Person, at..at + 1, Some(person));
            }
        }
    }
}

/// "al-Assad", "el-Arabi": the article is part of the name.
fn is_arabic_article(word: &str) -> bool {
    word.split_once('-').is_some_and(|(article, name)| {
        !name.is_empty()
            && matches!(article, "al" | "el" | "ul" | "as" | "ash" | "at" | "ad" | "an" | "ar" | "az" | "es")
    })
}
