//! Values, sources and places in few words.

use super::Look;
use dateline::attribution::{Hop, HopRole, Scope, SourceType};
use dateline::edtf::Edtf;
use dateline::modality::{Modality, ModalityClass, Polarity};
use dateline::value::{QuantityValue, TimeModifier, TimeValue, Value};
use dateline::{AssertionCount, Row};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Names of the months, three letters each.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_name(date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("?")
}

/// `count thing` or `count things`.
pub(crate) fn count(count: usize, thing: &str) -> String {
    match (count, thing.strip_suffix('y')) {
        (1, _) => format!("1 {thing}"),
        (_, Some(stem)) if !stem.ends_with('a') => format!("{count} {stem}ies"),
        (_, _) => format!("{count} {thing}s"),
    }
}

/// "17 assertions (3 statements)", "3 statements" where there is nothing else.
pub(crate) fn counted(all: AssertionCount) -> String {
    let (count, aside) = counted_apart(all);
    if aside.is_empty() { count } else { format!("{count} {aside}") }
}

/// [`counted`], with what is in brackets apart.
pub(crate) fn counted_apart(all: AssertionCount) -> (String, String) {
    let statements = count(all.statements, "statement");
    match all {
        AssertionCount { statements: 0, .. } => (count(all.assertions, "assertion"), String::new()),
        all if all.without_statements() == 0 => (statements, String::new()),
        all => (count(all.assertions, "assertion"), format!("({statements})")),
    }
}

/// What a row claims, with its hedge: for a narrow column ("23 Nov (tent.)"). A year that is `known_year`
/// is left out.
pub(crate) fn claimed(row: &Row, known_year: Option<i16>) -> String {
    let not = if row.polarity == Polarity::Negative { "not " } else { "" };
    let hedge = hedge_mark(&row.modality).map(|mark| format!(" ({mark})")).unwrap_or_default();
    format!("{not}{}{hedge}", value(&row.value, known_year))
}

/// [`claimed`] in at most so many cells: where the hedge makes it too long, without the hedge, which the
/// plot shows too; then cut.
pub(crate) fn claimed_within(row: &Row, known_year: Option<i16>, cells: usize, look: Look) -> String {
    let whole = claimed(row, known_year);
    if look.cells(&whole) <= cells {
        return whole;
    }
    let without = whole.rsplit_once(" (").filter(|_| hedge_mark(&row.modality).is_some());
    look.fit(without.map_or(whole.as_str(), |(value, _)| value), cells)
}

/// What a row claims, with its hedge: for a sentence ("23 Nov 2013, tentative").
pub(crate) fn claimed_in_full(row: &Row) -> String {
    in_full(&row.value, &row.modality, row.polarity)
}

/// A value with its hedge, asserted or denied.
pub(crate) fn in_full(claimed: &Value, modality: &Modality, polarity: Polarity) -> String {
    let not = if polarity == Polarity::Negative { "not " } else { "" };
    let hedge = hedge_word(modality).map(|word| format!(", {word}")).unwrap_or_default();
    format!("{not}{}{hedge}", value(claimed, None))
}

/// How sure, as a mark in brackets; none for a plain statement.
fn hedge_mark(modality: &Modality) -> Option<&'static str> {
    match hedge_word(modality)? {
        "tentative" => Some("tent."),
        "probable" => Some("prob."),
        "possible" => Some("poss."),
        word => Some(word),
    }
}

/// What a reader should know of a subject that the sentence calls otherwise.
pub(crate) fn called(words: &str) -> String {
    format!("called \"{words}\"")
}

/// What a reader should know of a subject that the sentence does not name.
pub(crate) fn implied(subject: &str) -> String {
    format!("the sentence does not name {subject}: it is what the article is about")
}

