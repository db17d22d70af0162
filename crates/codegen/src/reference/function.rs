//! The page of a function: its scope first.

use serde_json::Value;
use uplink_spec::model::{Argument, Example, Function, NextPage, Page, Place, Retry};

use super::markdown::{block, code, paragraphs, table};
use super::{types, ways};
use crate::doc;
use crate::index::Index;
use crate::request::Request;

/// What stands for an access token in examples.
const TOKEN: &str = "ACCESS_TOKEN";

pub fn page(model: &Index<'_>, package: &str, f: &Function, program: Option<&str>) -> String {
    let why = f.why.as_ref().map(|why| format!("Source: {why}")).unwrap_or_default();
    let mut page = format!("# {}\n\n", f.name);
    let deprecated = f.deprecated.as_ref().map(|reason| format!("**Deprecated.** {reason}")).unwrap_or_default();
    page.push_str(&paragraphs([
        deprecated.as_str(),
        &scope(f),
        &format!("`{} {}`", f.method, doc::wire_path(f)),
        &f.doc,
        &repeats(f),
        &why,
    ]));
    page.push_str(&arguments(f));
    page.push_str(&answers(f));
    page.push_str(&types::sections(model, f));
    for (number, example) in f.examples.iter().enumerate() {
        let which = if f.examples.len() > 1 { format!(" {}", number + 1) } else { String::new() };
        page.push_str(&format!("## Example{which}\n\n{}", shown(model, package, f, example, program)));
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn scope(f: &Function) -> String {
    match (&f.scopes[..], f.needs_only_token()) {
        _ if f.auth.is_empty() => "Scope: none, and no token is needed.".to_owned(),
        (_, false) => doc::needs(f),
        ([], true) => "Scope: any token will do.".to_owned(),
        (scopes, true) => format!("Scope: **`{}`**", scopes.join("`** and **`")),
    }
}

fn repeats(f: &Function) -> String {
    let mut text = match f.retry {
        Retry::Safe => "Clients send it again after a passing failure.".to_owned(),
        Retry::Never => "Clients never send it again by themselves: the first may have been carried out.".to_owned(),
    };
    if let Some(seconds) = f.timeout_s {
        text.push_str(&format!(" They wait up to {seconds} seconds for its answer."));
    }
    if let Some(base_url) = &f.base_url {
        text.push_str(&format!(" It is at `{base_url}`."));
    }
    text
}

fn arguments(f: &Function) -> String {
    let rows = f.arguments.iter().map(|a| {
        let need = if a.required { "required" } else { "optional" };
        [code(&a.name), place(a), types::words(&a.ty), need.to_owned(), doc::argument(a)]
    });
    let table = table(["argument", "on the wire", "type", "", "meaning"], rows);
    if table.is_empty() { "It takes no arguments.\n\n".to_owned() } else { format!("## Arguments\n\n{table}") }
}

fn place(a: &Argument) -> String {
    let place = match a.place {
        Place::Content => return "the body".to_owned(),
        place => place.word(),
    };
    format!("`{}` in the {place}", a.wire)
}

fn answers(f: &Function) -> String {
    let rows = f.answers.iter().map(|answer| {
        let content = answer.content.as_ref().map_or_else(|| "nothing".to_owned(), types::words);
        [code(&answer.status_text()), content]
    });
    let page = f.page.as_ref().map(|page| format!("{} {}\n\n", doc::page(page), paging(page)));
    format!("## Answer\n\n{}{}", table(["status", "carries"], rows), page.unwrap_or_default())
}

/// Where an answer has its items, and how clients come to the next page.
fn paging(page: &Page) -> String {
    let items = page
        .items
        .as_ref()
        .map_or_else(|| "The items are the answer.".to_owned(), |items| format!("The items stand in `{items}`."));
    let total = page.total.as_ref().map(|total| format!(" The number of items on all pages stands in `{total}`."));
    let next = page.next.as_ref().map(|next| match next {
        NextPage::Field(field) => format!(" Which page is next stands in `{field}`."),
        NextPage::Last(field) => format!(" The next page begins after the `{field}` of the last item."),
        NextPage::Link(field) => format!(" The address of the next page stands in `{field}`."),
        NextPage::LinkHeader => " The address of the next page stands in the header `Link`.".to_owned(),
    });
    let parts = [Some(items), total, next, Some(" Clients ask for the next page by themselves.".to_owned())];
    parts.into_iter().flatten().collect()
}

/// The call, then the request and the answer.
fn shown(model: &Index<'_>, package: &str, f: &Function, example: &Example, program: Option<&str>) -> String {
    let calls = ways::text(model, package, f, example, program, TOKEN);
    let request = Request::of(f, example).with_credentials(model, f, TOKEN).text();
    let mut answer = format!("HTTP/1.1 {}", example.status);
    if let Some(body) = example.answer.as_ref().filter(|_| f.is_binary()) {
        // Bytes stand in the spec, and here, as base64.
        let base64 = serde_json::from_str::<String>(body).unwrap_or_default();
        answer.push_str(&format!("\nContent-Type: {}\n\n{base64}", f.answer_type()));
    } else if let Some(body) = example.answer.as_ref().filter(|_| f.is_text()) {
        let text = serde_json::from_str::<String>(body).unwrap_or_default();
        answer.push_str(&format!("\nContent-Type: {}\n\n{text}", f.answer_type()));
    } else if let Some(body) = &example.answer {
        let pretty = serde_json::from_str::<Value>(body).map_or_else(|_| body.clone(), |value| format!("{value:#}"));
        answer.push_str(&format!("\nContent-Type: {}\n\n{pretty}", f.answer_type()));
    }
    format!("{calls}What travels:\n\n{}{}", block("http", &request), block("http", &answer))
}
