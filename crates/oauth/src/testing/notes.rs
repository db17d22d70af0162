//! Writes the logs of every level down, for the sweep of the whole test run.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, Once};

struct Notes(Mutex<File>);

impl log::Log for Notes {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut file = self.0.lock().unwrap();
        writeln!(file, "{} {} {}", record.level(), record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

/// Begins to write, where `tests/run.py` says and when this program has no logger of its own.
pub(crate) fn begin() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let Some(folder) = std::env::var_os("UPLINK_TEST_NOTES") else { return };
        let file = File::create(Path::new(&folder).join(format!("logged-{}.txt", std::process::id()))).unwrap();
        if log::set_logger(Box::leak(Box::new(Notes(Mutex::new(file))))).is_ok() {
            log::set_max_level(log::LevelFilter::Trace);
        }
    });
}
