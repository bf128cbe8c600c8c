//! Rule files: what they say, compiled once. The format is described in `docs/rules.md`.

use crate::lexicon::{DataError, Lexicon};
use crate::pattern::{NamedPatterns, Pattern, Slots};
use dateline_core::id::Slug;

/// A rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Family, name and version: `date.held/1`.
    pub(crate) id: String,
    /// The file that holds it.
    pub(crate) file: &'static str,
    /// The line of `rule`, from 1.
    pub(crate) line: usize,
    pub(crate) patterns: Vec<Pattern>,
    /// The line of each pattern, from 1.
    pub(crate) pattern_lines: Vec<usize>,
    pub(crate) action: Action,
    pub(crate) examples: Vec<Example>,
    pub(crate) counter_examples: Vec<CounterExample>,
}

/// What a rule makes of a match.
#[derive(Debug)]
pub(crate) enum Action {
    /// Marks a time.
    Time(TimeOperator),
    /// Asserts.
    Assert(Assert),
    /// Says that two mentions are one thing: slots `subject` and `name`.
    Naming,
}

/// How a time is made of times found before. The set is closed: rules combine, they do not compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeOperator {
    /// The date in slot `x` and the other day in `d`, before it, or `e`, after it, of the year in `y`: from one day of
    /// a month to another, or two that follow each other.
    Days,
    /// Changes the time in slot `x`.
    Modify(dateline_core::value::TimeModifier),
    /// From slot `x` to slot `z`.
    Range,
}

/// How the words of a value without an annotation are made comparable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Comparable {
    /// As this, whatever they are.
    Fixed(String),
    /// As the two numbers in them ("52 votes to 48": `52-48`).
    Count,
    /// As they stand, in lower case.
    Words,
}

/// What an assertion is made of.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "directives that stand alone: a set, not a state")]
pub(crate) struct Assert {
    pub(crate) attribute: Slug,
    pub(crate) qualifier: Option<Slug>,
    /// Where no slot `subject` matched: the article's main event of one of these noun classes.
    pub(crate) main_event_classes: Vec<String>,
    /// Where no slot `subject` matched: what is measured ("unemployment").
    pub(crate) about: Option<String>,
    /// The match tells who holds the office in slot `role`: it is the attribute, its body the subject.
    pub(crate) office: bool,
    /// Slot `value` is a noun group: what brought about the happening in slot `subject`.
    pub(crate) cause: bool,
    pub(crate) negative: bool,
    /// Slot `subject` is a noun group, and the subject the thing that it names.
    pub(crate) thing: bool,
    /// Slot `subject` is what a body decided, slot `qualifier` the body; only what is done counts.
    pub(crate) decided: bool,
    /// What the value is, made comparable, when it is not taken from an annotation.
    pub(crate) normal: Option<Comparable>,
    /// The quantity's unit must be this (`money`: any currency).
    pub(crate) unit: Option<String>,
    /// A word that must stand between number and noun.
    pub(crate) adjective: Option<String>,
    /// The counted noun must be one of these; none: any.
    pub(crate) nouns: Vec<String>,
}

/// A text in which the rule must assert, and what.
#[derive(Debug)]
pub(crate) struct Example {
    /// The line of `yes`, from 1.
    pub(crate) line: usize,
    pub(crate) text: String,
    /// Subject's name, and value's words or EDTF or number: at least two.
    pub(crate) expected: Vec<String>,
}

