//! Drives the built program as a user does: processes, pipes, signals and exit codes, on this machine only.

mod calls;
mod completions;
mod demo;
mod failures;
mod login;
mod myuplink;
mod readme;
mod simulate;
mod support;
mod watch;
