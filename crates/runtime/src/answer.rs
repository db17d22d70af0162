//! The answer of a function, which is read once, into whatever its caller needs.

use bytes::Bytes;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;

use crate::builder::{Build, Failed};
use crate::decode::{self, Problem};
use crate::descriptor::Function;
use crate::error::{DecodeError, Error};
use crate::read::Items;
use crate::response_facts::ResponseFacts;
use crate::shape::Shape;

/// The answer of a function: as many bodies as there were requests, not read yet.
#[derive(Debug)]
pub struct Answer {
    pub(crate) function: &'static Function,
    pub(crate) bodies: Vec<Bytes>,
    pub(crate) facts: ResponseFacts,
}

impl Answer {
    /// An answer that came in some other way than by a call: its bodies, of one request each.
    pub fn new(function: &'static Function, bodies: Vec<Vec<u8>>) -> Self {
        let bodies = bodies.into_iter().map(Bytes::from).collect();
        Answer { function, bodies, facts: ResponseFacts::default() }
    }

    /// What is known of the answer beside its value.
    pub fn facts(&self) -> &ResponseFacts {
        &self.facts
    }

    /// Makes something of the answer by the shape that its function declares.
    ///
    /// # Errors
    /// The answer does not have that shape, or the builder failed.
    pub fn build<B: Build>(&self, build: &mut B) -> Result<B::Value, Error> {
        let shape = &self.function.answer;
        let built = match (&self.bodies[..], self.function.wrapped) {
            ([body], _) if self.function.is_binary() => match (shape, &body[..]) {
                (Shape::Nullable(_), []) => build.null().map_err(unmade),
                (_, bytes) => build.bytes(bytes).map_err(unmade),
            },
            ([body], Some(field)) => {
                self.unwrapped(field, body).and_then(|value| decode::build_value(shape, &value, build))
            }
            ([body], None) => decode::build(shape, body, build),
            (bodies, _) => build_joined(shape, bodies, build),
        };
        built.map_err(|problem| self.misfit(problem))
    }

    /// Reads the answer into a type.
    ///
    /// # Errors
    /// The answer does not have the declared form.
    pub fn typed<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.typed_each().and_then(|mut all| match (all.pop(), all.is_empty()) {
            (Some(only), true) => Ok(only),
            _ => Err(self.misfit(Problem::whole("it came in several parts; read it as a list"))),
        })
    }

    /// Reads the answers of several requests into one list.
    ///
    /// # Errors
    /// An answer does not have the declared form.
    pub fn joined<T: DeserializeOwned + Lists>(&self) -> Result<T, Error> {
        self.typed_each().map(T::join)
    }

    /// The answer as JSON, with whatever fields came.
    ///
    /// # Errors
    /// The answer does not have the declared form.
    pub fn json(&self) -> Result<Value, Error> {
        let mut all = Vec::with_capacity(self.bodies.len());
        for body in &self.bodies {
            all.push(self.json_of(body).map_err(|problem| self.misfit(problem))?);
        }
        Ok(match (all.len(), all.pop()) {
            (1, Some(only)) => only,
            (_, last) => all.into_iter().chain(last).filter_map(into_list).flatten().collect(),
        })
    }

    fn json_of(&self, body: &[u8]) -> Result<Value, Problem> {
        let shape = &self.function.answer;
        let value = match self.function.wrapped {
            _ if self.function.is_binary() => return Ok(crate::binary::text(body).into()),
            Some(field) => self.unwrapped(field, body)?,
            None => decode::from_json(body)?,
        };
        decode::build_value(shape, &value, &mut crate::builder::Nothing)?;
        Ok(value)
    }

    fn typed_each<T: DeserializeOwned>(&self) -> Result<Vec<T>, Error> {
        let shape = &self.function.answer;
        let read = |body: &Bytes| match self.function.wrapped {
            _ if self.function.is_binary() => decode::bytes(body),
            Some(field) => self.unwrapped(field, body).and_then(|value| {
                T::deserialize(&value).map_err(|error| {
                    let found = decode::build_value(shape, &value, &mut crate::builder::Nothing);
                    found.err().unwrap_or_else(|| Problem::whole(error.to_string()))
                })
            }),
            None => decode::typed(shape, body),
        };
        self.bodies.iter().map(|body| read(body).map_err(|problem| self.misfit(problem))).collect()
    }

    /// What stands in a field of an object around the answer, when the whole does not have the declared form.
    fn unwrapped(&self, field: &str, body: &[u8]) -> Result<Value, Problem> {
        let mut whole: Value = decode::from_json(body)?;
        let fits =
            |value: &Value| decode::build_value(&self.function.answer, value, &mut crate::builder::Nothing).is_ok();
        if fits(&whole) {
            return Ok(whole);
        }
        if let Some(inner) = whole.as_object_mut().and_then(|entries| entries.remove(field)) {
            return Ok(inner);
        }
        // Some describe a list of such objects.
        let inner = |item: &Value| item.get(field).and_then(Value::as_array).cloned();
        let lists = whole.as_array().and_then(|items| items.iter().map(inner).collect::<Option<Vec<_>>>());
        Ok(lists.map_or(whole, |lists| lists.concat().into()))
    }

    pub(crate) fn misfit(&self, problem: Problem) -> Error {
        misfit(self.function, problem)
    }
}

/// What the answers of several requests are joined to.
pub trait Lists: Sized {
    /// All items, in their order.
    fn join(parts: Vec<Self>) -> Self;
}

impl<T> Lists for Vec<T> {
    fn join(mut parts: Vec<Self>) -> Self {
        match parts.len() {
            1 => parts.remove(0),
            _ => parts.into_iter().flatten().collect(),
        }
    }
}

impl<T> Lists for Option<Vec<T>> {
    fn join(parts: Vec<Self>) -> Self {
        parts.iter().any(Option::is_some).then(|| parts.into_iter().flatten().flatten().collect())
    }
}

/// The error of an answer that does not have the declared form.
pub(crate) fn misfit(function: &'static Function, problem: Problem) -> Error {
    DecodeError { function: function.name, path: problem.path, problem: problem.problem }.into()
}

/// The items of several lists as one list.
fn build_joined<B: Build>(shape: &'static Shape, bodies: &[Bytes], build: &mut B) -> Result<B::Value, Problem> {
    let Shape::List(item) = shape.non_null() else {
        return Err(Problem::whole("it came in several parts, which cannot be joined"));
    };
    let mut list = build.list().map_err(unmade)?;
    let mut count = 0;
    for body in bodies {
        decode::seeded(body, |reader, place| {
            Items { shape: item, build: &mut *build, place, list: &mut list, count: &mut count }.deserialize(reader)
        })?;
    }
    build.listed(list).map_err(unmade)
}

fn unmade(Failed: Failed) -> Problem {
    Problem::whole("a value could not be made")
}

fn into_list(value: Value) -> Option<Vec<Value>> {
    if let Value::Array(items) = value { Some(items) } else { None }
}

#[cfg(test)]
mod tests;
