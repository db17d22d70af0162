//! Turns checked arguments into an HTTP request.

use std::borrow::Cow;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::ArgumentError;
use crate::arguments::Arguments;
use crate::descriptor::{Argument, Function, Null, Place};
use crate::transport::Request;

/// RFC 3986 unreserved characters stay as they are.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Largest answer that is read.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The arguments of a request: those of a call, whose list may be another.
pub struct Given<'a> {
    pub arguments: &'a Arguments,
    pub list: Option<(&'static str, &'a Value)>,
}

impl<'a> Given<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.list.filter(|(list, _)| *list == name).map(|(_, value)| value).or_else(|| self.arguments.get(name))
    }
}

/// Refuses what cannot be sent: arguments that a path or a header cannot carry.
pub fn check(function: &'static Function, arguments: &Arguments) -> Result<(), ArgumentError> {
    for argument in function.arguments {
        match (argument.place, arguments.get(argument.name)) {
            (Place::Path, Some(value)) => drop(segment(function, argument, value)?),
            (Place::Header, Some(value)) => drop(header(function, argument, value)?),
            _ => {}
        }
    }
    Ok(())
}

/// Builds the request of a function, without its token; the arguments have been checked.
pub fn build(
    function: &'static Function,
    given: &Given<'_>,
    base: &Url,
    timeout: Duration,
) -> Result<Request, ArgumentError> {
    let mut path = base.path().trim_end_matches('/').to_owned() + function.path;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(if function.is_binary() { "*/*" } else { "application/json" }));
    let mut query = String::new();
    let mut body: Option<Map<String, Value>> = None;
    let mut content = None;
    for argument in function.arguments {
        let value = given.get(argument.name);
        match (argument.place, value) {
            (Place::Path, Some(value)) => {
                path = path.replace(&format!("{{{}}}", argument.name), &segment(function, argument, value)?);
            }
            (Place::Query, Some(Value::Array(items))) => {
                items.iter().for_each(|item| pair(&mut query, argument.wire, std::slice::from_ref(item), ""));
            }
            (Place::QueryComma, Some(Value::Array(items))) => pair(&mut query, argument.wire, items, "%2C"),
            (Place::QueryPipe, Some(Value::Array(items))) => pair(&mut query, argument.wire, items, "%7C"),
            (Place::QuerySpace, Some(Value::Array(items))) => pair(&mut query, argument.wire, items, "%20"),
            (Place::Query | Place::QueryComma | Place::QueryPipe | Place::QuerySpace, Some(value)) => {
                pair(&mut query, argument.wire, std::slice::from_ref(value), "");
            }
            (Place::Header, Some(value)) => {
                let (name, value) = header(function, argument, value)?;
                headers.insert(name, value);
            }
            (Place::Body, Some(value)) => {
                body.get_or_insert_default().insert(argument.wire.to_owned(), value.clone());
            }
            (Place::Body, None) if argument.null == Null::Unset => {
                body.get_or_insert_default().insert(argument.wire.to_owned(), Value::Null);
            }
            (Place::Body, None) => {
                body.get_or_insert_default();
            }
            (Place::Content, Some(value)) => content = Some(value.clone()),
            (_, None) => {}
        }
    }
    let mut url = base.clone();
    url.set_path(&path);
    if !query.is_empty() {
        url.set_query(Some(&query));
    }
    let body = content.or(body.map(Value::Object)).map(|value| value.to_string().into_bytes());
    if body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    let method = Method::from_bytes(function.method.as_bytes()).unwrap_or(Method::GET);
    let timeout = function.timeout.unwrap_or(timeout);
    Ok(Request { method, url, secret_query: Vec::new(), headers, body, timeout, max_bytes: MAX_BYTES })
}

/// Adds a name and a value to a query; `separator` stands between the items of a list.
fn pair(query: &mut String, name: &str, items: &[Value], separator: &str) {
    query.push_str(if query.is_empty() { "" } else { "&" });
    query.extend(form_urlencoded::byte_serialize(name.as_bytes()));
    query.push('=');
    for (position, item) in items.iter().enumerate() {
        query.push_str(if position > 0 { separator } else { "" });
        query.extend(form_urlencoded::byte_serialize(text_of(item).as_bytes()));
    }
}

fn fail(function: &Function, argument: &Argument, problem: &str) -> ArgumentError {
    ArgumentError {
        function: function.name.to_owned(),
        argument: Some(argument.name.to_owned()),
        problem: format!("`{}` {problem}", argument.name),
    }
}

/// A part of the path.
fn segment(function: &Function, argument: &Argument, value: &Value) -> Result<String, ArgumentError> {
    let parts: Vec<String> =
        items(value).iter().map(|item| utf8_percent_encode(&text_of(item), SEGMENT).to_string()).collect();
    let text = parts.join(",");
    if matches!(&*text, "" | "." | "..") {
        return Err(fail(function, argument, "must not be empty or dots only"));
    }
    Ok(text)
}

fn header(function: &Function, argument: &Argument, value: &Value) -> Result<(HeaderName, HeaderValue), ArgumentError> {
    let name = HeaderName::from_bytes(argument.wire.as_bytes())
        .map_err(|_| fail(function, argument, "has a name that is no HTTP header"))?;
    let value = HeaderValue::from_str(&items(value).iter().map(text_of).collect::<Vec<_>>().join(","))
        .map_err(|_| fail(function, argument, "holds characters that a header cannot carry"))?;
    Ok((name, value))
}

/// The items of a list, or the value by itself.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// A value as it stands in a path, query or header.
pub(crate) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::descriptor::Shape;

    const fn list(wire: &'static str, place: Place) -> Argument {
        Argument { name: wire, wire, place, shape: Shape::List(&Shape::Text), ..Argument::PLAIN }
    }

    static LOG: Function = Function {
        name: "log",
        path: "/log/{ids}",
        arguments: &[
            list("ids", Place::Path),
            list("each", Place::Query),
            list("comma", Place::QueryComma),
            list("pipe", Place::QueryPipe),
            list("space", Place::QuerySpace),
            list("x-ids", Place::Header),
        ],
        ..Function::PLAIN
    };

    #[test]
    fn lists_travel_in_the_style_of_their_argument() {
        let names = LOG.arguments.iter().map(|a| (a.name.to_owned(), json!(["a", "b c"])));
        let mut arguments: Arguments = names.collect();
        arguments.insert("ids".into(), json!(["1", "2/3"]));
        let given = Given { arguments: &arguments, list: None };
        let base = Url::parse("https://api.example/v3").expect("a URL");
        let request = build(&LOG, &given, &base, Duration::from_secs(1)).expect("a request");
        assert_eq!(
            request.url.as_str(),
            "https://api.example/v3/log/1,2%2F3?each=a&each=b+c&comma=a%2Cb+c&pipe=a%7Cb+c&space=a%20b+c"
        );
        assert_eq!(request.headers["x-ids"], "a,b c");
    }
}
