//! Whether rules do what their examples say.

mod times;

pub use times::TimeMade;

use crate::assemble::{self, Explained, Missed};
use crate::chart::{Annotation, Kind};
use crate::explain::{MatchOutcome, outcomes};
use crate::reading::Reading;
use crate::rules::{Action, Example, Rule};
use crate::{ExtractionInput, Extractor};
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::Extraction;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::value::{Number, Value};
use times::by_verb_before;

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
    /// The rule; none for a time that no rule of these files made.
    by: Option<String>,
    /// Whether it is a time.
    is_time: bool,
    /// The subject's names; of a time the words.
    subject: String,
    words: String,
    normal: String,
}

impl Found {
    fn in_words(&self) -> String {
        let what = if self.is_time { String::new() } else { format!("{} | ", self.subject) };
        let by = self.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        format!("{what}{} | {}{by}", self.words, self.normal)
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
                    why: self.why_not(rule, example),
                });
            }
        }
        for example in &rule.counter_examples {
            let mut found = self.found_by(rule, &example.text);
            // Where a time rule reads nothing there is no time at all, by whichever rule.
            found.retain(|found| found.is_time || found.by.as_deref() == Some(&rule.id));
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

    /// What kept a rule from reading an example as it says: what came of its match, else the element at which it came
    /// furthest.
    fn why_not(&self, rule: &Rule, example: &Example) -> Option<String> {
        let (revision, metadata) = as_published(&example.text);
        let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
        let (extraction, reading) = self.read(&input);
        let Some(reading) = reading else {
            return Some("its text is taken for one of another language".to_owned());
        };
        let mut nearest: Option<(Missed<'_>, usize)> = None;
        let mut telling: Option<(bool, String)> = None;
        for sentence in 0..reading.document.sentences.len() {
            let own = reading.book.rules.iter().filter(|one| one.id == rule.id);
            let (matches, misses) = assemble::explained(&reading, sentence, own);
            for one in &matches {
                let words = reading.document.words(one.found.tokens.clone());
                let told = format!("it matches \"{words}\", {}", in_words(&reading, &extraction, one));
                // Of several matches the one that holds the words of the example is the one to tell of.
                let is_meant = example.expected.get(1).is_some_and(|value| words.contains(value.as_str()));
                if telling.as_ref().is_none_or(|(meant, _)| is_meant && !meant) {
                    telling = Some((is_meant, told));
                }
            }
            let end = reading.document.sentences[sentence].tokens.end;
            for one in misses {
                let nearer = |(known, _): &(Missed<'_>, usize)| one.miss.is_nearer_than(&known.miss);
                if nearest.as_ref().is_none_or(nearer) {
                    nearest = Some((one, end));
                }
            }
        }
        if let Some((_, told)) = telling {
            return Some(told);
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
            is_time: false,
            subject: extraction.subjects[assertion.subject].names.join(", "),
            words: assertion.value.text().to_owned(),
            normal: normal(&assertion.value),
        });
        found.collect()
    }
}

/// What came of a match, as a clause that goes on after a comma.
fn in_words(reading: &Reading<'_>, extraction: &Extraction, one: &Explained<'_>) -> String {
    if matches!(one.rule.action, Action::Time(_)) {
        return "but that is another time, or a longer one is read there".to_owned();
    }
    let clauses = outcomes(reading, extraction, one).into_iter().map(|outcome| match outcome {
        MatchOutcome::Vetoed { why } => format!("but {why}"),
        MatchOutcome::Outdone { by } if by.is_empty() => "but the same is asserted already".to_owned(),
        MatchOutcome::Outdone { by } => format!("but {by} reads there what counts"),
        MatchOutcome::Asserted { .. } => "and asserts what the example does not say".to_owned(),
    });
    clauses.collect::<Vec<_>>().join(", ")
}

/// A text as an article of the day of the examples.
fn as_published(text: &str) -> (Revision, Metadata) {
    let sha256 = Sha256Hex::of(text.as_bytes());
    let article = ArticleId::from_first_capture(&sha256);
    let revision =
        Revision { article, sha256, text: text.to_owned(), masked: Vec::new(), embedded: Vec::new() };
    (revision, Metadata { published: Edtf::parse(EXAMPLES_PUBLISHED).ok(), ..Metadata::default() })
}

/// The times of a text, each by the tense of the verb before it.
fn times(reading: &Reading<'_>) -> Vec<Found> {
    let time = |annotation: &Annotation| {
        let mention = &reading.times[annotation.index];
        let words = reading.document.words(mention.tokens.clone());
        let value = by_verb_before(reading, annotation);
        Found {
            by: mention.made_by.map(|rule| reading.book.rules[rule].id.clone()),
            is_time: true,
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

/// Whether this very rule found what an example says.
fn is_wanted(rule: &Rule, found: &Found, expected: &[String]) -> bool {
    if found.by.as_deref() != Some(&rule.id) {
        return false;
    }
    if found.is_time {
        return expected == [found.words.as_str(), found.normal.as_str()];
    }
    expected.first().is_some_and(|subject| found.subject.contains(subject))
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
    fn an_example_whose_rule_matched_is_not_told_that_it_did_not() {
        let why = |rule: &str| {
            let trials = Extractor::with_rules(rule).unwrap().try_own_rules();
            trials[0].faults[0].why.clone().unwrap()
        };
        let other = why(&RULE.replace("| conference | blue", "| conference | green"));
        assert_eq!(
            other,
            "it matches \"The conference was held in blue\", and asserts what the example does not say"
        );
        // A rule of the program reads more words there.
        let short = "rule held.short/1\n  attribute place\n  match {any} in [ value:<place> ]\n  main event-meeting\n  \
            yes The conference was held in Lisbon. | conference | Lisbon\n  no The conference opened.\n";
        assert!(why(short).ends_with("reads there what counts"), "{}", why(short));
    }

    #[test]
    fn an_example_holds_only_by_its_own_rule() {
        let idle = "rule naming.idle/1\n  naming\n  match subject:<event> , baptised the? [ ^ ]\n  \
            yes The envoy praised the planned summit, dubbed the Lisbon II. | Lisbon II | Lisbon II\n  \
            no The summit was missed.\nrule time.idle/1\n  match not long after x:<time>\n  time modify after\n  \
            yes The vote will be held after November 5. | after November 5 | 2020-11-06/..\n  no It was held.\n";
        let trials = Extractor::with_rules(idle).unwrap().try_own_rules();
        let faults: Vec<_> = trials.iter().map(|trial| trial.faults.len()).collect();
        assert_eq!(faults, [1, 1], "{trials:#?}");
        assert!(trials[0].faults[0].found[0].ends_with("(naming.dubbed/1)"), "{trials:#?}");
        assert!(trials[1].faults[0].found.iter().any(|one| one.ends_with("(time.after/1)")), "{trials:#?}");
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
