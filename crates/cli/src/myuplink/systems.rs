//! `nibe-uplink --api myuplink systems`

use myuplink::functions::SYSTEMS;
use myuplink::types::System;

use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::systems::list;
use crate::table::Table;

pub async fn run(common: &Common, output: &Output) -> Result<(), Failure> {
    list(&SYSTEMS, table, common, output).await
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
