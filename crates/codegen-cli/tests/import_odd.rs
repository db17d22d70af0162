//! What documents in circulation say in ways that OpenAPI does not know, or say twice.

use nibe_uplink_codegen::import::{Import, import};
use uplink_spec::model::{ContentType, Function, Place, Type};

const HEAD: &str =
    "openapi: 3.0.3\ninfo: {title: Greenhouse, version: '1'}\nservers: [{url: 'https://api.greenhouse.example'}]\n";

fn read(rest: &str) -> Import {
    import("x.yaml", &format!("{HEAD}{rest}")).unwrap_or_else(|problem| panic!("{problem}"))
}

fn function<'i>(import: &'i Import, name: &str) -> &'i Function {
    import.model.function(name).unwrap_or_else(|| panic!("no {name} in {}", import.spec))
}

fn notes<'i>(import: &'i Import, word: &str) -> Vec<&'i str> {
    import.notes.iter().map(String::as_str).filter(|note| note.contains(word)).collect()
}

/// A document with one function, whose answer has this content.
fn answers(content: &str) -> Import {
    read(&format!(
        "paths: {{/a: {{get: {{operationId: a, security: [], responses: {{'200': {{description: x, content: {content}}}}}}}}}}}\n"
    ))
}

/// The same, whose body has this content.
fn takes(content: &str) -> Import {
    read(&format!(
        "paths: {{/a: {{post: {{operationId: a, security: [], requestBody: {{content: {content}}}, responses: {{'204': {{description: x}}}}}}}}}}\n"
    ))
}

#[test]
fn an_answer_of_what_is_no_media_type_is_bytes() {
    for word in ["gzip", "PDF", "''"] {
        let import = answers(&format!("{{{word}: {{schema: {{type: string, format: binary}}}}}}"));
        let answer = function(&import, "a");
        assert_eq!((answer.content(), &answer.accept), (Some(&Type::Bytes), &None), "{}", import.spec);
        let [note] = notes(&import, "is no media type; the answer is taken as bytes")[..] else {
            panic!("{:?}", import.notes)
        };
        assert!(note.contains(": type: "), "{note}");
    }
}

#[test]
fn of_several_media_types_in_one_key_the_first_counts() {
    let object = "{type: object, properties: {b: {type: string}}}";
    for word in ["'application/json, text/json'", "'application/json,application/hal+json'", "json"] {
        let import = answers(&format!("{{{word}: {{schema: {object}}}}}"));
        assert!(matches!(function(&import, "a").content(), Some(Type::Named(_))), "{}", import.spec);
        let import = takes(&format!("{{{word}: {{schema: {object}}}}}"));
        assert_eq!(function(&import, "a").content_type, ContentType::default(), "{}", import.spec);
        assert_eq!(import.counts.request, 0, "{:?}", import.notes);
    }
    let import = answers("{'text/csv, text/plain': {schema: {type: string}}}");
    assert_eq!(function(&import, "a").accept.as_deref(), Some("text/csv"), "{}", import.spec);
}

#[test]
fn a_body_of_what_is_no_media_type_is_sent_as_bytes() {
    let import = takes("{gzip: {schema: {type: string, format: binary}}}");
    let sent = &function(&import, "a").content_type;
    assert_eq!(*sent, ContentType::Raw("application/octet-stream".into()), "{}", import.spec);
    let [note] = notes(&import, "`gzip` is no media type")[..] else { panic!("{:?}", import.notes) };
    assert!(note.contains(": request: "), "{note}");
}

#[test]
fn a_body_that_the_server_alone_writes_is_none() {
    let import = takes(
        "{'application/json;version=2': {schema: {type: object, properties: {id: {type: string, readOnly: true}}}}}",
    );
    let function = function(&import, "a");
    assert!(!function.has_body(), "{}", import.spec);
    assert_eq!(function.content_type, ContentType::default(), "{}", import.spec);
}

#[test]
fn what_is_a_template_in_the_query_of_a_path_is_a_parameter_of_the_query() {
    let import = read(
        "paths:
  '/rides/{id}?kind=slow&page={number}&size={size}':
    get:
      operationId: rides
      security: []
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: number, in: path, required: true, schema: {type: integer}}
      responses: {'204': {description: x}}
",
    );
    let rides = function(&import, "rides");
    let query: Vec<_> = rides.arguments.iter().filter(|a| a.place == Place::Query).collect();
    let found: Vec<_> = query.iter().map(|a| (a.wire.as_str(), &a.ty, a.required)).collect();
    assert_eq!(found, [("page", &Type::Int, true), ("size", &Type::String, true)], "{}", import.spec);
    assert_eq!(rides.fixed_query(), Some("kind=slow"), "{}", import.spec);
    assert_eq!(import.counts.request, 0, "{:?}", import.notes);
}

