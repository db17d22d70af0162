//! The clients: a method for each function, in a blocking and in an asynchronous class.

use uplink_spec::model::{Argument, Function, Model, Type, TypeKind};

use super::models::mentions;
use super::names;
use super::text::{bracketed, docstring_with, import, literal};
use super::types::{accepted, read, received};
use crate::doc;

/// Which of the two classes.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// `Client`
    Sync,
    /// `AsyncClient`
    Async,
}

pub fn text(model: &Model, package: &str, kind: Kind) -> String {
    let methods: String = model.functions.iter().map(|f| method(model, f, kind)).collect();
    let (class, base, module, pages) = match kind {
        Kind::Sync => ("Client", "BaseClient", "_client", "Pages"),
        Kind::Async => ("AsyncClient", "BaseAsyncClient", "_aclient", "AsyncPages"),
    };
    let manner = match kind {
        Kind::Sync => "Each method waits for the answer; Ctrl-C interrupts it.",
        Kind::Async => "Each method is a coroutine; cancelling its task ends the request.",
    };
    let mut out = format!(
        "\"\"\"The {} client of {}.\"\"\"\n\nfrom __future__ import annotations\n\n",
        if kind == Kind::Sync { "blocking" } else { "asynchronous" },
        model.api.name
    );
    let abstract_types: Vec<String> =
        ["Iterable", "Mapping"].iter().filter(|n| mentions(&methods, n)).map(|n| (*n).to_owned()).collect();
    if !abstract_types.is_empty() {
        out.push_str(&format!("from collections.abc import {}\n", abstract_types.join(", ")));
    }
    if mentions(&methods, "datetime") {
        out.push_str("from datetime import datetime\n");
    }
    if mentions(&methods, "Any") {
        out.push_str("from typing import Any\n");
    }
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    let of_kind = |wanted: fn(&TypeKind) -> bool| -> Vec<String> {
        let mut used: Vec<String> = model
            .types
            .iter()
            .filter(|d| wanted(&d.kind))
            .map(|d| names::class(&d.name))
            .filter(|n| mentions(&methods, n))
            .collect();
        used.sort();
        used
    };
    let mut base_names = vec![base];
    if model.functions.iter().any(|f| f.page.is_some()) {
        base_names.push(pages);
    }
    base_names.sort_unstable();
    out.push_str(&format!("from {package}.{module} import {}\n", base_names.join(", ")));
    for (module, used) in [
        ("enums", of_kind(|k| matches!(k, TypeKind::Enum { .. }))),
        ("models", of_kind(|k| matches!(k, TypeKind::Struct { .. }))),
    ] {
        if !used.is_empty() {
            out.push_str(&import(&format!("{package}._generated.{module}"), used));
        }
    }
    let readers: Vec<&str> =
        ["read_bytes", "read_datetime"].into_iter().filter(|r| methods.contains(&format!("{r}("))).collect();
    if !readers.is_empty() {
        out.push_str(&format!("from {package}._model import {}\n", readers.join(", ")));
    }
    out.push_str(&format!("\n\nclass {class}({base}):\n"));
    out.push_str(&docstring_with(
        4,
        &[format!("A client of {}.", model.api.name), model.api.doc.clone(), manner.to_owned()],
        &[],
    ));
    out + &methods
}

