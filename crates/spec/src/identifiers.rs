//! What names become in the languages that clients are made for.
//!
//! The emitters escape keywords of their language after this, in a way that makes no two names one.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// A function, argument or field.
pub fn snake(name: &str) -> String {
    looked_at(name).to_snake_case()
}

/// A type, or a word of an enum in Rust.
pub fn camel(name: &str) -> String {
    begun(looked_at(name).to_upper_camel_case())
}

/// A word of an enum in Python, or a constant in Rust.
pub fn shouty(name: &str) -> String {
    begun(looked_at(name).to_shouty_snake_case())
}

/// What Python compares: it takes `ﬁll`, with a ligature, for `fill`. Rust tells such names apart, and build scripts write
/// Rust only.
pub(crate) fn compared(identifier: &str) -> String {
    if identifier.is_ascii() {
        return identifier.to_owned();
    }
    #[cfg(feature = "tools")]
    return unicode_normalization::UnicodeNormalization::nfkc(identifier).collect();
    #[cfg(not(feature = "tools"))]
    identifier.to_owned()
}

/// The part of a name that counts. The rest of an endless one would only cost time; it is refused anyway.
fn looked_at(name: &str) -> &str {
    if name.len() <= LONGEST {
        return name;
    }
    let end = (0..=LONGEST + 1).rev().find(|at| name.is_char_boundary(*at));
    &name[..end.unwrap_or(name.len())]
}

/// Words such as `2nd` get a letter before the digit.
fn begun(mut name: String) -> String {
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'N');
    }
    name
}

/// Longer names are of no use, and some compilers refuse them.
const LONGEST: usize = 250;

/// Whether languages take it as a name.
pub fn valid(identifier: &str) -> bool {
    identifier.len() <= LONGEST
        && identifier.chars().next().is_some_and(unicode_ident::is_xid_start)
        && identifier.chars().all(unicode_ident::is_xid_continue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_names() {
        assert_eq!(camel("AWAY_FROM_HOME"), "AwayFromHome");
        assert_eq!(shouty("awayFromHome"), "AWAY_FROM_HOME");
        assert_eq!((camel("2nd"), shouty("2nd"), camel("%")), ("N2nd".into(), "N2ND".into(), "N".into()));
        assert!(valid("Größe") && !valid("m²") && !valid("") && !valid("2nd"));
    }
}
