//! What a system and its device are.

use serde_json::{Value, json};

use super::below::Below;
use super::refused;
use super::station::{Family, Station};
use crate::behaviour::{Call, Outcome};
use crate::nibe;

/// An item of `systems`.
pub(super) fn system(below: &Below, s: &Station, call: &Call<'_>) -> Value {
    let machine = machine(below, s, call);
    let country = machine["address"]["country"].as_str().map(capitalised);
    json!({
        "systemId": s.system,
        "name": s.name,
        "securityLevel": "admin",
        "hasAlarm": machine["hasAlarmed"].as_bool().unwrap_or(false),
        "country": country,
        "devices": [{
            "id": s.device,
            "connectionState": connection(&machine),
            "currentFwVersion": firmware(below, s, call),
            "deviceType": (s.family == Family::S).then_some("nibe-n"),
            "product": {"serialNumber": serial(&machine, s), "name": s.product},
        }],
    })
}

/// What the machine's own API says of it; null for one from a file.
fn machine(below: &Below, s: &Station, call: &Call<'_>) -> Value {
    match below.ask("system", json!({"system_id": s.id}), call) {
        Outcome::Json(_, machine) => machine,
        _ => Value::Null,
    }
}

/// The serial number, which is another when the controller was replaced.
fn serial<'s>(machine: &'s Value, s: &'s Station) -> &'s str {
    machine["serialNumber"].as_str().unwrap_or(&s.serial)
}

/// The firmware, which is another after an update.
fn firmware(below: &Below, s: &Station, call: &Call<'_>) -> String {
    let units = match s.family {
        Family::F if s.file.is_none() => below.list("units", json!({"system_id": s.id}), call),
        _ => Vec::new(),
    };
    let told = units.first().and_then(|unit| unit.get("softwareVersion")?.as_str());
    told.unwrap_or(&s.firmware).to_owned()
}

fn connection(machine: &Value) -> &'static str {
    if machine["connectionStatus"] == "OFFLINE" { "Disconnected" } else { "Connected" }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_string() + &chars.as_str().to_lowercase())
}

/// `device`
pub(super) fn device(below: &Below, s: &Station, call: &Call<'_>) -> Value {
    let both = ["settings", "reboot", "forcesync", "resetAlarm", "triggerEvent", "sendHaystack", "setAidMode"];
    let f_only = ["boostHotWater", "boostVentilation"];
    let s_only = [
        "getMenu",
        "getMenuChain",
        "getGuideQuestion",
        "setSmartMode",
        "getZones",
        "getScheduleConfig",
        "getScheduleModes",
        "getScheduleWeekly",
        "getScheduleVacation",
        "setScheduleModes",
        "setScheduleWeekly",
        "setScheduleOverride",
        "setScheduleVacation",
        "forceUpdate",
        "processIntent",
    ];
    let none = ["requestUpdate", "setVentilationMode"];
    let marked = |names: &[&str], has: bool| names.iter().map(|n| ((*n).to_owned(), has.into())).collect::<Vec<_>>();
    let newer = s.family == Family::S;
    let features = [marked(&both, true), marked(&f_only, !newer), marked(&s_only, newer), marked(&none, false)];
    let features: serde_json::Map<String, Value> = features.into_iter().flatten().collect();
    let (machine, firmware) = (machine(below, s, call), firmware(below, s, call));
    json!({
        "id": s.device,
        "connectionState": connection(&machine),
        "firmware": {"currentFwVersion": firmware, "desiredFwVersion": firmware},
        "product": {"serialNumber": serial(&machine, s), "name": s.product},
        "availableFeatures": features,
    })
}

/// `firmware_info`
pub(super) fn firmware_info(below: &Below, s: &Station, call: &Call<'_>) -> Value {
    let firmware = firmware(below, s, call);
    json!({
        "deviceId": s.device,
        "firmwareId": firmware_id(s),
        "currentFwVersion": firmware,
        "pendingFwVersion": "",
        "desiredFwVersion": firmware,
    })
}

fn firmware_id(s: &Station) -> &'static str {
    if s.family == Family::S { "2" } else { "1" }
}

/// `firmware` and `brand_firmware`: some bytes for the versions that the devices run.
pub(super) fn file(stations: &[&Station], call: &Call<'_>) -> Result<Outcome, Outcome> {
    let (id, version) = (call.text("firmware_type_id"), call.text("version"));
    let known = stations.iter().any(|s| Some(firmware_id(s)) == id && Some(s.firmware.as_str()) == version);
    if !known {
        return Err(refused(404, "There is no such firmware."));
    }
    let text = format!("\u{0}firmware {} {}", id.unwrap_or_default(), version.unwrap_or_default());
    Ok(Outcome::Json(200, crate::base64::encode(text.as_bytes()).into()))
}

/// The packages of a system that has one.
pub(super) fn subscriptions() -> Value {
    json!([
        {"type": "manage", "validUntil": "2030-06-01T00:00:00Z"},
        // Packages that have ended are listed too.
        {"type": "history", "validUntil": "2021-06-01T00:00:00Z"},
    ])
}

/// Whether a unit is not the main one, with the name that its points have as category.
pub(super) fn category(s: &Station, unit: &serde_json::Map<String, Value>) -> String {
    match unit.get("systemUnitId").and_then(Value::as_i64) {
        Some(id) if id != nibe::MAIN_UNIT => format!("Slave {id} (EB10{id})"),
        _ => s.product.clone(),
    }
}
