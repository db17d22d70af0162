//! How much it matters that something of a document is not taken over.

use super::document::Node;
use super::notes::Weight;

/// Keys that say how a request is made, and so change it when they are left out.
const REQUESTS: [&str; 13] = [
    "parameters",
    "requestBody",
    "style",
    "explode",
    "allowReserved",
    "encoding",
    "content",
    "servers",
    "security",
    "trace",
    "options",
    "query",
    "additionalOperations",
];
/// Keys that make the type of a value narrower.
const TYPES: [&str; 20] = [
    "allOf",
    "anyOf",
    "oneOf",
    "discriminator",
    "not",
    "if",
    "then",
    "else",
    "const",
    "prefixItems",
    "patternProperties",
    "propertyNames",
    "dependentSchemas",
    "dependentRequired",
    "contains",
    "additionalProperties",
    "unevaluatedProperties",
    "itemSchema",
    "schema",
    "headers",
];
/// Formats of texts that are read as plain texts all the same, but have a type of their own in languages.
const FORMATS: [&str; 9] = ["date", "time", "duration", "uuid", "byte", "binary", "decimal", "uint64", "unix-time"];

/// A key that nothing reads.
pub fn of_key(node: Node<'_>) -> Weight {
    match node.key() {
        Some(key) if REQUESTS.contains(&key) || (key == "headers" && node.is_below(&["encoding"])) => Weight::Request,
        Some(key) if TYPES.contains(&key) => Weight::Type,
        _ => Weight::Text,
    }
}

/// A format without a word of its own.
pub fn of_format(format: &str) -> Weight {
    if FORMATS.contains(&format) { Weight::Type } else { Weight::Text }
}

/// A reference that leads nowhere: within a schema a type is lost, in examples nothing, elsewhere a part of a request.
pub fn of_reference(node: Node<'_>) -> Weight {
    if node.is_below(&["schema", "schemas"]) {
        return Weight::Type;
    }
    if node.is_below(&["examples"]) { Weight::Text } else { Weight::Request }
}
