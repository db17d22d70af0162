//! The test targets.
