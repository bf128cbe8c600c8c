//! What is to be taken: the inputs that exist, with what flags and table say of them.

use super::Ingest;
use crate::error::Error;
use dateline_capture::{Input, Layer, Layers, MetaTable};
use dateline_core::as_of::AsOf;
use dateline_core::id::ArticleId;

/// An input with what is said of it outside its bytes.
pub(super) type Told = (Input, Layers);

impl Ingest<'_, '_> {
    /// The inputs that exist, with what flags and table say of them; the others are failures.
    pub(super) fn inputs(&mut self) -> Result<Vec<Told>, Error> {
        let table = self.options.table.as_deref().map(MetaTable::read).transpose()?;
        let mut inputs = Vec::new();
        for found in dateline_capture::inputs::expand(&self.options.inputs) {
            match found {
                Ok(input) => inputs.push(input),
                Err(error) => self.fail(&error),
            }
        }
        if self.options.fail_fast && !self.report.failures.is_empty() {
            self.report.not_reached = inputs.len();
            return Ok(Vec::new());
        }
        let assigned = table.map(|table| table.assign(&inputs));
        let (rows, left_over) = match assigned {
            Some(assigned) => (assigned.layers, assigned.left_over),
            None => (inputs.iter().map(|_| Ok(Layer::default())).collect(), Vec::new()),
        };
        for error in &left_over {
            self.fail(error);
        }
        let mut told = Vec::new();
        for (input, row) in inputs.into_iter().zip(rows) {
            match row {
                Ok(meta_row) => {
                    let directory_story =
                        input.directory_story.clone().or_else(|| self.options.story_if_new.clone());
                    let flags = self.options.flags.clone();
                    told.push((
                        input,
                        Layers {
                            flags,
                            meta_row,
                            directory_story,
                            charset: self.options.charset,
                            kind: self.options.kind,
                            ..Layers::default()
                        },
                    ));
                }
                Err(error) => self.fail(&error),
            }
        }
        Ok(told)
    }

    /// The article that is revised, if one is named; then there is one input.
    pub(super) fn revised(&self, inputs: usize) -> Result<Option<ArticleId>, Error> {
        let Some(typed) = &self.options.revision_of else { return Ok(None) };
        if inputs > 1 {
            return Err(Error::BadReference {
                reference: typed.clone(),
                why: format!("{inputs} inputs cannot all be the newest text of one article; give one"),
            });
        }
        let query = self.workspace.query(AsOf::default())?;
        Ok(Some(query.article_named(typed)?.article))
    }
}
