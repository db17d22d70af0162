//! Columns as an Arrow stream, which pandas, polars, pyarrow and duckdb read without copies of ours.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// A column: its name, what it holds, its values, and what is known of all of them.
type Column<'py> = (String, String, Bound<'py, PyAny>, HashMap<String, String>);

/// A capsule of one batch of columns. They hold `time` (microseconds since 1970 in UTC), `int`, `float` or `word`; any value
/// may be `None`.
#[pyfunction]
pub(crate) fn arrow_stream<'py>(py: Python<'py>, columns: Vec<Column<'py>>) -> PyResult<Bound<'py, PyCapsule>> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for (name, kind, values, metadata) in columns {
        let array: ArrayRef = match &*kind {
            "time" => {
                Arc::new(TimestampMicrosecondArray::from(values.extract::<Vec<Option<i64>>>()?).with_timezone("UTC"))
            }
            "int" => Arc::new(Int64Array::from(values.extract::<Vec<Option<i64>>>()?)),
            "float" => Arc::new(Float64Array::from(values.extract::<Vec<Option<f64>>>()?)),
            "word" => Arc::new(dictionary(&values.extract::<Vec<Option<String>>>()?).map_err(failed)?),
            _ => return Err(PyValueError::new_err(format!("no column holds {kind}"))),
        };
        fields.push(Field::new(name, array.data_type().clone(), true).with_metadata(metadata));
        arrays.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(failed)?;
    let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}

/// Words as places in a list that has each once. The crate's builder ends in a function that makes arrays of each kind there is,
/// all of which the wheel would hold.
fn dictionary(values: &[Option<String>]) -> Result<DictionaryArray<Int32Type>, ArrowError> {
    let (mut words, mut places) = (Vec::new(), HashMap::new());
    let keys: Int32Array = values
        .iter()
        .map(|value| {
            value.as_deref().map(|word| {
                *places.entry(word).or_insert_with(|| {
                    words.push(word);
                    words.len() as i32 - 1
                })
            })
        })
        .collect();
    DictionaryArray::try_new(keys, Arc::new(StringArray::from(words)))
}

fn failed(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
