//! `nibe-uplink --api local watch`

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use nibe_local::functions::ALL_POINTS;
use nibe_local::types::Point;
use nibe_local::{News, Presence, Reading};
use serde_json::{Value as Json, json};
use uplink_runtime::{Error, Value, Watch, WatchEvent, WatchTarget};

use super::pump;
use super::read::{device, shown};
use crate::api::Api;
use crate::failure::Failure;
use crate::interrupt::Stop;
use crate::options::Common;
use crate::output::Output;
use crate::typed::{arguments, typed};
use crate::watch::{Form, Row, Schedule, header};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Example: nibe-uplink --api local watch 4 8 3671 --every 30s --json

Each reading is a line: its time, the device, the point, its value and unit, its title. With --json a line is the point as \
`nibe-uplink --api local read --json` has it, with `device`. All points come with one request. What goes wrong is told on \
stderr, once, and that it is over: a pump that does not answer or shows another certificate, points that are gone for five \
minutes, points that are new, other software. When the pump is paired again, the watch goes on with what was kept. Ctrl-C or \
SIGTERM ends it, with exit code 0.")]
pub struct Arguments {
    /// Ids of points; without them, all
    #[arg(value_name = "ID")]
    ids: Vec<i64>,
    /// The device: its index or its serial number
    #[arg(long, default_value = "0")]
    device: String,
    /// Language of titles, such as sv
    #[arg(long)]
    language: Option<String>,
    #[command(flatten)]
    schedule: Schedule,
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let mut stop = Stop::listen().map_err(|e| Failure::failed("setup", format!("cannot listen for signals: {e}")))?;
    let wanted = (!given.ids.is_empty()).then(|| given.ids.iter().copied());
    let mut follow = Follow {
        api: common.api,
        output,
        form: given.schedule.form(output),
        device: device(&given.device),
        ids: given.ids.iter().copied().collect(),
        presence: Presence::new(wanted),
        any_answer: false,
        told: HashSet::new(),
    };
    if follow.form == Form::Csv {
        output.text(&header("device", "point"))?;
    }
    loop {
        let which = pump::which(common)?;
        let place = [("device_id", follow.device.clone()), ("language", json!(given.language))];
        let client = pump::client_of(&which, common)?;
        let watch = client.watch(vec![WatchTarget::new(&ALL_POINTS, arguments(place))], given.schedule.every)?;
        tokio::select! {
            biased;
            () = stop.wait() => return Ok(()),
            result = follow.run(watch) => return result,
            () = pump::paired_again(&which) => follow.say(Timestamp::now(), "the pump was paired again"),
        }
    }
}

struct Follow<'o> {
    api: Api,
    output: &'o Output,
    form: Form,
    device: Json,
    /// What is wanted; nothing for all.
    ids: HashSet<i64>,
    presence: Presence,
    any_answer: bool,
    /// What was told of the failure that lasts.
    told: HashSet<String>,
}

impl Follow<'_> {
    async fn run(&mut self, mut watch: Watch) -> Result<(), Failure> {
        while let Some(event) = watch.next().await {
            match event {
                WatchEvent::Answered { at, answer, .. } => {
                    let points: BTreeMap<String, Point> = typed(&answer.json()?)?;
                    self.answered(points.values().map(|point| Reading::of(point, at)).collect(), at)?;
                }
                WatchEvent::Failed { at, error, .. } | WatchEvent::Offline { at, error, .. } => {
                    self.failed(error, at)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn answered(&mut self, mut readings: Vec<Reading>, at: Timestamp) -> Result<(), Failure> {
        self.any_answer = true;
        if !self.told.is_empty() {
            self.told.clear();
            self.say(at, "the pump answers again");
        }
        for news in self.presence.answered(&readings, at) {
            self.say(at, &sentence(&news));
        }
        readings.retain(|reading| self.ids.is_empty() || self.ids.contains(&reading.id));
        readings.sort_unstable_by_key(|reading| reading.id);
        let lines: Vec<String> =
            readings.iter().map(|reading| row(reading).line(self.form, at, "device", &self.device)).collect();
        if lines.is_empty() { Ok(()) } else { self.output.text(&lines.join("\n")) }
    }

    /// What was wrong from the start ends the watch; what was right before may be again.
    fn failed(&mut self, error: Error, at: Timestamp) -> Result<(), Failure> {
        let is_certificate =
            matches!(&error, Error::Transport { error: uplink_runtime::TransportError::Certificate { .. }, .. });
        if !self.any_answer && (is_certificate || !error.kind().is_retryable()) {
            return Err(error.into());
        }
        let said = Failure::from(error).said(self.api);
        if let Some((_, sentence)) = said.filter(|(_, sentence)| self.told.insert(sentence.clone())) {
            self.say(at, &format!("{sentence}; tries again"));
        }
        Ok(())
    }

    fn say(&self, at: Timestamp, text: &str) {
        self.output.note(&format!("{}: {text}", at.strftime("%Y-%m-%dT%H:%M:%SZ")));
    }
}

fn sentence(news: &News) -> String {
    let list = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    match news {
        News::Gone(ids) => format!("not there now, as their condition does not hold or the id is wrong: {}", list(ids)),
        News::Appeared(ids) => format!("there now: {}", list(ids)),
        News::Software { before, now } => format!("the software of the pump is {now} now, it was {before}"),
        other => format!("{other:?}"),
    }
}

fn row(reading: &Reading) -> Row {
    Row {
        id: reading.id.to_string(),
        names: Vec::new(),
        title: reading.title.clone().unwrap_or_default(),
        value: (!matches!(reading.value, Value::Absent)).then(|| reading.value.to_string()),
        unit: reading.unit.clone().unwrap_or_default(),
        fields: shown(reading),
    }
}
