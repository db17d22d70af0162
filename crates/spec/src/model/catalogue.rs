//! The table of values that machines know.

/// `[catalogue]`
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// Name of its file, beside the spec.
    pub file: String,
    /// What it lists.
    pub doc: String,
    /// Its rows by rising id.
    pub entries: Vec<CatalogueEntry>,
}

/// A row of the catalogue: a value that machines of this API may know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CatalogueEntry {
    /// Its number on the wire.
    pub id: i64,
    /// Its key, upper case.
    pub name: String,
    /// The word that requests may use in place of the id; may be empty.
    pub alias: String,
    /// Its English title; variants are separated by ` / `; may be empty.
    pub title: String,
    /// Its designation in wiring diagrams; may be empty.
    pub designation: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// Raw value per shown unit; `None` when unknown.
    pub factor: Option<u32>,
    /// Whether the factor rests on one client's table only, not on pairs that were seen.
    pub weak: bool,
    /// Whether the API lets it be written; `None` when unknown.
    pub writable: Option<bool>,
    /// Smallest value that may be written.
    pub min: Option<f64>,
    /// Largest value that may be written.
    pub max: Option<f64>,
    /// Step between values that may be written.
    pub step: Option<f64>,
    /// Known words for raw values.
    pub values: Vec<(i64, String)>,
    /// What else is known; may be empty.
    pub note: String,
}
