//! Kinds of things that documents say, each in a small document.

use nibe_uplink_codegen::import::{Import, import};
use uplink_spec::model::{Function, Place, Type, TypeKind};

const HEAD: &str = "openapi: 3.2.0\ninfo: {title: Greenhouse, version: '1'}\n";
const SERVER: &str = "servers: [{url: 'https://api.greenhouse.example'}]\n";

fn read(rest: &str) -> Import {
    import("x.yaml", &format!("{HEAD}{rest}")).unwrap_or_else(|problem| panic!("{problem}"))
}

fn function<'i>(import: &'i Import, name: &str) -> &'i Function {
    import.model.function(name).unwrap_or_else(|| panic!("no {name} in {}", import.spec))
}

#[test]
fn of_two_descriptions_of_a_property_the_narrower_counts() {
    let generic = "{type: object, properties: {data: {type: array, items: {type: object}}, next: {type: string}}}";
    let narrow = "{type: object, properties: {data: {type: array, items: {$ref: '#/components/schemas/Vent'}}}}";
    let vent = "{type: object, required: [id], properties: {id: {type: string}}}";
    for (first, second) in [(generic, narrow), (narrow, generic)] {
        let import = read(&format!(
            "{SERVER}components: {{schemas: {{Vent: {vent}}}}}\npaths:\n  /vents:\n    get:\n      operationId: vents\n      \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{allOf: [{first}, {second}]}}}}}}}}}}\n"
        ));
        assert!(import.spec.contains("{ type = \"[Vent]?\" }"), "{}", import.spec);
        assert!(!import.notes.iter().any(|note| note.contains("data")), "{:?}", import.notes);
    }
}

