//! The hostile documents, each with its name and the file that it pretends to be.

const HEAD: &str =
    r##"{"openapi":"3.1.0","info":{"title":"x","version":"1"},"servers":[{"url":"https://x.example"}],"##;
const TEN_MB: usize = 10_000_000;

type Case = (&'static str, &'static str, String);

fn document(rest: &str) -> String {
    format!("{HEAD}{rest}}}")
}

/// A document with these schemas, the first of which is an answer.
fn schemas(schemas: &str) -> String {
    document(&format!(
        r##""paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/A0"}}}}}}}}}}}}}}}},"components":{{"schemas":{{{schemas}}}}}"##
    ))
}

fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

/// All of them.
pub fn cases() -> Vec<Case> {
    [nesting(), aliases(), references(), numbers(), names(), crowds()].concat()
}

fn nesting() -> Vec<Case> {
    let inside = |open: &str, close: &str, n: usize| {
        schemas(&format!("\"A0\":{}{{\"type\":\"string\"}}{}", open.repeat(n), close.repeat(n)))
    };
    vec![
        ("open brackets", "x.json", "[".repeat(100_000)),
        ("open brackets in YAML", "x.yaml", "[".repeat(100_000)),
        ("open braces", "x.json", "{\"a\":".repeat(100_000)),
        ("open braces in YAML", "x.yaml", "{a: ".repeat(100_000)),
        ("closing brackets", "x.json", "]".repeat(100_000)),
        ("dashes", "x.yaml", "- ".repeat(100_000)),
        ("question marks", "x.yaml", "? ".repeat(100_000)),
        ("quotes", "x.json", "\"".repeat(1_000_001)),
        ("indents", "x.yaml", (0..1500).map(|i| format!("{}a:\n", " ".repeat(i))).collect()),
        ("lists in lists", "x.json", inside("{\"type\":\"array\",\"items\":", "}", 150)),
        ("objects in objects", "x.json", inside("{\"type\":\"object\",\"properties\":{\"a\":", "}}", 90)),
        ("choices in choices", "x.json", inside("{\"anyOf\":[{\"type\":\"null\"},", "]}", 90)),
        ("parts in parts", "x.json", inside("{\"allOf\":[{\"properties\":{}},", "]}", 90)),
        ("deep brackets that close", "x.json", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
    ]
}

fn aliases() -> Vec<Case> {
    let mut bomb = String::from("openapi: 3.0.0\na0: &a0 [x, x]\n");
    for i in 1..60 {
        bomb.push_str(&format!("a{i}: &a{i} [*a{0}, *a{0}]\n", i - 1));
    }
    let long = format!("openapi: 3.0.0\na: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(1000));
    let keys = format!("openapi: 3.0.0\na: &a {{ {}: 1 }}\nb: [{}]\n", "k".repeat(100_000), "*a, ".repeat(5000));
    vec![
        ("aliases of aliases", "x.yaml", bomb),
        ("aliases of a long text", "x.yaml", long),
        ("aliases of a long key", "x.yaml", keys),
        ("an alias of itself", "x.yaml", "openapi: 3.0.0\na: &a [*a]\n".into()),
        ("merges", "x.yaml", "openapi: 3.0.0\na: &a { b: 1 }\npaths: { <<: *a, <<: *a }\n".into()),
        (
            "anchors",
            "x.yaml",
            format!("openapi: 3.0.0\na: [{}]\n", (0..50_000).map(|i| format!("&a{i} x, ")).collect::<String>()),
        ),
    ]
}

fn references() -> Vec<Case> {
    let of = |i: usize| format!(r##"{{"$ref":"#/components/schemas/A{i}"}}"##);
    let pair = |i: usize| format!(r##""A{i}":{{"properties":{{"a":{0},"b":{0}}}}}"##, of(i + 1));
    let parts = |i: usize| format!(r##""A{i}":{{"allOf":[{0},{0}]}}"##, of(i + 1));
    let inner =
        |i: usize| format!(r##""A{i}":{{"items":{{"$ref":"#/components/schemas/A{}/items"}},"type":"array"}}"##, i + 1);
    vec![
        ("a reference to itself", "x.json", schemas(r##""A0":{"$ref":"#/components/schemas/A0"}"##)),
        ("references in a circle", "x.json", schemas(&format!(r##""A0":{},"A1":{}"##, of(1), of(0)))),
        (
            "parts in a circle",
            "x.json",
            schemas(&format!(r##""A0":{{"allOf":[{0}]}},"A1":{{"allOf":[{1}]}}"##, of(1), of(0))),
        ),
        ("choices in a circle", "x.json", schemas(&format!(r##""A0":{{"anyOf":[{{"type":"integer"}},{0}]}}"##, of(0)))),
        (
            "fields in a circle",
            "x.json",
            schemas(&format!(r##""A0":{{"properties":{{"a":{0}}},"required":["a"]}}"##, of(0))),
        ),
        (
            "a list of itself",
            "x.json",
            schemas(r##""A0":{"type":"array","items":{"$ref":"#/components/schemas/A0/items"}}"##),
        ),
        ("a list of lists of itself", "x.json", schemas(&format!(r##""A0":{{"type":"array","items":{}}}"##, of(0)))),
        ("a reference to the whole", "x.json", schemas(r##""A0":{"$ref":"#"}"##)),
        ("references that double", "x.json", schemas(&many(2000, pair))),
        ("parts that double", "x.json", schemas(&many(1000, parts))),
        ("a chain of references", "x.json", schemas(&many(2000, |i| format!("\"A{i}\":{}", of(i + 1))))),
        ("a chain into schemas", "x.json", schemas(&many(2000, inner))),
        (
            "parameters in a circle",
            "x.json",
            document(
                r##""paths":{"/a":{"get":{"parameters":[{"$ref":"#/components/parameters/a"}]}}},"components":{"parameters":{"a":{"$ref":"#/components/parameters/a"}}}"##,
            ),
        ),
        (
            "paths in a circle",
            "x.json",
            document(
                r##""paths":{"/a":{"$ref":"#/paths/~1a"},"/b":{"get":{"requestBody":{"$ref":"#/paths/~1b/get/requestBody"},"responses":{"200":{"$ref":"#/paths/~1b/get/responses/200"}}}}}"##,
            ),
        ),
        ("a long pointer", "x.json", schemas(&format!(r##""A0":{{"$ref":"#{}"}}"##, "/components".repeat(100_000)))),
    ]
}

fn numbers() -> Vec<Case> {
    let digits = "9".repeat(1_000_000);
    let limits = format!(
        r##""paths":{{"/a":{{"get":{{"x-timeout":{digits},"x-page":{{"number":"a","size":"b","total":"c","items":"d","default-size":1e400}},"parameters":[{{"name":"n","in":"query","schema":{{"type":"integer","minimum":-{digits},"maximum":1e999999999,"exclusiveMinimum":9223372036854775807,"default":{digits}}}}},{{"name":"l","in":"query","schema":{{"type":"array","minItems":18446744073709551615,"maxItems":-1,"items":{{"type":"integer","minimum":0.1}}}}}}],"responses":{{"99999999999":{{}},"{digits}":{{}},"-200":{{}}}}}}}}}},"x-pace":{{"requests":{digits},"per-ms":1e30,"burst":-1}}"##
    );
    vec![
        ("huge numbers", "x.json", document(&limits)),
        ("huge numbers in YAML", "x.yaml", document(&limits)),
        ("zeros", "x.json", format!("{HEAD}\"a\":{}1}}", "0".repeat(1_000_000))),
        ("an exponent", "x.json", format!("{HEAD}\"a\":1e{}}}", "9".repeat(1_000_000))),
    ]
}

fn names() -> Vec<Case> {
    let huge = "aB".repeat(TEN_MB / 2);
    let name = "aB".repeat(TEN_MB / 40);
    let operation = |rest: &str| document(&format!(r##""paths":{{"/a":{{"get":{{{rest}}}}}}}"##));
    let wrong = format!(
        r##""operationId":"{name}","parameters":[{{"name":"{name}","in":"query","schema":{{"enum":["{name}"]}}}},{{"name":"a","in":"{name}"}}],"responses":{{"{name}":{{}},"200":{{"content":{{"{name}":{{}}}}}}}},"{name}":1"##
    );
    let typed = format!(
        r##""{name}":{{"properties":{{"{name}":{{"properties":{{"{name}":{{"type":"{name}","format":"{name}"}}}}}}}}}},"A0":{{"$ref":"#/components/schemas/{name}"}}"##
    );
    vec![
        (
            "a huge schema",
            "x.json",
            schemas(&format!(r##""{huge}":{{}},"A0":{{"$ref":"#/components/schemas/{huge}"}}"##)),
        ),
        ("a huge scope", "x.json", operation(&format!(r##""security":[{{"{huge}":["{huge}"]}}]"##))),
        ("a huge path", "x.json", document(&format!(r##""paths":{{"/{huge}":{{"get":{{}}}}}}"##))),
        ("a huge title", "x.yaml", format!("openapi: 3.0.0\ninfo:\n  title: {huge}\n  version: v\npaths: {{}}\n")),
        ("long words", "x.json", operation(&wrong)),
        ("long names of types", "x.json", schemas(&typed)),
        ("a long version", "x.json", format!(r##"{{"openapi":"{name}"}}"##)),
        (
            "a long server",
            "x.json",
            format!(
                r##"{{"openapi":"3.0.0","servers":[{{"url":"https://{{{name}}}.{name}","variables":{{"{name}":{{"default":"{name}"}}}}}}],"paths":{{}}}}"##
            ),
        ),
    ]
}

fn crowds() -> Vec<Case> {
    let answer =
        r##""responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A0"}}}}}"##;
    let field = |i: usize| format!(r##""f{i}":{{"$ref":"#/components/schemas/A{i}"}}"##);
    let wide = format!(
        r##""A0":{{"properties":{{{}}}}},{}"##,
        many(20_000, field),
        many(20_000, |i| format!(r##""A{i}":{{"type":"string","enum":["a"]}}"##))
    );
    let mesh = |i: usize| {
        let fields =
            many(20, |j| format!(r##""f{j}":{{"$ref":"#/components/schemas/A{}"}}"##, (i * 7 + j * 131) % 2000));
        format!(r##""A{i}":{{"properties":{{{fields}}}}}"##)
    };
    vec![
        (
            "many paths",
            "x.json",
            document(&format!(
                r##""paths":{{{}}},"components":{{"schemas":{{"A0":{{}}}}}}"##,
                many(5000, |i| format!(r##""/a{i}":{{"get":{{{answer}}}}}"##))
            )),
        ),
        ("many types", "x.json", schemas(&wide)),
        ("types that know each other", "x.json", schemas(&many(2000, mesh))),
        ("many words", "x.json", schemas(&format!(r##""A0":{{"enum":[{}]}}"##, many(50_000, |i| format!("\"w{i}\""))))),
        (
            "many choices",
            "x.json",
            schemas(&format!(
                r##""A0":{{"anyOf":[{}]}}"##,
                many(20_000, |i| format!(r##"{{"type":"string","enum":["w{i}"]}}"##))
            )),
        ),
        ("many parts", "x.json", schemas(&format!(r##""A0":{{"allOf":[{}]}}"##, many(100_000, |_| "{}".to_owned())))),
        (
            "names that clash",
            "x.json",
            schemas(&format!(
                r##""A0":{{"properties":{{{}}}}}"##,
                many(20_000, |i| format!("\"a{}b\":{{}}", "-".repeat(i % 500)))
            )),
        ),
        (
            "many parameters",
            "x.json",
            document(&format!(
                r##""paths":{{"/a":{{"get":{{"parameters":[{}]}}}}}}"##,
                many(5000, |i| format!(
                    r##"{{"name":"p{i}","in":"query","schema":{{"type":"integer","default":"{i}"}}}}"##
                ))
            )),
        ),
        ("many values", "x.json", format!("[{}]", many(1_100_000, |_| "0".to_owned()))),
        ("many lines", "x.yaml", "\n".repeat(TEN_MB)),
        ("many comments", "x.json", "//\n".repeat(1_000_000)),
        ("many commas", "x.json", format!("[{}]", ",".repeat(1_000_000))),
        ("many documents", "x.yaml", "---\na: 1\n".repeat(100_000)),
        ("one long line", "x.yaml", format!("openapi: 3.0.0\na: \"{}\"\n", "\\u00e4 ".repeat(1_000_000))),
        ("many keys of one name", "x.json", document(&many(100_000, |_| "\"a\":1".to_owned()))),
    ]
}
