//! `source` on a screen: words, place, value, who says it, and the chain from the bytes.

use super::sightings::sighting;
use super::words::{called, claimed_in_full, hedge_word, implied, published, who_as_read};
use super::{Line, Look, Style};
use dateline::attribution::{Hop, HopRole, Scope, SourceType, Speech};
use dateline::value::Value;
use dateline::{Place, Source};

/// Cells of the names on the left.
const NAMES: usize = 10;

/// The source as lines.
pub(crate) fn source(source: &Source, short: &str, look: Look) -> Vec<Line> {
    let row = &source.assertion;
    let mut lines = Vec::new();
    let mut field = |name: &str, line: Line| {
        let mut whole = Line::of(Style::Faint, format!("{name:<NAMES$}"));
        whole.append(line);
        lines.extend(whole.wrapped(look, look.width, NAMES));
    };
    for place in row.evidence.iter().take(1) {
        field("words", Line::of(Style::Quote, format!("\"{}\"", place.quote)));
    }
    field("sentence", Line::of(Style::Quote, row.sentence.clone()));
    for (at, place) in row.evidence.iter().enumerate() {
        field(if at == 0 { "where" } else { "and" }, where_it_stands(place, short));
    }
    for line in in_the_bytes(source) {
        field("", line);
    }
    field("article", article(source));
    field("value", value(source));
    if let Some(since) = &row.counted_since {
        field("counted", Line::of(Style::Quote, format!("\"{}\"", since.text)));
    }
    if let Some(words) = &row.subject_words {
        field("subject", Line::from(format!("{} in the sentence", called(&words.text))));
    }
    if row.implied_subject {
        field("subject", Line::from(implied("it")));
    }
    if let Some(said) = &row.said_at {
        let day = said.edtf.as_ref().map(|edtf| format!(" = {edtf}")).unwrap_or_default();
        field("said", Line::from(format!("\"{}\"{day}", said.text)));
    }
    field("says who", says_who(source));
    for hop in &row.attribution {
        field("", Line::from(format!("{}: {}", hop_role(hop), hop_in_full(hop))));
    }
    field("step", Line::from(format!("{}: {}", row.step.label, row.step.why)));
    for judgement in &row.judgements {
        field("judged", Line::from(judgement.in_words()));
    }
    if let Some(was) = &row.read_as {
        field("read as", Line::from(format!("\"{}\", before the edit", was.text())));
    }
    if let Some(was) = who_as_read(row) {
        field("read as", Line::from(format!("said by {was}, before the edit")));
    }
    let chain = &source.chain;
    if let Some(fetched) = &chain.fetched {
        let at = &fetched.observation.fetch;
        field("fetched", Line::from(format!("{} at {}: {}", at.address, at.ended_at, sighting(fetched))));
    }
    let arrow = if look.ascii { "->" } else { "→" };
    field(
        "chain",
        Line::from(format!(
            "bytes sha256 {} {arrow} {} text {} {arrow} {} {arrow} op {} ({})",
            abbreviated(chain.capture_sha256.as_str(), look),
            chain.charset,
            abbreviated(chain.revision_sha256.as_str(), look),
            chain.rule,
            chain.op,
            chain.recorded,
        )),
    );
    field(
        "ids",
        Line::from(format!("assertion {}, claim {}:{}@{}", row.id, source.story, source.claim, row.row)),
    );
    lines
}

fn where_it_stands(place: &Place, short: &str) -> Line {
    Line::of(Style::Id, short.to_owned()).text(format!(
        " line {}, bytes {}..{}, re-read and identical",
        place.line, place.start_byte, place.end_byte
    ))
}

