//! How the API words its errors: `x-error`.

use uplink_spec::model::{ErrorCode, Errors, Role};

use super::argument::deep;
use super::document::Node;
use super::reader::Reader;

/// Reads the form of errors from the answer that carries the extension.
pub fn read(reader: &Reader<'_>) -> Option<Errors> {
    let responses = reader.root.get("components").and_then(|c| c.get("responses"))?;
    let name = responses.keys().find(|name| *name == "Error").or_else(|| responses.keys().next())?;
    let response = responses.get(name)?;
    response.pass(&["description"]);
    let words = response.get("x-error")?;
    let media = response.get("content").and_then(super::body::json_media);
    media.iter().for_each(|m| m.pass(&["schema"]));
    let example = media.and_then(|m| m.get("example")).map(Node::value).filter(|e| !deep(e, 50));
    let (Some(example), Some(code)) = (example, words.text_of("code")) else {
        reader.notes.add(words, "an error needs an example and the name of its `code`; it is left out");
        return None;
    };
    let text = |key: &str| words.text_of(key).map(str::to_owned);
    let mut codes: Vec<ErrorCode> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for node in words.get("codes").into_iter().flat_map(Node::items) {
        let number = node.get("code").and_then(|n| n.value().as_i64());
        let (Some(code), Some(name)) = (number, node.text_of("name")) else {
            reader.notes.add(node, "an error code needs `code` and `name`; it is left out");
            continue;
        };
        let word = node.text_of("role");
        let role = Role::ALL.iter().find(|(_, known)| Some(*known) == word).map(|(role, _)| *role);
        if seen.insert(code) {
            let doc = node.text_of("doc").unwrap_or_default().to_owned();
            codes.push(ErrorCode { code, name: name.to_owned(), doc, role });
        }
    }
    Some(Errors {
        status_field: text("status"),
        code_field: code.to_owned(),
        details_field: text("details"),
        example,
        codes,
        why: text("why"),
    })
}
