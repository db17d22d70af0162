//! Changes of how errors are worded.

use crate::model::{ErrorCode, ErrorWord, Errors, Refusal, Role};

use super::change::{Changes, Where};
use super::{Direction, Kind, shown};

pub fn errors(changes: &mut Changes, old: Option<&Errors>, new: Option<&Errors>) {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return,
        (Some(_), None) => {
            return changes.add(Kind::ErrorsRemoved, Direction::Received, &Where::old("error"), "form of errors");
        }
        (None, Some(_)) => {
            return changes.add(Kind::ErrorsAdded, Direction::Received, &Where::new("error"), "form of errors");
        }
    };
    let Errors { status_field, code_field, details_field, example, codes, words: signs, refused, why } = old;
    let place = Where::both("error");
    for (key, old, new) in [
        ("status", status_field.as_ref(), new.status_field.as_ref()),
        ("code", Some(code_field), Some(&new.code_field)),
        ("details", details_field.as_ref(), new.details_field.as_ref()),
    ] {
        if old != new {
            let name = |field: Option<&String>| shown(field.filter(|f| !f.is_empty()));
            let what = format!("field with the {key}: {} -> {}", name(old), name(new));
            changes.add(Kind::ErrorFormChanged, Direction::Received, &place.at(key), what);
        }
    }
    if *refused != new.refused {
        let said = |all: &[Refusal]| {
            let all: Vec<String> = all.iter().map(|r| format!("{} \"{}\"", r.field, r.word)).collect();
            shown(Some(all.join(", ")).filter(|all| !all.is_empty()))
        };
        let what = format!("what refuses with a status of success: {} -> {}", said(refused), said(&new.refused));
        changes.add(Kind::RefusalChanged, Direction::Received, &place.at("refused"), what);
    }
    if *example != new.example {
        changes.add(Kind::TextChanged, Direction::Received, &place.at("body"), "another example of an error body");
    }
    changes.texts(&place, "errors", ("", why.as_ref()), ("", new.why.as_ref()));
    for old in codes {
        match new.codes.iter().find(|c| c.code == old.code) {
            Some(new) => code(changes, old, new),
            None => {
                let place = Where::old(format!("error.codes.{}", old.code));
                changes.add(Kind::ErrorRemoved, Direction::Received, &place, words(old));
            }
        }
    }
    for new in new.codes.iter().filter(|c| !codes.iter().any(|o| o.code == c.code)) {
        let place = Where::new(format!("error.codes.{}", new.code));
        changes.add(Kind::ErrorAdded, Direction::Received, &place, words(new));
    }
    error_words(changes, signs, &new.words);
}

fn error_words(changes: &mut Changes, old: &[ErrorWord], new: &[ErrorWord]) {
    let place_of = |w: &ErrorWord| format!("error.words.{}", w.word);
    let words = |w: &ErrorWord| format!("error with \"{}\" in it, `{}`", w.word, w.name);
    for before in old {
        let place = Where::both(place_of(before));
        match new.iter().find(|w| w.word == before.word) {
            None => {
                changes.add(Kind::ErrorRemoved, Direction::Received, &Where::old(place_of(before)), words(before));
            }
            Some(after) if (&before.name, before.status) != (&after.name, after.status) => {
                let status = |w: &ErrorWord| w.status.map_or_else(String::new, |s| format!(" with status {s}"));
                let what = format!("{}{} -> `{}`{}", words(before), status(before), after.name, status(after));
                changes.add(Kind::ErrorRenamed, Direction::Received, &place.at("name"), what);
            }
            Some(after) => changes.texts(&place, &words(after), (&before.doc, None), (&after.doc, None)),
        }
    }
    for after in new.iter().filter(|w| !old.iter().any(|o| o.word == w.word)) {
        changes.add(Kind::ErrorAdded, Direction::Received, &Where::new(place_of(after)), words(after));
    }
}

fn words(code: &ErrorCode) -> String {
    format!("error {} `{}`", code.code, code.name)
}

fn code(changes: &mut Changes, old: &ErrorCode, new: &ErrorCode) {
    let ErrorCode { code, name, doc, role } = old;
    let place = Where::both(format!("error.codes.{code}"));
    if *name != new.name {
        let what = format!("error {code} `{name}` -> `{}`", new.name);
        changes.add(Kind::ErrorRenamed, Direction::Received, &place.at("name"), what);
    }
    if *role != new.role {
        let word = |role: Option<Role>| shown(Role::ALL.iter().find(|(r, _)| Some(*r) == role).map(|(_, word)| word));
        let what = format!("{}: role {} -> {}", words(new), word(*role), word(new.role));
        changes.add(Kind::ErrorRoleChanged, Direction::Received, &place.at("role"), what);
    }
    changes.texts(&place, &words(new), (doc, None), (&new.doc, None));
}
