//! Alarms and messages.

use serde_json::{Value as Json, json};

use crate::system::hash;
use crate::upstream::Message;

/// Those of one type as v1 has them, where the number of the alarm is all that others call it by.
pub(crate) fn notifications(messages: &[Message], kind: &str) -> Vec<Json> {
    let alarms = kind == "ALARM";
    messages.iter().filter(|message| message.alarm == alarms).map(|message| notification(message, kind)).collect()
}

fn notification(message: &Message, kind: &str) -> Json {
    json!({
        // 31 bits, as programs keep it.
        "notificationId": hash(&message.id) & 0x7fff_ffff,
        "systemUnitId": message.part,
        "moduleName": message.module,
        "occuredAt": format!("{:.0}", message.begun),
        "stoppedAt": message.ended.map(|time| format!("{time:.0}")),
        "wasReset": message.reset,
        // Neither can be done from outside.
        "resetPossible": false,
        "aidmodePossible": false,
        "info": {
            "alarmNumber": message.number,
            "type": kind,
            "title": message.title,
            "description": message.text,
        },
        "comments": [],
    })
}
