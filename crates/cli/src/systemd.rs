//! What systemd is told, where it started the program and asked to be.
//!
//! Three words over a datagram socket, as sd_notify(3) describes them; no library is needed for that.

use std::time::Duration;

/// The socket that systemd named, if any.
#[derive(Debug, Default)]
pub struct Systemd {
    #[cfg(unix)]
    socket: Option<(std::os::unix::net::UnixDatagram, std::os::unix::net::SocketAddr)>,
    watchdog: Option<Duration>,
}

impl Systemd {
    /// Looks at what systemd said in the environment.
    #[cfg(unix)]
    pub fn of_environment() -> Self {
        let socket = std::env::var_os("NOTIFY_SOCKET").and_then(|name| {
            let socket = std::os::unix::net::UnixDatagram::unbound().ok()?;
            // Nobody waits for systemd.
            socket.set_nonblocking(true).ok()?;
            Some((socket, address(&name)?))
        });
        let variable = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        // It may name another process, of which this one is a child.
        let is_for_us = variable("WATCHDOG_PID").is_none_or(|id| id == u64::from(std::process::id()));
        let watchdog = variable("WATCHDOG_USEC").filter(|most| is_for_us && *most > 0).map(Duration::from_micros);
        Systemd { socket, watchdog }
    }

    /// There is no systemd.
    #[cfg(not(unix))]
    pub fn of_environment() -> Self {
        Systemd::default()
    }

    /// How often systemd wants to hear that the program goes on, if it does.
    pub fn watchdog(&self) -> Option<Duration> {
        self.watchdog.map(|most| most / 2)
    }

    /// Tells something, such as `READY=1`. That nobody listens is no failure.
    pub fn tell(&self, what: &str) {
        #[cfg(unix)]
        if let Some((socket, address)) = &self.socket {
            let _ = socket.send_to_addr(what.as_bytes(), address);
        }
        #[cfg(not(unix))]
        let _ = what;
    }
}

/// The address of a socket: a path, or a name of Linux' own that begins with `@`.
#[cfg(unix)]
fn address(name: &std::ffi::OsStr) -> Option<std::os::unix::net::SocketAddr> {
    #[cfg(target_os = "linux")]
    if let Some(own) = name.as_encoded_bytes().strip_prefix(b"@") {
        use std::os::linux::net::SocketAddrExt;
        return std::os::unix::net::SocketAddr::from_abstract_name(own).ok();
    }
    std::os::unix::net::SocketAddr::from_pathname(name).ok()
}
