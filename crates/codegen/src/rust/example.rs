//! The call of an example, as a program writes it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;
use uplink_spec::model::{Argument, Example, Function, Type, TypeKind};

use super::{format, names};
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
    let value = |a: &Argument| value(model, &a.ty, &example.arguments[&a.name]);
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

/// A value of a type.
fn value(model: &Index<'_>, ty: &Type, json: &Value) -> TokenStream {
    match (ty, json) {
        (Type::Nullable(inner), json) if !json.is_null() => value(model, inner, json),
        (Type::Nullable(_), _) => quote!(None),
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
    let kind = |json: &Value| (json.is_string(), json.is_i64(), json.is_number());
    let mut kinds = items.clone().map(kind);
    let first = kinds.next();
    let alike = kinds.all(|kind| Some(kind) == first);
    let written = |json| match (ty, value(model, ty, json)) {
        (Type::Named(name), plain) if !alike && is_union(model, name) => {
            let ident = names::ty(name);
            quote!(types::#ident::from(#plain))
        }
        (_, value) => value,
    };
    items.map(written).collect()
}

fn is_union(model: &Index<'_>, name: &str) -> bool {
    matches!(model.type_def(name).map(|def| &def.kind), Some(TypeKind::Alias(Type::OneOf(_))))
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
        Some(TypeKind::Alias(Type::OneOf(_))) => plain(json),
        Some(TypeKind::Alias(inner)) => value(model, inner, json),
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