/// Where the evidence stands in the bytes as obtained, where they are not the text.
fn in_the_bytes(source: &Source) -> Vec<Line> {
    let pieces = source.assertion.evidence.iter().zip(&source.chain.places);
    let told = pieces.filter_map(|(piece, place)| match place {
        Some(place)
            if (place.capture_start_byte, place.capture_end_byte) == (piece.start_byte, piece.end_byte) =>
        {
            None
        }
        Some(place) => Some(format!(
            "bytes {}..{} of what was captured",
            place.capture_start_byte, place.capture_end_byte
        )),
        None => Some("its line does not stand as it is in what was captured".to_owned()),
    });
    told.map(Line::from).collect()
}

fn article(source: &Source) -> Line {
    let article = &source.article;
    let title = article.metadata.title.as_ref().map(|title| format!(", \"{title}\"")).unwrap_or_default();
    Line::from(format!(
        "{}{title}, {}, published {}",
        article.metadata.publisher.as_deref().unwrap_or("publisher unknown"),
        article.source,
        published(article.metadata.published.as_ref()),
    ))
}

/// The value, how sure, and on what it rests.
fn value(source: &Source) -> Line {
    let row = &source.assertion;
    let text = match &row.value {
        Value::Time(time) => match &time.edtf {
            Some(edtf) => {
                let hedge = hedge_word(&row.modality).map(|word| format!(", {word}")).unwrap_or_default();
                format!("{edtf}{hedge}")
            }
            None => claimed_in_full(row),
        },
        _ => claimed_in_full(row),
    };
    let mut parts = vec![text];
    if let Value::Time(time) = &row.value {
        parts.extend(time.basis.iter().map(|basis| basis.why.clone()));
        parts.extend(time.constraint.iter().map(|constraint| format!("known: {}", constraint.in_words)));
    }
    Line::from(parts.join("; "))
}

fn says_who(source: &Source) -> Line {
    let row = &source.assertion;
    let how = match row.speech {
        Speech::Direct => "in quotation marks",
        Speech::Indirect => "in the reporter's words",
        Speech::Mixed => "partly in quotation marks",
        Speech::Narrative => "told by the article",
    };
    let line = Line::from(super::words::who(row)).text(format!(", {how}"));
    if row.scope == Scope::Ambiguous { line.text("; the sentence does not settle it") } else { line }
}

fn hop_role(hop: &Hop) -> &'static str {
    match hop.role {
        HopRole::Outlet => "outlet",
        HopRole::Agency => "agency",
        HopRole::Speaker => "speaker",
    }
}

/// A hop with its kind, the body it speaks for, the cue, and whether we hold what it said.
fn hop_in_full(hop: &Hop) -> String {
    let name = hop.name.clone().or_else(|| hop.source.as_ref().map(|source| source.text.clone()));
    let text = name.unwrap_or_else(|| "unknown".to_owned());
    let kind = match hop.source_type {
        SourceType::Named => None,
        SourceType::RoleOnly => Some("a role without a name"),
        SourceType::Spokesperson => Some("spokesperson"),
        SourceType::UnnamedOfficial => Some("an unnamed official"),
        SourceType::Unnamed => Some("unnamed"),
        SourceType::Document => Some("a document"),
        SourceType::OwnObservation => Some("its own narrative"),
        SourceType::None => Some("none named"),
    };
    let kind = kind.map(|kind| format!(", {kind}")).unwrap_or_default();
    let body = hop.principal.as_ref().map(|principal| format!(" for {principal}")).unwrap_or_default();
    let cue = hop.cue.as_ref().map_or_else(String::new, |cue| {
        format!("; \"{}\" (bytes {}..{})", cue.text, cue.span.start_byte, cue.span.end_byte)
    });
    let unseen = hop.role == HopRole::Agency && !hop.artifact_seen;
    format!("{text}{kind}{body}{cue}{}", if unseen { "; named, never seen" } else { "" })
}

/// The two ends of a long digest.
fn abbreviated(digest: &str, look: Look) -> String {
    match (digest.get(..8), digest.get(digest.len().saturating_sub(6)..)) {
        (Some(head), Some(tail)) => format!("{head}{}{tail}", look.ellipsis()),
        _ => digest.to_owned(),
    }
}
