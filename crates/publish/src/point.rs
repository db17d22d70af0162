//! What is read of a machine, in the same form for every API.

use jiff::Timestamp;
use uplink_runtime::Value;

use crate::quantity::Quantity;

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What stays as long as the machine: its serial number, or its id where the API tells none.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Its model.
    pub product: String,
    /// Its firmware; empty where the API does not tell it.
    pub firmware: String,
    /// The API that it is read through.
    pub api: &'static str,
}

/// What kind of value a point has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number that rises and falls.
    Gauge,
    /// A number that only rises while the machine lives: energy, running time, starts.
    Counter,
    /// One of some words.
    State,
    /// A text.
    Text,
}

/// One value of a machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its id in the API.
    pub id: String,
    /// Its name in English words that stay, such as `bt1_outdoor_temperature`.
    pub slug: String,
    /// Its unit as the project spells it; empty when it has none.
    pub unit: String,
    /// What is measured.
    pub quantity: Quantity,
    /// What kind of value it has.
    pub kind: Kind,
    /// The sub-unit that it belongs to, such as `EB101`; empty for the machine itself.
    pub part: String,
    /// The words that it may be, each with the number that stands for it; of states only.
    pub words: Vec<(f64, String)>,
    /// How it is written, if it can be.
    pub control: Option<Control>,
    /// Its value now.
    pub value: Value,
    /// When the machine said so, or when it was asked where the API does not tell.
    pub time: Timestamp,
}

/// How a point is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// A number, as it is shown.
    Number {
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
        /// From one to the next.
        step: f64,
    },
    /// One of its words, each with the number that is written for it.
    Words(Vec<(f64, String)>),
}

impl Point {
    /// Makes a point of what the API says about it.
    pub(crate) fn new(about: About<'_>, value: Value, time: Timestamp) -> Self {
        let About { id, slug, unit, part, words, writable, limits } = about;
        let is_word = matches!(&value, Value::Text(text) if words.iter().any(|(_, word)| word == text));
        let is_absent = matches!(value, Value::Absent);
        let kind = match value {
            _ if is_word || (is_absent && words.len() > 1) => Kind::State,
            Value::Text(_) => Kind::Text,
            _ if !writable && counts(&slug, unit) => Kind::Counter,
            _ => Kind::Gauge,
        };
        let words = if kind == Kind::State { words } else { Vec::new() };
        let control = match (kind, limits) {
            (Kind::State, _) if writable => Some(Control::Words(words.clone())),
            (Kind::Gauge, [Some(min), Some(max), step]) if writable && min < max => {
                Some(Control::Number { min, max, step: step.unwrap_or(1.0) })
            }
            _ => None,
        };
        Point { id, slug, unit: unit.to_owned(), quantity: Quantity::of(unit), kind, part, words, control, value, time }
    }

    /// Whether all but the value is the same, and the limits that the value asks for.
    pub(crate) fn is_described_as(&self, other: &Point) -> bool {
        (&self.slug, &self.unit, self.kind, &self.part) == (&other.slug, &other.unit, other.kind, &other.part)
            && self.words == other.words
            && self.control == other.control
            && self.limits() == other.limits()
    }

    /// Limits of what is written, as wide as the value: those of machines are not always right.
    pub(crate) fn limits(&self) -> Option<(f64, f64)> {
        let Some(Control::Number { min, max, .. }) = self.control else { return None };
        let now = self.number().filter(|number| number.is_finite());
        Some(now.map_or((min, max), |now| (min.min(now), max.max(now))))
    }

    /// The value as a number, if it is one.
    pub fn number(&self) -> Option<f64> {
        self.value.as_f64()
    }

    /// The number that stands for the value, which may be a word.
    pub(crate) fn code(&self) -> Option<f64> {
        let word = self.text().and_then(|text| self.words.iter().find(|(_, word)| word == text));
        word.map(|(number, _)| *number).or_else(|| self.number())
    }

    /// The value as a text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What an API says about a point, beside its value.
pub(crate) struct About<'a> {
    pub id: String,
    pub slug: String,
    pub unit: &'a str,
    /// The sub-unit, if it is of one.
    pub part: String,
    /// With the number that stands for each.
    pub words: Vec<(f64, String)>,
    pub writable: bool,
    /// Smallest, largest and step, as they are shown.
    pub limits: [Option<f64>; 3],
}

/// Whether a number only rises, as far as its unit and name tell.
fn counts(slug: &str, unit: &str) -> bool {
    match unit {
        "Wh" | "kWh" | "MWh" => true,
        "h" | "min" | "s" => is_running_time(slug),
        "" => slug.contains("starts"),
        _ => false,
    }
}

