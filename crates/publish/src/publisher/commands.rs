//! Commands are carried out, and what they came to is published.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use uplink_runtime::{Error, TransportError};

use super::Publisher;
use crate::house::Machine;
use crate::mqtt::Command;
use crate::point::Point;
use crate::reader::Source;

/// A machine and a point of it, by their ids.
pub(super) type Place = (String, String);

/// A command that was carried out or not, with its place, its topic, and what the machine showed then.
pub(super) type Written = (Command, Place, String, Result<Vec<Point>, Error>);

impl Publisher {
    /// Waits for commands that were taken, at most so long.
    pub async fn finish(&mut self, most: Duration, told: impl Fn(&str)) {
        let all = async {
            while let Some(written) = self.writing.next().await {
                self.written(written, &told);
            }
        };
        if tokio::time::timeout(most, all).await.is_err() {
            told("what became of the last commands is not known: they were not confirmed in time");
        }
    }

    /// Whether the point of a command is being written.
    pub(super) fn is_under_way(&self, command: &Command) -> bool {
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let target = command.target(&house).map(|(machine, point)| place(&house.machines[machine], point));
        target.is_ok_and(|place| self.under_way.contains_key(&place))
    }

    /// Begins to carry out a command, or says why not. While its point is being written it waits, in the place of one that waited
    /// before: so the last one stands in the end.
    pub(super) fn command(&mut self, source: &Source, command: Command, told: &impl Fn(&str)) {
        let Some(session) = &self.sinks.mqtt else { return };
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let (machine, point) = match command.target(&house) {
            Ok(target) => target,
            Err(why) => {
                self.lapses.forget(&command);
                return told(&format!("a command through MQTT is not carried out: {why}"));
            }
        };
        let topic = command.state(session.topics());
        match command.value(&house.machines[machine], point) {
            Ok(value) => {
                let place = place(&house.machines[machine], point);
                if let Some(waits) = self.under_way.get_mut(&place) {
                    *waits = Some(command);
                    return;
                }
                self.under_way.insert(place.clone(), None);
                let write = source.write(machine, point.id.clone(), value);
                self.writing.push(Box::pin(async move { (command, place, topic, write.await) }));
            }
            Err(why) => {
                self.lapses.forget(&command);
                told(&format!("{} of {topic} is not written: {why}", command.shown()));
                session.again(topic);
            }
        }
    }

    /// Publishes what a command came to: the new value, or the old one again. One that waited for it begins.
    pub(super) fn written(&mut self, (command, place, topic, result): Written, told: &impl Fn(&str)) {
        let next = self.under_way.remove(&place).flatten();
        // Machines may have been listed again meanwhile.
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let at_machine = house.machines.iter().position(|known| known.device.id == place.0);
        match result {
            Ok(points) => {
                self.lapses.carried_out(&command, Instant::now());
                if let Some(at) = at_machine {
                    house.machines[at].looked_at(points, self.clock.now());
                }
            }
            Err(error) => {
                if may_be_done(&error) {
                    self.lapses.in_doubt(&command, Instant::now());
                }
                told(&format!("{} of {topic} was not written: {error}", command.shown()));
            }
        }
        drop(house);
        if let Some(at) = at_machine {
            self.retain(at, false);
        }
        if let Some(session) = &self.sinks.mqtt {
            session.again(topic);
        }
        if let (Some(next), Some(source)) = (next, self.source.clone()) {
            self.command(&source, next, told);
        }
    }
}

fn place(machine: &Machine, point: &Point) -> Place {
    (machine.device.id.clone(), point.id.clone())
}

