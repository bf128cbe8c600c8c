//! What can be wrong with an input, each with its remedy.

mod remedy;

use crate::feed::FeedFault;
use crate::field::FieldError;
use crate::html::PageFault;
use crate::http::ResponseFault;
use crate::url::UrlError;
use crate::warc::{PassedOver, WarcFault};
use dateline_core::text::LineNumber;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// An input that was not taken, and why. Nothing of it is stored; other inputs are not affected.
#[derive(Debug, thiserror::Error)]
#[error("{input}: {fault}")]
pub struct CaptureError {
    /// The input, as the person would name it: a path, `-`, a table's path.
    pub input: String,
    /// What is wrong with it.
    pub fault: Fault,
}

impl CaptureError {
    /// An input with what is wrong with it.
    pub fn new(input: impl Into<String>, fault: Fault) -> Self {
        Self { input: input.into(), fault }
    }

    /// What to do about it, where that can be said in a sentence.
    pub fn hint(&self) -> Option<String> {
        self.fault.hint()
    }
}

/// What is wrong with an input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// No such file or directory.
    #[error("there is no such file or directory")]
    Missing {
        /// An existing path that is spelled almost like it.
        closest: Option<PathBuf>,
    },
    /// A pattern that no path fits.
    #[error("no file or directory fits this pattern")]
    NoMatch,
    /// A pattern that cannot be read.
    #[error("there is no such file or directory, and as a pattern it is not well formed: {0}")]
    BadPattern(String),
    /// The system does not let us read it.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// A directory in which nothing is an article.
    #[error("no article in this directory: texts, pages, feeds, JSON lines and web archives are taken, by their endings{}", others(*.other_files, .example.as_deref()))]
    NoArticles {
        /// How many other files were passed over.
        other_files: usize,
        /// The name of one of them.
        example: Option<String>,
    },
    /// A named pipe, a device, a socket.
    #[error("it is {0}, not a file")]
    Special(&'static str),
    /// An address, where nothing is fetched.
    #[error("this program was built without the part that fetches addresses")]
    Address,
    /// An address that is none.
    #[error("it is no address that can be fetched: {0}")]
    BadAddress(UrlError),
    /// More bytes than allowed.
    #[error("it is larger than {}, the most that is read of one file", size(*.cap_bytes))]
    TooLarge {
        /// The limit.
        cap_bytes: u64,
    },
    /// More text than is read of one article.
    #[error("its text is longer than {}, the most that is read of one article", size(*.cap_bytes))]
    LongText {
        /// The limit.
        cap_bytes: u64,
    },
    /// Nothing to read.
    #[error("it is empty: {0}")]
    Empty(Emptiness),
    /// Not text.
    #[error("it is not text: {0}")]
    NotText(NotText),
    /// A kind of text that is not read yet.
    #[error("it looks like {0}, which is not read yet")]
    NotYet(Markup),
    /// A feed that cannot be read.
    #[error(transparent)]
    Feed(#[from] FeedFault),
    /// A web archive that cannot be read on.
    #[error(transparent)]
    Archive(#[from] WarcFault),
    /// A web archive in which nothing is a page or a text.
    #[error("no page in this archive: {} responses have another status than 200, {} other records", .0.not_found, .0.others)]
    NoPages(PassedOver),
    /// A page of a web archive that cannot be read.
    #[error(transparent)]
    Response(#[from] ResponseFault),
    /// Articles of one input beyond those whose faults are told one by one.
    #[error("{more} more of its articles could not be taken")]
    MoreFaults {
        /// How many.
        more: u64,
    },
    /// A line or item that is no JSON object, or one that gives a key twice.
    #[error("it is no JSON object, or gives a key twice")]
    NoObject,
    /// An item without the article's words.
    #[error("it has no text, or a summary only")]
    SummaryOnly {
        /// Where the article is, if it says.
        url: Option<String>,
    },
    /// An address was given for an input that holds several articles.
    #[error("one address cannot be that of several articles")]
    OneAddress,
    /// A page that cannot be read.
    #[error(transparent)]
    Page(#[from] PageFault),
    /// Bytes that are not valid in the charset.
    #[error("byte {offset} is not valid {charset}{}", if *.damaged_utf8 { ", though most of the text is" } else { "" })]
    Undecodable {
        /// The charset that was tried.
        charset: String,
        /// The first byte that does not fit, counted from 0.
        offset: usize,
        /// Whether most of the bytes beyond ASCII are UTF-8 after all.
        damaged_utf8: bool,
    },
    /// Front matter that cannot be read.
    #[error("line {line}: {fault}")]
    FrontMatter {
        /// The line of the file.
        line: LineNumber,
        /// What is wrong there.
        fault: FrontMatterFault,
    },
    /// A value given by a flag that cannot be taken.
    #[error(transparent)]
    Field(FieldError),
    /// A table of metadata that cannot be read.
    #[error("{0}")]
    Table(TableFault),
    /// A row of a table of metadata that cannot be taken.
    #[error("row {row} (line {line}): {fault}")]
    Row {
        /// The row, as a spreadsheet counts it: the header is row 1.
        row: u64,
        /// The line of the file.
        line: LineNumber,
        /// What is wrong there.
        fault: RowFault,
    },
}

/// In which way an input is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emptiness {
    /// It has no bytes.
    NoBytes,
    /// It has white space and invisible characters only.
    BlankOnly,
    /// It has front matter and no text after it.
    FrontMatterOnly,
}

impl fmt::Display for Emptiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoBytes => "it has no bytes",
            Self::BlankOnly => "it has nothing but white space",
            Self::FrontMatterOnly => "no text follows its front matter",
        })
    }
}

