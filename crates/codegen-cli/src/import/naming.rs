//! Names in the spec's style, each given once.

use std::collections::{HashMap, HashSet};

use uplink_spec::identifiers;

/// Longest name that is made, in characters.
const LONGEST: usize = 100;

/// The beginning of a text, with `...` when it was longer.
pub fn clip(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

fn begin(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// The beginning of a name, of at most some bytes, which is how specs count.
fn cut(name: &str, most: usize) -> &str {
    let end = (0..=most.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    name[..end].trim_end_matches('_')
}

/// Whether names may hold the character.
fn of_name(c: char) -> bool {
    c == '_' || (c.is_alphanumeric() && identifiers::valid(&format!("a{c}")))
}

fn plain(name: &str, first: impl Fn(char) -> bool) -> bool {
    name.starts_with(first) && name.chars().all(of_name)
}

/// The words of a text, with blanks between.
fn words(text: &str) -> String {
    text.chars().map(|c| if of_name(c) { c } else { ' ' }).collect()
}

/// A name of a function, an argument or a field. One that is in style already stays as it is.
pub fn snake(text: &str) -> String {
    let text = begin(text);
    if plain(text, char::is_lowercase) && !text.contains(char::is_uppercase) {
        return text.to_owned();
    }
    let name = identifiers::snake(&words(text));
    match name.chars().next() {
        None => "unnamed".into(),
        Some(c) if c.is_lowercase() => name,
        Some(_) => format!("n{name}"),
    }
}

/// The name of an argument or a field that the document calls so on the wire.
pub fn of_wire(wire: &str) -> String {
    let name = uplink_codegen::openapi::argument_name(begin(wire));
    if plain(&name, char::is_lowercase) { name } else { snake(wire) }
}

/// A name of a type. One that is in style already stays as it is.
pub fn camel(text: &str) -> String {
    let text = begin(text);
    if plain(text, char::is_uppercase) {
        return text.to_owned();
    }
    let name = identifiers::camel(&words(text));
    match name.chars().next() {
        Some(c) if c.is_uppercase() => name,
        _ => format!("T{name}"),
    }
}

/// A name for a word of an enum, or for a scope.
pub fn word(text: &str) -> String {
    let text = begin(text);
    if plain(text, char::is_alphabetic) { text.to_owned() } else { camel(text) }
}

/// A name as words of a sentence: `NibeSystem` is "Nibe system."
pub fn sentence(name: &str) -> String {
    let words = identifiers::snake(name).replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| "Unnamed.".into(), |c| format!("{}{}.", c.to_uppercase(), letters.as_str()))
}

/// What a name becomes in the languages that clients are made for.
type Forms = fn(&str) -> Vec<String>;

/// Names that are given already, or taken by every client.
pub struct Taken {
    forms: Forms,
    /// What is called so that has no name at all.
    unnamed: &'static str,
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Taken {
    fn new(forms: Forms, unnamed: &'static str, reserved: &[(&str, &str)]) -> Self {
        let taken = reserved.iter().map(|(name, _)| (*name).to_owned()).collect();
        Taken { forms, unnamed, taken, next: HashMap::new() }
    }

    pub fn functions() -> Self {
        Taken::new(|n| vec![identifiers::snake(n), identifiers::camel(n)], "unnamed", &uplink_spec::reserved::METHODS)
    }

    pub fn arguments() -> Self {
        Taken::new(|n| vec![identifiers::snake(n)], "unnamed", &uplink_spec::reserved::CALLS)
    }

    pub fn fields() -> Self {
        Taken::new(|n| vec![identifiers::snake(n)], "unnamed", &uplink_spec::reserved::FIELDS)
    }

    pub fn types() -> Self {
        Taken::new(|n| vec![identifiers::camel(n)], "Unnamed", &uplink_spec::reserved::TYPES)
    }

    pub fn words() -> Self {
        Taken::new(|n| vec![identifiers::camel(n), identifiers::shouty(n)], "Unnamed", &uplink_spec::reserved::WORDS)
    }

    pub fn scopes() -> Self {
        let forms: Forms = |n| vec![identifiers::camel(n), format!("Allows{}", identifiers::camel(n))];
        Taken::new(forms, "Unnamed", &uplink_spec::reserved::SCOPES)
    }

    /// Takes the name as it is; `false` when languages have no such name, or it is given already.
    pub fn take(&mut self, name: &str) -> bool {
        let mut forms = (self.forms)(name);
        forms.dedup();
        let free = forms.iter().all(|form| identifiers::valid(form) && !self.taken.contains(form));
        if free {
            self.taken.extend(forms);
        }
        free
    }

    /// The name, with a number behind it when it is given already.
    pub fn give(&mut self, name: String) -> String {
        // What became longer in the style of the spec.
        let name = cut(&name, LONGEST).to_owned();
        if self.take(&name) {
            return name;
        }
        let valid = (self.forms)(&name).iter().all(|form| identifiers::valid(form));
        let base = if valid { name.trim_end_matches('_').to_owned() } else { self.unnamed.to_owned() };
        let mut number = self.next.get(&base).copied().unwrap_or(1);
        loop {
            number += 1;
            let end = format!("_{number}");
            let numbered = format!("{}{end}", cut(&base, LONGEST - end.len()));
            if self.take(&numbered) {
                self.next.insert(base, number);
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_style() {
        assert_eq!((snake("get-systems"), snake("getSystems")), ("get_systems".into(), "get_systems".into()));
        assert_eq!((snake("2nd"), snake("%"), snake("a__b")), ("n2nd".into(), "unnamed".into(), "a__b".into()));
        assert_eq!(
            (camel("paged list"), camel("URL"), camel("2nd")),
            ("PagedList".into(), "URL".into(), "N2nd".into())
        );
        assert_eq!((of_wire("systemUnitId"), of_wire("m²")), ("system_unit_id".into(), "m".into()));
        assert_eq!(sentence("NibeSystem"), "Nibe system.");
        assert_eq!(snake(&"a".repeat(1000)).len(), LONGEST);
    }

    #[test]
    fn a_name_is_given_once() {
        let mut taken = Taken::functions();
        assert_eq!(taken.give("boil".into()), "boil");
        assert_eq!(taken.give("boil".into()), "boil_2");
        assert_eq!(taken.give("boil_".into()), "boil_3");
        assert_eq!(taken.give("login".into()), "login_2", "every client has a login");
        assert!(!Taken::words().take("unlisted"));
        let long = "patch_split_".repeat(9);
        let (first, second) = (taken.give(long.clone()), taken.give(long));
        assert!(first.len() <= LONGEST && second.len() <= LONGEST && first != second, "{first} {second}");
        assert_eq!(taken.give("ü".repeat(60)).len(), LONGEST);
    }
}
