//! Names in Python.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// What generated code calls by these names inside classes.
const BUILT_IN: [&str; 11] =
    ["bool", "classmethod", "cls", "datetime", "dict", "float", "int", "list", "property", "self", "str"];
/// Attributes that every client has.
const CLIENT: [&str; 7] = ["base_url", "from_env", "from_token", "login", "logout", "scopes", "token_store"];
/// Attributes that every model has.
const MODEL: [&str; 3] = ["extra", "replace", "to_dict"];
/// Classes that generated modules import or define.
const CLASSES: [&str; 12] = [
    "Any",
    "AsyncClient",
    "AsyncPages",
    "BaseAsyncClient",
    "BaseClient",
    "ClassVar",
    "Client",
    "Iterable",
    "Mapping",
    "Model",
    "OpenEnum",
    "Pages",
];

fn escaped(name: String, taken: &[&str]) -> String {
    let taken = KEYWORDS.iter().chain(taken).any(|t| *t == name);
    if taken { format!("{name}_") } else { name }
}

/// An argument.
pub fn value(name: &str) -> String {
    escaped(plain(name.to_snake_case()), &BUILT_IN)
}

/// A method of the clients.
pub fn method(name: &str) -> String {
    escaped(value(name), &CLIENT)
}

/// A field of a model.
pub fn field(name: &str) -> String {
    escaped(value(name), &MODEL)
}

/// A class.
pub fn class(name: &str) -> String {
    escaped(plain(name.to_upper_camel_case()), &CLASSES)
}

/// Members for the words of an enumeration, in their order. Words that would give the same name are numbered.
pub fn members<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    for word in words {
        let mut name = plain(word.to_shouty_snake_case());
        if !name.starts_with(char::is_alphabetic) {
            name.insert(0, 'N');
        }
        let numbered = (2..).map(|n| format!("{name}{n}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|n| !made.contains(n));
        made.push(free.unwrap_or(name));
    }
    made
}

/// Without what no identifier may hold, such as superscript digits.
fn plain(name: String) -> String {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || *c == '_' || crate::rust::names::may_continue(*c);
    name.chars().filter(allowed).collect()
}
