//! Bodies and answers of documents in circulation, each kind in a small document.

mod greenhouse;

use greenhouse::{SERVER, function, read};
use nibe_uplink_codegen::import::Import;
use uplink_spec::model::{ContentType, Place, Type};

/// Reads a document of an API that says where it is.
fn read_there(rest: &str) -> Import {
    read(&format!("{SERVER}{rest}"))
}

const VENT: &str = "
components:
  schemas:
    Vent:
      type: object
      required: [id, name, key]
      properties:
        id: {type: integer, readOnly: true, example: 7}
        name: {type: string, example: roof}
        key: {type: string, writeOnly: true, example: k}
paths:
  /vents/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 3}}]
    get:
      operationId: vent
      deprecated: true
      description: One vent.
      parameters: [{name: kind, in: query, schema: {type: string}, examples: {one: {value: wall}}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Vent'}}}}}
    put:
      operationId: set_vent
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Vent'}}}}
      responses: {'204': {description: ok}}
    post:
      operationId: add_vents
      requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Vent'}}}}}
      responses: {'204': {description: ok}}
";

fn notes<'i>(import: &'i Import, word: &str) -> Vec<&'i str> {
    import.notes.iter().map(String::as_str).filter(|note| note.contains(word)).collect()
}

/// A document with one function, whose answer has this content.
fn answers(content: &str) -> Import {
    read_there(&format!(
        "paths: {{/a: {{get: {{operationId: a, security: [], responses: {{'200': {{description: x, content: {content}}}}}}}}}}}\n"
    ))
}

/// The same, whose body has this content.
fn takes(content: &str) -> Import {
    read_there(&format!(
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
fn any_status_of_success_counts_where_none_is_described() {
    let failed = "'404': {description: gone}";
    for responses in [format!("{{{failed}}}"), "{default: {description: x}}".into(), "{}".into()] {
        let import = read_there(&format!(
            "paths: {{/a: {{delete: {{operationId: a, security: [], responses: {responses}}}}}}}\n"
        ));
        let [answer] = &function(&import, "a").answers[..] else { panic!("{}", import.spec) };
        assert_eq!((answer.status, &answer.content), (None, &None), "{}", import.spec);
        assert_eq!(import.counts.types, 1, "{:?}", import.notes);
    }
}

#[test]
fn json_by_its_old_name_is_sent_so() {
    let import = takes("{text/json: {schema: {type: object, properties: {b: {type: string}}}}}");
    assert_eq!(function(&import, "a").content_type, ContentType::Json("text/json".into()), "{}", import.spec);
}

#[test]
fn what_is_no_media_type_loses_no_document() {
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    post:\n      operationId: set\n      \
         requestBody: {{required: true, content: {{Vent: {{schema: {{type: object, properties: {{id: {{type: integer}}}}}}}}}}}}\n      \
         responses: {{'200': {{description: ok, content: {{xls: {{schema: {{type: string}}}}}}}}}}\n"
    ));
    let set = function(&import, "set");
    assert_eq!((set.content(), &set.accept), (Some(&Type::Bytes), &None));
    assert_eq!((set.content_type.media_type(), set.arguments[0].wire.as_str()), ("application/json", "id"));
    assert_eq!(import.counts.request, 1, "what is sent is a guess: {:?}", import.notes);
}

#[test]
fn what_only_the_server_writes_is_no_argument() {
    let import = read(&format!("{SERVER}{VENT}"));
    let names: Vec<&str> = function(&import, "set_vent").arguments.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["id", "name", "key"]);
    // What is only sent need not come back, and has to be sent.
    assert!(import.spec.contains("field.key  = { type = \"string?\" }"), "{}", import.spec);
    // Within a list it has a type of its own where it is sent.
    let vents = function(&import, "add_vents");
    assert_eq!(vents.arguments[1].ty.to_string(), "[VentInput]");
    assert!(
        import.spec.contains("[struct.VentInput]\ndoc = \"Vent.\"\nfield.name = { type = \"string\" }\nfield.key  = { type = \"string\" }\n"),
        "{}",
        import.spec
    );
    assert_eq!(vents.examples[0].body.as_deref(), Some("[{\"name\":\"roof\",\"key\":\"k\"}]"));
    assert_eq!(import.counts.request, 0, "{:?}", import.notes);
}

