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
    /// What had been planned, and is so no longer.
    FormerPlan,
    /// So many a day, or on average.
    Rate,
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
    /// A role that words outside it limit, or that is not the person's.
    Role,
    /// What came to a count.
    Increment,
    /// "Cancel the conference".
    Command,
}
