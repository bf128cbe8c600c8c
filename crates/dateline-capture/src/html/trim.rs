//! Drops lines that stand in an article's element and are none of its text: the headline again, bylines and
//! dates above the first paragraph, captions and credits, links to other articles, invitations.

use super::blocks::{Block, Kind};
use super::words::{CAPTIONS, ENDINGS, INVITATIONS, MONTHS, REFERENCES, SECTIONS};
use std::collections::BTreeSet;

/// Bytes up to which a line may be a caption's credit, an invitation, a label.
const SHORT_BYTES: usize = 90;
/// Bytes up to which a line may be an invitation.
const INVITATION_BYTES: usize = 200;
/// Bytes up to which a line may be a caption or a pointer to another article.
const MIDDLING_BYTES: usize = 400;
/// Largest part of the text, in percent, that may follow a heading such as "Related" and be dropped.
const MAX_TAIL_PERCENT: usize = 40;
/// Largest part of the text, in percent, that lines of links may have and be dropped.
const MAX_LINKED_PERCENT: usize = 20;

/// What is left of `blocks`; `titles` are the article's headlines as far as they are known, their [`letters`].
pub(super) fn trim(mut blocks: Vec<Block>, titles: &BTreeSet<String>) -> Vec<Block> {
    cut_tail(&mut blocks);
    drop_links(&mut blocks);
    let first = first_prose(&blocks);
    let lead: Vec<bool> =
        blocks.iter().enumerate().map(|(at, block)| at < first && is_front(block, titles)).collect();
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut seen_reference = false;
    for (block, front) in blocks.into_iter().zip(lead) {
        // A list of links below "More:" goes with it.
        let listed = seen_reference && block.is_linked() && block.kind != Kind::Heading;
        seen_reference = listed || is_reference(&block);
        if front || seen_reference || is_line_noise(&block) {
            continue;
        }
        if kept.last().is_some_and(|last| last.text == block.text) {
            continue;
        }
        kept.push(block);
    }
    while kept.last().is_some_and(is_ending) {
        kept.pop();
    }
    kept
}

/// Drops paragraphs and list items that are one link, where they are a small part of the text: they lead to
/// other articles. A page that mostly is such lines is a list, and keeps them.
fn drop_links(blocks: &mut Vec<Block>) {
    let is_pointer = |block: &Block| {
        block.is_linked() && matches!(block.kind, Kind::Paragraph | Kind::Item) && block.text.len() > 20
    };
    let all: usize = blocks.iter().map(|block| block.text.len()).sum();
    let linked: usize = blocks.iter().filter(|block| is_pointer(block)).map(|block| block.text.len()).sum();
    if linked * 100 <= all * MAX_LINKED_PERCENT {
        blocks.retain(|block| !is_pointer(block));
    }
}

/// Place of the first block that is prose: long, with a full stop, not a link. In an article of short paragraphs
/// alone, the first that is a sentence.
fn first_prose(blocks: &[Block]) -> usize {
    let is_sentence = |block: &Block| {
        block.kind == Kind::Paragraph && block.text.len() > 40 && !block.is_linked() && has_stop(&block.text)
    };
    let long = blocks.iter().position(is_prose);
    long.or_else(|| blocks.iter().position(is_sentence)).unwrap_or(0)
}

fn is_prose(block: &Block) -> bool {
    block.text.len() > 100 && block.kind != Kind::Heading && !block.is_linked() && has_stop(&block.text)
}

fn has_stop(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…', '。', '"', '”', '’', ':', ';', ')']) || text.contains(". ")
}

/// Whether a line above the first paragraph is headline, byline, date or label.
fn is_front(block: &Block, titles: &BTreeSet<String>) -> bool {
    let text = block.text.as_str();
    let lower = text.to_lowercase();
    titles.contains(&letters(text))
        || is_date(text)
        || (block.is_linked() && text.len() <= SHORT_BYTES)
        || lower.starts_with("by ") && text.len() <= SHORT_BYTES && !has_stop(text)
        || (text.len() <= SHORT_BYTES
            && text.chars().any(|c| c.is_ascii_digit())
            && ["updated", "published", "posted"].iter().any(|start| lower.starts_with(start)))
        || (text.len() <= 40 && block.kind == Kind::Paragraph && !has_stop(text))
}