#[test]
fn what_never_comes_back_is_sent_in_the_same_type() {
    let import = read(&format!("{SERVER}{}", VENT.replace("    get:\n", "    x-get:\n")));
    assert_eq!(function(&import, "add_vents").arguments[1].ty.to_string(), "[Vent]");
    let fields =
        "[struct.Vent]\ndoc = \"Vent.\"\nfield.name = { type = \"string\" }\nfield.key  = { type = \"string\" }\n";
    assert!(import.spec.contains(fields) && !import.spec.contains("VentInput"), "{}", import.spec);
}

#[test]
fn a_tag_of_others_does_not_make_a_field_one_that_is_sent() {
    let device = |kind: &str| {
        format!(
            "{{type: object, required: [type], properties: {{type: {{type: string, enum: [{kind}], readOnly: true}}, speed: {{type: integer}}}}}}"
        )
    };
    let vent =
        "{type: object, required: [id, type], properties: {id: {type: integer}, type: {type: string, readOnly: true}}}";
    let list = |of: &str| format!("{{application/json: {{schema: {{type: array, items: {of}}}}}}}");
    let post = |path: &str, name: &str, of: &str| {
        let content = list(of);
        format!(
            "  {path}:\n    post:\n      operationId: {name}\n      requestBody: {{required: true, content: {content}}}\n      responses: \
             {{'200': {{description: ok, content: {content}}}}}\n"
        )
    };
    let one_of = "{oneOf: [{$ref: '#/components/schemas/Fan'}, {$ref: '#/components/schemas/Heater'}]}";
    let import = read(&format!(
        "{SERVER}components: {{schemas: {{Fan: {}, Heater: {}, Vent: {vent}}}}}\npaths:\n{}{}",
        device("fan"),
        device("heater"),
        post("/devices", "devices", one_of),
        post("/vents", "vents", "{$ref: '#/components/schemas/Vent'}"),
    ));
    assert!(
        import.spec.ends_with("[struct.VentInput]\ndoc = \"Vent.\"\nfield.id = { type = \"int\" }\n"),
        "{}",
        import.spec
    );
    assert!(!import.spec.contains("FanInput"), "{}", import.spec);
}

#[test]
fn a_body_may_be_left_out_where_the_document_says_so() {
    let body = |required: &str, needs: &str| {
        let import = read(&format!(
            "{SERVER}paths:\n  /vents:\n    delete:\n      operationId: shut\n      requestBody: {{{required}content: \
             {{application/json: {{schema: {{type: object, {needs}properties: {{a: {{type: integer}}, b: {{type: string}}}}}}}}}}}}\n      \
             responses: {{'204': {{description: ok}}}}\n"
        ));
        let arguments = &function(&import, "shut").arguments;
        let shown = arguments.iter().map(|a| format!("{}.{} {} {}", a.place.word(), a.name, a.ty, a.required));
        (
            shown.collect::<Vec<_>>().join(", "),
            import.notes.iter().filter(|note| note.contains("that the body has to be given")).count(),
        )
    };
    assert_eq!(body("required: true, ", "required: [a], "), ("body.a int true, body.b string false".to_owned(), 0));
    assert_eq!(body("", "required: [a], "), ("body.a int true, body.b string false".to_owned(), 1));
    assert_eq!(body("", ""), ("body.a int false, body.b string false".to_owned(), 0));
    assert_eq!(body("required: false, ", ""), ("body.a int false, body.b string false".to_owned(), 0));
    assert_eq!(body("required: false, ", "required: [a], "), ("content.content ShutBody false".to_owned(), 0));
    // What is one argument anyway is as optional as the document says.
    for schema in ["application/json: {schema: {type: array, items: {type: string}}}", "image/png: {}"] {
        let import = read(&format!(
            "{SERVER}paths:\n  /vents:\n    post:\n      operationId: shut\n      requestBody: {{content: {{{schema}}}}}\n      responses: \
             {{'204': {{description: ok}}}}\n"
        ));
        assert!(!function(&import, "shut").arguments[0].required, "{schema}");
    }
}

