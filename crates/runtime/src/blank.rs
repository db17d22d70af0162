//! Values that stand where nothing was read yet.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::binary::Bytes;
use crate::extra::Extra;
use crate::nullable::Nullable;

/// What stands in a field before it is read.
pub trait Blank {
    /// Nothing, 0, an empty text and the like.
    fn blank() -> Self;
}

/// The blank value of a type.
pub fn blank<T: Blank>() -> T {
    T::blank()
}

macro_rules! blank {
    ($($ty:ty $(, $t:ident)?;)*) => {$(
        impl$(<$t>)? Blank for $ty {
            fn blank() -> Self {
                Self::default()
            }
        }
    )*};
}

blank! {
    i64;
    f64;
    bool;
    String;
    Timestamp;
    Value;
    Extra;
    Vec<T>, T;
    BTreeMap<String, T>, T;
    Option<T>, T;
    Nullable<T>, T;
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Box::new(T::blank())
    }
}

impl Blank for Bytes {
    fn blank() -> Self {
        Bytes(Vec::new())
    }
}
