//! Whether rules do what their examples say.

use crate::assemble::{self, Missed};
use crate::chart::{Annotation, Kind};
use crate::reading::Reading;
use crate::rules::{Action, Rule};
use crate::verb_group::Direction;
use crate::{ExtractionInput, Extractor};
use dateline_core::article::{Metadata, Revision};
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::value::{Number, Value};

/// The day on which examples count as published: a Wednesday.
pub const EXAMPLES_PUBLISHED: &str = "2020-06-17";

/// What became of a rule's examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTrial {
    /// The rule: `killed.dead/1`.
    pub rule: String,
    /// The line of its file on which it begins, from 1.
    pub line: usize,
    /// How many examples and counter-examples it has.
    pub examples: usize,
    /// Those that do not hold.
    pub faults: Vec<ExampleFault>,
}

/// An example that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFault {
    /// The line of the rule file, from 1.
    pub line: usize,
    /// The text that was read.
    pub text: String,
    /// What should have been found, as the file says it; `None` for a text in which nothing should.
    pub wanted: Option<String>,
    /// What was found, in the notation of the rule files, each with the rule that found it.
    pub found: Vec<String>,
    /// Where something was wanted: what kept the rule from it, in words, if that can be told.
    pub why: Option<String>,
}

/// A thing that was found in an example's text.
struct Found {
    /// The rule; of a time none is known.
    by: Option<String>,
    /// The subject's names; of a time the words.
    subject: String,
    words: String,
    normal: String,
}

impl Found {
    fn in_words(&self) -> String {
        match &self.by {
            Some(by) => format!("{} | {} | {} ({by})", self.subject, self.words, self.normal),
            None => format!("{} | {}", self.words, self.normal),
        }
    }
}

impl Extractor {
    /// Reads the examples and counter-examples of every rule that [`Extractor::with_rules`] added.
    pub fn try_own_rules(&self) -> Vec<RuleTrial> {
        self.own_rules().iter().map(|rule| self.try_rule(rule)).collect()
    }

    /// Reads the examples and counter-examples of one rule.
    pub(crate) fn try_rule(&self, rule: &Rule) -> RuleTrial {
        let mut faults = Vec::new();
        for example in &rule.examples {
            let found = self.found_by(rule, &example.text);
            if !found.iter().any(|found| is_wanted(rule, found, &example.expected)) {
                faults.push(ExampleFault {
                    line: example.line,
                    text: example.text.clone(),
                    wanted: Some(example.expected.join(" | ")),
                    found: found.iter().map(Found::in_words).collect(),
                    why: self.why_not(rule, &example.text),
                });
            }
        }
        for example in &rule.counter_examples {
            let mut found = self.found_by(rule, &example.text);
            found.retain(|found| found.by.as_deref().is_none_or(|by| by == id_in_assertions(rule)));
            if !found.is_empty() {
                faults.push(ExampleFault {
                    line: example.line,
                    text: example.text.clone(),
                    wanted: None,
                    found: found.iter().map(Found::in_words).collect(),
                    why: None,
                });
            }
        }
        let examples = rule.examples.len() + rule.counter_examples.len();
        RuleTrial { rule: rule.id.clone(), line: rule.line, examples, faults }
    }