#[test]
fn any_status_of_success_counts_where_none_is_described() {
    let failed = "'404': {description: gone}";
    for responses in [format!("{{{failed}}}"), "{default: {description: x}}".into(), "{}".into()] {
        let import =
            read(&format!("paths: {{/a: {{delete: {{operationId: a, security: [], responses: {responses}}}}}}}\n"));
        let [answer] = &function(&import, "a").answers[..] else { panic!("{}", import.spec) };
        assert_eq!((answer.status, &answer.content), (None, &None), "{}", import.spec);
        assert_eq!(import.counts.types, 1, "{:?}", import.notes);
    }
}

#[test]
fn servers_of_an_operation_in_a_home_network_are_those_of_the_api_unless_it_is_there_too() {
    let import = read(
        "paths:
  /a:
    servers: [{url: 'https://files.greenhouse.example'}]
    get:
      operationId: a
      security: []
      servers: [{url: '{scheme}://{host}/api', variables: {scheme: {default: http}, host: {default: HOST}}}]
      responses: {'204': {description: x}}
    put: {operationId: b, security: [], responses: {'204': {description: x}}}
",
    );
    assert_eq!(function(&import, "a").base_url.as_deref(), Some("https://HOST/api"), "{}", import.spec);
    assert_eq!(function(&import, "b").base_url.as_deref(), Some("https://files.greenhouse.example"), "{}", import.spec);
    assert_eq!(import.counts.request, 1, "{:?}", import.notes);
}

#[test]
fn parts_of_all_of_that_only_remark_something_lose_no_type() {
    let import = read(
        "
components:
  schemas:
    Slug: {type: string, minLength: 2}
    Color: {type: string, enum: [red, blue], nullable: true}
    Vent:
      type: object
      required: [id, slug, next, color, made, word]
      properties:
        id: {type: integer}
        slug: {allOf: [{nullable: true}, {$ref: '#/components/schemas/Slug'}]}
        next: {allOf: [{$ref: '#/components/schemas/Slug'}, {xml: {name: next}, description: The next., deprecated: true}]}
        color: {$ref: '#/components/schemas/Color'}
        made: {allOf: [{$ref: '#/components/schemas/Slug'}, {readOnly: true}]}
        word: {allOf: [{$ref: '#/components/schemas/Slug'}, {type: string}]}
paths:
  /vents:
    put:
      operationId: set_vent
      security: []
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Vent'}}}}
      responses: {'200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Vent'}}}}}
",
    );
    assert_eq!(import.counts.types, 0, "{:?}", import.notes);
    for field in [
        "field.slug  = { type = \"Slug?\" }",
        "field.next  = { type = \"Slug\" }",
        "field.color = { type = \"Color?\" }",
        "field.word  = { type = \"Slug\" }",
    ] {
        assert!(import.spec.contains(field), "{field} in {}", import.spec);
    }
    // What the server writes alone is not sent.
    assert!(!function(&import, "set_vent").arguments.iter().any(|a| a.wire == "made"), "{}", import.spec);
}

#[test]
fn what_changes_no_request_is_no_note() {
    let import = read(
        "paths:
  /a:
    post:
      operationId: a
      security: []
      parameters: [{name: q, in: query, allowEmptyValue: true, allowReserved: false, schema: {type: string}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {b: {type: string}}}
            encoding: {b: {style: form, explode: true}}
      responses: {'204': {description: x}}
",
    );
    assert_eq!(import.counts.request, 0, "{:?}", import.notes);
}

#[test]
fn a_key_that_is_a_parameter_as_well_is_sent_once() {
    let import = read(
        "
components:
  securitySchemes: {key: {type: apiKey, in: query, name: key}, head: {type: apiKey, in: header, name: X-Key}}
security: [{key: []}, {head: []}]
paths:
  /a:
    get:
      operationId: a
      parameters:
        - {name: key, in: query, required: true, schema: {type: string}}
        - {name: x-key, in: header, schema: {type: string}}
        - {name: key, in: header, schema: {type: string}}
      responses: {'204': {description: x}}
  /b:
    get:
      operationId: b
      security: []
      parameters: [{name: key, in: query, required: true, schema: {type: string}}]
      responses: {'204': {description: x}}
",
    );
    let places = |name: &str| function(&import, name).arguments.iter().map(|a| a.place).collect::<Vec<_>>();
    assert_eq!((places("a"), places("b")), (vec![Place::Header], vec![Place::Query]), "{}", import.spec);
    assert_eq!(import.counts.request, 0, "{:?}", import.notes);
}

#[test]
fn json_by_its_old_name_is_sent_so() {
    let import = takes("{text/json: {schema: {type: object, properties: {b: {type: string}}}}}");
    assert_eq!(function(&import, "a").content_type, ContentType::Json("text/json".into()), "{}", import.spec);
}
