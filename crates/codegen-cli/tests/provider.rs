//! The provider's own document and our spec of the same API: every difference is known, and the spec says why.

use std::path::Path;

use nibe_uplink_codegen::import::import;
use uplink_spec::model::{Argument, Function, Model, Place, Segment, Type, TypeKind};

/// What the document has and the spec has in another way. Whether fields may be null is left aside: the document marks
/// nearly everything so.
const KNOWN: &[&str] = &[
    "GET /v2/devices/{}/points: query parameters: string -> [int | string]",
    "GET /v2/devices/{}/smart-home-categories: answer 200: an object of 56 fields -> {bool}",
    "GET /v2/devices/{}: answer 200.availableFeatures: an object of 26 fields -> {bool}",
    "GET /v2/ping: answer 200: not there -> nothing",
    "GET /v2/protected-ping: answer 200: not there -> nothing",
    "GET /v2/systems/{}/subscriptions: answer 200: [an object of 1 fields] -> [an object of 2 fields]",
    "GET /v2/systems/{}/subscriptions: answer 204: not there -> nothing",
    "GET /v3/devices/{}/points: query parameters: string -> [int | string]",
    "PATCH /v2/devices/{}/points: answer 202: not there -> nothing",
    "PATCH /v2/devices/{}/points: answer 204: not there -> nothing",
    "PATCH /v2/devices/{}/points: answer 207: nothing -> {string}",
    "PATCH /v2/devices/{}/points: content: {string} -> {int | float | string}",
    "PATCH /v2/devices/{}/zones/{}: answer 202: not there -> nothing",
    "PATCH /v2/devices/{}/zones/{}: answer 204: not there -> nothing",
    "PATCH /v2/devices/{}/zones/{}: path: int -> int | string",
    "PUT /v2/systems/{}/smart-home-mode: answer 200: not there -> any",
];

/// Pages of the login, for browsers.
const FOR_BROWSERS: [&str; 5] = ["/oauth/", "/connect/", "/assets/", "/user/", "/.well-known/"];

#[test]
fn the_spec_and_the_providers_document_differ_where_the_spec_says_why() {
    let name = "myuplink-openapi-2026-03.json";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(text) = std::fs::read_to_string(root.join("../shared/reference").join(name)) else {
        println!("skipped: no document ../shared/reference/{name}");
        return;
    };
    let theirs = import(name, &text).unwrap_or_else(|problem| panic!("{problem}")).model;
    let ours = uplink_spec::read_file(&root.join("spec/myuplink-v2.toml")).unwrap_or_else(|report| panic!("{report}"));
    let (browsers, functions): (Vec<&Function>, Vec<&Function>) =
        theirs.functions.iter().partition(|f| FOR_BROWSERS.iter().any(|p| f.path_text().starts_with(p)));
    assert_eq!((browsers.len(), functions.len()), (13, 19));
    assert!(ours.oauth.as_ref().is_some_and(|o| o.why.is_some()), "the login says why its pages are no functions");
    assert_eq!(ours.functions.len(), functions.len());
    let mut found = Vec::new();
    for function in functions {
        let request = request(function);
        let twin = ours.functions.iter().find(|f| self::request(f) == request);
        let twin = twin.unwrap_or_else(|| panic!("the spec lacks {request}"));
        let before = found.len();
        arguments(&request, (&theirs, function), (&ours, twin), &mut found);
        answers(&request, (&theirs, function), (&ours, twin), &mut found);
        assert!(found.len() == before || twin.why.is_some(), "{request} differs, and the spec does not say why");
    }
    found.sort();
    assert_eq!(found, KNOWN, "{found:#?}");
}

/// Method and path, without the names of placeholders.
fn request(f: &Function) -> String {
    let piece = |s: &Segment| match s {
        Segment::Text(text) => text.clone(),
        Segment::Argument(_) => "{}".to_owned(),
    };
    format!("{} {}", f.method, f.path.iter().map(piece).collect::<String>())
}

/// What tells an argument from the others. What stands in the path, or is the body, has no name on the wire.
fn place(a: &Argument, f: &Function) -> String {
    match a.place {
        Place::Path => {
            let at = f.arguments.iter().filter(|o| o.place == Place::Path).position(|o| o.name == a.name);
            format!("path{}", " ".repeat(at.unwrap_or_default()))
        }
        Place::Query => format!("query {}", a.wire),
        Place::Header => format!("header {}", a.wire),
        Place::Cookie => format!("cookie {}", a.wire),
        Place::Body => format!("body {}", a.wire),
        Place::Content => "content".into(),
    }
}

