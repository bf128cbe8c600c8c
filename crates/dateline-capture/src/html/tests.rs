//! Pages as a whole.

use super::tree::SCANNED_BYTES;
use super::*;
use crate::{CaptureWarning, Charset, Fault, Layers, capture};
use dateline_core::text::ByteSpan;
use proptest::prelude::*;

pub(super) const LONG: &str = "The council of Oss decided on Monday that the old bridge over the canal will be rebuilt, \
    after a barge had hit one of its piers and engineers had found cracks in two others.";
pub(super) const SECOND: &str = "The work begins in March and costs 4.5 million euros, of which the province pays half, \
    said Mieke Bos, who is in charge of the roads.";

fn page(head: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html lang=\"en-GB\"><head>{head}</head><body>{body}</body></html>")
}

pub(super) fn text(body: &str) -> String {
    read(&page("<title>Bridge to be rebuilt | The Oss Post</title>", body)).unwrap().text
}

#[test]
fn what_is_around_the_article_is_left_out() {
    let body = format!(
        "<header><nav><a href=/>Home</a><a href=/s>Sport</a></nav></header><main><article>\
         <h1>Bridge to be rebuilt</h1><p class=byline>By Jan Vos</p><time>19 November 2019</time>\
         <div class=share-buttons><a href=#>Share</a></div><p>{LONG}</p>\
         <figure><img src=b.png><figcaption>The bridge in June, seen from the south bank</figcaption></figure>\
         <p>Photo: Anna Smit</p><p>{SECOND}</p>\
         <p><strong>Read more:</strong> <a href=/x>Why barges hit bridges so often in this part of the land</a></p>\
         <h3>Related articles</h3><ul><li><a href=/y>Ferry stops for good after forty years</a></li></ul></article>\
         <section class=comments><p>What a shame, I used it every day to get to work in town.</p></section></main>\
         <footer><p>© 2019 The Oss Post</p></footer>"
    );
    assert_eq!(text(&body), format!("{LONG}\n\n{SECOND}\n"));
}

#[test]
fn a_correction_belongs_to_the_article_whatever_it_stands_in() {
    let notice = "An earlier version of this article gave the wrong canal.";
    for (open, close) in [
        ("<footer class=correction>", "</footer>"),
        ("<aside class='article-corrections box'>", "</aside>"),
        ("<div role=complementary id=clarification>", "</div>"),
        ("<footer class=correction><h4>Correction</h4>", "</footer>"),
    ] {
        let body = format!(
            "<article><p>{LONG}</p><p>{SECOND}</p>{open}<p>{notice}</p>{close}<footer><p>Follow us for more of \
             this.</p></footer></article>"
        );
        let text = text(&body);
        assert!(text.ends_with(&format!("{notice}\n")) && text.contains(LONG), "{open} {text}");
        assert_eq!(text.contains("\n\nCorrection\n\n"), open.contains("h4"), "{text}");
    }
    // What nobody is shown, and links to other corrections, are none of it.
    for other in [
        format!("<aside class=correction hidden><p>{notice}</p></aside>"),
        "<form class=correction-form><p>Suggest a correction to this article, and tell us why.</p></form>"
            .to_owned(),
        "<aside class=report-correction><p>Seen a mistake in this article? Write to us.</p></aside>"
            .to_owned(),
        "<footer class='suggest-correction share'><p>Suggest a correction.</p></footer>".to_owned(),
        "<footer class=corrections><a href=/c>All corrections and clarifications</a></footer>".to_owned(),
    ] {
        let body = format!("<article><p>{LONG}</p><p>{SECOND}</p>{other}</article>");
        assert_eq!(text(&body), format!("{LONG}\n\n{SECOND}\n"), "{other}");
    }
}

#[test]
fn subheadings_lists_and_quotations_stay() {
    let body = format!(
        "<article><p>{LONG}</p><h2>What it costs</h2><p>{SECOND}</p><ul><li>Bridge: 3 million euros</li>\
         <li>Roads: 1.5 million euros</li></ul><blockquote><p>“We had to act before winter,” she said.</p>\
         </blockquote></article>"
    );
    assert_eq!(
        text(&body),
        format!(
            "{LONG}\n\nWhat it costs\n\n{SECOND}\n\nBridge: 3 million euros\nRoads: 1.5 million euros\n\n\
             “We had to act before winter,” she said.\n"
        )
    );
}