    /// What kept a rule from reading an example: a veto, else the element at which it came furthest.
    fn why_not(&self, rule: &Rule, text: &str) -> Option<String> {
        let (revision, metadata) = as_published(text);
        let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
        let reading = Reading::new(self, &input);
        let mut nearest: Option<(Missed<'_>, usize)> = None;
        for sentence in 0..reading.document.sentences.len() {
            let (matches, misses) = assemble::explained(&reading, sentence);
            for one in matches.iter().filter(|one| one.rule.id == rule.id) {
                if let Some(Err(veto)) = one.made.first() {
                    let words = reading.document.words(one.found.tokens.clone());
                    return Some(format!("it matches \"{words}\", but {}", veto.in_words()));
                }
            }
            let end = reading.document.sentences[sentence].tokens.end;
            for one in misses.into_iter().filter(|one| one.rule.id == rule.id) {
                let nearer = |(known, _): &(Missed<'_>, usize)| one.miss.is_nearer_than(&known.miss);
                if nearest.as_ref().is_none_or(nearer) {
                    nearest = Some((one, end));
                }
            }
        }
        let (missed, end) = nearest?;
        let element = rule.patterns[missed.pattern].element(missed.miss.element);
        let there = match (missed.miss.at < end).then(|| reading.document.verbatim(missed.miss.at)) {
            Some(word) => format!("\"{word}\" stands"),
            None => "the sentence ends".to_owned(),
        };
        let after = missed.miss.parts.last().map(|part| {
            let words = reading.document.words(part.tokens.clone());
            format!("after \"{words}\" ")
        });
        let line = rule.pattern_lines.get(missed.pattern).copied().unwrap_or(rule.line);
        let what = match element.strip_prefix('!') {
            Some(unwanted) => format!("{unwanted} is forbidden where {there}"),
            None => format!("{element} is wanted where {there}"),
        };
        Some(format!("by line {line}, {}{what}", after.unwrap_or_default()))
    }

    /// What is found in a text of the kind that the rule finds, by whichever rule.
    fn found_by(&self, rule: &Rule, text: &str) -> Vec<Found> {
        let (revision, metadata) = as_published(text);
        let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
        if matches!(rule.action, Action::Time(_)) {
            return times(&Reading::new(self, &input));
        }
        let extraction = self.extract(&input);
        let found = extraction.assertions.iter().map(|assertion| Found {
            by: Some(assertion.rule.clone()),
            subject: extraction.subjects[assertion.subject].names.join(", "),
            words: assertion.value.text().to_owned(),
            normal: normal(&assertion.value),
        });
        found.collect()
    }
}

/// A text as an article of the day of the examples.
fn as_published(text: &str) -> (Revision, Metadata) {
    let sha256 = Sha256Hex::of(text.as_bytes());
    let article = ArticleId::from_first_capture(&sha256);
    let revision = Revision { article, sha256, text: text.to_owned(), masked: Vec::new() };
    (revision, Metadata { published: Edtf::parse(EXAMPLES_PUBLISHED).ok(), ..Metadata::default() })
}

/// The times of a text, each by the tense of the verb before it.
fn times(reading: &Reading<'_>) -> Vec<Found> {
    let time = |annotation: &Annotation| {
        let mention = &reading.times[annotation.index];
        let words = reading.document.words(mention.tokens.clone());
        let before = reading.chart.within(Kind::Verb, 0..mention.tokens.start).last();
        let direction = before.map_or(Direction::Open, |a| reading.verbs[a.index].direction);
        let value = reading.resolved(annotation.index, direction, words);
        Found {
            by: None,
            subject: words.to_owned(),
            words: words.to_owned(),
            normal: value.edtf.map(|e| e.to_string()).unwrap_or_default(),
        }
    };
    reading.chart.within(Kind::Time, 0..reading.document.tokens.len()).map(time).collect()
}

/// (words, EDTF) of the times in a text.
#[cfg(test)]
pub(crate) fn times_of(extractor: &Extractor, text: &str) -> Vec<(String, String)> {
    let (revision, metadata) = as_published(text);
    let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
    let found = times(&Reading::new(extractor, &input));
    found.into_iter().map(|found| (found.words, found.normal)).collect()
}

/// The rule by whose name its assertions go: naming rules have one between them.
pub(crate) fn id_in_assertions(rule: &Rule) -> &str {
    if matches!(rule.action, Action::Naming) { "name.introduced/1" } else { &rule.id }
}

fn is_wanted(rule: &Rule, found: &Found, expected: &[String]) -> bool {
    if matches!(rule.action, Action::Time(_)) {
        return expected == [found.words.as_str(), found.normal.as_str()];
    }
    found.by.as_deref() == Some(id_in_assertions(rule))
        && expected.first().is_some_and(|subject| found.subject.contains(subject))
        && expected.get(1).is_some_and(|value| *value == found.words || *value == found.normal)
        && expected.get(2).is_none_or(|normal| *normal == found.normal)
}

/// A value in the notation of the rule files.
fn normal(value: &Value) -> String {
    match value {
        Value::Time(time) => time.edtf.as_ref().map(ToString::to_string).unwrap_or_default(),
        Value::Quantity(quantity) => {
            let end = |n: Option<Number>| n.map(|n| n.to_string()).unwrap_or_default();
            format!("{}..{}", end(quantity.low), end(quantity.high))
        }
        Value::Entity(entity) => entity.name.clone(),
        Value::Text(text) => text.normal.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::extractor;

    #[test]
    fn every_rule_file_compiles() {
        Extractor::new().unwrap();
    }

    #[test]
    fn every_rule_reads_its_examples_as_they_say() {
        let extractor = extractor();
        let trials = extractor.book.rules.iter().map(|rule| extractor.try_rule(rule));
        let faulty: Vec<_> = trials.filter(|trial| !trial.faults.is_empty()).collect();
        assert!(faulty.is_empty(), "{faulty:#?}");
    }

    const RULE: &str = "rule painted.colour/1\n  attribute colour\n  normal blue\n  \
        match subject:<event> {any} [ in blue ]\n  yes The conference was held in blue. | conference | blue\n  \
        no The conference was held in Lima.\n";

    #[test]
    fn what_the_examples_say_is_asked_of_the_rule() {
        let trials = Extractor::with_rules(RULE).unwrap().try_own_rules();
        assert_eq!((trials.len(), trials[0].examples, trials[0].faults.len()), (1, 2, 0), "{trials:#?}");
        let wrong = RULE.replace("no The conference was held in Lima.", "no The talks were held in blue.");
        let wrong = wrong.replace("| blue", "| green");
        let trials = Extractor::with_rules(&wrong).unwrap().try_own_rules();
        let faults: Vec<_> =
            trials[0].faults.iter().map(|fault| (fault.line, fault.wanted.as_deref())).collect();
        assert_eq!(faults, [(5, Some("conference | green")), (6, None)]);
        assert!(trials[0].faults[0].found[0].starts_with("conference | in blue | blue"), "{trials:#?}");
    }

    #[test]
    fn an_example_that_is_not_read_is_told_with_what_kept_it_back() {
        let why = |text: &str| {
            let rule = RULE.replace("The conference was held in blue.", text);
            Extractor::with_rules(&rule).unwrap().try_own_rules()[0].faults[0].why.clone().unwrap()
        };
        assert_eq!(
            why("The conference was held in red."),
            "by line 4, after \"in\" blue is wanted where \"red\" stands"
        );
        assert_eq!(
            why("They said that a conference was held"),
            "by line 4, after \"was held\" in is wanted where the sentence ends"
        );
        let veto = why("Nobody believes that the conference was held in blue.");
        assert!(veto.ends_with("but its source does not say that it is so"), "{veto}");
    }

    #[test]
    fn a_rule_file_that_is_wrong_is_told_with_its_line() {
        for (from, to, line, what) in [
            ("rule painted.colour/1", "rule painted", 1, "expected `rule FAMILY.NAME/VERSION`"),
            ("rule painted.colour/1", "rule date.held/1", 1, "there already"),
            (
                "  attribute colour",
                "  atribute colour",
                2,
                "unknown directive `atribute`: expected one of match",
            ),
            ("  normal blue", "  unit", 3, "expected something after `unit`"),
            ("<event>", "<happening>", 4, "unknown annotation `happening`: expected one of time"),
            ("{any}", "{paint}", 4, "unknown word class `paint`"),
            ("subject:", "who:", 4, "unknown slot `who`: expected one of subject"),
            ("| conference | blue", "", 5, "expected `yes TEXT | SUBJECT | VALUE`"),
            ("  no The conference was held in Lima.\n", "", 1, "at least one `yes` and one `no`"),
        ] {
            let text = RULE.replace(from, to);
            assert_ne!(text, RULE, "{from}");
            let error = Extractor::with_rules(&text).map(|_| ()).unwrap_err();
            assert!(error.line == line && error.what.contains(what), "{from} -> {to}: {error}");
        }
    }
}
