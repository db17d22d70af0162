//! Examples of functions, put together from the examples that OpenAPI has of parameters, bodies, answers and schemas.

use std::cell::Cell;
use std::collections::HashMap;

use serde_json::{Map, Value};
use uplink_spec::model::{Answer, Argument, Example, Function, Place, Type, TypeKind};

use super::document::Node;
use super::example::{problem, sent};
use super::media::json_media;
use super::notes::Weight;
use super::reader::Reader;

/// Deepest schemas whose examples are put together.
const DEEPEST: usize = 8;
/// Most schemas that are looked into for one value; those that lead to each other in many ways would have no end.
const MOST: usize = 1000;

/// Adds an example to a function, if the document has one of its answer or that is empty.
pub fn read<'d>(reader: &Reader<'d>, operation: Node<'d>, parameters: &[Node<'d>], function: &mut Function) {
    if function.wrapped.is_some() || function.is_binary() {
        return;
    }
    let body = operation.get("requestBody").and_then(|body| reader.resolved(body));
    let body = body.and_then(|body| of_content(reader, body, ""));
    let parameters = by_name(reader, parameters);
    let mut arguments = Map::new();
    for argument in &function.arguments {
        let given = match argument.place {
            Place::Content => body.clone(),
            Place::Body => body.as_ref().and_then(|body| body.get(&argument.wire)).cloned(),
            place => {
                let node = parameters.get(&(word(place), argument.wire.as_str()));
                node.and_then(|node| of_parameter(reader, *node))
            }
        };
        let given = given.filter(|value| reader.suits(argument, value));
        let value = if argument.required { given.or_else(|| plausible(reader, argument)) } else { given };
        if let Some(value) = value {
            arguments.insert(argument.name.clone(), value);
        }
    }
    let Some((status, answer)) = answer(reader, operation, function) else { return };
    let mut example = Example { arguments, body: None, status, answer: answer.map(|value| value.to_string()) };
    example.body = sent(function, &example);
    match problem(reader, function, &example) {
        None => function.examples.push(example),
        // That nothing is known of an argument is no fault of the document.
        Some(problem) if problem.ends_with("is missing") => {}
        Some(problem) => {
            let what = format!("the example does not fit: {problem}; it is left out");
            reader.notes.add(Weight::Text, operation, what);
        }
    }
}

/// The first status with an example, or an empty answer, with its content.
fn answer<'d>(reader: &Reader<'d>, operation: Node<'d>, function: &Function) -> Option<(u16, Option<Value>)> {
    let responses = reader.part(operation, "responses");
    let described = |answer: &Answer| {
        let word = answer.status_text();
        let all = responses?;
        [word.as_str(), "2xx", "default"].into_iter().find(|word| all.has(word)).and_then(|word| all.get(word))
    };
    function.answers.iter().find_map(|answer| {
        if answer.content.is_none() {
            return Some((answer.a_status(), None));
        }
        let value = of_content(reader, reader.resolved(described(answer)?)?, "writeOnly")?;
        Some((answer.a_status(), Some(value)))
    })
}

/// The parameters of a function by where they travel and what they are called there; of two the first one counts.
fn by_name<'d>(reader: &Reader<'d>, nodes: &[Node<'d>]) -> HashMap<(&'d str, &'d str), Node<'d>> {
    let resolved = nodes.iter().rev().filter_map(|node| reader.resolved(*node));
    resolved.filter_map(|node| Some(((node.peek("in")?, node.peek("name")?), node))).collect()
}

fn of_parameter<'d>(reader: &Reader<'d>, node: Node<'d>) -> Option<Value> {
    of_node(reader, node).or_else(|| of_schema(reader, node.get("schema")?, ""))
}

fn word(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Cookie => "cookie",
        _ => "header",
    }
}

pub fn of_content<'d>(reader: &Reader<'d>, node: Node<'d>, without: &str) -> Option<Value> {
    let content = reader.part(node, "content")?;
    let media = json_media(content).or_else(|| content.get(content.keys().next()?))?;
    of_node(reader, media).or_else(|| of_schema(reader, media.get("schema")?, without))
}

/// `example`, or the first of `examples`, which are values in a schema and have names elsewhere.
fn of_node<'d>(reader: &Reader<'d>, node: Node<'d>) -> Option<Value> {
    let own = |key: &str| node.has(key).then(|| node.get(key)).flatten();
    if let Some(example) = own("example") {
        example.pass_all();
        return Some(example.value());
    }
    let examples = own("examples")?;
    let listed = examples.items().next();
    let named = || reader.resolved(examples.entries().next()?.1)?.get("value");
    let first = listed.or_else(named)?;
    examples.pass_all();
    Some(first.value())
}

/// The example of a schema, or one that is put together from those of its parts; `without` those that say so of themselves.
fn of_schema<'d>(reader: &Reader<'d>, node: Node<'d>, without: &str) -> Option<Value> {
    within(reader, node, without, 0, &Cell::new(MOST))
}

fn within<'d>(reader: &Reader<'d>, node: Node<'d>, without: &str, depth: usize, left: &Cell<usize>) -> Option<Value> {
    left.set(left.get().checked_sub(1)?);
    let node = reader.resolved(node).filter(|_| depth < DEEPEST)?;
    if let Some(value) = of_node(reader, node) {
        return Some(value);
    }
    let own = |key: &str| node.has(key).then(|| node.get(key)).flatten();
    if let Some(items) = own("items") {
        return within(reader, items, without, depth + 1, left).map(|item| Value::Array(vec![item]));
    }
    let required = node.texts("required");
    let mut object = Map::new();
    for (wire, property) in own("properties")?.entries().take(200) {
        if property.says(without) {
            continue;
        }
        match within(reader, property, without, depth + 1, left) {
            Some(value) => _ = object.insert(wire.to_owned(), value),
            // A part that must be there and of which nothing is known.
            None if required.contains(&wire) => return None,
            None => {}
        }
    }
    (!object.is_empty()).then_some(Value::Object(object))
}

/// A value for an argument of which there is no example.
fn plausible(reader: &Reader<'_>, argument: &Argument) -> Option<Value> {
    let value = match &argument.ty {
        Type::Int | Type::Float => argument.min.or(argument.max).unwrap_or(1).into(),
        Type::Bool => true.into(),
        Type::String => "text".into(),
        Type::DateTime => "2024-01-01T00:00:00Z".into(),
        // `hello`
        Type::Bytes => "aGVsbG8=".into(),
        Type::List(item) if **item == Type::Bytes => vec![Value::from("aGVsbG8=")].into(),
        Type::Named(name) => match reader.positions.get(name).map(|at| &reader.model.types[*at].kind) {
            Some(TypeKind::Enum { values, .. }) => values.first()?.wire.clone().into(),
            _ => return None,
        },
        _ => return None,
    };
    Some(value).filter(|value| reader.suits(argument, value))
}
