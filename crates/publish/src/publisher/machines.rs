//! What answers say of machines is taken in, and told where it is news.

use std::sync::PoisonError;

use jiff::Timestamp;
use uplink_runtime::Error;

use super::{DISK, LOGIN, Publisher, lasts};
use crate::house::Machine;
use crate::point::Point;
use crate::reader::{Connection, Source};
use crate::{changes, mqtt};

impl Publisher {
    /// Takes in which machines there are; those that were known stay as they were, and one that is gone is no more available.
    pub(super) fn begin(&mut self, source: &Source, told: &impl Fn(&str)) {
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = std::mem::take(&mut house.machines);
        let is_first = known.is_empty();
        for device in source.devices() {
            let machine = match known.iter().position(|machine| machine.device.id == device.id) {
                Some(at) => {
                    let mut machine = known.swap_remove(at);
                    changes::software(&machine.device, device).iter().for_each(|sentence| told(sentence));
                    machine.device = device.clone();
                    machine
                }
                None => {
                    if !is_first {
                        told(&format!("{} is new: {}", device.id, device.product));
                    }
                    Machine::new(device.clone())
                }
            };
            house.machines.push(machine);
        }
        for gone in &known {
            told(&format!("{} is not among the machines any more", gone.device.id));
        }
        if let Some(session) = &self.sinks.mqtt {
            let known: Vec<String> = known.iter().map(mqtt::object).collect();
            session.leave(&known);
            let gone = session.present(house.machines.iter().map(mqtt::object).collect());
            gone.iter()
                .filter(|machine| !known.contains(machine))
                .for_each(|machine| told(&mqtt::left_behind(machine)));
        }
        // Places of machines may be others now.
        self.said.clear();
        self.announced.clear();
    }

    pub(super) fn values(&self, at_machine: usize, points: Vec<Point>, at: Timestamp, told: &impl Fn(&str)) {
        let kept = {
            let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(machine) = house.machines.get_mut(at_machine) else { return };
            self.troubles.over(LOGIN, "the login is good again", told);
            machine.answers = true;
            machine.last_success = Some(at);
            if std::mem::take(&mut machine.told_away) {
                told(&format!("{} is back", machine.device.id));
            }
            let changes = machine.answered(points, self.clock.now());
            changes.sentences(&machine.device.id).iter().for_each(|sentence| told(sentence));
            let (device, news) = machine.news();
            self.sinks.write(device, &news)
        };
        match kept {
            Err(error) => {
                let sentence = format!("readings cannot be written, they wait in memory: {error}");
                self.troubles.say(DISK, &sentence, told);
            }
            Ok(()) => self.troubles.over(DISK, "readings are written again", told),
        }
    }

    /// Takes in whether a machine is connected; whether it is another one than before.
    pub(super) fn connection(&self, at_machine: usize, now: Connection, told: &impl Fn(&str)) -> bool {
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get_mut(at_machine) else { return false };
        let was = std::mem::replace(&mut machine.connected, now.away.is_none());
        match now.away {
            Some(state) if was => {
                told(&format!("{} is not connected ({state}); its values may be old", machine.device.id));
            }
            None if !was => told(&format!("{} is connected again", machine.device.id)),
            _ => {}
        }
        let before = machine.identity.replace(now.identity);
        before.is_some() && before != machine.identity
    }

    pub(super) fn failed(&self, at_machine: usize, error: &Error, told: &impl Fn(&str)) {
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get_mut(at_machine) else { return };
        *machine.failures.entry(error.kind().as_str()).or_default() += 1;
        machine.answers = false;
        if lasts(error) {
            self.login_lost(error, told);
        } else if !std::mem::replace(&mut machine.told_away, true) {
            told(&format!("{}: {error}; tries again", machine.device.id));
        }
    }

    /// Said once for all machines.
    pub(super) fn login_lost(&self, error: &Error, told: &impl Fn(&str)) {
        let sentence = format!("{error}; until then nothing can be read");
        self.troubles.begin(LOGIN, &sentence, told);
    }
}
