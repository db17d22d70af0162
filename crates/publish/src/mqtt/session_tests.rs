//! Sessions at a broker that is written here, so that it can do what no broker should.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::*;
use crate::said::Troubles;

/// The last topic of a session by name, if none begins with what comes later.
const ONLINE: &str = "nibe/bridge/here/available";
const PATIENCE: Duration = Duration::from_secs(30);
const PUBACK: u8 = 0x40;
const PINGREQ: u8 = 0xc0;
const SUBSCRIBE: u8 = 0x82;
/// Of quality 1, retained.
const PUBLISH: u8 = 0x33;

/// A session that runs, and what it tells.
struct Running {
    session: Arc<Session>,
    told: UnboundedReceiver<String>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Running {
    fn at(listener: &TcpListener, protocol: Protocol) -> Self {
        let broker = Broker {
            host: "127.0.0.1".to_owned(),
            port: listener.local_addr().expect("it listens").port(),
            tls: false,
            login: Some(("me".to_owned(), "CANARY".into())),
            client_id: "here".to_owned(),
            protocol,
        };
        let session = Session::new(&broker, tests::topics(), unbounded_channel().0).expect("no TLS");
        let (said, told) = unbounded_channel();
        let runs = session.clone();
        let task = tokio::spawn(async move {
            let told = |sentence: &str| drop(said.send(sentence.to_owned()));
            runs.run(&Troubles::default(), told).await;
        });
        Running { session, told, task }
    }

    fn want(&self, topic: &str, payload: impl Into<String>) {
        self.session.want([(topic.to_owned(), payload.into())].into(), false);
    }

    async fn sentence(&mut self) -> String {
        timeout(PATIENCE, self.told.recv()).await.expect("it is told").expect("it runs")
    }
}

/// A connection from the side of the broker.
struct Connection {
    stream: TcpStream,
    protocol: Protocol,
    subscriptions: usize,
}

impl Connection {
    /// The next one, when it has said who it is.
    async fn accept(listener: &TcpListener, protocol: Protocol) -> Self {
        let (stream, _) = timeout(PATIENCE, listener.accept()).await.expect("it connects").expect("it listens");
        let mut connection = Connection { stream, protocol, subscriptions: 0 };
        let (kind, connect) = connection.packet().await.expect("it says who it is");
        let version = if protocol == Protocol::Five { 5 } else { 4 };
        assert_eq!((kind, connect[6]), (0x10, version));
        connection
    }

    /// The next one, which is let in; `properties` are of MQTT 5.
    async fn welcome(listener: &TcpListener, protocol: Protocol, properties: &[u8]) -> Self {
        let mut connection = Connection::accept(listener, protocol).await;
        connection.answer(0, properties).await;
        connection
    }

    /// Whether the other side is let in, as a code.
    async fn answer(&mut self, code: u8, properties: &[u8]) {
        let mut packet = vec![0x20, 2, 0, code];
        if self.protocol == Protocol::Five {
            packet[1] = 3 + length(properties);
            packet.push(length(properties));
            packet.extend(properties);
        }
        self.send(&packet).await;
    }

    async fn send(&mut self, packet: &[u8]) {
        self.stream.write_all(packet).await.expect("it is there");
    }

    /// The next packet: its first byte, and what is in it; none when the other side has hung up.
    async fn packet(&mut self) -> Option<(u8, Vec<u8>)> {
        let read = async {
            let kind = self.stream.read_u8().await.ok()?;
            let (mut length, mut at) = (0, 0);
            loop {
                let byte = usize::from(self.stream.read_u8().await.ok()?);
                length |= (byte & 127) << at;
                at += 7;
                if byte < 128 {
                    break;
                }
            }
            let mut body = vec![0; length];
            self.stream.read_exact(&mut body).await.ok()?;
            Some((kind, body))
        };
        timeout(PATIENCE, read).await.expect("it sends or hangs up")
    }

