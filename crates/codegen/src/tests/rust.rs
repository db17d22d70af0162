//! Rust tests out of the examples.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use uplink_spec::Body;
use uplink_spec::model::{Argument, Example, Function, Null, Type, TypeKind};

use crate::index::Index;
use crate::rust::uses::Uses;
use crate::rust::{example, names, types};
use crate::{File, Spec};

/// `examples.rs`: tests of the client crate `client`, to be included where `support::Service` is in scope.
pub fn file(spec: &Spec) -> File {
    let model = Index::new(&spec.model);
    let tests =
        spec.model.functions.iter().flat_map(|f| f.examples.iter().enumerate().map(|(i, e)| test(&model, f, e, i)));
    File { path: "examples.rs".into(), text: crate::rust::file(spec, &Uses::default(), tests) }
}

/// `readers.rs`: a function that reads an answer into the type that calls of its function give.
pub fn readers(spec: &Spec) -> File {
    let arms = spec.model.functions.iter().map(|f| {
        let (name, answer) = (&f.name, crate::rust::view::answer(&Uses::whole(), f));
        quote!(#name => answer.typed::<#answer>().map(drop),)
    });
    let function = quote! {
        /// Reads an answer into the type that calls of this function give.
        pub fn read(function: &str, answer: &uplink_runtime::Answer) -> Result<(), uplink_runtime::Error> {
            match function {
                #(#arms)*
                _ => panic!("there is no function {function}"),
            }
        }
    };
    File { path: "readers.rs".into(), text: crate::rust::file(spec, &Uses::default(), vec![function]) }
}

/// The test of an example.
pub fn test(model: &Index<'_>, f: &Function, example: &Example, number: usize) -> TokenStream {
    let name = format_ident!("{}_example_{}", heck::ToSnakeCase::to_snake_case(f.name.as_str()), number);
    let (group, method) = (f.group().map(names::value).map(|group| quote!(#group().)), names::value(f.method_name()));
    let given = |a: &&Argument| example.arguments.contains_key(&a.name);
    let required = f.arguments.iter().filter(|a| a.required).map(|a| argument(model, a, &example.arguments[&a.name]));
    let optional = f.arguments.iter().filter(|a| !a.required).filter(given).map(|a| {
        let setter = names::value(&a.name);
        let value = argument(model, a, &example.arguments[&a.name]);
        quote!(.#setter(#value))
    });
    let function = &f.name;
    // A body with files is not the same twice; that its answer comes says that it was taken.
    let opaque = uplink_spec::body(f, &example.arguments) == Some(Body::Opaque);
    let body = text(example.body.as_deref().unwrap_or_default());
    let sent = (!opaque).then(|| quote!(service.expect_request(#function, #body);));
    let expected = match (&example.answer, &f.page) {
        (None, _) => "null".to_owned(),
        (Some(text), None) => text.clone(),
        (Some(text), Some(page)) => serde_json::from_str::<Value>(text)
            .ok()
            .and_then(|answer| page.items_of(&answer).map(Value::to_string))
            .unwrap_or_default(),
    };
    let expected = text(&expected);
    let call = quote!(service.client().#group #method(#(#required),*)#(#optional)*.await.expect("an answer"));
    let (answer, check) = match f.content() {
        Some(_) => (quote!(let answer = #call;), Some(quote!(expect_answer(&answer, #expected);))),
        None => (quote!(#call;), None),
    };
    let allowed =
        f.deprecated.as_ref().map(|_| quote!(#[allow(deprecated, reason = "until it is gone it has to work")]));
    quote! {
        #[tokio::test]
        #allowed
        async fn #name() {
            let service = Service::start().await;
            #answer
            #sent
            #check
        }
    }
}

/// A string literal without escapes where that is possible.
fn text(text: &str) -> Literal {
    let hashes = "#".repeat(text.matches('#').count() + 1);
    let raw = format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>();
    raw.ok().filter(|_| text.contains('"')).unwrap_or_else(|| Literal::string(text))
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
        (Type::Named(name), _) if example::is_named_value(model, name) => value(model, ty, json),
        _ => whole(ty, json),
    }
}

/// A value of a type that is read from its text.
fn whole(ty: &Type, json: &Value) -> TokenStream {
    let (ty, text) = (types::tokens(&Uses::whole(), ty), text(&json.to_string()));
    quote!(serde_json::from_str::<#ty>(#text).expect("the example"))
}

/// A value as a caller writes it.
fn value(model: &Index<'_>, ty: &Type, json: &Value) -> TokenStream {
    match (ty, json) {
        (Type::Nullable(_), _) => whole(ty, json),
        (Type::DateTime, Value::String(moment)) => quote!(#moment.parse().expect("a moment")),
        (Type::Any, _) => parsed(json),
        (Type::Bytes, Value::String(text)) => {
            let bytes = Literal::byte_string(&crate::bytes(text));
            quote!(#bytes)
        }
        (Type::Float, _) => {
            let number = Literal::f64_unsuffixed(json.as_f64().unwrap_or_default());
            quote!(#number)
        }
        // Texts of bytes are arrays, each of its own length.
        (Type::List(inner), Value::Array(items)) if **inner == Type::Bytes => {
            let items = items.iter().map(|v| value(model, inner, v));
            quote!([#(#items.as_slice()),*])
        }
        (Type::List(inner), Value::Array(items)) => {
            let items = items.iter().map(|v| value(model, inner, v));
            quote!([#(#items),*])
        }
        (Type::Map(inner), Value::Object(map)) => {
            let entries = map.iter().map(|(k, v)| {
                let v = value(model, inner, v);
                quote!((#k, #v))
            });
            quote!([#(#entries),*])
        }
        (Type::Named(name), _) => {
            let ident = names::ty(name);
            match model.type_def(name).map(|d| &d.kind) {
                Some(TypeKind::Enum { .. }) => {
                    let word = json.as_str().unwrap_or_default();
                    quote!(types::#ident::from(#word.to_owned()))
                }
                Some(TypeKind::Alias(Type::OneOf(all))) => match (model.alternative(all, json), json.as_i64()) {
                    // Without a suffix the number would be taken for a smaller one.
                    (Some(Type::Int), Some(n)) => quote!(types::#ident::from(#n)),
                    (Some(one @ (Type::Float | Type::Bool | Type::String)), _) => {
                        let plain = value(model, one, json);
                        quote!(types::#ident::from(#plain))
                    }
                    // The argument takes whatever becomes the alias.
                    _ => whole(ty, json),
                },
                Some(TypeKind::Alias(_)) => exact(model, ty, json),
                _ => parsed(json),
            }
        }
        _ => plain(json),
    }
}

/// A value that is read from its text.
fn parsed(json: &Value) -> TokenStream {
    let text = text(&json.to_string());
    quote!(serde_json::from_str(#text).expect("the example"))
}

fn plain(json: &Value) -> TokenStream {
    match json {
        Value::Bool(b) => quote!(#b),
        Value::Number(n) => match n.as_i64() {
            Some(n) => {
                let n = Literal::i64_unsuffixed(n);
                quote!(#n)
            }
            None => {
                let n = Literal::f64_unsuffixed(n.as_f64().unwrap_or_default());
                quote!(#n)
            }
        },
        Value::String(s) => quote!(#s),
        _ => quote!(()),
    }
}
