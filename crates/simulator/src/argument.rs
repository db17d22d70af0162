//! The arguments of a call, read from a request as the model says.

use hyper::HeaderMap;
use serde_json::{Map, Value};
use uplink_spec::model::{Argument, Function, Model, Null, Place, Style, Type, TypeKind};

use crate::refusal::Refusal;
use crate::{limits, value};

/// Where arguments come from.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a [(&'a str, String)],
    pub(crate) query: &'a [(String, String)],
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// Reads and checks the arguments of a call.
pub(crate) fn read(model: &Model, function: &Function, source: &Source<'_>) -> Result<Map<String, Value>, Refusal> {
    let mut arguments = Map::new();
    if let Some(content) = function.arguments.iter().find(|a| a.place == Place::Content) {
        arguments_of_content(model, content, source.body, &mut arguments)?;
    }
    let mut body = if function.arguments.iter().any(|a| a.place == Place::Body) {
        read_body(model, source.body)?
    } else {
        Map::new()
    };
    for argument in function.arguments.iter().filter(|a| a.place != Place::Content) {
        let read = match argument.place {
            Place::Body => from_body(model, argument, field(&mut body, &argument.wire)),
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
    body: &[u8],
    arguments: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) && !argument.required {
        return Ok(());
    }
    let given: Value =
        serde_json::from_slice(body).map_err(|e| Refusal::format(model, format!("The body is not JSON: {e}.")))?;
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

/// The texts that a request gives for an argument.
fn texts(argument: &Argument, source: &Source<'_>) -> Vec<String> {
    let query = || {
        let given = source.query.iter().filter(|(key, _)| names(key, &argument.wire));
        given.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    match argument.place {
        Place::Path => {
            // Old clients leave a word in the path and give the value in the query.
            let query = query();
            if query.iter().any(|text| !text.is_empty()) {
                return query;
            }
            source.path.iter().filter(|(name, _)| *name == argument.name).map(|(_, v)| v.clone()).collect()
        }
        Place::Query => query(),
        Place::Header => {
            let given = source.headers.get_all(argument.wire.as_str());
            given.iter().filter_map(|v| v.to_str().ok()).map(str::to_owned).collect()
        }
        Place::Body | Place::Content => Vec::new(),
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
    let one = argument.style != Style::Repeat || argument.place != Place::Query;
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

fn list_item<'a>(model: &'a Model, ty: &'a Type) -> Option<&'a Type> {
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
        let path: Vec<_> = path.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
        let query: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let headers = HeaderMap::new();
        let source = Source { path: &path, query: &query, headers: &headers, body: body.as_bytes() };
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
    fn null_is_taken_only_where_the_spec_says_so() {
        let mut model = tiny_model();
        let function = model.functions.iter_mut().find(|f| f.name == "set_label").expect("a function");
        let size = function.arguments.iter_mut().find(|a| a.name == "size").expect("an argument");
        (size.required, size.null) = (false, Null::Never);
        let function = function.clone();
        let (path, headers) = ([("thing_id", "7".to_owned())], HeaderMap::new());
        let put = |body: &[u8]| {
            let source = Source { path: &path, query: &[], headers: &headers, body };
            read(&model, &function, &source).map(Value::from).map_err(|r| r.details.join(" "))
        };
        assert_eq!(put(br#"{"label":"x"}"#), Ok(json!({"thing_id": "7", "label": "x"})));
        assert_eq!(put(br#"{"label":"x","size":null}"#), Err("size is not valid, expected a number.".to_owned()));
    }
}
