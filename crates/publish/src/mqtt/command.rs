//! What is asked for through topics.

use super::{Topics, object, option, sg_ready};
use crate::house::{House, Machine};
use crate::point::{Control, Point};
use crate::slug::slug;

/// Of a value in a sentence.
const MOST_SHOWN: usize = 40;

/// A wish that a point has another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The machine and the point, as topics name them.
    pub(super) place: (String, String),
    /// The value, as it was sent.
    pub payload: String,
}

impl Command {
    /// Reads a message; none for one that is no command.
    pub(crate) fn of(topics: &Topics, topic: &str, payload: &[u8]) -> Option<Self> {
        let rest = topic.strip_prefix(&topics.prefix)?.strip_prefix('/')?.strip_suffix("/set")?;
        let (machine, point) = rest.split_once('/')?;
        let payload = std::str::from_utf8(payload).ok()?.trim().to_owned();
        // What is empty takes a retained message away.
        (!payload.is_empty()).then(|| Command { place: (machine.to_owned(), point.to_owned()), payload })
    }

    /// The value as it may stand in a line: anybody who reaches the broker wrote it.
    pub(crate) fn shown(&self) -> String {
        self.payload.chars().take(MOST_SHOWN).flat_map(char::escape_debug).collect()
    }

    /// Where the value of the point is told.
    pub(crate) fn state(&self, topics: &Topics) -> String {
        let (machine, point) = &self.place;
        format!("{}/{machine}/{point}/state", topics.prefix)
    }

    /// The machine, by its place, and the point that it is about.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn target<'h>(&self, house: &'h House) -> Result<(usize, &'h Point), String> {
        let (machine, point) = &self.place;
        let at = house.machines.iter().position(|m| object(m) == *machine).ok_or("there is no such machine")?;
        let machine = &house.machines[at];
        if point == sg_ready::NAME {
            return Ok((at, sg_ready::asked(machine).ok_or("the machine has no SG Ready that takes commands")?));
        }
        let found = machine.point(|known| slug(&known.id) == *point);
        Ok((at, found.ok_or("the machine has no such point")?))
    }

    /// The number to write.
    ///
    /// # Errors
    /// The point is none that can be written, or takes no such value.
    pub(crate) fn value(&self, machine: &Machine, point: &Point) -> Result<f64, String> {
        if self.place.1 == sg_ready::NAME {
            return sg_ready::number(machine, &self.payload);
        }
        match &point.control {
            None => Err("it cannot be written".to_owned()),
            Some(Control::Words(words)) => {
                let known = words.iter().find(|(_, word)| option(word) == option(&self.payload));
                known.map(|(number, _)| *number).ok_or_else(|| {
                    let all: Vec<String> = words.iter().map(|(_, word)| option(word)).collect();
                    format!("it is none of {}", all.join(", "))
                })
            }
            Some(Control::Number { min, max, .. }) => {
                let number = self.payload.parse().ok().filter(|n: &f64| *n >= *min && *n <= *max);
                number.ok_or_else(|| format!("it is no number from {min} to {max}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uplink_runtime::Value;

    use super::*;
    use crate::point::About;

    fn command(topic: &str, payload: &str) -> Option<Command> {
        let topics = Topics {
            prefix: "a/nibe".into(),
            discovery: "homeassistant".into(),
            commands: true,
            program: "here".into(),
        };
        Command::of(&topics, topic, payload.as_bytes())
    }

    fn value(point: &Point, payload: &str) -> Result<f64, String> {
        let machine = crate::mqtt::tests::machine(Vec::new());
        command("a/nibe/06512018/47398/set", payload).expect("a command").value(&machine, point)
    }

    fn point(writable: bool, value: Value, words: &[(f64, &str)]) -> Point {
        let words = words.iter().map(|(n, word)| (*n, (*word).to_owned())).collect();
        let limits = [Some(5.0), Some(35.0), Some(0.5)];
        let about =
            About { id: "47398".into(), slug: "room".into(), unit: "", part: String::new(), words, writable, limits };
        Point::new(about, value, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn topics_name_machine_and_point() {
        let place = |topic| command(topic, " 1 ").map(|c| (c.place, c.payload));
        let right = (("06512018".to_owned(), "47398".to_owned()), "1".to_owned());
        assert_eq!(place("a/nibe/06512018/47398/set"), Some(right));
        for topic in ["a/nibe/06512018/47398/state", "nibe/06512018/47398/set", "a/nibe/47398/set", "a/nibes/1/2/set"] {
            assert_eq!(place(topic), None, "{topic}");
        }
    }

    #[test]
    fn an_empty_message_is_no_command_and_a_value_is_shown_in_one_short_line() {
        assert_eq!(command("a/nibe/1/2/set", " "), None);
        let long = command("a/nibe/1/2/set", &format!("1\n{}", "x".repeat(99))).expect("a command");
        assert_eq!(long.shown(), format!("1\\n{}", "x".repeat(38)));
    }

    #[test]
    fn values_are_held_to_what_the_point_takes() {
        let room = point(true, Value::Number(21.0), &[]);
        assert_eq!(value(&room, "21.5"), Ok(21.5));
        for wrong in ["36", "warm", "NaN", "inf"] {
            assert_eq!(value(&room, wrong), Err("it is no number from 5 to 35".to_owned()), "{wrong}");
        }
        let mode = point(true, Value::Text("Hot water".into()), &[(0.0, "off"), (2.0, "Hot water")]);
        assert_eq!([value(&mode, "hot_water"), value(&mode, "Hot water")], [Ok(2.0), Ok(2.0)]);
        assert_eq!(value(&mode, "cold"), Err("it is none of off, hot_water".to_owned()));
        assert_eq!(value(&point(false, Value::Number(21.0), &[]), "21"), Err("it cannot be written".to_owned()));
    }
}
