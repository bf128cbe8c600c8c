//! What comes from outside and would make two runs differ: the clock, fresh ids, and who is at work.

use dateline_core::event::{ClockSource, Event, IdOrigin, OperationBegun, RecordedAt};
use dateline_core::id::Sha256Hex;
use std::time::Duration;

/// Where "now" comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this instant: for tests, and for repeating what was done.
    Fixed(jiff::Timestamp),
}

impl Clock {
    /// Now, in whole seconds.
    pub fn now(self) -> RecordedAt {
        RecordedAt::new(match self {
            Self::System => jiff::Timestamp::now(),
            Self::Fixed(at) => at,
        })
    }
}

/// Where fresh ids and salts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdSource {
    /// The operating system's random source.
    System,
    /// A repeatable sequence: for tests. Such ids protect no erased text.
    Seeded {
        /// What the sequence depends on.
        seed: u64,
        /// How many have been given out.
        given: u64,
    },
}

impl IdSource {
    /// A repeatable sequence.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded { seed, given: 0 }
    }

    /// The next 32 bytes.
    ///
    /// # Errors
    /// If the operating system has no randomness to give.
    pub fn fresh(&mut self) -> Result<[u8; 32], getrandom::Error> {
        let mut bytes = [0; 32];
        match self {
            Self::System => getrandom::fill(&mut bytes)?,
            Self::Seeded { seed, given } => {
                let parts = [seed.to_le_bytes(), given.to_le_bytes()];
                let digest = Sha256Hex::of_parts("dateline.seeded-id", &[&parts[0], &parts[1]]);
                // Half the digits, as bytes: they need to be distinct and repeatable, no more.
                bytes.copy_from_slice(&digest.as_str().as_bytes()[..32]);
                *given += 1;
            }
        }
        Ok(bytes)
    }
}

/// What a workspace is opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// The clock.
    pub clock: Clock,
    /// The source of ids.
    pub ids: IdSource,
    /// Who is at work; empty where no name was given.
    pub actor: String,
    /// How long to wait for another process that has the workspace.
    pub wait: Duration,
}

impl Environment {
    /// That an operation begins, and what its instants and ids rest on.
    pub(crate) fn began(&self, command: &str, arguments: &[String]) -> Event {
        Event::OperationBegun(OperationBegun {
            command: command.to_owned(),
            arguments: arguments.to_vec(),
            clock: Some(match self.clock {
                Clock::System => ClockSource::System,
                Clock::Fixed(_) => ClockSource::Fixed,
            }),
            ids: Some(match self.ids {
                IdSource::System => IdOrigin::Random,
                IdSource::Seeded { .. } => IdOrigin::Seeded,
            }),
        })
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            clock: Clock::System,
            ids: IdSource::System,
            actor: String::new(),
            wait: Duration::from_secs(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_ids_repeat_and_differ() {
        let draw = |seed| {
            let mut ids = IdSource::seeded(seed);
            [ids.fresh().unwrap(), ids.fresh().unwrap()]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7)[0], draw(7)[1]);
        assert_ne!(draw(7)[0], draw(8)[0]);
    }
}
