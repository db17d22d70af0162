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
/// Most codes and most refresh tokens of one owner at one application, and most used codes and spent refresh tokens of all,
/// so that neither the state nor the cost of keeping it grows for ever. Beyond them the one goes that was neither given nor
/// used for longest: a program may use one refresh token for ever.
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

#[derive(Debug, Serialize, Deserialize)]
struct Token {
    access: Access,
    until: Timestamp,
    /// When it was given, counted in such events.
    turn: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Refresh {
    access: Access,
    /// When it was first used, where that ends it.
    spent: Option<Timestamp>,
    /// When it was given or last used, counted in such events.
    turn: u64,
}

/// What is known of a token that lives.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) access: Access,
    /// When an access token ends; a refresh token has no such time.
    pub(super) until: Option<Timestamp>,
}

/// How many tokens of an application and an owner live.
#[derive(Debug, Default)]
pub(crate) struct Holding {
    pub(crate) client: String,
    pub(crate) owner: String,
    pub(crate) access: usize,
    pub(crate) refresh: usize,
    /// When the last access token ends.
    pub(crate) until: Option<Timestamp>,
}

/// Everything that was granted and still lives. Codes and tokens are keyed by their digests.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Grants {
    codes: BTreeMap<Digest, (Timestamp, Code)>,
    used_codes: BTreeMap<Digest, (Timestamp, u64)>,
    access: BTreeMap<Digest, Token>,
    refresh: BTreeMap<Digest, Refresh>,
    /// Refresh tokens that are good no more, with their login and when they were spent, counted as turns are.
    spent: BTreeMap<Digest, (u64, u64)>,
    logins: u64,
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
        self.access.retain(|_, token| token.until > now);
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
        self.turns += 1;
        let turn = self.turns;
        keep_last(&mut self.access, MOST_ACCESS - 1, |token| token.access.is_like(&access).then_some(token.turn));
        let of_login = |token: &Token| (token.access.login == access.login).then_some(token.turn);
        keep_last(&mut self.access, MOST_OF_LOGIN - 1, of_login);
        self.access.insert(Digest::of(&access_token), Token { access: access.clone(), until, turn });
        let offered = oauth.is_some_and(|o| o.grants.contains(&Grant::RefreshToken));
        let needed = oauth.and_then(|o| o.refresh_scope.as_ref());
        let asked = needed.is_none_or(|scope| access.scopes.contains(scope));
        let refresh_token = (refreshable && offered && asked).then(|| word(208));
        let scopes = access.scopes.clone();
        if let Some(token) = &refresh_token {
            make_room(&mut self.refresh, |token| token.access.is_like(&access).then_some(token.turn));
            self.refresh.insert(Digest::of(token), Refresh { access, spent: None, turn });
        }
        Issued { access_token, refresh_token, expires_in, scopes }
    }

    /// What a living access token allows.
    pub(crate) fn access(&self, token: &str, now: Timestamp) -> Option<Access> {
        self.access.get(&Digest::of(token)).filter(|token| token.until > now).map(|token| token.access.clone())
    }

    /// What a refresh token of this application stands for, without using it.
    pub(super) fn peek(&self, token: &str, client: &str) -> Option<&Access> {
        self.refresh.get(&Digest::of(token)).map(|r| &r.access).filter(|access| access.client == client)
    }

    /// Uses a refresh token of this application. One that was spent ends its login.
    pub(super) fn refresh(&mut self, policy: &Policy, token: &str, client: &str, now: Timestamp) -> Option<Access> {
        let digest = Digest::of(token);
        let Rotation::Once { grace_s } = policy.rotation else {
            return self.used(&digest, client);
        };
        self.bury(grace_s, now);
        if let Some((login, _)) = self.spent.get(&digest).copied() {
            // Where nothing of the login lives there is nothing to end, and nobody to tell whose it was.
            if self.is_login_of(login, client) == Some(true) {
                self.tally.reuses += 1;
                self.end(login);
            }
            return None;
        }
        let access = self.used(&digest, client)?;
        if let Some(token) = self.refresh.get_mut(&digest) {
            token.spent.get_or_insert(now);
        }
        self.bury(grace_s, now);
        Some(access)
    }

    /// What a living refresh token stands for, after it was used.
    fn used(&mut self, digest: &Digest, client: &str) -> Option<Access> {
        let token = self.refresh.get_mut(digest).filter(|r| r.access.client == client)?;
        self.turns += 1;
        token.turn = self.turns;
        self.tally.refreshes += 1;
        Some(token.access.clone())
    }

    /// Keeps of refresh tokens whose grace is over no more than it takes to know them again.
    fn bury(&mut self, grace_s: f64, now: Timestamp) {
        let over = |r: &Refresh| r.spent.is_some_and(|spent| seconds_between(spent, now) >= grace_s);
        let (spent, turns) = (&mut self.spent, self.turns);
        self.refresh.retain(|digest, r| {
            let over = over(r);
            if over {
                spent.insert(digest.clone(), (r.access.login, turns));
            }
            !over
        });
        keep_last(spent, MOST, |(_, turn)| Some(*turn));
    }

    /// What is known of a token of either kind, if it lives.
    pub(super) fn known(&self, token: &str, now: Timestamp) -> Option<Known> {
        let digest = Digest::of(token);
        let access = self.access.get(&digest).filter(|token| token.until > now);
        let access = access.map(|token| Known { access: token.access.clone(), until: Some(token.until) });
        let refresh = || self.refresh.get(&digest).filter(|refresh| refresh.spent.is_none());
        access.or_else(|| refresh().map(|refresh| Known { access: refresh.access.clone(), until: None }))
    }

    /// Ends a token of an application: a refresh token with its login, an access token alone. What is unknown is ended
    /// already; whether nothing of another application's was meant.
    pub(super) fn revoke(&mut self, token: &str, client: &str) -> bool {
        let digest = Digest::of(token);
        if let Some(token) = self.access.get(&digest) {
            let theirs = token.access.client == client;
            if theirs {
                self.access.remove(&digest);
            }
            return theirs;
        }
        if let Some((login, theirs)) = self.refresh.get(&digest).map(|r| (r.access.login, r.access.client == client)) {
            if theirs {
                self.end(login);
            }
            return theirs;
        }
        // One that was spent: whoever gives it back lost the answer that had its successor, and means the login.
        if let Some((login, _)) = self.spent.get(&digest).copied()
            && let Some(theirs) = self.is_login_of(login, client)
        {
            if theirs {
                self.end(login);
            }
            return theirs;
        }
        true
    }

    /// Whether a login is that of an application; `None` where nothing of it lives.
    fn is_login_of(&self, login: u64, client: &str) -> Option<bool> {
        let access = self.access.values().map(|token| &token.access);
        let mut all = access.chain(self.refresh.values().map(|refresh| &refresh.access));
        all.find(|access| access.login == login).map(|access| access.client == client)
    }

    /// How much of what was granted lives, by application and owner.
    pub(crate) fn holdings(&self, now: Timestamp) -> Vec<Holding> {
        let mut all: BTreeMap<(&str, &str), Holding> = BTreeMap::new();
        for token in self.access.values().filter(|token| token.until > now) {
            let holding = all.entry((&token.access.client, &token.access.owner)).or_default();
            holding.access += 1;
            holding.until = holding.until.max(Some(token.until));
        }
        for refresh in self.refresh.values().filter(|refresh| refresh.spent.is_none()) {
            all.entry((&refresh.access.client, &refresh.access.owner)).or_default().refresh += 1;
        }
        let named = |((client, owner), holding): ((&str, &str), Holding)| Holding {
            client: client.to_owned(),
            owner: owner.to_owned(),
            ..holding
        };
        all.into_iter().map(named).collect()
    }

    pub(crate) fn expire_access(&mut self) {
        self.access.clear();
    }

    /// A code that can be exchanged once.
    pub(super) fn code(&mut self, granted: Code, now: Timestamp) -> String {
        self.codes.retain(|_, (until, _)| *until > now);
        self.used_codes.retain(|_, (until, _)| *until > now);
        let code = word(277);
        // Logins are counted, so the number of one tells its age.
        make_room(&mut self.codes, |(_, code)| code.access.is_like(&granted.access).then_some(code.access.login));
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
        keep_last(&mut self.used_codes, MOST, |(_, login)| Some(*login));
        (until > now).then_some(granted)
    }

    /// Ends every token of a login.
    fn end(&mut self, login: u64) {
        self.access.retain(|_, token| token.access.login != login);
        self.refresh.retain(|_, refresh| refresh.access.login != login);
        self.spent.retain(|_, (of, _)| *of != login);
    }
}

impl Access {
    /// Whether both are of one owner at one application.
    fn is_like(&self, other: &Access) -> bool {
        self.client == other.client && self.owner == other.owner
    }
}

/// Makes room for one more of a kind; `turn` gives the age of those that are of it, the smaller the older.
fn make_room<T>(all: &mut BTreeMap<Digest, T>, turn: impl Fn(&T) -> Option<u64>) {
    keep_last(all, MOST - 1, turn);
}

/// Keeps the youngest of a kind.
fn keep_last<T>(all: &mut BTreeMap<Digest, T>, most: usize, turn: impl Fn(&T) -> Option<u64>) {
    let mut turns: Vec<u64> = all.values().filter_map(&turn).collect();
    if turns.len() <= most {
        return;
    }
    turns.sort_unstable();
    let last = turns[turns.len() - most - 1];
    all.retain(|_, one| turn(one).is_none_or(|turn| turn > last));
}
