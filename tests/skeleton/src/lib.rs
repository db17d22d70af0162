//! A client of any API, without a hand-written line of its own.

include!(concat!(env!("OUT_DIR"), "/api.rs"));
