//! Examples of functions: `x-examples`, which says what the examples of OpenAPI do not.

use serde_json::{Map, Value};
use uplink_spec::model::{Answer, ContentType, Example, Function, nested};

use super::document::Node;
use super::media::json_media;
use super::notes::Weight;
use super::reader::Reader;

/// Reads the examples of a function; those that do not fit it are left out.
pub fn read(reader: &Reader<'_>, operation: Node<'_>, function: &mut Function) {
    let Some(list) = operation.get("x-examples") else { return };
    let body_values = values(operation.get("requestBody").and_then(|b| b.get("content")));
    for parameter in operation.get("parameters").into_iter().flat_map(Node::items) {
        parameter.pass(&["examples"]);
    }
    for (number, node) in list.items().enumerate() {
        let name = format!("example_{}", number + 1);
        let arguments = match node.get("arguments").map(Node::value) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let status = node.get("status").and_then(|s| s.value().as_u64()).and_then(|s| u16::try_from(s).ok());
        let status = status.unwrap_or(200);
        let word = function.answer(status).map(Answer::status_text);
        let answers = word.and_then(|word| operation.get("responses")?.get(&word));
        let answer_values = values(answers.and_then(|a| a.get("content")));
        let text = |key: &str, values: Option<Node<'_>>| {
            let value = values.and_then(|v| v.get(&name)).and_then(|e| e.get("value"));
            node.text_of(key).map(str::to_owned).or_else(|| value.map(|v| v.value().to_string()))
        };
        let mut example =
            Example { arguments, body: text("body", body_values), status, answer: text("answer", answer_values) };
        if !matches!(function.content_type, ContentType::Json(_)) {
            // Forms, texts and files are what the arguments say.
            example.body = sent(function, &example);
        }
        match problem(reader, function, &example) {
            None => function.examples.push(example),
            Some(problem) => {
                reader.notes.add(Weight::Text, node, format!("the example does not fit: {problem}; it is left out"))
            }
        }
    }
}

fn values(content: Option<Node<'_>>) -> Option<Node<'_>> {
    let content = content?;
    let media = json_media(content).or_else(|| content.get(content.keys().next()?))?;
    let values = media.get("examples")?;
    values.pass_all();
    Some(values)
}

/// What a spec would refuse of an example.
pub fn problem(reader: &Reader<'_>, function: &Function, example: &Example) -> Option<String> {
    for (name, value) in &example.arguments {
        let Some(argument) = function.argument(name) else { return Some(format!("there is no argument `{name}`")) };
        if !reader.suits(argument, value) {
            return Some(format!("`{name}` has another type, or is beyond its limits"));
        }
    }
    if let Some(missing) = function.arguments.iter().find(|a| a.required && !example.arguments.contains_key(&a.name)) {
        return Some(format!("`{}` is missing", missing.name));
    }
    if example.body != sent(function, example) {
        return Some("the body is not what the arguments say".into());
    }
    let answer = function.answer(example.status);
    let Some(answer) = answer else { return Some(format!("there is no status {}", example.status)) };
    match (&answer.content, &example.answer) {
        (None, None) => None,
        (Some(ty), Some(text)) => {
            let value = serde_json::from_str::<Value>(text).ok();
            let content = match &function.page {
                None => value,
                Some(page) => value
                    .filter(|answer| page.fields().all(|field| nested::find(answer, field).is_some()))
                    .and_then(|answer| page.items_of(&answer).cloned()),
            };
            let fits = content.is_some_and(|v| reader.fits(ty, &v));
            (!fits).then(|| "the answer has another type".into())
        }
        _ => Some("the answer is missing, or one too many".into()),
    }
}

/// The body that an example sends, where it is text.
pub fn sent(function: &Function, example: &Example) -> Option<String> {
    uplink_spec::body(function, &example.arguments)?.text()
}
