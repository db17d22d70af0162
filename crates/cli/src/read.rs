//! `nibe-uplink read`

use nibe_uplink::computed::Value as Computed;
use nibe_uplink::functions::{CATEGORIES, CATEGORY, PARAMETERS};
use nibe_uplink::types::{Category, Reading};
use serde_json::{Value, json};

use crate::call::value;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::{Session, call};
use crate::table::Table;
use crate::typed::{arguments, typed};

#[derive(clap::Args, Debug)]
#[command(after_help = "With --json each reading has, beside the fields of the API, its `value` (a number in `unit`, \
a text, or null) and `source` (what the value was read from: factor, display, text or absent).")]
pub struct Arguments {
    /// The system's id, as `nibe-uplink systems` shows it
    #[arg(allow_negative_numbers = true, value_parser = value::system)]
    system: i64,
    /// Ids or aliases of parameters, such as 40004 or outdoor_temperature; without any, all categories are read
    #[arg(value_name = "PARAMETER", conflicts_with = "category")]
    parameters: Vec<String>,
    /// The unit of the system; 0 is the main unit
    #[arg(long, default_value_t = 0, value_name = "N", allow_negative_numbers = true)]
    unit: i64,
    /// Read one category, such as SYSTEM_1
    #[arg(long, value_name = "ID")]
    category: Option<String>,
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let client = Session::new(common)?.client()?;
    let place = || [("system_id", json!(given.system)), ("system_unit_id", json!(given.unit))];
    let with = |name: &str, value: Value| {
        let mut all = arguments(place());
        all.insert(name.to_owned(), value);
        all
    };
    let mut answer = if let Some(category) = &given.category {
        call(&client, &CATEGORY, with("category_id", json!(category))).await?
    } else if given.parameters.is_empty() {
        call(&client, &CATEGORIES, with("parameters", json!(true))).await?
    } else {
        let ids: Vec<Value> = given.parameters.iter().map(|id| value::number_or_text(id)).collect();
        call(&client, &PARAMETERS, with("parameter_ids", json!(ids))).await?
    };
    if given.category.is_none() && given.parameters.is_empty() {
        return all_categories(&mut answer, output);
    }
    let readings: Vec<Reading> = typed(&answer)?;
    let unknown: Vec<&str> =
        given.parameters.iter().map(String::as_str).filter(|wanted| !readings.iter().any(|r| is(r, wanted))).collect();
    if readings.is_empty() && !unknown.is_empty() {
        return Err(Failure::failed("unknown_parameter", none_known(&unknown)));
    }
    for unknown in unknown {
        output.note(&format!("note: the machine does not know the parameter {unknown}"));
    }
    if output.is_json() {
        add_values(&mut answer, &readings);
        return output.json(&answer);
    }
    output.text(&table(&readings).text())
}

fn none_known(unknown: &[&str]) -> String {
    let which = unknown.join(", ");
    let what = if unknown.len() == 1 { "the parameter" } else { "any of the parameters" };
    format!("the machine does not know {what} {which}; `nibe-uplink read SYSTEM` lists those that it knows")
}

fn is(reading: &Reading, wanted: &str) -> bool {
    reading.parameter_id.to_string() == wanted || reading.name.as_deref() == Some(wanted)
}

fn all_categories(answer: &mut Value, output: &Output) -> Result<(), Failure> {
    let categories: Vec<Category> = typed(answer)?;
    if output.is_json() {
        for (value, category) in answer.as_array_mut().into_iter().flatten().zip(&categories) {
            if let (Some(rows), Some(readings)) = (value.get_mut("parameters"), &category.parameters) {
                add_values(rows, readings);
            }
        }
        return output.json(answer);
    }
    let mut text = String::new();
    for category in &categories {
        let readings = category.parameters.as_deref().unwrap_or_default();
        // Names of categories come from the server, too.
        let name: String = category.name.trim().chars().filter(|c| !c.is_control()).collect();
        let gap = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{gap}{} ({name})\n{}", category.category_id, table(readings).text()));
    }
    if text.is_empty() {
        output.note("this unit has no categories");
        return Ok(());
    }
    output.text(&text)
}

/// Adds what the value means to the rows of an answer.
pub fn add_values(rows: &mut Value, readings: &[Reading]) {
    for (row, reading) in rows.as_array_mut().into_iter().flatten().zip(readings) {
        row["value"] = json!(reading.value());
        row["source"] = json!(reading.source().as_str());
    }
}

/// One row for each reading, with its unit.
pub fn table(readings: &[Reading]) -> Table {
    let mut table = Table::new(&[">PARAMETER", "TITLE", ">VALUE", "UNIT"]);
    for reading in readings {
        let [value, unit] = shown(reading);
        let id = if reading.parameter_id == 0 { "-".to_owned() } else { reading.parameter_id.to_string() };
        table.row([id, title(reading), value, unit]);
    }
    table
}

/// Titles may end with a blank or a colon; the designation tells equal ones apart.
pub fn title(reading: &Reading) -> String {
    let title = reading.title.trim().trim_end_matches(':').trim_end();
    match reading.designation.as_deref().map(str::trim) {
        Some(designation) if !designation.is_empty() => format!("{title} ({designation})"),
        _ => title.to_owned(),
    }
}

/// A value and its unit, apart. Texts carry theirs already.
pub fn shown(reading: &Reading) -> [String; 2] {
    let unit = || reading.unit().unwrap_or_default();
    match reading.value() {
        Computed::Absent => ["-".to_owned(), String::new()],
        Computed::Text(text) => [text, String::new()],
        // Whole numbers of a scale with digits keep one, so that points line up.
        Computed::Number(number) => [format!("{number:?}"), unit()],
        other => [other.to_string(), unit()],
    }
}
