//! What a token endpoint answers: a token or one sentence, and no refresh token is lost.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| uplink_oauth::fuzzing::token_answer(body));
