//! `explain` and `rule try` on a screen.

use super::words::{called, count, implied, in_full, line_list, published, sources};
use super::{Line, Look, Style};
use dateline::id::ArticleId;
use dateline::value::Value;
use dateline::{
    Explained, ExplainedSentence, MatchOutcome, NearMiss, PartSeen, ReadAssertion, RuleMatch, RulePlace,
    RuleTried, TriedAssertion, TriedRule, TriedTime,
};

/// Cells of the names on the left.
const NAMES: usize = 10;

/// Cells of the names of what was seen.
const KINDS: usize = 9;

/// How many assertions and how many times of rules under trial are shown; all with `-v`.
const SHOWN: usize = 20;

/// Lines with names on the left.
struct Sheet {
    lines: Vec<Line>,
    look: Look,
}

impl Sheet {
    fn field(&mut self, name: &str, line: Line) {
        self.indented(name, line, NAMES);
    }

    fn indented(&mut self, name: &str, line: Line, indent: usize) {
        let mut whole = Line::of(Style::Faint, format!("{name:<NAMES$}"));
        whole.append(line);
        self.lines.extend(whole.wrapped(self.look, self.look.width, indent));
    }

    fn blank(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::new());
        }
    }
}

/// The reasons as lines; `verbose` shows every word with its tag and classes.
pub(crate) fn explained(explained: &Explained, verbose: bool, look: Look) -> Vec<Line> {
    let mut sheet = Sheet { lines: Vec::new(), look };
    if let Some(asked) = &explained.asked {
        let now = if asked.read_now { "it is read so now" } else { "it is not read now" };
        let text = format!("{}:{}@{}, read by {}; {now}", asked.story, asked.claim, asked.row, asked.rule);
        sheet.field("asked", Line::from(text));
    }
    sheet.field("published", Line::from(published(explained.published.as_ref())));
    if verbose {
        sheet.field("rules", Line::from(explained.extractor.clone()));
    }
    for sentence in &explained.sentences {
        sheet.blank();
        one_sentence(&mut sheet, sentence, verbose);
    }
    sheet.lines
}

fn one_sentence(sheet: &mut Sheet, sentence: &ExplainedSentence, verbose: bool) {
    let reading = &sentence.reading;
    sheet.field(&format!("line {}", reading.line), Line::of(Style::Quote, reading.text.clone()));
    for (at, seen) in reading.seen.iter().enumerate() {
        let line = Line::from(format!("{:<KINDS$}", seen.kind)).with(Style::Quote, quoted(&seen.text));
        let line = if seen.meaning.is_empty() { line } else { line.text(format!(" {}", seen.meaning)) };
        sheet.indented(first(at, "seen"), line, NAMES + KINDS);
    }
    for (at, said) in reading.attributions.iter().enumerate() {
        let name = said.name.as_ref().filter(|name| **name != said.source);
        let source = if said.source.is_empty() { "nobody named".to_owned() } else { quoted(&said.source) };
        let mut line = Line::of(Style::Quote, source);
        if let Some(name) = name {
            line.push(Style::Plain, format!(" ({name})"));
        }
        line = line.text(" ").with(Style::Quote, quoted(&said.cue));
        if said.denied {
            line.push(Style::Plain, ", which denies it");
        }
        if said.withheld {
            line.push(Style::Plain, ": nothing of it counts as said");
        }
        sheet.field(first(at, "says"), line);
    }
    if verbose {
        for (at, word) in reading.words.iter().enumerate() {
            let mut line =
                Line::of(Style::Quote, word.text.clone()).text(format!(" ={} /{}", word.lemma, word.tag));
            for class in &word.classes {
                line.push(Style::Plain, format!(" @{class}"));
            }
            sheet.indented(first(at, "words"), line, NAMES + 2);
        }
    }
    // A pattern of one element matches whatever is there, and its veto tells nothing.
    let tells = |found: &&RuleMatch| {
        let vetoed = |outcome: &MatchOutcome| matches!(outcome, MatchOutcome::Vetoed { .. });
        verbose || found.parts.len() > 1 || !found.outcomes.iter().all(vetoed)
    };
    let shown: Vec<&RuleMatch> = reading.matches.iter().filter(tells).collect();
    for found in &shown {
        one_match(sheet, found, &sentence.assertions);
    }
    let by_code = |one: &&ReadAssertion| {
        let told = |found: &RuleMatch| {
            let is_it =
                |outcome: &MatchOutcome| matches!(outcome, MatchOutcome::Asserted { id } if *id == one.id);
            found.outcomes.iter().any(is_it)
        };
        !reading.matches.iter().any(told)
    };
    for assertion in sentence.assertions.iter().filter(by_code) {
        sheet.field("asserts", asserted(assertion).text(format!("; {}, no rule of a file", assertion.rule)));
        made(sheet, assertion);
    }
    if sentence.assertions.is_empty() {
        let which = match (shown.len(), reading.matches.len()) {
            (0, 0) => "no rule matched",
            (0, _) => "no rule matched more than a single element; -v shows those",
            _ => "see above why",
        };
        sheet.field("asserts", Line::from(format!("nothing: {which}")));
    }
    for near in &reading.near {
        one_near(sheet, near);
    }
}

