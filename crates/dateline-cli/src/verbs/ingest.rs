//! `ingest`: store articles and read what they assert.

use super::changes;
use crate::cli::Global;
use crate::cli::ingest::{IngestArgs, InputKind, Progress as When};
use crate::context;
use crate::error::{Failure, exit};
use crate::fetching::Fetching;
use crate::output::Output;
use crate::render::{self, Line, Look, Style};
use dateline::observed::Sighting;
use dateline::{
    Answer, AsOf, CarriedText, Charset, IngestOptions, IngestOutcome, IngestReport, IngestedArticle, Kind,
    Progress, StoryChanges, Workspace,
};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Most pairs of articles with common text that are named.
const COPIES_SHOWN: usize = 10;

/// Takes the articles, in a workspace that is made if there is none.
pub(crate) fn run(global: &Global, args: &IngestArgs, output: &mut Output) -> Result<u8, Failure> {
    let options = IngestOptions {
        inputs: args.inputs.clone(),
        flags: context::layer(&args.metadata)?,
        table: args.meta.clone(),
        charset: args.charset.as_deref().map(charset).transpose()?,
        kind: kind(args.kind),
        story_if_new: None,
        revision_of: args.revision_of.clone(),
        dry_run: args.dry_run,
        fail_fast: args.fail_fast,
        changes: !output.quiet,
        arguments: context::arguments(1),
    };
    let cancel = Arc::new(AtomicBool::new(false));
    context::listen(&cancel, args.inputs.iter().any(|input| input.as_os_str() == "-"))?;
    // Nothing is made for inputs of which none is there, nor for a rehearsal.
    let exists = context::place(global).is_some_and(|root| Workspace::exists(&root));
    if let Some(answer) = (!exists).then(|| IngestReport::of_nothing(&options.inputs)).flatten() {
        return finish(&answer, None, output);
    }
    if !exists && args.dry_run {
        let scratch = Scratch::new();
        let mut workspace = Workspace::init(&scratch.0, context::environment()?)?;
        let answer = take(&mut workspace, args, &options, false, &cancel, output)?;
        return finish(&answer, Some(&workspace), output);
    }
    let (mut workspace, made) = context::workspace_or_new(global)?;
    if made && !output.quiet {
        output.tell(format!("made a workspace in {}", context::as_typed(workspace.root())));
    }
    let shown = args.progress == When::Auto && output.progress_allowed();
    let answer = take(&mut workspace, args, &options, shown, &cancel, output)?;
    output.end_progress();
    finish(&answer, Some(&workspace), output)
}

/// Ingests, with a way to ask addresses if there are any.
fn take(
    workspace: &mut Workspace,
    args: &IngestArgs,
    options: &IngestOptions,
    shown: bool,
    cancel: &AtomicBool,
    output: &mut Output,
) -> Result<Answer<IngestReport>, Failure> {
    let mut progress = |progress: Progress<'_>| tell(progress, shown, output);
    let mut fetching = Fetching::new(&args.fetch, cancel).ok();
    Ok(match &mut fetching {
        Some(fetching) => {
            workspace.ingest_with(options, &mut |ask| fetching.ask(ask), &mut progress, cancel)?
        }
        None => workspace.ingest(options, &mut progress, cancel)?,
    })
}

/// Prints articles as soon as they are stored, and which input is looked at if that is to be `shown`.
fn tell(progress: Progress<'_>, shown: bool, output: &mut Output) {
    match progress {
        Progress::Looking { done, all, next } if shown && all > 1 => {
            output.progress(&format!("{done} of {all}  {next}"));
        }
        Progress::Acknowledged(articles) if !output.json => {
            output.end_progress();
            output.lines(articles_table(articles, output.look));
            output.write_out();
        }
        _ => {}
    }
}

/// A directory for a rehearsal; it goes away with this.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("dateline-rehearsal-{}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left over is only litter: there is nobody to tell.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn charset(label: &str) -> Result<Charset, Failure> {
    Charset::for_label(label).map_err(|error| Failure::Usage(format!("--charset: {error}"), None))
}

