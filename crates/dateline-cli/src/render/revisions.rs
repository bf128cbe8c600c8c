//! Revisions of one article on a screen: their list, the words that were edited, and the facts.

use super::history::step_style;
use super::words::{count, in_full, line_list, published, sources};
use super::{Fit, Line, Look, Style, Table, file_name};
use dateline::edits::{EditKind, FactDifference};
use dateline::{
    ArticleRevisions, DiffMark, EditCounts, EditedFact, FieldEdit, RevisionDiff, Said, SentenceEdit,
    WordSide, WordsOf,
};

/// The revisions as a table, below each row what was edited.
pub(crate) fn revisions(all: &ArticleRevisions, short: &str, look: Look) -> Vec<Line> {
    let mut table = Table::new([
        ("revision", Fit::Whole),
        ("recorded", Fit::Whole),
        ("published", Fit::Whole),
        (">words", Fit::Whole),
        ("file", Fit::Shrink(12)),
        ("sha256", Fit::Optional),
    ]);
    for revision in &all.revisions {
        table.row([
            (Style::Id, format!("{short}@{}", revision.number)),
            (Style::Plain, revision.recorded.to_string()),
            (Style::Plain, published(revision.dated().as_ref())),
            (Style::Plain, revision.words.to_string()),
            (Style::Faint, file_name(&revision.source).to_owned()),
            (Style::Faint, revision.sha256.as_str()[..8].to_owned()),
        ]);
    }
    let mut rows = table.lines(look).into_iter();
    let mut lines: Vec<Line> = rows.next().into_iter().collect();
    for (revision, row) in all.revisions.iter().zip(rows) {
        lines.push(row);
        let edited = revision.edited.iter().map(|edited| Line::from("  edited: ").text(in_few_words(edited)));
        lines.extend(edited.flat_map(|line| line.wrapped(look, look.width, 4)));
    }
    lines
}