#[test]
fn an_embedded_post_stays_and_is_marked_and_a_quotation_is_not() {
    let marked = |body: &str| {
        let page = read(&page("", body)).unwrap();
        let posts = page.embedded.iter().map(|span| span.slice(&page.text).unwrap().to_owned());
        (posts.collect::<Vec<_>>(), page.text)
    };
    let post = "At least 400 people were killed at the bridge, and nobody dares to say it.";
    let by = "— Some One (@someone) May 3, 2019";
    let link = "<a href='https://twitter.com/someone/status/1124368241795073'>May 3, 2019</a>";
    for (open, close) in [
        ("<blockquote class='twitter-tweet'>", "</blockquote>"),
        ("<blockquote class='instagram-media wide'>", "</blockquote>"),
        ("<blockquote>", "</blockquote>"),
        ("<div class='oss-article-tweet'><div>", "</div></div>"),
        ("<figure class=bluesky-embed>", "</figure>"),
    ] {
        let embedded = format!("{open}<p>{post}</p>— Some One (@someone) {link}{close}");
        let (posts, text) = marked(&format!("<article><p>{LONG}</p>{embedded}<p>{SECOND}</p></article>"));
        assert_eq!(posts, [format!("{post}\n\n{by}")], "{open}");
        assert_eq!(text, format!("{LONG}\n\n{post}\n\n{by}\n\n{SECOND}\n"), "{open}");
    }
    // Two that follow each other are two.
    let two =
        format!("<blockquote class=fb-post><p>{post}</p></blockquote>").repeat(2).replacen("400", "401", 1);
    let (posts, _) = marked(&format!("<article><p>{LONG}</p>{two}<p>{SECOND}</p></article>"));
    assert_eq!(posts, [post.replace("400", "401"), post.to_owned()]);
    // What the outlet quotes, what it links to, and what is all there is.
    for other in [
        format!(
            "<article><p>{LONG}</p><blockquote class=quote><p>{post}</p></blockquote><p>{SECOND}</p></article>"
        ),
        format!("<article><p>{LONG} It was said on {link}.</p><p>{SECOND}</p></article>"),
        format!("<article class=twitter><p>{LONG}</p><p>{SECOND} {link}</p></article>"),
        format!("<div class=fb-post><p>{LONG}</p><p>{SECOND}</p></div>"),
    ] {
        assert_eq!(marked(&other).0, [""; 0], "{other}");
    }
}

#[test]
fn an_ordinary_sentence_is_no_label() {
    for sentence in [
        "More than 500 people were led to safety from the houses on both sides of the canal.",
        "Related damage was found on two other bridges, she said.",
        "Updated plans will be shown to those who live there in 12 days.",
        "Watch towers were built on both banks in 1950.",
        "Subscribers to the ferry rose to 3.2 million in the third quarter, the company said.",
        "Advertisements worth 2 million euros were sold for it.",
        "Sign up for the ferry closed on Monday with 412 names.",
        "Copyright lawyers disagree on what the plans show.",
    ] {
        let body =
            format!("<article><p>{sentence}</p><p>{LONG}</p><p>{sentence}</p><p>{SECOND}</p></article>");
        assert!(text(&body).matches(sentence).count() >= 1, "{sentence}");
        let end = format!("<article><p>{LONG}</p><p>{SECOND}</p><p>{sentence}</p></article>");
        assert!(text(&end).contains(sentence), "{sentence}");
    }
}

#[test]
fn a_subheading_that_begins_like_related_links_cuts_nothing() {
    let body = format!(
        "<article><p>{LONG}</p><p>{LONG} Again.</p><p>{SECOND}</p><h2>Comments by minister draw fire</h2>\
         <p>The minister said that 7 people were arrested.</p></article>"
    );
    assert!(text(&body).contains("7 people"));
    let body = format!(
        "<article><p>{LONG}</p><p>{LONG} Again.</p><p>{SECOND}</p><h2>More from this part of the land</h2>\
         <p><a href=/a>Ferry stops for good</a></p><p>One from last week</p><p><a href=/b>Ferry to stop</a></p>\
         <p>One from last month</p></article>"
    );
    assert!(!text(&body).contains("One from"));
}

