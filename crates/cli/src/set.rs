//! `nibe-uplink set`

use nibe_uplink::functions::SET_PARAMETERS;
use nibe_uplink::types::{SettingResult, SettingStatus};
use serde_json::json;

use crate::call::value;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::read::{shown, title};
use crate::session::{Session, call};
use crate::table::Table;
use crate::typed::{arguments, typed};

#[derive(clap::Args, Debug)]
#[command(after_help = "Values are written as they are shown: 22.0 degrees is 22.0. The new value shows up in reads \
some 20 to 30 seconds later. One refused setting fails all. Example: nibe-uplink set 80101 47011=-1")]
pub struct Arguments {
    /// The system's id, as `nibe-uplink systems` shows it
    #[arg(allow_negative_numbers = true, value_parser = value::system)]
    system: i64,
    /// Settings: the id or alias of a parameter and the value to write
    #[arg(value_name = "NAME=VALUE", required = true)]
    settings: Vec<String>,
    /// The unit of the system; 0 is the main unit
    #[arg(long, default_value_t = 0, value_name = "N", allow_negative_numbers = true)]
    unit: i64,
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let settings = value::map(&given.settings, value::number_or_text).map_err(Failure::usage)?;
    let client = Session::new(common)?.client()?;
    let place = [("system_id", json!(given.system)), ("system_unit_id", json!(given.unit)), ("settings", settings)];
    let answer = call(&client, &SET_PARAMETERS, arguments(place)).await?;
    let results: Vec<SettingResult> = typed(&answer)?;
    if output.is_json() {
        output.json(&answer)?;
    } else {
        output.text(&table(&results).text())?;
    }
    let late: Vec<String> = results
        .iter()
        .filter(|r| r.status == SettingStatus::Timeout)
        .map(|r| r.parameter.parameter_id.to_string())
        .collect();
    if late.is_empty() {
        return Ok(());
    }
    let message = format!("the machine did not confirm {} in time; read it back in half a minute", late.join(", "));
    Err(Failure::failed("setting_timeout", message))
}

/// One row for each setting.
pub fn table(results: &[SettingResult]) -> Table {
    let mut table = Table::new(&[">PARAMETER", "TITLE", ">VALUE", "UNIT", "STATUS"]);
    for result in results {
        let [value, unit] = shown(&result.parameter);
        let id = result.parameter.parameter_id.to_string();
        table.row([id, title(&result.parameter), value, unit, result.status.to_string()]);
    }
    table
}
