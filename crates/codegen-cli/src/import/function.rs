//! Operations as functions.

use std::collections::HashMap;

use uplink_spec::model::{Argument, AuthKind, ContentType, Function, Grouped, KeyPlace, Mark, Place, Retry, Segment};
use uplink_spec::pairs::is_query;

use super::document::Node;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;
use super::{answer, api, auth, example, groups, paging, samples};

/// Methods that a spec knows.
pub const METHODS: [&str; 6] = ["get", "put", "post", "delete", "patch", "head"];
/// Keys of a path that are no methods.
const NO_METHODS: [&str; 5] = ["parameters", "summary", "description", "$ref", "servers"];
/// Longest path.
const LONGEST_PATH: usize = 2000;

/// Longest timeout, in seconds; a spec counts in milliseconds.
const LONGEST_TIMEOUT: u64 = u64::MAX / 1000;

/// What tells a function from others of its method and path.
type Marks = Vec<Mark>;

/// Where a function is.
struct Line<'l, 'd> {
    method: &'l str,
    path: &'l str,
    /// The path cut into texts and placeholders, which are told by `true`.
    pieces: &'l [(bool, &'l str)],
    /// Placeholders of the query, each behind its name there.
    queried: &'l [(&'d str, &'d str)],
}

/// The functions of all paths, in the order of the document.
pub fn functions(reader: &mut Reader<'_>, prefix: &str) -> Vec<Function> {
    let (mut functions, mut operations) = (Vec::new(), Vec::new());
    let mut taken = Taken::functions();
    let mut requests: HashMap<(&str, Option<String>, String), Vec<Marks>> = HashMap::new();
    let (mut paths, mut empty) = (0, 0);
    let Some(all) = reader.part(reader.root, "paths") else { return functions };
    for (path, node) in all.entries().filter(|(path, _)| !path.starts_with("x-")) {
        paths += 1;
        let Some(item) = reader.resolved(node) else { continue };
        item.pass(&["summary", "description"]);
        let methods: Vec<&str> = item.keys().filter(|key| METHODS.contains(key)).collect();
        if methods.is_empty() {
            empty += 1;
            if item.keys().all(|key| NO_METHODS.contains(&key) || key.starts_with("x-")) {
                item.pass(&NO_METHODS);
                reader.notes.add(Weight::Text, node, "the path has no functions; it is left out");
            }
            continue;
        }
        // What stands behind `#` tells functions of one path and method apart.
        let path = path.split('#').next().unwrap_or_default();
        let (path, queried) = without_queried(path);
        let path = path.as_str();
        if !queried.is_empty() {
            reader.notes.add(
                Weight::Text,
                node,
                "placeholders in the query of a path are taken as arguments of the query",
            );
        }
        let written = format!("{prefix}{path}");
        let (Some(prefixed), Some(own)) = (pieces(&written), pieces(path)) else {
            reader.leave(Weight::Request, node, "the path cannot be used; its functions are left out");
            continue;
        };
        for method in methods {
            let Some(operation) = reader.part(item, method) else { continue };
            if !operation.is_object() || !reader.works() {
                reader.leave(Weight::Request, operation, "this is no operation; it is left out");
                continue;
            }
            // What stands before all paths is that of the document's server.
            let address = api::own_address(reader, prefix, item, operation);
            let (path, pieces) = if address.is_some() { (path, &own) } else { (&*written, &prefixed) };
            let base_url = address.filter(|address| *address != reader.model.api.base_url);
            let form: Vec<_> =
                pieces.iter().map(|(placeholder, text)| if *placeholder { "{}" } else { text }).collect();
            let known = requests.entry((method, base_url.clone(), form.concat())).or_default();
            let again = "another function sends the same request; this one is left out";
            if known.contains(&Vec::new()) && queried.is_empty() && !is_marked(reader, item, operation) {
                item.pass(&["parameters"]);
                reader.leave(Weight::Request, operation, again);
                continue;
            }
            let line = Line { method, path, pieces, queried: &queried };
            let made = function(reader, line, item, operation, &mut taken);
            let marks = reader.model.marks(&made);
            if known.contains(&marks) {
                item.pass(&["parameters"]);
                reader.leave(Weight::Request, operation, again);
                continue;
            }
            known.push(marks);
            functions.push(Function { base_url, ..made });
            operations.push(operation);
        }
    }
    if empty > 0 {
        reader.notes.add(Weight::Text, all, format!("{empty} of {paths} paths have no functions"));
    }
    groups::assign(reader, &mut functions, &operations);
    paging::suspect(reader, &functions);
    functions
}

