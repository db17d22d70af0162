//! Reading parameters and categories.

use serde_json::{Map, Value};

use super::machine::{Category, Machine, Unit};
use super::view::View;
use super::{catalogue, refusal, settings};
use crate::behaviour::{Call, Outcome};

/// The unit that a call is about.
pub(super) fn unit_of<'a>(machine: &'a Machine, call: &Call<'_>) -> Result<&'a Unit, Outcome> {
    let id = call.int("system_unit_id").unwrap_or(0);
    machine.unit(id).ok_or_else(|| refusal::unknown_unit(id))
}

/// `parameters`: what is known of what was asked for, in the order of the request.
pub(super) fn read(view: &View<'_>, call: &Call<'_>) -> Result<Outcome, Outcome> {
    let unit = unit_of(view.machine, call)?;
    let asked = call.arguments.get("parameter_ids").and_then(Value::as_array);
    let readings = asked.into_iter().flatten().filter_map(|asked| {
        let mut reading = find(view, unit, asked)?;
        let name = asked.as_str().map_or_else(|| asked.to_string(), str::to_owned);
        reading.insert("name".to_owned(), name.into());
        Some(Value::Object(reading))
    });
    Ok(Outcome::List(readings.collect()))
}

fn find(view: &View<'_>, unit: &Unit, asked: &Value) -> Option<Map<String, Value>> {
    if asked.as_str().is_some_and(settings::is_boost) {
        return view.reading(unit, settings::FAN);
    }
    let by_id = catalogue::resolve(view.catalogue, asked).and_then(|id| view.reading(unit, id));
    by_id.or_else(|| {
        // A file may name its rows by other words than the catalogue.
        let word = asked.as_str()?;
        let rows = unit.categories.iter().flat_map(|c| &c.rows);
        let mut readings = rows.map(|row| view.row(unit, row));
        readings.find(|r| r.get("name").and_then(Value::as_str) == Some(word))
    })
}

/// `categories`
pub(super) fn categories(view: &View<'_>, call: &Call<'_>) -> Result<Outcome, Outcome> {
    let unit = unit_of(view.machine, call)?;
    let with_rows = call.truth("parameters").unwrap_or(false);
    let categories = unit.categories.iter().map(|category| {
        let mut json = category.json.clone();
        let rows = if with_rows { Value::from(rows(view, unit, category)) } else { Value::Null };
        json.insert("parameters".to_owned(), rows);
        Value::Object(json)
    });
    Ok(Outcome::List(categories.collect()))
}

/// `category`: one that the machine lacks is empty; a client asks every machine for the same ones.
pub(super) fn category(view: &View<'_>, call: &Call<'_>) -> Result<Outcome, Outcome> {
    let unit = unit_of(view.machine, call)?;
    let id = call.text("category_id").unwrap_or_default();
    let category = unit.categories.iter().find(|c| c.id == id);
    Ok(Outcome::List(category.map(|category| rows(view, unit, category)).unwrap_or_default()))
}

fn rows(view: &View<'_>, unit: &Unit, category: &Category) -> Vec<Value> {
    let rows = category.rows.iter().filter(|row| view.lists(row));
    rows.map(|row| Value::Object(view.row(unit, row))).collect()
}
