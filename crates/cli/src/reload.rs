//! The wish that a service reads its configuration again.

/// The signal that asks a service to read its configuration again.
#[derive(Debug)]
pub struct Reload {
    #[cfg(unix)]
    hangup: tokio::signal::unix::Signal,
}

impl Reload {
    /// The signal counts from now on.
    pub fn listen() -> std::io::Result<Self> {
        #[cfg(unix)]
        let reload = {
            use tokio::signal::unix::{SignalKind, signal};
            Reload { hangup: signal(SignalKind::hangup())? }
        };
        #[cfg(not(unix))]
        let reload = Reload {};
        Ok(reload)
    }

    /// Waits until it is asked for; for ever where there is no such signal.
    pub async fn wait(&mut self) {
        #[cfg(unix)]
        self.hangup.recv().await;
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    }
}
