//! What a reader should know about a reading, as warnings with their remedies.

use crate::answer::Warning;
use dateline_core::assertion::{Extraction, Notice};
use dateline_core::text::LineNumber;
use dateline_core::value::{TimeConstraint, Weekday};
use jiff::civil::Date;

/// The warnings of one reading. `name` is what the article is called in them, `prefix` the shortest
/// beginning of its id that names it, `recorded` the day it was recorded: it was published by then.
pub(crate) fn warnings(extraction: &Extraction, name: &str, prefix: &str, recorded: Date) -> Vec<Warning> {
    let mut warnings = Vec::new();
    warnings.extend(undated(&extraction.notices, name, prefix, recorded));
    warnings.extend(unread(&extraction.notices, name));
    for notice in &extraction.notices {
        match notice {
            // Told above, all of a kind in one.
            Notice::Unresolved { .. } | Notice::DateBound { .. } | Notice::OtherLanguage { .. } => {}
            Notice::Doubled { lines: at } => warnings.push(Warning::note(format!(
                "{name} {} are the same passage; one assertion, {} places",
                lines(at),
                at.len()
            ))),
            Notice::WeekdayMismatch { text, line, why } => {
                warnings.push(Warning::new(format!("{name} line {line}: \"{text}\" does not fit: {why}")));
            }
            Notice::EmbeddedPosts { lines: at } => warnings.push(Warning::note(format!(
                "{name} {}: posts of a social network; nothing is read in them",
                lines(at)
            ))),
            Notice::HiddenCharacters { lines: at } => warnings.push(Warning::new(format!(
                "{name} {}: control, bidirectional or invisible characters; they are shown, not executed",
                lines(at)
            ))),
        }
    }
    warnings
}

/// That a text, called `name`, is not read.
pub(crate) fn unread(notices: &[Notice], name: &str) -> Vec<Warning> {
    let of_language = |notice: &Notice| match notice {
        Notice::OtherLanguage { language } => Some(Warning::new(format!(
            "{name} is in a language that is not read yet ({language}): nothing is asserted of it"
        ))),
        _ => None,
    };
    notices.iter().filter_map(of_language).collect()
}

/// One warning for everything that a missing publication date leaves open.
fn undated(notices: &[Notice], name: &str, prefix: &str, recorded: Date) -> Option<Warning> {
    let mut words: Vec<String> = Vec::new();
    for notice in notices {
        if let Notice::Unresolved { text, .. } = notice {
            let quoted = format!("\"{text}\"");
            if !words.contains(&quoted) {
                words.push(quoted);
            }
        }
    }
    if words.is_empty() {
        return None;
    }
    let more = words.len().saturating_sub(3);
    words.truncate(3);
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let list = words.join(", ") + &and_more;
    let mut warning = Warning::new(format!("{name} has no publication date, so {list} cannot be resolved"));
    let mut known = Vec::new();
    for notice in notices {
        if let Notice::DateBound { lines: at, constraint } = notice {
            let days = candidates(constraint, recorded);
            let years: Vec<String> = days.iter().map(|day| day.year().to_string()).collect();
            let years = if years.is_empty() { String::new() } else { format!(": {}", either(&years)) };
            warning = warning.detail(format!("{}   {}{years}", lines(at), constraint.in_words));
            known = days;
        }
    }
    // A single day that fits is still for a person to confirm; several are not worth a guess.
    let date = if let [day] = known[..] { day.to_string() } else { "DATE".to_owned() };
    Some(warning.hint(format!("dateline articles set {prefix} --published {date}")))
}

/// "line 3", "lines 3, 6", "lines 1-2".
fn lines(at: &[LineNumber]) -> String {
    match at {
        [one] => format!("line {one}"),
        [one, two] if two.0 == one.0 + 1 => format!("lines {one}-{two}"),
        several => {
            let list: Vec<String> = several.iter().map(ToString::to_string).collect();
            format!("lines {}", list.join(", "))
        }
    }
}

/// "2013, 2019 or 2024".
fn either(choices: &[String]) -> String {
    match choices.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The days that fit a constraint with month and day, up to `until`. Empty where the constraint does not
/// bound them from below, or leaves more than a dozen.
fn candidates(constraint: &TimeConstraint, until: Date) -> Vec<Date> {
    let (Some(month), Some(day), Some(from)) = (constraint.month, constraint.day, constraint.not_before)
    else {
        return Vec::new();
    };
    let until = constraint.not_after.map_or(until, |day| day.min(until));
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Vec::new() };
    let fits = |date: &Date| {
        *date >= from
            && *date <= until
            && constraint.weekday.is_none_or(|weekday| weekday_of(*date) == weekday)
    };
    let days: Vec<Date> = (from.year()..=until.year())
        .filter_map(|year| Date::new(year, month, day).ok())
        .filter(fits)
        .take(13)
        .collect();
    if days.len() > 12 { Vec::new() } else { days }
}

fn weekday_of(date: Date) -> Weekday {
    match date.weekday() {
        jiff::civil::Weekday::Monday => Weekday::Monday,
        jiff::civil::Weekday::Tuesday => Weekday::Tuesday,
        jiff::civil::Weekday::Wednesday => Weekday::Wednesday,
        jiff::civil::Weekday::Thursday => Weekday::Thursday,
        jiff::civil::Weekday::Friday => Weekday::Friday,
        jiff::civil::Weekday::Saturday => Weekday::Saturday,
        jiff::civil::Weekday::Sunday => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn a_tuesday() -> TimeConstraint {
        TimeConstraint {
            weekday: Some(Weekday::Tuesday),
            month: Some(11),
            day: Some(5),
            not_before: Some(date(2012, 2, 1)),
            not_after: None,
            in_words: "Tuesday + November 5, after February 2012".to_owned(),
        }
    }

    #[test]
    fn weekday_and_date_leave_few_years() {
        let days = candidates(&a_tuesday(), date(2026, 1, 2));
        assert_eq!(days, [date(2013, 11, 5), date(2019, 11, 5), date(2024, 11, 5)]);
        assert_eq!(candidates(&a_tuesday(), date(2014, 1, 1)), [date(2013, 11, 5)]);
        let open = TimeConstraint { not_before: None, ..a_tuesday() };
        assert_eq!(candidates(&open, date(2026, 1, 2)), [], "nothing bounds it from below");
    }

    #[test]
    fn what_is_missing_is_said_once_with_its_remedy() {
        let at = |lines: &[usize]| lines.iter().copied().map(LineNumber).collect::<Vec<_>>();
        let notices = [
            Notice::Unresolved { text: "Monday".to_owned(), lines: at(&[11]) },
            Notice::DateBound { lines: at(&[3, 6]), constraint: a_tuesday() },
        ];
        let warning = undated(&notices, "ea352fd0", "ea35", date(2026, 1, 2)).unwrap();
        assert_eq!(warning.message, "ea352fd0 has no publication date, so \"Monday\" cannot be resolved");
        assert_eq!(
            warning.details,
            ["lines 3, 6   Tuesday + November 5, after February 2012: 2013, 2019 or 2024"]
        );
        assert_eq!(warning.hint.unwrap(), "dateline articles set ea35 --published DATE");
        assert_eq!(undated(&[], "ea352fd0", "ea35", date(2026, 1, 2)), None);
    }
}
