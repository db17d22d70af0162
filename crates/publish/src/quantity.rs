//! What is measured, and in which unit those who keep values want it.

/// A quantity; see [`Quantity::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Quantity {
    /// In degrees Celsius.
    Temperature,
    /// The integral of a difference of temperatures, in degrees times seconds.
    DegreeMinutes,
    /// In watts.
    Power,
    /// In joules.
    Energy,
    /// In hertz.
    Frequency,
    /// In cubic metres a second.
    Flow,
    /// In pascals.
    Pressure,
    /// In amperes.
    Current,
    /// In volts.
    Voltage,
    /// A part of a whole, from 0 to 1.
    Ratio,
    /// In revolutions a minute.
    Speed,
    /// In seconds.
    Duration,
    /// A number of things.
    Count,
    /// What has a unit that is none of these.
    Other,
}

/// Units as the project spells them, the quantity, and what makes its base unit of a value.
const UNITS: &[(&str, Quantity, f64)] = &[
    ("\u{b0}C", Quantity::Temperature, 1.0),
    ("DM", Quantity::DegreeMinutes, 60.0),
    ("W", Quantity::Power, 1.0),
    ("kW", Quantity::Power, 1e3),
    ("Wh", Quantity::Energy, 3.6e3),
    ("kWh", Quantity::Energy, 3.6e6),
    ("MWh", Quantity::Energy, 3.6e9),
    ("Hz", Quantity::Frequency, 1.0),
    ("l/min", Quantity::Flow, 1e-3 / 60.0),
    ("l/h", Quantity::Flow, 1e-3 / 3600.0),
    ("m\u{b3}/h", Quantity::Flow, 1.0 / 3600.0),
    ("bar", Quantity::Pressure, 1e5),
    ("kPa", Quantity::Pressure, 1e3),
    ("Pa", Quantity::Pressure, 1.0),
    ("mA", Quantity::Current, 1e-3),
    ("A", Quantity::Current, 1.0),
    ("V", Quantity::Voltage, 1.0),
    ("%", Quantity::Ratio, 1e-2),
    ("rpm", Quantity::Speed, 1.0),
    ("s", Quantity::Duration, 1.0),
    ("min", Quantity::Duration, 60.0),
    ("h", Quantity::Duration, 3600.0),
    ("days", Quantity::Duration, 86_400.0),
    ("", Quantity::Count, 1.0),
];

impl Quantity {
    /// The quantity of a unit as the project spells it.
    pub fn of(unit: &str) -> Self {
        UNITS.iter().find(|(known, ..)| *known == unit).map_or(Quantity::Other, |(_, quantity, _)| *quantity)
    }
}

/// A value in the base unit of its quantity, without the traces of binary fractions: 66418.1 kWh are 239105160000 J.
pub fn in_base_unit(unit: &str, value: f64) -> f64 {
    let factor = UNITS.iter().find(|(known, ..)| *known == unit).map_or(1.0, |(.., factor)| *factor);
    if factor == 1.0 {
        return value;
    }
    let scaled = value * factor;
    // Thirteen digits are more than any sensor has.
    format!("{scaled:.12e}").parse().unwrap_or(scaled)
}

#[cfg(test)]
mod tests {
    use uplink_runtime::unit_spelling;

    use super::*;

    #[test]
    fn values_are_given_in_base_units() {
        for (unit, value, quantity, base) in [
            ("kWh", 66418.4, Quantity::Energy, 239_106_240_000.0),
            ("kWh", 17_424.49, Quantity::Energy, 62_728_164_000.0),
            ("l/min", 6.0, Quantity::Flow, 1e-4),
            ("%", 45.0, Quantity::Ratio, 0.45),
            ("bar", 1.5, Quantity::Pressure, 150_000.0),
            ("h", 2.0, Quantity::Duration, 7200.0),
            ("\u{b0}C", -5.3, Quantity::Temperature, -5.3),
            ("\u{f8}re", 12.0, Quantity::Other, 12.0),
        ] {
            assert_eq!(Quantity::of(unit), quantity, "{unit}");
            assert_eq!(in_base_unit(unit, value), base, "{unit}");
        }
    }

    #[test]
    fn units_are_spelled_as_the_clients_spell_them() {
        for (unit, ..) in UNITS {
            assert_eq!(unit_spelling(unit), *unit);
        }
    }
}
