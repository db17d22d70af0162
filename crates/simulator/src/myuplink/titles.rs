//! Titles of points in the languages that are known of: English for most, others for a few.

/// Titles in English, German and Swedish, by the machine's id: this cloud has others than the machine's own API.
const TITLES: [(i64, &str, Option<&str>, Option<&str>); 42] = [
    (
        40_004,
        "Current outd temp (BT1)",
        Some("Aktuelle Außenlufttemperatur (BT1)"),
        Some("Aktuell utetemperatur (BT1)"),
    ),
    (40_008, "Supply line (BT2)", Some("Vorlauf (BT2)"), Some("Framledning (BT2)")),
    (40_012, "Return line (BT3)", Some("Rücklauf (BT3)"), None),
    (40_013, "Hot water top (BT7)", Some("Brauchwasser, oben (BT7)"), None),
    (40_014, "Hot water charging (BT6)", Some("Brauchwasserbereitung (BT6)"), None),
    (40_015, "Brine in (BT10)", None, None),
    (40_016, "Brine out (BT11)", None, None),
    (40_017, "Condenser (BT12)", None, None),
    (40_018, "Discharge (BT14)", None, None),
    (40_019, "Liquid line (BT15)", None, None),
    (40_020, "Evaporator (BT16)", None, None),
    (40_022, "Suction gas (BT17)", None, None),
    (40_025, "Exhaust air (BT20)", None, None),
    (40_026, "Extract air (BT21)", None, None),
    (40_033, "Room temperature (BT50)", None, None),
    (40_047, "Supply line (BT61)", None, None),
    (40_048, "Return line (BT62)", None, None),
    (40_050, "Value, air velocity sensor (BS1)", None, None),
    (40_067, "Average outdoor temp (BT1)", None, None),
    (40_071, "External supply line (BT25)", None, None),
    (40_079, "Current (BE1)", None, None),
    (40_081, "Current (BE2)", None, None),
    (40_083, "Current (BE3)", None, None),
    (43_005, "Degree minutes", Some("Gradminuten"), Some("Gradminuter")),
    (43_009, "Calculated supply climate system 1", None, None),
    (43_066, "Defrosting time", None, None),
    (43_081, "Time factor add heat", None, None),
    (43_115, "Hot water: charge set point value", None, None),
    (43_116, "Hot water: charge current value ((BT12 | BT63))", None, None),
    (43_122, "Min compressor frequency", None, None),
    (43_123, "Max compressor frequency", None, None),
    (43_124, "Reference, air speed sensor", None, None),
    (43_125, "Decrease from reference value", None, None),
    (43_136, "Current compressor frequency", None, None),
    (43_146, "dT Inverter - exh air (BT20)", None, None),
    (43_437, "Heating medium pump speed (GP1)", None, None),
    (43_439, "Brine pump speed (GP2)", None, None),
    (47_011, "Heating offset climate system 1", None, None),
    (47_260, "Fan speed", None, None),
    (47_387, "Hot water production", None, None),
    (47_398, "Room sensor set point value heating climate system 1", None, None),
    (48_132, "Temporary lux", Some("Mehr Brauchwasser"), None),
];

/// A language that titles are known in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    English,
    German,
    Swedish,
}

/// The title in the language that is asked for, or else in English; none where the machine's own title has to do.
pub(super) fn of(long: i64, accept_language: Option<&str>) -> Option<&'static str> {
    let (_, english, german, swedish) = TITLES.iter().find(|(id, ..)| *id == long)?;
    let translated = match language(accept_language.unwrap_or_default()) {
        Language::English => None,
        Language::German => *german,
        Language::Swedish => *swedish,
    };
    translated.or(Some(english))
}

/// The known language that a header prefers; English when there is none.
fn language(accept_language: &str) -> Language {
    let mut asked: Vec<(f64, Language)> = accept_language
        .split(',')
        .filter_map(|range| {
            let (tag, quality) = range.split_once(';').unwrap_or((range, ""));
            let known = match tag.trim().split('-').next()?.to_ascii_lowercase().as_str() {
                "en" => Language::English,
                "de" => Language::German,
                "sv" => Language::Swedish,
                _ => return None,
            };
            let quality = quality.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse().ok())?;
            (quality > 0.0).then_some((quality, known))
        })
        .collect();
    // The sort keeps the order of those that are equally wanted.
    asked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    asked.first().map_or(Language::English, |(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_wanted_most_and_known_counts() {
        for (header, expected) in [
            ("sv-SE", Language::Swedish),
            ("de", Language::German),
            ("fi, DE-at;q=0.5, sv;q=0.4", Language::German),
            ("en;q=0.1,sv;q=0.9", Language::Swedish),
            ("sv;q=0", Language::English),
            ("fi", Language::English),
            ("sv;q=much", Language::English),
            ("*", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(language(header), expected, "{header}");
        }
    }
}
