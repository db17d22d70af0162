//! What a method accepts for an argument, and how it becomes what is serialized.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use uplink_spec::model::{Argument, Null, Type, TypeKind};

use super::uses::Uses;
use super::{names, types};
use crate::index::Index;

/// What a method accepts for a type.
pub fn accepted(model: &Index<'_>, uses: &Uses, ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(impl Into<String>),
        Type::Bytes => {
            let file = uses.path("uplink_runtime::File");
            quote!(impl Into<#file>)
        }
        Type::List(inner) => {
            let inner = accepted(model, uses, inner);
            quote!(impl IntoIterator<Item = #inner>)
        }
        Type::Map(inner) => {
            let inner = accepted(model, uses, inner);
            quote!(impl IntoIterator<Item = (impl ToString, #inner)>)
        }
        Type::Named(name) if is_union(model, name) => {
            let name = uses.beside("types", &names::ty(name));
            quote!(impl Into<#name>)
        }
        other => types::tokens(uses, other),
    }
}

/// What a method accepts for an argument.
pub fn accepted_for(model: &Index<'_>, uses: &Uses, a: &Argument) -> TokenStream {
    if a.null != Null::Given {
        return accepted(model, uses, &a.ty);
    }
    let (nullable, ty) = (uses.path("uplink_runtime::Nullable"), types::tokens(uses, &a.ty));
    quote!(impl Into<#nullable<#ty>>)
}

/// The call of `set` for an argument whose value is in the variable `ident`.
pub fn set(model: &Index<'_>, uses: &Uses, a: &Argument, ident: &Ident) -> TokenStream {
    let name = &a.name;
    if a.null == Null::Given {
        let ty = types::tokens(uses, &a.ty);
        return quote!(.set_nullable::<#ty>(#name, #ident));
    }
    match &a.ty {
        Type::Bytes => return quote!(.attach(#name, #ident)),
        Type::List(item) if **item == Type::Bytes => return quote!(.attach_all(#name, #ident)),
        _ => {}
    }
    let value = converted(model, uses, &a.ty, quote!(#ident));
    match (&a.ty, *ident == value.to_string()) {
        (_, true) | (Type::List(_) | Type::Map(_), false) => quote!(.set(#name, #value)),
        (ty, false) => {
            let ty = types::tokens(uses, ty);
            quote!(.set::<#ty>(#name, #value))
        }
    }
}

fn is_union(model: &Index<'_>, name: &str) -> bool {
    matches!(model.type_def(name).map(|d| &d.kind), Some(TypeKind::Alias(Type::OneOf(_))))
}

/// From what a method accepts to what is serialized.
fn converted(model: &Index<'_>, uses: &Uses, ty: &Type, value: TokenStream) -> TokenStream {
    match ty {
        Type::String => quote!(#value.into()),
        Type::List(inner) => {
            let target = serialized(uses, inner);
            match converted(model, uses, inner, quote!(item)) {
                same if same.to_string() == "item" => quote!(#value.into_iter().collect::<Vec<_>>()),
                item => quote!(#value.into_iter().map(|item| -> #target { #item }).collect::<Vec<_>>()),
            }
        }
        Type::Map(inner) => {
            let (map, target) = (ordered(uses), serialized(uses, inner));
            let item = converted(model, uses, inner, quote!(item));
            quote!(#value.into_iter().map(|(key, item)| -> (String, #target) { (key.to_string(), #item) })
                .collect::<#map<_>>())
        }
        Type::Named(name) if is_union(model, name) => quote!(#value.into()),
        _ => value,
    }
}

/// The type of what `converted` makes.
fn serialized(uses: &Uses, ty: &Type) -> TokenStream {
    match ty {
        Type::List(inner) => {
            let inner = serialized(uses, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let (map, inner) = (ordered(uses), serialized(uses, inner));
            quote!(#map<#inner>)
        }
        other => types::tokens(uses, other),
    }
}

/// A map that keeps the order in which it was given.
fn ordered(uses: &Uses) -> TokenStream {
    uses.path("uplink_runtime::generated::OrderedMap")
}
