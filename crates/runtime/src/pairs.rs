//! What a value becomes in a query or a form.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::form_urlencoded;

use crate::descriptor::Style;

/// RFC 3986 unreserved characters stay as they are.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A name with its text, or with the texts of items that what stands between them is no part of.
pub(crate) struct Pair<'a> {
    name: Cow<'a, str>,
    parts: Vec<Cow<'a, str>>,
    separator: &'static str,
}

/// The pairs of a value under its name, in order; none of null.
pub(crate) fn pairs<'a>(style: Style, name: Cow<'a, str>, value: &'a Value, found: &mut Vec<Pair<'a>>) {
    let separator = match style {
        Style::Pipe => "|",
        Style::Space => " ",
        _ => ",",
    };
    found.reserve(value.as_array().map_or(1, Vec::len));
    let mut pair = |name, parts| found.push(Pair { name, parts, separator });
    match (style, value) {
        (_, Value::Null) => {}
        (Style::Deep, Value::Array(items)) => {
            for (position, item) in items.iter().enumerate() {
                pairs(style, format!("{name}[{position}]").into(), item, found);
            }
        }
        (Style::Deep, Value::Object(map)) => {
            for (key, item) in map {
                pairs(style, format!("{name}[{key}]").into(), item, found);
            }
        }
        (Style::Repeat, Value::Array(items)) => items.iter().for_each(|item| pair(name.clone(), vec![text_of(item)])),
        (Style::Repeat, Value::Object(map)) => given(map).for_each(|(key, v)| pair(key.into(), vec![text_of(v)])),
        (Style::Json, value) => pair(name, vec![text_of(value)]),
        (_, Value::Array(items)) => pair(name, items.iter().map(text_of).collect()),
        (_, Value::Object(map)) => pair(name, given(map).flat_map(|(key, v)| [key.into(), text_of(v)]).collect()),
        (_, value) => pair(name, vec![text_of(value)]),
    }
}

/// The fields of an object that are sent.
pub(crate) fn given(map: &serde_json::Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    map.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.as_str(), value))
}

/// A query, as RFC 6570 writes it: one text, since a read of many ids has many pairs.
pub(crate) fn query(pairs: &[Pair<'_>]) -> String {
    let texts = |pair: &Pair<'_>| pair.parts.iter().map(|part| part.len() + 1).sum::<usize>();
    let mut query = String::with_capacity(pairs.iter().map(|pair| pair.name.len() + 1 + texts(pair)).sum());
    for (position, pair) in pairs.iter().enumerate() {
        if position > 0 {
            query.push('&');
        }
        push_encoded(&mut query, &pair.name);
        query.push('=');
        for (position, part) in pair.parts.iter().enumerate() {
            match (position, pair.separator) {
                (0, _) => {}
                (_, ",") => query.push(','),
                (_, other) => push_encoded(&mut query, other),
            }
            push_encoded(&mut query, part);
        }
    }
    query
}

/// A text of a path, as RFC 6570 writes it.
pub(crate) fn encoded(text: Cow<'_, str>) -> String {
    if is_plain(&text) { text.into_owned() } else { utf8_percent_encode(&text, UNRESERVED).to_string() }
}

/// Whether it is a name or a number, as most are.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn push_encoded(query: &mut String, text: &str) {
    if is_plain(text) {
        query.push_str(text);
    } else {
        query.extend(utf8_percent_encode(text, UNRESERVED));
    }
}

/// A form, as browsers write it.
pub(crate) fn form(pairs: &[Pair<'_>]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for pair in pairs {
        form.append_pair(&pair.name, &pair.parts.join(pair.separator));
    }
    form.finish()
}

/// A value as it stands in a path, query or header.
pub(crate) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        // Mostly it is a whole number, which need not go through the writer of JSON.
        other => other.as_i64().map_or_else(|| other.to_string(), |number| number.to_string()).into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(style: Style, value: &Value) -> Vec<Pair<'_>> {
        let mut found = Vec::new();
        pairs(style, "q".into(), value, &mut found);
        found
    }

    #[test]
    fn lists_and_objects_travel_in_their_style() {
        let (list, object) = (json!(["a b", 2]), json!({"min": 1, "max": "x,y", "no": null}));
        for (style, of_list, of_object) in [
            (Style::Repeat, "q=a%20b&q=2", "min=1&max=x%2Cy"),
            (Style::Comma, "q=a%20b,2", "q=min,1,max,x%2Cy"),
            (Style::Pipe, "q=a%20b%7C2", "q=min%7C1%7Cmax%7Cx%2Cy"),
            (Style::Space, "q=a%20b%202", "q=min%201%20max%20x%2Cy"),
            (Style::Deep, "q%5B0%5D=a%20b&q%5B1%5D=2", "q%5Bmin%5D=1&q%5Bmax%5D=x%2Cy"),
            (
                Style::Json,
                "q=%5B%22a%20b%22%2C2%5D",
                "q=%7B%22min%22%3A1%2C%22max%22%3A%22x%2Cy%22%2C%22no%22%3Anull%7D",
            ),
        ] {
            assert_eq!(query(&of(style, &list)), of_list, "{style:?}");
            assert_eq!(query(&of(style, &object)), of_object, "{style:?}");
        }
        assert_eq!(form(&of(Style::Comma, &list)), "q=a+b%2C2");
        assert_eq!(form(&of(Style::Deep, &json!({"a": [{"b": true}]}))), "q%5Ba%5D%5B0%5D%5Bb%5D=true");
    }
}
