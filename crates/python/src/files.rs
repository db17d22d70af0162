//! Files on their way from Python to Rust: bytes, paths, open files, and tuples that name them.

use std::io::{self, Read};
use std::path::PathBuf;

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};
use uplink_runtime::descriptor::Shape;
use uplink_runtime::{File, FileSource};

/// What a file may be.
const FORMS: &str = "give bytes, a path (pathlib.Path), a file opened with \"rb\", or a tuple of name and one of these";

/// The files that an argument is given; `None` where it is no argument for files. `Err` is the end of a sentence.
pub(crate) fn read(shape: &Shape, given: &Bound<'_, PyAny>) -> Option<Result<Vec<File>, String>> {
    match shape.non_null() {
        Shape::Bytes => Some(file(given).map(|file| vec![file])),
        Shape::List(Shape::Bytes) => Some(files(given)),
        _ => None,
    }
}

fn files(given: &Bound<'_, PyAny>) -> Result<Vec<File>, String> {
    let single = is_text(given) || given.is_instance_of::<PyBytes>() || given.hasattr("read").unwrap_or(false);
    let items = given.try_iter().ok().filter(|_| !single);
    let items = items.ok_or_else(|| "is a list of files; give one, such as [file]".to_owned())?;
    items.map(|item| file(&item.map_err(|e| format!("cannot be read: {e}"))?)).collect()
}

fn is_text(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyString>()
}

fn file(given: &Bound<'_, PyAny>) -> Result<File, String> {
    if let Ok(parts) = given.cast::<PyTuple>() {
        let part = |at| parts.get_item(at).map_err(|e: PyErr| e.to_string());
        let text = |at: usize| part(at)?.extract::<String>().map_err(|_| format!("is named by no text; {FORMS}"));
        return match parts.len() {
            2 => Ok(content(&part(1)?)?.with_name(text(0)?)),
            3 => Ok(content(&part(1)?)?.with_name(text(0)?).with_media_type(text(2)?)),
            _ => Err(format!("is a tuple of {}; {FORMS}", parts.len())),
        };
    }
    content(given)
}

fn content(given: &Bound<'_, PyAny>) -> Result<File, String> {
    let py = given.py();
    if let Ok(buffer) = PyBuffer::<u8>::get(given) {
        let bytes = buffer.to_vec(py).map_err(|e| format!("cannot be read: {e}"))?;
        return Ok(bytes.into());
    }
    if !is_text(given) && given.hasattr("__fspath__").unwrap_or(false) {
        return given.extract::<PathBuf>().map(File::open).map_err(|e| format!("is no path: {e}"));
    }
    if given.hasattr("read").unwrap_or(false) {
        return opened(given).map_err(|e| e.value(py).to_string());
    }
    let kind = given.get_type().name().map(|name| name.to_string()).unwrap_or_default();
    Err(format!("is no file but of type {kind}; {FORMS}"))
}

/// A file that the program has opened, from where it stands.
fn opened(file: &Bound<'_, PyAny>) -> PyResult<File> {
    if file.call_method1("read", (0,))?.cast::<PyBytes>().is_err() {
        return Err(PyTypeError::new_err("is a file that reads text; open it with \"rb\""));
    }
    let start = match file.call_method0("seekable").and_then(|can| can.is_truthy()) {
        Ok(true) => Some(file.call_method0("tell")?.extract()?),
        _ => None,
    };
    let size = match start {
        Some(start) => {
            let end: u64 = file.call_method1("seek", (0, 2))?.extract()?;
            file.call_method1("seek", (start,))?;
            Some(end.saturating_sub(start))
        }
        None => None,
    };
    let name = file.getattr("name").ok().and_then(|name| name.extract::<PathBuf>().ok());
    let name = name.and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let made = File::from_source(Opened { file: file.clone().unbind(), start, size });
    Ok(match name {
        Some(name) => made.with_name(name),
        None => made,
    })
}

struct Opened {
    file: Py<PyAny>,
    /// Where it stood; `None` when it cannot be read twice.
    start: Option<u64>,
    size: Option<u64>,
}

impl FileSource for Opened {
    fn open(&self) -> io::Result<(Box<dyn Read + Send>, Option<u64>)> {
        attached(|py| {
            if let Some(start) = self.start {
                self.file.call_method1(py, "seek", (start,)).map_err(|e| failed(py, &e))?;
            }
            let reader: Box<dyn Read + Send> = Box::new(Pieces { file: self.file.clone_ref(py) });
            Ok((reader, self.size))
        })
    }
}

struct Pieces {
    file: Py<PyAny>,
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        attached(|py| {
            let mut read = || -> PyResult<usize> {
                let piece = self.file.call_method1(py, "read", (into.len(),))?;
                let piece = piece.bind(py).cast::<PyBytes>().map_err(|_| PyTypeError::new_err("it reads no bytes"))?;
                let piece = piece.as_bytes();
                let room = into.get_mut(..piece.len());
                room.ok_or_else(|| PyValueError::new_err("it reads more than was asked for"))?.copy_from_slice(piece);
                Ok(piece.len())
            };
            read().map_err(|e| failed(py, &e))
        })
    }
}

/// Holds the interpreter, which may be ending.
fn attached<T>(read: impl for<'py> FnOnce(Python<'py>) -> io::Result<T>) -> io::Result<T> {
    Python::try_attach(read).unwrap_or_else(|| Err(io::Error::other("the interpreter has ended")))
}

fn failed(py: Python<'_>, error: &PyErr) -> io::Error {
    io::Error::other(error.value(py).to_string())
}
