//! `articles list`, `articles show`, `articles general`, `articles revisions`, `articles set`.

use crate::cli::ingest::MetadataArgs;
use crate::cli::{ArticlesVerb, Global};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use crate::verbs::{ingest, revisions};

/// Lists, shows or sets.
pub(crate) fn run(global: &Global, verb: &ArticlesVerb, output: &mut Output) -> Result<u8, Failure> {
    match verb {
        ArticlesVerb::List { story } => {
            let workspace = context::workspace(global)?;
            let answer = workspace.query(context::as_of(global)?)?.articles_list(story.as_deref())?;
            if output.json {
                output.json(&answer)?;
            } else if answer.data.articles.is_empty() {
                output.line("no articles are stored");
                answer.next.iter().for_each(|next| output.hint(next));
            } else {
                output.lines(render::articles(&answer.data, output.look));
                output.warnings(&answer);
            }
            Ok(exit::DONE)
        }
        ArticlesVerb::Show { article } => {
            let workspace = context::workspace(global)?;
            let answer = workspace.query(context::as_of(global)?)?.articles_show(article)?;
            if output.json {
                output.json(&answer)?;
            } else {
                output.lines(render::article(&answer.data, output.look));
                output.warnings(&answer);
            }
            Ok(exit::DONE)
        }
        ArticlesVerb::General { article } => general(global, article, output),
        ArticlesVerb::Revisions { article } => revisions::list(global, article, output),
        ArticlesVerb::Set { articles, metadata } => set(global, articles, metadata, output),
    }
}

fn general(global: &Global, article: &str, output: &mut Output) -> Result<u8, Failure> {
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    let answer = query.articles_general(article)?;
    if output.json {
        output.json(&answer)?;
    } else {
        let short = query.short_id(&answer.data.article)?;
        output.lines(render::general(&answer.data, &short, output.look));
        output.warnings(&answer);
    }
    Ok(exit::DONE)
}

fn set(
    global: &Global,
    articles: &[String],
    told: &MetadataArgs,
    output: &mut Output,
) -> Result<u8, Failure> {
    let layer = context::layer(told)?;
    let mut workspace = context::workspace(global)?;
    let arguments = context::arguments(2);
    let answer = workspace.set_metadata(articles, &layer, &arguments)?;
    if output.json {
        output.json(&answer)?;
        return Ok(exit::DONE);
    }
    output.lines(ingest::articles_table(&answer.data.articles, output.look));
    match answer.data.op {
        Some(op) => output.line(format!("set, and read again (op {op})")),
        None => output.line("all of that was known: nothing written"),
    }
    output.warnings(&answer);
    output.next(&answer);
    Ok(exit::DONE)
}
