//! One spelling for each unit.

/// What machines send, in lower case, and the one spelling for it.
const SPELLINGS: &[(&str, &str)] = &[
    // The ordinal sign, the ring above and the sign for both letters stand for degrees in real answers.
    ("\u{b0}c", "\u{b0}C"),
    ("\u{ba}c", "\u{b0}C"),
    ("\u{2da}c", "\u{b0}C"),
    ("\u{2103}", "\u{b0}C"),
    ("\u{b0}f", "\u{b0}F"),
    ("\u{ba}f", "\u{b0}F"),
    ("\u{2da}f", "\u{b0}F"),
    ("\u{2109}", "\u{b0}F"),
    ("wh", "Wh"),
    ("kwh", "kWh"),
    ("mwh", "MWh"),
    ("kw", "kW"),
    ("hz", "Hz"),
    ("kpa", "kPa"),
    ("bar", "bar"),
    ("dm", "DM"),
    ("rpm", "rpm"),
    ("ppm", "ppm"),
    ("sec", "s"),
    ("secs", "s"),
    ("min", "min"),
    ("mins", "min"),
    ("hr", "h"),
    ("hrs", "h"),
    ("days", "days"),
    ("months", "months"),
    // Litres in a minute; read as a unit, it would be litres in a metre.
    ("l/m", "l/min"),
    ("l/min", "l/min"),
    ("l/h", "l/h"),
    ("m3/h", "m\u{b3}/h"),
    ("m\u{b3}/h", "m\u{b3}/h"),
    ("m3", "m\u{b3}"),
    ("m\u{b3}", "m\u{b3}"),
    // Relative humidity.
    ("%rh", "%"),
];

/// The one spelling of a unit; what is no known unit stays as it is, without outer blanks.
pub fn unit_spelling(sent: &str) -> &str {
    let sent = sent.trim();
    // Most are right, and a text of their own is what costs.
    if sent.is_empty() || SPELLINGS.iter().any(|(_, right)| *right == sent) {
        return sent;
    }
    let key: String = sent.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    SPELLINGS.iter().find(|(known, _)| *known == key).map_or(sent, |(_, spelling)| spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_has_one_spelling() {
        for (sent, right) in [
            ("\u{ba}C", "\u{b0}C"),
            (" \u{b0} C ", "\u{b0}C"),
            ("\u{2103}", "\u{b0}C"),
            ("kWH", "kWh"),
            ("hrs", "h"),
            ("secs", "s"),
            ("Min", "min"),
            ("l/m", "l/min"),
            ("m3/h", "m\u{b3}/h"),
            ("%RH", "%"),
        ] {
            assert_eq!(unit_spelling(sent), right, "{sent}");
            assert_eq!(unit_spelling(right), right);
        }
    }

    #[test]
    fn what_is_no_known_unit_stays() {
        for sent in ["(EB101)", "\u{f8}re", "cent/kWh", "A", "s", "m", ""] {
            assert_eq!(unit_spelling(sent), sent);
        }
    }

    #[test]
    fn the_table_names_each_form_once_and_each_spelling_is_its_own() {
        let mut forms: Vec<&str> = SPELLINGS.iter().map(|(form, _)| *form).collect();
        forms.sort_unstable();
        forms.dedup();
        assert_eq!(forms.len(), SPELLINGS.len());
        assert!(SPELLINGS.iter().all(|(form, right)| *form == form.to_lowercase() && unit_spelling(right) == *right));
    }
}
