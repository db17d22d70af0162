//! A small API for the tests of the core.

use serde_json::{Value, json};
use uplink_spec::model::*;

fn argument(name: &str, wire: &str, place: Place, ty: Type) -> Argument {
    Argument {
        name: name.to_owned(),
        wire: wire.to_owned(),
        place,
        ty,
        required: true,
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
        doc: String::new(),
        why: None,
    }
}

fn optional(mut argument: Argument, default: Option<Value>) -> Argument {
    argument.required = false;
    argument.default = default;
    argument
}

fn function(name: &str, method: &str, path: Vec<Segment>, scope: &str, arguments: Vec<Argument>) -> Function {
    Function {
        name: name.to_owned(),
        doc: String::new(),
        why: None,
        method: method.to_owned(),
        path,
        scopes: vec![scope.to_owned()],
        auth: vec![vec![TOKEN.to_owned()]],
        arguments,
        content_type: ContentType::default(),
        accept: None,
        answers: vec![Answer { status: Some(200), content: Some(Type::Any) }],
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

fn code(code: i64, role: Role) -> ErrorCode {
    ErrorCode { code, name: format!("E{code}"), doc: String::new(), role: Some(role) }
}

fn example(arguments: Value, status: u16, answer: Option<&str>) -> Example {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    Example { arguments, body: None, status, answer: answer.map(str::to_owned) }
}

/// Things with labels: four functions, two scopes, pages, lists, an enum.
pub(crate) fn tiny_model() -> Model {
    let text = |t: &str| Segment::Text(t.to_owned());
    let thing = || Segment::Argument("thing_id".to_owned());
    let thing_id = || argument("thing_id", "thingId", Place::Path, Type::String);

    let page = vec![
        optional(argument("page", "page", Place::Query, Type::Int), Some(json!(1))),
        optional(argument("per_page", "perPage", Place::Query, Type::Int), Some(json!(2))),
    ];
    let mut list = function("list_things", "GET", vec![text("/things")], "READ", page);
    list.page = Some(Page {
        by: PageBy::Number("page".to_owned()),
        next: None,
        size: Some("perPage".to_owned()),
        total: Some("total".to_owned()),
        more: None,
        items: Some("things".to_owned()),
        default_size: Some(2),
        max_size: None,
    });
    let whole = r#"{"page":1,"perPage":2,"total":5,"things":[{"id":1},{"id":2},{"id":3},{"id":4},{"id":5}]}"#;
    list.examples = vec![example(json!({}), 200, Some(whole))];

    let mut one = function("thing", "GET", vec![text("/things/"), thing()], "READ", vec![thing_id()]);
    one.examples = vec![
        example(json!({"thing_id": "1"}), 200, Some(r#"{"id":1,"label":"one"}"#)),
        example(json!({"thing_id": "2"}), 200, Some(r#"{"id":2,"label":null}"#)),
    ];

    let mut size = argument("size", "size", Place::Body, Type::Int);
    size.null = Null::Unset;
    let label = argument("label", "label", Place::Body, Type::String);
    let path = vec![text("/things/"), thing(), text("/label")];
    let mut set = function("set_label", "PUT", path, "WRITE", vec![thing_id(), label, size]);
    set.answers = vec![Answer { status: Some(204), content: None }];

    let id = Type::OneOf(vec![Type::Int, Type::String]);
    let mut ids = argument("ids", "ids", Place::Query, Type::List(Box::new(id)));
    (ids.min_items, ids.max_items) = (Some(1), Some(3));
    let marks = argument("marks", "marks", Place::Query, Type::List(Box::new(Type::String)));
    let mut marks = optional(marks, None);
    marks.style = Style::Comma;
    let mut unit = optional(argument("unit", "unit", Place::Query, Type::Int), Some(json!(0)));
    unit.min = Some(0);
    let values = function("values", "GET", vec![text("/values")], "READ", vec![ids, marks, unit]);

    let mut open = function("open", "GET", vec![text("/open")], "READ", Vec::new());
    (open.auth, open.scopes) = (Vec::new(), Vec::new());

    let color = |wire: &str| EnumValue { wire: wire.to_owned(), rename: None, doc: String::new() };
    let scope = |name: &str| Scope { name: name.to_owned(), rename: None, doc: format!("May <{name}>.") };
    Model {
        api: Api {
            name: "Tiny".to_owned(),
            version: "1".to_owned(),
            base_url: "https://tiny.example".to_owned(),
            insecure_http: false,
            doc: String::new(),
            why: None,
        },
        oauth: Some(OAuth {
            authorize: "/oauth/authorize".to_owned(),
            token: "/oauth/token".to_owned(),
            grants: vec![Grant::AuthorizationCode, Grant::Implicit, Grant::RefreshToken],
            pkce: false,
            client_auth: ClientAuth::Body,
            issuer: None,
            expires_in: 1800,
            refresh_scope: None,
            jwt: false,
            why: None,
        }),
        auth: Vec::new(),
        scopes: vec![scope("READ"), scope("WRITE")],
        pace: Some(Pace { requests: 1, per_ms: 4000, burst: 2, in_flight: None, headers: None, why: None }),
        errors: Some(Errors {
            status_field: Some("status".to_owned()),
            code_field: "code".to_owned(),
            details_field: Some("why".to_owned()),
            example: json!({"status": 1, "code": 0, "when": "2020-01-01T00:00:00Z", "why": [], "more": null}),
            codes: vec![
                code(1, Role::Format),
                code(7, Role::NotFound),
                code(13, Role::TooMany),
                code(15, Role::Range),
                code(19, Role::Login),
                code(20, Role::Scope),
                code(28, Role::Pace),
            ],
            refused: Vec::new(),
            words: Vec::new(),
            why: None,
        }),
        functions: vec![list, one, set, values, open],
        types: vec![TypeDef {
            name: "Color".to_owned(),
            doc: String::new(),
            why: None,
            kind: TypeKind::Enum { values: vec![color("RED"), color("GREEN")], numbered: true },
            tag: None,
        }],
        catalogue: None,
    }
}

/// A service for the tests that needs no network; its clock stands still.
pub(crate) fn service(options: crate::Options) -> crate::shared::Shared {
    service_for(tiny_model(), Box::new(crate::Examples), options)
}

/// The same for another API.
pub(crate) fn service_for(
    model: Model,
    behaviour: Box<dyn crate::Behaviour>,
    options: crate::Options,
) -> crate::shared::Shared {
    let at = jiff::Timestamp::from_second(1_700_000_000).expect("a time");
    let options = crate::Options { speed: 0.0, at: options.at.or(Some(at)), ..options };
    crate::shared::Shared::new(model, behaviour, options, "http://127.0.0.1:1".to_owned(), None)
        .expect("random numbers")
}

/// A request as the server hands it over.
pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> crate::handler::Request {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut map = hyper::HeaderMap::new();
    for (name, value) in headers {
        let name: hyper::header::HeaderName = name.parse().expect("a header name");
        map.append(name, value.parse().expect("a header value"));
    }
    crate::handler::Request {
        method: method.parse().expect("a method"),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: map,
        body: body.as_bytes().to_vec(),
        peer: None,
    }
}

/// The value of a header of an answer.
pub(crate) fn header<'a>(payload: &'a crate::body::Payload, name: &str) -> Option<&'a str> {
    payload.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_ref())
}

/// The body of an answer as JSON.
pub(crate) fn json_of(payload: &crate::body::Payload) -> Value {
    serde_json::from_slice(&payload.body).expect("JSON")
}
