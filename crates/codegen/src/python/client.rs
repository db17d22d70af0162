//! The clients: a method for each function, in a blocking and in an asynchronous class.

use uplink_spec::model::{Model, TypeKind};

use super::models::mentions;
use super::names;
use super::text::{bracketed, docstring_with, import_at, literal};
use super::view::{Answer, Method};

/// Which of the two classes.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// `Client`
    Sync,
    /// `AsyncClient`
    Async,
}

pub fn text(model: &Model, package: &str, kind: Kind) -> String {
    let methods: String = model.functions.iter().map(|f| method(&Method::new(model, f), kind)).collect();
    let (class, base, word) = match kind {
        Kind::Sync => ("Client", "BaseClient", "blocking"),
        Kind::Async => ("AsyncClient", "BaseAsyncClient", "asynchronous"),
    };
    let manner = match kind {
        Kind::Sync => "Each method waits for the answer; Ctrl-C interrupts it.",
        Kind::Async => "Each method is a coroutine; cancelling its task ends the request.",
    };
    let mut out = format!(
        "\"\"\"The {word} client of {}.\"\"\"\n\nfrom __future__ import annotations\n\n{}\n\nclass {class}({base}):\n",
        model.api.name,
        imports(model, package, kind, base, &methods)
    );
    out.push_str(&docstring_with(
        4,
        &[format!("A client of {}.", model.api.name), model.api.doc.clone(), manner.to_owned()],
        &[],
    ));
    out + &methods
}

/// What the methods mention, each group sorted. All but the base is for annotations, which nobody reads at run time.
fn imports(model: &Model, package: &str, kind: Kind, base: &str, methods: &str) -> String {
    let (module, pages) = match kind {
        Kind::Sync => ("_client", "Pages"),
        Kind::Async => ("_aclient", "AsyncPages"),
    };
    let mut out = format!("from {package}.{module} import {base}\n");
    let mut annotations = String::new();
    let abstract_types: Vec<&str> = ["Iterable", "Mapping"].into_iter().filter(|n| mentions(methods, n)).collect();
    if !abstract_types.is_empty() {
        annotations.push_str(&format!("from collections.abc import {}\n", abstract_types.join(", ")));
    }
    if mentions(methods, "datetime") {
        annotations.push_str("from datetime import datetime\n");
    }
    let typing: Vec<&str> = ["Any", "Unpack"].into_iter().filter(|n| mentions(methods, n)).collect();
    if !typing.is_empty() {
        annotations.push_str(&format!("from typing import {}\n", typing.join(", ")));
    }
    if !annotations.is_empty() {
        annotations.push('\n');
    }
    let names: Vec<&str> = ["CallOptions", pages].into_iter().filter(|n| mentions(methods, n)).collect();
    if !names.is_empty() {
        annotations.push_str(&import_at(
            4,
            &format!("{package}.{module}"),
            names.iter().map(|n| (*n).to_owned()).collect(),
        ));
    }
    let of_kind = |wanted: fn(&TypeKind) -> bool| -> Vec<String> {
        let classes = model.types.iter().filter(|d| wanted(&d.kind)).map(|d| names::class(&d.name));
        classes.filter(|n| mentions(methods, n)).collect()
    };
    for (module, used) in [
        ("enums", of_kind(|k| matches!(k, TypeKind::Enum { .. }))),
        ("models", of_kind(|k| matches!(k, TypeKind::Struct { .. }))),
    ] {
        if !used.is_empty() {
            annotations.push_str(&import_at(4, &format!("{package}._generated.{module}"), used));
        }
    }
    if !annotations.trim().is_empty() {
        let indented = annotations.trim_end().lines().map(|line| match line {
            "" => "\n".to_owned(),
            line => format!("    {line}\n"),
        });
        out.push_str("\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n");
        out.push_str(&indented.collect::<String>());
    }
    out
}

/// The method of a function.
pub fn method(m: &Method, kind: Kind) -> String {
    let mut out = format!("\n{}", definition(m, kind, ":"));
    match (kind, &m.answer) {
        (Kind::Sync, _) => out.push_str(&docstring_with(8, &m.paragraphs, &m.sections)),
        (Kind::Async, Answer::Pages { .. }) => out.push_str(&as_in_sync(m, "for `async for`")),
        (Kind::Async, _) => out.push_str(&as_in_sync(m, "a coroutine")),
    }
    let wait = if kind == Kind::Async { "await " } else { "" };
    out.push_str(&match &m.answer {
        Answer::Nothing => call(&format!("{wait}self._call"), m),
        Answer::Value(_) => call(&format!("return {wait}self._call"), m),
        Answer::Pages(_) => call("return self._pages", m),
    });
    out
}

/// What an asynchronous method says: all that there is to know stands at the blocking one.
fn as_in_sync(m: &Method, manner: &str) -> String {
    docstring_with(8, &[format!("As `Client.{}`; {manner}.", m.name)], &[])
}

/// The method as a stub has it.
pub fn stub(m: &Method, kind: Kind) -> String {
    definition(m, kind, ": ...")
}

fn definition(m: &Method, kind: Kind, end: &str) -> String {
    let (pages, returned) = match &m.answer {
        Answer::Nothing => (false, "None".to_owned()),
        Answer::Value(annotation) => (false, annotation.clone()),
        Answer::Pages(item) if kind == Kind::Sync => (true, format!("Pages[{item}]")),
        Answer::Pages(item) => (true, format!("AsyncPages[{item}]")),
    };
    let word = if kind == Kind::Async && !pages { "async def" } else { "def" };
    let mut signature = m.signature.clone();
    if m.takes_options {
        signature.push("**options: Unpack[CallOptions]".to_owned());
    }
    bracketed(&format!("{word} {}(", m.name), &signature, &format!(") -> {returned}{end}"), 4)
}

/// A call with the name of the function and a table of arguments.
fn call(before: &str, m: &Method) -> String {
    let table = format!("{{{}}}", m.given.join(", "));
    let options = if m.takes_options { "options" } else { "{}" };
    let mut parts = [literal(&m.function), table.clone(), options.to_owned()];
    let one_line = format!("        {before}({})\n", parts.join(", "));
    if one_line.trim_end().chars().count() <= 120 {
        return one_line;
    }
    if table.chars().count() + 13 > 120 {
        let entries: String = m.given.iter().map(|g| format!("                {g},\n")).collect();
        parts[1] = format!("{{\n{entries}            }}");
    }
    format!("        {before}(\n{}        )\n", parts.iter().map(|p| format!("            {p},\n")).collect::<String>())
}
