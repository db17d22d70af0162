//! A second reading of answers in which something does not have its form: scalars are taken for what they say where
//! nothing is lost, and an object in a list is kept without the fields that cannot be read.

use serde::de::DeserializeSeed;
use serde_json::{Map, Number, Value};

use crate::builder::{Build, Failed, Nothing};
use crate::decode::{Problem, UNMADE};
use crate::read::{Place, Read};
use crate::shape::{Field, Shape, Struct};

/// Places that are named one by one.
const MOST_NAMED: usize = 3;

/// What was kept although it does not have the declared form.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    first: Vec<Misfit>,
    count: usize,
}

#[derive(Debug)]
struct Misfit {
    place: Place,
    problem: String,
}

impl Kept {
    /// One sentence about it; none when all is well.
    pub(crate) fn sentence(&self, function: &str) -> Option<String> {
        let named = self.first.iter().map(|misfit| format!("{} ({})", misfit.place, misfit.problem));
        let named = named.collect::<Vec<_>>().join(", ");
        let more = match self.count - self.first.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let sentence = "does not have the declared form; the objects are kept, with what came in `extra`";
        (self.count > 0).then(|| format!("{function}: what came at {named}{more} {sentence}"))
    }
}

/// Reads a value; gives what was kept as well.
pub(crate) fn read<B: Build>(shape: &'static Shape, value: &Value, build: &mut B) -> Result<(B::Value, Kept), Problem> {
    let mut lenient = Lenient { build, kept: Kept::default() };
    let value = lenient.value(shape, value, false).map_err(Misfit::told)?;
    Ok((value, lenient.kept))
}

/// The same of what stands in a field.
pub(crate) fn read_within<B: Build>(
    field: Option<&str>,
    shape: &'static Shape,
    value: &Value,
    build: &mut B,
) -> Result<(B::Value, Kept), Problem> {
    let mut lenient = Lenient { build, kept: Kept::default() };
    let read = lenient.within(|place| place.within(field), |all| all.value(shape, value, false));
    Ok((read.map_err(Misfit::told)?, lenient.kept))
}

impl Misfit {
    fn of(problem: impl ToString) -> Self {
        Misfit { place: Place::default(), problem: problem.to_string() }
    }

    fn told(self) -> Problem {
        Problem { path: self.place.to_string(), problem: self.problem }
    }
}

impl From<Failed> for Misfit {
    fn from(Failed: Failed) -> Self {
        Misfit::of(UNMADE)
    }
}

struct Lenient<'b, B> {
    build: &'b mut B,
    kept: Kept,
}