/// Whether it is how long something has run: other times begin again, or are how long something should take.
fn is_running_time(slug: &str) -> bool {
    let words: Vec<&str> = slug.split('_').collect();
    let runs =
        words.windows(2).any(|two| matches!(two, ["operating" | "operation" | "op" | "run" | "running", "time"]));
    // `run_time_hwc` is how long hot water should circulate.
    runs && !["min", "max", "hwc"].iter().any(|word| words.contains(word))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A point for tests.
    pub(crate) fn point(id: &str, slug: &str, unit: &str, value: Value) -> Point {
        let about = About {
            id: id.to_owned(),
            slug: slug.to_owned(),
            unit,
            part: String::new(),
            words: Vec::new(),
            writable: false,
            limits: [None; 3],
        };
        Point::new(about, value, Timestamp::from_second(1_764_338_400).expect("a time"))
    }

    fn kind(slug: &str, unit: &str, writable: bool, words: &[&str], value: Value) -> Kind {
        let words = (0..).zip(words).map(|(n, word)| (f64::from(n), (*word).to_owned())).collect();
        let about = About {
            id: "1".to_owned(),
            slug: slug.to_owned(),
            unit,
            part: String::new(),
            words,
            writable,
            limits: [None; 3],
        };
        Point::new(about, value, Timestamp::UNIX_EPOCH).kind
    }

    #[test]
    fn what_only_rises_is_a_counter() {
        let number = Value::Number(1.0);
        for (slug, unit, right) in [
            ("heating_compr_only", "kWh", Kind::Counter),
            ("compressor_operating_time", "h", Kind::Counter),
            ("compressor_starts_eb100_ep14", "", Kind::Counter),
            ("time_factor_add_heat", "h", Kind::Gauge),
            ("degree_minutes", "DM", Kind::Gauge),
            ("heat_offset_s1", "", Kind::Gauge),
        ] {
            assert_eq!(kind(slug, unit, false, &[], number.clone()), right, "{slug}");
        }
        assert_eq!(kind("operating_time", "h", true, &[], number), Kind::Gauge, "a setting");
    }

    #[test]
    fn of_times_those_that_something_has_run_are_counters() {
        // Names of the catalogue without their numbers and the parts of the machine.
        let mut times: BTreeMap<String, bool> = BTreeMap::new();
        for parameter in nibe_uplink::catalogue::all().filter(|p| matches!(p.unit, "h" | "min" | "s")) {
            let slug = crate::slug::slug(parameter.name);
            let is_number = |word: &str| word.chars().any(|c| c.is_ascii_digit());
            let name = slug.split('_').filter(|word| !is_number(word)).collect::<Vec<_>>().join("_");
            let counts = counts(&slug, parameter.unit);
            assert_eq!(*times.entry(name).or_insert(counts), counts, "{slug}");
        }
        let counters: Vec<&str> = times.iter().filter(|(_, counts)| **counts).map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            counters,
            [
                "compressor_operating_time",
                "compressor_operating_time_hot_water",
                "compressor_run_time_cooling",
                "opt_boiler_op_time",
                "tot_ext_hw_add_op_time",
                "tot_hw_op_time_add",
                "tot_op_time_compr",
                "total_operating_time",
            ]
        );
        let others = times.iter().filter(|(name, counts)| name.contains("time") && !**counts);
        assert_eq!(
            others.map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            [
                "acs_closingtime_for_cool_dump",
                "active_defrosting_time",
                "addition_time_factor",
                "brine_shunt_wait_time",
                "defrosting_time",
                "external_add_min_runtime",
                "fan_return_time",
                "filter_time",
                "floor_drying_timer",
                "inverter_com_timer",
                "max_time_defrost",
                "min_time_defrost",
                "outdoor_filter_time",
                "passive_defrosting_time",
                "run_time_hwc",
                "shunt_controlled_add_min_runtime",
                "still_time_hwc",
                "time_betw_switch_heat_cool",
                "time_to_defrost",
                "transfer_time_hw_heat",
            ]
        );
        for (title, is_counter) in [
            ("Total operating time compressor (EB100)", true),
            ("Operation time, additional heat", true),
            ("Running time", true),
            ("Stop time", false),
            ("Min. run time", false),
        ] {
            assert_eq!(counts(&crate::slug::slug(title), "h"), is_counter, "{title}");
        }
    }

    #[test]
    fn a_word_of_the_list_is_a_state_and_another_text_is_a_text() {
        let words = ["off", "heating"];
        assert_eq!(kind("priority", "", false, &words, Value::Text("heating".into())), Kind::State);
        assert_eq!(kind("priority", "", false, &words, Value::Absent), Kind::State);
        assert_eq!(kind("serial", "", false, &[], Value::Text("06512018".into())), Kind::Text);
        // A number beside a list of words is what the machine shows.
        assert_eq!(kind("power", "kW", false, &["alarm"], Value::Number(2.0)), Kind::Gauge);
    }
}
