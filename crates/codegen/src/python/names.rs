//! Names in Python.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

fn escaped(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) || name == "self" || name == "cls" { format!("{name}_") } else { name }
}

/// A method, argument or field.
pub fn value(name: &str) -> String {
    escaped(name.to_snake_case())
}

/// A class.
pub fn class(name: &str) -> String {
    escaped(name.to_upper_camel_case())
}

/// A member of an enumeration.
pub fn member(word: &str) -> String {
    let mut name = word.to_shouty_snake_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        name.insert(0, 'N');
    }
    name
}
