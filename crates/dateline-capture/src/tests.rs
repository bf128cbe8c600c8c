//! Capture as a whole: what holds of every input.

use super::*;
use dateline_core::id::{Sha256Hex, StoryName};
use proptest::prelude::*;

fn plain(bytes: &[u8]) -> Result<CapturedText, CaptureError> {
    capture("a.txt", bytes, &Layers::default())
}

fn layer(fields: &[(Key, &str)]) -> Layer {
    let mut layer = Layer::default();
    for &(key, value) in fields {
        layer.set(key, value).unwrap();
    }
    layer
}

#[test]
fn flags_override_the_row_which_overrides_front_matter() {
    let bytes = b"---\ntitle: front\nbyline: front\nagency: front\nstory: front\n---\nWords.\n";
    let mut layers = Layers {
        flags: layer(&[(Key::Title, "flag"), (Key::Story, "flag")]),
        meta_row: layer(&[(Key::Title, "row"), (Key::Byline, "row"), (Key::Story, "row")]),
        directory_story: Some(StoryName::from_text("directory").unwrap()),
        ..Layers::default()
    };
    let captured = capture("a.txt", bytes, &layers).unwrap().captured;
    let metadata = captured.metadata;
    assert_eq!(metadata.title.as_deref(), Some("flag"));
    assert_eq!(metadata.byline.as_deref(), Some("row"));
    assert_eq!(metadata.agency.as_deref(), Some("front"));
    assert_eq!(metadata.publisher, None);

    let story =
        |layers: &Layers, bytes: &[u8]| capture("a.txt", bytes, layers).unwrap().captured.story.to_string();
    assert_eq!(story(&layers, bytes), "flag");
    layers.flags.story = None;
    assert_eq!(story(&layers, bytes), "row");
    layers.meta_row.story = None;
    assert_eq!(story(&layers, bytes), "front");
    assert_eq!(story(&layers, b"Words."), "directory");
    layers.directory_story = None;
    assert_eq!(story(&layers, b"Words."), "inbox");
}

#[test]
fn the_address_is_the_identity_whichever_layer_gives_it() {
    let by_front = plain(b"---\nurl: https://a.example/x?utm_source=y\n---\nOne.\n").unwrap();
    let flags = layer(&[(Key::Url, "https://A.example/x#top")]);
    let by_flag = capture("b.txt", b"Two.\n", &Layers { flags, ..Layers::default() }).unwrap();
    assert_eq!(by_front.captured.article, by_flag.captured.article);
    assert_ne!(by_front.revision.sha256, by_flag.revision.sha256);
    assert_eq!(by_front.captured.metadata.url.as_deref(), Some("https://a.example/x"));

    let without = plain(b"Two.\n").unwrap();
    assert_eq!(without.captured.article.as_str(), Sha256Hex::of(b"Two.\n").as_str());
    assert_eq!(without.revision.article, without.captured.article);
}

#[test]
fn an_address_that_was_not_checked_is_checked() {
    let mut layers = Layers::default();
    layers.flags.metadata.url = Some("HTTP://A.example".to_owned());
    let url = capture("a.txt", b"Words.", &layers).unwrap().captured.metadata.url;
    assert_eq!(url.as_deref(), Some("http://a.example/"));
    layers.flags.metadata.url = Some("a.example".to_owned());
    assert!(matches!(capture("a.txt", b"Words.", &layers).unwrap_err().fault, Fault::Field(_)));
}

#[test]
fn mark_and_front_matter_are_masked_in_place() {
    let text = "\u{feff}---\ntitle: A\n---\nWords.\n";
    let article = plain(text.as_bytes()).unwrap();
    assert_eq!(article.revision.text, text);
    let masked: Vec<_> = article.revision.masked.iter().map(|span| span.slice(text).unwrap()).collect();
    assert_eq!(masked, ["\u{feff}", "---\ntitle: A\n---\n"]);
    assert_eq!(article.captured.capture.bytes_base64, None);
}

#[test]
fn decoded_bytes_are_kept_beside_the_text() {
    let bytes = b"\xff\xfeC\0a\0f\0\xe9\0";
    let article = plain(bytes).unwrap();
    assert_eq!(article.revision.text, "Café");
    assert_eq!(article.revision.sha256, Sha256Hex::of("Café".as_bytes()));
    let capture = article.captured.capture;
    assert_eq!((capture.sha256, capture.length_bytes), (Sha256Hex::of(bytes), 10));
    assert_eq!(capture.bytes_base64.as_deref(), Some("//5DAGEAZgDpAA=="));
    assert_eq!((capture.charset.as_str(), capture.charset_estimated), ("utf-16le", false));
}

#[test]
fn an_estimated_charset_is_warned_of_and_can_be_named() {
    let bytes = b"Le pr\xe9sident a d\xe9clar\xe9 que la conf\xe9rence \xe9tait report\xe9e.";
    let article = plain(bytes).unwrap();
    assert!(article.captured.capture.charset_estimated);
    assert_eq!(article.warnings, [CaptureWarning::CharsetEstimated { charset: "windows-1252".to_owned() }]);
    let named = Layers { charset: Charset::for_label("iso-8859-15").ok(), ..Layers::default() };
    let article = capture("a.txt", bytes, &named).unwrap();
    assert_eq!((article.warnings, article.captured.capture.charset), (vec![], "iso-8859-15".to_owned()));
}

