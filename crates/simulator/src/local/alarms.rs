//! Alarms in the words of the pump.

use jiff::Timestamp;
use serde_json::{Value, json};

/// Those that are active and began after the last reset.
pub(super) fn answer(active: &[Value], reset: Option<Timestamp>) -> Value {
    let alarms: Vec<Value> = active
        .iter()
        .filter_map(|alarm| {
            let begun = alarm["createdDatetime"].as_str()?.trim_end_matches("+0");
            let begun: Timestamp = format!("{begun}Z").parse().ok()?;
            let new = reset.is_none_or(|reset| begun > reset);
            new.then(|| {
                json!({
                    "alarmId": alarm["alarmNumber"],
                    "header": alarm["header"],
                    "description": alarm["description"],
                    "severity": if alarm["severity"] == 1 { 2 } else { 0 },
                    "time": begun.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                    "equipName": alarm["equipName"],
                })
            })
        })
        .collect();
    json!({ "alarms": alarms })
}
