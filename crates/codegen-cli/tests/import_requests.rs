//! Servers, paths and parameters of documents in circulation, each kind in a small document.

mod greenhouse;

use greenhouse::{SERVER, function, read};
use nibe_uplink_codegen::import::Import;
use uplink_spec::model::{Place, Type};

/// Reads a document of an API that says where it is.
fn read_there(rest: &str) -> Import {
    read(&format!("{SERVER}{rest}"))
}

#[test]
fn servers_of_an_operation_in_a_home_network_are_those_of_the_api_unless_it_is_there_too() {
    let import = read_there(
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
fn a_server_above_the_folder_of_the_api_is_one_of_its_own() {
    let login = "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://h.example/oauth/token', scopes: {}}}}";
    let answer = "responses: {'204': {description: x}}";
    let import = read(&format!(
        "servers: [{{url: 'https://h.example/v1'}}]\ncomponents: {{securitySchemes: {{login: {login}}}}}\npaths:\n  /status: {{servers: \
         [{{url: 'https://h.example'}}], get: {{operationId: status, security: [], {answer}}}}}\n  /vents: {{servers: [{{url: \
         'https://h.example/v1'}}], get: {{operationId: vents, security: [], {answer}}}}}\n"
    ));
    assert_eq!(import.model.api.base_url, "https://h.example", "{}", import.spec);
    for (name, path) in [("status", "/status"), ("vents", "/v1/vents")] {
        assert_eq!(function(&import, name).base_url, None, "{}", import.spec);
        assert!(import.spec.contains(&format!("\"GET {path}\"")), "{}", import.spec);
    }
}

#[test]
fn numbers_without_quotes_are_taken_as_they_are_spelt() {
    let document = "openapi: 3.1.0\ninfo: {title: 2024, version: 2.10}\nservers: [{url: 'https://h.example:{port}/{folder}', \
                    variables: {port: {default: 8443}, folder: {enum: [v1]}}}]\npaths: {}\n";
    let json = r#"{"openapi": "3.1.0", "info": {"title": 2024, "version": 2.10}, "servers": [{"url": "https://h.example:{port}/{folder}",
        "variables": {"port": {"default": 8443}, "folder": {"enum": ["v1"]}}}], "paths": {}}"#;
    for (file, text) in [("x.yaml", document), ("x.json", json)] {
        let import = nibe_uplink_codegen::import::import(file, text).unwrap_or_else(|problem| panic!("{problem}"));
        let api = &import.model.api;
        let said = (api.name.as_str(), api.version.as_str(), api.base_url.as_str());
        assert_eq!(said, ("2024", "2.10", "https://h.example:8443"), "{file}");
        let note = "request: servers > 0 > variables > folder: the variable has no `default` that can be taken";
        assert!(import.notes.iter().any(|n| n.contains(note)), "{:?}", import.notes);
    }
}

#[test]
fn what_changes_no_request_is_no_note() {
    let import = read_there(
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
    let import = read_there(
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
fn a_server_without_a_host_keeps_its_path() {
    let paths = "paths: {/vents: {get: {operationId: vents, responses: {'204': {description: ok}}}}}\n";
    let import = read(&format!("servers: [{{url: /api/v3/}}]\n{paths}"));
    assert_eq!(import.model.api.base_url, "https://api.example/api/v3");
    assert_eq!(import.counts.request, 1, "{:?}", import.notes);
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
fn a_path_is_written_as_it_travels() {
    let import = read(&format!(
        "{SERVER}paths: {{'/<a>ü/%20/{{id}}': {{get: {{operationId: odd, parameters: [{{name: id, in: path, required: true, \
         schema: {{type: string}}}}], responses: {{'204': {{description: ok}}}}}}}}}}\n"
    ));
    assert_eq!(function(&import, "odd").path_text(), "/%3Ca%3E%C3%BC/%20/{id}");
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
