//! Judgements by reviewers, and undoing: commands that correct the record and remove nothing.

mod undo;

pub use undo::{UndoReport, Undone};

use crate::answer::Answer;
use crate::error::Error;
use crate::query::Judging;
use crate::ruling::{JudgeReport, Ruling};
use crate::workspace::Workspace;
use dateline_core::as_of::AsOf;
use dateline_core::event::Event;
use dateline_core::id::OperationNumber;
use dateline_store::ExpectedPosition;

impl Workspace {
    /// Records judgements as one operation: all of them or, where one cannot be, none. Those that repeat what
    /// the same reviewer decided before are left out.
    ///
    /// # Errors
    /// Without a name in [`crate::Environment::actor`]; for names that are unknown or ambiguous; for what
    /// would overrule another reviewer, unless the ruling says that it may. An error of one of several rulings
    /// names its place.
    pub fn judge(
        &mut self,
        rulings: &[Ruling],
        command: &str,
        arguments: &[String],
    ) -> Result<Answer<JudgeReport>, Error> {
        let reviewer = self.reviewer()?;
        let query = self.query(AsOf::default())?;
        let mut judged: Vec<Judging> = Vec::new();
        for (nth, ruling) in rulings.iter().enumerate() {
            let decided = query.judging(ruling, &reviewer).and_then(|it| {
                // None of them knows of the others: two that decide one thing would be a dispute with oneself.
                match judged.iter().position(|other| other.decides_what(&it)) {
                    Some(other) => Err(Error::Unrulable {
                        why: format!("ruling {} decides the same thing of the same assertion", other + 1),
                        hint: "leave one of the two out".to_owned(),
                    }),
                    None => Ok(it),
                }
            });
            judged.push(decided.map_err(|error| match rulings.len() {
                1 => error,
                _ => Error::Ruling { nth: nth + 1, error: Box::new(error) },
            })?);
        }
        drop(query);
        let events: Vec<Event> =
            judged.iter().filter(|it| it.is_news).map(|it| Event::Judged(it.judgement.clone())).collect();
        let mut op = None;
        if !events.is_empty() {
            let operation = OperationNumber(self.last_operation().0 + 1);
            let mut all = vec![self.environment.began(command, arguments)];
            all.extend(events);
            let commit = self.commit(operation, all)?;
            self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
            op = Some(operation);
        }
        let mut warnings = self.noticed.clone();
        warnings.extend(judged.iter().filter_map(|it| it.warning.clone()));
        let query = self.query(AsOf::default())?;
        let lines = judged.into_iter().map(|it| query.judged_line(it)).collect::<Result<_, Error>>()?;
        let mut answer = Answer {
            schema: "dateline.judge/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data: JudgeReport { op, reviewer, judged: lines },
            warnings,
            next: Vec::new(),
        };
        answer.next.push("dateline undo".to_owned());
        Ok(answer)
    }

    /// The name of whoever is at work.
    pub(crate) fn reviewer(&self) -> Result<String, Error> {
        match self.environment.actor.trim() {
            "" => Err(Error::NoReviewer),
            name => Ok(name.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests;
