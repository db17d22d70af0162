//! InfluxDB's line protocol: a line for each new reading, in one narrow table.
//!
//! `nibe_point,api=myuplink,device=06512018,name=degree_minutes,point=40940,unit=DM value=-120.5 1764338400`: tags are what
//! never changes, `value` is always a floating-point number, words stand in `text`, and the time is the reading's own, so
//! that a line that is written twice is one row.

mod file;
mod http;

use std::fmt::Write;

use crate::point::{Device, Point};
pub use file::File;
pub use http::{Http, Protocol};

/// The lines of points, each with its line break; none for one that is absent.
pub fn lines(device: &Device, points: &[&Point]) -> String {
    let mut out = String::new();
    for point in points {
        line(&mut out, device, point);
    }
    out
}

/// Adds the line of a point.
fn line(out: &mut String, device: &Device, point: &Point) {
    let mut fields = Vec::new();
    if let Some(text) = point.text() {
        fields.push(format!("text=\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ")));
    } else if let Some(number) = point.number().filter(|number| number.is_finite()) {
        fields.push(format!("value={number:?}"));
    }
    if fields.is_empty() {
        return;
    }
    out.push_str("nibe_point");
    let tags = [
        ("api", device.api),
        ("device", &device.id),
        ("name", &point.slug),
        ("point", &point.id),
        ("unit", &point.unit),
    ];
    for (name, value) in tags.into_iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(out, ",{name}={}", tag(value));
    }
    let _ = writeln!(out, " {} {}", fields.join(","), point.time.as_second());
}

/// A tag's value: commas, blanks and equal signs are escaped; line breaks cannot be.
fn tag(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            ',' | ' ' | '=' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\ "),
            // One at the end would escape the comma behind it.
            '\\' => out.push('/'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use uplink_runtime::Value;

    use super::*;
    use crate::point::tests::point;

    fn device() -> Device {
        let text = |text: &str| text.to_owned();
        Device { id: text("06 5=1,2\\"), name: text("Home"), product: text(""), firmware: text(""), api: "myuplink" }
    }

    #[test]
    fn a_line_has_what_stays_as_tags_and_the_readings_own_time() {
        let points = [
            point("40940", "degree_minutes", "DM", Value::Number(-120.5)),
            point("40033", "room", "\u{b0}C", Value::Int(21)),
            point("49994", "priority", "", Value::Text("hot \"water\"\\\nnow".into())),
            point("40071", "supply", "\u{b0}C", Value::Absent),
            point("1", "odd", "", Value::Number(f64::NAN)),
        ];
        let text = lines(&device(), &points.iter().collect::<Vec<_>>());
        let own = r"nibe_point,api=myuplink,device=06\ 5\=1\,2/";
        let right = [
            format!("{own},name=degree_minutes,point=40940,unit=DM value=-120.5 1764338400"),
            format!("{own},name=room,point=40033,unit=\u{b0}C value=21.0 1764338400"),
            format!(r#"{own},name=priority,point=49994 text="hot \"water\"\\ now" 1764338400"#),
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), right);
    }
}
