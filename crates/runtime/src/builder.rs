//! What answers are made into while they are read.

use jiff::Timestamp;
use serde_json::Value;

use crate::error::{DecodeError, Error};
use crate::shape::{Enum, Shape, Struct};

/// Makes something of a JSON value by its shape; `name` is what an error calls it.
///
/// # Errors
/// The value does not have that shape, or the builder failed.
pub fn build_value<B: Build>(
    name: &'static str,
    shape: &'static Shape,
    value: &Value,
    build: &mut B,
) -> Result<B::Value, Error> {
    let decode = |problem: crate::decode::Problem| Error::from(DecodeError::new(name, problem.path, problem.problem));
    let (built, kept) = crate::decode::build_value(shape, value, build).map_err(decode)?;
    crate::decode::tell(name, &kept, build).map_err(decode)?;
    Ok(built)
}

/// The target of warnings in the log that tell what of an answer does not have the declared form.
pub const ODD_ANSWER: &str = "uplink_runtime::odd_answer";

/// That something could not be made; whoever makes it remembers why.
#[derive(Debug)]
pub struct Failed;

/// What a builder gives.
pub type Made<T> = Result<T, Failed>;

/// Makes values of an answer while it is read: objects of another language, or nothing at all.
pub trait Build {
    /// A value.
    type Value;
    /// A list that is being made.
    type List;
    /// An object with free keys that is being made.
    type Map;
    /// An object with known fields that is being made.
    type Object;

    /// Null, or a nullable field that is absent.
    fn null(&mut self) -> Made<Self::Value>;
    /// A truth.
    fn bool(&mut self, value: bool) -> Made<Self::Value>;
    /// A whole number.
    fn int(&mut self, value: i64) -> Made<Self::Value>;
    /// A whole number above the largest of 64 bits with a sign, where anything may come.
    fn large(&mut self, value: u64) -> Made<Self::Value>;
    /// A number.
    fn float(&mut self, value: f64) -> Made<Self::Value>;
    /// A text.
    fn text(&mut self, value: &str) -> Made<Self::Value>;
    /// A point in time, and how it was written.
    fn moment(&mut self, value: Timestamp, text: &str) -> Made<Self::Value>;
    /// A word, with its position when it is known.
    fn word(&mut self, words: &'static Enum, position: Option<usize>, text: &str) -> Made<Self::Value>;
    /// Bytes.
    fn bytes(&mut self, value: &[u8]) -> Made<Self::Value>;

    /// Begins a list.
    fn list(&mut self) -> Made<Self::List>;
    /// Adds an item to a list.
    fn item(&mut self, list: &mut Self::List, item: Self::Value) -> Made<()>;
    /// Ends a list.
    fn listed(&mut self, list: Self::List) -> Made<Self::Value>;

    /// Begins an object with free keys.
    fn map(&mut self) -> Made<Self::Map>;
    /// Adds an entry to a map; of two with one key the last counts.
    fn entry(&mut self, map: &mut Self::Map, key: &str, value: Self::Value) -> Made<()>;
    /// Ends an object with free keys.
    fn mapped(&mut self, map: Self::Map) -> Made<Self::Value>;

    /// Begins an object with known fields.
    fn object(&mut self, of: &'static Struct) -> Made<Self::Object>;
    /// Sets the field at this position.
    fn field(&mut self, object: &mut Self::Object, position: usize, value: Self::Value) -> Made<()>;
    /// Notes that the field at this position has a value that cannot be read.
    fn unreadable(&mut self, object: &mut Self::Object, position: usize) -> Made<()>;
    /// Keeps a field that is newer than the spec.
    fn extra(&mut self, object: &mut Self::Object, name: &str, value: Self::Value) -> Made<()>;
    /// Ends an object with known fields; each of them has been set.
    fn finished(&mut self, object: Self::Object) -> Made<Self::Value>;

    /// Is told in one sentence what was kept of an answer although it does not have the declared form.
    fn warn(&mut self, sentence: &str) -> Made<()> {
        crate::report::odd_answer(sentence);
        Ok(())
    }
}

/// Makes nothing: a check.
#[derive(Debug)]
pub struct Nothing;

impl Build for Nothing {
    type Value = ();
    type List = ();
    type Map = ();
    type Object = ();

    fn null(&mut self) -> Made<()> {
        Ok(())
    }

    fn bool(&mut self, _: bool) -> Made<()> {
        Ok(())
    }

    fn int(&mut self, _: i64) -> Made<()> {
        Ok(())
    }

    fn large(&mut self, _: u64) -> Made<()> {
        Ok(())
    }

    fn float(&mut self, _: f64) -> Made<()> {
        Ok(())
    }

    fn text(&mut self, _: &str) -> Made<()> {
        Ok(())
    }

    fn moment(&mut self, _: Timestamp, _: &str) -> Made<()> {
        Ok(())
    }

    fn word(&mut self, _: &'static Enum, _: Option<usize>, _: &str) -> Made<()> {
        Ok(())
    }

    fn bytes(&mut self, _: &[u8]) -> Made<()> {
        Ok(())
    }

    fn list(&mut self) -> Made<()> {
        Ok(())
    }

    fn item(&mut self, (): &mut (), (): ()) -> Made<()> {
        Ok(())
    }

    fn listed(&mut self, (): ()) -> Made<()> {
        Ok(())
    }

    fn map(&mut self) -> Made<()> {
        Ok(())
    }

    fn entry(&mut self, (): &mut (), _: &str, (): ()) -> Made<()> {
        Ok(())
    }

    fn mapped(&mut self, (): ()) -> Made<()> {
        Ok(())
    }

    fn object(&mut self, _: &'static Struct) -> Made<()> {
        Ok(())
    }

    fn field(&mut self, (): &mut (), _: usize, (): ()) -> Made<()> {
        Ok(())
    }

    fn unreadable(&mut self, (): &mut (), _: usize) -> Made<()> {
        Ok(())
    }

    fn extra(&mut self, (): &mut (), _: &str, (): ()) -> Made<()> {
        Ok(())
    }

    fn finished(&mut self, (): ()) -> Made<()> {
        Ok(())
    }
}
