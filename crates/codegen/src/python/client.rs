//! The clients: a method for each function, in a blocking and in an asynchronous class.

use super::text::{bracketed, docstring_with, literal};
use super::uses::{Module, Uses};
use super::view::{Answer, Method};
use crate::index::Index;

/// Which of the two classes.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// `Client`
    Sync,
    /// `AsyncClient`
    Async,
}

impl Kind {
    /// The hand-written module that the class stands on.
    fn module(self) -> Module {
        Module::Package(match self {
            Kind::Sync => "_client",
            Kind::Async => "_aclient",
        })
    }

    /// The class of answers that come in pages.
    fn pages(self) -> &'static str {
        match self {
            Kind::Sync => "Pages",
            Kind::Async => "AsyncPages",
        }
    }
}

pub fn text(model: &Index<'_>, package: &str, kind: Kind) -> String {
    let uses = Uses::default();
    let methods: String = model.functions.iter().map(|f| method(&Method::new(model, &uses, f), &uses, kind)).collect();
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
        imports(&uses, package, kind, base)
    );
    out.push_str(&docstring_with(
        4,
        &[format!("A client of {}.", model.api.name), model.api.doc.clone(), manner.to_owned()],
        &[],
    ));
    out + &methods
}

/// What the methods mention, each group sorted. All but the base is for annotations, which nobody reads at run time.
fn imports(uses: &Uses, package: &str, kind: Kind, base: &str) -> String {
    let groups = [uses.standard_imports(), uses.package_imports(package, 4)];
    let annotations: Vec<String> = groups.into_iter().filter(|group| !group.is_empty()).map(indented).collect();
    let checked = match annotations.is_empty() {
        true => String::new(),
        false => format!("\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n{}", annotations.join("\n")),
    };
    let module = Module::path(kind.module(), package);
    format!("from {module} import {base}\n{}{checked}", uses.running_imports(package))
}

fn indented(lines: String) -> String {
    lines.lines().map(|line| format!("    {line}\n")).collect()
}

/// The method of a function.
pub fn method(m: &Method, uses: &Uses, kind: Kind) -> String {
    let mut out = format!("\n{}", definition(m, uses, kind, ":"));
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
pub fn stub(m: &Method, uses: &Uses, kind: Kind) -> String {
    definition(m, uses, kind, ": ...")
}

fn definition(m: &Method, uses: &Uses, kind: Kind, end: &str) -> String {
    let (pages, returned) = match &m.answer {
        Answer::Nothing => (false, "None".to_owned()),
        Answer::Value(annotation) => (false, annotation.clone()),
        Answer::Pages(item) => (true, format!("{}[{item}]", uses.name(kind.module(), kind.pages()))),
    };
    let word = if kind == Kind::Async && !pages { "async def" } else { "def" };
    let mut signature = m.signature.clone();
    if m.takes_options {
        let (unpack, options) = (uses.standard("typing", "Unpack"), uses.name(kind.module(), "CallOptions"));
        signature.push(format!("**options: {unpack}[{options}]"));
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
