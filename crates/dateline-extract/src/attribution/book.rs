//! The cues of attribution: which words report, and which complements they take. Read from
//! `rules/attribution.rules` (the complements) and `rules/lexicon/cues.txt` (the words).

use super::AttributionClass;
use super::words::WordLists;
use crate::lexicon::{DataError, Lexicon, VerbForms, with_ending, with_s};
use crate::pattern::{NamedPatterns, Pattern, Slots};
use std::collections::HashMap;

/// The files of this stage.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("attribution.rules", include_str!("../../rules/attribution.rules")),
    ("lexicon/cues.txt", include_str!("../../rules/lexicon/cues.txt")),
];

/// How far a content reaches. The set is closed: rules choose, they do not compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// To the end of the clause: what a clause is told in.
    Clause,
    /// The same, but only words that have a verb of their own.
    Told,
    /// To the end of the phrase: what is praised, called for, announced.
    Phrase,
    /// The quotation beside the cue, or the words before it.
    Quotation,
    /// The words before the cue are its subject and those after it go on ("is expected to …").
    Around,
    /// The subject of the cue alone ("was criticised by …").
    Subject,
}

/// A complement that a cue may take.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent marks of a rule, not a state")]
pub(crate) struct Complement {
    pub(crate) name: String,
    /// What stands after the cue; the content begins at the bracket, or else where the match begins.
    pub(crate) after: Option<Pattern>,
    pub(crate) extent: Extent,
    /// Whether the cue is in the passive ("is expected to").
    pub(crate) passive: bool,
    /// Whether nobody is the source ("seems to").
    pub(crate) sourceless: bool,
    /// Whether the content is a clause of what was said.
    pub(crate) said: bool,
    /// Whether the content is what somebody is asked or about to do.
    pub(crate) asked: bool,
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    pub(crate) examples: Vec<[String; 4]>,
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    pub(crate) counter_examples: Vec<String>,
}

/// What kind of word a cue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CueKind {
    Verb(VerbForms),
    Noun,
    Adjective,
}

/// A word form that may be a cue.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    pub(crate) kind: CueKind,
    /// The words that must follow ("call *for*", "point *out*").
    pub(crate) particle: Vec<String>,
    pub(crate) class: AttributionClass,
    /// Complements, in the order in which they are tried.
    pub(crate) takes: Vec<usize>,
    pub(crate) lemma: String,
}

/// All of it, compiled.
#[derive(Debug, Default)]
pub(crate) struct CueBook {
    pub(crate) lists: WordLists,
    pub(crate) complements: Vec<Complement>,
    forms: HashMap<String, Vec<Cue>>,
}

impl CueBook {
    /// # Errors
    /// A fault in a file, with its line.
    pub(crate) fn load(lexicon: &Lexicon) -> Result<Self, DataError> {
        let mut book = Self::default();
        for (file, text) in FILES {
            if *file == "attribution.rules" {
                book.rules(file, text, lexicon)?;
            } else {
                book.words(file, text)?;
            }
        }
        match book.lists.missing() {
            Some(name) => {
                Err(DataError { file: FILES[0].0, line: 1, what: format!("the list `{name}` is not there") })
            }
            None => Ok(book),
        }
    }

    /// The cues that a lower-case word may be, those with a particle first.
    pub(crate) fn cues(&self, word: &str) -> &[Cue] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    fn rules(&mut self, file: &'static str, text: &'static str, lexicon: &Lexicon) -> Result<(), DataError> {
        let mut slots = Slots::default();
        let mut named = NamedPatterns::default();
        for (number, line) in text.lines().enumerate() {
            let fail = |what: String| DataError { file, line: number + 1, what };
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = rest.trim();
            match word {
                "let" => {
                    named.define(rest).map_err(fail)?;
                    continue;
                }
                "words" => {
                    if !self.lists.add(rest) {
                        return Err(fail(format!("unknown list `{rest}`")));
                    }
                    continue;
                }
                "complement" => {
                    self.complements.push(Complement {
                        name: rest.to_owned(),
                        after: None,
                        extent: Extent::Clause,
                        passive: false,
                        sourceless: false,
                        said: false,
                        asked: false,
                        examples: Vec::new(),
                        counter_examples: Vec::new(),
                    });
                    continue;
                }
                _ => {}
            }
            let complement =
                self.complements.last_mut().ok_or_else(|| fail(format!("`{word}` before any complement")))?;
            match word {
                "after" => {
                    complement.after = Some(Pattern::parse(rest, lexicon, &mut slots, &named).map_err(fail)?);
                }
                "content" => {
                    complement.extent =
                        extent(rest).ok_or_else(|| fail(format!("unknown extent `{rest}`")))?;
                }
                "passive" => complement.passive = true,
                "sourceless" => complement.sourceless = true,
                "said" => complement.said = true,
                "asked" => complement.asked = true,
                "yes" => {
                    let parts: Vec<String> = rest.split('|').map(|part| part.trim().to_owned()).collect();
                    let parts = <[String; 4]>::try_from(parts)
                        .map_err(|_| fail("expected `yes TEXT | SOURCE | CUE | CONTENT`".into()))?;
                    complement.examples.push(parts);
                }
                "no" => complement.counter_examples.push(rest.to_owned()),
                other => return Err(fail(format!("unknown directive `{other}`"))),
            }
        }
        Ok(())
    }

