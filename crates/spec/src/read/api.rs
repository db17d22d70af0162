//! What is said of the API as a whole.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Reader;
use crate::catalogue;
use crate::home::is_http_at_home;
use crate::model::*;
use crate::names::WireCase;
use crate::source::Source;
use crate::syntax::{At, Table};

impl Reader<'_> {
    pub(super) fn api(&mut self, root: &Table<'_>) -> Api {
        let Some(t) = root.table("api") else {
            if !root.has("api") {
                let help = "add `[api]` with name, version, base_url and doc";
                self.mistakes.add("S003", &(0..0), "the spec lacks `[api]`", Some(help.into()));
            }
            return Api {
                name: String::new(),
                version: String::new(),
                base_url: String::new(),
                insecure_http: false,
                doc: String::new(),
                why: None,
            };
        };
        self.case = self.word(&t, "wire_case", &WireCase::ALL).unwrap_or(WireCase::Same);
        self.null = self.word(&t, "null", &Null::ALL).unwrap_or_default();
        self.ways = self.ways(&t);
        self.insecure_http = t.flag("insecure_http").unwrap_or(false);
        if self.insecure_http && root.has("oauth") {
            let help = "remove `insecure_http`, or `[oauth]`; a token that the user has from elsewhere needs none";
            self.mistakes.add("S006", &t.span, "a login cannot go over http", Some(help.into()));
        }
        let base_url = t.required("base_url");
        if t.has("base_url") {
            self.base_url(&base_url);
        }
        let api = Api {
            name: t.required("name").value,
            version: t.required("version").value,
            base_url: base_url.value,
            insecure_http: self.insecure_http,
            doc: self.doc(&t),
            why: self.why(&t),
        };
        t.finish();
        api
    }

    /// Notes a base URL that cannot be used.
    pub(super) fn base_url(&self, base_url: &At<String>) {
        let starts = ["https://", "http://127.0.0.1", "http://localhost"].iter().any(|s| base_url.value.starts_with(s));
        let home = is_http_at_home(&base_url.value);
        let plain = !base_url.value.ends_with('/') && !base_url.value.contains([' ', '?', '#', '\n']);
        if !plain || !(starts || home && self.insecure_http) {
            let help = match plain && home {
                true => {
                    "if that is as it should be, add `insecure_http = true` to `[api]`: without TLS, all in that network can read along"
                }
                false => "write an https:// address without a slash at its end",
            };
            self.mistakes.add("S006", &base_url.span, "the base URL cannot be used", Some(help.into()));
        }
    }

    pub(super) fn oauth(&mut self, t: Table<'_>) -> OAuth {
        let mut grants: Vec<Grant> = Vec::new();
        let endpoint = |key: &'static str| {
            let text = t.text(key)?;
            let elsewhere = text.value.strip_prefix("https://").and_then(|url| url.split_once('/'));
            let elsewhere = elsewhere.is_some_and(|(host, _)| !host.is_empty() && !host.contains('@'));
            let plain = !text.value.contains([' ', '?', '#', '\n']);
            if !((text.value.starts_with('/') || elsewhere) && plain) {
                let help = "write a path that begins with a slash, which goes behind the base URL, or a whole https:// address";
                self.mistakes.add(
                    "S006",
                    &text.span,
                    format!("`{}` is no path of an endpoint", text.value),
                    Some(help.into()),
                );
            }
            Some(text.value)
        };
        let (authorize, token) = (endpoint("authorize"), endpoint("token"));
        for word in t.texts("grants").unwrap_or_default() {
            let Some(grant) = self.one_of(&word, "grants", &Grant::ALL) else { continue };
            if grants.contains(&grant) {
                let message = format!("the grant `{}` stands in the list twice", word.value);
                self.mistakes.add("S009", &word.span, message, Some("remove one of the two".into()));
                continue;
            }
            grants.push(grant);
            let needs = match grant {
                Grant::AuthorizationCode => vec![("authorize", &authorize), ("token", &token)],
                Grant::Implicit => vec![("authorize", &authorize)],
                Grant::RefreshToken | Grant::ClientCredentials => vec![("token", &token)],
            };
            for (key, _) in needs.into_iter().filter(|(key, there)| there.is_none() && !t.has(key)) {
                let message = format!("the grant `{}` needs the endpoint `{key}`", word.value);
                let help = format!("add `{key} = \"/oauth/{key}\"` to `[oauth]`, or remove the grant");
                self.mistakes.add("S033", &word.span, message, Some(help));
            }
        }
        if !t.has("grants") {
            t.lacks("grants", "add `grants = [\"authorization_code\"]`");
        }
        let oauth = OAuth {
            authorize: authorize.unwrap_or_default(),
            token: token.unwrap_or_default(),
            grants,
            pkce: t.flag("pkce").unwrap_or(false),
            client_auth: self.word(&t, "client_auth", &ClientAuth::ALL).unwrap_or_default(),
            issuer: t.text("issuer").map(|issuer| self.issuer(issuer)),
            expires_in: t.count("expires_in").unwrap_or(3600),
            refresh_scope: t.text("refresh_scope").map(|scope| {
                self.places.scopes.push(scope.clone());
                scope.value
            }),
            jwt: t.flag("jwt").unwrap_or(false),
            why: self.why(&t),
        };
        t.finish();
        oauth
    }

    /// An issuer is an address without a query (RFC 8414).
    fn issuer(&self, issuer: At<String>) -> String {
        let host = issuer.value.strip_prefix("https://").map_or("", |rest| rest.split('/').next().unwrap_or_default());
        if host.is_empty() || issuer.value.contains([' ', '?', '#', '@', '\n']) {
            let help = "write the https:// address that the server gives as its own, without a query";
            self.mistakes.add("S006", &issuer.span, format!("`{}` is no issuer", issuer.value), Some(help.into()));
        }
        issuer.value
    }

    pub(super) fn scopes(&mut self, root: &Table<'_>) -> Vec<Scope> {
        let Some(t) = root.table("scope") else { return Vec::new() };
        let scopes = t.keys().into_iter().map(|key| {
            let (doc, rename) = self.worded(&t, key.value);
            if key.value == "none" || key.value.is_empty() || key.value.contains(char::is_whitespace) {
                let message = format!("`{}` is no word of a scope", key.value);
                let help = "use the word on the wire: not empty, without blanks, and not `none`, which means no scope";
                self.mistakes.add("S008", &key.span, message, Some(help.into()));
            }
            Scope { name: key.value.to_owned(), rename, doc }
        });
        let scopes = scopes.collect();
        t.finish();
        scopes
    }

    /// What a word means: a text, or a table with `doc` and `rename`.
    pub(super) fn worded<'t>(&self, t: &Table<'t>, key: &'t str) -> (String, Option<String>) {
        if !t.holds_table(key) {
            return (t.required(key).value, None);
        }
        let Some(inner) = t.table(key) else { return Default::default() };
        let rename = inner.text("rename");
        if let Some(rename) = &rename {
            self.plain(rename, "word", char::is_alphabetic);
        }
        let doc = self.doc(&inner);
        inner.finish();
        (doc, rename.map(|r| r.value))
    }

    pub(super) fn pace(&mut self, t: Table<'_>) -> Pace {
        let given = |key: &'static str| {
            let n = t.int(key)?;
            if n.value >= 1 {
                return Some(u32::try_from(n.value).unwrap_or(u32::MAX));
            }
            self.mistakes.add("S019", &n.span, format!("`{key}` must be 1 or more"), Some("raise it".into()));
            Some(1)
        };
        let at_least_one = |key| given(key).unwrap_or(1);
        let per = t.duration_ms("per");
        if let Some(per) = per.as_ref().filter(|per| per.value == 0) {
            self.mistakes.add("S019", &per.span, "`per` must be longer than nothing", Some("raise it".into()));
        }
        let pace = Pace {
            requests: at_least_one("requests"),
            per_ms: per.map_or(1000, |d| d.value),
            burst: at_least_one("burst"),
            in_flight: given("in_flight"),
            headers: t.text("headers").map(|h| h.value),
            why: self.why(&t),
        };
        t.finish();
        pace
    }

    pub(super) fn errors(&mut self, t: Table<'_>) -> Errors {
        let body = t.required("body");
        let example = match serde_json::from_str(&body.value) {
            Ok(example) => example,
            Err(e) => {
                if t.has("body") {
                    let help = "write a whole error body";
                    let place = self.places.json_error(&body.span, &body.value, &e);
                    self.mistakes.add("S032", &place, format!("`body` is not JSON: {e}"), Some(help.into()));
                }
                serde_json::Value::Null
            }
        };
        for key in ["status", "code", "details"] {
            let Some(field) = t.text(key).filter(|_| !example.is_null()) else { continue };
            if nested::find(&example, &field.value).is_none() {
                let (message, help) = misplaced(key, &field.value, &example);
                self.mistakes.add("S032", &field.span, message, Some(help));
            }
        }
        let codes = t.table("codes").map(|codes| self.error_codes(codes)).unwrap_or_default();
        let words = t.table("words").map(|words| self.error_words(words)).unwrap_or_default();
        let refused = t.table("refused").map(|refused| self.refusals(refused)).unwrap_or_default();
        let errors = Errors {
            status_field: t.text("status").map(|x| x.value),
            code_field: if codes.is_empty() {
                t.text("code").map(|x| x.value).unwrap_or_default()
            } else {
                t.required("code").value
            },
            details_field: t.text("details").map(|x| x.value),
            example,
            codes,
            words,
            refused,
            why: self.why(&t),
        };
        t.finish();
        errors
    }

    fn refusals(&self, table: Table<'_>) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        for key in table.keys() {
            let word = table.required(key.value);
            if word.value.is_empty() && table.json(key.value).is_some_and(|word| word.value.is_string()) {
                let help = "write what the text begins with when the request was refused";
                self.mistakes.add("S032", &word.span, format!("`{}` has no word", key.value), Some(help.into()));
            }
            refusals.push(Refusal { field: key.value.to_owned(), word: word.value });
        }
        table.finish();
        refusals
    }

    fn error_codes(&self, table: Table<'_>) -> Vec<ErrorCode> {
        let mut codes: Vec<ErrorCode> = Vec::new();
        let (mut numbers, mut names) = (HashSet::new(), HashMap::new());
        for key in table.keys() {
            let Some(entry) = table.table(key.value) else { continue };
            let role = self.word(&entry, "role", &Role::ALL);
            let name = entry.required("name");
            let made = ErrorCode { code: 0, name: name.value.clone(), doc: self.doc(&entry), role };
            entry.finish();
            let Ok(code) = key.value.parse() else {
                let message = format!("`{}` is no error code", key.value);
                self.mistakes.add("S004", &key.span, message, Some("write a whole number".into()));
                continue;
            };
            if !numbers.insert(code) {
                let message = format!("the error code {code} stands in the file already");
                self.mistakes.add("S009", &key.span, message, Some("keep one of the two".into()));
            }
            if let Some(other) = names.insert(made.name.clone(), code).filter(|_| !made.name.is_empty()) {
                let message = format!("the error code {other} is called `{}` already", made.name);
                self.mistakes.add("S009", &name.span, message, Some("give each code a name of its own".into()));
            }
            codes.push(ErrorCode { code, ..made });
        }
        table.finish();
        codes
    }

    fn error_words(&self, table: Table<'_>) -> Vec<ErrorWord> {
        let mut words = Vec::new();
        for (word, entry) in table.keys().into_iter().filter_map(|k| table.table(k.value).map(|t| (k, t))) {
            words.push(ErrorWord {
                word: word.value.to_owned(),
                status: entry.count("status"),
                name: entry.required("name").value,
                doc: self.doc(&entry),
            });
            entry.finish();
        }
        words
    }

    pub(super) fn catalogue(&mut self, t: Table<'_>, table: impl Fn(&str) -> Option<String>) -> Option<Catalogue> {
        let file = t.required("file");
        let doc = self.doc(&t);
        let named = t.has("file");
        t.finish();
        if !named || file.value.is_empty() {
            return None;
        }
        if file.value.contains(['/', '\\']) || file.value == ".." {
            let message = format!("`{}` is no name of a file", file.value);
            self.mistakes.add(
                "S031",
                &file.span,
                message,
                Some("put the table beside the spec file, and write its name only".into()),
            );
            return None;
        }
        let Some(text) = table(&file.value) else {
            let message = format!("cannot read the table `{}`", file.value);
            let help = "put it beside the spec file, as text in UTF-8";
            self.mistakes.add("S031", &file.span, message, Some(help.into()));
            return None;
        };
        let entries = catalogue::read(&Arc::new(Source::new(&file.value, &text)), self.mistakes);
        Some(Catalogue { file: file.value, doc, entries })
    }
}

/// What is wrong with a field that an error body does not have at its top, and what to do about it.
fn misplaced(key: &str, field: &str, body: &serde_json::Value) -> (String, String) {
    let entries = || body.as_object().into_iter().flatten();
    let inside = entries().find(|(_, v)| v.get(field).is_some()).map(|(outer, _)| outer.as_str());
    match inside {
        Some(outer) => {
            (format!("`{field}` stands inside of `{outer}`"), format!("write `{key} = \"{outer}.{field}\"`"))
        }
        None => (
            format!("`body` has no field `{field}`"),
            "add it to `body`, so that the local service can fill it in".to_owned(),
        ),
    }
}