/// "1 fact; 1 sentence changed, 2 moved"; "style only"; "title".
fn in_few_words(edited: &EditCounts) -> String {
    let facts = match edited.facts {
        Some(0) => String::new(),
        Some(facts) => count(facts, "fact"),
        None => "facts not compared".to_owned(),
    };
    let sentences: Vec<String> = [
        (edited.changed, "changed"),
        (edited.added, "added"),
        (edited.absent, "absent"),
        (edited.moved, "moved"),
        (edited.restyled, "restyled"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{number} {word}"))
    .collect();
    let of_words = edited.changed + edited.added + edited.absent;
    let text = if of_words == 0 && edited.moved == 0 && edited.restyled > 0 {
        "style only".to_owned()
    } else if sentences.is_empty() {
        String::new()
    } else {
        format!("sentences: {}", sentences.join(", "))
    };
    let parts = [facts, text, edited.fields.join(", ")];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if told.is_empty() { "nothing but the bytes".to_owned() } else { told.join("; ") }
}

/// How a comparison of revisions is drawn.
pub(crate) struct RevisionsShown<'a> {
    /// The article's id, as short as it may be.
    pub(crate) short: &'a str,
    /// Whether the texts stand in two columns.
    pub(crate) columns: bool,
    /// Which kinds of edits alone are shown ("added, absent"); empty for all.
    pub(crate) only: &'a str,
    /// Whether what is folded away is shown too, and why a step has its label.
    pub(crate) verbose: bool,
}

/// What was edited: fields, facts, sentences.
pub(crate) fn revision_diff(diff: &RevisionDiff, shown: &RevisionsShown<'_>, look: Look) -> Vec<Line> {
    let short = shown.short;
    let alike = [(diff.unchanged, "alike"), (diff.moved, "moved"), (diff.restyled, "differ in style only")]
        .into_iter()
        .filter(|(number, what)| *number > 0 || *what == "alike")
        .map(|(number, what)| format!("{number} {what}"))
        .collect::<Vec<String>>()
        .join(", ");
    let told = diff.edits.iter().filter(|edit| !is_folded(edit)).count();
    let head = Line::of(
        Style::Strong,
        format!("{short}@{} against {short}@{}", diff.left.number, diff.right.number),
    )
    .text(format!(
        ": {} and {} {}; sentences: {alike}",
        count(diff.facts.len(), "fact"),
        count(told, "sentence"),
        if shown.only.is_empty() { "edited" } else { shown.only },
    ));
    let mut lines = head.wrapped(look, look.width, 2);
    for field in &diff.fields {
        lines.extend(field_line(field).wrapped(look, look.width, 4));
    }
    for fact in &diff.facts {
        lines.extend(fact_lines(fact, short, shown.verbose, look));
    }
    let newer = diff.left.number.max(diff.right.number);
    lines.extend(notice_lines(&diff.notices, &format!("{short}@{newer}"), diff.facts.len() + told > 0, look));
    let edits: Vec<&SentenceEdit> =
        diff.edits.iter().filter(|edit| shown.verbose || !is_folded(edit)).collect();
    if !edits.is_empty() && lines.len() > 1 {
        lines.push(Line::new());
    }
    for edit in edits {
        if shown.columns {
            lines.extend(in_columns(edit, look));
        } else {
            lines.extend(in_one_text(edit).wrapped(look, look.width, 2));
        }
    }
    lines
}

fn is_folded(edit: &SentenceEdit) -> bool {
    matches!(edit.kind, EditKind::Moved | EditKind::Style)
}

fn mark(mark: DiffMark) -> (Style, &'static str) {
    match mark {
        DiffMark::Added => (Style::Good, "+"),
        DiffMark::Absent => (Style::Faint, "."),
        DiffMark::Changed | DiffMark::NotCompared => (Style::Warn, "~"),
    }
}

fn field_line(field: &FieldEdit) -> Line {
    let (style, sign) = mark(field.mark);
    let mut line = Line::of(style, sign).text(format!(" {}  ", field.field));
    if let Some(before) = &field.before {
        line.push(Style::Bad, format!("[-{before}-] "));
    }
    if let Some(after) = &field.after {
        line.push(Style::Good, format!("{{+{after}+}}"));
    }
    line
}

/// `~ claim  [-two-] ea35@1:2 {+three+} ea35@2:2 revises`, with what else differs.
fn fact_lines(fact: &EditedFact, short: &str, verbose: bool, look: Look) -> Vec<Line> {
    let (style, sign) = mark(fact.mark);
    let label = fact
        .claim
        .as_ref()
        .map_or_else(|| format!("{} ({})", fact.subject, fact.aspect), ToString::to_string);
    let mut line = Line::of(style, sign).text(" ").whole(Style::Id, label).text("  ");
    line.append(said_on_both_sides(fact, short));
    let mut lines = line.wrapped(look, look.width, 4);
    lines.extend(reasons(fact, verbose, look));
    lines
}

/// A fact that was edited, below the claim it belongs to: when, what, how, and whether the article says so.
pub(super) fn edited(fact: &EditedFact, short: &str, verbose: bool, look: Look) -> Vec<Line> {
    let mut line = Line::from("  ")
        .with(Style::Warn, format!("{:<11}", "edited"))
        .text(format!(" {:<12}", format!("by {}", fact.made_by())));
    line.push(Style::Plain, " ");
    line.append(said_on_both_sides(fact, short));
    let notice = match &fact.notices[..] {
        [] => "; no notice of it was found".to_owned(),
        [first, ..] => format!("; with a notice: \"{}\"", on_one_line(&first.quote)),
    };
    let mut lines = line.with(Style::Faint, notice).wrapped(look, look.width, 27);
    lines.extend(reasons(fact, verbose, look));
    lines
}

/// `[-two-] ea35@1:2 {+three+} ea35@2:2 revises`
fn said_on_both_sides(fact: &EditedFact, short: &str) -> Line {
    let mut line = Line::new();
    let told = |said: &Said| {
        let told = in_full(&said.value, &said.modality, said.polarity);
        let who = sources(&said.attribution, said.scope);
        if fact.differs.contains(&FactDifference::Speaker) { format!("{told}; {who}") } else { told }
    };
    match (&fact.before, &fact.after) {
        (Some(before), Some(after)) => {
            line.push(Style::Bad, format!("[-{}-] ", told(before)));
            line = line.whole(Style::Faint, place(before, short, fact.from)).text(" ");
            line.push(Style::Good, format!("{{+{}+}} ", told(after)));
            line = line.whole(Style::Faint, place(after, short, fact.to));
        }
        (Some(before), None) => {
            line.push(Style::Plain, format!("{} ", told(before)));
            line = line.whole(Style::Faint, place(before, short, fact.from));
            line.push(Style::Faint, format!(", absent in {short}@{} (silence is no retraction)", fact.to));
        }
        (None, after) => {
            if let Some(after) = after {
                line.push(Style::Good, format!("{{+{}+}} ", told(after)));
                line = line.whole(Style::Faint, place(after, short, fact.to));
            }
            line.push(Style::Faint, format!(", not in {short}@{}", fact.from));
        }
    }
    if fact.differs.contains(&FactDifference::Subject) {
        line.push(Style::Warn, " of another subject");
    }
    match &fact.step {
        Some(step) if fact.differs != [FactDifference::Speaker] => {
            line.push(step_style(step.label), format!(" {}", step.label));
        }
        Some(_) => line.push(Style::Warn, " on the word of another"),
        None => {}
    }
    line
}

/// The words on both sides, and why the step has its label.
fn reasons(fact: &EditedFact, verbose: bool, look: Look) -> Vec<Line> {
    let mut lines = Vec::new();
    if !verbose {
        return lines;
    }
    for said in [&fact.before, &fact.after].into_iter().flatten() {
        let quote = said.evidence.first().map_or("", |place| place.quote.as_str());
        let line = Line::from("    ").with(Style::Quote, format!("\"{quote}\""));
        lines.extend(
            line.text(format!(" in \"{}\"", on_one_line(&said.sentence))).wrapped(look, look.width, 6),
        );
    }
    if let Some(step) = &fact.step {
        let why = Line::from("    ").with(Style::Faint, format!("{}: {}", step.label, step.why));
        lines.extend(why.wrapped(look, look.width, 6));
    }
    lines
}

/// Where words of a revision stand: "ea35@1:2".
fn place(said: &Said, short: &str, number: usize) -> String {
    let lines: Vec<usize> = said.evidence.iter().map(|place| place.line.0).collect();
    format!("{short}@{number}:{}", line_list(&lines))
}

/// The newer revision's own words that the article was corrected; or that none were found.
fn notice_lines(notices: &[dateline::Place], newer: &str, edited: bool, look: Look) -> Vec<Line> {
    let notice = |place: &dateline::Place| {
        let line = Line::of(Style::Warn, "notice ").whole(Style::Faint, format!("{newer}:{}", place.line));
        let line = line.with(Style::Quote, format!(" \"{}\"", on_one_line(&place.quote)));
        line.wrapped(look, look.width, 4)
    };
    if notices.is_empty() && edited {
        let none = format!("no sentence was found in {newer} that tells of a correction");
        return Line::of(Style::Faint, none).wrapped(look, look.width, 4);
    }
    notices.iter().flat_map(notice).collect()
}

/// A sentence with what is gone and what came.
fn in_one_text(edit: &SentenceEdit) -> Line {
    let (style, sign) = sign(edit.kind);
    let mut line = Line::of(style, sign).text(" ");
    if let Some(place) = edit.after.as_ref().filter(|_| is_folded(edit)) {
        line.push(Style::Plain, on_one_line(&place.quote));
    }
    for (at, words) in edit.words.iter().enumerate() {
        let blank = if at > 0 { " " } else { "" };
        let (style, text) = marked(words);
        line.push(style, format!("{blank}{text}"));
    }
    let at = edit.after.as_ref().or(edit.before.as_ref());
    let at = at.map(|place| format!("line {}", place.line)).unwrap_or_default();
    line.text(" ").whole(Style::Faint, at)
}

fn marked(words: &WordsOf) -> (Style, String) {
    match words.side {
        WordSide::Both => (Style::Plain, on_one_line(&words.text)),
        WordSide::Before => (Style::Bad, format!("[-{}-]", on_one_line(&words.text))),
        WordSide::After => (Style::Good, format!("{{+{}+}}", on_one_line(&words.text))),
    }
}

/// Words without the line ends and the runs of blanks that the text has between them.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn sign(kind: EditKind) -> (Style, &'static str) {
    match kind {
        EditKind::Changed => (Style::Warn, "~"),
        EditKind::Added => (Style::Good, "+"),
        EditKind::Absent => (Style::Faint, "."),
        EditKind::Moved => (Style::Faint, ">"),
        EditKind::Style => (Style::Faint, "="),
    }
}

