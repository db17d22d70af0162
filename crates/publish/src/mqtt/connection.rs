//! MQTT 5 and 3.1.1 in the same words.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rumqttc::{TlsConfiguration, Transport, mqttbytes, v5};
use secrecy::{ExposeSecret, SecretString};

use self::v5::mqttbytes::v5 as five;

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
/// An announcement of a thousand points has half of this.
const MOST_BYTES: u32 = 1 << 20;
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// What sends.
pub(super) enum Client {
    Three(rumqttc::AsyncClient),
    Five(v5::AsyncClient),
}

/// What comes, and carries all forward.
pub(super) enum Events {
    Three(Box<rumqttc::EventLoop>),
    Five { events: Box<v5::EventLoop>, was_connected: bool },
}

/// What came.
pub(super) enum Event {
    Connected,
    /// The broker does not let us hear something.
    Unheard,
    Message {
        topic: String,
        payload: bytes::Bytes,
        retained: bool,
    },
    Other,
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
    let transport = if broker.tls {
        let config = uplink_runtime::tls_config(None).map_err(io::Error::other)?;
        Transport::tls_with_config(TlsConfiguration::Rustls(Arc::new(config)))
    } else {
        Transport::tcp()
    };
    let login = broker.login.as_ref().map(|(user, password)| (user, password.expose_secret()));
    match broker.protocol {
        Protocol::Three => {
            let mut options = rumqttc::MqttOptions::new(&broker.client_id, &broker.host, broker.port);
            options.set_keep_alive(KEEP_ALIVE).set_inflight(MOST_UNDER_WAY).set_transport(transport);
            options.set_max_packet_size(MOST_BYTES as usize, MOST_BYTES as usize);
            options.set_last_will(rumqttc::LastWill::new(will, "offline", mqttbytes::QoS::AtLeastOnce, true));
            if let Some((user, password)) = login {
                options.set_credentials(user, password);
            }
            let (client, events) = rumqttc::AsyncClient::new(options, MOST_WAITING);
            Ok((Client::Three(client), Events::Three(Box::new(events))))
        }
        Protocol::Five => {
            let mut options = v5::MqttOptions::new(&broker.client_id, &broker.host, broker.port);
            options.set_keep_alive(KEEP_ALIVE).set_transport(transport);
            options.set_outgoing_inflight_upper_limit(MOST_UNDER_WAY).set_max_packet_size(Some(MOST_BYTES));
            options.set_last_will(five::LastWill::new(will, "offline", AT_LEAST_ONCE, true, None));
            if let Some((user, password)) = login {
                options.set_credentials(user, password);
            }
            let (client, events) = v5::AsyncClient::new(options, MOST_WAITING);
            Ok((Client::Five(client), Events::Five { events: Box::new(events), was_connected: false }))
        }
    }
}

const AT_LEAST_ONCE: v5::mqttbytes::QoS = v5::mqttbytes::QoS::AtLeastOnce;

impl Client {
    /// Whether there was room for a message that the broker keeps.
    pub(super) fn retain(&self, topic: &str, payload: String) -> bool {
        match self {
            Client::Three(client) => client.try_publish(topic, mqttbytes::QoS::AtLeastOnce, true, payload).is_ok(),
            Client::Five(client) => client.try_publish(topic, AT_LEAST_ONCE, true, payload).is_ok(),
        }
    }

    /// Asks for messages. Those that the broker had before are asked for where they are wanted, or where that cannot be said.
    pub(super) fn subscribe(&self, topic: String, wanted: &Wanted) {
        // A connection that takes none is lost and comes back.
        match self {
            Client::Three(client) => drop(client.try_subscribe(topic, mqttbytes::QoS::AtLeastOnce)),
            Client::Five(client) => {
                let mut filter = five::Filter::new(topic, AT_LEAST_ONCE);
                if !matches!(wanted, Wanted::Kept) {
                    filter.retain_forward_rule = five::RetainForwardRule::Never;
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
        match self {
            Events::Three(events) => {
                let event = events.poll().await.map_err(|e| e.to_string())?;
                Ok(three(event))
            }
            Events::Five { events, was_connected } => match events.poll().await {
                Ok(event) => {
                    let event = five(event);
                    *was_connected |= matches!(event, Event::Connected);
                    Ok(event)
                }
                Err(error) if !*was_connected && is_of_another_version(&error) => {
                    Err(format!("{error}; one that does not know MQTT 5 needs protocol = \"3.1.1\""))
                }
                Err(error) => Err(error.to_string()),
            },
        }
    }
}

/// How brokers that know 3.1.1 alone answer: with a refusal in the form of either version, or by hanging up.
fn is_of_another_version(error: &v5::ConnectionError) -> bool {
    match error {
        v5::ConnectionError::ConnectionRefused(code) => {
            *code == five::ConnectReturnCode::UnsupportedProtocolVersion
                || *code == five::ConnectReturnCode::RefusedProtocolVersion
        }
        v5::ConnectionError::MqttState(v5::StateError::Deserialization(_)) => true,
        v5::ConnectionError::MqttState(v5::StateError::ConnectionAborted) => true,
        v5::ConnectionError::Io(error) => {
            matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset)
        }
        _ => false,
    }
}

fn three(event: rumqttc::Event) -> Event {
    match event {
        rumqttc::Event::Incoming(rumqttc::Packet::ConnAck(_)) => Event::Connected,
        rumqttc::Event::Incoming(rumqttc::Packet::SubAck(said)) => {
            let refused = said.return_codes.contains(&rumqttc::SubscribeReasonCode::Failure);
            if refused { Event::Unheard } else { Event::Other }
        }
        rumqttc::Event::Incoming(rumqttc::Packet::Publish(said)) => {
            Event::Message { topic: said.topic, payload: said.payload, retained: said.retain }
        }
        _ => Event::Other,
    }
}

fn five(event: v5::Event) -> Event {
    match event {
        v5::Event::Incoming(five::Packet::ConnAck(_)) => Event::Connected,
        v5::Event::Incoming(five::Packet::SubAck(said)) => {
            let taken = |code: &five::SubscribeReasonCode| matches!(code, five::SubscribeReasonCode::Success(_));
            if said.return_codes.iter().all(taken) { Event::Other } else { Event::Unheard }
        }
        v5::Event::Incoming(five::Packet::Publish(said)) => {
            // A topic that is no text is none of ours.
            let topic = String::from_utf8(said.topic.into()).unwrap_or_default();
            Event::Message { topic, payload: said.payload, retained: said.retain }
        }
        _ => Event::Other,
    }
}
