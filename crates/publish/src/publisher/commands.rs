//! Commands are carried out, and what they came to is published.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use uplink_runtime::Error;

use super::Publisher;
use crate::mqtt::Command;
use crate::point::Point;
use crate::reader::Source;

/// A command that was carried out or not, with its machine, its topic, and what the machine showed then.
pub(super) type Written = (Command, String, String, Result<Vec<Point>, Error>);

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

    /// Begins to carry out a command, or says why not.
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
                let write = source.write(machine, point.id.clone(), value);
                let device = house.machines[machine].device.id.clone();
                self.writing.push(Box::pin(async move { (command, device, topic, write.await) }));
            }
            Err(why) => {
                self.lapses.forget(&command);
                told(&format!("{} of {topic} is not written: {why}", command.shown()));
                session.again(topic);
            }
        }
    }

    /// Publishes what a command came to: the new value, or the old one again.
    pub(super) fn written(&mut self, (command, machine, topic, result): Written, told: &impl Fn(&str)) {
        // Machines may have been listed again meanwhile.
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let place = house.machines.iter().position(|known| known.device.id == machine);
        match result {
            Ok(points) => {
                self.lapses.carried_out(&command, Instant::now());
                if let Some(at) = place {
                    house.machines[at].looked_at(points, self.clock.now());
                }
            }
            Err(error) => told(&format!("{} of {topic} was not written: {error}", command.shown())),
        }
        drop(house);
        if let Some(at) = place {
            self.retain(at, false);
        }
        if let Some(session) = &self.sinks.mqtt {
            session.again(topic);
        }
    }
}
