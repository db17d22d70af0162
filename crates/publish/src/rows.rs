//! Points as rows of one narrow table, each a line of JSON.

use serde_json::json;

use crate::point::{Device, Point};

/// The rows of points, each a line of JSON; none for one that is absent.
pub fn rows(device: &Device, points: &[&Point]) -> String {
    // Postgres knows no NUL.
    let clean = |text: &str| text.replace('\0', "");
    let mut out = String::new();
    for point in points {
        let text = point.text().map(clean);
        let value = point.number().filter(|number| number.is_finite());
        if text.is_none() && value.is_none() {
            continue;
        }
        let row = json!({
            "machine": clean(&device.id), "slug": clean(&point.slug), "point": clean(&point.id),
            "time": point.time.to_string(), "value": value, "text": text, "unit": clean(&point.unit),
            "api": device.api,
        });
        out.push_str(&row.to_string());
        out.push('\n');
    }
    out
}