/// The letters and digits of a line, in lower case: lines are the same words if these are the same.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What follows `start` at the beginning of a line, if it stands there as a word or words.
fn after_words<'l>(line: &'l str, start: &str) -> Option<&'l str> {
    let rest = line.strip_prefix(start)?;
    let ended = start.ends_with(|c: char| !c.is_alphanumeric());
    (ended || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// Whether a line is a date, perhaps with a time, and nothing else.
fn is_date(text: &str) -> bool {
    if text.len() > 70 || !text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| word.chars().next().is_some_and(|c| c.is_ascii_digit()) || MONTHS.contains(&word))
}

/// Whether the line is a caption, a credit, a label of a picture or of an advertisement.
fn is_line_noise(block: &Block) -> bool {
    let text = block.text.as_str();
    let lower = text.to_lowercase();
    let bare = lower.trim_start_matches(['(', '[', '—', '-', '*', '•', ' ']);
    let starts = |with: &[&str]| with.iter().any(|start| after_words(bare, start).is_some());
    if block.kind != Kind::Heading
        && ((text.len() <= MIDDLING_BYTES && starts(&CAPTIONS))
            || (text.len() <= INVITATION_BYTES && starts(&INVITATIONS) && !tells(text)))
    {
        return true;
    }
    if block.kind != Kind::Heading && (is_agency_caption(bare) || is_counter(bare)) {
        return true;
    }
    // A line in capitals that is one link leads elsewhere.
    let shouted = !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase);
    (block.is_linked() && shouted && block.kind == Kind::Paragraph && text.len() > 20)
        || ENDINGS.iter().any(|word| bare.trim_end_matches([':', '.', '…', ' ']) == *word)
}

/// What agencies' captions call a picture ("In this May 4, 2019, file photo, …"), in lower case.
const PICTURES: [&str; 4] = ["photo", "photograph", "image", "picture"];

/// Words, beside those of dates, between "In this" and the picture.
const PICTURED: [&str; 9] =
    ["file", "undated", "combination", "aerial", "still", "handout", "satellite", "combo", "of"];

/// Words that follow the picture where no comma does.
const PICTURE_IS: [&str; 9] =
    ["taken", "provided", "released", "made", "from", "by", "posted", "courtesy", "distributed"];

/// Whether a line, in lower case, is a caption as agencies write them: "In this May 4, 2019, file photo, …". Its day is
/// that of the picture, and what it tells is often years old.
fn is_agency_caption(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("in this ") else { return false };
    let mut words = rest.split_whitespace();
    for word in words.by_ref().take(9) {
        let bare = word.trim_end_matches(['.', ',']);
        if PICTURES.contains(&bare) {
            return word.ends_with(',') || words.next().is_some_and(|next| PICTURE_IS.contains(&next));
        }
        let is_figure = bare.chars().all(|c| c.is_ascii_digit());
        if !is_figure && !PICTURED.contains(&bare) && !MONTHS.contains(&bare) {
            return false;
        }
    }
    false
}

/// Whether a line counts pictures and says nothing else: "Image 2 of 5".
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_figure = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    match words[..] {
        [of, one, "of", all] => {
            matches!(of, "image" | "photo" | "picture" | "slide") && is_figure(one) && is_figure(all)
        }
        [one, "of", all] => is_figure(one) && is_figure(all),
        _ => false,
    }
}

/// Whether a line says where to follow its author, or the outlet.
fn is_contact(lower: &str) -> bool {
    const PLACES: [&str; 4] = [" @", " on twitter", " on facebook", " on instagram"];
    lower.contains("follow ") && PLACES.iter().any(|place| lower.contains(place))
}

/// Whether the line is a sentence with a figure: that may be news, whatever it begins with.
fn tells(text: &str) -> bool {
    text.ends_with('.') && text.chars().any(|c| c.is_ascii_digit())
}

/// Whether the line points to another article: "Related: …".
fn is_reference(block: &Block) -> bool {
    let lower = block.text.to_lowercase();
    let bare = lower.trim_start_matches(['(', '[', '—', '-', '*', '•', '>', ' ']);
    // "Related roundup: …", with a link.
    let is_labelled = bare.strip_prefix("related ").and_then(|rest| rest.find(':')).is_some_and(|at| at < 25);
    if is_labelled && block.linked_bytes > 0 && block.text.len() <= SHORT_BYTES {
        return true;
    }
    block.text.len() <= MIDDLING_BYTES
        && REFERENCES.iter().any(|start| {
            bare.strip_prefix(start).is_some_and(|rest| {
                rest.is_empty()
                    || rest.starts_with([':', '|', '>'])
                    || (block.linked_bytes * 2 > block.text.len())
            })
        })
}

