//! The answer of a function, which is read once, into whatever its caller needs.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;

use crate::builder::{Build, Failed, Nothing};
use crate::decode::{self, Problem, UNMADE};
use crate::descriptor::Function;
use crate::error::{DecodeError, Error};
use crate::error_response::ErrorResponse;
use crate::lenient::{self, Kept};
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
            ([body], _) if self.function.is_binary() => {
                let made = match (shape, &body[..]) {
                    (Shape::Nullable(_), []) => build.null(),
                    (_, bytes) => build.bytes(bytes),
                };
                made.map(|value| (value, Kept::default())).map_err(unmade)
            }
            ([body], _) if self.function.is_text() => self.text_of(body).and_then(|text| {
                let made = if let Some(text) = text { build.text(text) } else { build.null() };
                made.map(|value| (value, Kept::default())).map_err(unmade)
            }),
            ([body], Some(field)) => {
                self.unwrapped(field, body).and_then(|value| decode::build_value(shape, &value, build))
            }
            ([body], None) => decode::build(shape, body, build),
            (bodies, _) => build_joined(shape, bodies, build),
        };
        let told = built.and_then(|(value, kept)| self.tell(&kept, build).map(|()| value));
        told.map_err(|problem| self.misfit(problem))
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
            _ if self.function.is_text() => return self.text_of(body).map(Value::from),
            Some(field) => self.unwrapped(field, body)?,
            None => decode::from_json(body)?,
        };
        let ((), kept) = decode::build_value(shape, &value, &mut Nothing)?;
        self.tell(&kept, &mut Nothing)?;
        Ok(value)
    }

    pub(crate) fn tell<B: Build>(&self, kept: &Kept, build: &mut B) -> Result<(), Problem> {
        decode::tell(self.function.name, kept, build)
    }

    fn typed_each<T: DeserializeOwned>(&self) -> Result<Vec<T>, Error> {
        let shape = &self.function.answer;
        let read = |body: &Bytes| match self.function.wrapped {
            _ if self.function.is_binary() => decode::bytes(body).map(|value| (value, Kept::default())),
            _ if self.function.is_text() => self.text_of(body).and_then(|text| {
                let read = T::deserialize(&Value::from(text));
                read.map(|value| (value, Kept::default())).map_err(|error| Problem::whole(error.to_string()))
            }),
            Some(field) => self.unwrapped(field, body).and_then(|value| match T::deserialize(&value) {
                Ok(read) => Ok((read, Kept::default())),
                Err(error) => decode::mended(shape, &value, Problem::whole(error.to_string())),
            }),
            None => decode::typed(shape, body),
        };
        let told = |(value, kept)| self.tell(&kept, &mut Nothing).map(|()| value);
        self.bodies.iter().map(|body| read(body).and_then(told).map_err(|problem| self.misfit(problem))).collect()
    }

    /// A body that is text; nothing, where it is empty and may be.
    fn text_of<'b>(&self, body: &'b [u8]) -> Result<Option<&'b str>, Problem> {
        let text = std::str::from_utf8(body).map_err(|_| Problem::whole("it is not UTF-8"))?;
        let nothing = text.is_empty() && matches!(self.function.answer, Shape::Nullable(_));
        Ok((!nothing).then_some(text))
    }

    /// What stands in a field of an object around the answer, when the whole does not have the declared form.
    fn unwrapped(&self, field: &str, body: &[u8]) -> Result<Value, Problem> {
        let mut whole: Value = decode::from_json(body)?;
        if decode::fits(&self.function.answer, &whole) {
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
        let Problem { path, problem } = problem;
        // A page for people comes from something in front of the server.
        let page = self.bodies.iter().any(|body| body.trim_ascii_start().starts_with(b"<"));
        let accepted = Some(self.facts.status).filter(|status| *status > 0 && self.function.writes() && !page);
        let response = match &self.bodies[..] {
            [body] if self.facts.status > 0 => Some(ErrorResponse {
                status: self.facts.status,
                headers: HeaderMap::clone(&self.facts.headers),
                body: body.to_vec(),
            }),
            _ => None,
        };
        DecodeError { function: self.function.name, path, problem, accepted, response: response.map(Arc::new) }.into()
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

/// The items of several lists as one list.
fn build_joined<B: Build>(shape: &'static Shape, bodies: &[Bytes], build: &mut B) -> Result<(B::Value, Kept), Problem> {
    let Shape::List(item) = shape.non_null() else {
        return Err(Problem::whole("it came in several parts, which cannot be joined"));
    };
    let mut list = build.list().map_err(unmade)?;
    let mut count = 0;
    for body in bodies {
        let read = decode::seeded(body, |reader, place| {
            Items { shape: item, build: &mut *build, place, list: &mut list, count: &mut count }.deserialize(reader)
        });
        if let Err(problem) = read {
            return build_joined_leniently(shape, bodies, build, problem);
        }
    }
    Ok((build.listed(list).map_err(unmade)?, Kept::default()))
}

/// The same of what can be read of them.
fn build_joined_leniently<B: Build>(
    shape: &'static Shape,
    bodies: &[Bytes],
    build: &mut B,
    problem: Problem,
) -> Result<(B::Value, Kept), Problem> {
    let mut items = Vec::new();
    for body in bodies {
        match decode::mendable(body, problem.clone())? {
            Value::Array(list) => items.extend(list),
            Value::Null => {}
            _ => return Err(problem),
        }
    }
    lenient::read(shape, &Value::Array(items), build)
}

fn unmade(Failed: Failed) -> Problem {
    Problem::whole(UNMADE)
}

fn into_list(value: Value) -> Option<Vec<Value>> {
    if let Value::Array(items) = value { Some(items) } else { None }
}

#[cfg(test)]
mod tests;
