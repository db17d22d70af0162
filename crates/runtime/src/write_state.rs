//! Writes that take effect later: how far each has come, and looking for those that were taken.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::time::{Instant, sleep};

/// How far a write has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteState {
    /// The server did not take the value.
    Refused,
    /// The server took the value. Whether it shows it was not asked, or it was not seen in time.
    Accepted,
    /// The server shows the value.
    Applied,
}

impl WriteState {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            WriteState::Refused => "refused",
            WriteState::Accepted => "accepted",
            WriteState::Applied => "applied",
        }
    }
}

/// Looks for values that were written, spread over a time.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    /// None where no clock reaches it.
    end: Option<Instant>,
    every: Duration,
}

impl Looks {
    /// Looks that begin now.
    pub fn new(within: Duration, every: Duration) -> Self {
        Looks { end: Instant::now().checked_add(within), every }
    }

    /// Waits until it is time for the next look, and gives what is left to look for: what was accepted. `None` when all of it
    /// is there, or the time is over.
    pub async fn next<K: Clone, W>(&self, written: &BTreeMap<K, W>, state: fn(&W) -> WriteState) -> Option<Vec<K>> {
        let accepted = written.iter().filter(|(_, one)| state(one) == WriteState::Accepted);
        let open: Vec<K> = accepted.map(|(key, _)| key.clone()).collect();
        let rest = self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()));
        if open.is_empty() || rest.is_zero() {
            return None;
        }
        sleep(rest.min(self.every)).await;
        Some(open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_refused_is_not_looked_for_and_time_ends_the_looks() {
        let mut written =
            BTreeMap::from([(1, WriteState::Accepted), (2, WriteState::Refused), (3, WriteState::Accepted)]);
        let looks = Looks::new(Duration::from_secs(60), Duration::from_millis(1));
        let mut seen = Vec::new();
        while let Some(open) = looks.next(&written, |state| *state).await {
            written.insert(open[0], WriteState::Applied);
            seen.push(open);
        }
        assert_eq!(seen, [vec![1, 3], vec![3]]);
        assert_eq!(written[&2], WriteState::Refused);
        written.insert(4, WriteState::Accepted);
        let looks = Looks::new(Duration::from_millis(5), Duration::from_millis(1));
        while looks.next(&written, |state| *state).await.is_some() {}
    }
}
