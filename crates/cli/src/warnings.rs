//! What the runtime warns of: answers that were kept although they do not have the declared form.

use log::{LevelFilter, Log, Metadata, Record};
use uplink_runtime::ODD_ANSWER;

struct Warnings;

/// Shows warnings among the notes, from now on and in the whole process.
pub fn show() {
    // Whoever has a logger already sees them there.
    if log::set_logger(&Warnings).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}

impl Log for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == ODD_ANSWER
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            crate::output::note(&format!("warning: {}", record.args()));
        }
    }

    fn flush(&self) {}
}
