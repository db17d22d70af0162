//! The parts of the program that others may call.

pub mod import;
pub mod overlay;
