//! Writes points by the function that each of them needs, and tells what was accepted from what was applied.
//!
//! The cloud answers when it has handed a value over, and the set points of zones it accepts without doing anything unless
//! they come through their zone. Some points do not tell their zone; then the device's zones do.

mod facts;
mod plan;
mod zones;

use std::collections::BTreeMap;
use std::time::Duration;

use uplink_runtime::{Arguments, Call, Client, Error, Looks, WriteState};

use crate::functions::{POINTS, SET_POINTS, SET_ZONE};
use crate::merge;
use crate::scopes::{AllowsReadsystem, AllowsWritesystem};
use crate::types::{Point, SettingValue};
use facts::explain;
use plan::{Part, Plan, holds};
use zones::HINT;

/// What the cloud says of a value that it took.
const TAKEN: &str = "modified";

/// What is said of a value where the cloud took it without a word.
const SILENT: &str = "taken without a word";

/// What became of one value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Written {
    /// How far it has come.
    pub state: WriteState,
    /// What the cloud said: `modified`, or why it refused; and that `set_zone` is the way, where that may be so.
    pub said: String,
    /// The zone that it was written through.
    pub zone_id: Option<String>,
    /// The point as it was read last, before or after the write; none when the device did not tell.
    pub point: Option<Point>,
}

/// How long to look for written values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verify {
    /// When to give up. New values were seen 20 to 60 seconds after the write.
    pub within: Duration,
    /// The time between two looks; each is a request, and 25 are allowed in a minute.
    pub every: Duration,
}

impl Default for Verify {
    fn default() -> Self {
        Verify { within: Duration::from_secs(90), every: Duration::from_secs(10) }
    }
}

impl SettingValue {
    /// A number, a whole one as such: some machines take `1.0` for a fraction and refuse it.
    pub fn number(value: f64) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "looked at before")]
        if value.fract() == 0.0 && value.abs() < 1e15 {
            SettingValue::Int(value as i64)
        } else {
            SettingValue::Float(value)
        }
    }
}

impl<S: AllowsReadsystem + AllowsWritesystem> crate::Client<S> {
    /// Writes points of a device, each by the function that it needs: set points of zones through
    /// [`set_zone`](crate::Client::set_zone), the others through [`set_points`](crate::Client::set_points). With `verify`
    /// the points are read back until they show what was written or the time is over.
    ///
    /// Needs the scopes `READSYSTEM` and `WRITESYSTEM`. Sends one read to learn which points belong to zones, one more of the
    /// zones when a set point does not tell its own, and a write for the device and for each zone.
    ///
    /// A value counts as applied when the point shows it as closely as the device stores it. It does when the point showed
    /// it before.
    ///
    /// # Errors
    /// When the cloud refuses everything, its first refusal; when it refuses a part, the outcome of that part says so.
    /// Any other failure ends the call: then what was written before it stays written.
    pub async fn write_points(
        &self,
        device_id: impl Into<String>,
        values: impl IntoIterator<Item = (impl ToString, impl Into<SettingValue>)>,
        verify: Option<Verify>,
    ) -> Result<BTreeMap<String, Written>, Error> {
        let values = values.into_iter().map(|(id, value)| (id.to_string(), value.into())).collect();
        write_points(self.untyped(), device_id.into(), values, verify).await
    }
}

/// The same for a client that is known only at run time.
///
/// # Errors
/// See [`Client::write_points`](crate::Client::write_points).
pub async fn write_points(
    client: &Client,
    device_id: String,
    values: Vec<(String, SettingValue)>,
    verify: Option<Verify>,
) -> Result<BTreeMap<String, Written>, Error> {
    // Before the read, so that nothing at all is sent without the scope to write.
    client.check_scopes(&SET_POINTS).await?;
    let ids: Vec<String> = values.iter().map(|(id, _)| id.clone()).collect();
    // Without ids all points would be read; that nothing is written is for the write to refuse.
    let points = if ids.is_empty() { Vec::new() } else { read(client, &device_id, &ids).await? };
    let (placed, mut doubtful) = zones::place(client, &device_id, &points).await;
    let plan = Plan::new(values, &placed)?;
    let mut written = send(client, &device_id, &plan, &points, &mut doubtful).await?;
    note(&mut written, points);
    for id in doubtful {
        if let Some(entry) = written.get_mut(&id).filter(|w| w.state == WriteState::Accepted) {
            entry.said = format!("{}; {HINT}", entry.said);
        }
    }
    if let Some(verify) = verify {
        look(client, &device_id, &plan, &mut written, verify).await;
    }
    Ok(written)
}

