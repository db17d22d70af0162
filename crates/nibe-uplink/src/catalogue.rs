//! The catalogue: what is known about the parameters of NIBE heat pumps.

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// A parameter that NIBE heat pumps may know.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its id, the same as its Modbus register on F-series machines.
    pub id: i64,
    /// Its key, upper case.
    pub name: &'static str,
    /// The word that requests may use in place of the id; may be empty.
    pub alias: &'static str,
    /// Its English title; machines differ, variants are separated by ` / `; may be empty.
    pub title: &'static str,
    /// Its designation in wiring diagrams; may be empty.
    pub designation: &'static str,
    /// Its unit; may be empty.
    pub unit: &'static str,
    /// Raw value per shown unit; `None` when unknown.
    pub factor: Option<u32>,
    /// Whether the factor rests on one client's table only.
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
    pub values: &'static [(i64, &'static str)],
    /// What else is known; may be empty.
    pub note: &'static str,
}

/// The parameter of this id.
pub fn get(id: i64) -> Option<&'static Parameter> {
    ENTRIES.binary_search_by_key(&id, |p| p.id).ok().map(|at| &ENTRIES[at])
}

/// The parameters whose id, alias, key, title or designation holds this text, without regard to case.
pub fn find(text: &str) -> impl Iterator<Item = &'static Parameter> {
    let wanted = text.to_lowercase();
    ENTRIES.iter().filter(move |p| {
        p.id.to_string() == wanted
            || [p.alias, p.name, p.title, p.designation].iter().any(|field| field.to_lowercase().contains(&wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_by_id_alias_and_title() {
        assert_eq!(get(40004).map(|p| p.alias), Some("outdoor_temperature"));
        assert_eq!(get(1), None);
        assert!(find("hot_water_boost").any(|p| p.id == 48132));
        assert!(find("Degree Minutes").any(|p| p.id == 43005));
        assert!(ENTRIES.is_sorted_by_key(|p| p.id));
    }
}
