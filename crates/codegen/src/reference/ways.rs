//! One call in each of the ways to make it.

use serde_json::Value;
use uplink_spec::model::{Argument, Example, Function};
use uplink_spec::{Body, body, is_files};

use super::markdown::block;
use crate::index::Index;
use crate::python::example;
use crate::request::Request;
use crate::rust;

/// The call in Python, asynchronous Python and Rust, with the program where there is one, and with curl.
pub fn text(
    model: &Index<'_>,
    package: &str,
    f: &Function,
    example: &Example,
    program: Option<&str>,
    token: &str,
) -> String {
    let mut out = block("python", &example::program(model, package, f, example, ""));
    let mut add = |title: &str, language: &str, call: String| {
        out.push_str(&format!("{title}\n\n{}", block(language, &call)));
    };
    add("Asynchronously:", "python", example::program(model, package, f, example, "await "));
    add("In Rust:", "rust", rust::example::lines(model, f, example).join("\n"));
    let with_files = f.arguments.iter().any(|a| is_files(&a.ty) && example.arguments.contains_key(&a.name));
    if let Some(program) = program.filter(|_| !with_files) {
        add("In the shell:", "sh", shell(f, example, program));
    }
    if body(f, &example.arguments) != Some(Body::Opaque) {
        add("With curl:", "sh", curl(model, f, example, token));
    }
    out
}

fn shell(f: &Function, example: &Example, program: &str) -> String {
    let given = |a: &Argument| Some((a.name.replace('_', "-"), example.arguments.get(&a.name)?.clone()));
    let options =
        f.arguments.iter().filter_map(given).map(|(name, value)| format!("--{name} {}", quoted(&word(&value))));
    lines(format!("{program} call {}", f.name), options.collect())
}

/// A value as the program takes it.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // A text that looks like a number, or has a comma, would not be read as the text that it is.
        Value::Array(items) if !items.iter().any(is_ambiguous) => items.iter().map(word).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn is_ambiguous(item: &Value) -> bool {
    match item {
        Value::String(text) => text.parse::<f64>().is_ok() || text.contains([',', '[', ' ']) || text.is_empty(),
        other => !other.is_number(),
    }
}

fn curl(model: &Index<'_>, f: &Function, example: &Example, token: &str) -> String {
    let request = Request::of(f, example).with_credentials(model, f, token);
    let method = if request.method == "GET" { String::new() } else { format!("-X {} ", request.method) };
    let url = format!(
        "curl {method}{}",
        quoted(&format!("{}{}", f.base_url.as_ref().unwrap_or(&model.api.base_url), request.target))
    );
    let mut options: Vec<String> =
        request.headers.iter().map(|(name, value)| format!("-H {}", quoted(&format!("{name}: {value}")))).collect();
    options.extend(request.body.map(|body| format!("--data-raw {}", quoted(&body))));
    lines(url, options)
}

/// A command, on several lines when one would be long.
fn lines(command: String, options: Vec<String>) -> String {
    let one = [std::slice::from_ref(&command), &options].concat().join(" ");
    if one.chars().count() <= 100 { one } else { [vec![command], options].concat().join(" \\\n    ") }
}

/// A word that the shell hands on as it is.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{quoted, word};

    #[test]
    fn words_reach_the_program_as_they_are() {
        assert_eq!(word(&json!([40004, "lid"])), "40004,lid");
        assert_eq!(word(&json!(["47011"])), r#"["47011"]"#, "a text, not a number");
        assert_eq!(word(&json!(["a,b"])), r#"["a,b"]"#);
        assert_eq!(word(&json!({"47011": -1})), r#"{"47011":-1}"#);
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("a-1,b"), "a-1,b");
    }
}
