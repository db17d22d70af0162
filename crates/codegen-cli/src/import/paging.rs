//! `x-page`

use uplink_spec::model::{Argument, Function, Page, Place, Type};
use uplink_spec::names;

use super::argument::plain;
use super::document::Node;
use super::naming;
use super::notes::Weight;
use super::reader::Reader;

/// Reads how the answer comes in pages; the arguments of paging are taken out, because they belong to it.
pub fn read(reader: &Reader<'_>, operation: Node<'_>, function: &mut Function) {
    let Some(node) = operation.get("x-page") else { return };
    let word = |key: &str| node.text_of(key).map(str::to_owned);
    let size =
        node.get("default-size").and_then(|n| n.value().as_u64()).filter(|n| *n > 0 && i64::try_from(*n).is_ok());
    let words = (|| {
        Some(Page {
            number: word("number")?,
            size: word("size")?,
            total: word("total")?,
            items: word("items")?,
            default_size: size?,
            max_size: node.get("max-size").and_then(|n| n.value().as_u64()).filter(|max| *max >= size.unwrap_or(1)),
        })
    })();
    let usable = words.filter(|page| {
        let rest: Vec<&Argument> = function.arguments.iter().filter(|a| !of_page(page, a)).collect();
        let names = [page.number_argument(), page.size_argument()];
        names[0] != names[1]
            && names.iter().all(|n| naming::snake(n) == *n && rest.iter().all(|a| a.name != *n))
            && [&page.number, &page.size].iter().all(|n| !n.is_empty())
    });
    match usable {
        Some(page) => {
            function.arguments.retain(|a| !of_page(&page, a));
            function.page = Some(page);
        }
        None => reader.notes.add(Weight::Text, node, "the words of the pages do not fit; they are left out"),
    }
}

fn of_page(page: &Page, argument: &Argument) -> bool {
    argument.place == Place::Query && [&page.number, &page.size].contains(&&argument.wire)
}

/// Adds the two arguments that the reader of specs adds.
pub fn add_arguments(function: &mut Function) {
    let Some(page) = &function.page else { return };
    for wire in [&page.number, &page.size] {
        let mut argument = plain(names::snake(wire), wire, Place::Query, Type::Int);
        argument.required = false;
        argument.default = Some(1.into());
        function.arguments.push(argument);
    }
}
