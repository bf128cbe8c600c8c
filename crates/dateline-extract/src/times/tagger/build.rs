//! Makes a time of what the slots of a rule caught.

use super::lattice::Lattice;
use super::operator::Operator;
use super::pattern::{Caught, SLOT_NAMES, Slots};
use super::rulefile::Rule;
use super::term::{Base, Count, Part, Term, Unit};
use super::words::{WordClass, Words};
use crate::lexicon::DataError;

/// The word classes whose values the operators read.
#[derive(Debug)]
pub(super) struct ValueClasses {
    classes: Vec<(&'static str, WordClass)>,
}

impl ValueClasses {
    pub(super) fn of(words: &mut Words) -> Result<Self, DataError> {
        let names = [
            "month",
            "weekday",
            "weekdays",
            "season",
            "unit",
            "which",
            "ordinal",
            "daypart",
            "holiday",
            "decade-word",
            "half-day",
            "frequency",
            "indefinite",
            "clock-word",
            "ones",
        ];
        let mut find = |name: &'static str| {
            let what = format!("the word class `{name}` is needed and not there");
            let missing = DataError { file: super::words::FILE, line: 1, what };
            words.class(name).map(|class| (name, class)).ok_or(missing)
        };
        Ok(Self { classes: names.into_iter().map(&mut find).collect::<Result<_, _>>()? })
    }

    fn class(&self, name: &str) -> Option<WordClass> {
        self.classes.iter().find(|(known, _)| *known == name).map(|(_, class)| *class)
    }
}

/// One match of a rule.
pub(super) struct Builder<'b> {
    pub(super) lattice: &'b Lattice<'b>,
    pub(super) words: &'b Words,
    pub(super) classes: &'b ValueClasses,
    pub(super) rule: &'b Rule,
    pub(super) slots: &'b Slots,
}

