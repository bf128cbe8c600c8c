//! Posts of a social network that a text shows without setting them apart: their last line names the author, the
//! account and the day, as the networks' own instructions to embed have it.

use dateline_core::edtf::MONTHS;
use dateline_core::text::ByteSpan;

/// Longest name of an author, in bytes.
const MAX_NAME_BYTES: usize = 80;

/// Takes the posts out of the paragraphs. Where the line stands by itself, the paragraph above it is the post's end; of
/// paragraphs further up nothing tells whether they are.
pub(super) fn take(text: &str, paragraphs: &mut Vec<ByteSpan>) -> Vec<ByteSpan> {
    let mut posts: Vec<ByteSpan> = Vec::new();
    let mut kept: Vec<ByteSpan> = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs.drain(..) {
        match paragraph.slice(text).and_then(signature) {
            None => kept.push(paragraph),
            Some(0) => posts.push(kept.pop().map_or(paragraph, |above| above.cover(paragraph))),
            Some(_) => posts.push(paragraph),
        }
    }
    *paragraphs = kept;
    posts
}

/// Where the signature of a post begins with which a paragraph ends: "— Mara Lund (@maralund) May 4, 2019".
fn signature(paragraph: &str) -> Option<usize> {
    let (before, day) = paragraph.trim_end().rsplit_once(')')?;
    let (author, account) = before.rsplit_once("(@")?;
    let is_account = |account: &str| {
        !account.is_empty()
            && account
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'@'))
    };
    if !is_account(account) || !is_day(day) {
        return None;
    }
    let dash = ["\u{2014}", "\u{2013}", "--"].iter().filter_map(|dash| author.rfind(dash)).max()?;
    (author.len() - dash <= MAX_NAME_BYTES).then_some(dash)
}

/// Whether the words are a day and nothing else: "May 4, 2019", "4 May 2019".
fn is_day(words: &str) -> bool {
    let words = words.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let mut parts = [0; 3];
    for word in words {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let of = match (is_number, word.len()) {
            (true, 1 | 2) => 0,
            (true, 4) => 1,
            (false, 3..) if is_month(word) => 2,
            _ => return false,
        };
        parts[of] += 1;
    }
    parts == [1, 1, 1]
}

/// Whether it is a month's name, or the beginning of one.
fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    MONTHS.iter().any(|month| month.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_known_by_its_signature() {
        for (paragraph, at) in [
            ("\u{2014} Mara Lund (@maralund) May 4, 2019", Some(0)),
            ("-- Mara Lund (@mara_lund1) 4 Sept. 2019", Some(0)),
            ("\u{2014}Quay Post (@quay@post.example) September 14, 2019 ", Some(0)),
            ("All ferries are stopped. \u{2014} Harbour (@harbour) May 4, 2019", Some(25)),
            // A reporter's own line at an article's end has no day.
            ("\u{2014} Mara Lund (@maralund)", None),
            ("Mara Lund (@maralund) said on May 4, 2019", None),
            ("The harbour \u{2014} its account (@harbour) says so \u{2014} opened on May 4, 2019.", None),
            ("\u{2014} Mara Lund (Oss) May 4, 2019", None),
            ("\u{2014} Mara Lund (@maralund) May 4, 2019, 2020", None),
            ("\u{2014} Mara Lund (@maralund) May 4", None),
        ] {
            assert_eq!(signature(paragraph), at, "{paragraph}");
        }
    }

    #[test]
    fn a_signature_by_itself_takes_the_paragraph_above_with_it() {
        let text = "One.\nTwo.\n\u{2014} Mara Lund (@maralund) May 4, 2019\nThree. -- Mara Lund (@maralund) May 5, 2019\nFour.";
        let mut paragraphs: Vec<ByteSpan> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            paragraphs.push(ByteSpan::new(at, at + line.trim_end().len()));
            at += line.len();
        }
        let posts = take(text, &mut paragraphs);
        let words = |spans: &[ByteSpan]| {
            spans.iter().map(|it| it.slice(text).unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words(&paragraphs), ["One.", "Four."]);
        assert_eq!(
            words(&posts),
            [
                "Two.\n\u{2014} Mara Lund (@maralund) May 4, 2019",
                "Three. -- Mara Lund (@maralund) May 5, 2019"
            ]
        );
        let mut alone = vec![ByteSpan::new(0, 4)];
        assert_eq!((take("One.", &mut alone), alone.len()), (vec![], 1));
    }
}
