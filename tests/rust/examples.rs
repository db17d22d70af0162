//! Every example of the spec, through the generated Rust client.
#![allow(missing_docs, clippy::let_unit_value, clippy::invisible_characters)]

use client::types;
use uplink_tests::{Service, expect_answer};

include!(concat!(env!("OUT_DIR"), "/examples.rs"));
