//! Arguments on their way from Python to Rust: objects become JSON values, and a mistake is told with its place.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyIterator, PyList, PyMapping, PyRange, PyString, PyTuple,
    PyType,
};
use serde_json::{Map, Number, Value};
use uplink_runtime::descriptor::{Function, Null, Shape};
use uplink_runtime::{ArgumentError, Arguments, Files};

use crate::{files, package};

/// How deep values may lie in others; a list that holds itself has no end.
const DEEPEST: usize = 64;

/// What cannot be sent, and where: `["47011"]`, `[2]`.
struct Misfit {
    place: String,
    problem: String,
}

impl Misfit {
    fn new(problem: impl Into<String>) -> Self {
        Misfit { place: String::new(), problem: problem.into() }
    }

    fn inside(self, step: &str) -> Self {
        Misfit { place: format!("{step}{}", self.place), ..self }
    }
}

/// The arguments of a call. What is None is not given, but where null can be sent.
pub(crate) fn read(function: &'static Function, given: &Bound<'_, PyDict>) -> Result<Arguments, ArgumentError> {
    named(function.name, |name| function.argument(name).is_some_and(|a| a.null == Null::Given), given)
}

/// The same, with those apart that are files.
pub(crate) fn with_files(
    function: &'static Function,
    given: &Bound<'_, PyDict>,
) -> Result<(Arguments, Vec<Files>), ArgumentError> {
    if !function.arguments.iter().any(|a| matches!(a.shape.non_null(), Shape::Bytes | Shape::List(Shape::Bytes))) {
        return Ok((read(function, given)?, Vec::new()));
    }
    let (rest, mut all) = (PyDict::new(given.py()), Vec::new());
    for (name, value) in given {
        let argument = name.cast::<PyString>().ok().and_then(|name| function.argument(&name.to_string_lossy()));
        let given = argument.filter(|_| !value.is_none() && !is_not_given(&value));
        match given.and_then(|argument| Some((argument.name, files::read(&argument.shape, &value)?))) {
            Some((name, Ok(files))) => all.push((name, files)),
            Some((name, Err(problem))) => {
                return Err(ArgumentError::new(function.name, Some(name), format!("`{name}` {problem}")));
            }
            // A name that is a text is put into a dict without fail.
            None => drop(rest.set_item(name, value)),
        }
    }
    Ok((read(function, &rest)?, all))
}

/// The arguments of a function of this name; `null` says whether null can be sent for one.
pub(crate) fn named(
    function: &str,
    null: impl Fn(&str) -> bool,
    given: &Bound<'_, PyDict>,
) -> Result<Arguments, ArgumentError> {
    let mut arguments = Arguments::new();
    for (name, argument) in given {
        let name = name.to_string();
        if is_not_given(&argument) || (argument.is_none() && !null(&name)) {
            continue;
        }
        match value(&argument, DEEPEST) {
            Ok(value) => {
                arguments.insert(name, value);
            }
            Err(Misfit { place, problem }) => {
                let problem = format!("`{name}{place}` {problem}");
                return Err(ArgumentError::new(function, Some(&name), problem));
            }
        }
    }
    Ok(arguments)
}

/// A value by itself; None where it cannot be said in JSON.
#[cfg(feature = "nibe")]
pub(crate) fn scalar(object: &Bound<'_, PyAny>) -> Option<Value> {
    value(object, DEEPEST).ok()
}

