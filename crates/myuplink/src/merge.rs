//! Gathers the points of one id: answers may hold one id a dozen times, with other names, units or limits.

use std::collections::HashMap;

use crate::computed::richness;
use crate::types::Point;

/// All points of one id, in the order in which they came; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    first: Point,
    others: Vec<Point>,
}

impl Merged {
    /// The id.
    pub fn parameter_id(&self) -> &str {
        &self.first.parameter_id
    }

    /// The point to use where one is wanted: one whose sensor is there, then the one that says most about itself (unit,
    /// limits, words), then the last one.
    pub fn point(&self) -> &Point {
        let says = |p: &Point| richness(&p.value(), p.raw_unit.as_deref(), p.limits(), &p.words());
        self.others.iter().fold(&self.first, |best, p| if says(p) >= says(best) { p } else { best })
    }

    /// All of them, each with limits of its own.
    pub fn variants(&self) -> impl DoubleEndedIterator<Item = &Point> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// Gathers points by id, in the order in which each id came first.
pub fn merge(points: impl IntoIterator<Item = Point>) -> Vec<Merged> {
    let mut merged: Vec<Merged> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for point in points {
        match places.get(&point.parameter_id) {
            Some(at) => merged[*at].others.push(point),
            None => {
                places.insert(point.parameter_id.clone(), merged.len());
                merged.push(Merged { first: point, others: Vec::new() });
            }
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use uplink_runtime::generated::serde_json::{Value as Json, from_value, json};

    use super::*;

    fn point(id: &str, name: &str, value: f64) -> Point {
        let point = json!({"parameterId": id, "parameterName": name, "value": value, "writable": false,
            "timestamp": "2026-02-03T04:05:06Z"});
        from_value(point).expect("a point")
    }

    #[test]
    fn every_variant_stays_within_reach() {
        let points = [("2", "a", 1.0), ("1", "b", 2.0), ("2", "c", 3.0), ("2", "d", -32768.0), ("3", "e", -32768.0)];
        let merged = merge(points.map(|(id, name, value)| point(id, name, value)));
        assert_eq!(merged.iter().map(Merged::parameter_id).collect::<Vec<_>>(), ["2", "1", "3"]);
        let names: Vec<_> = merged[0].variants().map(|p| p.parameter_name.as_deref().unwrap_or_default()).collect();
        assert_eq!(names, ["a", "c", "d"]);
        let chosen = |m: &Merged| m.point().parameter_name.clone().unwrap_or_default();
        assert_eq!(merged.iter().map(chosen).collect::<Vec<_>>(), ["c", "b", "e"]);
    }

    #[test]
    fn the_richest_of_those_that_are_there_is_chosen_in_any_order() {
        let sent = |name: &str, value: f64, more: Json| {
            let mut point = json!({"parameterId": "900", "parameterName": name, "value": value, "strVal": "0",
                "writable": true, "timestamp": "2026-02-03T04:05:06Z", "scaleValue": "0.1", "stepValue": 1});
            if let Some((point, more)) = point.as_object_mut().zip(more.as_object().cloned()) {
                point.extend(more);
            }
            from_value::<Point>(point).expect("a point")
        };
        let rich = |value: f64| {
            sent("rich", value, json!({"parameterUnit": "DM", "minValue": -500, "maxValue": 500, "stepValue": 50}))
        };
        let poor = || sent("poor", -40.0, json!({"parameterUnit": ""}));
        let chosen = |points: Vec<Point>| {
            let merged = merge(points);
            let point = merged[0].point();
            (point.parameter_unit().unwrap_or_default(), point.limits().step, merged[0].variants().count())
        };
        let right = |count: usize| ("DM".to_owned(), Some(5.0), count);
        assert_eq!(chosen(vec![rich(-40.0), poor()]), right(2));
        assert_eq!(chosen(vec![poor(), rich(-40.0)]), right(2));
        let many = (0..16).map(|i| if i % 2 == 0 { rich(-40.0) } else { poor() }).collect();
        assert_eq!(chosen(many), right(16));
        // A rich one without a sensor is no use.
        assert_eq!(chosen(vec![poor(), rich(-32768.0)]), (String::new(), Some(0.1), 2));
    }
}