    /// Acknowledges a packet, a message with a code; gives the message.
    async fn take(&mut self, code: u8) -> Option<(String, String)> {
        let (kind, body) = self.packet().await.expect("it stays");
        let five = self.protocol == Protocol::Five;
        match kind {
            SUBSCRIBE => {
                self.subscriptions += 1;
                match five {
                    true => self.send(&[0x90, 4, body[0], body[1], 0, 1]).await,
                    false => self.send(&[0x90, 3, body[0], body[1], 1]).await,
                }
                None
            }
            PUBLISH => {
                let (topic, number, payload) = publish(&body, five);
                match code {
                    0 => self.send(&[0x40, 2, number[0], number[1]]).await,
                    code => self.send(&[0x40, 3, number[0], number[1], code]).await,
                }
                Some((topic, payload))
            }
            other => panic!("{other:#x} is not expected"),
        }
    }

    /// Acknowledges what comes until a message is meant; gives all of them.
    async fn take_until(&mut self, code: u8, meant: impl Fn(&str, &str) -> bool) -> Vec<(String, String)> {
        let mut taken = Vec::new();
        loop {
            let Some((topic, payload)) = self.take(code).await else { continue };
            let is_meant = meant(&topic, &payload);
            taken.push((topic, payload));
            if is_meant {
                return taken;
            }
        }
    }

    /// Acknowledges all that comes at the start.
    async fn settle(&mut self) {
        self.take_until(0, |topic, _| topic == ONLINE).await;
        while self.subscriptions < 3 {
            assert_eq!(self.take(0).await, None);
        }
        self.is_heard().await;
    }

    /// Hangs up when there is nothing more to read, so that the other side sees no reset.
    async fn settle_and_close(mut self) {
        self.settle().await;
        self.stream.shutdown().await.expect("it is there");
        assert_eq!(self.packet().await, None);
    }

