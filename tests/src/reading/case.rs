//! A reading case: a file with a header, a text and what is expected of its reading. The format is
//! described for its writers in `tests/cases/README.md`.

use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::Extraction;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_extract::{ExtractionInput, Extractor};
use std::fs;
use std::path::{Path, PathBuf};

/// One file of `cases/reading`.
#[derive(Debug)]
pub(crate) struct Case {
    /// Its name in messages: `reading/NAME.case`.
    pub(crate) name: String,
    pub(crate) metadata: Metadata,
    pub(crate) text: String,
    pub(crate) expectations: Vec<Expectation>,
}

/// One line of expectations.
#[derive(Debug)]
pub(crate) struct Expectation {
    /// The line of the file on which it stands, from 1.
    pub(crate) line: usize,
    /// As written, without its gap.
    pub(crate) words: String,
    pub(crate) kind: Kind,
    /// Why it fails today, if it does.
    pub(crate) known_gap: Option<String>,
}

/// What is expected.
#[derive(Debug)]
pub(crate) enum Kind {
    Asserts {
        subject: String,
        attribute: String,
        qualifier: Option<String>,
        words: String,
        options: Vec<(String, String)>,
    },
    /// Nobody asserts the words as a value; `firm` lets uncommitted assertions (hopes, conditions) pass.
    Never {
        attribute: String,
        words: String,
        firm: bool,
    },
    NeverSubject(String),
    NeverSpeaker(String),
    Linked(String, String),
    NotLinked(String, String),
    OneSubject(String, String),
    TwoSubjects(String, String),
    Unresolved(String),
    Count {
        attribute: String,
        number: usize,
    },
    Notice {
        kind: String,
        wanted: bool,
    },
}

/// All cases, sorted by name, and what could not be read.
pub(crate) fn all() -> (Vec<Case>, Vec<String>) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/reading");
    let mut paths: Vec<PathBuf> = fs::read_dir(&directory)
        .expect("the directory of cases can be read")
        .map(|entry| entry.expect("an entry of it").path())
        .filter(|path| path.extension().is_some_and(|end| end == "case"))
        .collect();
    paths.sort();
    let mut faults = Vec::new();
    let mut cases = Vec::new();
    for path in paths {
        let name = format!("reading/{}", path.file_name().expect("a file").to_string_lossy());
        let source = fs::read_to_string(&path).expect("a case is UTF-8");
        match Case::parse(&name, &source) {
            Ok(case) => cases.push(case),
            Err(fault) => faults.push(format!("{name}:{fault}")),
        }
    }
    (cases, faults)
}

impl Case {
    /// Reads a case; the error starts with the number of the line.
    pub(crate) fn parse(name: &str, source: &str) -> Result<Self, String> {
        let mut parts = source.splitn(3, "\n---\n");
        let (Some(header), Some(text), Some(expected)) = (parts.next(), parts.next(), parts.next()) else {
            return Err("1: a case is a header, a text and expectations, with a line --- between them".into());
        };
        let mut metadata = Metadata::default();
        let mut text = text.to_owned();
        for (index, line) in header.lines().enumerate() {
            let fault = |what: &str| format!("{}: {what}: {line}", index + 1);
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, value) = line.split_once(':').ok_or_else(|| fault("no key: value"))?;
            let value = value.trim().to_owned();
            match key {
                "published" => {
                    metadata.published = Some(Edtf::parse(&value).map_err(|e| fault(&e.to_string()))?);
                }
                "publisher" => metadata.publisher = Some(value),
                "title" => metadata.title = Some(value),
                "byline" => metadata.byline = Some(value),
                "agency" => metadata.agency = Some(value),
                "lang" => metadata.lang = Some(value),
                "newlines" if value == "crlf" => text = text.replace('\n', "\r\n"),
                "escapes" if value == "yes" => text = unescape(&text).map_err(|e| fault(&e))?,
                "repeat" => text = text.repeat(value.parse().map_err(|_| fault("no number"))?),
                _ => return Err(fault("unknown key")),
            }
        }
        let before = source[..source.len() - expected.len()].matches('\n').count();
        let mut expectations = Vec::new();
        for (index, line) in expected.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let number = before + index + 1;
            let (words, known_gap) = match line.split_once("known-gap:") {
                Some((words, why)) => (words.trim(), Some(why.trim().to_owned())),
                None => (line, None),
            };
            if known_gap.as_deref() == Some("") {
                return Err(format!("{number}: a known gap needs its reason"));
            }
            let kind = parse_kind(words).map_err(|what| format!("{number}: {what}: {words}"))?;
            expectations.push(Expectation { line: number, words: words.to_owned(), kind, known_gap });
        }
        if expectations.is_empty() {
            return Err(format!("{before}: nothing is expected"));
        }
        Ok(Self { name: name.to_owned(), metadata, text, expectations })
    }

    /// Reads the case's text.
    pub(crate) fn read(&self, extractor: &Extractor) -> Extraction {
        read(extractor, &self.text, &self.metadata)
    }
}

/// A revision that is all text.
pub(crate) fn revision(text: &str) -> Revision {
    let sha256 = Sha256Hex::of(text.as_bytes());
    let article = ArticleId::from_first_capture(&sha256);
    Revision { article, sha256, text: text.into(), masked: Vec::new(), embedded: Vec::new() }
}

/// Reads a text that has no front matter.
pub(crate) fn read(extractor: &Extractor, text: &str, metadata: &Metadata) -> Extraction {
    let revision = revision(text);
    extractor.extract(&ExtractionInput { article: &revision.article, revision: &revision, metadata })
}

