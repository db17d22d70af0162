//! `nibe-uplink --api myuplink watch`

use myuplink::computed::Value as Computed;
use myuplink::functions::{DEVICE, POINTS};
use myuplink::types::{ConnectionState, Device, Point};
use serde_json::{Value, json};
use uplink_runtime::WatchTarget;

use super::read::{add_values, shown};
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::Session;
use crate::typed::{arguments, typed};
use crate::watch::{Follow, Row, Schedule, Words, until_stopped};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Example: nibe-uplink --api myuplink watch emmy-r-123456-20240101-06512018123456 40004 40008 --every 1m --json

Each reading is a line: its time, the device, the point, its value and unit, its title. With --json a line is the point \
as `nibe-uplink --api myuplink read --json` has it, with `time` and `deviceId`; its `timestamp` is the device's own. What \
goes wrong is told on stderr, once: that a device is offline or not connected to the cloud, and that it is back. The \
requests, one for the points of a device and one for its connection, are spread over the period. A read that fails is \
tried again less and less often. Ctrl-C or SIGTERM ends it, with exit code 0.")]
pub struct Arguments {
    /// The device's id, as `nibe-uplink --api myuplink systems` shows it
    device: String,
    /// Ids of points, such as 40004; without any, all that are listed are read
    #[arg(value_name = "POINT")]
    points: Vec<String>,
    /// A further device of which the same points are read; may be given several times
    #[arg(long = "device", value_name = "DEVICE", id = "devices")]
    devices: Vec<String>,
    /// Language of titles, such as sv-SE
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    #[command(flatten)]
    schedule: Schedule,
}

static WORDS: Words = Words {
    source: ("device", "deviceId"),
    item: "point",
    lists: "`nibe-uplink --api myuplink read DEVICE`",
    rows,
    disconnected,
};

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let client = Session::new(common)?.client()?;
    let devices: Vec<String> = std::iter::once(&given.device).chain(&given.devices).cloned().collect();
    let ids = (!given.points.is_empty()).then_some(&given.points);
    let both = |device: &String| {
        let values = [("device_id", json!(device)), ("parameter_ids", json!(ids)), ("language", json!(given.language))];
        let connection = [("device_id", json!(device))];
        [WatchTarget::new(&POINTS, arguments(values)), WatchTarget::new(&DEVICE, arguments(connection))]
    };
    let targets = devices.iter().flat_map(both).collect();
    let sources = devices.iter().map(|device| json!(device)).collect();
    let items = given.points.iter().cloned().collect();
    let form = given.schedule.form(output);
    let follow = Follow { words: &WORDS, output, form, sources, items };
    until_stopped(&client, targets, given.schedule.every, |_| false, follow).await
}

fn rows(mut answer: Value) -> Result<Vec<Row>, Failure> {
    let points: Vec<Point> = typed(&answer)?;
    add_values(&mut answer, &points);
    let fields = answer.as_array_mut().map(std::mem::take).unwrap_or_default();
    Ok(points.iter().zip(fields).map(|(point, fields)| row(point, fields)).collect())
}

fn row(point: &Point, fields: Value) -> Row {
    let [value, unit] = shown(point);
    Row {
        id: point.parameter_id.clone(),
        names: vec![point.parameter_id.clone()],
        title: point.title().unwrap_or_default(),
        value: (!matches!(point.value(), Computed::Absent)).then_some(value),
        unit,
        fields,
    }
}

fn disconnected(answer: &Value) -> Result<Option<String>, Failure> {
    let state = typed::<Device>(answer)?.connection_state;
    Ok((state != ConnectionState::Connected).then(|| state.to_string()))
}
