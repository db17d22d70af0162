//! The request of an example, as it travels.

use serde_json::Value;
use uplink_spec::model::{AuthKind, Example, Function, KeyPlace, Model, Place, Segment, Style};

/// What stands for an API key.
const API_KEY: &str = "API_KEY";

/// A request.
pub struct Request {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Request {
    pub fn of(f: &Function, example: &Example) -> Self {
        let value = |name: &str| example.arguments.get(name);
        let mut target = String::new();
        for segment in &f.path {
            match segment {
                Segment::Text(text) => target.push_str(text),
                Segment::Argument(name) => {
                    target.push_str(&value(name).map(path_part).unwrap_or_default());
                }
            }
        }
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for argument in &f.arguments {
            let Some(value) = value(&argument.name) else { continue };
            match (argument.place, value) {
                (Place::Query, Value::Array(items)) if argument.style == Style::Repeat => {
                    query.extend(items.iter().map(|item| (&argument.wire, plain(item))));
                }
                (Place::Query, Value::Array(items)) => {
                    let items: Vec<String> = items.iter().map(plain).collect();
                    query.push((&argument.wire, items.join(&argument.style.separator().to_string())));
                }
                (Place::Query, value) => query.push((&argument.wire, plain(value))),
                (Place::Header, value) => headers.push((argument.wire.clone(), plain(value))),
                _ => {}
            }
        }
        for (i, (name, value)) in query.iter().enumerate() {
            let mark = if i == 0 { '?' } else { '&' };
            target.push_str(&format!("{mark}{}={}", encoded(name, true), encoded(value, true)));
        }
        Request { method: f.method.clone(), target, headers, body: example.body.clone() }
    }

    /// The request with what says who calls, in the first way that the function has.
    pub fn with_credentials(mut self, model: &Model, f: &Function, token: &str) -> Self {
        let mut credentials = Vec::new();
        for name in f.auth.first().into_iter().flatten() {
            match model.auth_scheme(name).map(|scheme| &scheme.kind) {
                None => credentials.push(("Authorization".to_owned(), format!("Bearer {token}"))),
                Some(AuthKind::Basic) => {
                    let pair = "BASE64_OF_USERNAME_AND_PASSWORD";
                    credentials.push(("Authorization".to_owned(), format!("Basic {pair}")));
                }
                Some(AuthKind::ApiKey { place: KeyPlace::Header, wire }) => {
                    credentials.push((wire.clone(), API_KEY.to_owned()));
                }
                Some(AuthKind::ApiKey { place: KeyPlace::Cookie, wire }) => {
                    credentials.push(("Cookie".to_owned(), format!("{wire}={API_KEY}")));
                }
                Some(AuthKind::ApiKey { place: KeyPlace::Query, wire }) => {
                    let mark = if self.target.contains('?') { '&' } else { '?' };
                    self.target.push_str(&format!("{mark}{}={API_KEY}", encoded(wire, true)));
                }
            }
        }
        self.headers.splice(..0, credentials);
        self
    }

    /// The request as HTTP/1.1 has it.
    pub fn text(&self) -> String {
        let mut lines = vec![format!("{} {} HTTP/1.1", self.method, self.target)];
        lines.extend(self.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if let Some(body) = &self.body {
            lines.extend(["Content-Type: application/json".to_owned(), String::new(), body.clone()]);
        }
        lines.join("\n")
    }
}

/// A value as a part of a path.
fn path_part(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(path_part).collect::<Vec<_>>().join(","),
        value => encoded(&plain(value), false),
    }
}

/// A value as it stands in a path, query or header.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Text in a path, or in a form and a query.
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
