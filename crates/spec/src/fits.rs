//! Whether JSON values have their types.

use serde_json::Value;

use crate::model::{Model, Tag, Type, TypeDef, TypeKind};

/// A step into a JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A field of an object.
    Field(String),
    /// An item of a list.
    Item(usize),
}

/// What is wrong with a value, and where inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// The way from the value to the part that does not fit.
    pub at: Vec<Step>,
    /// The end of a sentence that begins with the place.
    pub problem: String,
}

impl Misfit {
    /// A sentence about a value that is called `name`.
    pub fn sentence(&self, name: &str) -> String {
        let mut text = name.to_owned();
        for step in &self.at {
            match step {
                Step::Field(field) => text.push_str(&format!(".{field}")),
                Step::Item(n) => text.push_str(&format!("[{n}]")),
            }
        }
        format!("`{text}` {}", self.problem)
    }
}

/// How types are looked up.
pub type Lookup<'l> = &'l dyn Fn(&str) -> Option<&'l TypeDef>;

/// How many steps the check of one value may take; alternatives of alternatives can make it endless.
const STEPS: usize = 200_000;

/// Everything that is wrong with a value of a type. Types must not contain themselves through aliases.
pub fn misfits(types: Lookup<'_>, ty: &Type, value: &Value) -> Vec<Misfit> {
    let mut fit = Fit { types, at: Vec::new(), steps: STEPS, found: Vec::new() };
    fit.check(ty, value);
    fit.found
}

/// Whether a JSON value has a type.
///
/// # Errors
/// A sentence about the first part that does not fit; it begins with `name`.
pub fn fits(model: &Model, ty: &Type, value: &Value, name: &str) -> Result<(), String> {
    misfits(&|name| model.type_def(name), ty, value).first().map_or(Ok(()), |misfit| Err(misfit.sentence(name)))
}

struct Fit<'f> {
    types: Lookup<'f>,
    at: Vec<Step>,
    /// Steps that are left.
    steps: usize,
    found: Vec<Misfit>,
}

impl Fit<'_> {
    fn wrong(&mut self, problem: impl Into<String>) {
        self.found.push(Misfit { at: self.at.clone(), problem: problem.into() });
    }

    fn must(&mut self, fine: bool, what: &str) {
        if !fine {
            self.wrong(format!("must be {what}"));
        }
    }

    fn inside(&mut self, step: Step, ty: &Type, value: &Value) {
        self.at.push(step);
        self.check(ty, value);
        self.at.pop();
    }

    /// Whether a value has a type, without notes.
    fn has(&mut self, ty: &Type, value: &Value) -> bool {
        let before = self.found.len();
        self.check(ty, value);
        let fits = self.found.len() == before;
        self.found.truncate(before);
        fits
    }

    fn check(&mut self, ty: &Type, value: &Value) {
        let Some(left) = self.steps.checked_sub(1) else { return };
        self.steps = left;
        match ty {
            Type::Any => {}
            Type::Int => self.must(value.is_i64(), "a whole number"),
            Type::Float => self.must(value.is_number(), "a number"),
            Type::Bool => self.must(value.is_boolean(), "true or false"),
            // Bytes stand in JSON as Base64 text.
            Type::String | Type::Bytes => self.must(value.is_string(), "text"),
            Type::DateTime => {
                self.must(value.as_str().is_some_and(is_datetime), "a moment such as \"2023-01-02T03:04:05Z\"");
            }
            Type::Nullable(inner) if !value.is_null() => self.check(inner, value),
            Type::Nullable(_) => {}
            Type::List(inner) => match value.as_array() {
                Some(items) => items.iter().enumerate().for_each(|(i, v)| self.inside(Step::Item(i), inner, v)),
                None => self.wrong("must be a list"),
            },
            Type::Map(inner) => match value.as_object() {
                Some(map) => map.iter().for_each(|(k, v)| self.inside(Step::Field(k.clone()), inner, v)),
                None => self.wrong("must be an object"),
            },
            Type::OneOf(all) => {
                if !all.iter().any(|t| self.has(t, value)) {
                    self.wrong(format!(
                        "must be one of {}",
                        all.iter().map(Type::to_string).collect::<Vec<_>>().join(", ")
                    ));
                }
            }
            Type::Named(name) => self.named(name, value),
        }
    }

    fn named(&mut self, name: &str, value: &Value) {
        let def = (self.types)(name);
        if let Some(tag) = def.and_then(|t| t.tag.as_ref()) {
            return self.tagged(tag, value);
        }
        match def.map(|t| &t.kind) {
            None => {}
            Some(TypeKind::Alias(inner)) => self.check(inner, value),
            Some(TypeKind::Enum { values, .. }) => {
                let known = value.as_str().is_some_and(|word| values.iter().any(|v| v.wire == word));
                self.must(known, &format!("a value of {name}"));
            }
            Some(TypeKind::Struct { fields, .. }) => {
                let Some(map) = value.as_object() else { return self.wrong("must be an object") };
                for field in fields {
                    match map.get(&field.wire) {
                        Some(v) => self.inside(Step::Field(field.wire.clone()), &field.ty, v),
                        None if matches!(field.ty, Type::Nullable(_)) => {}
                        None => self.wrong(format!("lacks `{}`", field.wire)),
                    }
                }
            }
        }
    }
}

impl Fit<'_> {
    fn tagged(&mut self, tag: &Tag, value: &Value) {
        match tag.variant(value) {
            Some(name) => self.named(name, value),
            None => {
                let words: Vec<&str> = tag.variants.iter().map(|(word, _)| word.as_str()).collect();
                self.wrong(format!("must be an object whose `{}` is one of {}", tag.wire, words.join(", ")));
            }
        }
    }
}

/// Whether a text is a moment as in RFC 3339.
fn is_datetime(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let Some((clock, offset)) = time.find(['Z', 'z', '+', '-']).map(|at| time.split_at(at)) else { return false };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    // The separator, and for each part its digits with the smallest and the largest value.
    let parts = |text: &str, separator: char, forms: &[(usize, u32, u32)]| {
        let parts: Vec<&str> = text.split(separator).collect();
        parts.len() == forms.len()
            && parts.iter().zip(forms).all(|(part, (length, min, max))| {
                part.len() == *length && digits(part) && part.parse().is_ok_and(|n: u32| (*min..=*max).contains(&n))
            })
    };
    let signed = offset.strip_prefix(['+', '-']);
    let offset_fits =
        matches!(offset, "Z" | "z") || signed.is_some_and(|hours| parts(hours, ':', &[(2, 0, 23), (2, 0, 59)]));
    parts(date, '-', &[(4, 0, 9999), (2, 1, 12), (2, 1, 31)])
        && parts(clock, ':', &[(2, 0, 23), (2, 0, 59), (2, 0, 60)])
        && digits(fraction)
        && offset_fits
}

#[cfg(test)]
mod tests {
    use super::is_datetime;

    #[test]
    fn moments_are_those_of_rfc_3339() {
        for good in ["2023-01-02T03:04:05Z", "2023-01-02t03:04:05.1234567+01:00", "2016-12-31T23:59:60Z"] {
            assert!(is_datetime(good), "{good}");
        }
        for bad in ["2023-01-02", "2023-01-02T03:04:05", "2023-13-02T03:04:05Z", "yesterday", "2023-1-2T3:4:5Z", ""] {
            assert!(!is_datetime(bad), "{bad}");
        }
        assert!(!is_datetime("2023-01-02T03:04:05é01:00"));
        assert!(!is_datetime("2006-01-02T15:04:05.999Z07:00"), "the form that Go writes moments in");
    }
}
