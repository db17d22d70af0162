//! Functions as operations.

use serde_json::{Map, Value, json};
use uplink_spec::model::{
    Argument, ContentType, Function, NextPage, Null, Page, PageBy, Place, Retry, Style, Type, TypeKind,
};

use super::{argument_name, example, put, put_text, schema, security};
use crate::index::Index;

/// The operation of a function, as it stands below its path and method.
pub fn operation(model: &Index<'_>, function: &Function) -> Value {
    let mut operation = Map::new();
    operation.insert("operationId".into(), json!(function.name));
    put_text(&mut operation, "summary", first_sentence(&function.doc));
    operation.insert("description".into(), json!(function.doc));
    if let Some(call) = &function.call {
        operation.insert("tags".into(), json!([call.group]));
        operation.insert("x-call".into(), json!(call.to_string()));
    }
    if let Some(reason) = &function.deprecated {
        operation.insert("deprecated".into(), json!(true));
        operation.insert("x-deprecated".into(), json!(reason));
    }
    operation.insert("security".into(), security::of(model, function));
    let in_body = |a: &&Argument| matches!(a.place, Place::Body | Place::Content);
    let (body, rest): (Vec<_>, Vec<_>) = function.arguments.iter().partition(in_body);
    if !rest.is_empty() {
        operation.insert("parameters".into(), rest.iter().map(|a| parameter(model, function, a)).collect());
    }
    if !body.is_empty() {
        let words = match body.as_slice() {
            [whole] if whole.place == Place::Content => whole_body(model, function, whole),
            fields => request_body(model, function, fields),
        };
        operation.insert("requestBody".into(), words);
    }
    operation.insert("responses".into(), responses(function));
    operation.insert("x-retry".into(), json!(if function.retry == Retry::Safe { "safe" } else { "never" }));
    if let Some(base_url) = &function.base_url {
        operation.insert("servers".into(), json!([{ "url": base_url }]));
    }
    put(&mut operation, "x-timeout", function.timeout_s.as_ref());
    put(&mut operation, "x-wrapped", function.wrapped.as_ref());
    if let Some(page) = &function.page {
        operation.insert("x-page".into(), page_words(page));
    }
    // An importer takes the path first, then the body, the query and the headers, and last the paging.
    let paging = function.page.as_ref().map_or(0, |page| page.wires().count());
    let own = &function.arguments[..function.arguments.len().saturating_sub(paging)];
    let rank = |a: &Argument| match a.place {
        Place::Path => 0,
        Place::Body | Place::Content => 1,
        Place::Query => 2,
        Place::Header => 3,
        Place::Cookie => 4,
    };
    if !own.is_sorted_by_key(rank) {
        let names: Vec<&str> = own.iter().map(|a| a.name.as_str()).collect();
        operation.insert("x-order".into(), json!(names));
    }
    put(&mut operation, "x-why", function.why.as_ref());
    operation.insert("x-examples".into(), example::extension(function));
    Value::Object(operation)
}

fn first_sentence(text: &str) -> &str {
    let end = [". ", ": ", "; ", "\n"].iter().filter_map(|stop| text.find(stop)).min();
    text[..end.unwrap_or(text.len())].trim_end_matches('.')
}

fn parameter(model: &Index<'_>, function: &Function, argument: &Argument) -> Value {
    let mut parameter = Map::new();
    let name = if argument.place == Place::Path { super::placeholder(argument) } else { &argument.wire };
    parameter.insert("name".into(), json!(name));
    if *name != argument.wire {
        parameter.insert("x-wire".into(), json!(argument.wire));
    }
    parameter.insert("in".into(), json!(argument.place.word()));
    // OpenAPI has no path argument that may be left out.
    parameter.insert("required".into(), json!(argument.required || argument.place == Place::Path));
    put_text(&mut parameter, "description", &argument.doc);
    let plural = match argument.place {
        Place::Query => matches!(argument.ty, Type::List(_)),
        _ => may_be_object(model, &argument.ty),
    };
    if argument.style != Style::Json && (plural || argument.style != Style::Repeat) {
        style(&mut parameter, argument);
    }
    let mut schema = schema::sent(model, &argument.ty);
    limits(&mut schema, argument);
    shortest(model, &mut schema, argument);
    if argument.style == Style::Json {
        parameter.insert("content".into(), json!({ "application/json": { "schema": schema } }));
    } else {
        parameter.insert("schema".into(), Value::Object(schema));
    }
    put(&mut parameter, "examples", example::of_argument(function, &argument.name).as_ref());
    extensions(&mut parameter, argument);
    Value::Object(parameter)
}

