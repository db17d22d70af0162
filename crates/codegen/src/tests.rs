//! The test targets: every example of the spec becomes a test, so that a new function arrives with its tests.
//!
//! The tests run against the local service, which answers from the same examples but reads the spec by itself.

mod python;
mod rust;

pub use python::file as python;
pub(crate) use python::test as python_test;
pub use rust::file as rust;
pub use rust::readers as rust_readers;
pub(crate) use rust::test as rust_test;