fn method(model: &Model, f: &Function, kind: Kind) -> String {
    let name = names::value(&f.name);
    let (required, optional): (Vec<&Argument>, Vec<&Argument>) = f.arguments.iter().partition(|a| a.required);
    let mut signature = vec!["self".to_owned()];
    signature.extend(required.iter().map(|a| format!("{}: {}", names::value(&a.name), accepted(model, &a.ty))));
    if !optional.is_empty() {
        signature.push("*".into());
    }
    signature.extend(
        optional.iter().map(|a| format!("{}: {} | None = None", names::value(&a.name), accepted(model, &a.ty))),
    );
    let (pages, returned) = returned(model, f, kind);
    let definition = if kind == Kind::Async && !pages { "async def" } else { "def" };
    let mut out = String::from("\n");
    out.push_str(&bracketed(&format!("{definition} {name}("), &signature, &format!(") -> {returned}:"), 4));
    let mut paragraphs = doc::function(f);
    if let Some(page) = &f.page {
        paragraphs.push(doc::page(page));
    }
    let arguments = required.iter().chain(&optional).map(|a| (names::value(&a.name), doc::argument(a))).collect();
    let mut raises = Vec::new();
    if !f.scopes.is_empty() {
        raises.push(("MissingScope".to_owned(), "The user did not grant the scope; nothing was sent.".to_owned()));
    }
    raises.push(("ApiError".into(), "The server refused; see its `name` and `details`.".into()));
    raises.push(("UplinkError".into(), "Any other failure; see `errors`.".into()));
    out.push_str(&docstring_with(8, &paragraphs, &[("Args", arguments), ("Raises", raises)]));
    let given: Vec<String> = f.arguments.iter().map(|a| format!("{}: {}", literal(&a.name), sent(model, a))).collect();
    let wait = if kind == Kind::Async { "await " } else { "" };
    if pages {
        let item = match f.content() {
            Some(Type::List(item)) => item,
            _ => return out,
        };
        let reader = match &**item {
            Type::Named(n) if matches!(model.type_def(n).map(|d| &d.kind), Some(TypeKind::Struct { .. })) => {
                format!("{}._read", names::class(n))
            }
            other => format!("lambda item: {}", read(model, other, "item")),
        };
        out.push_str(&call("return self._pages", &f.name, &given, Some(&reader)));
        return out;
    }
    let call_text = |before: &str| call(&format!("{before}{wait}self._call"), &f.name, &given, None);
    match (f.content(), f.may_be_empty()) {
        (None, _) => out.push_str(&call_text("")),
        (Some(ty), empty) => {
            out.push_str(&call_text("answer = "));
            let ty = if empty { Type::Nullable(Box::new(ty.clone())) } else { ty.clone() };
            let reading = read(model, &ty, "answer");
            out.push_str(&format!("        return {reading}\n"));
        }
    }
    out
}

/// A call with the name of the function, a table of arguments and perhaps a reader.
fn call(before: &str, function: &str, given: &[String], reader: Option<&str>) -> String {
    let table = format!("{{{}}}", given.join(", "));
    let mut parts = vec![literal(function), table.clone()];
    parts.extend(reader.map(str::to_owned));
    let one_line = format!("        {before}({})\n", parts.join(", "));
    if one_line.trim_end().chars().count() <= 120 {
        return one_line;
    }
    if table.chars().count() + 13 > 120 {
        parts[1] = format!(
            "{{\n{}            }}",
            given.iter().map(|g| format!("                {g},\n")).collect::<String>()
        );
    }
    format!("        {before}(\n{}        )\n", parts.iter().map(|p| format!("            {p},\n")).collect::<String>())
}

fn returned(model: &Model, f: &Function, kind: Kind) -> (bool, String) {
    match (&f.page, f.content()) {
        (Some(_), Some(Type::List(item))) => {
            let class = if kind == Kind::Sync { "Pages" } else { "AsyncPages" };
            (true, format!("{class}[{}]", received(model, item)))
        }
        (_, None) => (false, "None".into()),
        (_, Some(ty)) => {
            let text = received(model, ty);
            let text = if f.may_be_empty() && text != "Any" { format!("{text} | None") } else { text };
            (false, text)
        }
    }
}

/// An argument as it is handed on; iterables become lists, keys of maps text.
fn sent(model: &Model, a: &Argument) -> String {
    let name = names::value(&a.name);
    let made = match resolved(model, &a.ty) {
        Type::List(_) => format!("list({name})"),
        Type::Map(_) => format!("{{str(key): value for key, value in {name}.items()}}"),
        Type::DateTime => format!("{name}.isoformat()"),
        _ => return name,
    };
    if a.required { made } else { format!("None if {name} is None else {made}") }
}

fn resolved<'m>(model: &'m Model, ty: &'m Type) -> &'m Type {
    match ty {
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(inner)) => resolved(model, inner),
            _ => ty,
        },
        other => other,
    }
}
