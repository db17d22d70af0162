//! One rate limiter for all clients of a process that go to one server with one client identifier.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::RateLimiter;
use crate::credentials::Held;
use crate::descriptor::Api;
use crate::tokens::TokenSource;

static KNOWN: Mutex<Option<HashMap<String, Weak<RateLimiter>>>> = Mutex::new(None);

/// The rate limiter of an API at `base_url` for whom these tokens or credentials belong to.
pub(crate) fn rate_limiter(
    api: &'static Api,
    base_url: &str,
    tokens: &dyn TokenSource,
    credentials: &Held,
) -> Arc<RateLimiter> {
    let make = || Arc::new(RateLimiter::new(api.pace, tokens.pace_store()));
    // Whose it is cannot be known of tokens without a name; they are nobody else's.
    let client = tokens.client_id().map(str::to_owned).or_else(|| credentials.fingerprint());
    let Some(client) = client else { return make() };
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    // A forked child has none of the threads that may hold what its parent had locked.
    let key = format!("{}\n{base_url}\n{client}", std::process::id());
    if let Some(limiter) = known.get(&key).and_then(Weak::upgrade) {
        return limiter;
    }
    known.retain(|_, limiter| limiter.strong_count() > 0);
    let limiter = make();
    known.insert(key, Arc::downgrade(&limiter));
    limiter
}
