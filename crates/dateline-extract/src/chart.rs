//! What the stages have found, by the token at which it starts.

use std::ops::Range;

/// What an annotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A time expression.
    Time,
    /// A number with what it counts.
    Quantity,
    /// A mention of something that happens or is held.
    Event,
    /// A person's name.
    Person,
    /// A body's name.
    Organisation,
    /// A place's name.
    Place,
    /// A role ("Foreign Minister of Norway").
    Role,
    /// A verb with its auxiliaries and adverbs.
    Verb,
}

impl Kind {
    /// All kinds.
    pub(crate) const ALL: [Self; 8] = [
        Self::Time,
        Self::Quantity,
        Self::Event,
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Role,
        Self::Verb,
    ];

    /// As it is written in patterns.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Quantity => "quantity",
            Self::Event => "event",
            Self::Person => "person",
            Self::Organisation => "org",
            Self::Place => "place",
            Self::Role => "role",
            Self::Verb => "verb",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A set of kinds of annotations, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Kinds(u16);

impl Kinds {
    pub(crate) fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn all_in(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

/// A marked stretch of tokens; `index` leads to the details in the stage that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Annotation {
    pub(crate) kind: Kind,
    pub(crate) tokens: Range<usize>,
    pub(crate) index: usize,
}

/// All annotations of a document.
#[derive(Debug, Default)]
pub(crate) struct Chart {
    by_start: Vec<Vec<Annotation>>,
}

impl Chart {
    pub(crate) fn new(tokens: usize) -> Self {
        Self { by_start: vec![Vec::new(); tokens] }
    }

    pub(crate) fn add(&mut self, kind: Kind, tokens: Range<usize>, index: usize) {
        let at = tokens.start;
        self.by_start[at].push(Annotation { kind, tokens, index });
        // Longest first, so that the matcher meets the fullest reading first.
        self.by_start[at].sort_by_key(|a| (std::cmp::Reverse(a.tokens.end), a.kind));
    }

    /// Takes out the annotations of a kind that lie within some tokens.
    pub(crate) fn remove(&mut self, kind: Kind, tokens: Range<usize>) {
        for here in &mut self.by_start[tokens.clone()] {
            here.retain(|a| a.kind != kind || a.tokens.end > tokens.end);
        }
    }

    /// Annotations that start at a token, longest first.
    pub(crate) fn at(&self, token: usize) -> &[Annotation] {
        self.by_start.get(token).map_or(&[], Vec::as_slice)
    }

    /// The kinds of the annotations that start within some tokens.
    pub(crate) fn kinds(&self, tokens: Range<usize>) -> Kinds {
        self.by_start[tokens].iter().flatten().fold(Kinds::default(), |kinds, a| kinds.with(a.kind))
    }

    /// Annotations of a kind that start within some tokens, in text order.
    pub(crate) fn within(&self, kind: Kind, tokens: Range<usize>) -> impl Iterator<Item = &Annotation> {
        self.by_start[tokens.clone()]
            .iter()
            .flatten()
            .filter(move |a| a.kind == kind && a.tokens.end <= tokens.end)
    }
}