impl<B: Build> Lenient<'_, B> {
    /// Reads a value; `among` others, an object is kept although some of its fields cannot be read.
    fn value(&mut self, shape: &'static Shape, value: &Value, among: bool) -> Result<B::Value, Misfit> {
        match (shape, value) {
            (Shape::Nullable(inner), value) if !value.is_null() => self.value(inner, value, among),
            (Shape::List(item), Value::Array(items)) => {
                let mut list = self.build.list()?;
                for (index, value) in items.iter().enumerate() {
                    let value = self.within(|place| place.in_item(index), |all| all.value(item, value, true))?;
                    self.build.item(&mut list, value)?;
                }
                Ok(self.build.listed(list)?)
            }
            (Shape::Map(item), Value::Object(entries)) => {
                let mut map = self.build.map()?;
                for (key, value) in entries {
                    let value = self.within(|place| place.in_field(key), |all| all.value(item, value, true))?;
                    self.build.entry(&mut map, key, value)?;
                }
                Ok(self.build.mapped(map)?)
            }
            (Shape::Struct(of), Value::Object(entries)) => self.object(of, entries, among),
            (Shape::Tagged(of), value) => self.value(of.variant(value).unwrap_or(&Shape::Any), value, among),
            (Shape::OneOf(all), value) => match alternative(all, value) {
                Some(shape) => self.value(shape, value, among),
                None => self.scalar(shape, value),
            },
            _ => self.scalar(shape, value),
        }
    }

    fn object(&mut self, of: &'static Struct, entries: &Map<String, Value>, among: bool) -> Result<B::Value, Misfit> {
        let mut object = self.build.object(of)?;
        let (mut readable, mut wrong, before) = (false, None, self.kept.count);
        let position = |name: &str| of.fields.iter().position(|field| field.wire == name);
        let known = entries.iter().filter_map(|(name, value)| Some((position(name)?, Some(value))));
        let missing = of.fields.iter().enumerate().filter(|(_, field)| !entries.contains_key(field.wire));
        for (position, value) in known.chain(missing.map(|(position, _)| (position, None))) {
            let field = &of.fields[position];
            match self.field(field, value, among) {
                Ok(read) => {
                    readable |= value.is_some_and(|value| !value.is_null());
                    self.build.field(&mut object, position, read)?;
                }
                Err(misfit) if among && misfit.problem != UNMADE => {
                    self.build.unreadable(&mut object, position)?;
                    if wrong.is_none() {
                        wrong = Some(misfit);
                    }
                    self.kept.count += 1;
                }
                Err(misfit) => return Err(misfit),
            }
        }
        let kept = wrong.is_some();
        if let Some(wrong) = wrong {
            // An object of which nothing can be read is something else.
            if !readable {
                self.kept.count = before;
                return Err(wrong);
            }
            if self.kept.first.len() < MOST_NAMED {
                self.kept.first.push(wrong);
            }
        }
        for (name, value) in entries.iter().filter(|(name, _)| kept || position(name).is_none()) {
            let value = self.scalar(&Shape::Any, value)?;
            self.build.extra(&mut object, name, value)?;
        }
        Ok(self.build.finished(object)?)
    }

    fn field(&mut self, field: &'static Field, value: Option<&Value>, among: bool) -> Result<B::Value, Misfit> {
        match (value, &field.shape) {
            (Some(value), shape) => {
                self.within(|place| place.in_field(field.wire), |all| all.value(shape, value, among))
            }
            (None, Shape::Nullable(_)) => Ok(self.build.null()?),
            (None, _) => Err(Misfit::of(format_args!("missing field `{}`", field.wire))),
        }
    }

    /// Reads a value as it is, or what it says.
    fn scalar(&mut self, shape: &'static Shape, value: &Value) -> Result<B::Value, Misfit> {
        strictly(shape, value, self.build).or_else(|problem| match meant(shape, value) {
            Some(value) => strictly(shape, &value, self.build),
            None => Err(problem),
        })
    }

    /// Reads what lies one step further in.
    fn within<T>(
        &mut self,
        step: impl Fn(&mut Place),
        read: impl FnOnce(&mut Self) -> Result<T, Misfit>,
    ) -> Result<T, Misfit> {
        let before = self.kept.first.len();
        let read = read(self);
        self.kept.first[before..].iter_mut().for_each(|misfit| step(&mut misfit.place));
        read.map_err(|mut misfit| {
            step(&mut misfit.place);
            misfit
        })
    }
}

fn strictly<B: Build>(shape: &'static Shape, value: &Value, build: &mut B) -> Result<B::Value, Misfit> {
    let mut place = Place::default();
    let read = Read { shape, build, place: &mut place }.deserialize(value);
    read.map_err(|error: serde_json::Error| Misfit { place, problem: error.to_string() })
}

