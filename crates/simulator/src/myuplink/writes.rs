//! Writing: what is accepted at once and what arrives later.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::below::Below;
use super::extra::{self, Source};
use super::station::{Family, Station, ZONE, ZONE_SET_POINT};
use super::{State, refused};
use crate::behaviour::{Call, Outcome};
use crate::clock::{later, seconds_between};

/// Simulated seconds from an accepted write to its effect; 20 to 60 were seen.
const DELAY: f64 = 25.0;

/// Values that were written, by the id of the point.
pub(super) type Written = BTreeMap<String, f64>;

/// A write on its way to the machine.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Pending {
    machine: i64,
    settings: Map<String, Value>,
    /// Values for points that the machine itself does not have.
    #[serde(default)]
    own: Written,
    due: Timestamp,
    owner: String,
}

/// Lets arrive what is due.
pub(super) fn settle(below: &Below, state: &mut State, call: &Call<'_>) {
    let pending = std::mem::take(&mut state.pending).into_iter();
    let (due, waiting): (Vec<Pending>, Vec<Pending>) = pending.partition(|p| seconds_between(p.due, call.now) >= 0.0);
    state.pending = waiting;
    for write in due {
        if !write.own.is_empty() {
            state.written.entry(write.machine).or_default().extend(write.own);
        }
        if write.settings.is_empty() {
            continue;
        }
        let arguments = json!({"system_id": write.machine, "settings": write.settings});
        below.ask("set_parameters", arguments, &Call { owner: &write.owner, ..*call });
    }
}

fn send(s: &Station, settings: Map<String, Value>, own: Written, call: &Call<'_>, state: &mut State) {
    if !settings.is_empty() || !own.is_empty() {
        let due = if state.at_once { call.now } else { later(call.now, DELAY) };
        state.pending.push(Pending { machine: s.id, settings, own, due, owner: call.owner.to_owned() });
    }
}

fn needs_premium(s: &Station) -> Result<(), Outcome> {
    // The word is misspelt there.
    if s.manage { Ok(()) } else { Err(refused(403, "You need a premuim subscription to change this.")) }
}

/// `set_points`: good ones go their way even when others are refused.
pub(super) fn points(below: &Below, s: &Station, call: &Call<'_>, state: &mut State) -> Result<Outcome, Outcome> {
    needs_premium(s)?;
    let empty = Map::new();
    let values = call.arguments.get("values").and_then(Value::as_object).unwrap_or(&empty);
    let (mut settings, mut own, mut outcomes, mut problems) = (Map::new(), Written::new(), Map::new(), Vec::new());
    for (id, value) in values {
        match accepted(below, s, id, value, call) {
            Ok((target, number)) => {
                outcomes.insert(id.clone(), "modified".into());
                match target {
                    // Accepted without effect by the cloud: the set point of a zone is written through its zone.
                    Target::Machine(_)
                        if !state.at_once && s.family == Family::S && id.parse() == Ok(ZONE_SET_POINT) => {}
                    Target::Machine(long) => {
                        settings.insert(long.to_string(), number.into());
                    }
                    Target::Own => {
                        own.insert(id.trim().to_owned(), number);
                    }
                }
            }
            Err(problem) => {
                outcomes.insert(id.clone(), format!("error: {problem}").into());
                problems.push(problem);
            }
        }
    }
    if problems.len() == values.len() {
        return Err(refused(400, &problems.join("; ")));
    }
    send(s, settings, own, call, state);
    Ok(Outcome::Json(if problems.is_empty() { 200 } else { 207 }, outcomes.into()))
}

/// Where a value goes.
enum Target {
    /// To a setting of the machine, by its id there.
    Machine(i64),
    /// To the point itself.
    Own,
}

/// What may be written to a point.
#[derive(Default)]
pub(super) struct Allowed {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) step: Option<f64>,
    /// Values that have a word; empty where any will do.
    pub(super) words: Vec<f64>,
}

