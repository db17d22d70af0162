//! `x-page`

use uplink_spec::model::{Argument, Function, NextPage, Page, PageBy, Place, Type};
use uplink_spec::names;

use super::argument::plain;
use super::document::Node;
use super::naming;
use super::notes::Weight;
use super::reader::Reader;

/// Reads how the answer comes in pages; the arguments of paging are taken out, because they belong to it.
pub fn read(reader: &Reader<'_>, operation: Node<'_>, function: &mut Function) {
    let Some(node) = operation.get("x-page") else { return };
    let usable = words(node).filter(|page| {
        let rest: Vec<&Argument> = function.arguments.iter().filter(|a| !of_page(page, a)).collect();
        let mut names: Vec<String> = page.arguments().collect();
        let known = names.iter().all(|n| naming::snake(n) == *n && rest.iter().all(|a| a.name != *n));
        names.dedup();
        known && names.len() == page.wires().count() && page.words().iter().all(|(_, said)| !said.is_empty())
    });
    match usable {
        Some(page) => {
            function.arguments.retain(|a| !of_page(&page, a));
            function.page = Some(page);
        }
        None => reader.notes.add(Weight::Text, node, "the words of the pages do not fit; they are left out"),
    }
}

/// What arguments are called by which one page is told from another, without underscores.
const PAGING: [&str; 15] = [
    "page",
    "pagenumber",
    "pageindex",
    "pagetoken",
    "offset",
    "skip",
    "start",
    "startindex",
    "cursor",
    "after",
    "startingafter",
    "marker",
    "nexttoken",
    "continuationtoken",
    "pageafter",
];

/// Says which functions look as if they answered in pages, which nothing in a document tells for sure.
pub fn suspect(reader: &Reader<'_>, functions: &[Function]) {
    let argument = |f: &Function| {
        let by = |a: &&Argument| {
            a.place == Place::Query && PAGING.contains(&&*a.wire.to_lowercase().replace(['_', '-', '[', ']'], ""))
        };
        f.arguments.iter().find(by).map(|a| a.wire.clone())
    };
    let listed = functions.iter().filter(|f| f.page.is_none() && f.method == "GET");
    let found: Vec<String> =
        listed.filter_map(|f| argument(f).map(|wire| format!("`{}` by `{wire}`", f.name))).collect();
    let (shown, more) = (found.iter().take(3).cloned().collect::<Vec<_>>().join(", "), found.len().saturating_sub(3));
    if found.is_empty() {
        return;
    }
    let and = if more > 0 { format!(" and {more} more") } else { String::new() };
    let what =
        format!("{shown}{and} may answer in pages; clients walk through them where `page` in an overlay says how");
    reader.notes.add(Weight::Text, reader.root, what);
}

/// The words of the pages, where they say how to go from one to the next.
fn words(node: Node<'_>) -> Option<Page> {
    let word = |key: &str| node.text_of(key).map(str::to_owned);
    let count = |key: &str| node.get(key).and_then(|n| n.value().as_u64()).filter(|n| i64::try_from(*n).is_ok());
    let by =
        [word("number").map(PageBy::Number), word("offset").map(PageBy::Offset), word("cursor").map(PageBy::Cursor)];
    let next = [
        word("next").map(NextPage::Field),
        word("last").map(NextPage::Last),
        word("link").map(NextPage::Link),
        word("link-header").map(|_| NextPage::LinkHeader),
    ];
    let default_size = count("default-size").filter(|n| *n > 0);
    let page = Page {
        by: only(by)??,
        next: only(next)?,
        size: word("size"),
        total: word("total"),
        more: word("more"),
        items: word("items"),
        default_size,
        max_size: count("max-size").filter(|max| *max >= default_size.unwrap_or(1)),
    };
    let led = page.next.is_some() || !matches!(page.by, PageBy::Cursor(_));
    let of_object = page.fields().next().is_some() || matches!(page.next, Some(NextPage::Field(_) | NextPage::Link(_)));
    let sized = page.size.is_some() || (page.default_size, page.max_size) == (None, None);
    (led && sized && (page.items.is_some() || !of_object)).then_some(page)
}

/// The one that is there; nothing at all where there are several.
fn only<T, const N: usize>(all: [Option<T>; N]) -> Option<Option<T>> {
    let mut there = all.into_iter().flatten();
    let first = there.next();
    there.next().is_none().then_some(first)
}

fn of_page(page: &Page, argument: &Argument) -> bool {
    argument.place == Place::Query && page.wires().any(|wire| wire == argument.wire)
}

/// Adds the arguments that the reader of specs adds.
pub fn add_arguments(function: &mut Function) {
    let Some(page) = &function.page else { return };
    let by = match page.by {
        PageBy::Number(_) | PageBy::Offset(_) => Type::Int,
        PageBy::Cursor(_) => Type::String,
    };
    let types = [by, Type::Int];
    for (wire, ty) in page.wires().zip(types) {
        let mut argument = plain(names::snake(wire), wire, Place::Query, ty);
        argument.required = false;
        argument.default = matches!(argument.ty, Type::Int).then(|| 1.into());
        function.arguments.push(argument);
    }
}
