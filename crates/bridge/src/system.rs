//! What a system is.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uplink_simulator::nibe::spelling::model_name;

use crate::readings::View;
use crate::upstream::{Firmware, Level, Machine, Package};

/// The first id of systems; v1 had five or six digits.
const FIRST: i64 = 100_000;
/// How many there are.
const MANY: u64 = 900_000;

/// The family of software that v1 named.
const SOFTWARE: &str = "nibe-n";

/// How long before its end a package is said to end soon.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The ids of systems by the ids of their machines. An id follows from the machine's, so that programs find their system again,
/// and stays once it is given.
pub(crate) fn number(known: &mut BTreeMap<String, i64>, machines: &[Machine]) {
    let mut new: Vec<&str> = machines.iter().map(|m| m.id.as_str()).filter(|id| !known.contains_key(*id)).collect();
    new.sort_unstable();
    for id in new {
        #[allow(clippy::cast_possible_wrap, reason = "far below 2^63")]
        let mut own = FIRST + (hash(id) % MANY) as i64;
        while known.values().any(|taken| *taken == own) {
            own += 1;
        }
        known.insert(id.to_owned(), own);
    }
}

/// A number that follows from an id and says nothing about it.
pub(crate) fn hash(id: &str) -> u64 {
    let digest = Sha256::digest(id.as_bytes());
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// An item of `systems`.
pub(crate) fn system(id: i64, machine: &Machine, heard: Option<Timestamp>) -> Json {
    let model = model_name(&machine.product);
    let country = machine.country.trim().to_uppercase().replace(' ', "_");
    json!({
        "systemId": id,
        "name": machine.name,
        "productName": format!("NIBE {model}"),
        // Its pictures were files of the website that closed.
        "productImage": {"name": format!("NIBE_{}", model.replace(' ', "_")), "sizes": []},
        "securityLevel": match machine.level {
            Level::Admin => "ADMIN",
            Level::Manager => "MANAGER",
            Level::Viewer => "VIEWER",
            Level::Unknown => "UNKNOWN",
        },
        "serialNumber": machine.serial,
        "lastActivityDate": heard.map(|time| format!("{time:.0}")),
        "connectionStatus": if machine.connected { "ONLINE" } else { "OFFLINE" },
        "address": {
            "addressLine1": null,
            "addressLine2": null,
            "postalCode": null,
            "city": null,
            "region": null,
            "country": if country.is_empty() { "UNKNOWN" } else { &country },
        },
        "hasAlarmed": machine.alarm,
    })
}

/// `system_software`
pub(crate) fn software(firmware: &Firmware) -> Json {
    json!({
        "current": version(&firmware.current, false),
        "upgrade": firmware.newer.as_deref().map(|newer| version(newer, true)),
    })
}

/// `software`: the newest there is.
pub(crate) fn newest(firmware: &Firmware) -> Json {
    version(firmware.newer.as_deref().unwrap_or(&firmware.current), true)
}

/// A version as v1 had it, in two numbers: `9682R7` is 9682 and 7, and of `4.11.5` they are 4 and 11.
fn version(text: &str, dated: bool) -> Json {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<u32>().ok());
    let (version, release) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(1));
    let mut json = json!({"name": SOFTWARE, "version": version, "release": release});
    if dated {
        json["releaseDate"] = Json::Null;
    }
    json
}

/// `premium`
pub(crate) fn premium(packages: &[Package], now: Timestamp) -> Vec<Json> {
    let package = |package: &Package| {
        let ends_soon = package.until.is_some_and(|until| until.duration_since(now) < SOON);
        let mut letters = package.word.chars();
        let first = letters.next().unwrap_or_default();
        json!({
            "type": package.word,
            "name": format!("{first}{}", letters.as_str().to_lowercase()),
            "expirationDate": package.until.map(|until| format!("{until:.0}")),
            "isExpiring": ends_soon,
        })
    };
    packages.iter().map(package).collect()
}

impl View<'_> {
    /// `units`
    pub(crate) fn units_json(&self) -> Vec<Json> {
        let units = self.units();
        let several = units.len() > 1;
        let unit = |unit: i64| {
            let (name, short) = match unit {
                0 if several => (model_name(&self.machine.product), "m".to_owned()),
                0 => ("master".to_owned(), "m".to_owned()),
                unit => (format!("slave {unit}"), format!("s{unit}")),
            };
            let main = unit == 0;
            let version = || self.raw(unit, 44_014).map(|raw| raw.to_string()).unwrap_or_default();
            json!({
                "systemUnitId": unit,
                "name": name,
                "shortName": short,
                "product": if main { self.machine.product.clone() } else { format!("EB10{unit}") },
                "softwareVersion": if main { self.machine.firmware.clone() } else { version() },
            })
        };
        units.into_iter().map(unit).collect()
    }

    /// `system_config`
    pub(crate) fn config(&self) -> Json {
        json!({
            "hasCooling": self.has(&[44_270, 43_152, 48_739, 48_785]),
            "hasHeating": self.has(&[43_009, 47_011, 40_008]),
            "hasHotWater": self.has(&[40_013, 40_014]),
            "hasVentilation": self.has(&[10_001, 40_025, 40_026]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_the_machine_and_stays() {
        let machine = |id: &str| Machine {
            id: id.to_owned(),
            system: String::new(),
            name: String::new(),
            product: String::new(),
            serial: String::new(),
            firmware: String::new(),
            country: String::new(),
            level: Level::Admin,
            connected: true,
            alarm: false,
        };
        let mut known = BTreeMap::new();
        number(&mut known, &[machine("b"), machine("a")]);
        let first = known.clone();
        assert!(first.values().all(|id| (FIRST..FIRST + 900_000).contains(id)), "{first:?}");
        number(&mut known, &[machine("c")]);
        assert!(first.iter().all(|(machine, id)| known[machine] == *id), "a machine that is away keeps its id");
        // In whatever order they come.
        let mut again = BTreeMap::new();
        number(&mut again, &[machine("c"), machine("a"), machine("b")]);
        assert_eq!(again, known);
        // One that is taken is not given twice.
        let mut taken = BTreeMap::from([("x".to_owned(), first["a"])]);
        number(&mut taken, &[machine("a")]);
        assert_eq!(taken["a"], first["a"] + 1);
    }

    #[test]
    fn versions_are_two_numbers() {
        let parts = |text: &str| {
            let version = version(text, false);
            (version["version"].as_u64(), version["release"].as_u64())
        };
        assert_eq!(parts("9682R7"), (Some(9682), Some(7)));
        assert_eq!(parts("4.11.5"), (Some(4), Some(11)));
        assert_eq!(parts(""), (Some(0), Some(1)));
    }
}
