//! Places at which this process dies when a test wants it to, as if it were killed there.

use std::sync::Mutex;

static DEATH: Mutex<Option<(String, usize)>> = Mutex::new(None);

/// For a child: it dies when it passes `place` for the `nth` time, counted from 1.
pub(crate) fn die_at(place: &str, nth: usize) {
    *DEATH.lock().unwrap() = Some((place.to_owned(), nth));
}

pub(crate) fn pass(place: &str) {
    let mut death = DEATH.lock().unwrap();
    if let Some((_, left)) = death.as_mut().filter(|(fatal, _)| fatal == place) {
        *left -= 1;
        if *left == 0 {
            std::process::abort();
        }
    }
}
