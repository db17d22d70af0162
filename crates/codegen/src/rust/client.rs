//! The client with its typed methods.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use uplink_spec::model::{Argument, Function, Model, Type, TypeKind};

use super::descriptors::answer_type;
use super::format::docs;
use super::{names, scopes, types};
use crate::doc;

/// `Client` and the calls that take optional arguments.
pub fn items(model: &Model) -> Vec<TokenStream> {
    let api_doc = format!("A client of {}, cheap to clone.", model.api.name);
    let docs = docs([api_doc.as_str(), model.api.doc.as_str()]);
    let methods = model.functions.iter().map(|f| method(model, f));
    let mut items = vec![
        quote! {
            #docs
            ///
            /// `S` says which scopes the program asks its users for. A call without its scope does not compile; what a
            /// user granted less is found at run time, before anything is sent.
            #[derive(Clone, Debug)]
            pub struct Client<S = crate::scopes::Dynamic> {
                inner: uplink_runtime::Client,
                scopes: std::marker::PhantomData<fn() -> S>,
            }
        },
        quote! {
            impl Client {
                /// A client that takes its tokens from `tokens`.
                ///
                /// # Errors
                /// When the base URL is not safe to send tokens to, or HTTPS cannot be set up.
                pub fn new(
                    tokens: std::sync::Arc<dyn uplink_runtime::Tokens>,
                    options: uplink_runtime::Options,
                ) -> Result<Self, uplink_runtime::Error> {
                    let inner = uplink_runtime::Client::new(&crate::functions::API, tokens, options)?;
                    Ok(Client { inner, scopes: std::marker::PhantomData })
                }

                /// The same client with scopes that the compiler checks.
                pub fn scopes<S: crate::scopes::ScopeSet>(self) -> Client<S> {
                    Client { inner: self.inner, scopes: std::marker::PhantomData }
                }
            }
        },
        quote! {
            impl<S> Client<S> {
                /// The client below the typed methods, for functions that are known only at run time.
                pub fn untyped(&self) -> &uplink_runtime::Client {
                    &self.inner
                }

                #(#methods)*
            }
        },
    ];
    items.extend(model.functions.iter().filter(|f| has_options(f)).map(|f| call(model, f)));
    items
}

fn has_options(f: &Function) -> bool {
    f.page.is_some() || f.arguments.iter().any(|a| !a.required)
}

fn call_name(f: &Function) -> proc_macro2::Ident {
    format_ident!("{}Call", names::ty(&f.name))
}

