//! The request of an example, as it travels.

use uplink_spec::expansion::{in_cookies, in_header, in_path};
use uplink_spec::model::{AuthKind, Example, Function, KeyPlace, Model, Place, Segment, Type};
pub use uplink_spec::pairs::encoded;
use uplink_spec::pairs::{pairs, plain};
use uplink_spec::{Body, body, is_files};

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
                    let part = f.argument(name).zip(value(name)).map(|(a, value)| in_path(a.style, &a.wire, value));
                    target.push_str(&part.unwrap_or_default());
                }
            }
        }
        let (mut query, mut headers, mut cookies) = (Vec::new(), Vec::new(), Vec::new());
        for argument in &f.arguments {
            let Some(value) = value(&argument.name) else { continue };
            match argument.place {
                Place::Query => query.extend(pairs(argument.style, &argument.wire, value)),
                Place::Header => headers.push((argument.wire.clone(), in_header(argument.style, value))),
                Place::Cookie => {
                    let found = in_cookies(argument.style, &argument.wire, value).into_iter();
                    cookies.extend(found.map(|(name, text)| format!("{name}={text}")));
                }
                Place::Path | Place::Body | Place::Content => {}
            }
        }
        for (i, pair) in query.iter().enumerate() {
            let first = i == 0 && f.fixed_query().is_none();
            target.push_str(&format!("{}{}", if first { '?' } else { '&' }, pair.in_query()));
        }
        if !cookies.is_empty() {
            headers.push(("Cookie".to_owned(), cookies.join("; ")));
        }
        if f.has_body() {
            headers.push(("Content-Type".to_owned(), f.content_type.media_type().to_owned()));
        }
        let body = match body(f, &example.arguments) {
            Some(Body::Opaque) => Some(opaque(f, example)),
            body => example.body.clone().or_else(|| body?.text()),
        };
        Request { method: f.method.clone(), target, headers, body }
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
            lines.extend([String::new(), body.clone()]);
        }
        lines.join("\n")
    }
}

/// What stands for a body with files: its parts, without what divides them.
fn opaque(f: &Function, example: &Example) -> String {
    let mut parts = Vec::new();
    for argument in f.arguments.iter().filter(|a| matches!(a.place, Place::Body | Place::Content)) {
        let Some(value) = example.arguments.get(&argument.name) else { continue };
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        parts.extend(items.iter().map(|item| match argument.ty {
            Type::Bytes | Type::List(_) if item.is_string() && is_files(&argument.ty) => {
                format!("[{}: a file]", argument.wire)
            }
            _ => format!("[{}: {}]", argument.wire, plain(item)),
        }));
    }
    parts.join("\n")
}
