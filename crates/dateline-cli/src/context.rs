//! What a verb works with: the workspace, the environment, the limits that were asked for.

use crate::cli::Global;
use crate::cli::ingest::MetadataArgs;
use crate::config;
use crate::error::{Failure, exit};
use dateline::edtf::Edtf;
use dateline::id::ArticleId;
use dateline::{
    AsOf, Clock, Environment, FieldError, IdSource, Key, Layer, OperationNumber, Query, Row, Workspace,
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The environment: the machine's clock and randomness, unless `DATELINE_NOW` (an instant) and
/// `DATELINE_SEED` (a number) make a run repeatable. `DATELINE_ACTOR` says who is at work.
pub(crate) fn environment() -> Result<Environment, Failure> {
    let mut environment = Environment::default();
    if let Some(now) = config::variable("DATELINE_NOW") {
        let at = now.parse().map_err(|_| {
            Failure::usage(
                format!("DATELINE_NOW is {now:?}, which is no instant"),
                "DATELINE_NOW=2026-01-02T03:04:05Z",
            )
        })?;
        environment.clock = Clock::Fixed(at);
    }
    if let Some(seed) = config::variable("DATELINE_SEED") {
        let number = seed.parse().map_err(|_| {
            Failure::usage(format!("DATELINE_SEED is {seed:?}, which is no number"), "DATELINE_SEED=1")
        })?;
        environment.ids = IdSource::seeded(number);
    }
    environment.actor = config::variable("DATELINE_ACTOR").unwrap_or_default();
    Ok(environment)
}

/// The environment in a workspace, which may say who is at work.
fn environment_in(root: &Path) -> Result<Environment, Failure> {
    let mut environment = environment()?;
    if let Some((name, _)) = config::value("reviewer", Some(root))? {
        environment.actor = name;
    }
    Ok(environment)
}

/// Where the workspace is: as told, else the nearest one upwards. `None` if there is none.
pub(crate) fn place(global: &Global) -> Option<PathBuf> {
    global.workspace.clone().or_else(|| std::env::current_dir().ok().and_then(|dir| Workspace::find(&dir)))
}

/// That there is no workspace.
pub(crate) fn no_workspace() -> Failure {
    let from = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    dateline::Error::NoWorkspace { from }.into()
}

/// The workspace, which must exist.
pub(crate) fn workspace(global: &Global) -> Result<Workspace, Failure> {
    let root = place(global).ok_or_else(no_workspace)?;
    Ok(Workspace::open(&root, environment_in(&root)?)?)
}

/// The workspace, made in the current directory (or where `--workspace` says) if there is none. The flag
/// says whether it was made.
pub(crate) fn workspace_or_new(global: &Global) -> Result<(Workspace, bool), Failure> {
    let root = place(global);
    match root {
        Some(root) if Workspace::exists(&root) => {
            Ok((Workspace::open(&root, environment_in(&root)?)?, false))
        }
        root => {
            let root = root.unwrap_or_else(|| PathBuf::from("."));
            Ok((Workspace::init(&root, environment()?)?, true))
        }
    }
}

/// The fields that flags set.
pub(crate) fn layer(args: &MetadataArgs) -> Result<Layer, Failure> {
    let given = [
        (Key::Published, &args.published),
        (Key::Publisher, &args.publisher),
        (Key::Url, &args.url),
        (Key::Title, &args.title),
        (Key::Byline, &args.byline),
        (Key::Agency, &args.agency),
        (Key::Lang, &args.lang),
        (Key::Story, &args.story),
    ];
    let mut layer = Layer::default();
    for (key, value) in given {
        set(&mut layer, key, value.as_deref())?;
    }
    Ok(layer)
}

/// Sets when something was published, as the flag says.
pub(crate) fn published(layer: &mut Layer, value: Option<&str>) -> Result<(), Failure> {
    set(layer, Key::Published, value)
}

fn set(layer: &mut Layer, key: Key, value: Option<&str>) -> Result<(), Failure> {
    let flag = |error: FieldError| {
        let text = format!("--{key} cannot be {:?}: {}", error.value, error.why);
        Failure::Usage(text, None)
    };
    value.map_or(Ok(()), |value| layer.set(key, value).map_err(flag))
}

/// The arguments after the verb's own words, as given, for the log.
pub(crate) fn arguments(verb_words: usize) -> Vec<String> {
    let all = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    all.skip(verb_words).collect()
}

/// Makes Ctrl-C, and a request to end, stop after the group that is being written. A second one, or one
/// while standard input is waited for, ends at once: what is acknowledged is stored all the same.
pub(crate) fn listen(cancel: &Arc<AtomicBool>, at_once: bool) -> Result<(), Failure> {
    let cancel = Arc::clone(cancel);
    let handler = move || {
        if cancel.swap(true, Ordering::Relaxed) || at_once {
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
    };
    ctrlc::set_handler(handler)
        .map_err(|error| Failure::Usage(format!("interrupts cannot be listened to: {error}"), None))
}

/// What articles are called in an answer: the shortest beginnings of their ids.
pub(crate) struct ShortIds(BTreeMap<ArticleId, String>);

impl ShortIds {
    /// Of these articles.
    pub(crate) fn of<'a>(
        query: &Query<'_>,
        articles: impl Iterator<Item = &'a ArticleId>,
    ) -> Result<Self, Failure> {
        let mut all = BTreeMap::new();
        for article in articles {
            if !all.contains_key(article) {
                all.insert(article.clone(), query.short_id(article)?);
            }
        }
        Ok(Self(all))
    }

    /// Of the article of a row.
    pub(crate) fn of_row(&self, row: &Row) -> String {
        self.0.get(&row.article).cloned().unwrap_or_else(|| row.article.short().to_owned())
    }
}

/// A path as a person would type it from here.
pub(crate) fn as_typed(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    match relative {
        Some(relative) if relative.as_os_str().is_empty() => ".".to_owned(),
        Some(relative) => relative.display().to_string(),
        None => path.display().to_string(),
    }
}

/// The limits that the global flags ask for.
pub(crate) fn as_of(global: &Global) -> Result<AsOf, Failure> {
    let published = global.as_of.as_deref().map(|text| last_day("--as-of", text)).transpose()?;
    let recorded_on = global.recorded.as_deref().map(|text| last_day("--recorded", text)).transpose()?;
    Ok(AsOf { published, recorded: global.at_op.map(OperationNumber), recorded_on })
}

/// A date that someone typed.
pub(crate) fn edtf(flag: &str, text: &str) -> Result<Edtf, Failure> {
    Edtf::parse(text).map_err(|error| {
        Failure::usage(format!("{flag}: {error}"), "a date is written 2013-11-05, 2013-11 or 2013")
    })
}

/// The first day of a date that someone typed.
pub(crate) fn first_day(flag: &str, text: &str) -> Result<Date, Failure> {
    edtf(flag, text)?.bounds().earliest.ok_or_else(|| {
        Failure::usage(
            format!("{flag}: {text:?} has no first day"),
            "a date is written 2013-11-05, 2013-11 or 2013",
        )
    })
}

/// The last day of a date that someone typed.
pub(crate) fn last_day(flag: &str, text: &str) -> Result<Date, Failure> {
    edtf(flag, text)?.bounds().latest.ok_or_else(|| {
        Failure::usage(
            format!("{flag}: {text:?} has no last day"),
            "a date is written 2013-11-05, 2013-11 or 2013",
        )
    })
}
