//! What programs are told when something does not work, in the codes of v1.

use uplink_simulator::Outcome;

use crate::upstream::Failure;

fn error(status: u16, code: i64, sentence: impl Into<String>) -> Outcome {
    Outcome::Error { status, code, details: vec![sentence.into()] }
}

pub(crate) fn unknown_system(id: i64) -> Outcome {
    error(404, 2, format!("There is no system {id}"))
}

pub(crate) fn unknown_unit(id: i64) -> Outcome {
    error(404, 9, format!("There is no system unit {id}"))
}

pub(crate) fn not_found(what: &str) -> Outcome {
    error(404, 7, format!("There is no {what}"))
}

pub(crate) fn unknown_climate_system(id: i64) -> Outcome {
    error(400, 10, format!("There is no climate system {id}"))
}

pub(crate) fn not_possible(sentence: &str) -> Outcome {
    error(400, 8, sentence)
}

pub(crate) fn offline(name: &str) -> Outcome {
    error(400, 26, format!("{name} is not connected to its cloud"))
}

/// Settings that were refused; they share one body, and the real codes stand in its sentences.
pub(crate) fn settings(details: Vec<String>) -> Outcome {
    Outcome::Error { status: 400, code: 1, details }
}

/// What the API behind did not do. That its login is over is no 401: a program would renew its own token for nothing.
pub(crate) fn behind(failure: Failure) -> Outcome {
    match failure {
        Failure::Login(said) | Failure::Away(said) => error(503, 29, said),
        Failure::Scope(said) => error(403, 20, said),
        Failure::Package(said) => error(403, 12, said),
        Failure::Range(said) => settings(vec![format!("Error 15: {said}")]),
        Failure::Refused(said) => settings(vec![format!("Error 14: {said}")]),
        Failure::Foreign(said) => error(403, 11, said),
    }
}
