//! The token file: it is read, kept for a newer program, or moved aside, and writing an entry costs no other.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| uplink_oauth::fuzzing::token_file(text));
