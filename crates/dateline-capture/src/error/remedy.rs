//! What to do about what is wrong with an input.

use super::{Fault, FrontMatterFault, NotText, RowFault, TableFault};
use crate::field::Key;
use crate::html::PageFault;

impl Fault {
    /// What to do about it, where that can be said in a sentence.
    pub(super) fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Missing { closest: Some(path) } => format!("closest: {}", path.display()),
            Self::Missing { closest: None } => {
                "check the spelling; paths are relative to the current directory".to_owned()
            }
            Self::Unreadable(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                "you may not read it: chmod u+r PATH, if it is yours; or leave it out".to_owned()
            }
            Self::NoMatch => {
                "* stands for any characters but /, ** for directories, ? for one character, [ab] for one of these; names that begin with a full stop are passed over"
                    .to_owned()
            }
            Self::BadPattern(_) => "write [*] or [?] or [[] for the character itself".to_owned(),
            Self::NoArticles { .. } => {
                "name a file to take it whatever its ending: dateline ingest FILE".to_owned()
            }
            Self::Special(_) => "pipe its contents in: dateline ingest - < PATH".to_owned(),
            Self::Address => {
                "save the article as text and name the address: dateline ingest FILE --url ADDRESS".to_owned()
            }
            Self::Empty(_) => "put the article's text into it, or leave it out".to_owned(),
            Self::TooLarge { .. } => "split it into one file per article".to_owned(),
            Self::LongText { .. } => "take the parts of it that matter, as articles of their own".to_owned(),
            Self::NotText(NotText::BareUtf16 { charset }) => format!("if it is text: --charset {charset}"),
            Self::NotText(_) | Self::NotYet(_) => {
                "save the article as plain text (UTF-8) and ingest that".to_owned()
            }
            Self::SummaryOnly { url: Some(url) } => format!("the article is at {url}"),
            Self::OneAddress => "leave out --url: each article gives its own".to_owned(),
            Self::NoObject => "one object a line: {\"url\": …, \"published\": …, \"text\": …}".to_owned(),
            Self::Page(PageFault::NoArticle) => {
                "if it is one: save its words as plain text (UTF-8) and ingest that".to_owned()
            }
            Self::Undecodable { damaged_utf8: true, .. } => {
                "repair that byte; or, if the file is in another charset, name it: --charset NAME".to_owned()
            }
            Self::Undecodable { .. } => {
                "name the charset: --charset NAME (windows-1252, shift_jis, …)".to_owned()
            }
            Self::FrontMatter { fault: FrontMatterFault::Unterminated, .. } => {
                "close it with a line ---, or put an empty line before the first ---".to_owned()
            }
            Self::FrontMatter { fault: FrontMatterFault::NoKey { .. }, .. } => {
                format!("keys are {}", Key::names())
            }
            Self::Table(TableFault::NoFileColumn { .. } | TableFault::UnknownColumn { .. }) => {
                format!("columns are file, {}", Key::names())
            }
            Self::Row { fault: RowFault::UnknownFile { .. }, .. } => {
                "a file is named relative to the table, or by its bare name".to_owned()
            }
            Self::Row { fault: RowFault::Ambiguous { .. }, .. } => "name it relative to the table".to_owned(),
            _ => return None,
        })
    }
}
