//! Scopes as types, so that a call without its scope does not compile.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use uplink_spec::model::{Function, Model};

use super::format::docs;
use super::names;

/// Above this many scopes their sets are too many to write down; then scopes are checked at run time only.
const MOST: usize = 4;

/// Whether the scopes of an API are types.
pub fn typed(model: &Model) -> bool {
    (1..=MOST).contains(&model.scopes.len())
}

/// The type of a scope.
fn ident(model: &Model, scope: &str) -> Ident {
    names::ty(model.scopes.iter().find(|s| s.name == scope).map_or(scope, |s| s.ident()))
}

/// The trait that a client's scopes must have for a scope.
fn allows(model: &Model, scope: &str) -> Ident {
    format_ident!("Allows{}", ident(model, scope))
}

/// The bounds of a function's method.
pub fn bounds(model: &Model, f: &Function) -> Option<TokenStream> {
    if !typed(model) || f.scopes.is_empty() {
        return None;
    }
    let allows = f.scopes.iter().map(|s| allows(model, s));
    Some(quote!(where S: #(crate::scopes::#allows)+*))
}

/// `Dynamic`, `ScopeSet`, and a type and a trait for each scope.
pub fn items(model: &Model) -> Vec<TokenStream> {
    let mut items = vec![quote! {
        /// Scopes that are known only at run time. Calls are checked before they are sent.
        #[derive(Clone, Copy, Debug)]
        pub struct Dynamic;

        /// A set of scopes that a program asks its users for.
        pub trait ScopeSet {
            /// Their words on the wire.
            const NAMES: &'static [&'static str];
        }
    }];
    if typed(model) {
        items.extend(model.scopes.iter().map(|scope| item(model, &scope.name, &scope.doc)));
        items.extend(sets(model).into_iter().map(|set| {
            let ty = set_type(model, &set);
            quote! {
                impl ScopeSet for #ty {
                    const NAMES: &'static [&'static str] = &[#(#set),*];
                }
            }
        }));
    }
    items
}

fn item(model: &Model, scope: &str, doc: &str) -> TokenStream {
    let (ident, allows) = (ident(model, scope), allows(model, scope));
    let line = docs([doc, format!("On the wire: `{scope}`.").as_str()]);
    let of = docs([format!("Scopes that include `{scope}`.").as_str()]);
    let message = format!("this client did not ask for the scope {scope}");
    let label = format!("needs the scope {scope}");
    let note = format!("ask for it with `.scopes::<...>()`, naming `{ident}` among the scopes, and at the login");
    let sets = sets(model);
    let sets = sets.iter().filter(|set| set.contains(&scope)).map(|set| set_type(model, set));
    quote! {
        #line
        #[derive(Clone, Copy, Debug)]
        pub struct #ident;

        #of
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #allows {}

        impl #allows for Dynamic {}

        #(impl #allows for #sets {})*
    }
}

/// Every set of scopes but the empty one, each in the order of the spec.
fn sets(model: &Model) -> Vec<Vec<&str>> {
    let all: Vec<&str> = model.scopes.iter().map(|s| s.name.as_str()).collect();
    let member = |mask: u32| all.iter().enumerate().filter(move |(i, _)| mask & (1 << i) != 0).map(|(_, s)| *s);
    (1..1u32 << all.len()).map(|mask| member(mask).collect()).collect()
}

/// A scope by itself, or a tuple.
fn set_type(model: &Model, set: &[&str]) -> TokenStream {
    let idents: Vec<Ident> = set.iter().map(|s| ident(model, s)).collect();
    match &idents[..] {
        [one] => quote!(#one),
        many => quote!((#(#many),*)),
    }
}
