//! Keys and passwords, and which of them a function asks for.

use serde_json::Value;

use super::Reader;
use crate::model::*;
use crate::syntax::{At, Table};

/// The ways in which a call may say who makes it; see [`Function::auth`].
type Ways = Vec<Vec<String>>;

impl Reader<'_> {
    pub(super) fn auth(&mut self, root: &Table<'_>) -> Vec<AuthScheme> {
        let mut schemes: Vec<AuthScheme> = Vec::new();
        let Some(all) = root.table("auth") else { return schemes };
        for key in all.keys() {
            if !all.holds_table(key.value) {
                let message = format!("`{}` stands in `[auth]` by itself", key.value);
                let help =
                    "give the key or password a name and its own table, such as `[auth.key]` with `kind = \"api-key\"`";
                self.mistakes.add("S004", &key.span, message, Some(help.into()));
                continue;
            }
            let Some(t) = all.table(key.value) else { continue };
            let key = At { value: key.value.to_owned(), span: key.span };
            let name = self.name(&key, "scheme", &t);
            if [TOKEN, NONE].contains(&name.as_str()) {
                let message = format!("`{name}` has a meaning of its own in `auth`");
                let help = "give the key or password another name; a bearer token is `token` without an entry";
                self.mistakes.add("S008", &key.span, message, Some(help.into()));
            }
            if schemes.iter().any(|s| s.name == name) {
                let message = format!("there is `{name}` in `[auth]` already");
                self.mistakes.add("S009", &key.span, message, Some("give one of the two another name".into()));
            }
            let kind = self.auth_kind(&t);
            schemes.push(AuthScheme { name, kind, doc: self.doc(&t), why: self.why(&t) });
            t.finish();
        }
        schemes
    }

    fn auth_kind(&self, t: &Table<'_>) -> AuthKind {
        let kind = t.required("kind");
        match kind.value.as_str() {
            "basic" => AuthKind::Basic,
            "api-key" => {
                let place = t.required("in");
                let place = if t.has("in") { self.one_of(&place, "in", &KeyPlace::ALL) } else { None };
                let wire = t.required("name");
                let place = place.unwrap_or(KeyPlace::Header);
                let good = match place {
                    KeyPlace::Query => !wire.value.is_empty(),
                    KeyPlace::Header | KeyPlace::Cookie => is_field_name(&wire.value),
                };
                if t.has("name") && !good {
                    let message = format!("`{}` is no name of a {}", wire.value, place.word());
                    let help = "write the name that the provider's documentation gives, such as \"X-API-Key\"";
                    self.mistakes.add("S017", &wire.span, message, Some(help.into()));
                }
                AuthKind::ApiKey { place, wire: wire.value }
            }
            word => {
                if t.has("kind") && t.quiet_text("kind").is_some() {
                    let help = match word {
                        "bearer" | "oauth2" | "openIdConnect" | "token" => {
                            "remove the entry: `auth = \"token\"` is the access token of `[oauth]`, or one that the user has"
                        }
                        _ => "use one of api-key, basic",
                    };
                    self.mistakes.add("S005", &kind.span, format!("`{word}` is no value of `kind`"), Some(help.into()));
                }
                // What belongs to another kind is no second mistake.
                _ = (t.json("in"), t.json("name"));
                AuthKind::Basic
            }
        }
    }

    /// The ways that `auth` says; `None` when it says nothing.
    pub(super) fn ways(&mut self, t: &Table<'_>) -> Option<Ways> {
        let said = t.json("auth")?;
        let ways = match &said.value {
            Value::String(_) => self.way(&said.value, &said).map(|way| vec![way]),
            Value::Array(ways) if !ways.is_empty() => ways.iter().map(|way| self.way(way, &said)).collect(),
            _ => None,
        };
        let Some(mut ways) = ways else {
            let message = format!("`auth` in {} must be a name, a list of ways, or \"none\"", t.name);
            let help = "write \"key\", [\"key\", \"token\"] where either will do, or [[\"key\", \"token\"]] where both are needed";
            self.mistakes.add("S004", &said.span, message, Some(help.into()));
            return Some(Ways::new());
        };
        for (position, way) in ways.iter().enumerate() {
            if ways[..position].contains(way) {
                let message = format!("`auth` in {} says `{}` twice", t.name, way_text(way));
                self.mistakes.add("S009", &said.span, message, Some("remove one of the two".into()));
            }
        }
        if ways == [Vec::<String>::new()] {
            ways.clear();
        }
        Some(ways)
    }

    /// One way: a name, or several that a request carries together; `None` when it is neither.
    fn way(&mut self, way: &Value, said: &At<Value>) -> Option<Vec<String>> {
        let names: Vec<&str> = match way {
            Value::String(word) if word == NONE => return Some(Vec::new()),
            Value::String(name) => vec![name],
            Value::Array(names) if !names.is_empty() => names.iter().map(Value::as_str).collect::<Option<_>>()?,
            _ => return None,
        };
        for name in names.iter().filter(|name| **name != TOKEN) {
            let span = self.places.word(&said.span, name);
            self.places.auth.push(At { value: (*name).to_owned(), span });
        }
        Some(names.into_iter().map(str::to_owned).collect())
    }
}

/// A way in words.
pub fn way_text(way: &[String]) -> String {
    if way.is_empty() { NONE.to_owned() } else { way.join(" and ") }
}

/// Whether a name may be that of a header or a cookie (RFC 9110, section 5.6.2).
fn is_field_name(name: &str) -> bool {
    let of_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(of_token)
}
