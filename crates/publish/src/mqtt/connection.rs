//! MQTT 5 and 3.1.1 in the same words.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rumqttc_v4::{self as v4, TlsConfiguration};
use rumqttc_v5 as v5;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, timeout_at};

/// A version of MQTT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// 5, which tells retained commands from others.
    #[default]
    Five,
    /// 3.1.1, for brokers that know no other.
    Three,
}

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
    /// The version that is spoken.
    pub protocol: Protocol,
}

/// Messages that wait for the broker; more are tried again.
const MOST_WAITING: usize = 4096;
/// Messages that the broker has not acknowledged; room for all of them is there from the start.
const MOST_UNDER_WAY: u16 = 100;
/// Longer packets are not taken in; what is subscribed to is short.
const MOST_BYTES: u32 = 1 << 20;
/// In seconds: after so long without anything to send, the broker is asked whether it is there.
const KEEP_ALIVE: u16 = 30;
/// What a packet has beside its topic and what stands in it, at most: kind and length, two more lengths, a number.
const PACKET: usize = 10;

/// What sends.
pub(super) enum Client {
    Three(v4::AsyncClient),
    Five(v5::AsyncClient),
}

/// What comes, and carries all forward.
pub(super) struct Events {
    events: EventLoop,
    /// When the broker sent something, over the connection that there is.
    heard: Option<Instant>,
    /// Whether there ever was a connection.
    was_connected: bool,
}

enum EventLoop {
    Three(Box<v4::EventLoop>),
    Five(Box<v5::EventLoop>),
}

/// What came.
pub(super) enum Event {
    Connected(Limits),
    /// The broker does not let us hear something.
    Unheard,
    /// The broker does not take something, and why.
    Refused(String),
    Message {
        topic: String,
        payload: bytes::Bytes,
        retained: bool,
    },
    Other,
    /// Nothing came, something went.
    Sent,
}

/// What a broker takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// The longest packet, where that is said.
    pub(super) most_bytes: Option<u32>,
    /// Whether it keeps messages.
    pub(super) retains: bool,
}

impl Limits {
    /// Whether a message is not too long.
    pub(super) fn take(self, topic: &str, payload: &str) -> bool {
        self.most_bytes.is_none_or(|most| packet_length(topic, payload) <= most as usize)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { most_bytes: None, retains: true }
    }
}

/// How long the packet of a message is, at most.
pub(super) fn packet_length(topic: &str, payload: &str) -> usize {
    topic.len() + payload.len() + PACKET
}

/// A subscription.
pub(super) enum Wanted {
    /// What counts now, retained or not.
    Sign,
    /// What counts now, and what the broker had before.
    Kept,
    /// What counts once, so that a message which the broker keeps is none.
    Command,
}

/// Prepares a connection; `will` is set to `offline` when it is lost.
pub(super) fn prepare(broker: &Broker, will: String) -> io::Result<(Client, Events)> {
    let tls = match broker.tls {
        true => Some(Arc::new(uplink_runtime::tls_config(None).map_err(io::Error::other)?)),
        false => None,
    };
    let (client, events) = match broker.protocol {
        Protocol::Three => three(broker, tls.map(TlsConfiguration::Rustls), will),
        Protocol::Five => five(broker, tls.map(TlsConfiguration::Rustls), will),
    };
    Ok((client, Events { events, heard: None, was_connected: false }))
}

fn three(broker: &Broker, tls: Option<TlsConfiguration>, will: String) -> (Client, EventLoop) {
    let mut options = v4::MqttOptions::new(&broker.client_id, (broker.host.as_str(), broker.port));
    options.set_keep_alive(KEEP_ALIVE).set_inflight(MOST_UNDER_WAY);
    // What a broker takes is not said in this version.
    options.set_max_packet_size(MOST_BYTES as usize, usize::MAX);
    options.set_last_will(v4::LastWill::new(will, "offline", v4::QoS::AtLeastOnce, true));
    if let Some((user, password)) = &broker.login {
        options.set_credentials(user, password.expose_secret().to_owned());
    }
    if let Some(tls) = tls {
        options.set_transport(v4::Transport::tls_with_config(tls));
    }
    let (client, events) = v4::AsyncClient::builder(options).capacity(MOST_WAITING).build();
    (Client::Three(client), EventLoop::Three(Box::new(events)))
}