#[test]
fn a_server_without_a_host_keeps_its_path() {
    let paths = "paths: {/vents: {get: {operationId: vents, responses: {'204': {description: ok}}}}}\n";
    let import = read(&format!("servers: [{{url: /api/v3/}}]\n{paths}"));
    assert_eq!(import.model.api.base_url, "https://api.example/api/v3");
    assert_eq!(import.counts.request, 1, "{:?}", import.notes);
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
fn what_changes_no_request_is_no_note_about_requests() {
    let import = read(&format!(
        "{SERVER}security: [{{key: []}}]\ncomponents: {{securitySchemes: {{key: {{type: apiKey, in: header, name: X-Key}}}}}}\npaths:\n  \
         /none: {{servers: [{{url: 'https://b.example'}}], x-more: 1}}\n  /vents:\n    get: {{operationId: vents, security: \
         [{{key: []}}], responses: {{'204': {{description: ok}}}}}}\n"
    ));
    assert_eq!(import.counts.request, 0, "{:?}", import.notes);
}

#[test]
fn styles_of_paths_headers_and_cookies_are_kept() {
    let (one, list) = ("{type: integer}", "{type: array, items: {type: integer}}");
    let object = "{type: object, properties: {r: {type: integer}, g: {type: string}}}";
    for (parameter, expected) in [
        (format!("in: path, required: true, schema: {one}"), "path int repeat"),
        (format!("in: path, required: true, style: label, schema: {one}"), "path int label"),
        (format!("in: path, required: true, style: label, explode: true, schema: {list}"), "path [int] label_exploded"),
        (format!("in: path, required: true, style: matrix, schema: {object}"), "path LogX matrix"),
        (
            format!("in: path, required: true, style: matrix, explode: true, schema: {object}"),
            "path LogX matrix_exploded",
        ),
        (format!("in: path, required: true, schema: {list}"), "path [int] repeat"),
        (format!("in: path, required: true, schema: {object}"), "path LogX comma"),
        (format!("in: path, required: true, explode: true, schema: {object}"), "path LogX repeat"),
        (format!("in: path, required: true, content: {{application/json: {{schema: {object}}}}}"), "path LogX json"),
        (format!("in: header, schema: {object}"), "header LogX comma"),
        (format!("in: header, explode: true, schema: {object}"), "header LogX repeat"),
        (format!("in: header, content: {{application/json: {{schema: {object}}}}}"), "header LogX json"),
        (format!("in: cookie, explode: false, schema: {object}"), "cookie LogX comma"),
        (format!("in: cookie, schema: {object}"), "cookie LogX repeat"),
    ] {
        let place = if parameter.contains("path") { "/log/{x}" } else { "/log" };
        let import = read(&format!(
            "{SERVER}paths:\n  {place}:\n    get:\n      operationId: log\n      parameters: [{{name: x, {parameter}}}]\n      \
             responses: {{'204': {{description: ok}}}}\n"
        ));
        let a = &function(&import, "log").arguments[0];
        assert_eq!(format!("{} {} {}", a.place.word(), a.ty, a.style.word()), expected, "{parameter}");
        assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
    }
    let import = read(&format!(
        "{SERVER}paths:\n  /log:\n    get:\n      operationId: log\n      parameters: [{{name: x, in: header, style: matrix, \
         schema: {list}}}]\n      responses: {{'204': {{description: ok}}}}\n"
    ));
    assert_eq!(import.counts.request, 1, "{:?}", import.notes);
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
fn notes_say_what_they_are_about_and_those_of_little_weight_are_counted() {
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    get:\n      operationId: vents\n      parameters:\n        - {{name: a, in: query, schema: \
         {{type: string, format: uuid, maxLength: 3}}}}\n        - {{name: b, in: query, schema: {{type: string, maxLength: 4}}}}\n        \
         - {{name: c, in: querystring, schema: {{type: string}}}}\n      responses: {{'204': {{description: ok}}}}\n"
    ));
    let about = |part: &str| import.notes.iter().filter(|note| note.contains(part)).collect::<Vec<_>>();
    assert!(about("`uuid`")[0].starts_with("x.yaml:9: type: "), "{:?}", import.notes);
    assert!(about("querystring")[0].starts_with("x.yaml:11: request: "), "{:?}", import.notes);
    let [only] = about("maxLength")[..] else { panic!("{:?}", import.notes) };
    assert!(only.starts_with("x.yaml:9: text: ") && only.ends_with("and 1 more of `maxLength` with it"), "{only}");
    assert_eq!((import.counts.request, import.counts.types), (1, 1));
    assert_eq!(function(&import, "vents").arguments[0].ty, Type::String);
}

#[test]
fn schemas_that_lead_to_each_other_in_many_ways_come_to_an_end() {
    let properties: String = (0..100).map(|n| format!("p{n}: {{$ref: '#/components/schemas/A'}}, ")).collect();
    let import = read(&format!(
        "{SERVER}components: {{schemas: {{A: {{type: object, properties: {{{properties}}}}}}}}}\npaths:\n  /a:\n    get:\n      \
         operationId: a\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: \
         '#/components/schemas/A'}}}}}}}}}}\n"
    ));
    assert!(function(&import, "a").examples.is_empty());
}

/// A document whose function answers one of two devices, which `choices` describes further.
fn devices(kind: [&str; 2], choices: &str) -> Import {
    let [fan, heater] = kind.map(|kind| {
        format!("{{type: object, required: [kind], properties: {{kind: {kind}, size: {{type: integer}}}}}}")
    });
    let all = "[{$ref: '#/components/schemas/Fan'}, {$ref: '#/components/schemas/Heater'}]";
    read(&format!(
        "{SERVER}components:\n  schemas:\n    Device: {{oneOf: {all}{choices}}}\n    Fan: {fan}\n    Heater: {heater}\npaths:\n  /device:\n    get:\n      \
         operationId: device\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Device'}}}}}}}}}}\n"
    ))
}

