//! A connection to a broker that keeps what is retained there as it should be.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

use super::connection::{self, Broker, Client, Event, Events, Limits, Wanted};
use super::neighbours::Neighbours;
use super::{Command, Topics, gone};
use crate::said::Troubles;

/// What troubles are about.
const BROKER: &str = "MQTT";
const UNHEARD: &str = "MQTT subscriptions";
const REFUSED: &str = "MQTT messages";
const TOO_LONG: &str = "MQTT packets";
const TWICE: &str = "MQTT machines";
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Home Assistant starts with many at once; not all have to answer in the same moment.
const JITTER: Duration = Duration::from_secs(2);

/// What should be retained, and what of it the broker does not have yet.
#[derive(Debug, Default)]
struct Board {
    wanted: BTreeMap<String, String>,
    unsent: BTreeSet<String>,
    /// What the broker takes; none while there is no connection.
    connected: Option<Limits>,
}

impl Board {
    fn want(&mut self, wanted: BTreeMap<String, String>, again: bool) {
        for (topic, payload) in wanted {
            if (again && topic.ends_with("/state")) || self.wanted.get(&topic) != Some(&payload) {
                self.unsent.insert(topic.clone());
                self.wanted.insert(topic, payload);
            }
        }
    }

    fn longest_packet(&self) -> usize {
        self.wanted.iter().map(|(topic, payload)| connection::packet_length(topic, payload)).max().unwrap_or_default()
    }
}

/// A connection that lasts: it comes back by itself, and then sends all there is.
pub struct Session {
    topics: Topics,
    client_id: String,
    client: Client,
    /// Held by `run`, which may be dropped and begun again.
    events: tokio::sync::Mutex<Events>,
    board: Mutex<Board>,
    neighbours: Mutex<Neighbours>,
    more: Notify,
    /// Home Assistant has started.
    born: Notify,
    commands: UnboundedSender<Command>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("topics", &self.topics).finish_non_exhaustive()
    }
}

