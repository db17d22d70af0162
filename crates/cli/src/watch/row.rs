//! One reading as a line: for eyes, as JSON, or as CSV.

use jiff::Timestamp;
use serde_json::Value;

use super::follow::text;
use crate::table::clean;

/// In which form readings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    Json,
    Csv,
}

/// A reading.
#[derive(Debug)]
pub struct Row {
    /// The id of what was read, as it is shown.
    pub id: String,
    /// What it may have been asked for by.
    pub names: Vec<String>,
    pub title: String,
    /// `None` when the sensor is absent.
    pub value: Option<String>,
    pub unit: String,
    /// The fields of the API and what is made of them.
    pub fields: Value,
}

impl Row {
    /// The line of a reading of `source`, a system or a device; `word` is the name of its id in JSON.
    pub fn line(&self, form: Form, at: Timestamp, word: &str, source: &Value) -> String {
        let at = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let value = clean(self.value.as_deref().unwrap_or_default());
        let (name, id, title, unit) = (clean(&text(source)), clean(&self.id), clean(&self.title), clean(&self.unit));
        match form {
            Form::Text => {
                let value = if self.value.is_none() { "-" } else { &value };
                format!("{at}  {name}  {id:>5}  {value:>10} {unit:<4}  {title}").trim_end().to_owned()
            }
            Form::Json => {
                let mut line = serde_json::json!({ "time": at, word: source });
                if let (Some(line), Some(fields)) = (line.as_object_mut(), self.fields.as_object()) {
                    line.extend(fields.clone());
                }
                line.to_string()
            }
            Form::Csv => [&at, &name, &id, &title, &value, &unit].map(|cell| quoted(cell)).join(","),
        }
    }
}

/// The first line of a CSV file.
pub fn header(source: &str, item: &str) -> String {
    ["time", source, item, "title", "value", "unit"].join(",")
}

/// A cell as RFC 4180 has it.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_each_form() {
        let at: Timestamp = "2024-01-15T06:00:00.9Z".parse().expect("a time");
        let row = |value: Option<&str>, title: &str| Row {
            id: "40004".into(),
            names: Vec::new(),
            title: title.into(),
            value: value.map(str::to_owned),
            unit: "°C".into(),
            fields: serde_json::json!({ "parameterId": 40004, "value": -5.3 }),
        };
        let line = |form, row: Row| row.line(form, at, "systemId", &80101.into());
        assert_eq!(
            line(Form::Text, row(Some("-5.3"), "outdoor\u{1b}[2J")),
            "2024-01-15T06:00:00Z  80101  40004        -5.3 °C    outdoor [2J"
        );
        assert_eq!(line(Form::Text, row(None, "")), "2024-01-15T06:00:00Z  80101  40004           - °C");
        assert_eq!(
            line(Form::Csv, row(Some("a\nb"), "say \"x\", y")),
            "2024-01-15T06:00:00Z,80101,40004,\"say \"\"x\"\", y\",a b,°C"
        );
        assert_eq!(line(Form::Csv, row(None, "t")), "2024-01-15T06:00:00Z,80101,40004,t,,°C");
        assert_eq!(
            line(Form::Json, row(None, "t")),
            r#"{"time":"2024-01-15T06:00:00Z","systemId":80101,"parameterId":40004,"value":-5.3}"#
        );
        assert_eq!(header("system", "parameter"), "time,system,parameter,title,value,unit");
    }
}
