//! Names in Rust.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// A value, method or field; keywords are escaped.
pub fn value(name: &str) -> Ident {
    let name = name.to_snake_case();
    match name.as_str() {
        // Keywords that cannot be raw identifiers.
        "self" | "super" | "crate" => Ident::new(&format!("{name}_"), Span::call_site()),
        _ => syn::parse_str::<Ident>(&name).unwrap_or_else(|_| Ident::new_raw(&name, Span::call_site())),
    }
}

/// A type or variant.
pub fn ty(name: &str) -> Ident {
    let mut camel = name.to_upper_camel_case();
    if camel.starts_with(|c: char| c.is_ascii_digit()) || camel.is_empty() {
        camel.insert(0, 'N');
    }
    if camel == "Self" {
        camel.push('_');
    }
    Ident::new(&camel, Span::call_site())
}

/// A constant.
pub fn constant(name: &str) -> Ident {
    Ident::new(&name.to_shouty_snake_case(), Span::call_site())
}