/// Whether a line at the very end is none of the article's.
fn is_ending(block: &Block) -> bool {
    let lower = block.text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@'));
    bare.is_empty()
        || bare.starts_with('©')
        || is_copyright(&block.text)
        || (block.text.len() <= MIDDLING_BYTES && is_contact(&lower) && !tells(&block.text))
        || bare.contains("all rights reserved")
        || (block.kind == Kind::Heading && block.text.len() <= SHORT_BYTES)
        || (block.is_linked() && block.text.len() <= MIDDLING_BYTES)
        || block.text.len() <= MIDDLING_BYTES
            && !tells(&block.text)
            && INVITATIONS.iter().any(|start| after_words(bare, start).is_some())
        || is_date(&block.text)
}

/// Whether a line says whose the text is: "Copyright 2019", "Copyright The Post".
fn is_copyright(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = bare.get(.."copyright".len()).filter(|word| word.eq_ignore_ascii_case("copyright"));
    word.is_some_and(|word| {
        let next = bare[word.len()..].trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        next.is_none_or(|c| !c.is_ascii_lowercase())
    })
}

/// Cuts what follows a heading such as "Related" or "Comments", where it is the smaller part.
fn cut_tail(blocks: &mut Vec<Block>) {
    let all: usize = blocks.iter().map(|block| block.text.len()).sum();
    let mut before = 0;
    let mut linked_after: usize = blocks.iter().filter(|block| block.is_linked()).count();
    let at = blocks.iter().enumerate().position(|(at, block)| {
        let rest = all - before;
        before += block.text.len();
        linked_after -= usize::from(block.is_linked());
        let leads_elsewhere = linked_after * 2 >= blocks.len() - at - 1;
        let lower = block.text.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        rest * 100 <= all * MAX_TAIL_PERCENT
            && block.text.len() <= SHORT_BYTES
            && (is_more(bare, block.kind)
                || SECTIONS.iter().any(|start| {
                    let more = after_words(bare, start).filter(|_| block.kind == Kind::Heading);
                    let counted = more.is_some_and(|more| !more.chars().any(char::is_alphabetic));
                    bare == *start || counted || (more.is_some() && leads_elsewhere)
                }))
    });
    if let Some(at) = at {
        blocks.truncate(at);
    }
}

/// Whether a heading, in lower case, is over other articles: "More great stories".
fn is_more(bare: &str, kind: Kind) -> bool {
    let ends = ["stories", "articles", "coverage", "headlines", "reading"];
    kind == Kind::Heading
        && bare.strip_prefix("more ").is_some_and(|rest| ends.iter().any(|end| rest.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agencys_caption_is_told_from_a_sentence() {
        for caption in [
            "in this may 4, 2019, file photo, the ferry leaves oss.",
            "in this photo taken monday, nov. 18, 2019, the ferry leaves oss.",
            "in this undated photo provided by the harbour, the ferry leaves.",
            "in this image from video, the ferry leaves.",
        ] {
            assert!(is_agency_caption(caption), "{caption}");
        }
        for sentence in [
            "in this photo-sharing service the ferry is loved.",
            "in this town, photos are hung on walls.",
            "in this may 4 vote, 12 councillors said no.",
            "in this picture the council saw itself.",
            "in this",
        ] {
            assert!(!is_agency_caption(sentence), "{sentence}");
        }
    }

    #[test]
    fn counters_and_contacts_say_nothing_else() {
        for counter in ["image 2 of 5", "photo 12 of 14", "3 of 9"] {
            assert!(is_counter(counter), "{counter}");
        }
        for line in ["2 of 5 ferries", "image of 5", "two of five", "house 2 of 5"] {
            assert!(!is_counter(line), "{line}");
        }
        assert!(is_contact("email mara lund at mara@oss.example or follow her @maralund."));
        assert!(is_contact("follow the post on facebook."));
        assert!(!is_contact("the police follow a trail on the shore."));
    }
}
