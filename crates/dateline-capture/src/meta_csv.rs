//! A table of metadata for many files. `docs/formats/meta-csv.md` specifies it.

use crate::charset::Charset;
use crate::decode;
use crate::error::{CaptureError, Fault, RowFault, TableFault};
use crate::field::{Key, shortened};
use crate::inputs::{Input, Source};
use crate::layer::Layer;
use crate::read;
use crate::warning::CaptureWarning;
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
    /// The charset, if it is an estimate.
    estimated: Option<String>,
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
    /// Rows that name no file, or a name that several inputs have. A row for a file that exists and is not
    /// among the inputs is passed over: a table may cover more than what is ingested now.
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
        let decoded = decode::decode(bytes, named).map_err(error)?;
        let text = decoded.text.trim_start_matches(decode::BYTE_ORDER_MARK);
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
        let estimated = decoded.estimated.then_some(decoded.charset);
        Ok(Self { name: name.to_owned(), base: base.to_owned(), rows, estimated })
    }

    /// What the table's owner should know of the table itself.
    pub fn warning(&self) -> Option<CaptureWarning> {
        self.estimated.clone().map(|charset| CaptureWarning::CharsetEstimated { charset })
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
            let path = self.base.join(&row.file).canonicalize().ok().filter(|path| path.is_file());
            let exact = path.as_ref().and_then(|path| by_path.get(path).copied());
            let named = by_name.get(&row.file).map_or(&[][..], Vec::as_slice);
            let file = shortened(&row.file);
            let index = match (exact, named) {
                (Some(index), _) | (None, &[index]) => index,
                (None, []) if row.file.is_empty() => {
                    left_over.push(self.error(row, RowFault::NoFile));
                    continue;
                }
                // A table may cover more than what is ingested now.
                (None, []) if path.is_some() => continue,
                (None, []) => {
                    left_over.push(self.error(row, RowFault::UnknownFile { file }));
                    continue;
                }
                (None, several) => {
                    left_over.push(self.error(row, RowFault::Ambiguous { file, count: several.len() }));
                    continue;
                }
            };
            if let Some((first, layer)) = assigned.get_mut(&index) {
                *layer = Err(self.error(row, RowFault::Duplicate { file, first: first.number }));
            } else {
                let layer = row.layer.clone().map_err(|fault| self.error(row, fault));
                assigned.insert(index, (row, layer));
            }
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
            let unknown = || TableFault::UnknownColumn { column: shortened(cell) };
            Column::Field(Key::from_name(cell.trim()).ok_or_else(unknown)?)
        };
        if columns.contains(&column) {
            return Err(TableFault::DuplicateColumn { column: shortened(cell) });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> MetaTable {
        MetaTable::parse("meta.csv", Path::new("/nowhere"), text.as_bytes(), None).unwrap()
    }

    fn table_fault(text: &str) -> TableFault {
        match MetaTable::parse("meta.csv", Path::new(""), text.as_bytes(), None).unwrap_err().fault {
            Fault::Table(fault) => fault,
            other => panic!("{other:?}"),
        }
    }

    fn input(path: impl Into<PathBuf>) -> Input {
        let path = path.into();
        Input { name: path.display().to_string(), source: Source::File(path), directory_story: None }
    }

    fn row_fault(error: &CaptureError) -> (u64, usize, RowFault) {
        match &error.fault {
            Fault::Row { row, line, fault } => (*row, line.0, fault.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_row_is_found_by_the_bare_name() {
        let table = table("file,Published, publisher\na.txt,2013-11-05,\"Herald, The\"\nb.txt,,\n");
        let assigned = table.assign(&[input("x/b.txt"), input("x/a.txt"), input("x/c.txt")]);
        let layers: Vec<Layer> = assigned.layers.into_iter().map(Result::unwrap).collect();
        assert_eq!((&layers[0], &layers[2]), (&Layer::default(), &Layer::default()));
        assert_eq!(layers[1].metadata.published.as_ref().unwrap().to_string(), "2013-11-05");
        assert_eq!(layers[1].metadata.publisher.as_deref(), Some("Herald, The"));
        assert!(assigned.left_over.is_empty());
    }

    #[test]
    fn a_path_relative_to_the_table_goes_before_a_bare_name() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["a.txt", "x/a.txt", "y/a.txt", "y/other.txt"] {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "words").unwrap();
        }
        let csv = dir.path().join("meta.csv");
        std::fs::write(&csv, "\u{feff}file,title\r\na.txt,top\r\n./x/a.txt,x\r\ny/other.txt,later\r\n")
            .unwrap();
        let inputs = ["a.txt", "x/a.txt", "y/a.txt"].map(|file| input(dir.path().join(file)));
        let assigned = MetaTable::read(&csv).unwrap().assign(&inputs);
        let titles: Vec<_> = assigned.layers.into_iter().map(|layer| layer.unwrap().metadata.title).collect();
        assert_eq!(titles, [Some("top".to_owned()), Some("x".to_owned()), None]);
        // The row about a file that exists and is not ingested now is no fault.
        assert!(assigned.left_over.is_empty());
    }

    #[test]
    fn rows_that_fit_nothing_or_too_much_are_told() {
        let assigned =
            table("file,title\ngone.txt,A\n,B\na.txt,C\n").assign(&[input("x/a.txt"), input("y/a.txt")]);
        let told: Vec<_> = assigned.left_over.iter().map(row_fault).collect();
        let (gone, a) = ("gone.txt".to_owned(), "a.txt".to_owned());
        assert_eq!(
            told,
            [
                (2, 2, RowFault::UnknownFile { file: gone }),
                (3, 3, RowFault::NoFile),
                (4, 4, RowFault::Ambiguous { file: a, count: 2 })
            ]
        );
        let text = assigned.left_over[0].to_string();
        assert_eq!(text, "meta.csv: row 2 (line 2): \"gone.txt\" is neither one of the inputs nor a file");
    }

    #[test]
    fn a_bad_row_keeps_its_own_input_back_only() {
        let text = "file,url,title\na.txt,https://a.example,\"two\nlines\"\nb.txt,www,B\n,,\nc.txt,,C\nd.txt,\nc.txt,,again\n";
        let inputs = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"].map(input);
        let assigned = table(text).assign(&inputs);
        assert!(assigned.left_over.is_empty());
        let told: Vec<_> = assigned.layers.iter().map(|layer| layer.as_ref().err().map(row_fault)).collect();
        assert_eq!((&told[0], &told[4]), (&None, &None));
        let (row, line, fault) = told[1].clone().unwrap();
        assert_eq!((row, line), (3, 4));
        assert!(matches!(fault, RowFault::Field(error) if error.key == Key::Url));
        assert_eq!(told[2], Some((7, 8, RowFault::Duplicate { file: "c.txt".to_owned(), first: 5 })));
        assert_eq!(told[3], Some((6, 7, RowFault::Cells { found: 2, expected: 3 })));
    }

    #[test]
    fn a_bad_header_stops_the_table() {
        assert_eq!(table_fault("title\nA\n"), TableFault::NoFileColumn { semicolons: false });
        assert_eq!(table_fault("file;title\na;A\n"), TableFault::NoFileColumn { semicolons: true });
        assert_eq!(table_fault("file,date\n"), TableFault::UnknownColumn { column: "date".to_owned() });
        assert_eq!(
            table_fault("file,title,Title\n"),
            TableFault::DuplicateColumn { column: "Title".to_owned() }
        );
    }

    #[test]
    fn an_empty_table_says_nothing() {
        let assigned = table("file\n").assign(&[input("a.txt")]);
        assert_eq!(assigned.layers.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [Layer::default()]);
        assert!(MetaTable::parse("meta.csv", Path::new(""), b"", None).is_err());
    }

    #[test]
    fn a_table_in_another_charset_is_read_and_said() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1252.encode("file,publisher\na.txt,Le Républicain de la vallée\n");
        let table = MetaTable::parse("meta.csv", Path::new(""), &bytes, None).unwrap();
        assert!(table.warning().is_some());
        let layer = table.assign(&[input("a.txt")]).layers.remove(0).unwrap();
        assert_eq!(layer.metadata.publisher.as_deref(), Some("Le Républicain de la vallée"));
    }
}
