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

/// What parameters have in common with many others.
#[derive(Clone, Copy)]
struct Kind {
    factor: Option<u32>,
    weak: bool,
    writable: Option<bool>,
    min: Option<f64>,
    max: Option<f64>,
    step: Option<f64>,
    values: &'static [(i64, &'static str)],
}

/// The place of a parameter in the columns of `COLUMNS`, little-endian: ids of 8 bytes; each of 4, begin and end of each text in
/// `TEXT`, and places in `KINDS`.
#[derive(Clone, Copy)]
struct Row(usize);

impl Row {
    const COUNT: usize = COLUMNS.len() / (8 + 13 * 4);

    fn ids() -> &'static [[u8; 8]] {
        COLUMNS[..8 * Self::COUNT].as_chunks().0
    }

    fn words() -> &'static [[u8; 4]] {
        COLUMNS[8 * Self::COUNT..].as_chunks().0
    }

    fn of(id: i64) -> Option<Self> {
        Self::ids().binary_search_by_key(&id, |bytes| i64::from_le_bytes(*bytes)).ok().map(Row)
    }

    fn parameter(self) -> Parameter {
        let word = |at: usize| u32::from_le_bytes(Self::words()[at * Self::COUNT + self.0]) as usize;
        let text = |at: usize| TEXT.get(word(2 * at)..word(2 * at + 1)).unwrap_or_default();
        let kind = KINDS[word(12)];
        Parameter {
            id: i64::from_le_bytes(Self::ids()[self.0]),
            name: text(0),
            alias: text(1),
            title: text(2),
            designation: text(3),
            unit: text(4),
            factor: kind.factor,
            weak: kind.weak,
            writable: kind.writable,
            min: kind.min,
            max: kind.max,
            step: kind.step,
            values: kind.values,
            note: text(5),
        }
    }
}

/// All parameters, by rising id.
pub fn all() -> impl Iterator<Item = Parameter> {
    (0..Row::COUNT).map(|at| Row(at).parameter())
}

/// The parameter of this id.
pub fn get(id: i64) -> Option<Parameter> {
    Row::of(id).map(Row::parameter)
}

/// The parameters whose id, alias, key, title or designation holds this text, without regard to case.
pub fn find(text: &str) -> impl Iterator<Item = Parameter> {
    let wanted = text.to_lowercase();
    all().filter(move |p| {
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
        assert!(all().is_sorted_by_key(|p| p.id));
    }
    #[test]
    fn rows_lead_to_their_texts_and_words() {
        let entry = get(40004).expect("in the catalogue");
        assert_eq!((entry.name, entry.title, entry.unit), ("OUTDOOR_TEMP_BT1", "outdoor temp.", "°C"));
        assert!(all().all(|p| !p.name.is_empty()));
        assert!(all().filter(|p| !p.values.is_empty()).count() > 100);
        let boost = get(48132).expect("in the catalogue");
        assert_eq!((boost.factor, boost.writable, boost.values[4]), (Some(1), Some(true), (4, "one time")));
    }
}
