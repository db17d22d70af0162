//! A day of readings.

use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;
use nibe_uplink::functions::PARAMETERS;
use nibe_uplink::types::Reading;
use serde_json::{Value, json};
use uplink_runtime::Client;
use uplink_simulator::Simulator;

use super::chart::Chart;
use crate::failure::Failure;
use crate::session::call;
use crate::typed::{arguments, typed};

const STEPS: usize = 96;
const STEP_SECONDS: f64 = 900.0;
const OUTDOOR: i64 = 40_004;
const SUPPLY: i64 = 40_008;

/// Outdoor and supply temperature over a day.
#[derive(Debug)]
pub struct Day {
    times: Vec<Timestamp>,
    outdoor: Vec<f64>,
    supply: Vec<f64>,
}

/// Reads a day by setting the clock of the service forward. Tokens end on the way and are renewed.
pub async fn read(service: &Simulator, client: &Client, system: i64) -> Result<Day, Failure> {
    let mut day = Day { times: Vec::new(), outdoor: Vec::new(), supply: Vec::new() };
    for _ in 0..STEPS {
        let both = [("system_id", json!(system)), ("parameter_ids", json!([OUTDOOR, SUPPLY]))];
        let readings: Vec<Reading> = typed(&call(client, &PARAMETERS, arguments(both)).await?)?;
        let value = |id: i64| {
            let reading = readings.iter().find(|r| r.parameter_id == id);
            reading
                .and_then(|r| r.value().as_f64())
                .ok_or_else(|| Failure::failed("demo", format!("the machine does not tell {id}")))
        };
        day.outdoor.push(value(OUTDOOR)?);
        day.supply.push(value(SUPPLY)?);
        day.times.push(service.now());
        service.advance(STEP_SECONDS);
    }
    Ok(day)
}

impl Day {
    /// Both temperatures, one chart below the other.
    pub fn charts(&self) -> String {
        let chart = |title, values| Chart { title, unit: "°C", values, hours: 24 }.draw();
        format!(
            "{}\n{}",
            chart("Outdoor temperature (40004)", &self.outdoor),
            chart("Supply temperature (40008)", &self.supply)
        )
    }

    /// The readings for programs.
    pub fn json(&self) -> Value {
        self.rows().map(|(time, outdoor, supply)| json!({"time": time, "outdoor": outdoor, "supply": supply})).collect()
    }

    /// Writes the readings to a file.
    pub fn write_csv(&self, path: &Path) -> Result<(), Failure> {
        let mut text = "time,outdoor_celsius,supply_celsius\n".to_owned();
        for (time, outdoor, supply) in self.rows() {
            let _ = writeln!(text, "{time},{outdoor:?},{supply:?}");
        }
        std::fs::write(path, text).map_err(|e| {
            Failure::failed("csv", format!("cannot write {}: {e}; choose another file for --csv", path.display()))
        })
    }

    fn rows(&self) -> impl Iterator<Item = (String, f64, f64)> {
        self.times.iter().zip(&self.outdoor).zip(&self.supply).map(|((t, o), s)| (t.to_string(), *o, *s))
    }
}