fn five(broker: &Broker, tls: Option<TlsConfiguration>, will: String) -> (Client, EventLoop) {
    let mut options = v5::MqttOptions::new(&broker.client_id, (broker.host.as_str(), broker.port));
    options.set_keep_alive(KEEP_ALIVE).set_outgoing_inflight_upper_limit(MOST_UNDER_WAY);
    options.set_max_packet_size(Some(MOST_BYTES));
    options.set_last_will(v5::LastWill::new(will, "offline", v5::QoS::AtLeastOnce, true, None));
    if let Some((user, password)) = &broker.login {
        options.set_credentials(user, password.expose_secret().to_owned());
    }
    if let Some(tls) = tls {
        options.set_transport(v5::Transport::tls_with_config(tls));
    }
    let (client, events) = v5::AsyncClient::builder(options).capacity(MOST_WAITING).build();
    (Client::Five(client), EventLoop::Five(Box::new(events)))
}

impl Client {
    /// Whether there was room for a message that the broker keeps.
    pub(super) fn retain(&self, topic: &str, payload: String) -> bool {
        match self {
            Client::Three(client) => {
                client.try_publish(topic, payload, v4::PublishOptions::at_least_once().retained()).is_ok()
            }
            Client::Five(client) => {
                client.try_publish(topic, payload, v5::PublishOptions::at_least_once().retained()).is_ok()
            }
        }
    }

    /// Asks for messages. Those that the broker had before are asked for where they are wanted, or where that cannot be said.
    pub(super) fn subscribe(&self, topic: String, wanted: &Wanted) {
        // A connection that takes none is lost and comes back.
        match self {
            Client::Three(client) => drop(client.try_subscribe(topic, v4::QoS::AtLeastOnce)),
            Client::Five(client) => {
                let mut filter = v5::SubscribeFilter::new(topic, v5::QoS::AtLeastOnce);
                if !matches!(wanted, Wanted::Kept) {
                    filter.retain_forward_rule = v5::RetainForwardRule::Never;
                }
                filter.preserve_retain = matches!(wanted, Wanted::Command);
                drop(client.try_subscribe_many([filter]));
            }
        }
    }
}

impl Events {
    /// The next event; a connection that was lost is made again at the next call.
    ///
    /// # Errors
    /// Why there is no connection.
    pub(super) async fn next(&mut self) -> Result<Event, String> {
        // A ping goes out only when nothing else does, and a broker that is gone answers neither.
        let silent = self.heard.and_then(|heard| Some(heard + self.events.longest_silence()?));
        let next = match silent {
            Some(silent) => timeout_at(silent, self.events.next()).await,
            None => Ok(self.events.next().await),
        };
        match next {
            Ok(Ok(Event::Sent)) => Ok(Event::Sent),
            Ok(Ok(event)) => {
                self.heard = Some(Instant::now());
                self.was_connected = true;
                Ok(event)
            }
            Ok(Err(lost)) => {
                self.heard = None;
                let of_strangers = |advice: &Advice| matches!(advice, Advice::Version | Advice::Log);
                let advice = lost.advice.filter(|advice| !self.was_connected || !of_strangers(advice));
                Err(lost.why + advice.map_or("", Advice::sentence))
            }
            Err(_) => {
                self.heard = None;
                self.events.hang_up();
                Err("it does not answer".to_owned())
            }
        }
    }
}

impl EventLoop {
    async fn next(&mut self) -> Result<Event, Lost> {
        match self {
            EventLoop::Three(events) => events.poll().await.map(from_three).map_err(|error| Lost::three(&error)),
            EventLoop::Five(events) => events.poll().await.map(from_five).map_err(|error| Lost::five(&error)),
        }
    }

    /// After how long without an answer nobody is there; none where the broker wants no pings.
    fn longest_silence(&self) -> Option<Duration> {
        let keep_alive = match self {
            EventLoop::Three(events) => events.mqtt_options.keep_alive(),
            EventLoop::Five(events) => events.options.keep_alive(),
        };
        Some(keep_alive * 2).filter(|silence| !silence.is_zero())
    }

    fn hang_up(&mut self) {
        match self {
            EventLoop::Three(events) => events.clean(),
            EventLoop::Five(events) => events.clean(),
        }
    }
}

/// Why there is no connection.
struct Lost {
    why: String,
    advice: Option<Advice>,
}

/// What can be done about it.
#[derive(Clone, Copy)]
enum Advice {
    Version,
    Log,
    Login,
    ClientId,
    Retain,
}

