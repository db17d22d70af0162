//! What a value becomes in a path, a header or a cookie.

use serde_json::Value;

use crate::model::Style;
use crate::pairs::{encoded, plain};

/// A value in a path, as RFC 6570 expands it: simple, label and matrix expansion.
pub fn in_path(style: Style, name: &str, value: &Value) -> String {
    let part = |value: &Value| encoded(&plain(value), false);
    let name = encoded(name, false);
    let text = match style {
        Style::Json => encoded(&as_json(value), false),
        _ => joined(style, &name, value, &part, &|key| encoded(key, false)),
    };
    match style {
        Style::Label | Style::LabelExploded => format!(".{text}"),
        Style::Matrix => format!(";{}", assigned(&name, &text)),
        Style::MatrixExploded => format!(";{text}"),
        _ => text,
    }
}

/// A value in a header.
pub fn in_header(style: Style, value: &Value) -> String {
    match style {
        Style::Json => ascii(&as_json(value)),
        _ => joined(style, "", value, &plain, &str::to_owned),
    }
}

/// A value in cookies, each with its name: one, or of what is spread one for each item or field.
pub fn in_cookies(style: Style, name: &str, value: &Value) -> Vec<(String, String)> {
    match (style, value) {
        (Style::Repeat, Value::Object(map)) => {
            map.iter().filter(|(_, v)| !v.is_null()).map(|(key, v)| (key.clone(), plain(v))).collect()
        }
        (Style::Repeat, Value::Array(items)) => items.iter().map(|v| (name.to_owned(), plain(v))).collect(),
        (Style::Json, value) => vec![(name.to_owned(), as_json(value))],
        (_, value) => vec![(name.to_owned(), joined(style, "", value, &plain, &str::to_owned))],
    }
}

fn as_json(value: &Value) -> String {
    if value.is_array() || value.is_object() { value.to_string() } else { plain(value) }
}

/// JSON in ASCII alone, which headers can carry.
fn ascii(json: &str) -> String {
    let mut units = [0; 2];
    json.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii() {
            out.push(c);
        } else {
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
        out
    })
}

fn assigned(name: &str, text: &str) -> String {
    if text.is_empty() { name.to_owned() } else { format!("{name}={text}") }
}

fn joined(
    style: Style,
    name: &str,
    value: &Value,
    part: &dyn Fn(&Value) -> String,
    key: &dyn Fn(&str) -> String,
) -> String {
    let exploded = matches!(style, Style::Repeat | Style::LabelExploded | Style::MatrixExploded);
    let named = |text: String| if style == Style::MatrixExploded { assigned(name, &text) } else { text };
    let field = |name: &str, value: &Value| match part(value) {
        text if style == Style::MatrixExploded => assigned(&key(name), &text),
        text => format!("{}={text}", key(name)),
    };
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(part).map(named).collect(),
        Value::Object(map) => {
            let given = map.iter().filter(|(_, v)| !v.is_null());
            match exploded {
                true => given.map(|(name, v)| field(name, v)).collect(),
                false => given.flat_map(|(name, v)| [key(name), part(v)]).collect(),
            }
        }
        one => vec![named(part(one))],
    };
    parts.join(&style.separator().to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The tables of RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7, with those of OpenAPI 3.2, "Style Examples".
    #[test]
    fn values_in_paths_are_expanded() {
        let (list, object) = (json!(["red", "green", "blue"]), json!({"semi": ";", "dot": ".", "comma": ","}));
        for (style, one, empty, of_list, of_object) in [
            (Style::Repeat, "1%2F2", "", "red,green,blue", "semi=%3B,dot=.,comma=%2C"),
            (Style::Comma, "1%2F2", "", "red,green,blue", "semi,%3B,dot,.,comma,%2C"),
            (Style::Label, ".1%2F2", ".", ".red,green,blue", ".semi,%3B,dot,.,comma,%2C"),
            (Style::LabelExploded, ".1%2F2", ".", ".red.green.blue", ".semi=%3B.dot=..comma=%2C"),
            (Style::Matrix, ";x=1%2F2", ";x", ";x=red,green,blue", ";x=semi,%3B,dot,.,comma,%2C"),
            (Style::MatrixExploded, ";x=1%2F2", ";x", ";x=red;x=green;x=blue", ";semi=%3B;dot=.;comma=%2C"),
        ] {
            let made = [json!("1/2"), json!(""), list.clone(), object.clone()].map(|v| in_path(style, "x", &v));
            assert_eq!(made, [one, empty, of_list, of_object], "{style:?}");
        }
        assert_eq!(in_path(Style::MatrixExploded, "x", &json!(["", 1])), ";x;x=1");
        assert_eq!(in_path(Style::MatrixExploded, "x", &json!({"a b": "", "no": null})), ";a%20b");
        assert_eq!(in_path(Style::Json, "x", &json!({"a": [1]})), "%7B%22a%22%3A%5B1%5D%7D");
    }

    #[test]
    fn values_in_headers_and_cookies_are_joined() {
        let object = json!({"R": 100, "G": "ü", "no": null});
        assert_eq!(in_header(Style::Repeat, &object), "R=100,G=ü");
        assert_eq!(in_header(Style::Comma, &object), "R,100,G,ü");
        assert_eq!(in_header(Style::Comma, &json!(["a b", 2])), "a b,2");
        assert_eq!(in_header(Style::Json, &json!({"a": "ü🔥"})), r#"{"a":"\u00fc\ud83d\udd25"}"#);
        let cookies = |style| in_cookies(style, "x", &object);
        assert_eq!(cookies(Style::Repeat), [("R".into(), "100".into()), ("G".into(), "ü".into())]);
        assert_eq!(cookies(Style::Comma), [("x".into(), "R,100,G,ü".into())]);
        assert_eq!(cookies(Style::Json), [("x".into(), object.to_string())]);
    }
}