#[test]
fn a_body_with_files_is_a_form_where_it_may_be_one() {
    let file = "{type: string, format: binary}";
    let sent = |media: &str, properties: &str| {
        let schema = format!("{{schema: {{type: object, required: [file], properties: {{{properties}}}}}}}");
        let content = media.split(' ').map(|media| format!("{media}: {schema}")).collect::<Vec<_>>().join(", ");
        let import = read(&format!(
            "{SERVER}paths:\n  /files:\n    post:\n      operationId: send\n      requestBody: {{required: true, content: \
             {{{content}}}}}\n      responses: {{'204': {{description: ok}}}}\n"
        ));
        let function = function(&import, "send");
        format!("{} {}", function.content_type.media_type(), function.arguments[0].ty)
    };
    let both = "application/json multipart/form-data";
    assert_eq!(sent(both, &format!("file: {file}")), "multipart/form-data bytes");
    let either = format!("file: {{oneOf: [{{type: array, items: {file}}}, {file}]}}");
    assert_eq!(sent(both, &either), "multipart/form-data [bytes]");
    assert_eq!(sent(both, "file: {type: string}"), "application/json string");
    assert_eq!(sent("application/json", &format!("file: {file}")), "application/json string");
}

#[test]
fn the_answer_to_head_is_empty_whatever_it_is_said_to_be() {
    let import = read(&format!(
        "{SERVER}paths: {{/vents: {{head: {{operationId: any_vents, responses: {{'200': {{description: ok, content: \
         {{text/plain: {{schema: {{type: string}}}}}}}}}}}}}}}}\n"
    ));
    let function = function(&import, "any_vents");
    assert_eq!((function.content(), function.accept.as_deref()), (None, None));
}

#[test]
fn a_body_says_how_it_is_sent_where_there_are_several_ways() {
    let import = read(&format!(
        "{SERVER}paths:
  /vents:
    post:
      operationId: open
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                place: {{type: object, properties: {{x: {{type: number}}}}}}
                note: {{type: string}}
                plan: {{type: string, format: binary}}
            encoding:
              place: {{contentType: application/xml}}
              note: {{contentType: 'text/plain; charset=utf-8', headers: {{X-From: {{schema: {{type: string}}}}}}}}
              plan: {{contentType: 'image/png, image/jpeg'}}
          text/csv: {{schema: {{type: string}}}}
      responses: {{'204': {{description: ok}}}}
"
    ));
    let about =
        |part: &str| import.notes.iter().filter(|note| note.contains(part)).map(String::as_str).collect::<Vec<_>>();
    for (part, told) in [
        (
            "place",
            "request: paths > /vents > post > requestBody > content > multipart/form-data > encoding > place > \
                   contentType: `place` is sent as application/json, not as application/xml",
        ),
        (
            "plan",
            "text: paths > /vents > post > requestBody > content > multipart/form-data > encoding > plan > \
                  contentType: give the media type with the file: `plan` may be image/png, image/jpeg",
        ),
        (
            "text/csv",
            "text: paths > /vents > post > requestBody > content: the body is sent as multipart/form-data; \
                      it could be text/csv as well",
        ),
        (
            "headers",
            "request: paths > /vents > post > requestBody > content > multipart/form-data > encoding > note > \
                     headers: has no word in the spec language; it is left out",
        ),
    ] {
        let notes = about(part);
        assert!(matches!(notes[..], [note] if note.contains(told)), "{notes:#?}");
    }
    assert!(!import.notes.iter().any(|note| note.contains("`note`")), "{:?}", import.notes);
}

