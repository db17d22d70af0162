//! Names of points that stay.

/// English words as a name: lower case, digits and underscores. Empty when nothing is left.
pub fn slug(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// The name of a point: its key in the catalogue, which holds for every language and every API, else the title that was
/// asked for in English, else its id.
pub(crate) fn of_point(id: &str, english: &str) -> String {
    let known = id.parse().ok().and_then(nibe_uplink::catalogue::get).map(|p| slug(p.name));
    let named = known.filter(|key| !key.is_empty()).unwrap_or_else(|| slug(english));
    if named.is_empty() || named.starts_with(|c: char| c.is_ascii_digit()) {
        format!("point_{}", slug(id))
    } else {
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_english_words() {
        assert_eq!(slug("Current outd temp (BT1)"), "current_outd_temp_bt1");
        assert_eq!(slug("  Hw, incl. int. add "), "hw_incl_int_add");
        assert_eq!(slug("Värme åter"), "v_rme_ter");
        assert_eq!(slug("--"), "");
    }

    #[test]
    fn the_catalogue_names_a_point_in_every_language() {
        assert_eq!(of_point("40004", "Utetemperatur"), of_point("40004", "Current outd temp (BT1)"));
        assert_eq!(of_point("4", "Outdoor temperature (BT1)"), "outdoor_temperature_bt1");
        assert_eq!(of_point("4", ""), "point_4");
        assert_eq!(of_point("0-1", "2nd"), "point_0_1");
    }
}