/// The name of a field on its first line, and nothing on the others.
fn first(at: usize, name: &str) -> &str {
    if at == 0 { name } else { "" }
}

fn one_match(sheet: &mut Sheet, found: &RuleMatch, assertions: &[ReadAssertion]) {
    sheet.field("matched", place(&found.place));
    for part in &found.parts {
        sheet.indented("", part_line(part), NAMES + 2);
    }
    for outcome in &found.outcomes {
        match outcome {
            MatchOutcome::Asserted { id } => {
                for assertion in assertions.iter().filter(|one| one.id == *id) {
                    sheet.field("  asserts", asserted(assertion));
                    made(sheet, assertion);
                }
            }
            MatchOutcome::Outdone { by } if by.is_empty() => {
                sheet.field("  but", Line::from("the same is asserted already"));
            }
            MatchOutcome::Outdone { by } => {
                sheet.field(
                    "  but",
                    Line::from(format!("{by} reads the same words in a longer match, or read them first")),
                );
            }
            MatchOutcome::Vetoed { why } => sheet.field("  but", Line::from(why.clone())),
        }
    }
}

fn one_near(sheet: &mut Sheet, near: &NearMiss) {
    sheet.field("near", place(&near.place));
    for part in &near.parts {
        sheet.indented("", part_line(part), NAMES + 2);
    }
    let there = near
        .found
        .as_ref()
        .map_or_else(|| "the sentence ends".to_owned(), |word| format!("{} stands", quoted(word)));
    let line = match near.wanted.strip_prefix('!') {
        Some(unwanted) => format!("{there} there, which {unwanted} forbids"),
        None => format!("{} wanted, where {there}", near.wanted),
    };
    sheet.indented("", Line::from(line), NAMES + 2);
}

fn place(place: &RulePlace) -> Line {
    Line::of(Style::Strong, place.rule.clone()).text(format!(", {}:{}", place.file, place.line))
}

fn part_line(part: &PartSeen) -> Line {
    Line::from(format!("{} ", part.element)).with(Style::Quote, quoted(&part.text))
}

fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}

/// What is asserted, in a line: "Geneva II / date = 23 Nov 2013, tentative; Gatilov via Interfax".
fn asserted(one: &ReadAssertion) -> Line {
    let qualifier = one.qualifier.as_ref().map(|qualifier| format!("/{qualifier}")).unwrap_or_default();
    Line::of(Style::Strong, format!("{} / {}{qualifier}", one.subject, one.attribute)).text(format!(
        " = {}; {}",
        in_full(&one.value, &one.modality, one.polarity),
        sources(&one.attribution, one.scope)
    ))
}

/// How the parts of an assertion were made.
fn made(sheet: &mut Sheet, one: &ReadAssertion) {
    let mut why: Vec<String> = vec![format!("the words {}", quoted(one.value.text()))];
    if let Value::Time(time) = &one.value {
        why.extend(time.basis.iter().map(|basis| basis.why.clone()));
        why.extend(time.constraint.iter().map(|constraint| format!("known: {}", constraint.in_words)));
    }
    why.extend(one.modality.hedges.iter().map(|hedge| format!("hedged by {}", quoted(&hedge.text))));
    why.extend(one.counted_since.iter().map(|since| format!("counted {}", quoted(&since.text))));
    why.extend(one.subject_words.iter().map(|words| called(&words.text)));
    if one.implied_subject {
        why.push(implied(&one.subject));
    }
    why.extend(one.change_cue.iter().map(|cue| format!("changed: {}", quoted(cue))));
    let cue = one.attribution.iter().rev().find_map(|hop| hop.cue.as_ref());
    why.extend(cue.map(|cue| format!("said: {}", quoted(&cue.text))));
    sheet.indented("  from", Line::from(why.join("; ")), NAMES);
}

