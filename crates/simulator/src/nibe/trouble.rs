//! What happens to a machine besides its daily work.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uplink_heat_pump::Fault;

use super::machine::{Machine, State};

/// A kind of trouble.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) word: &'static str,
    /// What breaks in the model.
    fault: Option<Fault>,
    /// Whether the cloud hears nothing meanwhile.
    pub(super) offline: bool,
    /// What is told to the owner.
    pub(super) notice: Option<Notice>,
}

/// A notification.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notice {
    pub(super) kind: &'static str,
    pub(super) number: i64,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

const fn alarm(number: i64, title: &'static str, text: &'static str) -> Option<Notice> {
    Some(Notice { kind: "ALARM", number, title, text })
}

const KINDS: [Kind; 8] = [
    Kind {
        word: SENSOR,
        fault: Some(Fault::OutdoorSensor),
        offline: false,
        notice: alarm(
            3,
            "Sensor fault outdoor sensor",
            "The outdoor sensor gives no value. The mean of the last day stands in for it.",
        ),
    },
    Kind {
        word: "low_pressure",
        fault: Some(Fault::LowPressure),
        offline: false,
        notice: alarm(
            51,
            "Low pressure alarm",
            "The pressure before the compressor is too low and the compressor is locked. The addition heats.",
        ),
    },
    Kind {
        word: "filter",
        fault: Some(Fault::Filter),
        offline: false,
        notice: Some(Notice {
            kind: "INFO_MESSAGE",
            number: 995,
            title: "Time to clean the filter",
            text: "A third of the heating water comes through the filter of the heating circuit.",
        }),
    },
    Kind { word: "offline", fault: None, offline: true, notice: None },
    Kind { word: "power_cut", fault: Some(Fault::PowerCut), offline: true, notice: None },
    Kind { word: UPDATE, fault: None, offline: false, notice: None },
    Kind { word: CLOCK, fault: None, offline: false, notice: None },
    Kind { word: REPLACED, fault: None, offline: false, notice: None },
];

const SENSOR: &str = "sensor";
const UPDATE: &str = "firmware_update";
const CLOCK: &str = "clock";
const REPLACED: &str = "replaced_controller";

/// How far a wrong clock is behind, in seconds.
const BEHIND: i64 = 365 * 86_400;
/// Troubles that are remembered after their end.
const REMEMBERED: usize = 20;

/// A trouble that a machine has or had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Trouble {
    /// Which one of the machine it is, counted from its first.
    pub(super) number: usize,
    word: String,
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
}

impl Trouble {
    pub(super) fn kind(&self) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.word == self.word)
    }
}

/// The words of all kinds.
pub(super) fn words() -> Vec<&'static str> {
    KINDS.iter().map(|kind| kind.word).collect()
}

/// Begins a trouble of a machine, or ends it.
pub(super) fn switch(machine: &Machine, word: &str, begins: bool, now: Timestamp) -> Result<(), String> {
    let Some(kind) = KINDS.iter().find(|kind| kind.word == word) else {
        return Err(format!("there is no trouble `{word}`; there are {}", words().join(", ")));
    };
    if machine.design.is_none() {
        return Err(format!(
            "machine {} comes from a file and stands still; demo machines can have troubles",
            machine.id
        ));
    }
    // What was until now was without it, or with it.
    machine.look(now);
    let mut state = machine.state();
    let active = state.troubles.iter().position(|t| t.until.is_none() && t.word == word);
    match (active, begins) {
        (None, true) => {
            if kind.offline && !state.offline() {
                state.shown = state.pump.clone();
            }
            if let (Some(fault), Some(pump)) = (kind.fault, &mut state.pump) {
                pump.fail(fault);
            }
            if word == REPLACED {
                state.written.clear();
                if let Some(pump) = &mut state.pump {
                    pump.reset_counters();
                }
            }
            let number = state.troubles.iter().map(|t| t.number + 1).max().unwrap_or(0);
            state.troubles.push(Trouble { number, word: word.to_owned(), since: now, until: None });
        }
        (Some(at), false) => {
            state.troubles[at].until = Some(now);
            if let (Some(fault), Some(pump)) = (kind.fault, &mut state.pump) {
                pump.repair(fault);
            }
            if !state.offline() {
                state.shown = None;
            }
            let ended = state.troubles.iter().filter(|t| t.until.is_some()).count();
            if ended > REMEMBERED
                // An update is remembered longest: the software stays new.
                && let Some(oldest) = state.troubles.iter().position(|t| t.until.is_some() && t.word != UPDATE)
            {
                state.troubles.remove(oldest);
            }
        }
        _ => {}
    }
    state.keep();
    Ok(())
}

impl State {
    fn now(&self, word: &str) -> Option<&Trouble> {
        self.troubles.iter().find(|t| t.until.is_none() && t.word == word)
    }

    /// Whether the cloud hears nothing of the machine.
    pub(super) fn offline(&self) -> bool {
        self.troubles.iter().any(|t| t.until.is_none() && t.kind().is_some_and(|kind| kind.offline))
    }

    /// When the cloud heard of the machine, by the clock of the machine.
    pub(super) fn heard(&self, now: Timestamp) -> Timestamp {
        let offline = self.troubles.iter().filter(|t| t.until.is_none() && t.kind().is_some_and(|kind| kind.offline));
        let heard = offline.map(|t| t.since).min().unwrap_or(now).as_second();
        let behind = if self.now(CLOCK).is_some() { BEHIND } else { 0 };
        // The cloud hears of a machine every minute.
        Timestamp::from_second(heard.div_euclid(60) * 60 - behind).unwrap_or(now)
    }

    /// Whether new software is being put in: then some rows are missing.
    pub(super) fn updates(&self) -> bool {
        self.now(UPDATE).is_some()
    }

    /// Whether newer software was put in.
    pub(super) fn updated(&self) -> bool {
        self.troubles.iter().any(|t| t.word == UPDATE && t.until.is_some())
    }

    /// Whether there is another controller than at first.
    pub(super) fn replaced(&self) -> bool {
        self.now(REPLACED).is_some()
    }

    /// Whether an alarm is active because of a trouble.
    pub(super) fn alarmed(&self) -> bool {
        let notices = self.troubles.iter().filter(|t| t.until.is_none()).filter_map(|t| t.kind()?.notice);
        notices.into_iter().any(|notice| notice.kind == "ALARM")
    }
}
