//! Words that take a match out of what its text asserts: it is denied, wished away, ordered, or told of a world
//! that did not come to be.

use super::maker::Maker;
use super::veto::Veto;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::tagger::Tag;
use std::ops::Range;

impl Maker<'_> {
    /// Whether the text asserts the match at all, be it that it is so or that it is not.
    pub(super) fn is_asserted(&self, evidence: &Range<usize>) -> Result<(), Veto> {
        if self.is_under_denial(evidence) || self.is_called_false() || self.is_never_said() {
            return Err(Veto::UnderDenial);
        }
        if self.is_of_nobody() {
            return Err(Veto::Nobody);
        }
        if self.is_counterfactual() || self.is_pretended(evidence) || self.is_yet_to_be_named() {
            return Err(Veto::Counterfactual);
        }
        if self.was_to_be() {
            return Err(Veto::FormerPlan);
        }
        if self.is_command() {
            return Err(Veto::Command);
        }
        if self.is_charge() || self.is_demanded() {
            return Err(Veto::Withheld);
        }
        if self.is_only_attempted() {
            return Err(Veto::Attempt);
        }
        self.may_tell_state()
    }

    /// "was to take office in May", "was to be opened": what was planned then, and may not have come to be.
    fn was_to_be(&self) -> bool {
        let document = &self.reading.document;
        let mut words = self.found.tokens.clone();
        matches!(
            self.spec.attribute.as_str(),
            "completed" | "opened" | "started" | "takes-office" | "leaves-office" | "departure" | "successor"
        ) && words
            .any(|at| document.word(at) == "to" && at > 0 && matches!(document.word(at - 1), "was" | "were"))
    }

    /// Whether words say that something has to be, which does not say that it is: "he must postpone the debate".
    fn is_demanded(&self) -> bool {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let mut near = self.found.tokens.start.saturating_sub(2).max(sentence.start)..self.found.tokens.end;
        let status = self.spec.attribute.as_str() == "status";
        let works = matches!(self.spec.attribute.as_str(), "completed" | "opened" | "started");
        let demands = |at: usize| match document.word(at) {
            "must" | "ought" => true,
            "should" => status,
            // "had to be postponed" was.
            "needs" | "need" | "has" | "have" => at + 1 < sentence.end && document.word(at + 1) == "to",
            _ => false,
        };
        (status || works) && near.any(demands)
    }

    /// Whether the clause stands under a verb that is negated, or whose subject is nobody ("Nobody believes
    /// that …", "did not say that …", "denying reports that …", "Tell them that …").
    fn is_under_denial(&self, evidence: &Range<usize>) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let first = self.found.tokens.start.min(evidence.start);
        // "is unlikely to be replaced", "It is unlikely that …".
        let unlikely =
            |at: usize| document.word(at) == "unlikely" && matches!(document.word(at + 1), "to" | "that");
        if (first.saturating_sub(2).max(start)..self.found.tokens.end - 1).any(unlikely) {
            return true;
        }
        // "It is not as if a poll were due".
        let unlike = (start + 1..first).rev().take(4).any(|at| {
            matches!(document.word(at), "like" | "as") && reading.has_class(at - 1, reading.classes.negator)
        });
        if unlike {
            return true;
        }
        let Some(that) = (start..first).rev().find(|&at| document.word(at) == "that") else {
            return false;
        };
        // "There was no confirmation of a report that …".
        let unconfirmed = that > start
            && document.tag(that - 1).is_common_noun()
            && (start..that).any(|at| {
                document.word(at) == "no"
                    && matches!(
                        document.word(at + 1),
                        "confirmation"
                            | "evidence"
                            | "proof"
                            | "sign"
                            | "indication"
                            | "suggestion"
                            | "truth"
                    )
            });
        if unconfirmed {
            return true;
        }
        // "It is not true that …".
        let negator = reading.classes.negator;
        let mut near = that.saturating_sub(3).max(start)..that;
        let denies = |at: usize| {
            reading.has_class(at, negator)
                || matches!(
                    document.word(at),
                    "false" | "untrue" | "denying" | "dismissing" | "rejecting" | "refuting"
                )
        };
        if near.any(denies) {
            return true;
        }
        let Some(verb) = reading.chart.within(Kind::Verb, start..that).last() else {
            return false;
        };
        let refused =
            (start..that).any(|at| matches!(document.word(at), "refused" | "declined" | "failed" | "unable"));
        that <= verb.tokens.end + 1
            && (reading.verbs[verb.index].negated
                || refused
                || self.is_order(verb.tokens.start)
                || verb.tokens.start > start && self.is_nobody(verb.tokens.start - 1))
    }

    fn is_nobody(&self, at: usize) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        match document.word(at) {
            "nobody" | "none" | "neither" | "nor" => true,
            "one" => at > first && document.word(at - 1) == "no",
            _ => false,
        }
    }

    /// "Neither the summit nor …", "Nobody expects the summit to open …": of nobody, or by nobody.
    fn is_of_nobody(&self) -> bool {
        let document = &self.reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let before = (start..self.found.tokens.start).rev().take(8).take_while(|&at| {
            document.tokens[at].kind != TokenKind::Quote
                && !matches!(document.word(at), "," | ";" | ":" | "that" | "but" | "and")
        });
        // "Of the 27 reported missing, none is …".
        let end = document.sentences[self.sentence].tokens.end;
        let of_them =
            document.word(start) == "of" && (self.found.tokens.end..end).any(|at| self.is_nobody(at));
        of_them
            || before.into_iter().any(|at| self.is_nobody(at))
            || self.found.tokens.clone().any(|at| matches!(document.word(at), "neither" | "nor"))
    }

    /// "The report that … was false": what is called so further on in the sentence, or where it is told of.
    fn is_called_false(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let first = self.found.tokens.start;
        // "It was wrongly reported that …", "apologised for saying that …".
        let mut near = first.saturating_sub(6).max(start)..first;
        let wrongly = near.any(|at| {
            matches!(document.word(at), "wrongly" | "falsely" | "mistakenly" | "erroneously" | "incorrectly")
                || document.word(at).starts_with("apologi") && document.word(at + 1) == "for"
        });
        if wrongly && (first.saturating_sub(6).max(start)..first).any(|at| reading.says(at)) {
            return true;
        }
        let end = document.sentences[self.sentence].tokens.end;
        (self.found.tokens.end..end).any(|at| {
            let false_word = matches!(
                document.word(at),
                "false"
                    | "untrue"
                    | "wrong"
                    | "baseless"
                    | "unfounded"
                    | "incorrect"
                    | "fabricated"
                    | "fictitious"
            );
            let called = |at: usize| {
                reading.has_class(at, reading.classes.be)
                    || matches!(
                        document.word(at),
                        "called" | "calls" | "as" | "dismissed" | "branded" | "termed" | "described"
                    )
            };
            false_word && (at.saturating_sub(2).max(self.found.tokens.end)..at).any(called)
        })
    }

    /// "I never said '…'": quoted as what was not said.
    fn is_never_said(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let mark = |at: &usize| matches!(document.verbatim(*at), "'" | "‘" | "\"" | "“");
        let open = (start..self.found.tokens.start).rev().find(mark);
        let Some(open) = open else { return false };
        let mark = open > start && matches!(document.word(open - 1), "," | ":");
        let cue = open - usize::from(mark);
        cue > start
            && reading.says(cue - 1)
            && (cue.saturating_sub(4).max(start)..cue)
                .any(|at| reading.has_class(at, reading.classes.negator))
    }

    /// "would have been held", "Had the summit been held …": what did not come to be, or may never.
    fn is_counterfactual(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let tokens = self.found.tokens.clone();
        let unreal = |at: usize| {
            matches!(document.word(at), "would" | "could" | "might" | "should" | "'d" | "’d")
                && (at + 1..tokens.end)
                    .find(|&i| {
                        !reading.has_class(i, reading.classes.adverb)
                            && !reading.has_class(i, reading.classes.negator)
                    })
                    .is_some_and(|i| document.word(i) == "have")
        };
        let start = document.sentences[self.sentence].tokens.start;
        // A statement does not begin with its verb; a condition without "if" does.
        let inverted = |at: usize| {
            let begins = at == start || document.tokens[at - 1].kind == TokenKind::Quote;
            let c = reading.classes;
            let subject = reading.document.tokens[at + 1].classes.has_any(&[c.personal, c.article]);
            let inserted = at > start && document.word(at - 1) == "," && subject;
            matches!(document.word(at), "had" | "were" | "should") && (begins || inserted)
        };
        // "if the vote were held today".
        let if_before =
            (tokens.start.saturating_sub(3).max(start)..tokens.start).any(|at| document.word(at) == "if");
        let imagined = if_before && tokens.clone().any(|at| document.word(at) == "were");
        // "too late for him to have cancelled it".
        let too_late = tokens
            .clone()
            .any(|at| document.word(at) == "have" && at > start && document.word(at - 1) == "to")
            && (start..tokens.start).any(|at| document.word(at) == "too");
        imagined || too_late || tokens.clone().any(unreal) || (start..tokens.start).any(inverted)
    }

    /// "until Ana Holm is elected president": nobody says that she will be.
    fn is_yet_to_be_named(&self) -> bool {
        let document = &self.reading.document;
        let (start, first) = (document.sentences[self.sentence].tokens.start, self.found.tokens.start);
        let waits = (first.saturating_sub(3).max(start)..first)
            .any(|at| matches!(document.word(at), "until" | "till" | "once" | "when" | "before" | "unless"));
        let now = self.found.tokens.clone().any(|at| matches!(document.word(at), "is" | "are" | "gets"));
        self.spec.attribute.as_str() == "role" && waits && now && self.has_verb()
    }

    /// "pretend that the war began in May", "acts as if it had": of a world that is not this one.
    fn is_pretended(&self, evidence: &Range<usize>) -> bool {
        let document = &self.reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let first = self.found.tokens.start.min(evidence.start);
        let mut near = (start..first).rev().take(6).take_while(|&at| {
            document.tokens[at].kind != TokenKind::Quote
                && !matches!(document.word(at), "," | ";" | ":" | "but")
        });
        near.any(|at| {
            let word = document.word(at);
            let verb = document.tag(at).is_verb();
            verb && ["pretend", "imagin"].iter().any(|stem| word.starts_with(stem))
                || word == "as" && matches!(document.word(at + 1), "if" | "though")
        })
    }

    /// "Cancel the conference": whoever asks for something does not say that it is so.
    fn is_command(&self) -> bool {
        let verb = self.reading.chart.within(Kind::Verb, self.found.tokens.clone()).next();
        verb.is_some_and(|verb| self.is_order(verb.tokens.start))
    }

    /// Whether the verb at `at` begins a command.
    fn is_order(&self, at: usize) -> bool {
        let document = &self.reading.document;
        let begins = at == document.sentences[self.sentence].tokens.start
            || document.tokens[at - 1].kind == TokenKind::Quote
            || matches!(document.word(at - 1), ":" | "please");
        begins && document.tag(at) == Tag::VB
    }

    /// "tried to delay the vote", "is considering cancelling it": no status that the event has.
    fn is_only_attempted(&self) -> bool {
        // "voted to approve it" is no attempt: what bodies decide is asked whether it is done.
        if self.spec.attribute.as_str() != "status" || self.spec.decided {
            return false;
        }
        let (reading, tokens) = (self.reading, self.found.tokens.clone());
        // "could be cancelled only by the court": who could, and not that it may be.
        let end = reading.document.sentences[self.sentence].tokens.end;
        if tokens.end < end && reading.document.word(tokens.end) == "only" {
            return true;
        }
        reading.chart.within(Kind::Verb, tokens).any(|a| {
            let verb = &reading.verbs[a.index];
            let to = reading.document.word(a.tokens.start) == "to";
            // "to give in and call off the strike": the "to" governs both.
            let bare = a.tokens.len() == 1 && reading.document.tag(a.tokens.start) == Tag::VB;
            verb.infinitive && !verb.passive && to || verb.gerund || bare
        })
    }

    /// "had been planned for the third quarter": what was planned then is no longer asserted.
    pub(super) fn former_plan(&self) -> bool {
        let document = &self.reading.document;
        let tokens = self.found.tokens.clone();
        tokens.clone().any(|at| document.word(at) == "had") && tokens.clone().any(|at| self.is_scheduling(at))
            || tokens.clone().any(|at| matches!(document.word(at), "originally" | "previously" | "initially"))
            || self.is_place_or_date() && tokens.clone().any(|at| document.word(at) == "formerly")
            // "postponed the hearing, scheduled for Thursday": Thursday is no longer the day.
            || tokens.clone().any(|at| self.is_scheduling(at)) && self.is_called_off()
            || self.is_called_off_later()
            // "is going ahead as planned on Wednesday": no plan is told.
            || tokens.clone().any(|at| self.is_scheduling(at) && at > 0 && document.word(at - 1) == "as")
            // "was supposed to open on 5 June": it may not have.
            || tokens.clone().any(|at| document.word(at) == "supposed")
                && tokens.clone().any(|at| matches!(document.word(at), "was" | "were"))
            // "was to have been finished in May"
            || tokens.clone().skip(2).any(|at| {
                document.word(at) == "have"
                    && document.word(at - 1) == "to"
                    && matches!(document.word(at - 2), "was" | "were")
            })
            // "was almost cancelled" was not.
            || (self.spec.unit.is_none() || self.counts_people())
                && tokens.clone().skip(1).any(|at| {
                    let nearly = matches!(document.word(at - 1), "almost" | "nearly");
                    nearly && document.tag(at).is_verb() && !self.rises(at)
                })
    }
}
