//! Lines on their way to a server, kept until it has said that it took them.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::said::Troubles;
use crate::spool::Spool;

/// In one request, as InfluxDB advises.
const MOST_BYTES: usize = 512 << 10;
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// What became of lines.
pub(crate) enum Outcome {
    Taken,
    /// The server is away or does not let us in, which can pass.
    Later(String),
    /// It will never take these lines.
    Refused(String),
}

/// Lines that a server does not have yet.
#[derive(Debug)]
pub(crate) struct Outbox {
    /// What the server is called in sentences.
    server: &'static str,
    spool: Arc<Mutex<Spool>>,
    more: Notify,
}

impl Outbox {
    pub(crate) fn new(server: &'static str, spool: Arc<Mutex<Spool>>) -> Self {
        Outbox { server, spool, more: Notify::new() }
    }

    /// Keeps lines for the server.
    ///
    /// # Errors
    /// They cannot be written to the disk; they wait in memory.
    pub(crate) fn push(&self, lines: &str) -> io::Result<()> {
        let kept = self.lock().push(lines);
        self.more.notify_one();
        kept
    }

    /// Sends lines as they come, until it is dropped. What goes wrong, and that it is over, is told once.
    pub(crate) async fn send<F>(&self, post: impl Fn(String) -> F, troubles: &Troubles, told: impl Fn(&str))
    where
        F: Future<Output = Outcome>,
    {
        let (server, mut wait) = (self.server, FIRST_WAIT);
        loop {
            let next = self.lock().next(MOST_BYTES);
            let lines = match next {
                Ok(Some(lines)) => lines,
                Ok(None) => {
                    self.more.notified().await;
                    continue;
                }
                Err(error) => {
                    let sentence = format!("the readings that wait for {server} cannot be read: {error}");
                    troubles.say(server, &sentence, &told);
                    tokio::time::sleep(LONGEST_WAIT).await;
                    continue;
                }
            };
            match post(lines.clone()).await {
                Outcome::Taken => {
                    wait = FIRST_WAIT;
                    troubles.over(server, &format!("{server} takes readings again"), &told);
                    self.taken(&lines, &told);
                }
                Outcome::Refused(why) => {
                    let count = lines.lines().count();
                    told(&format!("{server} refused {count} readings, which are left out: {why}"));
                    self.taken(&lines, &told);
                }
                Outcome::Later(why) => {
                    let sentence = format!("{server} does not take readings, they wait: {why}");
                    troubles.say(server, &sentence, &told);
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
    }

    fn taken(&self, lines: &str, told: &impl Fn(&str)) {
        if let Err(error) = self.lock().taken(lines) {
            told(&format!("cannot note what {} has, which will be sent again: {error}", self.server));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Spool> {
        self.spool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
