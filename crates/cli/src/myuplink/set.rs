//! `nibe-uplink --api myuplink set`

use std::time::Duration;

use myuplink::{Verify, WriteState, Written, write_points};
use serde_json::{Map, json};

use crate::call::value;
use crate::failure::Failure;
use crate::options::{Common, seconds};
use crate::output::Output;
use crate::session::Session;
use crate::table::Table;
use crate::typed::typed;

#[derive(clap::Args, Debug)]
#[command(after_help = "Values are written as they are shown: 22.0 degrees is 22.0; of points with words, the number \
of the word. Set points of zones are written through their zone. The cloud accepts a value before the device has it, and \
the new value shows up in reads 20 to 60 seconds later; --verify waits for it and fails when it does not come. With \
--json each point has `state` (refused, accepted or applied), `said`, `zoneId` and `point`, as it was read last.")]
pub struct Arguments {
    /// The device's id, as `nibe-uplink --api myuplink systems` shows it
    device: String,
    /// The id of a point and the value to write
    #[arg(value_name = "POINT=VALUE", required = true)]
    values: Vec<String>,
    /// Read the points back until they show what was written
    #[arg(long)]
    verify: bool,
    /// How long --verify waits
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "90", requires = "verify")]
    within: f64,
    /// How often --verify looks; each look is a request, and 25 are allowed in a minute
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "10", requires = "verify")]
    every: f64,
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let values = value::map(&given.values, value::number_or_text).map_err(Failure::usage)?;
    let values = values.as_object().into_iter().flatten().map(|(id, value)| Ok((id.clone(), typed(value)?)));
    let values = values.collect::<Result<Vec<_>, Failure>>()?;
    let verify = given
        .verify
        .then(|| Verify { within: Duration::from_secs_f64(given.within), every: Duration::from_secs_f64(given.every) });
    let client = Session::new(common)?.client()?;
    let written = write_points(&client, given.device.clone(), values, verify).await?;
    if output.is_json() {
        let entry = |(id, w): (&String, &Written)| {
            (id.clone(), json!({"state": w.state.word(), "said": w.said, "zoneId": w.zone_id, "point": w.point}))
        };
        output.json(&written.iter().map(entry).collect::<Map<_, _>>())?;
    } else {
        let mut table = Table::new(&[">POINT", "STATE", "THE CLOUD SAID"]);
        for (id, entry) in &written {
            table.row([id.clone(), entry.state.word().to_owned(), entry.said.clone()]);
        }
        output.text(&table.text())?;
    }
    let of = |state: WriteState| {
        let ids = written.iter().filter(|(_, w)| w.state == state).map(|(id, _)| id.as_str());
        ids.collect::<Vec<_>>().join(", ")
    };
    let (refused, waiting) = (of(WriteState::Refused), of(WriteState::Accepted));
    if !refused.is_empty() {
        let sentence = format!("the cloud did not take {refused}; the others were taken");
        return Err(Failure::failed("setting_refused", sentence));
    }
    if given.verify && !waiting.is_empty() {
        let zoned = written.values().any(|w| w.state == WriteState::Accepted && w.said.contains("set_zone"));
        let way = if zoned { ", or write the zone with `call set_zone`" } else { "" };
        let sentence =
            format!("{waiting} did not show up in {} s; read it later, or check the device{way}", given.within);
        return Err(Failure::failed("setting_not_seen", sentence));
    }
    Ok(())
}
