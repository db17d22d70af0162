//! Every code has a page, and the examples on it show what it says.

use std::collections::BTreeSet;
use std::path::Path;

use uplink_spec::{CODES, Report, Severity};

/// What every example is added to.
const API: &str = r#"[api]
name     = "Kettle"
version  = "1"
base_url = "https://kettle.example"
doc      = "Boils water."

"#;

/// A spec for examples that are tables.
const WITH_TABLE: &str = r#"[catalogue]
file = "kettle.tsv"
doc  = "What kettles measure."

[function.ping]
doc   = "Says hello."
http  = "GET /ping"
scope = "none"
answer.200 = "string"
"#;

const COLUMNS: &str =
    "id\tname\talias\ttitle\tdesignation\tunit\tfactor\tfactor_from\twritable\tmin\tmax\tstep\tvalues\tnote\n";

/// The block of code after a word, with its language.
fn block<'p>(page: &'p str, after: &str) -> (&'p str, &'p str) {
    let (_, rest) = page.split_once(&format!("\n{after}\n\n```")).unwrap_or_else(|| panic!("no block {after}: {page}"));
    let (language, rest) = rest.split_once('\n').expect("a line");
    (language, rest.split_once("```").expect("an end").0)
}

/// The codes of all findings about an example. That examples have no examples is not what they are about.
fn findings(code: &str, (language, text): (&str, &str)) -> Vec<&'static str> {
    let (spec, rows) = match language {
        "toml" => (format!("{API}{text}"), COLUMNS.to_owned()),
        "text" => (format!("{API}{WITH_TABLE}"), text.to_owned()),
        other => panic!("{code}: examples in {other}"),
    };
    let table = |name: &str| (name == "kettle.tsv").then(|| rows.clone());
    let report: Report = match uplink_spec::check_text("kettle.toml", &spec, table) {
        Ok((_, warnings)) => warnings,
        Err(report) => report,
    };
    report.diagnostics.iter().map(|d| d.code).filter(|c| *c != "S026" || code == "S026").collect()
}

#[test]
fn the_wrong_example_shows_the_code_and_the_right_one_shows_nothing() {
    // Files that cannot be read are another test.
    for code in CODES.iter().filter(|c| c.name != "S000") {
        let wrong = findings(code.name, block(code.page, "Wrong:"));
        assert!(!wrong.is_empty() && wrong.iter().all(|c| *c == code.name), "{}, wrong: {wrong:?}", code.name);
        let right = findings(code.name, block(code.page, "Right:"));
        assert!(right.is_empty(), "{}, right: {right:?}", code.name);
    }
}

#[test]
fn every_page_has_its_code_a_title_and_sentences() {
    for code in CODES {
        assert!(code.page.starts_with(&format!("# {}: ", code.name)), "{}", code.name);
        assert!(!code.title().is_empty() && !code.title().ends_with('.'), "{}", code.name);
        let text = code.page.lines().skip(1).take_while(|l| *l != "Wrong:").collect::<Vec<_>>().join("\n");
        assert!(text.trim().ends_with('.') && text.len() > 80, "{}: {text}", code.name);
        assert_eq!(text.trim().starts_with("Warning. "), code.severity == Severity::Warning, "{}", code.name);
        assert_eq!(uplink_spec::explain(&code.name.to_lowercase()), Some(code.page));
    }
    assert_eq!(uplink_spec::explain("S999"), None);
}

#[test]
fn the_codes_of_the_source_are_those_with_a_page() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut used = BTreeSet::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("codes.rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                // Where codes are given, and not where they are spoken of.
                let quoted = text.match_indices("\"S").filter_map(|(at, _)| text.get(at + 1..at + 6));
                let codes = quoted.filter_map(|t| t.strip_suffix('"'));
                used.extend(codes.filter(|t| t[1..].bytes().all(|b| b.is_ascii_digit())).map(str::to_owned));
            }
        }
    }
    let pages: BTreeSet<String> = CODES.iter().map(|c| c.name.to_owned()).collect();
    assert_eq!(used, pages);
    let files = std::fs::read_dir(source.join("explain")).expect("the pages").count();
    assert_eq!(files, CODES.len(), "a page that no code has");
}
