//! Arguments and answers of functions that are compiled in.

use serde::de::DeserializeOwned;
use serde_json::Value;
use uplink_runtime::Arguments;

use crate::failure::Failure;

/// Arguments from pairs.
pub fn arguments<const N: usize>(pairs: [(&str, Value); N]) -> Arguments {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Reads an answer into its type.
pub fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, Failure> {
    T::deserialize(value)
        .map_err(|e| Failure::failed("decode", format!("the answer does not have the declared form: {e}")))
}