impl Builder<'_> {
    fn caught(&self, name: &str) -> Option<Caught> {
        self.slots[SLOT_NAMES.iter().position(|known| *known == name)?]
    }

    /// The value in a class of the word that a slot caught.
    fn value(&self, slot: &str, class: &str) -> Option<i32> {
        let word = self.lattice.pieces[self.caught(slot)?.start as usize].word;
        self.words.value(word, self.classes.class(class)?)
    }

    fn small(&self, slot: &str, class: &str) -> Option<u8> {
        u8::try_from(self.value(slot, class)?).ok()
    }

    fn which(&self) -> Option<i8> {
        i8::try_from(self.value("which", "which")?).ok()
    }

    /// The whole number that a slot caught in digits.
    fn digits(&self, slot: &str) -> Option<i32> {
        let piece = &self.lattice.pieces[self.caught(slot)?.start as usize];
        (piece.digits > 0).then(|| i32::try_from(piece.number / 1000).ok()).flatten()
    }

    fn term(&self, slot: &str) -> Option<&Term> {
        let annotation = self.caught(slot)?.annotation?;
        Some(&self.lattice.found[annotation as usize].term)
    }

    fn boxed(&self, slot: &str) -> Option<Box<Term>> {
        self.term(slot).cloned().map(Box::new)
    }

    /// The number in `n`: one if there is no such slot or it caught an article.
    fn count(&self) -> Option<Count> {
        match self.caught("n") {
            None => Some(Count::ONE),
            Some(_) => match self.term("n") {
                Some(Term::Number(count)) => Some(*count),
                Some(_) => None,
                None => self.digits("n").map(|n| Count(Some(i64::from(n) * 1000))).or(Some(Count::ONE)),
            },
        }
    }

    fn unit(&self) -> Option<Unit> {
        self.rule.unit.or_else(|| Unit::of(self.value("u", "unit")?))
    }

    fn year(&self) -> Option<i16> {
        let caught = self.caught("y")?;
        if let Some(Term::YearWords(year)) = self.term("y") {
            return Some(*year);
        }
        let piece = &self.lattice.pieces[caught.start as usize];
        let year = i16::try_from(self.digits("y")?).ok()?;
        Some(if piece.digits == 2 { year + if year < 30 { 2000 } else { 1900 } } else { year })
    }

    pub(super) fn build(&self) -> Option<Term> {
        Some(match self.rule.operator {
            Operator::Date => self.date()?,
            Operator::MonthFirst => match self.date()? {
                Term::Date { month: Some(month), day: Some(day), .. } if day > 12 || day == month => {
                    self.date()?
                }
                date => Term::Usual(Box::new(date)),
            },
            Operator::Decade => self.decade()?,
            Operator::Century => {
                let n = self.digits("n").or_else(|| self.value("n", "ordinal"))?;
                Term::Century(i16::try_from(n.checked_sub(1)?.checked_mul(100)?).ok().filter(|y| *y >= 0)?)
            }
            Operator::Weekday => match self.small("w", "weekdays") {
                // "Mondays": every one.
                Some(weekday) => Term::EveryNamed(Box::new(Term::Weekday { weekday, which: None })),
                None => Term::Weekday { weekday: self.small("w", "weekday")?, which: self.which() },
            },
            Operator::Part => self.part()?,
            Operator::Unit => {
                let step = self.value("which", "which").unwrap_or(0);
                match self.unit()? {
                    unit @ (Unit::Second | Unit::Minute | Unit::Hour | Unit::Night | Unit::Any) => {
                        Term::Duration { count: Count::ONE, unit, rest: None }
                    }
                    unit => Term::Unit { unit, step },
                }
            }
            Operator::Same => {
                Term::Same { unit: self.unit()?, step: self.value("which", "which").unwrap_or(0) }
            }
            Operator::Reported(years_back) => {
                let reported = Term::Reported { unit: self.unit()?, years_back };
                match self.year() {
                    None => reported,
                    Some(year) => within_year(reported, year),
                }
            }
            Operator::FromWritten(sign) => self.shift(sign, Base::Written)?,
            Operator::FromPrevious(sign) => self.shift(sign, Base::Previous)?,
            Operator::FromSaid(sign) => self.shift(sign, Base::Said(self.boxed("x")?))?,
            Operator::Day(days) => Term::Day(days),
            Operator::DayPart(days) => {
                let part = day_part(self.value("p", "daypart")?)?;
                let next = self.which().map(|step| Term::Same { unit: Unit::Day, step: i32::from(step) });
                let of = self.boxed("x").or(days.map(Term::Day).or(next).map(Box::new));
                Term::DayPart { part, of }
            }
            Operator::Clock => self.clock()?,
            Operator::Vague(vague) => Term::Vague(vague),
            Operator::Duration => {
                Term::Duration { count: self.count()?, unit: self.unit()?, rest: self.rest() }
            }
            Operator::Untold => Term::Duration { count: Count(None), unit: self.unit()?, rest: None },
            Operator::Every => {
                // "weekly", "biweekly": the word holds its number and unit.
                if let Some(coded) = self.value("k", "frequency") {
                    let unit = Unit::of(coded % 100)?;
                    Term::Every { count: Count(Some(i64::from(coded / 100) * 1000)), unit }
                } else {
                    Term::Every { count: self.count()?, unit: self.unit()? }
                }
            }
            Operator::EveryNamed => Term::EveryNamed(self.boxed("x")?),
            Operator::Holiday => {
                let holiday = Term::Holiday { holiday: self.small("k", "holiday")?, which: self.which() };
                match self.year() {
                    None => holiday,
                    Some(year) => within_year(holiday, year),
                }
            }
            Operator::Within => Term::Within { inner: self.boxed("x")?, outer: self.boxed("z")? },
            Operator::Holding => {
                let unit = Box::new(Term::Unit { unit: self.unit()?, step: 0 });
                Term::Within { inner: unit, outer: self.boxed("x")? }
            }
            Operator::Modify(modifier) => Term::Modified { modifier, of: self.boxed("x")? },
            Operator::Keep => self.term("x")?.clone(),
            Operator::Nothing => Term::Nothing,
        })
    }

    fn shift(&self, sign: i8, base: Base) -> Option<Term> {
        Some(Term::Shift { count: self.count()?, unit: self.unit()?, sign, base })
    }

    fn date(&self) -> Option<Term> {
        let month = match self.caught("m") {
            None => None,
            Some(_) => Some(self.small("m", "month").or_else(|| u8::try_from(self.digits("m")?).ok())?),
        };
        let day = match self.caught("d") {
            None => None,
            Some(_) => Some(self.small("d", "ordinal").or_else(|| u8::try_from(self.digits("d")?).ok())?),
        };
        // "20200617": year, month and day in one number.
        if let Some(number) = self.digits("k") {
            let (year, rest) = (number / 10_000, number % 10_000);
            let month = u8::try_from(rest / 100).ok().filter(|m| (1..=12).contains(m))?;
            let day = u8::try_from(rest % 100).ok().filter(|d| (1..=31).contains(d))?;
            let year = i16::try_from(year).ok()?;
            return Some(Term::Date { year: Some(year), month: Some(month), day: Some(day), weekday: None });
        }
        let weekday = self.small("w", "weekday");
        if day.is_some_and(|day| !(1..=31).contains(&day)) || month.is_some_and(|m| !(1..=12).contains(&m)) {
            return None;
        }
        Some(Term::Date { year: self.year(), month, day, weekday })
    }

    fn decade(&self) -> Option<Term> {
        if let Some(tens) = self.value("k", "decade-word") {
            return Some(Term::Decade(1900 + i16::try_from(tens).ok()?));
        }
        let year = self.year()?;
        (year % 10 == 0).then_some(Term::Decade(year))
    }

    fn part(&self) -> Option<Term> {
        let number = || {
            let number = self.small("n", "ordinal").or_else(|| u8::try_from(self.digits("n")?).ok())?;
            Some(number)
        };
        let part = if let Some(month) = self.small("m", "month") {
            Part::Month(month)
        } else if let Some(season) = self.small("p", "season") {
            Part::Season(season)
        } else if self.rule.unit == Some(Unit::Quarter) {
            Part::Quarter(number().filter(|n| (1..=4).contains(n))?)
        } else {
            // "last half" is the second one.
            Part::Half(match self.value("n", "which") {
                Some(-1) => 2,
                _ => number().filter(|n| (1..=2).contains(n))?,
            })
        };
        let which = if self.caught("which").is_some() { self.which() } else { None };
        let inner = Term::Part { part, which };
        Some(match self.year() {
            None => inner,
            Some(year) => within_year(inner, year),
        })
    }

    fn clock(&self) -> Option<Term> {
        let word = self.value("h", "clock-word");
        let hour = match word {
            Some(hour) => hour,
            None => match self.term("h") {
                Some(Term::Number(count)) => count.whole()?,
                _ => self.digits("h").or_else(|| self.value("h", "ones"))?,
            },
        };
        let minute = self.digits("min").and_then(|m| u8::try_from(m).ok());
        let half_day = self.value("k", "half-day");
        // "Five in the afternoon": the second half of the day. At night it may be either.
        let half_day = match self.value("p", "daypart").and_then(day_part) {
            None => half_day,
            Some("MO") if (1..=12).contains(&hour) => Some(0),
            Some("AF" | "EV") if (1..=12).contains(&hour) => Some(12),
            Some(_) => return None,
        };
        let hour = match half_day {
            Some(12) if hour < 12 => hour + 12,
            Some(0) if hour == 12 => 0,
            _ => hour,
        };
        let fits = (0..=24).contains(&hour) && minute.is_none_or(|m| m < 60);
        let hour = u8::try_from(hour).ok().filter(|_| fits)?;
        Some(Term::Clock { hour, minute, of: self.boxed("x") })
    }

    /// "five minutes and *ten seconds*".
    fn rest(&self) -> Option<(i64, Unit)> {
        let Some(Term::Number(Count(Some(count)))) = self.term("v") else { return None };
        Some((*count, Unit::of(self.value("k", "unit")?)?))
    }
}

fn within_year(inner: Term, year: i16) -> Term {
    let outer = Term::Date { year: Some(year), month: None, day: None, weekday: None };
    Term::Within { inner: Box::new(inner), outer: Box::new(outer) }
}

/// The parts of the day as TIMEX3 writes them, by the numbers of the lexicon.
fn day_part(value: i32) -> Option<&'static str> {
    let parts = ["MO", "MI", "AF", "EV", "NI", "DT"];
    parts.get(usize::try_from(value).ok()?.checked_sub(1)?).copied()
}
