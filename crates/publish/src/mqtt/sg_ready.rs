//! SG Ready in three words, as evcc and other programs that spend the surplus of a house speak it: 1 spares power, 2 is normal
//! and 3 takes what there is.
//!
//! Machines of the S series have it when "Activate SG Ready via API" (point 10613) is on: 10614 is what is asked for (0 blocked,
//! 1 normal, 2 encouraged, 3 forced) and 3260 what is (20 blocked, 10 normal, 30 encouraged, 40 forced).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::Command;
use crate::house::Machine;
use crate::point::Point;

/// What stands in topics in the place of a point.
pub(super) const NAME: &str = "sg_ready";
const ACTIVATED: &str = "10613";
const ASKED: &str = "10614";
const CURRENT: &str = "3260";
const NORMAL: &str = "2";
/// Who asks for something repeats it, so that a house does not stay cold when a program is gone.
const LAPSE: Duration = Duration::from_secs(30 * 60);
const TRY_AGAIN: Duration = Duration::from_secs(5 * 60);

/// Where a wish is written; none for a machine that takes none.
pub(super) fn asked(machine: &Machine) -> Option<&Point> {
    machine.point(|point| is(point, ASKED))
}

/// A point by its id, and by its name too, because ids of other machines are other things.
fn is(point: &Point, id: &str) -> bool {
    point.id == id && point.slug.contains(NAME)
}

/// What the machine does; none where that is not known.
pub(super) fn state(known: &[(&Point, bool)]) -> Option<&'static str> {
    let now = |id: &str| known.iter().find(|(point, young)| *young && is(point, id)).and_then(|(p, _)| p.code());
    let word = match (now(CURRENT), now(ASKED)) {
        (Some(20.0), _) | (None, Some(0.0)) => "1",
        (Some(10.0), _) | (None, Some(1.0)) => NORMAL,
        (Some(30.0 | 40.0), _) | (None, Some(2.0 | 3.0)) => "3",
        _ => return None,
    };
    Some(word)
}

/// The number that is written for a wish.
pub(super) fn number(machine: &Machine, wish: &str) -> Result<f64, String> {
    if machine.point(|point| is(point, ACTIVATED)).and_then(Point::code) == Some(0.0) {
        return Err(format!("SG Ready is off in the machine; switch on point {ACTIVATED}, Activate SG Ready via API"));
    }
    match wish {
        "1" => Ok(0.0),
        NORMAL => Ok(1.0),
        "3" => Ok(3.0),
        _ => Err("it is none of 1 (spare power), 2 (normal) and 3 (take what there is)".to_owned()),
    }
}

/// Wishes that have to be repeated, by machine, each with the time when it is over.
#[derive(Debug, Default)]
pub(crate) struct Lapses(HashMap<String, Instant>);

impl Lapses {
    /// A command was carried out.
    pub(crate) fn carried_out(&mut self, command: &Command, now: Instant) {
        let (machine, name) = &command.place;
        if name != NAME {
        } else if command.payload == NORMAL {
            self.0.remove(machine);
        } else {
            self.0.insert(machine.clone(), now + LAPSE);
        }
    }

    /// A command may have been carried out: a wish that came through has to end, and one that should have ended may go on.
    pub(crate) fn in_doubt(&mut self, command: &Command, now: Instant) {
        if command.payload != NORMAL {
            self.carried_out(command, now);
        }
    }

    /// A command makes no sense now. Where it should end a wish, there is none that can be ended.
    pub(crate) fn forget(&mut self, command: &Command) {
        let (machine, name) = &command.place;
        if name == NAME && command.payload == NORMAL {
            self.0.remove(machine);
        }
    }