/// How OpenAPI says the style of an argument, or of a field of a form.
fn style(words: &mut Map<String, Value>, argument: &Argument) {
    let word = match argument.style {
        Style::Repeat | Style::Comma | Style::Json if matches!(argument.place, Place::Path | Place::Header) => "simple",
        Style::Repeat | Style::Comma | Style::Json => "form",
        Style::Pipe => "pipeDelimited",
        Style::Space => "spaceDelimited",
        Style::Deep => "deepObject",
        Style::Label | Style::LabelExploded => "label",
        Style::Matrix | Style::MatrixExploded => "matrix",
    };
    let exploded = [Style::Repeat, Style::Deep, Style::LabelExploded, Style::MatrixExploded].contains(&argument.style);
    words.insert("style".into(), json!(word));
    words.insert("explode".into(), json!(exploded));
}

/// How the fields of a form travel where that is not what OpenAPI takes unsaid.
fn encoding(function: &Function, body: &[&Argument]) -> Option<Value> {
    // Of lists, repeating is what is taken unsaid; of objects, JSON may be.
    let said = |a: &&&Argument| a.style != Style::Repeat || matches!(a.ty, Type::Map(_) | Type::Named(_));
    let fields = body.iter().filter(said).map(|a| {
        let mut words = Map::new();
        match a.style {
            Style::Json => drop(words.insert("contentType".into(), json!("application/json"))),
            _ => style(&mut words, a),
        }
        (a.wire.clone(), Value::Object(words))
    });
    let fields: Map<String, Value> = fields.collect();
    (function.content_type == ContentType::Form && !fields.is_empty()).then_some(Value::Object(fields))
}

fn limits(schema: &mut Map<String, Value>, argument: &Argument) {
    let map = matches!(argument.ty, Type::Map(_));
    put(schema, "minimum", argument.min.as_ref());
    put(schema, "maximum", argument.max.as_ref());
    put(schema, if map { "minProperties" } else { "minItems" }, argument.min_items.as_ref());
    put(schema, if map { "maxProperties" } else { "maxItems" }, argument.max_items.as_ref());
    put(schema, "default", argument.default.as_ref());
}

/// An empty text is no part of a path, and in a query or a header it counts as left out. No item of a list is empty or holds
/// what separates items.
fn shortest(model: &Index<'_>, schema: &mut Map<String, Value>, argument: &Argument) {
    let needed = argument.place == Place::Path || argument.required;
    if needed && holds_text(model, &argument.ty) {
        schema.insert("minLength".into(), json!(1));
    }
    if let Type::List(item) = &argument.ty
        && holds_text(model, item)
        && let Some(Value::Object(items)) = schema.get_mut("items")
    {
        if argument.place == Place::Query && argument.style == Style::Repeat {
            items.insert("minLength".into(), json!(1));
        } else {
            items.insert("pattern".into(), json!(format!("^[^{}]+$", argument.style.separator())));
        }
    }
}

fn may_be_object(model: &Index<'_>, ty: &Type) -> bool {
    match ty {
        Type::Map(_) | Type::Any => true,
        Type::OneOf(all) => all.iter().any(|ty| may_be_object(model, ty)),
        Type::Named(name) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => may_be_object(model, inner),
            Some(TypeKind::Struct { .. }) => true,
            _ => false,
        },
        _ => false,
    }
}

fn holds_text(model: &Index<'_>, ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::OneOf(all) => all.iter().any(|ty| holds_text(model, ty)),
        Type::Named(name) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => holds_text(model, inner),
            _ => false,
        },
        _ => false,
    }
}

fn extensions(words: &mut Map<String, Value>, argument: &Argument) {
    if argument_name(&argument.wire) != argument.name {
        words.insert("x-name".into(), json!(argument.name));
    }
    if argument.batch {
        words.insert("x-batch".into(), json!(true));
    }
    if !argument.merge.is_empty() {
        words.insert("x-merge".into(), json!(argument.merge));
    }
    put(words, "x-unit", argument.unit.as_ref());
    put(words, "x-why", argument.why.as_ref());
}

fn request_body(model: &Index<'_>, function: &Function, body: &[&Argument]) -> Value {
    let (usual, mut properties) = (Null::usual(model), Map::new());
    let json = matches!(function.content_type, ContentType::Json(_));
    for argument in body {
        let ty = argument.ty.clone();
        let ty = if argument.null != Null::Never { Type::Nullable(Box::new(ty)) } else { ty };
        let mut property = schema::sent(model, &ty);
        limits(&mut property, argument);
        put_text(&mut property, "description", &argument.doc);
        extensions(&mut property, argument);
        let open = !argument.required && (argument.default.is_none() || argument.null != Null::Never);
        if json && open && argument.null != usual {
            property.insert("x-null".into(), json!(argument.null.word()));
        }
        properties.insert(argument.wire.clone(), Value::Object(property));
    }
    let required: Vec<&str> = body.iter().filter(|a| a.required).map(|a| a.wire.as_str()).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    let mut content = Map::new();
    content.insert("schema".into(), Value::Object(schema));
    put(&mut content, "encoding", encoding(function, body).as_ref());
    put(&mut content, "examples", example::of_body(function).as_ref());
    json!({ "required": true, "content": { (function.content_type.media_type()): content } })
}

