//! What is known of all machines now.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};

use crate::changes::Changes;
use crate::point::{Device, Kind, Point};

/// Rounds after which a value that was not told again is left out.
const ROUNDS: i32 = 3;

/// All machines that are read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct House {
    /// Each with what it said last.
    pub machines: Vec<Machine>,
    /// Requests that the API allows now, as its last answer said, and when that was by the steady clock.
    pub requests_left: Option<(u32, Timestamp)>,
}

/// A machine and what it said last.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The machine.
    pub device: Device,
    /// Whether its values could be read the last time.
    pub answers: bool,
    /// Whether the cloud is connected to it, as far as it says.
    pub connected: bool,
    /// When it was read last, by the clock of who asks for it.
    pub last_success: Option<Timestamp>,
    /// The same by the steady clock.
    pub heard: Option<Timestamp>,
    /// What it said last of which machine it is.
    pub(crate) identity: Option<String>,
    /// Whether it was said that it does not answer.
    pub(crate) told_away: bool,
    /// How often reads began to fail, by the kind of failure; further attempts until one is answered do not count.
    pub failures: BTreeMap<&'static str, u64>,
    points: HashMap<String, Known>,
    /// How often what its points are was another; their values are no matter, unless they are beyond their limits.
    pub(crate) revision: u64,
}

impl House {
    /// What is left of the API's limit, where it was told in the last rounds.
    pub fn left(&self, now: Timestamp, every: SignedDuration) -> Option<u32> {
        let (left, at) = self.requests_left?;
        (now.duration_since(at) <= every * ROUNDS).then_some(left)
    }
}

#[derive(Clone, Debug)]
struct Known {
    point: Point,
    seen: Timestamp,
    /// A lower value of a counter that is not believed yet.
    doubted: bool,
    /// Answers in a row that did not have it.
    missed: i32,
    /// Whether no sink that keeps readings has it yet.
    is_news: bool,
}

impl Machine {
    /// A machine of which nothing is known yet.
    pub fn new(device: Device) -> Self {
        Machine {
            device,
            answers: false,
            connected: true,
            last_success: None,
            heard: None,
            identity: None,
            told_away: false,
            failures: BTreeMap::new(),
            points: HashMap::new(),
            revision: 0,
        }
    }

    /// Whether what is known of it is how it is.
    pub fn is_up(&self) -> bool {
        self.answers && self.connected
    }

    /// Takes in all that was read at a time of the steady clock, and gives what is otherwise.
    pub(crate) fn answered(&mut self, points: Vec<Point>, now: Timestamp) -> Changes {
        let mut changes = Changes::default();
        let first = self.heard.replace(now).is_none();
        for known in self.points.values_mut() {
            known.missed += 1;
        }
        for point in points {
            self.take_in(point, now, &mut changes);
        }
        if first {
            changes.appeared.clear();
        }
        let gone = self.points.values().filter(|known| known.missed == ROUNDS);
        changes.gone.extend(gone.map(|known| Changes::name(&known.point)));
        changes
    }

    /// Takes in some points that were looked at by themselves.
    pub(crate) fn looked_at(&mut self, points: Vec<Point>, now: Timestamp) {
        for point in points {
            self.take_in(point, now, &mut Changes::default());
        }
    }

    /// Believes what is said, but of a counter that falls, the second lower value in a row: a single one is a slip, and a replaced
    /// machine goes on from there.
    fn take_in(&mut self, point: Point, now: Timestamp, changes: &mut Changes) {
        let Some(known) = self.points.get_mut(&point.id) else {
            changes.appeared.push(Changes::name(&point));
            self.revision += 1;
            let known = Known { seen: now, doubted: false, missed: 0, is_news: true, point };
            self.points.insert(known.point.id.clone(), known);
            return;
        };
        known.seen = now;
        let was_gone = std::mem::take(&mut known.missed) > ROUNDS;
        let fell = known.point.kind == Kind::Counter
            && point.number().zip(known.point.number()).is_some_and(|(now, before)| now < before);
        if fell && !std::mem::replace(&mut known.doubted, true) {
            return;
        }
        if fell {
            changes.anew.push(Changes::name(&point));
        }
        if was_gone {
            changes.appeared.push(Changes::name(&point));
        }
        known.doubted = false;
        known.is_news |= (point.time, &point.value) != (known.point.time, &known.point.value);
        self.revision += u64::from(!point.is_described_as(&known.point));
        known.point = point;
    }

    /// The machine, and readings that were not given before: measured again, or corrected.
    pub(crate) fn news(&mut self) -> (&Device, Vec<&Point>) {
        let news =
            self.points.values_mut().filter_map(|known| std::mem::take(&mut known.is_news).then_some(&known.point));
        let mut news: Vec<&Point> = news.collect();
        news.sort_unstable_by(|a, b| (&a.slug, &a.id).cmp(&(&b.slug, &b.id)));
        (&self.device, news)
    }

    /// All points that it ever told, each with whether it was told in the last rounds.
    pub fn known(&self, now: Timestamp, every: SignedDuration) -> Vec<(&Point, bool)> {
        let is_young = |known: &Known| now.duration_since(known.seen) <= every * ROUNDS;
        self.points.values().map(|known| (&known.point, is_young(known))).collect()
    }

    /// All points that it ever told, by name and id.
    pub(crate) fn all(&self) -> Vec<&Point> {
        let mut points: Vec<_> = self.points.values().map(|known| &known.point).collect();
        points.sort_unstable_by(|a, b| (&a.slug, &a.id).cmp(&(&b.slug, &b.id)));
        points
    }

