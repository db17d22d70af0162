//! How many requests are under way at one server, of all clients of a process: whose they are does not matter to it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Semaphore;

use crate::descriptor::Api;

static KNOWN: Mutex<Option<HashMap<String, Weak<Semaphore>>>> = Mutex::new(None);

/// The places of an API at `base_url`; `None` where it takes as many requests as there are.
pub(crate) fn in_flight(api: &'static Api, base_url: &str) -> Option<Arc<Semaphore>> {
    let most = usize::try_from(api.pace?.in_flight?).ok()?.min(Semaphore::MAX_PERMITS);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    // A forked child has none of the requests that its parent has under way.
    let key = format!("{}\n{base_url}", std::process::id());
    if let Some(places) = known.get(&key).and_then(Weak::upgrade) {
        return Some(places);
    }
    known.retain(|_, places| places.strong_count() > 0);
    let places = Arc::new(Semaphore::new(most));
    known.insert(key, Arc::downgrade(&places));
    Some(places)
}
