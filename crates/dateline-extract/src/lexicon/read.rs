//! Reads the lexicon's files.

use super::spelling::{with_ending, with_s};
use super::{
    Class, Classes, DataError, FILES, Gazetteer, Lexicon, NamedClasses, Phrase, VerbEntry, VerbForms,
};
use std::collections::{BTreeMap, HashMap};

/// A lexicon on its way.
#[derive(Default)]
struct Reader {
    words: HashMap<String, Classes>,
    verbs: HashMap<String, VerbEntry>,
    classes: BTreeMap<String, Class>,
    phrases: BTreeMap<String, Vec<Phrase>>,
    countries: HashMap<&'static str, &'static str>,
    currencies: HashMap<&'static str, &'static str>,
}

impl Lexicon {
    /// Reads the files that are part of the program.
    ///
    /// # Errors
    /// A fault in a file, with its line; or the name of a class that the code needs and no file has.
    pub(crate) fn load() -> Result<Self, DataError> {
        let mut reader = Reader::default();
        for (file, text) in FILES {
            match *file {
                "lexicon/places.txt" => reader.names(Gazetteer::Place, text),
                "lexicon/countries.txt" => reader.names(Gazetteer::Country, text),
                "lexicon/organisations.txt" => reader.names(Gazetteer::Organisation, text),
                "lexicon/first-names.txt" => reader.names(Gazetteer::FirstName, text),
                "lexicon/parties.txt" => reader.countries = translations(file, text)?,
                "lexicon/currencies.txt" => reader.currencies = translations(file, text)?,
                _ => reader.classes(file, text)?,
            }
        }
        let named = NamedClasses::of(&reader.classes)?;
        let Reader { words, verbs, classes, phrases, countries, currencies } = reader;
        let longest_first = |(first, mut phrases): (String, Vec<Phrase>)| {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
            (first, phrases)
        };
        let phrases = phrases.into_iter().map(longest_first).collect();
        Ok(Self { named, words, verbs, classes, phrases, countries, currencies })
    }
}

impl Reader {
    fn classes(&mut self, file: &'static str, text: &str) -> Result<(), DataError> {
        let mut current: Option<(bool, Class)> = None;
        for (number, line) in text.lines().enumerate() {
            let fail = |what: String| DataError { file, line: number + 1, what };
            let mut rest = uncommented(line);
            if rest.is_empty() {
                continue;
            }
            if !line.starts_with(' ') {
                let (head, body) =
                    rest.split_once(':').ok_or_else(|| fail("expected `class NAME: …`".into()))?;
                let (kind, name) =
                    head.split_once(' ').ok_or_else(|| fail("expected `class NAME: …`".into()))?;
                let verb = match kind {
                    "class" => false,
                    "verb" => true,
                    _ => return Err(fail(format!("unknown kind `{kind}`"))),
                };
                current = Some((verb, self.add_class(name).ok_or_else(|| fail("too many classes".into()))?));
                rest = body.trim();
            }
            let (verb, class) = current.ok_or_else(|| fail("words before a class".into()))?;
            for word in rest.split_whitespace() {
                if verb {
                    self.add_verb(word, class);
                } else {
                    let entry = self.words.entry(word.to_owned()).or_default();
                    *entry = entry.with(class);
                }
            }
        }
        Ok(())
    }

    fn add_class(&mut self, name: &str) -> Option<Class> {
        let next = u8::try_from(self.classes.len()).ok().filter(|n| *n < Classes::MOST)?;
        Some(*self.classes.entry(name.to_owned()).or_insert(Class(next)))
    }

    fn add_verb(&mut self, entry: &str, class: Class) {
        let mut parts = entry.split('/');
        let base = parts.next().unwrap_or_default();
        let regular = with_ending(base, "ed");
        let past = parts.next().unwrap_or(&regular).to_owned();
        let participle = parts.next().unwrap_or(&past).to_owned();
        let form = |set: fn(&mut VerbForms)| {
            let mut forms = VerbForms::default();
            set(&mut forms);
            forms
        };
        for (word, forms) in [
            (base.to_owned(), form(|f| f.base = true)),
            (with_s(base), form(|f| f.present = true)),
            (with_ending(base, "ing"), form(|f| f.gerund = true)),
            (past, form(|f| f.past = true)),
            (participle, form(|f| f.participle = true)),
        ] {
            let verb = self
                .verbs
                .entry(word)
                .or_insert(VerbEntry { forms: VerbForms::default(), classes: Classes::default() });
            verb.classes = verb.classes.with(class);
            verb.forms.base |= forms.base;
            verb.forms.present |= forms.present;
            verb.forms.gerund |= forms.gerund;
            verb.forms.past |= forms.past;
            verb.forms.participle |= forms.participle;
        }
    }

    fn names(&mut self, kind: Gazetteer, text: &str) {
        for line in text.lines() {
            let words: Vec<String> = uncommented(line).split_whitespace().map(str::to_lowercase).collect();
            if let Some(first) = words.first() {
                self.phrases.entry(first.clone()).or_default().push(Phrase { words, kind });
            }
        }
    }
}

/// Lines of the form `WORDS, WORDS … = MEANING`.
fn translations(
    file: &'static str,
    text: &'static str,
) -> Result<HashMap<&'static str, &'static str>, DataError> {
    let mut out = HashMap::new();
    for (number, line) in text.lines().enumerate() {
        let line = uncommented(line);
        if line.is_empty() {
            continue;
        }
        let (words, meaning) = line.split_once('=').ok_or_else(|| DataError {
            file,
            line: number + 1,
            what: "expected `WORDS, WORDS … = MEANING`".into(),
        })?;
        out.extend(words.split(',').map(|words| (words.trim(), meaning.trim())));
    }
    Ok(out)
}

fn uncommented(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, translations};

    #[test]
    fn irregular_forms_replace_the_regular_ones() {
        let lexicon = Lexicon::load().unwrap();
        let held = lexicon.verb("held").unwrap();
        assert!(held.forms.past && held.forms.participle && !held.forms.base);
        assert!(held.classes.has(lexicon.class("hold").unwrap()));
        assert!(lexicon.verb("holded").is_none());
    }

    #[test]
    fn short_names_mean_their_country() {
        let lexicon = Lexicon::load().unwrap();
        assert_eq!(lexicon.country("U.S."), "United States");
        assert_eq!(lexicon.country("Norway"), "Norway");
        assert_eq!(lexicon.currency("francs"), Some("CHF"));
        assert_eq!(lexicon.currency("apples"), None);
    }

    #[test]
    fn a_line_without_a_meaning_is_a_fault_with_its_number() {
        let error = translations("some.txt", "# all of them\nfoo = Bar\nbaz\n").unwrap_err();
        assert_eq!(error.to_string(), "some.txt:3: expected `WORDS, WORDS … = MEANING`");
    }
}
