//! The errors of the cloud. Which HTTP status went with which code was never recorded; these are a fair guess.

use crate::behaviour::Outcome;

fn error(status: u16, code: i64, detail: String) -> Outcome {
    Outcome::Error { status, code, details: vec![detail] }
}

pub(super) fn unknown_system(id: i64) -> Outcome {
    error(404, 2, format!("There is no system {id}"))
}

pub(super) fn foreign_system(id: i64) -> Outcome {
    error(403, 11, format!("You are not allowed to see system {id}"))
}

pub(super) fn unknown_unit(id: i64) -> Outcome {
    error(404, 9, format!("There is no system unit {id}"))
}

pub(super) fn not_found(what: &str) -> Outcome {
    error(404, 7, format!("There is no {what}"))
}

pub(super) fn unknown_climate_system(id: i64) -> Outcome {
    error(400, 10, format!("There is no climate system {id}"))
}

pub(super) fn no_premium() -> Outcome {
    error(403, 12, "The system has no premium package that allows changes".to_owned())
}

/// Settings that were refused; they share one body, and the real codes stand in its sentences.
pub(super) fn settings(details: Vec<String>) -> Outcome {
    Outcome::Error { status: 400, code: 1, details }
}
