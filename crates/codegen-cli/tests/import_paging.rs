//! Pages and servers of single operations, which documents say in words of their own.

use nibe_uplink_codegen::import::{Import, import};

fn read(paths: &str) -> Import {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: Greenhouse, version: '1'}}\nservers: [{{url: 'https://api.greenhouse.example/v1'}}]\n\
         components: {{schemas: {{Names: {{type: array, items: {{type: string}}}}}}}}\npaths:\n{paths}"
    );
    import("x.yaml", &text).unwrap_or_else(|problem| panic!("{problem}"))
}

fn listing(page: &str, schema: &str, example: &str) -> Import {
    read(&format!(
        "  /vents:\n    get:\n      operationId: vents\n      x-page: {page}\n      parameters:\n        \
         - {{name: after, in: query, schema: {{type: string}}}}\n        - {{name: limit, in: query, schema: {{type: integer}}}}\n      \
         responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}, example: {example}}}}}}}}}\n"
    ))
}

#[test]
fn pages_say_which_one_is_next() {
    let nested = "{type: object, properties: {data: {type: object, properties: {rows: {$ref: '#/components/schemas/Names'}}}, meta: {type: object}}}";
    let import = listing(
        "{cursor: after, next: meta.next, size: limit, items: data.rows}",
        nested,
        "{data: {rows: [a, b]}, meta: {next: x}}",
    );
    let said = "page = { cursor = \"after\", next = \"meta.next\", size = \"limit\", items = \"data.rows\" }";
    assert!(import.spec.contains(said), "{}", import.spec);
    assert!(import.spec.contains("answer.200 = \"[string]\"") && import.spec.contains("\"rows\":[\"a\",\"b\"]"));
    assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
    let list = "{$ref: '#/components/schemas/Names'}";
    let import = listing("{cursor: after, link-header: next, size: limit}", list, "[a]");
    assert!(import.spec.contains("page = { cursor = \"after\", link_header = \"next\", size = \"limit\" }"));
}

#[test]
fn pages_that_lead_nowhere_are_left_out() {
    for page in [
        "{cursor: after, items: data}",
        "{cursor: after, number: limit, next: n, items: data}",
        "{cursor: after, next: n, link: l, items: data}",
        "{cursor: after, next: n}",
        "{size: limit, items: data}",
        "{cursor: after, next: n, items: ''}",
        "{cursor: after, next: n, size: after, items: data}",
        "{number: after, default-size: 5}",
    ] {
        let import = listing(page, "{type: object}", "{}");
        assert!(!import.spec.contains("page = {"), "{page}: {}", import.spec);
        let noted = import.notes.iter().any(|note| note.contains("the words of the pages do not fit"));
        assert!(noted, "{page}: {:?}", import.notes);
    }
}

#[test]
fn what_looks_like_pages_is_told_once() {
    let operation = |n: usize| {
        format!(
            "  /vents{n}:\n    get:\n      operationId: vents_{n}\n      parameters: [{{name: page_token, in: query, schema: {{type: string}}}}]\n      \
             responses: {{'204': {{description: ok}}}}\n"
        )
    };
    let import = read(&(0..5).map(operation).collect::<String>());
    let told: Vec<&String> = import.notes.iter().filter(|note| note.contains("may answer in pages")).collect();
    assert_eq!(told.len(), 1, "{:?}", import.notes);
    assert!(told[0].contains("`vents_0` by `page_token`") && told[0].contains("and 2 more may"), "{told:?}");
    let silent = listing("{number: limit}", "{type: array, items: {type: string}}", "[]");
    assert!(!silent.notes.iter().any(|note| note.contains("may answer in pages")), "{:?}", silent.notes);
}

#[test]
fn an_operation_may_have_a_server_of_its_own() {
    let answer = "responses: {'204': {description: ok}}";
    let import = read(&format!(
        "  /vents: {{servers: [{{url: 'https://files.greenhouse.example/'}}], get: {{operationId: vents, {answer}}}, put: \
         {{operationId: set_vents, servers: [{{url: 'https://{{where}}.example/v3', variables: {{where: {{default: north}}}}}}], {answer}}}}}\n  \
         /fans: {{servers: [{{url: 'https://api.greenhouse.example/v1'}}], get: {{operationId: fans, {answer}}}}}\n  \
         /pots: {{servers: [{{url: /v9}}], get: {{operationId: pots, {answer}}}}}\n"
    ));
    let base_url = |name: &str| import.model.function(name).expect("a function").base_url.as_deref();
    assert_eq!(base_url("vents"), Some("https://files.greenhouse.example"));
    assert_eq!(base_url("set_vents"), Some("https://north.example/v3"));
    assert_eq!(base_url("fans"), None);
    assert_eq!(base_url("pots"), None);
    // A path alone is one of the place of the document, which nobody knows.
    assert_eq!(import.counts.request, 1, "{:?}", import.notes);
}
