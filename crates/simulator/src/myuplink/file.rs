//! Machines of this cloud from files: a list of points as it sends it, or a folder with several of its answers.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::points::{Limits, number};
use super::writes::{Allowed, Written};
use crate::nibe::MachineFileError;
use crate::nibe::read_json;

/// What the cloud answered for one machine.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// `points`, never empty.
    pub(super) points: Vec<Map<String, Value>>,
    /// `zones`
    pub(super) zones: Vec<Value>,
    /// `device`; null when no file has it.
    pub(super) device: Value,
    /// The item of `systems`; null when no file has it.
    pub(super) system: Value,
    /// `notifications`
    pub(super) notifications: Vec<Value>,
}

/// Whether a file or folder holds answers of this cloud; others may hold those of a machine's own API.
pub(crate) fn is_own(path: &Path) -> Result<bool, MachineFileError> {
    Ok(path.is_dir() || is_points(&read_json(path)?))
}

/// Reads a file or a folder.
pub(super) fn load(path: &Path) -> Result<Answers, MachineFileError> {
    let wrong = |place: &str, problem: String| MachineFileError::Points {
        path: path.to_owned(),
        place: place.to_owned(),
        problem,
    };
    if !path.is_dir() {
        let value = read_json(path)?;
        if !is_points(&value) {
            return Err(wrong("the whole file", "is no list of points".to_owned()));
        }
        return Ok(Answers { points: points(path, value)?, ..Answers::default() });
    }
    let unreadable = |source| MachineFileError::Unreadable { path: path.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|file| file.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")));
    files.sort_unstable();
    let mut answers = Answers::default();
    let mut lists: Vec<PathBuf> = Vec::new();
    for file in files {
        let value = read_json(&file)?;
        if is_points(&value) {
            answers.points = points(&file, value)?;
            lists.push(file);
        } else {
            answers.take(value);
        }
    }
    let problem = match lists.as_slice() {
        [_] => return Ok(answers),
        [] => "holds no list of points".to_owned(),
        [first, second, ..] => {
            let name = |file: &PathBuf| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            format!(
                "holds several lists of points, {} and {}; give each machine a folder of its own",
                name(first),
                name(second)
            )
        }
    };
    Err(wrong("the folder", problem))
}

/// Whether a value is a list of points.
pub(crate) fn is_points(value: &Value) -> bool {
    value.get(0).is_some_and(|first| first.get("parameterId").is_some() && first.get("categoryId").is_none())
}

fn points(path: &Path, value: Value) -> Result<Vec<Map<String, Value>>, MachineFileError> {
    let Value::Array(items) = value else { return Ok(Vec::new()) };
    let checked = items.into_iter().enumerate().map(|(i, item)| match item {
        Value::Object(point) if id_of(&point).is_some() => Ok(point),
        _ => Err(MachineFileError::Points {
            path: path.to_owned(),
            place: format!("point {}", i + 1),
            problem: "is no object with a parameterId".to_owned(),
        }),
    });
    checked.collect()
}

/// The id of a point, as text.
fn id_of(point: &Map<String, Value>) -> Option<String> {
    match point.get("parameterId")? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Answers {
    /// Takes an answer of another function; what is none of those that are served is left out.
    fn take(&mut self, value: Value) {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        if value.get("systems").is_some() {
            self.system = value["systems"][0].clone();
        } else if value.get("notifications").is_some() {
            self.notifications = list(&value["notifications"]);
        } else if value.get("product").is_some() {
            self.device = value;
        } else if value.get(0).is_some_and(|first| first.get("zoneId").is_some()) {
            self.zones = list(&value);
        }
    }

    /// A text of the answer about the device, or else of the system's own words about it.
    pub(super) fn text(&self, at: &str) -> Option<&str> {
        let of_system = self.system.pointer("/devices/0").and_then(|device| device.pointer(at));
        self.device.pointer(at).or(of_system)?.as_str()
    }

    /// The points that are asked for, with what was written to them.
    pub(super) fn points(&self, asked: Option<&[String]>, limits: Limits, written: &Written) -> Vec<Value> {
        let wanted = |id: &str| asked.is_none_or(|ids| ids.iter().any(|asked| asked == id));
        let points = self.points.iter().filter_map(|point| Some((id_of(point)?, point)));
        let points = points.filter(|(id, _)| wanted(id)).map(|(id, point)| {
            let mut point = point.clone();
            if let Some(value) = written.get(&id) {
                point.insert("strVal".to_owned(), shown(&point, *value).into());
                point.insert("value".to_owned(), number(*value));
            }
            if limits == Limits::Shown {
                let scale = scale(&point);
                for key in ["minValue", "maxValue", "stepValue"] {
                    if let Some(stored) = point.get(key).and_then(Value::as_f64) {
                        point.insert(key.to_owned(), json!(stored * scale));
                    }
                }
            }
            Value::Object(point)
        });
        points.collect()
    }

    /// The point that holds to what a zone is heated.
    pub(super) fn set_point(&self, zone: &str) -> Option<String> {
        let of_zone = |p: &&Map<String, Value>| p.get("zoneId").and_then(Value::as_str) == Some(zone);
        let is_set_point = |p: &&Map<String, Value>| {
            let kinds = p.get("smartHomeCategories").and_then(Value::as_array);
            kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "sh-indoorSpHeat"))
        };
        self.points.iter().filter(of_zone).find(is_set_point).and_then(id_of)
    }

    /// What may be written to a point.
    pub(super) fn allowed(&self, id: &str) -> Result<Allowed, String> {
        let point = self.points.iter().find(|point| id_of(point).as_deref() == Some(id)).ok_or("no such param")?;
        if point.get("writable") != Some(&Value::Bool(true)) {
            return Err("read only value".to_owned());
        }
        let scale = scale(point);
        let limit = |key: &str| point.get(key).and_then(Value::as_f64).map(|stored| stored * scale);
        let words = words(point).map(|(value, _)| value).collect();
        // Without limits the step says nothing.
        let step = limit("stepValue").filter(|_| limit("minValue").is_some());
        Ok(Allowed { min: limit("minValue"), max: limit("maxValue"), step, words })
    }
}

fn scale(point: &Map<String, Value>) -> f64 {
    let scale = point.get("scaleValue");
    scale.and_then(|s| s.as_f64().or_else(|| s.as_str()?.trim().parse().ok())).unwrap_or(1.0)
}

fn words(point: &Map<String, Value>) -> impl Iterator<Item = (f64, &str)> {
    let words = point.get("enumValues").and_then(Value::as_array).into_iter().flatten();
    words.filter_map(|word| Some((word.get("value")?.as_str()?.trim().parse().ok()?, word.get("text")?.as_str()?)))
}

fn shown(point: &Map<String, Value>, value: f64) -> String {
    let unit = point.get("parameterUnit").and_then(Value::as_str).unwrap_or_default();
    let word = words(point).find(|(number, _)| *number == value).map(|(_, word)| word.to_owned());
    word.unwrap_or_else(|| format!("{value}{unit}"))
}
