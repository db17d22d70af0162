//! Whether a value fits an argument is judged in three rooms: when a spec is checked, before a client sends, and by the
//! local service. Each judges by itself; the rows of `fits.tsv` hold them together.
#![allow(missing_docs)]

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use uplink_runtime::descriptor::{Api, Argument, Enum, Field, Fields, Function, Place, Shape, Struct};
use uplink_runtime::{Client, Error, Options, Request, RetryPolicy, StaticToken, Transport};
use uplink_simulator::{Examples, Simulator};
use uplink_spec::model::{Model, Type, TypeKind};

const ROWS: &str = include_str!("../fits.tsv");

struct Row {
    ty: String,
    limits: String,
    value: Value,
    fits: bool,
}

fn rows() -> Vec<Row> {
    let lines = ROWS.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| {
        let [ty, limits, value, fits] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let limits = if limits == "-" { String::new() } else { format!(", {limits}") };
        let value = serde_json::from_str(value).unwrap_or_else(|e| panic!("{line}: {e}"));
        Row { ty: ty.to_owned(), limits, value, fits: fits == "yes" }
    });
    rows.collect()
}

/// A spec with one function that takes the value in its body; with an example where `value` is given.
fn spec(row: &Row, value: Option<&Value>) -> String {
    let example = value.map(|value| {
        format!(
            "[[example.put]]\narguments = {{ value = {} }}\nbody = '{}'\nstatus = 204\n",
            toml(value),
            json!({"value": value})
        )
    });
    format!(
        r#"
[api]
name = "Fits"
version = "1"
base_url = "https://fits.example"
doc = "One argument."
[function.put]
doc = "Takes a value."
http = "PUT /value"
scope = "none"
body.value = {{ type = "{}", doc = "The value."{} }}
answer.204 = "none"
{}
[enum.Mode]
doc = "A mode."
values = ["HOME", "AWAY"]
[alias.Setting]
doc = "A setting."
type = "int | string"
[struct.Zone]
doc = "A zone."
field.name = {{ type = "string", doc = "Its name." }}
field.temperature = {{ type = "float", doc = "How warm it is." }}
field.mode = {{ type = "Mode?", doc = "Its mode." }}
"#,
        row.ty,
        row.limits,
        example.unwrap_or_default()
    )
}

/// JSON as TOML writes it; both write numbers, texts and truths alike.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| format!("{key:?} = {}", toml(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn read(text: &str) -> Result<Model, String> {
    uplink_spec::read_text("fits.toml", text, |_| None).map_err(|report| report.to_string())
}

/// Whether TOML can say it: it has no null, and no whole numbers beyond 64 bits.
fn in_toml(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(in_toml),
        Value::Object(map) => map.values().all(in_toml),
        Value::Null => false,
        other => !other.is_u64() || other.is_i64(),
    }
}

#[test]
fn the_check_of_specs_says_so() {
    for row in rows().iter().filter(|row| in_toml(&row.value)) {
        let read = read(&spec(row, Some(&row.value)));
        assert_eq!(read.is_ok(), row.fits, "{}{}: {}: {read:?}", row.ty, row.limits, row.value);
    }
}

/// The shape of a type, for as long as the test runs.
fn shape(model: &Model, ty: &Type) -> Shape {
    let kept = |ty: &Type| -> &'static Shape { Box::leak(Box::new(shape(model, ty))) };
    match ty {
        Type::Int => Shape::Int,
        Type::Float => Shape::Float,
        Type::Bool => Shape::Bool,
        Type::String => Shape::Text,
        Type::DateTime => Shape::DateTime,
        Type::Any | Type::Bytes => Shape::Any,
        Type::Nullable(inner) => Shape::Nullable(kept(inner)),
        Type::List(inner) => Shape::List(kept(inner)),
        Type::Map(inner) => Shape::Map(kept(inner)),
        Type::OneOf(all) => Shape::OneOf(all.iter().map(|ty| shape(model, ty)).collect::<Vec<_>>().leak()),
        Type::Named(name) => match &model.type_def(name).expect("a type of the spec").kind {
            TypeKind::Alias(ty) => shape(model, ty),
            TypeKind::Enum { values, .. } => {
                let words: Vec<&str> = values.iter().map(|v| &*v.wire.clone().leak()).collect();
                Shape::Enum(Box::leak(Box::new(Enum { name: "", index: 0, words: words.leak() })))
            }
            TypeKind::Struct { fields, .. } => {
                let fields = fields.iter().map(|f| Field::new(f.wire.clone().leak(), shape(model, &f.ty)));
                let fields: Vec<Field> = fields.collect();
                Shape::Struct(Box::leak(Box::new(Struct { name: "", index: 0, fields: Fields::new(fields.leak()) })))
            }
        },
    }
}

static API: Api = Api {
    name: "Fits",
    // Nobody is there: what fits ends with a connection that cannot be made.
    base_url: "http://127.0.0.1:1",
    insecure_http: false,
    functions: &[],
    oauth: None,
    auth: &[],
    scopes: &[],
    pace: None,
    errors: None,
    structs: &[],
    enums: &[],
};

#[tokio::test]
async fn the_clients_say_so() {
    let options = Options { retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() }, ..Options::default() };
    let client = Client::new(&API, Arc::new(StaticToken::new("x", None)), options).expect("a client");
    for row in rows() {
        let model = read(&spec(&row, None)).unwrap_or_else(|report| panic!("{report}"));
        let said = &model.functions[0].arguments[0];
        let argument = Argument {
            name: "value",
            wire: "value",
            place: Place::Body,
            shape: shape(&model, &said.ty),
            required: true,
            min: said.min,
            max: said.max,
            min_items: said.min_items,
            max_items: said.max_items,
            ..Argument::PLAIN
        };
        let function = Function {
            name: "put",
            method: "PUT",
            path: "/value",
            auth: &[],
            arguments: vec![argument].leak(),
            ..Function::PLAIN
        };
        let given = [("value".to_owned(), row.value.clone())].into_iter().collect();
        let fits = match client.call(Box::leak(Box::new(function)), given).await {
            Err(Error::Argument(_)) => false,
            Err(Error::Transport { .. }) => true,
            other => panic!("{other:?}"),
        };
        assert_eq!(fits, row.fits, "{}{}: {}", row.ty, row.limits, row.value);
    }
}

#[tokio::test]
async fn the_local_service_says_so() {
    let transport = Transport::new("fits", None).expect("no TLS is needed");
    for row in rows() {
        let model = read(&spec(&row, None)).unwrap_or_else(|report| panic!("{report}"));
        let service = Simulator::start(model, Box::new(Examples), Default::default()).await.expect("a free port");
        let url = format!("{}/value", service.base_url()).parse().expect("an address");
        let headers = [("content-type".parse().expect("a name"), "application/json".parse().expect("a value"))];
        let body = Some(json!({"value": row.value}).to_string().into_bytes());
        let (timeout, max_bytes) = (Duration::from_secs(5), 1 << 20);
        let method = "PUT".parse().expect("a method");
        let headers = headers.into_iter().collect();
        let request =
            Request { method, url, secret_query: Vec::new(), headers, body: body.map(Into::into), timeout, max_bytes };
        let status = transport.send(request).await.expect("an answer").status;
        assert!(matches!(status, 204 | 400), "{}: {}: {status}", row.ty, row.value);
        assert_eq!(status == 204, row.fits, "{}{}: {}", row.ty, row.limits, row.value);
    }
}
