//! Reads JSON once, into types or by shape, and says where it does not fit.

use serde::de::value::BytesDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use crate::builder::{Build, Failed, Nothing};
use crate::json::Reader;
use crate::lenient::{self, Kept};
use crate::mended::Mended;
use crate::read::{Place, Read};
use crate::shape::Shape;

/// What does not fit, and where.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Place in the JSON, such as `[0].rawValue`; empty for the whole.
    pub path: String,
    /// What is wrong, without the server's text.
    pub problem: String,
}

impl Problem {
    pub(crate) fn whole(problem: impl Into<String>) -> Self {
        Problem { path: String::new(), problem: problem.into() }
    }
}

/// What is wrong when it was the builder that failed.
pub(crate) const UNMADE: &str = "a value could not be made";

/// Reads a whole body with `seed`, which notes the place of what does not fit.
pub(crate) fn seeded<'de, T>(
    body: &'de [u8],
    seed: impl FnOnce(&mut Reader<'de>, &mut Place) -> serde_json::Result<T>,
) -> Result<T, Problem> {
    let body = content(body)?;
    let (mut reader, mut place) = (reader(body), Place::default());
    let read = seed(&mut reader, &mut place).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| {
        // Where JSON is broken, serde_json knows more of it.
        let broken = reader.is_broken().then(|| serde_json::from_str::<Value>(body).err()).flatten();
        Problem { path: place.to_string(), problem: explain(&broken.unwrap_or(error), body) }
    })
}

/// Makes something of a body by its shape: as it is, and when that fails, of what can be read of it.
pub(crate) fn build<B: Build>(shape: &'static Shape, body: &[u8], build: &mut B) -> Result<(B::Value, Kept), Problem> {
    match strictly(shape, body, build) {
        Ok(value) => Ok((value, Kept::default())),
        Err(problem) => lenient::read(shape, &mendable(body, problem)?, build),
    }
}

fn strictly<B: Build>(shape: &'static Shape, body: &[u8], build: &mut B) -> Result<B::Value, Problem> {
    seeded(body, |reader, place| Read { shape, build, place }.deserialize(reader))
}

/// Makes something of a JSON value by its shape.
pub(crate) fn build_value<B: Build>(
    shape: &'static Shape,
    value: &Value,
    build: &mut B,
) -> Result<(B::Value, Kept), Problem> {
    let built = Read { shape, build, place: &mut Place::default() }.deserialize(value);
    built.map_or_else(|_| lenient::read(shape, value, build), |built| Ok((built, Kept::default())))
}

/// Whether a JSON value has a form, as it is.
pub(crate) fn fits(shape: &'static Shape, value: &Value) -> bool {
    Read { shape, build: &mut Nothing, place: &mut Place::default() }.deserialize(value).is_ok()
}

/// The JSON of a body that did not have its form; the problem once more, when another reading could not help.
pub(crate) fn mendable(body: &[u8], problem: Problem) -> Result<Value, Problem> {
    let again = problem.problem != UNMADE && !problem.problem.starts_with("duplicate field");
    again.then(|| from_json(body).ok()).flatten().ok_or(problem)
}

/// Tells a builder what was kept.
pub(crate) fn tell<B: Build>(function: &str, kept: &Kept, build: &mut B) -> Result<(), Problem> {
    let told = kept.sentence(function).map(|sentence| build.warn(&sentence));
    told.transpose().map(drop).map_err(|Failed| Problem::whole(UNMADE))
}

/// Reads a body into a type. What does not fit is looked for by the shape, so that it is said in the same words
/// wherever an answer is read.
pub(crate) fn typed<T: DeserializeOwned>(shape: &'static Shape, body: &[u8]) -> Result<(T, Kept), Problem> {
    let nothing = matches!(body.trim_ascii(), b"" | b"null") && matches!(shape, Shape::List(_));
    match from_json(if nothing { b"[]" } else { body }) {
        Ok(value) => Ok((value, Kept::default())),
        Err(problem) => {
            let found = strictly(shape, body, &mut Nothing).err().unwrap_or_else(|| problem.clone());
            mended(shape, &mendable(body, found)?, problem)
        }
    }
}

/// Reads a type from what a JSON value says; `problem` is what the type found wrong with the value itself.
pub(crate) fn mended<T: DeserializeOwned>(
    shape: &'static Shape,
    value: &Value,
    problem: Problem,
) -> Result<(T, Kept), Problem> {
    let (value, kept) = lenient::read(shape, value, &mut Mended)?;
    // Borrowed, as elsewhere: each type is compiled once more for each form that it is read from.
    T::deserialize(&value).map(|value| (value, kept)).map_err(|_| problem)
}

/// Reads a body into a type, without the place of what does not fit.
pub(crate) fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    seeded(body, |reader, _| T::deserialize(reader))
}

/// Reads bytes into a type.
pub(crate) fn bytes<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    T::deserialize(Raw(body)).map_err(|e: serde::de::value::Error| Problem::whole(e.to_string()))
}

/// An empty body counts as `null`, and a byte-order mark as nothing. That it is UTF-8 is seen to at once: to look at each
/// text by itself takes half as long as all the reading.
fn content(body: &[u8]) -> Result<&str, Problem> {
    let body = std::str::from_utf8(body).map_err(|_| Problem::whole("it is not UTF-8"))?;
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    Ok(if body.trim_ascii().is_empty() { "null" } else { body })
}

/// The one place where a body is opened for reading.
fn reader(body: &str) -> Reader<'_> {
    #[cfg(test)]
    passes::count(body.len());
    Reader::new(body)
}

