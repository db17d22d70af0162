//! The call of an example, as a program writes it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;
use uplink_spec::model::{Argument, Example, Function, Null, Type, TypeKind};

use super::uses::Uses;
use super::{format, names, types};
use crate::index::Index;

/// What precedes the lines of an example in documentation and is not shown there; `crate_path` is where its client is.
pub fn before(crate_path: &str) -> String {
    format!(
        "# use {crate_path}::{{Client, types}};\n# use uplink_runtime::generated::serde_json;\n\
         # async fn example(client: &Client) -> Result<(), Box<dyn std::error::Error>> {{"
    )
}

/// What follows them.
pub const AFTER: &str = "# Ok(()) }";

/// The lines that make the call of an example with `client`.
pub fn lines(model: &Index<'_>, f: &Function, example: &Example) -> Vec<String> {
    let (group, method) = (f.group().map(names::value).map(|group| quote!(#group().)), names::value(f.method_name()));
    let given = |a: &&Argument| example.arguments.contains_key(&a.name);
    let value = |a: &Argument| argument(model, a, &example.arguments[&a.name]);
    let required = f.arguments.iter().filter(|a| a.required).filter(given).map(value);
    let optional = f.arguments.iter().filter(|a| !a.required).filter(given).map(|a| {
        let (setter, value) = (names::value(&a.name), value(a));
        quote!(.#setter(#value))
    });
    let answer = f.content().is_some().then(|| quote!(let answer =));
    let call = quote!(fn example() { #answer client.#group #method(#(#required),*)#(#optional)*.await?; });
    let text = format::items([call]);
    let body = text.lines().filter_map(|line| line.strip_prefix("    "));
    body.map(str::to_owned).collect()
}

/// A value of an argument; one that may be null is taken as it is, and not as what becomes it.
fn argument(model: &Index<'_>, a: &Argument, json: &Value) -> TokenStream {
    match &a.ty {
        ty if a.null == Null::Given && *ty != Type::String => exact(model, ty, json),
        ty => value(model, ty, json),
    }
}

/// A value that has its type without being converted.
fn exact(model: &Index<'_>, ty: &Type, json: &Value) -> TokenStream {
    match (model.resolved(ty), json) {
        (ty @ (Type::Int | Type::Float | Type::Bool), _) => value(model, ty, json),
        (Type::String, Value::String(text)) => quote!(#text.to_owned()),
        (Type::Named(name), _) if is_named_value(model, name) => value(model, ty, json),
        _ => whole(ty, json),
    }
}

/// Whether values of a type are written by its name.
pub fn is_named_value(model: &Index<'_>, name: &str) -> bool {
    matches!(model.type_def(name).map(|def| &def.kind), Some(TypeKind::Enum { .. }))
}

/// A value of a type that is read from its text.
fn whole(ty: &Type, json: &Value) -> TokenStream {
    let (ty, text) = (types::tokens(&Uses::whole(), ty), text(&json.to_string()));
    quote!(serde_json::from_str::<#ty>(#text)?)
}

/// A value of a type.
fn value(model: &Index<'_>, ty: &Type, json: &Value) -> TokenStream {
    match (ty, json) {
        (Type::Nullable(_), _) => whole(ty, json),
        (Type::DateTime, Value::String(moment)) => quote!(#moment.parse()?),
        (Type::Any, _) => {
            let text = text(&json.to_string());
            quote!(#text.parse()?)
        }
        (Type::Bytes, _) => quote!(std::path::Path::new("FILE")),
        (Type::Float, _) => {
            let number = Literal::f64_unsuffixed(json.as_f64().unwrap_or_default());
            quote!(#number)
        }
        (Type::List(inner), Value::Array(items)) => {
            let items = of_one_kind(model, inner, items.iter());
            quote!([#(#items),*])
        }
        (Type::Map(inner), Value::Object(map)) => {
            let items = of_one_kind(model, inner, map.values());
            let entries = map.keys().zip(items).map(|(key, item)| quote!((#key, #item)));
            quote!([#(#entries),*])
        }
        (Type::Named(name), _) => named(model, name, json),
        (_, json) => plain(json),
    }
}

/// Items of a list, which is of one type: where theirs differ each says what it becomes.
fn of_one_kind<'a>(model: &Index<'_>, ty: &Type, items: impl Iterator<Item = &'a Value> + Clone) -> Vec<TokenStream> {
    let kind = |json: &Value| alternative(model, ty, json).map(std::mem::discriminant);
    let mut kinds = items.clone().map(kind);
    let first = kinds.next();
    let alike = kinds.all(|kind| Some(kind) == first);
    let written = |json| match (ty, value(model, ty, json)) {
        (Type::Named(name), plain) if !alike && alternative(model, ty, json).is_some_and(is_plain) => {
            let ident = names::ty(name);
            quote!(types::#ident::from(#plain))
        }
        (_, value) => value,
    };
    items.map(written).collect()
}

/// Which type a value has, where its own is one of several.
fn alternative<'m>(model: &'m Index<'_>, ty: &Type, json: &Value) -> Option<&'m Type> {
    let Type::Named(name) = ty else { return None };
    match model.type_def(name).map(|def| &def.kind) {
        Some(TypeKind::Alias(Type::OneOf(all))) => model.alternative(all, json),
        _ => None,
    }
}

/// Whether a value is written as it is, and becomes one of several types by that.
fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Float | Type::Bool | Type::String)
}

fn named(model: &Index<'_>, name: &str, json: &Value) -> TokenStream {
    let ident = names::ty(name);
    match model.type_def(name).map(|def| &def.kind) {
        Some(TypeKind::Enum { values, .. }) => {
            let word = json.as_str().unwrap_or_default();
            match values.iter().find(|value| value.wire == word) {
                Some(value) => {
                    let variant = names::ty(value.name());
                    quote!(types::#ident::#variant)
                }
                None => quote!(types::#ident::from(#word.to_owned())),
            }
        }
        Some(TypeKind::Alias(Type::OneOf(all))) => match model.alternative(all, json).filter(|ty| is_plain(ty)) {
            Some(one) => value(model, one, json),
            None => whole(&Type::Named(name.to_owned()), json),
        },
        Some(TypeKind::Alias(_)) => exact(model, &Type::Named(name.to_owned()), json),
        _ => {
            let text = text(&json.to_string());
            quote!(serde_json::from_str(#text)?)
        }
    }
}

fn plain(json: &Value) -> TokenStream {
    match json {
        Value::Bool(b) => quote!(#b),
        Value::Number(n) => {
            let n = match n.as_i64() {
                // Without a suffix it would be taken for a smaller one.
                Some(n) if i32::try_from(n).is_err() => Literal::i64_suffixed(n),
                Some(n) => Literal::i64_unsuffixed(n),
                None => Literal::f64_unsuffixed(n.as_f64().unwrap_or_default()),
            };
            quote!(#n)
        }
        Value::String(s) => quote!(#s),
        _ => {
            let text = text(&json.to_string());
            quote!(serde_json::from_str(#text)?)
        }
    }
}

/// A string literal without escapes where that is possible.
fn text(text: &str) -> Literal {
    let hashes = "#".repeat(text.matches('#').count() + 1);
    let raw = format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>();
    raw.ok().filter(|_| text.contains('"')).unwrap_or_else(|| Literal::string(text))
}
