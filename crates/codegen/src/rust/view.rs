//! The Rust view of a function: every name, type and sentence decided, nothing written yet.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use uplink_spec::model::{Argument, Example, Function, Type};

use super::format::{doc_lines, docs};
use super::uses::Uses;
use super::{arguments, example, names, scopes, shapes, types};
use crate::doc;
use crate::index::Index;

/// A function as the client has it.
pub struct Method {
    /// The method of `Client`, or of its group.
    pub name: Ident,
    /// The constant that describes the function.
    pub descriptor: Ident,
    /// What the method says about itself.
    pub docs: Vec<String>,
    /// Whether it belongs to a group.
    pub grouped: bool,
    /// Why it should not be called any more.
    pub deprecated: Option<String>,
    /// The scopes that the client must have.
    pub bounds: Option<TokenStream>,
    /// Arguments of the method.
    pub required: Vec<Parameter>,
    /// Methods of the call that it returns.
    pub optional: Vec<Parameter>,
    /// The type that the answer is read as; of pages, all their items.
    pub answer: TokenStream,
    /// Whether a long list is split over several requests.
    pub batched: bool,
    /// The type of the items, when they come in pages.
    pub item: Option<TokenStream>,
    /// The type of its calls, when there is something optional about them.
    pub call: Option<Call>,
}

/// A type for the calls of one function.
pub struct Call {
    pub name: Ident,
    pub docs: TokenStream,
}

/// An argument.
pub struct Parameter {
    pub name: Ident,
    pub docs: TokenStream,
    /// The type that is accepted.
    pub accepts: TokenStream,
    /// Hands it on to the runtime.
    pub set: TokenStream,
}

impl Method {
    /// Its documentation is tested where `crate_path` says how others name the client.
    pub fn new(model: &Index<'_>, uses: &Uses, f: &Function, crate_path: Option<&str>) -> Self {
        let parameter = |a: &Argument, name: Ident| Parameter {
            docs: docs([doc::argument(a).as_str()]),
            accepts: arguments::accepted_for(model, uses, a),
            set: arguments::set(model, uses, a, &name),
            name,
        };
        let (required, optional): (Vec<&Argument>, Vec<&Argument>) = f.arguments.iter().partition(|a| a.required);
        let item = match (&f.page, f.content()) {
            (Some(_), Some(Type::List(item))) => Some(types::tokens(uses, item)),
            _ => None,
        };
        let name = names::value(f.method_name());
        let of = f.group().map_or_else(|| "Client".to_owned(), |group| names::group(group).to_string());
        let has_options = item.is_some() || !optional.is_empty();
        let call = has_options.then(|| Call {
            name: names::call(&f.name),
            docs: docs([format!("A call of [`{of}::{name}`]; set what is optional, then `.await` it.").as_str()]),
        });
        Method {
            name,
            descriptor: names::constant(&f.name),
            docs: method_docs(model, f, &required, crate_path),
            grouped: f.call.is_some(),
            deprecated: f.deprecated.clone(),
            bounds: scopes::bounds(model, uses, f),
            required: required.into_iter().map(|a| parameter(a, names::value(&a.name))).collect(),
            optional: optional.into_iter().map(|a| parameter(a, names::value(&a.name))).collect(),
            answer: answer(uses, f),
            batched: f.arguments.iter().any(|a| a.batch) && f.content().is_some_and(|ty| shapes::is_list(model, ty)),
            item,
            call,
        }
    }
}

fn method_docs(model: &Index<'_>, f: &Function, required: &[&Argument], crate_path: Option<&str>) -> Vec<String> {
    // The compiler and its documentation show by themselves that it is deprecated.
    let f_alone = doc::function(f).into_iter().skip(usize::from(f.deprecated.is_some()));
    let mut paragraphs: Vec<String> = f_alone.collect();
    paragraphs.extend(f.page.as_ref().map(doc::page));
    if !required.is_empty() {
        paragraphs.push("# Arguments".to_owned());
        paragraphs.extend(required.iter().map(|a| format!("- `{}`: {}", names::value(&a.name), doc::argument(a))));
    }
    paragraphs.push("# Errors".to_owned());
    let scope = "[`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope, ";
    let scope = if f.scopes.is_empty() { "" } else { scope };
    paragraphs.push(format!("{scope}[`Api`](uplink_runtime::Error::Api) when the server refuses, and others."));
    let mut lines = doc_lines(paragraphs.iter().map(String::as_str));
    if let Some(example) = f.examples.first() {
        lines.extend(["", " # Examples", ""].map(str::to_owned));
        lines.extend(example_docs(model, f, example, crate_path).lines().map(|line| format!(" {line}")));
    }
    lines
}

fn example_docs(model: &Index<'_>, f: &Function, example: &Example, crate_path: Option<&str>) -> String {
    let call = example::lines(model, f, example).join("\n");
    match crate_path {
        Some(path) => format!("```no_run\n{}\n{call}\n{}\n```", example::before(path), example::AFTER),
        None => format!("```ignore\n{call}\n```"),
    }
}

/// What a call gives: the content, optional when the answer may be empty, `()` when it always is.
pub fn answer(uses: &Uses, f: &Function) -> TokenStream {
    match (f.content().map(|ty| types::tokens(uses, ty)), f.may_be_empty()) {
        (None, _) => quote!(()),
        (Some(ty), false) => ty,
        (Some(ty), true) => quote!(Option<#ty>),
    }
}
