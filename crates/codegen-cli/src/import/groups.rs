//! Tags as groups of functions.

use std::collections::HashMap;

use uplink_spec::model::{Function, Grouped};

use super::document::Node;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;

/// What some tools write as the tag of all that has none.
const NO_TAG: &str = "default";

/// Puts each function that has a tag into the group of its first one, unless the document says itself how it is called;
/// `operations` are theirs, in the same order.
pub fn assign<'d>(reader: &mut Reader<'d>, functions: &mut [Function], operations: &[Node<'d>]) {
    let mut of_clients = Taken::functions();
    let tags: Vec<Option<&str>> = operations.iter().map(|operation| tag(reader, *operation)).collect();
    let mut groups: HashMap<String, (String, Taken)> = HashMap::new();
    for (f, tag) in functions.iter().zip(&tags) {
        match &f.call {
            Some(Grouped { group, name }) => {
                of_clients.take(group);
                groups.entry(group.clone()).or_insert_with(|| (group.clone(), Taken::arguments())).1.take(name);
            }
            None if tag.is_none() => _ = of_clients.take(&f.name),
            None => {}
        }
    }
    for (f, tag) in functions.iter_mut().zip(tags) {
        let Some(tag) = tag.filter(|_| f.call.is_none()) else { continue };
        let key = naming::snake(tag);
        let (group, members) = groups.entry(key).or_insert_with_key(|key| {
            let mut group = of_clients.give(key.clone());
            while !reader.names.take(&naming::camel(&format!("{group}_group"))) {
                group = of_clients.give(format!("of_{key}"));
            }
            (group, Taken::arguments())
        });
        let short = without(&f.name, group);
        let name = if members.take(&short) { short } else { members.give(f.name.clone()) };
        f.call = Some(Grouped { group: group.clone(), name });
    }
}

/// The first tag of an operation; what an exported document says itself is kept.
fn tag<'d>(reader: &Reader<'d>, operation: Node<'d>) -> Option<&'d str> {
    let tags = operation.get("tags")?;
    if tags.items().count() > 1 {
        reader.notes.add(Weight::Text, tags, "the first of the tags becomes the group");
    }
    let tag = tags.items().next().and_then(Node::text)?;
    let told = tag != NO_TAG && tag.chars().any(char::is_alphanumeric);
    told.then_some(tag)
}

/// A function's name without the words of its group: `list_all_kettles` in `kettles` is `list_all`.
fn without(name: &str, group: &str) -> String {
    let words: Vec<&str> = name.split('_').collect();
    let of_group: Vec<String> = group.split('_').map(singular).collect();
    let found =
        words.windows(of_group.len()).position(|at| at.iter().map(|word| singular(word)).eq(of_group.iter().cloned()));
    let Some(at) = found else { return name.to_owned() };
    let rest: Vec<&str> = [&words[..at], &words[at + of_group.len()..]].concat();
    // What would be left of `kettle_of_2` is no name.
    let plain = rest.first().is_some_and(|word| word.starts_with(char::is_lowercase) && !PREPOSITIONS.contains(word));
    if plain { rest.join("_") } else { name.to_owned() }
}

const PREPOSITIONS: [&str; 8] = ["by", "for", "from", "in", "of", "on", "to", "with"];

/// A word in the form in which one and many are the same.
fn singular(word: &str) -> String {
    match word {
        _ if word.ends_with("ss") => word.to_owned(),
        _ if word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ if ["ches", "shes", "xes", "sses", "zes"].iter().any(|end| word.ends_with(end)) => {
            word[..word.len() - 2].to_owned()
        }
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_name_loses_what_its_group_says() {
        for (name, group, short) in [
            ("create_webhook", "webhooks", "create"),
            ("webhooks_list", "webhooks", "list"),
            ("list_all_webhooks", "webhook", "list_all"),
            ("get_pet_by_id", "pet", "get_by_id"),
            ("find_batches", "batch", "find"),
            ("list_categories", "category", "list"),
            ("create_issue_comment", "issues", "create_comment"),
            ("get_heat_pump_state", "heat_pumps", "get_state"),
            ("place_order", "store", "place_order"),
            ("webhook", "webhooks", "webhook"),
            ("kettle_of_2", "kettles", "kettle_of_2"),
            ("pet_by_id", "pets", "pet_by_id"),
            ("address_2", "address", "address_2"),
        ] {
            assert_eq!(without(name, group), short, "{name} in {group}");
        }
    }
}