#[test]
fn an_answer_that_cannot_have_a_body_has_none() {
    let import = read(&format!(
        "{SERVER}paths: {{/vents: {{delete: {{operationId: shut, responses: {{'204': {{description: ok, content: \
         {{application/json: {{schema: {{type: object, properties: {{id: {{type: integer}}}}}}}}}}}}}}}}}}}}\n"
    ));
    assert_eq!(function(&import, "shut").content(), None);
    assert!(
        import.notes.iter().any(|note| note.contains("204: an answer with this status is empty")),
        "{:?}",
        import.notes
    );
}

#[test]
fn a_body_of_which_nothing_is_said_is_sent_all_the_same() {
    for media in ["application/json", "multipart/form-data"] {
        let import = read(&format!(
            "{SERVER}paths:\n  /vents:\n    post:\n      operationId: set\n      \
             requestBody: {{required: true, content: {{{media}: {{}}}}}}\n      \
             responses: {{'204': {{description: ok}}}}\n"
        ));
        let set = function(&import, "set");
        assert_eq!(set.content_type.media_type(), media);
        let [body] = &set.arguments[..] else { panic!("one argument: {:?}", set.arguments) };
        assert_eq!((body.place, &body.ty, body.required), (Place::Content, &Type::Any, true));
        assert_eq!(import.counts.types, 1, "{:?}", import.notes);
    }
}

#[test]
fn examples_are_put_together_from_those_of_the_parts() {
    let import = read(&format!("{SERVER}{VENT}"));
    let [example] = &function(&import, "vent").examples[..] else { panic!("{}", import.spec) };
    assert_eq!(serde_json::Value::Object(example.arguments.clone()), serde_json::json!({"id": 3, "kind": "wall"}));
    assert_eq!(example.answer.as_deref(), Some("{\"id\":7,\"name\":\"roof\"}"));
    let [example] = &function(&import, "set_vent").examples[..] else { panic!("{}", import.spec) };
    assert_eq!(example.body.as_deref(), Some("{\"name\":\"roof\",\"key\":\"k\"}"));
    assert!(function(&import, "vent").deprecated.is_some());
}

#[test]
fn examples_that_do_not_fit_are_left_out() {
    let wrong = VENT.replace("example: 7", "example: seven");
    let import = read(&format!("{SERVER}{wrong}"));
    assert!(function(&import, "vent").examples.is_empty(), "{}", import.spec);
    assert!(import.notes.iter().any(|note| note.contains("text: ") && note.contains("the example does not fit")));
}

#[test]
fn further_fields_that_are_left_out_are_noted_once() {
    let free = "{type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}";
    let body = |schema: &str| format!("requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}");
    let answer = "responses: {'204': {description: ok}}";
    let inline = body(free);
    let all = body(&format!("{{allOf: [{{properties: {{b: {{type: string}}}}}}, {free}]}}"));
    let named = body("{$ref: '#/components/schemas/Free'}");
    let import = read(&format!(
        "{SERVER}components: {{schemas: {{Free: {free}}}}}\npaths:\n  /a: {{put: {{operationId: a, {inline}, {answer}}}}}\n  /b: {{put: \
         {{operationId: b, {all}, {answer}}}}}\n  /c: {{put: {{operationId: c, {named}, {answer}}}}}\n  /d: {{put: {{operationId: d, \
         {named}, {answer}}}}}\n"
    ));
    let notes = import.notes.iter().filter(|note| note.contains("the type of further fields has no word"));
    let at: Vec<&str> = notes.filter_map(|note| note.split(": ").nth(2)).map(|at| &at[..at.len().min(12)]).collect();
    assert_eq!(at, ["components >", "paths > /a >", "paths > /b >"], "{:?}", import.notes);
}
