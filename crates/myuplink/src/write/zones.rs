//! Set points of zones that do not tell their zone.

use uplink_runtime::{Call, Client, Error};

use super::plan::{Part, set_point};
use crate::functions::ZONES;
use crate::types::{Point, Zone};

/// What is said of a set point that was written although it may belong to a zone.
pub(super) const HINT: &str = "it looks like the set point of a zone: if it does not change, set_zone is the way";

/// The points, with the zone of their device where they are its set point, do not tell a zone, and can be of one only; and
/// the ids of those for which that stays open.
pub(super) async fn place(client: &Client, device_id: &str, points: &[Point]) -> (Vec<Point>, Vec<String>) {
    let mut placed = points.to_vec();
    let homeless = |p: &&mut Point| p.zone_id.as_deref().is_none_or(str::is_empty) && set_point(p).is_some();
    let mut homeless: Vec<&mut Point> = placed.iter_mut().filter(homeless).collect();
    let mut open = Vec::new();
    if !homeless.is_empty() {
        let zones: Result<Vec<Zone>, Error> = Call::new(client, &ZONES).set("device_id", device_id).await;
        for point in &mut homeless {
            match zones.as_deref().map(|zones| choose(zones, set_point(point))) {
                Ok(Choice::One(id)) => point.zone_id = Some(id.to_owned()),
                Ok(Choice::None) => {}
                // The write is for the device to judge.
                Ok(Choice::Several) | Err(_) => open.push(point.parameter_id.clone()),
            }
        }
    }
    (placed, open)
}

/// Whether no point of a request told the zone that it is written through.
pub(super) fn is_supposed(part: &Part, points: &[Point]) -> bool {
    let tells = |p: &Point| p.zone_id.as_deref().is_some_and(|zone| !zone.is_empty());
    part.zone_id.is_some() && !points.iter().any(|p| part.ids.contains(&p.parameter_id) && tells(p))
}

#[derive(Debug, PartialEq)]
enum Choice<'a> {
    None,
    One(&'a str),
    Several,
}

/// The zone that has the set point which an argument sets. Zones that only take commands have none in degrees.
fn choose<'a>(zones: &'a [Zone], argument: Option<&str>) -> Choice<'a> {
    let has = |zone: &&Zone| match argument {
        _ if zone.command_only => false,
        Some("setpoint_cool") => zone.setpoint_cool.is_some(),
        _ => zone.setpoint_heat.is_some(),
    };
    let mut with = zones.iter().filter(has).filter_map(|zone| zone.zone_id.as_deref());
    match (with.next(), with.next()) {
        (Some(id), None) => Choice::One(id),
        (Some(_), Some(_)) => Choice::Several,
        (None, _) => Choice::None,
    }
}

#[cfg(test)]
mod tests {
    use uplink_runtime::generated::serde_json::{from_value, json};

    use super::*;

    #[test]
    fn a_zone_is_chosen_where_it_is_the_only_one_that_can_be_set() {
        let zone = |id: &str, heat: Option<f64>, cool: Option<f64>| -> Zone {
            from_value(json!({"zoneId": id, "name": "Zone", "commandOnly": false, "supportedModes": "heat",
                "mode": "heat", "temperature": 20.5, "setpoint": 21, "setpointHeat": heat, "setpointCool": cool,
                "setpointRangeMin": 5, "setpointRangeMax": 30, "isCelsius": true, "indoorCo2": null,
                "indoorHumidity": null}))
            .expect("a zone")
        };
        let zones = [zone("1", Some(21.0), None), zone("2", None, Some(25.0))];
        assert_eq!(choose(&zones, Some("setpoint_heat")), Choice::One("1"));
        assert_eq!(choose(&zones, Some("setpoint_cool")), Choice::One("2"));
        assert_eq!(choose(&[zones[0].clone(), zones[0].clone()], Some("setpoint_heat")), Choice::Several);
        assert_eq!(choose(&zones[1..], Some("setpoint_heat")), Choice::None);
    }
}
