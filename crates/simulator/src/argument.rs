//! The arguments of a call, read from a request as the model says.

use hyper::HeaderMap;
use hyper::header::COOKIE;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use uplink_spec::model::{Argument, ContentType, FORM, Function, MULTIPART, Model, Null, Place, Style, Type, TypeKind};

use crate::form::{self, Part};
use crate::refusal::Refusal;
use crate::{base64, expansion, fields, limits, value};

/// Where arguments come from.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a [(&'a str, &'a str)],
    pub(crate) query: &'a [(String, String)],
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// Reads and checks the arguments of a call.
pub(crate) fn read(model: &Model, function: &Function, source: &Source<'_>) -> Result<Map<String, Value>, Refusal> {
    let mut arguments = Map::new();
    let mut body = Body::of(model, function, source)?;
    if let Some(content) = function.arguments.iter().find(|a| a.place == Place::Content) {
        let json = matches!(function.content_type, ContentType::Json(_));
        arguments_of_content(model, content, &body, source.body, json, &mut arguments)?;
    }
    for argument in function.arguments.iter().filter(|a| a.place != Place::Content) {
        let others = |name: &str| {
            let taken = |a: &Argument| a.place == argument.place && a.name != argument.name && names(name, &a.wire);
            function.arguments.iter().any(taken)
        };
        let read = match (argument.place, &mut body) {
            (Place::Body, Body::Json(body)) => from_body(model, argument, field(body, &argument.wire)),
            (Place::Body, Body::Form(pairs)) if fields::is_spread(model, argument) => {
                fields::read(model, argument, pairs, &others)
            }
            (Place::Body, Body::Form(pairs)) => from_texts(model, argument, &named(pairs, &argument.wire)),
            (Place::Body, Body::Parts(parts)) => from_parts(model, argument, parts),
            (Place::Body, Body::Raw) => Ok(None),
            (Place::Query, _) if fields::is_spread(model, argument) => {
                fields::read(model, argument, source.query, &others)
            }
            (Place::Cookie, _) if fields::is_spread(model, argument) => {
                fields::read(model, argument, &cookies(source.headers), &others)
            }
            (Place::Header, _) if argument.style == Style::Json || fields::is_object(model, &argument.ty) => {
                let lines = texts(argument, source);
                let text = (!lines.is_empty()).then(|| lines.join(","));
                text.map(|text| expansion::read(model, argument, &text)).transpose().map(Option::flatten)
            }
            (Place::Path, _) => from_path(model, argument, source),
            _ => from_texts(model, argument, &texts(argument, source)),
        };
        let read = read.map_err(|expected| {
            Refusal::format(model, format!("{} is not valid, expected {expected}.", argument.wire))
        })?;
        match read.or_else(|| argument.default.clone()) {
            Some(value) => {
                limits::check(model, argument, &value)?;
                arguments.insert(argument.name.clone(), value);
            }
            None if argument.null == Null::Unset => {
                arguments.insert(argument.name.clone(), Value::Null);
            }
            None if argument.required => {
                return Err(Refusal::format(model, format!("{} is missing.", argument.wire)));
            }
            None => {}
        }
    }
    Ok(arguments)
}

/// A body, as far as it can be read without its arguments.
enum Body {
    Json(Map<String, Value>),
    Form(Vec<(String, String)>),
    Parts(Vec<Part>),
    /// One argument, or nothing.
    Raw,
}

impl Body {
    fn of(model: &Model, function: &Function, source: &Source<'_>) -> Result<Self, Refusal> {
        if !function.has_body() {
            return Ok(Body::Raw);
        }
        // Old clients send JSON without saying so; what is no JSON has to say what it is.
        let said = form::media_type(source.headers);
        let wanted = function.content_type.media_type();
        let is = |media_type: &str| said == media_type;
        let refuse = || {
            let sent = if said.is_empty() { "nothing".to_owned() } else { said.clone() };
            Refusal::new(model, 415, None, format!("The body has to be {wanted}, not {sent}."))
        };
        match &function.content_type {
            ContentType::Json(_) if function.arguments.iter().any(|a| a.place == Place::Content) => Ok(Body::Raw),
            ContentType::Json(_) => read_body(model, source.body).map(Body::Json),
            _ if source.body.is_empty() => Ok(Body::Form(Vec::new())),
            ContentType::Form if !is(FORM) => Err(refuse()),
            ContentType::Form => Ok(Body::Form(url::form_urlencoded::parse(source.body).into_owned().collect())),
            ContentType::Multipart if !is(MULTIPART) => Err(refuse()),
            ContentType::Multipart => {
                form::parts(source.headers, source.body).map(Body::Parts).map_err(|e| Refusal::format(model, e))
            }
            ContentType::Raw(_) if said.is_empty() => Err(refuse()),
            ContentType::Raw(_) => Ok(Body::Raw),
        }
    }
}