    /// The first point that is the right one.
    pub fn point(&self, is_right: impl Fn(&Point) -> bool) -> Option<&Point> {
        self.points.values().map(|known| &known.point).find(|point| is_right(point))
    }

    /// The points that are there now, by name and id: those that were told in the last rounds and whose sensor is there.
    pub fn present(&self, now: Timestamp, every: SignedDuration) -> Vec<&Point> {
        let is_there = |point: &Point| !matches!(point.value, uplink_runtime::Value::Absent);
        let known = self.known(now, every).into_iter().filter(|(point, young)| *young && is_there(point));
        let mut points: Vec<_> = known.map(|(point, _)| point).collect();
        points.sort_unstable_by(|a, b| (&a.slug, &a.id).cmp(&(&b.slug, &b.id)));
        points
    }
}

#[cfg(test)]
mod tests {
    use uplink_runtime::Value;

    use super::*;
    use crate::point::Control;
    use crate::point::tests::point;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn machine() -> Machine {
        let text = || "x".to_owned();
        Machine::new(Device { id: text(), name: text(), product: text(), firmware: text(), api: "myuplink" })
    }

    fn values(machine: &Machine, now: i64) -> Vec<f64> {
        let every = SignedDuration::from_secs(30);
        machine.present(at(now), every).iter().filter_map(|point| point.number()).collect()
    }

    #[test]
    fn a_counter_falls_only_when_it_says_so_twice() {
        let mut machine = machine();
        let mut told = |value: f64, second: i64| {
            let energy = point("1", "energy", "kWh", Value::Number(value));
            machine.answered(vec![energy], at(second));
            (machine.news().1.len(), values(&machine, second))
        };
        assert_eq!(told(100.0, 0), (1, vec![100.0]));
        assert_eq!(told(3.0, 30), (0, vec![100.0]), "a slip");
        assert_eq!(told(101.0, 60), (1, vec![101.0]), "it is over");
        assert_eq!(told(4.0, 90), (0, vec![101.0]));
        assert_eq!(told(4.5, 120), (1, vec![4.5]), "replaced");
    }

    #[test]
    fn a_reading_that_was_told_is_not_told_again() {
        let mut machine = machine();
        let mut told = point("1", "room", "\u{b0}C", Value::Number(21.0));
        let mut count = |told: &Point| {
            machine.looked_at(vec![told.clone()], at(0));
            machine.news().1.len()
        };
        assert_eq!([count(&told), count(&told)], [1, 0]);
        told.time = Timestamp::from_second(1_764_338_460).expect("a time");
        assert_eq!(count(&told), 1, "the same value, measured again");
        told.value = Value::Number(21.5);
        assert_eq!(count(&told), 1, "corrected");
    }

    #[test]
    fn values_are_no_other_description_unless_they_are_beyond_their_limits() {
        let mut machine = machine();
        let mut told = point("1", "room", "\u{b0}C", Value::Number(21.0));
        told.control = Some(Control::Number { min: 5.0, max: 30.0, step: 0.5 });
        let mut revised = |told: &Point| {
            let before = machine.revision;
            machine.looked_at(vec![told.clone()], at(0));
            machine.revision > before
        };
        assert!(revised(&told));
        told.value = Value::Number(22.0);
        assert!(!revised(&told));
        told.value = Value::Number(31.0);
        assert!(revised(&told), "above");
        assert!(!revised(&told));
        told.value = Value::Number(22.0);
        assert!(revised(&told), "within again");
        told.unit = "K".to_owned();
        assert!(revised(&told));
    }

    #[test]
    fn what_is_otherwise_is_named_once() {
        let mut machine = machine();
        let told = |id: &str, value: f64| point(id, "energy", "kWh", Value::Number(value));
        let mut round = |points: Vec<Point>| {
            let changes = machine.answered(points, at(0));
            [changes.appeared.len(), changes.gone.len(), changes.anew.len()]
        };
        assert_eq!(round(vec![told("1", 5.0)]), [0, 0, 0], "the first answer");
        assert_eq!(round(vec![told("1", 5.0), told("2", 7.0)]), [1, 0, 0]);
        for gone in [0, 0, 1, 0, 0] {
            assert_eq!(round(vec![told("1", 5.0)]), [0, gone, 0]);
        }
        assert_eq!(round(vec![told("1", 4.0), told("2", 7.0)]), [1, 0, 0], "it is back");
        assert_eq!(round(vec![told("1", 4.0), told("2", 7.0)]), [0, 0, 1]);
        assert_eq!(round(vec![told("1", 4.0)]), [0, 0, 0], "left out once");
        assert_eq!(round(vec![told("1", 4.0), told("2", 7.0)]), [0, 0, 0]);
    }

    #[test]
    fn what_is_not_told_any_more_is_left_out() {
        let mut machine = machine();
        let both = |value: f64| point("1", "outdoor", "\u{b0}C", Value::Number(value));
        let gone = point("2", "room", "\u{b0}C", Value::Number(21.0));
        machine.answered(vec![both(1.0), gone], at(0));
        machine.answered(vec![both(2.0)], at(60));
        assert_eq!(values(&machine, 90), [2.0, 21.0]);
        assert_eq!(values(&machine, 91), [2.0]);
        machine.answered(vec![point("1", "outdoor", "\u{b0}C", Value::Absent)], at(95));
        assert_eq!(values(&machine, 95), [0.0; 0], "an absent sensor has no value");
    }
}
