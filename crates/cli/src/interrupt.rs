//! Ctrl-C and the wish of the system that the program ends.

use std::future::Future;
use std::pin::Pin;

use crate::failure::Failure;

/// Does `work` until it is done or the user presses Ctrl-C.
pub async fn or_interrupted(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    // Without its type the rest is in the program once, and not once for each command.
    first_of(Box::pin(work)).await
}

async fn first_of(work: Pin<Box<dyn Future<Output = Result<(), Failure>> + '_>>) -> Result<(), Failure> {
    tokio::select! {
        // First the signal, so that it is caught before anything begins.
        biased;
        caught = tokio::signal::ctrl_c() => Err(match caught {
            Ok(()) => Failure::Interrupted,
            Err(e) => Failure::failed("setup", format!("cannot listen for Ctrl-C: {e}")),
        }),
        result = work => result,
    }
}

/// The signals that end a service.
#[derive(Debug)]
pub struct Stop {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Stop {
    /// Signals count from now on.
    #[cfg(unix)]
    pub fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Stop { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Signals count from now on.
    #[cfg(windows)]
    pub fn listen() -> std::io::Result<Self> {
        Ok(Stop { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits until the service has to end.
    #[cfg(unix)]
    pub async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Waits until the service has to end.
    #[cfg(windows)]
    pub async fn wait(&mut self) {
        let _ = self.interrupt.recv().await;
    }
}
