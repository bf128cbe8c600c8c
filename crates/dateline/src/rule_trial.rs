//! `rule try`: rules of one's own, on their examples and on texts. Nothing is stored.

use crate::answer::Answer;
use crate::error::Error;
use crate::explain::{ReadAssertion, unstored};
use crate::notices;
use crate::query::Query;
use crate::reading::{self, ToRead};
use dateline_capture::inputs::expand;
use dateline_capture::read::{read_file, read_from};
use dateline_capture::{CaptureError, DEFAULT_CAP_BYTES, Layers, capture};
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::{Assertion, Extraction, Notice};
use dateline_core::edtf::Edtf;
use dateline_core::id::ArticleId;
use dateline_core::text::LineNumber;
use dateline_extract::{EXAMPLES_PUBLISHED, Extractor, RuleTrial, TimeMade};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// How many articles are held in memory at once.
const BATCH: usize = 64;

/// What became of a file of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleTried {
    /// The file.
    pub file: String,
    /// The day on which its examples count as published.
    pub examples_published: &'static str,
    /// Its rules, in the order of the file.
    pub rules: Vec<TriedRule>,
    /// How many texts were read with them.
    pub texts: usize,
    /// What they assert in those, by text.
    pub assertions: Vec<TriedAssertion>,
    /// The times that they make in those, by text.
    pub times: Vec<TriedTime>,
}

/// A rule with its examples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedRule {
    /// Its name.
    pub rule: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// How many examples and counter-examples it has.
    pub examples: usize,
    /// Those that do not hold.
    pub faults: Vec<TriedExample>,
}

/// An example that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedExample {
    /// The line of the file, from 1.
    pub line: usize,
    /// The text that was read.
    pub text: String,
    /// What should have been found; `None` where nothing should.
    pub wanted: Option<String>,
    /// What was found, each with its rule.
    pub found: Vec<String>,
    /// What kept the rule from what was wanted, in words, if that can be told.
    pub why: Option<String>,
}

/// What a rule asserts in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedAssertion {
    /// The article; `None` for a text that was given.
    pub article: Option<ArticleId>,
    /// The sentence that it rests on.
    pub sentence: String,
    /// What is asserted.
    pub assertion: ReadAssertion,
    /// Rules of the program whose assertions of the same words it takes the place of.
    pub instead_of: Vec<String>,
}

/// A time that a rule makes of others in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedTime {
    /// The article; `None` for a text that was given.
    pub article: Option<ArticleId>,
    /// The line on which it stands, from 1.
    pub line: LineNumber,
    /// Its sentence.
    pub sentence: String,
    /// The rule.
    pub rule: String,
    /// Its words.
    pub text: String,
    /// What it was taken to be, by the tense of the verb before it; `None` where EDTF cannot say it.
    pub edtf: Option<Edtf>,
}

impl RuleTried {
    /// Whether all examples hold.
    pub fn holds(&self) -> bool {
        self.rules.iter().all(|rule| rule.faults.is_empty())
    }
}

impl From<RuleTrial> for TriedRule {
    fn from(trial: RuleTrial) -> Self {
        let fault = |it: dateline_extract::ExampleFault| TriedExample {
            line: it.line,
            text: it.text,
            wanted: it.wanted,
            found: it.found,
            why: it.why,
        };
        Self {
            rule: trial.rule,
            line: trial.line,
            examples: trial.examples,
            faults: trial.faults.into_iter().map(fault).collect(),
        }
    }
}

/// Tries the rules of `file` on their examples, and on the text of `input` if there is one: a file, or `-` for
/// standard input, with the metadata of `layers`.
///
/// # Errors
/// A file that cannot be read, a rule that is wrong, a text that is none.
pub fn rule_try(file: &Path, input: Option<&Path>, layers: &Layers) -> Result<Answer<RuleTried>, Error> {
    let mut trial = Trial::of(file)?;
    let mut warnings = Vec::new();
    if let Some(path) = input {
        let (name, bytes) = bytes_of(path)?;
        let text = capture(&name, &bytes, layers)?;
        let (revision, metadata) = (&text.revision, &text.captured.metadata);
        let to_read = ToRead { article: &revision.article, revision, metadata };
        let found = trial.read(&[to_read], false)?;
        warnings = notices::unread(&found, &name);
    }
    let mut answer = unstored("dateline.rule_try/1", trial.done);
    answer.warnings = warnings;
    Ok(answer)
}

impl Query<'_> {
    /// Tries the rules of `file` on their examples and on the newest text of every article that had been reported.
    ///
    /// # Errors
    /// A file that cannot be read, a rule that is wrong, a store that cannot be read.
    pub fn rule_try(&self, file: &Path) -> Result<Answer<RuleTried>, Error> {
        let mut trial = Trial::of(file)?;
        let (records, warning) = self.reported_articles()?;
        for batch in records.chunks(BATCH) {
            let mut texts: Vec<(Revision, &Metadata)> = Vec::new();
            for record in batch {
                if let Some(newest) = record.newest() {
                    texts.push((self.stored_text(record, &newest.sha256)?, &record.metadata));
                }
            }
            let to_read: Vec<ToRead<'_>> = texts
                .iter()
                .map(|(revision, metadata)| ToRead { article: &revision.article, revision, metadata })
                .collect();
            trial.read(&to_read, true)?;
        }
        let mut answer = self.answer("dateline.rule_try/1", trial.done);
        answer.warnings.extend(warning);
        Ok(answer)
    }
}

