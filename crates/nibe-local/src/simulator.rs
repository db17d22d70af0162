//! The local service: a pump on this machine.
