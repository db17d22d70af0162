//! Makes Python objects of an answer while it is read.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyDelta, PyDict, PyFloat, PyList, PyType, PyTzInfo};
use uplink_runtime::builder::{Build, Failed, Made, build_value};
use uplink_runtime::descriptor::{Enum, Shape, Struct};
use uplink_runtime::{DecodeError, Error};

use crate::apis::{self, Known};
use crate::classes::{Classes, Instance, read_only};
use crate::errors::{self, Result};
use crate::texts::Texts;

/// Makes an object of what an answer holds.
pub(crate) fn read<'py>(
    py: Python<'py>,
    known: &'static Known,
    read: impl FnOnce(&mut Objects<'py, 'static>) -> std::result::Result<Bound<'py, PyAny>, Error>,
) -> Result<Bound<'py, PyAny>> {
    let mut objects = Objects::new(py, known.classes(py)?);
    read(&mut objects).map_err(|error| objects.error.take().map_or_else(|| error.into(), Into::into))
}

/// A model of this class from JSON text.
#[pyfunction]
pub(crate) fn model_from_json<'py>(class: &Bound<'py, PyType>, text: &[u8]) -> Result<Bound<'py, PyAny>> {
    let py = class.py();
    let known = apis::of_module(&class.module()?.to_cow()?);
    let known = known.ok_or_else(|| errors::setup("this class is no model of the package"))?;
    let shape = known.classes(py)?.shape_of(class);
    let shape = shape.ok_or_else(|| errors::setup("this class is no model of the package"))?;
    let Shape::Struct(Struct { name, .. }) = shape else { return Err(errors::setup("models are objects")) };
    let value = serde_json::from_slice(text).map_err(|error| {
        DecodeError::new(name, "", format!("it is not JSON (line {}, column {})", error.line(), error.column()))
    });
    let value: serde_json::Value = value.map_err(Error::from)?;
    read(py, known, |objects| build_value(name, shape, &value, objects))
}

/// Makes objects of one API's classes.
pub(crate) struct Objects<'py, 'c> {
    py: Python<'py>,
    classes: &'c Classes,
    none: Bound<'py, PyAny>,
    texts: Texts,
    /// Why one could not be made.
    pub(crate) error: Option<PyErr>,
}

/// An object that is being filled.
pub(crate) struct Object<'py, 'c> {
    instance: Instance<'py, 'c>,
    extra: Option<Bound<'py, PyDict>>,
}

impl<'py, 'c> Objects<'py, 'c> {
    pub(crate) fn new(py: Python<'py>, classes: &'c Classes) -> Self {
        Objects { py, classes, none: py.None().into_bound(py), texts: classes.take_texts(), error: None }
    }

    fn made<T>(&mut self, result: PyResult<T>) -> Made<T> {
        result.map_err(|error| {
            self.error = Some(error);
            Failed
        })
    }
}

impl Drop for Objects<'_, '_> {
    fn drop(&mut self) {
        self.classes.give_back(std::mem::take(&mut self.texts));
    }
}

impl<'py, 'c> Build for Objects<'py, 'c> {
    type Value = Bound<'py, PyAny>;
    type List = Bound<'py, PyList>;
    type Map = Bound<'py, PyDict>;
    type Object = Object<'py, 'c>;

    fn null(&mut self) -> Made<Self::Value> {
        Ok(self.none.clone())
    }

    fn bool(&mut self, value: bool) -> Made<Self::Value> {
        let made = value.into_bound_py_any(self.py);
        self.made(made)
    }

    fn int(&mut self, value: i64) -> Made<Self::Value> {
        let made = value.into_bound_py_any(self.py);
        self.made(made)
    }

    fn large(&mut self, value: u64) -> Made<Self::Value> {
        let made = value.into_bound_py_any(self.py);
        self.made(made)
    }

    fn float(&mut self, value: f64) -> Made<Self::Value> {
        Ok(PyFloat::new(self.py, value).into_any())
    }

    fn text(&mut self, value: &str) -> Made<Self::Value> {
        Ok(self.texts.get(self.py, value).into_any())
    }

    fn moment(&mut self, value: Timestamp, text: &str) -> Made<Self::Value> {
        // The years of `datetime` are 1 to 9999; what is beyond them says that there is no moment.
        moment(self.py, value, offset(text)).or_else(|_| self.text(text))
    }

    fn word(&mut self, words: &'static Enum, position: Option<usize>, text: &str) -> Made<Self::Value> {
        let made = self.classes.word(self.py, words, position, text);
        self.made(made)
    }

    fn bytes(&mut self, value: &[u8]) -> Made<Self::Value> {
        Ok(PyBytes::new(self.py, value).into_any())
    }

    fn list(&mut self) -> Made<Self::List> {
        Ok(PyList::empty(self.py))
    }

    fn item(&mut self, list: &mut Self::List, item: Self::Value) -> Made<()> {
        let made = list.append(item);
        self.made(made)
    }

    fn listed(&mut self, list: Self::List) -> Made<Self::Value> {
        Ok(list.into_any())
    }

    fn map(&mut self) -> Made<Self::Map> {
        Ok(PyDict::new(self.py))
    }

    fn entry(&mut self, map: &mut Self::Map, key: &str, value: Self::Value) -> Made<()> {
        let made = map.set_item(key, value);
        self.made(made)
    }

    fn mapped(&mut self, map: Self::Map) -> Made<Self::Value> {
        Ok(map.into_any())
    }

    fn object(&mut self, of: &'static Struct) -> Made<Self::Object> {
        let made = self.classes.class(of).instance(self.py);
        Ok(Object { instance: self.made(made)?, extra: None })
    }

    fn field(&mut self, object: &mut Self::Object, position: usize, value: Self::Value) -> Made<()> {
        object.instance.set(position, value, &mut self.texts);
        Ok(())
    }

    fn unreadable(&mut self, object: &mut Self::Object, position: usize) -> Made<()> {
        let none = self.none.clone();
        self.field(object, position, none)
    }

    fn extra(&mut self, object: &mut Self::Object, name: &str, value: Self::Value) -> Made<()> {
        let extra = object.extra.get_or_insert_with(|| PyDict::new(self.py));
        let made = extra.set_item(name, value);
        self.made(made)
    }

    fn finished(&mut self, object: Self::Object) -> Made<Self::Value> {
        let extra = object.extra.as_ref().map_or_else(|| self.classes.nothing(self.py), read_only);
        Ok(object.instance.finished(extra))
    }

    fn warn(&mut self, sentence: &str) -> Made<()> {
        let warned = errors::warn(self.py, sentence);
        self.made(warned)
    }
}

/// A moment as a `datetime` with this offset from UTC.
pub(crate) fn moment(py: Python<'_>, moment: Timestamp, offset: Offset) -> PyResult<Bound<'_, PyAny>> {
    let local = offset.to_datetime(moment);
    let zone = match offset.seconds() {
        0 => PyTzInfo::utc(py)?.to_owned(),
        seconds => PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, seconds, 0, true)?)?,
    };
    let (date, time) = (local.date(), local.time());
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let micros = u32::try_from(time.subsec_nanosecond() / 1000).unwrap_or_default();
    let made = PyDateTime::new(
        py,
        date.year().into(),
        part(date.month()),
        part(date.day()),
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
        micros,
        Some(&zone),
    )?;
    Ok(made.into_any())
}

/// The offset that a moment was written with.
fn offset(text: &str) -> Offset {
    let pieces = DateTimeParser::new().parse_pieces(text).ok();
    pieces.and_then(|pieces| pieces.to_numeric_offset()).unwrap_or(Offset::UTC)
}
