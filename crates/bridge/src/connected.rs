//! The API behind, asked as seldom as its values change, and by each program in its turn.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::OwnedMutexGuard;

use crate::cache::Cache;
use crate::upstream::{Failure, Firmware, Language, Machine, Message, Mode, Package, Point, Upstream};

/// How often machines report: an answer is good until the next report is due.
const REPORT: Duration = Duration::from_secs(60);
/// An answer is kept at least so long, also where a machine has not reported for days: nobody asks for it more often.
const LEAST: Duration = Duration::from_secs(10);
/// What changes when somebody buys or installs something, and titles.
const SELDOM: Duration = Duration::from_secs(15 * 60);

#[derive(Debug)]
pub(crate) struct Connected<U> {
    upstream: U,
    turns: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    machines: Cache<(), Vec<Machine>>,
    points: Cache<String, Arc<Vec<Point>>>,
    unlisted: Cache<(String, Vec<String>), Arc<Vec<Point>>>,
    /// In other languages.
    titles: Cache<(String, Vec<String>, Language), Arc<Vec<Point>>>,
    messages: Cache<(String, bool, Language), Vec<Message>>,
    packages: Cache<String, Vec<Package>>,
    firmware: Cache<String, Firmware>,
    modes: Cache<String, Mode>,
}

impl<U: Upstream> Connected<U> {
    pub(crate) fn new(upstream: U) -> Self {
        Connected {
            upstream,
            turns: Mutex::default(),
            machines: Cache::new(),
            points: Cache::new(),
            unlisted: Cache::new(),
            titles: Cache::new(),
            messages: Cache::new(),
            packages: Cache::new(),
            firmware: Cache::new(),
            modes: Cache::new(),
        }
    }

    /// The turn of a program. One that asks for much at once has one question under way, so that the requests that the API
    /// behind allows are shared by programs, not by questions.
    pub(crate) async fn turn(&self, client: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            // Those of programs that ask for nothing now.
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(turns.entry(client.to_owned()).or_default())
        };
        turn.lock_owned().await
    }

    pub(crate) fn owner(&self) -> String {
        self.upstream.owner()
    }

    pub(crate) async fn machines(&self) -> Result<Vec<Machine>, Failure> {
        self.machines.get(&(), self.upstream.machines(), |_| REPORT).await
    }

    pub(crate) async fn points(&self, machine: &Machine) -> Result<Arc<Vec<Point>>, Failure> {
        let ask = async { self.upstream.points(machine, Language::ENGLISH).await.map(Arc::new) };
        self.points.get(&machine.id, ask, |points| life(points, Timestamp::now())).await
    }

    pub(crate) async fn unlisted(&self, machine: &Machine, ids: &[String]) -> Result<Arc<Vec<Point>>, Failure> {
        let ask = async { self.upstream.unlisted(machine, ids, Language::ENGLISH).await.map(Arc::new) };
        let key = (machine.id.clone(), ids.to_vec());
        // That a machine does not have them stays so for a while.
        let life = |points: &Arc<Vec<Point>>| {
            if points.is_empty() { SELDOM } else { life(points, Timestamp::now()) }
        };
        self.unlisted.get(&key, ask, life).await
    }

    /// Points whose titles and words are in another language: of these ids, or of those that a machine lists. Their values are old.
    /// None in English, which those of the others are in.
    pub(crate) async fn titles(
        &self,
        machine: &Machine,
        ids: &[String],
        language: Language,
    ) -> Result<Arc<Vec<Point>>, Failure> {
        if language == Language::ENGLISH {
            return Ok(Arc::default());
        }
        let ask = async {
            let points = match ids {
                [] => self.upstream.points(machine, language).await,
                ids => self.upstream.unlisted(machine, ids, language).await,
            };
            points.map(Arc::new)
        };
        self.titles.get(&(machine.id.clone(), ids.to_vec(), language), ask, |_| SELDOM).await
    }

    pub(crate) async fn messages(
        &self,
        machine: &Machine,
        active: bool,
        language: Language,
    ) -> Result<Vec<Message>, Failure> {
        let key = (machine.id.clone(), active, language);
        self.messages.get(&key, self.upstream.messages(machine, active, language), |_| REPORT).await
    }

    pub(crate) async fn packages(&self, machine: &Machine) -> Result<Vec<Package>, Failure> {
        self.packages.get(&machine.id, self.upstream.packages(machine), |_| SELDOM).await
    }

    pub(crate) async fn firmware(&self, machine: &Machine) -> Result<Firmware, Failure> {
        self.firmware.get(&machine.id, self.upstream.firmware(machine), |_| SELDOM).await
    }

    pub(crate) async fn mode(&self, machine: &Machine) -> Result<Mode, Failure> {
        self.modes.get(&machine.system, self.upstream.mode(machine), |_| REPORT).await
    }

    pub(crate) async fn set_mode(&self, machine: &Machine, mode: Mode) -> Result<Mode, Failure> {
        let done = self.upstream.set_mode(machine, mode).await;
        self.modes.forget(&machine.system);
        done
    }

    pub(crate) async fn write(
        &self,
        machine: &Machine,
        values: Vec<(String, f64)>,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let done = self.upstream.write(machine, values).await;
        // Also after a failure: nobody knows what became of it.
        self.points.forget(&machine.id);
        self.unlisted.forget_where(|(id, _)| *id == machine.id);
        done
    }
}

/// How long points are good: until the machine reports again.
fn life(points: &[Point], now: Timestamp) -> Duration {
    let newest = points.iter().map(|point| point.time).max();
    let age = newest.map(|time| now.duration_since(time)).and_then(|age| Duration::try_from(age).ok());
    // A report from the future says only that clocks differ.
    REPORT.saturating_sub(age.unwrap_or_default()).clamp(LEAST, REPORT)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uplink_runtime::Value;

    use super::*;

    #[test]
    fn points_are_good_until_the_next_report() {
        let now = Timestamp::from_second(1_764_338_400).expect("a time");
        let of_age = |seconds: i64| Point {
            id: "4".to_owned(),
            title: String::new(),
            unit: String::new(),
            value: Value::Absent,
            code: None,
            factor: 1,
            words: Vec::new(),
            limits: [None; 2],
            writable: false,
            part: 0,
            time: now - SignedDuration::from_secs(seconds),
        };
        for (ages, seconds) in [(&[5, 900][..], 55), (&[900], 10), (&[55], 10), (&[-3600], 60), (&[], 60)] {
            let points: Vec<Point> = ages.iter().map(|age| of_age(*age)).collect();
            assert_eq!(life(&points, now).as_secs(), seconds, "{ages:?}");
        }
    }
}
