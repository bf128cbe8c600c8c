//! What was done with a person by the law, and how a person is. These are the claims over which people sue: only what is
//! told as so counts, of the very person, and not what was so years ago.

use super::maker::Maker;
use super::veto::Veto;
use crate::chart::Kind;
use crate::rules::Comparable;
use crate::tagger::Tag;
use dateline_core::edtf::Edtf;
use dateline_core::modality::{Modality, ModalityClass, Polarity};
use std::ops::Range;

/// The attributes of which this holds. Their values follow one another, and none says that the one before is over: so no
/// denial is kept, either, for "has not been charged" is true until it is not.
const STATES: [&str; 6] = ["custody", "charge", "plea", "verdict", "sentence", "condition"];

impl Maker<'_> {
    /// Whether the rule tells of the state of a person.
    pub(super) fn is_of_state(&self) -> bool {
        STATES.contains(&self.spec.attribute.as_str())
    }

    /// "Ana Holm, who wrote on Orin Berg, who died": the nearer "who" tells of the nearer name.
    fn is_told_by_a_second_who(&self) -> bool {
        let document = &self.reading.document;
        let Some(person) = self.person_ahead().map(|it| it.tokens.clone()) else { return false };
        let aside = person.end..self.found.tokens.end;
        aside.filter(|&at| matches!(document.word(at), "who" | "whose")).count() > 1
    }

    /// Whether the rule tells what became of a person, on a day or at all.
    fn tells_of_a_person(&self) -> bool {
        self.is_of_state()
            || matches!(
                self.spec.attribute.as_str(),
                "died" | "departure" | "leaves-office" | "takes-office" | "successor"
            )
    }

    /// "Ana Holm, who took on its chief symbol, Orin Berg, and ran for mayor, died": who stands between commas behind a
    /// noun that hangs on other words, or before an "and" that goes on with somebody else, is not who died.
    fn is_within_an_aside(&self) -> bool {
        let document = &self.reading.document;
        let Some(person) = self.person_ahead().map(|it| it.tokens.clone()) else { return false };
        let sentence = document.sentences[self.sentence].tokens.clone();
        let word = |at: usize| if sentence.contains(&at) { document.word(at) } else { "" };
        if word(person.end) != "," || person.start < sentence.start + 2 || word(person.start - 1) != "," {
            return false;
        }
        // "the author of it, Orin Berg, who died": told of him.
        if matches!(word(person.end + 1), "who" | "whose") {
            return false;
        }
        let goes_on = matches!(word(person.end + 1), "and" | "but" | "or");
        let noun = |at: usize| {
            let tag = document.tag(at);
            tag.is_noun() || tag.is_adjective() || tag == Tag::PRP_POSSESSIVE || tag == Tag::DT
        };
        let hangs =
            document.tag(person.start - 2).is_noun() && !document.tag(person.start - 2).is_proper_noun() && {
                let before = (sentence.start..person.start - 1).rev().find(|&at| !noun(at));
                // "In a related move, Orin Berg, the chairman, resigned" begins with no noun of his.
                before.is_some_and(|at| {
                    at > sentence.start && document.tokens[at].classes.has(self.reading.classes.preposition)
                })
            };
        goes_on || hangs
    }

    /// What keeps the sentence from telling that its person is in this state.
    pub(super) fn may_tell_state(&self) -> Result<(), Veto> {
        if self.tells_of_a_person() && (self.is_within_an_aside() || self.is_told_by_a_second_who()) {
            return Err(Veto::NotSubject);
        }
        if !self.is_of_state() {
            return Ok(());
        }
        let head = self.person_ahead();
        if head.is_some_and(|it| {
            self.is_of_somebody_else(&it.tokens) && !self.is_told_by_who(it)
                || self.is_of_the_aside(&it.tokens)
        }) {
            return Err(Veto::NotSubject);
        }
        // Whoever has died is dead, whenever that was.
        if !matches!(&self.spec.normal, Some(Comparable::Fixed(normal)) if normal == "dead")
            && self.is_of_the_past()
        {
            return Err(Veto::Record);
        }
        if self.is_awaited() || self.is_half_suspended() {
            return Err(Veto::FormerPlan);
        }
        if self.is_made_up() {
            return Err(Veto::Counterfactual);
        }
        Ok(())
    }

    /// What is denied, or no more than possible, is no state.
    pub(super) fn is_settled_state(&self, modality: &Modality, polarity: Polarity) -> Result<(), Veto> {
        let told = matches!(modality.class, ModalityClass::CT | ModalityClass::PR);
        match (self.is_of_state(), told, polarity) {
            (true, _, Polarity::Negative | Polarity::Unknown) => Err(Veto::Negation),
            (true, false, _) => Err(Veto::Withheld),
            _ => Ok(()),
        }
    }

    /// "A man travelling with Mary Brown was arrested", "accused of killing Mary Brown was arrested": the name hangs on other
    /// words than the verb.
    fn is_of_somebody_else(&self, person: &Range<usize>) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let c = reading.classes;
        let start = document.sentences[self.sentence].tokens.start;
        let names = |at: usize| {
            let tag = document.tag(at);
            tag.is_noun()
                || tag.is_proper_noun()
                || tag.is_adjective()
                || document.tokens[at].classes.has(c.article)
        };
        let Some(before) = (start..person.start).rev().find(|&at| !names(at)) else { return false };
        let token = &document.tokens[before];
        let clause = matches!(
            document.word(before),
            "after" | "before" | "since" | "as" | "when" | "while" | "until" | "because" | "than" | "that"
        );
        if clause || reading.says(before) && document.tag(before).is_verb() {
            return false;
        }
        let time =
            |at: usize| reading.chart.within(Kind::Time, start..person.start).any(|a| a.tokens.contains(&at));
        let preposition = token.classes.has(c.preposition) && !time(before);
        // "Officials believe Mary Brown was arrested" goes on with a clause of hers; "who robbed Mary Brown" does not.
        let thinks = [
            "alleg", "fear", "believ", "know", "knew", "learn", "hear", "think", "thought", "named", "called",
        ];
        let verb = document.tag(before).is_verb()
            && !thinks.iter().any(|stem| document.word(before).starts_with(stem));
        // "the son of John Smith and Mary Brown"; ", and Mary Brown was acquitted" is a clause of hers.
        let joined =
            document.word(before) == "and" && before > start && document.tag(before - 1).is_proper_noun();
        let with_another = joined || document.word(before) == "or";
        preposition || verb || with_another
    }

    /// "John Smith, 44, said Mary Brown, the mayor, was arrested", "Mary Brown, whose son was arrested,": who stands nearer to the
    /// verb, or may.
    fn is_of_the_aside(&self, person: &Range<usize>) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let between = person.end..self.found.evidence.as_ref().map_or(self.found.tokens.end, |it| it.start);
        let governs = |at: usize| {
            let before = (between.start..at)
                .rev()
                .find(|&at| !document.tag(at).is_noun() && !document.tag(at).is_adjective());
            before.is_some_and(|at| {
                matches!(document.word(at), "of" | "to" | "for" | "by" | "with" | "from" | "under")
            })
        };
        let mut others = reading.chart.within(Kind::Person, between.clone()).peekable();
        let who = |at: Option<usize>| at.is_some_and(|at| document.word(at) == "who");
        // "Mary Brown, who shot John Smith, was arrested": the clause is hers.
        let own = who(between.clone().nth(1)) && between.clone().skip(2).all(|at| document.word(at) != "who");
        between
            .clone()
            .any(|at| document.word(at) == "whose" || reading.says(at) && document.tag(at).is_verb())
            || others.peek().is_some() && !own && others.any(|a| !governs(a.tokens.start))
    }

    /// "was arrested in 1998", "has been jailed three times", "six years after she was released": a record, and no news.
    fn is_of_the_past(&self) -> bool {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let record = |at: usize| {
            let word = document.word(at);
            matches!(
                word,
                "previously" | "formerly" | "once" | "twice" | "repeatedly" | "decades" | "childhood"
            ) || word == "times" && !document.tokens[at].capital
                || word == "years"
                    && at + 1 < sentence.end
                    && matches!(
                        document.word(at + 1),
                        "ago" | "after" | "before" | "earlier" | "since" | "later"
                    )
        };
        sentence.clone().any(record) || self.names_another_year(&sentence)
    }

    /// Whether the sentence gives a year that is not the one of publication.
    fn names_another_year(&self, sentence: &Range<usize>) -> bool {
        let document = &self.reading.document;
        let bounds = self.reading.published.map(Edtf::bounds);
        let years = bounds.and_then(|it| Some(it.earliest?.year()..=it.latest?.year()));
        sentence.clone().any(|at| {
            let word = document.word(at).trim_end_matches('s');
            let year = if word.len() == 4 { word.parse::<i16>().ok() } else { None };
            let published = |year: i16| years.as_ref().is_some_and(|years| years.contains(&year));
            year.is_some_and(|year| (1800..2100).contains(&year) && !published(year))
        })
    }

    /// "until Mary Brown is released", "when John Smith is convicted": what is waited for.
    fn is_awaited(&self) -> bool {
        let document = &self.reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let first = self.found.tokens.start;
        let waits = (first.saturating_sub(4).max(start)..first).any(|at| {
            matches!(
                document.word(at),
                "until" | "till" | "once" | "when" | "before" | "unless" | "whether" | "if"
            )
        });
        waits && self.found.tokens.clone().any(|at| matches!(document.word(at), "is" | "has"))
    }

    /// "12 years, six of them suspended", "was convicted, which was overturned": less than it says.
    fn is_half_suspended(&self) -> bool {
        let document = &self.reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        matches!(self.spec.attribute.as_str(), "sentence" | "verdict")
            && (self.found.tokens.end..end).any(|at| {
                matches!(
                    document.word(at),
                    "suspended" | "overturned" | "quashed" | "vacated" | "commuted" | "reduced"
                )
            })
    }

    /// "In the film Mary Brown is arrested": of nobody who lives.
    fn is_made_up(&self) -> bool {
        let document = &self.reading.document;
        let mut words = document.sentences[self.sentence].tokens.clone().map(|at| document.word(at));
        words.any(|word| {
            matches!(
                word,
                "film"
                    | "movie"
                    | "novel"
                    | "episode"
                    | "episodes"
                    | "character"
                    | "plot"
                    | "fictional"
                    | "sitcom"
                    | "thriller"
                    | "drama"
                    | "album"
                    | "comedy"
                    | "protagonist"
            )
        })
    }
}
