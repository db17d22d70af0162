//! Random functions.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use uplink_spec::model::*;

use super::draw::Draw;
use super::null;
use super::value::value;

/// Adds functions to a model, and one for each type that they do not lead to.
pub fn add(d: &mut Draw, model: &mut Model) {
    let names: Vec<String> = model.types.iter().map(|t| t.name.clone()).collect();
    let shared: Vec<Argument> = (0..d.below(4)).map(|i| argument(d, model, "shared", i, &names, None)).collect();
    for i in 0..1 + d.below(4) {
        let function = function(d, model, i, &names, &shared);
        model.functions.push(function);
    }
    for name in &names {
        if !reached(model).contains(name) {
            let mut function = plain(format!("get_{}", uplink_spec::names::snake(name)));
            function.path = vec![Segment::Text(format!("/types/{name}"))];
            function.answers = vec![Answer { status: Some(200), content: Some(Type::Named(name.clone())) }];
            model.functions.push(function);
        }
    }
}

fn reached(model: &Model) -> HashSet<String> {
    fn follow(model: &Model, ty: &Type, seen: &mut HashSet<String>) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => follow(model, inner, seen),
            Type::OneOf(all) => all.iter().for_each(|t| follow(model, t, seen)),
            Type::Named(name) if seen.insert(name.clone()) => match &model.type_def(name).expect("a type").kind {
                TypeKind::Struct { fields, .. } => fields.iter().for_each(|f| follow(model, &f.ty, seen)),
                TypeKind::Alias(inner) => follow(model, inner, seen),
                TypeKind::Enum { .. } => {}
            },
            _ => {}
        }
    }
    let mut seen = HashSet::new();
    for f in &model.functions {
        f.arguments.iter().for_each(|a| follow(model, &a.ty, &mut seen));
        f.answers.iter().filter_map(|a| a.content.as_ref()).for_each(|t| follow(model, t, &mut seen));
    }
    seen
}

fn plain(name: String) -> Function {
    Function {
        name,
        doc: String::new(),
        why: None,
        method: "GET".into(),
        path: Vec::new(),
        scopes: Vec::new(),
        auth: vec![vec![TOKEN.into()]],
        arguments: Vec::new(),
        content_type: ContentType::default(),
        accept: None,
        answers: Vec::new(),
        wrapped: None,
        retry: Retry::Safe,
        page: None,
        timeout_s: None,
        base_url: None,
        deprecated: None,
        call: None,
        examples: Vec::new(),
    }
}

