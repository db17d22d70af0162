//! `nibe-uplink --api local mode`

use serde_json::json;

use super::pump::client;
use super::read::device;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;

#[derive(clap::Args, Debug)]
#[group(id = "modes", required = true, multiple = true, args = ["aid", "smart"])]
pub struct Arguments {
    /// The emergency mode: the additional heat alone, without the compressor
    #[arg(long, value_parser = ["on", "off"])]
    aid: Option<String>,
    /// Whether somebody is at home
    #[arg(long, value_parser = ["normal", "away"])]
    smart: Option<String>,
    /// The device: its index or its serial number
    #[arg(long, default_value = "0")]
    device: String,
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let (aid, smart) = (given.aid.as_deref(), given.smart.as_deref());
    nibe_local::write_modes(&client(common)?, &device(&given.device), aid, smart).await?;
    if output.is_json() {
        return output.json(&json!({ "aid": aid, "smart": smart }));
    }
    for (name, mode) in [("aid", aid), ("smart", smart)] {
        if let Some(mode) = mode {
            output.text(&format!("{name} mode: {mode}"))?;
        }
    }
    Ok(())
}