    /// When the next wish is over.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.values().min().copied()
    }

    /// The commands that end the wishes which are over; each comes again until it was carried out.
    pub(crate) fn over(&mut self, now: Instant) -> Vec<Command> {
        let over = self.0.iter_mut().filter(|(_, end)| **end <= now);
        over.map(|(machine, end)| {
            *end = now + TRY_AGAIN;
            Command { place: (machine.clone(), NAME.to_owned()), payload: NORMAL.to_owned() }
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uplink_runtime::Value;

    use super::*;
    use crate::mqtt::tests::machine;
    use crate::point::tests::point;

    fn points(activated: f64, asked: f64, current: Option<f64>) -> Vec<Point> {
        let mut points = vec![
            point("10613", "activate_sg_ready_via_api", "", Value::Number(activated)),
            point("10614", "req_op_mode_sg_ready", "", Value::Number(asked)),
        ];
        points.extend(current.map(|now| point("3260", "operating_mode_sg_ready", "", Value::Number(now))));
        points
    }

    #[test]
    fn three_words_stand_for_the_numbers_of_the_machine() {
        let state = |asked, current| {
            let machine = machine(points(1.0, asked, current));
            state(&machine.known(Timestamp::UNIX_EPOCH, jiff::SignedDuration::from_secs(30)))
        };
        let shown = [(1.0, Some(20.0)), (0.0, Some(10.0)), (0.0, Some(30.0)), (0.0, Some(40.0)), (0.0, Some(50.0))];
        assert_eq!(shown.map(|(a, c)| state(a, c)), [Some("1"), Some("2"), Some("3"), Some("3"), None]);
        assert_eq!([0.0, 1.0, 2.0, 3.0].map(|asked| state(asked, None)), [Some("1"), Some("2"), Some("3"), Some("3")]);
        let on = machine(points(1.0, 1.0, None));
        assert_eq!(["1", "2", "3"].map(|wish| number(&on, wish)), [Ok(0.0), Ok(1.0), Ok(3.0)]);
        assert!(number(&on, "0").expect_err("none").starts_with("it is none of 1 (spare power)"));
        let off = machine(points(0.0, 1.0, None));
        assert!(number(&off, "3").expect_err("off").contains("switch on point 10613"));
    }

    #[test]
    fn a_wish_that_is_not_repeated_is_over() {
        let begin = Instant::now();
        let at = |minutes: u64| begin + Duration::from_secs(60 * minutes);
        let wish = |payload: &str| Command { place: ("a".to_owned(), NAME.to_owned()), payload: payload.to_owned() };
        let mut lapses = Lapses::default();
        lapses.carried_out(&wish("1"), at(0));
        lapses.carried_out(&wish("1"), at(10));
        assert_eq!((lapses.over(at(39)), lapses.next()), (vec![], Some(at(40))));
        assert_eq!(lapses.over(at(40)), [wish("2")]);
        assert_eq!(lapses.over(at(45)), [wish("2")], "until it is done");
        lapses.carried_out(&wish("2"), at(46));
        assert_eq!(lapses.next(), None);
        lapses.carried_out(&Command { place: ("a".to_owned(), "47398".to_owned()), payload: "1".to_owned() }, at(50));
        assert_eq!(lapses.next(), None, "a setting stays");
    }

    #[test]
    fn what_is_refused_leaves_the_wishes_that_it_does_not_end() {
        let now = Instant::now();
        let command = |machine: &str, name: &str, payload: &str| Command {
            place: (machine.to_owned(), name.to_owned()),
            payload: payload.to_owned(),
        };
        let mut lapses = Lapses::default();
        lapses.carried_out(&command("a", NAME, "1"), now);
        for refused in [("a", "47398", "hot"), ("a", "47398", "2"), ("a", NAME, "7"), ("b", NAME, "2")] {
            lapses.forget(&command(refused.0, refused.1, refused.2));
            assert_eq!(lapses.next(), Some(now + LAPSE), "{refused:?}");
        }
        lapses.forget(&command("a", NAME, "2"));
        assert_eq!(lapses.next(), None);
    }

    #[test]
    fn a_wish_that_may_have_come_through_is_over_too() {
        let now = Instant::now();
        let wish = |payload: &str| Command { place: ("a".to_owned(), NAME.to_owned()), payload: payload.to_owned() };
        let mut lapses = Lapses::default();
        lapses.in_doubt(&wish("2"), now);
        assert_eq!(lapses.next(), None);
        lapses.in_doubt(&wish("3"), now);
        assert_eq!(lapses.next(), Some(now + LAPSE));
        lapses.in_doubt(&wish("2"), now);
        assert_eq!(lapses.next(), Some(now + LAPSE), "it may not have ended");
    }
}