/// Where a value goes and what it is there, or why it goes nowhere.
fn accepted(below: &Below, s: &Station, id: &str, value: &Value, call: &Call<'_>) -> Result<(Target, f64), String> {
    if let Some(answers) = &s.file {
        let allowed = answers.allowed(id.trim())?;
        return Ok((Target::Own, allowed.check(value)?));
    }
    let id: i64 = id.trim().parse().map_err(|_| "no such param")?;
    if let Some(point) = extra::find(below, s, id, call) {
        if !point.writable {
            return Err("read only value".into());
        }
        let (min, max, step) = point.limits.map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)));
        let words = point.words.iter().map(|(number, _)| *number as f64).collect();
        let number = Allowed { min, max, step, words }.check(value)?;
        return Ok(match point.source {
            Source::Switch(long, on) => (Target::Machine(long), if number > 0.0 { on } else { 0.0 }),
            _ => (Target::Own, number),
        });
    }
    let entry = s.long(id).filter(|_| exists(below, s, id, call)).and_then(|long| below.entry(long));
    let entry = entry.ok_or("no such param")?;
    if entry.writable != Some(true) {
        return Err("read only value".into());
    }
    let factor = f64::from(entry.factor.unwrap_or(1));
    let words = entry.values.iter().map(|(raw, _)| *raw as f64 / factor).collect();
    let number = Allowed { min: entry.min, max: entry.max, step: entry.step, words }.check(value)?;
    Ok((Target::Machine(entry.id), number))
}

/// Whether a machine that says all it knows has a point; one from a file takes what the catalogue allows.
fn exists(below: &Below, s: &Station, id: i64, call: &Call<'_>) -> bool {
    let ids: Vec<i64> = s.long(id).into_iter().collect();
    s.still || !super::points::of_ids(below, s, call, &crate::nibe::MAIN_UNIT.into(), &ids).is_empty()
}

impl Allowed {
    fn check(&self, value: &Value) -> Result<f64, String> {
        let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
        let number = number.filter(|n| n.is_finite()).ok_or("value is not a number")?;
        let low = self.min.is_some_and(|min| number < min);
        let high = self.max.is_some_and(|max| number > max);
        let strange = !self.words.is_empty() && self.words.iter().all(|known| (known - number).abs() > 1e-9);
        if low || high || strange {
            return Err("value outside of a valid min-max range".into());
        }
        let steps = self.step.filter(|s| *s > 0.0).map_or(0.0, |step| (number - self.min.unwrap_or(0.0)) / step);
        if (steps - steps.round()).abs() > 1e-6 {
            return Err("value is not a multiple of the step".into());
        }
        Ok(number)
    }
}

/// `set_zone`
pub(super) fn zone(below: &Below, s: &Station, call: &Call<'_>, state: &mut State) -> Result<Outcome, Outcome> {
    needs_premium(s)?;
    let zone = call.arguments.get("zone_id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let zone = zone.unwrap_or_default();
    let set_point = match &s.file {
        Some(answers) => answers.set_point(&zone),
        None => (s.family == Family::S && zone == ZONE).then(|| ZONE_SET_POINT.to_string()),
    };
    let id = set_point.ok_or_else(|| refused(400, "There is no such zone."))?;
    let mut outcomes = Map::new();
    if let Some(heat) = call.arguments.get("setpoint_heat").filter(|v| !v.is_null()) {
        let (target, number) = accepted(below, s, &id, heat, call).map_err(|problem| refused(400, &problem))?;
        let (mut settings, mut own) = (Map::new(), Written::new());
        match target {
            Target::Machine(long) => drop(settings.insert(long.to_string(), number.into())),
            Target::Own => drop(own.insert(id.clone(), number)),
        }
        send(s, settings, own, call, state);
        outcomes.insert(id, "modified".into());
    }
    Ok(Outcome::Json(200, outcomes.into()))
}
