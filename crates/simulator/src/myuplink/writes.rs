//! Writing: what is accepted at once and what arrives later.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::below::Below;
use super::refused;
use super::station::{Family, Station, ZONE, ZONE_SET_POINT};
use crate::behaviour::{Call, Outcome};
use crate::clock::{later, seconds_between};

/// Simulated seconds from an accepted write to its effect; 20 to 60 were seen.
const DELAY: f64 = 25.0;

/// A write on its way to the machine.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Pending {
    machine: i64,
    settings: Map<String, Value>,
    due: Timestamp,
    owner: String,
}

/// Lets arrive what is due.
pub(super) fn settle(below: &Below, pending: &mut Vec<Pending>, call: &Call<'_>) {
    let (due, waiting) = std::mem::take(pending).into_iter().partition(|p| seconds_between(p.due, call.now) >= 0.0);
    *pending = waiting;
    let due: Vec<Pending> = due;
    for write in due {
        let arguments = json!({"system_id": write.machine, "settings": write.settings});
        below.ask("set_parameters", arguments, &Call { owner: &write.owner, ..*call });
    }
}

fn send(s: &Station, settings: Map<String, Value>, call: &Call<'_>, pending: &mut Vec<Pending>) {
    if !settings.is_empty() {
        let due = later(call.now, DELAY);
        pending.push(Pending { machine: s.id, settings, due, owner: call.owner.to_owned() });
    }
}

fn needs_premium(s: &Station) -> Result<(), Outcome> {
    // The word is misspelt there.
    if s.manage { Ok(()) } else { Err(refused(403, "You need a premuim subscription to change this.")) }
}

/// `set_points`: good ones go their way even when others are refused.
pub(super) fn points(
    below: &Below,
    s: &Station,
    call: &Call<'_>,
    pending: &mut Vec<Pending>,
) -> Result<Outcome, Outcome> {
    needs_premium(s)?;
    let empty = Map::new();
    let values = call.arguments.get("values").and_then(Value::as_object).unwrap_or(&empty);
    let (mut settings, mut outcomes, mut problems) = (Map::new(), Map::new(), Vec::new());
    for (id, value) in values {
        match accepted(below, s, id, value) {
            Ok((long, number)) => {
                outcomes.insert(id.clone(), "modified".into());
                // Accepted without effect: the set point of a zone is written through its zone.
                if s.family != Family::S || id.parse() != Ok(ZONE_SET_POINT) {
                    settings.insert(long.to_string(), number.into());
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
    send(s, settings, call, pending);
    Ok(Outcome::Json(if problems.is_empty() { 200 } else { 207 }, outcomes.into()))
}

/// The machine's id of a point and its new value, or why not.
fn accepted(below: &Below, s: &Station, id: &str, value: &Value) -> Result<(i64, f64), String> {
    let long = id.trim().parse().ok().and_then(|id| s.long(id));
    let entry = long.and_then(|long| below.entry(long)).ok_or("no such param")?;
    if entry.writable != Some(true) {
        return Err("read only value".into());
    }
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    let number = number.filter(|n| n.is_finite()).ok_or("value is not a number")?;
    let low = entry.min.is_some_and(|min| number < min);
    let high = entry.max.is_some_and(|max| number > max);
    let raw = number * f64::from(entry.factor.unwrap_or(1));
    let strange = !entry.values.is_empty() && entry.values.iter().all(|(known, _)| *known as f64 != raw);
    if low || high || strange {
        return Err("value outside of a valid min-max range".into());
    }
    let steps = entry.step.filter(|s| *s > 0.0).map_or(0.0, |step| (number - entry.min.unwrap_or(0.0)) / step);
    if (steps - steps.round()).abs() > 1e-6 {
        return Err("value is not a multiple of the step".into());
    }
    Ok((entry.id, number))
}

/// `set_zone`
pub(super) fn zone(
    below: &Below,
    s: &Station,
    call: &Call<'_>,
    pending: &mut Vec<Pending>,
) -> Result<Outcome, Outcome> {
    needs_premium(s)?;
    let zone = call.arguments.get("zone_id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    if s.family == Family::F || zone.as_deref() != Some(ZONE) {
        return Err(refused(400, "There is no such zone."));
    }
    let id = ZONE_SET_POINT.to_string();
    let mut outcomes = Map::new();
    if let Some(heat) = call.arguments.get("setpoint_heat").filter(|v| !v.is_null()) {
        let (long, number) = accepted(below, s, &id, heat).map_err(|problem| refused(400, &problem))?;
        send(s, Map::from_iter([(long.to_string(), number.into())]), call, pending);
        outcomes.insert(id, "modified".into());
    }
    Ok(Outcome::Json(200, outcomes.into()))
}