/// The body of an argument that is all of it; `x-content` has its name, which does not travel.
fn whole_body(model: &Index<'_>, function: &Function, argument: &Argument) -> Value {
    let mut schema = schema::sent(model, &argument.ty);
    limits(&mut schema, argument);
    let mut content = Map::new();
    content.insert("schema".into(), Value::Object(schema));
    put(&mut content, "examples", example::of_body(function).as_ref());
    let mut body = Map::new();
    put(&mut body, "x-unit", argument.unit.as_ref());
    put(&mut body, "x-why", argument.why.as_ref());
    if argument.batch {
        body.insert("x-batch".into(), json!(true));
    }
    put_text(&mut body, "description", &argument.doc);
    body.insert("required".into(), json!(argument.required));
    body.insert("content".into(), json!({ (function.content_type.media_type()): content }));
    body.insert("x-content".into(), json!(argument.name));
    if argument.wire != argument.name {
        body.insert("x-wire".into(), json!(argument.wire));
    }
    Value::Object(body)
}

fn responses(function: &Function) -> Value {
    let mut responses = Map::new();
    for answer in &function.answers {
        let mut response = Map::new();
        let words = if answer.content.is_some() { "The answer." } else { "Done; the answer is empty." };
        response.insert("description".into(), json!(words));
        if let Some(ty) = &answer.content {
            let schema = match (&function.page, &function.wrapped) {
                (Some(page), _) => envelope(page, ty),
                (None, Some(field)) if !function.is_binary() && !function.is_text() => either(field, ty),
                (None, _) => schema::of(ty),
            };
            let mut content = Map::new();
            content.insert("schema".into(), Value::Object(schema));
            put(&mut content, "examples", example::of_answer(function, answer).as_ref());
            response.insert("content".into(), json!({ (function.answer_type()): content }));
        }
        responses.insert(answer.status_text(), Value::Object(response));
    }
    responses.insert("default".into(), json!({ "$ref": "#/components/responses/Error" }));
    Value::Object(responses)
}

/// An answer with the object that some servers put around it, and without: clients take both.
fn either(field: &str, ty: &Type) -> Map<String, Value> {
    let content = schema::of(ty);
    let around = json!({ "type": "object", "required": [field], "properties": { field: content } });
    Map::from_iter([("anyOf".to_owned(), json!([around, content]))])
}

/// The object around the items of a page.
fn envelope(page: &Page, items: &Type) -> Map<String, Value> {
    let mut whole = schema::of(items);
    if page.items.is_none() {
        return whole;
    }
    let int = || json!({ "type": "integer", "format": "int64" });
    let mut fields = Vec::new();
    if let PageBy::Number(wire) = &page.by {
        fields.extend([wire].into_iter().chain(&page.size).map(|name| (name.as_str(), int(), false)));
    }
    fields.extend(page.total.as_deref().map(|total| (total, int(), true)));
    fields.extend(page.more.as_deref().map(|more| (more, json!({ "type": "boolean" }), true)));
    fields.extend(match &page.next {
        Some(NextPage::Field(field) | NextPage::Link(field)) => {
            let counted =
                matches!((&page.by, &page.next), (PageBy::Number(_) | PageBy::Offset(_), Some(NextPage::Field(_))));
            let ty = Type::Nullable(Box::new(if counted { Type::Int } else { Type::String }));
            Some((field.as_str(), Value::Object(schema::of(&ty)), false))
        }
        _ => None,
    });
    // From within to without, each object around what it holds.
    let items = Value::Object(std::mem::take(&mut whole));
    fields.extend(page.items.as_deref().map(|name| (name, items, true)));
    let mut object = json!({ "type": "object", "required": [], "properties": {} });
    for (name, schema, required) in fields {
        property(&mut object, name, schema, required);
    }
    object.as_object().cloned().unwrap_or_default()
}

/// Adds a property, which may stand within another.
fn property(object: &mut Value, name: &str, schema: Value, required: bool) {
    let (outer, inner) = name.split_once('.').map_or((name, None), |(outer, inner)| (outer, Some(inner)));
    if required && object["required"].as_array().is_some_and(|known| known.iter().all(|name| name != outer)) {
        object["required"].as_array_mut().into_iter().for_each(|known| known.push(json!(outer)));
    }
    match inner {
        None => object["properties"][outer] = schema,
        Some(inner) => {
            let within = &mut object["properties"][outer];
            if within.is_null() {
                *within = json!({ "type": "object", "required": [], "properties": {} });
            }
            property(within, inner, schema, required);
        }
    }
}

fn page_words(page: &Page) -> Value {
    let mut words: Map<String, Value> =
        page.words().into_iter().map(|(word, said)| (word.replace('_', "-"), json!(said))).collect();
    put(&mut words, "default-size", page.default_size.as_ref());
    put(&mut words, "max-size", page.max_size.as_ref());
    Value::Object(words)
}
