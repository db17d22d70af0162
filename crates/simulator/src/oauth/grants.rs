//! What was granted: codes and tokens, by whose they are, so that a request costs the same however many owners there are.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uplink_spec::model::{Grant, OAuth};

use super::digest::Digest;
use super::granted::{Access, Code, Granted, Refresh, Token};
use super::policy::{Policy, Rotation};
use super::tally::Tally;
use super::{Issued, jwt, word};
use crate::clock::later;

/// How long a code may be exchanged, in simulated seconds.
const CODE_LIFE: f64 = 180.0;
/// How long a used code is remembered, in simulated seconds.
const CODE_MEMORY: f64 = 86_400.0;
/// Entries of the index that may be out of date before it is looked through.
const STALE: usize = 1024;

/// An application and an owner.
type Holder = Arc<(String, String)>;

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

/// Everything that was granted and still lives.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub(crate) struct Grants {
    all: BTreeMap<Holder, Granted>,
    /// Whose a code or token is, or was.
    whose: HashMap<Digest, Holder>,
    /// How long the index may get before what is out of date leaves it.
    longest: usize,
    logins: u64,
    turns: u64,
    /// Of this run.
    pub(crate) tally: Tally,
}

/// The same in the state file, by digests.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    codes: BTreeMap<Digest, (Timestamp, Code)>,
    used_codes: BTreeMap<Digest, (Timestamp, u64)>,
    access: BTreeMap<Digest, Token>,
    refresh: BTreeMap<Digest, Refresh>,
    spent: BTreeMap<Digest, (u64, u64)>,
    logins: u64,
    turns: u64,
}

impl From<Grants> for Kept {
    fn from(grants: Grants) -> Self {
        let mut kept = Kept { logins: grants.logins, turns: grants.turns, ..Kept::default() };
        for granted in grants.all.into_values() {
            kept.codes.extend(granted.codes);
            kept.used_codes.extend(granted.used_codes);
            kept.access.extend(granted.access);
            kept.refresh.extend(granted.refresh);
            kept.spent.extend(granted.spent);
        }
        kept
    }
}

impl From<Kept> for Grants {
    fn from(kept: Kept) -> Self {
        let mut grants = Grants { logins: kept.logins, turns: kept.turns, ..Grants::default() };
        let mut of_login = HashMap::new();
        for (digest, (until, code)) in kept.codes {
            let holder = grants.index(&digest, &code.access);
            grants.all.entry(holder).or_default().codes.insert(digest, (until, code));
        }
        for (digest, token) in kept.access {
            let holder = grants.index(&digest, &token.access);
            of_login.insert(token.access.login, holder.clone());
            grants.all.entry(holder).or_default().access.insert(digest, token);
        }
        for (digest, refresh) in kept.refresh {
            let holder = grants.index(&digest, &refresh.access);
            of_login.insert(refresh.access.login, holder.clone());
            grants.all.entry(holder).or_default().refresh.insert(digest, refresh);
        }
        // Of a login that is over nothing has to be known again.
        for (digest, (login, turn)) in kept.spent {
            if let Some(holder) = of_login.get(&login) {
                grants.whose.insert(digest.clone(), holder.clone());
                grants.all.entry(holder.clone()).or_default().spent.insert(digest, (login, turn));
            }
        }
        for (digest, (until, login)) in kept.used_codes {
            if let Some(holder) = of_login.get(&login) {
                grants.whose.insert(digest.clone(), holder.clone());
                grants.all.entry(holder.clone()).or_default().used_codes.insert(digest, (until, login));
            }
        }
        grants
    }
}

impl Grants {
    /// A new login, for tokens that belong together.
    pub(crate) fn login(&mut self, client: &str, scopes: Vec<String>, owner: String) -> Access {
        self.logins += 1;
        Access { client: client.to_owned(), scopes, owner, login: self.logins }
    }

    /// Notes whose a code or token is.
    fn index(&mut self, digest: &Digest, access: &Access) -> Holder {
        if self.whose.len() >= self.longest {
            let all = &self.all;
            self.whose.retain(|digest, holder| all.get(holder).is_some_and(|granted| granted.knows(digest)));
            self.longest = 2 * self.whose.len() + STALE;
        }
        let wanted = (access.client.clone(), access.owner.clone());
        let holder = self.all.get_key_value(&wanted).map(|(holder, _)| holder.clone());
        let holder = holder.unwrap_or_else(|| Arc::new(wanted));
        self.whose.insert(digest.clone(), holder.clone());
        holder
    }

    /// How many codes and tokens the index has.
    #[cfg(test)]
    pub(super) fn indexed(&self) -> usize {
        self.whose.len()
    }

    /// What was granted by whose code or token this is.
    fn of(&self, digest: &Digest) -> Option<&Granted> {
        self.all.get(self.whose.get(digest)?)
    }

    /// The same, to be changed, with the application that it was granted to.
    fn of_mut(&mut self, digest: &Digest) -> Option<(&mut Granted, Holder)> {
        let holder = self.whose.get(digest)?.clone();
        Some((self.all.get_mut(&holder)?, holder))
    }

    /// An access token, with a refresh token where asked for and offered.
    pub(crate) fn issue(&mut self, oauth: Option<&OAuth>, access: Access, now: Timestamp, refreshable: bool) -> Issued {
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
        let digest = Digest::of(&access_token);
        let holder = self.index(&digest, &access);
        let granted = self.all.entry(holder).or_default();
        granted.add_access(digest, Token { access: access.clone(), until, turn }, now);
        let offered = oauth.is_some_and(|o| o.grants.contains(&Grant::RefreshToken));
        let needed = oauth.and_then(|o| o.refresh_scope.as_ref());
        let asked = needed.is_none_or(|scope| access.scopes.contains(scope));
        let refresh_token = (refreshable && offered && asked).then(|| word(208));
        let scopes = access.scopes.clone();
        if let Some(token) = &refresh_token {
            let digest = Digest::of(token);
            let holder = self.index(&digest, &access);
            let granted = self.all.entry(holder).or_default();
            granted.add_refresh(digest, Refresh { access, spent: None, turn });
        }
        Issued { access_token, refresh_token, expires_in, scopes }
    }

