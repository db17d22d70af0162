//! The client with its typed methods.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use uplink_spec::model::Function;

use super::format::{self, docs};
use super::names;
use super::uses::Uses;
use super::view::{Call, Method, Parameter};
use crate::Spec;
use crate::index::Index;

/// `client.rs`: `Client` and the calls that take optional arguments.
pub fn text(spec: &Spec, model: &Index<'_>, crate_path: Option<&str>) -> String {
    let calls = model.functions.iter().map(|f| names::call(&f.name));
    let groups = model.groups();
    let classes = groups.iter().map(|(group, _)| names::group(group));
    let uses = Uses::new(calls.chain(classes).chain([format_ident!("Client")]));
    let mut calls = String::new();
    // Each method is printed by itself: a tree of all of them would fill the memory.
    let mut written = |f: &Function| {
        let m = Method::new(model, &uses, f, crate_path);
        calls.push_str(&format::items(call(&m, &uses)));
        method(&m, &uses)
    };
    let mut methods: Vec<String> = groups.iter().map(|(group, functions)| getter(group, functions)).collect();
    methods.extend(model.functions.iter().filter(|f| f.call.is_none()).map(&mut written));
    let of_groups: String = groups
        .iter()
        .map(|(group, functions)| {
            let methods: Vec<String> = functions.iter().map(|f| written(f)).collect();
            let head = format::items([class(group, &uses)]);
            format!("{head}\nimpl<S> {}<'_, S> {{\n{}}}\n", names::group(group), methods.join("\n"))
        })
        .collect();
    let client = format::items(client(model, &uses));
    let imports = uses.text();
    let methods = methods.join("\n");
    format!("{}{imports}{client}\nimpl<S> Client<S> {{\n{methods}}}\n{of_groups}{calls}", format::head(spec))
}

/// The method that gives a group of functions.
fn getter(group: &str, functions: &[&Function]) -> String {
    let (name, class) = (names::value(group), names::group(group));
    let members: Vec<String> = functions.iter().map(|f| format!("`{}`", names::value(f.method_name()))).collect();
    let docs = format::doc_lines([format!("The functions of `{group}`: {}.", members.join(", ")).as_str()]);
    let method = quote! {
        pub fn #name(&self) -> #class<'_, S> {
            #class { client: self }
        }
    };
    format::method(&docs, method)
}

/// The type that has the functions of a group.
fn class(group: &str, uses: &Uses) -> TokenStream {
    let (name, class) = (names::value(group), names::group(group));
    let docs = docs([format!("Functions of a client, as [`Client::{name}`] gives them.").as_str()]);
    let dynamic = uses.beside("scopes", &format_ident!("Dynamic"));
    quote! {
        #docs
        #[derive(Debug)]
        pub struct #class<'c, S = #dynamic> {
            client: &'c Client<S>,
        }
    }
}