/// The parts of a form that an argument is made of.
fn from_parts(model: &Model, argument: &Argument, parts: &[Part]) -> Result<Option<Value>, String> {
    let own: Vec<&Part> = parts.iter().filter(|part| part.name == argument.wire).collect();
    let item = list_item(model, &argument.ty);
    let read = |part: &&Part| match item.unwrap_or(&argument.ty) {
        Type::Bytes => Ok(part.base64().into()),
        ty => value::from_text(model, ty, &part.text()),
    };
    match (item, own.as_slice()) {
        (_, []) => Ok(None),
        (None, [first, ..]) => read(first).map(Some),
        (Some(_), all) => all.iter().map(read).collect::<Result<Vec<_>, _>>().map(|items| Some(items.into())),
    }
}

/// The texts of the pairs of a query or a form that have this name.
fn named(pairs: &[(String, String)], wire: &str) -> Vec<String> {
    pairs.iter().filter(|(name, _)| names(name, wire)).map(|(_, text)| text.clone()).collect()
}

fn read_body(model: &Model, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Refusal::format(model, "The body is not a JSON object.")),
        Err(e) => Err(Refusal::format(model, format!("The body is not JSON: {e}."))),
    }
}

/// An argument that is the whole body.
fn arguments_of_content(
    model: &Model,
    argument: &Argument,
    read: &Body,
    body: &[u8],
    json: bool,
    arguments: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) && !argument.required {
        return Ok(());
    }
    let texts =
        |pairs: &mut dyn Iterator<Item = (String, String)>| pairs.map(|(name, text)| (name, text.into())).collect();
    let given: Value = match read {
        Body::Form(pairs) => Value::Object(texts(&mut pairs.iter().cloned())),
        Body::Parts(parts) => Value::Object(texts(&mut parts.iter().map(|part| (part.name.clone(), part.text())))),
        _ if !json && argument.ty == Type::Bytes => base64::encode(body).into(),
        _ if !json => String::from_utf8_lossy(body).into(),
        _ => serde_json::from_slice(body).map_err(|e| Refusal::format(model, format!("The body is not JSON: {e}.")))?,
    };
    let value = value::from_json(model, &argument.ty, given)
        .map_err(|expected| Refusal::format(model, format!("The body is not valid, expected {expected}.")))?;
    limits::check(model, argument, &value)?;
    arguments.insert(argument.name.clone(), value);
    Ok(())
}

/// A field of a body. Servers of this kind take its name in any case.
fn field(body: &mut Map<String, Value>, name: &str) -> Option<Value> {
    if let Some(value) = body.remove(name) {
        return Some(value);
    }
    let alike = body.keys().find(|key| key.eq_ignore_ascii_case(name))?.clone();
    body.remove(&alike)
}

fn from_body(model: &Model, argument: &Argument, given: Option<Value>) -> Result<Option<Value>, String> {
    match given {
        None => Ok(None),
        Some(Value::Null) if argument.null != Null::Never => Ok(Some(Value::Null)),
        Some(given) => value::from_json(model, &argument.ty, given).map(Some),
    }
}

/// A value that stands in the path.
fn from_path(model: &Model, argument: &Argument, source: &Source<'_>) -> Result<Option<Value>, String> {
    // Old clients leave a word in the path and give the value in the query.
    let query = named(source.query, &argument.wire);
    if query.iter().any(|text| !text.is_empty()) {
        return from_texts(model, argument, &query);
    }
    let text = source.path.iter().find(|(name, _)| *name == argument.name).map(|(_, text)| text);
    text.map(|text| expansion::read(model, argument, text)).transpose().map(Option::flatten)
}

/// The cookies of a request, with their names.
fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let lines = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok());
    let cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.map(|(name, text)| (decoded(name), decoded(text))).collect()
}