fn arguments(request: &str, theirs: (&Model, &Function), ours: (&Model, &Function), found: &mut Vec<String>) {
    for argument in &theirs.1.arguments {
        let at = place(argument, theirs.1);
        let twin = ours.1.arguments.iter().find(|a| place(a, ours.1) == at);
        let there = format!("{request}: {}", at.trim_end());
        match twin {
            Some(twin) => types(&there, (theirs.0, &argument.ty), (ours.0, &twin.ty), found),
            None => found.push(format!("{there}: not in the spec")),
        }
    }
    for argument in &ours.1.arguments {
        let at = place(argument, ours.1);
        if !theirs.1.arguments.iter().any(|a| place(a, theirs.1) == at) {
            found.push(format!("{request}: {}: only in the spec", at.trim_end()));
        }
    }
}

fn answers(request: &str, theirs: (&Model, &Function), ours: (&Model, &Function), found: &mut Vec<String>) {
    let of = |f: &Function, status| f.answers.iter().find(|a| a.a_status() == status).map(|a| a.content.clone());
    let mut statuses: Vec<u16> = theirs.1.answers.iter().chain(&ours.1.answers).map(|a| a.a_status()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    for status in statuses {
        let there = format!("{request}: answer {status}");
        match (of(theirs.1, status), of(ours.1, status)) {
            (Some(Some(a)), Some(Some(b))) => types(&there, (theirs.0, &items(theirs, a)), (ours.0, &b), found),
            (a, b) if a == b => {}
            (a, b) => found.push(format!("{there}: {} -> {}", carried(theirs.0, a), carried(ours.0, b))),
        }
    }
}

/// The items of a page, which the document describes with the object around them.
fn items((model, f): (&Model, &Function), ty: Type) -> Type {
    let Type::Named(name) = &ty else { return ty };
    let Some(TypeKind::Struct { fields, .. }) = model.type_def(name).map(|d| &d.kind) else { return ty };
    let paged = f.page.is_none() && fields.iter().any(|field| field.wire == "numItems");
    let list = fields.iter().find(|field| matches!(plain(&field.ty), Type::List(_)));
    list.filter(|_| paged).map_or(ty.clone(), |field| plain(&field.ty).clone())
}

fn carried(model: &Model, content: Option<Option<Type>>) -> String {
    match content {
        None => "not there".into(),
        Some(None) => "nothing".into(),
        Some(Some(ty)) => shown(model, &ty),
    }
}

fn plain(ty: &Type) -> &Type {
    if let Type::Nullable(inner) = ty { plain(inner) } else { ty }
}

/// The fields of a struct.
fn fields<'m>(model: &'m Model, ty: &Type) -> Option<&'m [uplink_spec::model::Field]> {
    let Type::Named(name) = plain(ty) else { return None };
    match model.type_def(name).map(|d| &d.kind) {
        Some(TypeKind::Struct { fields, .. }) => Some(fields),
        Some(TypeKind::Alias(inner)) => self::fields(model, inner),
        _ => None,
    }
}

fn types(there: &str, theirs: (&Model, &Type), ours: (&Model, &Type), found: &mut Vec<String>) {
    let (a, b) = (plain(theirs.1), plain(ours.1));
    if let (Some(old), Some(new)) = (fields(theirs.0, a), fields(ours.0, b)) {
        for field in old {
            match new.iter().find(|f| f.wire == field.wire) {
                Some(twin) => {
                    types(&format!("{there}.{}", field.wire), (theirs.0, &field.ty), (ours.0, &twin.ty), found);
                }
                None => found.push(format!("{there}.{}: not in the spec", field.wire)),
            }
        }
        let more = new.iter().filter(|f| !old.iter().any(|o| o.wire == f.wire));
        found.extend(more.map(|f| format!("{there}.{}: only in the spec", f.wire)));
        return;
    }
    match (a, b) {
        (Type::List(x), Type::List(y)) if fields(theirs.0, x).map(<[_]>::len) == fields(ours.0, y).map(<[_]>::len) => {
            types(there, (theirs.0, x), (ours.0, y), found);
        }
        _ => {
            let (before, after) = (shown(theirs.0, a), shown(ours.0, b));
            if before != after {
                found.push(format!("{there}: {before} -> {after}"));
            }
        }
    }
}

/// A type without names: words of enumerations in one order.
fn shown(model: &Model, ty: &Type) -> String {
    match plain(ty) {
        Type::List(inner) => format!("[{}]", shown(model, inner)),
        Type::Map(inner) => format!("{{{}}}", shown(model, inner)),
        Type::OneOf(all) => all.iter().map(|t| shown(model, t)).collect::<Vec<_>>().join(" | "),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Struct { fields, .. }) => format!("an object of {} fields", fields.len()),
            Some(TypeKind::Enum { values, .. }) => {
                let mut words: Vec<&str> = values.iter().map(|v| v.wire.as_str()).collect();
                words.sort_unstable();
                words.join("|")
            }
            Some(TypeKind::Alias(inner)) => shown(model, inner),
            None => name.clone(),
        },
        other => other.to_string(),
    }
}
