//! Lists of words that the rule file gives.

use std::collections::HashSet;

macro_rules! lists {
    ($($variant:ident $name:literal)*) => {
        /// A list of `rules/attribution.rules`, where it says what each is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Words {
            $($variant,)*
        }

        impl Words {
            pub(super) const ALL: &[(Self, &'static str)] = &[$((Self::$variant, $name),)*];
        }
    };
}

lists! {
    Subjects "subjects"
    Joining "joining"
    Asides "asides"
    Settings "settings"
    PhraseEnds "phrase-ends"
    ClauseEnds "clause-ends"
    SourceAsides "source-asides"
    Denials "denials"
    Refusals "refusals"
    Takers "takers"
    Hearsay "hearsay"
    Labels "labels"
}

/// The lists.
#[derive(Debug, Default)]
pub(crate) struct WordLists(Vec<(Words, HashSet<&'static str>)>);

impl WordLists {
    /// Reads `NAME WORD …`; false if no list has that name.
    pub(super) fn add(&mut self, line: &'static str) -> bool {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let Some((list, _)) = Words::ALL.iter().find(|(_, known)| *known == name) else { return false };
        self.0.push((*list, words.collect()));
        true
    }

    pub(super) fn has(&self, list: Words, word: &str) -> bool {
        self.0.iter().any(|(known, words)| *known == list && words.contains(word))
    }

    /// The name of a list that is not there.
    pub(super) fn missing(&self) -> Option<&'static str> {
        Words::ALL
            .iter()
            .find(|(list, _)| self.0.iter().all(|(known, _)| known != list))
            .map(|(_, name)| *name)
    }
}
