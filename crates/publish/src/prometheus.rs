//! What is known now, as Prometheus reads it.
//!
//! One metric for each quantity, in base units (energy in joules, shares from 0 to 1), whose labels never change: the
//! machine, the id of the point and its English name. What is absent or old is left out, so that Prometheus ends the series.

mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};

use crate::house::{House, Machine};
use crate::point::{Kind, Point};
use crate::quantity::{Quantity, in_base_unit};
use crate::slug::slug;
pub use server::{Scrapes, serve};

/// A text format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Prometheus' own, version 0.0.4.
    Text,
    /// OpenMetrics 1.0.
    OpenMetrics,
}

impl Format {
    /// What it is called in a `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Text => "text/plain; version=0.0.4; charset=utf-8",
            Format::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Gauge,
    Counter,
    Info,
    StateSet,
}

impl Type {
    /// What the names of its samples end in.
    fn suffix(self) -> &'static str {
        match self {
            Type::Counter => "_total",
            Type::Info => "_info",
            Type::Gauge | Type::StateSet => "",
        }
    }
}

struct Family {
    kind: Type,
    unit: &'static str,
    help: String,
    /// As lines.
    samples: String,
}

/// The metrics of all machines at a time of the steady clock, when each is read once in every period.
pub fn render(house: &House, now: Timestamp, every: SignedDuration, format: Format) -> String {
    let mut families = BTreeMap::new();
    for machine in &house.machines {
        about(&mut families, machine);
        for point in machine.present(now, every) {
            add_point(&mut families, machine, point);
        }
    }
    if let Some(left) = house.left(now, every) {
        let remaining = (Type::Gauge, "", "Requests that the API allows now, by its last answer.");
        add(&mut families, "nibe_api_requests_remaining", remaining, &[], f64::from(left));
    }
    let mut out = String::new();
    for (name, family) in &families {
        write(&mut out, name, family, format);
    }
    if format == Format::OpenMetrics {
        out.push_str("# EOF\n");
    }
    out
}

type Families = BTreeMap<String, Family>;

