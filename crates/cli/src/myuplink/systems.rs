//! `nibe-uplink --api myuplink systems`

use myuplink::functions::SYSTEMS;
use myuplink::types::System;
use uplink_runtime::Arguments;

use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::{Session, call, typed};
use crate::table::Table;

pub async fn run(common: &Common, output: &Output) -> Result<(), Failure> {
    let answer = call(&Session::new(common)?.client()?, &SYSTEMS, Arguments::new()).await?;
    if output.is_json() {
        return output.json(&answer);
    }
    let systems: Vec<System> = typed(&answer)?;
    if systems.is_empty() {
        output.note("there are no systems in this account");
        return Ok(());
    }
    output.text(&table(&systems).text())
}

/// One row for each device.
fn table(systems: &[System]) -> Table {
    let mut table = Table::new(&["SYSTEM", "NAME", "ALARM", "DEVICE", "PRODUCT", "CONNECTION"]);
    for system in systems {
        let of_system = || {
            let alarm = if system.has_alarm { "yes" } else { "no" };
            [system.system_id.clone(), system.name.clone().unwrap_or_default(), alarm.to_owned()]
        };
        let devices = system.devices.as_deref().unwrap_or_default();
        for device in devices {
            let [id, name, alarm] = of_system();
            let product = device.product.name.clone().unwrap_or_default();
            table.row([id, name, alarm, device.id.clone(), product, device.connection_state.to_string()]);
        }
        if devices.is_empty() {
            let [id, name, alarm] = of_system();
            table.row([id, name, alarm, "-".to_owned(), String::new(), String::new()]);
        }
    }
    table
}
