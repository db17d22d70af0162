//! Scopes that do not exist, and things that are there for nothing.

use std::collections::{HashMap, HashSet};

use super::Checked;
use crate::places::Thing;

/// Scopes with a meaning of their own in OpenID Connect; they are asked for at the login and needed by no function.
const STANDARD: [&str; 6] = ["openid", "offline_access", "profile", "email", "address", "phone"];

impl Checked<'_> {
    pub(super) fn scopes_exist(&self) {
        let known: HashSet<&str> = self.model.scopes.iter().map(|s| s.name.as_str()).collect();
        for mention in self.places.scopes.iter().filter(|m| !known.contains(m.value.as_str())) {
            let parts: Vec<&str> =
                mention.value.split([' ', ',', '|', '+', '&', ';']).filter(|part| !part.is_empty()).collect();
            let help = if parts.len() > 1 {
                let words: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
                format!("write several scopes as a list: `scope = [{}]`", words.join(", "))
            } else {
                let near = self.mistakes.near(&mention.value, known.iter().copied());
                near.unwrap_or_else(|| format!("add `{}` to `[scope]`", mention.value))
            };
            self.mistakes.add("S012", &mention.span, format!("there is no scope `{}`", mention.value), Some(help));
        }
    }

    pub(super) fn all_is_used(&self) {
        self.types_are_used();
        for key in self.places.arguments.iter().filter(|(path, _)| path.len() == 2).map(|(path, _)| path) {
            if !self.places.shared.contains(&key[1]) {
                let message = format!("the shared argument `{}` is taken by no function", key[1]);
                let help = "name it in the `arguments` of a function, or remove it";
                self.mistakes.add("S024", &self.places.key(key), message, Some(help.into()));
            }
        }
        let needed: HashSet<&str> = self.places.scopes.iter().map(|s| s.value.as_str()).collect();
        for scope in self.model.scopes.iter().map(|s| s.name.as_str()) {
            if !needed.contains(scope) && !STANDARD.contains(&scope) {
                let place = self.places.key(&crate::places::path(["scope", scope]));
                let message = format!("the scope `{scope}` is needed by no function");
                self.mistakes.add("S025", &place, message, Some("write it where it is needed, or remove it".into()));
            }
        }
        self.auth_is_used();
        for function in self.model.functions.iter().filter(|f| f.examples.is_empty()) {
            let place = self.places.name(&Thing::Function(function.name.clone()));
            let message = format!("the function `{}` has no example, so nothing tests it", function.name);
            let key = self.places.path(&Thing::Function(function.name.clone())).last();
            let help = format!("add `[[example.{}]]`", key.unwrap_or(&function.name));
            self.mistakes.add("S026", &place, message, Some(help));
        }
    }

    /// A type is used when a function mentions it, or a type that is used does.
    fn types_are_used(&self) {
        let mut inside: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut used = HashSet::new();
        let mut open = Vec::new();
        for mention in &self.places.types {
            let name = mention.name.value.as_str();
            match mention.by.as_deref() {
                Some(by) => inside.entry(by).or_default().push(name),
                None if used.insert(name) => open.push(name),
                None => {}
            }
        }
        while let Some(name) = open.pop() {
            open.extend(inside.get(name).into_iter().flatten().copied().filter(|inner| used.insert(inner)));
        }
        for def in self.model.types.iter().filter(|def| !used.contains(def.name.as_str())) {
            let message = format!("the type `{}` is used by no function", def.name);
            let place = self.places.name(&Thing::Type(def.name.clone()));
            self.mistakes.add("S023", &place, message, Some("remove it, or use it in an answer".into()));
        }
    }
}
