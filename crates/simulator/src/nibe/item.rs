//! Rows of the demo machines.

use serde_json::{Map, Value, json};
use uplink_heat_pump::Reading;
use uplink_spec::model::Catalogue;

use super::catalogue;

/// The raw value of a sensor that is not there, and of texts.
pub const ABSENT: i64 = -32_768;

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// A quantity that moves, in the unit that is shown.
    Moving(fn(&Reading) -> f64),
    /// Whether something happens: no or yes.
    Switch(fn(&Reading) -> bool),
    /// Always the same, in the unit that is shown.
    Fixed(f64),
    /// Always the same word.
    Word(i64, &'static str),
    /// A row of text without an id.
    Text(&'static str),
    /// A sensor that is not there.
    Absent,
}

/// A row: title, designation and unit come from the catalogue unless given here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) id: i64,
    pub(super) source: Source,
    title: Option<&'static str>,
    designation: Option<&'static str>,
    unit: Option<&'static str>,
}

const fn item(id: i64, source: Source) -> Item {
    Item { id, source, title: None, designation: None, unit: None }
}

pub(super) const fn moving(id: i64, quantity: fn(&Reading) -> f64) -> Item {
    item(id, Source::Moving(quantity))
}

pub(super) const fn switch(id: i64, happens: fn(&Reading) -> bool) -> Item {
    item(id, Source::Switch(happens))
}

pub(super) const fn fixed(id: i64, value: f64) -> Item {
    item(id, Source::Fixed(value))
}

pub(super) const fn word(id: i64, raw: i64, word: &'static str) -> Item {
    item(id, Source::Word(raw, word))
}

pub(super) const fn absent(id: i64) -> Item {
    item(id, Source::Absent)
}

pub(super) const fn text(title: &'static str, text: &'static str) -> Item {
    item(0, Source::Text(text)).titled(title)
}

impl Item {
    pub(super) const fn titled(mut self, title: &'static str) -> Item {
        self.title = Some(title);
        self
    }

    pub(super) const fn at(mut self, designation: &'static str) -> Item {
        self.designation = Some(designation);
        self
    }

    /// In a unit that the cloud spells otherwise than the catalogue.
    pub(super) const fn spelled(mut self, unit: &'static str) -> Item {
        self.unit = Some(unit);
        self
    }

    /// The quantity in the unit that is shown; `None` where there is only a word or no sensor.
    pub(super) fn quantity(&self, now: &Reading) -> Option<f64> {
        match self.source {
            Source::Moving(quantity) => Some(quantity(now)),
            Source::Fixed(value) => Some(value),
            _ => None,
        }
    }

    /// The row as the cloud sends it.
    pub(super) fn reading(&self, catalogue: Option<&Catalogue>, now: &Reading) -> Map<String, Value> {
        let entry = catalogue::entry(catalogue, self.id);
        let unit = self.unit.unwrap_or_else(|| entry.map_or("", |e| catalogue::variant(&e.unit)));
        let factor = entry.and_then(|e| e.factor).unwrap_or(1);
        let (raw, shown) = match self.source {
            Source::Moving(quantity) => match quantity(now) {
                value if value.is_nan() => (ABSENT, "--".to_owned()),
                value => number(self.id, value, factor, unit),
            },
            Source::Fixed(value) => number(self.id, value, factor, unit),
            Source::Switch(happens) if happens(now) => (1, "yes".to_owned()),
            Source::Switch(_) => (0, "no".to_owned()),
            Source::Word(raw, word) => (raw, word.to_owned()),
            Source::Text(text) => (ABSENT, text.to_owned()),
            Source::Absent => (ABSENT, "--".to_owned()),
        };
        let title = self.title.map(str::to_owned).unwrap_or_else(|| catalogue::title(entry, self.id));
        let designation = self.designation.unwrap_or_else(|| entry.map_or("", |e| catalogue::variant(&e.designation)));
        row(self.id, &title, designation, unit, shown, raw)
    }
}

/// A row from its parts, with the keys in the cloud's order.
pub fn row(id: i64, title: &str, designation: &str, unit: &str, shown: String, raw: i64) -> Map<String, Value> {
    let name = if id == 0 { Value::Null } else { id.to_string().into() };
    let Value::Object(row) = json!({
        "parameterId": id,
        "name": name,
        "title": title,
        "designation": designation,
        "unit": unit,
        "displayValue": shown,
        "rawValue": raw,
    }) else {
        return Map::new();
    };
    row
}

/// A number as the machine stores it and as people read it.
pub fn number(id: i64, value: f64, factor: u32, unit: &str) -> (i64, String) {
    let raw = (value * f64::from(factor)).round() as i64;
    // The shown number is made from the stored one, or the two would disagree in the last digit.
    let shown = raw as f64 / f64::from(factor.max(1));
    let decimals = match id {
        43_005 | 43_136 | 47_374 => 0,
        43_122 | 48_853..=48_857 => 1,
        _ => usize::from(factor > 1),
    };
    let shown = if id == 44_701 { format!("{:.0}", shown.trunc()) } else { format!("{shown:.decimals$}") };
    // No thermometer shows minus zero.
    let plain = shown.strip_prefix('-').filter(|rest| rest.chars().all(|c| matches!(c, '0' | '.')));
    (raw, format!("{}{unit}", plain.unwrap_or(&shown)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_the_cloud_shows_them() {
        for (id, value, factor, unit, raw, shown) in [
            (40_004, -1.3, 10, "°C", -13, "-1.3°C"),
            (40_004, -0.04, 10, "°C", 0, "0.0°C"),
            (43_005, -120.34, 10, "DM", -1203, "-120DM"),
            (43_005, -0.3, 10, "DM", -3, "0DM"),
            (43_136, 103.9, 10, "Hz", 1039, "104Hz"),
            (44_701, 57.7, 10, "Hz", 577, "57Hz"),
            (43_122, 20.0, 1, "Hz", 20, "20.0Hz"),
            (43_144, 20_477.56, 100, "kWh", 2_047_756, "20477.6kWh"),
            (43_416, 3013.0, 1, "", 3013, "3013"),
        ] {
            assert_eq!(number(id, value, factor, unit), (raw, shown.to_owned()));
        }
    }
}
