//! What was granted: codes, tokens, and consent pages that are open.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;
use uplink_spec::model::{Grant, Model};

use super::{jwt, word};
use crate::clock::later;

/// How long a code may be exchanged, in simulated seconds.
const CODE_LIFE: f64 = 180.0;
/// How long a consent page may be answered, in simulated seconds.
const PAGE_LIFE: f64 = 3600.0;

/// A token as the token endpoint gives it.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// The access token.
    pub access_token: String,
    /// The refresh token, where the API has them.
    pub refresh_token: Option<String>,
    /// Simulated seconds until the access token dies.
    pub expires_in: u64,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tokens are secrets even here: habits count.
        f.debug_struct("Issued")
            .field("expires_in", &self.expires_in)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// What a token allows, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) scopes: Vec<String>,
    pub(crate) owner: String,
}

/// What an application asks a user for.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) redirect_uri: String,
    /// Whether the token itself is asked for, rather than a code.
    pub(super) implicit: bool,
    pub(super) scopes: Vec<String>,
    pub(super) state: Option<String>,
}

struct Code {
    redirect_uri: String,
    access: Access,
}

/// Everything that was granted and still lives.
#[derive(Default)]
pub(crate) struct Grants {
    pages: HashMap<String, (Timestamp, Request)>,
    codes: HashMap<String, (Timestamp, Code)>,
    access: HashMap<String, (Timestamp, Access)>,
    refresh: HashMap<String, Access>,
}

impl Grants {
    /// A token for these scopes, with a refresh token where asked for and offered.
    pub(crate) fn issue(
        &mut self,
        model: &Model,
        scopes: Vec<String>,
        owner: String,
        now: Timestamp,
        refreshable: bool,
    ) -> Issued {
        self.access.retain(|_, (until, _)| *until > now);
        let expires_in = model.oauth.as_ref().map_or(3600, |o| o.expires_in);
        let access = Access { scopes: scopes.clone(), owner };
        let access_token = match model.oauth.as_ref().is_some_and(|o| o.jwt) {
            true => {
                let from = now.as_second();
                let until = later(now, expires_in as f64).as_second();
                let claims = json!({"sub": access.owner, "nbf": from, "exp": until, "scope": access.scopes});
                jwt(&claims)
            }
            false => format!("AAEA{}", word(177, true)),
        };
        self.access.insert(access_token.clone(), (later(now, expires_in as f64), access.clone()));
        let offered = model.oauth.as_ref().is_some_and(|o| o.grants.contains(&Grant::RefreshToken));
        let needed = model.oauth.as_ref().and_then(|o| o.refresh_scope.as_ref());
        let asked = needed.is_none_or(|scope| access.scopes.contains(scope));
        let refresh_token = (refreshable && offered && asked).then(|| word(208, false));
        if let Some(token) = &refresh_token {
            self.refresh.insert(token.clone(), access);
        }
        Issued { access_token, refresh_token, expires_in, scopes }
    }

    /// What a living access token allows.
    pub(crate) fn access(&self, token: &str, now: Timestamp) -> Option<Access> {
        self.access.get(token).filter(|(until, _)| *until > now).map(|(_, access)| access.clone())
    }

    /// What a refresh token stands for. Earlier ones live on after later ones were given.
    pub(super) fn refresh(&self, token: &str) -> Option<Access> {
        self.refresh.get(token).cloned()
    }

    pub(crate) fn expire_access(&mut self) {
        self.access.clear();
    }

    /// A code that can be exchanged once.
    pub(super) fn code(&mut self, redirect_uri: &str, access: Access, now: Timestamp) -> String {
        self.codes.retain(|_, (until, _)| *until > now);
        let code = word(277, false);
        let granted = Code { redirect_uri: redirect_uri.to_owned(), access };
        self.codes.insert(code.clone(), (later(now, CODE_LIFE), granted));
        code
    }

    /// Exchanges a code. A try with the wrong address uses it up as well.
    pub(super) fn redeem(&mut self, code: &str, redirect_uri: &str, now: Timestamp) -> Option<Access> {
        let (until, code) = self.codes.remove(code)?;
        (until > now && code.redirect_uri == redirect_uri).then_some(code.access)
    }

    /// Opens a consent page; the word that its form has to send back.
    pub(super) fn open_page(&mut self, request: Request, now: Timestamp) -> String {
        self.pages.retain(|_, (until, _)| *until > now);
        let page = word(33, true);
        self.pages.insert(page.clone(), (later(now, PAGE_LIFE), request));
        page
    }

    /// Takes the consent page that this word belongs to, once.
    pub(super) fn close_page(&mut self, word: &str, now: Timestamp) -> Option<Request> {
        let (until, request) = self.pages.remove(word)?;
        (until > now).then_some(request)
    }
}
