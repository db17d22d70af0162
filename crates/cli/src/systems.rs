//! `nibe-uplink systems`

use nibe_uplink::functions::SYSTEMS;
use nibe_uplink::types::System;
use serde::de::DeserializeOwned;
use uplink_runtime::Arguments;
use uplink_runtime::descriptor::Function;

use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::{Session, call};
use crate::table::Table;
use crate::typed::typed;

pub async fn run(common: &Common, output: &Output) -> Result<(), Failure> {
    list(&SYSTEMS, table, common, output).await
}

/// Lists the systems that a function of any API gives, in the table of that API.
pub async fn list<T: DeserializeOwned>(
    function: &'static Function,
    table: impl Fn(&[T]) -> Table,
    common: &Common,
    output: &Output,
) -> Result<(), Failure> {
    let answer = call(&Session::new(common)?.client()?, function, Arguments::new()).await?;
    if output.is_json() {
        return output.json(&answer);
    }
    let systems: Vec<T> = typed(&answer)?;
    if systems.is_empty() {
        output.note("there are no systems in this account");
        return Ok(());
    }
    output.text(&table(&systems).text())
}

/// One row for each system.
pub fn table(systems: &[System]) -> Table {
    let mut table = Table::new(&[">SYSTEM", "NAME", "PRODUCT", "CONNECTION", "ALARM", "LAST HEARD OF"]);
    for system in systems {
        table.row([
            system.system_id.to_string(),
            system.name.clone(),
            system.product_name.clone(),
            system.connection_status.to_string(),
            if system.has_alarmed { "yes" } else { "no" }.to_owned(),
            system.last_activity_date.map_or_else(|| "never".to_owned(), |time| format!("{time:.0}")),
        ]);
    }
    table
}
