//! Entries of a text that is dated piece by piece: live blogs, diaries, lists of events by day.
//!
//! "Yesterday" in an entry of June 3 is June 2, whenever the page was published. So times in an entry rest on the
//! entry's own date; where that is not settled they stay unresolved.

use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::times::{Anchor, Said, TimeExpression, TimeMention, resolve};
use crate::verb_group::Direction;
use dateline_core::edtf::{Edtf, MONTHS};
use dateline_core::value::{Basis, BasisKind, TimeValue};
use std::ops::Range;

/// How many clock times, marks and words such as "updated" may stand beside a heading's date.
const MOST_BESIDE: usize = 8;

/// A part of the text with a date of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    tokens: Range<usize>,
    /// `None` where it is not settled.
    date: Option<EntryDate>,
}

/// The date of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct EntryDate {
    edtf: Edtf,
    /// On what of the publication date it rests, where the heading does not say all of it ("April 25").
    published: Option<Basis>,
}

/// A paragraph that begins with a date of its own.
struct Heading {
    paragraph: usize,
    /// The date.
    date: TimeExpression,
    /// Where the words after it begin; `None` where it stands alone, over the paragraphs that follow.
    inline: Option<usize>,
}

/// The entries in text order; none unless two parts of the text have different dates at their head.
pub(crate) fn find(
    document: &Document<'_>,
    times: &[TimeMention],
    chart: &Chart,
    published: Option<&Edtf>,
) -> Vec<Entry> {
    let paragraphs: Vec<Range<usize>> = document
        .paragraphs
        .iter()
        .map(|span| {
            let before = |byte: usize| document.tokens.partition_point(|token| token.span.start_byte < byte);
            before(span.start_byte)..before(span.end_byte)
        })
        .collect();
    let headings: Vec<Heading> = (0..paragraphs.len())
        .filter_map(|paragraph| heading(document, times, chart, &paragraphs, paragraph))
        .collect();
    let mut entries = Vec::new();
    let mut dates: Vec<&TimeExpression> = Vec::new();
    for (at, found) in headings.iter().enumerate() {
        let next =
            headings.get(at + 1).map_or(document.tokens.len(), |next| paragraphs[next.paragraph].start);
        let own = paragraphs[found.paragraph].end;
        let date = date_of(&found.date, published);
        let before = entries.len();
        match found.inline {
            None => entries.push(Entry { tokens: own..next, date }),
            Some(start) => {
                entries.push(Entry { tokens: start..own, date });
                // Whether what follows still belongs to it is not settled.
                entries.push(Entry { tokens: own..next, date: None });
            }
        }
        // Only the last two can be empty.
        let kept = entries.split_off(before).into_iter().filter(|entry: &Entry| !entry.tokens.is_empty());
        entries.extend(kept.collect::<Vec<_>>());
        // Two dates with nothing between them ("Published …", "Updated …") begin no two entries.
        if entries.len() > before && !dates.contains(&&found.date) {
            dates.push(&found.date);
        }
    }
    if dates.len() > 1 { entries } else { Vec::new() }
}

fn heading(
    document: &Document<'_>,
    times: &[TimeMention],
    chart: &Chart,
    paragraphs: &[Range<usize>],
    paragraph: usize,
) -> Option<Heading> {
    let tokens = paragraphs[paragraph].clone();
    let beside = |from: usize| {
        let taken = (from..tokens.end).take(MOST_BESIDE).take_while(|&at| stands_beside(document, at));
        from + taken.count()
    };
    let is_date = |time: usize| match &times[time].expression {
        TimeExpression::Said(said) => said.is_day_of_month() || said.is_bare_weekday(),
        _ => false,
    };
    let start = beside(tokens.start);
    let marked = chart.at(start).iter().find(|a| a.kind == Kind::Time && is_date(a.index));
    let (date, end) = match marked {
        Some(found) => (times[found.index].expression.clone(), found.tokens.end.min(tokens.end)),
        None => (before_colon(document, start, tokens.end)?, start + 2),
    };
    let after = beside(end);
    let part = |at: usize| matches!(document.word(at), ":" | "-" | "–" | "—");
    // A dash among the marks beside it parts the date from the words, too.
    let parted = (end..after.min(tokens.end)).any(part);
    let inline = match after {
        _ if after >= tokens.end => None,
        _ if parted => Some(after),
        _ => return None,
    };
    Some(Heading { paragraph, date, inline })
}

