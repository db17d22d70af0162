//! A client of any API, without a hand-written line of its own.

pub mod functions {
    include!(concat!(env!("OUT_DIR"), "/functions.rs"));
}
pub mod types {
    include!(concat!(env!("OUT_DIR"), "/types.rs"));
}
pub mod scopes {
    include!(concat!(env!("OUT_DIR"), "/scopes.rs"));
}
mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}
pub use client::*;
