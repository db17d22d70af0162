//! The address that a login ends at: only the answer to it is taken, and none is repeated.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| uplink_oauth::fuzzing::callback(text));
