//! `nibe-uplink --api local read`

use nibe_local::Reading;
use serde_json::{Value as Json, json};

use super::pump::client;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::table::Table;

#[derive(clap::Args, Debug)]
pub struct Arguments {
    /// Ids of points; without them, all
    #[arg(value_name = "ID")]
    ids: Vec<i64>,
    /// The device: its index or its serial number
    #[arg(long, default_value = "0")]
    device: String,
    /// Language of titles, such as sv
    #[arg(long)]
    language: Option<String>,
}

/// A device as requests name it: its index, or its serial number, whose zeros count.
pub fn device(text: &str) -> Json {
    text.parse::<u8>().map_or_else(|_| text.into(), Into::into)
}

/// A reading as JSON.
pub fn shown(reading: &Reading) -> Json {
    json!({
        "id": reading.id,
        "title": reading.title,
        "value": reading.value,
        "word": reading.word(),
        "unit": reading.unit,
        "min": reading.limits.min,
        "max": reading.limits.max,
        "writable": reading.writable,
        "time": reading.time.to_string(),
    })
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let ids = (!given.ids.is_empty()).then_some(&given.ids);
    let client = client(common)?;
    let readings = nibe_local::read_points(&client, &device(&given.device), ids, given.language.as_deref()).await?;
    for id in given.ids.iter().filter(|id| readings.iter().all(|reading| reading.id != **id)) {
        output.note(&format!("{id} is not there now: its condition does not hold, or the id is wrong"));
    }
    if output.is_json() {
        return output.json(&readings.iter().map(shown).collect::<Vec<_>>());
    }
    let mut table = Table::new(&[">id", "title", ">value", "unit", ""]);
    for reading in &readings {
        let word = reading.word().unwrap_or_default().to_owned();
        table.row([
            reading.id.to_string(),
            reading.title.clone().unwrap_or_default(),
            reading.value.to_string(),
            reading.unit.clone().unwrap_or_default(),
            word,
        ]);
    }
    output.text(&table.text())
}