/// How sure, in a word; none for a plain statement.
pub(crate) fn hedge_word(modality: &Modality) -> Option<&'static str> {
    let says = |stem: &str| modality.hedges.iter().any(|hedge| hedge.text.to_lowercase().starts_with(stem));
    match modality.class {
        ModalityClass::CT => None,
        ModalityClass::PR if says("tentativ") => Some("tentative"),
        ModalityClass::PR => Some("probable"),
        ModalityClass::PS => Some("possible"),
        ModalityClass::U if says("hope") || says("hoping") => Some("hoped"),
        ModalityClass::U => Some("uncommitted"),
    }
}

/// A value in few words.
pub(crate) fn value(value: &Value, known_year: Option<i16>) -> String {
    match value {
        Value::Time(time) => time_in_words(time, known_year),
        Value::Quantity(quantity) => quantity_in_words(quantity),
        Value::Entity(entity) => entity.name.clone(),
        // A state has a word of its own ("postponed") beside the words that say it ("has been put off").
        Value::Text(text) if !text.normal.contains(' ') && text.text.contains(' ') => text.normal.clone(),
        Value::Text(text) => text.text.clone(),
    }
}

/// A time in few words: from its bounds where they say it shortly, else as it stands in the text.
fn time_in_words(time: &TimeValue, known_year: Option<i16>) -> String {
    if !time.is_resolved() {
        return time.text.clone();
    }
    let year = |date: Date| {
        if Some(date.year()) == known_year { String::new() } else { format!(" {}", date.year()) }
    };
    let day = |date: Date| format!("{} {}{}", date.day(), month_name(date), year(date));
    let month = |date: Date| format!("{}{}", month_name(date), year(date));
    let approximate = if time.modifier == Some(TimeModifier::Approx) { "about " } else { "" };
    match (time.earliest, time.latest) {
        (Some(from), None) => {
            let before = from.checked_sub(1.day()).unwrap_or(from);
            match time.modifier {
                Some(TimeModifier::After) if from.day() == 1 && from.month() == 1 => {
                    format!("after {}", before.year())
                }
                Some(TimeModifier::After) if from.day() == 1 => format!("after {}", month(before)),
                Some(TimeModifier::After) => format!("after {}", day(before)),
                _ => format!("from {}", day(from)),
            }
        }
        (None, Some(to)) => {
            let after = to.checked_add(1.day()).unwrap_or(to);
            match time.modifier {
                Some(TimeModifier::Before) if after.day() == 1 => format!("before {}", month(after)),
                Some(TimeModifier::Before) => format!("before {}", day(after)),
                _ => format!("by {}", day(to)),
            }
        }
        (Some(from), Some(to)) if from == to => format!("{approximate}{}", day(from)),
        (Some(from), Some(to)) => {
            let whole_months = from.day() == 1 && to.day() == to.days_in_month();
            let one_month = (from.year(), from.month()) == (to.year(), to.month());
            match time.modifier {
                Some(TimeModifier::Start) if one_month => format!("early {}", month(from)),
                Some(TimeModifier::Mid) if one_month => format!("mid-{}", month(from)),
                Some(TimeModifier::End) if one_month => format!("end of {}", month(from)),
                Some(part @ (TimeModifier::Start | TimeModifier::Mid | TimeModifier::End))
                    if whole_months && from.month() == 1 && to.month() == 12 && from.year() == to.year() =>
                {
                    let part = match part {
                        TimeModifier::Start => "early ",
                        TimeModifier::Mid => "mid-",
                        _ => "late ",
                    };
                    format!("{part}{}", from.year())
                }
                _ if whole_months && one_month => format!("{}{}", in_or(approximate), month(from)),
                _ if whole_months && from.month() == 1 && to.month() == 12 && from.year() == to.year() => {
                    format!("{}{}", in_or(approximate), from.year())
                }
                _ if one_month => format!("{}-{}", from.day(), day(to)),
                _ if whole_months && from.year() == to.year() => {
                    format!("{} to {}", month_name(from), month(to))
                }
                _ => format!("{} to {}", day(from), day(to)),
            }
        }
        (None, None) => time.text.clone(),
    }
}

fn in_or(approximate: &str) -> &str {
    if approximate.is_empty() { "in " } else { approximate }
}