/// Replaces `\u{1b}` by the character it names.
fn unescape(text: &str) -> Result<String, String> {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').ok_or("an escape is not closed")?;
        let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        plain.push(character.ok_or_else(|| format!("no character: {digits}"))?);
        plain.push_str(rest);
    }
    Ok(plain)
}

fn parse_kind(line: &str) -> Result<Kind, String> {
    let (verb, rest) = line.split_once(' ').ok_or("a word alone")?;
    let rest = rest.trim();
    Ok(match verb {
        "asserts" => {
            let (subject, rest) = rest.split_once(" / ").ok_or("no ` / ` after the subject")?;
            let (claim, rest) = rest.split_once('=').ok_or("no `=` after the attribute")?;
            let mut claim = claim.trim().splitn(2, '/');
            let attribute = claim.next().unwrap_or_default().to_owned();
            let qualifier = claim.next().map(str::to_owned);
            let (words, rest) = quoted(rest)?;
            let options = parse_options(rest)?;
            Kind::Asserts { subject: subject.trim().to_owned(), attribute, qualifier, words, options }
        }
        "never" | "never-firm" => {
            let (attribute, rest) = rest.split_once(' ').ok_or("no attribute")?;
            Kind::Never { attribute: attribute.to_owned(), words: only(rest)?, firm: verb == "never-firm" }
        }
        "never-subject" => Kind::NeverSubject(only(rest)?),
        "never-speaker" => Kind::NeverSpeaker(only(rest)?),
        "linked" => two(rest).map(|(a, b)| Kind::Linked(a, b))?,
        "not-linked" => two(rest).map(|(a, b)| Kind::NotLinked(a, b))?,
        "one-subject" => two(rest).map(|(a, b)| Kind::OneSubject(a, b))?,
        "two-subjects" => two(rest).map(|(a, b)| Kind::TwoSubjects(a, b))?,
        "unresolved" => Kind::Unresolved(only(rest)?),
        "count" => {
            let (attribute, number) = rest.split_once('=').ok_or("no `=`")?;
            let number = number.trim().parse().map_err(|_| "no number")?;
            Kind::Count { attribute: attribute.trim().to_owned(), number }
        }
        "notice" | "no-notice" => Kind::Notice { kind: rest.to_owned(), wanted: verb == "notice" },
        _ => return Err("unknown word at its start".into()),
    })
}

/// Words in quotation marks at the start of `text`, and what follows them.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let inner = text.trim_start().strip_prefix('"').ok_or("no quotation mark")?;
    let (words, rest) = inner.split_once('"').ok_or("a quotation mark is not closed")?;
    if words.is_empty() { Err("no words".into()) } else { Ok((words.to_owned(), rest)) }
}

fn only(text: &str) -> Result<String, String> {
    let (words, rest) = quoted(text)?;
    if rest.trim().is_empty() { Ok(words) } else { Err("words after the quotation mark".into()) }
}

fn two(text: &str) -> Result<(String, String), String> {
    let (first, rest) = quoted(text)?;
    Ok((first, only(rest)?))
}

/// `[key=value]`, as often as it stands there.
fn parse_options(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut options = Vec::new();
    let mut rest = text.trim();
    while let Some(inner) = rest.strip_prefix('[') {
        // A set in EDTF has brackets of its own: an option ends at the bracket before the next one.
        let end = inner.find("] [").or_else(|| inner.rfind(']')).ok_or("a bracket is not closed")?;
        let (key, value) = inner[..end].split_once('=').ok_or("an option is [key=value]")?;
        options.push((key.to_owned(), value.to_owned()));
        rest = inner[end + 1..].trim();
    }
    if rest.is_empty() { Ok(options) } else { Err(format!("what is `{rest}`")) }
}

#[test]
fn a_case_that_is_wrongly_written_is_refused_with_its_line() {
    let refused = |source: &str| Case::parse("x", source).map(|_| ()).unwrap_err();
    let with = |line: &str| refused(&format!("published: 2013\n---\nText.\n---\n# why\n{line}\n"));
    assert!(refused("published: 2013\n---\nText.\n").starts_with("1: "));
    assert!(refused("published: May\n---\nText.\n---\ncount * = 0\n").starts_with("1: "));
    assert!(refused("sort: 1\n---\nText.\n---\ncount * = 0\n").starts_with("1: unknown key"));
    assert!(refused("published: 2013\n---\nText.\n---\n").contains("nothing is expected"));
    for line in [
        "asserts summit date = \"May\"",
        "asserts summit / date \"May\"",
        "asserts summit / date = \"May\" edtf=2013-05",
        "asserts summit / date = \"May",
        "never \"May\"",
        "never date \"\"",
        "linked \"a\"",
        "count date = few",
        "holds date \"May\"",
        "never date \"May\" known-gap:",
    ] {
        assert!(with(line).starts_with("6: "), "{line} was taken, or placed wrongly: {}", with(line));
    }
}

#[test]
fn a_case_is_read_with_its_gap_and_its_escapes() {
    let source = "escapes: yes\nnewlines: crlf\n---\nA\\u{1b}b\nc\n---\n\
                  asserts * / date = \"May\" [edtf=[2013-05,2014-05]] [modality=PR] known-gap: why not\n";
    let case = Case::parse("x", source).unwrap();
    assert_eq!(case.text, "A\u{1b}b\r\nc");
    let [expectation] = &case.expectations[..] else { panic!("one line of expectations") };
    assert_eq!((expectation.line, expectation.known_gap.as_deref()), (7, Some("why not")));
    let Kind::Asserts { options, .. } = &expectation.kind else { panic!("it asserts") };
    assert_eq!(options[0], ("edtf".into(), "[2013-05,2014-05]".into()));
    assert_eq!(options[1], ("modality".into(), "PR".into()));
}