/// The form among several that takes a value as it is, else one whose kind it has, of either the one that knows most of
/// its fields; else one that takes what it says.
fn alternative(all: &'static [Shape], value: &Value) -> Option<&'static Shape> {
    let kind = |shape: &Shape| match shape {
        Shape::List(_) => value.is_array(),
        Shape::Map(_) | Shape::Struct(_) | Shape::Tagged(_) => value.is_object(),
        _ => false,
    };
    let fits = |shape: &&Shape| meant(shape, value).is_some();
    let known = |shape: &&Shape| value.as_object().map_or(0, |object| shape.known(object));
    // `max_by_key` takes the last of equals.
    let strict = all.iter().rev().filter(|shape| strictly(shape, value, &mut Nothing).is_ok()).max_by_key(known);
    let of_kind = || all.iter().rev().filter(|shape| kind(shape.non_null())).max_by_key(known);
    strict.or_else(of_kind).or_else(|| all.iter().find(fits))
}

/// What a scalar of another kind says, when nothing is lost by it.
fn meant(shape: &Shape, value: &Value) -> Option<Value> {
    match (shape, value) {
        (Shape::Nullable(inner), value) => meant(inner, value),
        (Shape::OneOf(all), value) => all.iter().find_map(|shape| meant(shape, value)),
        (Shape::Int, Value::Number(number)) => whole(number),
        (Shape::Int, Value::String(text)) => whole(&written(text)?),
        (Shape::Float, Value::String(text)) => Some(written(text)?.into()),
        (Shape::Bool, Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            _ => None,
        },
        (Shape::Text | Shape::Enum(_), Value::Number(number)) => Some(number.to_string().into()),
        (Shape::Text | Shape::Enum(_), Value::Bool(value)) => Some(value.to_string().into()),
        _ => None,
    }
}

/// A number as JSON writes it. Others, such as `0042`, say something besides their value.
fn written(text: &str) -> Option<Number> {
    serde_json::from_str(text.trim()).ok()
}

fn whole(number: &Number) -> Option<Value> {
    /// Above it, neighbours are more than 1 apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and within the range")]
    let truncated = |float: f64| (float.fract() == 0.0 && float.abs() < EXACT).then_some(float as i64);
    number.as_i64().or_else(|| truncated(number.as_f64()?)).map(Value::from)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::mended::Mended;
    use crate::shape::{Enum, Fields, Tagged};

    static WORDS: Enum = Enum { name: "Mode", index: 0, words: &["off"] };
    static ROW: Struct = Struct {
        name: "Row",
        index: 0,
        fields: Fields::new(&[
            Field::new("id", Shape::Int),
            Field::new("text", Shape::Text),
            Field::new("at", Shape::DateTime),
            Field::new("more", Shape::Nullable(&Shape::Struct(&ROW))),
        ]),
    };
    static WORD: Shape = Shape::Enum(&WORDS);
    static ALONE: Shape = Shape::Struct(&ROW);
    static ROWS: Shape = Shape::List(&Shape::Struct(&ROW));
    const AT: &str = "2024-01-02T03:04:05Z";

    fn mended(shape: &'static Shape, value: &Value) -> Result<Value, String> {
        read(shape, value, &mut Mended).map(|(value, _)| value).map_err(|p| format!("{}: {}", p.path, p.problem))
    }

    static FAN: Struct = Struct {
        name: "Fan",
        index: 1,
        fields: Fields::new(&[Field::new("kind", Shape::Text), Field::new("name", Shape::Text)]),
    };
    static HEATER: Struct = Struct {
        name: "Heater",
        index: 2,
        fields: Fields::new(&[
            Field::new("kind", Shape::Text),
            Field::new("name", Shape::Text),
            Field::new("power", Shape::Nullable(&Shape::Float)),
        ]),
    };

    #[test]
    fn the_tag_says_what_an_object_is_and_others_are_kept() {
        static TAGGED: Tagged =
            Tagged { tag: "kind", variants: &[("fan", Shape::Struct(&FAN)), ("heater", Shape::Struct(&HEATER))] };
        static DEVICE: Shape = Shape::Tagged(&TAGGED);
        for (sent, right) in [
            (
                json!({"kind": "heater", "name": "x", "power": 2.0}),
                json!({"kind": "heater", "name": "x", "power": 2.0}),
            ),
            (json!({"kind": "heater", "name": "y"}), json!({"kind": "heater", "name": "y", "power": null})),
            (json!({"kind": "fan", "name": "z", "power": 3}), json!({"kind": "fan", "name": "z"})),
        ] {
            assert_eq!(mended(&DEVICE, &sent), Ok(right));
        }
        for odd in [json!({"kind": "lamp", "more": [1]}), json!({}), json!(5), json!("x"), json!(null), json!([1])] {
            assert_eq!(mended(&DEVICE, &odd), Ok(odd.clone()), "kept as it is");
        }
        assert!(mended(&DEVICE, &json!({"kind": "fan"})).is_err(), "a fan has a name");
    }

    #[test]
    fn without_a_tag_it_is_what_knows_most_of_the_fields() {
        static EITHER: Shape = Shape::OneOf(&[Shape::Struct(&FAN), Shape::Struct(&HEATER), Shape::Text]);
        for (sent, right) in [
            (json!({"kind": "k", "name": "x", "power": 2.0}), json!({"kind": "k", "name": "x", "power": 2.0})),
            // The first of those that know as much.
            (json!({"kind": "k", "name": "x"}), json!({"kind": "k", "name": "x"})),
            // None of them fits as it is.
            (json!({"kind": "k", "name": 5, "power": "2"}), json!({"kind": "k", "name": "5", "power": 2.0})),
            (json!("text"), json!("text")),
        ] {
            assert_eq!(mended(&EITHER, &sent), Ok(right), "{sent}");
        }
    }

    #[test]
    fn scalars_are_what_they_say_where_nothing_is_lost() {
        static EITHER: Shape = Shape::OneOf(&[Shape::Bool, Shape::List(&Shape::Int)]);
        for (shape, sent, right) in [
            (&Shape::Int, json!("12"), json!(12)),
            (&Shape::Int, json!(" -7 "), json!(-7)),
            (&Shape::Int, json!(7.0), json!(7)),
            (&Shape::Int, json!("7.0"), json!(7)),
            (&Shape::Float, json!("1.5"), json!(1.5)),
            (&Shape::Float, json!("2"), json!(2.0)),
            (&Shape::Text, json!(12), json!("12")),
            (&Shape::Text, json!(0.1), json!("0.1")),
            (&Shape::Text, json!(true), json!("true")),
            (&Shape::Bool, json!("False"), json!(false)),
            (&WORD, json!(3), json!("3")),
            (&Shape::Nullable(&Shape::Int), json!("1"), json!(1)),
            (&EITHER, json!("true"), json!(true)),
            (&EITHER, json!(["1"]), json!([1])),
        ] {
            assert_eq!(mended(shape, &sent), Ok(right), "{sent} as {shape:?}");
        }
        for (shape, sent) in [
            (&Shape::Int, json!("0042")),
            (&Shape::Int, json!(1.5)),
            (&Shape::Int, json!(1e300)),
            (&Shape::Int, json!(u64::MAX)),
            (&Shape::Int, json!(true)),
            (&Shape::Int, json!("")),
            (&Shape::Float, json!("NaN")),
            (&Shape::Float, json!("1,5")),
            (&Shape::Bool, json!(1)),
            (&Shape::Bool, json!("yes")),
            (&Shape::Text, json!(null)),
            (&Shape::Text, json!([])),
            (&Shape::DateTime, json!(1_700_000_000)),
            (&Shape::DateTime, json!("yesterday")),
        ] {
            assert!(mended(shape, &sent).is_err(), "{sent} as {shape:?}");
        }
    }

    #[test]
    fn an_object_among_others_is_kept_without_what_cannot_be_read() {
        let good = json!({"id": 1, "text": "a", "at": AT, "more": null});
        let odd = json!({"id": 1.5, "text": 2, "new": [3], "at": AT});
        let (list, kept) = read(&ROWS, &json!([good, odd]), &mut Mended).expect("a list");
        assert_eq!(list[0], good);
        assert_eq!(list[1], json!({"id": 0, "text": "2", "at": AT, "more": null, "\0extra": odd}));
        let said = kept.sentence("rows").expect("a sentence");
        assert!(
            said.starts_with(
                "rows: what came at [1].id (invalid type: floating point `1.5`, expected a whole number) does"
            ),
            "{said}"
        );
        // The object inside is at fault, and is kept; the one around it is as it should be.
        let outer = json!([{"id": 1, "text": "a", "at": AT, "more": {"id": 2, "text": null, "at": AT}}]);
        let (list, kept) = read(&ROWS, &outer, &mut Mended).expect("a list");
        assert_eq!((list[0].get("\0extra"), &list[0]["more"]["\0extra"]), (None, &outer[0]["more"]));
        assert!(kept.sentence("rows").is_some_and(|said| said.contains("[0].more.text")));
    }

    #[test]
    fn what_is_no_object_among_others_is_refused() {
        assert_eq!(
            mended(&ROWS, &json!([{"id": 1}, 7])),
            Err("[1]: invalid type: integer `7`, expected an object".into())
        );
        // Nothing of it can be read.
        assert_eq!(mended(&ROWS, &json!([{}])), Err("[0]: missing field `id`".into()));
        assert_eq!(mended(&ROWS, &json!([{"error": 7}])), Err("[0]: missing field `id`".into()));
        // It stands alone.
        let alone = json!({"id": 1, "text": null, "at": AT});
        let problem = "text: invalid type: null, expected text";
        assert_eq!(mended(&ALONE, &alone), Err(problem.into()));
    }

    #[test]
    fn many_are_told_in_a_few_words() {
        let rows: Value = (0..100).map(|_| json!({"id": 1, "text": null, "at": "?"})).collect();
        let (_, kept) = read(&ROWS, &rows, &mut Nothing).expect("a list");
        let said = kept.sentence("rows").expect("a sentence");
        assert!(said.contains("[2].text") && said.contains(" and 197 more ") && said.len() < 400, "{said}");
    }
}
