//! What a value becomes in a path, a header or a cookie: the expansions of RFC 6570.

use std::borrow::Cow;

use serde_json::Value;

use crate::descriptor::Style;
use crate::pairs::{encoded, given, text_of};

/// A value as a part of a path.
pub(crate) fn in_path(style: Style, name: &str, value: &Value) -> String {
    if style == Style::Json {
        return encoded(text_of(value));
    }
    let mark = match style {
        Style::Label | Style::LabelExploded => ".",
        Style::Matrix | Style::MatrixExploded => ";",
        _ => "",
    };
    let joined = joined(style, name, value, encoded);
    // Where the items do not name it themselves, the argument's name stands before all of them.
    let named = if style == Style::Matrix { assigned(&encoded(name.into()), &joined) } else { joined };
    format!("{mark}{named}")
}

/// A value as that of a header, where nothing is percent-encoded.
pub(crate) fn in_header(style: Style, value: &Value) -> String {
    if style == Style::Json { ascii(&text_of(value)) } else { joined(style, "", value, |text| text.into_owned()) }
}

/// A value as cookies with their names: one, but of what is spread one for each item or field.
pub(crate) fn in_cookies<'a>(style: Style, name: &'a str, value: &'a Value) -> Vec<(&'a str, String)> {
    match (style, value) {
        (Style::Json, value) => vec![(name, text_of(value).into_owned())],
        (Style::Repeat, Value::Object(map)) => given(map).map(|(key, v)| (key, text_of(v).into_owned())).collect(),
        (Style::Repeat, Value::Array(items)) => items.iter().map(|v| (name, text_of(v).into_owned())).collect(),
        (_, value) => vec![(name, joined(style, "", value, |text| text.into_owned()))],
    }
}

/// The items of a list, the fields of an object, or a single value, with what stands between them.
fn joined(style: Style, name: &str, value: &Value, written: fn(Cow<'_, str>) -> String) -> String {
    let separator = match style {
        Style::LabelExploded => ".",
        Style::MatrixExploded => ";",
        _ => ",",
    };
    let named = style == Style::MatrixExploded;
    let item =
        |value| if named { assigned(&written(name.into()), &written(text_of(value))) } else { written(text_of(value)) };
    let field = |(key, value): (&str, &Value)| match (written(key.into()), written(text_of(value))) {
        (key, value) if named => assigned(&key, &value),
        (key, value) => format!("{key}={value}"),
    };
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(item).collect(),
        Value::Object(map) => match style {
            Style::Repeat | Style::LabelExploded | Style::MatrixExploded => given(map).map(field).collect(),
            _ => given(map).flat_map(|(key, value)| [written(key.into()), written(text_of(value))]).collect(),
        },
        one => vec![item(one)],
    };
    parts.join(separator)
}

/// A name with its value, or alone where that is empty (RFC 6570, section 3.2.7).
fn assigned(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name}={value}") }
}

/// JSON in ASCII alone, which each header can carry.
fn ascii(json: &str) -> String {
    let mut units = [0; 2];
    json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
        if c.is_ascii() {
            out.push(c);
        } else {
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The examples of RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7. OpenAPI 3.1.0 and before show commas as dots for labels
    /// that are not exploded; later ones have them corrected to what the RFC says.
    #[test]
    fn paths_are_those_of_rfc_6570() {
        let values = [
            json!("value"),
            json!("50%"),
            json!(""),
            json!(["red", "green", "blue"]),
            json!({"semi": ";", "dot": ".", "comma": ","}),
        ];
        for (style, expected) in [
            (Style::Comma, ["value", "50%25", "", "red,green,blue", "semi,%3B,dot,.,comma,%2C"]),
            (Style::Repeat, ["value", "50%25", "", "red,green,blue", "semi=%3B,dot=.,comma=%2C"]),
            (Style::Label, [".value", ".50%25", ".", ".red,green,blue", ".semi,%3B,dot,.,comma,%2C"]),
            (Style::LabelExploded, [".value", ".50%25", ".", ".red.green.blue", ".semi=%3B.dot=..comma=%2C"]),
            (Style::Matrix, [";x=value", ";x=50%25", ";x", ";x=red,green,blue", ";x=semi,%3B,dot,.,comma,%2C"]),
            (
                Style::MatrixExploded,
                [";x=value", ";x=50%25", ";x", ";x=red;x=green;x=blue", ";semi=%3B;dot=.;comma=%2C"],
            ),
        ] {
            assert_eq!(values.each_ref().map(|value| in_path(style, "x", value)), expected, "{style:?}");
        }
        assert_eq!(in_path(Style::MatrixExploded, "x", &json!({"a b": "", "no": null, "n": 1})), ";a%20b;n=1");
        assert_eq!(in_path(Style::Json, "x", &json!({"a": [1]})), "%7B%22a%22%3A%5B1%5D%7D");
    }

    #[test]
    fn headers_and_cookies_are_not_percent_encoded() {
        let object = json!({"R": 100, "G": "ü 1", "no": null});
        assert_eq!(in_header(Style::Repeat, &object), "R=100,G=ü 1");
        assert_eq!(in_header(Style::Comma, &object), "R,100,G,ü 1");
        assert_eq!(in_header(Style::Repeat, &json!(["a b", 2])), "a b,2");
        assert_eq!(in_header(Style::Json, &json!({"a": "ü🔥"})), r#"{"a":"\u00fc\ud83d\udd25"}"#);
        assert_eq!(in_cookies(Style::Repeat, "x", &object), [("R", "100".to_owned()), ("G", "ü 1".to_owned())]);
        assert_eq!(in_cookies(Style::Comma, "x", &object), [("x", "R,100,G,ü 1".to_owned())]);
        assert_eq!(in_cookies(Style::Repeat, "x", &json!([1, 2])), [("x", "1".to_owned()), ("x", "2".to_owned())]);
        assert_eq!(in_cookies(Style::Comma, "x", &json!([1, 2])), [("x", "1,2".to_owned())]);
    }
}
