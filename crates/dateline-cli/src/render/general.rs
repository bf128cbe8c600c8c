//! `articles general` on a screen: a clause a block, its parts told apart by strokes.

use super::words::{count, hedge_word, sources};
use super::{Line, Look, Style};
use dateline::modality::Polarity;
use dateline::{ArticleGeneral, GeneralRow};

/// The clauses, and what they are not.
pub(crate) fn general(all: &ArticleGeneral, short: &str, look: Look) -> Vec<Line> {
    let head = Line::of(Style::Strong, format!("{short}: ")).text(format!(
        "{} that no rule covers; not stored, not compared, not for review",
        count(all.assertions.len(), "clause")
    ));
    let mut lines = head.wrapped(look, look.width, 2);
    for row in &all.assertions {
        lines.extend(clause(row).wrapped(look, look.width, 2));
        lines.extend(told(row, short).wrapped(look, look.width, 4));
    }
    lines
}

/// "the mayor | will close | the bridge".
fn clause(row: &GeneralRow) -> Line {
    let part = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    Line::of(Style::Quote, part(&row.subject.text))
        .with(Style::Faint, " | ")
        .with(Style::Quote, part(&row.verb.text))
        .with(Style::Faint, " | ")
        .with(Style::Quote, part(&row.object.text))
}

/// Where it stands, the verb, how sure, and who says it.
fn told(row: &GeneralRow, short: &str) -> Line {
    let bytes = format!("bytes {}..{}", row.subject.span.start_byte, row.object.span.end_byte);
    let mut parts = vec![format!("{short}:{}", row.line), bytes, row.lemma.clone()];
    parts.extend(hedge_word(&row.modality).map(str::to_owned));
    if row.polarity == Polarity::Negative {
        parts.push("denied".to_owned());
    }
    parts.push(sources(&row.attribution, row.scope));
    Line::of(Style::Faint, format!("    {}", parts.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::general;
    use crate::render::Look;
    use dateline::attribution::{Mention, Scope};
    use dateline::id::{ArticleId, Sha256Hex};
    use dateline::modality::{Hedge, Modality, ModalityClass, Polarity};
    use dateline::text::{ByteSpan, LineNumber};
    use dateline::{ArticleGeneral, GeneralRow};

    fn words(text: &str, at: usize) -> Mention {
        Mention { text: text.to_owned(), span: ByteSpan::new(at, at + text.len()) }
    }

    #[test]
    fn a_clause_is_shown_in_its_own_words_with_where_it_stands() {
        let hedge = Hedge { text: "may".to_owned(), span: ByteSpan::new(10, 13) };
        let row = GeneralRow {
            attribute: "general",
            subject: words("The mayor", 0),
            verb: words("may not close", 10),
            lemma: "close".to_owned(),
            object: words("the bridge", 24),
            modality: Modality { class: ModalityClass::PS, hedges: vec![hedge] },
            polarity: Polarity::Negative,
            attribution: Vec::new(),
            scope: Scope::Clear,
            line: LineNumber(1),
            sentence: words("The mayor may not close the bridge.", 0),
        };
        let sha256 = Sha256Hex::of(b"text");
        let article = ArticleId::from_first_capture(&sha256);
        let extractor = "en/1".to_owned();
        let all = ArticleGeneral { article, sha256, published: None, extractor, assertions: vec![row] };
        let look = Look { width: 80, ascii: false, color: false };
        let shown: Vec<String> = general(&all, "ab12", look).iter().map(|line| line.rendered(look)).collect();
        assert_eq!(shown[1], "The mayor | may not close | the bridge");
        assert!(
            shown[2].trim_start().starts_with("ab12:1; bytes 0..34; close; possible; denied"),
            "{shown:?}"
        );
    }
}