    /// Waits until the other side has read all that was sent, which it has when it acknowledges a message.
    async fn is_heard(&mut self) {
        let message: &[u8] =
            if self.protocol == Protocol::Five { b"\x32\x06\0\x01x\0\x01\0" } else { b"\x32\x05\0\x01x\0\x01" };
        self.send(message).await;
        assert_eq!(self.packet().await.map(|(kind, _)| kind), Some(PUBACK));
    }
}

fn length(properties: &[u8]) -> u8 {
    u8::try_from(properties.len()).expect("few")
}

/// Topic, number and payload of a message.
fn publish(body: &[u8], five: bool) -> (String, [u8; 2], String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("a text");
    let topic = 2 + usize::from(u16::from_be_bytes([body[0], body[1]]));
    let payload = topic + 2 + usize::from(five);
    (text(&body[2..topic]), [body[topic], body[topic + 1]], text(&body[payload..]))
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port is free")
}

/// Lets time pass.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

#[tokio::test]
async fn a_login_that_is_refused_is_told_with_what_to_look_at() {
    for (protocol, code, name) in [
        (Protocol::Five, 0x86, "BadUserNamePassword"),
        (Protocol::Five, 0x87, "NotAuthorized"),
        (Protocol::Three, 4, "BadUserNamePassword"),
        (Protocol::Three, 5, "NotAuthorized"),
    ] {
        let listener = listener().await;
        let mut running = Running::at(&listener, protocol);
        Connection::accept(&listener, protocol).await.answer(code, &[]).await;
        assert_eq!(
            running.sentence().await,
            format!(
                "the MQTT broker is away: Connection refused, return code: `{name}`; look at username and password_file \
                 in [mqtt], and at whom the broker lets in"
            )
        );
        // Somebody mends it there.
        let mut connection = Connection::welcome(&listener, protocol, &[]).await;
        assert_eq!(running.sentence().await, "the MQTT broker is back");
        connection.take_until(0, |topic, _| topic == ONLINE).await;
    }
}

#[tokio::test]
async fn many_messages_wait_for_a_broker_that_hangs_up_and_all_come_again() {
    for protocol in [Protocol::Five, Protocol::Three] {
        let listener = listener().await;
        let mut running = Running::at(&listener, protocol);
        drop(Connection::accept(&listener, protocol).await);
        assert!(running.sentence().await.starts_with("the MQTT broker is away: "));
        let topics = |last: &str| -> BTreeMap<String, String> {
            let of = |n| [(format!("a/{n}/state"), last.to_owned()), (format!("z/{n}/config"), "{}".to_owned())];
            // More than wait for the connection at once.
            (0..3000).flat_map(of).collect()
        };
        running.session.want(topics("old"), false);
        running.session.want(topics("new"), false);
        // It ends in the middle.
        let mut connection = Connection::welcome(&listener, protocol, &[]).await;
        assert_eq!(running.sentence().await, "the MQTT broker is back");
        let mut seen = 0;
        while seen < 500 {
            seen += connection.take_until(0, |_, _| true).await.len();
        }
        drop(connection);
        assert!(running.sentence().await.starts_with("the MQTT broker is away: "));
        let mut connection = Connection::welcome(&listener, protocol, &[]).await;
        let taken = connection.take_until(0, |topic, _| topic == ONLINE).await;
        let mut expected = topics("new");
        expected.insert(ONLINE.to_owned(), "online".to_owned());
        assert!(taken[..3000].iter().all(|(topic, _)| topic.ends_with("/config")), "announcements come first");
        assert_eq!(taken.len(), expected.len());
        assert!(taken.into_iter().collect::<BTreeMap<_, _>>() == expected);
    }
}

#[tokio::test]
async fn a_message_that_is_longer_than_the_broker_takes_is_left_out_and_told_once() {
    let listener = listener().await;
    let mut running = Running::at(&listener, Protocol::Five);
    for topic in ["a/config", "b/config"] {
        running.want(topic, "x".repeat(2000));
    }
    running.want("a/1/state", "1");
    let longest = 1000_u32.to_be_bytes();
    let limit = [&[0x27], longest.as_slice()].concat();
    let mut connection = Connection::welcome(&listener, Protocol::Five, &limit).await;
    let taken = connection.take_until(0, |topic, _| topic == ONLINE).await;
    assert_eq!(taken.iter().map(|(topic, _)| topic.as_str()).collect::<Vec<_>>()[0], "a/1/state");
    assert_eq!(
        running.sentence().await,
        "the MQTT broker takes packets of 1000 bytes at most, so a/config with 2000 is left out; let it take longer ones"
    );
    // The connection lasts, also with the longest one that goes.
    running.want("a/2/state", "y".repeat(1000 - 9 - 10));
    running.want("a/3/state", "3");
    let taken = connection.take_until(0, |topic, _| topic == "a/3/state").await;
    assert_eq!(taken[0].1.len(), 981);
    connection.is_heard().await;
    assert!(running.told.is_empty());
}

#[tokio::test]
async fn a_broker_that_hangs_up_at_each_long_message_is_told_what_to_look_at() {
    let listener = listener().await;
    let mut running = Running::at(&listener, Protocol::Three);
    running.want("a/config", "x".repeat(2000));
    drop(Connection::accept(&listener, Protocol::Three).await);
    let away = "the MQTT broker is away: Mqtt state: Connection closed by peer abruptly";
    assert_eq!(running.sentence().await, format!("{away}; its log may say why"));
    for hint in [
        "",
        "; if another program has client_id = \"here\", give one of the two another one; if its log speaks of long \
         packets, let it take 2018 bytes",
    ] {
        let mut connection = Connection::welcome(&listener, Protocol::Three, &[]).await;
        assert_eq!(running.sentence().await, "the MQTT broker is back");
        connection.take_until(0, |topic, _| topic == "a/config").await;
        connection.settle_and_close().await;
        assert_eq!(running.sentence().await, format!("{away}{hint}"));
    }
}

#[tokio::test]
async fn a_broker_that_refuses_messages_is_told_once() {
    let listener = listener().await;
    let mut running = Running::at(&listener, Protocol::Five);
    running.want("a/1/state", "1");
    let mut connection = Connection::welcome(&listener, Protocol::Five, &[]).await;
    connection.take_until(0x87, |topic, _| topic == ONLINE).await;
    let sentence =
        "the MQTT broker refuses messages (NotAuthorized): let this program publish below nibe and homeassistant";
    assert_eq!(running.sentence().await, sentence);
    running.want("a/1/state", "2");
    connection.take_until(0x97, |_, payload| payload == "2").await;
    running.want("a/1/state", "3");
    connection.take_until(0, |_, payload| payload == "3").await;
    connection.is_heard().await;
    assert!(running.told.is_empty());
}

#[tokio::test]
async fn a_broker_that_keeps_nothing_is_told_and_gets_nothing() {
    let listener = listener().await;
    let mut running = Running::at(&listener, Protocol::Five);
    running.want("a/1/state", "1");
    let mut connection = Connection::welcome(&listener, Protocol::Five, &[0x25, 0]).await;
    assert!(running.sentence().await.starts_with("the MQTT broker keeps no messages, so nothing is published there"));
    pass(Duration::from_secs(31)).await;
    assert_eq!(connection.packet().await.map(|(kind, _)| kind), Some(PINGREQ));
    drop(connection);
    assert!(running.sentence().await.starts_with("the MQTT broker is away: "));
    let mut connection = Connection::welcome(&listener, Protocol::Five, &[]).await;
    assert_eq!(running.sentence().await, "the MQTT broker is back");
    connection.take_until(0, |topic, _| topic == "a/1/state").await;
    // As others say it.
    drop(connection);
    running.sentence().await;
    Connection::accept(&listener, Protocol::Five).await.answer(0x9a, &[]).await;
    assert!(running.sentence().await.ends_with("`RetainNotSupported`; let it keep retained messages"));
}

#[tokio::test]
async fn a_broker_that_falls_silent_while_values_go_on_is_left() {
    for protocol in [Protocol::Five, Protocol::Three] {
        let listener = listener().await;
        let mut running = Running::at(&listener, protocol);
        let mut connection = Connection::welcome(&listener, protocol, &[]).await;
        connection.settle().await;
        // Each is sooner than the next ping would be.
        let mut sent = BTreeSet::new();
        for second in ["20", "40", "60"] {
            pass(Duration::from_secs(20)).await;
            running.want("a/1/state", second);
            if let Some((PUBLISH, body)) = connection.packet().await {
                sent.insert(publish(&body, protocol == Protocol::Five).2);
            }
        }
        assert!(sent.contains("40"), "{sent:?}");
        assert_eq!(running.sentence().await, "the MQTT broker is away: it does not answer");
        let mut connection = Connection::welcome(&listener, protocol, &[]).await;
        connection.take_until(0, |_, payload| payload == "60").await;
    }
}

#[tokio::test]
async fn a_broker_that_answers_pings_is_kept_and_one_that_does_not_is_left() {
    for protocol in [Protocol::Five, Protocol::Three] {
        let listener = listener().await;
        let mut running = Running::at(&listener, protocol);
        let mut connection = Connection::welcome(&listener, protocol, &[]).await;
        connection.settle().await;
        for _ in 0..5 {
            pass(Duration::from_secs(31)).await;
            assert_eq!(connection.packet().await.map(|(kind, _)| kind), Some(PINGREQ));
            connection.send(&[0xd0, 0]).await;
            connection.is_heard().await;
        }
        assert!(running.told.is_empty());
        drop(connection);
        running.sentence().await;
        let mut connection = Connection::welcome(&listener, protocol, &[]).await;
        assert_eq!(running.sentence().await, "the MQTT broker is back");
        connection.settle().await;
        pass(Duration::from_secs(31)).await;
        pass(Duration::from_secs(31)).await;
        assert!(running.sentence().await.starts_with("the MQTT broker is away: "));
        drop(connection);
    }
}

#[tokio::test]
async fn a_broker_may_want_pings_seldom_or_never() {
    let listener = listener().await;
    let mut running = Running::at(&listener, Protocol::Five);
    let mut connection = Connection::welcome(&listener, Protocol::Five, &[0x13, 0, 200]).await;
    connection.settle().await;
    pass(Duration::from_secs(199)).await;
    running.want("a/1/state", "1");
    connection.take_until(0, |_, payload| payload == "1").await;
    connection.is_heard().await;
    pass(Duration::from_secs(201)).await;
    assert_eq!(connection.packet().await.map(|(kind, _)| kind), Some(PINGREQ));
    drop(connection);
    running.sentence().await;
    let mut connection = Connection::welcome(&listener, Protocol::Five, &[0x13, 0, 0]).await;
    assert_eq!(running.sentence().await, "the MQTT broker is back");
    connection.settle().await;
    pass(Duration::from_secs(100_000)).await;
    running.want("a/1/state", "2");
    connection.take_until(0, |_, payload| payload == "2").await;
    connection.is_heard().await;
    assert!(running.told.is_empty());
}
