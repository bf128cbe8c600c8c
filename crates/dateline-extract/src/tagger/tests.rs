use super::features::{self, Word};
use super::model::{Model, ModelError, Row};
use super::{Tag, Tagger};
use proptest::prelude::*;

fn tags(text: &str) -> Vec<(String, Tag)> {
    let words: Vec<String> = words(text);
    let tags = Tagger::shipped().tag(&words);
    words.into_iter().zip(tags).collect()
}

/// The words of a text, as the tokenizer parts them.
fn words(text: &str) -> Vec<String> {
    let spans = crate::sample::extractor().tokens(text);
    spans.into_iter().map(|span| span.slice(text).unwrap().to_owned()).collect()
}

/// Sentences in which one word is marked with its tag: `It *may/MD rain.`
const AMBIGUOUS: &str = include_str!("../../tests/tags.txt");

#[test]
fn ambiguous_words_have_the_tag_of_their_sentence() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for line in AMBIGUOUS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (gap, line) = line.strip_prefix("gap: ").map_or((false, line), |line| (true, line));
        let mut text = String::new();
        let mut expected = Vec::new();
        for word in line.split(' ') {
            text.push_str(if text.is_empty() { "" } else { " " });
            if let Some((word, tag)) = word.strip_prefix('*').and_then(|word| word.rsplit_once('/')) {
                let stops = tag.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '$');
                let tag = &tag[..tag.len() - stops.len()];
                let tag = Tag::named(tag).unwrap_or_else(|| panic!("`{tag}` in: {line}"));
                expected.push((words(&text).len(), word.to_owned(), tag));
                text.push_str(word);
                text.push_str(stops);
            } else {
                text.push_str(word);
            }
        }
        assert!(!expected.is_empty(), "no word is marked: {line}");
        let found = tags(&text);
        for (at, word, tag) in expected {
            cases += 1;
            assert_eq!(found[at].0, word, "{line}");
            if gap && found[at].1 == tag {
                wrong.push(format!("{word} is {tag} now: remove the mark of the gap: {text}"));
            }
            if !gap && found[at].1 != tag {
                wrong.push(format!("{word} is {tag}, found {}: {text}", found[at].1));
            }
        }
    }
    assert!(cases >= 100, "{cases} cases");
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_shipped_weights_are_whole_and_written_as_they_were_read() {
    let model = Model::read(super::SHIPPED).unwrap();
    assert_eq!(model.to_bytes(), super::SHIPPED);
    assert_eq!(model.checksum().to_le_bytes(), *super::shipped_id());
    assert!(super::SHIPPED.len() < 1_000_000, "{} bytes", super::SHIPPED.len());
}

#[test]
fn damage_is_told_and_not_read() {
    assert_eq!(Model::read(b"").err(), Some(ModelError::Magic));
    assert_eq!(Model::read(b"DLTAG\x02\n12345678").err(), Some(ModelError::Magic));
    let mut file = super::SHIPPED.to_vec();
    file[1000] ^= 1;
    assert_eq!(Model::read(&file).err(), Some(ModelError::Checksum));
    file.truncate(5000);
    assert_eq!(Model::read(&file).err(), Some(ModelError::Checksum));
}

#[test]
fn no_words_have_no_tags() {
    assert_eq!(Tagger::shipped().tag::<&str>(&[]), []);
}

#[test]
fn a_word_is_looked_at_as_often_in_a_long_text_as_in_a_short_one() {
    // Time is in proportion to the text: the facts of a word depend on two words to each side alone, and what
    // comes later changes no tag.
    let one = ["The", "envoys", "may", "march", "home", ",", "and", "so"];
    let long: Vec<&str> = one.iter().copied().cycle().take(80_000).collect();
    let tags = Tagger::shipped().tag(&long);
    assert_eq!(tags.len(), long.len());
    assert_eq!(Tagger::shipped().tag(&long[..4_000])[..3_998], tags[..3_998]);
    let tagger = Tagger::shipped();
    let facts: Vec<Word> = long[..20].iter().map(|word| features::word(word, tagger.model())).collect();
    assert_eq!(features::of(&facts, 10, 1, 2), features::of(&facts[8..13], 2, 1, 2));
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let pairs = prop::collection::vec((0_u8..49, any::<i8>()), 1..6);
    prop::collection::btree_map(1_u32..1 << 30, pairs, 0..200).prop_map(|rows| rows.into_iter().collect())
}

proptest! {
    #[test]
    fn what_was_written_is_read(rows in rows()) {
        let model = Model::new(&[0, 6], &rows).unwrap();
        prop_assert_eq!(model.rows(), rows.clone());
        for (key, pairs) in &rows {
            prop_assert_eq!(model.row(*key), pairs.as_slice());
        }
        prop_assert_eq!(Model::read(&model.to_bytes()).unwrap().rows(), rows);
    }

    #[test]
    fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        // With a checksum that fits, so that the reader behind it is reached.
        let _ = Model::read(&super::model::sealed(&body));
    }

    #[test]
    fn any_words_get_one_tag_each_and_the_same_again(words in prop::collection::vec("\\PC{1,8}|[a-zA-Z0-9'-]{1,9}", 0..60)) {
        let tags = Tagger::shipped().tag(&words);
        prop_assert_eq!(tags.len(), words.len());
        prop_assert_eq!(Tagger::shipped().tag(&words), tags);
    }
}
