//! Names: case conversion between the spec and the wire.

/// `systemUnitId` or `SystemUnitId` to `system_unit_id`.
pub fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (i, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() {
            if i > 0 && !out.ends_with('_') {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
        } else if c == '-' {
            out.push('_');
        } else {
            out.push(c);
        }
    }
    out
}

/// `system_unit_id` to `systemUnitId`.
pub fn lower_camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = !out.is_empty();
        } else if upper {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

/// How names travel unless the spec says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireCase {
    /// As in the spec.
    Same,
    /// `systemUnitId`
    Camel,
    /// `SystemUnitId`
    Pascal,
}

impl WireCase {
    /// Each with its word in the spec.
    pub const ALL: [(WireCase, &'static str); 4] =
        [(WireCase::Same, "same"), (WireCase::Camel, "camel"), (WireCase::Pascal, "pascal"), (WireCase::Same, "snake")];

    /// The name on the wire.
    pub fn apply(self, name: &str) -> String {
        match self {
            WireCase::Same => name.to_owned(),
            WireCase::Camel => lower_camel(name),
            WireCase::Pascal => {
                let camel = lower_camel(name);
                let mut chars = camel.chars();
                chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_and_snake_are_inverse_on_plain_names() {
        for name in ["system_unit_id", "page", "items_per_page", "address_line1"] {
            assert_eq!(snake(&lower_camel(name)), name);
        }
    }
}
