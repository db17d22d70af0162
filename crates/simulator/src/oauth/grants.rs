//! What was granted: codes and tokens.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uplink_spec::model::{Grant, OAuth};

use super::digest::Digest;
use super::policy::{Policy, Rotation};
use super::tally::Tally;
use super::{Issued, jwt, word};
use crate::clock::{later, seconds_between};

/// How long a code may be exchanged, in simulated seconds.
const CODE_LIFE: f64 = 180.0;
/// How long a used code is remembered, in simulated seconds.
const CODE_MEMORY: f64 = 86_400.0;
/// Most refresh tokens of one owner at one application. Beyond them the one goes that was neither given nor used for
/// longest, so that a program may use one for ever, and the state does not grow for ever.
const MOST_REFRESH_TOKENS: usize = 200;

/// What a token allows, to whom, and from which login it comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Access {
    pub(crate) client: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) owner: String,
    pub(crate) login: u64,
}

/// A code, and what its exchange must repeat.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Code {
    pub(super) redirect_uri: String,
    /// What PKCE promised.
    pub(super) challenge: Option<String>,
    pub(super) access: Access,
}

#[derive(Debug, Serialize, Deserialize)]
struct Refresh {
    access: Access,
    /// When it was first used, where that ends it.
    spent: Option<Timestamp>,
    /// When it was given or last used, counted in such events.
    #[serde(default)]
    turn: u64,
}

/// Everything that was granted and still lives. Codes and tokens are keyed by their digests.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Grants {
    codes: BTreeMap<Digest, (Timestamp, Code)>,
    used_codes: BTreeMap<Digest, (Timestamp, u64)>,
    access: BTreeMap<Digest, (Timestamp, Access)>,
    refresh: BTreeMap<Digest, Refresh>,
    logins: u64,
    #[serde(default)]
    turns: u64,
    /// Of this run.
    #[serde(skip)]
    pub(crate) tally: Tally,
}

impl Grants {
    /// A new login, for tokens that belong together.
    pub(crate) fn login(&mut self, client: &str, scopes: Vec<String>, owner: String) -> Access {
        self.logins += 1;
        Access { client: client.to_owned(), scopes, owner, login: self.logins }
    }

    /// An access token, with a refresh token where asked for and offered.
    pub(crate) fn issue(&mut self, oauth: Option<&OAuth>, access: Access, now: Timestamp, refreshable: bool) -> Issued {
        self.access.retain(|_, (until, _)| *until > now);
        let expires_in = oauth.map_or(3600, |o| o.expires_in);
        let until = later(now, expires_in as f64);
        let access_token = if oauth.is_some_and(|o| o.jwt) {
            jwt(&json!({
                "sub": access.owner,
                "client_id": access.client,
                "nbf": now.as_second(),
                "exp": until.as_second(),
                "scope": access.scopes,
            }))
        } else {
            format!("AAEA{}", word(177))
        };
        self.access.insert(Digest::of(&access_token), (until, access.clone()));
        let offered = oauth.is_some_and(|o| o.grants.contains(&Grant::RefreshToken));
        let needed = oauth.and_then(|o| o.refresh_scope.as_ref());
        let asked = needed.is_none_or(|scope| access.scopes.contains(scope));
        let refresh_token = (refreshable && offered && asked).then(|| word(208));
        let scopes = access.scopes.clone();
        if let Some(token) = &refresh_token {
            self.turns += 1;
            self.make_room(&access);
            self.refresh.insert(Digest::of(token), Refresh { access, spent: None, turn: self.turns });
        }
        Issued { access_token, refresh_token, expires_in, scopes }
    }

    /// What a living access token allows.
    pub(crate) fn access(&self, token: &str, now: Timestamp) -> Option<Access> {
        self.access.get(&Digest::of(token)).filter(|(until, _)| *until > now).map(|(_, access)| access.clone())
    }

    /// What a refresh token of this application stands for, without using it.
    pub(super) fn peek(&self, token: &str, client: &str) -> Option<&Access> {
        self.refresh.get(&Digest::of(token)).map(|r| &r.access).filter(|access| access.client == client)
    }

    /// Uses a refresh token of this application. One that was spent ends its login.
    pub(super) fn refresh(&mut self, policy: &Policy, token: &str, client: &str, now: Timestamp) -> Option<Access> {
        let token = self.refresh.get_mut(&Digest::of(token)).filter(|r| r.access.client == client)?;
        self.turns += 1;
        token.turn = self.turns;
        let access = token.access.clone();
        if let Rotation::Once { grace_s } = policy.rotation {
            match token.spent {
                Some(spent) if seconds_between(spent, now) >= grace_s => {
                    self.tally.reuses += 1;
                    self.end(access.login);
                    return None;
                }
                Some(_) => {}
                None => token.spent = Some(now),
            }
        }
        self.tally.refreshes += 1;
        Some(access)
    }

    pub(crate) fn expire_access(&mut self) {
        self.access.clear();
    }

    /// A code that can be exchanged once.
    pub(super) fn code(&mut self, granted: Code, now: Timestamp) -> String {
        self.codes.retain(|_, (until, _)| *until > now);
        self.used_codes.retain(|_, (until, _)| *until > now);
        let code = word(277);
        self.codes.insert(Digest::of(&code), (later(now, CODE_LIFE), granted));
        code
    }

    /// Takes a code that lives; whoever takes it judges whether the rest fits, and has used it up in any case.
    pub(super) fn redeem(&mut self, policy: &Policy, code: &str, now: Timestamp) -> Option<Code> {
        let code = Digest::of(code);
        let Some((until, granted)) = self.codes.remove(&code) else {
            if let Some((_, login)) = self.used_codes.get(&code).copied() {
                self.tally.code_reuses += 1;
                if policy.code_reuse_ends_login {
                    self.end(login);
                }
            }
            return None;
        };
        self.used_codes.insert(code, (later(now, CODE_MEMORY), granted.access.login));
        (until > now).then_some(granted)
    }

    /// Takes away what is too much once another refresh token of this kind has come.
    fn make_room(&mut self, new: &Access) {
        let same = |r: &&Refresh| r.access.client == new.client && r.access.owner == new.owner;
        let mut turns: Vec<u64> = self.refresh.values().filter(same).map(|r| r.turn).collect();
        if turns.len() < MOST_REFRESH_TOKENS {
            return;
        }
        turns.sort_unstable();
        let last = turns[turns.len() - MOST_REFRESH_TOKENS];
        self.refresh.retain(|_, r| !same(&&*r) || r.turn > last);
    }

    /// Ends every token of a login.
    fn end(&mut self, login: u64) {
        self.access.retain(|_, (_, access)| access.login != login);
        self.refresh.retain(|_, refresh| refresh.access.login != login);
    }
}