/// Ways in which no two things travel in one place.
fn ways(d: &mut Draw, model: &Model) -> Vec<Vec<String>> {
    let names: Vec<&str> = model.auth.iter().map(|s| s.name.as_str()).chain([TOKEN]).collect();
    let mut ways: Vec<Vec<String>> = Vec::new();
    for _ in 0..d.below(4) {
        let mut way: Vec<String> = vec![d.pick(&names).to_owned()];
        way.retain(|_| d.below(4) > 0);
        let keys = model.auth.iter().filter(|s| matches!(s.kind, AuthKind::ApiKey { .. }) && !way.contains(&s.name));
        let key = keys.map(|s| s.name.clone()).next();
        way.extend(key.filter(|_| !way.is_empty() && d.flag()));
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    // What stands behind the way that asks for nothing is never gone, and an import puts that one last.
    ways.sort_by_key(Vec::is_empty);
    if ways == [Vec::<String>::new()] {
        ways.clear();
    }
    ways
}

fn function(d: &mut Draw, model: &Model, number: usize, types: &[String], shared: &[Argument]) -> Function {
    let mut f = plain(format!("function{}{number}", d.pick(&["_", "", "_of_2_", "__"])));
    f.doc = d.text();
    f.why = d.maybe(Draw::text);
    f.method = d.pick(&["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD"]).to_owned();
    f.retry = if d.flag() { Retry::Safe } else { Retry::Never };
    f.timeout_s = d.maybe(|d| 1 + d.below(100) as u64);
    f.base_url = d.maybe(|d| d.pick(&["https://files.example", "https://x.example/v2"]).into());
    f.deprecated = d.maybe(Draw::text);
    f.call = d.maybe(|d| Grouped { group: d.pick(&["kettles", "of_2"]).into(), name: f.name.clone() });
    f.wrapped = d.maybe(|_| "payload".to_owned());
    f.auth = ways(d, model);
    if f.takes_token() {
        f.scopes = model.scopes.iter().map(|s| s.name.clone()).filter(|_| d.flag()).collect();
    }
    let taken: Vec<&Argument> = shared.iter().filter(|_| d.flag()).collect();
    let bodiless = matches!(f.method.as_str(), "GET" | "HEAD");
    let taken: Vec<&Argument> = taken.into_iter().filter(|a| a.place != Place::Body || !bodiless).collect();
    let mut own: Vec<Argument> = (0..d.below(6)).map(|i| argument(d, model, "own", i, types, None)).collect();
    let body = |a: &Argument| a.place == Place::Body;
    if bodiless {
        own.retain(|a| !body(a));
    } else if d.flag() && !own.iter().any(body) && !taken.iter().any(|a| body(a)) {
        own.push(argument(d, model, "whole", 9, types, Some(Place::Content)));
    }
    if !taken.iter().any(|a| body(a)) {
        f.content_type = content_type(d, model, &mut own);
    }
    let at = |place: Place| own.iter().filter(move |a| a.place == place);
    f.path.push(Segment::Text(format!("/{}/{number}", d.pick(&["things", "other%20things", "v2.1/x"]))));
    for a in at(Place::Path).chain(taken.iter().copied().filter(|a| a.place == Place::Path)) {
        f.path.extend([Segment::Text("/".into()), Segment::Argument(a.name.clone())]);
        // Texts that touch would be read as one.
        if let [.., Segment::Text(before), Segment::Text(slash), _] = f.path.as_slice() {
            let text = format!("{before}{slash}");
            let at = f.path.len() - 3;
            f.path.splice(at..at + 2, [Segment::Text(text)]);
        }
        f.arguments.push(a.clone());
    }
    if d.below(6) == 0 {
        let query = "?fixed=a%20b&x=1";
        match f.path.last_mut() {
            Some(Segment::Text(text)) => text.push_str(query),
            _ => f.path.push(Segment::Text(query.into())),
        }
    }
    f.arguments.extend(
        [Place::Body, Place::Content, Place::Query, Place::Header, Place::Cookie].into_iter().flat_map(at).cloned(),
    );
    f.arguments.extend(taken.into_iter().filter(|a| a.place != Place::Path).cloned());
    let content = match d.below(8) {
        0 => Type::Bytes,
        1 | 2 => Type::List(Box::new(d.ty(types, types, 3))),
        3 => Type::String,
        _ => d.ty(types, types, 3),
    };
    for status in 0..1 + d.below(3) {
        let content = d.maybe(|_| content.clone()).filter(|_| f.method != "HEAD");
        f.answers.push(Answer {
            status: d.maybe(|_| 200 + status as u16 * 3).or((status > 0).then_some(210 + status as u16)),
            content,
        });
    }
    if d.flag() && matches!(f.content(), Some(Type::List(_))) {
        let page = paging(d);
        f.arguments.push(page_by(&page.by));
        f.arguments.extend(page.size.as_deref().map(|wire| Argument {
            default: page.default_size.map(Value::from),
            min: Some(1),
            max: page.max_size.map(|max| max as i64),
            ..page_argument(wire, Type::Int, "Items on a page.")
        }));
        f.page = Some(page);
    }
    f.accept = match f.content() {
        None => None,
        Some(Type::String) => d.maybe(|d| d.pick(&["text/plain; charset=utf-8", "application/yaml"]).to_owned()),
        Some(Type::Bytes) => d.maybe(|_| "image/png".to_owned()),
        Some(_) => d.maybe(|_| "application/vnd.thing+json".to_owned()),
    };
    f.examples = (0..d.below(3)).map(|_| example(d, model, &f)).collect();
    f
}

/// A media type of what is in the body, which is made to fit.
fn content_type(d: &mut Draw, model: &Model, own: &mut [Argument]) -> ContentType {
    let mut fields: Vec<&mut Argument> =
        own.iter_mut().filter(|a| matches!(a.place, Place::Body | Place::Content)).collect();
    let whole = fields.iter().any(|a| a.place == Place::Content);
    let plain = |a: &mut Argument, ty: Type| {
        (a.required, a.default, a.null) = (a.required || a.default.is_some(), None, Null::Never);
        (a.min, a.max, a.min_items, a.max_items, a.batch, a.style) = (None, None, None, None, false, Style::Repeat);
        a.ty = ty;
    };
    match d.below(6) {
        _ if fields.is_empty() => ContentType::default(),
        0 => ContentType::Json("application/merge-patch+json".into()),
        1 if whole => {
            plain(fields[0], if d.flag() { Type::String } else { Type::Bytes });
            ContentType::Raw(d.pick(&["text/csv; charset=utf-8", "image/png"]).into())
        }
        1 => {
            for field in &mut fields {
                let list = d.flag();
                let item = single(d, model);
                plain(field, if list { Type::List(Box::new(item)) } else { item });
                field.style = if list { Style::ALL[d.below(6)].0 } else { Style::Repeat };
            }
            ContentType::Form
        }
        2 if !whole => {
            for field in &mut fields {
                field.null = Null::Never;
                if d.flag() {
                    plain(field, if d.flag() { Type::Bytes } else { Type::List(Box::new(Type::Bytes)) });
                }
            }
            ContentType::Multipart
        }
        _ => ContentType::default(),
    }
}

fn paging(d: &mut Draw) -> Page {
    let wire = d.pick(&["page", "pageNumber"]).to_owned();
    let by = [PageBy::Number, PageBy::Offset, PageBy::Cursor][d.below(3)](wire);
    let items = d.maybe(|d| d.pick(&["objects", "the items", "data.rows"]).into());
    let field = |d: &mut Draw| d.pick(&["next", "meta.next"]).to_owned();
    let next = match d.below(4) {
        0 if items.is_some() => Some(NextPage::Field(field(d))),
        1 if items.is_some() => Some(NextPage::Link(field(d))),
        2 => Some(NextPage::Last(field(d))),
        _ => Some(NextPage::LinkHeader),
    };
    let size: Option<String> = d.maybe(|d| d.pick(&["itemsPerPage", "size"]).into());
    let sized = size.is_some();
    Page {
        next: next.filter(|_| matches!(by, PageBy::Cursor(_)) || d.flag()),
        by,
        size,
        total: d.maybe(|d| d.pick(&["numItems", "meta.total"]).into()).filter(|_| items.is_some()),
        more: d.maybe(|_| "has_more".into()).filter(|_| items.is_some()),
        items,
        default_size: d.maybe(|d| 1 + d.below(100) as u64).filter(|_| sized),
        max_size: d.maybe(|d| 100 + d.below(100) as u64).filter(|_| sized),
    }
}

fn page_by(by: &PageBy) -> Argument {
    let int = |wire, doc, first: i64| Argument {
        default: Some(first.into()),
        min: Some(first),
        ..page_argument(wire, Type::Int, doc)
    };
    match by {
        PageBy::Number(wire) => int(wire, "Page to begin with, counted from 1.", 1),
        PageBy::Offset(wire) => int(wire, "Items to leave out before the first.", 0),
        PageBy::Cursor(wire) => {
            page_argument(wire, Type::String, "Where to begin: what an earlier page said of the next.")
        }
    }
}

fn page_argument(wire: &str, ty: Type, doc: &str) -> Argument {
    Argument {
        name: uplink_spec::names::snake(wire),
        wire: wire.into(),
        place: Place::Query,
        ty,
        required: false,
        null: Null::Never,
        default: None,
        style: Style::Repeat,
        min: None,
        max: None,
        min_items: None,
        max_items: None,
        batch: false,
        merge: Vec::new(),
        unit: None,
        doc: doc.into(),
        why: None,
    }
}

fn argument(
    d: &mut Draw,
    model: &Model,
    word: &str,
    number: usize,
    types: &[String],
    place: Option<Place>,
) -> Argument {
    let place =
        place.unwrap_or_else(|| [Place::Query, Place::Path, Place::Header, Place::Body, Place::Cookie][d.below(5)]);
    let (name, wire) = d.name(word, number);
    let ty = match place {
        Place::Body | Place::Content => d.ty(types, types, 2),
        // What travels elsewhere is a single value, a list of them, or an object of them.
        _ => match d.below(4) {
            0 => Type::List(Box::new(single(d, model))),
            1 if place != Place::Query => Type::Map(Box::new(single(d, model))),
            _ => single(d, model),
        },
    };
    let ty = match ty {
        Type::Nullable(inner) => *inner,
        ty => ty,
    };
    let optional = place != Place::Path;
    let omitted = optional && d.flag();
    let null = if omitted && place == Place::Body { null(d) } else { Null::Never };
    let default = d.flag().then(|| value(d, model, &ty, false, 3)).filter(|_| optional);
    let (numeric, list) = (matches!(ty, Type::Int | Type::Float), matches!(ty, Type::List(_)));
    let many = list || matches!(ty, Type::Map(_));
    let fits = |style: &Style| style.fits(place) && (many || *style == Style::Repeat || style.is_of_paths());
    let styles: Vec<Style> = Style::ALL.into_iter().map(|(style, _)| style).filter(fits).collect();
    let in_body = matches!(place, Place::Body | Place::Content);
    let max_items = d.maybe(|d| 2 + d.below(50)).filter(|_| list);
    Argument {
        wire: match place {
            Place::Header if !wire.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
                format!("X-{word}-{number}")
            }
            _ => wire,
        },
        name,
        place,
        required: default.is_none() && !omitted,
        null,
        style: if in_body { Style::Repeat } else { styles[d.below(styles.len())] },
        min: d.maybe(|d| -100 - d.below(100) as i64).filter(|_| numeric),
        max: d.maybe(|d| 100 + d.below(100) as i64).filter(|_| numeric),
        min_items: d.maybe(|d| d.below(2)).filter(|_| list),
        max_items,
        batch: max_items.is_some() && d.flag(),
        merge: Vec::new(),
        unit: d.maybe(Draw::text),
        doc: d.text(),
        why: d.maybe(Draw::text),
        default,
        ty,
    }
}

