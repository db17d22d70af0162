//! Turns checked arguments into an HTTP request.

use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_LENGTH, COOKIE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::descriptor::{Argument, Function, Place};
use crate::file::Files;
use crate::pairs;
use crate::transport::{Body, Request};
use crate::{ArgumentError, body, expansion};

/// What RFC 6265 keeps out of the value of a cookie, but for commas, which lists have.
const NO_COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b';').add(b'\\').add(b'%');

/// Largest answer that is read.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The arguments of a request: those of a call, whose list may be another.
pub struct Given<'a> {
    pub arguments: &'a Arguments,
    pub list: Option<(&'static str, &'a Value)>,
    #[cfg_attr(not(feature = "files"), expect(dead_code, reason = "only bodies with files read it"))]
    pub files: &'a [Files],
}

impl<'a> Given<'a> {
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.list.filter(|(list, _)| *list == name).map(|(_, value)| value).or_else(|| self.arguments.get(name))
    }
}

/// Refuses what cannot be sent: arguments that a path, a header or a cookie cannot carry.
pub fn check(function: &'static Function, arguments: &Arguments) -> Result<(), ArgumentError> {
    for argument in function.arguments {
        match (argument.place, arguments.get(argument.name)) {
            (Place::Path, Some(value)) => drop(segment(function, argument, value)?),
            (Place::Header, Some(value)) => drop(header(function, argument, value)?),
            (Place::Cookie, Some(value)) => drop(cookies(function, argument, value)?),
            _ => {}
        }
    }
    Ok(())
}

/// The media type that is asked for.
fn accept(function: &Function) -> HeaderValue {
    let unsaid = HeaderValue::from_static(if function.is_binary() { "*/*" } else { "application/json" });
    function.accept.and_then(|accept| HeaderValue::from_str(accept).ok()).unwrap_or(unsaid)
}

/// Builds the request of a function, without its token; the arguments have been checked.
pub fn build(
    function: &'static Function,
    given: &Given<'_>,
    base: &Url,
    timeout: Duration,
) -> Result<Request, ArgumentError> {
    let (path, fixed) = function.path.split_once('?').unwrap_or((function.path, ""));
    let mut path = base.path().trim_end_matches('/').to_owned() + path;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, accept(function));
    let (mut query, mut sent) = (Vec::new(), Vec::new());
    for argument in function.arguments {
        let Some(value) = given.get(argument.name) else { continue };
        match argument.place {
            Place::Path => {
                path = path.replace(&format!("{{{}}}", argument.name), &segment(function, argument, value)?);
            }
            Place::Query => pairs::pairs(argument.style, argument.wire.into(), value, &mut query),
            Place::Header => {
                let (name, value) = header(function, argument, value)?;
                headers.insert(name, value);
            }
            Place::Cookie => sent.extend(cookies(function, argument, value)?),
            Place::Body | Place::Content => {}
        }
    }
    if !sent.is_empty() {
        // Its parts have been checked.
        headers.extend(HeaderValue::from_str(&sent.join("; ")).ok().map(|value| (COOKIE, value)));
    }
    let mut url = base.clone();
    url.set_path(&path);
    if !fixed.is_empty() || !query.is_empty() {
        let mark = if fixed.is_empty() || query.is_empty() { "" } else { "&" };
        url.set_query(Some(&format!("{fixed}{mark}{}", pairs::query(&query))));
    }
    let body = body::build(function, given, &mut headers)?;
    let empty = body.as_ref().is_none_or(|body| matches!(body, Body::Bytes(bytes) if bytes.is_empty()));
    if empty && matches!(function.method, "POST" | "PUT" | "PATCH") {
        // RFC 9110, section 8.6; some servers ask for it, and the HTTP library leaves it out.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    let method = Method::from_bytes(function.method.as_bytes()).unwrap_or(Method::GET);
    let timeout = function.timeout.map_or(timeout, |needed| needed.max(timeout));
    Ok(Request { method, url, secret_query: Vec::new(), headers, body, timeout, max_bytes: MAX_BYTES })
}

pub(crate) fn fail(function: &Function, argument: &Argument, problem: &str) -> ArgumentError {
    ArgumentError {
        function: function.name.to_owned(),
        argument: Some(argument.name.to_owned()),
        problem: format!("`{}` {problem}", argument.name),
    }
}

/// A part of the path.
fn segment(function: &Function, argument: &Argument, value: &Value) -> Result<String, ArgumentError> {
    let text = expansion::in_path(argument.style, argument.wire, value);
    if matches!(&*text, "" | "." | "..") {
        return Err(fail(function, argument, "must not be empty or dots only"));
    }
    Ok(text)
}