/// What became of rules under trial, as lines; `verbose` leaves nothing out.
pub(crate) fn rules_tried(tried: &RuleTried, verbose: bool, look: Look) -> Vec<Line> {
    let mut sheet = Sheet { lines: Vec::new(), look };
    for rule in &tried.rules {
        one_rule(&mut sheet, &tried.file, rule);
    }
    let most = if verbose { usize::MAX } else { SHOWN };
    for one in tried.assertions.iter().take(most) {
        sheet.blank();
        tried_assertion(&mut sheet, one);
    }
    for one in tried.times.iter().take(most) {
        sheet.blank();
        tried_time(&mut sheet, one);
    }
    sheet.blank();
    let sum = if tried.texts == 0 {
        "no text was read; name one, or run it in a workspace".to_owned()
    } else {
        let times = if tried.times.is_empty() {
            String::new()
        } else {
            format!(" and {}", count(tried.times.len(), "time"))
        };
        format!("{}{times} in {}", count(tried.assertions.len(), "assertion"), count(tried.texts, "text"))
    };
    let left = |all: usize| all.saturating_sub(most);
    let more = match left(tried.assertions.len()) + left(tried.times.len()) {
        0 => String::new(),
        more => format!("; {more} more with -v"),
    };
    let sum =
        Line::from(format!("{sum}{more}. Nothing is stored, and the program goes on with its own rules."));
    sheet.lines.extend(sum.wrapped(look, look.width, 0));
    sheet.lines
}

fn one_rule(sheet: &mut Sheet, file: &str, rule: &TriedRule) {
    let line = Line::of(Style::Strong, rule.rule.clone());
    let examples = count(rule.examples, "example");
    if rule.faults.is_empty() {
        let hold = if rule.examples == 1 { "holds" } else { "hold" };
        sheet.field("rule", line.text(format!(", {file}:{}: {examples} {hold}", rule.line)));
        return;
    }
    let not = if rule.faults.len() == 1 { "does not hold" } else { "do not hold" };
    let missed = format!(", {file}:{}: {} of {examples} {not}", rule.line, rule.faults.len());
    sheet.field("rule", line.with(Style::Bad, missed));
    for fault in &rule.faults {
        sheet.field(&format!("line {}", fault.line), Line::of(Style::Quote, fault.text.clone()));
        let wanted = fault.wanted.clone().unwrap_or_else(|| "nothing by this rule".to_owned());
        sheet.field("  wanted", Line::from(wanted));
        if fault.found.is_empty() {
            sheet.field("  found", Line::from("nothing"));
        }
        for (at, found) in fault.found.iter().enumerate() {
            sheet.field(first(at, "  found"), Line::from(found.clone()));
        }
        if let Some(why) = &fault.why {
            sheet.field("  why", Line::from(why.clone()));
        }
    }
}

fn tried_time(sheet: &mut Sheet, one: &TriedTime) {
    sheet.field("where", where_read(one.article.as_ref(), &[one.line.0]));
    sheet.field("sentence", Line::of(Style::Quote, one.sentence.clone()));
    let is =
        one.edtf.as_ref().map_or_else(|| "placed by no day of the calendar".to_owned(), ToString::to_string);
    sheet.field("time", Line::of(Style::Quote, quoted(&one.text)).text(format!(" is {is}; {}", one.rule)));
}

/// Where something was read in a text: the article and its lines, or the lines of a text that was given.
fn where_read(article: Option<&ArticleId>, lines: &[usize]) -> Line {
    match article {
        Some(article) => Line::of(Style::Id, article.short()).text(format!(":{}", line_list(lines))),
        None => Line::from(format!("line {}", line_list(lines))),
    }
}

fn tried_assertion(sheet: &mut Sheet, one: &TriedAssertion) {
    let lines: Vec<usize> = one.assertion.lines.iter().map(|line| line.0).collect();
    sheet.field("where", where_read(one.article.as_ref(), &lines));
    sheet.field("sentence", Line::of(Style::Quote, one.sentence.clone()));
    sheet.field("asserts", asserted(&one.assertion).text(format!("; {}", one.assertion.rule)));
    made(sheet, &one.assertion);
    for rule in &one.instead_of {
        sheet.field("  instead", Line::from(format!("of what {rule} reads there")));
    }
}
