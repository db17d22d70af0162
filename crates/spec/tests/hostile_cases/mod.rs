//! Specs that were written to hurt, each with its name.

/// What every spec begins with.
const API: &str = r#"[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
doc = "Boils water."
"#;

/// A function after it.
const FUNCTION: &str = r#"
[function.kettle]
doc = "The kettle."
http = "GET /kettle"
scope = "none"
answer.200 = "string"
"#;

/// The columns of the table.
const COLUMNS: &str =
    "id\tname\talias\ttitle\tdesignation\tunit\tfactor\tfactor_from\twritable\tmin\tmax\tstep\tvalues\tnote\n";

/// A spec, and perhaps the table beside it.
pub struct Case {
    pub name: &'static str,
    pub spec: String,
    pub table: Option<String>,
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// A megabyte of a text.
fn long(text: &str) -> String {
    text.repeat(1_000_000 / text.len())
}

/// All of them.
pub fn cases() -> Vec<Case> {
    let after_api = |name, rest: String| Case { name, spec: format!("{API}{rest}"), table: None };
    let function = |name, line: String| after_api(name, format!("{FUNCTION}{line}\n"));
    let alone = |name, spec: String| Case { name, spec, table: None };
    let many = 10_000;
    let big = "x".repeat(10_000_000);
    let mut cases = vec![
        alone("nothing", String::new()),
        alone("NUL bytes", "\0".repeat(10_000)),
        alone("byte order mark and CR LF", format!("\u{feff}{API}{FUNCTION}").replace('\n', "\r\n")),
        alone("carriage returns alone", format!("{API}{FUNCTION}").replace('\n', "\r")),
        after_api("a surrogate", "doc = \"\\uD800\"\n".into()),
        after_api("half a character", "doc = \"\\xff\"\n[scope]\n\"\u{0}\" = \"\\u0000\"\n".into()),
        alone("longer than any spec", long("# x\n").repeat(20)),
    ];
    // Depth.
    cases.extend([
        function("arrays", format!("a = {}", long("["))),
        function("arrays that close", format!("a = {}{}", "[".repeat(many), "]".repeat(many))),
        function("inline tables", format!("a = {}", long("{a="))),
        function("dotted keys", format!("{}a = 1", long("a."))),
        after_api("a dotted head", format!("[{}a]\n", long("a."))),
        after_api(
            "as deep as TOML goes",
            format!("[{0}a]\n{0}a = {1}{2}\n", "a.".repeat(78), "[".repeat(79), "]".repeat(79)),
        ),
        function(
            "an example as deep as TOML goes",
            format!(
                "[[example.kettle]]\narguments.a = {}{}\nanswer = '{}'",
                "[".repeat(78),
                "]".repeat(78),
                "[".repeat(many)
            ),
        ),
        function("lists in a type", format!("answer.201 = \"{}\"", long("["))),
        function("lists in a type that close", format!("answer.201 = \"{}int{}\"", "[".repeat(many), "]".repeat(many))),
        function("question marks in a type", format!("answer.201 = \"int{}\"", long("?"))),
        function("alternatives", format!("answer.201 = \"int{}\"", long(" | int"))),
        after_api("alternatives of an alias", format!("[alias.A]\ndoc = \"A.\"\ntype = \"int{}\"\n", long(" | [int]"))),
        function(
            "placeholders",
            format!(
                "[function.b]\ndoc = \"B.\"\nscope = \"none\"\nanswer.200 = \"any\"\nhttp = \"GET /{}\"",
                long("{a}")
            ),
        ),
        function(
            "open braces",
            format!(
                "[function.b]\ndoc = \"B.\"\nscope = \"none\"\nanswer.200 = \"any\"\nhttp = \"GET /{}\"",
                long("{")
            ),
        ),
    ]);
    // Length.
    cases.extend([
        function("a long key", format!("{big} = 1")),
        function("a long type", format!("answer.201 = \"{big}\"")),
        function("a long argument", format!("query.{big} = {{ type = \"int?\", doc = \"A.\" }}")),
        function("a long scope", format!("[function.b]\nscope = \"{big}\"")),
        after_api("a long function", format!("[function.{big}]\ndoc = \"A.\"\nhttp = \"GET /\"\nscope = \"none\"\nanswer.200 = \"any\"\n")),
        after_api("a long struct", format!("[struct.X{big}]\ndoc = \"A.\"\nfield.a = {{ type = \"X{big}\" }}\n")),
        after_api("a long value", format!("[enum.A]\ndoc = \"A.\"\nvalues = [\"{big}\", \"{big}\"]\n")),
        function("a long number", format!("timeout = {}", long("9"))),
        function("a long fraction", format!("query.a = {{ type = \"float\", default = 0.{} }}", long("9"))),
        function("a large exponent", "query.a = { type = \"float\", default = 1e999999999 }\nquery.b = { type = \"float\", default = -1e-999999999 }".into()),
        function("no numbers", "query.a = { type = \"float\", default = nan }\nquery.b = { type = \"float\", default = -inf, min = 0 }".into()),
        function("limits of numbers", "query.a = { type = \"int\", default = -9223372036854775808, min = -9223372036854775808, max = 0x7fffffffffffffff, min_items = 18446744073709551615 }\ntimeout = \"18446744073709551615h\"".into()),
        after_api("a long answer", format!("{FUNCTION}\n[[example.kettle]]\nanswer = '[{}]'\n", long("{},"))),
    ]);
    // Number.
    cases.extend([
        alone("mistakes of syntax", lines(many, |_| "a = b\n".into())),
        alone("tables with mistakes of syntax", lines(many, |n| format!("[a{n}]\na = b\n"))),
        alone("one table again and again", lines(many, |_| "[a]\n".into())),
        function("unknown keys", lines(many, |n| format!("a{n} = 1\n"))),
        function("wrong values", format!("arguments = [{}]", "1,".repeat(300_000))),
        after_api("scopes", format!("[scope]\n{}", lines(many, |n| format!("S{n} = \"S.\"\n")))),
        after_api("error codes", format!("[error]\nbody = '{{}}'\ncode = \"code\"\n[error.codes]\n{}", lines(many, |n| format!("{n} = {{ name = \"A\" }}\n")))),
        after_api("values", format!("[enum.A]\ndoc = \"A.\"\nvalues = [{}]\n", lines(30_000, |n| format!("\"{n}\",")))),
        function("arguments", lines(many, |n| format!("query.a{n} = {{ type = \"int\" }}\n"))),
        after_api("shared arguments", format!("{FUNCTION}arguments = [{}]\n{}", lines(10_000, |n| format!("\"a{}\",", n % 7_500)), lines(10_000, |n| format!("[argument.a{n}]\nin = \"query\"\ntype = \"int\"\n")))),
        after_api("functions with one request", lines(10_000, |n| FUNCTION.replace(".kettle]", &format!(".k{n}]")))),
        after_api("functions with one name", lines(10_000, |n| FUNCTION.replace(".kettle]", &format!(".k{n}]\nrename = \"k\"")))),
        after_api("unknown types among many", lines(10_000, |n| format!("[struct.A{n}]\ndoc = \"A.\"\nfield.a = {{ type = \"B{n}\" }}\n"))),
        after_api("structs in a circle", lines(10_000, |n| format!("[struct.A{n}]\ndoc = \"A.\"\nfield.a = {{ type = \"A{}\" }}\n", (n + 1) % 10_000))),
        after_api("structs in a row", lines(10_000, |n| format!("[struct.A{n}]\ndoc = \"A.\"\nfield.a = {{ type = \"A{}\" }}\n", (n + 1).min(9_999)))),
        after_api("circles that lead to circles", lines(10_000, |n| format!("[struct.A{n}]\ndoc = \"A.\"\nfield.a = {{ type = \"A{n}\" }}\nfield.b = {{ type = \"A{}\" }}\n", (n + 1).min(9_999)))),
        after_api("aliases in a row", format!("{}[alias.A10000]\ndoc = \"A.\"\ntype = \"int\"\n{FUNCTION}answer.201 = \"A0\"\n", lines(10_000, |n| format!("[alias.A{n}]\ndoc = \"A.\"\ntype = \"A{}\"\n", n + 1)))),
        after_api("alternatives of alternatives", format!("{}[alias.A30]\ndoc = \"A.\"\ntype = \"int\"\n[alias.A31]\ndoc = \"A.\"\ntype = \"bool\"\n{FUNCTION}query.a = {{ type = \"A0\", default = \"x\" }}\n[[example.kettle]]\nanswer = '\"x\"'\n", lines(30, |n| format!("[alias.A{n}]\ndoc = \"A.\"\ntype = \"A{} | A{}\"\n", n + 1, n + 2)))),
        after_api("examples", format!("{FUNCTION}{}", lines(many, |_| "[[example.kettle]]\nanswer = '1'\n".into()))),
    ]);
    let with_table = |name, rows: String| Case {
        name,
        spec: format!("{API}[catalogue]\nfile = \"t.tsv\"\ndoc = \"T.\"\n{FUNCTION}"),
        table: Some(format!("{COLUMNS}{rows}")),
    };
    cases.extend([
        with_table("rows without cells", "\n".repeat(300_000)),
        with_table("rows of tabs", format!("{}\n", long("\t"))),
        with_table("a long cell", format!("1\t{big}\t\t\t\t\t\t\t\t\t\t\t\t\n")),
        with_table("a long id", format!("{}\t\t\t\t\t\t\t\t\t\t\t\t\t\n", long("9"))),
        with_table(
            "numbers that are none",
            "1\t\t\t\t\t\t4294967296\tpairs\t\tNaN\t-inf\t1e-999\t9223372036854775808=x\t\n".into(),
        ),
        with_table("many values", format!("1\t\t\t\t\t\t\t\t\t\t\t\t{}\t\n", lines(30_000, |n| format!("{n}=x;")))),
        with_table("many rows", lines(30_000, |n| format!("{n}\tA\t\t\t\t\t\t\tmaybe\t\t\t\t\t\n"))),
        with_table("NUL, BOM and CR LF", "\u{feff}1\t\0\t\t\t\t\t\t\t\t\t\t\t\t\r\n".into()),
    ]);
    cases
}