#[test]
fn a_headline_is_read_without_what_is_struck_out() {
    let body = format!(
        "<article><h1>Toll is <del>12</del> 15<sup>1</sup></h1><p>{LONG}</p><p>{SECOND}</p></article>"
    );
    let said = read(&page("", &body)).unwrap().said;
    assert_eq!(said[0].value, "Toll is 15¹");
}

#[test]
fn every_place_that_says_something_is_kept() {
    let head = "<link rel=canonical href='https://post.example/bridge'><meta name=author content='Jan Vos'>\
        <meta property='article:published_time' content='2019-11-19T10:00:00+01:00'>\
        <script type='application/ld+json'>{\"@graph\": [{\"@type\": \"WebSite\", \"name\": \"Post\"}, \
        {\"@type\": \"NewsArticle\", \"headline\": \"Bridge &amp; canal\", \"datePublished\": \"2019-11-18\", \
        \"dateModified\": \"2019-11-20T08:00:00+01:00\", \"author\": [{\"name\": \"Jan Vos\"}, {\"name\": \
        \"Eva Smit\"}], \"publisher\": {\"@id\": \"#o\"}}, {\"@id\": \"#o\", \"name\": \"The Oss Post\"}]}</script>";
    let page = page(head, &format!("<article><h1>Bridge</h1><p>{LONG}</p><p>{SECOND}</p></article>"));
    let said = read(&page).unwrap().said;
    let of = |fact| said.iter().filter(|it| it.fact == fact).map(|it| it.value.as_str()).collect::<Vec<_>>();
    assert_eq!(of(Fact::Title), ["Bridge & canal", "Bridge"]);
    assert_eq!(of(Fact::Byline), ["Jan Vos, Eva Smit", "Jan Vos"]);
    assert_eq!(of(Fact::Published), ["2019-11-18", "2019-11-19T10:00:00+01:00"]);
    assert_eq!(of(Fact::Modified), ["2019-11-20T08:00:00+01:00"]);
    assert_eq!(of(Fact::Publisher), ["The Oss Post"]);
    assert_eq!(of(Fact::Lang), ["en-GB"]);

    let article = capture("a.html", page.as_bytes(), &Layers::default()).unwrap();
    let metadata = &article.captured.metadata;
    assert_eq!(metadata.url.as_deref(), Some("https://post.example/bridge"));
    assert_eq!(metadata.published.as_ref().map(ToString::to_string).as_deref(), Some("2019-11-18"));
    let modified = article.captured.stated.at().map(ToString::to_string);
    assert_eq!(modified.as_deref(), Some("2019-11-20T08:00:00+01:00"));
    assert_eq!(metadata.lang.as_deref(), Some("en"));
    let told = article.warnings.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            "the page gives several values for `published`: used 2019-11-18 (JSON-LD); also 2019-11-19 (Open Graph)"
        ]
    );
    assert!(article.captured.capture.bytes_base64.is_some());
    assert_eq!(article.captured.capture.length_bytes, page.len() as u64);
}

#[test]
fn charsets_are_those_that_are_declared() {
    let body = format!(
        "<article><p>Der Bürgermeister sagte, die Brücke werde gebaut. {LONG}</p><p>{SECOND}</p></article>"
    );
    let declared = page("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>", &body);
    let bytes = encoding_rs::ISO_8859_2.encode(&declared).0.into_owned();
    let article = capture("a.html", &bytes, &Layers::default()).unwrap();
    assert!(article.revision.text.starts_with("Der Bürgermeister"), "{}", article.revision.text);
    let charset = &article.captured.capture;
    assert_eq!((charset.charset.as_str(), charset.charset_estimated), ("iso-8859-2", false));

    let bytes = encoding_rs::WINDOWS_1252.encode(&page("", &body)).0.into_owned();
    let served = Layers { served_charset: Charset::for_label("latin1").ok(), ..Layers::default() };
    let article = capture("a.html", &bytes, &served).unwrap();
    assert!(!article.captured.capture.charset_estimated);
    assert!(article.revision.text.starts_with("Der Bürgermeister"));
}

