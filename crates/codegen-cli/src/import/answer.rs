//! Answers.

use uplink_spec::model::{Answer, Function, Type};

use super::body::json_media;
use super::document::Node;
use super::naming;
use super::reader::Reader;

/// Reads the statuses that mean success.
pub fn read<'d>(reader: &mut Reader<'d>, operation: Node<'d>, function: &mut Function) {
    let Some(responses) = operation.get("responses") else {
        reader.notes.add(operation, "no answer is described; status 200 with an empty body is taken");
        function.answers.push(Answer { status: 200, content: None });
        return;
    };
    let mut others = Vec::new();
    for (word, node) in responses.entries() {
        let Some(node) = reader.resolved(node) else { continue };
        let range = word.eq_ignore_ascii_case("2xx");
        if range {
            reader.notes.add(node, "a spec has single statuses; 200 is taken for all that mean success");
        }
        let status = if range { Some(200) } else { word.parse().ok().filter(|s| (200..=299).contains(s)) };
        let Some(status) = status.filter(|s| !function.answers.iter().any(|a| a.status == *s)) else {
            others.push((word, node));
            continue;
        };
        node.pass(&["description"]);
        let content = content(reader, node, status, function);
        function.answers.push(Answer { status, content });
    }
    if function.answers.is_empty() {
        success_by_default(reader, responses, &mut others, function);
    }
    let errors: Vec<&str> = others.iter().filter(|(word, _)| *word != "default").map(|(word, _)| *word).collect();
    if !errors.is_empty() {
        let shown = naming::clip(&errors.join(", "), 100);
        reader.notes.add(responses, format!("answers with status {shown} are errors, which a spec describes once for all"));
    }
    for (_, node) in others {
        node.pass_all();
    }
    if function.page.is_some() && function.answers.iter().all(|a| a.content.is_none()) {
        reader.notes.add(operation, "an answer without content has no pages; `x-page` is left out");
        function.page = None;
    }
}

fn success_by_default<'d>(
    reader: &mut Reader<'d>,
    responses: Node<'d>,
    others: &mut Vec<(&'d str, Node<'d>)>,
    function: &mut Function,
) {
    let content = match others.iter().position(|(word, node)| *word == "default" && node.has("content")) {
        Some(at) => {
            let (_, node) = others.remove(at);
            node.pass(&["description"]);
            reader.notes.add(node, "no status of success is described; the default is taken for 200");
            content(reader, node, 200, function)
        }
        None => {
            reader.notes.add(responses, "no status of success is described; 200 with an empty body is taken");
            None
        }
    };
    function.answers.push(Answer { status: 200, content });
}

fn content<'d>(reader: &mut Reader<'d>, node: Node<'d>, status: u16, function: &Function) -> Option<Type> {
    let content = node.get("content")?;
    let first = content.keys().next()?;
    let Some(media) = json_media(content) else {
        let shown = naming::clip(first, 60);
        let what = format!("`{}` answers {status} with {shown}, but a spec knows JSON only", function.name);
        reader.notes.add(content, format!("{what}; it is taken as an empty answer"));
        content.pass_all();
        return None;
    };
    let Some(schema) = media.get("schema") else {
        reader.notes.add(media, "the answer is not described; it is taken as `any`");
        return Some(Type::Any);
    };
    let schema = match &function.page {
        None => schema,
        Some(page) => {
            schema.pass(&["type", "required"]);
            let properties = reader.resolved(schema).and_then(|s| s.get("properties"));
            properties.iter().for_each(|p| p.pass(&[&page.number, &page.size, &page.total]));
            match properties.and_then(|p| p.get(&page.items)) {
                Some(items) => items,
                None => {
                    reader.notes.add(schema, "the answer lacks the items of the page; they are taken as `any`");
                    return Some(Type::Any);
                }
            }
        }
    };
    Some(reader.ty(schema, &format!("{}_answer", function.name)))
}
