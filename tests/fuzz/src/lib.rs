//! Every parser of foreign bytes, as a function of bytes: it must come to an end, must not panic, and what it answers
//! must be sound.

use dateline::Workspace;
use dateline_capture::{CapturedText, Charset, Kind, Layers, MetaTable, articles_in, capture, located, url};
use dateline_core::edtf::Edtf;
use dateline_core::id::Sha256Hex;
use dateline_core::text::ByteSpan;
use dateline_extract::{ExtractionInput, Extractor};
use dateline_store::Store;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

/// A parser by name.
pub type Target = (&'static str, fn(&[u8]));

/// All parsers. Each has its folder in `corpus` and its file in `fuzz_targets`.
pub const TARGETS: [Target; 11] = [
    ("text", text),
    ("page", page),
    ("feed", feed),
    ("jsonl", jsonl),
    ("archive", archive),
    ("table", table),
    ("date", date),
    ("address", address),
    ("events", events),
    ("exchange", exchange),
    ("reading", reading),
];

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new().expect("the shipped rules compile"));

/// Plain text: charset, front matter.
pub fn text(bytes: &[u8]) {
    for label in ["", "utf-8", "utf-16le", "shift_jis", "gb18030", "windows-1252"] {
        let charset = Charset::for_label(label).ok();
        let layers = Layers { charset, kind: Some(Kind::Text), ..Layers::default() };
        if let Ok(article) = capture("a", bytes, &layers) {
            sound(&article, bytes);
        }
    }
}

/// A saved page.
pub fn page(bytes: &[u8]) {
    let layers = Layers { kind: Some(Kind::Html), ..Layers::default() };
    if let Ok(article) = capture("a", bytes, &layers) {
        sound(&article, bytes);
    }
}

/// RSS, Atom, JSON Feed.
pub fn feed(bytes: &[u8]) {
    several(bytes, Kind::Feed);
}

/// JSON lines.
pub fn jsonl(bytes: &[u8]) {
    several(bytes, Kind::Jsonl);
}

/// A web archive, packed or not.
pub fn archive(bytes: &[u8]) {
    several(bytes, Kind::Warc);
}

fn several(bytes: &[u8], kind: Kind) {
    let layers = Layers { kind: Some(kind), ..Layers::default() };
    let Ok(articles) = articles_in("a", bytes, &layers) else { return };
    for article in articles.flatten() {
        let text = &article.revision.text;
        assert_eq!(article.revision.sha256, Sha256Hex::of(text.as_bytes()));
        assert!(!text.trim().is_empty());
    }
}

/// A table of metadata.
pub fn table(bytes: &[u8]) {
    for label in ["", "windows-1252"] {
        if let Ok(table) = MetaTable::parse("t.csv", Path::new("."), bytes, Charset::for_label(label).ok()) {
            let _ = table.assign(&[]).left_over.len();
        }
    }
}

/// A date in EDTF.
pub fn date(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(date) = Edtf::parse(text) {
        assert_eq!(Edtf::parse(&date.to_string()).as_ref(), Ok(&date));
    }
}

/// An address.
pub fn address(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(canonical) = url::canonical(text) {
        assert_eq!(url::canonical(&canonical).as_ref(), Ok(&canonical));
    }
}

/// The events of a ledger; payloads and checkpoint are those of a sound one.
pub fn events(bytes: &[u8]) {
    let sound = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let sound = sound.map(|path| path.join("golden/workspaces/story")).find(|path| path.is_dir());
    let sound = sound.expect("the golden workspaces");
    let dir = tempfile::tempdir().expect("a directory");
    let ledger = dir.path().join(".dateline/ledger");
    fs::create_dir_all(&ledger).expect("a directory");
    fs::copy(sound.join("format"), dir.path().join(".dateline/format")).expect("a file");
    for name in ["00000001.payloads", "checkpoint"] {
        fs::copy(sound.join("ledger").join(name), ledger.join(name)).expect("a file");
    }
    fs::write(ledger.join("00000001.events"), bytes).expect("a file");
    let _ = Store::verify_closed(dir.path(), Duration::ZERO, true, |_| ());
}

/// A workspace as JSON lines.
pub fn exchange(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), bytes).expect("a file");
    let _ = Workspace::check_jsonl(file.path());
}

/// The whole way from bytes to assertions.
pub fn reading(bytes: &[u8]) {
    let Ok(article) = capture("a", bytes, &Layers::default()) else { return };
    let input = ExtractionInput {
        article: &article.captured.article,
        revision: &article.revision,
        metadata: &article.captured.metadata,
    };
    for assertion in EXTRACTOR.extract(&input).assertions {
        for evidence in assertion.evidence {
            assert_eq!(evidence.span.slice(&article.revision.text), Some(evidence.quote.as_str()));
        }
    }
}

fn sound(article: &CapturedText, bytes: &[u8]) {
    let (captured, text) = (&article.captured.capture, &article.revision.text);
    assert_eq!(article.revision.sha256, Sha256Hex::of(text.as_bytes()));
    assert_eq!(captured.sha256, Sha256Hex::of(bytes));
    assert_eq!(captured.bytes_base64.is_none(), text.as_bytes() == bytes);
    assert!(article.revision.masked.iter().all(|span| span.slice(text).is_some()));
    let line = text.trim_end().rfind('\n').map_or(0, |at| at + 1);
    for place in located(captured, text, &[ByteSpan::new(line, text.trim_end().len())]).into_iter().flatten()
    {
        assert!(place.start_byte < place.end_byte && place.end_byte <= bytes.len());
    }
}