/// The texts that a request gives for an argument that does not stand in its path.
fn texts(argument: &Argument, source: &Source<'_>) -> Vec<String> {
    match argument.place {
        Place::Query => named(source.query, &argument.wire),
        Place::Header => {
            let given = source.headers.get_all(argument.wire.as_str());
            given.iter().filter_map(|v| v.to_str().ok()).map(str::to_owned).collect()
        }
        Place::Cookie => cookies(source.headers)
            .into_iter()
            .filter(|(name, _)| *name == argument.wire)
            .map(|(_, text)| text)
            .collect(),
        Place::Path | Place::Body | Place::Content => Vec::new(),
    }
}

/// Whether a query key means this argument: `ids`, `ids[]` or `ids[0]`, in any case.
fn names(key: &str, wire: &str) -> bool {
    let parts = key.split_at_checked(wire.len()).filter(|(name, _)| name.eq_ignore_ascii_case(wire));
    let Some((_, rest)) = parts else {
        return false;
    };
    let index = rest.strip_prefix('[').and_then(|r| r.strip_suffix(']'));
    rest.is_empty() || index.is_some_and(|i| i.bytes().all(|b| b.is_ascii_digit()))
}

/// An empty text counts as not given; among others it is no item of a list.
fn from_texts(model: &Model, argument: &Argument, texts: &[String]) -> Result<Option<Value>, String> {
    let Some(item) = list_item(model, &argument.ty) else {
        let first = texts.iter().find(|text| !text.is_empty());
        return first.map(|text| value::from_text(model, &argument.ty, text)).transpose();
    };
    let one = argument.style != Style::Repeat || !matches!(argument.place, Place::Query | Place::Body | Place::Cookie);
    let separator = argument.style.separator();
    let parts = texts.iter().flat_map(|text| if one { text.split(separator).collect() } else { vec![text.as_str()] });
    let parts: Vec<&str> = parts.collect();
    if let [] | [""] = parts[..] {
        return Ok(None);
    }
    let items = parts.into_iter().map(|part| match part {
        "" => Err("items that are not empty".to_owned()),
        part => value::from_text(model, item, part),
    });
    items.collect::<Result<Vec<_>, _>>().map(|items| Some(items.into()))
}