impl Session {
    /// Prepares a connection, which `run` makes; commands that come go to `commands`.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(broker: &Broker, topics: Topics, commands: UnboundedSender<Command>) -> io::Result<Arc<Self>> {
        let (client, events) = connection::prepare(broker, topics.bridge())?;
        Ok(Arc::new(Session {
            topics,
            client_id: broker.client_id.clone(),
            client,
            events: tokio::sync::Mutex::new(events),
            board: Mutex::default(),
            neighbours: Mutex::default(),
            more: Notify::new(),
            born: Notify::new(),
            commands,
        }))
    }

    /// Where topics begin.
    pub(crate) fn topics(&self) -> &Topics {
        &self.topics
    }

    /// What should be retained from now on, beside what should before; with `again`, states are said also where they are
    /// what they were.
    pub(crate) fn want(&self, wanted: BTreeMap<String, String>, again: bool) {
        self.lock().want(wanted, again);
        self.more.notify_one();
    }

    /// Takes in which machines there are, as topics name them. Gives those of an earlier run that are there no more, which
    /// are offline now.
    pub(crate) fn present(&self, machines: BTreeSet<String>) -> Vec<String> {
        let gone = {
            let mut neighbours = self.neighbours();
            neighbours.are_present(machines);
            neighbours.gone()
        };
        self.leave(&gone);
        gone
    }

    /// Lets machines be offline.
    pub(crate) fn leave(&self, machines: &[String]) {
        let topics = machines.iter().flat_map(|object| gone(&self.topics, object));
        self.want(topics.collect(), false);
    }

    /// Keeps the connection and sends what is wanted, until it is dropped. What goes wrong, and that it is over, is told once.
    pub(crate) async fn run(&self, troubles: &Troubles, told: impl Fn(&str)) {
        let mut events = self.events.lock().await;
        tokio::select! {
            () = self.listen(&mut events, troubles, &told) => {}
            () = self.send(troubles, &told) => {}
            () = self.answer_births() => {}
        }
    }

    async fn listen(&self, events: &mut Events, troubles: &Troubles, told: &impl Fn(&str)) {
        let mut wait = FIRST_WAIT;
        let (mut since, mut short) = (Instant::now(), 0);
        loop {
            match events.next().await {
                Ok(Event::Connected(limits)) if !limits.retains => {
                    let sentence = "the MQTT broker keeps no messages, so nothing is published there; let it keep \
                        retained messages";
                    troubles.say(BROKER, sentence, told);
                }
                Ok(Event::Connected(limits)) => {
                    since = Instant::now();
                    troubles.over(BROKER, "the MQTT broker is back", told);
                    [UNHEARD, REFUSED, TOO_LONG].iter().for_each(|about| troubles.forget(about));
                    self.lock().connected = Some(limits);
                    // The broker may have lost what it kept.
                    self.all_again();
                    self.client.subscribe(self.topics.birth(), &Wanted::Sign);
                    for kept in [self.topics.publisher_of("+"), self.topics.bridge_of("+")] {
                        self.client.subscribe(kept, &Wanted::Kept);
                    }
                    if let Some(sets) = self.topics.sets() {
                        self.client.subscribe(sets, &Wanted::Command);
                    }
                }
                Ok(Event::Unheard) => {
                    let sentence = "the MQTT broker does not let this program subscribe: commands, or that Home \
                        Assistant has started, are not heard";
                    troubles.say(UNHEARD, sentence, told);
                }
                Ok(Event::Refused(why)) => {
                    let topics = &self.topics;
                    let sentence = format!(
                        "the MQTT broker refuses messages ({why}): let this program publish below {} and {}",
                        topics.prefix, topics.discovery
                    );
                    // It does so for each; the first is enough.
                    troubles.begin(REFUSED, &sentence, told);
                }
                Ok(Event::Message { topic, payload, retained }) => {
                    self.heard(&topic, &payload, retained, told);
                    self.look_around(&topic, &payload, troubles, told);
                }
                Ok(Event::Other | Event::Sent) => {}
                Err(error) => {
                    let was_connected = self.lock().connected.take().is_some();
                    if was_connected && since.elapsed() > LONGEST_WAIT {
                        (wait, short) = (FIRST_WAIT, 0);
                    }
                    short += u32::from(was_connected);
                    // They throw each other out, as fast as they can unless they wait.
                    let name = &self.client_id;
                    let why = match short {
                        0 | 1 => String::new(),
                        _ => format!(
                            "; if another program has client_id = \"{name}\", give one of the two another one; if its log \
                             speaks of long packets, let it take {} bytes",
                            self.lock().longest_packet()
                        ),
                    };
                    troubles.say(BROKER, &format!("the MQTT broker is away: {error}{why}"), told);
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
    }

    fn heard(&self, topic: &str, payload: &[u8], retained: bool, told: &impl Fn(&str)) {
        if topic == self.topics.birth() {
            // One that was kept is of an earlier start, and all was said since.
            if payload == b"online" && !retained {
                self.born.notify_one();
            }
        } else if let Some(command) = Command::of(&self.topics, topic, payload) {
            if !retained {
                // Whoever takes them ends after this.
                let _ = self.commands.send(command);
            } else {
                told(&format!(
                    "{} for {topic} is not carried out: commands that the broker retains would be carried out again \
                     and again, so send them without retain",
                    command.shown()
                ));
                self.again(command.state(&self.topics));
            }
        }
    }

    /// Takes in what is said of machines and of programs that publish them.
    fn look_around(&self, topic: &str, payload: &[u8], troubles: &Troubles, told: &impl Fn(&str)) {
        let said = std::str::from_utf8(payload).unwrap_or_default();
        let Some(rest) = topic.strip_prefix(&self.topics.prefix).and_then(|rest| rest.strip_prefix('/')) else {
            return;
        };
        let (gone, twice) = {
            let mut neighbours = self.neighbours();
            match rest.split('/').collect::<Vec<_>>()[..] {
                [machine, "publisher"] => neighbours.published(machine, said, &self.topics.program),
                ["bridge", program, "available"] if program != self.topics.program => {
                    neighbours.is_online(program, said == "online");
                }
                // The broker has noticed late that an earlier connection is lost.
                ["bridge", _, "available"] if said != "online" => return self.again(topic.to_owned()),
                _ => return,
            }
            let twice: Vec<String> =
                neighbours.twice().iter().map(|(machine, by)| format!("{machine} by {by}")).collect();
            (neighbours.gone(), twice)
        };
        gone.iter().for_each(|machine| told(&left_behind(machine)));
        self.leave(&gone);
        if twice.is_empty() {
            if troubles.has(TWICE) {
                // The other one may have had the last word.
                self.all_again();
            }
            troubles.over(TWICE, "no machine is published by another program any more", told);
        } else {
            let sentence = format!(
                "another program publishes the same machines below {}: {}; end one of the two, or give it another prefix",
                self.topics.prefix,
                twice.join(", ")
            );
            // Machines come one after another; the first is enough.
            troubles.begin(TWICE, &sentence, told);
        }
    }

    /// Says all again when Home Assistant has started, after a moment.
    async fn answer_births(&self) {
        loop {
            self.born.notified().await;
            tokio::time::sleep(JITTER.mul_f64(chance())).await;
            self.all_again();
        }
    }

    /// Says a value again, so that a program which showed another one in hope shows it.
    pub(crate) fn again(&self, topic: String) {
        {
            let mut board = self.lock();
            if board.wanted.contains_key(&topic) {
                board.unsent.insert(topic);
            }
        }
        self.more.notify_one();
    }

    fn all_again(&self) {
        {
            let mut board = self.lock();
            board.wanted.insert(self.topics.bridge(), "online".to_owned());
            board.unsent = board.wanted.keys().cloned().collect();
        }
        self.more.notify_one();
    }

    async fn send(&self, troubles: &Troubles, told: &impl Fn(&str)) {
        loop {
            self.more.notified().await;
            while self.send_some(troubles, told) {
                // The queue to the broker is full.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Hands messages to the connection; whether some are left because it has enough.
    fn send_some(&self, troubles: &Troubles, told: &impl Fn(&str)) -> bool {
        let mut board = self.lock();
        while let Some(limits) = board.connected {
            // Announcements first: a state that comes before its entity is heard by nobody.
            let next = board.unsent.iter().find(|topic| topic.ends_with("/config")).or(board.unsent.first()).cloned();
            let Some(topic) = next else { return false };
            let payload = board.wanted.get(&topic).cloned().unwrap_or_default();
            if !limits.take(&topic, &payload) {
                // The connection would be lost with it, and so again and again.
                let sentence = format!(
                    "the MQTT broker takes packets of {} bytes at most, so {topic} with {} is left out; let it take \
                     longer ones",
                    limits.most_bytes.unwrap_or_default(),
                    payload.len()
                );
                troubles.begin(TOO_LONG, &sentence, told);
            } else if !self.client.retain(&topic, payload) {
                return true;
            }
            board.unsent.remove(&topic);
        }
        false
    }

    fn neighbours(&self) -> std::sync::MutexGuard<'_, Neighbours> {
        self.neighbours.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said of a machine that was published before this program started.
pub(crate) fn left_behind(machine: &str) -> String {
    format!("{machine} was published before and is not among the machines any more; it is offline now")
}

/// A number from 0 to 1.
fn chance() -> f64 {
    f64::from((RandomState::new().hash_one(0_u8) >> 32) as u32) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_said_again_and_announcements_are_not() {
        let all = || ["a/config", "b/available", "b/1/state"].map(|topic| (topic.to_owned(), "x".to_owned())).into();
        let mut board = Board::default();
        board.want(all(), false);
        assert_eq!(std::mem::take(&mut board.unsent).len(), 3);
        board.want(all(), false);
        assert_eq!(board.unsent.len(), 0);
        board.want(all(), true);
        assert_eq!(board.unsent, BTreeSet::from(["b/1/state".to_owned()]));
    }
}
