//! `ingest` and `articles set`: what writes.
//!
//! Inputs are taken in groups. A group is read and its texts are understood on all processors, and it is
//! appended in the order of the inputs: when that returns it is on the disk. An interrupt between two
//! groups loses nothing that was acknowledged, and nothing is ever half there.

mod addresses;
mod ahead;
mod copies;
mod group;
mod inputs;
mod plan;
mod report;
mod set;
#[cfg(test)]
mod tests;

pub use addresses::FetchFn;
pub use copies::CarriedText;
pub use report::{IngestFailure, IngestOutcome, IngestReport, IngestedArticle};
pub use set::SetReport;

use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::workspace::Workspace;
use ahead::Ahead;
use dateline_capture::{CaptureError, CapturedText, Charset, Kind, Layer, Source};
use dateline_core::as_of::AsOf;
use dateline_core::assertion::AssertionCount;
use dateline_core::event::Event;
use dateline_core::id::{ArticleId, OperationNumber, StoryName};
use group::{GROUP_ARTICLES, Group};
use report::failure;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// Name and version of the answer's shape.
const SCHEMA: &str = "dateline.ingest/1";

/// What to ingest, and how.
#[derive(Debug, Clone, Default)]
pub struct IngestOptions {
    /// Files, directories, patterns, addresses, or `-`.
    pub inputs: Vec<PathBuf>,
    /// What flags say of every input.
    pub flags: Layer,
    /// A table of metadata.
    pub table: Option<PathBuf>,
    /// The charset of the bytes, where it is told; it is not second-guessed.
    pub charset: Option<Charset>,
    /// What the inputs are, where it is told and not looked at.
    pub kind: Option<Kind>,
    /// The story of articles that are new, where nothing else gives one.
    pub story_if_new: Option<StoryName>,
    /// The article of which the one input is a new revision.
    pub revision_of: Option<String>,
    /// Read and report, write nothing.
    pub dry_run: bool,
    /// Stop at the first input that fails.
    pub fail_fast: bool,
    /// Whether to tell what moved in the stories that were touched, and which articles carry text of others.
    pub changes: bool,
    /// The arguments as given, for the log.
    pub arguments: Vec<String>,
}

/// How far an ingest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// An input is looked at.
    Looking {
        /// Inputs that are done.
        done: usize,
        /// All inputs.
        all: usize,
        /// The input.
        next: &'a str,
    },
    /// Articles are on the disk, and acknowledged by this: whatever happens next, they are kept. (In a dry
    /// run: they would be.)
    Acknowledged(&'a [IngestedArticle]),
}

/// An ingest under way.
struct Ingest<'w, 'f> {
    workspace: &'w mut Workspace,
    options: &'w IngestOptions,
    /// The verb, for the log.
    command: &'static str,
    /// Asks addresses, where they can be asked.
    fetch: Option<&'w mut FetchFn<'f>>,
    /// Files that are opened and not yet taken.
    ahead: Ahead,
    /// What was observed at addresses and is to be recorded by itself.
    observed: Vec<Event>,
    operation: OperationNumber,
    begun: bool,
    report: IngestReport,
    /// The articles that were read: how many assertions each makes, and how many of them wait to be reviewed.
    read: BTreeMap<ArticleId, (AssertionCount, usize)>,
    warnings: Vec<Warning>,
    touched: BTreeSet<StoryName>,
}

