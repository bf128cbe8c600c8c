//! Who said it, through whom: a chain of sources, outermost first (outlet, agency, speaker), with PARC's
//! terms for the spans: source, cue, content.

use crate::text::ByteSpan;
use serde::{Deserialize, Serialize};

/// What kind of source a hop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceType {
    /// A person or body called by name.
    Named,
    /// A role without a name ("the deputy foreign minister").
    RoleOnly,
    /// Someone named or not who speaks for a body.
    Spokesperson,
    /// "a senior official", "a diplomat".
    UnnamedOfficial,
    /// "sources", "witnesses".
    Unnamed,
    /// A report, statement, letter.
    Document,
    /// The outlet's own narrative.
    OwnObservation,
    /// The text names none.
    None,
}

/// Where a hop stands in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HopRole {
    /// The publication that carries the words.
    Outlet,
    /// A news agency or other outlet it relies on.
    Agency,
    /// The person, body or document that says it.
    Speaker,
}

/// How the words are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speech {
    /// In quotation marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// Both in one sentence.
    Mixed,
    /// Nobody is said to say it: the outlet tells.
    Narrative,
}

/// Whether the text settles who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// It does.
    Clear,
    /// The words may be the speaker's or the outlet's own aside; neither is assumed.
    Ambiguous,
}

/// Words and their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The verbatim words.
    pub text: String,
    /// Their place in the revision.
    #[serde(flatten)]
    pub span: ByteSpan,
}

/// One hop of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// Outlet, agency or speaker.
    pub role: HopRole,
    /// Named, role only, unnamed, …
    pub source_type: SourceType,
    /// The best name known in the article, a pronoun resolved; `None` where it is unknown.
    pub name: Option<String>,
    /// The body spoken for, where the text says so ("White House spokesman": the White House).
    pub principal: Option<String>,
    /// The words that name the source here; absent for an outlet known from metadata.
    pub source: Option<Mention>,
    /// The reporting word ("said", "according to").
    pub cue: Option<Mention>,
    /// Whom it was said to, where the text says so ("told reporters").
    pub addressee: Option<Mention>,
    /// Whether we hold what this hop said: an agency that is only named was never seen.
    pub artifact_seen: bool,
}

/// Who said it, through whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The chain, outermost first.
    pub chain: Vec<Hop>,
    /// How the words are reported.
    pub speech: Speech,
    /// Whether the text settles who says it.
    pub scope: Scope,
}

impl Attribution {
    /// The innermost source: the last hop.
    pub fn innermost(&self) -> Option<&Hop> {
        self.chain.last()
    }

    /// The speaker, where one is given.
    pub fn speaker(&self) -> Option<&Hop> {
        self.chain.iter().rev().find(|hop| hop.role == HopRole::Speaker)
    }
}
