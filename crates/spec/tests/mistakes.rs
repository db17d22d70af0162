//! Mistakes in a spec are found, all in one run, each with its code and place.

/// A correct spec to spoil.
const GOOD: &str = r#"[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
wire_case = "camel"
doc = "Boils water."

[oauth]
authorize = "/authorize"
token = "/token"
grants = ["authorization_code"]

[scope]
LOOK = "See the kettle."

[argument.kettle_id]
in = "path"
type = "int"
doc = "Which kettle."

[function.kettle]
doc = "The kettle."
http = "GET /kettles/{kettle_id}"
scope = "LOOK"
query.unit = { type = "Unit", default = "CELSIUS", doc = "Unit of the answer." }
answer.200 = "Kettle"

[[example.kettle]]
arguments = { kettle_id = 1 }
answer = '{"temperature":21.5,"lid":null}'

[struct.Kettle]
doc = "A kettle."
field.temperature = { type = "float", doc = "Water." }
field.lid = { type = "string?", doc = "Lid." }

[enum.Unit]
doc = "Unit of temperatures."
values = ["CELSIUS", "KELVIN"]
"#;

/// Code, line and column of each mistake after `right` was replaced by `wrong`.
fn mistakes(right: &str, wrong: &str) -> Vec<(String, usize, usize)> {
    assert_eq!(GOOD.matches(right).count(), 1, "{right}");
    let text = GOOD.replace(right, wrong);
    let report = uplink_spec::read_text("kettle.toml", &text, |_| None).expect_err("a mistake");
    let shown = report.to_string();
    assert!(shown.contains("kettle.toml:"), "{shown}");
    report
        .diagnostics
        .iter()
        .map(|d| {
            assert!(d.help.is_some(), "no help: {}", d.message);
            let (line, column) = report.place(d);
            (d.code.to_owned(), line, column)
        })
        .collect()
}

fn one(right: &str, wrong: &str, code: &str, line: usize, column: usize) {
    assert_eq!(mistakes(right, wrong), [(code.to_owned(), line, column)], "{wrong}");
}

#[test]
fn the_spec_without_mistakes_is_read() {
    uplink_spec::read_text("kettle.toml", GOOD, |_| None).unwrap_or_else(|report| panic!("{report}"));
}

#[test]
fn syntax() {
    one(r#"doc = "Boils water.""#, "doc = Boils", "S001", 6, 7);
}

#[test]
fn unknown_and_missing_keys() {
    one(r#"doc = "A kettle.""#, "doc = \"A kettle.\"\ndok = \"\"", "S002", 34, 1);
    one("token = \"/token\"\n", "", "S003", 8, 1);
}

#[test]
fn wrong_values() {
    one("version = \"1\"", "version = 1", "S004", 3, 11);
    one("grants = [\"authorization_code\"]", "grants = [\"password\"]", "S005", 11, 11);
    one("https://kettle.example", "http://kettle.example", "S006", 4, 12);
    one("GET /kettles/{kettle_id}", "FETCH /kettles/{kettle_id}", "S007", 23, 8);
}

#[test]
fn types_and_scopes() {
    one("answer.200 = \"Kettle\"", "answer.200 = \"[Kettel]\"", "S010", 26, 14);
    one("type = \"string?\"", "type = \"[string\"", "S011", 35, 22);
    one("scope = \"LOOK\"", "scope = \"LOKK\"", "S012", 24, 9);
    one("scope = \"LOOK\"\n", "", "S021", 21, 1);
}

#[test]
fn paths() {
    one("{kettle_id}", "{pot_id}", "S014", 23, 8);
    assert!(mistakes("query.unit", "path.unit").iter().any(|(code, ..)| code == "S015"));
}

#[test]
fn names_on_the_wire() {
    one("field.lid = { type", "field.lid = { wire = \"temperature\", type", "S017", 32, 9);
}

#[test]
fn bodies_and_bytes() {
    one("type = \"string?\"", "type = \"[bytes]\"", "S011", 35, 22);
    let both = "content.all = { type = \"any\", doc = \"\" }\nbody.unit";
    assert!(mistakes("query.unit", both).iter().any(|(code, ..)| code == "S016"));
    one("token = \"/token\"", "token = \"/token\"\nrefresh_scope = \"STAY\"", "S012", 11, 17);
}

#[test]
fn defaults_limits_and_examples() {
    one("default = \"CELSIUS\"", "default = \"FAHRENHEIT\"", "S022", 25, 41);
    one("type = \"int\"", "type = \"int\"\nmin = 3\nmax = 2", "S019", 16, 1);
    one(r#""temperature":21.5"#, r#""temperature":"warm""#, "S020", 28, 1);
    one("kettle_id = 1 }", "kettle_id = 1, lid = 2 }", "S020", 28, 1);
}

#[test]
fn all_mistakes_in_one_run() {
    let text = GOOD
        .replace("LOOK\"\nquery", "LOKK\"\nquery")
        .replace("[Kettle]", "x")
        .replace("type = \"float\"", "type = \"flot\"");
    let report = uplink_spec::read_text("kettle.toml", &text, |_| None).expect_err("mistakes");
    let codes: Vec<&str> = report.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["S012", "S010"]);
    assert!(report.to_string().contains("did you mean `LOOK`?"), "{report}");
}