/// A sentence in two columns: what it was, what it is.
fn in_columns(edit: &SentenceEdit, look: Look) -> Vec<Line> {
    let cells = look.width.saturating_sub(5) / 2;
    let column = |mine: WordSide, whole: Option<&str>| {
        let mut line = Line::new();
        if let Some(whole) = whole.filter(|_| is_folded(edit)) {
            line.push(Style::Plain, whole);
        }
        let mine = edit.words.iter().filter(|words| words.side == WordSide::Both || words.side == mine);
        for (at, words) in mine.enumerate() {
            let (style, text) = marked(words);
            line.push(style, format!("{}{text}", if at > 0 { " " } else { "" }));
        }
        line.wrapped(look, cells, 0)
    };
    let quote = |place: &'_ Option<dateline::Place>| place.as_ref().map(|place| on_one_line(&place.quote));
    let (before, after) = (quote(&edit.before), quote(&edit.after));
    let (left, right) =
        (column(WordSide::Before, before.as_deref()), column(WordSide::After, after.as_deref()));
    let (style, sign) = sign(edit.kind);
    let rows = left.len().max(right.len());
    let mut left = left.into_iter().map(Some).chain(std::iter::repeat(None));
    let mut right = right.into_iter().map(Some).chain(std::iter::repeat(None));
    (0..rows)
        .map(|row| {
            let (one, other) =
                (left.next().flatten().unwrap_or_default(), right.next().flatten().unwrap_or_default());
            let mut line = Line::of(style, if row == 0 { sign } else { " " }).text(" ");
            let filled = one.cells(look);
            line.append(one);
            line.push(Style::Plain, " ".repeat(cells.saturating_sub(filled) + 3));
            line.append(other);
            line
        })
        .collect()
}
