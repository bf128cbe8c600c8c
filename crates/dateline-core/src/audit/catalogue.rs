//! The catalogue of checks. An id, once given, keeps its meaning.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad a finding is, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Weakens what is shown.
    Warning,
    /// What is shown is not supported.
    Error,
    /// The record itself is damaged.
    Critical,
}

impl Severity {
    /// The word, as on screen and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that names no check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no check {text:?}; checks are I01 to P01, or a word of a title such as \"attribution\"")]
pub struct UnknownCheck {
    /// The text.
    pub text: String,
}

/// Declares the checks: id, severity, whether implemented, title, explanation.
macro_rules! checks {
    ($($id:ident $severity:ident $done:literal $title:literal $explain:literal)*) => {
        /// A check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum CheckId {
            $(#[doc = $title] $id,)*
        }

        impl CheckId {
            /// Every check, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$id),*];

            /// The id as text ("E01").
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$id => stringify!($id),)* }
            }

            /// What it finds, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$id => $title,)* }
            }

            /// How bad a finding usually is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$id => Severity::$severity,)* }
            }

            /// Whether this version looks for it.
            pub fn is_implemented(self) -> bool {
                match self { $(Self::$id => $done,)* }
            }

            /// What it means and what to do, in two to four sentences.
            pub fn explain(self) -> &'static str {
                match self { $(Self::$id => $explain,)* }
            }
        }
    };
}

checks! {
    I01 Critical true "ledger headers form one unbroken chain"
        "Every line of the ledger carries the SHA-256 of the line before it, and positions count up without gaps. A break means that a line was changed, removed or put in from outside. Restore the workspace from a copy and compare the two."
    I02 Critical false "the newest checkpoint's root and signature hold"
        "A checkpoint signs the root of a Merkle tree over all header lines. If root or signature does not fit, the ledger or the checkpoint is not the one that was signed. Check which key is pinned before anything else."
    I03 Critical false "older checkpoints are consistent with the ledger"
        "Each older checkpoint must be the root of a first part of today's ledger. If one is not, the ledger was rolled back or has two versions. Ask whoever holds the other version for their copy."
    I04 Critical false "timestamp tokens verify"
        "A token after RFC 3161 says that an authority saw a checkpoint at a time. A token that does not verify proves nothing about the time. Fetch a new token for the newest checkpoint."
    I05 Critical true "each payload matches its commitment"
        "A header commits to its payload by a salted digest. A payload that does not match was changed after it was recorded; one that is missing must have a tombstone. Restore the payload file from a copy."
    I06 Critical true "replaying the ledger gives the views"
        "Views are derived from the ledger and nothing else. A view that differs from a fold from the start is wrong, the ledger is not. `dateline rebuild` makes it anew."
    I07 Warning false "no payload is without a header"
        "A payload that no header names is left over from a crash or was put there by hand. It is never shown. It may still hold text that someone believes erased."
    E01 Critical true "quoted bytes are the article's bytes"
        "The words of every quotation are read again from the stored article at their byte range. Here they differ, or the range cuts a character or leaves the text. Nothing that rests on this quotation can be trusted until the article is read again."
    E02 Error true "a quotation is found in one place only"
        "The quotation with its context before and after should stand exactly once in the article. Here it stands several times, or nowhere, so the place cannot be found again without the byte range. A paragraph printed twice is the usual reason."
    E03 Error true "an assertion has evidence"
        "An assertion must point to the words it was read from. One without evidence is a claim of this program, not of a source. Reject it."
    E04 Error true "value and hedges stand in the words quoted"
        "The words of the value must stand in the quotation, and each hedge (\"tentatively\") in the sentence around it. Otherwise the value says more, or is surer, than its source. Compare the sentence with the value and reject or edit it."
    E05 Error true "speaker and reporting word stand in the article"
        "Who is said to have said it, and the word that reports it, must stand in the article at the places noted. Here they do not. Treat the attribution as unknown until someone has read the sentence."
    S01 Warning true "more than one independent origin"
        "Several articles carry this claim, but all of it goes back to one origin: one speaker, one body, one wire or one copied text. Repetition is not confirmation. Look for a source that does not depend on it."
    S02 Error true "at least one source is named"
        "Everything reported for this claim comes from sources without a name. A reader cannot weigh them, and two of them may be one person. Look for a named source or a document."
    S03 Warning false "articles do not all carry one wire"
        "Several articles carry the text of one agency's report. They count as one origin, not as several. Cite the agency, and look for reporting of its own."
    S04 Error false "sourcing does not run in a circle"
        "One article rests on another, which in the end rests on the first. Then nothing supports either. Find the first that names a source outside the circle."
    S05 Warning true "speakers do not all speak for one body"
        "Several people are quoted, but they speak for the same body. They are one origin. Agreement between them is to be expected and confirms nothing."
    S06 Note true "upstream sources are held"
        "The article relies on an agency, an outlet or a document that is only named and was never captured. What it said is known at second hand. Ingest the original if you can find it."
    S07 Warning false "sources have not been corrected or withdrawn"
        "An article that this claim rests on was corrected, withheld or withdrawn by its publisher. What it said may no longer be said by anyone. Read the correction before you use the claim."
    S08 Error false "unnamed sources are not used for opinion"
        "The handbooks of the agencies allow unnamed sources for facts, not for opinion or speculation. Here an unnamed source is quoted with one. Leave it out or find a name."
    S09 Warning true "publisher, URL and date are known"
        "The article does not say where or when it was published, and nobody has told. Without a date its place in a history is unknown, and words such as \"Monday\" cannot be resolved. Without a publisher it is unknown whether it is independent of others. Set what you know with `dateline articles set`."
    S10 Warning true "attribution is clear"
        "The sentence does not settle whether the speaker says this or the article adds it. Neither is assumed. Someone should read the sentence and decide, or leave it open."
    S11 Warning true "no page is stored as two articles"
        "Two articles have one address, or two spellings of it, as when workspaces are merged that each took the page in their own way. They count as two, and edits between them are not told. Undo the operation that recorded the second if it recorded nothing else (`dateline log`), and ingest its text again with `--revision-of` the first."
    T01 Error true "recorded times run forward"
        "The time at which events were recorded runs backwards somewhere. The clock of the machine was set back, or the ledger was written by two. Positions, not times, decide the order."
    T02 Error false "no event is later than the timestamp that covers it"
        "A timestamp from outside covers all events before it. An event that claims to be later than its timestamp has a wrong time. Trust the timestamp."
    T03 Warning true "nothing was published after it was recorded"
        "The publication date lies after the day on which the article was recorded. One of the two is wrong, most often the date that was given by hand. Correct it with `dateline articles set`."
    T04 Note true "inferred years and weekdays are marked and fit"
        "The source gives a day without its year, or a weekday, and the rest was taken from the publication date or from another time in the text. This is noted so that nobody quotes the year as the source's own. It is an error where the stated weekday and the date do not fall together."
    T05 Note false "no predicted date has passed unreported"
        "Something was announced for a day that has passed, and nothing recorded since says whether it happened. Silence is not confirmation. Look for later reports."
    R01 Warning false "all readings come from this version of extractor and rules"
        "Some articles were read by another version. A difference between two articles may then be a difference between two readers. Read them again with the present version."
    R02 Error false "reading again gives the same spans"
        "The same text, read again by the same version, gave other spans. Reading must be repeatable. Please report it as a bug."
    R03 Note false "a person other than the author has reviewed it"
        "No person has yet looked at this reading, or only the person who made it. Unreviewed readings are shown and marked. `dateline review` shows the next one."
    R04 Error false "edits by hand have a reason"
        "A value was changed by hand and no reason was given. A reader cannot tell a correction from a slip. Add a note that says why."
    X01 Warning true "no hidden characters"
        "The text, or a name, has control, bidirectional or invisible characters. They can make words look other than they are. They are shown, never executed, and the stored bytes are left as they are."
    X02 Warning true "no name mixes scripts"
        "A name, a headline or the host of an address mixes letters of several scripts that look alike, or is written in letters of another script that all look like Latin ones. It may be meant to pass for another name. Names are never merged across such a difference."
    P01 Critical false "erased bytes are gone"
        "Bytes that were erased on purpose are still found somewhere in the workspace. Rebuild the views and look at copies and exports. The erasure is not complete until nothing is found."
}