/// A quantity in few words that can be read aloud: "at least 12 people", "about 1,400 homes".
fn quantity_in_words(quantity: &QuantityValue) -> String {
    let about = if quantity.approximate { "about " } else { "" };
    let [low, high] = [quantity.low, quantity.high].map(|end| end.map(|n| in_groups(&n.to_string())));
    let amount = match (low, high) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) if quantity.low_excluded => format!("more than {low}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) if quantity.high_excluded => format!("fewer than {high}"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => return quantity.text.clone(),
    };
    let one = amount == "1";
    format!("{about}{amount} {}", if one { quantity.unit.0.clone() } else { units(&quantity.unit.0) })
        .trim_end()
        .to_owned()
}

/// Digits in groups of three: "18,000,000".
fn in_groups(number: &str) -> String {
    let (whole, rest) = number.split_once('.').map_or((number, String::new()), |(w, r)| (w, format!(".{r}")));
    let digits = whole.trim_start_matches('-');
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{}{out}{rest}", &whole[..whole.len() - digits.len()])
}

/// A unit after a number other than one: "people", "cases"; "USD", "percent" and "barrels/day" stay.
fn units(unit: &str) -> String {
    let counted = unit.chars().all(|c| c.is_ascii_lowercase()) && !unit.ends_with('s');
    match unit {
        "person" => "people".to_owned(),
        "" | "percent" | "people" => unit.to_owned(),
        _ if counted => count(2, unit).split_off(2),
        _ => unit.to_owned(),
    }
}

/// When something was published, or that it is not known.
pub(crate) fn published(published: Option<&Edtf>) -> String {
    published.map_or_else(|| "unknown".to_owned(), ToString::to_string)
}

/// Who says it, through whom: "Gennady Gatilov via Interfax", "unclear: Jay Carney or the article itself".
pub(crate) fn who(row: &Row) -> String {
    sources(&row.attribution, row.scope)
}

/// The innermost source of a chain and the agency it came through.
pub(crate) fn sources(attribution: &[Hop], scope: Scope) -> String {
    let speaker = attribution.iter().rev().find(|hop| hop.role == HopRole::Speaker);
    let agency = attribution.iter().rev().find(|hop| hop.role == HopRole::Agency);
    let via = agency.and_then(hop_name).map(|name| format!(" via {name}")).unwrap_or_default();
    let own = "the article itself";
    match (speaker.and_then(hop_name), scope) {
        (Some(name), Scope::Clear) => format!("{name}{via}"),
        (Some(name), Scope::Ambiguous) => format!("unclear: {name}{via} or {own}"),
        (None, scope) if !via.is_empty() => {
            let name = &via[" via ".len()..];
            if scope == Scope::Clear { name.to_owned() } else { format!("unclear: {name} or {own}") }
        }
        // Somebody says it, and the text does not settle who.
        (None, _) if speaker.is_some() => unsettled(speaker),
        (None, _) => own.to_owned(),
    }
}

/// [`who`], before a reviewer edited it; `None` where nobody did.
pub(crate) fn who_as_read(row: &Row) -> Option<String> {
    let was = row.read_who.as_ref()?;
    Some(who(&Row { attribution: was.attribution.clone(), scope: was.scope, ..row.clone() }))
}

/// A speaker whom the text does not settle: an unresolved pronoun, a quotation by nobody.
fn unsettled(speaker: Option<&Hop>) -> String {
    match speaker.and_then(|hop| hop.source.as_ref()) {
        Some(words) => format!("not settled who (\"{}\")", words.text),
        None => "not settled who".to_owned(),
    }
}

/// [`who`] for a narrow column: the innermost name, or "unclear".
pub(crate) fn who_shortly(row: &Row) -> String {
    if row.scope == Scope::Ambiguous {
        return "unclear".to_owned();
    }
    let hop = |role| row.attribution.iter().rev().find(|hop| hop.role == role).and_then(hop_name);
    let spoken = row.attribution.iter().any(|hop| hop.role == HopRole::Speaker);
    let own = if spoken { "not settled" } else { "the article" };
    hop(HopRole::Speaker).or_else(|| hop(HopRole::Agency)).unwrap_or_else(|| own.to_owned())
}

