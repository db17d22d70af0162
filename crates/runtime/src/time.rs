//! Time as calls measure and wait for it: tokio's, and where tokio has none, in WebAssembly, the browser's.

#[cfg(target_family = "wasm")]
#[path = "time/browser.rs"]
mod clock;

#[cfg(not(target_family = "wasm"))]
mod clock {
    pub(crate) use std::time::SystemTime;
    pub(crate) use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout_at};
}

pub(crate) use clock::{Instant, Sleep, SystemTime, sleep, sleep_until, timeout_at};
