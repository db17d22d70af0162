//! `nibe-uplink --api myuplink read`

use myuplink::computed::Value as Computed;
use myuplink::functions::{DEVICE, POINTS};
use myuplink::types::{Device, Point};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::{Session, call};
use crate::table::Table;
use crate::typed::{arguments, typed};

#[derive(clap::Args, Debug)]
#[command(after_help = "With --json each point has, beside the fields of the API, `shown` (a number in its unit, a \
word, or null when the sensor is absent) and `limits` (smallest and largest value and the step, as they are shown).")]
pub struct Arguments {
    /// The device's id, as `nibe-uplink --api myuplink systems` shows it
    device: String,
    /// Ids of points, such as 40004; without any, all that are listed are read
    #[arg(value_name = "POINT")]
    points: Vec<String>,
    /// Language of titles, such as sv-SE
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let client = Session::new(common)?.client()?;
    let ids = (!given.points.is_empty()).then_some(&given.points);
    let asked =
        [("device_id", json!(given.device)), ("parameter_ids", json!(ids)), ("language", json!(given.language))];
    let mut answer = call(&client, &POINTS, arguments(asked)).await?;
    // The cloud goes on telling what it heard last. That it does not say so is no reason to fail.
    let device = call(&client, &DEVICE, arguments([("device_id", json!(given.device))])).await;
    if let Ok(device) = device.and_then(|device| typed::<Device>(&device)) {
        output.note(&match device.connection_state.as_str() {
            "Connected" => "note: the device is connected".to_owned(),
            state => format!("note: the device is not connected ({state}); its values may be old"),
        });
    }
    let points: Vec<Point> = typed(&answer)?;
    for unknown in given.points.iter().filter(|id| !points.iter().any(|p| p.parameter_id == **id)) {
        output.note(&format!("note: the device does not know the point {unknown}"));
    }
    if output.is_json() {
        add_values(&mut answer, &points);
        return output.json(&answer);
    }
    if points.is_empty() {
        return Err(Failure::failed(
            "unknown_point",
            "the device knows none of these points; without any, all are read",
        ));
    }
    output.text(&table(&points).text())
}

/// Adds what the points mean to the rows of an answer.
pub fn add_values(rows: &mut Value, points: &[Point]) {
    for (row, point) in rows.as_array_mut().into_iter().flatten().zip(points) {
        let limits = point.limits();
        row["shown"] = json!(point.value());
        row["limits"] = json!({"min": limits.min, "max": limits.max, "step": limits.step});
    }
}

/// A value and its unit, apart. Texts carry theirs already.
pub fn shown(point: &Point) -> [String; 2] {
    let unit = || point.parameter_unit().unwrap_or_default();
    match point.value() {
        Computed::Absent => ["-".to_owned(), String::new()],
        Computed::Text(text) => [text, String::new()],
        // Whole numbers of a scale with digits keep one, so that points line up.
        Computed::Number(number) => [format!("{number:?}"), unit()],
        other => [other.to_string(), unit()],
    }
}

/// One row for each point, with its unit.
fn table(points: &[Point]) -> Table {
    let mut table = Table::new(&[">POINT", "TITLE", ">VALUE", "UNIT", "AT", "OF"]);
    for point in points {
        let [value, unit] = shown(point);
        let title = point.title().unwrap_or_default();
        let at = point.timestamp.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
        let category = point.category.clone().unwrap_or_default();
        table.row([point.parameter_id.clone(), title, value, unit, at, category]);
    }
    table
}