fn kind(told: InputKind) -> Option<Kind> {
    Some(match told {
        InputKind::Auto => return None,
        InputKind::Text => Kind::Text,
        InputKind::Html => Kind::Html,
        InputKind::Feed => Kind::Feed,
        InputKind::Jsonl => Kind::Jsonl,
        InputKind::Warc => Kind::Warc,
    })
}

/// Prints the answer; the exit code says how much of it went well.
fn finish(
    answer: &Answer<IngestReport>,
    workspace: Option<&Workspace>,
    output: &mut Output,
) -> Result<u8, Failure> {
    if output.json {
        output.json(answer)?;
    } else {
        print(answer, workspace, output)?;
    }
    // Some inputs may have failed as well; that it was stopped is what the caller must know first.
    Ok(match (answer.data.interrupted, answer.data.failures.is_empty()) {
        (true, _) => exit::INTERRUPTED,
        (false, false) => exit::INPUTS,
        (false, true) => exit::DONE,
    })
}

fn print(
    answer: &Answer<IngestReport>,
    workspace: Option<&Workspace>,
    output: &mut Output,
) -> Result<(), Failure> {
    let report = &answer.data;
    for failure in &report.failures {
        output.say("error", Style::Bad, &format!("{}: {}", failure.input, failure.message));
        if let Some(hint) = &failure.hint {
            output.hint(hint);
        }
    }
    output.line(summary(report));
    copies(report, output);
    output.warnings(answer);
    let moved = |story: &StoryChanges| {
        !story.changes.is_empty() || !story.renamed.is_empty() || !story.edited.is_empty()
    };
    if let Some(workspace) = workspace.filter(|_| report.changes.stories.iter().any(moved)) {
        output.line("");
        let query = workspace.query(AsOf::default())?;
        changes::print(&report.changes, &query, output)?;
    }
    output.next(answer);
    if report.interrupted {
        let left = render::count(report.not_reached, "input");
        output.say(
            "interrupted",
            Style::Warn,
            &format!("{left} not looked at; the same command goes on from here"),
        );
    } else if report.not_reached > 0 {
        let left = render::count(report.not_reached, "input");
        output.say("stopped", Style::Warn, &format!("{left} not looked at, because of --fail-fast"));
    }
    Ok(())
}

/// "2 of 3 articles carry text of others", and which.
fn copies(report: &IngestReport, output: &mut Output) {
    if report.copies.is_empty() {
        return;
    }
    let (all, carry) = (render::count(report.stored, "article"), report.copies.len());
    let verb = if carry == 1 { "carries" } else { "carry" };
    output.line(format!("{carry} of {all} {verb} text of others"));
    // Of two that were taken together each is most like the other: that is said once.
    let mut told = BTreeSet::new();
    let mut pairs = report.copies.iter().filter(|it| {
        told.insert((&it.article, &it.with));
        !told.contains(&(&it.with, &it.article))
    });
    for it in pairs.by_ref().take(COPIES_SHOWN) {
        output.line(format!("  {}", copy(it, report)));
    }
    let more = pairs.count();
    if more > 0 {
        output.line(format!("  and {more} more; --json tells all"));
    }
}

/// "87 % of 1f3a2b4c is in 77b0e1d2, Wire, 2013-06-03".
fn copy(it: &CarriedText, report: &IngestReport) -> String {
    let (article, with, percent) = (it.article.short(), it.with.short(), it.percent());
    let share = if it.part == it.article {
        format!("{percent} % of {article} is in {with}")
    } else {
        format!("{article} has {percent} % of {with}")
    };
    let own = report.articles.iter().find(|line| line.article == it.article).map(|line| &line.story);
    let story = (own != Some(&it.story)).then(|| format!("story {}", it.story));
    let published = it.published.as_ref().map(ToString::to_string);
    let about = [it.publisher.clone(), published, story].into_iter().flatten();
    std::iter::once(share).chain(about).collect::<Vec<_>>().join(", ")
}

