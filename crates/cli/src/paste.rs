//! Reads the address that a user pastes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use uplink_oauth::{Pasted, read_pasted};

use crate::failure::Failure;

/// Tells the reading thread when nobody waits for it any more.
struct GiveUp(Arc<AtomicBool>);

impl Drop for GiveUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Reads a line from stdin, unseen when that is a terminal.
pub async fn line(prompt: &'static str) -> Result<Pasted, Failure> {
    let given_up = Arc::new(AtomicBool::new(false));
    let told = given_up.clone();
    // Also when the user presses Ctrl-C meanwhile.
    let _give_up = GiveUp(given_up);
    let read = tokio::task::spawn_blocking(move || read_pasted(prompt, &mut || told.load(Ordering::Relaxed))).await;
    match read {
        Ok(Ok(Some(pasted))) => Ok(pasted),
        Ok(Ok(None)) => Err(Failure::failed("input", "no address was pasted; start again")),
        Ok(Err(e)) => Err(Failure::failed("input", format!("cannot read the address: {e}; start again"))),
        Err(_) => Err(Failure::failed("input", "reading the address was interrupted; start again")),
    }
}
