//! `nibe-uplink --api local set`

use nibe_local::{NewValue, Verify, WriteState};
use serde_json::{Map, Value as Json, json};

use super::pump::client;
use super::read::{device, shown};
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;

#[derive(clap::Args, Debug)]
pub struct Arguments {
    /// Values as they are shown, such as 3671=-1
    #[arg(required = true, value_name = "ID=VALUE", value_parser = pair)]
    values: Vec<(i64, String)>,
    /// Read the points until they show what was written
    #[arg(long)]
    verify: bool,
    /// The device: its index or its serial number
    #[arg(long, default_value = "0")]
    device: String,
}

fn pair(text: &str) -> Result<(i64, String), String> {
    let form = || "give the id of a point and its value, such as 3671=-1".to_owned();
    let (id, value) = text.split_once('=').ok_or_else(form)?;
    Ok((id.trim().parse().map_err(|_| form())?, value.trim().to_owned()))
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let values = given.values.iter().map(|(id, value)| (*id, NewValue::Text(value.clone()))).collect();
    let verify = given.verify.then(Verify::default);
    let written = nibe_local::write_points(&client(common)?, &device(&given.device), values, verify).await?;
    if output.is_json() {
        let all: Map<String, Json> = written
            .iter()
            .map(|(id, written)| {
                let reading = written.reading.as_ref().map(shown);
                (id.to_string(), json!({"state": written.state.word(), "said": written.said, "point": reading}))
            })
            .collect();
        output.json(&all)?;
    } else {
        for (id, written) in &written {
            output.text(&format!("{id}: {} ({})", written.state.word(), written.said))?;
        }
    }
    let refused = written.iter().find(|(_, written)| written.state == WriteState::Refused);
    match refused {
        Some((id, written)) => Err(Failure::failed("refused", format!("{id}: {}", written.said))),
        None => Ok(()),
    }
}
