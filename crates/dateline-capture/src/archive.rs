//! The articles of a web archive, record by record.

use crate::capture::{CapturedText, capture};
use crate::charset::Charset;
use crate::error::{CaptureError, Fault};
use crate::layer::Layers;
use crate::url;
use crate::warc::{self, Record};
use crate::warning::CaptureWarning;
use std::io::{self, BufReader, Read};
use std::str::FromStr as _;

/// An archive, and how far it was read.
pub(crate) struct Archive {
    name: String,
    layers: Layers,
    reader: warc::Reader<BufReader<Box<dyn Read + Send>>>,
    /// Whether a page or text was found in it.
    any: bool,
}

impl Archive {
    /// An archive, packed or not.
    pub(crate) fn open(
        name: &str,
        source: impl io::BufRead + Send + 'static,
        layers: &Layers,
    ) -> Result<Self, Fault> {
        if layers.gives_address() {
            return Err(Fault::OneAddress);
        }
        let reader = warc::Reader::open(source).map_err(Fault::Unreadable)?;
        Ok(Self { name: name.to_owned(), layers: layers.clone(), reader, any: false })
    }
}

impl Iterator for Archive {
    type Item = Result<CapturedText, CaptureError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.reader.next() {
            Some(Ok(record)) => record,
            Some(Err(fault)) => {
                self.any = true;
                return Some(Err(CaptureError::new(&self.name, fault.into())));
            }
            None if self.any => return None,
            None => {
                self.any = true;
                let passed_over = self.reader.passed_over;
                return Some(Err(CaptureError::new(&self.name, Fault::NoPages(passed_over))));
            }
        };
        self.any = true;
        let Record { address, captured_at, truncated, charset, body } = record;
        let series = format!("{}#{address}@", self.name);
        let name = format!("{series}{captured_at}");
        let body = match body {
            Ok(body) => body,
            Err(fault) => return Some(Err(CaptureError::new(&name, fault.into()))),
        };
        let served_charset = charset.and_then(|label| Charset::from_str(&label).ok());
        let fetched_from = url::canonical(&address).ok();
        let layers = Layers { served_charset, fetched_from, kind: None, ..self.layers.clone() };
        Some(capture(&name, &body, &layers).map(|mut article| {
            article.warnings.extend(truncated.then_some(CaptureWarning::Truncated));
            article.series = Some(series);
            article
        }))
    }
}
