//! What a value becomes in a query or a form.

use serde_json::Value;

use crate::model::Style;

/// A name with its text. The items of a list that is one text are apart, since what stands between them is no part of any.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The text, or those of the items.
    pub parts: Vec<String>,
    /// What stands between the items.
    pub separator: char,
}

impl Pair {
    /// The pair in a query, as RFC 6570 writes it.
    pub fn in_query(&self) -> String {
        let separator =
            if self.separator == ',' { ",".to_owned() } else { encoded(&self.separator.to_string(), false) };
        let parts: Vec<String> = self.parts.iter().map(|part| encoded(part, false)).collect();
        format!("{}={}", encoded(&self.name, false), parts.join(&separator))
    }

    /// The pair in a form, as browsers write it.
    pub fn in_form(&self) -> String {
        format!("{}={}", encoded(&self.name, true), encoded(&self.parts.join(&self.separator.to_string()), true))
    }
}

/// The pairs of a value under its name; none of null.
pub fn pairs(style: Style, name: &str, value: &Value) -> Vec<Pair> {
    let pair = |name: &str, parts: Vec<String>| Pair { name: name.to_owned(), parts, separator: style.separator() };
    match (style, value) {
        (_, Value::Null) => Vec::new(),
        (Style::Json, Value::Array(_) | Value::Object(_)) => vec![pair(name, vec![value.to_string()])],
        (Style::Deep, Value::Array(items)) => {
            let items = items.iter().enumerate();
            items.flat_map(|(position, item)| pairs(style, &format!("{name}[{position}]"), item)).collect()
        }
        (Style::Deep, Value::Object(map)) => {
            map.iter().flat_map(|(key, item)| pairs(style, &format!("{name}[{key}]"), item)).collect()
        }
        (Style::Repeat, Value::Array(items)) => items.iter().map(|item| pair(name, vec![plain(item)])).collect(),
        (Style::Repeat, Value::Object(map)) => {
            map.iter().filter(|(_, v)| !v.is_null()).map(|(key, v)| pair(key, vec![plain(v)])).collect()
        }
        (_, Value::Array(items)) => vec![pair(name, items.iter().map(plain).collect())],
        (_, Value::Object(map)) => {
            let given = map.iter().filter(|(_, v)| !v.is_null());
            vec![pair(name, given.flat_map(|(key, v)| [key.clone(), plain(v)]).collect())]
        }
        (_, value) => vec![pair(name, vec![plain(value)])],
    }
}

/// A single value as text.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Text in a path or a query, or in a form.
pub fn encoded(text: &str, form: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(byte.into()),
            b'~' if !form => out.push('~'),
            b'*' if form => out.push('*'),
            b' ' if form => out.push('+'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Whether a text is a query as it travels: names with values, and nothing that has to be encoded.
pub fn is_query(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~!$'()*,;:@/%=&+".contains(c);
    let is_pair = |pair: &str| pair.split_once('=').is_some_and(|(name, _)| !name.is_empty());
    text.chars().all(plain) && text.split('&').all(is_pair)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn styles_of_lists_and_objects() {
        let query =
            |style, value: Value| pairs(style, "q", &value).iter().map(Pair::in_query).collect::<Vec<_>>().join("&");
        let (list, object) = (json!(["a b", 2]), json!({"min": 1, "max": "x,y", "no": null}));
        assert_eq!(query(Style::Repeat, list.clone()), "q=a%20b&q=2");
        assert_eq!(query(Style::Comma, list.clone()), "q=a%20b,2");
        assert_eq!(query(Style::Pipe, list.clone()), "q=a%20b%7C2");
        assert_eq!(query(Style::Space, list.clone()), "q=a%20b%202");
        assert_eq!(query(Style::Deep, list.clone()), "q%5B0%5D=a%20b&q%5B1%5D=2");
        assert_eq!(query(Style::Json, list), "q=%5B%22a%20b%22%2C2%5D");
        assert_eq!(query(Style::Repeat, object.clone()), "min=1&max=x%2Cy");
        assert_eq!(query(Style::Comma, object.clone()), "q=min,1,max,x%2Cy");
        assert_eq!(query(Style::Deep, json!({"a": [{"b": true}]})), "q%5Ba%5D%5B0%5D%5Bb%5D=true");
        assert_eq!(pairs(Style::Deep, "q", &object)[1].in_form(), "q%5Bmax%5D=x%2Cy");
        assert_eq!(pairs(Style::Repeat, "q", &json!("a b~*"))[0].in_form(), "q=a+b%7E*");
    }
}
