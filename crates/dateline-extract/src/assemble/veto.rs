//! Why a match asserts nothing.

/// What kept a match from becoming an assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Veto {
    /// No subject, or two that fit.
    Subject,
    /// The office is none that one person holds, or it is not settled whose it is.
    Office,
    /// The slot `value` caught nothing, or nothing of the kind that the rule asks for.
    Value,
    /// It is not settled whether a count is of the whole or of a part.
    Part,
    /// A rate of a part of the country, or of another time, or one that is doubted.
    NotAtLarge,
    /// A person of whom the verb is not told, or may not be.
    NotSubject,
    /// What had been planned, and is so no longer.
    FormerPlan,
    /// So many a day, or on average; what could be, not what is.
    Rate,
    /// A place or a time behind another verb.
    AnotherVerb,
    /// A time of another event, who takes part for where it is, or a clause that only says who somebody is.
    AnotherEvent,
    /// The slot `qualifier` caught a function word.
    Qualifier,
    /// "in October or November".
    OneOfTwo,
    /// What its source demands, denies or does not know.
    Withheld,
    /// The clause hangs on a verb that is denied, or is called false.
    UnderDenial,
    /// Of nobody, or by nobody.
    Nobody,
    /// "would have been held", "had it been held".
    Counterfactual,
    /// "tried to cancel".
    Attempt,
    /// It is not settled what a "not" denies.
    Negation,
    /// What was so of a person in another year, or once.
    Record,
    /// A role that words outside it limit, or that is not the person's.
    Role,
    /// What came to a count.
    Increment,
    /// "The talks began a year ago": when something began that lasts.
    Beginning,
    /// "Cancel the conference".
    Command,
}

impl Veto {
    /// The reason, as a clause that goes on after a comma or colon.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Subject => "the text does not settle of whom or what it is said",
            Self::Office => {
                "it is no office that one person holds, or the text does not settle whose office it is"
            }
            Self::Value => {
                "what stands in the place of the value is not of the kind, the unit or the noun that the rule asks for"
            }
            Self::Part => "the sentence does not settle whether the count is of the whole or of a part",
            Self::NotAtLarge => "the figure is of a part of the country, or of another time, or is doubted",
            Self::NotSubject => "the verb is told of somebody else, or the sentence does not settle of whom",
            Self::FormerPlan => "it tells of a former plan, or of what nearly happened",
            Self::Rate => "it is a rate, an average or a capacity, and no count",
            Self::AnotherVerb => "the place or the time is of another verb",
            Self::AnotherEvent => "the words say it of something else, or only say who somebody is",
            Self::Qualifier => "no party stands where the rule looks for one",
            Self::OneOfTwo => "it is one half of a choice or of a pair",
            Self::Withheld => "its source does not say that it is so",
            Self::UnderDenial => "the clause depends on words that deny it",
            Self::Nobody => "it is said of nobody, or by nobody",
            Self::Counterfactual => "it is imagined, and did not happen",
            Self::Attempt => "it was tried, and that does not say that it came to be",
            Self::Negation => "the sentence does not settle what is denied",
            Self::Record => "it tells of another year, or of what was so once",
            Self::Role => "other words limit the role, or it is not that person's",
            Self::Beginning => "it tells when something began that goes on, and not when it is",
            Self::Increment => "it is what came to a count, and not the count",
            Self::Command => "it is a command",
        }
    }
}
