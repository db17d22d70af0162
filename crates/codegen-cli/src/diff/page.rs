//! Changes as a page to read: a section for each function and each type, in it the changes of one kind together.

use std::fmt::Write;

use uplink_spec::diff::{Change, Class, Kind, Places};

/// The page without its verdict; empty when there is no change.
pub fn page(changes: &[Change], old: &Places, new: &Places) -> String {
    let mut out = String::new();
    for (title, mut changes) in sections(changes) {
        let _ = writeln!(out, "== {title}\n");
        // What breaks programs comes first; the sort keeps the order of the spec otherwise.
        changes.sort_by_key(|change| change.class);
        while let Some(first) = changes.first().copied() {
            let same = |c: &&Change| {
                (c.kind, c.class, c.direction, c.bump) == (first.kind, first.class, first.direction, first.bump)
            };
            let (group, rest): (Vec<&Change>, Vec<&Change>) = changes.into_iter().partition(same);
            changes = rest;
            let _ = writeln!(out, "{} ({}, {}, {})", first.kind.words(), first.class, first.direction, first.bump);
            for change in group {
                let _ = writeln!(out, "  {} ({})", change.what, place(change, old, new));
            }
            out.push_str(&effects(first));
            out.push('\n');
        }
    }
    if !out.is_empty() {
        let count = |class: Class| changes.iter().filter(|c| c.class == class).count();
        let [breaking, additive, texts] = [Class::Breaking, Class::Additive, Class::Documentation].map(count);
        let _ = writeln!(out, "{breaking} breaking, {additive} additive, {texts} of documentation");
    }
    out
}

/// Changes by section: the API as a whole, functions, types, the catalogue; in the order of the specs otherwise.
fn sections(changes: &[Change]) -> Vec<(String, Vec<&Change>)> {
    let mut sections: Vec<((u8, String), Vec<&Change>)> = Vec::new();
    for change in changes {
        let section = section(change);
        match sections.iter_mut().find(|(known, _)| *known == section) {
            Some((_, changes)) => changes.push(change),
            None => sections.push((section, vec![change])),
        }
    }
    sections.sort_by_key(|((rank, _), _)| *rank);
    sections.into_iter().map(|((_, title), changes)| (title, changes)).collect()
}

/// The rank of a change's section and its title.
fn section(change: &Change) -> (u8, String) {
    match (&change.function, change.kind) {
        (_, Kind::FunctionRemoved | Kind::FunctionAdded | Kind::FunctionRenamed) => return (1, "functions".to_owned()),
        (Some(function), _) => return (2, format!("function `{function}`")),
        (None, _) => {}
    }
    let place = change.new.as_ref().or(change.old.as_ref()).map_or("", String::as_str);
    let mut words = place.split('.');
    match (words.next().unwrap_or_default(), words.next()) {
        ("struct" | "enum" | "alias", Some(name)) => match change.kind {
            Kind::TypeRemoved | Kind::TypeAdded => (3, "types".to_owned()),
            _ => (4, format!("type `{name}`")),
        },
        ("catalogue", _) => (5, "catalogue".to_owned()),
        ("oauth" | "scope", _) => (0, "login".to_owned()),
        ("pace", _) => (0, "pace".to_owned()),
        ("error", _) => (0, "errors".to_owned()),
        _ => (0, "API".to_owned()),
    }
}

fn place(change: &Change, old: &Places, new: &Places) -> String {
    let found = |name: &Option<String>, places: &Places| name.as_ref().map(|name| places.find(name).to_string());
    let places: Vec<String> = found(&change.old, old).into_iter().chain(found(&change.new, new)).collect();
    places.join(" -> ")
}

/// What the kind of change does; nothing is said of texts, which do nothing.
fn effects(change: &Change) -> String {
    let Change { class, rust, python, service, .. } = change;
    if *class == Class::Documentation {
        return String::new();
    }
    let clients = if rust == python {
        format!("  Rust and Python: {rust}\n")
    } else {
        format!("  Rust: {rust}\n  Python: {python}\n")
    };
    format!("{clients}  service: {service}\n")
}
