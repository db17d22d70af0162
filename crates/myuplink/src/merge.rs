//! Gathers the points of one id: answers may hold one id a dozen times, with other names, units or limits.

use std::collections::HashMap;

use crate::computed::Value;
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

    /// The point to use where one is wanted: the last one whose sensor is there, else the last one.
    pub fn point(&self) -> &Point {
        let last = self.others.last().unwrap_or(&self.first);
        self.variants().rev().find(|p| p.value() != Value::Absent).unwrap_or(last)
    }

    /// All of them.
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
    use uplink_runtime::generated::serde_json::{from_value, json};

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
}
