//! Makes JSON that has the declared form of what was read leniently, for types that know nothing of that.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::builder::{Build, Made};
use crate::extra::EXTRA;
use crate::shape::{Enum, Shape, Struct};

/// Makes JSON values.
pub(crate) struct Mended;

/// An object in the making.
pub(crate) struct Object {
    of: &'static Struct,
    fields: Map<String, Value>,
    /// Whether something of it could not be read.
    odd: bool,
    extra: Map<String, Value>,
}

impl Build for Mended {
    type Value = Value;
    type List = Vec<Value>;
    type Map = Map<String, Value>;
    type Object = Object;

    fn null(&mut self) -> Made<Value> {
        Ok(Value::Null)
    }

    fn bool(&mut self, value: bool) -> Made<Value> {
        Ok(value.into())
    }

    fn int(&mut self, value: i64) -> Made<Value> {
        Ok(value.into())
    }

    fn large(&mut self, value: u64) -> Made<Value> {
        Ok(value.into())
    }

    fn float(&mut self, value: f64) -> Made<Value> {
        Ok(value.into())
    }

    fn text(&mut self, value: &str) -> Made<Value> {
        Ok(value.into())
    }

    fn moment(&mut self, _: Timestamp, text: &str) -> Made<Value> {
        Ok(text.into())
    }

    fn word(&mut self, _: &'static Enum, _: Option<usize>, text: &str) -> Made<Value> {
        Ok(text.into())
    }

    fn bytes(&mut self, value: &[u8]) -> Made<Value> {
        Ok(crate::binary::text(value).into())
    }

    fn list(&mut self) -> Made<Self::List> {
        Ok(Vec::new())
    }

    fn item(&mut self, list: &mut Self::List, item: Value) -> Made<()> {
        list.push(item);
        Ok(())
    }

    fn listed(&mut self, list: Self::List) -> Made<Value> {
        Ok(list.into())
    }

    fn map(&mut self) -> Made<Self::Map> {
        Ok(Map::new())
    }

    fn entry(&mut self, map: &mut Self::Map, key: &str, value: Value) -> Made<()> {
        map.insert(key.to_owned(), value);
        Ok(())
    }

    fn mapped(&mut self, map: Self::Map) -> Made<Value> {
        Ok(map.into())
    }

    fn object(&mut self, of: &'static Struct) -> Made<Object> {
        Ok(Object { of, fields: Map::new(), odd: false, extra: Map::new() })
    }

    fn field(&mut self, object: &mut Object, position: usize, value: Value) -> Made<()> {
        object.fields.insert(object.of.fields[position].wire.to_owned(), value);
        Ok(())
    }

    fn unreadable(&mut self, object: &mut Object, position: usize) -> Made<()> {
        object.odd = true;
        let nothing = nothing(&object.of.fields[position].shape);
        self.field(object, position, nothing)
    }

    fn extra(&mut self, object: &mut Object, name: &str, value: Value) -> Made<()> {
        object.extra.insert(name.to_owned(), value);
        Ok(())
    }

    fn finished(&mut self, mut object: Object) -> Made<Value> {
        // Of an object that is as it should be, types leave out what is newer than they are.
        if object.odd {
            object.fields.insert(EXTRA.to_owned(), object.extra.into());
        }
        Ok(object.fields.into())
    }
}

/// What stands where nothing could be read.
fn nothing(shape: &Shape) -> Value {
    match shape {
        Shape::Nothing | Shape::Any | Shape::Tagged(_) | Shape::Nullable(_) => Value::Null,
        Shape::Int => 0.into(),
        Shape::Float => 0.0.into(),
        Shape::Bool => false.into(),
        Shape::Text | Shape::Bytes | Shape::Enum(_) => "".into(),
        // As servers write it that know no moment.
        Shape::DateTime => "0001-01-01T00:00:00Z".into(),
        Shape::List(_) => Value::Array(Vec::new()),
        Shape::Map(_) => Value::Object(Map::new()),
        Shape::Struct(of) => of.fields.iter().map(|field| (field.wire.to_owned(), nothing(&field.shape))).collect(),
        Shape::OneOf(all) => all.first().map_or(Value::Null, nothing),
    }
}