/// A source's name; where it has none, what it is called in the text.
fn hop_name(hop: &Hop) -> Option<String> {
    if matches!(hop.source_type, SourceType::OwnObservation | SourceType::None) {
        return None;
    }
    hop.name.clone().or_else(|| hop.source.as_ref().map(|mention| mention.text.clone()))
}

/// Where the words of a row stand, as `article:line`, all places: "ea35:1-2", "bb1d:2".
pub(crate) fn places(row: &Row, short: impl Fn(&Row) -> String) -> String {
    let lines: Vec<usize> = row.evidence.iter().map(|place| place.line.0).collect();
    format!("{}:{}", short(row), line_list(&lines))
}

/// Lines as people write them: "1-2", "3,6".
pub(crate) fn line_list(lines: &[usize]) -> String {
    let mut lines = lines.to_vec();
    lines.sort_unstable();
    lines.dedup();
    let runs = lines.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(",")
}

/// The bytes of a row's words: "bytes 1016..1047", "bytes 0..9 and 165..174".
pub(crate) fn bytes(row: &Row) -> String {
    let ranges: Vec<String> =
        row.evidence.iter().map(|place| format!("{}..{}", place.start_byte, place.end_byte)).collect();
    format!("bytes {}", ranges.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::time;
    use jiff::civil::date;

    #[test]
    fn times_in_few_words() {
        let day = |y, m, d| Some(date(y, m, d));
        let after = Some(TimeModifier::After);
        let cases = [
            (time("sometime after August", day(2013, 9, 1), None, after), "after Aug"),
            (time("after 22 November", day(2013, 11, 23), None, after), "after 22 Nov"),
            (time("in November", day(2013, 11, 1), day(2013, 11, 30), None), "in Nov"),
            (time("November 23", day(2013, 11, 23), day(2013, 11, 23), None), "23 Nov"),
            (time("June 2012", day(2012, 6, 1), day(2012, 6, 30), None), "in Jun 2012"),
            (
                time("early May of 2012", day(2012, 5, 1), day(2012, 5, 31), Some(TimeModifier::Start)),
                "early May 2012",
            ),
            (time("2012", day(2012, 1, 1), day(2012, 12, 31), None), "in 2012"),
            (time("by Friday", None, day(2013, 11, 8), Some(TimeModifier::OnOrBefore)), "by 8 Nov"),
            (time("before May", None, day(2013, 4, 30), Some(TimeModifier::Before)), "before May"),
            (time("next week", day(2013, 11, 11), day(2013, 11, 17), None), "11-17 Nov"),
            (time("the third quarter", day(2013, 7, 1), day(2013, 9, 30), None), "Jul to Sep"),
            (time("Monday", None, None, None), "Monday"),
        ];
        for (value, words) in cases {
            assert_eq!(time_in_words(&value, Some(2013)), words, "{}", value.text);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, grouped) in
            [("7", "7"), ("1400", "1,400"), ("-18000000.5", "-18,000,000.5"), ("100", "100")]
        {
            assert_eq!(in_groups(number), grouped);
        }
    }

    #[test]
    fn lines_are_joined_to_ranges() {
        assert_eq!(line_list(&[2, 1]), "1-2");
        assert_eq!(line_list(&[3, 6, 3]), "3,6");
        assert_eq!(line_list(&[7]), "7");
    }

    #[test]
    fn plurals() {
        assert_eq!(count(1, "assertion"), "1 assertion");
        assert_eq!(count(0, "story"), "0 stories");
    }

    #[test]
    fn statements_are_told_apart() {
        let all = |assertions, statements| counted(AssertionCount { assertions, statements });
        assert_eq!(all(0, 0), "0 assertions");
        assert_eq!(all(2, 0), "2 assertions");
        assert_eq!(all(3, 1), "3 assertions (1 statement)");
        assert_eq!(all(2, 2), "2 statements");
    }
}
