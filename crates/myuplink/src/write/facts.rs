//! What was read about points that the cloud refuses to write, for refusals that do not say why.

use uplink_runtime::{ApiError, Error};

use crate::merge;
use crate::types::Point;

/// Words listed in a sentence.
const WORDS: usize = 8;

/// Completes a refusal of points that has no reason of its own.
pub(super) fn explain(mut error: ApiError, ids: &[String], points: &[Point]) -> Error {
    if error.name.is_none() && error.details.is_empty() {
        let mut known: Vec<String> = error.body_note.take().into_iter().collect();
        if error.status == 403 {
            known.push("the system may lack the paid package `manage`, without which few points can be written".into());
        }
        known.extend(ids.iter().map(|id| about(id, points)));
        error.body_note = Some(known.join("; "));
    }
    error.into()
}

/// What is known of a point, in one clause.
fn about(id: &str, points: &[Point]) -> String {
    let of_id = points.iter().filter(|p| p.parameter_id == *id).cloned();
    let Some(merged) = merge(of_id).pop() else {
        return format!("the device does not list point {id}");
    };
    let point = merged.point();
    let limits = point.limits();
    let mut known = Vec::new();
    if !point.writable {
        known.push("is said to be read only".to_owned());
    }
    match (limits.min, limits.max) {
        (Some(min), Some(max)) => known.push(format!("takes {min} to {max}")),
        (Some(min), None) => known.push(format!("takes {min} and more")),
        (None, Some(max)) => known.push(format!("takes {max} and less")),
        (None, None) => {}
    }
    if let Some(step) = limits.step.filter(|_| !known.is_empty() || limits.step != Some(1.0)) {
        known.push(format!("goes in steps of {step}"));
    }
    let words = point.words();
    if !words.is_empty() {
        let mut listed: Vec<String> =
            words.iter().take(WORDS).map(|(value, word)| format!("{value} = {word}")).collect();
        if words.len() > WORDS {
            listed.push("others".to_owned());
        }
        known.push(format!("knows {}", listed.join(", ")));
    }
    if known.is_empty() { format!("point {id} tells no limits") } else { format!("point {id} {}", known.join(", ")) }
}

#[cfg(test)]
mod tests {
    use uplink_runtime::generated::serde_json::{Value as Json, from_value, json};

    use super::*;

    fn point(id: &str, more: Json) -> Point {
        let mut point = json!({"parameterId": id, "value": 0.0, "writable": true, "scaleValue": "0.1",
            "timestamp": "2026-02-03T04:05:06Z"});
        if let Some((point, more)) = point.as_object_mut().zip(more.as_object().cloned()) {
            point.extend(more);
        }
        from_value(point).expect("a point")
    }

    #[test]
    fn what_is_known_of_a_point_is_said() {
        let points = [
            point("900", json!({"stepValue": 1})),
            point("900", json!({"minValue": -100, "maxValue": 100, "stepValue": 50})),
            point("901", json!({"writable": false})),
            point("902", json!({"enumValues": [{"value": "0", "text": "off"}, {"value": "1", "text": "on"}]})),
            point("903", json!({})),
        ];
        for (id, right) in [
            ("900", "point 900 takes -10 to 10, goes in steps of 5"),
            ("901", "point 901 is said to be read only"),
            ("902", "point 902 knows 0 = off, 1 = on"),
            ("903", "point 903 tells no limits"),
            ("904", "the device does not list point 904"),
        ] {
            assert_eq!(about(id, &points), right);
        }
    }
}
