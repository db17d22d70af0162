//! The client with its typed methods.

use proc_macro2::TokenStream;
use quote::quote;
use uplink_spec::model::{Api, Model};

use super::format::docs;
use super::view::{Call, Method, Parameter};

/// `Client` and the calls that take optional arguments.
pub fn items(model: &Model) -> Vec<TokenStream> {
    let methods: Vec<Method> = model.functions.iter().map(|f| Method::new(model, f)).collect();
    let mut items = client(&model.api);
    let written = methods.iter().map(method);
    items.push(quote! {
        impl<S> Client<S> {
            /// The same client, whose calls are made with these options unless they have their own.
            pub fn with_options(&self, options: uplink_runtime::CallOptions) -> Self {
                Client { inner: self.inner.with_options(options), scopes: std::marker::PhantomData }
            }

            /// The client below the typed methods, for functions that are known only at run time.
            pub fn untyped(&self) -> &uplink_runtime::Client {
                &self.inner
            }

            #(#written)*
        }
    });
    items.extend(methods.iter().filter_map(call));
    items
}

fn client(api: &Api) -> Vec<TokenStream> {
    let api_doc = format!("A client of {}, cheap to clone.", api.name);
    let docs = docs([api_doc.as_str(), api.doc.as_str()]);
    vec![
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
                    tokens: std::sync::Arc<dyn uplink_runtime::TokenSource>,
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
    ]
}

/// The typed method of a function.
pub fn method(m: &Method) -> TokenStream {
    let Method { name, descriptor, docs, bounds, answer, .. } = m;
    let parameters = m.required.iter().map(|Parameter { name, accepts, .. }| quote!(#name: #accepts));
    let sets = m.required.iter().map(|p| &p.set);
    let call = quote!(uplink_runtime::Call::new(&self.inner, &crate::functions::#descriptor)#(#sets)*);
    let batched = (m.batched && m.item.is_none()).then(|| quote!(.batched()));
    let call = quote!(#call #batched);
    let (result, body) = match &m.call {
        None => (quote!(uplink_runtime::Call<#answer>), call),
        Some(Call { name, .. }) => {
            let pages = m.item.as_ref().map(|_| quote!(.pages()));
            (quote!(#name), quote!(#name(#call #pages)))
        }
    };
    quote! {
        #docs
        pub fn #name(&self #(, #parameters)*) -> #result #bounds {
            #body
        }
    }
}

/// The type of a function's calls, when it has optional arguments or pages.
pub fn call(m: &Method) -> Option<TokenStream> {
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
    let inner = match &m.item {
        Some(item) => quote!(uplink_runtime::Pages<#item>),
        None => quote!(uplink_runtime::Call<#answer>),
    };
    let stream = m.item.as_ref().map(|item| {
        quote! {
            /// The items one by one; the next page is asked for when it is needed.
            pub fn stream(self) -> uplink_runtime::Stream<#item> {
                self.0.stream()
            }
        }
    });
    let response = m.item.is_none().then(|| {
        quote! {
            /// Makes the call one that also gives what is known of its answer.
            pub fn with_response(self) -> uplink_runtime::CallWithResponse<#answer> {
                self.0.with_response()
            }
        }
    });
    Some(quote! {
        #docs
        #[must_use = "a call does nothing until it is awaited"]
        #[derive(Debug)]
        pub struct #name(#inner);

        impl #name {
            #(#setters)*

            /// Makes the call with these options, in place of those of the client.
            pub fn with_options(self, options: uplink_runtime::CallOptions) -> Self {
                #name(self.0.with_options(options))
            }

            #response
            #stream
        }

        impl std::future::IntoFuture for #name {
            type Output = Result<#answer, uplink_runtime::Error>;
            type IntoFuture = uplink_runtime::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    })
}