#[test]
fn a_field_tells_choices_apart() {
    let text = "{type: string}";
    let tagged = |import: &Import, variants: &str| {
        let said = format!("tag      = \"kind\"\nvariants = {{ {variants} }}");
        assert!(import.spec.contains(&said), "{}", import.spec);
        assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
    };
    // By a discriminator: its words, or else the names of the schemas.
    let mapping =
        ", discriminator: {propertyName: kind, mapping: {f: '#/components/schemas/Fan', h: Heater, h2: Heater}}";
    tagged(&devices([text, text], mapping), r#"f = "Fan", h = "Heater", h2 = "Heater""#);
    tagged(&devices([text, text], ", discriminator: {propertyName: kind}"), r#"Fan = "Fan", Heater = "Heater""#);
    // By a constant, or by an enumeration of one word.
    let words = r#"fan = "Fan", heater = "Heater""#;
    tagged(&devices(["{const: fan}", "{const: heater}"], ""), words);
    tagged(&devices(["{type: string, enum: [fan]}", "{type: string, const: heater}"], ""), words);
}

#[test]
fn choices_that_no_field_tells_apart_are_noted() {
    let by_fields = |import: &Import, why: &str| {
        assert!(import.spec.contains("type = \"Fan | Heater\""), "{}", import.spec);
        assert!(import.notes.iter().any(|note| note.contains(why)), "{:?}", import.notes);
    };
    let kind = ", discriminator: {propertyName: kind}";
    by_fields(&devices(["{type: string}", "{type: integer}"], kind), "the field `kind` of `Heater` is never `Heater`");
    by_fields(
        &devices(["{type: string}", "{type: string}"], ", discriminator: {propertyName: type}"),
        "has no field `type`",
    );
    let same = devices(["{const: fan}", "{const: fan}"], "");
    assert!(same.spec.contains("type = \"Fan | Heater\""), "{}", same.spec);
    assert_eq!(same.counts.types, 0, "{:?}", same.notes);
}

#[test]
fn what_others_complete_is_one_of_them() {
    let pet = |discriminator: &str| {
        read(&format!(
            "{SERVER}components:\n  schemas:\n    \
             Pet: {{type: object, required: [kind], properties: {{kind: {{type: string}}, name: {{type: string}}}}, discriminator: {discriminator}}}\n    \
             Cat: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{type: object, properties: {{lives: {{type: integer}}}}}}]}}\n    \
             Dog: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}\npaths:\n  /pet:\n    get:\n      operationId: pet\n      \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}\n    \
             put:\n      operationId: set_pet\n      requestBody: {{required: true, content: {{application/json: {{schema: {{allOf: \
             [{{description: One.}}, {{$ref: '#/components/schemas/Pet'}}]}}}}}}}}\n      responses: {{'204': {{description: ok}}}}\n    \
             post:\n      operationId: give\n      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, properties: \
             {{pet: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}}}}}}}}}}}\n      responses: {{'204': {{description: ok}}}}\n"
        ))
    };
    for (discriminator, variants) in [
        ("{propertyName: kind}", r#"Cat = "Cat", Dog = "Dog""#),
        ("{propertyName: kind, mapping: {c: '#/components/schemas/Cat', d: Dog}}", r#"c = "Cat", d = "Dog""#),
    ] {
        let import = pet(discriminator);
        assert!(import.spec.contains(&format!("tag      = \"kind\"\nvariants = {{ {variants} }}")), "{}", import.spec);
        let cat = "[struct.Cat]\ndoc = \"Cat.\"\nfield.kind  = { type = \"string\" }\nfield.name  = { type = \"string?\" }\nfield.lives";
        assert!(import.spec.contains(cat), "{}", import.spec);
        assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
        for sent in ["content.content = { type = \"Pet\"", "body.pet = { type = \"Pet?\""] {
            assert!(import.spec.contains(sent), "{}", import.spec);
        }
    }
    // It is a pet by itself as well.
    let import = pet("{propertyName: kind, mapping: {p: Pet, c: Cat}}");
    assert!(import.spec.contains("[struct.Pet]"), "{}", import.spec);
}

#[test]
fn a_path_is_written_as_it_travels() {
    let import = read(&format!(
        "{SERVER}paths: {{'/<a>ü/%20/{{id}}': {{get: {{operationId: odd, parameters: [{{name: id, in: path, required: true, \
         schema: {{type: string}}}}], responses: {{'204': {{description: ok}}}}}}}}}}\n"
    ));
    assert_eq!(function(&import, "odd").path_text(), "/%3Ca%3E%C3%BC/%20/{id}");
}

const TAGGED: &str = "
tags: [{name: Roof Vents, description: All about vents.}]
paths:
  /vents:
    get: {tags: [Roof Vents, more], operationId: list_roof_vents, responses: {'204': {description: ok}}}
    put: {tags: [roof-vents], operationId: roofVents_list, deprecated: true, responses: {'204': {description: ok}}}
  /login: {post: {tags: [login], operationId: open, responses: {'204': {description: ok}}}}
  /health: {get: {tags: [default], operationId: vents, responses: {'204': {description: ok}}}}
  /vent: {get: {tags: [vents], operationId: vent, responses: {'204': {description: ok}}}}
";

#[test]
fn tags_become_groups_and_what_is_deprecated_says_so() {
    let import = read(&format!("{SERVER}{TAGGED}"));
    let called: Vec<String> = import
        .model
        .functions
        .iter()
        .map(|f| f.call.as_ref().map_or_else(|| f.name.clone(), ToString::to_string))
        .collect();
    assert_eq!(called, ["roof_vents.list", "roof_vents.roof_vents_list", "login_2.open", "vents", "vents_2.vent"]);
    let deprecated: Vec<bool> = import.model.functions.iter().map(|f| f.deprecated.is_some()).collect();
    assert_eq!(deprecated, [false, true, false, false, false]);
    let told = |note: &str| import.notes.iter().any(|found| found.contains(note));
    assert!(
        told("what is said of tags is left out") && told("the first of the tags becomes the group"),
        "{:?}",
        import.notes
    );
    uplink_spec::read_text("x.toml", &import.spec, |_| None).expect("a spec without mistakes");
}

#[test]
fn arguments_are_not_called_as_the_methods_of_calls() {
    let import = read(&format!(
        "{SERVER}paths: {{/vents: {{get: {{operationId: vents, parameters: [{{name: with_response, in: query, schema: \
         {{type: boolean}}}}, {{name: stream, in: query, schema: {{type: boolean}}}}], \
         responses: {{'204': {{description: ok}}}}}}}}}}\n"
    ));
    let names: Vec<(&str, &str)> =
        function(&import, "vents").arguments.iter().map(|a| (a.name.as_str(), a.wire.as_str())).collect();
    assert_eq!(names, [("with_response_2", "with_response"), ("stream", "stream")]);
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
fn a_limit_that_is_excluded_is_the_next_number_of_whole_ones_only() {
    let parameter = |name: &str, ty: &str| {
        format!("{{name: {name}, in: query, schema: {{type: {ty}, exclusiveMinimum: 0, exclusiveMaximum: 5}}}}")
    };
    let import = read(&format!(
        "{SERVER}paths: {{/vents: {{get: {{operationId: vents, parameters: [{}, {}], \
         responses: {{'204': {{description: ok}}}}}}}}}}\n",
        parameter("count", "integer"),
        parameter("width", "number")
    ));
    let limits: Vec<_> = function(&import, "vents").arguments.iter().map(|a| (a.min, a.max)).collect();
    assert_eq!(limits, [(Some(1), Some(4)), (Some(0), Some(5))]);
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
fn choices_of_one_word_each_are_an_enumeration() {
    let import = read(&format!(
        "{SERVER}paths: {{/vents: {{get: {{operationId: vents, parameters: [{{name: at, in: query, schema: {{oneOf: [\
         {{title: Roof, const: roof, description: Above.}}, {{type: string, enum: [wall]}}, {{type: 'null'}}]}}}}, \
         {{name: as, in: query, schema: {{type: string, enum: []}}}}, {{name: no, in: query, schema: {{enum: [null]}}}}], \
         responses: {{'204': {{description: ok}}}}}}}}}}\n"
    ));
    let types: Vec<String> = function(&import, "vents").arguments.iter().map(|a| a.ty.to_string()).collect();
    assert_eq!(types, ["VentsAt", "string", "any"]);
    assert_eq!(import.counts.types, 1, "{:?}", import.notes);
    let Some(TypeKind::Enum { values, .. }) = import.model.type_def("VentsAt").map(|def| &def.kind) else {
        panic!("no words in {}", import.spec)
    };
    let words: Vec<(&str, &str)> = values.iter().map(|v| (v.wire.as_str(), v.doc.as_str())).collect();
    assert_eq!(words, [("roof", "Above."), ("wall", "")]);
}

#[test]
fn choices_beside_the_properties_of_an_object_add_to_it() {
    let choices = "oneOf: [{required: [roof], properties: {roof: {type: integer}, at: {type: string}}}, \
                   {required: [wall], properties: {wall: {type: boolean}, at: {type: number}, name: {type: string, maxLength: 3}}}]";
    let object = format!("{{type: object, required: [name], properties: {{name: {{type: string}}}}, {choices}}}");
    let within = format!(
        "{{allOf: [{{type: object, required: [name], properties: {{name: {{type: string}}}}}}, {{{choices}}}]}}"
    );
    let whole = "{type: object, properties: {name: {type: string}}, oneOf: [{type: object, properties: {name: {type: string}, \
                 roof: {type: integer}}}, {type: object, properties: {name: {type: string}, wall: {type: boolean}}}]}";
    for (schema, sent, answered) in [
        (object.as_str(), ["body.name", "body.roof", "body.at", "body.wall"].as_slice(), "[struct.Vent]"),
        (&within, &["body.name", "body.roof", "body.at", "body.wall"], "[struct.Vent]"),
        (whole, &["content.content = { type = \"Vent\""], "[alias.Vent]"),
    ] {
        let import = read(&format!(
            "{SERVER}components: {{schemas: {{Vent: {schema}}}}}\npaths: {{/vents: {{post: {{operationId: add, requestBody: {{required: true, \
             content: {{application/json: {{schema: {{$ref: '#/components/schemas/Vent'}}}}}}}}, responses: {{'200': {{description: ok, \
             content: {{application/json: {{schema: {{$ref: '#/components/schemas/Vent'}}}}}}}}}}}}}}}}\n"
        ));
        assert!(sent.iter().chain([&answered]).all(|part| import.spec.contains(part)), "{}", import.spec);
        assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
        if answered.contains("struct") {
            let ty = |name: &str| {
                function(&import, "add")
                    .arguments
                    .iter()
                    .find(|a| a.name == name)
                    .map(|a| (a.ty.to_string(), a.required))
            };
            assert_eq!((ty("name"), ty("roof")), (Some(("string".into(), true)), Some(("int".into(), false))));
            assert!(import.spec.contains("type = \"string | float\""), "{}", import.spec);
        }
    }
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
fn placeholders_in_the_query_of_a_path_are_arguments_of_it() {
    let import = read(&format!(
        "{SERVER}paths:\n  '/vents/{{house}}/search?q={{words}}&near={{place}}&sort=name&page={{page}}':\n    get:\n      operationId: search\n      \
         parameters:\n        - {{name: house, in: path, required: true, schema: {{type: integer}}}}\n        \
         - {{name: words, in: path, required: true, schema: {{type: string}}}}\n        \
         - {{name: page, in: query, schema: {{type: integer}}}}\n      \
         responses: {{'204': {{description: ok}}}}\n"
    ));
    let search = function(&import, "search");
    assert_eq!(search.path_text(), "/vents/{house}/search?sort=name");
    let arguments: Vec<_> =
        search.arguments.iter().map(|a| (a.wire.as_str(), a.place, a.ty.clone(), a.required)).collect();
    assert_eq!(
        arguments,
        [
            ("house", Place::Path, Type::Int, true),
            ("q", Place::Query, Type::String, true),
            ("page", Place::Query, Type::Int, true),
            ("near", Place::Query, Type::String, true),
        ]
    );
    assert_eq!(import.counts.request, 0, "{:?}", import.notes);
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
fn a_name_with_a_dot_is_no_way_into_an_error() {
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    get:\n      operationId: vents\n      responses:\n        '204': {{description: ok}}\n        \
         '400': {{description: no, content: {{application/json: {{schema: {{type: object, properties: {{odata.error: \
         {{type: object, properties: {{code: {{type: string}}}}}}, message: {{type: string}}}}}}}}}}}}\n"
    ));
    let errors = import.model.errors.as_ref().expect("the form of errors");
    assert_eq!((errors.code_field.as_str(), errors.details_field.as_deref()), ("", Some("message")));
}

#[test]
fn a_schema_of_lists_and_objects_is_any() {
    let schema = "{items: {type: object}, properties: {css: {type: string}}}";
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    post:\n      operationId: set\n      \
         requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}\n      \
         responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}\n"
    ));
    let set = function(&import, "set");
    assert_eq!((set.content(), &set.arguments[0].ty), (Some(&Type::Any), &Type::Any));
    assert_eq!((set.arguments.len(), set.arguments[0].place), (1, Place::Content));
    assert!(import.counts.types > 0, "{:?}", import.notes);
}

#[test]
fn functions_of_one_path_are_told_apart_by_what_they_need() {
    let target = |word: &str| {
        format!("[{{name: X-Target, in: header, required: true, schema: {{type: string, enum: [{word}]}}}}]")
    };
    let operation = |id: &str, parameters: &str| {
        format!(
            "    post:\n      operationId: {id}\n      parameters: {parameters}\n      responses: {{'204': {{description: ok}}}}\n"
        )
    };
    let city = "[{name: city, in: path, required: true, schema: {type: string}}]";
    let document = [
        format!("{SERVER}paths:\n  '/#Vents.Open':\n{}", operation("open", &target("Vents.Open"))),
        format!("  '/#Vents.Shut':\n{}", operation("shut", &target("Vents.Shut"))),
        format!("  '/#again':\n{}", operation("again", &target("Vents.Open"))),
        format!("  '/?city={{city}}':\n{}", operation("of_city", city)),
        format!("  '/?town={{city}}':\n{}", operation("of_town", city)),
        format!("  '/#any':\n{}", operation("any", "[]")),
        format!("  '/#other':\n{}", operation("other", "[]")),
    ];
    let import = read(&document.concat());
    let names: Vec<&str> = import.model.functions.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["open", "shut", "of_city", "of_town", "any"]);
    assert_eq!(import.counts.request, 2, "the same request: {:?}", import.notes);
    let exported = uplink_codegen::openapi::document(&import.model).to_string();
    let again = nibe_uplink_codegen::import::import("x.json", &exported).expect("the document that is exported");
    assert_eq!(again.model.functions, import.model.functions, "{exported}");
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
fn values_of_a_text_may_lack_their_quotes() {
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    get:\n      operationId: vents\n      parameters:\n        \
         - {{name: floor, in: query, schema: {{type: string, enum: [1, 2.5, true, roof, null]}}}}\n        \
         - {{name: rank, in: query, schema: {{type: integer, enum: [1, 2]}}}}\n      \
         responses: {{'204': {{description: ok}}}}\n"
    ));
    let [floor, rank] = &function(&import, "vents").arguments[..] else { panic!("{}", import.spec) };
    let Type::Named(name) = &floor.ty else { panic!("{:?}", floor.ty) };
    let TypeKind::Enum { values, .. } = &import.model.type_def(name).expect("a type").kind else { panic!("{name}") };
    assert_eq!(values.iter().map(|v| v.wire.as_str()).collect::<Vec<_>>(), ["1", "2.5", "true", "roof"]);
    assert_eq!((&rank.ty, import.counts.types), (&Type::Int, 1), "{:?}", import.notes);
}