fn add(families: &mut Families, name: &str, of: (Type, &'static str, &str), labels: &[(&str, &str)], value: f64) {
    let (kind, unit, help) = of;
    if !families.contains_key(name) {
        families.insert(name.to_owned(), Family { kind, unit, help: help.to_owned(), samples: String::new() });
    }
    let Some(Family { samples, .. }) = families.get_mut(name) else { return };
    samples.push_str(name);
    samples.push_str(kind.suffix());
    let mut before = '{';
    for (label, text) in labels {
        samples.push(before);
        samples.push_str(label);
        samples.push_str("=\"");
        escape(samples, text, true);
        samples.push('"');
        before = ',';
    }
    if !labels.is_empty() {
        samples.push('}');
    }
    let _ = writeln!(samples, " {value}");
}

/// What is known of a machine beside its points.
fn about(families: &mut Families, machine: &Machine) {
    let device = &machine.device;
    let own = ("device", device.id.as_str());
    let up = (Type::Gauge, "", "Whether the machine answers.");
    add(families, "nibe_up", up, &[own], f64::from(u8::from(machine.is_up())));
    let info = (Type::Info, "", "What the machine is.");
    let facts = [own, ("api", device.api), ("firmware", &device.firmware), ("product", &device.product)];
    add(families, "nibe_device", info, &facts, 1.0);
    if let Some(at) = machine.last_success {
        let last = (Type::Gauge, "seconds", "When the machine was read last, in seconds since 1970.");
        #[allow(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
        add(families, "nibe_last_success_timestamp_seconds", last, &[own], at.as_second() as f64);
    }
    for (kind, count) in &machine.failures {
        let failures = (Type::Counter, "", "How often reads began to fail, by the kind of failure.");
        #[allow(clippy::cast_precision_loss, reason = "nobody counts to 2^53")]
        add(families, "nibe_poll_errors", failures, &[own, ("kind", kind)], *count as f64);
    }
}

fn add_point(families: &mut Families, machine: &Machine, point: &Point) {
    let labels = [("device", machine.device.id.as_str()), ("point", &point.id), ("name", &point.slug)];
    if point.kind == Kind::State {
        let states = (Type::StateSet, "", "Which of its words a point has.");
        // Several numbers may stand for one word.
        let words: BTreeSet<&String> = point.words.iter().map(|(_, word)| word).collect();
        for word in words {
            let [device, id, name] = labels;
            let state = ("nibe_state", word.as_str());
            let is = f64::from(u8::from(point.text() == Some(word.as_str())));
            add(families, "nibe_state", states, &[device, id, name, state], is);
        }
        return;
    }
    let Some(number) = point.number() else { return };
    let (name, of) = metric(point);
    add(families, &name, (of.0, of.1, &of.2), &labels, in_base_unit(&point.unit, number));
}

/// The metric of a point: its name, type, unit and help.
fn metric(point: &Point) -> (String, (Type, &'static str, String)) {
    let counter = point.kind == Kind::Counter;
    let kind = if counter { Type::Counter } else { Type::Gauge };
    let (name, unit, help) = match point.quantity {
        Quantity::Temperature => ("temperature_celsius", "celsius", "Temperatures."),
        Quantity::DegreeMinutes => {
            ("degree_seconds", "", "How much heat the house lacks, and limits of it; 1 degree minute is 60.")
        }
        Quantity::Power => ("power_watts", "watts", "Power."),
        Quantity::Energy if counter => {
            ("energy_joules", "joules", "Energy since the machine was made; 1 kWh is 3.6e6.")
        }
        Quantity::Energy => ("energy_setting_joules", "joules", "Settings of energy; 1 kWh is 3.6e6."),
        Quantity::Frequency => ("frequency_hertz", "hertz", "Frequencies."),
        Quantity::Flow => ("flow_cubic_meters_per_second", "", "Flows of liquids and air."),
        Quantity::Pressure => ("pressure_pascals", "pascals", "Pressures."),
        Quantity::Current => ("current_amperes", "amperes", "Currents."),
        Quantity::Voltage => ("voltage_volts", "volts", "Voltages."),
        Quantity::Ratio => {
            ("share_ratio", "ratio", "Parts of a whole: speeds of pumps and fans, humidity; 1 is 100 %.")
        }
        Quantity::Speed => ("speed_rpm", "", "Revolutions a minute."),
        Quantity::Duration if counter => ("running_seconds", "seconds", "Time that a part has been running."),
        Quantity::Duration => ("duration_seconds", "seconds", "Times that are set or left."),
        Quantity::Count if counter => ("starts", "", "Times that a part has started."),
        Quantity::Count => ("value", "", "Numbers without a unit."),
        Quantity::Other => {
            let help = format!("Values in {}.", point.unit);
            return (format!("nibe_value_{}", slug(&point.unit)), (kind, "", help));
        }
    };
    (format!("nibe_{name}"), (kind, unit, help.to_owned()))
}

fn write(out: &mut String, name: &str, family: &Family, format: Format) {
    let open = format == Format::OpenMetrics;
    let suffix = family.kind.suffix();
    // The text format names a family as its samples are named.
    let title = if open { name.to_owned() } else { format!("{name}{suffix}") };
    let kind = match family.kind {
        Type::Counter => "counter",
        Type::Info if open => "info",
        Type::StateSet if open => "stateset",
        _ => "gauge",
    };
    let _ = writeln!(out, "# TYPE {title} {kind}");
    if open && !family.unit.is_empty() {
        let _ = writeln!(out, "# UNIT {title} {}", family.unit);
    }
    let _ = write!(out, "# HELP {title} ");
    escape(out, &family.help, open);
    out.push('\n');
    out.push_str(&family.samples);
}

/// Adds a text inside of a line; with quotes escaped where it stands between them.
fn escape(out: &mut String, text: &str, quotes: bool) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '"' if quotes => out.push_str("\\\""),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
