//! The clients: a method for each function, in a blocking and in an asynchronous class.

use uplink_spec::identifiers::camel;
use uplink_spec::model::Function;

use super::names;
use super::text::{bracketed, docstring_with, docstring_with_example, literal};
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
    let written = |f: &Function| method(&Method::new(model, &uses, package, f), &uses, kind);
    let methods: String = model.functions.iter().filter(|f| f.call.is_none()).map(written).collect();
    let groups = model.groups();
    let getters: String = groups.iter().map(|(group, functions)| getter(group, functions, kind)).collect();
    let classes: String = groups
        .iter()
        .map(|(group, functions)| class_of(group, kind) + &methods_of(functions, model, &uses, package, kind))
        .collect();
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
    out + &getters + &methods + &classes
}

/// The methods of a group.
fn methods_of(functions: &[&Function], model: &Index<'_>, uses: &Uses, package: &str, kind: Kind) -> String {
    let hides_list = functions.iter().any(|f| names::of_function(f) == "list");
    let methods = functions.iter().map(|f| {
        let mut m = Method::new(model, uses, package, f);
        if let (true, Answer::Value(annotation)) = (hides_list, &m.answer)
            && annotation.contains("list[")
        {
            // Where a class has a method of that name, annotations would mean the method.
            uses.standard("builtins", "list as List");
            m.answer = Answer::Value(annotation.replace("list[", "List["));
        }
        method(&m, uses, kind)
    });
    methods.collect()
}

/// The class of a group of functions.
fn group_class(group: &str, kind: Kind) -> String {
    let name = camel(group);
    if kind == Kind::Async { format!("Async{name}Group") } else { format!("{name}Group") }
}

/// The property that gives a group of functions.
fn getter(group: &str, functions: &[&Function], kind: Kind) -> String {
    let (name, class) = (names::method(group), group_class(group, kind));
    let members: Vec<String> = functions.iter().map(|f| format!("`{}`", names::of_function(f))).collect();
    let doc = docstring_with(8, &[format!("The functions of `{group}`: {}.", members.join(", "))], &[]);
    format!("\n    @property\n    def {name}(self) -> {class}:\n{doc}        return {class}(self)\n")
}

fn class_of(group: &str, kind: Kind) -> String {
    let (name, class) = (names::method(group), group_class(group, kind));
    let client = if kind == Kind::Async { "AsyncClient" } else { "Client" };
    let doc = docstring_with(4, &[format!("Functions of a client, as `{client}.{name}` gives them.")], &[]);
    format!(
        "\n\nclass {class}:\n{doc}\n    def __init__(self, client: {client}) -> None:\n        self._client = client\n"
    )
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
        (Kind::Sync, _) => {
            let example = m.examples.as_ref().map(|[blocking, _]| blocking.as_slice());
            out.push_str(&docstring_with_example(8, &m.paragraphs, &m.sections, example));
        }
        (Kind::Async, Answer::Pages { .. }) => out.push_str(&as_in_sync(m, "for `async for`")),
        (Kind::Async, _) => out.push_str(&as_in_sync(m, "a coroutine")),
    }
    let wait = if kind == Kind::Async { "await " } else { "" };
    let of = if m.grouped { "self._client" } else { "self" };
    out.push_str(&match &m.answer {
        Answer::Nothing => call(&format!("{wait}{of}._call"), m),
        Answer::Value(_) => call(&format!("return {wait}{of}._call"), m),
        Answer::Pages(_) => call(&format!("return {of}._pages"), m),
    });
    out
}

/// What an asynchronous method says: all that there is to know stands at the blocking one.
fn as_in_sync(m: &Method, manner: &str) -> String {
    let example = m.examples.as_ref().map(|[_, asynchronous]| asynchronous.as_slice());
    docstring_with_example(8, &[format!("As `Client.{}`; {manner}.", m.called)], &[], example)
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
    let decorated = m.deprecated.as_ref().map(|reason| {
        let deprecated = uses.at_run_time(Module::Package("_deprecated"), "deprecated");
        bracketed(&format!("@{deprecated}("), &[literal(reason)], ")", 4)
    });
    decorated.unwrap_or_default()
        + &bracketed(&format!("{word} {}(", m.name), &signature, &format!(") -> {returned}{end}"), 4)
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
