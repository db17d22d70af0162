//! Changes of the catalogue of values that machines know.

use std::collections::HashMap;

use crate::model::{Catalogue, CatalogueEntry};

use super::argument::tightened;
use super::change::{Changes, Where};
use super::{Direction, Kind, shown};

pub fn catalogue(changes: &mut Changes, old: Option<&Catalogue>, new: Option<&Catalogue>) {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return,
        (Some(_), None) => {
            return changes.add(Kind::CatalogueRemoved, Direction::Both, &Where::old("catalogue"), "the catalogue");
        }
        (None, Some(_)) => {
            return changes.add(Kind::CatalogueAdded, Direction::Both, &Where::new("catalogue"), "the catalogue");
        }
    };
    let Catalogue { doc, entries, file: _ } = old;
    changes.texts(&Where::both("catalogue"), "the catalogue", (doc, None), (&new.doc, None));
    let by_id = |entries: &'_ [CatalogueEntry]| -> HashMap<i64, usize> {
        entries.iter().enumerate().map(|(at, e)| (e.id, at)).collect()
    };
    let (old_ids, new_ids) = (by_id(entries), by_id(&new.entries));
    for before in entries {
        let place = format!("catalogue.{}", before.id);
        match new_ids.get(&before.id) {
            Some(at) => entry(changes, &Where::both(place), before, &new.entries[*at]),
            None => changes.add(Kind::EntryRemoved, Direction::Both, &Where::old(place), words(before)),
        }
    }
    for after in new.entries.iter().filter(|e| !old_ids.contains_key(&e.id)) {
        let place = Where::new(format!("catalogue.{}", after.id));
        changes.add(Kind::EntryAdded, Direction::Both, &place, words(after));
    }
}

fn words(entry: &CatalogueEntry) -> String {
    let name = if entry.alias.is_empty() { &entry.name } else { &entry.alias };
    format!("parameter {} `{name}`", entry.id)
}

fn entry(changes: &mut Changes, place: &Where, old: &CatalogueEntry, new: &CatalogueEntry) {
    let CatalogueEntry {
        id: _,
        name,
        alias,
        title,
        designation,
        unit,
        factor,
        weak,
        writable,
        min,
        max,
        step,
        values,
        note,
    } = old;
    let parameter = words(new);
    let mut add = |kind, direction, key: &str, what: String| {
        changes.add(kind, direction, &place.at(key), format!("{parameter}: {what}"));
    };
    let text = |t: &str| if t.is_empty() { "none".to_owned() } else { format!("`{t}`") };
    let from_to = |key: &str, old: &str, new: &str| format!("{key} {} -> {}", text(old), text(new));
    if *name != new.name {
        add(Kind::EntryNameChanged, Direction::Both, "name", from_to("key", name, &new.name));
    }
    if *alias != new.alias {
        let kind = if alias.is_empty() { Kind::EntryAliasAdded } else { Kind::EntryAliasChanged };
        add(kind, Direction::Sent, "alias", from_to("alias", alias, &new.alias));
    }
    if *unit != new.unit {
        let kind = if unit.is_empty() { Kind::EntryUnitAdded } else { Kind::EntryUnitChanged };
        add(kind, Direction::Both, "unit", from_to("unit", unit, &new.unit));
    }
    if *factor != new.factor {
        let kind = if factor.is_none() { Kind::FactorAdded } else { Kind::FactorChanged };
        add(kind, Direction::Received, "factor", format!("factor {} -> {}", shown(*factor), shown(new.factor)));
    }
    if *writable != new.writable {
        let kind = if *writable == Some(true) || new.writable == Some(false) {
            Kind::EntryNotWritable
        } else {
            Kind::EntryWritable
        };
        let word = |w: Option<bool>| w.map_or("unknown", |w| if w { "yes" } else { "no" });
        add(kind, Direction::Sent, "writable", format!("writable {} -> {}", word(*writable), word(new.writable)));
    }
    for (key, old, new, lower) in
        [("min", *min, new.min, true), ("max", *max, new.max, false), ("step", *step, new.step, true)]
    {
        if old != new {
            let kind = if tightened(old, new, lower) { Kind::EntryLimitTightened } else { Kind::EntryLimitLoosened };
            add(kind, Direction::Sent, key, format!("{key} {} -> {}", shown(old), shown(new)));
        }
    }
    for (raw, word) in values {
        let after = new.values.iter().find(|(r, _)| r == raw).map(|(_, w)| w);
        if after != Some(word) {
            let what = format!("word for {raw} `{word}` -> {}", after.map_or("none".into(), |w| format!("`{w}`")));
            add(Kind::WordChanged, Direction::Received, "values", what);
        }
    }
    for (raw, word) in new.values.iter().filter(|(raw, _)| !values.iter().any(|(r, _)| r == raw)) {
        add(Kind::WordAdded, Direction::Received, "values", format!("word for {raw} `{word}`"));
    }
    for (key, old, new) in
        [("title", title, &new.title), ("designation", designation, &new.designation), ("note", note, &new.note)]
    {
        if old != new {
            add(Kind::TextChanged, Direction::Both, key, from_to(key, old, new));
        }
    }
    if *weak != new.weak {
        let word = |weak| if weak { "weak" } else { "sure" };
        let what = format!("factor {} -> {}", word(*weak), word(new.weak));
        add(Kind::TextChanged, Direction::Both, "factor_from", what);
    }
}
