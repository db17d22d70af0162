//! Answers.

use uplink_spec::model::{Answer, Function, Model, Page, SUCCESSFUL, Type, TypeKind};

use super::document::Node;
use super::media::{first_of, is_binary, is_text, json_media};
use super::naming;
use super::notes::Weight;
use super::reader::Reader;

/// Reads the statuses that mean success.
pub fn read<'d>(reader: &mut Reader<'d>, operation: Node<'d>, function: &mut Function) {
    let Some(responses) = reader.part(operation, "responses") else {
        reader.notes.add(Weight::Type, operation, "no answer is described; an empty body is taken");
        function.answers.push(Answer { status: None, content: None });
        return;
    };
    let mut others = Vec::new();
    let mut accepted = Vec::new();
    for (word, node) in responses.entries() {
        let Some(node) = reader.resolved(node) else { continue };
        let status = match word.parse().ok().filter(|s| (200..=299).contains(s)) {
            None if !word.eq_ignore_ascii_case(SUCCESSFUL) => None,
            status => Some(status),
        };
        let Some(status) = status.filter(|s| !function.answers.iter().any(|a| a.status == *s)) else {
            others.push((word, node));
            continue;
        };
        node.pass(&["description"]);
        if matches!(status, Some(204 | 205)) && node.has("content") {
            reader.leave(Weight::Text, node, "an answer with this status is empty; its content is left out");
            function.answers.push(Answer { status, content: None });
            continue;
        }
        let content = content(reader, node, function).map(|(ty, accept)| {
            accepted.push((ty.clone(), accept));
            ty
        });
        function.answers.push(Answer { status, content });
    }
    accept(reader, operation, function, accepted);
    if function.answers.is_empty() {
        success_by_default(reader, responses, &mut others, function);
    }
    let errors: Vec<&str> = others.iter().filter(|(word, _)| *word != "default").map(|(word, _)| *word).collect();
    if !errors.is_empty() {
        let shown = naming::clip(&errors.join(", "), 100);
        reader.notes.add(
            Weight::Text,
            responses,
            format!("answers with status {shown} are errors, which a spec describes once for all"),
        );
    }
    for (_, node) in others {
        node.pass_all();
    }
}

/// The one media type that the answers of a function have; where they have several, JSON or else bytes of any.
fn accept(reader: &Reader<'_>, operation: Node<'_>, function: &mut Function, mut all: Vec<(Type, Option<String>)>) {
    let Some((_, first)) = all.first().cloned() else { return };
    if all.iter().all(|(_, accept)| *accept == first) {
        function.accept = first;
        return;
    }
    let json = |(ty, accept): &(Type, Option<String>)| {
        *ty != Type::Bytes && accept.as_deref().is_none_or(|accept| accept.ends_with("+json"))
    };
    all.retain(|answer| !json(answer));
    if !all.is_empty() {
        let what = "the statuses of success carry several media types; all of them are taken as bytes";
        reader.notes.add(Weight::Type, operation, what);
        function.answers.iter_mut().filter_map(|a| a.content.as_mut()).for_each(|ty| *ty = Type::Bytes);
    }
}

/// What specs ask of the answers of a function together.
pub fn agree<'d>(reader: &mut Reader<'d>, operation: Node<'d>, function: &mut Function) {
    if function.method == "HEAD" && function.content().is_some() {
        reader.notes.add(Weight::Text, operation, "the answer to a HEAD request is empty; its content is left out");
        function.answers.iter_mut().for_each(|a| a.content = None);
        function.accept = None;
    }
    if function.page.is_some() {
        let contents = function.answers.iter_mut().filter_map(|a| a.content.as_mut());
        contents.for_each(|content| *content = list_of(&reader.model, content));
    }
    let mut types: Vec<Type> = Vec::new();
    for content in function.answers.iter().filter_map(|a| a.content.as_ref()) {
        if !types.contains(content) {
            types.push(content.clone());
        }
    }
    if types.len() > 1 {
        let ty = match types.contains(&Type::Bytes) {
            true => {
                let what = "the statuses of success carry JSON and other things; all of them are taken as bytes";
                reader.notes.add(Weight::Type, operation, what);
                Type::Bytes
            }
            false => reader.alternatives(&format!("{}_answer", function.name), types),
        };
        function.answers.iter_mut().filter(|a| a.content.is_some()).for_each(|a| a.content = Some(ty.clone()));
    }
    if function.page.is_some() && !matches!(function.content(), Some(Type::List(_))) {
        reader.notes.add(
            Weight::Type,
            operation,
            "only lists come in pages; `x-page` is left out, and the answer is `any`",
        );
        function.page = None;
        function.answers.iter_mut().filter(|a| a.content.is_some()).for_each(|a| a.content = Some(Type::Any));
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
            let content = content(reader, node, function).map(|(ty, accept)| {
                function.accept = accept;
                ty
            });
            return function.answers.push(Answer { status: None, content });
        }
        None => {
            reader.notes.add(
                Weight::Type,
                responses,
                "no status of success is described; any with an empty body is taken",
            );
            None
        }
    };
    function.answers.push(Answer { status: None, content });
}

