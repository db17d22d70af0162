//! Machines from files.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::machine::{Category, Machine, Row, Unit};

/// Why a file gives no machine.
#[derive(Debug, thiserror::Error)]
pub enum MachineFileError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}; check the path and the permissions", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not JSON.
    #[error("{}:{}:{}: this is not JSON ({source}); save the answers of the API as they came", path.display(), source.line(), source.column())]
    NotJson {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        source: serde_json::Error,
    },
    /// A pump's own answer.
    #[error("{} {problem}; save what the pump answers to /api/v1/devices/0/points", path.display())]
    Pump {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The points in it, or the lack of them.
    #[error("{}: {place} {problem}; save the list of points as myUplink answers it, or a folder with that and other answers", path.display())]
    Points {
        /// The file or folder.
        path: PathBuf,
        /// Which part of it.
        place: String,
        /// What is wrong there.
        problem: String,
    },
    /// The JSON has another shape.
    #[error("{}: {place}: {problem}; the file has to be a list of {{\"unit\", \"categories\"}} as the API answers them", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// Which part of it.
        place: String,
        /// What is wrong there.
        problem: String,
    },
}

/// What the API says of a unit.
const UNIT_FIELDS: [&str; 5] = ["systemUnitId", "name", "shortName", "product", "softwareVersion"];
/// What the API says in a row.
const ROW_FIELDS: [&str; 7] = ["parameterId", "name", "title", "designation", "unit", "displayValue", "rawValue"];

/// Where something is wrong, and what.
type Problem = (String, String);

/// Reads a machine from a file.
pub(super) fn load(path: &Path, id: i64) -> Result<Machine, MachineFileError> {
    let value = read_json(path)?;
    let shape = |(place, problem)| MachineFileError::Shape { path: path.to_owned(), place, problem };
    machine(value, id).map_err(shape)
}