    fn words(&mut self, file: &'static str, text: &str) -> Result<(), DataError> {
        let mut class = None;
        for (number, line) in text.lines().enumerate() {
            let fail = |what: String| DataError { file, line: number + 1, what };
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            if let Some(name) = line.strip_prefix("class ") {
                class = Some(
                    AttributionClass::named(name.trim())
                        .ok_or_else(|| fail(format!("unknown class `{name}`")))?,
                );
                continue;
            }
            let class = class.ok_or_else(|| fail("a cue before any class".into()))?;
            let (head, takes) =
                line.split_once(':').ok_or_else(|| fail("expected `WORD: COMPLEMENT …`".into()))?;
            let takes = takes
                .split_whitespace()
                .map(|name| {
                    let at = self.complements.iter().position(|known| known.name == name);
                    at.ok_or_else(|| fail(format!("unknown complement `{name}`")))
                })
                .collect::<Result<Vec<_>, _>>()?;
            self.add(head.trim(), class, &takes);
        }
        Ok(())
    }

    fn add(&mut self, head: &str, class: AttributionClass, takes: &[usize]) {
        let (kind, words) = match head.split_once(' ') {
            Some(("noun", words)) => ("noun", words.trim()),
            Some(("adjective", words)) => ("adjective", words.trim()),
            _ => ("verb", head),
        };
        let mut parts = words.split('_');
        let word = parts.next().unwrap_or_default();
        let particle: Vec<String> = parts.map(str::to_owned).collect();
        let cue = |kind| Cue {
            kind,
            particle: particle.clone(),
            class,
            takes: takes.to_vec(),
            lemma: words.to_owned(),
        };
        match kind {
            "noun" => {
                self.push(word.to_owned(), cue(CueKind::Noun));
                self.push(with_s(word), cue(CueKind::Noun));
            }
            "adjective" => self.push(word.to_owned(), cue(CueKind::Adjective)),
            _ => {
                for (form, forms) in verb_forms(word) {
                    self.push(form, cue(CueKind::Verb(forms)));
                }
            }
        }
    }

    fn push(&mut self, form: String, cue: Cue) {
        let known = self.forms.entry(form).or_default();
        // "read" is base, past and participle: one cue with all its forms.
        for other in known.iter_mut() {
            let same = other.lemma == cue.lemma && other.class == cue.class && other.takes == cue.takes;
            if let (true, CueKind::Verb(a), CueKind::Verb(b)) = (same, &mut other.kind, cue.kind) {
                a.base |= b.base;
                a.present |= b.present;
                a.gerund |= b.gerund;
                a.past |= b.past;
                a.participle |= b.participle;
                return;
            }
        }
        known.push(cue);
        // The fuller one is tried first; the sort is stable.
        known.sort_by_key(|cue| std::cmp::Reverse(cue.particle.len()));
    }
}

/// The forms of "say/said/said", or of a regular verb.
fn verb_forms(entry: &str) -> Vec<(String, VerbForms)> {
    let mut parts = entry.split('/');
    let base = parts.next().unwrap_or_default();
    let regular = with_ending(base, "ed");
    let past = parts.next().unwrap_or(&regular).to_owned();
    let participle = parts.next().unwrap_or(&past).to_owned();
    let gerund = match past.strip_suffix("ed") {
        // "permitted": the doubled consonant goes with it.
        Some(stem) if past != regular && !stem.is_empty() => format!("{stem}ing"),
        _ => with_ending(base, "ing"),
    };
    let form = |set: fn(&mut VerbForms)| {
        let mut forms = VerbForms::default();
        set(&mut forms);
        forms
    };
    vec![
        (base.to_owned(), form(|f| f.base = true)),
        (with_s(base), form(|f| f.present = true)),
        (gerund, form(|f| f.gerund = true)),
        (past, form(|f| f.past = true)),
        (participle, form(|f| f.participle = true)),
    ]
}

fn extent(name: &str) -> Option<Extent> {
    Some(match name {
        "clause" => Extent::Clause,
        "told" => Extent::Told,
        "phrase" => Extent::Phrase,
        "quotation" => Extent::Quotation,
        "around" => Extent::Around,
        "subject" => Extent::Subject,
        _ => return None,
    })
}