/// A text in which the rule must not assert.
#[derive(Debug)]
pub(crate) struct CounterExample {
    /// The line of `no`, from 1.
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// All rules, in file order.
#[derive(Debug)]
pub(crate) struct RuleBook {
    pub(crate) slots: Slots,
    pub(crate) rules: Vec<Rule>,
}

/// The rule files, in the order in which they are read.
pub(crate) const RULE_FILES: &[(&str, &str)] = &[
    ("times.rules", include_str!("../rules/times.rules")),
    ("naming.rules", include_str!("../rules/naming.rules")),
    ("schedule.rules", include_str!("../rules/schedule.rules")),
    ("roles.rules", include_str!("../rules/roles.rules")),
    ("tolls.rules", include_str!("../rules/tolls.rules")),
    ("conflicts.rules", include_str!("../rules/conflicts.rules")),
    ("measures.rules", include_str!("../rules/measures.rules")),
    ("money.rules", include_str!("../rules/money.rules")),
    ("people.rules", include_str!("../rules/people.rules")),
    ("persons.rules", include_str!("../rules/persons.rules")),
    ("works.rules", include_str!("../rules/works.rules")),
    ("causes.rules", include_str!("../rules/causes.rules")),
    ("decisions.rules", include_str!("../rules/decisions.rules")),
];

#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "directives that stand alone: a set, not a state")]
struct Draft {
    id: String,
    line: usize,
    patterns: Vec<Pattern>,
    pattern_lines: Vec<usize>,
    time: Option<TimeOperator>,
    naming: bool,
    attribute: Option<Slug>,
    qualifier: Option<Slug>,
    main_event_classes: Vec<String>,
    about: Option<String>,
    office: bool,
    cause: bool,
    negative: bool,
    thing: bool,
    decided: bool,
    normal: Option<Comparable>,
    unit: Option<String>,
    adjective: Option<String>,
    nouns: Vec<String>,
    examples: Vec<Example>,
    counter_examples: Vec<CounterExample>,
}

/// What a line of a rule may begin with.
const DIRECTIVES: &str = "match, attribute, time, naming, qualifier, main, about, office, cause, negative, thing, \
    decided, normal, comparable, unit, adjective, noun, yes, no, rule, let";

/// Those that stand alone.
const ALONE: [&str; 6] = ["naming", "office", "cause", "negative", "thing", "decided"];

/// The slots that actions look into.
const SLOTS: &[&str] =
    &["subject", "value", "also", "qualifier", "former", "role", "change", "source", "d", "e", "y", "x", "z"];

impl RuleBook {
    pub(crate) fn load(lexicon: &Lexicon) -> Result<Self, DataError> {
        let mut book = Self { slots: Slots::default(), rules: Vec::new() };
        for (file, text) in RULE_FILES {
            book.read(file, text, lexicon)?;
        }
        Ok(book)
    }

    /// Reads one more file; its rules come after those that are there.
    pub(crate) fn read(
        &mut self,
        file: &'static str,
        text: &str,
        lexicon: &Lexicon,
    ) -> Result<(), DataError> {
        let mut named = NamedPatterns::default();
        let mut draft: Option<Draft> = None;
        for (number, line) in text.lines().enumerate() {
            let line_number = number + 1;
            let fail = |what: String| DataError { file, line: line_number, what };
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = rest.trim();
            if word == "rule" {
                if !is_rule_id(rest) {
                    return Err(fail(format!(
                        "`{rest}` is no name of a rule: expected `rule FAMILY.NAME/VERSION`"
                    )));
                }
                if let Some(done) = draft.take() {
                    self.rules.push(done.finish(file)?);
                }
                if self.rules.iter().any(|rule| rule.id == rest) {
                    return Err(fail(format!(
                        "rule `{rest}` is there already: choose another name, or another version"
                    )));
                }
                draft = Some(Draft { id: rest.to_owned(), line: line_number, ..Draft::default() });
                continue;
            }
            if word == "let" {
                named.define(rest).map_err(fail)?;
                continue;
            }
            let draft = draft.as_mut().ok_or_else(|| {
                fail(format!(
                    "`{word}` before any rule: expected `rule FAMILY.NAME/VERSION` or `let NAME = pattern`"
                ))
            })?;
            draft.directive((word, rest), line_number, lexicon, &mut self.slots, &named).map_err(fail)?;
        }
        if let Some(done) = draft.take() {
            self.rules.push(done.finish(file)?);
        }
        Ok(())
    }
}

impl Draft {
    fn directive(
        &mut self,
        (word, rest): (&str, &str),
        line: usize,
        lexicon: &Lexicon,
        slots: &mut Slots,
        named: &NamedPatterns,
    ) -> Result<(), String> {
        if rest.is_empty() && DIRECTIVES.split(", ").any(|known| known == word) && !ALONE.contains(&word) {
            return Err(format!("expected something after `{word}`"));
        }
        match word {
            "match" => {
                self.patterns.push(Pattern::parse(rest, lexicon, slots, named)?);
                if let Some(unknown) = slots.names().find(|name| !SLOTS.contains(name)) {
                    return Err(format!("unknown slot `{unknown}`: expected one of {}", SLOTS.join(", ")));
                }
                self.pattern_lines.push(line);
            }
            "time" => self.time = Some(time_operator(rest)?),
            "naming" => self.naming = true,
            "attribute" => self.attribute = Some(Slug::new(rest).map_err(|e| e.to_string())?),
            "qualifier" => self.qualifier = Some(Slug::new(rest).map_err(|e| e.to_string())?),
            "main" => {
                for class in rest.split_whitespace() {
                    lexicon.class(class).ok_or_else(|| lexicon.unknown_class(class))?;
                    self.main_event_classes.push(class.to_owned());
                }
            }
            "about" => self.about = Some(rest.to_owned()),
            "office" => self.office = true,
            "cause" => self.cause = true,
            "negative" => self.negative = true,
            "thing" => self.thing = true,
            "decided" => self.decided = true,
            "normal" => self.normal = Some(Comparable::Fixed(rest.to_owned())),
            "comparable" => {
                self.normal = Some(match rest {
                    "count" => Comparable::Count,
                    "words" => Comparable::Words,
                    other => {
                        return Err(format!("`{other}`: expected `comparable count` or `comparable words`"));
                    }
                });
            }
            "unit" => self.unit = Some(rest.to_owned()),
            "adjective" => self.adjective = Some(rest.to_owned()),
            "noun" => self.nouns.extend(rest.split_whitespace().map(str::to_owned)),
            "yes" => {
                let mut parts = rest.split('|').map(|part| part.trim().to_owned());
                let text = parts.next().unwrap_or_default();
                let expected: Vec<String> = parts.collect();
                if text.is_empty() || expected.len() < 2 {
                    return Err(
                        "expected `yes TEXT | SUBJECT | VALUE`, or for a time `yes TEXT | WORDS | EDTF`"
                            .into(),
                    );
                }
                self.examples.push(Example { line, text, expected });
            }
            "no" => self.counter_examples.push(CounterExample { line, text: rest.to_owned() }),
            other => return Err(format!("unknown directive `{other}`: expected one of {DIRECTIVES}")),
        }
        Ok(())
    }

