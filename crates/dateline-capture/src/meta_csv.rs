//! A table of metadata for many files. `docs/formats/meta-csv.md` specifies it.

use crate::charset::{self, Charset};
use crate::error::{CaptureError, Fault, RowFault, TableFault};
use crate::inputs::{Input, Source};
use crate::layer::{Key, Layer};
use crate::read;
use dateline_core::text::LineNumber;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most that is read of a table: 16 MiB.
pub const TABLE_CAP_BYTES: u64 = 16 * 1024 * 1024;

/// The column that says which file a row is about.
pub const FILE_COLUMN: &str = "file";

/// A table of metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaTable {
    /// The table's own path, for messages.
    name: String,
    /// The directory that `file` is relative to.
    base: PathBuf,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    number: u64,
    line: LineNumber,
    /// The cell `file`; empty only where `layer` is a fault.
    file: String,
    layer: Result<Layer, RowFault>,
}

/// What a table says of a list of inputs.
#[derive(Debug)]
pub struct Assigned {
    /// For each input, in order: its row's layer (an empty one if no row names it), or why its row cannot
    /// be used; such an input must not be stored, for its owner meant something else.
    pub layers: Vec<Result<Layer, CaptureError>>,
    /// Rows that name none of the inputs, or that no input could be found for.
    pub left_over: Vec<CaptureError>,
}

impl MetaTable {
    /// Reads the table at `path`. Errors are those of the table as a whole; a fault in a row is told by
    /// [`MetaTable::assign`].
    pub fn read(path: &Path) -> Result<Self, CaptureError> {
        let bytes = read::read_file(path, TABLE_CAP_BYTES)?;
        let base = path.parent().unwrap_or(Path::new(""));
        Self::parse(&path.display().to_string(), base, &bytes, None)
    }

    /// Reads a table from `bytes`: comma-separated values after RFC 4180 with a header. `name` names it in
    /// messages, files are relative to `base`.
    pub fn parse(
        name: &str,
        base: &Path,
        bytes: &[u8],
        named: Option<Charset>,
    ) -> Result<Self, CaptureError> {
        let error = |fault| CaptureError::new(name, fault);
        let decoded = charset::decode(bytes, named).map_err(error)?;
        let text = decoded.text.trim_start_matches(charset::BYTE_ORDER_MARK);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| error(Fault::Unreadable(e.into())))?;
        let columns = columns(header).map_err(|fault| error(Fault::Table(fault)))?;
        let mut rows = Vec::new();
        for (index, record) in reader.records().enumerate() {
            let record = record.map_err(|e| error(Fault::Unreadable(e.into())))?;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            // The header is row 1.
            let number = index as u64 + 2;
            let line = record.position().map_or(number, csv::Position::line);
            let (file, layer) = row(&columns, &record);
            rows.push(Row {
                number,
                line: LineNumber(usize::try_from(line).unwrap_or(usize::MAX)),
                file,
                layer,
            });
        }
        Ok(Self { name: name.to_owned(), base: base.to_owned(), rows })
    }

    /// Finds each input's row. A row names an input by its path relative to the table, or by its bare
    /// name if only one input has it.
    pub fn assign(&self, inputs: &[Input]) -> Assigned {
        let mut by_path: BTreeMap<PathBuf, usize> = BTreeMap::new();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, input) in inputs.iter().enumerate() {
            let Source::File(path) = &input.source else { continue };
            if let Ok(path) = path.canonicalize() {
                by_path.insert(path, index);
            }
            if let Some(name) = path.file_name() {
                by_name.entry(name.to_string_lossy().into_owned()).or_default().push(index);
            }
        }
        let mut assigned: BTreeMap<usize, (&Row, Result<Layer, CaptureError>)> = BTreeMap::new();
        let mut left_over = Vec::new();
        for row in &self.rows {
            let exact =
                self.base.join(&row.file).canonicalize().ok().and_then(|path| by_path.get(&path).copied());
            let named = by_name.get(&row.file).map_or(&[][..], Vec::as_slice);
            let file = row.file.clone();
            let index = match (exact, named) {
                (Some(index), _) | (None, &[index]) => index,
                (None, []) if row.file.is_empty() => {
                    left_over.push(self.error(row, RowFault::NoFile));
                    continue;
                }
                (None, []) => {
                    left_over.push(self.error(row, RowFault::UnknownFile { file }));
                    continue;
                }
                (None, several) => {
                    left_over.push(self.error(row, RowFault::Ambiguous { file, count: several.len() }));
                    continue;
                }
            };
            let layer = match (assigned.get(&index), &row.layer) {
                (Some((first, _)), _) => {
                    Err(self.error(row, RowFault::Duplicate { file, first: first.number }))
                }
                (None, Err(fault)) => Err(self.error(row, fault.clone())),
                (None, Ok(layer)) => Ok(layer.clone()),
            };
            assigned.insert(index, (row, layer));
        }
        let layers = (0..inputs.len())
            .map(|index| assigned.remove(&index).map_or_else(|| Ok(Layer::default()), |(_, layer)| layer))
            .collect();
        Assigned { layers, left_over }
    }

    fn error(&self, row: &Row, fault: RowFault) -> CaptureError {
        CaptureError::new(&self.name, Fault::Row { row: row.number, line: row.line, fault })
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    File,
    Field(Key),
}

fn columns(header: &csv::StringRecord) -> Result<Vec<Column>, TableFault> {
    let mut columns = Vec::new();
    if !header.iter().any(is_file_column) {
        let semicolons = header.len() == 1 && header.iter().any(|cell| cell.split(';').any(is_file_column));
        return Err(TableFault::NoFileColumn { semicolons });
    }
    for cell in header {
        let column = if is_file_column(cell) {
            Column::File
        } else {
            let unknown = || TableFault::UnknownColumn { column: cell.to_owned() };
            Column::Field(Key::from_name(cell.trim()).ok_or_else(unknown)?)
        };
        if columns.contains(&column) {
            return Err(TableFault::DuplicateColumn { column: cell.to_owned() });
        }
        columns.push(column);
    }
    Ok(columns)
}

fn is_file_column(cell: &str) -> bool {
    cell.trim().eq_ignore_ascii_case(FILE_COLUMN)
}

fn row(columns: &[Column], record: &csv::StringRecord) -> (String, Result<Layer, RowFault>) {
    let mut file = String::new();
    let mut layer = Ok(Layer::default());
    for (column, cell) in columns.iter().zip(record) {
        match (column, &mut layer) {
            (Column::File, _) => cell.trim().clone_into(&mut file),
            (Column::Field(key), Ok(fields)) => {
                if let Err(error) = fields.set(*key, cell) {
                    layer = Err(error.into());
                }
            }
            (Column::Field(_), Err(_)) => {}
        }
    }
    if record.len() != columns.len() {
        layer = Err(RowFault::Cells { found: record.len(), expected: columns.len() });
    }
    (file, layer)
}
