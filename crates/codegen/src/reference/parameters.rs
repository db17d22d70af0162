//! The entries of the catalogue of which something certain is known; the whole table is a file of its own.

use uplink_spec::model::{Catalogue, CatalogueEntry};

use super::markdown::{block, code, table};

pub fn page(catalogue: &Catalogue, package: &str) -> String {
    let entries = &catalogue.entries;
    let named = |e: &&CatalogueEntry| !e.alias.is_empty();
    let writable = |e: &&CatalogueEntry| e.writable == Some(true);
    // Values without a title were never seen in an answer.
    let certain = |e: &&CatalogueEntry| e.factor.is_some() && !e.weak && !writable(e) && !e.title.is_empty();
    let mut page = format!(
        "# Parameters\n\n{}\n\nThe whole table has {} rows and stands in `{}` beside the spec. Programs look it up:\n\n{}",
        catalogue.doc,
        entries.len(),
        catalogue.file,
        block("python", &lookup(entries, package))
    );
    page.push_str(
        "This page lists those of which something certain is known. With a factor of 10, raw 213 is 21.3.\n\n",
    );
    page.push_str(&part(
        "With a name",
        "Requests may use the name in place of the id.",
        table(
            ["id", "name", "title", "unit"],
            entries.iter().filter(named).map(|e| [e.id.to_string(), code(&e.alias), e.title.clone(), e.unit.clone()]),
        ),
    ));
    page.push_str(&part(
        "That can be written",
        "Values are written as they are shown, in these limits.",
        table(
            ["id", "what it is", "unit", "from", "to", "step", "values"],
            entries.iter().filter(writable).map(|e| {
                let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
                let words = e.values.iter().map(|(raw, word)| format!("{raw}: {word}")).collect::<Vec<_>>().join(", ");
                [e.id.to_string(), what(e), e.unit.clone(), number(e.min), number(e.max), number(e.step), words]
            }),
        ),
    ));
    page.push_str(&part(
        "With a factor that is sure",
        "Raw and shown values of real answers agree on it, or register lists of the manufacturer say so.",
        table(
            ["id", "what it is", "designation", "unit", "factor"],
            entries.iter().filter(certain).map(|e| {
                let factor = e.factor.map(|f| f.to_string()).unwrap_or_default();
                [e.id.to_string(), what(e), e.designation.clone(), e.unit.clone(), factor]
            }),
        ),
    ));
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn part(title: &str, text: &str, table: String) -> String {
    if table.is_empty() { table } else { format!("## {title}\n\n{text}\n\n{table}") }
}

/// The title, the note where there is none, or the key.
fn what(e: &CatalogueEntry) -> String {
    [&e.title, &e.note].into_iter().find(|t| !t.is_empty()).cloned().unwrap_or_else(|| code(&e.name))
}

fn lookup(entries: &[CatalogueEntry], package: &str) -> String {
    let Some(e) = entries.iter().find(|e| !e.alias.is_empty()).or(entries.first()) else { return String::new() };
    format!("from {package} import catalogue\n\nprint(catalogue.get({}))\nprint(len(catalogue.find(\"temp\")))\n", e.id)
}
