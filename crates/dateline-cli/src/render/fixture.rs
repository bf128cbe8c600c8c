//! A history to draw in tests: the date of a conference, by three rows of two articles.

use dateline::attribution::{Hop, HopRole, Scope, SourceType, Speech};
use dateline::edtf::{Edtf, Granularity};
use dateline::id::{ArticleId, AssertionId, Sha256Hex, StoryName};
use dateline::modality::{Hedge, Modality, ModalityClass, Polarity};
use dateline::step::{Step, StepLabel};
use dateline::text::{ByteSpan, LineNumber};
use dateline::value::{Basis, BasisKind, EntityKind, TimeModifier, TimeValue, Value};
use dateline::{History, Origins, Place, Review, Row};
use jiff::civil::{Date, date};

fn hop(role: HopRole, name: &str) -> Hop {
    Hop {
        role,
        source_type: SourceType::Named,
        name: Some(name.to_owned()),
        principal: None,
        source: None,
        cue: None,
        addressee: None,
        artifact_seen: role == HopRole::Outlet,
    }
}

pub(crate) fn time(
    text: &str,
    from: Option<Date>,
    to: Option<Date>,
    modifier: Option<TimeModifier>,
) -> TimeValue {
    TimeValue {
        text: text.to_owned(),
        edtf: None,
        earliest: from,
        latest: to,
        granularity: Granularity::Day,
        modifier,
        constraint: None,
        basis: vec![Basis { kind: BasisKind::Stated, why: "the words say it".to_owned() }],
    }
}

/// A row: number, publication, value, hedge, label, line.
fn row(
    number: usize,
    published: &str,
    value: TimeValue,
    hedge: Option<&str>,
    label: StepLabel,
    line: usize,
) -> Row {
    let article = Sha256Hex::of(published.as_bytes());
    let quote = value.text.clone();
    let hedges = hedge.map(|text| Hedge { text: text.to_owned(), span: ByteSpan::new(0, text.len()) });
    let class = if hedge.is_some() { ModalityClass::PR } else { ModalityClass::CT };
    Row {
        row: number,
        id: AssertionId::from_bytes(&[u8::try_from(number).unwrap(); 16]),
        article: ArticleId::from_first_capture(&article),
        publisher: Some("The Tagus Post".to_owned()),
        published: Some(Edtf::parse(published).unwrap()),
        said_at: None,
        recorded: "2026-01-02T03:04:05Z".to_owned().try_into().unwrap(),
        value: Value::Time(value),
        modality: Modality { class, hedges: hedges.into_iter().collect() },
        polarity: Polarity::Positive,
        step: Step { label, ..Step::first() },
        also: Vec::new(),
        implied_subject: false,
        subject_words: None,
        counted_since: None,
        change_cue: None,
        attribution: vec![hop(HopRole::Outlet, "The Tagus Post")],
        speech: Speech::Narrative,
        scope: Scope::Clear,
        evidence: vec![Place {
            article: ArticleId::from_first_capture(&article),
            sha256: article,
            start_byte: 100 * line,
            end_byte: 100 * line + quote.len(),
            line: LineNumber(line),
            quote,
        }],
        sentence: String::new(),
        review: Review::Unreviewed,
        judgements: Vec::new(),
        read_as: None,
        read_who: None,
        judged_as: None,
        stands: label != StepLabel::First,
        rule: "date.held/1".to_owned(),
    }
}

/// Three rows: probably after August; November 23, tentatively, by nobody knows whom; in November.
pub(crate) fn history() -> History {
    let day = |m, d| Some(date(2013, m, d));
    let after = time("sometime after August", day(9, 1), None, Some(TimeModifier::After));
    let mut second = row(
        2,
        "2013-11-05",
        time("tentatively set for November 23", day(11, 23), day(11, 23), None),
        Some("tentatively"),
        StepLabel::Narrows,
        7,
    );
    second.attribution.push(hop(HopRole::Agency, "Interfax"));
    second.attribution.push(hop(HopRole::Speaker, "Gennady Gatilov"));
    second.scope = Scope::Ambiguous;
    let mut third = row(
        3,
        "2013-11-05",
        time("in November", day(11, 1), day(11, 30), None),
        None,
        StepLabel::Broadens,
        11,
    );
    third.attribution.push(hop(HopRole::Speaker, "Jay Carney"));
    third.said_at = Some(time("Monday", day(11, 4), day(11, 4), None));
    let assertions = vec![row(1, "2013-08-10", after, Some("probably"), StepLabel::First, 2), second, third];
    History {
        story: StoryName::from_text("lisbon").unwrap(),
        claim: "lisbon-summit/date".to_owned().try_into().unwrap(),
        aliases: Vec::new(),
        subject: "Lisbon summit".to_owned(),
        kind: EntityKind::Event,
        standing: assertions.iter().filter(|row| row.stands).map(|row| row.id.clone()).collect(),
        contested: false,
        origins: Origins { count: 2, sets: Vec::new() },
        basis_of_order: String::new(),
        articles: 2,
        left_out: 0,
        assertions,
        edited: Vec::new(),
        rejected: Vec::new(),
        resolutions: Vec::new(),
        links: Vec::new(),
    }
}
