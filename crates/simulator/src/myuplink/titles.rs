//! Titles of points in the languages that are known of: English for all, others for a few.

/// Titles in German and Swedish, by the machine's id.
const TITLES: [(i64, Option<&str>, Option<&str>); 7] = [
    (40_004, Some("Aktuelle Außenlufttemperatur (BT1)"), Some("Aktuell utetemperatur (BT1)")),
    (40_008, Some("Vorlauf (BT2)"), Some("Framledning (BT2)")),
    (40_012, Some("Rücklauf (BT3)"), None),
    (40_013, Some("Brauchwasser, oben (BT7)"), None),
    (40_014, Some("Brauchwasserbereitung (BT6)"), None),
    (43_005, Some("Gradminuten"), Some("Gradminuter")),
    (48_132, Some("Mehr Brauchwasser"), None),
];

/// A language that titles are known in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    English,
    German,
    Swedish,
}

/// The title in the language that is asked for; none where it stays English.
pub(super) fn translated(long: i64, accept_language: Option<&str>) -> Option<&'static str> {
    let (_, german, swedish) = TITLES.iter().find(|(id, ..)| *id == long)?;
    match language(accept_language.unwrap_or_default()) {
        Language::English => None,
        Language::German => *german,
        Language::Swedish => *swedish,
    }
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
