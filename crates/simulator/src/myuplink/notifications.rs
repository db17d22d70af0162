//! Alarms.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::below::Below;
use super::station::Station;
use crate::behaviour::Call;

/// `notifications`: the newest first.
pub(super) fn all(below: &Below, s: &Station, call: &Call<'_>) -> Vec<Value> {
    let mut all = active(below, s, call);
    all.extend(those(below, s, call, false));
    all
}

/// `active_notifications`
pub(super) fn active(below: &Below, s: &Station, call: &Call<'_>) -> Vec<Value> {
    those(below, s, call, true)
}

/// Those of a machine from files.
pub(super) fn of_file(s: &Station, active: bool) -> Vec<Value> {
    let all = s.file.iter().flat_map(|answers| &answers.notifications);
    all.filter(|n| !active || n["status"] == "Active").cloned().collect()
}

fn those(below: &Below, s: &Station, call: &Call<'_>, active: bool) -> Vec<Value> {
    let mut found = Vec::new();
    for (kind, severity) in [("ALARM", 1), ("INFO_MESSAGE", 60)] {
        let arguments = json!({"system_id": s.id, "active": active, "type": kind});
        found.extend(below.list("notifications", arguments, call).iter().map(|n| (severity, begun(n), n.clone())));
    }
    found.sort_by_key(|(_, begun, _)| std::cmp::Reverse(*begun));
    found.into_iter().map(|(severity, begun, n)| notification(s, &n, begun, severity)).collect()
}

fn begun(notification: &Map<String, Value>) -> Timestamp {
    moment(notification, "occuredAt").unwrap_or_default()
}

fn moment(notification: &Map<String, Value>, key: &str) -> Option<Timestamp> {
    notification.get(key)?.as_str()?.parse().ok()
}

fn notification(s: &Station, n: &Map<String, Value>, begun: Timestamp, severity: i64) -> Value {
    let stopped = moment(n, "stoppedAt");
    let status = if stopped.is_none() { "Active" } else { "ResetByUserOnDevice" };
    let mut history = vec![json!({"status": "Active", "datetime": begun.as_second()})];
    history.extend(stopped.map(|at| json!({"status": status, "datetime": at.as_second()})));
    let id = n.get("notificationId").and_then(Value::as_i64).unwrap_or_default();
    let info = n.get("info").cloned().unwrap_or_default();
    let text = info["description"].as_str().unwrap_or_default();
    json!({
        "id": format!("{id:08x}-0000-4000-9000-{id:012x}"),
        "alarmNumber": info["alarmNumber"],
        "deviceId": s.device,
        "severity": severity,
        "status": status,
        // A bare number of hours is what the cloud sends for an offset.
        "createdDatetime": begun.strftime("%Y-%m-%dT%H:%M:%S+0").to_string(),
        "statusHistory": history,
        "header": info["title"],
        "description": text.replace(". ", ".\r\n"),
        "equipName": n.get("moduleName"),
    })
}
