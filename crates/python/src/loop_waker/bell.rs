//! A bell that an event loop listens to: a byte in a pair of sockets.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;

use pyo3::exceptions::{PyAttributeError, PyNotImplementedError};
use pyo3::intern;
use pyo3::prelude::*;

pub(super) struct Bell {
    rung: UnixStream,
    heard: UnixStream,
}

impl Bell {
    pub(super) fn new() -> std::io::Result<Self> {
        let (rung, heard) = UnixStream::pair()?;
        rung.set_nonblocking(true)?;
        heard.set_nonblocking(true)?;
        Ok(Bell { rung, heard })
    }

    /// Has the event loop call `opener` whenever the bell rings; false where the loop cannot look at sockets.
    pub(super) fn hang(&self, event_loop: &Bound<'_, PyAny>, opener: Bound<'_, PyAny>) -> PyResult<bool> {
        let py = event_loop.py();
        match event_loop.call_method1(intern!(py, "add_reader"), (self.heard.as_raw_fd(), opener)) {
            Ok(_) => Ok(true),
            Err(error)
                if error.is_instance_of::<PyNotImplementedError>(py)
                    || error.is_instance_of::<PyAttributeError>(py) =>
            {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn ring(&self) {
        // One that was rung already and not heard yet is full at worst.
        let _ = (&self.rung).write(&[1]);
    }

    pub(super) fn hush(&self) {
        let mut bytes = [0; 16];
        loop {
            match (&self.heard).read(&mut bytes) {
                Ok(count) if count == bytes.len() => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => return,
            }
        }
    }
}