async fn read(client: &Client, device_id: &str, ids: &[String]) -> Result<Vec<Point>, Error> {
    Call::new(client, &POINTS).set("device_id", device_id).set("parameter_ids", ids).await
}

/// Sends one request.
async fn call(client: &Client, device_id: &str, part: &Part) -> Result<BTreeMap<String, String>, Error> {
    let function = if part.zone_id.is_some() { &SET_ZONE } else { &SET_POINTS };
    let mut arguments: Arguments = part.arguments.clone();
    arguments.insert("device_id".to_owned(), device_id.into());
    let call: Call<Option<BTreeMap<String, String>>> = Call::new(client, function);
    let said = arguments.into_iter().fold(call, |call, (name, value)| call.set(&name, value)).await?;
    Ok(said.unwrap_or_default())
}

/// Carries the plan out; the first refusal when nothing was taken. Adds to `doubtful` what a zone that was only supposed did
/// not take.
async fn send(
    client: &Client,
    device_id: &str,
    plan: &Plan,
    points: &[Point],
    doubtful: &mut Vec<String>,
) -> Result<BTreeMap<String, Written>, Error> {
    let mut written = BTreeMap::new();
    let mut refusal = None;
    for part in plan.parts() {
        let (mut part, plain) = (part, plan.to_device(&part.ids));
        let mut answer = call(client, device_id, part).await;
        let nowhere = matches!(&answer, Err(Error::Api(error)) if error.status == 404);
        if nowhere && zones::is_supposed(part, points) {
            part = &plain;
            doubtful.extend_from_slice(&part.ids);
            answer = call(client, device_id, part).await;
        }
        let answer = answer.map_err(|error| match error {
            Error::Api(refusal) if matches!(refusal.status, 400 | 403) => explain(*refusal, &part.ids, points),
            other => other,
        });
        match &answer {
            Err(Error::Api(error)) if matches!(error.status, 400 | 403 | 409) => {
                refusal.get_or_insert_with(|| Error::Api(error.clone()));
            }
            Err(error) => return Err(error.clone()),
            Ok(_) => {}
        }
        for id in &part.ids {
            let said = said(&answer, part, id);
            let taken = said == TAKEN || said == SILENT;
            let state = if taken { WriteState::Accepted } else { WriteState::Refused };
            written.insert(id.clone(), Written { state, said, zone_id: part.zone_id.clone(), point: None });
        }
    }
    match refusal {
        Some(error) if written.values().all(|w| w.state == WriteState::Refused) => Err(error),
        _ => Ok(written),
    }
}

/// What the cloud said of a point.
fn said(answer: &Result<BTreeMap<String, String>, Error>, part: &Part, id: &str) -> String {
    match answer {
        Err(Error::Api(error)) if !error.details.is_empty() => error.details.join("; "),
        Err(error) => error.to_string(),
        Ok(words) if words.is_empty() => SILENT.to_owned(),
        Ok(words) if part.zone_id.is_none() => {
            words.get(id).cloned().unwrap_or_else(|| "the cloud said nothing".to_owned())
        }
        // Zones answer by ids of their own choice.
        Ok(words) => words.values().find(|word| *word != TAKEN).map_or_else(|| TAKEN.to_owned(), Clone::clone),
    }
}

/// Keeps what was read last.
fn note(written: &mut BTreeMap<String, Written>, points: Vec<Point>) {
    for merged in merge(points) {
        if let Some(entry) = written.get_mut(merged.parameter_id()) {
            entry.point = Some(merged.point().clone());
        }
    }
}

/// Looks for the values until all that were accepted are there or the time is over. A look that fails has seen nothing.
async fn look(client: &Client, device_id: &str, plan: &Plan, written: &mut BTreeMap<String, Written>, verify: Verify) {
    let looks = Looks::new(verify.within, verify.every);
    while let Some(open) = looks.next(written, |one| one.state).await {
        let Ok(points) = read(client, device_id, &open).await else { continue };
        for id in open {
            // One id may come several times; the one that shows the value is the one that was written.
            let mut of_id = points.iter().filter(|p| p.parameter_id == id);
            let there = of_id.clone().find(|p| plan.value(&id).is_some_and(|value| holds(p, value)));
            if let (Some(point), Some(entry)) = (there.or_else(|| of_id.next_back()), written.get_mut(&id)) {
                entry.point = Some(point.clone());
                entry.state = if there.is_some() { WriteState::Applied } else { entry.state };
            }
        }
    }
}