fn method(model: &Model, f: &Function) -> TokenStream {
    let ident = names::value(&f.name);
    let constant = names::constant(&f.name);
    let mut paragraphs = doc::function(f);
    if let Some(page) = &f.page {
        paragraphs.push(doc::page(page));
    }
    let required: Vec<&Argument> = f.arguments.iter().filter(|a| a.required).collect();
    if !required.is_empty() {
        paragraphs.push("# Arguments".to_owned());
        paragraphs.extend(required.iter().map(|a| format!("- `{}`: {}", a.name, doc::argument(a))));
    }
    paragraphs.push("# Errors".to_owned());
    paragraphs.push("See [`uplink_runtime::Error`].".to_owned());
    let docs = docs(paragraphs.iter().map(String::as_str));
    let parameters = required.iter().map(|a| parameter(model, a));
    let sets = required.iter().map(|a| set(model, a));
    let content = answer_type(f);
    let call = quote!(uplink_runtime::Call::new(&self.inner, &crate::functions::#constant)#(#sets)*);
    let (result, body) = match (has_options(f), f.page.is_some()) {
        (false, _) => (quote!(uplink_runtime::Call<#content>), call),
        (true, paged) => {
            let name = call_name(f);
            let pages = paged.then(|| quote!(.pages()));
            (quote!(#name), quote!(#name(#call #pages)))
        }
    };
    let bounds = scopes::bounds(model, f);
    quote! {
        #docs
        pub fn #ident(&self #(, #parameters)*) -> #result #bounds {
            #body
        }
    }
}

/// A required argument in the signature.
fn parameter(model: &Model, a: &Argument) -> TokenStream {
    let ident = names::value(&a.name);
    let ty = accepted(model, &a.ty);
    quote!(#ident: #ty)
}

/// What a method accepts for a type.
fn accepted(model: &Model, ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(impl Into<String>),
        Type::List(inner) => {
            let inner = accepted(model, inner);
            quote!(impl IntoIterator<Item = #inner>)
        }
        Type::Map(inner) => {
            let inner = accepted(model, inner);
            quote!(impl IntoIterator<Item = (impl ToString, #inner)>)
        }
        Type::Named(name) if is_union(model, name) => {
            let name = names::ty(name);
            quote!(impl Into<crate::types::#name>)
        }
        other => types::tokens(other),
    }
}

fn is_union(model: &Model, name: &str) -> bool {
    matches!(model.type_def(name).map(|d| &d.kind), Some(TypeKind::Alias(Type::OneOf(_))))
}

/// From what a method accepts to what is serialized.
fn converted(model: &Model, ty: &Type, value: TokenStream) -> TokenStream {
    match ty {
        Type::String => quote!(#value.into()),
        Type::List(inner) => {
            let target = types::tokens(inner);
            match converted(model, inner, quote!(item)) {
                same if same.to_string() == "item" => quote!(#value.into_iter().collect::<Vec<_>>()),
                item => quote!(#value.into_iter().map(|item| -> #target { #item }).collect::<Vec<_>>()),
            }
        }
        Type::Map(inner) => {
            let target = types::tokens(inner);
            let item = converted(model, inner, quote!(item));
            quote!(#value.into_iter().map(|(key, item)| -> (String, #target) { (key.to_string(), #item) })
                .collect::<uplink_runtime::generated::OrderedMap<_>>())
        }
        Type::Named(name) if is_union(model, name) => quote!(#value.into()),
        _ => value,
    }
}

fn set(model: &Model, a: &Argument) -> TokenStream {
    let (ident, name) = (names::value(&a.name), &a.name);
    let value = converted(model, &a.ty, quote!(#ident));
    match (&a.ty, ident == value.to_string()) {
        (_, true) => quote!(.set(#name, #value)),
        (Type::List(_) | Type::Map(_), false) => quote!(.set(#name, #value)),
        (ty, false) => {
            let ty = types::tokens(ty);
            quote!(.set::<#ty>(#name, #value))
        }
    }
}

/// The call of a function with optional arguments.
fn call(model: &Model, f: &Function) -> TokenStream {
    let name = call_name(f);
    let content = answer_type(f);
    let line = docs([format!("A call of [`Client::{}`]; set what is optional, then `.await` it.", f.name).as_str()]);
    let setters = f.arguments.iter().filter(|a| !a.required).map(|a| {
        let ident = names::value(&a.name);
        let docs = docs([doc::argument(a).as_str()]);
        let ty = accepted(model, &a.ty);
        let set = set(model, a);
        quote! {
            #docs
            pub fn #ident(self, #ident: #ty) -> Self {
                #name(self.0 #set)
            }
        }
    });
    let (inner, stream, output) = match (&f.page, f.content()) {
        (Some(_), Some(Type::List(item))) => {
            let item = types::tokens(item);
            let stream = quote! {
                /// The items one by one; the next page is asked for when it is needed.
                pub fn stream(self) -> uplink_runtime::Stream<#item> {
                    self.0.stream()
                }
            };
            (quote!(uplink_runtime::Pages<#item>), Some(stream), quote!(Vec<#item>))
        }
        _ => (quote!(uplink_runtime::Call<#content>), None, content.clone()),
    };
    quote! {
        #line
        #[must_use = "a call does nothing until it is awaited"]
        #[derive(Debug)]
        pub struct #name(#inner);

        impl #name {
            #(#setters)*
            #stream
        }

        impl std::future::IntoFuture for #name {
            type Output = Result<#output, uplink_runtime::Error>;
            type IntoFuture = uplink_runtime::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    }
}
