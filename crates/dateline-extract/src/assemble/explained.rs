//! The matches of one sentence, with those that assert nothing and those that nearly were.

use super::Draft;
use super::maker::Maker;
use super::veto::Veto;
use crate::pattern::{Match, Miss, Part, View};
use crate::reading::Reading;
use crate::rules::{Action, Rule};

/// A match, and what was made of it.
pub(crate) struct Explained<'r> {
    pub(crate) rule: &'r Rule,
    /// Which of the rule's patterns.
    pub(crate) pattern: usize,
    pub(crate) found: Match,
    pub(crate) parts: Vec<Part>,
    /// Empty for a match that names something or marks a time.
    pub(crate) made: Vec<Result<Draft, Veto>>,
}

/// A pattern that did not match.
pub(crate) struct Missed<'r> {
    pub(crate) rule: &'r Rule,
    /// Which of the rule's patterns.
    pub(crate) pattern: usize,
    pub(crate) miss: Miss,
}

/// Tries every pattern of some rules at every word of a sentence, as [`super::assertions`] does.
pub(crate) fn explained<'r>(
    reading: &Reading<'r>,
    sentence: usize,
    rules: impl Iterator<Item = &'r Rule>,
) -> (Vec<Explained<'r>>, Vec<Missed<'r>>) {
    let view = View { document: &reading.document, chart: &reading.chart, verbs: &reading.verbs };
    let tokens = reading.document.sentences[sentence].tokens.clone();
    let kinds = reading.chart.kinds(tokens.clone());
    let (mut matches, mut misses) = (Vec::new(), Vec::new());
    for rule in rules {
        for (pattern, compiled) in rule.patterns.iter().enumerate().filter(|(_, p)| p.may_match(kinds)) {
            for at in tokens.clone() {
                let (found, trace) = compiled.traced(view, at, tokens.end);
                if let Some(found) = found {
                    let made = match &rule.action {
                        Action::Assert(spec) => Maker { reading, rule, spec, found: &found, sentence }.make(),
                        _ => Vec::new(),
                    };
                    matches.push(Explained { rule, pattern, found, parts: trace.parts, made });
                } else if let Some(miss) = trace.miss {
                    misses.push(Missed { rule, pattern, miss });
                }
            }
        }
    }
    (matches, misses)
}