fn header(function: &Function, argument: &Argument, value: &Value) -> Result<(HeaderName, HeaderValue), ArgumentError> {
    let name = HeaderName::from_bytes(argument.wire.as_bytes())
        .map_err(|_| fail(function, argument, "has a name that is no HTTP header"))?;
    let value = HeaderValue::from_str(&expansion::in_header(argument.style, value))
        .map_err(|_| fail(function, argument, "holds characters that a header cannot carry"))?;
    Ok((name, value))
}

/// The cookies of an argument. What no cookie can hold is written as in a URL.
fn cookies(function: &Function, argument: &Argument, value: &Value) -> Result<Vec<String>, ArgumentError> {
    let found = expansion::in_cookies(argument.style, argument.wire, value);
    if found.iter().all(|(_, text)| text.is_empty()) {
        return Err(fail(function, argument, "must not be empty"));
    }
    let cookie = |(name, text): &(&str, String)| {
        format!("{}={}", utf8_percent_encode(name, NO_COOKIE), utf8_percent_encode(text, NO_COOKIE))
    };
    Ok(found.iter().map(cookie).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::descriptor::{Shape, Style};

    const fn list(wire: &'static str, place: Place, style: Style) -> Argument {
        Argument { name: wire, wire, place, style, shape: Shape::List(&Shape::Text), ..Argument::PLAIN }
    }

    static LOG: Function = Function {
        name: "log",
        path: "/log/{ids}",
        arguments: &[
            list("ids", Place::Path, Style::Repeat),
            list("each", Place::Query, Style::Repeat),
            list("comma", Place::Query, Style::Comma),
            list("pipe", Place::Query, Style::Pipe),
            list("space", Place::Query, Style::Space),
            list("deep", Place::Query, Style::Deep),
            list("x-ids", Place::Header, Style::Repeat),
            list("session", Place::Cookie, Style::Repeat),
        ],
        ..Function::PLAIN
    };

    #[test]
    fn a_function_may_need_longer_than_its_caller_waits() {
        static SLOW: Function = Function { timeout: Some(Duration::from_secs(60)), ..Function::PLAIN };
        let base = Url::parse("https://a.example").expect("a URL");
        let (arguments, files) = (Arguments::new(), &[]);
        let wait = |function, seconds| {
            build(function, &Given { arguments: &arguments, list: None, files }, &base, Duration::from_secs(seconds))
                .expect("a request")
                .timeout
                .as_secs()
        };
        assert_eq!([wait(&SLOW, 30), wait(&SLOW, 90), wait(&Function::PLAIN, 30)], [60, 90, 30]);
    }

    #[test]
    fn what_is_always_sent_stands_before_what_is_given() {
        static FIXED: Function = Function {
            path: "/log?beta=true&a=b%20c",
            arguments: &[list("each", Place::Query, Style::Repeat)],
            ..Function::PLAIN
        };
        let base = Url::parse("https://api.example/v3").expect("a URL");
        let url = |arguments: Arguments| {
            let given = Given { arguments: &arguments, list: None, files: &[] };
            build(&FIXED, &given, &base, Duration::from_secs(1)).expect("a request").url.to_string()
        };
        assert_eq!(url(Arguments::new()), "https://api.example/v3/log?beta=true&a=b%20c");
        let given = [("each".to_owned(), json!(["1"]))].into_iter().collect();
        assert_eq!(url(given), "https://api.example/v3/log?beta=true&a=b%20c&each=1");
    }

    #[test]
    fn lists_travel_in_the_style_of_their_argument() {
        let names = LOG.arguments.iter().map(|a| (a.name.to_owned(), json!(["a", "b c"])));
        let mut arguments: Arguments = names.collect();
        arguments.insert("ids".into(), json!(["1", "2/3"]));
        let given = Given { arguments: &arguments, list: None, files: &[] };
        let base = Url::parse("https://api.example/v3").expect("a URL");
        let request = build(&LOG, &given, &base, Duration::from_secs(1)).expect("a request");
        assert_eq!(
            request.url.as_str(),
            "https://api.example/v3/log/1,2%2F3?each=a&each=b%20c&comma=a,b%20c&pipe=a%7Cb%20c&space=a%20b%20c\
             &deep%5B0%5D=a&deep%5B1%5D=b%20c"
        );
        assert_eq!(request.headers["x-ids"], "a,b c");
        assert_eq!(request.headers["cookie"], "session=a; session=b%20c");
    }
}
