//! T03 and T04: when it was published, and on what its times rest.

use super::{ArticleFacts, CheckId, Finding, Severity};
use crate::assertion::{Extraction, Notice};
use crate::value::{BasisKind, Value};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Checks T03 and T04 for one article, its current reading, and the day (UTC) on which it was first
/// recorded.
pub fn check_times(article: ArticleFacts<'_>, extraction: &Extraction, recorded_on: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(published_later(article, recorded_on));
    findings.extend(inferred(extraction));
    findings.extend(mismatches(extraction));
    findings
}

/// T03. One day of grace: a publisher east of Greenwich dates its articles up to 14 hours ahead of UTC.
fn published_later(article: ArticleFacts<'_>, recorded_on: Date) -> Option<Finding> {
    let published = article.metadata.published.as_ref()?;
    let first_day = published.bounds().earliest?;
    (first_day > recorded_on.saturating_add(1.day())).then(|| {
        let message = format!("published {published}, and recorded on {recorded_on} already");
        Finding::new(CheckId::T03, vec![article.article.to_string()], message)
            .with_next(format!("dateline articles set {} --published DATE", article.article.short()))
    })
}

/// T04, the note: one for all assertions whose time the words alone do not give.
fn inferred(extraction: &Extraction) -> Option<Finding> {
    let rests_on = |value: &Value, kind| matches!(value, Value::Time(time) if time.is_resolved() && time.basis.iter().any(|basis| basis.kind == kind));
    let of_kind = |kind| {
        let resting = extraction.assertions.iter().filter(move |assertion| rests_on(&assertion.value, kind));
        resting.map(|assertion| assertion.id.to_string()).collect::<Vec<_>>()
    };
    let (published, previous) = (of_kind(BasisKind::Published), of_kind(BasisKind::PreviousTime));
    let parts = [(published.len(), "the publication date"), (previous.len(), "another time in the text")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, basis)| {
            format!("{count} {} on {basis}", if count == 1 { "date rests" } else { "dates rest" })
        })
        .collect();
    let mut subjects = published;
    for id in previous {
        if !subjects.contains(&id) {
            subjects.push(id);
        }
    }
    let message = format!("{}, not on the words alone", parts.join(" and "));
    (!subjects.is_empty()).then(|| Finding::new(CheckId::T04, subjects, message))
}

/// T04, the error: a stated weekday and a stated date that do not fall together.
fn mismatches(extraction: &Extraction) -> Vec<Finding> {
    let mismatch = |notice: &Notice| {
        let Notice::WeekdayMismatch { text, line, why } = notice else { return None };
        let message = format!("line {line}: {text:?}: {why}");
        let finding = Finding::new(CheckId::T04, vec![extraction.article.to_string()], message);
        Some(finding.with_severity(Severity::Error))
    };
    extraction.notices.iter().filter_map(mismatch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::edtf::Edtf;
    use crate::id::Sha256Hex;
    use crate::samples;
    use crate::text::LineNumber;
    use crate::value::Basis;
    use jiff::civil::date;

    fn extraction() -> Extraction {
        Extraction {
            article: samples::article(1),
            revision: Sha256Hex::of(b"text"),
            extractor: "sample".into(),
            published: None,
            subjects: Vec::new(),
            assertions: Vec::new(),
            notices: Vec::new(),
            shingles: Vec::new(),
        }
    }

    fn check(published: &str, extraction: &Extraction) -> Vec<Finding> {
        let metadata = Metadata { published: Edtf::parse(published).ok(), ..Metadata::default() };
        let article = samples::article(1);
        check_times(ArticleFacts { article: &article, metadata: &metadata }, extraction, date(2013, 11, 5))
    }

    #[test]
    fn a_publication_after_the_recording_is_found() {
        for (published, found) in
            [("2013-11-05", 0), ("2013-11-06", 0), ("2013-11-07", 1), ("2013-11", 0), ("2014", 1), ("", 0)]
        {
            assert_eq!(check(published, &extraction()).len(), found, "{published}");
        }
        let finding = &check("2014", &extraction())[0];
        assert_eq!((finding.check, finding.severity), (CheckId::T03, Severity::Warning));
        assert!(finding.next.as_ref().unwrap().starts_with("dateline articles set "));
    }

    #[test]
    fn inferred_dates_are_noted_once_and_mismatches_are_errors() {
        let timed = |at, kind| {
            let mut time = samples::time_value("November 23", "2013-11-23");
            time.basis = vec![Basis { kind, why: "sample".into() }];
            samples::assertion(1, at, "date", Value::Time(time))
        };
        let mut extraction = extraction();
        extraction.assertions = vec![
            timed(1, BasisKind::Stated),
            timed(2, BasisKind::Published),
            timed(3, BasisKind::PreviousTime),
        ];
        let found = check("2013-11-05", &extraction);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].check, found[0].severity), (CheckId::T04, Severity::Note));
        let inferred = [1, 2].map(|at| extraction.assertions[at].id.to_string());
        assert_eq!(found[0].subjects, inferred);
        assert!(
            found[0]
                .message
                .contains("1 date rests on the publication date and 1 date rests on another time")
        );
        extraction.assertions.truncate(1);
        assert!(check("2013-11-05", &extraction).is_empty());
        extraction.notices.push(Notice::WeekdayMismatch {
            text: "Monday, November 5".into(),
            line: LineNumber(3),
            why: "November 5, 2013 was a Tuesday".into(),
        });
        let found = check("2013-11-05", &extraction);
        assert_eq!((found[0].check, found[0].severity), (CheckId::T04, Severity::Error));
        assert!(found[0].message.contains("line 3"));
    }
}
