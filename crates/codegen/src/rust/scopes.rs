//! Scopes as types, so that a call without its scope does not compile.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use uplink_spec::model::{Function, Model, Scope};

use super::format::docs;
use super::names;
use super::uses::Uses;

/// A scope as types.
struct Typed<'m> {
    scope: &'m Scope,
    /// The scope.
    ident: Ident,
    /// The trait of every set that it is in.
    allows: Ident,
}

/// The scopes of an API; none when they are no types.
fn typed(model: &Model) -> Vec<Typed<'_>> {
    if model.scopes.len() > Scope::MOST_TYPED {
        return Vec::new();
    }
    let typed = |scope| {
        let ident = names::ty(Scope::ident(scope));
        Typed { scope, allows: format_ident!("Allows{ident}"), ident }
    };
    model.scopes.iter().map(typed).collect()
}

/// The bounds of a function's method.
pub fn bounds(model: &Model, uses: &Uses, f: &Function) -> Option<TokenStream> {
    let typed = typed(model);
    let needed = typed.iter().filter(|t| f.scopes.contains(&t.scope.name));
    let allows: Vec<TokenStream> = needed.map(|t| uses.beside("scopes", &t.allows)).collect();
    (!allows.is_empty()).then(|| quote!(where S: #(#allows)+*))
}

/// `Dynamic`, `ScopeSet`, and a type and a trait for each scope.
pub fn items(model: &Model) -> Vec<TokenStream> {
    let typed = typed(model);
    let sets = sets(&typed);
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
    items.extend(typed.iter().map(|scope| item(scope, &sets)));
    items.extend(sets.iter().map(|set| {
        let ty = set_type(set);
        let names = set.iter().map(|t| &t.scope.name);
        quote! {
            impl ScopeSet for #ty {
                const NAMES: &'static [&'static str] = &[#(#names),*];
            }
        }
    }));
    items
}

fn item(Typed { scope, ident, allows }: &Typed<'_>, sets: &[Vec<&Typed<'_>>]) -> TokenStream {
    let name = &scope.name;
    let line = docs([scope.doc.as_str(), format!("On the wire: `{name}`.").as_str()]);
    let of = docs([format!("Scopes that include `{name}`.").as_str()]);
    let message = format!("this client did not ask for the scope {name}");
    let label = format!("needs the scope {name}");
    let note = format!("ask for it with `.scopes::<...>()`, naming `{ident}` among the scopes, and at the login");
    let sets = sets.iter().filter(|set| set.iter().any(|t| t.ident == *ident)).map(|set| set_type(set));
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

/// Every set of scopes but the empty one, in each of its orders; smaller ones first, and the order of the spec first.
fn sets<'t, 'm>(all: &'t [Typed<'m>]) -> Vec<Vec<&'t Typed<'m>>> {
    let mut sets: Vec<Vec<&Typed<'_>>> = vec![Vec::new()];
    let mut next = 0;
    while let Some(set) = sets.get(next).cloned() {
        let others = all.iter().filter(|scope| set.iter().all(|t| t.ident != scope.ident));
        sets.extend(others.map(|scope| [&set[..], &[scope]].concat()));
        next += 1;
    }
    sets.remove(0);
    sets
}

/// A scope by itself, or a tuple.
fn set_type(set: &[&Typed<'_>]) -> TokenStream {
    let idents: Vec<&Ident> = set.iter().map(|t| &t.ident).collect();
    match &idents[..] {
        [one] => quote!(#one),
        many => quote!((#(#many),*)),
    }
}
