//! Every example of the spec, through the client generated from it.

#[path = "{root}/tests/src/lib.rs"]
mod support;

use client::types;
use support::{Service, expect_answer};

include!(concat!(env!("OUT_DIR"), "/examples.rs"));
