//! Alarms and messages.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::machine::Machine;
use crate::behaviour::{Call, Outcome};

/// 3 February 2023, when the newest alarm began.
const NEWEST: i64 = 1_675_400_000;

/// `notifications`: the newest first; `active` tells those that go on from those that are over.
pub(super) fn answer(machine: &Machine, call: &Call<'_>) -> Outcome {
    let active = call.truth("active").unwrap_or(true);
    let kind = call.text("type").unwrap_or("ALARM");
    let fits = |n: &Value| n["stoppedAt"].is_null() == active && n["info"]["type"] == kind;
    Outcome::List(all(machine).into_iter().filter(fits).collect())
}

fn all(machine: &Machine) -> Vec<Value> {
    let mut all = Vec::new();
    if machine.design.is_none() {
        return all;
    }
    for trouble in machine.state().troubles.iter().rev() {
        if let Some(notice) = trouble.kind().and_then(|kind| kind.notice) {
            let (since, until) = (trouble.since.as_second(), trouble.until.map(|t| t.as_second()));
            let told = (notice.kind, notice.number, notice.title, notice.text);
            all.push(told_of(machine, 500 + trouble.number % 400, since, until, told));
        }
    }
    if machine.alarm {
        let text = "The outdoor unit has reported a fault of its fan. Contact your installer if this comes back.";
        all.push(notification(machine, 0, 0, None, ("ALARM", 224, "Fan alarm from outdoor unit", text)));
    }
    for i in 1..=machine.past_alarms {
        let (number, title) = [
            (51, "Low pressure alarm"),
            (54, "High pressure alarm"),
            (251, "Communication error with accessory"),
            (3, "Sensor fault outdoor sensor"),
        ][i % 4];
        let text = "The fault has been put right and operation goes on.";
        all.push(notification(machine, i, 4 * i as i64, Some(90), ("ALARM", number, title, text)));
    }
    let text = "It is time to clean the filter of the ventilation or of the heating circuit.";
    all.push(notification(machine, 900, 2, None, ("INFO_MESSAGE", 995, "Time to clean the filter", text)));
    let text = "A periodic increase of the hot water temperature has been carried out.";
    all.push(notification(machine, 901, 14, Some(300), ("INFO_MESSAGE", 322, "Periodic increase", text)));
    all
}

fn notification(
    machine: &Machine,
    index: usize,
    days_ago: i64,
    minutes: Option<i64>,
    told: (&str, i64, &str, &str),
) -> Value {
    let begun = NEWEST - days_ago * 86_400;
    told_of(machine, index, begun, minutes.map(|m| begun + 60 * m), told)
}

fn told_of(
    machine: &Machine,
    index: usize,
    begun: i64,
    ended: Option<i64>,
    (kind, number, title, description): (&str, i64, &str, &str),
) -> Value {
    let time = |second: i64| Timestamp::from_second(second).unwrap_or_default().to_string();
    let comments = if index == 1 { vec![comment(&time(begun + 3600))] } else { Vec::new() };
    json!({
        "notificationId": machine.id * 1000 + index as i64,
        "systemUnitId": machine.units.last().map_or(0, |u| u.id),
        "moduleName": machine.product,
        "occuredAt": time(begun),
        "stoppedAt": ended.map(time),
        "wasReset": ended.is_some() && kind == "ALARM",
        "resetPossible": ended.is_none() && kind == "ALARM",
        "aidmodePossible": ended.is_none() && kind == "ALARM",
        "info": {"alarmNumber": number, "type": kind, "title": title, "description": description},
        "comments": comments,
    })
}

fn comment(at: &str) -> Value {
    json!({
        "authorName": "Robin",
        "authorAvatar": {"name": null, "sizes": []},
        "creationDate": at,
        "text": "Called the installer",
    })
}