fn client(model: &Index<'_>, uses: &Uses) -> Vec<TokenStream> {
    let (api, takes_token) = (&model.api, model.functions.iter().any(Function::takes_token));
    let [runtime, error, options] =
        ["uplink_runtime::Client", "uplink_runtime::Error", "uplink_runtime::Options"].map(|path| uses.path(path));
    let [phantom, arc] = ["std::marker::PhantomData", "std::sync::Arc"].map(|path| uses.path(path));
    let [dynamic, set] = ["Dynamic", "ScopeSet"].map(|name| uses.beside("scopes", &format_ident!("{name}")));
    let described = uses.beside("functions", &format_ident!("API"));
    let call_options = uses.path("uplink_runtime::CallOptions");
    let api_doc = format!("A client of {}, cheap to clone.", api.name);
    let docs = docs([api_doc.as_str(), api.doc.as_str()]);
    let new = if takes_token {
        let tokens = uses.path("uplink_runtime::TokenSource");
        quote! {
            /// A client that takes its tokens from `tokens`.
            ///
            /// # Errors
            /// When the base URL is not safe to send tokens to, a credential cannot be sent, or HTTPS cannot be set up.
            pub fn new(
                tokens: #arc<dyn #tokens>,
                options: #options,
            ) -> Result<Self, #error> {
                let inner = #runtime::new(&#described, tokens, options)?;
                Ok(Client { inner, scopes: #phantom })
            }
        }
    } else {
        let no_token = uses.path("uplink_runtime::NoToken");
        quote! {
            /// A client with the keys and passwords of `options`.
            ///
            /// # Errors
            /// When the base URL is not safe to send secrets to, a credential cannot be sent, or HTTPS cannot be set up.
            pub fn new(options: #options) -> Result<Self, #error> {
                let inner = #runtime::new(&#described, #arc::new(#no_token), options)?;
                Ok(Client { inner, scopes: #phantom })
            }
        }
    };
    vec![
        quote! {
            #docs
            ///
            /// `S` says which scopes the program asks its users for. A call without its scope does not compile; what a
            /// user granted less is found at run time, before anything is sent.
            #[derive(Clone, Debug)]
            pub struct Client<S = #dynamic> {
                inner: #runtime,
                scopes: #phantom<fn() -> S>,
            }
        },
        quote! {
            impl Client {
                #new

                /// The same client with scopes that the compiler checks.
                pub fn scopes<S: #set>(self) -> Client<S> {
                    Client { inner: self.inner, scopes: #phantom }
                }
            }
        },
        quote! {
            impl<S> Client<S> {
                /// The same client, whose calls are made with these options unless they have their own.
                pub fn with_options(&self, options: #call_options) -> Self {
                    Client { inner: self.inner.with_options(options), scopes: #phantom }
                }

                /// The client below the typed methods, for functions that are known only at run time.
                pub fn untyped(&self) -> &#runtime {
                    &self.inner
                }
            }
        },
    ]
}

/// The typed method of a function, indented as in its `impl`.
pub fn method(m: &Method, uses: &Uses) -> String {
    let Method { name, descriptor, docs, bounds, answer, .. } = m;
    let client = if m.grouped { quote!(self.client.inner) } else { quote!(self.inner) };
    let deprecated = m.deprecated.as_ref().map(|reason| quote!(#[deprecated(note = #reason)]));
    let parameters = m.required.iter().map(|Parameter { name, accepts, .. }| quote!(#name: #accepts));
    let sets = m.required.iter().map(|p| &p.set);
    let (call, described) = (uses.path("uplink_runtime::Call"), uses.beside("functions", descriptor));
    let value = quote!(#call::new(&#client, &#described)#(#sets)*);
    let batched = (m.batched && m.item.is_none()).then(|| quote!(.batched()));
    let value = quote!(#value #batched);
    let (result, body) = match &m.call {
        None => (quote!(#call<#answer>), value),
        Some(Call { name, .. }) => {
            let pages = m.item.as_ref().map(|_| quote!(.pages()));
            (quote!(#name), quote!(#name(#value #pages)))
        }
    };
    let written = quote! {
        #deprecated
        pub fn #name(&self #(, #parameters)*) -> #result #bounds {
            #body
        }
    };
    format::method(docs, written)
}

/// The type of a function's calls, when it has optional arguments or pages.
pub fn call(m: &Method, uses: &Uses) -> Option<TokenStream> {
    let Call { name, docs } = m.call.as_ref()?;
    let answer = &m.answer;
    let setters = m.optional.iter().map(|Parameter { name: ident, docs, accepts, set }| {
        quote! {
            #docs
            pub fn #ident(self, #ident: #accepts) -> Self {
                #name(self.0 #set)
            }
        }
    });
    let holder = uses.path(if m.item.is_some() { "uplink_runtime::Pages" } else { "uplink_runtime::Call" });
    let held = m.item.as_ref().unwrap_or(answer);
    let stream = m.item.as_ref().map(|item| {
        let stream = uses.path("uplink_runtime::Stream");
        quote! {
            /// The items one by one; the next page is asked for when it is needed.
            pub fn stream(self) -> #stream<#item> {
                self.0.stream()
            }
        }
    });
    let call_options = uses.path("uplink_runtime::CallOptions");
    let [error, future, into_future] =
        ["uplink_runtime::Error", "uplink_runtime::BoxFuture", "std::future::IntoFuture"].map(|path| uses.path(path));
    let response = m.item.is_none().then(|| {
        let with_response = uses.path("uplink_runtime::CallWithResponse");
        quote! {
            /// Makes the call one that also gives what is known of its answer.
            pub fn with_response(self) -> #with_response<#answer> {
                self.0.with_response()
            }
        }
    });
    Some(quote! {
        #docs
        #[must_use = "a call does nothing until it is awaited"]
        #[derive(Debug)]
        pub struct #name(#holder<#held>);

        impl #name {
            #(#setters)*

            /// Makes the call with these options, in place of those of the client.
            pub fn with_options(self, options: #call_options) -> Self {
                #name(self.0.with_options(options))
            }

            #response
            #stream
        }

        impl #into_future for #name {
            type Output = Result<#answer, #error>;
            type IntoFuture = #future<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    })
}