/// Reads a file of JSON.
pub(crate) fn read_json(path: &Path) -> Result<Value, MachineFileError> {
    let unreadable = |source| MachineFileError::Unreadable { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    // Editors on Windows put a mark in front that JSON does not allow.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let not_json = |source| MachineFileError::NotJson { path: path.to_owned(), source };
    serde_json::from_slice(bytes).map_err(not_json)
}

fn machine(mut value: Value, id: i64) -> Result<Machine, Problem> {
    if crate::myuplink::is_points(&value) {
        return Err(problem("the whole file", "these are points of myUplink, which the service of that cloud takes"));
    }
    // A dump of a program that puts the units below one key.
    if let Some(units) = value.get_mut("unitData") {
        value = units.take();
    }
    let units = list(Some(value), "the whole file")?;
    let units = units.into_iter().enumerate().map(|(i, value)| unit(value, &format!("element {}", i + 1)));
    let units = units.collect::<Result<Vec<Unit>, Problem>>()?;
    let Some(first) = units.first() else {
        return Err(problem("the whole file", "it holds no unit"));
    };
    for (i, unit) in units.iter().enumerate() {
        if units[..i].iter().any(|earlier| earlier.id == unit.id) {
            return Err(problem(&format!("element {}", i + 1), "its systemUnitId occurred before"));
        }
    }
    let product = first.json.get("product").and_then(Value::as_str).unwrap_or("Heat pump").to_owned();
    let serial = serial(first).unwrap_or_else(|| format!("{id:014}"));
    Ok(Machine::new(id, product, serial, units))
}

fn unit(value: Value, place: &str) -> Result<Unit, Problem> {
    let mut element = object(value, place)?;
    let place_of_unit = format!("{place}, field unit");
    let json = match element.remove("unit") {
        // In dumps the fields of the unit stand beside its categories.
        None if element.contains_key("systemUnitId") => only(&element, &UNIT_FIELDS),
        json => object(json.unwrap_or(Value::Null), &place_of_unit)?,
    };
    let id = json.get("systemUnitId").and_then(Value::as_i64);
    let id =
        id.ok_or_else(|| problem(&format!("{place}, field unit"), "systemUnitId is missing or no whole number"))?;
    let categories = list(element.remove("categories"), &format!("{place}, field categories"))?;
    let categories =
        categories.into_iter().enumerate().map(|(i, value)| category(value, &format!("{place}, category {}", i + 1)));
    Ok(Unit { id, json, categories: categories.collect::<Result<_, _>>()? })
}

fn category(value: Value, place: &str) -> Result<Category, Problem> {
    let mut json = object(value, place)?;
    let id = json.get("categoryId").and_then(Value::as_str).map(str::to_owned);
    let id = id.ok_or_else(|| problem(place, "categoryId is missing or no text"))?;
    let place = format!("{place} ({id})");
    // The key keeps its place among the others; its rows are put back with each answer.
    let rows = json.get_mut("parameters").map(Value::take).unwrap_or_default();
    let rows = if rows.is_null() { Vec::new() } else { list(Some(rows), &format!("{place}, field parameters"))? };
    let rows = rows.into_iter().enumerate().map(|(i, value)| row(value, &format!("{place}, row {}", i + 1)));
    Ok(Category { id, json, rows: rows.collect::<Result<_, _>>()? })
}

fn row(value: Value, place: &str) -> Result<Row, Problem> {
    let row = object(value, place)?;
    for (field, fits, kind) in [
        ("parameterId", row.get("parameterId").is_some_and(Value::is_i64), "whole number"),
        ("displayValue", row.get("displayValue").is_some_and(Value::is_string), "text"),
        ("rawValue", row.get("rawValue").is_some_and(Value::is_i64), "whole number"),
    ] {
        if !fits {
            return Err(problem(place, &format!("{field} is missing or no {kind}")));
        }
    }
    // Dumps hold words of their own beside those of the API.
    Ok(Row::Still(if row.contains_key("divideBy") || row.contains_key("key") { only(&row, &ROW_FIELDS) } else { row }))
}

/// The fields of these names, in the order of the API.
fn only(json: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    names.iter().filter_map(|name| Some(((*name).to_owned(), json.get(*name)?.clone()))).collect()
}

/// The serial number stands among the texts: 14 digits.
fn serial(unit: &Unit) -> Option<String> {
    let rows = unit.categories.iter().flat_map(|c| &c.rows).filter(|r| r.id() == 0);
    let mut texts = rows.filter_map(|row| match row {
        Row::Still(row) => row.get("displayValue")?.as_str(),
        Row::Made(_) => None,
    });
    texts.find(|text| text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
}

fn object(value: Value, place: &str) -> Result<Map<String, Value>, Problem> {
    match value {
        Value::Object(map) => Ok(map),
        other => Err(problem(place, &format!("expected an object, found {}", kind(&other)))),
    }
}

fn list(value: Option<Value>, place: &str) -> Result<Vec<Value>, Problem> {
    match value {
        Some(Value::Array(items)) => Ok(items),
        other => Err(problem(place, &format!("expected a list, found {}", kind(&other.unwrap_or_default())))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn problem(place: &str, problem: &str) -> Problem {
    (place.to_owned(), problem.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(value: Value) -> String {
        let (place, problem) = machine(value, 1).expect_err("a problem");
        format!("{place}: {problem}")
    }

    #[test]
    fn wrong_shapes_are_named() {
        assert_eq!(wrong(json!({})), "the whole file: expected a list, found an object");
        assert_eq!(wrong(json!([])), "the whole file: it holds no unit");
        assert_eq!(wrong(json!([{}])), "element 1, field unit: expected an object, found nothing");
        let unit = json!({"systemUnitId": 0});
        assert_eq!(
            wrong(json!([{"unit": unit, "categories": 5}])),
            "element 1, field categories: expected a list, found a number"
        );
        let row = json!({"parameterId": 1, "displayValue": 2, "rawValue": 3});
        let category = json!({"categoryId": "STATUS", "parameters": [row]});
        assert_eq!(
            wrong(json!([{"unit": unit, "categories": [category]}])),
            "element 1, category 1 (STATUS), row 1: displayValue is missing or no text"
        );
        let element = json!({"unit": unit, "categories": []});
        assert_eq!(wrong(json!([element, element])), "element 2: its systemUnitId occurred before");
    }

    #[test]
    fn files_that_are_no_files() {
        let missing = load(Path::new("/nowhere/machine.json"), 1).expect_err("no file");
        assert!(missing.to_string().starts_with("cannot read /nowhere/machine.json: "));
        let source = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let text = load(source, 1).expect_err("no JSON").to_string();
        assert!(text.contains("Cargo.toml:1:2: this is not JSON"), "{text}");
    }
}