pub(crate) fn list_item<'a>(model: &'a Model, ty: &'a Type) -> Option<&'a Type> {
    match ty {
        Type::List(item) => Some(item),
        Type::Nullable(inner) => list_item(model, inner),
        Type::Named(name) => match &model.type_def(name)?.kind {
            TypeKind::Alias(inner) => list_item(model, inner),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::tiny_model;

    fn call(function: &str, path: &[(&str, &str)], query: &str, body: &str) -> Result<Value, (u16, Option<i64>)> {
        let model = tiny_model();
        let query: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let headers = HeaderMap::new();
        let source = Source { path, query: &query, headers: &headers, body: body.as_bytes() };
        let function = model.function(function).expect("a function");
        read(&model, function, &source).map(Value::from).map_err(|r| (r.status, r.code))
    }

    #[test]
    fn lists_come_in_several_forms() {
        let ids = |query: &str| call("values", &[], query, "").map(|v| v["ids"].clone());
        assert_eq!(ids("ids=1&ids=two"), Ok(json!([1, "two"])));
        assert_eq!(ids("ids[0]=1&ids[1]=2"), Ok(json!([1, 2])));
        assert_eq!(ids("ids%5B%5D=1&idsX=2&other=3"), Ok(json!([1])));
        assert_eq!(ids("IDS=1&Ids[1]=2"), Ok(json!([1, 2])), "in any case");
        assert_eq!(ids("id\u{e9}=1&ids=2"), Ok(json!([2])), "a key that ends within a character");
        assert_eq!(ids("ids=1&ids=2&ids=3&ids=4"), Err((400, Some(13))), "too many");
        assert_eq!(ids("ids="), Err((400, Some(1))), "nothing");
        assert_eq!(ids("ids=1&ids="), Err((400, Some(1))), "an empty item among others");
        assert_eq!(call("values", &[], "ids=1&marks=,,", ""), Err((400, Some(1))), "nothing but empty items");
        assert_eq!(call("values", &[], "ids=1&marks=", "").map(|v| v["marks"].clone()), Ok(json!(null)));
        assert_eq!(call("values", &[], "ids=1&marks=a,b", "").map(|v| v["marks"].clone()), Ok(json!(["a", "b"])));
    }

    #[test]
    fn defaults_and_empty_values() {
        assert_eq!(call("values", &[], "ids=1&unit=", ""), Ok(json!({"ids": [1], "unit": 0})));
        assert_eq!(call("values", &[], "ids=1&unit=-1", ""), Err((400, Some(15))));
        assert_eq!(call("values", &[], "ids=1&unit=x", ""), Err((400, Some(1))));
    }

    #[test]
    fn a_query_may_replace_the_word_in_the_path() {
        let path = [("thing_id", "status")];
        assert_eq!(call("thing", &path, "", ""), Ok(json!({"thing_id": "status"})));
        assert_eq!(call("thing", &path, "thingId=9", ""), Ok(json!({"thing_id": "9"})));
        assert_eq!(call("thing", &path, "thingId=", ""), Ok(json!({"thing_id": "status"})));
    }

    #[test]
    fn bodies_are_read_with_nulls_and_extras() {
        let put = |body: &str| call("set_label", &[("thing_id", "7")], "", body);
        assert_eq!(put(r#"{"label":"x","extra":[1]}"#), Ok(json!({"thing_id": "7", "label": "x", "size": null})));
        assert_eq!(put(r#"{"Label":"x","SIZE":3}"#), Ok(json!({"thing_id": "7", "label": "x", "size": 3})));
        let bad_types =
            [r#"{"label":0}"#, r#"{"label":true}"#, r#"{"label":"x","size":"3"}"#, r#"{"label":"x","size":1.5}"#];
        for bad in ["", "{}", "[]", "{", r#"{"label":null}"#, r#"{"label":"x","size":[]}"#].into_iter().chain(bad_types)
        {
            assert_eq!(put(bad), Err((400, Some(1))), "{bad}");
        }
    }

    #[test]
    fn a_body_has_to_be_what_it_says_and_what_is_wanted() {
        let mut model = tiny_model();
        let function = model.functions.iter_mut().find(|f| f.name == "set_label").expect("a function");
        function.content_type = ContentType::Multipart;
        let function = function.clone();
        let path = [("thing_id", "7")];
        let put = |content_type: &str, body: &str| {
            let headers =
                HeaderMap::from_iter([(hyper::header::CONTENT_TYPE, content_type.parse().expect("a header"))]);
            let source = Source { path: &path, query: &[], headers: &headers, body: body.as_bytes() };
            read(&model, &function, &source).map(Value::from).map_err(|r| (r.status, r.details.join(" ")))
        };
        let part = |name: &str, text: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        };
        let form = part("label", "x") + &part("size", "3") + "--B--\r\n";
        assert_eq!(
            put("multipart/form-data; boundary=B", &form),
            Ok(json!({"thing_id": "7", "label": "x", "size": 3}))
        );
        let wanted = "The body has to be multipart/form-data, not application/json.";
        assert_eq!(put("application/json", r#"{"label":"x"}"#), Err((415, wanted.to_owned())));
        for cut in [&form[..form.len() - 9], "nonsense"] {
            assert_eq!(put("multipart/form-data; boundary=B", cut).map_err(|(status, _)| status), Err(400), "{cut}");
        }
        let wrong = part("label", "x") + &part("size", "three") + "--B--\r\n";
        assert_eq!(put("multipart/form-data; boundary=B", &wrong).map_err(|(status, _)| status), Err(400));
    }

    #[test]
    fn null_is_taken_only_where_the_spec_says_so() {
        let mut model = tiny_model();
        let function = model.functions.iter_mut().find(|f| f.name == "set_label").expect("a function");
        let size = function.arguments.iter_mut().find(|a| a.name == "size").expect("an argument");
        (size.required, size.null) = (false, Null::Never);
        let function = function.clone();
        let (path, headers) = ([("thing_id", "7")], HeaderMap::new());
        let put = |body: &[u8]| {
            let source = Source { path: &path, query: &[], headers: &headers, body };
            read(&model, &function, &source).map(Value::from).map_err(|r| r.details.join(" "))
        };
        assert_eq!(put(br#"{"label":"x"}"#), Ok(json!({"thing_id": "7", "label": "x"})));
        assert_eq!(put(br#"{"label":"x","size":null}"#), Err("size is not valid, expected a number.".to_owned()));
    }
}
