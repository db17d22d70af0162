//! One function on its way from the model to each target.

use serde_json::{Map, Value};
use uplink_spec::model::{Function, Model, Place};

use crate::index::Index;
use crate::python::client::{self, Kind};
use crate::python::uses::Uses as PythonUses;
use crate::python::view::Method as PythonMethod;
use crate::request::Request;
use crate::rust::uses::Uses;
use crate::rust::view::Method as RustMethod;
use crate::{doc, openapi, reference, rust, tests};

/// Where on its way a function is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What was read: names resolved, defaults explicit.
    Model,
    /// Its descriptor, its method, and the type of its calls.
    Rust,
    /// How the generic Python bridge carries it: arguments as JSON, then the request.
    Binding,
    /// Its blocking and its asynchronous method.
    Python,
    /// Both as a type checker sees them.
    Stub,
    /// The tests out of its examples, Rust and Python.
    Tests,
    /// Its path item.
    Openapi,
    /// Its reference page.
    Reference,
}

impl Stage {
    /// All stages with their words, in the order of the way.
    pub const ALL: [(Stage, &'static str); 8] = [
        (Stage::Model, "model"),
        (Stage::Rust, "rust"),
        (Stage::Binding, "binding"),
        (Stage::Python, "python"),
        (Stage::Stub, "stub"),
        (Stage::Tests, "tests"),
        (Stage::Openapi, "openapi"),
        (Stage::Reference, "reference"),
    ];
}

/// The function as a stage has it.
pub fn inspect(model: &Model, function: &Function, stage: Stage) -> String {
    let model = &Index::new(model);
    let python = |write: fn(&PythonMethod, &PythonUses, Kind) -> String| {
        let uses = PythonUses::default();
        let method = PythonMethod::new(model, &uses, "client", function);
        format!("{}{}", write(&method, &uses, Kind::Sync), write(&method, &uses, Kind::Async))
    };
    let text = match stage {
        Stage::Model => format!("{function:#?}"),
        Stage::Rust => rust_items(model, function),
        Stage::Binding => binding(model, function),
        Stage::Python => python(client::method),
        Stage::Stub => python(client::stub),
        Stage::Tests => examples(model, function),
        Stage::Openapi => path_item(model, function),
        Stage::Reference => reference::page(model, "client", function),
    };
    format!("{}\n", text.trim_matches('\n'))
}

fn rust_items(model: &Index<'_>, function: &Function) -> String {
    let uses = Uses::whole();
    let method = RustMethod::new(model, &uses, function, None);
    let body = rust::client::method(&method, &uses);
    let call = rust::items(rust::client::call(&method, &uses));
    let of = match function.group() {
        None => "Client<S>".to_owned(),
        Some(group) => format!("{}<'_, S>", rust::names::group(group)),
    };
    format!("{}\nimpl<S> {of} {{\n{body}}}\n{call}", rust::descriptors::alone(model, function))
}

/// The Python bridge has no code of its own for a function: it finds the descriptor by name, and the runtime turns the
/// JSON arguments into the request.
fn binding(model: &Index<'_>, function: &Function) -> String {
    let mut lines = vec![
        format!("call({:?}, arguments) -> descriptor {}", function.name, rust::names::constant(&function.name)),
        format!("{} {}", function.method, function.path_text()),
    ];
    lines.extend(function.arguments.iter().map(|a| {
        let place = if a.place == Place::Content { "body" } else { a.place.word() };
        let batch = if a.batch { ", split over several requests" } else { "" };
        let merge = if a.merge.is_empty() { "" } else { ", merged with other reads" };
        let need = if a.required { "required" } else { "optional" };
        format!("  {}: {} ({need}) -> {place} {}{batch}{merge}", a.name, a.ty, a.wire)
    }));
    let paged = function.page.as_ref().map(|page| match &page.items {
        Some(items) => format!(", the items in {items:?} of each page"),
        None => ", page by page".to_owned(),
    });
    lines.extend(function.answers.iter().map(|answer| match &answer.content {
        Some(ty) => format!("  {} -> {ty} as JSON text{}", answer.status_text(), paged.clone().unwrap_or_default()),
        None => format!("  {} -> null", answer.status_text()),
    }));
    for example in &function.examples {
        let request = Request::of(function, example).with_credentials(model, function, "...");
        lines.push(format!("\n{}", Value::Object(example.arguments.clone())));
        lines.push(format!("{}\n", request.text()));
    }
    lines.join("\n")
}

fn examples(model: &Index<'_>, function: &Function) -> String {
    let numbered = || function.examples.iter().enumerate();
    let rust = numbered().map(|(number, example)| tests::rust_test(model, function, example, number));
    let python: String = numbered()
        .map(|(number, example)| tests::python_test(model, &PythonUses::default(), function, example, number))
        .collect();
    format!("{}{python}", rust::items(rust))
}

fn path_item(model: &Index<'_>, function: &Function) -> String {
    let operation = openapi::operation(model, function);
    let item = Map::from_iter([(function.method.to_lowercase(), operation)]);
    format!("{:#}", Value::Object(Map::from_iter([(doc::wire_path(function), Value::Object(item))])))
}
