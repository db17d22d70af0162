//! How the API words its errors: `x-error`.

use std::collections::HashSet;

use uplink_spec::model::{ErrorCode, ErrorWord, Errors, Refusal, Role};

use super::document::Node;
use super::error_form;
use super::limits::deep;
use super::notes::Weight;
use super::reader::Reader;

/// The form of errors: what the extension says, or else what most answers that are none of success have.
pub fn read(reader: &Reader<'_>) -> Option<Errors> {
    said(reader).or_else(|| error_form::found(reader))
}

/// Reads the form of errors from the answer that carries the extension.
fn said(reader: &Reader<'_>) -> Option<Errors> {
    let responses = reader.root.get("components").and_then(|c| c.get("responses"))?;
    let name = responses.keys().find(|name| *name == "Error").or_else(|| responses.keys().next())?;
    let response = responses.get(name)?;
    response.pass(&["description"]);
    let words = response.get("x-error")?;
    let media = response.get("content").and_then(super::media::json_media);
    media.iter().for_each(|m| m.pass(&["schema"]));
    let example = media.and_then(|m| m.get("example")).map(Node::value).filter(|e| !deep(e, 50));
    let Some(example) = example else {
        reader.notes.add(Weight::Type, words, "the form of errors needs an example; it is left out");
        return None;
    };
    let text = |key: &str| {
        let field = words.text_of(key).filter(|field| example.get(field).is_some());
        if field.is_none() && words.has(key) {
            reader.notes.add(
                Weight::Type,
                words,
                format!("the example of an error has no field for the {key}; it is left out"),
            );
        }
        field.map(str::to_owned)
    };
    let mut codes: Vec<ErrorCode> = Vec::new();
    let (mut seen, mut names) = (HashSet::new(), HashSet::new());
    let code_field = text("code");
    for node in words.get("codes").into_iter().flat_map(Node::items) {
        let number = node.get("code").and_then(|n| n.value().as_i64());
        let (Some(code), Some(name)) = (number, node.text_of("name")) else {
            reader.notes.add(Weight::Type, node, "an error code needs `code` and `name`; it is left out");
            continue;
        };
        let word = node.text_of("role");
        let role = Role::ALL.iter().find(|(_, known)| Some(*known) == word).map(|(role, _)| *role);
        if code_field.is_some() && names.insert(name) && seen.insert(code) {
            let doc = node.text_of("doc").unwrap_or_default().to_owned();
            codes.push(ErrorCode { code, name: name.to_owned(), doc, role });
        }
    }
    let status_field = text("status");
    let details_field = text("details");
    let code_field = code_field.unwrap_or_default();
    let why = words.text_of("why").map(str::to_owned);
    let refused = refusals(words);
    let words = signs(words);
    Some(Errors { status_field, code_field, details_field, example, codes, words, refused, why })
}

/// What refuses with a status of success.
fn refusals(node: Node<'_>) -> Vec<Refusal> {
    let Some(refused) = node.get("refused") else { return Vec::new() };
    let word = |field: &str| refused.text_of(field).filter(|word| !word.is_empty());
    let read = |field: &str| Some(Refusal { field: field.to_owned(), word: word(field)?.to_owned() });
    refused.keys().filter_map(read).collect()
}

/// Words in a body that tell what an error is.
fn signs(node: Node<'_>) -> Vec<ErrorWord> {
    let mut words: Vec<ErrorWord> = Vec::new();
    let mut seen = HashSet::new();
    for entry in node.get("words").into_iter().flat_map(Node::items) {
        let (Some(word), Some(name)) = (entry.text_of("word"), entry.text_of("name")) else { continue };
        let status = entry.get("status").and_then(|s| s.value().as_u64()).and_then(|s| u16::try_from(s).ok());
        if seen.insert(word) {
            let doc = entry.text_of("doc").unwrap_or_default().to_owned();
            words.push(ErrorWord { word: word.to_owned(), status, name: name.to_owned(), doc });
        }
    }
    words
}
