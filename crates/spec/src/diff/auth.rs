//! Changes of keys and passwords, and of who may call a function.

use crate::model::{AuthKind, AuthScheme, NONE};

use super::change::{Changes, Where};
use super::{Direction, Kind};

pub fn schemes(changes: &mut Changes, old: &[AuthScheme], new: &[AuthScheme]) {
    // The only key and the only password have plain names.
    let (old_all, new_all) = (old, new);
    let alone = |kind: &AuthKind, all: &[AuthScheme]| {
        let is_basic = |kind: &AuthKind| *kind == AuthKind::Basic;
        all.iter().filter(|scheme| is_basic(&scheme.kind) == is_basic(kind)).count() == 1
    };
    for AuthScheme { name, kind, doc, why } in old {
        let (place, thing) = (format!("auth.{name}"), format!("`{name}` of `[auth]`"));
        let Some(new) = new.iter().find(|s| s.name == *name) else {
            changes.add(Kind::AuthRemoved, Direction::Sent, &Where::old(place), thing);
            continue;
        };
        let place = Where::both(place);
        if *kind != new.kind {
            let what = format!("{thing}: {} -> {}", shown(kind), shown(&new.kind));
            changes.add(Kind::AuthChanged, Direction::Sent, &place, what);
        } else if alone(kind, old_all) != alone(kind, new_all) {
            let what = format!(
                "{thing}: {}",
                if alone(kind, new_all) { "is the only one now" } else { "is one of several now" }
            );
            changes.add(Kind::CredentialRenamed, Direction::Sent, &place, what);
        }
        changes.texts(&place, &thing, (doc, why.as_ref()), (&new.doc, new.why.as_ref()));
    }
    for scheme in new.iter().filter(|s| !old.iter().any(|o| o.name == s.name)) {
        let place = Where::new(format!("auth.{}", scheme.name));
        let what = format!("`{}` of `[auth]`: {}", scheme.name, shown(&scheme.kind));
        changes.add(Kind::AuthAdded, Direction::Sent, &place, what);
    }
}

fn shown(kind: &AuthKind) -> String {
    match kind {
        AuthKind::Basic => "user name and password".into(),
        AuthKind::ApiKey { place, wire } => format!("API key in the {} `{wire}`", place.word()),
    }
}

/// Who may call a function. Programs go on when each way that was good has one now that asks for no more.
pub fn ways(changes: &mut Changes, place: &Where, old: &[Vec<String>], new: &[Vec<String>]) {
    let nobody = [Vec::new()];
    let (old, new) = (if old.is_empty() { &nobody } else { old }, if new.is_empty() { &nobody } else { new });
    if old == new {
        return;
    }
    let goes_on = |was: &Vec<String>| new.iter().any(|now| now.iter().all(|name| was.contains(name)));
    let kind = if old.iter().all(goes_on) { Kind::AuthWidened } else { Kind::AuthNarrowed };
    let words = |ways: &[Vec<String>]| {
        let way = |way: &Vec<String>| if way.is_empty() { NONE.to_owned() } else { way.join(" and ") };
        ways.iter().map(way).collect::<Vec<_>>().join(" or ")
    };
    changes.add(kind, Direction::Sent, &place.at("auth"), format!("auth {} -> {}", words(old), words(new)));
}
