//! The reference target: Markdown pages in the order of an API's own documentation.
//!
//! Every example on them is fit to be run: calls in Python, requests and answers as they travel.

mod authentication;
mod changelog;
mod examples;
mod function;
mod functions;
mod introduction;
mod markdown;
mod parameters;
mod types;
mod ways;

use uplink_spec::model::{Function, Model};

use crate::index::Index;
use crate::{File, Spec};

/// The pages; the calls on them are those of the Python package `package`, and of `program` where a program calls the functions by
/// their names, with an option for each argument.
pub fn files(spec: &Spec, package: &str, program: Option<&str>) -> Vec<File> {
    let model = &Index::new(&spec.model);
    let pages = pages(model);
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text: format!("{}{}{text}", head(spec), markdown::links(&pages, path)),
    };
    let mut files = vec![
        file("introduction.md", introduction::page(model)),
        file("authentication.md", authentication::page(model)),
        file("examples.md", examples::page(model, package)),
        file("functions.md", functions::page(model)),
    ];
    let page = |f: &Function| file(&function_path(f), function::page(model, package, f, program));
    files.extend(model.functions.iter().map(page));
    files.extend(model.catalogue.as_ref().map(|c| file("parameters.md", parameters::page(c, package))));
    files.push(file("changelog.md", changelog::page(model)));
    files
}

/// The page of one function, without the lines that all pages begin with.
pub(crate) fn page(model: &Index<'_>, package: &str, function: &Function) -> String {
    function::page(model, package, function, None)
}

/// The pages that every page links to, with their titles.
fn pages(model: &Model) -> Vec<(&'static str, &'static str)> {
    let mut pages = vec![
        ("introduction.md", "Introduction"),
        ("authentication.md", "Authentication"),
        ("examples.md", "Examples"),
        ("functions.md", "Functions"),
    ];
    pages.extend(model.catalogue.as_ref().map(|_| ("parameters.md", "Parameters")));
    pages.push(("changelog.md", "Changelog"));
    pages
}

fn function_path(f: &Function) -> String {
    format!("functions/{}.md", f.name)
}

fn head(spec: &Spec) -> String {
    spec.head().iter().map(|line| format!("<!-- {line} -->\n")).collect()
}
