//! Names in Rust.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// Methods that every client has.
const METHODS: [&str; 3] = ["new", "scopes", "untyped"];
/// Methods that every call has.
const SETTERS: [&str; 1] = ["stream"];
/// Types that generated code uses by these names.
const TYPES: [&str; 6] = ["From", "Option", "Result", "Self", "String", "Vec"];

/// A method of the client.
pub fn method(name: &str) -> Ident {
    beside(name, &METHODS)
}

/// A method of a call.
pub fn setter(name: &str) -> Ident {
    beside(name, &SETTERS)
}

fn beside(name: &str, taken: &[&str]) -> Ident {
    let ident = value(name);
    if taken.iter().any(|t| ident == t) { Ident::new(&format!("{ident}_"), Span::call_site()) } else { ident }
}

/// A value or field; keywords are escaped.
pub fn value(name: &str) -> Ident {
    let name = plain(&name.to_snake_case());
    match name.as_str() {
        // Keywords that cannot be raw identifiers.
        "self" | "super" | "crate" => Ident::new(&format!("{name}_"), Span::call_site()),
        // A keyword since the edition of 2024, of which the parser does not know.
        "gen" => Ident::new_raw(&name, Span::call_site()),
        _ => syn::parse_str::<Ident>(&name).unwrap_or_else(|_| Ident::new_raw(&name, Span::call_site())),
    }
}

/// A type.
pub fn ty(name: &str) -> Ident {
    camel(name, &TYPES)
}

/// The type of a function's calls.
pub fn call(name: &str) -> Ident {
    camel(&format!("{name}_call"), &[])
}

/// Variants for the words of an enumeration, in their order. Words that would give the same name are numbered.
pub fn variants<'a>(words: impl IntoIterator<Item = &'a str>, taken: &[&str]) -> Vec<Ident> {
    let mut made: Vec<Ident> = Vec::new();
    for word in words {
        let ident = camel(word, taken);
        let numbered = (2..).map(|n| Ident::new(&format!("{ident}{n}"), Span::call_site()));
        let free = std::iter::once(ident.clone()).chain(numbered).find(|i| !made.contains(i));
        made.push(free.unwrap_or(ident));
    }
    made
}

fn camel(name: &str, taken: &[&str]) -> Ident {
    let mut camel = plain(&name.to_upper_camel_case());
    if syn::parse_str::<Ident>(&camel).is_err() && camel != "Self" {
        camel.insert(0, 'N');
    }
    if camel == "Self" || taken.contains(&camel.as_str()) {
        camel.push('_');
    }
    Ident::new(&camel, Span::call_site())
}

/// A constant; the generated ones are beside `API`.
pub fn constant(name: &str) -> Ident {
    let name = plain(&name.to_shouty_snake_case());
    Ident::new(&if name == "API" { format!("{name}_") } else { name }, Span::call_site())
}

/// Without what no identifier may hold, such as superscript digits.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_' || may_continue(*c)).collect()
}

/// Whether a character may stand inside an identifier.
pub fn may_continue(c: char) -> bool {
    syn::parse_str::<Ident>(&format!("a{c}")).is_ok()
}
