//! Names in Rust. The check of a spec has seen to it that they are names, and that no two are one.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};
use uplink_spec::identifiers::{camel, shouty};

/// A value, method or field; keywords are escaped.
pub fn value(name: &str) -> Ident {
    let name = name.to_snake_case();
    match name.as_str() {
        // Keywords that cannot be raw identifiers.
        "self" | "super" | "crate" => Ident::new(&format!("{name}_"), Span::call_site()),
        // A keyword since the edition of 2024, of which the parser does not know.
        "gen" => Ident::new_raw(&name, Span::call_site()),
        _ => syn::parse_str::<Ident>(&name).unwrap_or_else(|_| Ident::new_raw(&name, Span::call_site())),
    }
}

/// A type or variant.
pub fn ty(name: &str) -> Ident {
    let mut camel = camel(name);
    if camel == "Self" {
        camel.push('_');
    }
    Ident::new(&camel, Span::call_site())
}

/// The type of a function's calls.
pub fn call(name: &str) -> Ident {
    Ident::new(&format!("{}Call", camel(name)), Span::call_site())
}

/// The type of a group of functions.
pub fn group(name: &str) -> Ident {
    Ident::new(&format!("{}Group", camel(name)), Span::call_site())
}

/// A constant.
pub fn constant(name: &str) -> Ident {
    Ident::new(&shouty(name), Span::call_site())
}
