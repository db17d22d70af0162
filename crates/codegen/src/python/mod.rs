//! The Python target.
