//! Answers of the API behind, kept for those who ask for the same at nearly the same time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::upstream::Failure;

type Slot<T> = Arc<tokio::sync::Mutex<Option<(Instant, T)>>>;

/// Answers by what was asked for. Who asks while the same is being asked waits for that answer, and it counts for both.
#[derive(Debug)]
pub(crate) struct Cache<K, T> {
    slots: Mutex<HashMap<K, Slot<T>>>,
}

impl<K: Eq + Hash + Clone, T: Clone> Cache<K, T> {
    pub(crate) fn new() -> Self {
        Cache { slots: Mutex::new(HashMap::new()) }
    }

    /// The answer that is kept, or a new one, which `life` says how long to keep. A failure is not kept.
    pub(crate) async fn get(
        &self,
        key: &K,
        ask: impl Future<Output = Result<T, Failure>>,
        life: impl FnOnce(&T) -> Duration,
    ) -> Result<T, Failure> {
        let slot = Arc::clone(self.slots().entry(key.clone()).or_default());
        let mut slot = slot.lock().await;
        if let Some((until, kept)) = &*slot
            && Instant::now() < *until
        {
            return Ok(kept.clone());
        }
        let asked = Instant::now();
        let fresh = ask.await?;
        *slot = Some((asked + life(&fresh), fresh.clone()));
        Ok(fresh)
    }

    /// Forgets an answer. One that is under way belongs to those who asked for it before.
    pub(crate) fn forget(&self, key: &K) {
        self.slots().remove(key);
    }

    /// Forgets all answers of which that is said.
    pub(crate) fn forget_where(&self, is_old: impl Fn(&K) -> bool) {
        self.slots().retain(|key, _| !is_old(key));
    }

    fn slots(&self) -> std::sync::MutexGuard<'_, HashMap<K, Slot<T>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::{advance, sleep};

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn the_same_is_asked_once_and_again_when_its_time_is_over() {
        let (cache, asked) = (Cache::new(), AtomicU32::new(0));
        let ask = || async {
            sleep(Duration::from_secs(2)).await;
            Ok(asked.fetch_add(1, Ordering::SeqCst))
        };
        let get = || cache.get(&"a", ask(), |_| MINUTE);
        assert_eq!(tokio::join!(get(), get(), get()), (Ok(0), Ok(0), Ok(0)));
        advance(Duration::from_secs(57)).await;
        assert_eq!(get().await, Ok(0));
        // The minute counts from when it was asked, not from when it came.
        advance(Duration::from_secs(2)).await;
        assert_eq!(get().await, Ok(1));
        cache.forget(&"a");
        assert_eq!(get().await, Ok(2));
    }

    #[tokio::test]
    async fn all_of_a_kind_are_forgotten() {
        let cache = Cache::new();
        let get = |key, fresh| {
            let cache = &cache;
            async move { cache.get(&key, async { Ok(fresh) }, |_: &u32| MINUTE).await }
        };
        for key in [("a", 1), ("a", 2), ("b", 1)] {
            assert_eq!(get(key, 0).await, Ok(0));
        }
        cache.forget_where(|(name, _)| *name == "a");
        assert_eq!((get(("a", 1), 1).await, get(("a", 2), 1).await, get(("b", 1), 1).await), (Ok(1), Ok(1), Ok(0)));
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let cache = Cache::new();
        let away = || async { Err(Failure::Away("no".to_owned())) };
        assert!(cache.get(&1, away(), |_: &u32| MINUTE).await.is_err());
        assert_eq!(cache.get(&1, async { Ok(7) }, |_| MINUTE).await, Ok(7));
        assert_eq!(cache.get(&1, away(), |_| MINUTE).await, Ok(7));
    }
}
