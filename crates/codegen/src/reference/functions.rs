//! The list of all functions.

use uplink_spec::model::Model;

use super::function_path;
use super::markdown::{code, table};
use crate::doc;

pub fn page(model: &Model) -> String {
    let rows = model.functions.iter().map(|f| {
        let scope = match (&f.scopes[..], f.takes_token()) {
            _ if f.auth.is_empty() => "no token".to_owned(),
            (_, false) => "-".to_owned(),
            ([], true) => "any".to_owned(),
            (scopes, true) => scopes.iter().map(|s| code(s)).collect::<Vec<_>>().join(", "),
        };
        let link = format!("[{}]({})", f.name, function_path(f));
        [scope, link, format!("`{} {}`", f.method, doc::wire_path(f)), first_sentence(&f.doc)]
    });
    let table = table(["scope", "function", "on the wire", "what it does"], rows);
    format!("# Functions\n\nThe {} functions of {}.\n\n{}", model.functions.len(), model.api.name, table.trim_end())
        + "\n"
}

fn first_sentence(text: &str) -> String {
    text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.').to_owned() + "."
}