/// How many bytes were opened for reading in this thread.
#[cfg(test)]
pub(crate) mod passes {
    use std::cell::Cell;

    thread_local!(static READ: Cell<usize> = const { Cell::new(0) });

    pub fn count(bytes: usize) {
        READ.set(READ.get() + bytes);
    }

    pub fn take() -> usize {
        READ.replace(0)
    }
}

fn explain(error: &serde_json::Error, body: &str) -> String {
    if body.trim_ascii_start().starts_with('<') {
        return "the server sent HTML instead of JSON; it may be down for maintenance, or the base URL points elsewhere"
            .into();
    }
    match error.classify() {
        serde_json::error::Category::Eof => format!("the JSON ends too early, after {} bytes", body.len()),
        serde_json::error::Category::Syntax => {
            format!("it is not JSON (line {}, column {})", error.line(), error.column())
        }
        _ => {
            let text = error.to_string();
            match text.rsplit_once(" at line ") {
                Some((text, _)) => text.to_owned(),
                None => text,
            }
        }
    }
}

/// A body that is no JSON; nothing, where it is empty and may be.
struct Raw<'b>(&'b [u8]);

impl<'de> Deserializer<'de> for Raw<'de> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        BytesDeserializer::new(self.0).deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{Field, Fields, Struct};

    static ROW: Struct = Struct {
        name: "Row",
        index: 0,
        fields: Fields::new(&[
            Field::new("n", Shape::Int),
            Field::new("more", Shape::Nullable(&Shape::Map(&Shape::List(&Shape::Struct(&ROW))))),
        ]),
    };
    static ROWS: Shape = Shape::List(&Shape::Struct(&ROW));

    fn problem(body: &str) -> (String, String) {
        let problem = strictly(&ROWS, body.as_bytes(), &mut Nothing).expect_err(body);
        (problem.path, problem.problem)
    }

    #[test]
    fn the_place_of_a_wrong_value_is_named() {
        let said = |path: &str, problem: &str| (path.to_owned(), problem.to_owned());
        let whole = "expected a whole number";
        assert_eq!(problem(r#"[{"n":1},{"n":null}]"#), said("[1].n", &format!("invalid type: null, {whole}")));
        assert_eq!(problem(r#"{"n":1}"#), said("", "invalid type: map, expected a list"));
        assert_eq!(
            problem(r#"[{"n":1,"more":{"a":[{"n":2},{"n":"3"}]}}]"#),
            said("[0].more.a[1].n", &format!("invalid type: text, {whole}"))
        );
        assert_eq!(problem(r#"[{"n":1,"more":{"a":[{}]}}]"#), said("[0].more.a[0]", "missing field `n`"));
        assert_eq!(problem(r#"[{"n":1,"n":2}]"#), said("[0]", "duplicate field `n`"));
        assert_eq!(problem(r#"[["n"]]"#), said("[0]", "invalid type: sequence, expected an object"));
    }

    #[test]
    fn names_that_json_escapes_are_known_by_what_they_say() {
        static ODD: Struct = Struct {
            name: "Odd",
            index: 0,
            fields: Fields::new(&[Field::new("a\"b", Shape::Int), Field::new("a\\tb", Shape::Int)]),
        };
        static SHAPE: Shape = Shape::Struct(&ODD);
        let read = |body: &str| strictly(&SHAPE, body.as_bytes(), &mut Nothing).is_ok();
        assert!(read(r#"{"a\"b":1,"a\\tb":2}"#) && read(r#"{"a\\tb":2,"a\"b":1}"#));
        assert!(!read(r#"{"a"b":1,"a\\tb":2}"#) && !read(r#"{"a\"b":1,"a\tb":2}"#));
    }

    #[test]
    fn what_a_server_sends_makes_no_message_long() {
        let (name, text) = ("k".repeat(100_000), "x".repeat(100_000));
        for body in [
            format!(r#"[{{"n":1,"more":{{"{name}":[{{"n":"{text}"}}]}}}}]"#),
            format!(r#"[{{"n":"{text}"}}]"#),
            format!(r#""{text}""#),
            format!(r#"[{{"n":1,"{name}":{name}}}]"#),
        ] {
            let (path, problem) = problem(&body);
            assert!(path.len() + problem.len() < 200, "{path}: {problem}");
        }
    }

    #[test]
    fn a_type_that_fits_less_than_its_shape_is_told_in_its_own_words() {
        let problem = typed::<Vec<String>>(&ROWS, br#"[{"n":1}]"#).expect_err("no text");
        assert!(problem.problem.contains("expected a string"), "{}", problem.problem);
        let problem = typed::<Vec<String>>(&ROWS, br#"[{"n":1.5}]"#).expect_err("no whole number");
        assert_eq!((problem.path.as_str(), problem.problem.contains("a whole number")), ("[0].n", true));
    }

    #[test]
    fn html_truncation_and_emptiness_are_told_apart() {
        assert!(problem("<html>").1.contains("HTML"));
        assert!(problem(r#"[{"n":1"#).1.contains("ends too early"));
        assert!(problem("[1] x").1.contains("not JSON") || problem("[1] x").1.contains("invalid type"));
        assert!(from_json::<Option<i64>>(b" \n").is_ok_and(|n| n.is_none()));
        assert!(from_json::<i64>(b"").is_err());
        assert!(from_json::<i64>("\u{feff}1".as_bytes()).is_ok_and(|n| n == 1));
        assert_eq!(from_json::<String>(b"\"\xff\"").expect_err("half a character").problem, "it is not UTF-8");
    }
}
