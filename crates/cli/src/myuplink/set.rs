//! `nibe-uplink --api myuplink set`

use std::collections::BTreeMap;

use myuplink::functions::SET_POINTS;
use serde_json::json;

use crate::call::value;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::{Session, arguments, call, typed};
use crate::table::Table;

/// What the cloud says of a value that it took.
const TAKEN: &str = "modified";

#[derive(clap::Args, Debug)]
#[command(after_help = "Values are written as they are shown: 22.0 degrees is 22.0; of points with words, the number \
of the word. The new value shows up in reads 20 to 60 seconds later. Set points of zones are written with `call set_zone`.")]
pub struct Arguments {
    /// The device's id, as `nibe-uplink --api myuplink systems` shows it
    device: String,
    /// The id of a point and the value to write
    #[arg(value_name = "POINT=VALUE", required = true)]
    values: Vec<String>,
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let values = value::map(&given.values, value::number_or_text).map_err(Failure::usage)?;
    let client = Session::new(common)?.client()?;
    let answer =
        call(&client, &SET_POINTS, arguments([("device_id", json!(given.device)), ("values", values)])).await?;
    let outcomes: BTreeMap<String, String> = typed(&answer)?;
    if output.is_json() {
        output.json(&answer)?;
    } else {
        let mut table = Table::new(&[">POINT", "OUTCOME"]);
        for (id, outcome) in &outcomes {
            table.row([id.clone(), outcome.clone()]);
        }
        output.text(&table.text())?;
    }
    let refused: Vec<&str> = outcomes.iter().filter(|(_, o)| *o != TAKEN).map(|(id, _)| id.as_str()).collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Failure::failed(
        "setting_refused",
        format!("the cloud did not take {}; the others were taken", refused.join(", ")),
    ))
}
