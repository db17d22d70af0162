//! Points of a machine as rows of v1.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use uplink_runtime::Value;
use uplink_simulator::nibe::spelling::{ABSENT, FAN, entry, is_boost, number, resolve, row, shown, title, variant};
use uplink_simulator::{Call, Outcome};
use uplink_spec::model::{Catalogue, CatalogueEntry};

use crate::categories::{INFO, of_unit};
use crate::ids::Family;
use crate::refusal;
use crate::upstream::{Machine, Point};

/// A row.
pub(crate) type Row = Map<String, Json>;

/// A machine with what it lists now.
pub(crate) struct View<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) catalogue: Option<&'a Catalogue>,
    pub(crate) family: Family,
    points: Arc<Vec<Point>>,
    more: Arc<Vec<Point>>,
    /// Points with titles and words in the language that is asked for.
    titles: Vec<Arc<Vec<Point>>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(machine: &'a Machine, catalogue: Option<&'a Catalogue>, points: Arc<Vec<Point>>) -> Self {
        View { machine, catalogue, family: Family::of(&points), points, more: Arc::default(), titles: Vec::new() }
    }

    /// The same with points whose titles and words are in another language.
    pub(crate) fn titled_by(mut self, titles: Arc<Vec<Point>>) -> Self {
        self.titles.push(titles);
        self
    }

    /// The same with points that it does not list.
    pub(crate) fn with(self, more: Arc<Vec<Point>>) -> Self {
        View { more, ..self }
    }

    /// The units: the main one, and those that points belong to.
    pub(crate) fn units(&self) -> Vec<i64> {
        let mut units: Vec<i64> = self.points.iter().map(|point| point.part).chain([0]).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// The unit that a call is about.
    pub(crate) fn unit(&self, call: &Call<'_>) -> Result<i64, Outcome> {
        let unit = call.int("system_unit_id").unwrap_or(0);
        if self.units().contains(&unit) { Ok(unit) } else { Err(refusal::unknown_unit(unit)) }
    }

    /// The point that a parameter is; where several are, one that is as in v1 and whose sensor is there.
    pub(crate) fn point(&self, unit: i64, v1: i64) -> Option<&Point> {
        let fits = |point: &&Point| point.part == unit && self.family.v1(&point.id, self.catalogue) == Some(v1);
        let same = v1.to_string();
        self.all().filter(fits).min_by_key(|point| (point.value == Value::Absent, point.id != same))
    }

    /// Everything that is known of it.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().chain(self.more.iter())
    }

    /// When the machine was heard of last.
    pub(crate) fn heard(&self) -> Option<jiff::Timestamp> {
        self.points.iter().map(|point| point.time).max()
    }

    /// The row of a parameter.
    pub(crate) fn row(&self, unit: i64, v1: i64) -> Option<Row> {
        self.point(unit, v1).map(|point| self.row_of(v1, point))
    }

    /// A point as a row, with the title and the word of the language that is asked for. Where that has none, the API behind gives
    /// English ones, and those of v1 are kept.
    pub(crate) fn row_of(&self, v1: i64, point: &Point) -> Row {
        let mut row = of_point(self.catalogue, v1, point);
        let same = |other: &&Point| other.id == point.id && other.part == point.part;
        let Some(other) = self.titles.iter().flat_map(|points| points.iter()).find(same) else { return row };
        if !other.title.is_empty() && other.title != point.title {
            row.insert("title".to_owned(), other.title.clone().into());
        }
        if let (Value::Text(_), Some(code)) = (&point.value, point.code)
            && let Some((_, word)) = other.words.iter().find(|(number, _)| (number - code).abs() < 1e-6)
        {
            row.insert("displayValue".to_owned(), word.clone().into());
        }
        row
    }

    /// What a row stores; `None` without its sensor.
    pub(crate) fn raw(&self, unit: i64, v1: i64) -> Option<i64> {
        let row = self.row(unit, v1)?;
        let raw = row.get("rawValue")?.as_i64()?;
        (row.get("displayValue")?.as_str() != Some("--")).then_some(raw)
    }

    /// Whether there is a sensor for one of some parameters.
    pub(crate) fn has(&self, v1: &[i64]) -> bool {
        v1.iter().any(|id| self.point(0, *id).is_some_and(|point| point.value != Value::Absent))
    }

    fn rows(&self, unit: i64, id: &str, parameters: &[i64]) -> Vec<Json> {
        let mut rows: Vec<Row> = parameters.iter().filter_map(|v1| self.row(unit, *v1)).collect();
        if id == INFO {
            if unit == 0 {
                rows.extend(country(self.catalogue, &self.machine.country));
                let texts = [
                    ("product", &self.machine.product),
                    ("serial number", &self.machine.serial),
                    ("version", &self.machine.firmware),
                ];
                rows.extend(texts.map(|(title, text)| row(0, title, "", "", text.clone(), ABSENT)));
            } else {
                rows.insert(0, row(0, "product", "", "", format!("EB10{unit}"), ABSENT));
            }
        }
        rows.into_iter().map(Json::Object).collect()
    }

    /// `categories`: those of which the unit has something.
    pub(crate) fn categories(&self, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let unit = self.unit(call)?;
        let with_rows = call.truth("parameters").unwrap_or(false);
        let there = of_unit(unit).iter().filter_map(|(id, name, parameters)| {
            let rows = self.rows(unit, id, parameters);
            (!rows.is_empty()).then(|| {
                let rows = if with_rows { rows.into() } else { Json::Null };
                serde_json::json!({"categoryId": id, "name": name, "parameters": rows})
            })
        });
        Ok(Outcome::List(there.collect()))
    }

    /// `category`: one that the unit lacks is empty.
    pub(crate) fn category(&self, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let unit = self.unit(call)?;
        let asked = call.text("category_id").unwrap_or_default();
        let category = of_unit(unit).iter().find(|(id, _, _)| *id == asked);
        Ok(Outcome::List(category.map(|(id, _, parameters)| self.rows(unit, id, parameters)).unwrap_or_default()))
    }

    /// `parameters`: what is known of what was asked for, in the order of the request.
    pub(crate) fn parameters(&self, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let unit = self.unit(call)?;
        let readings = asked(call).filter_map(|asked| {
            let mut row = self.row(unit, meant(self.catalogue, asked)?)?;
            row.insert("name".to_owned(), asked.as_str().map_or_else(|| asked.to_string(), str::to_owned).into());
            Some(Json::Object(row))
        });
        Ok(Outcome::List(readings.collect()))
    }

    /// The points that a call may mean and that are not listed, by their own ids.
    pub(crate) fn missing(&self, ids: impl Iterator<Item = i64>, unit: i64) -> Vec<String> {
        let absent = ids.filter(|v1| self.point(unit, *v1).is_none());
        let mut own: Vec<String> = absent.flat_map(|v1| self.family.own(v1)).map(|id| id.to_string()).collect();
        own.sort_unstable();
        own.dedup();
        own
    }
}