    /// What a living access token allows.
    pub(crate) fn access(&self, token: &str, now: Timestamp) -> Option<&Access> {
        let digest = Digest::of(token);
        let token = self.of(&digest)?.access.get(&digest);
        token.filter(|token| token.until > now).map(|token| &token.access)
    }

    /// What a refresh token of this application stands for, without using it.
    pub(super) fn peek(&self, token: &str, client: &str) -> Option<&Access> {
        let digest = Digest::of(token);
        self.of(&digest)?.refresh.get(&digest).map(|r| &r.access).filter(|access| access.client == client)
    }

    /// Uses a refresh token of this application. One that was spent ends its login.
    pub(super) fn refresh(&mut self, policy: &Policy, token: &str, client: &str, now: Timestamp) -> Option<Access> {
        let digest = Digest::of(token);
        let turn = self.turns + 1;
        let (granted, holder) = self.of_mut(&digest)?;
        let grace_s = if let Rotation::Once { grace_s } = policy.rotation { Some(grace_s) } else { None };
        if let Some(grace_s) = grace_s {
            granted.bury(grace_s, now, turn - 1);
            if let Some((login, _)) = granted.spent.get(&digest).copied() {
                // Where nothing of the login lives there is nothing to end, and nobody to tell whose it was.
                if granted.has(login) && holder.0 == client {
                    granted.end(login);
                    self.tally.reuses += 1;
                }
                return None;
            }
        }
        let token = granted.refresh.get_mut(&digest).filter(|r| r.access.client == client)?;
        token.turn = turn;
        let access = token.access.clone();
        if let Some(grace_s) = grace_s {
            token.spent.get_or_insert(now);
            granted.bury(grace_s, now, turn);
        }
        self.turns = turn;
        self.tally.refreshes += 1;
        Some(access)
    }

    /// What is known of a token of either kind, if it lives.
    pub(super) fn known(&self, token: &str, now: Timestamp) -> Option<Known> {
        let digest = Digest::of(token);
        let granted = self.of(&digest)?;
        let access = granted.access.get(&digest).filter(|token| token.until > now);
        let access = access.map(|token| Known { access: token.access.clone(), until: Some(token.until) });
        let refresh = || granted.refresh.get(&digest).filter(|refresh| refresh.spent.is_none());
        access.or_else(|| refresh().map(|refresh| Known { access: refresh.access.clone(), until: None }))
    }

    /// Ends a token of an application: a refresh token with its login, an access token alone. What is unknown is ended
    /// already; whether nothing of another application's was meant.
    pub(super) fn revoke(&mut self, token: &str, client: &str) -> bool {
        let digest = Digest::of(token);
        let Some((granted, holder)) = self.of_mut(&digest) else { return true };
        let theirs = holder.0 == client;
        if granted.access.contains_key(&digest) {
            if theirs {
                granted.access.remove(&digest);
            }
            return theirs;
        }
        let refresh = granted.refresh.get(&digest).map(|r| r.access.login);
        // One that was spent: whoever gives it back lost the answer that had its successor, and means the login.
        let spent = granted.spent.get(&digest).map(|(login, _)| *login).filter(|login| granted.has(*login));
        let Some(login) = refresh.or(spent) else { return true };
        if theirs {
            granted.end(login);
        }
        theirs
    }

    /// How much of what was granted lives, by application and owner.
    pub(crate) fn holdings(&self, now: Timestamp) -> Vec<Holding> {
        let of = |(holder, granted): (&Holder, &Granted)| {
            let until: Vec<Timestamp> =
                granted.access.values().map(|token| token.until).filter(|until| *until > now).collect();
            Holding {
                client: holder.0.clone(),
                owner: holder.1.clone(),
                access: until.len(),
                refresh: granted.refresh.values().filter(|refresh| refresh.spent.is_none()).count(),
                until: until.into_iter().max(),
            }
        };
        self.all.iter().map(of).filter(|holding| holding.access + holding.refresh > 0).collect()
    }

    pub(crate) fn expire_access(&mut self) {
        self.all.values_mut().for_each(|granted| granted.access.clear());
    }

    /// A code that can be exchanged once.
    pub(super) fn code(&mut self, granted: Code, now: Timestamp) -> String {
        // A client of v1 takes fewer than 380 characters for a slip.
        let code = word(285);
        let digest = Digest::of(&code);
        let holder = self.index(&digest, &granted.access);
        self.all.entry(holder).or_default().add_code(digest, granted, later(now, CODE_LIFE), now);
        code
    }

    /// Takes a code that lives; whoever takes it judges whether the rest fits, and has used it up in any case.
    pub(super) fn redeem(&mut self, policy: &Policy, code: &str, now: Timestamp) -> Option<Code> {
        let digest = Digest::of(code);
        let (granted, _) = self.of_mut(&digest)?;
        let Some((until, code)) = granted.codes.remove(&digest) else {
            if let Some((_, login)) = granted.used_codes.get(&digest).copied() {
                if policy.code_reuse_ends_login {
                    granted.end(login);
                }
                self.tally.code_reuses += 1;
            }
            return None;
        };
        granted.remember_code(digest, later(now, CODE_MEMORY), code.access.login);
        (until > now).then_some(code)
    }
}
