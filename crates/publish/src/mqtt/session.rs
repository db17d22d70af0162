//! A connection to a broker that keeps what is retained there as it should be.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rumqttc::{
    AsyncClient, Event, EventLoop, LastWill, MqttOptions, Packet, Publish, QoS, TlsConfiguration, Transport,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

use super::{Command, Topics};
use crate::said::say;

/// A broker and who we are there.
#[derive(Debug)]
pub struct Broker {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether the connection is protected.
    pub tls: bool,
    /// Who logs in, if anybody has to.
    pub login: Option<(String, SecretString)>,
    /// What the broker calls this connection; two at once with one name throw each other out.
    pub client_id: String,
}

/// Messages that wait for the broker; more are tried again.
const MOST_WAITING: usize = 4096;
/// An announcement of a thousand points has half of this.
const MOST_BYTES: usize = 1 << 20;
const KEEP_ALIVE: Duration = Duration::from_secs(30);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Home Assistant starts with many at once; not all have to answer in the same moment.
const JITTER: Duration = Duration::from_secs(2);

/// What should be retained, and what of it the broker does not have yet.
#[derive(Debug, Default)]
struct Board {
    wanted: BTreeMap<String, String>,
    unsent: BTreeSet<String>,
    connected: bool,
}

/// A connection that lasts: it comes back by itself, and then sends all there is.
pub struct Session {
    topics: Topics,
    client: AsyncClient,
    events: Mutex<Option<EventLoop>>,
    board: Mutex<Board>,
    more: Notify,
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
        let mut options = MqttOptions::new(&broker.client_id, &broker.host, broker.port);
        options.set_keep_alive(KEEP_ALIVE);
        options.set_max_packet_size(MOST_BYTES, MOST_BYTES);
        options.set_last_will(LastWill::new(topics.bridge(), "offline", QoS::AtLeastOnce, true));
        if let Some((user, password)) = &broker.login {
            options.set_credentials(user, password.expose_secret());
        }
        if broker.tls {
            let config = uplink_runtime::tls_config(None).map_err(io::Error::other)?;
            options.set_transport(Transport::tls_with_config(TlsConfiguration::Rustls(Arc::new(config))));
        }
        let (client, events) = AsyncClient::new(options, MOST_WAITING);
        Ok(Arc::new(Session {
            topics,
            client,
            events: Mutex::new(Some(events)),
            board: Mutex::default(),
            more: Notify::new(),
            commands,
        }))
    }

    /// Where topics begin.
    pub(crate) fn topics(&self) -> &Topics {
        &self.topics
    }

    /// What should be retained from now on, beside what should before.
    pub(crate) fn want(&self, wanted: BTreeMap<String, String>) {
        {
            let mut board = self.lock();
            let Board { wanted: known, unsent, .. } = &mut *board;
            for (topic, payload) in wanted {
                if known.get(&topic) != Some(&payload) {
                    unsent.insert(topic.clone());
                    known.insert(topic, payload);
                }
            }
        }
        self.more.notify_one();
    }

    /// Keeps the connection and sends what is wanted, until it is dropped. What goes wrong, and that it is over, is told once.
    pub(crate) async fn run(&self, told: impl Fn(&str)) {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(events) = events else { return };
        tokio::select! {
            () = self.listen(events, told) => {}
            () = self.send() => {}
        }
    }

    async fn listen(&self, mut events: EventLoop, told: impl Fn(&str)) {
        let (mut wait, mut wrong) = (FIRST_WAIT, None);
        loop {
            match events.poll().await {
                Ok(Event::Incoming(Packet::ConnAck(_))) => {
                    wait = FIRST_WAIT;
                    if wrong.take().is_some() {
                        told("the MQTT broker is back");
                    }
                    // The broker may have lost what it kept.
                    self.all_again(true);
                    for topic in std::iter::once(self.topics.birth()).chain(self.topics.sets()) {
                        let _ = self.client.try_subscribe(topic, QoS::AtLeastOnce);
                    }
                }
                // What is retained was said before we came: a command of yesterday is none, and all was sent since.
                Ok(Event::Incoming(Packet::Publish(said))) if !said.retain => self.heard(&said).await,
                Ok(_) => {}
                Err(error) => {
                    self.lock().connected = false;
                    say(&mut wrong, &format!("the MQTT broker is away: {error}"), &told);
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
    }

    async fn heard(&self, said: &Publish) {
        if said.topic == self.topics.birth() {
            if &*said.payload == b"online" {
                tokio::time::sleep(JITTER.mul_f64(chance())).await;
                self.all_again(true);
            }
        } else if let Some(command) = Command::of(&self.topics, &said.topic, &said.payload) {
            // Whoever takes them ends after this.
            let _ = self.commands.send(command);
        }
    }

    /// Says a value again, so that a program which showed another one in hope shows it.
    pub(crate) fn again(&self, topic: String) {
        self.lock().unsent.insert(topic);
        self.more.notify_one();
    }

    fn all_again(&self, connected: bool) {
        {
            let mut board = self.lock();
            board.connected = connected;
            board.wanted.insert(self.topics.bridge(), "online".to_owned());
            board.unsent = board.wanted.keys().cloned().collect();
        }
        self.more.notify_one();
    }

    async fn send(&self) {
        loop {
            self.more.notified().await;
            while self.send_some() {
                // The queue to the broker is full.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Hands messages to the connection; whether some are left because it has enough.
    fn send_some(&self) -> bool {
        let mut board = self.lock();
        while board.connected {
            // Announcements first: a state that comes before its entity is heard by nobody.
            let next = board.unsent.iter().find(|topic| topic.ends_with("/config")).or(board.unsent.first()).cloned();
            let Some(topic) = next else { return false };
            let payload = board.wanted.get(&topic).cloned().unwrap_or_default();
            if self.client.try_publish(&topic, QoS::AtLeastOnce, true, payload).is_err() {
                return true;
            }
            board.unsent.remove(&topic);
        }
        false
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number from 0 to 1.
fn chance() -> f64 {
    f64::from((RandomState::new().hash_one(0_u8) >> 32) as u32) / f64::from(u32::MAX)
}