/// What a call of `parameters` asks for.
pub(crate) fn asked<'c>(call: &Call<'c>) -> impl Iterator<Item = &'c Json> {
    call.arguments.get("parameter_ids").and_then(Json::as_array).into_iter().flatten()
}

/// The parameter that is read where a request names one by number, alias or key.
pub(crate) fn meant(catalogue: Option<&Catalogue>, asked: &Json) -> Option<i64> {
    if asked.as_str().is_some_and(is_boost) { Some(FAN) } else { resolve(catalogue, asked) }
}

/// A point as a row.
pub(crate) fn of_point(catalogue: Option<&Catalogue>, v1: i64, point: &Point) -> Row {
    let known = entry(catalogue, v1);
    let unit = match known.map(|entry| variant(&entry.unit)).filter(|unit| !unit.is_empty()) {
        Some(unit) => unit,
        None => &point.unit,
    };
    let (raw, text) = match &point.value {
        Value::Absent => (ABSENT, "--".to_owned()),
        Value::Text(word) => (point.code.map_or(ABSENT, whole), word.clone()),
        value => of_number(known, v1, value.as_f64().unwrap_or_default(), point, unit),
    };
    let title = match known.filter(|entry| !entry.title.is_empty()) {
        Some(_) => title(known, v1),
        None if point.title.is_empty() => title(known, v1),
        None => point.title.clone(),
    };
    let designation = known.map_or("", |entry| variant(&entry.designation));
    row(v1, &title, designation, unit, text, raw)
}

fn of_number(known: Option<&CatalogueEntry>, v1: i64, value: f64, point: &Point, unit: &str) -> (i64, String) {
    match known {
        Some(entry) if entry.factor.is_some() && variant(&entry.unit) == unit => shown(known, v1, value),
        _ => number(v1, value, known.and_then(|entry| entry.factor).unwrap_or(point.factor), unit),
    }
}

#[allow(clippy::cast_possible_truncation, reason = "words stand for small numbers")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// The row of the country, where the catalogue has a number for it.
fn country(catalogue: Option<&Catalogue>, name: &str) -> Option<Row> {
    const COUNTRY: i64 = 48_745;
    let known = entry(catalogue, COUNTRY)?;
    let (raw, word) = known.values.iter().find(|(_, word)| word.eq_ignore_ascii_case(name))?;
    Some(row(COUNTRY, &title(Some(known), COUNTRY), "", "", word.clone(), *raw))
}

#[cfg(test)]
#[path = "readings_tests.rs"]
mod tests;
