//! How an API reports errors.

use uplink_runtime::descriptor::{ErrorCode, ErrorWord, Errors, Refusal, Role};
use uplink_spec::model;

use crate::text;

/// `[error]`
pub fn errors(errors: &model::Errors) -> Errors {
    let code = |code: &model::ErrorCode| ErrorCode {
        code: code.code,
        name: text(&code.name),
        doc: text(&code.doc),
        role: code.role.and_then(role),
    };
    let word = |word: &model::ErrorWord| ErrorWord {
        word: text(&word.word),
        status: word.status,
        name: text(&word.name),
        doc: text(&word.doc),
    };
    let refusal = |refusal: &model::Refusal| Refusal { field: text(&refusal.field), word: text(&refusal.word) };
    Errors {
        code: text(&errors.code_field),
        details: errors.details_field.as_deref().map(text),
        codes: errors.codes.iter().map(code).collect::<Vec<_>>().leak(),
        words: errors.words.iter().map(word).collect::<Vec<_>>().leak(),
        refused: errors.refused.iter().map(refusal).collect::<Vec<_>>().leak(),
    }
}

/// Of the roles, those that clients behave by.
fn role(role: model::Role) -> Option<Role> {
    match role {
        model::Role::Login => Some(Role::Login),
        model::Role::Scope => Some(Role::Scope),
        model::Role::Pace => Some(Role::Pace),
        _ => None,
    }
}
