//! Compares two models: what has changed, which way it travels, what it does to users, and the version bump it needs.
//!
//! Models are compared, not texts: what is moved, indented or commented differently is no change.

mod api;
mod argument;
mod auth;
mod catalogue;
mod change;
mod error;
mod function;
mod kind;
mod places;
mod reach;
mod types;
mod written;

pub use change::{Bump, Change, Class, Direction, verdict};
pub use kind::Kind;
pub use places::{At, Places, places};
pub use written::written;

use crate::model::Model;
use change::Changes;
use reach::Reach;

/// Every difference between two models: of functions, of types, of the whole API, of the catalogue.
pub fn diff(old: &Model, new: &Model) -> Vec<Change> {
    let mut changes = Changes::default();
    let Model { api, oauth, auth, scopes, pace, errors, functions, types, catalogue } = old;
    let reach = Reach::of(old, new);
    api::api(&mut changes, api, &new.api);
    api::oauth(&mut changes, oauth.as_ref(), new.oauth.as_ref());
    auth::schemes(&mut changes, auth, &new.auth);
    api::clients(&mut changes, functions, &new.functions);
    api::scopes(&mut changes, scopes, &new.scopes);
    api::pace(&mut changes, pace.as_ref(), new.pace.as_ref());
    error::errors(&mut changes, errors.as_ref(), new.errors.as_ref());
    function::functions(&mut changes, (old, functions), (new, &new.functions), &reach);
    types::types(&mut changes, types, &new.types, &reach);
    catalogue::catalogue(&mut changes, catalogue.as_ref(), new.catalogue.as_ref());
    changes.0
}

/// How a value is shown: `none` when there is none.
fn shown<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |v| v.to_string())
}
