//! `nibe-uplink watch`

mod follow;
mod row;

use std::time::Duration;

use jiff::SignedDuration;
use nibe_uplink::computed::Value as Computed;
use nibe_uplink::functions::{PARAMETERS, SYSTEM};
use nibe_uplink::is_offline;
use nibe_uplink::types::{ConnectionStatus, Reading, System};
use serde_json::{Value, json};
use uplink_runtime::{Client, Error, WatchTarget};

use crate::call::value;
use crate::failure::Failure;
use crate::interrupt::Stop;
use crate::options::Common;
use crate::output::Output;
use crate::read::{shown, title};
use crate::session::Session;
use crate::typed::{arguments, typed};
pub use follow::{Follow, Words};
pub use row::{Form, Row, header};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Example: nibe-uplink watch 80101 outdoor_temperature 43005 --every 5m --csv >> house.csv

Each reading is a line: its time, the system, the parameter, its value and unit, its title. With --json a line is the \
reading as `nibe-uplink read --json` has it, with `time` and `systemId`. What goes wrong is told on stderr, once: that a \
system is offline or not connected to the cloud, and that it is back. The requests, one for each 15 parameters of a \
system and one for its connection, are spread over the period, so that the first round takes one. A read that fails is \
tried again less and less often. Ctrl-C or SIGTERM ends it, with exit code 0.")]
pub struct Arguments {
    /// The system's id, as `nibe-uplink systems` shows it
    #[arg(allow_negative_numbers = true, value_parser = value::system)]
    system: i64,
    /// Ids or aliases of parameters, such as 40004 or outdoor_temperature
    #[arg(value_name = "PARAMETER", required = true)]
    parameters: Vec<String>,
    /// A further system of which the same parameters are read; may be given several times
    #[arg(long = "system", value_name = "SYSTEM", allow_negative_numbers = true, value_parser = value::system)]
    systems: Vec<i64>,
    /// The unit of the systems; 0 is the main unit
    #[arg(long, default_value_t = 0, value_name = "N", allow_negative_numbers = true)]
    unit: i64,
    #[command(flatten)]
    pub schedule: Schedule,
}

/// How often, and in which form.
#[derive(clap::Args, Debug)]
pub struct Schedule {
    /// How often each value is read, such as 90s, 5m or 1h30m; at most as often as the pace of the API allows
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = period)]
    pub every: Duration,
    /// Print CSV, with a header
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

impl Schedule {
    pub fn form(&self, output: &Output) -> Form {
        match (self.csv, output.is_json()) {
            (true, _) => Form::Csv,
            (false, true) => Form::Json,
            (false, false) => Form::Text,
        }
    }
}

/// A period of time, as people write it.
fn period(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<u32>().ok().map(|seconds| Duration::from_secs(seconds.into()));
    let spelled = || Duration::try_from(text.parse::<SignedDuration>().ok()?).ok();
    seconds.or_else(spelled).ok_or_else(|| "give a time such as 90s, 5m or 1h30m".to_owned())
}

static WORDS: Words =
    Words { source: ("system", "systemId"), item: "parameter", lists: "`nibe-uplink read SYSTEM`", rows, disconnected };

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let client = Session::new(common)?.client()?;
    let mut systems = vec![given.system];
    systems.extend(&given.systems);
    let ids: Vec<Value> = given.parameters.iter().map(|id| value::number_or_text(id)).collect();
    let both = |system: &i64| {
        let place = arguments([("system_id", json!(system)), ("system_unit_id", json!(given.unit))]);
        let mut values = place.clone();
        values.insert("parameter_ids".into(), json!(ids));
        let connection = arguments([("system_id", json!(system))]);
        [WatchTarget::new(&PARAMETERS, values), WatchTarget::new(&SYSTEM, connection)]
    };
    let targets = systems.iter().flat_map(both).collect();
    let follow = Follow {
        words: &WORDS,
        output,
        form: given.schedule.form(output),
        sources: systems.iter().map(|system| json!(system)).collect(),
        items: given.parameters.iter().cloned().collect(),
    };
    until_stopped(&client, targets, given.schedule.every, is_offline, follow).await
}

/// Follows a watch until a signal ends it, which is how it ends well.
pub async fn until_stopped(
    client: &Client,
    targets: Vec<WatchTarget>,
    every: Duration,
    is_offline: fn(&Error) -> bool,
    follow: Follow<'_>,
) -> Result<(), Failure> {
    let mut stop = Stop::listen().map_err(|e| Failure::failed("setup", format!("cannot listen for signals: {e}")))?;
    let watch = client.watch(targets, every)?.offline_when(is_offline);
    tokio::select! {
        biased;
        () = stop.wait() => Ok(()),
        result = follow.run(watch) => result,
    }
}

fn rows(mut answer: Value) -> Result<Vec<Row>, Failure> {
    let readings: Vec<Reading> = typed(&answer)?;
    crate::read::add_values(&mut answer, &readings);
    let fields = answer.as_array_mut().map(std::mem::take).unwrap_or_default();
    Ok(readings.iter().zip(fields).map(|(reading, fields)| row(reading, fields)).collect())
}

fn row(reading: &Reading, fields: Value) -> Row {
    let [value, unit] = shown(reading);
    let id = reading.parameter_id.to_string();
    Row {
        names: [Some(id.clone()), reading.name.clone()].into_iter().flatten().collect(),
        id,
        title: title(reading),
        value: (!matches!(reading.value(), Computed::Absent)).then_some(value),
        unit,
        fields,
    }
}

fn disconnected(answer: &Value) -> Result<Option<String>, Failure> {
    let status = typed::<System>(answer)?.connection_status;
    Ok((status != ConnectionStatus::Online).then(|| status.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_as_people_write_them() {
        for (text, seconds) in [("300", 300), ("90s", 90), ("5m", 300), ("1h30m", 5400), ("1h 30m", 5400), ("1d", 0)] {
            let found = period(text).ok().map(|period| period.as_secs());
            assert_eq!(found, (seconds > 0).then_some(seconds), "{text}");
        }
        for text in ["", "soon", "-5m", "5 apples", "1e9", "99999999999999999999h"] {
            assert_eq!(period(text), Err("give a time such as 90s, 5m or 1h30m".to_owned()), "{text}");
        }
    }
}