/// What bytes look like that are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// A known kind of file, with its article ("a PDF document").
    Known(&'static str),
    /// A NUL byte, which no text has.
    Nul {
        /// Where it stands, counted in bytes from 0.
        offset: usize,
    },
    /// UTF-16 without a byte order mark.
    BareUtf16 {
        /// The charset to try.
        charset: &'static str,
    },
    /// UTF-32.
    Utf32,
    /// More than one character in ten is a control character.
    Controls,
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(what) => write!(f, "it looks like {what}"),
            Self::Nul { offset } => write!(f, "byte {offset} is NUL"),
            Self::BareUtf16 { .. } => {
                f.write_str("every second byte is NUL, as in UTF-16 without a byte order mark")
            }
            Self::Utf32 => f.write_str("it looks like UTF-32"),
            Self::Controls => f.write_str("more than one character in ten is a control character"),
        }
    }
}

/// Text that is not an article's words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// A saved page.
    Html,
    /// XML: a feed, a document.
    Xml,
    /// Rich Text Format.
    Rtf,
    /// A web archive.
    Warc,
    /// JSON.
    Json,
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "HTML",
            Self::Xml => "XML",
            Self::Rtf => "RTF",
            Self::Warc => "a WARC archive",
            Self::Json => "JSON",
        })
    }
}

/// What is wrong in front matter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrontMatterFault {
    /// A value that cannot be taken.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A key for the second time.
    #[error("`{key}` was given before, on line {first}")]
    Duplicate {
        /// The key.
        key: String,
        /// Where it stands first.
        first: LineNumber,
    },
    /// A line that is neither `key: value` nor a comment.
    #[error("front matter has one `key: value` a line; this line has none: {text:?}")]
    NoKey {
        /// The beginning of the line.
        text: String,
    },
    /// No closing line.
    #[error("front matter begins here and is not closed by a line of three hyphens")]
    Unterminated,
}

/// What is wrong with a table of metadata as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// No column says which file a row is about.
    #[error("the first row has no column `file`{}", if *.semicolons { "; its columns seem to be separated by semicolons, not commas" } else { "" })]
    NoFileColumn {
        /// Whether the header would have it if split at semicolons.
        semicolons: bool,
    },
    /// A column that means nothing.
    #[error("column {column:?} is unknown")]
    UnknownColumn {
        /// Its heading.
        column: String,
    },
    /// A column for the second time.
    #[error("column {column:?} stands there twice")]
    DuplicateColumn {
        /// Its heading.
        column: String,
    },
}

/// What is wrong with a row of a table of metadata.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// A value that cannot be taken.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The cell `file` is empty.
    #[error("the cell `file` is empty")]
    NoFile,
    /// More or fewer cells than columns.
    #[error("it has {found} cells, the first row has {expected}")]
    Cells {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// The row names neither an input nor a file that exists.
    #[error("{file:?} is neither one of the inputs nor a file")]
    UnknownFile {
        /// The file as the row names it.
        file: String,
    },
    /// Another row names the same input.
    #[error("{file:?} is the same input as in row {first}")]
    Duplicate {
        /// The file as the row names it.
        file: String,
        /// The other row.
        first: u64,
    },
    /// A bare name that several inputs have.
    #[error("{file:?} is the name of {count} inputs")]
    Ambiguous {
        /// The file as the row names it.
        file: String,
        /// How many inputs have this name.
        count: usize,
    },
}

fn size(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{bytes} bytes")
    }
}

fn others(count: usize, example: Option<&str>) -> String {
    match (count, example) {
        (0, _) | (_, None) => String::new(),
        (1, Some(name)) => format!("; {name} was passed over"),
        (count, Some(name)) => format!("; {name} and {} more were passed over", count - 1),
    }
}