#[test]
fn a_bad_byte_matters_only_where_the_article_is() {
    let page =
        page("<!-- é -->", &format!("<article><p>{LONG} “Wél”, “één”.</p><p>É {SECOND}</p></article>"));
    let broken = |at: usize| {
        let mut bytes = page.clone().into_bytes();
        bytes[at] = 0xff;
        capture("a.html", &bytes, &Layers::default())
    };
    let outside = broken(page.find('é').unwrap()).unwrap();
    assert!(outside.warnings.iter().any(|it| matches!(it, CaptureWarning::DamagedPage { .. })));
    let inside = page.find('É').unwrap();
    match broken(inside).unwrap_err().fault {
        Fault::Undecodable { offset, .. } => assert_eq!(offset, inside),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_without_an_article_is_refused() {
    assert_eq!(read("<html><body></body></html>"), Err(PageFault::NoArticle));
    assert_eq!(read("<html><body><nav><a href=/>Home</a></nav></body></html>"), Err(PageFault::NoArticle));
}

#[test]
fn work_on_attributes_is_in_proportion_to_the_page() {
    let scanned = |page: &str| {
        SCANNED_BYTES.with(|all| all.set(0));
        let _ = read(page);
        SCANNED_BYTES.with(std::cell::Cell::get)
    };
    let class = "c ".repeat(500);
    let siblings = |count: usize| {
        let part = format!("<div class='{class}'><p>{LONG}</p><p>{SECOND}</p></div>");
        page("", &format!("<article>{}</article>", part.repeat(count)))
    };
    let giant =
        |count: usize| page("", &format!("<article><p title='{}'>{LONG}</p></article>", "x".repeat(count)));
    for (one, two) in [(siblings(20), siblings(40)), (giant(100_000), giant(200_000))] {
        let (work, twice) = (scanned(&one), scanned(&two));
        assert!(work > 0 && twice < work * 5 / 2, "{work} {twice}");
        assert!(work < one.len() * 60, "{work} for {}", one.len());
    }
}

#[test]
fn towers_and_crowds_are_read_or_refused() {
    let words = format!("<p>{LONG}</p><p>{SECOND}</p>");
    let tower = page("", &format!("{}{words}", "<div>".repeat(100_000)));
    assert!(read(&tower).unwrap().text.contains(LONG));
    let links = page("", &"<a href=x>y</a>".repeat(MAX_NODES / 2 + 1));
    assert_eq!(read(&links), Err(PageFault::TooManyNodes));
    assert_eq!(read(&" ".repeat(MAX_PAGE_BYTES + 1)), Err(PageFault::TooLong));
    // Formatting that is never ended, and ends of what never began.
    let unended = page("", &format!("<article>{words}{}</article>", "<b><i></u></p>".repeat(20_000)));
    assert!(read(&unended).unwrap().text.starts_with(LONG));
}

/// Pieces of pages, sound and broken.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class='related'>",
        "</div>",
        "<table><tr><td>",
        "<b>",
        "</i>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<a href='x'>",
        "</a>",
        "&amp;",
        "&#x1F600;",
        "&nope;",
        "<ul><li>",
        "<svg>",
        "<",
        ">",
        "\"",
        "The bridge was shut on Monday, the town said. ",
        "<h1>Title</h1>",
        "<br>",
        "é",
        "\u{202e}",
        "<template>",
        "<meta property=og:title content='",
        "<article>",
        "\u{0}",
        "<script type='application/ld+json'>{\"@type\":",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_page_is_read_or_refused_and_every_line_stands_in_it(page in pieces()) {
        if let Ok(read) = read(&page) {
            let map = PageMap::new(&page);
            let mut start = 0;
            for line in read.text.split_inclusive('\n') {
                let span = ByteSpan::new(start, start + line.len());
                start += line.len();
                if !line.trim().is_empty() && !page.contains(['\u{0}', '<']) {
                    prop_assert!(map.locate(&read.text, span).is_some(), "{:?}", line);
                }
            }
        }
    }

    #[test]
    fn paragraphs_of_a_sound_page_are_found_again(words in prop::collection::vec("[a-z]{2,9}", 30..60)) {
        let sentence = words.join(" ");
        let page = page("", &format!("<article><p>The <b>talks</b> &ndash; {sentence}.</p><p>{LONG}</p></article>"));
        let read = read(&page).unwrap();
        let at = read.text.find(words[20].as_str()).unwrap();
        let place = PageMap::new(&page).locate(&read.text, ByteSpan::new(at, at + words[20].len())).unwrap();
        prop_assert_eq!(place.slice(&page), Some(words[20].as_str()));
    }
}