/// "stored 2 articles, 31 assertions to review (op 1)".
fn summary(report: &IngestReport) -> String {
    let unchanged =
        report.articles.iter().filter(|line| line.outcome == IngestOutcome::AlreadyStored).count();
    let already = if unchanged > 0 { format!("; {unchanged} already stored") } else { String::new() };
    let with = |seen: Option<Sighting>| report.failures.iter().filter(|it| it.observed == seen).count();
    let (missing, absent) = (with(Some(Sighting::PageMissing)), with(Some(Sighting::ArticleAbsent)));
    let failed = match report.failures.len() - missing - absent {
        0 => String::new(),
        n => format!("; {} failed", render::count(n, "input")),
    };
    let missing = if missing > 0 { format!("; {missing} missing") } else { String::new() };
    let absent = if absent > 0 { format!("; {absent} without the article") } else { String::new() };
    let failed = format!("{failed}{missing}{absent}");
    let to_review = match report.to_review {
        0 => ", nothing to review".to_owned(),
        n if n == report.count.assertions => " to review".to_owned(),
        n => format!(", {n} to review"),
    };
    let counts = format!("{}{to_review}", render::counted(report.count));
    let taken = |store: &str, read: &str| format!("{}, {counts}", taken(report, store, read));
    match (report.op, report.dry_run) {
        (Some(op), _) if report.stored == 0 => {
            format!("stored nothing new, and recorded what was seen (op {op}){already}{failed}")
        }
        (Some(op), _) => format!("{} (op {op}){already}{failed}", taken("stored", "read")),
        (None, true) if report.stored == 0 => format!("would store nothing new{already}{failed}"),
        (None, true) => {
            format!("{}; nothing written{already}{failed}", taken("would store", "would read"))
        }
        (None, false) => format!("stored nothing new{already}{failed}"),
    }
}

/// "stored 2 articles and 3 revisions, read 1 article again".
fn taken(report: &IngestReport, store: &str, read: &str) -> String {
    let with = |outcome: IngestOutcome| report.articles.iter().filter(move |it| it.outcome == outcome);
    // In a rehearsal a second text of a new article is not yet known for a revision.
    let new: BTreeSet<_> = with(IngestOutcome::Stored).map(|it| &it.article).collect();
    let (new, revised) = (new.len(), with(IngestOutcome::Revised).count());
    let again = with(IngestOutcome::Reread).count();
    let stored =
        [(new, "article"), (revised, "revision")].map(|(n, what)| (n > 0).then(|| render::count(n, what)));
    let stored = stored.into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let stored = (!stored.is_empty()).then(|| format!("{store} {stored}"));
    let again = (again > 0).then(|| format!("{read} {} again", render::count(again, "article")));
    stored.into_iter().chain(again).collect::<Vec<_>>().join(", ")
}

/// The articles, one a line.
pub(crate) fn articles_table(articles: &[IngestedArticle], look: Look) -> Vec<Line> {
    use render::{Fit, Table};
    let mut table = Table::new([
        ("", Fit::Whole),
        ("", Fit::Shrink(12)),
        (">", Fit::Whole),
        (">", Fit::Optional),
        ("", Fit::Optional),
        ("", Fit::Whole),
        ("", Fit::Whole),
    ]);
    for article in articles {
        let outcome = match article.outcome {
            IngestOutcome::Stored => "",
            IngestOutcome::Revised => "new revision",
            IngestOutcome::Reread => "read again",
            IngestOutcome::AlreadyStored => "already stored",
        };
        let (count, aside) = render::counted_apart(article.count);
        table.row([
            (Style::Id, article.article.short().to_owned()),
            (Style::Plain, render::file_name(&article.source).to_owned()),
            (Style::Plain, render::count(article.words, "word")),
            (Style::Plain, count),
            (Style::Faint, aside),
            (Style::Plain, format!("published: {}", render::published(article.published.as_ref()))),
            (Style::Faint, outcome.to_owned()),
        ]);
    }
    table.lines(look)
}
