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
        loop {
            let next = self.lock().next(MOST_BYTES);
            match next {
                Ok(Some(lines)) => self.send_all(lines, &post, troubles, &told).await,
                Ok(None) => self.more.notified().await,
                Err(error) => {
                    let sentence = format!("the readings that wait for {} cannot be read: {error}", self.server);
                    troubles.say(self.server, &sentence, &told);
                    tokio::time::sleep(LONGEST_WAIT).await;
                }
            }
        }
    }

    /// Sends lines until the server has taken or refused each of them. Those that are refused together are halved until the wrong
    /// ones are alone, so that no other goes with them.
    async fn send_all<F>(&self, lines: String, post: &impl Fn(String) -> F, troubles: &Troubles, told: &impl Fn(&str))
    where
        F: Future<Output = Outcome>,
    {
        let (server, mut wait) = (self.server, FIRST_WAIT);
        let (count, mut refused, mut reason) = (lines.lines().count(), 0, String::new());
        // The next one last.
        let mut parts = vec![lines];
        while let Some(lines) = parts.pop() {
            match post(lines.clone()).await {
                Outcome::Taken => {
                    wait = FIRST_WAIT;
                    troubles.over(server, &format!("{server} takes readings again"), told);
                    self.taken(&lines, told);
                }
                Outcome::Refused(why) => match halves(&lines) {
                    Some((first, second)) => parts.extend([second.to_owned(), first.to_owned()]),
                    None => {
                        (refused, reason) = (refused + 1, why);
                        self.taken(&lines, told);
                    }
                },
                Outcome::Later(why) => {
                    let sentence = format!("{server} does not take readings, they wait: {why}");
                    troubles.say(server, &sentence, told);
                    parts.push(lines);
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
        if refused > 0 {
            told(&format!("{server} refused {refused} of {count} readings, which are left out: {reason}"));
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

/// The first half of some lines and the second; none of a single line.
fn halves(lines: &str) -> Option<(&str, &str)> {
    let half = lines.lines().count() / 2;
    let (end, _) = lines.match_indices('\n').nth(half.checked_sub(1)?)?;
    Some(lines.split_at(end + 1))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_line_that_is_refused_takes_no_other_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let spool = Spool::open(&folder.path().join("influx.lines")).expect("made");
        let outbox = Outbox::new("InfluxDB", Arc::new(Mutex::new(spool)));
        outbox.push("a 1\nb 2\nbad 3\nc 4\nd 5\nbad 6\ne 7\n").expect("written");
        let (taken, said, posts) = (RefCell::new(String::new()), RefCell::new(Vec::new()), RefCell::new(0));
        let post = |lines: String| {
            *posts.borrow_mut() += 1;
            std::future::ready(if *posts.borrow() == 3 {
                Outcome::Later("503".to_owned())
            } else if lines.contains("bad") {
                Outcome::Refused("400 it is bad".to_owned())
            } else {
                taken.borrow_mut().push_str(&lines);
                Outcome::Taken
            })
        };
        let troubles = Troubles::default();
        let sending = outbox.send(post, &troubles, |sentence: &str| said.borrow_mut().push(sentence.to_owned()));
        tokio::time::timeout(Duration::from_secs(60), sending).await.expect_err("it goes on");
        assert_eq!(*taken.borrow(), "a 1\nb 2\nc 4\nd 5\ne 7\n");
        assert_eq!(
            *said.borrow(),
            [
                "InfluxDB does not take readings, they wait: 503",
                "InfluxDB takes readings again",
                "InfluxDB refused 2 of 7 readings, which are left out: 400 it is bad",
            ]
        );
        assert_eq!(outbox.lock().next(100).expect("read"), None, "nothing waits any more");
    }
}