impl Workspace {
    /// Stores articles and what they assert. `progress` is told before each input, and of every group of
    /// articles once it is stored; `cancel` is looked at
    /// between inputs: what has been gathered by then is still stored.
    ///
    /// Bytes that are stored already, with nothing new said of them, add nothing.
    pub fn ingest(
        &mut self,
        options: &IngestOptions,
        progress: &mut dyn FnMut(Progress<'_>),
        cancel: &AtomicBool,
    ) -> Result<Answer<IngestReport>, Error> {
        self.ingest_as("ingest", options, None, progress, cancel)
    }

    /// [`Workspace::ingest`], with a way to ask addresses.
    pub fn ingest_with(
        &mut self,
        options: &IngestOptions,
        fetch: &mut FetchFn<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
        cancel: &AtomicBool,
    ) -> Result<Answer<IngestReport>, Error> {
        self.ingest_as("ingest", options, Some(fetch), progress, cancel)
    }

    /// An ingest as part of a command.
    pub(crate) fn ingest_as(
        &mut self,
        command: &'static str,
        options: &IngestOptions,
        fetch: Option<&mut FetchFn<'_>>,
        progress: &mut dyn FnMut(Progress<'_>),
        cancel: &AtomicBool,
    ) -> Result<Answer<IngestReport>, Error> {
        let operation = OperationNumber(self.last_operation().0 + 1);
        let mut ingest = Ingest {
            workspace: self,
            options,
            command,
            fetch,
            ahead: Ahead::default(),
            observed: Vec::new(),
            operation,
            begun: false,
            report: IngestReport::empty(options.dry_run),
            read: BTreeMap::new(),
            warnings: Vec::new(),
            touched: BTreeSet::new(),
        };
        ingest.run(progress, cancel)?;
        ingest.answer()
    }
}

impl Ingest<'_, '_> {
    fn run(&mut self, progress: &mut dyn FnMut(Progress<'_>), cancel: &AtomicBool) -> Result<(), Error> {
        let told = self.inputs()?;
        let (all, revised) = (told.len(), self.revised(told.len())?);
        let mut group = Group::default();
        'inputs: for (done, (input, layers)) in told.iter().enumerate() {
            let mut layers = layers.clone();
            if cancel.load(Ordering::Relaxed) {
                self.report.interrupted = true;
                self.report.not_reached = all - done;
                break;
            }
            // What was observed is kept as soon as articles are.
            if self.observed.len() >= GROUP_ARTICLES {
                self.write(&mut group, progress)?;
            }
            progress(Progress::Looking { done, all, next: &input.name });
            let mut seen = None;
            let opened = if let Source::Address(address) = &input.source {
                let failures = self.report.failures.len();
                let came = self.ask(&input.name, address, &mut layers)?;
                if self.report.interrupted {
                    self.report.not_reached = all - done;
                    break 'inputs;
                }
                let Some((articles, what)) = came else {
                    if self.options.fail_fast && self.report.failures.len() > failures {
                        self.report.not_reached = all - done - 1;
                        break 'inputs;
                    }
                    continue;
                };
                seen = Some(what);
                Ok(articles)
            } else {
                self.ahead.open(&told[done..])
            };
            let articles = match opened {
                Ok(articles) => articles,
                Err(error) => {
                    self.fail(&error);
                    if self.options.fail_fast {
                        self.report.not_reached = all - done - 1;
                        break 'inputs;
                    }
                    continue;
                }
            };
            for (at, taken) in articles.enumerate() {
                // An archive may hold very many.
                if cancel.load(Ordering::Relaxed) && at > 0 {
                    self.report.interrupted = true;
                    self.report.not_reached = all - done;
                    break 'inputs;
                }
                match taken {
                    Ok(mut text) => {
                        if let Some(article) = &revised {
                            if at > 0 {
                                return Err(Error::BadReference {
                                    reference: self.options.revision_of.clone().unwrap_or_default(),
                                    why: format!("{} holds several articles; give one", input.name),
                                });
                            }
                            text.captured.article = article.clone();
                            text.revision.article = article.clone();
                        }
                        if let Some(seen) = &mut seen
                            && !self.is_the_one(seen, &mut text, &layers)
                        {
                            continue;
                        }
                        self.heed(&text);
                        if !group.can_take(&text) {
                            self.write(&mut group, progress)?;
                        }
                        group.bytes += text.revision.text.len();
                        let mut plan = plan::plan(&self.workspace.store, text, &layers)?;
                        if let Some(seen) = &mut seen {
                            seen.attach(&mut plan);
                        }
                        self.warnings.extend(plan.resembling());
                        group.plans.push(plan);
                    }
                    Err(error) => {
                        match &mut seen {
                            Some(seen) => self.untaken(seen, &error),
                            None => self.fail(&error),
                        }
                        if self.options.fail_fast {
                            self.report.not_reached = all - done - 1;
                            break 'inputs;
                        }
                    }
                }
                if group.plans.len() >= GROUP_ARTICLES {
                    self.write(&mut group, progress)?;
                }
            }
            if let Some(seen) = seen {
                self.finish(seen);
            }
        }
        self.write(&mut group, progress)
    }

    fn heed(&mut self, text: &CapturedText) {
        let source = &text.captured.capture.source;
        let warnings = text.warnings.iter().map(|warning| Warning::new(format!("{source}: {warning}")));
        self.warnings.extend(warnings);
    }

    fn fail(&mut self, error: &CaptureError) {
        self.report.failures.push(failure(error));
    }

    fn answer(mut self) -> Result<Answer<IngestReport>, Error> {
        let mut next = Vec::new();
        self.report.stored = self.read.len();
        for (count, to_review) in self.read.values() {
            self.report.count += *count;
            self.report.to_review += to_review;
        }
        if self.report.op.is_some() && self.options.changes {
            self.report.copies = self.copies()?;
            let query = self.workspace.query(AsOf::default())?;
            self.report.changes = query.changes_in(&self.touched, None)?;
            self.warnings.extend(query.doubts_of(&self.report.changes)?);
            let moved = self.report.changes.stories.iter().find_map(|story| story.changes.first());
            next.extend(moved.map(|change| format!("dateline history {}", change.claim)));
            if moved.is_none() {
                let all = if self.report.count.without_statements() == 0 { " --all" } else { "" };
                next.push(format!("dateline claims list{all}"));
            }
        }
        let mut warnings = self.workspace.noticed.clone();
        warnings.append(&mut self.warnings);
        let at_op = self.workspace.last_operation();
        Ok(Answer {
            schema: SCHEMA,
            at_op,
            basis: crate::answer::Basis::default(),
            data: self.report,
            warnings,
            next,
        })
    }
}