impl Advice {
    fn sentence(self) -> &'static str {
        match self {
            Advice::Version => "; one that does not know MQTT 5 needs protocol = \"3.1.1\"",
            Advice::Log => "; its log may say why",
            Advice::Login => "; look at username and password_file in [mqtt], and at whom the broker lets in",
            Advice::ClientId => "; give [mqtt] another client_id",
            Advice::Retain => "; let it keep retained messages",
        }
    }
}

impl Lost {
    fn three(error: &v4::ConnectionError) -> Self {
        use v4::ConnectReturnCode::{BadClientId, BadUserNamePassword, NotAuthorized};
        let advice = match error {
            v4::ConnectionError::ConnectionRefused(BadUserNamePassword | NotAuthorized) => Some(Advice::Login),
            v4::ConnectionError::ConnectionRefused(BadClientId) => Some(Advice::ClientId),
            v4::ConnectionError::MqttState(v4::StateError::ConnectionAborted) => Some(Advice::Log),
            _ => None,
        };
        Lost { why: error.to_string(), advice }
    }

    fn five(error: &v5::ConnectionError) -> Self {
        use v5::ConnectReturnCode::{
            BadUserNamePassword, Banned, ClientIdentifierNotValid, NotAuthorized, RetainNotSupported,
        };
        let advice = match error {
            v5::ConnectionError::ConnectionRefused(BadUserNamePassword | NotAuthorized | Banned) => Some(Advice::Login),
            v5::ConnectionError::ConnectionRefused(ClientIdentifierNotValid) => Some(Advice::ClientId),
            v5::ConnectionError::ConnectionRefused(RetainNotSupported) => Some(Advice::Retain),
            error if is_of_another_version(error) => Some(Advice::Version),
            _ => None,
        };
        Lost { why: error.to_string(), advice }
    }
}

/// How brokers that know 3.1.1 alone answer: with a refusal in the form of either version, or by hanging up.
fn is_of_another_version(error: &v5::ConnectionError) -> bool {
    match error {
        v5::ConnectionError::ConnectionRefused(code) => {
            *code == v5::ConnectReturnCode::UnsupportedProtocolVersion
                || *code == v5::ConnectReturnCode::RefusedProtocolVersion
        }
        v5::ConnectionError::MqttState(v5::StateError::Deserialization(_)) => true,
        v5::ConnectionError::MqttState(v5::StateError::ConnectionAborted) => true,
        v5::ConnectionError::Io(error) => {
            matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset)
        }
        _ => false,
    }
}

fn from_three(event: v4::Event) -> Event {
    match event {
        v4::Event::Outgoing(_) => Event::Sent,
        v4::Event::Incoming(v4::Packet::ConnAck(_)) => Event::Connected(Limits::default()),
        v4::Event::Incoming(v4::Packet::SubAck(said)) => {
            let refused = said.return_codes.contains(&v4::SubscribeReasonCode::Failure);
            if refused { Event::Unheard } else { Event::Other }
        }
        v4::Event::Incoming(v4::Packet::Publish(said)) => message(said.topic, said.payload, said.retain),
        v4::Event::Incoming(_) => Event::Other,
    }
}

fn from_five(event: v5::Event) -> Event {
    let packet = match event {
        v5::Event::Incoming(packet) => packet,
        v5::Event::Outgoing(_) | v5::Event::Auth(_) => return Event::Sent,
    };
    match packet {
        v5::Packet::ConnAck(said) => {
            let said = said.properties;
            let most_bytes = said.as_ref().and_then(|said| said.max_packet_size);
            let retains = said.is_none_or(|said| said.retain_available != Some(0));
            Event::Connected(Limits { most_bytes, retains })
        }
        v5::Packet::SubAck(said) => {
            let taken = |code: &v5::SubscribeReasonCode| matches!(code, v5::SubscribeReasonCode::Success(_));
            if said.return_codes.iter().all(taken) { Event::Other } else { Event::Unheard }
        }
        v5::Packet::PubAck(said) => match said.reason {
            v5::PubAckReason::Success | v5::PubAckReason::NoMatchingSubscribers => Event::Other,
            reason => Event::Refused(format!("{reason:?}")),
        },
        v5::Packet::Publish(said) => message(said.topic, said.payload, said.retain),
        _ => Event::Other,
    }
}

fn message(topic: bytes::Bytes, payload: bytes::Bytes, retained: bool) -> Event {
    // A topic that is no text is none of ours.
    let topic = String::from_utf8(topic.into()).unwrap_or_default();
    Event::Message { topic, payload, retained }
}