/// Whether a query or a header has to hold something that may tell a function from others of its path.
fn is_marked<'d>(reader: &Reader<'d>, item: Node<'d>, operation: Node<'d>) -> bool {
    let parameters = [item, operation].into_iter().filter_map(|of| of.get("parameters")).flat_map(Node::items);
    let carried = |node: &Node<'d>| matches!(node.peek("in"), Some("query" | "header")) && node.says("required");
    parameters.filter_map(|node| reader.resolved(node)).any(|node| carried(&node))
}

/// A path without the placeholders that stand for whole values of the query, and those: their names there, and their own. OpenAPI
/// has them beside the path, as parameters, but not all who write documents know it.
fn without_queried(path: &str) -> (String, Vec<(&str, &str)>) {
    let Some((before, query)) = path.split_once('?') else { return (path.to_owned(), Vec::new()) };
    let mut queried = Vec::new();
    let fixed = query.split('&').filter(|pair| {
        let placeholder = pair.split_once('=').and_then(|(wire, value)| {
            let name = value.strip_prefix('{')?.strip_suffix('}')?;
            (!wire.is_empty() && !name.is_empty() && !format!("{wire}{name}").contains(['{', '}']))
                .then_some((wire, name))
        });
        queried.extend(placeholder);
        placeholder.is_none()
    });
    let fixed: Vec<&str> = fixed.collect();
    let query = if fixed.is_empty() { String::new() } else { format!("?{}", fixed.join("&")) };
    (format!("{before}{query}"), queried)
}

/// A path cut into texts and placeholders, with what every call sends in the query at the end of the last text; `None` when it
/// is no path.
fn pieces(path: &str) -> Option<Vec<(bool, &str)>> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "?#\"\\".contains(c);
    let (before, fixed) = path.split_once('?').map_or((path, None), |(before, fixed)| (before, Some(fixed)));
    if !path.starts_with('/') || before.contains(odd) || path.len() > LONGEST_PATH {
        return None;
    }
    if fixed.is_some_and(|fixed| !is_query(fixed)) {
        return None;
    }
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        let name = &rest[open + 1..close];
        if name.is_empty() || name.contains('{') || pieces.contains(&(true, name)) {
            return None;
        }
        if open > 0 {
            pieces.push((false, &rest[..open]));
        }
        pieces.push((true, name));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push((false, rest));
    }
    let closed = pieces.iter().all(|(placeholder, text)| *placeholder || !text.contains('}'));
    closed.then_some(pieces)
}

/// Arguments of the query but for those that the path sends always.
fn without_fixed(reader: &Reader<'_>, path: &str, operation: Node<'_>, arguments: Vec<Argument>) -> Vec<Argument> {
    let fixed = path.split_once('?').map_or("", |(_, query)| query);
    let is_fixed = |a: &Argument| {
        a.place == Place::Query
            && fixed.split('&').any(|pair| pair.split_once('=').is_some_and(|(name, _)| name == a.wire))
    };
    let (double, others): (Vec<_>, Vec<_>) = arguments.into_iter().partition(is_fixed);
    for argument in double {
        let what = format!("`{}` is always sent, as the path has it", argument.wire);
        reader.notes.add(Weight::Text, operation, what);
    }
    others
}

/// Arguments but for those that a key travels in, which every call with the key carries.
fn without_keys(
    reader: &Reader<'_>,
    ways: &[Vec<String>],
    operation: Node<'_>,
    arguments: Vec<Argument>,
) -> Vec<Argument> {
    let is_key = |a: &Argument| {
        reader.model.auth.iter().filter(|scheme| ways.iter().flatten().any(|name| *name == scheme.name)).any(|scheme| {
            match &scheme.kind {
                AuthKind::ApiKey { place: KeyPlace::Query, wire } => a.place == Place::Query && a.wire == *wire,
                AuthKind::ApiKey { place: KeyPlace::Cookie, wire } => a.place == Place::Cookie && a.wire == *wire,
                AuthKind::ApiKey { place: KeyPlace::Header, wire } => {
                    a.place == Place::Header && a.wire.eq_ignore_ascii_case(wire)
                }
                _ => false,
            }
        })
    };
    let (keys, others): (Vec<_>, Vec<_>) = arguments.into_iter().partition(is_key);
    for key in keys {
        let what = format!("`{}` is the key that calls carry; it is no argument", naming::clip(&key.wire, 60));
        reader.notes.add(Weight::Text, operation, what);
    }
    others
}