/// The content of an answer that is described with the object around it and without.
fn without_wrapper<'d>(schema: Node<'d>, field: &str) -> Option<Node<'d>> {
    let choices: Vec<Node<'d>> = schema.has("anyOf").then(|| schema.get("anyOf")).flatten()?.items().collect();
    let [around, content] = choices[..] else { return None };
    let fits = around.has("properties") && around.peek("type") == Some("object");
    let properties = fits.then(|| around.get("properties")).flatten()?;
    let keys: Vec<&str> = properties.keys().collect();
    (keys == [field]).then(|| {
        around.pass_all();
        content
    })
}

/// What an answer is, and its media type where that is not the usual one.
fn content<'d>(reader: &mut Reader<'d>, node: Node<'d>, function: &Function) -> Option<(Type, Option<String>)> {
    let content = reader.part(node, "content")?;
    let first = content.keys().next()?;
    let Some(media) = json_media(content) else {
        let file = content
            .get(first)
            .and_then(|media| media.get("schema"))
            .is_some_and(|s| s.peek("format") == Some("binary"));
        let Some(first) = first_of(first) else {
            let shown = naming::clip(first, 60);
            reader.notes.add(
                Weight::Type,
                content,
                format!("`{shown}` is no media type; the answer is taken as bytes"),
            );
            content.pass_all();
            return Some((Type::Bytes, None));
        };
        let known = !first.contains('*') && !first.starts_with("application/octet-stream");
        let accept = known.then(|| first.to_owned());
        if is_text(first) && !file {
            content.pass_all();
            return Some((Type::String, accept));
        }
        if !is_binary(first) && !file {
            let what = format!("`{}` answers with {}", function.name, naming::clip(first, 60));
            reader.notes.add(
                Weight::Type,
                content,
                format!("{what}, but a spec knows JSON only; it is taken as bytes"),
            );
        }
        content.pass_all();
        return Some((Type::Bytes, accept));
    };
    let accept = media.key().and_then(first_of).filter(|key| key.ends_with("+json")).map(str::to_owned);
    let Some(schema) = media.get("schema") else {
        reader.notes.add(Weight::Type, media, "the answer is not described; it is taken as `any`");
        return Some((Type::Any, accept));
    };
    let schema = function.wrapped.as_deref().and_then(|field| without_wrapper(schema, field)).unwrap_or(schema);
    // Servers that are described by their code call files JSON as well.
    if schema.peek("type") == Some("string") && schema.peek("format") == Some("binary") {
        content.pass_all();
        return Some((Type::Bytes, None));
    }
    let schema = match &function.page {
        None => schema,
        Some(page) => match items(reader, schema, page) {
            Some(items) => items,
            None => {
                let what = "the answer lacks the items of the page; they are taken as `any`";
                reader.notes.add(Weight::Type, schema, what);
                return Some((Type::Any, accept));
            }
        },
    };
    Some((reader.ty(schema, &format!("{}_answer", function.name)), accept))
}

/// A list by itself, where a type is another name for one.
fn list_of(model: &Model, ty: &Type) -> Type {
    match ty {
        Type::Named(name) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner @ (Type::List(_) | Type::Named(_)))) => list_of(model, inner),
            _ => ty.clone(),
        },
        _ => ty.clone(),
    }
}

/// The schema of the items of a page, in that of its answer.
fn items<'d>(reader: &mut Reader<'d>, schema: Node<'d>, page: &Page) -> Option<Node<'d>> {
    let next = page.next.as_ref().map(|next| next.word().1);
    let said: Vec<&str> = page.wires().chain(page.fields()).chain(next).collect();
    page.way_to_items()
        .try_fold((schema, said), |(schema, said), name| {
            schema.pass(&["type", "required"]);
            let properties = reader.resolved(schema).and_then(|schema| reader.part(schema, "properties"))?;
            // What the page says of the pages is no part of what a call gives.
            let own: Vec<&str> = said.iter().filter_map(|field| field.split('.').next()).collect();
            properties.pass(&own);
            let inner = said.iter().filter_map(|field| field.strip_prefix(name)?.strip_prefix('.')).collect();
            Some((properties.get(name)?, inner))
        })
        .map(|(items, _)| items)
}
