//! What a system is.

use serde_json::{Value, json};

use super::machine::Machine;
use super::{equipment, refusal};
use crate::behaviour::{Call, Outcome};

/// The newest software: version and release.
const NEWEST: (i64, i64) = (9443, 2);

pub(super) fn system(machine: &Machine, call: &Call<'_>) -> Value {
    let state = machine.state();
    let model = model_name(&machine.product);
    let short = model.replace(' ', "");
    json!({
        "systemId": machine.id,
        "name": machine.name,
        "productName": format!("NIBE {model}"),
        "productImage": {
            "name": format!("NIBE_{}", model.replace(' ', "_")),
            "sizes": [
                {"width": 75, "height": 100, "url": format!("/Content/Products/{short}_75x100.png")},
                {"width": 150, "height": 200, "url": format!("/Content/Products/{short}_150x200.png")},
            ],
        },
        "securityLevel": "ADMIN",
        "serialNumber": serial(machine, state.replaced()),
        "lastActivityDate": state.heard(call.now).to_string(),
        "connectionStatus": if state.offline() { "OFFLINE" } else { "ONLINE" },
        "address": {
            "addressLine1": machine.city.map(|_| "Demo road 1"),
            "addressLine2": null,
            "postalCode": null,
            "city": machine.city,
            "region": null,
            "country": machine.country,
        },
        "hasAlarmed": machine.alarm || state.alarmed(),
    })
}

/// The serial number; another controller has one of its own.
fn serial(machine: &Machine, replaced: bool) -> String {
    match machine.serial.split_at_checked(1) {
        Some((_, rest)) if replaced => format!("9{rest}"),
        _ => machine.serial.clone(),
    }
}

/// `F1255` of `F1255-6 R PC`, `VVM 320` of `VVM 320 E`.
pub fn model_name(product: &str) -> String {
    let mut words = product.split(' ');
    let first = words.next().unwrap_or_default();
    match words.next() {
        Some(second) if !first.is_empty() && first.chars().all(char::is_alphabetic) => {
            format!("{first} {second}")
        }
        _ => first.split('-').next().unwrap_or(first).to_owned(),
    }
}

pub(super) fn software(machine: &Machine) -> Value {
    let text = machine.units.first().and_then(|u| u.json.get("softwareVersion")?.as_str()).unwrap_or_default();
    let (version, release) = text.split_once('R').unwrap_or((text, "1"));
    let updated = machine.state().updated().then_some(NEWEST);
    let installed = updated.unwrap_or((version.parse().unwrap_or(NEWEST.0), release.parse().unwrap_or(1)));
    let upgrade = (installed < NEWEST).then(newest);
    json!({
        "current": {"name": "nibe-n", "version": installed.0, "release": installed.1},
        "upgrade": upgrade,
    })
}

/// `units`
pub(super) fn units(machine: &Machine) -> Vec<Value> {
    let updated = machine.state().updated();
    let units = machine.units.iter().map(|unit| {
        let mut json = unit.json.clone();
        if updated && unit.id == super::MAIN_UNIT {
            json.insert("softwareVersion".to_owned(), format!("{}R{}", NEWEST.0, NEWEST.1).into());
        }
        Value::Object(json)
    });
    units.collect()
}

fn newest() -> Value {
    let (version, release) = NEWEST;
    json!({"releaseDate": "2021-09-01T00:00:00Z", "name": "nibe-n", "version": version, "release": release})
}

/// `software`: the newest one for a serial number.
pub(super) fn newest_software(machines: &[Machine], call: &Call<'_>) -> Result<Outcome, Outcome> {
    let serial = call.text("serial_number").unwrap_or_default();
    if machines.iter().any(|m| self::serial(m, m.state().replaced()) == serial) {
        Ok(Outcome::Json(200, newest()))
    } else {
        Err(refusal::not_found(&format!("machine with serial number {serial}")))
    }
}

pub(super) fn config(machine: &Machine) -> Value {
    json!({
        "hasCooling": equipment::cooling(machine),
        "hasHeating": equipment::heating(machine),
        "hasHotWater": equipment::hot_water(machine),
        "hasVentilation": equipment::ventilation(machine),
    })
}

pub(super) fn premium(machine: &Machine) -> Vec<Value> {
    if !machine.manage {
        return Vec::new();
    }
    vec![json!({"type": "MANAGE", "name": "Manage", "expirationDate": "2030-06-01T00:00:00Z", "isExpiring": false})]
}

#[cfg(test)]
mod tests {
    use super::model_name;

    #[test]
    fn models_are_named_without_their_variant() {
        for (product, model) in [
            ("F1255-6 R PC", "F1255"),
            ("VVM 320 E", "VVM 320"),
            ("SMO 40", "SMO 40"),
            ("F750 CU 3x400V", "F750"),
            ("F2040", "F2040"),
            ("", ""),
        ] {
            assert_eq!(model_name(product), model);
        }
    }
}