#[test]
fn each_refusal_names_the_input_and_what_is_wrong() {
    for (bytes, expected) in [
        (&b""[..], "a.txt: it is empty: it has no bytes"),
        (b"\xef\xbb\xbf \r\n\t", "a.txt: it is empty: it has nothing but white space"),
        (b"---\ntitle: A\n---\n\n", "a.txt: it is empty: no text follows its front matter"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "a.txt: it is not text: it looks like a PDF document"),
        (b"words\0words", "a.txt: it is not text: byte 5 is NUL"),
        (b"<html><body>Words</body></html>", "a.txt: no article was found in the page"),
        (b"---\ntitle: A\n---\n<p>Words</p>", "a.txt: no article was found in the page"),
        (
            "“Words” – and \u{fffd}".as_bytes().split_last().unwrap().1,
            "a.txt: byte 20 is not valid utf-8, though most of the text is",
        ),
        (
            b"---\ntitle: A\nWords.",
            "a.txt: line 1: front matter begins here and is not closed by a line of three hyphens",
        ),
        (
            b"---\nlang: A\n---\nWords.",
            "a.txt: line 2: `lang` cannot be \"A\": a language is written as its ISO 639 code: en, fr, de",
        ),
    ] {
        assert_eq!(plain(bytes).unwrap_err().to_string(), expected);
    }
}

#[test]
fn of_one_article_so_much_text_is_taken_however_it_comes() {
    let words = "The mayor spoke to them about the bridge and the school. ";
    let text = |bytes: usize| words.repeat(bytes.div_ceil(words.len()))[..bytes].to_owned();
    assert!(plain(text(MAX_TEXT_BYTES).as_bytes()).is_ok());
    let long = text(MAX_TEXT_BYTES + 1);
    let page = format!("<html><body><article><p>{long}y</p></article></body></html>");
    let line = format!("{{\"text\": \"{long}y\"}}\n");
    for bytes in [long, page] {
        let refused = plain(bytes.as_bytes()).unwrap_err();
        assert!(matches!(refused.fault, Fault::LongText { .. }), "{refused}");
        assert!(refused.hint().is_some());
    }
    let layers = Layers { kind: Some(Kind::Jsonl), ..Layers::default() };
    let refused = articles_in("a", line.as_bytes(), &layers).unwrap().next().unwrap().unwrap_err();
    assert!(matches!(refused.fault, Fault::LongText { .. }), "{refused}");
}

#[test]
fn refusals_have_a_remedy() {
    for bytes in [
        &b"%PDF-1.4"[..],
        b"a\0b",
        b"<html>",
        b"---\ntitle: A\n",
        "“a”\u{fffd}".as_bytes().split_last().unwrap().1,
    ] {
        assert!(plain(bytes).unwrap_err().hint().is_some(), "{bytes:?}");
    }
}

#[test]
fn a_text_that_begins_as_a_page_does_is_not_patched_up() {
    let tags = "Headline\n<b>a</b> <b>c</b> <b>d</b> <b>e</b> <i>f</i>\n";
    let mut bytes = format!("{tags}{}", "The mayor spoke to them. ".repeat(400)).into_bytes();
    assert!(plain(&bytes).is_ok());
    let offset = bytes.len();
    bytes.extend(b"\xff people died.");
    for charset in [None, Some("utf-8")] {
        let charset = charset.map(|label| Charset::for_label(label).unwrap());
        match capture("a.txt", &bytes, &Layers { charset, ..Layers::default() }) {
            Err(error) => match error.fault {
                Fault::Undecodable { offset: found, .. } => assert_eq!(found, offset),
                other => panic!("{other}"),
            },
            Ok(article) => assert!(!article.revision.text.contains(char::REPLACEMENT_CHARACTER)),
        }
    }
}

/// A file of UTF-8: perhaps a mark, perhaps front matter, a body.
fn files() -> impl Strategy<Value = (String, String)> {
    let mark = prop_oneof![Just(""), Just("\u{feff}")];
    let front = prop_oneof![
        Just(String::new()),
        "(title: [ -~é“]{0,20}\r?\n)?(# [a-z]{0,9}\n)?(byline: [a-z]{1,5}\n)?"
            .prop_map(|lines| format!("---\n{lines}---\n")),
    ];
    (mark, front, "[A-Zé“][ -~é“’\n\r]{0,200}")
        .prop_map(|(mark, front, body)| (format!("{mark}{front}{body}"), body))
}

proptest! {
    #[test]
    fn utf_8_is_kept_byte_for_byte_and_the_body_unmasked((file, body) in files()) {
        // A body may look like a piece of a page; then nothing is taken.
        if let Ok(article) = plain(file.as_bytes()) {
            let revision = article.revision;
            prop_assert_eq!(revision.text.as_bytes(), file.as_bytes());
            prop_assert_eq!(&revision.sha256, &Sha256Hex::of(file.as_bytes()));
            prop_assert_eq!(&revision.sha256, &article.captured.capture.sha256);
            let mut end = 0;
            for span in &revision.masked {
                prop_assert_eq!(span.start_byte, end);
                prop_assert!(span.slice(&file).is_some());
                end = span.end_byte;
            }
            prop_assert_eq!(&file[end..], body);
        }
    }

    #[test]
    fn any_bytes_are_taken_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), start in prop::sample::select(
        vec![&b""[..], b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"---\n", b"---\ntitle: A\n---\n", b"<", b"{"]),
        charset in prop::option::of(prop::sample::select(vec!["utf-8", "utf-16be", "shift_jis", "gb18030", "iso-2022-jp"]))) {
        let bytes = [start, &bytes].concat();
        let charset = charset.map(|label| Charset::for_label(label).unwrap());
        match capture("a.txt", &bytes, &Layers { charset, ..Layers::default() }) {
            Ok(article) => {
                let text = &article.revision.text;
                prop_assert_eq!(&article.revision.sha256, &Sha256Hex::of(text.as_bytes()));
                prop_assert!(article.revision.masked.iter().all(|span| span.slice(text).is_some()));
                prop_assert_eq!(article.captured.capture.bytes_base64.is_none(), text.as_bytes() == bytes);
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