    fn finish(self, file: &'static str) -> Result<Rule, DataError> {
        let fail = |what: &str| DataError { file, line: self.line, what: format!("{}: {what}", self.id) };
        if self.patterns.is_empty() {
            return Err(fail("no `match`"));
        }
        if self.examples.is_empty() || self.counter_examples.is_empty() {
            return Err(fail("a rule has at least one `yes` and one `no` example"));
        }
        let action = match (self.time, self.naming, self.attribute) {
            (Some(operator), false, None) => Action::Time(operator),
            (None, true, None) => Action::Naming,
            (None, false, Some(attribute)) => Action::Assert(Assert {
                attribute,
                qualifier: self.qualifier,
                main_event_classes: self.main_event_classes,
                about: self.about,
                office: self.office,
                cause: self.cause,
                negative: self.negative,
                thing: self.thing,
                decided: self.decided,
                normal: self.normal,
                unit: self.unit,
                adjective: self.adjective,
                nouns: self.nouns,
            }),
            _ => return Err(fail("exactly one of `time`, `naming` and `attribute` is needed")),
        };
        Ok(Rule {
            id: self.id,
            file,
            line: self.line,
            patterns: self.patterns,
            pattern_lines: self.pattern_lines,
            action,
            examples: self.examples,
            counter_examples: self.counter_examples,
        })
    }
}

/// FAMILY.NAME/VERSION: small letters, digits and hyphens, and a number from 1.
fn is_rule_id(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.split_once('/').is_some_and(|(name, version)| {
        let (family, name) = name.split_once('.').unwrap_or_default();
        is_name(family) && is_name(name) && version.parse::<u32>().is_ok_and(|version| version > 0)
    })
}

fn time_operator(text: &str) -> Result<TimeOperator, String> {
    use dateline_core::value::TimeModifier as M;
    let (name, argument) = text.split_once(' ').unwrap_or((text, ""));
    Ok(match (name, argument) {
        ("days", "") => TimeOperator::Days,
        ("range", "") => TimeOperator::Range,
        ("modify", modifier) => TimeOperator::Modify(match modifier {
            "approx" => M::Approx,
            "after" => M::After,
            "before" => M::Before,
            "on-or-before" => M::OnOrBefore,
            "on-or-after" => M::OnOrAfter,
            other => return Err(format!("unknown modifier `{other}`")),
        }),
        _ => return Err(format!("unknown time operator `{text}`")),
    })
}