/// Rules under trial, with what became of them so far.
struct Trial {
    with: Extractor,
    own: BTreeSet<String>,
    done: RuleTried,
}

impl Trial {
    fn of(path: &Path) -> Result<Self, Error> {
        let (file, bytes) = bytes_of(path)?;
        // Line ends and a byte order mark are as the editor left them.
        let text = String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.split(|byte| *byte == b'\n').count();
            Error::Rules { file: file.clone(), line, what: "it is not UTF-8".to_owned() }
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let with = Extractor::with_rules(text).map_err(|error| Error::Rules {
            file: file.clone(),
            line: error.line,
            what: error.what,
        })?;
        let rules: Vec<TriedRule> = with.try_own_rules().into_iter().map(TriedRule::from).collect();
        if rules.is_empty() {
            let what = "there is no rule: expected `rule FAMILY.NAME/VERSION`".to_owned();
            return Err(Error::Rules { file, line: 1, what });
        }
        let own = rules.iter().map(|rule| rule.rule.clone()).collect();
        let done = RuleTried {
            file,
            examples_published: EXAMPLES_PUBLISHED,
            rules,
            texts: 0,
            assertions: Vec::new(),
            times: Vec::new(),
        };
        Ok(Self { with, own, done })
    }

    /// Reads texts with the rules, and without them those in which they assert anything; what the first of them should
    /// know is the answer.
    fn read(&mut self, texts: &[ToRead<'_>], stored: bool) -> Result<Vec<Notice>, Error> {
        let read: Vec<(Extraction, Vec<TimeMade>)> =
            texts.par_iter().map(|text| self.with.extract_with_own_times(&text.input())).collect();
        let is_own = |one: &&Assertion| self.own.contains(&one.rule);
        let asserted = |it: &Extraction| it.assertions.iter().any(|one| is_own(&one));
        let touched: Vec<usize> = (0..texts.len()).filter(|at| asserted(&read[*at].0)).collect();
        let again: Vec<ToRead<'_>> = touched.iter().map(|at| texts[*at]).collect();
        let without = reading::read(&again)?;
        self.done.texts += texts.len();
        for (text, (_, made)) in texts.iter().zip(&read) {
            self.done.times.extend(made.iter().map(|time| TriedTime {
                article: stored.then(|| text.article.clone()),
                line: time.line,
                sentence: time.sentence.slice(&text.revision.text).unwrap_or_default().to_owned(),
                rule: time.rule.clone(),
                text: time.text.clone(),
                edtf: time.edtf.clone(),
            }));
        }
        for (at, before) in touched.into_iter().zip(&without) {
            let (text, now) = (texts[at], &read[at].0);
            for assertion in now.assertions.iter().filter(is_own) {
                let sentence = assertion.sentence.slice(&text.revision.text).unwrap_or_default();
                self.done.assertions.push(TriedAssertion {
                    article: stored.then(|| text.article.clone()),
                    sentence: sentence.to_owned(),
                    assertion: ReadAssertion::of(now, assertion),
                    instead_of: displaced(before, now, assertion),
                });
            }
        }
        Ok(read.into_iter().next().map(|(first, _)| first.notices).unwrap_or_default())
    }
}

/// The rules whose assertions of the same attribute and words are read no more.
fn displaced(before: &Extraction, now: &Extraction, by: &Assertion) -> Vec<String> {
    let span = |one: &Assertion| one.evidence.first().map(|evidence| evidence.span);
    let same_place = |one: &&Assertion| {
        one.attribute == by.attribute
            && span(one).zip(span(by)).is_some_and(|(one, other)| one.overlaps(other))
    };
    let gone =
        |one: &&Assertion| now.assertions.iter().all(|kept| (&kept.id, &kept.rule) != (&one.id, &one.rule));
    let rules: BTreeSet<String> =
        before.assertions.iter().filter(same_place).filter(gone).map(|one| one.rule.clone()).collect();
    rules.into_iter().collect()
}

/// The bytes of a file, or of standard input for `-`, with its name for messages.
fn bytes_of(path: &Path) -> Result<(String, Vec<u8>), Error> {
    let name = path.display().to_string();
    if path.as_os_str() == "-" {
        let read = read_from(std::io::stdin().lock(), DEFAULT_CAP_BYTES);
        let bytes = read.map_err(|fault| CaptureError { input: name.clone(), fault })?;
        return Ok((name, bytes));
    }
    if !path.exists() {
        // It says what is like it.
        expand(&[path]).into_iter().collect::<Result<Vec<_>, _>>()?;
    }
    Ok((name, read_file(path, DEFAULT_CAP_BYTES)?))
}
