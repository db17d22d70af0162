//! A folder of Parquet files, one for each hour in which something was read.
//!
//! The end of a Parquet file is written last, so a file that grows is none when its program is killed. Rows go to a hidden file of
//! lines first, `.2026-11-29T07.rows`, which loses nothing then; when its hour is over they become a Parquet file as a whole,
//! which is renamed into place. The name has a digest of the rows: what is made again after a crash replaces itself.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::influx::File;

const SCHEMA: &str = "
    message nibe_point {
        required int64 time (TIMESTAMP(MICROS, true));
        required binary machine (STRING);
        required binary slug (STRING);
        required binary point (STRING);
        optional double value;
        optional binary text (STRING);
        required binary unit (STRING);
        required binary api (STRING);
    }";
/// What rows end in that are no Parquet yet.
const ROWS: &str = ".rows";

/// A row, as a line holds it.
#[derive(Debug, Deserialize)]
struct Row {
    time: Timestamp,
    machine: String,
    slug: String,
    point: String,
    value: Option<f64>,
    text: Option<String>,
    unit: String,
    api: String,
}

/// A folder of parts.
#[derive(Debug)]
pub(crate) struct Parts {
    folder: PathBuf,
    /// The hour in UTC whose rows are gathered, such as `2026-11-29T07`.
    hour: String,
    rows: File,
    /// Whether hours that are over have no parts yet.
    unfinished: bool,
    /// Nobody else makes parts of these rows.
    _lock: fs::File,
}

impl Parts {
    /// Opens a folder, and makes parts of the hours that are over.
    ///
    /// # Errors
    /// It cannot be written, or another program uses it.
    pub(crate) fn open(folder: &Path, now: Timestamp) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let lock = fs::OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(".lock"))?;
        lock.try_lock().map_err(|_| io::Error::other("another program writes here; choose another folder"))?;
        let hour = hour(now);
        let rows = File::new(gathered(folder, &hour));
        let parts = Parts { folder: folder.to_owned(), hour, rows, unfinished: false, _lock: lock };
        parts.finish()?;
        Ok(parts)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds rows that were read now.
    ///
    /// # Errors
    /// They cannot be written now, and wait in memory; or the part of an hour that is over cannot be made, which is tried again.
    pub(crate) fn write(&mut self, rows: &str, now: Timestamp) -> io::Result<()> {
        let hour = hour(now);
        if !rows.is_empty() || hour != self.hour {
            self.rows.write(rows)?;
        }
        if hour != self.hour {
            // Nothing waits in memory any more: while the disk takes nothing, the hour before goes on.
            self.rows = File::new(gathered(&self.folder, &hour));
            self.hour = hour;
            self.unfinished = true;
        }
        if self.unfinished {
            self.finish()?;
            self.unfinished = false;
        }
        Ok(())
    }

    /// Makes parts of all rows but those of this hour.
    fn finish(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let hour = name.strip_prefix('.').and_then(|name| name.strip_suffix(ROWS));
            if let Some(hour) = hour.filter(|hour| *hour != self.hour) {
                self.make(hour, &path).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?;
            }
        }
        Ok(())
    }

    /// Makes a part of rows, in one step, and then takes the rows away.
    fn make(&self, hour: &str, path: &Path) -> io::Result<()> {
        let (rows, digest) = read(path)?;
        if !rows.is_empty() {
            let new = self.folder.join(format!(".{hour}.new"));
            let file = fs::File::create(&new)?;
            let file = write(file, &rows).map_err(io::Error::other)?;
            file.sync_all()?;
            fs::rename(&new, self.folder.join(format!("{hour}-{digest}.parquet")))?;
        }
        fs::remove_file(path)
    }
}

fn hour(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H").to_string()
}

fn gathered(folder: &Path, hour: &str) -> PathBuf {
    folder.join(format!(".{hour}{ROWS}"))
}

/// The rows of a file, each reading once by what was said of it last, and a digest of them. A last line that was cut off, because
/// the program ended in the middle of it, is no row.
fn read(path: &Path) -> io::Result<(Vec<Row>, String)> {
    let (mut rows, mut places, mut digest) = (Vec::<Row>::new(), HashMap::new(), Sha256::new());
    let mut lines = BufReader::new(fs::File::open(path)?);
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        if let Some(row) = line.strip_suffix('\n').and_then(|line| serde_json::from_str::<Row>(line).ok()) {
            digest.update(&line);
            let key = (row.machine.clone(), row.slug.clone(), row.point.clone(), row.time);
            match places.get(&key) {
                Some(at) => rows[*at] = row,
                None => {
                    places.insert(key, rows.len());
                    rows.push(row);
                }
            }
        }
        line.clear();
    }
    let digest = digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Ok((rows, digest))
}

fn write(file: fs::File, rows: &[Row]) -> Result<fs::File, ParquetError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
    let mut writer = SerializedFileWriter::new(file, schema, properties)?;
    let mut group = writer.next_row_group()?;
    let texts: [fn(&Row) -> Option<&str>; 8] = [
        |_| None,
        |row| Some(&row.machine),
        |row| Some(&row.slug),
        |row| Some(&row.point),
        |_| None,
        |row| row.text.as_deref(),
        |row| Some(&row.unit),
        |row| Some(&row.api),
    ];
    let there = |is: fn(&Row) -> bool| rows.iter().map(|row| i16::from(is(row))).collect::<Vec<_>>();
    for text in texts {
        let Some(mut column) = group.next_column()? else { break };
        match column.untyped() {
            ColumnWriter::Int64ColumnWriter(column) => {
                let times: Vec<i64> = rows.iter().map(|row| row.time.as_microsecond()).collect();
                column.write_batch(&times, None, None)?;
            }
            ColumnWriter::DoubleColumnWriter(column) => {
                let values: Vec<f64> = rows.iter().filter_map(|row| row.value).collect();
                column.write_batch(&values, Some(&there(|row| row.value.is_some())), None)?;
            }
            ColumnWriter::ByteArrayColumnWriter(column) => {
                let values: Vec<ByteArray> = rows.iter().filter_map(text).map(ByteArray::from).collect();
                let levels: Vec<i16> = rows.iter().map(|row| i16::from(text(row).is_some())).collect();
                let required = column.get_descriptor().max_def_level() == 0;
                column.write_batch(&values, (!required).then_some(&levels[..]), None)?;
            }
            _ => {}
        }
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
mod tests;
