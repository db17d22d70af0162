//! The language that a program asks for.

/// A language that v1 had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language {
    /// Its code, such as `sv`.
    pub code: &'static str,
    /// With the country that is usual for it, such as `sv-SE`.
    pub tag: &'static str,
}

impl Language {
    /// What titles and words are in where nobody asks for another language.
    pub const ENGLISH: Language = Language { code: "en", tag: "en-US" };

    /// The one that `Accept-Language` (RFC 9110, section 12.5.4) wants most of those that v1 had; else English.
    pub fn asked(header: &str) -> Language {
        let mut wanted: Vec<(f32, Language)> = header.split(',').filter_map(wish).collect();
        // Of those that are wanted as much the first.
        wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
        wanted.first().map_or(Language::ENGLISH, |(_, language)| *language)
    }
}

const fn language(code: &'static str, tag: &'static str) -> Language {
    Language { code, tag }
}

/// v1's. Norwegian has several codes.
const KNOWN: [(&str, Language); 12] = [
    ("cs", language("cs", "cs-CZ")),
    ("da", language("da", "da-DK")),
    ("de", language("de", "de-DE")),
    ("en", Language::ENGLISH),
    ("fi", language("fi", "fi-FI")),
    ("fr", language("fr", "fr-FR")),
    ("nb", language("no", "nb-NO")),
    ("nl", language("nl", "nl-NL")),
    ("nn", language("no", "nb-NO")),
    ("no", language("no", "nb-NO")),
    ("pl", language("pl", "pl-PL")),
    ("sv", language("sv", "sv-SE")),
];

/// A language of a header with its weight; none for one that v1 had not, or that is not wanted.
fn wish(part: &str) -> Option<(f32, Language)> {
    let mut words = part.split(';').map(str::trim);
    let code = words.next()?.split('-').next()?.to_ascii_lowercase();
    let weight = words.find_map(|word| word.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok())?;
    let (_, language) = KNOWN.iter().find(|(known, _)| *known == code)?;
    (weight > 0.0).then_some((weight, *language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_wanted_most_counts() {
        for (header, tag) in [
            ("", "en-US"),
            ("sv", "sv-SE"),
            ("DE-at", "de-DE"),
            ("de;q=0.5, nb-NO, sv;q=0.9", "nb-NO"),
            ("ja, fi;q=0.1", "fi-FI"),
            ("en;q=0.2, pl;q=0", "en-US"),
            ("nl, fr", "nl-NL"),
            ("*", "en-US"),
            ("sv;q=much", "en-US"),
            (",;,-", "en-US"),
        ] {
            assert_eq!(Language::asked(header).tag, tag, "{header}");
        }
    }
}