/// "June 3:", which elsewhere may begin a clock time and is no time there.
fn before_colon(document: &Document<'_>, at: usize, end: usize) -> Option<TimeExpression> {
    if at + 2 >= end || document.word(at + 2) != ":" {
        return None;
    }
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(document.word(at)))?;
    let day = document.word(at + 1).parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(TimeExpression::Said(Said::day_of_month(u8::try_from(month + 1).ok()?, day)))
}

/// Clock times, marks, and words that say that a date is that of an entry.
fn stands_beside(document: &Document<'_>, at: usize) -> bool {
    let word = document.word(at);
    match document.tokens[at].kind {
        TokenKind::Number => {
            let clock = word.trim_end_matches("am").trim_end_matches("pm");
            let parts: Vec<&str> = clock.split([':', '.']).collect();
            let two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            (parts.len() == 2 || parts.len() == 3) && parts[1..].iter().all(two_digits)
                || clock.len() < word.len()
        }
        TokenKind::Punctuation => {
            matches!(word, ":" | "," | "-" | "–" | "—" | "|" | "•" | "*" | "(" | ")" | "[" | "]" | "·")
        }
        TokenKind::Word => matches!(
            word,
            "am" | "pm"
                | "a.m."
                | "p.m."
                | "gmt"
                | "bst"
                | "utc"
                | "est"
                | "edt"
                | "cet"
                | "cest"
                | "et"
                | "at"
                | "update"
                | "updated"
        ),
        TokenKind::Quote => false,
    }
}

/// A heading's date: as it is said in full, else in the year that brings it nearest to the publication. A weekday
/// alone settles nothing.
fn date_of(expression: &TimeExpression, published: Option<&Edtf>) -> Option<EntryDate> {
    if matches!(expression, TimeExpression::Said(said) if said.is_bare_weekday()) {
        return None;
    }
    let value = resolve(expression, Anchor { published }, Direction::Open, "");
    let edtf = value.edtf.filter(|_| value.constraint.is_none())?;
    let published = value.basis.into_iter().find(|basis| basis.kind == BasisKind::Published);
    Some(EntryDate { edtf, published })
}

impl Entry {
    /// The entry in which a token stands.
    pub(crate) fn of(entries: &[Self], token: usize) -> Option<&Self> {
        let at = entries.partition_point(|entry| entry.tokens.end <= token);
        entries.get(at).filter(|entry| entry.tokens.contains(&token))
    }

    /// Whether its date is settled.
    pub(crate) fn is_dated(&self) -> bool {
        self.date.is_some()
    }

    /// Places a time of the entry by the entry's own date.
    pub(crate) fn resolve(&self, expression: &TimeExpression, direction: Direction, text: &str) -> TimeValue {
        let date = self.date.as_ref().map(|date| &date.edtf);
        let mut value = resolve(expression, Anchor { published: date }, direction, text);
        let mut rests_on_entry = false;
        for basis in &mut value.basis {
            *basis = match (basis.kind, date) {
                (BasisKind::Published, Some(date)) => {
                    rests_on_entry = true;
                    Basis {
                        kind: BasisKind::PreviousTime,
                        why: format!("from the date of its entry, {date}, not from the words"),
                    }
                }
                (BasisKind::Unresolved, Some(date)) => Basis {
                    kind: BasisKind::Unresolved,
                    why: format!("the date of its entry, {date}, does not settle which one is meant"),
                },
                (BasisKind::Unresolved, None) => Basis {
                    kind: BasisKind::Unresolved,
                    why: "the text is dated entry by entry, and the date of this one is not settled".into(),
                },
                _ => continue,
            };
        }
        let inferred = self.date.as_ref().and_then(|date| date.published.as_ref());
        value.basis.extend(inferred.filter(|_| rests_on_entry).map(|basis| Basis {
            kind: BasisKind::Published,
            why: format!("of the entry's date, {}", basis.why),
        }));
        value
    }
}