impl CheckId {
    /// The checks a person may mean: one by its id, or all whose title has the word ("attribution").
    ///
    /// # Errors
    /// If there is none.
    pub fn matching(text: &str) -> Result<Vec<Self>, UnknownCheck> {
        if let Ok(check) = text.parse() {
            return Ok(vec![check]);
        }
        let word = text.trim().to_lowercase();
        let titled = |check: &Self| check.title().to_lowercase().contains(&word);
        let found: Vec<Self> = Self::ALL.iter().copied().filter(titled).collect();
        if word.is_empty() || found.is_empty() {
            Err(UnknownCheck { text: text.to_owned() })
        } else {
            Ok(found)
        }
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for CheckId {
    type Err = UnknownCheck;
    fn from_str(text: &str) -> Result<Self, UnknownCheck> {
        let found = Self::ALL.iter().copied().find(|check| check.as_str().eq_ignore_ascii_case(text));
        found.ok_or_else(|| UnknownCheck { text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_explained_and_found_by_its_id() {
        for &check in CheckId::ALL {
            assert_eq!(check.as_str().parse(), Ok(check));
            assert_eq!(CheckId::matching(&check.as_str().to_lowercase()), Ok(vec![check]));
            assert_eq!(serde_json::to_string(&check).unwrap(), format!("\"{check}\""));
            assert!(!check.title().is_empty() && !check.title().ends_with('.'));
            let sentences = check.explain().matches(['.', '?']).count();
            assert!((2..=5).contains(&sentences), "{check} has {sentences} sentences");
        }
        assert!(CheckId::ALL.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_word_finds_its_checks() {
        assert_eq!(CheckId::matching("attribution"), Ok(vec![CheckId::S10]));
        assert!(CheckId::matching("origin").unwrap().contains(&CheckId::S01));
        assert!(CheckId::matching("").is_err());
        assert!(CheckId::matching("E99").is_err());
    }

    #[test]
    fn severities_are_ordered() {
        assert!(Severity::Note < Severity::Warning && Severity::Error < Severity::Critical);
        assert_eq!(CheckId::E01.severity(), Severity::Critical);
        assert_eq!(serde_json::to_string(&Severity::Critical).unwrap(), "\"critical\"");
    }
}