fn value(object: &Bound<'_, PyAny>, deepest: usize) -> Result<Value, Misfit> {
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return self::text(text).map(Value::String);
    }
    // A truth is a number, too, in Python.
    if let Ok(truth) = object.cast::<PyBool>() {
        return Ok(truth.is_true().into());
    }
    if object.is_instance_of::<PyInt>() {
        let number = object.extract::<i64>().map(Number::from).or_else(|_| object.extract::<u64>().map(Number::from));
        return number.map(Value::Number).map_err(|_| Misfit::new("is a whole number beyond 64 bits"));
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        let number = Number::from_f64(number.value());
        return number.map(Value::Number).ok_or_else(|| Misfit::new("is not a finite number"));
    }
    let Some(deepest) = deepest.checked_sub(1) else { return Err(Misfit::new("lies too deep in other values")) };
    let unfit = || {
        let kind = object.get_type().name().map(|name| name.to_string()).unwrap_or_default();
        Misfit::new(format!("holds a value of type {kind}, which cannot be sent"))
    };
    if let Ok(map) = object.cast::<PyDict>() {
        return entries(map.iter().map(|(key, value)| Ok((key, value))), deepest);
    }
    // Most arguments with several values are these; what else they could be is dear to ask.
    if object.is_exact_instance_of::<PyList>()
        || object.is_exact_instance_of::<PyTuple>()
        || object.is_exact_instance_of::<PyRange>()
    {
        return list(object.try_iter().map_err(|_| unfit())?, deepest, unfit);
    }
    if is(object, "collections.abc", "Mapping") {
        let items = object.cast::<PyMapping>().ok().and_then(|map| map.items().ok()).ok_or_else(unfit)?;
        return entries(items.iter().map(|pair| pair.extract()), deepest);
    }
    if is(object, package::MODEL, "Model") {
        return model(object, deepest).map_err(|misfit| misfit.unwrap_or_else(unfit));
    }
    if let Ok(text) = object.call_method0(pyo3::intern!(object.py(), "isoformat")) {
        // As the APIs write it.
        return text.extract::<String>().map(|text| text.replace("+00:00", "Z").into()).map_err(|_| unfit());
    }
    let is_bytes = object.is_instance_of::<PyBytes>() || object.is_instance_of::<PyByteArray>();
    if !is_bytes && let Ok(items) = object.try_iter() {
        return list(items, deepest, unfit);
    }
    // Numbers of numpy and pandas.
    match object.call_method0(pyo3::intern!(object.py(), "item")) {
        Ok(number) if !number.is(object) => value(&number, deepest),
        _ => Err(unfit()),
    }
}

fn list(items: Bound<'_, PyIterator>, deepest: usize, unfit: impl Fn() -> Misfit) -> Result<Value, Misfit> {
    let mut list = Vec::new();
    for (position, item) in items.enumerate() {
        let item = item.map_err(|_| unfit())?;
        list.push(value(&item, deepest).map_err(|misfit| misfit.inside(&format!("[{position}]")))?);
    }
    Ok(Value::Array(list))
}

fn text(text: &Bound<'_, PyString>) -> Result<String, Misfit> {
    let text =
        text.to_cow().map_err(|_| Misfit::new("holds half a character (a lone surrogate), which cannot be sent"));
    text.map(std::borrow::Cow::into_owned)
}

fn entries<'py>(
    items: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
    deepest: usize,
) -> Result<Value, Misfit> {
    let mut map = Map::new();
    for item in items {
        let (key, item) = item.map_err(|_| Misfit::new("is a mapping that cannot be read"))?;
        let key = key.str().map_err(|_| Misfit::new("has a key that is no text"))?;
        let key = text(&key)?;
        let item = value(&item, deepest).map_err(|misfit| misfit.inside(&format!("[{key:?}]")))?;
        map.insert(key, item);
    }
    Ok(Value::Object(map))
}

/// A model with the names of its fields in the JSON.
fn model(object: &Bound<'_, PyAny>, deepest: usize) -> Result<Value, Option<Misfit>> {
    let wires = object.getattr("_wire").and_then(|wires| Ok(wires.cast_into::<PyDict>()?)).map_err(|_| None)?;
    let mut map = Map::new();
    for (name, wire) in wires {
        let field = name.cast::<PyString>().ok().and_then(|name| object.getattr(name).ok()).ok_or(None)?;
        if is_not_given(&field) {
            continue;
        }
        let field = value(&field, deepest).map_err(|misfit| Some(misfit.inside(&format!(".{name}"))))?;
        map.insert(wire.to_string(), field);
    }
    let extra = object.getattr("extra").map_err(|_| None)?;
    if let Value::Object(extra) = value(&extra, deepest).map_err(Some)? {
        map.extend(extra);
    }
    Ok(Value::Object(map))
}

/// Whether an object stands for what is not given.
fn is_not_given(object: &Bound<'_, PyAny>) -> bool {
    static KIND: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let kind = KIND.import(object.py(), package::MODEL, "NotGiven");
    kind.is_ok_and(|kind| object.get_type().is(kind))
}

/// Whether an object is an instance of a class of a module, which then has been imported.
fn is(object: &Bound<'_, PyAny>, module: &str, class: &str) -> bool {
    let found = || -> PyResult<bool> {
        let module = object.py().import(module)?;
        let class = module.getattr(class)?;
        object.is_instance(&class)
    };
    found().unwrap_or(false)
}
