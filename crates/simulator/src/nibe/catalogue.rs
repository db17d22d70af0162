//! What the catalogue says about a parameter.

use serde_json::Value;
use uplink_spec::model::{Catalogue, CatalogueEntry};

/// The entry of a parameter.
pub fn entry(catalogue: Option<&Catalogue>, id: i64) -> Option<&CatalogueEntry> {
    let entries = &catalogue?.entries;
    // Entries stand by rising id.
    entries.binary_search_by_key(&id, |e| e.id).ok().map(|i| &entries[i])
}

/// The first of several variants.
pub fn variant(text: &str) -> &str {
    text.split(" / ").next().unwrap_or(text)
}

/// A title for people; made from the key where the catalogue has none.
pub fn title(entry: Option<&CatalogueEntry>, id: i64) -> String {
    match entry {
        Some(entry) if !entry.title.is_empty() => variant(&entry.title).to_owned(),
        Some(entry) if !entry.name.is_empty() => entry.name.to_lowercase().replace('_', " "),
        _ => format!("parameter {id}"),
    }
}

/// The parameter that a request means: by number, by alias, or by key.
pub fn resolve(catalogue: Option<&Catalogue>, asked: &Value) -> Option<i64> {
    if let Some(id) = asked.as_i64() {
        return Some(id);
    }
    let word = asked.as_str()?.trim();
    if let Ok(id) = word.parse() {
        return Some(id);
    }
    let entries = &catalogue?.entries;
    let by_alias = entries.iter().find(|e| !e.alias.is_empty() && e.alias.eq_ignore_ascii_case(word));
    let by_name = || entries.iter().find(|e| !e.name.is_empty() && e.name.eq_ignore_ascii_case(word));
    by_alias.or_else(by_name).map(|e| e.id)
}
