//! Who may call a function.

use std::collections::HashSet;

use super::Checked;
use crate::model::{AuthKind, Function, KeyPlace, NONE, TOKEN};
use crate::places::{Thing, path};

impl Checked<'_> {
    pub(super) fn auth_exists(&self) {
        let known: Vec<&str> = self.model.auth.iter().map(|s| s.name.as_str()).collect();
        for mention in self.places.auth.iter().filter(|m| !known.contains(&m.value.as_str())) {
            let name = &mention.value;
            let near = self.mistakes.near(name, known.iter().copied().chain([TOKEN, NONE]));
            let help = match name.as_str() {
                NONE => "write \"none\" beside the other ways, not inside of one".to_owned(),
                _ => near.unwrap_or_else(|| format!("add `[auth.{name}]`, or write \"token\" for the access token")),
            };
            self.mistakes.add("S041", &mention.span, format!("there is no `{name}` in `[auth]`"), Some(help));
        }
    }

    pub(super) fn auth_is_used(&self) {
        let asked: HashSet<&str> =
            self.model.functions.iter().flat_map(|f| f.auth.iter().flatten()).map(String::as_str).collect();
        for scheme in self.model.auth.iter().filter(|s| !asked.contains(s.name.as_str())) {
            let place = self.places.key(&path(["auth", &scheme.name]));
            let message = format!("no function asks for `{}`", scheme.name);
            self.mistakes.add("S042", &place, message, Some("name it in the `auth` of functions, or remove it".into()));
        }
    }

    /// What a function asks for can travel in one request, and its scopes have a token.
    pub(super) fn auth_agrees(&self, f: &Function, thing: &Thing) {
        let place = || match f.auth.is_empty() {
            true => self.places.part(thing, ["token"]),
            false => self.places.part(thing, ["auth"]),
        };
        if !f.takes_token() && !f.scopes.is_empty() {
            let message = format!("`{}` needs a scope, but no token", f.name);
            let help = "write `scope = \"none\"`, or let its `auth` name `token`";
            self.mistakes.add("S040", &place(), message, Some(help.into()));
        }
        for (at, way) in f.auth.iter().enumerate() {
            let asks_less =
                |earlier: &Vec<String>| earlier.len() < way.len() && earlier.iter().all(|n| way.contains(n));
            if f.auth[..at].iter().any(asks_less) {
                let shown = way.join("` and `");
                let message = format!("`{}` is never called with `{shown}`; a way before it asks for less", f.name);
                let help = "put the way that asks for more first; \"none\" comes last";
                self.mistakes.add("S046", &place(), message, Some(help.into()));
            }
            let mut seen = HashSet::new();
            for (what, name) in way.iter().filter_map(|name| Some((self.carrier(name)?, name))) {
                if !seen.insert(what.to_lowercase()) {
                    let message = format!("`{}` would carry two things in {what}; `{name}` is the second", f.name);
                    let help = "write them as ways of their own: [\"a\", \"b\"] where either will do";
                    self.mistakes.add("S040", &place(), message, Some(help.into()));
                }
            }
        }
    }

    /// The part of a request that a scheme takes for itself.
    fn carrier(&self, name: &str) -> Option<String> {
        if name == TOKEN {
            return Some("the header `Authorization`".into());
        }
        Some(match &self.model.auth_scheme(name)?.kind {
            AuthKind::Basic => "the header `Authorization`".into(),
            AuthKind::ApiKey { place: KeyPlace::Query, wire } => format!("`{wire}` of the query"),
            AuthKind::ApiKey { place, wire } => format!("the {} `{wire}`", place.word()),
        })
    }
}
