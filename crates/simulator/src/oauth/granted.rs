//! What one owner granted one application.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use crate::clock::seconds_between;

/// Most codes, used codes, refresh tokens and spent refresh tokens of one owner at one application, so that neither the state
/// nor the cost of keeping it grows for ever. Beyond them the one goes that was neither given nor used for longest: a program
/// may use one refresh token for ever.
const MOST: usize = 200;
/// Most living access tokens of one owner at one application; they end by themselves, and each of a thousand clients may hold one.
const MOST_ACCESS: usize = 2_000;
/// Most access tokens of one login: whoever renews it goes on with the newest.
const MOST_OF_LOGIN: usize = 20;

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

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Token {
    pub(super) access: Access,
    pub(super) until: Timestamp,
    /// When it was given, counted in such events.
    pub(super) turn: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Refresh {
    pub(super) access: Access,
    /// When it was first used, where that ends it.
    pub(super) spent: Option<Timestamp>,
    /// When it was given or last used, counted in such events.
    pub(super) turn: u64,
}

/// What lives of it. Codes and tokens are keyed by their digests.
#[derive(Clone, Debug, Default)]
pub(super) struct Granted {
    pub(super) codes: BTreeMap<Digest, (Timestamp, Code)>,
    pub(super) used_codes: BTreeMap<Digest, (Timestamp, u64)>,
    pub(super) access: BTreeMap<Digest, Token>,
    pub(super) refresh: BTreeMap<Digest, Refresh>,
    /// Refresh tokens that are good no more, with their login and when they were spent, counted as turns are.
    pub(super) spent: BTreeMap<Digest, (u64, u64)>,
}

impl Granted {
    /// Takes in an access token.
    pub(super) fn add_access(&mut self, digest: Digest, token: Token, now: Timestamp) {
        self.access.retain(|_, token| token.until > now);
        keep_last(&mut self.access, MOST_ACCESS - 1, |token| Some(token.turn));
        let of_login = |other: &Token| (other.access.login == token.access.login).then_some(other.turn);
        keep_last(&mut self.access, MOST_OF_LOGIN - 1, of_login);
        self.access.insert(digest, token);
    }

    /// Takes in a refresh token.
    pub(super) fn add_refresh(&mut self, digest: Digest, refresh: Refresh) {
        keep_last(&mut self.refresh, MOST - 1, |refresh| Some(refresh.turn));
        self.refresh.insert(digest, refresh);
    }

    /// Takes in a code that lives until then.
    pub(super) fn add_code(&mut self, digest: Digest, code: Code, until: Timestamp, now: Timestamp) {
        self.codes.retain(|_, (until, _)| *until > now);
        self.used_codes.retain(|_, (until, _)| *until > now);
        // Logins are counted, so the number of one tells its age.
        keep_last(&mut self.codes, MOST - 1, |(_, code)| Some(code.access.login));
        self.codes.insert(digest, (until, code));
    }

    /// Remembers a code that was used.
    pub(super) fn remember_code(&mut self, digest: Digest, until: Timestamp, login: u64) {
        self.used_codes.insert(digest, (until, login));
        keep_last(&mut self.used_codes, MOST, |(_, login)| Some(*login));
    }

    /// Keeps of refresh tokens whose grace is over no more than it takes to know them again.
    pub(super) fn bury(&mut self, grace_s: f64, now: Timestamp, turn: u64) {
        let over = |r: &Refresh| r.spent.is_some_and(|spent| seconds_between(spent, now) >= grace_s);
        let spent = &mut self.spent;
        self.refresh.retain(|digest, r| {
            let over = over(r);
            if over {
                spent.insert(digest.clone(), (r.access.login, turn));
            }
            !over
        });
        keep_last(spent, MOST, |(_, turn)| Some(*turn));
    }

    /// Whether anything of a login lives.
    pub(super) fn has(&self, login: u64) -> bool {
        let access = self.access.values().map(|token| &token.access);
        access.chain(self.refresh.values().map(|refresh| &refresh.access)).any(|access| access.login == login)
    }

    /// Whether there is a code or token of this digest, or was.
    pub(super) fn knows(&self, digest: &Digest) -> bool {
        self.access.contains_key(digest)
            || self.refresh.contains_key(digest)
            || self.spent.contains_key(digest)
            || self.codes.contains_key(digest)
            || self.used_codes.contains_key(digest)
    }

    /// Ends every token of a login.
    pub(super) fn end(&mut self, login: u64) {
        self.access.retain(|_, token| token.access.login != login);
        self.refresh.retain(|_, refresh| refresh.access.login != login);
        self.spent.retain(|_, (of, _)| *of != login);
    }
}

/// Keeps the youngest of a kind; `turn` gives the age of those that are of it, the smaller the older.
fn keep_last<T>(all: &mut BTreeMap<Digest, T>, most: usize, turn: impl Fn(&T) -> Option<u64>) {
    let mut turns: Vec<u64> = all.values().filter_map(&turn).collect();
    if turns.len() <= most {
        return;
    }
    turns.sort_unstable();
    let last = turns[turns.len() - most - 1];
    all.retain(|_, one| turn(one).is_none_or(|turn| turn > last));
}
