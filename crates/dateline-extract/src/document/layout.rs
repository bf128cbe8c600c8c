//! Paragraphs, doubled paragraphs and quotations.

use dateline_core::text::ByteSpan;
use std::collections::BTreeMap;

/// Passages shorter than this are not called doubled: bylines and "Read more" recur.
pub(super) const MIN_DOUBLED_BYTES: usize = 40;

/// How many paragraphs after a quotation was opened a mark may close it that none of its own has opened.
const CARRIED_PARAGRAPHS: usize = 3;

/// Paragraphs: lines, unless the text is wrapped by hand (then blank lines part them).
pub(super) fn paragraphs(text: &str, masked: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = ByteSpan::new(start, start + line.len());
        start += line.len();
        for part in unmasked(span, masked) {
            lines.push(trimmed(text, part));
        }
    }
    if !wrapped_by_hand(text, &lines) {
        lines.retain(|line| !line.is_empty());
        return lines;
    }
    let mut out: Vec<ByteSpan> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
        } else if open {
            if let Some(last) = out.last_mut() {
                *last = last.cover(line);
            }
        } else {
            out.push(line);
            open = true;
        }
    }
    out
}

fn unmasked(span: ByteSpan, masked: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut parts = vec![span];
    for mask in masked {
        parts = parts
            .into_iter()
            .flat_map(|part| {
                if !part.overlaps(*mask) {
                    return vec![part];
                }
                let mut left = Vec::new();
                if part.start_byte < mask.start_byte {
                    left.push(ByteSpan::new(part.start_byte, mask.start_byte));
                }
                if mask.end_byte < part.end_byte {
                    left.push(ByteSpan::new(mask.end_byte, part.end_byte));
                }
                left
            })
            .collect();
    }
    parts
}

fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let slice = &text[span.start_byte..span.end_byte];
    let start = span.start_byte + (slice.len() - slice.trim_start().len());
    ByteSpan::new(start, start.max(span.start_byte + slice.trim_end().len()))
}

/// A text is wrapped by hand when most lines that are followed by another line end in mid-sentence,
/// 40 to 120 bytes long: the widths at which people wrap.
fn wrapped_by_hand(text: &str, lines: &[ByteSpan]) -> bool {
    let mut followed = 0_usize;
    let mut unfinished = 0_usize;
    for pair in lines.windows(2) {
        if pair[0].is_empty() || pair[1].is_empty() {
            continue;
        }
        followed += 1;
        let line = &text[pair[0].start_byte..pair[0].end_byte];
        let ends = line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':']);
        if !ends && (40..=120).contains(&line.len()) {
            unfinished += 1;
        }
    }
    followed >= 2 && unfinished * 10 >= followed * 6
}

pub(super) fn doubled(text: &str, paragraphs: &[ByteSpan]) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (at, span) in paragraphs.iter().enumerate() {
        let words = &text[span.start_byte..span.end_byte];
        if words.len() < MIN_DOUBLED_BYTES {
            continue;
        }
        if let Some(&first) = seen.get(words) {
            out.push((first, at));
        } else {
            seen.insert(words, at);
        }
    }
    out
}

/// Quotations, paragraph by paragraph. A mark that is never closed quotes to the paragraph's end here, as quotations that
/// run over several paragraphs are printed; `Document::close` ends it earlier where it may. The second list has these, and
/// whether the next paragraph may carry them on. Whether a straight mark opens or closes is told by what stands beside it,
/// where that tells: a mark that was left out does not turn all that follows inside out.
pub(super) fn quotations(text: &str, paragraphs: &[ByteSpan]) -> (Vec<ByteSpan>, Vec<(ByteSpan, bool)>) {
    let (mut out, mut unclosed) = (Vec::new(), Vec::new());
    // How many paragraphs ago a quotation was opened that nothing has closed.
    let mut carried: Option<usize> = None;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let words = &text[paragraph.start_byte..paragraph.end_byte];
        let mut open: Option<usize> = None;
        let mut marks = 0;
        let mut before = ' ';
        for (offset, c) in words.char_indices() {
            let at = paragraph.start_byte + offset;
            let after = words[offset + c.len_utf8()..].chars().next().unwrap_or(' ');
            let spaced = |c: char| c.is_whitespace() || matches!(c, '(' | '[');
            let (opens, closes) = (spaced(before), after.is_whitespace() && !spaced(before));
            marks += usize::from(matches!(c, '"' | '“' | '”' | '«' | '»'));
            match (c, open) {
                // Its first mark closes: it has been quoted from its beginning on.
                ('"' | '”' | '»', None)
                    if closes && marks == 1 && carried.is_some_and(|ago| ago <= CARRIED_PARAGRAPHS) =>
                {
                    out.push(ByteSpan::new(paragraph.start_byte, at));
                }
                ('"' | '“', None) if closes => {}
                // "“Not now,“ he said": typed as a mark that opens, and set as one that closes.
                ('“', Some(start)) if closes => {
                    out.push(ByteSpan::new(start, at));
                    open = None;
                }
                ('"', Some(_)) if opens && !after.is_whitespace() => open = Some(at + 1),
                ('“' | '«', _) | ('"', None) => open = Some(at + c.len_utf8()),
                ('”' | '»' | '"', Some(start)) => {
                    out.push(ByteSpan::new(start, at));
                    open = None;
                }
                _ => {}
            }
            before = c;
        }
        carried = if open.is_some() { Some(1) } else { carried.filter(|_| marks == 0).map(|ago| ago + 1) };
        if let Some(start) = open {
            let quote = ByteSpan::new(start, paragraph.end_byte);
            out.push(quote);
            let goes_on = paragraphs
                .get(number + 1)
                .and_then(|next| next.slice(text))
                .is_some_and(|next| next.starts_with(['“', '«', '"']));
            unclosed.push((quote, goes_on));
        }
    }
    // Two marks with nothing between them quote nothing.
    out.retain(|quote| quote.slice(text).is_some_and(|words| !words.trim().is_empty()));
    (out, unclosed)
}