/// Whether a request that failed may have been carried out.
fn may_be_done(error: &Error) -> bool {
    match error {
        Error::Transport { error, .. } => !matches!(
            error,
            TransportError::Connect { .. } | TransportError::Certificate { .. } | TransportError::Setup { .. }
        ),
        Error::Api(error) => error.status >= 500,
        Error::Decode(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use uplink_runtime::{ApiError, ArgumentError, DecodeError, Value};

    use super::*;
    use crate::mqtt::tests::machine;
    use crate::point::{About, tests::point};
    use crate::publisher::tests::{Cloud, publisher};

    const MQTT: &str = "[mqtt]\nbroker = \"mqtt://127.0.0.1\"\ncommands = true";

    /// A publisher of a machine that has SG Ready and a setting.
    async fn of_machine() -> Publisher {
        let about = About {
            id: "47398".into(),
            slug: "room".into(),
            unit: "",
            part: String::new(),
            words: Vec::new(),
            writable: true,
            limits: [Some(5.0), Some(35.0), Some(0.5)],
        };
        let points = vec![
            point("10613", "activate_sg_ready_via_api", "", Value::Number(1.0)),
            point("10614", "req_op_mode_sg_ready", "", Value::Number(1.0)),
            Point::new(about, Value::Number(21.0), Timestamp::UNIX_EPOCH),
        ];
        let publisher = publisher("5m", MQTT).await;
        publisher.house.lock().expect("a lock").machines.push(machine(points));
        publisher
    }

    fn command(publisher: &Publisher, point: &str, payload: &str) -> Command {
        let session = publisher.sinks.mqtt.as_ref().expect("a sink");
        let topic = format!("nibe/06512018_a/{point}/set");
        Command::of(session.topics(), &topic, payload.as_bytes()).expect("a command")
    }

    #[tokio::test(start_paused = true)]
    async fn a_command_that_is_refused_leaves_the_end_of_a_wish() {
        let cloud = Cloud::start().await;
        let (mut publisher, source) = (of_machine().await, cloud.source(&["06512018-A"]));
        publisher.command(&source, command(&publisher, "sg_ready", "1"), &|_: &str| {});
        publisher.finish(Duration::from_secs(300), |_: &str| {}).await;
        let end = publisher.lapses.next().expect("it ends");
        for (point, payload) in [("47398", "warm"), ("99999", "1"), ("sg_ready", "7")] {
            publisher.command(&source, command(&publisher, point, payload), &|_: &str| {});
            assert_eq!(publisher.lapses.next(), Some(end), "{point} {payload}");
        }
    }

    #[tokio::test]
    async fn a_wish_of_which_nobody_knows_whether_it_came_through_ends() {
        let timeout = TransportError::Timeout { host: "h".into(), after: Duration::ZERO, note: "", source: None };
        let connect = TransportError::Connect { host: "h".into(), why: "away".into(), source: None };
        for (error, ends) in [
            (Error::Transport { function: "set_points", error: timeout }, true),
            (Error::Api(Box::new(ApiError::told("set_points", 502, Vec::new()))), true),
            (Error::Decode(DecodeError::new("set_points", "", "no JSON")), true),
            (Error::Transport { function: "set_points", error: connect }, false),
            (Error::Api(Box::new(ApiError::told("set_points", 403, Vec::new()))), false),
            (Error::Argument(ArgumentError::new("set_points", None, "it is none")), false),
            (Error::Setup("the cloud refused it".into()), false),
        ] {
            let mut publisher = of_machine().await;
            let (said, wish) = (error.to_string(), command(&publisher, "sg_ready", "1"));
            let place = ("06512018-A".into(), "10614".into());
            publisher.written((wish, place, "topic".into(), Err(error)), &|_: &str| {});
            assert_eq!(publisher.lapses.next().is_some(), ends, "{said}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_command_for_a_point_is_under_way_and_the_last_one_waits() {
        let cloud = Cloud::start().await;
        let (mut publisher, source) = (of_machine().await, Arc::new(cloud.source(&["06512018-A"])));
        publisher.source = Some(source.clone());
        for (point, payload) in [("47398", "20"), ("47398", "21"), ("47398", "22"), ("sg_ready", "3")] {
            publisher.command(&source, command(&publisher, point, payload), &|_: &str| {});
        }
        assert_eq!(publisher.writing.len(), 2);
        assert!(publisher.is_under_way(&command(&publisher, "sg_ready", "2")));
        publisher.finish(Duration::from_secs(600), |_: &str| {}).await;
        let written = cloud.asked().into_iter().filter(|(_, what, _)| what.starts_with("PATCH"));
        let mut written: Vec<String> = written.map(|(.., body)| body).collect();
        assert_eq!(written.pop().as_deref(), Some(r#"{"47398":22}"#), "when the first was looked for");
        written.sort();
        assert_eq!(written, [r#"{"10614":3}"#, r#"{"47398":20}"#]);
        assert!(publisher.under_way.is_empty() && publisher.lapses.next().is_some());
    }
}