fn function<'d>(
    reader: &mut Reader<'d>,
    Line { method, path, pieces, queried }: Line<'_, 'd>,
    item: Node<'d>,
    operation: Node<'d>,
    taken: &mut Taken,
) -> Function {
    let id = operation.text_of("operationId").map(str::to_owned);
    let name = id.unwrap_or_else(|| format!("{method} {}", path.replace(['/', '{', '}', '.'], " ")));
    let name = taken.give(naming::snake(&name));
    operation.pass(&["externalDocs"]);
    let summary = operation.text_of("summary").filter(|s| !s.is_empty());
    let doc = match (operation.text_of("description"), summary) {
        (Some(text), _) if !text.is_empty() || summary.is_none() => text.to_owned(),
        (_, Some(summary)) => summary.to_owned(),
        _ => reader.doc(operation, &name),
    };
    let reason = operation.text_of("x-deprecated").unwrap_or("The API's description says so.");
    let deprecated = operation.says("deprecated").then(|| reason.to_owned());
    let call = operation.text_of("x-call").and_then(|call| call.split_once('.'));
    let call = call.map(|(group, name)| Grouped { group: group.to_owned(), name: name.to_owned() });
    let (scopes, auth) = auth::needed(reader, operation, &name);
    let placeholders: Vec<&str> = pieces.iter().filter(|(p, _)| *p).map(|(_, text)| *text).collect();
    let mut names = Taken::arguments();
    if operation.has("x-page") {
        uplink_spec::reserved::PAGES.iter().for_each(|(name, _)| _ = names.take(name));
    }
    let of_path: Vec<Node<'d>> = item.get("parameters").into_iter().flat_map(Node::items).collect();
    let own: Vec<Node<'d>> = operation.get("parameters").into_iter().flat_map(Node::items).collect();
    // Those of the operation come first, because the first of two with one name counts.
    let nodes: Vec<Node<'d>> = own.into_iter().chain(of_path).collect();
    let parameters = reader.parameters(&nodes, &name, (&placeholders, queried), &mut names);
    let (path_arguments, others): (Vec<Argument>, Vec<Argument>) =
        parameters.into_iter().enumerate().fold(Default::default(), |mut split: (Vec<_>, Vec<_>), (at, a)| {
            if at < placeholders.len() {
                split.0.push(a)
            } else {
                split.1.push(a)
            };
            split
        });
    let others = without_fixed(reader, path, operation, others);
    let others = without_keys(reader, &auth, operation, others);
    let (body, content_type) = match method {
        "get" | "head" => (reader.no_body(operation, method), ContentType::default()),
        _ => reader.body(operation, &name, &mut names),
    };
    let segments = pieces.iter().map(|(placeholder, text)| match placeholder {
        true => {
            Segment::Argument(path_arguments.iter().find(|a| a.wire == *text).map_or(*text, |a| &a.name).to_owned())
        }
        false => Segment::Text(encoded(text)),
    });
    let path = segments.collect();
    let arguments: Vec<Argument> = path_arguments.into_iter().chain(body).chain(others).collect();
    let method = method.to_uppercase();
    let safe = matches!(method.as_str(), "GET" | "HEAD");
    let retry = match operation.text_of("x-retry") {
        Some("safe") => Retry::Safe,
        Some("never") => Retry::Never,
        _ if safe => Retry::Safe,
        _ => Retry::Never,
    };
    let timeout_s =
        operation.get("x-timeout").and_then(|t| t.value().as_u64()).filter(|s| (1..=LONGEST_TIMEOUT).contains(s));
    let mut function = Function {
        name,
        doc,
        why: operation.text_of("x-why").map(str::to_owned),
        method,
        path,
        scopes,
        auth,
        arguments,
        content_type,
        accept: None,
        answers: Vec::new(),
        wrapped: operation.text_of("x-wrapped").map(str::to_owned),
        retry,
        page: None,
        timeout_s,
        base_url: None,
        deprecated,
        call,
        examples: Vec::new(),
    };
    paging::read(reader, operation, &mut function);
    answer::read(reader, operation, &mut function);
    answer::agree(reader, operation, &mut function);
    order(operation, &mut function.arguments);
    paging::add_arguments(&mut function);
    example::read(reader, operation, &mut function);
    if !operation.has("x-examples") {
        samples::read(reader, operation, &nodes, &mut function);
    }
    function
}

/// Puts arguments into the order that the document asks for.
fn order(operation: Node<'_>, arguments: &mut [Argument]) {
    let order: HashMap<&str, usize> = operation.texts("x-order").into_iter().zip(0..).collect();
    if !order.is_empty() {
        arguments.sort_by_key(|a| order.get(a.name.as_str()).copied().unwrap_or(usize::MAX));
    }
}

/// A text of a path as it travels: documents write some of them as they are read.
fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_graphic() && !b"\"<>^`\\".contains(&b);
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