/// A type that can travel in a path.
fn single(d: &mut Draw, model: &Model) -> Type {
    let fine = |def: &&TypeDef| {
        def.tag.is_none() && matches!(def.kind, TypeKind::Enum { .. } | TypeKind::Alias(Type::OneOf(_)))
    };
    let names: Vec<String> = model.types.iter().filter(fine).map(|t| t.name.clone()).collect();
    d.ty(&names, &[], 0)
}

fn example(d: &mut Draw, model: &Model, f: &Function) -> Example {
    let mut arguments = Map::new();
    for a in &f.arguments {
        if a.required || d.flag() {
            let positive = a.ty == Type::Int && f.page.is_some() && matches!(a.min, Some(0 | 1));
            arguments.insert(a.name.clone(), if positive { json!(3) } else { value(d, model, &a.ty, false, 3) });
        }
    }
    let answer = &f.answers[d.below(f.answers.len())];
    let content = answer.content.as_ref().map(|ty| {
        let value = value(d, model, ty, true, 3);
        match &f.page {
            Some(Page { items: None, .. }) | None => value,
            Some(p) => {
                let mut whole = Map::new();
                p.fields().for_each(|field| nested::put(&mut whole, field, json!(1)));
                p.items.iter().for_each(|items| nested::put(&mut whole, items, value.clone()));
                whole.into()
            }
        }
    });
    // Spaces are part of the text that an example gives.
    let shown = |d: &mut Draw, value: Value| if d.flag() { format!("{value:#}") } else { value.to_string() };
    let status = answer.a_status();
    Example {
        body: uplink_spec::body(f, &arguments).and_then(|body| body.text()),
        arguments,
        status,
        answer: content.map(|value| shown(d, value)),
    }
}