#[cfg(test)]
mod tests {
    use crate::sample::read;
    use crate::verb_group::Direction;
    use dateline_core::value::BasisKind;

    /// What a text published on Wednesday, 17 June 2020 says of its times: words and EDTF, "-" where it is not settled.
    fn times(text: &str) -> Vec<(String, String)> {
        read(text, |reading| {
            let time = |at: usize| {
                let words = reading.document.words(reading.times[at].tokens.clone()).to_owned();
                let value = reading.resolved(at, Direction::Past, "");
                let edtf = value.edtf.filter(|_| value.constraint.is_none());
                (words, edtf.map_or_else(|| "-".to_owned(), |edtf| edtf.to_string()))
            };
            (0..reading.times.len()).map(time).collect()
        })
    }

    fn time(text: &str, words: &str) -> String {
        let all = times(text);
        all.iter().find(|(said, _)| said == words).unwrap_or_else(|| panic!("{words}: {all:?}")).1.clone()
    }

    #[test]
    fn days_in_an_entry_are_counted_from_its_own_date() {
        for (text, yesterday) in [
            ("June 3, 2020\nThey met yesterday.\n\nJune 9, 2020\nThey left.\n", "2020-06-02"),
            ("9.15pm, 3 June\nThey met yesterday.\n\n10.30am, 4 June\nThey left.\n", "2020-06-02"),
            ("• June 3: They met yesterday.\n• June 9: They left.\n", "2020-06-02"),
            (
                "UPDATED June 3, 2020 at 14:05 GMT\nThey met yesterday.\n\nJUNE 9, 2020\nThey left.\n",
                "2020-06-02",
            ),
            // Before the first entry the article speaks.
            ("They met yesterday.\n\nJune 3, 2020\nThey came.\n\nJune 9, 2020\nThey left.\n", "2020-06-16"),
        ] {
            assert_eq!(time(text, "yesterday"), yesterday, "{text} {:?}", times(text));
        }
    }

    #[test]
    fn a_year_that_the_heading_lacks_is_said_to_be_that_of_the_publication() {
        let kinds = |text: &str| {
            read(text, |reading| {
                let value = reading.resolved(reading.times.len() - 1, Direction::Past, "");
                value.basis.iter().map(|basis| basis.kind).collect::<Vec<_>>()
            })
        };
        let full = "June 3, 2020\nThey left.\n\nJune 9, 2020\nThey met yesterday.\n";
        assert_eq!(kinds(full), [BasisKind::PreviousTime]);
        let short = "June 3\nThey left.\n\nJune 9\nThey met yesterday.\n";
        assert_eq!(kinds(short), [BasisKind::PreviousTime, BasisKind::Published]);
    }

    #[test]
    fn an_entry_whose_date_is_not_settled_settles_nothing() {
        for text in [
            "Monday\nThey met yesterday.\n\nTuesday\nThey left.\n",
            "June 3: They came.\nJune 9: They left.\nThe two met yesterday.\n",
        ] {
            assert_eq!(time(text, "yesterday"), "-", "{text}");
        }
    }

    #[test]
    fn a_date_at_the_head_of_one_part_or_of_none_begins_no_entry() {
        for text in [
            "June 3, 2020\nThey met yesterday.\n",
            "Published June 3, 2020\nUpdated June 9, 2020\nThey met yesterday.\n",
            "June 3, 2020\nJune 9, 2020\nThey met yesterday.\n",
            "June 3 was a Wednesday.\nJune 9 was a Tuesday.\nThey met yesterday.\n",
        ] {
            assert_eq!(time(text, "yesterday"), "2020-06-16", "{text}");
        }
    }
}
